"""Monthly figures into the quarter that is not published yet.

Between two releases of quarterly GDP the months go on: industry and retail of July and August are out on
1 October, GDP of the third quarter is not. The change of quarterly growth is regressed on the change of
each monthly indicator, taken over the same months of the quarter as are out now, so that a ragged edge is
treated as it was in the past; indicators may end in different months, and the quarter's last month counts as
soon as it is out. The reading enters the panel as a figure with its own error, like any other figure that
is known roughly.

Coefficients are shrunk to what the accounts suggest (a normal prior; Zhang, Ni and Xu 2023, *Economic
Modelling* 122, find such a regression the best of many for Chinese GDP), which matters most when growth
leaves everything that the past has shown: calm years teach nothing of the slope, and the doubt about it
widens the error. The error of a quarter is the middle one of the errors left when each past quarter is left
out in turn, so that one quarter like the first of 2020 does not set it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from shouguan.core import indicators
from shouguan.core.periods import QUARTERLY, Period
from shouguan.core.ytd import single_from_ytd
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models import panel
from shouguan.models.draws import DRAWS, outlooks
from shouguan.models.estimates import Held
from shouguan.models.history import History, histories, with_nowcast
from shouguan.models.level import Filtered, filter_together
from shouguan.models.outlook import Joint
from shouguan.models.reuse import made_by
from shouguan.models.shrinkage import regress

NAME = "bridge"
SLOPES = {"industry_va": (0.4, 0.3), "retail": (0.2, 0.2)}
"""Indicators that a reading may use, with what is thought of their slopes before any data: points of
quarterly GDP growth for one point of theirs, and the standard deviation of that guess. Industry is about a
third of GDP and carries some services with it; retail sales are at current prices and overlap with both."""

_MIN_PERIODS_TO_FIT = 8
"""Quarters needed to learn from."""


@dataclass(frozen=True)
class Reading:
    """What the months say of one quarter's single growth.

    Attributes
    ----------
    period : Period
        The quarter.
    growth, error : float
        Single growth and its standard error, per cent.
    months : dict of str to int
        How many months of the quarter each indicator had (January and February count as two).
    """

    period: Period
    growth: float
    error: float
    months: dict[str, int]


def read(view: View, past: History) -> Reading | None:
    """Read the first unpublished quarter of the year from the months that are out.

    Returns
    -------
    Reading or None
        None where no month of it is out, or fewer than eight past quarters can be learned from.
    """
    key = ("reading", id(past), *SLOPES.items(), *made_by(__name__, regress.__module__))
    _, reading = view.remembered(key, lambda: (past, _read(view, past)))  # which holds it
    return reading


def _read(view: View, past: History) -> Reading | None:
    quarter = Period(past.weights.year, "Q", past.known + 1)
    columns, months = [], {}
    quarters = [period for period in past.periods if period < quarter]
    for code in SLOPES:
        monthly = _monthly(view, past.region, code)
        out = _months_out(monthly, quarter)
        if out:
            columns.append([_change(monthly, each, out) for each in [*quarters, quarter]])
            months[code] = out
    if not columns:
        return None
    growth = _single_growth(past)
    change = np.array([growth.get(q, np.nan) - growth.get(_before(q), np.nan) for q in quarters])
    table = np.array(columns).T
    known = np.isfinite(change) & np.isfinite(table[:-1]).all(axis=1)
    last = growth.get(_before(quarter))
    if known.sum() < _MIN_PERIODS_TO_FIT or last is None or not np.isfinite(table[-1]).all():
        return None
    slopes, doubts = np.array([SLOPES[code] for code in months]).T
    moved, error = regress(table[:-1][known], change[known], slopes, doubts).at(table[-1])
    return Reading(quarter, last + moved, error, months)


def fit_predict_all(
    place: Place,
    view: View,
    indicator: str,
    year: int,
    *,
    seed: int = 0,
    draws: int = DRAWS,
    only: str | frozenset[str] | None = None,
    held: Held | None = None,
) -> Joint:
    """Forecast every region as `shouguan.models.panel` does, with the months that are out.

    Where they say nothing (the indicator is monthly itself, or no month of the open quarter is out) it is the
    panel's forecast. See `shouguan.models.model.Model` for the other parameters.

    Parameters
    ----------
    held : Held, optional
        Estimates of an earlier forecast, to be used instead of new ones. The regression on the months is none
        of them: which months are out decides which regression it is, so it is part of how a figure is read.
    """
    filtered, estimated = filter_all(place, view, indicator, year, held=held)
    name = NAME if any(past.noise.any() for past in filtered.pasts) else panel.NAME
    return replace(outlooks(filtered, view.as_of, indicator, name, seed, draws, only=only), estimated=estimated)


def filter_all(
    place: Place, view: View, indicator: str, year: int, *, held: Held | None = None
) -> tuple[Filtered, Held]:
    """Filter every region with what the months say; the forecast is drawn from its end."""
    pasts = histories(place, view, indicator, year)
    filtered = filter_together(list(pasts.values()), held=held.without_monthly if held else None)
    without_monthly, with_monthly = filtered.estimated, None
    if indicators.indicator(indicator).calendar == QUARTERLY:
        shock_variance = float(filtered.shock_variance_ahead(2)[1])
        readings = {region: read(view, past) for region, past in pasts.items()}
        if any(readings.values()):
            pasts = {
                region: past if (reading := readings[region]) is None else with_reading(past, reading, shock_variance)
                for region, past in pasts.items()
            }
            filtered = filter_together(
                list(pasts.values()), held=(held.with_monthly or held.without_monthly) if held else None
            )
            with_monthly = filtered.estimated
    return filtered, Held(without_monthly, with_monthly)


def with_reading(past: History, reading: Reading, shock_variance: float = 1.0) -> History:
    """Return the history with the reading as a rough figure of YTD growth; what is known stays as it was."""
    start = past.ytd.size - past.size
    at = start + past.known
    weights = past.weights.cumulative
    before = weights[past.known - 1] * past.ytd[at - 1] if past.known else 0.0
    share = (weights[past.known] - (weights[past.known - 1] if past.known else 0.0)) / weights[past.known]
    growth = before / weights[past.known] + share * reading.growth
    return with_nowcast(past, growth, shock_variance * (share * reading.error) ** 2)


def _single_growth(past: History) -> dict[Period, float]:
    """Return single growth of quarters whose YTD growth and the one before it are known."""
    singles = {}
    shape = (-1, past.size)
    for start, (figures, weights) in enumerate(
        zip(past.ytd.reshape(shape), past.cumulative.reshape(shape), strict=True)
    ):
        for position, single in enumerate(single_from_ytd(figures, weights)):
            if np.isfinite(single):
                singles[past.periods[start * past.size + position]] = float(single)
    return singles


def reads(rows: pd.DataFrame) -> pd.Series:
    """Return which rows of a table of observations a reading uses: single months, and a year's first figure."""
    first = {
        code: {
            str(period)
            for year in {int(text[:4]) for text in rows["period"].unique()}
            for period in indicators.indicator(code).calendar.periods(year)[:1]
        }
        for code in SLOPES
    }
    early = [period in first.get(code, ()) for code, period in zip(rows["indicator"], rows["period"], strict=True)]
    mine = rows["indicator"].isin(list(SLOPES)) & (rows["measure"] == "growth")
    return mine & ((rows["basis"] == "single") | pd.Series(early, index=rows.index, dtype=bool))


