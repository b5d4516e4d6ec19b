"""Pace (序时进度): from a target of the year back to its quarters, months and weeks, and where the year stands.

The way is the forecast on the condition that the year closes at the target (`Outlook.given`): month by month what is
needed, with the band within which such years go. It is not k/12: a year has its own shape, and what is late in one
month is not due in equal parts. The rules that offices use instead (k/12, a multiple of it, the month plan, the
S-curve) are drawn beside it as shares of the year's amount. Months, quarters and weeks are one way read at different
ends, so they agree exactly.

All of it is of the city as a whole. A week's share says how far a year is by its working days, never what a week, a
district or a project must report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from shouguan.analysis.lights import Light, light
from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.indicators import Indicator
from shouguan.core.periods import Period
from shouguan.core.rounding import half_up
from shouguan.core.weeks import Stretch, week_of
from shouguan.core.working_days import working_days
from shouguan.core.ytd import Array, period_weights
from shouguan.data.pacing_settings import LightRule, Lights, Pace, Plan, Rule
from shouguan.data.place import Place
from shouguan.investment.curves import NATIONAL
from shouguan.models import calibrated
from shouguan.models.outlook import INTERVAL, Outlook

ENDS = ((1 - INTERVAL) / 2, (1 + INTERVAL) / 2)
UNREACHED = 0.005
"""A chance that prints as nothing: the way to such a target is arithmetic, no forecast."""


@dataclass(frozen=True)
class Band:
    """A figure for each of some stretches with its 80 % band, all of shape (stretches,)."""

    middle: Array
    lower: Array
    upper: Array


@dataclass(frozen=True)
class Way:
    """The way of one year to a target.

    Attributes
    ----------
    outlook : Outlook
        The forecast.
    target : float
        Full-year growth that it is to come to, per cent.
    given : Outlook
        The forecast on the condition that it does.
    eve : Outlook or None
        The same condition on what was known before any figure of the year; None where that was too little.
    rules : mapping of str to ndarray
        Share of the year's amount due by each period, per cent, by each rule that there is; NaN where it says nothing.
    """

    outlook: Outlook
    target: float
    given: Outlook
    eve: Outlook | None = None
    rules: Mapping[Rule, Array] = field(default_factory=dict)

    @property
    def periods(self) -> list[Period]:
        """All periods of the year."""
        return indicators.indicator(self.outlook.indicator).calendar.periods(self.outlook.year)

    @property
    def known(self) -> int:
        """How many of them are published."""
        return len(self.outlook.known)

    def needed(self) -> Band:
        """Return YTD growth at each period left, on the way."""
        return _ytd(self.given)

    def needed_single(self) -> Band:
        """Return growth of each period left by itself, on the way."""
        return _band(self.given.remaining, self.given.remaining.mean(axis=0))

    def from_the_eve(self) -> Band | None:
        """Return YTD growth at every period of the year on the way as it was seen before any figure of it."""
        return None if self.eve is None else _ytd(self.eve)

    def quarters(self) -> tuple[list[Period], Band, Band]:
        """Return the quarters that end after what is known, with YTD growth at their ends and their own growth.

        A quarter's growth is that of its months together, those that are published among them.
        """
        ends = [at for at, period in enumerate(self.periods) if _month(period) % 3 == 0]
        due = [at for at in ends if at >= self.known]
        cumulative = self.outlook.weights.cumulative
        reached = _contributions(self.given)  # W·G at each period, a draw a row
        expected = reached.mean(axis=0)
        ytd, single = [], []
        for at in due:
            before = ends[ends.index(at) - 1] if ends.index(at) else None
            start, weight = (0.0, 0.0) if before is None else (reached[:, before], cumulative[before])
            first = 0.0 if before is None else expected[before]
            width = cumulative[at] - weight
            ytd.append(_middle(reached[:, at] / cumulative[at], expected[at] / cumulative[at]))
            single.append(_middle((reached[:, at] - start) / width, (expected[at] - first) / width))
        names = [Period(self.outlook.year, "Q", _month(self.periods[at]) // 3) for at in due]
        return names, _together(ytd), _together(single)

    def progress(self, ytd: Array, at: int = 0) -> Array:
        """Return the share of the target's amount that growth comes to, per cent.

        `W_k·(1 + G_k)/(1 + X)`: in last year's amounts, by last year's shares. No published level enters it.

        Parameters
        ----------
        ytd : ndarray
            YTD growth at consecutive periods, per cent.
        at : int
            The position of the first of them.
        """
        cumulative = self.outlook.weights.cumulative[at : at + ytd.size]
        return np.asarray(cumulative * (100.0 + ytd) / (1.0 + self.target / 100.0))

    def weeks(self) -> list[tuple[Stretch, int, float]]:
        """Return each week left with its working days of the year and how far the year is by its end, per cent.

        Between two periods the way goes by working days. Weeks are cut where what is published ends and where the year
        does, so that what they add is what the months add.
        """
        first = self.periods[self.known - 1].end if self.known else dt.date(self.outlook.year - 1, 12, 31)
        last = dt.date(self.outlook.year, 12, 31)
        found, day = [], first + dt.timedelta(days=1)
        while day <= last:
            week = week_of(day)
            end = min(week.end, last)
            found.append((week, working_days(day - dt.timedelta(days=1), end), self.progress_by(end)))
            day = end + dt.timedelta(days=1)
        return found

    @property
    def reached(self) -> float:
        """How far the year is by what is published, per cent; nothing before its first figure."""
        return float(self.progress(self._course())[self.known - 1]) if self.known else 0.0

    def progress_by(self, day: dt.date) -> float:
        """Return how far the year is on the way by the end of a day, per cent; of days after what is known."""
        ends = [period.end for period in self.periods]
        shares = [0.0, *self.progress(self._course())]
        at = next(at for at, end in enumerate(ends) if day <= end)
        start = ends[at - 1] if at else dt.date(self.outlook.year - 1, 12, 31)
        whole = working_days(start, ends[at])
        passed = working_days(start, day) / whole if whole else 1.0
        return float(shares[at] + passed * (shares[at + 1] - shares[at]))

    def implied(self, rule: Rule) -> Array:
        """Return the YTD growth that a rule's shares come to, per cent, where last year's shares are the year's."""
        cumulative = self.outlook.weights.cumulative
        return np.asarray(self.rules[rule] * (1.0 + self.target / 100.0) / cumulative - 100.0)

    def _course(self) -> Array:
        """YTD growth at every period: as published, then as needed."""
        return np.concatenate([np.array(self.outlook.known, dtype=float), self.needed().middle])

    def behind(self, rule: Rule) -> Array:
        """Return how many points every period is behind, as the figures give it; missing where nothing is said.

        Judged are the published periods as they are, those ahead by what is expected of them, as `lights` does.
        """
        due, stands = self._judged_by(rule)
        return due - stands

    def _judged_by(self, rule: Rule) -> tuple[Array, Array]:
        """Return what is due by a rule at every period and what there is, so that more of what is due is behind."""
        expected = self.outlook.ytd_quantiles((0.5,))[0] if self.known < len(self.periods) else np.zeros(0)
        stands = np.concatenate([np.array(self.outlook.known, dtype=float), expected])
        if rule == "path":
            eve = self.from_the_eve()
            before = np.full(self.known, np.nan) if eve is None else eve.middle[: self.known]
            sign = indicators.indicator(self.outlook.indicator).sign  # where less is better, more is behind
            return sign * np.concatenate([before, self.needed().middle]), sign * stands
        if rule not in self.rules:
            return np.full(len(self.periods), np.nan), stands
        return np.asarray(self.rules[rule]), np.asarray(self.progress(stands))

    def lights(self, rule: Rule, rules: Lights) -> list[Light | None]:
        """Judge every period: the published ones as they are, those ahead by what is expected of them.

        By the target's own way growth is judged: the published against the way seen before any figure of the year,
        the expected against what is needed now. By another rule it is the share of the year's amount. None where the
        rule, or what is known, says nothing.
        """
        due, stands = self._judged_by(rule)
        if rule == "path":
            gaps = [half_up(a, 1) - half_up(b, 1) for a, b in zip(due, stands, strict=True)]
            return [_judged(rules.growth, gap) for gap in gaps]
        return [_judged(rules.progress, float(gap)) for gap in due - stands]


