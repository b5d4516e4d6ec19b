"""The forecast that reports print: the panel with the months that are out, corrected by the record of earlier years."""

from __future__ import annotations

from dataclasses import replace

from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models import bridge, track_record
from shouguan.models.calibration import Calibration
from shouguan.models.draws import DRAWS
from shouguan.models.estimates import Held
from shouguan.models.outlook import Joint, Outlook


def fit_predict(place: Place, view: View, indicator: str, year: int, *, seed: int = 0, draws: int = DRAWS) -> Outlook:
    """Forecast the rest of `year`; see `shouguan.models.statespace.fit_predict` for parameters and errors."""
    return _corrected(bridge.fit_predict(place, view, indicator, year, seed=seed, draws=draws))


def fit_predict_all(place: Place, view: View, indicator: str, year: int, *, seed: int = 0, draws: int = DRAWS) -> Joint:
    """Forecast every region that the view knows; draw i of one goes with draw i of each, which makes ranks right."""
    return estimate_all(place, view, indicator, year, seed=seed, draws=draws)[0]


def estimate_all(
    place: Place,
    view: View,
    indicator: str,
    year: int,
    *,
    seed: int = 0,
    draws: int = DRAWS,
    held: Held | None = None,
    only: str | None = None,
) -> tuple[Joint, Held]:
    """Forecast every region, and return with it what was estimated.

    Parameters
    ----------
    held : Held, optional
        Estimates of an earlier forecast, to be used instead of new ones: on the same view they give the same
        draws to the last bit.
    only : str, optional
        The one region to draw, out of all that are filtered together.

    Returns
    -------
    Joint, Held
    """
    joint, found = bridge.estimate_all(place, view, indicator, year, seed=seed, draws=draws, held=held, only=only)
    kept = held.factors if held else {}
    factors = {each.region: kept.get(each.region) or _factors(each) for each in joint}
    corrected = (
        factors[each.region].applied(each) if each.rest.shape[1] else each  # a region whose year is out already
        for each in joint
    )
    return Joint(tuple(corrected)), replace(found, factors=factors)


def _corrected(outlook: Outlook) -> Outlook:
    return _factors(outlook).applied(outlook)


def _factors(outlook: Outlook) -> Calibration:
    return track_record.calibration(outlook.indicator, len(outlook.known), before=outlook.year, turning=outlook.turning)
