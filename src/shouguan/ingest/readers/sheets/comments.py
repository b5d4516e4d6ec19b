"""What a program shows beside the cells, as text: comments of cells, text boxes, the head and foot of pages."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from shouguan.core.workbook import NAME
from shouguan.ingest.readers.sheets.addresses import corners
from shouguan.ingest.readers.sheets.grid import Comment, too_large

_LARGEST = 8 * 2**20
_THREAD = re.compile(r"^\[(?:Threaded comment|线程批注|线程注释)\].*?(?:Comment|批注|注释)[:：]", re.DOTALL)
"""What Excel writes over the first comment of a thread for programs that know none."""

_PARTS = re.compile("&[LCR]")
_CODE = re.compile(r'&"[^"]*"|&\d+|&K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|&[A-Za-z]')
"""What a head or foot has beside its text: fonts, sizes, colours; number, date, file and sheet as they are printed."""
_NUMBERED = re.compile(r"[\s\d第共页，,、/年月日:：.—–＿_－-]*")


def of_sheet(archive: zipfile.ZipFile, part: str, file: str) -> list[Comment]:
    """Return the comments and text boxes of a worksheet of an XLSX file, but for those of the kit's own workbooks.

    Parameters
    ----------
    archive : zipfile.ZipFile
    part : str
        The worksheet's own part: `xl/worksheets/sheet1.xml`.
    file : str
        As messages name it.

    Raises
    ------
    DataError
        When they are beyond the bounds.
    """
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return []
    made: list[Comment] = []
    for each in _parsed(archive, relations, file).iter("{*}Relationship"):
        kind, target = each.get("Type", ""), each.get("Target", "")
        at = posixpath.normpath(posixpath.join("/", folder, target))[1:]
        if at not in archive.namelist():
            continue
        if kind.endswith("/comments"):
            made += _comments(_parsed(archive, at, file))
        elif kind.endswith("/drawing"):
            made += _boxes(_parsed(archive, at, file))
    return made


def _comments(root: Any) -> Iterator[Comment]:
    ours = [str(n) for n, author in enumerate(root.iterfind("{*}authors/{*}author")) if author.text == NAME]
    for comment in root.iter("{*}comment"):
        row, column, _, _ = corners(comment.get("ref", "A1"))
        text = plain("".join(run.text or "" for run in comment.iter("{*}t")))
        if text and comment.get("authorId") not in ours:
            yield Comment(row + 1, column, text)


def _boxes(drawing: Any) -> Iterator[Comment]:
    """Yield what stands in the shapes of a drawing, each with the cell at its corner."""
    for anchor in drawing:
        row, column = anchor.findtext("{*}from/{*}row"), anchor.findtext("{*}from/{*}col")
        for shape in anchor.iter("{*}sp"):
            lines = ("".join(run.text or "" for run in each.iter("{*}t")) for each in shape.iterfind("{*}txBody/{*}p"))
            if text := plain("\n".join(lines)):
                yield Comment(int(row) + 1 if row else None, int(column) if column else None, text, "box")


def of_page(texts: Iterable[str]) -> Iterator[Comment]:
    """Yield what stands at the head and the foot of a sheet's pages, the codes of numbers, dates and names left out.

    Examples
    --------
    >>> [each.text for each in of_page(['&L&"宋体,加粗"&10预测数&C&A&R第 &P 页，共 &N 页'])]
    ['预测数']
    """
    parts = (part for text in texts for part in _PARTS.split(text))
    lines = ("".join(_CODE.sub("", each)) for each in parts)
    for line in dict.fromkeys(" ".join(each.split()) for each in lines):
        if line and not _NUMBERED.fullmatch(line):
            yield Comment(None, None, line, "page")


def of_document(archive: zipfile.ZipFile, file: str) -> list[Comment]:
    """Return the comments of a Word document; where in it they hang is not told."""
    part = "word/comments.xml"
    if part not in archive.namelist():
        return []
    texts = (plain("".join(run.text or "" for run in each.iter("{*}t"))) for each in _parsed(archive, part, file))
    return [Comment(None, None, text) for text in texts if text]


def of_cell(elements: Iterable[Any], line: int, column: int) -> Iterator[Comment]:
    """Yield a cell's comments from the elements that hold them, in .ods and in XML 2003."""
    for element in elements:
        told = [each for each in element if etree.QName(each).localname not in {"creator", "date", "date-string"}]
        if text := plain("\n".join("".join(each.itertext()) for each in told)):
            yield Comment(line, column, text)


def plain(text: str) -> str:
    """Return a comment without what a program puts over it, on one line.

    Examples
    --------
    >>> plain("[Threaded comment] Your version of Excel … Comment: 预计数")
    '预计数'
    """
    return " ".join(_THREAD.sub("", text.strip()).split())


def _parsed(archive: zipfile.ZipFile, part: str, file: str) -> Any:
    if archive.getinfo(part).file_size > _LARGEST:
        raise too_large(file, "的批注过多", "has too many comments")
    return etree.fromstring(archive.read(part), etree.XMLParser(resolve_entities=False, no_network=True))
