"""Tables of Word documents, read as they are shown: nested ones, merged cells, changes accepted, void text left out."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from shouguan.core.errors import DataError
from shouguan.core.findings import Finding
from shouguan.ingest.readers.sheets import comments
from shouguan.ingest.readers.sheets.footnotes import Footnotes
from shouguan.ingest.readers.sheets.grid import MOST_CELLS, MOST_COLUMNS, Comment, Sheet, too_large, trimmed
from shouguan.ingest.readers.sheets.notes_below import LONGEST, put_notes
from shouguan.ingest.readers.sheets.shown import Text, is_bare_figure
from shouguan.ingest.readers.sheets.unseen import Unseen
from shouguan.ingest.readers.sheets.word_text import (
    CAME,
    GONE,
    Reader,
    Styles,
    child,
    children,
    has_colour,
    local,
    value_of,
)

_TITLE_LINES = 3
_LARGEST_TEXT = 48 * 2**20
_GOES_ON = re.compile(r"[(（]?(?:表[一二三四五六七八九十\d-]*)?[(（]?续表?[一二三四五六七八九十\d]*[)）]?[)）]?")
_PAGE_HEADER = re.compile(r"word/header\d*\.xml")
_PAGE_FOOTER = re.compile(r"word/footer\d*\.xml")
_PAGE_NUMBER = re.compile(r"[\s\d第共页/—–－-]*")
_THROUGH = frozenset({"sdt", "sdtContent", "customXml", "smartTag", *CAME})
"""What stands around blocks, rows and cells without being shown."""


def load(archive: zipfile.ZipFile, name: str) -> list[Sheet]:
    """Read the tables of a document's body, nested ones and those in text boxes included.

    Raises
    ------
    DataError
        When it has no table, or is beyond the bounds.
    """
    if archive.getinfo("word/document.xml").file_size > _LARGEST_TEXT:
        raise too_large(name, "的正文过大", "has too large a text")
    root = _parsed(archive.read("word/document.xml"))
    styles = _parsed(archive.read("word/styles.xml")) if "word/styles.xml" in archive.namelist() else None
    reader = Reader(Styles(styles))
    document = _Document(name, reader, Footnotes(archive, name, reader))
    document.read(child(root, "body"), [])
    document.put_above(_page_lines(archive, _PAGE_HEADER, name, reader))
    document.put_below(_page_lines(archive, _PAGE_FOOTER, name, reader))
    if not document.sheets:
        raise DataError(
            f"{name} 里没有表格；文字段落和图片不作为数据读取",
            f"{name} has no table; paragraphs and pictures are not read as data",
        )
    document.sheets[0].comments.extend(comments.of_document(archive, name))
    if any(local(each) == "object" for each in root.iter()):
        document.sheets[0].said.append(
            Finding(
                "warning",
                "文档里嵌有其他文件的对象，其中的表未读入；请另存出来单独读取",
                "objects of other programs are embedded; tables in them are left out: save them as files of their own",
                name,
            )
        )
    return document.sheets


def _page_lines(archive: zipfile.ZipFile, parts: re.Pattern[str], name: str, reader: Reader) -> list[str]:
    """Return the lines at the head or the foot of a document's pages that may say whose or which figures they are."""
    lines: list[str] = []
    for part in filter(parts.fullmatch, archive.namelist()):
        if archive.getinfo(part).file_size > _LARGEST_TEXT:
            raise too_large(name, "的页眉或页脚过大", "has too large a page header or footer")
        paragraphs = _parsed(archive.read(part)).iter("{*}p")
        lines += [reader.text([paragraph]).live.strip() for paragraph in paragraphs]
    return [line for line in dict.fromkeys(lines) if line and not _PAGE_NUMBER.fullmatch(line)][:_TITLE_LINES]


def _parsed(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))


