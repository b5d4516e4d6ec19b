"""The tidy layout: one figure a row, as CSV, XLSX or Parquet, and the template that `shouguan new` makes.

The full layout has the columns of `shouguan.observations`. The template asks for less (Chinese headings, names
for codes, 2020年1-9月 for a period); what it leaves out follows from the catalogue and the calendar.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path, PurePath
from typing import Any

from shouguan.core import indicators
from shouguan.core.errors import DataError, nearest
from shouguan.core.files import as_it_was
from shouguan.core.periods import Period, calendar_release
from shouguan.ingest.readers.reading import Found, Options, Origin
from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables import beside, left_out, scope, stretches
from shouguan.ingest.readers.tables.figures import NotAFigureError, figure
from shouguan.ingest.readers.tables.labels import UNITS, Labeller, labeller_of
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.notes import Notes, unique
from shouguan.ingest.readers.tables.surroundings import doubt

HEADINGS: dict[str, tuple[str, ...]] = {
    "region": ("地区", "区划代码"),
    "indicator": ("指标", "指标名称"),
    "period": ("时期", "时间"),
    "basis": ("累计或当期", "口径"),
    "measure": ("增速或数值", "类型"),
    "price": ("价格",),
    "value": ("数值", "数"),
    "unit": ("单位",),
    "released_on": ("发布日期", "公布日期"),
    "release_basis": ("发布日依据",),
    "vintage": ("版本",),
    "source": ("来源",),
    "note": ("备注",),
}
"""Columns of the layout and their Chinese headings in the template."""
REQUIRED = ("indicator", "period", "value")

WORDS: dict[str, dict[str, str]] = {
    "basis": {"累计": "ytd", "当期": "single", "当季": "single", "当月": "single", "时点": "stock"},
    "measure": {
        "增速": "growth",
        "同比增速": "growth",
        "数值": "value",
        "绝对额": "value",
        "占比": "share",
        "位次": "rank",
    },
    "price": {"现价": "nominal", "不变价": "real", "可比口径": "comparable", "无": "none"},
    "release_basis": {"实际": "actual", "按规则": "calendar"},
    "vintage": {"初次公布": "first", "修订": "revised", "回溯": "pseudo"},
}
"""Words of the template's drop-downs."""
_CHOICES = {
    "basis": ("ytd", "single", "stock"),
    "measure": ("growth", "value", "share", "rank"),
    "price": ("nominal", "real", "comparable", "none"),
    "release_basis": ("actual", "calendar"),
    "vintage": ("first", "revised", "pseudo"),
}
DATE = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_NOTE = re.compile(r"注\d*[:：]")
EXPLANATION = re.compile(r"(?:说明|注|填报说明|示例)[:：]?")


class WrongCellError(Exception):
    """A cell that cannot be right: its column, and what it should hold in Chinese and English."""

    def __init__(self, column: str, zh: str, en: str) -> None:
        super().__init__(column, zh, en)
        self.column, self.zh, self.en = column, zh, en


