"""The Outlook: draws of how one indicator's year may close, and what follows from them.

Chance of a target, interval and required growth are functions of an Outlook; no part of the kit fits a
forecast of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.periods import Period
from shouguan.core.ytd import Array, Band, period_weights, required_growth
from shouguan.data.year_weights import YearWeights
from shouguan.models.calibration import Calibration
from shouguan.models.estimates import Held
from shouguan.models.leaning import Lean

QUANTILES = (0.025, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.975)

INTERVAL = 0.80
"""The interval that reports print."""

TURNING = 1.5
"""A year is turning when shock_variance_ahead at its origin is at least this, and calm otherwise."""

_ONE_YEAR = 1e-9
"""Points of full-year growth: draws that differ by less are one year, whose periods say nothing of each other."""


def quantile_name(level: float) -> str:
    """Return what a quantile is called in frames and JSON.

    Examples
    --------
    >>> [quantile_name(level) for level in (0.025, 0.05, 0.9)]
    ['q025', 'q05', 'q90']
    """
    return "q" + f"{level:.3f}".split(".")[1].rstrip("0").ljust(2, "0")


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
        Published YTD growth of the year's first periods, per cent; NaN where one was not published; empty
        where the region has published nothing of the year yet.
    weights : YearWeights
        Shares of the year's periods in the base.
    ytd_known : ndarray, shape (draws,)
        YTD growth up to the last known period, within its rounding, per cent.
    remaining : ndarray, shape (draws, periods left)
        Single-period growth of each remaining period, per cent.
    model : str
        Which model made it.
    seed : int
    shock_variance_ahead : float
        How much more than in ordinary times the variance ahead is expected to be; 1 in calm times.
    parts : dict of str to tuple of float
        What the expected growth of each period left is made of, log points: `trend`, `fading` (what is left
        of disturbances) and `base` (those of a year before, with the sign they come back with).
    on_the_way : tuple of Calibration
        How the intervals of YTD growth at the remaining periods before the year's last are corrected; none for draws
        that are not, or of an indicator without a record.
    """

    region: str
    indicator: str
    year: int
    as_of: dt.date
    known: tuple[float, ...]
    weights: YearWeights
    ytd_known: Array
    remaining: Array
    model: str
    seed: int
    shock_variance_ahead: float = 1.0
    parts: dict[str, tuple[float, ...]] = field(default_factory=dict)
    on_the_way: tuple[Calibration, ...] = ()

    @property
    def turning(self) -> bool:
        """Whether the year counts as turning by what is known at its origin: `TURNING` or more."""
        return self.shock_variance_ahead >= TURNING

    @property
    def origin(self) -> Period:
        """The last period whose YTD growth is known; the last of the year before where none of the year is."""
        if not self.known:
            return indicators.indicator(self.indicator).calendar.periods(self.year - 1)[-1]
        return indicators.indicator(self.indicator).calendar.periods(self.year)[len(self.known) - 1]

    @property
    def known_ytd(self) -> float:
        """The newest published YTD growth."""
        return self.known[-1]

    @property
    def known_weight(self) -> float:
        """The share `W_k` of the year that is published."""
        return float(self.weights.cumulative[len(self.known) - 1]) if self.known else 0.0

    @cached_property
    def ytd_paths(self) -> Array:
        """YTD growth at each remaining period, shape (draws, periods left)."""
        cumulative = self.weights.cumulative
        known = len(self.known)
        added = np.cumsum(self.remaining * period_weights(cumulative)[known:], axis=1)
        return (self.ytd_known[:, None] * self.known_weight + added) / cumulative[known:]

    @property
    def full_year(self) -> Array:
        """Full-year growth, shape (draws,); the published figure within its rounding where nothing is left."""
        return self.ytd_paths[:, -1] if self.remaining.shape[1] else self.ytd_known

    def quantile(self, level: float) -> float:
        """Return a quantile of full-year growth."""
        return float(np.quantile(self.full_year, level))

    def interval(self, level: float) -> tuple[float, float]:
        """Return the central interval of full-year growth that holds `level` of the draws."""
        tail = (1.0 - level) / 2.0
        return self.quantile(tail), self.quantile(1.0 - tail)

    def ytd_quantiles(self, levels: Sequence[float]) -> Array:
        """Return quantiles of YTD growth at each remaining period, as reports print them.

        Each period before the year's last is stretched around its median by what past forecasts of it were worth
        (`on_the_way`); the year itself is as its draws have it.

        Returns
        -------
        ndarray, shape (levels, periods left)
        """
        paths = self.ytd_paths.copy()
        for column, factors in enumerate(self.on_the_way[: paths.shape[1] - 1]):
            if factors.n:
                paths[:, column] = factors.stretch(paths[:, column])
        return np.asarray(np.quantile(paths, levels, axis=0))

    def chance(self, target: float) -> float:
        """Return the chance that the year closes at `target` or better, as published to one decimal.

        A figure of X − 0.05 is published as X, so that is the threshold; where less is better it is X + 0.05.
        """
        return float(np.mean(indicators.indicator(self.indicator).meets(self.full_year, target)))

    @cached_property
    def _share_of_the_year(self) -> Array:
        """How many points each remaining period grows more where the full year does by one, shape (periods left,).

        The regression of the periods on the full year over the draws (Waggoner and Zha 1999, *Review of Economics
        and Statistics* 81, for a linear condition), scaled so that they add up to the year's point exactly. Periods
        that move the year together share what is needed as they do in the draws.
        """
        away = self.full_year - self.full_year.mean()
        slope = (self.remaining - self.remaining.mean(axis=0)).T @ away
        weights = period_weights(self.weights.cumulative)[len(self.known) :]
        moved = float(weights @ slope)
        if away.std() < _ONE_YEAR or moved <= 0.0:  # draws of one and the same year: each period takes the same
            return np.full(weights.size, 1.0 / weights.sum())
        return np.asarray(slope / moved)

    def path_to(self, target: float) -> Array:
        """Return the expected single growth of each period left, given that the year closes at `target`.

        The mean of the draws of `given`; it adds up to `target` exactly.

        Returns
        -------
        ndarray, shape (periods left,)
        """
        return np.asarray(self.remaining.mean(axis=0) + self._share_of_the_year * (target - self.full_year.mean()))

    def given(self, target: float) -> Outlook:
        """Return the same draws with each year closing at `target` exactly: the rest of the year on that condition.

        Each draw's distance from the target is shared among the periods left by their regression on the year, as in
        the simulation smoother of Durbin and Koopman (2002, *Biometrika* 89): what is left of each draw's own ups and
        downs is the doubt about the way.
        """
        missing = target - self.full_year
        return replace(self, remaining=self.remaining + missing[:, None] * self._share_of_the_year, on_the_way=())

    def shifted_to(self, full_year: Array) -> Outlook:
        """Return the same draws with other full years: the difference is spread evenly over what is left."""
        left = 1.0 - self.known_weight
        return replace(self, remaining=self.remaining + ((full_year - self.full_year) / left)[:, None])

    def required(self, target: float) -> Band:
        """Return the growth that the rest of the year needs for `target` itself; all of it where nothing is known."""
        if not self.known:
            return Band(target, 0.0)
        return required_growth(target, self.known_weight, self.known_ytd)


