"""The record: how the same method did at the same point of earlier years.

`data/official/record.csv` holds one row per past forecast, made by `make backtest` from the official
series, `path_record.csv` beside it one row per month on the way to the year's end (`benchmarks/score_pace.py --write`).
A report uses only the years before its own, so that it never knows more than its day.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from shouguan.core import indicators, paths
from shouguan.core.periods import MONTHLY_FROM_FEBRUARY
from shouguan.data.place import NATION
from shouguan.models.calibration import Calibration, Past, learn
from shouguan.models.leaning import LEANING, Coefficients, Lean, Missed
from shouguan.models.leaning import learn as learn_leaning
from shouguan.models.outlook import Outlook
from shouguan.models.reuse import Kept, made_by

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
    "drawn",
    "to_ytd",
    "to_peers",
    "shock_variance",
)
"""Columns: forecasts and rules to one decimal, as printed; half-widths before calibration, the median before it leaned
and how it would have (`shouguan.models.leaning`), points; the shock variance expected, in units of ordinary times."""
PATH_FIELDS = ("indicator", "year", "known_periods", "ahead", "shock_variance", "error", "half50", "half80", "half95")
"""Columns of `path_record.csv`: forecasts of YTD growth at each period before the year's last, `ahead` periods after
the newest that was published (1 the next); the error, and half-widths before correction, in points."""
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


def record() -> pd.DataFrame:
    """Return the record, as it was when it was first read; nobody changes it in place."""
    return _rows()


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


def calibration(indicator: str, known_periods: int, *, before: int, shock_variance: float, region: str) -> Calibration:
    """Learn how to correct a region's intervals from the past forecasts of years before `before`.

    The nation learns from its own, all others from those of regions. Of an indicator that is on record for the nation
    alone all learn from it.
    """
    recorded, nation = record(), region == NATION
    asked = indicator, known_periods, before, shock_variance, nation
    key = (id(recorded), *asked, *made_by(__name__, learn.__module__))
    # one report asks many times
    return _CALIBRATIONS.made(key, lambda: (recorded, _learn(recorded, *asked)), size=lambda _: _SIZE)[1]


_SIZE = 500
_CALIBRATIONS: Kept[tuple[pd.DataFrame, Calibration]] = Kept(1000 * _SIZE)


def _learn(
    recorded: pd.DataFrame, indicator: str, known_periods: int, before: int, shock_variance: float, nation: bool
) -> Calibration:
    rows = earlier(indicator, known_periods, before)
    if (recorded["region"][recorded["indicator"] == indicator] != NATION).any():
        rows = rows[(rows["region"] == NATION) == nation]
    halves = zip(rows["half50"], rows["half80"], rows["half95"], strict=True)
    errors = (rows["truth"] - rows["median"]).abs()
    past = list(map(Past, rows["year"], rows["shock_variance"], halves, errors))
    return learn(past, shock_variance=shock_variance)


def leaning(indicator: str, before: int) -> Coefficients:
    """Learn how far forecasts lean from the past ones of years before `before`; not at all where none is on record."""
    return _leaning(record_file(), indicator, before)


@lru_cache(maxsize=64)
def _leaning(file: Path, indicator: str, before: int) -> Coefficients:  # one report asks many times
    rows = _rows()
    rows = rows[(rows["indicator"] == indicator) & (rows["year"] < before)]
    if indicator not in LEANING or rows.empty:
        return Coefficients()
    columns = ("region", "year", "known_periods", "to_ytd", "to_peers", "truth", "drawn", "half80")
    past = [
        Missed(region, year, known, Lean(to_ytd, to_peers), truth - drawn, half)
        for region, year, known, to_ytd, to_peers, truth, drawn, half in zip(
            *(rows[column].tolist() for column in columns), strict=True
        )
    ]
    return learn_leaning(past)


def path_record_file() -> Path:
    """Return where the record of months on the way is kept."""
    return paths.official() / "path_record.csv"


@lru_cache(maxsize=1)
def _paths() -> dict[tuple[int, int], list[Past]]:
    """Return past forecasts of months on the way, by how many periods were known and how many ahead they are."""
    if not path_record_file().is_file():
        return {}
    text = pd.read_csv(path_record_file(), dtype=str)
    found: dict[tuple[int, int], list[Past]] = {}
    for row in text.itertuples(index=False):
        halves = (float(row.half50), float(row.half80), float(row.half95))
        past = Past(int(row.year), float(row.shock_variance), halves, float(row.error))
        found.setdefault((int(row.known_periods), int(row.ahead)), []).append(past)
    return found


@lru_cache(maxsize=256)
def _on_the_way(known: int, size: int, before: int, shock_variance: float) -> tuple[Calibration, ...]:
    steps = range(1, size - known)
    return tuple(
        learn([each for each in _paths().get((known, ahead), []) if each.year < before], shock_variance=shock_variance)
        for ahead in steps
    )


def on_the_way(outlook: Outlook) -> tuple[Calibration, ...]:
    """Learn how to correct the intervals of YTD growth at each period left before the last, from earlier years.

    The nation's monthly series that are on record (investment, industry, retail sales) count together: one has too
    few years to tell a month from another. Of other calendars nothing is on record, and nothing is corrected.
    """
    if indicators.indicator(outlook.indicator).calendar != MONTHLY_FROM_FEBRUARY:
        return ()
    known, size = len(outlook.known), outlook.weights.cumulative.size
    return _on_the_way(known, size, outlook.year, outlook.shock_variance_ahead)


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
