"""The record: how the same method did at the same point of earlier years.

`data/official/record.csv` holds one row per past forecast, made by `make backtest` from the official
series. A report uses only the years before its own, so that it never knows more than its day.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from shouguan.core import paths
from shouguan.models.calibration import Calibration, Past, learn

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
_MIN_FORECASTS = 8
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
def _rows() -> pd.DataFrame:
    if not record_file().is_file():
        return pd.DataFrame(columns=list(FIELDS))
    text = pd.read_csv(record_file(), dtype=str)  # numbers are made by numpy, exact to the last bit
    numbers = dict.fromkeys(FIELDS[4:], float) | dict.fromkeys(("year", "known_periods"), int)
    return text.assign(turning=text["turning"] == "1").astype({**numbers, "turning": bool})


def earlier(indicator: str, known_periods: int, before: int, region: str | None = None) -> pd.DataFrame:
    """Return the record at one point of the year, of years before `before`, of all regions or of one.

    Returns
    -------
    DataFrame
        A past forecast a row, with the columns `FIELDS`; growth in per cent, `turning` as a truth.
    """
    rows = _rows()
    own = (rows["indicator"] == indicator) & (rows["known_periods"] == known_periods) & (rows["year"] < before)
    return rows[own if region is None else own & (rows["region"] == region)]


def calibration(indicator: str, known_periods: int, *, before: int, turning: bool) -> Calibration:
    """Learn how to correct intervals from the past forecasts of years before `before`."""
    rows = earlier(indicator, known_periods, before)
    halves = zip(rows["half50"], rows["half80"], rows["half95"], strict=True)
    errors = (rows["truth"] - rows["median"]).abs()
    return learn(list(map(Past, rows["year"], rows["turning"], halves, errors)), turning=turning)


def summary(indicator: str, known_periods: int, *, before: int) -> Record | None:
    """Summarise the past forecasts of years before `before`; None where there are too few.

    A figure counts as covered when it lies in the interval as printed, both to one decimal.
    """
    rows = earlier(indicator, known_periods, before)
    if len(rows) < _MIN_FORECASTS:
        return None
    mae = rows[["median", "carry_ytd", "carry_last_single"]].sub(rows["truth"], axis=0).abs().mean()
    return Record(
        n=len(rows),
        regions=rows["region"].nunique(),
        first_year=int(rows["year"].min()),
        last_year=int(rows["year"].max()),
        coverage80=float(rows["truth"].between(rows["lower80"], rows["upper80"]).mean()),
        mae=mae["median"],
        mae_carry_ytd=mae["carry_ytd"],
        mae_carry_last_single=mae["carry_last_single"],
    )
