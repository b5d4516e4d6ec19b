"""The shape of a year: which share of it each period has in the base.

Growth over a year is a weighted mean of the growth of its parts, and the weights are last year's
shares. They come, in this order, from the place's own year-to-date values of the previous year, of up
to three years before that, from its parent, from the nation, and last from the number of months. Every
report says which it was. Values tagged `no-shares` (apportioned at source, or cut back in December) are
passed over. A ratio to GDP that comes out once a year (`Indicator.yearly`) has no shares: those of GDP stand in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shouguan.core import indicators
from shouguan.core.ytd import Array, cumulative_weights
from shouguan.data.observations import View

_YEARS_BACK = 4
"""How far back shares are still a fair picture; seasonal shares of GDP drift by about 0.3 points a year."""


@dataclass(frozen=True)
class YearWeights:
    """Cumulative shares of one year's base.

    Attributes
    ----------
    year : int
        The year whose growth they weigh.
    cumulative : ndarray, shape (n,)
        `W_1 … W_n`; the last is 1.
    region : str or None
        Whose values they come from; None when shares are by the number of months.
    base_year : int or None
        Which year's values.
    pseudo : bool
        Whether those values are known only in a later vintage.
    """

    year: int
    cumulative: Array
    region: str | None
    base_year: int | None
    pseudo: bool


def year_weights(view: View, chain: Sequence[str], indicator: str, year: int) -> YearWeights:
    """Choose the shares for `year` from what the view knows.

    Parameters
    ----------
    view : View
    chain : sequence of str
        Regions to ask, nearest first: the place, its parent, …, the nation.
    indicator : str
    year : int

    Returns
    -------
    YearWeights
    """
    shares_of = "gdp" if indicators.indicator(indicator).yearly else indicator
    for region in chain:
        years = view.whole_years(region, shares_of)
        for base_year in range(year - 1, year - 1 - _YEARS_BACK, -1):
            if (base := years.get(base_year)) is not None:
                return YearWeights(year, base.cumulative, region, base_year, base.pseudo)
    even = indicators.indicator(indicator).calendar.even_weights()
    return YearWeights(year, cumulative_weights(even), None, None, False)
