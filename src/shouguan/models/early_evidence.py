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

Where several weekly figures speak of a month (electricity, freight, tax of industry) they are asked in a fixed order,
and each after the first only of what is left: v is then what those before it, with the month itself left out, still
missed. So what two of them say alike counts once, and shifts add up. Tax on a month is paid in the month after, by the
middle of it as a rule, so it is read there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from shouguan.core import indicators
from shouguan.core.periods import Period
from shouguan.core.ytd import Array, period_weights, single_from_ytd
from shouguan.data import weekly
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models import bridge
from shouguan.models.days_of_weeks import Daily
from shouguan.models.history import history


@dataclass(frozen=True)
class Source:
    """A weekly indicator as evidence for a monthly one.

    Parameters
    ----------
    code : str
        Of `data.weekly.INDICATORS`.
    after : int
        How many months after the month that it speaks of it is reported.
    """

    code: str
    after: int = 0


SOURCES: dict[str, tuple[tuple[Source, ...], ...]] = {
    "fai": ((Source("project_investment"),),),
    "industry_va": (
        (Source("electricity_industry"), Source("electricity")),
        (Source("freight_volume"),),
        (Source("tax_revenue", after=1),),
    ),
    "fiscal_revenue": ((Source("fiscal_revenue"), Source("tax_revenue")),),
}
"""Which weekly figures are evidence for what, chosen beforehand and not by their fit: of each group the first that a
place keeps, and a group after another for what is left by it."""
MIN_MONTHS = 12
"""Months to learn from; fewer tell nothing of the slope."""
MIN_COVERED = 0.2
"""Share of a month's working days that must be reported: of a few days nobody knows what the rest is like."""
MIN_EXPLAINED = 0.05
"""Share of the forecast's error that must be explained, each month left out in turn, for the signal to count."""
_MAX_EXPLAINED = 0.9
_USUAL = 6
"""Months over which weekly and published growth usually lie apart."""
_FARTHEST = 3.0
"""Deviations of past surprises beyond which a surprise counts as so many: more was never seen."""


@dataclass(frozen=True)
class Evidence:
    """What one kind of weekly figures says of the first month that is not published.

    Attributes
    ----------
    indicator, source : str
        The monthly indicator and the weekly one.
    period : Period
        The month (January and February together where the indicator joins them).
    reported : Period
        The month whose weeks speak of it: itself, or a later one.
    covered, working_days : int
        Working days that are reported of those weeks, and that they have.
    months : int
        That it was learned from.
    growth : float
        Of what the weeks report, on the same share of the month a year before, per cent.
    surprise : float
        Beyond what was to be expected, points.
    shift : float
        By how much the forecast of the month's growth moves, points; 0 where the past does not support it.
    explained : float
        Share of the variance of the month's forecast that it takes away, of what evidence before it has left.
    why_not : (str, str), optional
        Why it does not count, in Chinese and English.
    """

    indicator: str
    source: str
    period: Period
    reported: Period
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


def total(found: Sequence[Evidence]) -> tuple[float, float]:
    """Return by how much a month moves by all that counts, and the share of its variance that they take away."""
    left = np.prod([1.0 - each.explained for each in found if each.counts])
    return sum(each.shift for each in found if each.counts), 1.0 - float(left)


def read(
    place: Place, view: View, indicator: str, year: int, reported: pd.DataFrame | None = None
) -> tuple[Evidence, ...]:
    """Read the first month of a year that is not published from the weeks that are reported.

    Parameters
    ----------
    place, view : Place, View
    indicator : str
        Of `SOURCES`; any other has no evidence.
    year : int
    reported : DataFrame, optional
        Weekly figures as `data.weekly.known` returns them; by default those that the place keeps, as known on the day.

    Returns
    -------
    tuple of Evidence
        In the order of `SOURCES`; empty where the place keeps no weekly figures for the indicator, or none of that
        month.

    Raises
    ------
    DataError
        When the indicator cannot be forecast on this day.
    """
    known = weekly.known(place, view.as_of) if reported is None else reported
    kept = _kept(known[known["region"] == place.region], indicator)
    if not kept:
        return ()
    calendar = indicators.indicator(indicator).calendar
    period = calendar.periods(year)[history(place, view, indicator, year).known]
    by_day = [
        (source.code, Daily(table, weekly.INDICATORS[source.code].rest_day, calendar.merges_january, source.after))
        for source, table in kept
    ]
    speaking = [(code, daily) for code, daily in by_day if daily.covered(period)[0]]
    if not speaking:
        return ()
    past = _past(place, view, indicator, year)
    found, missed = [], past.missed
    for code, daily in speaking:
        evidence, missed = _evidence(indicator, code, period, daily, past, missed)
        found.append(evidence)
    return tuple(found)


