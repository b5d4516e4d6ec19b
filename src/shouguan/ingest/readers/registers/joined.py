"""The sheets of a file of lists held together: of which month each is, and whether two hold the same rows."""

from __future__ import annotations

from collections.abc import Sequence

from shouguan.core.findings import Finding
from shouguan.ingest.readers.reading import Origin
from shouguan.ingest.readers.registers.cells import Register
from shouguan.ingest.readers.sheets.grid import Sheet

_LATEST = 3
"""Months after its own in which a list may come out and be named by."""


def two_months(sheet: Sheet, told: str, named: str) -> list[Finding]:
    """Ask where a list's title and its file's or sheet's name are too far apart to be of one list.

    Parameters
    ----------
    sheet : Sheet
    told, named : str
        The months that the title and the name say, `2020-09`.
    """
    year, month = (int(named[:4]) - int(told[:4])), int(named[5:]) - int(told[5:])
    if 0 <= 12 * year + month <= _LATEST:
        return []
    zh = f"标题是 {told}，文件或工作表名是 {named}；用 --period 指明是哪个月的"
    en = f"the title says {told}, the file's or the sheet's name {named}; settle it with --period"
    return [Finding("error", zh, en, sheet.file, sheet.name)]


def in_two_sheets(origins: Sequence[Origin], register: Register) -> list[Finding]:
    """Ask about rows that two sheets have of the same month, each pair of sheets once: 汇总 beside its districts."""
    first: dict[tuple[object, ...], Sheet] = {}
    twice: dict[tuple[str, str], list[str]] = {}
    name = register.key[-1]
    for origin in origins:
        if origin.field != name:
            continue
        record = origin.row
        mark = (record["period"], *(record[each] for each in (*register.key, *register.within)))
        sheet = first.setdefault(mark, origin.sheet)
        if sheet is not origin.sheet:
            twice.setdefault((sheet.name, origin.sheet.name), []).append(str(record[name]))
    return [
        Finding(
            "error",
            f"与工作表“{other}”有 {len(names)} 行相同（如“{names[0]}”）；用 --sheet 指明读哪一张，或删去其一",
            f"{len(names)} rows are in sheet '{other}' as well ('{names[0]}'); choose with --sheet, or delete one",
            origins[0].sheet.file,
            own,
        )
        for (other, own), names in twice.items()
    ]