def way(
    outlook: Outlook,
    target: float,
    pace: Pace | None = None,
    *,
    eve: Outlook | None = None,
    curve: Array | None = None,
) -> Way:
    """Return the way to a target.

    Parameters
    ----------
    outlook : Outlook
    target : float
        Full-year growth, per cent.
    pace : Pace, optional
        The office's rules for the indicator.
    eve : Outlook, optional
        The forecast from before any figure of the year.
    curve : ndarray, optional
        How a year of the place's ledger runs, shares by each period; the nation's where there is none.

    Raises
    ------
    DataError
        When the year has one figure only, or is out already: there is no way between.
    """
    refuse_without_a_way(outlook)
    return Way(
        outlook,
        target,
        outlook.given(target),
        None if eve is None else eve.given(target),
        rules_of(pace or Pace(), outlook, curve),
    )


def refuse_without_a_way(outlook: Outlook) -> None:
    """Refuse an indicator that comes out once a year, and a year that is out already.

    Raises
    ------
    DataError
    """
    entry = indicators.indicator(outlook.indicator)
    if entry.yearly:
        raise DataError(
            f"{entry.zh}一年只公布一次，没有月度或季度的序时进度",
            f"{entry.en} comes out once a year: there is no way of months or quarters to its target",
        )
    if not outlook.remaining.shape[1]:
        raise DataError(
            f"{outlook.year} 年{entry.zh}全年数据已经发布，没有待走的进度",
            f"the full-year figure of {entry.en} {outlook.year} is out: nothing is left of the way",
        )