@dataclass(frozen=True)
class _Past:
    """What a place's months came to, and what the model had said a month before.

    Attributes
    ----------
    periods : list of Period
        With the first that is not published at `ahead`, and those after it.
    singles, forecast : ndarray
        A month's own growth as published, and as forecast a month before; at `ahead` the forecast of now.
    missed, precision : ndarray
        What the forecast missed by, and the precision that the model gave it.
    """

    periods: list[Period]
    ahead: int
    singles: Array
    forecast: Array
    missed: Array
    precision: Array


def _past(place: Place, view: View, indicator: str, year: int) -> _Past:
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
    return _Past(list(own.periods), ahead, singles, forecast, missed, precision)


def _evidence(
    indicator: str, code: str, period: Period, daily: Daily, past: _Past, missed: Array
) -> tuple[Evidence, Array]:
    """Return what one kind of weekly figures says of a month, and what each month still misses when it is told.

    Parameters
    ----------
    missed : ndarray
        By month, what the forecast missed by and evidence before this one has left.
    """
    covered, working, share = daily.covered(period)
    growth = daily.growth(period, share)
    whole = np.array([daily.growth(each, 1.0) for each in past.periods])
    now = np.array([daily.growth(each, share) for each in past.periods])
    surprise = (now - past.forecast) - _usually(whole - past.singles)
    learn = np.isfinite(surprise) & np.isfinite(missed) & (np.arange(surprise.size) < past.ahead)
    expected = float(surprise[past.ahead])
    found = learned(surprise[learn], missed[learn], past.precision[learn], expected)
    why_not = _why_not(share, int(learn.sum()), growth, expected, found.explained)
    left = missed.copy()
    if why_not is None:
        left[learn] = found.left
    evidence = Evidence(
        indicator,
        code,
        period,
        daily.reported_in(period),
        covered,
        working,
        int(learn.sum()),
        growth,
        expected,
        0.0 if why_not else found.shift,
        0.0 if why_not else found.explained,
        why_not,
    )
    return evidence, left


@dataclass(frozen=True)
class Learned:
    """What a past teaches.

    Attributes
    ----------
    slope : float
        Shrunk by its own doubt.
    shift : float
        By how much the present surprise moves the forecast, points.
    explained : float
        Share of the error explained, each month left out in turn.
    left : ndarray, shape (months,)
        What each month still misses by a slope learned from the others.
    """

    slope: float
    shift: float
    explained: float
    left: Array


def learned(surprise: Array, missed: Array, precision: Array, now: float) -> Learned:
    """Regress what forecasts missed on what the weeks had shown beyond them, and read the present surprise.

    Parameters
    ----------
    surprise, missed, precision : ndarray, shape (months,)
    now : float
        The present surprise, points.
    """
    if surprise.size < MIN_MONTHS:
        return Learned(0.0, 0.0, 0.0, missed)
    weight = precision / precision.mean()
    slope = _slope(surprise, missed, weight)
    others = ~np.eye(surprise.size, dtype=bool)
    left_out = np.array([_slope(surprise[rest], missed[rest], weight[rest]) for rest in others])
    left = missed - left_out * surprise
    error, nothing = weight @ left**2, weight @ missed**2
    explained = float(np.clip(1.0 - error / nothing, 0.0, _MAX_EXPLAINED)) if nothing > 0 else 0.0
    farthest = _FARTHEST * float(np.sqrt(weight @ surprise**2 / weight.sum()))
    return Learned(slope, slope * float(np.clip(now, -farthest, farthest)), explained, left)


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


def _kept(table: pd.DataFrame, indicator: str) -> list[tuple[Source, pd.DataFrame]]:
    """Return of each group of weekly indicators the first that the place keeps, with its figures."""
    found = []
    for group in SOURCES.get(indicator, ()):
        of = ((source, table[table["indicator"] == source.code]) for source in group)
        found += [each for each in of if len(each[1])][:1]
    return found
