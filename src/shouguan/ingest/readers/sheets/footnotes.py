"""Footnotes and endnotes of a Word document, put below the table that they hang on as notes of its rows."""

from __future__ import annotations

import re
import zipfile
from typing import Any

from lxml import etree

from shouguan.ingest.readers.sheets.grid import Sheet, too_large
from shouguan.ingest.readers.sheets.notes_below import put
from shouguan.ingest.readers.sheets.shown import Text, is_bare_figure
from shouguan.ingest.readers.sheets.word_text import Reader, local, value_of

_LARGEST = 8 * 2**20
_SIGNS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LEAD = re.compile(r"^(?:(?:附?注|备注|说明)\d*[:：]|[①-⑳]|\[?\d{1,2}\]?(?=[^\d.\-—–年月%]))\s*")
_IS = re.compile(r"[^，,。；;：:为是系按指含]{0,12}(?:数|数据|口径|结果)(?=[，,。；;]|$)")
"""What a footnote says of its row without a verb: 预计数, 限额以上口径."""
_OF_A_LIST = re.compile(r"(?:项目|企业|单位|公司)名称|项目代码|统一社会信用代码")
_HEADS = 4


class Footnotes:
    """The notes of a document's table.

    Parameters
    ----------
    archive : zipfile.ZipFile
    file : str
        As messages name it.
    reader : Reader

    Raises
    ------
    DataError
        When they are beyond the bounds.
    """

    def __init__(self, archive: zipfile.ZipFile, file: str, reader: Reader) -> None:
        self._texts = {
            (kind, value_of(each, "id") or ""): text
            for kind in ("footnote", "endnote")
            for each in _parts(archive, f"word/{kind}s.xml", file)
            if (text := "；".join(_paragraphs(each, reader)))
        }

    def of(self, shown: Text) -> list[str]:
        """Return the texts of the notes that hang on a text."""
        return [self._texts[each] for each in shown.notes if each in self._texts]

    def put_below(self, sheet: Sheet, hanging: list[tuple[int, int, str]], over: list[str]) -> None:
        """Put notes under a table's last row; the name of a row bears the sign (①) of those that hang on the row.

        Names of projects and firms bear none: by them a list is compared with the last one.

        Parameters
        ----------
        sheet : Sheet
        hanging : list of (int, int, str)
            The row and the column (from 0) of each note's cell, and its text.
        over : list of str
            The notes that hang on the table's titles.
        """
        is_list = any(_OF_A_LIST.search(cell) for row in sheet.rows[:_HEADS] for cell in row)
        free = [sign for sign in _SIGNS if not any(sign in cell for row in sheet.rows for cell in row)]
        notes = [f"注：{_plain(text)}" for text in over]
        for row, column, text in hanging:
            at = None if is_list or not free else _name(sheet.rows[row], column)
            sign = free.pop(0) if at is not None else ""
            if at is not None:
                sheet.rows[row][at] += sign
            notes.append(f"注：{sign}{_plain(text)}")
        for note in notes:
            put(sheet, note)


def _parts(archive: zipfile.ZipFile, part: str, file: str) -> Any:
    if part not in archive.namelist():
        return []
    if archive.getinfo(part).file_size > _LARGEST:
        raise too_large(file, "的脚注过多", "has too many footnotes")
    return etree.fromstring(archive.read(part), etree.XMLParser(resolve_entities=False, no_network=True))


def _paragraphs(note: Any, reader: Reader) -> list[str]:
    paragraphs = (each for each in note.iter() if local(each) == "p")
    return [line for each in paragraphs if (line := " ".join(reader.text([each]).live.split()))]


def _plain(text: str) -> str:
    """Return what a note says, as a sentence on what bears its sign."""
    bare = _LEAD.sub("", text)
    return f"为{bare}" if _IS.match(bare) else bare


def _name(row: list[str], column: int) -> int | None:
    """Return which cell names what a note on one of a row's cells is said of: its first words; a heading itself."""
    worded = [at for at, text in enumerate(row) if text.strip() and not is_bare_figure(text)]
    if not any(is_bare_figure(text) for text in row) and column in worded:
        return column
    return worded[0] if worded else None
