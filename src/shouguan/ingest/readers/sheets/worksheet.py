"""One sheet of a workbook, streamed: values as they are shown, hidden and struck cells apart, formulas without results.

Elements are told by their local names, so files of both editions of the standard (transitional, strict) are read.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from lxml import etree
from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel, from_ISO8601

from shouguan.core.errors import DataError
from shouguan.ingest.readers.sheets import formats
from shouguan.ingest.readers.sheets.formats import Said
from shouguan.ingest.readers.sheets.grid import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Sheet, too_large, trimmed
from shouguan.ingest.readers.sheets.shown import Text
from shouguan.ingest.readers.sheets.unseen import Unseen

_WATCHED = [f"{{*}}{name}" for name in ("row", "col", "mergeCell", "filterColumn")]
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_NO_ANSWER = "#N/A"
_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,8})(?:\.\d{0,4}[1-9])?")
"""Numbers that are shown as they are written; most are, and a large sheet has a million."""


@dataclass(frozen=True)
class Style:
    """What a cell's style says: its number format, and whether the cell is struck through."""

    code: str = formats.GENERAL
    is_date: bool = False
    struck: bool = False


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
    """

    name: str
    strings: list[str | Text] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    since_1904: bool = False
    budget: int = MOST_CELLS


def read(stream: IO[bytes], title: str, book: Book) -> Sheet:
    """Read a sheet.

    Raises
    ------
    DataError
        When it is beyond the bounds.
    """
    reading = _Reading(title, book)
    for _, element in etree.iterparse(stream, tag=_WATCHED, resolve_entities=False, no_network=True):
        name = element.tag.rpartition("}")[2]
        if name == "row":
            reading.row(element)
        elif name == "col":
            reading.column(element)
        elif name == "mergeCell":
            reading.merge(element.get("ref", ""))
        else:
            reading.filtered = True
        element.clear()
        while name == "row" and element.getprevious() is not None:
            del element.getparent()[0]
    return reading.sheet()


class _Reading:
    """One pass over a sheet's elements."""

    def __init__(self, title: str, book: Book) -> None:
        self.title, self.book = title, book
        self.rows: dict[int, list[str]] = {}
        self.odd: dict[tuple[int, int], Said] = {}
        self.struck: dict[int, dict[int, str]] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: dict[tuple[int, int], tuple[int, int]] = {}
        self.ranges: list[tuple[int, int, int, int]] = []
        self.filtered = False
        self.unseen = Unseen(book.name, title)
        self.at = -1

    def column(self, element: Any) -> None:
        if _is_true(element.get("hidden")) or element.get("width") in {"0", "0.0"}:
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            self.hidden_columns.update(range(first - 1, min(last, MOST_COLUMNS)))

    def merge(self, reference: str) -> None:
        left, top, right, bottom = range_boundaries(reference)
        self.ranges.append((top - 1, left - 1, min(bottom, MOST_ROWS) - 1, min(right, MOST_COLUMNS) - 1))

    def row(self, element: Any) -> None:
        self.at = int(element.get("r")) - 1 if element.get("r") else self.at + 1
        if _is_true(element.get("hidden")) or (element.get("ht") in {"0", "0.0"}):
            self.hidden_rows.add(self.at)
        texts: list[str] = []
        column = -1
        for cell in element:
            if not isinstance(cell.tag, str) or cell.tag.rpartition("}")[2] != "c":
                continue
            reference = cell.get("r")
            column = column_index_from_string(reference.rstrip("0123456789")) - 1 if reference else column + 1
            text = self._cell(cell, column)
            if text.strip():
                if column >= MOST_COLUMNS:
                    raise too_large_sheet(self.book.name, self.title)
                texts += [""] * (column + 1 - len(texts))
                texts[column] = text
        if any(texts) or self.at in self.struck:
            self.book.budget -= len(texts)
            if self.book.budget < 0 or self.at >= MOST_ROWS:
                raise too_large_sheet(self.book.name, self.title)
            self.rows[self.at] = texts

    def _cell(self, cell: Any, column: int) -> str:
        """Return a cell's text as it is shown, and remember what is to be said of it."""
        value, formula, inline = _parts(cell)
        kind = cell.get("t", "n")
        style = self._style(cell.get("s"))
        if kind in {"s", "inlineStr"}:
            held = self.book.strings[int(value)] if kind == "s" and value else _inline(inline)
            if isinstance(held, Text):
                if held.struck.strip() and not style.struck:
                    self.struck.setdefault(self.at, {})[column] = held.struck.strip()
                text = held.live
            else:
                text = held
        elif kind == "str":
            text = unescaped(value or "")
        elif value is None:
            text = formula if formula is not None else ""
        elif kind == "e":
            text = value
            if value == _NO_ANSWER:
                self.unseen.add("no answer", self.at + 1, column, value)
        elif kind == "b":
            text = formats.plain(value.strip() in {"1", "true"})
        else:
            text = self._number(value, kind, style, column)
        if style.struck and text.strip():
            self.struck.setdefault(self.at, {})[column] = text.strip()
            return ""
        return text

    def _number(self, value: str, kind: str, style: Style, column: int) -> str:
        if style.code == formats.GENERAL and _PLAIN.fullmatch(value):
            return value
        try:
            if kind == "d":
                return formats.date(from_ISO8601(value), style.code)
            if style.is_date:
                epoch = CALENDAR_MAC_1904 if self.book.since_1904 else CALENDAR_WINDOWS_1900
                day = from_excel(float(value), epoch)
                return formats.date(day, style.code) if isinstance(day, dt.date) else formats.plain(day)
            stored = Decimal(format(float(value), ".15g")) if "." in value or "E" in value.upper() else Decimal(value)
        except (ValueError, OverflowError, InvalidOperation):
            return value
        if not stored.is_finite():
            return value
        text, said = formats.number(stored, style.code)
        if said is not None:
            self.odd[self.at, column] = said
        if not text.strip() and stored:
            self.unseen.add("blanked", self.at + 1, column, formats.short(stored))
        return text

    def _style(self, index: str | None) -> Style:
        at = int(index or 0)
        return self.book.styles[at] if at < len(self.book.styles) else Style()

    def sheet(self) -> Sheet:
        """Return the sheet: hidden cells left out, merges known, struck rows judged."""
        height = max(self.rows, default=-1) + 1
        self._merges(height)
        self._hide()
        for row, struck in self.struck.items():
            cells = self.rows[row] + [""] * (max(struck) + 1 - len(self.rows[row]))
            self.rows[row] = self.unseen.struck(cells, struck, row + 1)
        rows = [trimmed(self.rows[row]) if row in self.rows else [] for row in range(height)]
        while rows and not rows[-1]:
            rows.pop()
        lines = list(range(1, len(rows) + 1))
        said = self.unseen.findings()
        return Sheet(
            self.book.name, self.title, rows, lines, self.merged, self.odd, said=said, since_1904=self.book.since_1904
        )

    def _merges(self, height: int) -> None:
        for top, left, bottom, right in self.ranges:
            for row in range(top, min(bottom + 1, height)):
                for column in range(left, right + 1):
                    if (row, column) != (top, left):
                        self.merged[row, column] = (top, left)

    def _hide(self) -> None:
        """Leave out what stands in hidden rows and columns; what a merge shows elsewhere stays."""
        shown = {
            (top, left)
            for top, left, bottom, right in self.ranges
            if any(row not in self.hidden_rows for row in range(top, bottom + 1))
            and any(column not in self.hidden_columns for column in range(left, right + 1))
        }
        for row, texts in self.rows.items():
            if row not in self.hidden_rows and not self.hidden_columns:
                continue
            for column, text in enumerate(texts):
                if text.strip() and (row in self.hidden_rows or column in self.hidden_columns):
                    if (row, column) in shown:
                        continue
                    by_filter = self.filtered and row in self.hidden_rows
                    self.unseen.add("filtered" if by_filter else "hidden", row + 1, column, text.strip())
                    texts[column] = ""
            if row in self.hidden_rows:
                self.struck.pop(row, None)


