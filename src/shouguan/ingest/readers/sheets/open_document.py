"""Open Document spreadsheets (.ods) of WPS and LibreOffice: each cell holds its value and the text that it shows."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from shouguan.core.errors import UsageError
from shouguan.ingest.readers.sheets import formats
from shouguan.ingest.readers.sheets.comments import of_cell
from shouguan.ingest.readers.sheets.formats import Said
from shouguan.ingest.readers.sheets.gathered import Book, Gathered, Style, name_hidden, too_large_sheet
from shouguan.ingest.readers.sheets.grid import MOST_COLUMNS, MOST_ROWS, Sheet
from shouguan.ingest.readers.sheets.markup import local
from shouguan.ingest.readers.sheets.shown import Text, is_bare_figure

KIND = b"application/vnd.oasis.opendocument.spreadsheet"
PART, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_UNSEEN = frozenset({"collapse", "filter"})
_FIGURES = frozenset({"float", "currency", "percentage"})
_QUIET = re.compile(r"[,，\s\u00a0\u202f]|¥|￥")
_NUMBER = re.compile(r"[+\-]?\d+(?:\.\d+)?%?")
_INSIDE = re.compile(r"\d+(?:\.\d+)?")
_MINUS = str.maketrans({"\u2212": "-", "－": "-", "–": "-"})  # signs that a format may show


def is_spreadsheet(archive: zipfile.ZipFile) -> bool:
    """Whether an archive says that it is one."""
    return "mimetype" in archive.namelist() and archive.read("mimetype").strip().startswith(KIND)


def load(archive: zipfile.ZipFile, name: str) -> list[Sheet]:
    """Read the sheets that are shown.

    Raises
    ------
    UsageError
        When the file is protected by a password.
    DataError
        When a sheet is beyond the bounds.
    """
    if _MANIFEST in archive.namelist() and b"encryption-data" in archive.read(_MANIFEST):
        raise UsageError(
            f"{name} 设有密码，不能读取；请用 WPS 打开，去掉密码后另存再读",
            f"{name} is protected by a password; open it, save it without one and read that",
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, huge_tree=True)
    root = etree.fromstring(archive.read(PART), parser)
    styles = {_of(each, "name"): each for each in root.iter("{*}style")}
    struck = {key for key, each in styles.items() if _says(each, "text-line-through-style")}
    raised = {key for key, each in styles.items() if _says(each, "text-position")}
    unseen = {key for key, each in styles.items() if _says(each, "display", "false")}
    book, hidden, sheets = Book(name), [], []
    for table in root.iter("{*}table"):
        if _of(table, "style-name") in unseen:
            hidden.append(_of(table, "name"))
        elif local(table.getparent()) == "spreadsheet":
            sheets.append(_Reading(book, _of(table, "name"), struck, raised).table(table))
    name_hidden(sheets, hidden, name)
    return sheets


class _Reading(Gathered):
    """One pass over a sheet's table."""

    def __init__(self, book: Book, title: str, struck: set[str], raised: set[str]) -> None:
        super().__init__(book, title)
        self._struck, self._raised = struck, raised
        self._columns: list[str] = []

    def table(self, table: Any) -> Sheet:
        """Read the columns, then the rows; what is repeated and empty at the end of a sheet takes no room."""
        for each in table.iter("{*}table-column"):
            many, at = _many(each, "columns"), len(self._columns)
            wide = range(at, min(at + many, MOST_COLUMNS))
            self._columns += [_of(each, "default-cell-style-name")] * len(wide)
            if _of(each, "visibility") in _UNSEEN:
                self.hidden_columns.update(wide)
        row = 0
        for each in table.iter("{*}table-row"):
            many, before = _many(each, "rows"), len(self.ranges)
            texts = self._row(each, row)
            if any(texts) or len(self.ranges) > before or row in self.struck:
                if row + many > MOST_ROWS or many * len(texts) > self.book.budget:
                    raise too_large_sheet(self.book.name, self.title)
                for again in range(row, row + many):
                    self.keep(again, self._row(each, again) if again > row else texts)
            if (unseen := _of(each, "visibility")) in _UNSEEN:
                self.filtered = self.filtered or unseen == "filter"
                self.hidden_rows.update(range(row, min(row + many, MOST_ROWS)))
            row += many
        return self.sheet()

    def _row(self, element: Any, row: int) -> list[str]:
        texts: list[str] = []
        column = 0
        for cell in element:
            kind = local(cell)
            if kind not in {"table-cell", "covered-table-cell"}:
                continue
            many = _many(cell, "columns")
            if len(cell) or _of(cell, "value"):
                if column + many > MOST_COLUMNS:
                    raise too_large_sheet(self.book.name, self.title)
                texts += [""] * (column + many - len(texts))
                for at in range(column, column + many):
                    texts[at] = "" if kind.startswith("covered") else self._cell(cell, row, at)
            across, down = _spanned(cell, "columns"), _spanned(cell, "rows")
            if across > 1 or down > 1:
                self.merge(row, column, row + down - 1, column + across - 1)
            column += many
        return texts

    def _cell(self, cell: Any, row: int, column: int) -> str:
        at = self._columns[column] if column < len(self._columns) else ""
        style = Style(struck=(_of(cell, "style-name") or at) in self._struck)
        text = self._text(cell)
        self.comments += of_cell(cell.iterchildren("{*}annotation"), row + 1, column)
        text.pictured = text.pictured or cell.find("{*}frame") is not None
        if text.pictured and is_bare_figure(text.live):
            self.unseen.add("picture", row + 1, column, text.live.strip())
        if _of(cell, "value-type") not in _FIGURES:
            if _of(cell, "value-type") == "date" and not re.search("[年月]", text.live):
                return self.live(row, column, _of(cell, "date-value")[:10], style)
            return self.words(row, column, text, style)
        try:
            stored = Decimal(_of(cell, "value"))
        except InvalidOperation:
            return self.words(row, column, text, style)
        shown, told = figure(stored, text.live.strip())
        if told is not None:
            self.odd[row, column] = told
        if not shown and stored:
            self.unseen.add("blanked", row + 1, column, formats.short(stored))
        return self.live(row, column, shown, style)

    def _text(self, cell: Any) -> Text:
        gathered = Text()
        for paragraph in cell.iterchildren("{*}p"):
            if gathered.pieces:
                gathered.pieces.append(("\n", False))
            self._gather(paragraph, False, False, gathered)
        return gathered

    def _gather(self, element: Any, struck: bool, raised: bool, into: Text) -> None:
        """Take an element's text; what its style strikes or raises is told apart. Notes to a cell are not its text."""
        struck = struck or _of(element, "style-name") in self._struck
        raised = raised or _of(element, "style-name") in self._raised
        _add(into, element.text, struck, raised)
        for each in element:
            into.pictured = into.pictured or local(each) == "frame"
            if local(each) == "s":
                _add(into, " " * int(_of(each, "c") or 1), struck, raised)
            elif local(each) != "annotation":
                self._gather(each, struck, raised, into)
            _add(into, each.tail, struck, raised)


