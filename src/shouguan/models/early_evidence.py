r"""What weekly figures say of a month that is not published yet: an early signal, never a figure.

Let v be what a month's growth came to beyond the model's own forecast of it, and u what the weeks of that month showed
beyond the same forecast, given how far the two usually lie apart,

    u_t = (x_t − ŷ_t) − mean of x_s − y_s over the last months,   v_t = y_t − ŷ_t = b·u_t + e_t,

with x growth on a year before of what the weeks report, y the month's published growth and ŷ its forecast a month
before. x is taken over the same share of every month, by working days, as is reported of this one, so that past errors
are those of as much as is known now; of weeks at a month's border each day has its part. b is regressed over
the place's own past, a month by the precision that the model gave its forecast, so that 2020 does not decide it, and
shrunk to nothing by its own doubt (James and Stein, with positive part); what it explains is measured with each month
left out in turn. The forecast of the month then moves by b·u and its variance shrinks by the share explained, no more:
the signal is told what the model knew already, and counts once (Bańbura and Rünstler 2011, *International Journal of
Forecasting* 27, weigh early indicators by their news in this sense). A past that does not support it gives nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from shouguan.core import indicators
from shouguan.core.periods import Period
from shouguan.core.weeks import Stretch
from shouguan.core.working_days import is_working_day
from shouguan.core.ytd import Array, period_weights, single_from_ytd
from shouguan.data import weekly
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models import bridge
from shouguan.models.history import history

SOURCES: dict[str, tuple[str, ...]] = {
    "fai": ("project_investment",),
    "industry_va": ("electricity_industry", "electricity"),
}
"""Which weekly figures are evidence for what: the first that a place keeps, chosen beforehand and not by its fit."""
MIN_MONTHS = 12
"""Months to learn from; fewer tell nothing of the slope."""
MIN_COVERED = 0.2
"""Share of a month's working days that must be reported: of a few days nobody knows what the rest is like."""
MIN_EXPLAINED = 0.05
"""Share of the forecast's error that must be explained, each month left out in turn, for the signal to count."""
_MAX_EXPLAINED = 0.9
_USUAL = 6
"""Months over which weekly and published growth usually lie apart."""
_NOTHING = 1e-9
_FARTHEST = 3.0
"""Deviations of past surprises beyond which a surprise counts as so many: more was never seen."""


@dataclass(frozen=True)
class Evidence:
    """What the weeks say of the first month that is not published.

    Attributes
    ----------
    indicator, source : str
        The monthly indicator and the weekly one.
    period : Period
        The month (January and February together where the indicator joins them).
    covered, working_days : int
        Working days of it that are reported, and that it has.
    months : int
        That it was learned from.
    growth : float
        Of what the weeks report, on the same share of the month a year before, per cent.
    surprise : float
        Beyond what was to be expected, points.
    shift : float
        By how much the forecast of the month's growth moves, points; 0 where the past does not support it.
    explained : float
        Share of the variance of the month's forecast that the signal takes away.
    why_not : (str, str), optional
        Why it does not count, in Chinese and English.
    """

    indicator: str
    source: str
    period: Period
    covered: int
    working_days: int
    months: int
    growth: float
    surprise: float
    shift: float
    explained: float
    why_not: tuple[str, str] | None = None

    @property
    def counts(self) -> bool:
        """Whether the forecast moves by it."""
        return self.why_not is None


