"""The weekly layout: an indicator's figure of a week, a 旬 or some days a row, as CSV or XLSX.

Columns: 地区 (blank is the place), 指标, 周 (2020-W41, 2020-10上旬, 2020-10-05/2020-10-11) or 起始日 and 截止日,
数值 with 单位 and 同比增速 (either or both), 口径, 报送日期, 来源; docs/weekly.md says it in full. A figure is of its
own week: one since the year began is refused, and what looks like one is asked about.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from shouguan.core.errors import DataError, nearest
from shouguan.core.files import as_it_was
from shouguan.core.weeks import Stretch, between
from shouguan.data.settings import WEEKLY
from shouguan.data.weekly import INDICATORS, LAG, Weekly
from shouguan.ingest.readers.reading import Found, Options, Origin, Trace
from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables import beside
from shouguan.ingest.readers.tables.figures import Figure, NotAFigureError, figure
from shouguan.ingest.readers.tables.labels import UNITS, Labeller, labeller_of
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.notes import Notes
from shouguan.ingest.readers.tables.tidy import DATE, WrongCellError, another_over, is_note, region_of, remark_limits

HEADINGS: dict[str, tuple[str, ...]] = {
    "region": ("地区", "区划代码"),
    "indicator": ("指标", "指标名称"),
    "week": ("周", "周次", "周(旬)", "旬", "周期", "周或旬"),
    "start": ("起始日", "开始日期", "起始日期", "起"),
    "end": ("截止日", "结束日期", "截止日期", "止"),
    "value": ("数值", "本周数", "当周数", "本期数", "数"),
    "unit": ("单位",),
    "growth": ("同比增速", "同比", "增速", "同比增长"),
    "basis": ("口径", "累计或当期"),
    "reported_on": ("报送日期", "报送日"),
    "source": ("来源",),
    "note": ("备注",),
}
"""Columns of the layout with their headings in the template; the first is what the template writes."""
_TIMES = ("时期", "时间", "period")
"""Headings of the week that other layouts have too: it is this layout where a cell below one is a week."""
_OWN_WEEK = ("当周", "本周", "当旬", "本旬", "当期", "single")
_IN_BRACKETS = re.compile(r"(.+?)[(](.+?)[)]$")
_WORDS = re.compile(r"\d{4}年.*周")
_NUMBERING = ("序号", "编号", "no", "no.")
_AMOUNT = re.compile(r"累计|预计|预测|计划|目标|[数值量额]")
_NO_AMOUNT = re.compile(r"环比|同比|增[速长幅减]|[%占比率位名]|[周天]数")
"""What heads a column of amounts that is none of ours, and what does not."""
_MOST = 1000.0
"""Growth in per cent beyond which a cell holds something else."""


def header(sheet: Sheet) -> tuple[int, dict[str, int], dict[str, str]] | None:
    """Return the heading row, where each column stands and which unit a heading names; None in another layout."""
    for row in range(min(len(sheet.rows), 12)):
        columns: dict[str, int] = {}
        units: dict[str, str] = {}
        for column, text in enumerate(sheet.rows[row]):
            name, unit = folded(text), ""
            if (match := _IN_BRACKETS.fullmatch(name)) and match[2] in UNITS:
                name, unit = match[1], match[2]
            key = next((key for key, words in HEADINGS.items() if name in (key, *words)), None)
            if key is None and name in _TIMES and _holds_weeks(sheet, row, column):
                key = "week"
            if key is not None and columns.setdefault(key, column) == column and unit:
                units[key] = unit
        timed = "week" in columns or {"start", "end"} <= set(columns)
        if timed and "indicator" in columns and ("value" in columns or "growth" in columns):
            return row, columns, units
    return None


def _holds_weeks(sheet: Sheet, top: int, column: int) -> bool:
    for row in range(top + 1, min(len(sheet.rows), top + 6)):
        try:
            Stretch.parse(sheet.raw(row, column))
        except DataError:
            continue
        return True
    return False


def read(file: Path, sheets: list[Sheet], options: Options) -> Found:
    """Read every sheet that has the layout; other sheets (说明) are left alone."""
    notes = Notes()
    origins: list[Origin] = []
    labeller = labeller_of(replace(options, meanings={}))
    for sheet in sheets:
        at = header(sheet)
        if at is None:
            continue
        top, columns, units = at
        _unread(sheet, top, columns, notes)
        columns = _with_its_own_growth(sheet, top, columns, notes)
        another = another_over(sheet, top, options, labeller)
        if not {"value", "growth"} & set(columns):
            continue
        for index in range(top + 1, len(sheet.rows)):
            cells = {key: sheet.raw(index, column) for key, column in columns.items()}
            if is_note(sheet, index, notes) or not any(cells.values()):
                continue
            if remark_limits(cells.get("note", ""), sheet, (index, columns.get("note")), notes, labeller):
                continue
            if another is not None and not cells.get("region", "").strip():
                told = beside.said_of_place(another[0], options)
                notes.add("error", sheet, (index, None), told, once=("place", sheet.name), value="")
                continue
            try:
                for measure, row in _rows(cells, sheet, index, columns, units, options, labeller):
                    origins.append(_origin(sheet, index, columns, measure, row))
                _counted(cells, sheet, index, columns, notes)
            except WrongCellError as wrong:
                message = (f"{wrong.column} 不对", f"{wrong.column} is wrong")
                notes.add("error", sheet, (index, columns.get(wrong.column)), message, (wrong.zh, wrong.en))
    return _once_each(origins, notes)


def _unread(sheet: Sheet, top: int, columns: dict[str, int], notes: Notes) -> None:
    """Say which columns are left out, such as 环比 or a second one of values."""
    for column, text in enumerate(sheet.rows[top]):
        if text.strip() and column not in columns.values() and folded(text) not in _NUMBERING:
            message = ("周度数据没有这一列，未读", "not a column of the weekly layout, left out")
            notes.add("warning", sheet, (top, column), message)


def _with_its_own_growth(sheet: Sheet, top: int, columns: dict[str, int], notes: Notes) -> dict[str, int]:
    """Return the columns without growth where it stands right of an amount that is left out: 累计数值 | 同比增速."""
    if "growth" not in columns:
        return columns
    known = {column: key for key, column in columns.items()}
    for column in range(columns["growth"] - 1, -1, -1):
        text, name = sheet.text(top, column), folded(sheet.text(top, column))
        if known.get(column) == "value":
            break
        if text and column not in known and _AMOUNT.search(name) and not _NO_AMOUNT.search(name):
            message = (
                f"在“{text}”的右边，可能是它的增速，未读入；如是当周的，请挪到当周数的右边",
                f"stands to the right of '{text}', and may be of it: left out. If it is the week's, move it there",
            )
            notes.add("warning", sheet, (top, columns["growth"]), message)
            return {key: at for key, at in columns.items() if key != "growth"}
    return columns


def _counted(cells: dict[str, str], sheet: Sheet, index: int, columns: dict[str, int], notes: Notes) -> None:
    """Say once which days a week's number in words was taken for: not every office counts as ISO does."""
    if not _WORDS.fullmatch(cells.get("week", "").strip()) or cells.get("start"):
        return
    week = _week(cells)
    message = (
        f"按 ISO 周读作 {week.start} 至 {week.end}；周次算法不同的，请另填起止日",
        f"read as the ISO week {week.start} to {week.end}; where weeks are counted otherwise, give their days",
    )
    notes.add("warning", sheet, (index, columns["week"]), message, once=("counted", sheet.name))