def figure(stored: Decimal, shown: str) -> tuple[str, Said | None]:
    """Return a figure as its cell shows it, with all stored decimals, and what is to be said where they differ.

    Examples
    --------
    >>> figure(Decimal("2345.62"), "2,345.6"), figure(Decimal("0.049"), "4.9%"), figure(Decimal("3.4"), "下降3.4")
    (('2345.62', None), ('4.9%', None), ('下降3.4', None))
    >>> figure(Decimal("3.4"), "3.4亿元")[0], figure(Decimal("31.4"), "3.14")[1][0], figure(Decimal("5"), "")
    ('3.4亿元', 'error', ('', None))
    """
    bare = _QUIET.sub("", shown).translate(_MINUS)
    if not bare:
        return "", None
    if _NUMBER.fullmatch(bare):
        value = stored * 100 if bare.endswith("%") else stored
        if _rounds(value, bare.rstrip("%")):
            return formats.short(value) + "%" * bare.endswith("%"), None
    inside = _INSIDE.findall(bare)
    if len(inside) == 1 and any(_rounds(abs(value), inside[0]) for value in (stored, stored * 100)):
        return shown, None
    return formats.short(stored), (
        "error",
        f"显示为“{shown}”，存的却是 {formats.short(stored)}，请改为常规格式并核对",
        f"shows '{shown}' but stores {formats.short(stored)}; set the format to General and check",
    )


def _rounds(value: Decimal, shown: str) -> bool:
    """Whether a value is shown so, rounded to as many decimals."""
    step = Decimal(1).scaleb(-len(shown.partition(".")[2]))
    return abs(value - Decimal(shown)) <= step / 2


def _add(into: Text, text: str | None, struck: bool, raised: bool) -> None:
    if text and struck:
        into.struck += text
    elif text:
        into.pieces.append((text, raised))


def _says(style: Any, name: str, value: str = "") -> bool:
    """Whether a style's properties set an attribute, to a value or to anything but none."""
    texts = [_of(each, name) for each in style]
    return any(text == value if value else text not in {"", "none"} for text in texts)


def _many(element: Any, what: str) -> int:
    return max(1, int(_of(element, f"number-{what}-repeated") or 1))


def _spanned(cell: Any, what: str) -> int:
    return int(_of(cell, f"number-{what}-spanned") or 1)


def _of(element: Any, name: str) -> str:
    """Return an attribute by its name, whatever its namespace."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