def too_large_sheet(name: str, title: str) -> DataError:
    """Return the error for a sheet beyond the bounds."""
    return too_large(name, f"表“{title}”过大", f"has a sheet '{title}' that is too large")


def rich(item: Any) -> str | Text:
    """Return a text item: plain, or with its raised and struck parts apart."""
    runs = [each for each in item if isinstance(each.tag, str) and each.tag.rpartition("}")[2] in {"r", "t"}]
    if all(each.tag.endswith("}t") or each.tag == "t" for each in runs):
        return unescaped("".join(each.text or "" for each in runs))
    found = Text()
    for run in runs:
        names = {each.tag.rpartition("}")[2]: each for each in run.iter() if isinstance(each.tag, str)}
        text = unescaped(names["t"].text or "") if "t" in names else ""
        align = names["vertAlign"].get("val") if "vertAlign" in names else None
        if "strike" in names and _is_true(names["strike"].get("val", "1")):
            found.struck += text
        else:
            found.pieces.append((text, align in {"superscript", "subscript"}))
    return found if found.struck or any(raised for _, raised in found.pieces) else found.live


def unescaped(text: str) -> str:
    """Return text with the characters that XML cannot hold written out: _x000D_ is a line's end."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _inline(element: Any) -> str | Text:
    return rich(element) if element is not None else ""


def _parts(cell: Any) -> tuple[str | None, str | None, Any]:
    """Return a cell's value, its formula as text, and its inline text."""
    value = formula = inline = None
    for each in cell:
        name = each.tag.rpartition("}")[2] if isinstance(each.tag, str) else ""
        if name == "v":
            value = each.text or None
        elif name == "f":
            formula = f"={each.text or ''}"
        elif name == "is":
            inline = each
    return value, formula, inline


def _is_true(text: str | None) -> bool:
    return text in {"1", "true", "on"}
