"""The record: how the same method did at the same point of earlier years.

`data/official/record.csv` holds one row per past forecast, made by `make backtest` from the official
series. A report uses only the years before its own, so that it never knows more than its day.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from shouguan import paths

FIELDS = (
    "indicator",
    "region",
    "year",
    "known_periods",
    "truth",
    "median",
    "lower80",
    "upper80",
    "carry_ytd",
    "carry_last_single",
)
_FEWEST = 8
"""Fewer past forecasts than this say nothing about coverage; the report then says there is no record."""


@dataclass(frozen=True)
class Record:
    """Errors and coverage of past forecasts of one indicator at one point of the year, in points."""

    n: int
    regions: int
    first_year: int
    last_year: int
    coverage80: float
    mae: float
    mae_carry_ytd: float
    mae_carry_last_single: float


def record_file() -> Path:
    """Return where the record is kept."""
    return paths.official() / "record.csv"


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    if not record_file().is_file():
        return ()
    with record_file().open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def summary(indicator: str, known_periods: int, *, before: int) -> Record | None:
    """Summarise the past forecasts of years before `before`; None where there are too few.

    A figure counts as covered when it lies in the interval as printed, both to one decimal.
    """
    rows = [
        row
        for row in _rows()
        if row["indicator"] == indicator and int(row["known_periods"]) == known_periods and int(row["year"]) < before
    ]
    if len(rows) < _FEWEST:
        return None
    column = {name: np.array([float(row[name]) for row in rows]) for name in FIELDS[2:]}
    truth = column["truth"]
    inside = (truth >= column["lower80"]) & (truth <= column["upper80"])

    def mae(name: str) -> float:
        return float(np.mean(np.abs(column[name] - truth)))

    return Record(
        n=len(rows),
        regions=len({row["region"] for row in rows}),
        first_year=int(column["year"].min()),
        last_year=int(column["year"].max()),
        coverage80=float(np.mean(inside)),
        mae=mae("median"),
        mae_carry_ytd=mae("carry_ytd"),
        mae_carry_last_single=mae("carry_last_single"),
    )
