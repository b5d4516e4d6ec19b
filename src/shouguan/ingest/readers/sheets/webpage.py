"""Tables of web pages, which many systems export under the name .xls: read as the page shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from shouguan.core.errors import UsageError
from shouguan.core.findings import Finding
from shouguan.ingest.readers.sheets.gathered import Book, Gathered, Style, too_large_sheet
from shouguan.ingest.readers.sheets.grid import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    too_large,
    trimmed,
)
from shouguan.ingest.readers.sheets.markup import Looks, local
from shouguan.ingest.readers.sheets.notes_below import put_notes
from shouguan.ingest.readers.sheets.shown import is_bare_figure

_LARGEST = 32 * 2**20
_TITLE_LINES = 3
_OPENINGS = ("<html", "<!doctype html", "<table", "<head", "<meta", "<body", "<div", "<style", "<center", "<!--")
_OURS = ('name="shouguan-facts"', 'class="file-page"')
_LINES = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "br", "li", "caption", "center"})
_SILENT = frozenset({"script", "style", "template", "noscript", "head"})


def is_page(start: str) -> bool:
    """Whether a text opens as a web page does; the text in small letters."""
    return start.startswith(_OPENINGS) or (start.startswith("<?xml") and "<html" in start)


def load(content: str, name: str) -> list[Sheet]:
    """Read a page's tables, each with the lines of text above it.

    Raises
    ------
    UsageError
        When it has no table, or cannot be parsed.
    DataError
        When it is beyond the bounds.
    """
    low = content.lower()
    if any(mark in content for mark in _OURS):
        raise UsageError(
            f"{name} 是收官生成的网页，里面有预测，不能作为数据读入",
            f"{name} is a page made by shouguan: it holds forecasts and is not read as data",
        )
    if len(content) > _LARGEST or low.count("<td") + low.count("<tr") > MOST_CELLS:
        raise too_large(name, "是过大的网页", "is too large a web page")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or any(each.level == etree.ErrorLevels.FATAL for each in parser.error_log):
        raise UsageError(
            f"{name} 是网页，但已损坏，不能读取；请用 Excel 打开后另存为 .xlsx 再读",
            f"{name} is a web page, but damaged; open it in Excel, save it as .xlsx and read that",
        )
    page = _Page(name, Looks("\n".join(each.text or "" for each in root.iter("style"))))
    page.read(root)
    if not page.sheets:
        raise UsageError(
            f"{name} 是网页，里面没有表格；请用 Excel 打开后另存为 .xlsx 再读",
            f"{name} is a web page without a table; open it in Excel, save it as .xlsx and read that",
        )
    if low.count("<table") > low.count("</table"):
        last = page.sheets[-1]
        last.said.append(
            Finding(
                "warning",
                "网页没有结束，最后的行可能不完整，请核对",
                "the page has no end: its last rows may be cut short, please check",
                name,
                last.name,
                row=last.lines[-1] if last.lines else None,
            )
        )
    return page.sheets


class _Page:
    """One pass over a page."""

    def __init__(self, name: str, looks: Looks) -> None:
        self.book, self.looks = Book(name), looks
        self.sheets: list[Sheet] = []

    def read(self, root: Any) -> None:
        """Read the tables below an element, the outer ones first."""
        lines: list[str] = []
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "start":
                if name in _LINES:
                    lines.append("")
                if name == "table" and element is not root:
                    if self.sheets:
                        put_notes(self.sheets[-1], lines, is_last=False)
                    self._table(element, [line.strip() for line in lines if line.strip()][-_TITLE_LINES:])
                    lines = []
                    walk.skip_subtree()
                elif name in _SILENT or "none" in self.looks.of(element):
                    walk.skip_subtree()
                else:
                    _append(lines, element.text)
            else:
                if name in _LINES:
                    lines.append("")
                _append(lines, element.tail)
        if self.sheets:
            put_notes(self.sheets[-1], lines, is_last=True)

    def _table(self, table: Any, above: list[str]) -> None:
        if "none" in self.looks.of(table):
            return
        reading = Gathered(self.book, f"表{len(self.sheets) + 1}")
        captions = [line for each in table.iterchildren("caption") if (line := self.looks.text(each).live.strip())]
        reading.hidden_columns.update(self._hidden_columns(table))
        inner: list[Any] = []
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        reach: dict[int, int] = {}
        for at, row in enumerate(rows):
            if "none" in self.looks.of(row) | self.looks.of(row.getparent()):
                reading.hidden_rows.add(at)
            reach = self._row(reading, row, at, reach, inner)
        self.sheets.append(_under([*above, *captions][-_TITLE_LINES:], reading.sheet()))
        for cell in inner:
            self.read(cell)

    def _hidden_columns(self, table: Any) -> Iterator[int]:
        column = 0
        for each in table.iter("col"):
            width = _span(each, "span")
            if "none" in self.looks.of(each):
                yield from range(column, min(column + width, MOST_COLUMNS))
            column += width

    def _row(self, reading: Gathered, row: Any, at: int, above: dict[int, int], inner: list[Any]) -> dict[int, int]:
        """Read a row; return for each column that a cell reaches down into how many rows it goes on."""
        texts: list[str] = []
        reach = {column: rows - 1 for column, rows in above.items() if rows > 1}
        for cell in row.iterchildren("td", "th"):
            text = self.looks.text(cell)
            column = len(texts)
            while column in above:
                column += 1
            if next(cell.iter("table"), None) is not None:
                inner.append(cell)
            if text.hidden.strip():
                reading.unseen.add("vanished", at + 1, column, text.hidden.strip())
            if text.pictured and is_bare_figure(text.live):
                reading.unseen.add("picture", at + 1, column, text.live.strip())
            if "none" in self.looks.of(cell):
                continue
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            if column + width > MOST_COLUMNS:
                raise too_large_sheet(self.book.name, reading.title)
            texts += [""] * (column + width - len(texts))
            texts[column] = reading.words(at, column, text, Style())
            if width > 1 or height > 1:
                reading.merge(at, column, at + height - 1, column + width - 1)
            if height > 1:
                reach.update(dict.fromkeys(range(column, column + width), height - 1))
        reading.keep(at, trimmed(texts))
        return reach


def _span(element: Any, name: str) -> int:
    """Return how many columns or rows an element takes; 0 rows are all that follow."""
    text = element.get(name, "1").strip()
    if not text.isascii() or not text.isdigit():
        return 1
    return min(int(text[:9]), MOST_ROWS) or (MOST_ROWS if name == "rowspan" else 1)


def _append(lines: list[str], text: str | None) -> None:
    if text and text.strip():
        lines[-1:] = [f"{lines[-1] if lines else ''}{' '.join(text.split())}"]


def _under(lines: list[str], sheet: Sheet) -> Sheet:
    """Return a sheet with lines of text above its first row."""
    down = len(lines)
    return replace(
        sheet,
        rows=[*([line] for line in lines), *sheet.rows],
        lines=[*[0] * down, *sheet.lines],
        merged={(row + down, at): (top + down, left) for (row, at), (top, left) in sheet.merged.items()},
        odd={(row + down, at): oddity for (row, at), oddity in sheet.odd.items()},
    )
