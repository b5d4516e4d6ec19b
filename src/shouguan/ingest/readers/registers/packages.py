"""Packages of projects (打包项目) and their parts: a part is never counted beside the package that holds it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from shouguan.ingest.readers.registers.cells import own_amount, squeezed
from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables.figures import NotAFigureError

_SERIAL_HEADS = {"序号", "编号", "no.", "no"}
_WHOLE = re.compile(r"(\d+)(?:\.0+)?")
_PART = re.compile(r"(\d+)[.\-](\d+)")
_BRACKETED = re.compile(r"\((\d+)\)")
_NAMED_PART = re.compile(r"(?:其中|包括)[:：]?|[①-⑳]")
_PACKAGE = re.compile("打包|总项目|整体项目")
_FEWEST = 2


def parts(sheet: Sheet, body: range, name_column: int, amounts: Iterable[int]) -> dict[int, int]:
    """Return the rows that are parts, each with the row of its package.

    A part says so by its number (1.1, 1-1, (1) below 1), by 其中 before its name, or by adding up: rows below a name
    that says 打包 whose amounts come to the package's in every column.

    Parameters
    ----------
    sheet : Sheet
    body : range
        The rows below the header.
    name_column : int
    amounts : iterable of int
        The columns of amounts.
    """
    serial = _serial_column(sheet, body, name_column)
    columns = list(amounts)
    found: dict[int, int] = {}
    package: tuple[str, int] | None = None
    for row in body:
        name = squeezed(sheet.raw(row, name_column))
        number = squeezed(sheet.raw(row, serial)) if serial is not None else ""
        if not name or row in found:
            continue
        if package is not None and _belongs(number, name, package[0]):
            found[row] = package[1]
            continue
        whole = _WHOLE.fullmatch(number)
        package = (whole[1] if whole else "", row)
        if _PACKAGE.search(name):
            found |= dict.fromkeys(_adding_up(sheet, row, body, columns), row)
    held = set(found.values())
    # a package without amounts is a heading: its parts are the projects
    return {row: above for row, above in found.items() if above in held and _amounts(sheet, above, columns)}


def _serial_column(sheet: Sheet, body: range, name_column: int) -> int | None:
    for column in range(name_column):
        if any(squeezed(sheet.text(row, column)) in _SERIAL_HEADS for row in range(body.start)):
            return column
    return None


def _belongs(number: str, name: str, package: str) -> bool:
    part = _PART.fullmatch(number)
    if part:
        return part[1] == package
    return bool(package and _BRACKETED.fullmatch(number)) or bool(_NAMED_PART.match(name))


def _adding_up(sheet: Sheet, package: int, body: range, columns: list[int]) -> list[int]:
    """Return the rows below a package whose amounts add up to its own in every column that it fills."""
    whole = _amounts(sheet, package, columns)
    total = dict.fromkeys(whole, Decimal(0))
    rows: list[int] = []
    for row in range(package + 1, body.stop):
        own = _amounts(sheet, row, columns)
        if not own:
            break
        rows.append(row)
        total = {column: total[column] + own.get(column, Decimal(0)) for column in whole}
        if len(rows) >= _FEWEST and total == dict(whole):
            return rows
    return []


def _amounts(sheet: Sheet, row: int, columns: list[int]) -> Mapping[int, Decimal]:
    found = {}
    for column in columns:
        try:
            read = own_amount(sheet.raw(row, column))
        except NotAFigureError:
            continue
        if read:
            found[column] = read[0]
    return found