def read(place: Place, view: View, indicator: str, year: int, reported: pd.DataFrame | None = None) -> Evidence | None:
    """Read the first month of a year that is not published from the weeks that are reported.

    Parameters
    ----------
    place, view : Place, View
    indicator : str
        Of `SOURCES`.
    year : int
    reported : DataFrame, optional
        Weekly figures as `data.weekly.known` returns them; by default those that the place keeps, as known on the day.

    Returns
    -------
    Evidence or None
        None where the place keeps no weekly figures for the indicator, or none of that month.

    Raises
    ------
    DataError
        When the indicator cannot be forecast on this day.
    """
    known = weekly.known(place, view.as_of) if reported is None else reported
    source, table = _source(known[known["region"] == place.region], indicator)
    if source is None:
        return None
    past = history(place, view, indicator, year)
    calendar = indicators.indicator(indicator).calendar
    period = calendar.periods(year)[past.known]
    daily = Daily(table, weekly.INDICATORS[source].rest_day, merged=calendar.merges_january)
    covered, working, share = daily.covered(period)
    if not covered:
        return None
    growth = daily.growth(period, share)
    filtered, _ = bridge.filter_all(place, view, indicator, year)
    at = [each.region for each in filtered.pasts].index(place.region)
    own, run = filtered.pasts[at], filtered.run
    singles = np.concatenate(
        [
            single_from_ytd(figures, weights)
            for figures, weights in zip(
                own.ytd.reshape(-1, own.size), own.cumulative.reshape(-1, own.size), strict=True
            )
        ]
    )
    # A figure since the year began misses its forecast by so much of the month as the month is of it.
    part = np.concatenate([period_weights(each) / each for each in own.cumulative.reshape(-1, own.size)])
    missed, precision = run.innovation[:, at] / part, part**2 / run.variance[:, at]
    forecast = singles - missed
    ahead = len(own.periods) - own.size + own.known
    forecast[ahead] = _expected(own.ytd, run.predicted[ahead, at], own.cumulative, ahead, own.size)
    whole = np.array([daily.growth(each, 1.0) for each in own.periods])
    now = np.array([daily.growth(each, share) for each in own.periods])
    surprise = (now - forecast) - _usually(whole - singles)
    learn = np.isfinite(surprise) & np.isfinite(missed) & (np.arange(surprise.size) < ahead)
    found = learned(surprise[learn], missed[learn], precision[learn], float(surprise[ahead]))
    why_not = _why_not(share, int(learn.sum()), growth, float(surprise[ahead]), found.explained)
    return Evidence(
        indicator,
        source,
        period,
        covered,
        working,
        int(learn.sum()),
        growth,
        float(surprise[ahead]),
        0.0 if why_not else found.shift,
        0.0 if why_not else found.explained,
        why_not,
    )


@dataclass(frozen=True)
class Learned:
    """What a past teaches: the shrunk slope, by how much a surprise shifts, the share explained with one left out."""

    slope: float
    shift: float
    explained: float


def learned(surprise: Array, missed: Array, precision: Array, now: float) -> Learned:
    """Regress what forecasts missed on what the weeks had shown beyond them, and read the present surprise.

    Parameters
    ----------
    surprise, missed, precision : ndarray, shape (months,)
    now : float
        The present surprise, points.
    """
    if surprise.size < MIN_MONTHS:
        return Learned(0.0, 0.0, 0.0)
    weight = precision / precision.mean()
    slope = _slope(surprise, missed, weight)
    others = ~np.eye(surprise.size, dtype=bool)
    left_out = np.array([_slope(surprise[rest], missed[rest], weight[rest]) for rest in others])
    error, nothing = weight @ (missed - left_out * surprise) ** 2, weight @ missed**2
    explained = float(np.clip(1.0 - error / nothing, 0.0, _MAX_EXPLAINED)) if nothing > 0 else 0.0
    farthest = _FARTHEST * float(np.sqrt(weight @ surprise**2 / weight.sum()))
    return Learned(slope, slope * float(np.clip(now, -farthest, farthest)), explained)


def _slope(surprise: Array, missed: Array, weight: Array) -> float:
    """Return the slope of a regression without a constant, shrunk by its own doubt; never negative."""
    square = float(weight @ surprise**2)
    if square <= 0.0:
        return 0.0
    slope = float(weight @ (surprise * missed)) / square
    variance = float(weight @ (missed - slope * surprise) ** 2) / (surprise.size - 1) / square
    return max(0.0, slope * (1.0 - variance / slope**2)) if slope > 0.0 else 0.0


def _usually(apart: Array) -> Array:
    """Return of each month how far weekly and published growth lay apart over the last months that have both."""
    series = pd.Series(apart)
    known = series.dropna().rolling(_USUAL, min_periods=2).mean()
    return known.reindex(series.index).ffill().shift(1).to_numpy()


def _expected(ytd: Array, predicted: float, cumulative: Array, at: int, size: int) -> float:
    """Return the forecast of the first unpublished month's own growth from that of the year by then."""
    first = at % size == 0
    weight = cumulative[at] - (0.0 if first else cumulative[at - 1])
    before = 0.0 if first else cumulative[at - 1] * ytd[at - 1]
    return float((cumulative[at] * predicted - before) / weight)