def _origin(sheet: Sheet, index: int, columns: dict[str, int], measure: str, row: dict[str, Any]) -> Origin:
    told = ("region", "indicator", "week", "start", "end", "unit", "basis", "reported_on")
    cells = tuple((index, columns[key]) for key in told if key in columns)
    return Origin(sheet, (index, columns[measure]), row, told_by=cells)


def _rows(
    cells: dict[str, str],
    sheet: Sheet,
    index: int,
    columns: dict[str, int],
    units: dict[str, str],
    options: Options,
    labeller: Labeller,
) -> list[tuple[str, dict[str, Any]]]:
    """Return the figures of a row, each with the column that it stands in."""
    entry = _indicator(cells["indicator"], options)
    week = _week(cells)
    _own_week(cells.get("basis", ""), options)
    reported = _reported(cells.get("reported_on", ""), week, options)
    as_written = as_it_was if sheet.widths else str  # our own CSV keeps texts that could run behind an apostrophe
    common = {"region": region_of(cells.get("region", ""), None, options, labeller), "indicator": entry.code}
    value, growth = (_figure(cells, sheet, index, columns, name) for name in ("value", "growth"))
    written = folded(cells.get("unit", ""))
    if value is not None and growth is None and (written == "%" or value.percent):
        growth, value, at = value, None, "value"
    else:
        at = "growth"
    found = []
    if value is not None:
        amount = _amount(value, written or units.get("value", "") or options.unit or "", entry)
        found.append(("value", "value", amount, entry.unit))
    if growth is not None:
        if not -100 <= growth.value <= _MOST:
            raise WrongCellError(at, "以百分数表示的同比增速", "growth in per cent")
        found.append((at, "growth", float(growth.value), "%"))
    if not found:
        raise WrongCellError("value" if "value" in columns else "growth", "数值或同比增速", "a value or growth")
    return [
        (
            column,
            {
                **common,
                "week": str(week),
                "measure": measure,
                "value": number,
                "unit": unit,
                "reported_on": reported,
                "source": as_written(cells.get("source", "")) or sheet.source(index, columns[column]),
            },
        )
        for column, measure, number, unit in found
    ]


def _indicator(text: str, options: Options) -> Weekly:
    name = folded(text)
    for given, code in options.meanings.items():
        if folded(given) == name and code in INDICATORS:
            return INDICATORS[code]
    for entry in INDICATORS.values():
        if name in {entry.code, *map(folded, (entry.zh, entry.en, *entry.names))}:
            return entry
    zh, en = nearest(text, [*INDICATORS, *(entry.zh for entry in INDICATORS.values())])
    listed = "、".join(entry.zh for entry in INDICATORS.values()), ", ".join(INDICATORS)
    raise WrongCellError("indicator", f"{listed[0]} 之一{zh}", f"one of {listed[1]}{en}")


