"""Rows of a sheet as lines: which of their cells are figures, dashes or words, and which lines are notes."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables import stretches
from shouguan.ingest.readers.tables.figures import NotAFigureError, figure
from shouguan.ingest.readers.tables.names import folded

_NOTE = re.compile(
    r"(?:注|备注|说明|资料来源|数据来源|来源|制表|填表|note|datasource|source|数据提供)s?\d*[:.、]|data?sources?$"
)
_DECIMAL = re.compile(r"-?(?:\d{1,3}|\d{5,9})\.\d{1,4}")
"""Figures that are certainly neither a year nor a month (2020.9)."""
_LONGEST_LEAD = 4


def distinct(sheet: Sheet, row: int) -> list[tuple[int, str]]:
    """Return the filled cells of a row with their columns; a merged cell counts once."""
    return [(column, text.strip()) for column, text in enumerate(sheet.rows[row]) if text.strip()]


def is_note(text: str) -> bool:
    """Whether a line begins as a note or a source does."""
    return _NOTE.match(folded(text)) is not None


def notes(sheet: Sheet, first: int, end: int) -> list[tuple[int, str]]:
    """Return the lines by themselves from the last table to the end of this one, and those that follow it."""
    later = ((row, [text for _, text in distinct(sheet, row)]) for row in range(end, len(sheet.rows)))
    below = next((row for row, texts in later if texts and not _is_line(texts)), len(sheet.rows))
    lines = ((row, distinct(sheet, row)) for row in range(first, below))
    held = ((row, [text for _, text in cells]) for row, cells in lines)
    return [(row, _joined(texts)) for row, texts in held if _is_line(texts)]


def _joined(texts: Sequence[str]) -> str:
    lead, *rest = texts
    return lead if not rest else f"{lead.rstrip(':： ')}：{rest[0]}"


def _is_line(texts: Sequence[str]) -> bool:
    """Whether texts are one line of words, 注： and what follows it in a cell of its own among them."""
    is_split = len(texts) == 2 and is_note(f"{texts[0]}:") and len(texts[0]) <= _LONGEST_LEAD
    return (len(texts) == 1 or is_split) and not is_figure(texts[-1])


@functools.lru_cache(maxsize=2**16)  # each cell is asked about up to four times
def is_figure(text: str) -> bool:
    """Whether a text is a figure, not a year or a date that heads a column."""
    if _DECIMAL.fullmatch(text):
        return True
    if stretches.parse(text) is not None:
        return False
    try:
        return figure(text) is not None
    except NotAFigureError:
        return False


@functools.lru_cache(maxsize=16384)
def is_dash(text: str) -> bool:
    """Whether a text stands for no figure; each is looked at many times."""
    try:
        return figure(text) is None
    except NotAFigureError:
        return False
