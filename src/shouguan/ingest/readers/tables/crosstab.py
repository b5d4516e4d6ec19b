"""Tables of figures into observations: what each cell means, settled or asked, looked over, written.

Growth is taken as published, never computed from levels.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shouguan.core.findings import Finding
from shouguan.ingest.readers.reading import Options
from shouguan.ingest.readers.tables.drafts import drafts
from shouguan.ingest.readers.tables.grids import Table
from shouguan.ingest.readers.tables.notes import Notes, unique
from shouguan.ingest.readers.tables.observe import observation, vintages
from shouguan.ingest.readers.tables.settle import settled
from shouguan.ingest.readers.tables.shape import look_over


def read_tables(tables: Iterable[Table], options: Options) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Turn tables into observations.

    Returns
    -------
    list of dict
        Rows with the columns of `shouguan.observations`; `value` is a float.
    list of Finding
        Errors (what is open or wrong), warnings (what was left out), infos.
    """
    notes = Notes()
    found = settled((draft for table in tables for draft in drafts(table, options, notes)), options, notes)
    rows = [(draft, row) for draft in found if (row := observation(draft, options, notes)) is not None]
    look_over(rows, notes)
    at = [((draft.table.sheet, draft.row, draft.column), row) for draft, row in rows]
    return vintages(unique(at, notes), options), notes.items
