"""Targets of a year that a file states beside what was published, for `targets.csv`: read only where asked for."""

from __future__ import annotations

import re
from typing import Any

from shouguan.core import indicators
from shouguan.ingest.readers.reading import Options, Origin
from shouguan.ingest.readers.tables import left_out
from shouguan.ingest.readers.tables.grids import Row, Table
from shouguan.ingest.readers.tables.labels import Label
from shouguan.ingest.readers.tables.measures import is_done, measure_of
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.notes import Notes
from shouguan.ingest.readers.tables.whose import region_of

_SET = re.compile(r"目标|预期(?!完成)|计划|安排")
"""Words of what was set; 预测 and 测算 are nobody's target."""
_PLAN_WORDS = re.compile("目标|预期|计划|安排|奋斗|确保|力争|年初|年度|全年")
_KINDS = ("奋斗目标", "确保", "力争")
_VALUE = re.compile(
    r"(?P<fall>下降|降低)?(?P<least>不低于|高于|≥|>=)?"
    r"(?P<number>-?\d{1,2}(?:\.\d+)?)%?(?:[—–~～至-](?P<to>\d{1,2}(?:\.\d+)?)%?)?(?P<more>以上|及以上)?(?P<about>左右)?%?"
)
_SHARES = {"%", "±%"}


def read_or_say(table: Table, row: Row, column: int, planned: Label, options: Options, notes: Notes) -> None:
    """Read a cell as a target of growth in a year, where targets are asked for; say of all else that it is left out.

    Parameters
    ----------
    table, row, column
        The cell.
    planned : Label
        What says that it is no published figure.
    options : Options
    notes : Notes
        Receives the target, or what is left out.
    """
    if not (options.targets and _is_read(table, row, column, planned, options, notes)):
        once = ("plan", planned.text, id(table))
        notes.add("warning", table.sheet, (row.index, column), left_out.plan(planned), once=once, value="")


def _is_read(table: Table, row: Row, column: int, planned: Label, options: Options, notes: Notes) -> bool:
    at, strong = (row.index, column), [*row.labels, *table.heads[column]]
    codes = next((label.indicators for label in strong if label.indicators), ())
    value = _VALUE.fullmatch(folded(table.sheet.raw(*at)))
    year = _year(table, strong, planned)
    is_growth = measure_of(table, strong) == "growth" or any(set(label.units) & _SHARES for label in strong)
    if not (len(codes) == 1 and value and year and is_growth and _SET.search(planned.plan)):
        return False
    if any(label.skipped or label.narrow or _PLAN_WORDS.sub("", label.rest) for label in (*strong, *row.sections)):
        return False
    growth = _growth(codes[0], float(value["number"]), bool(value["fall"]))
    if growth is None or (value["to"] and not _is_range(codes[0], value)):
        return False
    region = region_of(table, row, strong, options, at, notes)
    if region is None:
        return False
    target: dict[str, Any] = {
        "region": region,
        "indicator": codes[0],
        "year": year,
        "kind": next((kind for kind in _KINDS if any(kind in label.text for label in (planned, *strong))), "原目标"),
        "op": "around" if value["about"] else ">=" if indicators.indicator(codes[0]).better == "higher" else "<=",
        "value": growth,
        "announced_on": options.targets,
        # A floor and a range are told by how they were worded (`Target.bound`): the words go with it.
        "source": table.sheet.source(*at) + _worded(value),
    }
    notes.targets.append(Origin(table.sheet, at, target))
    told = f"{year}年目标，写入 targets.csv", f"a target of {year}: it goes into targets.csv"
    notes.add("info", table.sheet, at, told, once=("target", *at))
    return True


def _growth(code: str, number: float, falls: bool) -> float | None:
    """Return a target as growth: a fall of 3.0 is −3.0; None where its sign is open, or is not that of a target.

    Only what is the better the lower has a fall for a target, said in the cell by a word, 下降3.0, or by its minus.
    """
    if indicators.indicator(code).better == "higher":
        return None if falls else number
    return -number if falls and number > 0 else number if number <= 0 and not falls else None


def _is_range(code: str, value: re.Match[str]) -> bool:
    """Whether a figure with two ends is a range of growth, from low to high and nothing more said of it.

    6-7 alone may be a day or months.
    """
    alone = not any(value[name] for name in ("fall", "least", "more", "about")) and re.search("[.%]", value[0])
    return bool(alone) and indicators.indicator(code).better == "higher" and float(value["number"]) < float(value["to"])


def _worded(value: re.Match[str]) -> str:
    if value["to"]:
        return f"（{value['number']}%—{value['to']}%）"
    return f"（{value['number']}%以上）" if value["least"] or value["more"] else ""


def _year(table: Table, strong: list[Label], planned: Label) -> int | None:
    """Return the whole year that a target is of, or None; below a title 2026年安排 a column 2025年 is none of its."""
    stretches = [label.stretch for label in (*strong, planned, *table.titles) if label.stretch and label.stretch.year]
    nearest = stretches[0] if stretches else None
    if nearest is None or nearest.month not in {None, 12}:
        return None
    is_own = planned in strong or (planned.stretch is not None and planned.stretch.year == nearest.year)
    return nearest.year if is_own and not is_done(strong) else None
