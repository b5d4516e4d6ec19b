"""Tables of figures into observations: what each cell means, settled or asked, looked over, written.

Growth is taken as published, never computed from levels.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shouguan.findings import Finding
from shouguan.readers.drafts import drafts
from shouguan.readers.notes import Notes, unique
from shouguan.readers.observe import observation, vintages
from shouguan.readers.reading import Options
from shouguan.readers.settle import settled
from shouguan.readers.shape import look_over
from shouguan.readers.tables import Table


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
