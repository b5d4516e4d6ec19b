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

from shouguan.core import paths
from shouguan.models.calibration import Calibration, Past, learn
from shouguan.models.naive import YARDSTICKS

FIELDS = (
    "indicator",
    "region",
    "year",
    "known_periods",
    "truth",
    "median",
    "lower80",
    "upper80",
    "turning",
    "half50",
    "half80",
    "half95",
    "carry_ytd",
    "carry_last_single",
    "two_year_average",
    "median_of_rules",
)
"""Columns: forecasts and rules to one decimal, as printed; half-widths before calibration, points."""
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


def calibration(indicator: str, known_periods: int, *, before: int, turning: bool) -> Calibration:
    """Learn how to correct intervals from the past forecasts of years before `before`."""
    past = [
        Past(
            year=int(row["year"]),
            turning=row["turning"] == "1",
            half_widths=(float(row["half50"]), float(row["half80"]), float(row["half95"])),
            error=abs(float(row["truth"]) - float(row["median"])),
        )
        for row in earlier(indicator, known_periods, before)
    ]
    return learn(past, turning=turning)


@dataclass(frozen=True)
class PastForecast:
    """One past forecast of a region beside what came, all to one decimal as printed."""

    region: str
    year: int
    truth: float
    median: float
    lower80: float
    upper80: float
    turning: bool
    rules: dict[str, float]


def past(indicator: str, known_periods: int, *, before: int, region: str) -> list[PastForecast]:
    """Return a region's past forecasts at one point of the year, oldest first."""
    return [
        PastForecast(
            region=row["region"],
            year=int(row["year"]),
            truth=float(row["truth"]),
            median=float(row["median"]),
            lower80=float(row["lower80"]),
            upper80=float(row["upper80"]),
            turning=row["turning"] == "1",
            rules={name: float(row[name]) for name in YARDSTICKS},
        )
        for row in earlier(indicator, known_periods, before)
        if row["region"] == region
    ]


def earlier(indicator: str, known_periods: int, before: int) -> list[dict[str, str]]:
    """Return the rows of the record at one point of the year, of all regions, of years before `before`."""
    return [
        row
        for row in _rows()
        if row["indicator"] == indicator and int(row["known_periods"]) == known_periods and int(row["year"]) < before
    ]


def summary(indicator: str, known_periods: int, *, before: int) -> Record | None:
    """Summarise the past forecasts of years before `before`; None where there are too few.

    A figure counts as covered when it lies in the interval as printed, both to one decimal.
    """
    rows = earlier(indicator, known_periods, before)
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
