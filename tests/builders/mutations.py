"""Damage done to files of the corpus, by seed: cut, shifted, swapped, re-encoded, filled with text and formulas."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from tests.builders.corpus import Fixture

TEXTS = (
    *(
        "abc",
        "约4.9",
        "4.9左右",
        "1O4.9",
        "4..9",
        "4,9",
        "1,23,456",
        "#REF!",
        "#DIV/0!",
        "4.9 5.0",
        "12 34",
        "(3.1)",
        "▲3.1",
    ),
    *(
        "1.2E+05",
        "--3",
        "3.1%5",
        "nan5",
        "0x10",
        "４．９．１",
        "4.9-5.1",
        "4.9→5.0",
        "1/3",
        "2020年",
        "不详",
        "<b>4</b>",
        "4.9万",
    ),
)
"""What people type where a number should stand."""
FORMULAS = (
    "=1+1",
    "=A1",
    '=cmd|"/c calc"!A1',
    '=HYPERLINK("file:///etc/passwd","x")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-2+3",
)
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
"""How a file of Excel 97 or WPS begins."""
ENCODINGS = ("gb18030", "utf-16", "utf-16-le", "big5", "shift_jis", "utf-32", "cp1252")


@dataclass(frozen=True)
class Damage:
    """What was done to a file.

    `whole` says that the whole table is meant otherwise, so that a warning anywhere in it tells.
    `loses` says that figures were really taken out, so that fewer rows without a word are right.
    `free` says that any figure may be another one now.
    """

    name: str
    loses: bool = False
    whole: bool = False
    free: bool = False


Grid = list[list[Any]]


def damage(file: Path, fixture: Fixture, rng: random.Random) -> Damage:
    """Damage a file in place, in a way that its kind allows."""
    if file.suffix in {".csv", ".txt"}:
        ways: list[Callable[[Path, random.Random], Damage]] = [cut, reencode, flip_bytes, *([_text_grid] * 7)]
    elif file.suffix == ".xlsx":
        ways = [cut, flip_bytes, *([_book_grid] * 8)]
    else:
        ways = [cut, flip_bytes]
    return rng.choice(ways)(file, rng)


def cut(file: Path, rng: random.Random) -> Damage:
    """Cut the file short at any byte."""
    content = file.read_bytes()
    file.write_bytes(content[: rng.randrange(1, len(content))])
    return Damage("cut", loses=True)


def reencode(file: Path, rng: random.Random) -> Damage:
    """Write the text in another encoding, marked or not."""
    content = file.read_bytes()
    for known in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            text = content.decode(known)
            break
        except UnicodeDecodeError:
            continue
    encoding = rng.choice(ENCODINGS)
    file.write_bytes(text.encode(encoding, errors="replace"))
    return Damage(f"encoding {encoding}", loses=True)


def flip_bytes(file: Path, rng: random.Random) -> Damage:
    """Change a few bytes to others that are no digits: a digit for a digit is a figure like any other.

    So is any byte of a figure in an old workbook, which keeps its numbers in binary and has no check sum.
    """
    content = bytearray(file.read_bytes())
    for _ in range(rng.randrange(1, 6)):
        at = rng.randrange(len(content))
        if not chr(content[at]).isdigit() and chr(content[at]) not in ".-":
            content[at] = rng.choice(
                [byte for byte in range(256) if not chr(byte).isdigit() and chr(byte) not in ".-+%"]
            )
    file.write_bytes(bytes(content))
    return Damage("bytes", loses=True, free=content.startswith(OLD_WORKBOOK))


def _text_grid(file: Path, rng: random.Random) -> Damage:
    content = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    padded = text.count("\t,") > 3
    delimiter = (
        "\t" if padded or text.count("\t") > text.count(",") else ";" if text.count(";") > text.count(",") else ","
    )
    grid: Grid = list(csv.reader(io.StringIO(text.replace("\t,", "\t") if padded else text), delimiter=delimiter))
    done = _change(grid, rng)
    stream = io.StringIO()
    csv.writer(stream, delimiter=",", quoting=csv.QUOTE_ALL).writerows(grid)
    file.write_bytes(stream.getvalue().encode("utf-8"))
    return done


def _book_grid(file: Path, rng: random.Random) -> Damage:
    book = openpyxl.load_workbook(file)
    sheets = [each for each in book.worksheets if each.sheet_state == "visible"]
    sheet = rng.choice(sheets)
    # a format belongs to its cell and would not move with the figure: 5.6 % becomes text first
    for row in sheet.iter_rows():
        for cell in row:
            if "%" in cell.number_format and isinstance(cell.value, float):
                cell.value, cell.number_format = f"{cell.value * 100:.4g}%", "General"
    grid: Grid = [list(row) for row in sheet.iter_rows(values_only=True)]
    covered = {(c.row, c.column) for merge in sheet.merged_cells.ranges for row in sheet[merge.coord] for c in row}
    done = _change(grid, rng)
    width = max(map(len, grid), default=0)
    for row in range(max(len(grid), sheet.max_row)):
        for column in range(max(width, sheet.max_column)):
            value = grid[row][column] if row < len(grid) and column < len(grid[row]) else None
            if (row + 1, column + 1) in covered and not hasattr(sheet.cell(row + 1, column + 1), "data_type"):
                continue
            cell = sheet.cell(row + 1, column + 1)
            if type(cell).__name__ != "MergedCell":
                cell.value = value
    book.save(file)
    return done


def _change(grid: Grid, rng: random.Random) -> Damage:
    return rng.choice(
        (
            _text,
            _text,
            _formula,
            _shift_right,
            _shift_left,
            _swap_heads,
            _formula_label,
            _blank_rows,
            _double,
            _far_year,
            _spaces,
        )
    )(grid, rng)


def _numbers(grid: Grid) -> list[tuple[int, int]]:
    """Return the cells that hold figures below the headings."""
    return [
        (row, column)
        for row, cells in enumerate(grid)
        for column, cell in enumerate(cells)
        if column > 0 and row > 0 and cell not in (None, "") and _is_number(cell)
    ]


def _is_number(cell: Any) -> bool:
    try:
        float(str(cell).replace(",", ""))
    except ValueError:
        return False
    return True


def _text(grid: Grid, rng: random.Random) -> Damage:
    at = rng.choice(_numbers(grid) or [(len(grid) - 1, 0)])
    grid[at[0]][at[1]] = rng.choice(TEXTS)
    return Damage("text in a number")


def _formula(grid: Grid, rng: random.Random) -> Damage:
    at = rng.choice(_numbers(grid) or [(len(grid) - 1, 0)])
    grid[at[0]][at[1]] = rng.choice(FORMULAS)
    return Damage("formula in a number")


def _formula_label(grid: Grid, rng: random.Random) -> Damage:
    rows = sorted({row for row, _ in _numbers(grid)}) or [0]
    grid[rng.choice(rows)][0] = rng.choice(FORMULAS)
    return Damage("formula for a name")


def _rows_of_several(grid: Grid) -> list[int]:
    """Rows with three figures or more: one of fewer says the same thing wherever it stands."""
    rows = [row for row, _ in _numbers(grid)]
    return sorted({row for row in rows if rows.count(row) >= 3})


def _shift_right(grid: Grid, rng: random.Random) -> Damage:
    rows = _rows_of_several(grid)
    if not rows:
        return Damage("nothing")
    row = rng.choice(rows)
    grid[row].insert(rng.randrange(1, 3), "")
    return Damage("shifted right")


def _shift_left(grid: Grid, rng: random.Random) -> Damage:
    """Delete a figure and move the rest of its row up to it.

    Not where nothing could tell: a single row, and series side by side, of which each has its own span.
    """
    rows = _rows_of_several(grid)
    if len(rows) < 2 or any("频率" in str(cell) or "Frequency" in str(cell) for cells in grid for cell in cells[:1]):
        return Damage("nothing")
    row = rng.choice(rows)
    if not _is_number(next(cell for cell in reversed(grid[row]) if cell not in (None, ""))):
        return Damage("nothing")
    first = next(column for r, column in _numbers(grid) if r == row)
    del grid[row][first]
    return Damage("shifted left", loses=True)


def _swap_heads(grid: Grid, rng: random.Random) -> Damage:
    """Swap two headings that name different periods, not 以上月价格为100; a whole year stands where it likes."""
    top = min((row for row, _ in _numbers(grid)), default=1) - 1
    heads = [
        column
        for column, cell in enumerate(grid[top])
        if column > 0 and isinstance(cell, str) and any(s.isdigit() for s in cell) and not re.search("100|全年", cell)
    ]
    if len(heads) < 3:
        return Damage("nothing")
    # the ends of three swapped only turn the table round, which is another way of laying it out
    one, other = rng.sample(heads if len(heads) > 3 else heads[:2], 2)
    grid[top][one], grid[top][other] = grid[top][other], grid[top][one]
    return Damage("headings swapped", whole=True)


def _far_year(grid: Grid, rng: random.Random) -> Damage:
    """Write a later year into one heading of several."""
    top = min((row for row, _ in _numbers(grid)), default=1) - 1
    heads = [column for column, cell in enumerate(grid[top]) if column > 1 and isinstance(cell, str) and "2020" in cell]
    if len(heads) < 2:
        return Damage("nothing")
    column = rng.choice(heads)
    grid[top][column] = grid[top][column].replace("2020", "2024")
    return Damage("a wrong year")


def _blank_rows(grid: Grid, rng: random.Random) -> Damage:
    at = rng.randrange(len(grid) + 1)
    grid[at:at] = [[] for _ in range(rng.choice((1, 3, 40)))]
    return Damage("blank rows")


def _double(grid: Grid, rng: random.Random) -> Damage:
    """Print a row twice, with another figure the second time."""
    numbers = _numbers(grid)
    if not numbers:
        return Damage("nothing")
    row, column = rng.choice(numbers)
    again = list(grid[row])
    again[column] = str(float(str(again[column]).replace(",", "")) + 7)
    grid.insert(row + 1, again)
    return Damage("a row twice")


def _spaces(grid: Grid, rng: random.Random) -> Damage:
    """Put spaces, full-width ones too, and line breaks round names and figures."""
    for cells in grid:
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell and rng.random() < 0.3:
                cells[column] = rng.choice(("  ", "\u3000", "\n", "\u00a0")) + cell + rng.choice(("", " ", "\u3000"))
    return Damage("spaces")
