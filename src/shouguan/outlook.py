"""The Outlook: draws of how one indicator's year may close, and what follows from them.

Chance of a target, interval and required growth are functions of an Outlook; no part of the kit fits a
forecast of its own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from shouguan import indicators
from shouguan.periods import Period
from shouguan.weights import YearWeights
from shouguan.ytd import ROUNDING, Array, Band, period_weights, required_growth

QUANTILES = (0.025, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.975)


@dataclass(frozen=True)
class Outlook:
    """Joint draws over the rest of one year.

    Parameters
    ----------
    region, indicator : str
    year : int
    as_of : date
        The day whose knowledge it rests on.
    known : tuple of float
        Published YTD growth of the year's first periods, per cent; NaN where one was not published.
    weights : YearWeights
        Shares of the year's periods in the base.
    carried : ndarray, shape (draws,)
        YTD growth up to the last known period, within its rounding, per cent.
    rest : ndarray, shape (draws, periods left)
        Single-period growth of each remaining period, per cent.
    model : str
        Which model made it.
    seed : int
    """

    region: str
    indicator: str
    year: int
    as_of: dt.date
    known: tuple[float, ...]
    weights: YearWeights
    carried: Array
    rest: Array
    model: str
    seed: int

    @property
    def origin(self) -> Period:
        """The last period whose YTD growth is known."""
        return indicators.indicator(self.indicator).calendar.periods(self.year)[len(self.known) - 1]

    @property
    def known_ytd(self) -> float:
        """The newest published YTD growth."""
        return self.known[-1]

    @property
    def known_weight(self) -> float:
        """The share `W_k` of the year that is published."""
        return float(self.weights.cumulative[len(self.known) - 1])

    @cached_property
    def ytd_paths(self) -> Array:
        """YTD growth at each remaining period, shape (draws, periods left)."""
        cumulative = self.weights.cumulative
        known = len(self.known)
        added = np.cumsum(self.rest * period_weights(cumulative)[known:], axis=1)
        return (self.carried[:, None] * cumulative[known - 1] + added) / cumulative[known:]

    @property
    def full_year(self) -> Array:
        """Full-year growth, shape (draws,)."""
        return self.ytd_paths[:, -1]

    def quantile(self, level: float) -> float:
        """Return a quantile of full-year growth."""
        return float(np.quantile(self.full_year, level))

    def interval(self, level: float) -> tuple[float, float]:
        """Return the central interval of full-year growth that holds `level` of the draws."""
        tail = (1.0 - level) / 2.0
        return self.quantile(tail), self.quantile(1.0 - tail)

    def chance(self, target: float) -> float:
        """Return the chance that the year closes at `target` or above, as published to one decimal.

        A figure of X − 0.05 is published as X, so that is the threshold.
        """
        return float(np.mean(self.full_year >= target - ROUNDING))

    def required(self, target: float) -> Band:
        """Return the growth that the rest of the year needs for `target` itself."""
        return required_growth(target, self.known_weight, self.known_ytd)
