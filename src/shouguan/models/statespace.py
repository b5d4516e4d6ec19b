"""The state-space forecast of one series by itself.

It knows one region's published YTD growth and nothing else (`shouguan.models.level` has the equations),
and stands in where no other region has figures. `shouguan.models.panel` is the same model for all regions
together.
"""

from __future__ import annotations

from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models.draws import DRAWS, outlooks
from shouguan.models.history import history
from shouguan.models.level import filter_together
from shouguan.models.outlook import Outlook

NAME = "statespace"


def fit_predict(place: Place, view: View, indicator: str, year: int, *, seed: int = 0, draws: int = DRAWS) -> Outlook:
    """Forecast the rest of `year` from what `view` knows of the place itself.

    Parameters
    ----------
    place : Place
    view : View
        What was known on the day; nothing else is used.
    indicator : str
    year : int
    seed : int
        Seed of the draws.
    draws : int

    Returns
    -------
    Outlook

    Raises
    ------
    DataError
        When the year has no figure yet or is closed, or too few figures are known in all.
    """
    filtered = filter_together([history(place, view, indicator, year)])
    return outlooks(filtered, view.as_of, indicator, NAME, seed, draws).outlooks[0]