def adds_up(entry: Indicator) -> bool:
    """Whether an indicator is an amount of which a share of the year can be done: no stock, no index, no ratio."""
    return entry.basis == "flow" and entry.unit != "%" and "/" not in entry.unit


def eve_of(place: Place, indicator: str, year: int, *, seed: int = 0) -> Outlook | None:
    """Forecast a year on the day before any figure of it came out; None where too little was known then.

    Figures of other indicators and places count too: what is due is what was due before the year began to show.
    """
    released = place.table.loc[place.table["period"].str.startswith(str(year)), "released_on"]
    if released.empty:
        return None
    before = place.as_of((released.min() - dt.timedelta(days=1)).date())
    if len(before.ytd_growth(place.region, indicator)) <= indicators.indicator(indicator).calendar.size:
        return None
    joint = calibrated.fit_predict_all(place, before, indicator, year, seed=seed, only=place.region)
    return joint.of(place.region, indicator)


def rules_of(pace: Pace, outlook: Outlook, curve: Array | None = None) -> dict[Rule, Array]:
    """Return what each rule says is due of the year's amount by each period, per cent, for amounts that add up."""
    entry = indicators.indicator(outlook.indicator)
    if not adds_up(entry):
        return {}
    periods = entry.calendar.periods(outlook.year)
    even = np.array([_month(period) / 12.0 for period in periods]) * 100.0
    rules: dict[Rule, Array] = {"linear": even, "fast": np.minimum(even * pace.fast / 100.0, 100.0)}
    if pace.plan is not None and pace.plan.year == outlook.year:
        rules["plan"] = _laid_out(pace.plan, periods)
    if pace.curve is not None and pace.curve.year == outlook.year:
        rules["curve"] = _laid_out(pace.curve, periods)
    elif outlook.indicator == "fai":
        rules["curve"] = 100.0 * (NATIONAL if curve is None else curve)
    return rules


def _laid_out(plan: Plan, periods: list[Period]) -> Array:
    return np.array([plan.cumulative.get(period.number, np.nan) for period in periods], dtype=float)


def _month(period: Period) -> int:
    """Return the month that a period ends in."""
    return period.end.month


def _judged(rule: LightRule, behind: float) -> Light | None:
    return light(rule, behind) if np.isfinite(behind) else None


def _contributions(outlook: Outlook) -> Array:
    """Return `W_k·G_k` of every period, shape (draws, periods): as published, the newest within its rounding, drawn."""
    cumulative, known = outlook.weights.cumulative, len(outlook.known)
    reached = np.empty((outlook.remaining.shape[0], cumulative.size))
    reached[:, :known] = np.array(outlook.known, dtype=float) * cumulative[:known]
    start = outlook.ytd_known * outlook.known_weight
    if known:
        reached[:, known - 1] = start
    steps = outlook.remaining * period_weights(cumulative)[known:]
    reached[:, known:] = start[:, None] + np.cumsum(steps, axis=1)
    return reached


def _ytd(given: Outlook) -> Band:
    return _band(given.ytd_paths, given.ytd_paths.mean(axis=0))


def _band(draws: Array, middle: Array) -> Band:
    lower, upper = np.quantile(draws, ENDS, axis=0)
    return Band(np.asarray(middle), np.asarray(lower), np.asarray(upper))


def _middle(draws: Array, middle: float) -> tuple[float, float, float]:
    lower, upper = np.quantile(draws, ENDS)
    return float(middle), float(lower), float(upper)


def _together(rows: list[tuple[float, float, float]]) -> Band:
    table = np.array(rows, dtype=float).reshape(-1, 3)
    return Band(table[:, 0], table[:, 1], table[:, 2])
