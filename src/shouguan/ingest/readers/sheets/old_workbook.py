"""Workbooks of Excel 97-2003 (.xls) and of WPS (.et), through xlrd: read as they are shown, like the new ones."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT, error_text_from_code

from shouguan.core.errors import ShouguanError, UsageError
from shouguan.ingest.readers.sheets import formats
from shouguan.ingest.readers.sheets.comments import plain
from shouguan.ingest.readers.sheets.gathered import Book, Gathered, Style, name_hidden, style, too_large_sheet
from shouguan.ingest.readers.sheets.grid import MOST_COLUMNS, Comment, Sheet, trimmed
from shouguan.ingest.readers.sheets.shown import Text

START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FILTERED = "_FilterDatabase"
_WHITE = frozenset({1, 9})
"""White in the palette."""
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")


def load(file: Path, name: str) -> list[Sheet]:
    """Read the sheets that are shown.

    Raises
    ------
    UsageError
        When the file is encrypted, an old Word document, damaged or no workbook.
    DataError
        When a sheet is beyond the bounds.
    """
    content = file.read_bytes()
    if _PASSWORD in content:
        raise _locked(name)
    if _WORD in content:
        raise UsageError(
            f"{name} 是旧版 Word 文件（.doc）；请用 Word/WPS 打开后另存为 .docx 再读",
            f"{name} is an old Word file (.doc); open it in Word or WPS, save it as .docx and read that",
        )
    try:
        opened = xlrd.open_workbook(
            file_contents=content, logfile=io.StringIO(), formatting_info=True, ragged_rows=True, on_demand=True
        )
        return _sheets(opened, name)
    except ShouguanError:
        raise
    except Exception as error:  # damaged records end in errors of many kinds
        if "ncrypted" in str(error):
            raise _locked(name) from None
        raise UsageError(
            f"{name} 已损坏，或不是 Excel 97-2003 工作簿（{type(error).__name__}）；"
            "请用 Excel/WPS 打开后另存为 .xlsx 再读",
            f"{name} is damaged or no workbook of Excel 97-2003 ({type(error).__name__});"
            " open it in Excel or WPS, save it as .xlsx and read that",
        ) from None


def _sheets(opened: Any, name: str) -> list[Sheet]:
    codes = {key: held.format_str for key, held in opened.format_map.items()}
    fonts = opened.font_list
    styles = [
        style(
            xf.format_key, codes, bool(fonts[xf.font_index].struck_out), _is_white(fonts[xf.font_index], xf.background)
        )
        for xf in opened.xf_list
    ]
    book = Book(name, styles=styles, since_1904=opened.datemode == 1)
    filtered = {held.scope for held in opened.name_obj_list if held.name == _FILTERED}
    hidden: list[str] = []
    sheets: list[Sheet] = []
    for index, title in enumerate(opened.sheet_names()):
        stored = opened.sheet_by_index(index)
        if stored.visibility:
            hidden.append(title)
        elif stored.ncols:
            sheets.append(_sheet(opened, stored, book, index in filtered))
        opened.unload_sheet(index)
    name_hidden(sheets, hidden, name)
    return sheets


def _sheet(opened: Any, stored: Any, book: Book, filtered: bool) -> Sheet:
    reading = Gathered(book, stored.name)
    reading.filtered = filtered
    reading.hidden_rows = {row for row, held in stored.rowinfo_map.items() if held.hidden or held.height == 0}
    reading.hidden_columns = {column for column, held in stored.colinfo_map.items() if held.hidden or held.width == 0}
    for top, bottom, left, right in stored.merged_cells:  # ends excluded
        reading.merge(top, left, bottom - 1, right - 1)
    for (row, column), note in stored.cell_note_map.items():
        if text := plain(note.text):
            reading.comments.append(Comment(row + 1, column, text))
    for row in range(stored.nrows):
        texts = [_text(opened, stored, reading, row, column) for column in range(stored.row_len(row))]
        if any(text.strip() for text in texts[MOST_COLUMNS:]):
            raise too_large_sheet(book.name, stored.name)
        reading.keep(row, trimmed(texts))
    return reading.sheet()


def _text(opened: Any, stored: Any, reading: Gathered, row: int, column: int) -> str:
    """Return a cell's text as it is shown."""
    kind, value = stored.cell_type(row, column), stored.cell_value(row, column)
    shown = _style(reading.book.styles, stored.cell_xf_index(row, column))
    if kind in {XL_CELL_NUMBER, XL_CELL_DATE}:
        return reading.live(row, column, reading.number(row, column, repr(value), shown), shown)
    if kind == XL_CELL_TEXT:
        runs = stored.rich_text_runlist_map.get((row, column))
        return reading.words(row, column, _rich(value, runs, opened.font_list) if runs else value, shown)
    if kind == XL_CELL_ERROR:
        return reading.live(row, column, reading.error(row, column, error_text_from_code.get(value, "#ERR")), shown)
    return reading.live(row, column, formats.plain(bool(value)) if kind == XL_CELL_BOOLEAN else "", shown)


def _is_white(font: Any, ground: Any) -> bool:
    """Whether letters are white on a ground that is white too."""
    is_bare = ground.fill_pattern == 0 or (ground.fill_pattern == 1 and ground.pattern_colour_index in _WHITE)
    return font.colour_index in _WHITE and is_bare


def _style(styles: list[Style], index: int) -> Style:
    return styles[index] if index < len(styles) else Style()


def _rich(text: str, runs: list[tuple[int, int]], fonts: list[Any]) -> Text:
    """Return a text with its raised and struck parts apart; before the first run stands the cell's own font."""
    gathered = Text()
    starts = [(0, None), *((at, fonts[font]) for at, font in runs if font < len(fonts))]
    for (start, font), end in zip(starts, [*(at for at, _ in starts[1:]), len(text)], strict=True):
        if font is not None and font.struck_out:
            gathered.struck += text[start:end]
        else:
            gathered.pieces.append((text[start:end], font is not None and font.escapement in {1, 2}))
    return gathered


def _locked(name: str) -> UsageError:
    return UsageError(
        f"{name} 设有密码，不能读取；请用 Excel/WPS 打开，去掉密码后另存再读",
        f"{name} is protected by a password; open it in Excel or WPS, save it without one and read that",
    )