def header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the heading row and where each column stands, or None where it is no tidy layout."""
    for row in range(min(len(sheet.rows), 12)):
        columns: dict[str, int] = {}
        for column, text in enumerate(sheet.rows[row]):
            name = folded(text)
            for key, words in HEADINGS.items():
                if name == key or name in words:
                    columns.setdefault(key, column)
        if all(key in columns for key in REQUIRED):
            return row, columns
    return None


def read(file: Path, sheets: list[Sheet], options: Options) -> Found:
    """Read every sheet that has the layout; other sheets (说明) are left alone."""
    origins: list[Origin] = []
    notes = Notes()
    labeller = labeller_of(options)
    for sheet in sheets:
        at = header(sheet)
        if at is None:
            continue
        top, columns = at
        limits = _limits(sheet, labeller)
        another = another_over(sheet, top, options, labeller)
        for index in range(top + 1, len(sheet.rows)):
            cells = {key: sheet.raw(index, column) for key, column in columns.items()}
            if is_note(sheet, index, None if limits else notes) or not any(cells.values()):
                continue
            if limits is not None:
                told, is_kept = limits
                notes.add("warning", sheet, (index, columns["value"]), told, once=("sheet", sheet.name), value="")
                if not is_kept:
                    continue
            try:
                if len(sheet.rows[index]) > len(sheet.rows[top]):
                    raise WrongCellError(
                        "note",
                        f"{len(sheet.rows[top])} 格，实有 {len(sheet.rows[index])} 格",
                        f"{len(sheet.rows[top])} cells, found {len(sheet.rows[index])}",
                    )
                row = _row(cells, sheet, index, columns, options, labeller)
                if row["measure"] != "rank" and remark_limits(  # beside a rank it says among whom
                    cells.get("note", ""), sheet, (index, columns.get("note")), notes, labeller
                ):
                    continue
                if another is not None and not cells.get("region", "").strip() and row["region"] == options.own_region:
                    told = beside.said_of_place(another[0], options)
                    notes.add("error", sheet, (index, None), told, once=("place", sheet.name), value="")
                told_by = tuple((index, columns[key]) for key in columns if key not in {"value", "source", "note"})
                origins.append(Origin(sheet, (index, columns["value"]), row, told_by=told_by))
            except WrongCellError as wrong:
                message = (f"{wrong.column} 不对", f"{wrong.column} is wrong")
                notes.add("error", sheet, (index, columns.get(wrong.column)), message, (wrong.zh, wrong.en))
    return unique(origins, notes)


def another_over(sheet: Sheet, top: int, options: Options, labeller: Labeller) -> tuple[str, bool] | None:
    """Return a line above a heading row, or a name, that is of another place than the import (`another_place`)."""
    lines = [next((text for text in sheet.rows[row] if text.strip()), "") for row in range(top - 1, -1, -1)]
    return beside.another_place([*lines, sheet.name, PurePath(sheet.file).stem], options, labeller)


def is_note(sheet: Sheet, row: int, notes: Notes | None) -> bool:
    """Whether a row is a note; `notes` receives one that nobody understands."""
    cells = [(column, text) for column, text in enumerate(sheet.rows[row]) if text.strip()]
    if not cells or not EXPLANATION.match(cells[0][1]):
        return False
    column, text = cells[0]
    if notes is not None and _NOTE.match(text) and beside.unknown(text):
        notes.add("warning", sheet, (row, column), beside.shown(text), value="")
    return True


def remark_limits(remark: str, sheet: Sheet, at: tuple[int, int | None], notes: Notes, labeller: Labeller) -> bool:
    """Whether a remark beside a figure makes it another one, with a word; one that nobody understands is shown."""
    word = beside.limits(remark, labeller)
    if word:
        notes.add("warning", sheet, at, beside.limited(remark, word), once=("remark", remark), value="")
    elif beside.unknown(remark):
        notes.add("warning", sheet, at, beside.shown(remark), once=("remark", remark), value="")
    return bool(word)


def _limits(sheet: Sheet, labeller: Labeller) -> tuple[tuple[str, str], bool] | None:
    """Return what a sheet's name or a note says of its figures, and whether they are read all the same; or None."""
    firsts = (next((text for text in cells if text.strip()), "") for cells in sheet.rows)
    notes = [text for text in firsts if EXPLANATION.match(text)]
    said = [labeller.section(text) for text in notes if scope.reach(folded(text)) in {"above", "table"}]
    for each in (labeller.title(sheet.name), *said):
        if each.plan or each.narrow:
            return (left_out.plan(each) if each.plan else left_out.narrow(each)), False
    doubtful = (label for label in map(labeller.title, notes) if doubt(label))
    return next(((left_out.loose(label), True) for label in doubtful), None)


def _row(
    cells: dict[str, str], sheet: Sheet, index: int, columns: dict[str, int], options: Options, labeller: Labeller
) -> dict[str, Any]:
    code, named = _indicator(cells["indicator"], labeller)
    as_written = as_it_was if sheet.widths else str  # our own CSV keeps texts that could run behind an apostrophe
    entry = indicators.indicator(code)
    period, implied = _period(cells["period"], entry)
    measure = _choice(cells, "measure") or (
        "growth" if cells.get("unit") in {"%", "％"} else "value" if cells.get("unit") else ""
    )
    if not measure:
        raise WrongCellError("measure", "增速或数值（也可用单位 % 表明）", "growth or value (a unit of % says it too)")
    basis = _choice(cells, "basis") or implied or ("stock" if entry.basis == "stock" else "ytd" if entry.yearly else "")
    if not basis:
        raise WrongCellError("basis", "累计或当期", "ytd or single")
    if {basis, implied} == {"ytd", "single"} and not _is_first(period, entry):
        raise WrongCellError(
            "basis",
            f"与时期“{cells['period'].strip()}”一致的口径",
            f"what the period '{cells['period'].strip()}' says: cumulative, or of the month or quarter alone",
        )
    price = _choice(cells, "price") or (
        entry.growth_price if measure == "growth" else "nominal" if measure == "value" else "none"
    )
    value, unit = _value(cells, entry, measure, sheet, (index, columns["value"]))
    released, actual = _released(cells, options, code, entry, period)
    return {
        "region": region_of(cells.get("region", ""), named, options, labeller),
        "indicator": code,
        "period": str(period),
        "basis": basis,
        "measure": measure,
        "price": price,
        "value": float(value),
        "unit": unit,
        "released_on": released,
        "release_basis": _choice(cells, "release_basis") or ("actual" if actual else "calendar"),
        "vintage": _choice(cells, "vintage") or "first",
        "source": as_written(cells.get("source", "")) or sheet.source(index, columns["value"]),
        "note": as_written(cells.get("note", "")),
    }


