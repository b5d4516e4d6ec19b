"""A sheet as its cells come in, whatever wrote the file: hidden and struck cells are judged when all are there."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import count

from shouguan.core.errors import DataError
from shouguan.core.findings import Finding
from shouguan.ingest.readers.sheets import formats
from shouguan.ingest.readers.sheets.formats import Said
from shouguan.ingest.readers.sheets.grid import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    AfterHidden,
    Comment,
    Sheet,
    too_large,
    trimmed,
)
from shouguan.ingest.readers.sheets.shown import Text, is_bare_figure
from shouguan.ingest.readers.sheets.unseen import Unseen

NO_ANSWER = "#N/A"
_CHINESE_DATES = {*range(27, 37), *range(50, 59)}
"""Formats that are built in where the program speaks Chinese: all of them dates."""


@dataclass(frozen=True)
class Style:
    """What a cell's style says: its number format, and whether the cell is struck through."""

    code: str = formats.GENERAL
    is_date: bool = False
    struck: bool = False
    white: bool = False
    """Letters in the colour of their ground."""


def style(number: int, codes: dict[int, str], struck: bool, white: bool = False) -> Style:
    """Return a style by the number of its format and the formats that the file itself defines."""
    if number not in codes and number in _CHINESE_DATES:
        return Style("yyyy-mm-dd", True, struck, white)
    code = codes[number] if number in codes else formats.built_in(number)
    return Style(code, formats.is_date(code), struck, white)


@dataclass
class Book:
    """What the sheets of a workbook share.

    Parameters
    ----------
    name : str
        The file as messages name it.
    strings : list of str or Text
    styles : list of Style
    since_1904 : bool
        Whether days are counted from 1904, as old Macintosh files do.
    budget : int
        How many cells may still be read.
    formatted : frozenset of int
        The numbers of the styles of rules that have a number format: what they show is not what is stored.
    """

    name: str
    strings: list[str | Text] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    since_1904: bool = False
    budget: int = MOST_CELLS
    formatted: frozenset[int] = frozenset()


