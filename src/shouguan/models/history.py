"""What a model sees: the published YTD growth of one series on a full grid of periods, with weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shouguan import indicators
from shouguan.errors import DataError
from shouguan.observations import View
from shouguan.periods import Period, ytd_label
from shouguan.place import Place
from shouguan.weights import YearWeights, year_weights
from shouguan.ytd import Array


@dataclass(frozen=True)
class History:
    """Whole statistical years up to and including the year to forecast.

    The grid has no holes: a period without a figure is NaN. It is indexed by position, not by dates,
    because a calendar without January is no pandas frequency.

    Attributes
    ----------
    periods : list of Period
        All periods of all years, in order; length years × periods a year.
    ytd : ndarray
        Published YTD growth, per cent; NaN where not (yet) published.
    cumulative : ndarray
        `W_k` of each period in its own year.
    weights : YearWeights
        The shares of the year to forecast.
    known : int
        How many periods of that year lie up to its newest published figure.
    """

    periods: list[Period]
    ytd: Array
    cumulative: Array
    weights: YearWeights
    known: int

    @property
    def this_year(self) -> Array:
        """YTD growth of the year to forecast, up to its newest figure."""
        start = len(self.periods) - self.weights.cumulative.size
        return self.ytd[start : start + self.known]


def history(place: Place, view: View, indicator: str, year: int) -> History:
    """Lay one series of a place out for a model.

    Raises
    ------
    DataError
        When the view holds no growth of `year`, or already holds its full-year figure.
    """
    entry = indicators.indicator(indicator)
    growth = view.ytd_growth(place.region, indicator)
    in_year = sorted(period for period in growth if period.year == year)
    if not in_year:
        newest = f"，最新为 {max(growth).year}年{ytd_label(max(growth))}" if growth else ""
        newest_en = f"; the newest is {max(growth)}" if growth else ""
        raise DataError(
            f"截至 {view.as_of}，{place.name()}没有 {year} 年{entry.zh}的累计增速{newest}",
            f"by {view.as_of}, {place.name('en')} has no YTD growth of {entry.en} in {year}{newest_en}",
        )
    size = entry.calendar.size
    known = entry.calendar.position(in_year[-1]) + 1
    if known == size:
        raise DataError(
            f"{place.name()} {year} 年{entry.zh}全年数据在 {view.as_of} 已经发布，无须预测",
            f"{place.name('en')}: the full-year figure of {entry.en} {year} is already released by {view.as_of}",
        )
    chain = [place.region, *place.ancestors()]
    years = range(min(growth).year, year + 1)
    weights = [year_weights(view, chain, indicator, each) for each in years]
    periods = [period for each in years for period in entry.calendar.periods(each)]
    return History(
        periods=periods,
        ytd=np.array([growth.get(period, np.nan) for period in periods]),
        cumulative=np.concatenate([each.cumulative for each in weights]),
        weights=weights[-1],
        known=known,
    )