class _Document:
    """One pass over a document's blocks."""

    def __init__(self, name: str, reader: Reader, footnotes: Footnotes) -> None:
        self.name, self.reader, self.footnotes = name, reader, footnotes
        self.sheets: list[Sheet] = []
        self.begun = 0
        self.budget = MOST_CELLS

    def read(self, parent: Any, above: list[str]) -> None:
        """Read the tables below an element; the lines above a table are its titles."""
        titles, said = list(above), list[str]()
        hanging: dict[str, list[str]] = {}
        last: int | None = None
        for block in _through(parent, {"p", "tbl"}):
            if local(block) == "tbl":
                self._noted(last, titles, is_last=False)
                before, last = last, len(self.sheets)
                goes_on = bool(titles) and all(_GOES_ON.fullmatch(line.strip()) for line in titles)
                titles = [*said, *titles] if goes_on else titles
                notes = [note for line in titles[-_TITLE_LINES:] for note in hanging.pop(line, [])]
                self._table(block, titles[-_TITLE_LINES:], notes)
                if goes_on and before is not None:
                    _continue(self.sheets[before], self.sheets[last])
                said, titles = titles, []
                continue
            text = self.reader.text([block])
            for box in text.boxes:
                titles += self._box(box, titles)
            if text.live.strip():
                titles.append(text.live)
                if text.notes and len(text.live.strip()) <= LONGEST:
                    hanging[text.live] = self.footnotes.of(text)
        self._noted(last, titles, is_last=True)

    def put_above(self, lines: list[str]) -> None:
        """Put lines over every table, farther from it than its titles are."""
        for sheet in self.sheets:
            _put_in(sheet, 0, [[line] for line in lines])

    def put_below(self, lines: list[str]) -> None:
        """Put lines that speak of a table under every table; any other stands beside them all."""
        for sheet in self.sheets:
            for line in lines:
                height = len(sheet.rows)
                put_notes(sheet, [line], is_last=True)
                if len(sheet.rows) == height:
                    sheet.comments.append(Comment(None, None, line, "page"))

    def _noted(self, table: int | None, lines: list[str], *, is_last: bool) -> None:
        if table is not None:
            put_notes(self.sheets[table], lines, is_last=is_last)

    def _box(self, box: Any, above: list[str]) -> list[str]:
        """Return the lines of a text box; a table in it is read as one of its own."""
        lines = [self.reader.text([each]).live for each in _through(box, {"p"})]
        if next(_through(box, {"tbl"}), None) is not None:
            self.read(box, above)
        return [line for line in lines if line.strip()]

    def _table(self, table: Any, above: list[str], notes: list[str]) -> None:
        self.begun += 1
        title = f"表{self.begun}"
        unseen = Unseen(self.name, title)
        sheet = Sheet(self.name, title, [[line] for line in above], [0] * len(above))
        self.sheets.append(sheet)
        open_above: dict[int, tuple[int, int]] = {}
        inner: list[Any] = []
        hanging: list[tuple[int, int, str]] = []
        for number, row in enumerate(_through(table, {"tr"}, gone=True), start=1):
            if _is_gone(row):
                unseen.add("changed", number, 0)
                continue
            if _has(row, "trPr", "hidden"):
                unseen.add("vanished", number, 0)
                continue
            open_above = self._row(sheet, row, number, open_above, unseen, inner, hanging)
            self.budget -= len(sheet.rows[-1]) + 1
            if self.budget < 0:
                raise too_large(self.name, f"的{title}过大", f"has a table {title} that is too large")
        self.footnotes.put_below(sheet, hanging, notes)
        sheet.said.extend(unseen.findings())
        for cell in inner:
            self.read(cell, above)

    def _row(
        self,
        sheet: Sheet,
        row: Any,
        number: int,
        open_above: dict[int, tuple[int, int]],
        unseen: Unseen,
        inner: list[Any],
        hanging: list[tuple[int, int, str]],
    ) -> dict[int, tuple[int, int]]:
        """Add a row to the sheet and return the cells that reach down from it, by column."""
        texts: list[str] = []
        struck: dict[int, str] = {}
        reaching: dict[int, tuple[int, int]] = {}
        at = len(sheet.rows)
        texts += [""] * self._width(row, "trPr", "gridBefore", 0)
        for cell in _through(row, {"tc"}, gone=True):
            column, width = len(texts), self._width(cell, "tcPr", "gridSpan", 1)
            if column + width > MOST_COLUMNS:
                raise too_large(self.name, f"的{sheet.name}过宽", f"has a table {sheet.name} that is too wide")
            text = self._cell(cell, number, column, unseen, inner)
            texts += [text.live, *[""] * (width - 1)]
            hanging += [(at, column, note) for note in self.footnotes.of(text)]
            if text.struck.strip():
                struck[column] = text.struck.strip()
            merge = _property(cell, "vMerge")
            goes_on = merge is not None and value_of(merge, "val") != "restart" and column in open_above
            origin = open_above[column] if goes_on else (at, column)
            if _says(cell, "hMerge", "continue") and column:
                origin = sheet.merged.get((at, column - 1), (at, column - 1))
            for covered in range(column, column + width):
                if (at, covered) != origin:
                    sheet.merged[at, covered] = origin
                    texts[covered] = ""
                if merge is not None:
                    reaching[covered] = origin
        sheet.rows.append(trimmed(unseen.struck(texts, struck, number) if struck else texts))
        sheet.lines.append(number)
        return reaching

    def _cell(self, cell: Any, number: int, column: int, unseen: Unseen, inner: list[Any]) -> Text:
        self.reader.shaded = has_colour(child(cell, "tcPr"))
        text = self.reader.text(list(_through(cell, {"p"})))
        if _is_gone(cell):
            text = Text(changed=True)
        elif next(_through(cell, {"tbl"}), None) is not None:
            inner.append(cell)
        shown = text.live.strip()
        if text.changed:
            unseen.add("changed", number, column, shown)
        if text.hidden.strip():
            unseen.add("vanished", number, column, text.hidden.strip())
        if text.pictured and is_bare_figure(shown):
            unseen.add("picture", number, column, shown)
        if text.unknown:
            unseen.add("sign", number, column, shown)
        lines = [line for box in text.boxes for line in self._box(box, [])]
        if lines:
            unseen.add("box", number, column, " ".join(lines))
        return text

    def _width(self, element: Any, group: str, name: str, default: int) -> int:
        properties = child(element, group)
        value = child(properties, name) if properties is not None else None
        width = int(value_of(value, "val") or default) if value is not None else default
        if not 0 <= width <= MOST_COLUMNS:
            raise too_large(self.name, f"里有跨 {width} 列的格", f"has a cell that spans {width} columns")
        return width


