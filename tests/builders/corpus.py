"""The corpus: files as offices have them, written by script, each with the rows that it must give.

Its modules put their fixtures into one list when they are imported. Figures are invented.
"""

from __future__ import annotations

from tests.builders import (  # noqa: F401
    corpus_bulletins,
    corpus_bureau,
    corpus_city,
    corpus_doubts,
    corpus_formats,
    corpus_layouts,
    corpus_lists,
    corpus_money,
    corpus_parts,
    corpus_places,
    corpus_province,
    corpus_questions,
    corpus_registers,
    corpus_rows,
    corpus_series,
    corpus_terminals,
    corpus_tidy,
    corpus_unseen,
    corpus_wider,
    corpus_yearbook,
)
from tests.builders.corpus_bulletins import THREE_HEADS, THREE_HEADS_MERGE, THREE_HEADS_ROWS
from tests.builders.corpus_making import (
    FIXTURES,
    NAMES,
    OPEN,
    QUESTIONS,
    Fixture,
    Grid,
    book,
    patch_sheet,
    quoted,
    text,
)

__all__ = [
    "FIXTURES",
    "NAMES",
    "OPEN",
    "QUESTIONS",
    "THREE_HEADS",
    "THREE_HEADS_MERGE",
    "THREE_HEADS_ROWS",
    "Fixture",
    "Grid",
    "book",
    "patch_sheet",
    "quoted",
    "text",
]
