"""Levers: the parts of a total that a reader may move, and what the total's year then is, at once.

Everything that an answer needs is laid out beforehand: the total's draws, what one point of each part's growth
over the rest of the year adds to the total's year, and how the parts move together. An answer is then a few
sums and one count of draws, so it follows a hand that drags (the explorer, and the sliders of a briefing, which
compute the same in the reader's browser).

A lever moves the *rest of the year* of a part: the fourth quarter after Q3, the second half after H1. Moved
levers shift every draw by the same amount (the `add` of `analysis.scenarios.conditioning`); the others
either follow, by their regression on the moved ones over the draws, or stay. Because every draw shifts alike, a
hundred numbers (`Board.highest_targets`) give the chance of any target to the printed per cent, without the draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from shouguan.core import indicators
from shouguan.core.errors import DataError, nearest
from shouguan.core.ytd import ROUNDING, Array, Band, period_weights, required_growth
from shouguan.models.outlook import INTERVAL, Outlook

STEP = 0.1
"""Growth is published with one decimal, and so it is moved."""
TIE = 1e-9
"""What a binary fraction may miss its decimal by, points: a draw that close below a threshold is on it."""
_REACH = 0.005  # a lever reaches from the draws' 0.5 % to their 99.5 % quantile, and a point beyond


@dataclass(frozen=True)
class Lever:
    """One part that may be moved.

    Attributes
    ----------
    code, zh, en : str
    weight : float
        Points of the total's full-year growth for one point of this part's growth over the rest of the year.
    expected : float
        Its expected growth over the rest of the year, per cent.
    low, high : float
        How far it may be moved, per cent, on the grid of `STEP`.
    known : int
        How many periods of its year are published, which says what its rest of the year is.
    """

    code: str
    zh: str
    en: str
    weight: float
    expected: float
    low: float
    high: float
    known: int

    def check(self, value: float) -> float:
        """Return a value that the lever can be set to.

        Raises
        ------
        DataError
            When it lies outside; the message says the nearest end.
        """
        if not self.low - STEP / 2 <= value <= self.high + STEP / 2:
            end = self.low if value < self.low else self.high
            raise DataError(
                f"{self.zh}的增速可设为 {self.low:.1f}% 至 {self.high:.1f}%，不能是 {value:.1f}%"
                f"；最接近的值：{end:.1f}%",
                f"growth of {self.en} can be set from {self.low:.1f}% to {self.high:.1f}%, not to {value:.1f}%;"
                f" the nearest is {end:.1f}%",
            )
        return value


@dataclass(frozen=True)
class Answer:
    """What a setting of the levers comes to. Growth in per cent, contributions in points.

    Attributes
    ----------
    median, lower, upper : float
        The total's full year; the ends are those of the 80 % interval.
    gap : float
        Median less the target.
    chance : float
        Of the target, as published to one decimal; a fraction.
    required : Band
        Growth that the rest of the year needs for the target, whatever the levers.
    required_of_others : float
        Growth that the parts that were not moved need for the target, given those that were; NaN when all
        were moved.
    growth : ndarray, shape (levers,)
        Each part's expected growth over the rest of the year.
    points : ndarray, shape (levers,)
        What that adds to the total's full year.
    """

    median: float
    lower: float
    upper: float
    gap: float
    chance: float
    required: Band
    required_of_others: float
    growth: Array
    points: Array


@dataclass(frozen=True)
class Board:
    """All levers of one total.

    Parameters
    ----------
    indicator, region : str
        The total.
    year : int
    known_weight, known_ytd : float
        Share of the year that is published, and published YTD growth, per cent.
    full_year : ndarray, shape (draws,)
        The total's full-year growth.
    levers : tuple of Lever
    covariance : ndarray, shape (levers, levers)
        Of the parts' growth over the rest of the year, between the draws.
    """

    indicator: str
    region: str
    year: int
    known_weight: float
    known_ytd: float
    full_year: Array
    levers: tuple[Lever, ...]
    covariance: Array

    @cached_property
    def highest_targets(self) -> Array:
        """The hardest target whose chance still prints as p per cent or more, p = 1 … 100, shape (100,), per cent.

        A chance prints as p from p − 0.5 per cent of the draws on, so with nothing moved the printed chance of a
        target is the number of these that are no lower than it; `added` points for every draw lower it by as much.
        """
        fewest = -(-(2 * np.arange(1, 101) - 1) * self.full_year.size // 200)  # draws that must meet it, rounded up
        sign = indicators.indicator(self.indicator).sign
        return sign * (np.sort(sign * self.full_year)[-fewest] + ROUNDING)

    @cached_property
    def base(self) -> tuple[float, float, float]:
        """Lower end of the 80 % interval, median and upper end, with nothing moved."""
        tail = (1.0 - INTERVAL) / 2.0  # in the very words of `Outlook.interval`
        lower, median, upper = np.quantile(self.full_year, (tail, 0.5, 1.0 - tail))
        return float(lower), float(median), float(upper)

    @cached_property
    def weights(self) -> Array:
        """The weight of each lever."""
        return np.array([lever.weight for lever in self.levers])

    @cached_property
    def expected(self) -> Array:
        """The expected growth of each lever."""
        return np.array([lever.expected for lever in self.levers])

    @property
    def residual(self) -> float:
        """What of the median is neither published nor in a part, points: parts do not add up to their total.

        It stays when levers are moved: median = known_weight·known_ytd + Σ points + residual.
        """
        return self.base[1] - self.known_weight * self.known_ytd - float(self.weights @ self.expected)

    def place_of(self, code: str) -> int:
        """Return a lever's position.

        Raises
        ------
        DataError
            When there is no such lever; the message names the nearest.
        """
        codes = [lever.code for lever in self.levers]
        if code not in codes:
            zh, en = nearest(code, codes)
            raise DataError(f"没有“{code}”这一项可调{zh}", f"there is no lever '{code}'{en}")
        return codes.index(code)

    def shift(self, moves: Mapping[str, float], *, follow: bool) -> Array:
        """Return by how much each part's growth over the rest of the year changes, points.

        Parameters
        ----------
        moves : mapping of str to float
            Code → the growth that it is set to, per cent.
        follow : bool
            Whether the others follow by their regression on the moved ones.

        Returns
        -------
        ndarray, shape (levers,)

        Raises
        ------
        DataError
            When a code is unknown or a value out of bounds.
        """
        change = np.zeros(len(self.levers))
        if not moves:
            return change
        moved = np.array([self.place_of(code) for code in moves])
        values = [self.levers[at].check(value) for at, value in zip(moved, moves.values(), strict=True)]
        change[moved] = np.array(values) - self.expected[moved]
        if follow:
            slope = np.linalg.lstsq(self.covariance[np.ix_(moved, moved)], change[moved], rcond=None)[0]
            others = np.setdiff1d(np.arange(len(self.levers)), moved)
            change[others] = self.covariance[np.ix_(others, moved)] @ slope
        return change

    def answer(self, target: float, moves: Mapping[str, float] | None = None, *, follow: bool = False) -> Answer:
        """Return what the year comes to with the levers set, and what the target takes.

        See `shift` for parameters and errors.
        """
        moves = moves or {}
        change = self.shift(moves, follow=follow)
        added = float(self.weights @ change)
        growth = self.expected + change
        lower, median, upper = self.base
        return Answer(
            median=median + added,
            lower=lower + added,
            upper=upper + added,
            gap=indicators.indicator(self.indicator).sign * (median + added - target),
            chance=self.chance(target, added),
            required=required_growth(target, self.known_weight, self.known_ytd),
            required_of_others=self._others(target, median + added, growth, [self.place_of(code) for code in moves]),
            growth=growth,
            points=self.weights * growth,
        )

    def chance(self, target: float, added: float = 0.0) -> float:
        """Return the chance of a target, a fraction, when `added` points are added to every draw of the year."""
        entry = indicators.indicator(self.indicator)
        away = self.full_year + added - entry.threshold(target)
        return float(np.mean(entry.sign * away >= -TIE))

    def _others(self, target: float, median: float, growth: Array, moved: list[int]) -> float:
        """Return the growth that the parts not moved need together, each by its weight."""
        left = np.setdiff1d(np.arange(len(self.levers)), moved)
        if not left.size:
            return float("nan")
        weight = self.weights[left]
        return float((weight @ growth[left] + target - median) / weight.sum())


def rest_growth(outlook: Outlook) -> Array:
    """Return growth over the rest of the year, shape (draws,), per cent: what one lever moves."""
    weights = period_weights(outlook.weights.cumulative)[len(outlook.known) :]
    return outlook.remaining @ weights / weights.sum()


def lever(outlook: Outlook, share: float, zh: str, en: str) -> Lever:
    """Make a lever of a part.

    Parameters
    ----------
    outlook : Outlook
        The part's.
    share : float
        The part's share of the total's year in the base, a fraction.
    zh, en : str
        Its names.

    Raises
    ------
    DataError
        When its year is published whole: nothing of it can be moved.
    """
    if not outlook.remaining.size:
        raise DataError(
            f"{zh}{outlook.year}年全年增速已发布，没有可调的时段", f"the year {outlook.year} of {en} is published whole"
        )
    draws = rest_growth(outlook)
    low, high = np.quantile(draws, (_REACH, 1.0 - _REACH))
    return Lever(
        code=outlook.indicator,
        zh=zh,
        en=en,
        weight=share * (1.0 - outlook.known_weight),
        expected=float(draws.mean()),
        low=round(float(np.floor((low - 1.0) / STEP) * STEP), 1),
        high=round(float(np.ceil((high + 1.0) / STEP) * STEP), 1),
        known=len(outlook.known),
    )