def _why_not(share: float, months: int, growth: float, surprise: float, explained: float) -> tuple[str, str] | None:
    if share < MIN_COVERED:
        return (
            f"当月已报的工作日不足{MIN_COVERED:.0%}",
            f"less than {MIN_COVERED:.0%} of the month's working days are reported",
        )
    if not np.isfinite(growth):
        return "上年同期的周度数据不全", "the weeks of a year before are not complete"
    if months < MIN_MONTHS or not np.isfinite(surprise):
        return (
            f"可对照的月份只有{months}个，不足{MIN_MONTHS}个",
            f"only {months} months to learn from, fewer than {MIN_MONTHS}",
        )
    if explained < MIN_EXPLAINED:
        return "以往周度数据没有改进对当月的测算", "in the past the weeks did not improve the forecast of a month"
    return None


class Daily:
    """Weekly figures laid out by day: a week is shared among its days, those that are not worked at `rest_day`.

    Parameters
    ----------
    table : DataFrame
        Of one region and indicator (`data.weekly.known`).
    rest_day : float
        `data.weekly.Weekly.rest_day`.
    merged : bool
        Whether a month's figure of February has January in it.
    """

    def __init__(self, table: pd.DataFrame, rest_day: float, *, merged: bool) -> None:
        self._rest_day, self._merged = rest_day, merged
        self._value: dict[dt.date, float] = {}
        self._growth: dict[dt.date, float] = {}
        for row in table.to_dict("records"):
            days = Stretch.parse(row["week"]).days
            if row["measure"] == "growth":
                self._growth.update(dict.fromkeys(days, float(row["value"])))
                continue
            loads = np.array([self._load(day) for day in days])
            loads = loads if loads.sum() > 0 else np.ones(len(days))
            self._value.update(zip(days, (float(row["value"]) * loads / loads.sum()).tolist(), strict=True))

    def _load(self, day: dt.date) -> float:
        return 1.0 if is_working_day(day) else self._rest_day

    def days_of(self, period: Period) -> list[dt.date]:
        """Return the days of a month."""
        start = dt.date(period.year, 1 if self._merged and period.number == 2 else period.number, 1)
        return [start + dt.timedelta(days=n) for n in range((period.end - start).days + 1)]

    def covered(self, period: Period) -> tuple[int, int, float]:
        """Return how many working days of a month are reported from its first day on, of how many, and their share.

        The share is of the month's load, in which days that are not worked have their part.
        """
        days = self.days_of(period)
        known = [day in self._value or day in self._growth for day in days]
        told = days[: known.index(False)] if False in known else days
        share = sum(map(self._load, told)) / sum(map(self._load, days))
        return sum(map(is_working_day, told)), sum(map(is_working_day, days)), share

    def growth(self, period: Period, share: float) -> float:
        """Return growth over the first share of a month on the same share of it a year before.

        By values where both years have them, else by the weeks' own growth, each by its load; NaN where neither is
        complete.
        """
        now = self._sum(period, share)
        before = self._sum(Period(period.year - 1, "M", period.number), share)
        if np.isfinite(now) and before > 0.0:
            return 100.0 * (now / before - 1.0)
        days = self.days_of(period)
        loads = np.array([self._load(day) for day in days])
        inside = np.clip(share * loads.sum() - (np.cumsum(loads) - loads), 0.0, loads)
        known = np.array([self._growth.get(day, np.nan) for day in days])
        used = inside > _NOTHING
        return float(inside[used] @ known[used] / inside[used].sum())

    def _sum(self, period: Period, share: float) -> float:
        """Return the sum of values over the first share of a month; NaN where a day of it is missing."""
        days = self.days_of(period)
        loads = np.array([self._load(day) for day in days])
        inside = np.clip(share * loads.sum() - (np.cumsum(loads) - loads), 0.0, loads)
        values = np.array([self._value.get(day, np.nan) for day in days])
        if share >= 1.0 - _NOTHING:
            return float(values.sum())
        used = inside > _NOTHING
        return float(values[used] @ (inside[used] / loads[used]))


def _source(table: pd.DataFrame, indicator: str) -> tuple[str | None, pd.DataFrame]:
    """Return the first weekly indicator that the place keeps for a monthly one, and its figures."""
    for code in SOURCES.get(indicator, ()):
        own = table[table["indicator"] == code]
        if len(own):
            return code, own
    return None, table.iloc[:0]
