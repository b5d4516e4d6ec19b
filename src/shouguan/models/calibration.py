r"""Calibration: intervals corrected with the errors that the same model made at the same point of earlier years.

For each level the ratio of a past error to the half-width that was given for it is collected; its weighted order
statistic is the factor that would have made the level true (split conformal prediction; with weights, Tibshirani,
Barber, Candès and Ramdas 2019, *NeurIPS* 32). A past forecast weighs exp(−½·(log(v/v′)/ALIKE)²), v and v′ being the
shock variances expected at its origin and now: widths of calm years are not learned from turning ones, nor the other
way round, and no border parts them. One factor, the geometric mean of those at `LEARNED`, stretches the whole
distribution, so that it keeps the model's own shape; the 95 % one would hang on a region or two of the worst year.
Regions of one year err together, so a year is the unit of evidence: the factor's logarithm is shrunk to none as if
`PRIOR_YEARS` years like this one had been right.

A figure is published to one decimal, so a median within half a digit of it (`ROUNDING`) could not have been nearer:
what it misses by there is of the last digit and not of the model. No error counts as less. Taken at their word, five
calm years of the nation whose medians after Q3 lay within 0.02 of the figure drew widths of ± 0.25 in to a quarter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shouguan.core.ytd import ROUNDING, Array

LEVELS = (0.50, 0.80, 0.95)
LEARNED = (0.50, 0.80)
"""Levels that the factor is learned at."""
PRIOR_YEARS = 4.0
ALIKE = 0.5
"""Difference of the logarithms of two expected shock variances at which a year counts for three fifths."""
_LEAST_FACTOR = 0.05
_LEAST_HALF_WIDTH = 1e-9
_LEAST_EVIDENCE = 1e-6
"""Of a year: what lies farther away says nothing."""


@dataclass(frozen=True)
class Past:
    """One past forecast: its year, the shock variance expected, its half-width at each of `LEVELS`, and its error."""

    year: int
    shock_variance: float
    half_widths: tuple[float, float, float]
    error: float


@dataclass(frozen=True)
class Calibration:
    """A factor by which deviations from the median are stretched.

    Attributes
    ----------
    factor : float
    n : int
        How many past forecasts it rests on.
    years : float
        How many years like this one they are worth.
    """

    factor: float = 1.0
    n: int = 0
    years: float = 0.0

    def stretch(self, values: Array) -> Array:
        """Return draws (or quantiles) with deviations from their median stretched; their order is kept."""
        centre = float(np.median(values))
        return centre + self.factor * (values - centre)


def learn(past: Sequence[Past], *, shock_variance: float) -> Calibration:
    """Learn the factor from past forecasts of one model at one origin.

    Parameters
    ----------
    past : sequence of Past
        Of earlier years only; the caller sees to it. Errors below `ROUNDING` count as that.
    shock_variance : float
        What is expected of the year to be forecast.
    """
    if not past:
        return Calibration()
    away = np.log([each.shock_variance for each in past]) - np.log(shock_variance)
    weights = np.exp(-0.5 * (away / ALIKE) ** 2)
    of_year = np.array([each.year for each in past])
    years = float(sum(weights[of_year == year].mean() for year in np.unique(of_year)))
    if years < _LEAST_EVIDENCE:
        return Calibration()
    errors = np.maximum([each.error for each in past], ROUNDING)
    halves = np.array([each.half_widths for each in past])
    ratios = errors[:, None] / np.maximum(halves, _LEAST_HALF_WIDTH)
    factors = [_ranked(ratios[:, LEVELS.index(level)], weights, level) for level in LEARNED]
    # What so few errors cannot vouch for says nothing.
    known = np.log([max(factor, _LEAST_FACTOR) for factor in factors if factor is not None] or [1.0])
    return Calibration(float(np.exp(known.mean() * years / (years + PRIOR_YEARS))), len(past), years)


def _ranked(ratios: Array, weights: Array, level: float) -> float | None:
    """Return the smallest ratio that `level` of the weight lies below, the forecast's own (1) counted; None beyond."""
    order = np.argsort(ratios, kind="stable")
    below = np.cumsum(weights[order])
    at = int(np.searchsorted(below, level * (below[-1] + 1.0) - _LEAST_EVIDENCE))
    return float(ratios[order[at]]) if at < ratios.size else None
