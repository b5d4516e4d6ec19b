"""Packages of projects (打包项目) and their parts: a part is never counted beside the package that holds it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shouguan.ingest.readers.registers.cells import own_amount, squeezed
from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables.figures import NotAFigureError

_WHOLE = re.compile(r"(\d+)(?:\.0+)?")
_PART = re.compile(r"(\d+)[.\-](\d+)")
_BRACKETED = re.compile(r"\((\d+)\)")
_NAMED_PART = re.compile(r"(?:其中|包括)[:：]?|[①-⑳]")
_CIRCLED = re.compile("[①-⑳]")
_PACKAGE = re.compile("打包|总项目|整体项目")
_LISTED = re.compile(r"[(]?(?:含|包括)(?:序号|第)?(\d{1,4}(?:[、,和及至-]+\d{1,4})+)")
_MIN_PARTS = 2

Parts = dict[int, int]
"""Row of a part → row of its package."""


def said(count: int) -> tuple[str, str]:
    """Say of a package that its parts are left out, in both languages."""
    return (
        f"是打包项目，其下 {count} 个子项目已含在内，未另行读入",
        f"a package: its {count} parts are in it and are not read besides",
    )


def parts(sheet: Sheet, rows: Sequence[int], name_column: int, serial: int | None, amounts: Sequence[int]) -> Parts:
    """Return the rows that are parts, each with the row of its package.

    A part says so by its number (1.1, 1-1, (1) or ① below 1), by 其中 before its name, or by adding up: rows below a
    name that says 打包, or above it, whose amounts come to the package's in every column, or whose numbers it names
    (含1、2); rows without a number below one that has one. What follows 其中 without a number is a part as well. A
    package without amounts is a heading: its parts are projects.

    Parameters
    ----------
    sheet : Sheet
    rows : sequence of int
        Those that hold a record, in order.
    name_column : int
    serial : int or None
        The column that numbers the rows.
    amounts : sequence of int
        The columns of amounts.
    """
    packages: Parts = {}
    package: _Package | None = None
    numbers = {row: squeezed(sheet.raw(row, serial)) if serial is not None else "" for row in rows}
    for at, row in enumerate(rows):
        name, number = squeezed(sheet.text(row, name_column)), numbers[row]
        if row in packages:
            continue
        listed = not number and at > 0 and packages.get(rows[at - 1]) == (package.row if package else None)
        circled = serial is not None and _CIRCLED.fullmatch(sheet.raw(row, serial).strip())
        if package is not None and (package.holds(number, name) or (package.number and (circled or listed))):
            if package.has_amounts:
                packages[row] = package.row
            continue
        whole = _WHOLE.fullmatch(number)
        package = _Package(row, name, whole[1] if whole else "", _has_amounts(sheet, row, amounts))
        if package.has_amounts and _PACKAGE.search(name):
            named = _named(name, {numbers[each]: each for each in rows[:at] if numbers[each]})
            below = _adding_up(sheet, rows[at:], amounts)
            above = _adding_up(sheet, rows[at::-1], amounts)
            packages |= dict.fromkeys(named or below or above, row)
        elif package.has_amounts and package.number:
            following = list(itertools.takewhile(lambda each: not numbers[each], rows[at + 1 :]))
            packages |= dict.fromkeys(_adding_up(sheet, [row, *following], amounts), row)
    return packages


@dataclass(frozen=True)
class _Package:
    """A row that the rows below may be parts of."""

    row: int
    name: str
    number: str
    has_amounts: bool

    def holds(self, number: str, name: str) -> bool:
        """Whether a row's number or name makes it a part of this one; a list whose names all begin with ① has none."""
        part = _PART.fullmatch(number)
        if part:
            return part[1] == self.number
        if self.number and _BRACKETED.fullmatch(number):
            return True
        return bool(_NAMED_PART.match(name)) and not _NAMED_PART.match(self.name)


def _named(name: str, rows: dict[str, int]) -> list[int]:
    """Return the rows whose numbers a package's name lists: 片区打包项目（含1、2）, （含3-5）."""
    found = _LISTED.search(name)
    if found is None:
        return []
    numbers: set[int] = set()
    for part in re.split("[、,和及]", found[1]):
        ends = [int(each) for each in re.findall(r"\d+", part)]
        numbers |= set(range(ends[0], ends[-1] + 1)) if ends else set()
    named = [rows[str(number)] for number in sorted(numbers) if str(number) in rows]
    return named if len(named) == len(numbers) else []


def _adding_up(sheet: Sheet, rows: Sequence[int], amounts: Sequence[int]) -> Sequence[int]:
    """Return the rows after the first whose amounts add up to the first's in every column that it fills."""
    if len(rows) <= _MIN_PARTS:
        return ()
    whole = amounts_in(sheet, rows[0], amounts)
    total = dict.fromkeys(whole, Decimal(0))
    for count, row in enumerate(rows[1:], start=1):
        own = amounts_in(sheet, row, amounts)
        if not own:
            break
        total = {column: total[column] + own.get(column, Decimal(0)) for column in whole}
        if count >= _MIN_PARTS and total == whole:
            return rows[1 : count + 1]
    return ()


def amounts_in(sheet: Sheet, row: int, columns: Sequence[int]) -> dict[int, Decimal]:
    """Return a row's amounts by column, as they are written."""
    return dict(_amounts(sheet, row, columns))


def _has_amounts(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    return any(True for _ in _amounts(sheet, row, columns))


def _amounts(sheet: Sheet, row: int, columns: Sequence[int]) -> Iterator[tuple[int, Decimal]]:
    for column in columns:
        try:
            read = own_amount(sheet.raw(row, column))
        except NotAFigureError:
            continue
        if read:
            yield column, read[0]
