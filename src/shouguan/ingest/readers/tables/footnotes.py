"""Footnotes by their marks: what a note ①… or *… below a table says of the figures and names that bear its mark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.note_words import is_harmless, touches

_SIGNS = "①-⑳¹²³⁴-⁹*＊#＃†‡※"
_NOTE = re.compile(rf"(?:注\s*[:：]\s*)?[\[(（]?(?P<mark>[{_SIGNS}]|\d(?=[\])）\s]))[\])）:：.、\s]*(?=\S)")
_BEARS = re.compile(rf"(?P<mark>[{_SIGNS}])$|[\[(（](?P<digit>\d)[\])）]$")


def marked(notes: Iterable[str]) -> dict[str, str]:
    """Return the notes that a mark begins, by the mark as a plain digit or sign.

    Examples
    --------
    >>> marked(["①为两年平均增速", "* 预计数", "数据来源：市统计局"])
    {'1': '①为两年平均增速', '*': '* 预计数'}
    """
    found = ((_NOTE.match(note.strip()), note.strip()) for note in notes)
    return {_plain(match["mark"]): note for match, note in found if match is not None}


def spoken_of(texts: Iterable[str], notes: Mapping[str, str]) -> str:
    """Return the footnote whose mark one of the texts bears, where it may change a figure; or nothing.

    Examples
    --------
    >>> spoken_of(["4.9①"], {"1": "①为两年平均增速"}), spoken_of(["4.9*"], {"*": "* 数据来源：市统计局"})
    ('①为两年平均增速', '')
    """
    for text in texts:
        found = _BEARS.search(text.strip())
        note = notes.get(_plain(found["mark"] or found["digit"]), "") if found else ""
        said = folded(_NOTE.sub("", note))
        if said and touches(said) and not is_harmless(said):
            return note
    return ""


def _plain(mark: str) -> str:
    return unicodedata.normalize("NFKC", mark)