class Gathered:
    """The cells of one sheet; rows and columns count from 0.

    Parameters
    ----------
    book : Book
    title : str
        The sheet as messages name it.
    """

    def __init__(self, book: Book, title: str) -> None:
        self.book, self.title = book, title
        self.rows: dict[int, list[str]] = {}
        self.odd: dict[tuple[int, int], Said] = {}
        self.struck: dict[int, dict[int, str]] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: dict[tuple[int, int], tuple[int, int]] = {}
        self.ranges: list[tuple[int, int, int, int]] = []
        self.filtered = False
        self.unseen = Unseen(book.name, title)
        self.comments: list[Comment] = []

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Remember a merged range, its last row and column included."""
        self.ranges.append((top, left, min(bottom, MOST_ROWS - 1), min(right, MOST_COLUMNS - 1)))

    def keep(self, row: int, texts: list[str]) -> None:
        """Take a row's texts.

        Raises
        ------
        DataError
            When the sheet is beyond the bounds.
        """
        if any(texts) or row in self.struck:
            self.book.budget -= len(texts)
            if self.book.budget < 0 or row >= MOST_ROWS or len(texts) > MOST_COLUMNS:
                raise too_large_sheet(self.book.name, self.title)
            self.rows[row] = texts

    def words(self, row: int, column: int, held: str | Text, style: Style) -> str:
        """Return what of a text is shown, and remember what is struck."""
        if isinstance(held, str):
            return self.live(row, column, held, style)
        if held.struck.strip() and not style.struck:
            self.struck.setdefault(row, {})[column] = held.struck.strip()
        return self.live(row, column, held.live, style)

    def live(self, row: int, column: int, text: str, style: Style) -> str:
        """Return a text unless its cell is struck, which is remembered."""
        if style.struck and text.strip():
            self.struck.setdefault(row, {})[column] = text.strip()
            return ""
        if style.white and is_bare_figure(text):
            self.unseen.add("white", row + 1, column, text.strip())
            return ""
        return text

    def error(self, row: int, column: int, text: str) -> str:
        """Return an error value; what says that nothing was found is no fault of the file."""
        if text == NO_ANSWER:
            self.unseen.add("no answer", row + 1, column, text)
        return text

    def number(self, row: int, column: int, value: str, style: Style) -> str:
        """Return a number as its format shows it; the text itself where it is no number."""
        try:
            if style.is_date:
                day = formats.day_of(float(value), since_1904=self.book.since_1904)
                return formats.date(day, style.code) if isinstance(day, dt.date) else formats.plain(day)
            stored = Decimal(format(float(value), ".15g")) if "." in value or "E" in value.upper() else Decimal(value)
        except (ValueError, OverflowError, InvalidOperation):
            return value
        if not stored.is_finite():
            return value
        text, told = formats.number(stored, style.code)
        if told is not None:
            self.odd[row, column] = told
        if not text.strip() and stored:
            self.unseen.add("blanked", row + 1, column, formats.short(stored))
        return text

    def sheet(self) -> Sheet:
        """Return the sheet: hidden cells left out, merges known, struck rows judged."""
        height = max(self.rows, default=-1) + 1
        self._merges(height)
        after = self._hide()
        for row, struck in self.struck.items():
            cells = self.rows[row] + [""] * (max(struck) + 1 - len(self.rows[row]))
            self.rows[row] = self.unseen.struck(cells, struck, row + 1)
        rows = [trimmed(self.rows[row]) if row in self.rows else [] for row in range(height)]
        while rows and not rows[-1]:
            rows.pop()
        lines = list(range(1, len(rows) + 1))
        findings = self.unseen.findings()
        return Sheet(
            self.book.name,
            self.title,
            rows,
            lines,
            self.merged,
            self.odd,
            said=findings,
            since_1904=self.book.since_1904,
            after_hidden=after,
            comments=self.comments,
        )

    def _merges(self, height: int) -> None:
        for top, left, bottom, right in self.ranges:
            for row in range(top, min(bottom + 1, height)):
                for column in range(left, right + 1):
                    if (row, column) != (top, left):
                        self.merged[row, column] = (top, left)

    def _hide(self) -> AfterHidden:
        """Leave out what stands in hidden rows and columns; what a merge shows elsewhere stays.

        Returns
        -------
        AfterHidden
            The rows and columns that stand right behind what was left out.
        """
        rows: set[int] = set()
        columns: dict[int, list[str]] = defaultdict(list)
        are_figures = False
        shown = {
            (top, left)
            for top, left, bottom, right in self.ranges
            if any(row not in self.hidden_rows for row in range(top, bottom + 1))
            and any(column not in self.hidden_columns for column in range(left, right + 1))
        }
        for row, texts in sorted(self.rows.items()):
            if row not in self.hidden_rows:
                are_figures = are_figures or any(is_bare_figure(text) for text in texts)
                if not self.hidden_columns:
                    continue
            filled = [column for column, text in enumerate(texts) if text.strip()]
            is_line = are_figures and len(filled) == 1 and not is_bare_figure(texts[filled[0]])
            for column in filled:
                if (row in self.hidden_rows or column in self.hidden_columns) and (row, column) not in shown:
                    by_filter = self.filtered and row in self.hidden_rows
                    kind = "filtered" if by_filter else "line" if is_line and row in self.hidden_rows else "hidden"
                    self.unseen.add(kind, row + 1, column, texts[column].strip())
                    if row in self.hidden_rows:
                        rows.add(_next(row, self.hidden_rows))
                    elif not is_bare_figure(texts[column]):
                        columns[_next(column, self.hidden_columns)].append(texts[column].strip())
                    texts[column] = ""
            if row in self.hidden_rows:
                self.struck.pop(row, None)
        return AfterHidden(frozenset(rows), columns)


def _next(at: int, hidden: set[int]) -> int:
    return next(each for each in count(at + 1) if each not in hidden)


def name_hidden(sheets: list[Sheet], hidden: list[str], file: str) -> None:
    """Say on each sheet which sheets of the file are hidden and so left out."""
    if hidden:
        listed = "”“".join(hidden), "', '".join(hidden)
        finding = Finding("info", f"隐藏的表“{listed[0]}”未读入", f"hidden sheets are left out: '{listed[1]}'", file)
        for sheet in sheets:
            sheet.said.append(finding)


def too_large_sheet(name: str, title: str) -> DataError:
    """Return the error for a sheet beyond the bounds."""
    return too_large(name, f"表“{title}”过大", f"has a sheet '{title}' that is too large")