def _continue(before: Sheet, sheet: Sheet) -> None:
    """Give a table that goes on without headings (续表) those of the one before it, or say that it lacks them."""
    rows = range(len(sheet.rows))
    first = next(
        (row for row in rows if sheet.lines[row] and sum(1 for text in sheet.rows[row] if text.strip()) > 1), None
    )
    if first is None or not any(is_bare_figure(text) for text in sheet.rows[first]):
        return
    top = next(row for row, line in enumerate(before.lines) if line)
    figures = next((row for row, cells in enumerate(before.rows) if any(map(is_bare_figure, cells))), top)
    own = next(row for row in rows if sheet.lines[row])
    if figures == top or _width(before) != _width(sheet):
        sheet.said.append(
            Finding(
                "warning",
                "续表没有表头，列数也与上表不同，其中的数可能未读入；请补上表头",
                "goes on from the table before without headings, with other columns: its figures may be left out; add"
                " the headings",
                sheet.file,
                sheet.name,
            )
        )
        return
    _put_in(sheet, own, [list(cells) for cells in before.rows[top:figures]])
    for (row, column), (at, left) in before.merged.items():
        if top <= at and row < figures:
            sheet.merged[row - top + own, column] = (at - top + own, left)


def _put_in(sheet: Sheet, at: int, rows: list[list[str]]) -> None:
    """Put rows into a sheet before one of its own; they have no number there."""
    sheet.rows[at:at] = rows
    sheet.lines[at:at] = [0] * len(rows)

    def moved(row: int) -> int:
        return row + len(rows) if row >= at else row

    merged = {(moved(row), column): (moved(top), left) for (row, column), (top, left) in sheet.merged.items()}
    sheet.merged.clear()
    sheet.merged.update(merged)


def _width(sheet: Sheet) -> int:
    return max((len(cells) for cells in sheet.rows), default=0)


def _through(parent: Any, names: set[str], *, gone: bool = False) -> Iterator[Any]:
    """Yield the nearest elements of these names, through what only stands around them; deleted ones on demand."""
    for each in children(parent):
        name = local(each)
        if name in names:
            yield each
        elif name in _THROUGH or (gone and name in GONE):
            yield from _through(each, names, gone=gone)


def _property(cell: Any, name: str) -> Any:
    properties = child(cell, "tcPr")
    return child(properties, name) if properties is not None else None


def _says(cell: Any, name: str, word: str) -> bool:
    value = _property(cell, name)
    return value is not None and (value_of(value, "val") or "continue") == word


def _has(element: Any, group: str, *names: str) -> bool:
    properties = child(element, group)
    return properties is not None and any(child(properties, name) is not None for name in names)


def _is_gone(element: Any) -> bool:
    """Whether a row or a cell is deleted by a change that is not yet accepted."""
    return _has(element, "trPr", "del", "moveFrom") or _has(element, "tcPr", "cellDel")
