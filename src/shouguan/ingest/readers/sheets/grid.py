"""Sheets of text: what a CSV, XLSX, DOCX or Parquet file holds, cell by cell, whatever wrote it.

Everything becomes text exactly once, here: numbers as plain decimals, a cell formatted as per cent as
`4.9%`, dates in ISO form, a formula without a stored result as its own text. What a cell means is not
decided here. Files are hostile until read: sizes are bounded before anything is unpacked, nothing is
evaluated, no link is followed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from shouguan.core.errors import DataError
from shouguan.core.findings import Finding, Severity
from shouguan.ingest.readers.sheets.addresses import letters

LARGEST_FILE = 64 * 2**20
MOST_ROWS = 1_048_576
MOST_COLUMNS = 512
MOST_CELLS = 500_000
"""A bulletin has thousands of cells, a ledger some hundred thousand; more would take minutes to judge."""


@dataclass(frozen=True)
class AfterHidden:
    """Rows and columns (from 0) that stand right behind hidden ones: with each column the words of those hidden."""

    rows: frozenset[int] = frozenset()
    columns: Mapping[int, Sequence[str]] = field(default_factory=dict)


Aside = Literal["comment", "box", "page", "prompt"]
"""What stands beside the cells: a comment, a text box, the head or foot of the pages, what a cell asks for."""


class Comment(NamedTuple):
    """A comment: the line (from 1) and column (from 0) of its cell, None where only its text is known."""

    line: int | None
    column: int | None
    text: str
    kind: Aside = "comment"


@dataclass(frozen=True)
class Sheet:
    """One sheet, or one table of a document, as text.

    Parameters
    ----------
    file, name : str
        The file as a message names it; the sheet's name, empty for CSV.
    rows : list of list of str
        Cells by row; rows end with their last filled cell.
    lines : list of int
        For each row its number as a spreadsheet or editor counts.
    merged : dict of (int, int) to (int, int)
        Cells (row index, column index, from 0) that are covered by a merged cell, and which one.
    odd : dict of (int, int) to (str, str, str)
        Cells that cannot be taken as they stand: severity, and the reason in both languages.
    widths : list of int
        Of delimited text, how many cells each row has, blank ones included; empty for other files.
    said : list of Finding
        What stands in the sheet and is not read, or not as it stands.
    since_1904 : bool
        Whether days without a format are counted from 1904.
    after_hidden : AfterHidden
    comments : list of Comment
    """

    file: str
    name: str
    rows: list[list[str]]
    lines: list[int]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    odd: dict[tuple[int, int], tuple[Severity, str, str]] = field(default_factory=dict)
    widths: list[int] = field(default_factory=list)
    said: list[Finding] = field(default_factory=list)
    since_1904: bool = False
    after_hidden: AfterHidden = field(default_factory=AfterHidden)
    comments: list[Comment] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        """Return a cell's text without spaces at its ends; a covered cell shows what covers it."""
        if self.merged:
            row, column = self.merged.get((row, column), (row, column))
        return self.raw(row, column)

    def raw(self, row: int, column: int) -> str:
        """Return what the cell itself holds; a covered cell holds nothing."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column].strip() if column < len(cells) else ""

    def address(self, row: int, column: int) -> str:
        """Return a cell's address as a spreadsheet writes it: C7."""
        return f"{letters(column)}{self.lines[row]}"

    def source(self, row: int, column: int) -> str:
        """Return file, sheet and cell: `月报.xlsx#工业!C7`."""
        return f"{self._source}{self.address(row, column)}"

    @cached_property
    def _source(self) -> str:
        name = Path(self.file).name
        return f"{name}#{self.name}!" if self.name else f"{name}#"


def trimmed(cells: list[str]) -> list[str]:
    """Return cells up to the last one that is filled."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def too_large(name: str, what_zh: str, what_en: str) -> DataError:
    """Return the error for a file beyond the bounds."""
    return DataError(
        f"{name} {what_zh}，超出可读范围；请只保留需要的表和行列后再读",
        f"{name} {what_en}, beyond what is read; keep only the sheets, rows and columns that matter",
    )
