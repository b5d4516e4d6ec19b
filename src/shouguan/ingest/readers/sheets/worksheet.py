"""One sheet of a workbook, streamed: values as they are shown, hidden and struck cells apart, formulas without results.

Elements are told by their local names, so files of both editions of the standard (transitional, strict) are read.
"""

from __future__ import annotations

import functools
import re
from typing import IO, Any

from lxml import etree

from shouguan.ingest.readers.sheets import formats
from shouguan.ingest.readers.sheets.addresses import column_of, corners
from shouguan.ingest.readers.sheets.comments import of_page
from shouguan.ingest.readers.sheets.gathered import Book, Gathered, Style, too_large_sheet
from shouguan.ingest.readers.sheets.grid import MOST_COLUMNS, Comment, Sheet
from shouguan.ingest.readers.sheets.shown import Text

_WATCHED = [
    f"{{*}}{name}" for name in ("row", "col", "mergeCell", "filterColumn", "cfRule", "dataValidation", "headerFooter")
]
_PAGES = {"even": "differentOddEven", "first": "differentFirst"}
_LEAST = 0.8
_PLAIN_STYLE = Style()
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,8})(?:\.\d{0,4}[1-9])?")
"""Numbers that are shown as they are written; most are, and a large sheet has a million."""


def read(stream: IO[bytes], title: str, book: Book) -> Sheet:
    """Read a sheet.

    Raises
    ------
    DataError
        When it is beyond the bounds.
    """
    reading = _Reading(title, book)
    for _, element in etree.iterparse(stream, tag=_WATCHED, resolve_entities=False, no_network=True):
        name = _local(element.tag)
        if name == "row":
            reading.row(element)
        elif name == "col":
            reading.column(element)
        elif name == "mergeCell":
            reading.merge(*corners(element.get("ref", "")))
        elif name == "cfRule":
            reading.rule(element)
            continue
        elif name == "dataValidation":
            reading.prompt(element)
        elif name == "headerFooter":
            reading.page(element)
        else:
            reading.filtered = True
        element.clear()
        while name == "row" and element.getprevious() is not None:
            del element.getparent()[0]
    return reading.sheet()


class _Reading(Gathered):
    """One pass over a sheet's elements."""

    def __init__(self, title: str, book: Book) -> None:
        super().__init__(book, title)
        self.at = -1

    def column(self, element: Any) -> None:
        if _is_true(element.get("hidden")) or _is_tiny(element.get("width")):
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            self.hidden_columns.update(range(first - 1, min(last, MOST_COLUMNS)))

    def rule(self, element: Any) -> None:
        """Remember a rule that shows numbers in a format of its own."""
        if int(element.get("dxfId", "-1")) in self.book.formatted:
            reference = (element.getparent().get("sqref") or "A1").split()[0]
            top, left, _, _ = corners(reference)
            self.unseen.add("ruled", top + 1, left)

    def prompt(self, element: Any) -> None:
        """Remember what cells ask of whoever fills them in."""
        words = (element.get("promptTitle"), element.get("prompt"))
        text = " ".join(unescaped("：".join(filter(None, words))).split())
        if text and _is_true(element.get("showInputMessage")):
            reference = (element.get("sqref") or element.findtext("{*}sqref") or "A1").split()[0]
            top, left, _, _ = corners(reference)
            self.comments.append(Comment(top + 1, left, text, "prompt"))

    def page(self, element: Any) -> None:
        """Remember what stands at the head and the foot of the sheet's pages."""
        shown = {"odd", *(kind for kind, flag in _PAGES.items() if _is_true(element.get(flag)))}
        parts = [each for each in element if _local(each.tag).removesuffix("Header").removesuffix("Footer") in shown]
        self.comments += of_page(unescaped(each.text or "") for each in parts)

    def row(self, element: Any) -> None:
        self.at = int(element.get("r")) - 1 if element.get("r") else self.at + 1
        if _is_true(element.get("hidden")) or _is_tiny(element.get("ht")):
            self.hidden_rows.add(self.at)
        texts: list[str] = []
        column = -1
        for cell in element.iterchildren("{*}c"):
            reference = cell.get("r")
            column = column_of(reference.rstrip("0123456789")) if reference else column + 1
            text = self._cell(cell, column)
            if text and not text.isspace():
                if column >= MOST_COLUMNS:
                    raise too_large_sheet(self.book.name, self.title)
                texts += [""] * (column + 1 - len(texts))
                texts[column] = text
        self.keep(self.at, texts)

    def _cell(self, cell: Any, column: int) -> str:
        """Return a cell's text as it is shown, and remember what is to be said of it."""
        value, formula, inline = _parts(cell)
        kind = cell.get("t", "n")
        style = self._style(cell.get("s"))
        if kind in {"s", "inlineStr"}:
            held = self.book.strings[int(value)] if kind == "s" and value else _inline(inline)
            return self.words(self.at, column, held, style)
        if kind == "str":
            text = unescaped(value or "")
        elif value is None:
            text = formula if formula is not None else ""
        elif kind == "e":
            text = self.error(self.at, column, value)
        elif kind == "b":
            text = formats.plain(value.strip() in {"1", "true"})
        elif kind == "d":
            text = _iso_date(value, style)
        elif style.code == formats.GENERAL and _PLAIN.fullmatch(value):
            text = value
        else:
            text = self.number(self.at, column, value, style)
        return self.live(self.at, column, text, style)

    def _style(self, index: str | None) -> Style:
        at = int(index or 0)
        return self.book.styles[at] if at < len(self.book.styles) else _PLAIN_STYLE


