"""Comments of cells: notes that a program shows beside a cell or in a margin, as text."""

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


def of_sheet(archive: zipfile.ZipFile, part: str, file: str) -> list[Comment]:
    """Return the comments of a worksheet of an XLSX file, but for those that the kit's own workbooks have.

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
        if kind.endswith("/comments") and at in archive.namelist():
            root = _parsed(archive, at, file)
            ours = [str(n) for n, author in enumerate(root.iterfind("{*}authors/{*}author")) if author.text == NAME]
            for comment in root.iter("{*}comment"):
                row, column, _, _ = corners(comment.get("ref", "A1"))
                text = plain("".join(run.text or "" for run in comment.iter("{*}t")))
                if text and comment.get("authorId") not in ours:
                    made.append(Comment(row + 1, column, text))
    return made


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
