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
from scipy.stats import norm

from shouguan.core.ytd import ROUNDING
from shouguan.evaluation.scores import TARGET_STEPS, clustered
from shouguan.models import track_record
from shouguan.models.calibration import LEVELS, Calibration

_KNOTS = [0.0, *(float(norm.ppf((1.0 + level) / 2.0)) for level in LEVELS)]
"""Normal scores of the median and of the upper ends of the central intervals."""
_FEWEST = 100
"""Chances: fewer than this say nothing about reliability, for most of them are near none or all."""
_FEWEST_IN_GROUP = 5
_LEAST = 1e-6
"""Points between two widths, so that a distribution has some everywhere."""


@dataclass(frozen=True)
class Given:
    """One chance that was given, and whether the year came to the stand-in target, as published."""

    region: str
    year: int
    chance: float
    met: bool


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


def chance(median: float, half_widths: Sequence[float], target: float) -> float:
    """Return the chance of `target` or more, as published, from a median and central half-widths.

    Parameters
    ----------
    median : float
        Per cent.
    half_widths : sequence of float, shape (3,)
        Of the central intervals at `calibration.LEVELS`, points.
    target : float
        Per cent; a figure of X − 0.05 is published as X.

    Examples
    --------
    >>> round(chance(3.0, (0.4, 0.8, 1.2), 3.05), 3), round(chance(3.0, (0.4, 0.8, 1.2), 3.45), 3)
    (0.5, 0.25)
    """
    widths = np.maximum.accumulate([0.0, *half_widths]) + _LEAST * np.arange(len(half_widths) + 1)
    away = target - ROUNDING - median
    beyond = _KNOTS[-1] / float(widths[-1])  # the tails go on as a normal distribution of that width
    score = float(np.interp(abs(away), widths, _KNOTS)) + beyond * max(abs(away) - float(widths[-1]), 0.0)
    return float(norm.sf(np.copysign(score, away)))


def given(indicator: str, known_periods: int, *, before: int) -> list[Given]:
    """Return the chances that past forecasts of all regions gave at one point of the year.

    Each uses only the calibration that was known then; years before `before` alone count.
    """
    rows = track_record.earlier(indicator, known_periods, before)
    truths = {(row["region"], int(row["year"])): float(row["truth"]) for row in rows}
    learned: dict[tuple[int, bool], Calibration] = {}
    found = []
    for row in rows:
        year, turning = int(row["year"]), row["turning"] == "1"
        last = truths.get((row["region"], year - 1))
        if last is None:
            continue
        if (year, turning) not in learned:
            learned[year, turning] = track_record.calibration(indicator, known_periods, before=year, turning=turning)
        factors = learned[year, turning].factors
        halves = [float(row[f"half{100 * level:.0f}"]) for level in LEVELS]
        widths = [factor * half for factor, half in zip(factors, halves, strict=True)]
        for step in TARGET_STEPS:
            target = last + step
            found.append(
                Given(
                    row["region"],
                    year,
                    chance(float(row["median"]), widths, target),
                    float(row["truth"]) >= target - 1e-9,
                )
            )
    return found


def groups(found: Sequence[Given], count: int = 5) -> list[Group]:
    """Sort chances into equal stretches of the scale; stretches with hardly any are left out.

    Empty where there are too few chances to say anything.
    """
    if len(found) < _FEWEST:
        return []
    chances = np.array([each.chance for each in found])
    met = np.array([each.met for each in found], dtype=float)
    years = np.array([each.year for each in found])
    slot = np.minimum((chances * count).astype(int), count - 1)
    made = []
    for index in range(count):
        own = slot == index
        if own.sum() < _FEWEST_IN_GROUP:
            continue
        low, high = clustered(met[own], years[own])
        made.append(Group(float(chances[own].mean()), float(met[own].mean()), low, high, int(own.sum())))
    return made


def mean_error(made: Sequence[Group]) -> float:
    """Return how far the chances given lay from the shares that came true, on average over all chances: a fraction."""
    return sum(each.n * abs(each.chance - each.met) for each in made) / sum(each.n for each in made)