def _week(cells: dict[str, str]) -> Stretch:
    """Return the week of a row; where a week and its days both stand, they must agree."""
    days = [cells.get(name, "").replace("/", "-").replace(".", "-") for name in ("start", "end")]
    try:
        named = Stretch.parse(cells["week"]) if cells.get("week") else None
    except DataError as wrong:
        raise WrongCellError("week", f"一周、一旬或起止日（{wrong.zh}）", f"a week ({wrong.en})") from None
    if not any(days):
        if named is None:
            raise WrongCellError("week", "如 2020-W41、2020-10上旬", "such as 2020-W41 or 2020-10上旬")
        return named
    found = []
    for name, text in zip(("start", "end"), days, strict=True):
        try:
            found.append(dt.date(*map(int, text.split("-"))))
        except (ValueError, TypeError):
            raise WrongCellError(name, "日期，如 2020-10-05", "a day such as 2020-10-05") from None
    try:
        stretch = between(*found)
    except DataError as wrong:
        raise WrongCellError("end", f"该周（旬）的最后一天（{wrong.zh}）", f"its last day ({wrong.en})") from None
    if named is not None and (named.start, named.end) != (stretch.start, stretch.end):
        raise WrongCellError(
            "week",
            f"与起止日 {stretch.start} 至 {stretch.end} 一致的周；{named} 是 {named.start} 至 {named.end}",
            f"the week from {stretch.start} to {stretch.end}; {named} is {named.start} to {named.end}",
        )
    return stretch


def _own_week(text: str, options: Options) -> None:
    if folded(text) not in ("", *_OWN_WEEK) or options.basis == "ytd":
        raise WrongCellError(
            "basis", "当周（旬）数；累计数请换算成当周再导入", "the week's own figure: no figure since the year began"
        )


def _figure(cells: dict[str, str], sheet: Sheet, index: int, columns: dict[str, int], name: str) -> Figure | None:
    if name not in columns:
        return None
    try:
        number = figure(cells[name])
    except NotAFigureError as wrong:
        raise WrongCellError(name, f"一个数（{wrong.zh}）", f"a number ({wrong.en})") from None
    at = (index, columns[name])
    if at in sheet.odd:
        raise WrongCellError(name, f"一个数（{sheet.odd[at][1]}）", f"a number ({sheet.odd[at][2]})")
    if number is not None and number.rough:
        raise WrongCellError(name, "一个确切的数", "an exact number")
    return number


def _amount(number: Figure, unit: str, entry: Weekly) -> float:
    """Return a value in the indicator's own unit; what no unit stands beside is asked about."""
    if number.percent:
        raise WrongCellError("value", "一个不带 % 的数", "a number without a per cent sign")
    if not unit:
        raise WrongCellError(
            "unit",
            f"单位，如 {entry.unit}；金额也可用 --unit",
            f"a unit such as {entry.unit}; of money, --unit",
        )
    name = folded(unit)
    if name not in UNITS or UNITS[name][0] != UNITS[entry.unit][0]:
        raise WrongCellError("unit", f"能换算成{entry.unit}的单位", f"a unit that converts to {entry.unit}")
    if number.value < 0:
        raise WrongCellError("value", "不小于零的数", "a number that is not negative")
    return float(number.value.scaleb(UNITS[name][1] - UNITS[entry.unit][1]))


def _reported(text: str, week: Stretch, options: Options) -> str:
    if not text:
        given = options.released_on
        lag = dt.timedelta(days=options.lags.get(WEEKLY, LAG))
        return given if given is not None else (week.end + lag).isoformat()
    if not DATE.fullmatch(text):
        raise WrongCellError("reported_on", "日期，如 2020-10-12", "a date such as 2020-10-12")
    if text < week.end.isoformat():
        raise WrongCellError("reported_on", f"不早于该周最后一天 {week.end}", f"no day before {week.end}, its end")
    return text


def _once_each(origins: list[Origin], notes: Notes) -> Found:
    """Keep one row of each figure; a week that has two is asked about."""
    kept: dict[tuple[str, ...], Origin] = {}
    trace = Trace(shared=notes.shared)
    for origin in origins:
        row = origin.row
        key = (row["region"], row["indicator"], row["week"], row["measure"], row["reported_on"])
        before = kept.setdefault(key, origin)
        if before is origin:
            trace.origins.append(origin)
            continue
        trace.repeated.append(origin)
        if before.row["value"] != row["value"]:
            trace.across |= before.sheet is not origin.sheet
            cell, value = before.sheet.source(*before.at), before.row["value"]
            message = (f"同一周已有另一个数：{cell} 是 {value:.12g}", f"{cell} has {value:.12g} for the same week")
            expected = (
                "一周一个数；修订另填报送日期",
                "one figure a week; a revision has its own 报送日期",
            )
            notes.add("error", origin.sheet, origin.at, message, expected)
    return Found([origin.row for origin in trace.origins], notes.items, trace)
