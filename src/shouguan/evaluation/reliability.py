"""Reliability: how often what the kit gave a chance of 70 % came true.

The record holds past forecasts, not past chances, so the chances are worked out again from what it holds: the
median, the half-widths of the central intervals, and the calibration that was known that year. Between those
points the distribution is taken to be normal in pieces, and symmetric. A target is needed for a chance; few
places have a record of theirs, so last year's growth with half a point or a point added or taken away stands
for one, as in `shouguan.scores`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtr, ndtri

from shouguan.core.ytd import ROUNDING
from shouguan.data.place import NATION
from shouguan.evaluation.scores import TARGET_STEPS, clustered
from shouguan.models import track_record
from shouguan.models.calibration import LEVELS, learn
from shouguan.models.reuse import Kept, made_by

_KNOTS = [0.0, *(float(ndtri((1.0 + level) / 2.0)) for level in LEVELS)]
"""Normal scores of the median and of the upper ends of the central intervals."""
_MIN_CHANCES = 100
"""Chances: fewer than this say nothing about reliability, for most of them are near none or all."""
_MIN_CHANCES_IN_GROUP = 5
_MAX_RANGE = 0.6
"""A share whose uncertain range is wider says nothing: a handful of cases of one or two years."""
_MIN_WIDTH_STEP = 1e-6
"""Points between two widths, so that a distribution has some everywhere."""


@dataclass(frozen=True)
class Group:
    """The chances in one stretch of the scale: their mean, the share that came true, and how many there are.

    Attributes
    ----------
    chance, met : float
        Fractions.
    lower, upper : float
        The 95 % interval of `met` when whole years are drawn, for regions of a year come true together.
    n : int
    """

    chance: float
    met: float
    lower: float
    upper: float
    n: int


def chance(median: float, half_widths: npt.ArrayLike, target: float) -> float:
    """Return the chance of `target` or more, as published, from a median and central half-widths.

    Parameters
    ----------
    median : float
        Per cent.
    half_widths : array_like, shape (3,)
        Of the central intervals at `calibration.LEVELS`, points.
    target : float
        Per cent; a figure of X − 0.05 is published as X.

    Examples
    --------
    >>> round(chance(3.0, (0.4, 0.8, 1.2), 3.05), 3), round(chance(3.0, (0.4, 0.8, 1.2), 3.45), 3)
    (0.5, 0.25)
    """
    widths = np.maximum.accumulate(np.append(0.0, half_widths)) + _MIN_WIDTH_STEP * np.arange(len(LEVELS) + 1)
    away = target - ROUNDING - median
    beyond = _KNOTS[-1] / float(widths[-1])  # the tails go on as a normal distribution of that width
    score = float(np.interp(abs(away), widths, _KNOTS)) + beyond * max(abs(away) - float(widths[-1]), 0.0)
    return float(ndtr(-np.copysign(score, away)))


def given(indicator: str, known_periods: int, *, before: int) -> pd.DataFrame:
    """Return the chances that past forecasts of all regions gave at one point of the year.

    Each uses only the calibration that was known then; years before `before` alone count.

    Returns
    -------
    DataFrame
        `region, year, chance, met`: one chance a row, a fraction, and whether the year came to the stand-in target, as
        published.
    """
    record = track_record.record()
    key = (id(record), indicator, known_periods, before, *made_by(*_MADE_BY))
    _, made = _GIVEN.made(
        key,
        lambda: (record, _given(indicator, known_periods, before)),
        size=lambda kept: int(kept[1].memory_usage().sum()),
    )
    return made.copy()


_GIVEN: Kept[tuple[pd.DataFrame, pd.DataFrame]] = Kept(4 * 2**20)
_MADE_BY = __name__, track_record.__name__, learn.__module__


def _given(indicator: str, known_periods: int, before: int) -> pd.DataFrame:
    rows = track_record.earlier(indicator, known_periods, before)
    last = rows[["region", "year", "truth"]].assign(year=rows["year"] + 1)
    rows = rows.merge(last, on=["region", "year"], suffixes=("", "_before"))
    factors = _factors(rows, indicator, known_periods)
    chances = [
        (row.region, row.year, chance(row.median, widths, target), row.truth >= target - 1e-9)
        for row in rows.itertuples()
        for widths in [np.multiply(factors[row.year, row.region], (row.half50, row.half80, row.half95))]
        for target in (row.truth_before + step for step in TARGET_STEPS)
    ]
    return pd.DataFrame(chances, columns=["region", "year", "chance", "met"])


def _factors(rows: pd.DataFrame, indicator: str, known_periods: int) -> dict[tuple[int, str], float]:
    """Return by what each past forecast was stretched, by year and region; regions of a year share it."""
    kinds = rows.assign(nation=rows["region"] == NATION).groupby(["year", "nation", "shock_variance"])
    found = {}
    for (year, _, shock_variance), group in kinds:
        learned = track_record.calibration(
            indicator, known_periods, before=year, shock_variance=shock_variance, region=group["region"].iloc[0]
        )
        found.update({(year, region): learned.factor for region in group["region"]})
    return found


def groups(given: pd.DataFrame, count: int = 5) -> list[Group]:
    """Sort chances (`year, chance, met`) into equal stretches of the scale; those that say nothing are left out.

    Empty where there are too few chances to say anything.
    """
    if len(given) < _MIN_CHANCES:
        return []
    slot = np.minimum((given["chance"] * count).astype(int), count - 1)
    made = [
        Group(
            float(own["chance"].mean()),
            float(own["met"].mean()),
            *clustered(own["met"].to_numpy(float), own["year"].to_numpy()),
            len(own),
        )
        for _, own in given.groupby(slot)
        if len(own) >= _MIN_CHANCES_IN_GROUP
    ]
    return [each for each in made if each.upper - each.lower <= _MAX_RANGE]


def mean_error(made: Sequence[Group]) -> float:
    """Return how far the chances given lay from the shares that came true, on average over all chances: a fraction."""
    return sum(each.n * abs(each.chance - each.met) for each in made) / sum(each.n for each in made)
