"""Days that a workbook or its CSV shows as bare numbers (45900): read as dates where a heading says that they are."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise

from shouguan.core.findings import Finding
from shouguan.ingest.readers.sheets import formats
from shouguan.ingest.readers.sheets.addresses import letters
from shouguan.ingest.readers.sheets.grid import Sheet

_SERIAL = re.compile(r"[34]\d{4}(?:\.0+)?|5[0-4]\d{3}(?:\.0+)?")
"""From 1982 to 2049."""
_HEADS = {
    "月份",
    "日期",
    "时间",
    "时期",
    "季度",
    "年月",
    "指标名称",
    "指标",
    "date",
    "time",
    "month",
    "period",
    "quarter",
}
_MIN_DAYS = 2
_SHORTEST_STEP = 27
"""Days between neighbouring months; numbers closer than that are no months in order."""


def dated(sheet: Sheet) -> Sheet:
    """Return the sheet with the days of its first column, or of a heading row, written as days, and a remark on it.

    A number is a day where all of its line under 月份, 日期 or 指标名称 are first or last days of months, in order.
    Levels are none such.
    """
    for row, cells in enumerate(sheet.rows):
        if not cells or re.sub(r"\s", "", cells[0]).casefold() not in _HEADS:
            continue
        down = [(below, 0) for below in range(row + 1, len(sheet.rows)) if _SERIAL.fullmatch(sheet.raw(below, 0))]
        across = [(row, column) for column in range(1, len(cells)) if cells[column].strip()]
        for line in (down, across):
            days = [_day(sheet, at) for at in line]
            if len(line) >= _MIN_DAYS and all(days) and _are_months([day for day in days if day]):
                return _written(sheet, dict(zip(line, days, strict=True)))
    return sheet


def _day(sheet: Sheet, at: tuple[int, int]) -> dt.date | None:
    text = sheet.raw(*at)
    if not _SERIAL.fullmatch(text):
        return None
    day = formats.day_of(float(text), since_1904=sheet.since_1904)
    return day.date() if isinstance(day, dt.datetime) else None


def _are_months(days: list[dt.date]) -> bool:
    """Whether days begin or end months, and run one way, a month or more apart."""
    edges = all(day.day == 1 or (day + dt.timedelta(days=1)).day == 1 for day in days)
    steps = [(after - before).days for before, after in pairwise(days)]
    return edges and (all(step >= _SHORTEST_STEP for step in steps) or all(step <= -_SHORTEST_STEP for step in steps))


def _written(sheet: Sheet, days: dict[tuple[int, int], dt.date | None]) -> Sheet:
    rows = [list(cells) for cells in sheet.rows]
    for (row, column), day in days.items():
        rows[row][column] = str(day)
    (row, column), first = next(iter(days.items()))
    shown = sheet.raw(row, column)
    finding = Finding(
        "info",
        f"日期存为数字，按 {first} 等 {len(days)} 个日期读入",
        f"days are stored as numbers; read as {first} and {len(days) - 1} more",
        sheet.file,
        sheet.name,
        sheet.lines[row],
        letters(column),
        shown,
    )
    return replace(sheet, rows=rows, said=[*sheet.said, finding])
