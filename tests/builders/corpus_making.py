"""How a file of the corpus is written, and what is expected of it.

A row of an expectation is: region indicator period basis measure price value unit cell. What is not listed
must not come out.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pandas as pd

Grid = Sequence[Sequence[Any]]

NAMES = {
    "全国": "100000",
    "中国": "100000",
    "China": "100000",
    "山东": "370000",
    "山东省": "370000",
    "江苏省": "320000",
    "示范市": "999901",
    "东区": "999911",
    "西县": "999912",
}
"""Regions that the readers know in these tests."""


@dataclass(frozen=True)
class Fixture:
    """One file of the corpus.

    `rows` is empty for registers, whose records are in `records`: the fields that are checked.
    """

    name: str
    kind: str
    make: Callable[[Path], None]
    rows: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    records: tuple[dict[str, Any], ...] = ()
    warnings: int = 0
    asked: tuple[str, ...] = ()
    wrong: str = ""


FIXTURES: list[Fixture] = []
QUESTIONS: list[Fixture] = []
"""Files whose right outcome is a question: what each says, `asked`, and what is read beside it."""
OPEN: list[Fixture] = []
"""Files that are not yet read as they should be, each with the reason, `wrong`."""


def add(
    name: str,
    kind: str,
    make: Callable[[Path], None],
    rows: str = "",
    *,
    warnings: int = 0,
    records: Sequence[dict[str, Any]] = (),
    wrong: str = "",
    **options: Any,
) -> None:
    """Put a fixture into the corpus; one that is read wrongly, with the reason."""
    (OPEN if wrong else FIXTURES).append(Fixture(name, kind, make, rows, options, tuple(records), warnings, (), wrong))


def ask(name: str, make: Callable[[Path], None], *asked: str, rows: str = "", **options: Any) -> None:
    """Put a file into the corpus that must be asked about: patterns that one error must have, all of them."""
    QUESTIONS.append(Fixture(name, "", make, rows, options, asked=asked))


PRICES = {
    "gdp": "real",
    "industry": "real",
    "fai": "comparable",
    "real": "comparable",
    "electricity": "none",
    "freight": "none",
    "home": "none",
    "cpi": "none",
    "ppi": "none",
}
"""Of which price a growth is, by the beginning of its indicator; nominal if not named."""


def expect(text: str) -> str:
    """Return the rows of a short form: `@ region period basis`, then `indicator cell=3.1 cell=712.3亿元 cell=3位`.

    What has no unit is growth in per cent; a quarter's indicator takes the quarter of its month.
    """
    rows, region, period, basis = [], "", "", ""
    for line in text.strip().splitlines():
        name, *figures = line.split()
        if name == "@":
            region, period, basis = figures
            continue
        month = period[5:]
        quarter = name.startswith(("gdp", "income")) and month.isdigit()
        when = f"{period[:4]}Q{int(month) // 3}" if quarter else period
        for figure in figures:
            cell, _, said = figure.partition("=")
            value, unit = re.fullmatch(r"(-?[\d.]+)(.*)", said).groups()  # type: ignore[union-attr]
            price = PRICES.get(name.split("_")[0], "nominal")
            kind = {"": f"growth {price}", "位": "rank none"}.get(unit, "value nominal")
            rows.append(f"{region} {name} {when} {basis} {kind} {value} {unit or '%'} {cell}")
    return "\n".join(rows)


def text(lines: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    """Return a maker of a text file in an encoding."""

    def make(file: Path) -> None:
        file.write_bytes(lines.encode(encoding))

    return make


def quoted(grid: Grid, encoding: str = "utf-8") -> Callable[[Path], None]:
    """Return a maker of a CSV with every cell quoted, as spreadsheet programs save it."""
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows(grid)
    return text(stream.getvalue(), encoding)


def padded(grid: Grid, encoding: str = "utf-8-sig") -> Callable[[Path], None]:
    """Return a maker of a CSV as the bureau's database writes it: a tab before each comma, no quotes."""
    lines = "".join(("\t,".join(map(str, row)) + ("\t," if len(row) > 1 else "")).rstrip() + "\n" for row in grid)
    return text(lines, encoding)


def book(
    sheets: dict[str, Grid],
    merge: Sequence[str] = (),
    formats: dict[str, str] | None = None,
    hidden: Sequence[str] = (),
) -> Callable[[Path], None]:
    """Return a maker of a workbook; merges and number formats are of the first sheet."""

    def make(file: Path) -> None:
        made = openpyxl.Workbook()
        made.remove(made.active)
        for title, grid in sheets.items():
            sheet = made.create_sheet(title)
            for row in grid:
                sheet.append([None if cell == "" else cell for cell in row])
            if title in hidden:
                sheet.sheet_state = "hidden"
        first = made.worksheets[0]
        for each in merge:
            first.merge_cells(each)
        for cell, number_format in (formats or {}).items():
            first[cell].number_format = number_format
        made.save(file)

    return make


def with_results(make: Callable[[Path], None], results: dict[str, float]) -> Callable[[Path], None]:
    """Return a maker that stores results beside the formulas of the first sheet, as Excel does."""

    def make_with(file: Path) -> None:
        make(file)
        patch_sheet(file, lambda xml: _stored(xml, results))

    return make_with


def _stored(xml: str, results: dict[str, float]) -> str:
    for cell, value in results.items():
        xml = re.sub(rf'(<c r="{cell}"[^>]*>)(<f>[^<]*</f>)(<v\s*/>|<v></v>)?', rf"\g<1>\g<2><v>{value}</v>", xml)
    return xml


def patch_sheet(file: Path, change: Callable[[str], str], part: str = "xl/worksheets/sheet1.xml") -> None:
    """Rewrite one part of a workbook."""
    with zipfile.ZipFile(file) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    parts[part] = change(parts.get(part, b"").decode()).encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)


def word(
    *blocks: str | Grid, merge: Sequence[tuple[int, tuple[int, int], tuple[int, int]]] = ()
) -> Callable[[Path], None]:
    """Return a maker of a Word file: paragraphs and tables in order; merges name table, first and last cell."""

    def make(file: Path) -> None:
        document = docx.Document()
        tables = []
        for block in blocks:
            if isinstance(block, str):
                document.add_paragraph(block)
                continue
            table = document.add_table(rows=len(block), cols=max(map(len, block)))
            for at, row in enumerate(block):
                for column, cell in enumerate(row):
                    table.cell(at, column).text = str(cell)
            tables.append(table)
        for number, first, last in merge:
            text_of = tables[number].cell(*first).text
            joined = tables[number].cell(*first).merge(tables[number].cell(*last))
            joined.text = text_of
        document.save(str(file))

    return make


def parquet(grid: Grid) -> Callable[[Path], None]:
    """Return a maker of a Parquet file, values as numbers."""

    def make(file: Path) -> None:
        table = pd.DataFrame([list(row) for row in grid[1:]], columns=list(grid[0]))
        table.assign(value=table["value"].astype(float)).to_parquet(file)

    return make
