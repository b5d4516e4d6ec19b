"""What a model is: one call that forecasts the regions of a view, all of them or one."""

from __future__ import annotations

from typing import Protocol

from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models.draws import DRAWS
from shouguan.models.history import history
from shouguan.models.outlook import Joint, Outlook


class Model(Protocol):
    """A forecast of every region that the view has growth of; draw i of one goes with draw i of each.

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
    only : str, optional
        The one region to draw, with the draws that it has among all.

    Returns
    -------
    Joint
    """

    def __call__(
        self,
        place: Place,
        view: View,
        indicator: str,
        year: int,
        *,
        seed: int = 0,
        draws: int = DRAWS,
        only: str | None = None,
    ) -> Joint:
        """Forecast."""


def fit_predict(
    model: Model, place: Place, view: View, indicator: str, year: int, *, seed: int = 0, draws: int = DRAWS
) -> Outlook:
    """Forecast the rest of `year` for the place itself; see `Model` for the parameters.

    Raises
    ------
    DataError
        When the year has no figure yet or is closed, or too few figures are known in all.
    """
    history(place, view, indicator, year)
    return model(place, view, indicator, year, seed=seed, draws=draws, only=place.region).of(place.region, indicator)
