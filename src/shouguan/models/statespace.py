"""Each region by itself: the model knows one region's published YTD growth and nothing else.

`shouguan.models.level` has the equations. `shouguan.models.panel` is the same model for all regions together.
"""

from __future__ import annotations

from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models.draws import DRAWS, outlooks
from shouguan.models.history import histories
from shouguan.models.level import filter_together
from shouguan.models.outlook import Joint

NAME = "statespace"


def fit_predict_all(
    place: Place,
    view: View,
    indicator: str,
    year: int,
    *,
    seed: int = 0,
    draws: int = DRAWS,
    only: str | None = None,
) -> Joint:
    """Forecast every region by itself; see `shouguan.models.model.Model`."""
    pasts = histories(place, view, indicator, year)
    alone = (filter_together([past]) for region, past in pasts.items() if only in {None, region})
    joints = (outlooks(each, view.as_of, indicator, NAME, seed, draws) for each in alone)
    return Joint(tuple(outlook for joint in joints for outlook in joint))
