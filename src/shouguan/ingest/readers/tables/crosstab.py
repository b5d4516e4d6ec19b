"""Tables of figures into observations: what each cell means, settled or asked, looked over, written.

Growth is taken as published, never computed from levels.
"""

from __future__ import annotations

from collections.abc import Iterable

from shouguan.ingest.readers.reading import Found, Options, Origin
from shouguan.ingest.readers.tables.drafts import drafts
from shouguan.ingest.readers.tables.grids import Draft, Table
from shouguan.ingest.readers.tables.notes import Notes, unique
from shouguan.ingest.readers.tables.observe import observation, vintages
from shouguan.ingest.readers.tables.settle import settled
from shouguan.ingest.readers.tables.shape import look_over
from shouguan.ingest.readers.tables.told import Telling


def read_tables(tables: Iterable[Table], options: Options) -> Found:
    """Turn tables into observations.

    Returns
    -------
    Found
        Rows with the columns of `shouguan.observations`, `value` a float; errors (what is open or wrong), warnings
        (what was left out) and infos; and which cell each row came from.
    """
    notes = Notes()
    drafted = [draft for table in tables for draft in drafts(table, options, notes)]
    settled_drafts = settled(drafted, options, notes)
    _share_questions(drafted, settled_drafts, notes)
    rows = [(draft, row) for draft in settled_drafts if (row := observation(draft, options, notes)) is not None]
    look_over(rows, notes)
    telling = {id(table): Telling(table) for table in {id(draft.table): draft.table for draft, _ in rows}.values()}
    origins = (
        Origin(draft.table.sheet, (draft.row, draft.column), row, told_by=telling[id(draft.table)].cells(draft))
        for draft, row in rows
    )
    kept = unique(origins, notes)
    return kept._replace(rows=vintages(kept.rows, options))


def _share_questions(drafted: list[Draft], settled: list[Draft], notes: Notes) -> None:
    """A question about a line is asked at one cell of it; the line's other cells are open as well."""
    settled_ones = {id(draft) for draft in settled}
    left = [draft for draft in drafted if id(draft) not in settled_ones]
    questions = {key[-1]: finding for key, finding in notes.said.items() if finding.severity == "error"}
    for draft in left:
        notes.shared.append((draft.table.sheet, (draft.row, draft.column), questions[draft.line]))
