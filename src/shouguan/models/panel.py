"""All regions together: one volatility, pooled noise, correlated draws.

No joint state is estimated: each region is filtered by itself, in one pass over time. What they share is the scale of
shocks, what runs of surprises say, how large noise is (shrunk to the others'), and the correlation of draws.

A city with few years of figures borrows the size of its noise from the others; a period that disturbs most
regions is told from a slip of one; a region that has not published yet learns from those that have; and the
draws of two regions rise and fall together as their past surprises did. The equations are in
`shouguan.models.level`. Cost is linear in regions.
"""

from __future__ import annotations

from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models.draws import DRAWS, outlooks
from shouguan.models.history import histories
from shouguan.models.level import filter_together
from shouguan.models.outlook import Joint

NAME = "panel"


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
    """Forecast every region that has figures of last year or this one; see `shouguan.models.model.Model`."""
    filtered = filter_together(list(histories(place, view, indicator, year).values()))
    return outlooks(filtered, view.as_of, indicator, NAME, seed, draws, only=only)