@dataclass(frozen=True)
class Joint:
    """Outlooks of several regions or indicators whose draws go together: draw i of one with draw i of each.

    Parameters
    ----------
    outlooks : tuple of Outlook
        All with the same number of draws.
    estimated : Held, optional
        What the model estimated for them, for another forecast to hold.
    correlation : tuple of float, optional
        Of regions that were forecast together: the correlation of the shocks that the draws have, and the one that is
        expected of the year. No region's own draws depend on it; what compares regions does (`components.peers`).
    leans : mapping of str to Lean, optional
        By region code, how the full year would lean towards YTD growth and the peers; see `shouguan.models.leaning`.
    """

    outlooks: tuple[Outlook, ...]
    estimated: Held | None = None
    correlation: tuple[float, float] | None = None
    leans: Mapping[str, Lean] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Outlook]:
        return iter(self.outlooks)

    def of(self, region: str, indicator: str) -> Outlook:
        """Return one of them.

        Raises
        ------
        DataError
            When it is not among them.
        """
        for outlook in self.outlooks:
            if (outlook.region, outlook.indicator) == (region, indicator):
                return outlook
        raise DataError(f"没有 {region} 的 {indicator} 预测", f"no outlook of {indicator} for {region}")

    @property
    def full_year(self) -> Array:
        """Full-year growth, shape (outlooks, draws)."""
        return np.array([outlook.full_year for outlook in self.outlooks])
