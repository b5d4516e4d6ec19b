"""The shape of a year: which share of it each period has in the base.

Growth over a year is a weighted mean of the growth of its parts, and the weights are last year's
shares. They come, in this order, from the place's own year-to-date values of the previous year, of up
to three years before that, from its parent, from the nation, and last from the number of months. Every
report says which it was. Values tagged `no-shares` (apportioned at source, or cut back in December) are
passed over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shouguan.core import indicators
from shouguan.core.ytd import Array, cumulative_weights
from shouguan.data.observations import NO_SHARES, View

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


def year_weights(view: View, chain: list[str], indicator: str, year: int) -> YearWeights:
    """Choose the shares for `year` from what the view knows.

    Parameters
    ----------
    view : View
    chain : list of str
        Regions to ask, nearest first: the place, its parent, …, the nation.
    indicator : str
    year : int

    Returns
    -------
    YearWeights
    """
    calendar = indicators.indicator(indicator).calendar
    for region in chain:
        levels = _levels(view, region, indicator)
        for base_year in range(year - 1, year - 1 - _YEARS_BACK, -1):
            found = [levels.get(str(period)) for period in calendar.periods(base_year)]
            ytd = np.array([value for value, _ in filter(None, found)])
            if ytd.size == calendar.size and np.all(np.diff(ytd, prepend=0.0) > 0):  # a cut-back year gives no shares
                pseudo = any(vintage == "pseudo" for _, vintage in filter(None, found))
                return YearWeights(year, ytd / ytd[-1], region, base_year, pseudo)
    return YearWeights(year, cumulative_weights(calendar.even_weights()), None, None, False)


def _levels(view: View, region: str, indicator: str) -> dict[str, tuple[float, str]]:
    """Return YTD values with their vintage by period, without those that say nothing of the year's shape."""

    def look_up() -> dict[str, tuple[float, str]]:
        rows = view.rows(region, indicator, basis="ytd", measure="value")
        rows = rows[~rows["note"].str.match(rf"[a-z;-]*{NO_SHARES}")]
        return dict(zip(rows["period"], zip(rows["value"], rows["vintage"], strict=True), strict=True))

    found: dict[str, tuple[float, str]] = view.remember((region, indicator, "levels"), look_up)
    return found