def rich(item: Any) -> str | Text:
    """Return a text item: plain, or with its raised and struck parts apart."""
    if len(item) == 1 and _local(item[0].tag) == "t":  # as most are
        return unescaped(item[0].text or "")
    runs = [each for each in item if _local(each.tag) in {"r", "t"}]
    if all(_local(each.tag) == "t" for each in runs):
        return unescaped("".join(each.text or "" for each in runs))
    gathered = Text()
    for run in runs:
        names = {_local(each.tag): each for each in run.iter()}
        text = unescaped(names["t"].text or "") if "t" in names else ""
        align = names["vertAlign"].get("val") if "vertAlign" in names else None
        if "strike" in names and _is_true(names["strike"].get("val", "1")):
            gathered.struck += text
        else:
            gathered.pieces.append((text, align in {"superscript", "subscript"}))
    return gathered if gathered.struck or any(raised for _, raised in gathered.pieces) else gathered.live


def unescaped(text: str) -> str:
    """Return text with the characters that XML cannot hold written out: _x000D_ is a line's end."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _inline(element: Any) -> str | Text:
    return rich(element) if element is not None else ""


def _iso_date(value: str, style: Style) -> str:
    from openpyxl.utils.datetime import from_ISO8601  # noqa: PLC0415  # few files have such cells

    try:
        return formats.date(from_ISO8601(value), style.code)
    except ValueError:
        return value


def _parts(cell: Any) -> tuple[str | None, str | None, Any]:
    """Return a cell's value, its formula as text, and its inline text."""
    value = formula = inline = None
    for each in cell:
        name = _local(each.tag)
        if name == "v":
            value = each.text or None
        elif name == "f":
            formula = f"={each.text or ''}"
        elif name == "is":
            inline = each
    return value, formula, inline


@functools.lru_cache(maxsize=1024)
def _local(tag: object) -> str:
    """Return an element's name without its namespace, nothing for a comment."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _is_tiny(size: str | None) -> bool:
    """Whether a row or a column is so low or narrow that nothing in it is seen."""
    try:
        return size is not None and float(size) < _LEAST
    except ValueError:
        return False


def _is_true(text: str | None) -> bool:
    return text in {"1", "true", "on"}
