"""The checks that a file must pass by itself, before anything of it is stored."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shouguan.core.findings import Finding
from shouguan.data.observations import COLUMNS
from shouguan.ingest.checks.arithmetic import arithmetic
from shouguan.ingest.checks.series import series
from shouguan.ingest.checks.slips import slips


def within(rows: list[dict[str, Any]], file: str) -> list[Finding]:
    """Check one file's observations against each other.

    Parameters
    ----------
    rows : list of dict
        Observations.
    file : str
        As messages name it.
    """
    return agree(placed_rows(rows, file)) if rows else []


def placed_rows(rows: list[dict[str, Any]], file: str) -> pd.DataFrame:
    """Return observations as a table that says of each row where it stands, as checks want it."""
    return pd.DataFrame(rows, columns=list(COLUMNS)).assign(_file=file, _row=range(1, len(rows) + 1))


def agree(table: pd.DataFrame) -> list[Finding]:
    """Check rows of observations, which say their `_file` and `_row`, against each other."""
    by_key = series(table)
    return [*arithmetic(by_key), *slips(by_key)]