def _monthly(view: View, region: str, code: str) -> dict[Period, float]:
    """Return single-month growth; a year's first figure is single and YTD at once, and often out as YTD only."""
    monthly = view.series(region, code, basis="single", measure="growth")
    calendar = indicators.indicator(code).calendar
    first = {p: value for p, value in view.ytd_growth(region, code).items() if calendar.position(p) == 0}
    return {**first, **monthly}


def _months_out(monthly: dict[Period, float], quarter: Period) -> int:
    """Return how many months of the quarter are out, counted from its first without a gap."""
    first = 3 * quarter.number - 2
    out = 0
    for month in range(first, first + 3):
        merged = month == 1 and Period(quarter.year, "M", 2) in monthly
        if not merged and Period(quarter.year, "M", month) not in monthly:
            break
        out += 1
    return out


def _change(monthly: dict[Period, float], quarter: Period, out: int) -> float:
    """Return growth over the first `out` months of a quarter less growth over the whole quarter before."""
    return _mean(monthly, quarter, out) - _mean(monthly, _before(quarter), 3)


def _mean(monthly: dict[Period, float], quarter: Period, months: int) -> float:
    first = 3 * quarter.number - 2
    values = []
    for month in range(first, first + months):
        # January is in February's figure where the calendar merges them.
        own = monthly.get(Period(quarter.year, "M", month))
        if own is None and month == 1:
            own = monthly.get(Period(quarter.year, "M", 2))
        if own is not None:
            values.append(own)
    return float(np.mean(values)) if values else np.nan  # a month that is missing on record is left out


def _before(quarter: Period) -> Period:
    return Period(quarter.year - 1, "Q", 4) if quarter.number == 1 else Period(quarter.year, "Q", quarter.number - 1)
