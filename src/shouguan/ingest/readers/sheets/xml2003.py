"""Workbooks saved as XML by Excel 2003, which many systems export under the name .xls: read as they are shown."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lxml import etree

from shouguan.core.errors import UsageError
from shouguan.ingest.readers.sheets import formats
from shouguan.ingest.readers.sheets.comments import of_cell
from shouguan.ingest.readers.sheets.gathered import Book, Gathered, Style, name_hidden, too_large_sheet
from shouguan.ingest.readers.sheets.grid import LARGEST_FILE, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Sheet, too_large
from shouguan.ingest.readers.sheets.markup import Looks

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_FORMATS = {
    "general number": formats.GENERAL,
    "percent": "0.00%",
    "fixed": "0.00",
    "standard": "#,##0.00",
    "currency": "#,##0.00",
    "scientific": "0.00E+00",
    "short date": "yyyy-mm-dd",
    "medium date": "yyyy-mm-dd",
    "long date": "yyyy-mm-dd",
    "general date": "yyyy-mm-dd",
}
"""Formats that have a name of their own."""


def load(content: bytes, name: str) -> list[Sheet]:
    """Read the sheets that are shown.

    Raises
    ------
    UsageError
        When the file declares entities, or is damaged.
    DataError
        When it is beyond the bounds.
    """
    if len(content) > LARGEST_FILE // 2 or content.count(b"<Cell") + content.count(b":Cell") > MOST_CELLS:
        raise too_large(name, "是过大的 XML 工作簿", "is too large a workbook of XML")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UsageError(
            f"{name} 含有 DOCTYPE 声明，不是 Office 保存的文件，拒绝读取",
            f"{name} holds a DOCTYPE, which no Office program writes; it is refused",
        )
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        root = etree.fromstring(content, parser)
        return _sheets(root, name)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UsageError(
            f"{name} 是 XML 工作簿，但已损坏或不完整（{error}）；请用 Excel 打开修复后另存为 .xlsx 再读",
            f"{name} is a workbook of XML, but damaged or cut short ({error});"
            " repair it in Excel, save it as .xlsx and read that",
        ) from None


def _sheets(root: Any, name: str) -> list[Sheet]:
    book = Book(name, since_1904=next(root.iter("{*}Date1904"), None) is not None)
    styles = _styles(root)
    hidden: list[str] = []
    sheets: list[Sheet] = []
    for each in root.iterchildren("{*}Worksheet"):
        title = _of(each, "Name")
        visible = next(each.iter("{*}Visible"), None)
        if visible is not None and (visible.text or "").strip() != "SheetVisible":
            hidden.append(title)
            continue
        reading = _Reading(book, title, styles)
        reading.filtered = next(each.iter("{*}AutoFilterColumn"), None) is not None
        for table in each.iterchildren("{*}Table"):
            reading.table(table)
        sheets.append(reading.sheet())
    name_hidden(sheets, hidden, name)
    return sheets


class _Reading(Gathered):
    """One pass over a sheet's table."""

    def __init__(self, book: Book, title: str, styles: dict[str, Style]) -> None:
        super().__init__(book, title)
        self.styles = styles
        self.columns: dict[int, str] = {}
        self.looks = Looks()

    def table(self, table: Any) -> None:
        """Read the columns' styles, then the rows."""
        column = 0
        for each in table.iterchildren("{*}Column"):
            column = _at(each, column)
            wide = range(column, min(column + 1 + int(_of(each, "Span") or 0), MOST_COLUMNS))
            if _of(each, "Hidden") == "1" or _of(each, "Width") == "0":
                self.hidden_columns.update(wide)
            self.columns.update(dict.fromkeys(wide, _of(each, "StyleID")))
            column += len(wide)
        row = 0
        for each in table.iterchildren("{*}Row"):
            row = _at(each, row)
            if _of(each, "Hidden") == "1" or _of(each, "Height") == "0":
                self.hidden_rows.add(row)
            self._row(each, row, _of(table, "StyleID"))
            row += 1 + int(_of(each, "Span") or 0)

    def _row(self, element: Any, row: int, table_style: str) -> None:
        texts: list[str] = []
        column = 0
        for cell in element.iterchildren("{*}Cell"):
            column = _at(cell, column)
            if column >= MOST_COLUMNS or row >= MOST_ROWS:
                raise too_large_sheet(self.book.name, self.title)
            named = (
                _of(cell, "StyleID"),
                _of(element, "StyleID"),
                self.columns.get(column, ""),
                table_style,
                "Default",
            )
            style = self.styles.get(next(name for name in named if name), Style())
            texts += [""] * (column + 1 - len(texts))
            texts[column] = self._cell(cell, row, column, style)
            across, down = int(_of(cell, "MergeAcross") or 0), int(_of(cell, "MergeDown") or 0)
            if across or down:
                self.merge(row, column, row + down, column + across)
            column += 1 + across
        self.keep(row, texts)

    def _cell(self, cell: Any, row: int, column: int, style: Style) -> str:
        self.comments += of_cell(cell.iterchildren("{*}Comment"), row + 1, column)
        data = next(cell.iterchildren("{*}Data"), None)
        if data is None:
            return self.live(row, column, _of(cell, "Formula"), style)
        held = self.looks.text(data)
        kind, value = _of(data, "Type"), held.live.strip()
        if kind == "Number":
            return self.live(row, column, self.number(row, column, value, style), style)
        if kind == "Error":
            return self.live(row, column, self.error(row, column, value), style)
        if kind == "Boolean":
            return self.live(row, column, formats.plain(value == "1"), style)
        if kind == "DateTime":
            return self.live(row, column, formats.date(dt.datetime.fromisoformat(value), style.code), style)
        return self.words(row, column, held, style)


def _styles(root: Any) -> dict[str, Style]:
    """Return the styles by name; a style takes from its parent, and all take from the default."""
    elements = {_of(each, "ID"): each for each in root.iter("{*}Style")}
    styles: dict[str, Style] = {}
    for name, each in elements.items():
        line, parent = [each], _of(each, "Parent")
        while parent in elements and len(line) < 9:
            line.append(elements[parent])
            parent = _of(elements[parent], "Parent")
        line += [elements["Default"]] if "Default" in elements else []
        code = _first(line, "NumberFormat", "Format")
        code = _FORMATS.get(code.lower(), code) or formats.GENERAL
        struck = _first(line, "Font", "StrikeThrough") == "1"
        styles[name] = Style(code, formats.is_date(code), struck)
    return styles


def _first(line: list[Any], tag: str, name: str) -> str:
    """Return an attribute from the first style in a line that sets it."""
    texts = (_of(each, name) for style in line for each in style.iterchildren(f"{{*}}{tag}"))
    return next((text for text in texts if text), "")


def _at(element: Any, following: int) -> int:
    """Return an element's place from 0: its own index, or the one that follows."""
    index = _of(element, "Index")
    return int(index) - 1 if index else following


def _of(element: Any, name: str) -> str:
    """Return an attribute of the spreadsheet's namespace."""
    return str(element.get(f"{{{NAMESPACE}}}{name}", ""))
