"""A file of the corpus taken apart into grids that can be changed, and written again in one of several formats."""

from __future__ import annotations

import csv
import html
import io
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, range_boundaries

from tests.builders.second_opening import pages

Spot = tuple[int, int, int]
"""Sheet from 0, row and column from 1."""


@dataclass
class Leaf:
    """One sheet or table that can be changed; rows and columns from 1.

    Parameters
    ----------
    name : str
    grid : list of list
    merged : list of (int, int, int, int)
        Top, left, bottom, right.
    above : list of str
        Paragraphs above a table of a document.
    formats : dict
    struck : set of (int, int)
    hidden_rows, hidden_columns : set of int
    raised : dict of (int, int) to str
        Marks set as superscript behind a cell's text.
    """

    name: str
    grid: list[list[Any]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    raised: dict[tuple[int, int], str] = field(default_factory=dict)

    def get(self, row: int, column: int) -> Any:
        """Return a cell, None where there is none."""
        inside = 0 < row <= len(self.grid) and 0 < column <= len(self.grid[row - 1])
        return self.grid[row - 1][column - 1] if inside else None

    def put(self, row: int, column: int, value: Any) -> None:
        """Write a cell."""
        line = self.grid[row - 1]
        line.extend([None] * (column - len(line)))
        line[column - 1] = value

    @property
    def width(self) -> int:
        """The last column."""
        return max(map(len, self.grid), default=0)

    def insert_row(self, row: int, cells: list[Any]) -> None:
        """Insert a row before another."""
        self.grid.insert(row - 1, cells)
        self.merged = [(t + (t >= row), a, b + (b >= row), z) for t, a, b, z in self.merged]
        self.formats = {(r + (r >= row), c): each for (r, c), each in self.formats.items()}

    def insert_column(self, column: int, cells: dict[int, Any]) -> None:
        """Insert a column before another; merged cells over its place grow."""
        for number, line in enumerate(self.grid, 1):
            line.extend([None] * (column - 1 - len(line)))
            line.insert(column - 1, cells.get(number))
        self.merged = [(t, a + (a >= column), b, z + (z >= column)) for t, a, b, z in self.merged]
        self.formats = {(r, c + (c >= column)): each for (r, c), each in self.formats.items()}


@dataclass
class Draft:
    """A whole file that can be changed."""

    stem: str
    suffix: str
    leaves: list[Leaf]

    def write(self, folder: Path) -> Path:
        """Write it into a folder under its own name."""
        file = folder / f"{self.stem}{self.suffix}"
        {".csv": _csv, ".docx": _docx, ".xls": _web, ".xlsx": _xlsx}[self.suffix](self, file)
        return file

    def copy(self) -> Draft:
        """Return a copy to be damaged."""
        return replace(
            self,
            leaves=[
                Leaf(e.name, [list(row) for row in e.grid], list(e.merged), list(e.above), dict(e.formats))
                for e in self.leaves
            ],
        )


def taken_apart(file: Path) -> Draft:
    """Return a file as a draft; text with other delimiters and encodings becomes a plain CSV."""
    if file.suffix == ".xlsx":
        leaves = []
        for sheet in openpyxl.load_workbook(file, data_only=True).worksheets:
            if sheet.sheet_state != "visible":
                continue
            leaf = Leaf(sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)])
            for each in sheet.merged_cells.ranges:
                left, top, right, bottom = range_boundaries(each.coord)
                leaf.merged.append((top, left, bottom, right))
            leaf.formats = {
                (cell.row, cell.column): cell.number_format
                for row in sheet.iter_rows()
                for cell in row
                if cell.number_format != "General"
            }
            leaves.append(leaf)
        return Draft(file.stem, ".xlsx", leaves)
    leaves = []
    for page in pages(file):
        rows = [[page.cells.get((r, c)) for c in range(1, page.width + 1)] for r in range(1, page.height + 1)]
        spans: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for spot, anchor in page.covered.items():
            spans.setdefault(anchor, [anchor]).append(spot)
        merged = [(*anchor, max(r for r, _ in spots), max(c for _, c in spots)) for anchor, spots in spans.items()]
        leaves.append(Leaf(page.name, rows, merged, list(page.above)))
    return Draft(file.stem, ".docx" if file.suffix == ".docx" else ".csv", leaves)


def _csv(draft: Draft, file: Path) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows(draft.leaves[0].grid)
    file.write_text(stream.getvalue(), encoding="utf-8-sig")


def _xlsx(draft: Draft, file: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for leaf in draft.leaves:
        sheet = book.create_sheet(leaf.name)
        for r, row in enumerate(leaf.grid, 1):
            for c, value in enumerate(row, 1):
                mark = leaf.raised.get((r, c))
                block = TextBlock(InlineFont(vertAlign="superscript"), mark or "")
                sheet.cell(r, c).value = CellRichText(str(value), block) if mark else value
        for (r, c), each in leaf.formats.items():
            sheet.cell(r, c).number_format = each
        for spot in leaf.struck:
            sheet.cell(*spot).font = Font(strike=True)
        for top, left, bottom, right in leaf.merged:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for number in leaf.hidden_rows:
            sheet.row_dimensions[number].hidden = True
        for column in leaf.hidden_columns:
            sheet.column_dimensions[get_column_letter(column)].hidden = True
    book.save(file)


def _docx(draft: Draft, file: Path) -> None:
    document = docx.Document()
    for leaf in draft.leaves:
        for line in leaf.above:
            document.add_paragraph(line)
        table = document.add_table(rows=len(leaf.grid), cols=leaf.width)
        for top, left, bottom, right in leaf.merged:
            table.cell(top - 1, left - 1).merge(table.cell(bottom - 1, right - 1))
        cells = table._cells  # cell by cell, python-docx counts them all again
        for r in range(len(leaf.grid)):
            for c in range(leaf.width):
                value = leaf.get(r + 1, c + 1)
                if value is None:
                    continue
                run = cells[r * leaf.width + c].paragraphs[0].add_run(str(value))
                run.font.strike = (r + 1, c + 1) in leaf.struck or None
                if mark := leaf.raised.get((r + 1, c + 1)):
                    cells[r * leaf.width + c].paragraphs[0].add_run(mark).font.superscript = True
    document.save(str(file))


def _web(draft: Draft, file: Path) -> None:
    lines = ["<html><head><meta charset='utf-8'></head><body>"]
    for leaf in draft.leaves:
        spans = {(t, a): (b - t + 1, z - a + 1) for t, a, b, z in leaf.merged}
        covered = {(r, c) for t, a, b, z in leaf.merged for r in range(t, b + 1) for c in range(a, z + 1)} - set(spans)
        lines += [f"<p>{html.escape(line)}</p>" for line in leaf.above]
        lines.append("<table>")
        for r in range(1, len(leaf.grid) + 1):
            lines.append("<tr>")
            for c in range(1, leaf.width + 1):
                if (r, c) not in covered:
                    down, right = spans.get((r, c), (1, 1))
                    text = html.escape(str(leaf.get(r, c) if leaf.get(r, c) is not None else ""))
                    text = f"<s>{text}</s>" if (r, c) in leaf.struck else text
                    text += f"<sup>{leaf.raised[(r, c)]}</sup>" if (r, c) in leaf.raised else ""
                    lines.append(f"<td rowspan={down} colspan={right}>{text}</td>")
            lines.append("</tr>")
        lines.append("</table>")
    file.write_text("".join(lines) + "</body></html>", encoding="utf-8")