def _indicator(text: str, labeller: Labeller) -> tuple[str, str | None]:
    """Return the code, and the region that the name begins with (山东:GDP)."""
    bare = text.strip()
    if bare in indicators.CATALOGUE:
        return bare, None
    label = labeller.read(bare)
    if len(label.indicators) == 1 and not label.rest:
        return label.indicators[0], label.region
    by_name = [code for code, entry in indicators.CATALOGUE.items() if folded(entry.zh) == folded(bare)]
    if by_name:
        return by_name[0], None
    if len(label.indicators) > 1:
        raise WrongCellError(
            "indicator",
            f"{'、'.join(label.indicators)} 之一，请写代码",
            f"one of {', '.join(label.indicators)}: write the code",
        )
    zh, en = nearest(bare, [*indicators.CATALOGUE, *(entry.zh for entry in indicators.CATALOGUE.values())])
    raise WrongCellError("indicator", f"指标目录中的名称或代码{zh}", f"a name or code of the catalogue{en}")


def _period(text: str, entry: indicators.Indicator) -> tuple[Period, str]:
    """Return the period, and the basis where the text says it (1-9月)."""
    expected = (
        "该指标公布的时期，如 2020Q3、2020-09、2020年1-9月",
        "a reported period such as 2020Q3, 2020-09 or 2020年1-9月",
    )
    try:
        period, basis = Period.parse(text.strip()), ""
        if period.frequency == "A" and entry.yearly:
            period = entry.calendar.periods(period.year)[-1]
    except DataError:
        stretch = stretches.parse(text)
        if stretch is None or stretch.year is None:
            raise WrongCellError("period", *expected) from None
        month, basis = stretch.month or 12, stretch.basis or ""
        frequency = entry.calendar.frequency
        if frequency == "Q" and month % 3:
            raise WrongCellError("period", *expected) from None
        period = Period(stretch.year, frequency, month // 3 if frequency == "Q" else month)
    try:
        entry.calendar.position(period)
    except DataError as wrong:
        raise WrongCellError("period", f"{expected[0]}（{wrong.zh}）", f"{expected[1]} ({wrong.en})") from None
    return period, basis


def _is_first(period: Period, entry: indicators.Indicator) -> bool:
    """Whether a period is the year's first one that is published: the year so far is then its own."""
    return period.number == 1 or (entry.calendar.merges_january and period.number == 2)  # 1-2月


def _choice(cells: dict[str, str], column: str) -> str:
    text = cells.get(column, "").strip()
    choice = WORDS[column].get(text, text)
    if choice and choice not in _CHOICES[column]:
        raise WrongCellError(column, f"{'、'.join(WORDS[column])} 之一", f"one of {', '.join(_CHOICES[column])}")
    return choice


def _value(
    cells: dict[str, str], entry: indicators.Indicator, measure: str, sheet: Sheet, at: tuple[int, int]
) -> tuple[Decimal, str]:
    try:
        number = figure(cells["value"])
    except NotAFigureError as wrong:
        raise WrongCellError("value", f"一个数（{wrong.zh}）", f"a number ({wrong.en})") from None
    if number is not None and number.rough:
        raise WrongCellError("value", "一个确切的数", "an exact number")
    if number is not None and number.percent and measure in {"value", "rank"}:
        raise WrongCellError("value", "一个不带 % 的数", "a number without a per cent sign")
    if number is None or at in sheet.odd:
        oddity = sheet.odd.get(at, ("error", "空白", "blank"))
        raise WrongCellError("value", f"一个数（{oddity[1]}）", f"a number ({oddity[2]})")
    if measure != "value":
        if measure == "growth" and not -100 <= number.value <= 1000:
            raise WrongCellError("value", "以百分数表示的增速", "growth in per cent")
        return number.value, {"growth": "%", "share": "%", "rank": "位"}[measure]
    unit = folded(cells.get("unit", "")) or entry.unit
    if unit not in UNITS or UNITS[unit][0] != UNITS[entry.unit][0]:
        raise WrongCellError("unit", f"能换算成{entry.unit}的单位", f"a unit that converts to {entry.unit}")
    return number.value.scaleb(UNITS[unit][1] - UNITS[entry.unit][1]), entry.unit


def _released(
    cells: dict[str, str], options: Options, code: str, entry: indicators.Indicator, period: Period
) -> tuple[str, bool]:
    text = cells.get("released_on", "").strip()
    if text:
        if not DATE.fullmatch(text):
            raise WrongCellError("released_on", "日期，如 2020-10-19", "a date such as 2020-10-19")
        return text, True
    if options.released_on is not None:
        return options.released_on, True
    return calendar_release(period, options.lags.get(code, entry.release_lag)).isoformat(), False


def region_of(text: str, named: str | None, options: Options, labeller: Labeller) -> str:
    """Return the code of the region that a row is of: what its cell says, or else the user or the place."""
    bare = text.strip()
    if named is not None:
        if bare not in {"", named} and labeller.read(bare).region != named:
            raise WrongCellError("region", f"{named}，与指标名称一致", f"{named}, as the indicator's name says")
        return named
    if re.fullmatch(r"[0-9]{6}", bare):
        return bare
    if not bare:
        region = options.region or options.own_region
        if region is None:
            raise WrongCellError("region", "六位区划代码，或用 --region 指明", "a six-digit code, or --region")
        return region
    code = labeller.read(bare).region
    if code is None:
        zh, en = nearest(bare, options.names)
        raise WrongCellError("region", f"六位区划代码或已知地区名{zh}", f"a six-digit code or a known region{en}")
    return code
