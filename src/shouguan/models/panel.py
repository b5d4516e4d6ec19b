"""All regions together: one volatility, pooled noise, correlated draws.

A city with few years of figures borrows the size of its noise from the others; a period that disturbs most
regions is told from a slip of one; a region that has not published yet learns from those that have; and the
draws of two regions rise and fall together as their past surprises did. The equations are in
`shouguan.models.level`. Cost is linear in regions.
"""

from __future__ import annotations

from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models.draws import DRAWS, outlooks
from shouguan.models.history import histories, history
from shouguan.models.level import filter_together
from shouguan.models.outlook import Joint, Outlook

NAME = "panel"


def fit_predict(place: Place, view: View, indicator: str, year: int, *, seed: int = 0, draws: int = DRAWS) -> Outlook:
    """Forecast the rest of `year` for the place, from all regions that `view` knows.

    See `shouguan.models.statespace.fit_predict` for parameters and errors.
    """
    history(place, view, indicator, year)  # the place itself must have a year to forecast
    filtered = filter_together(list(histories(place, view, indicator, year).values()))
    return outlooks(filtered, view.as_of, indicator, NAME, seed, draws, only=place.region).of(place.region, indicator)


def fit_predict_all(place: Place, view: View, indicator: str, year: int, *, seed: int = 0, draws: int = DRAWS) -> Joint:
    """Forecast every region of the view that has figures of last year or this one.

    Returns
    -------
    Joint
        Draw i of one region goes with draw i of every other.
    """
    filtered = filter_together(list(histories(place, view, indicator, year).values()))
    return outlooks(filtered, view.as_of, indicator, NAME, seed, draws)
