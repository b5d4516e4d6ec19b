"""The forecast that reports print: the panel with the months that are out, corrected by the record of earlier years.

Their errors teach how far it leans (`leaning`) and how wide its intervals are (`calibration`).
An indicator that comes out once a year has too few figures for either and a model of its own (`yearly`).
"""

from __future__ import annotations

from dataclasses import replace

from shouguan.core import indicators
from shouguan.data.observations import View
from shouguan.data.place import NATION, Place
from shouguan.models import bridge, model, track_record, yearly
from shouguan.models.calibration import Calibration
from shouguan.models.draws import DRAWS
from shouguan.models.estimates import Held
from shouguan.models.outlook import Joint, Outlook


def fit_predict(place: Place, view: View, indicator: str, year: int, *, seed: int = 0, draws: int = DRAWS) -> Outlook:
    """Forecast the rest of `year` for the place itself; see `shouguan.models.model` for parameters and errors."""
    return model.fit_predict(fit_predict_all, place, view, indicator, year, seed=seed, draws=draws)


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
    """Forecast every region that the view knows; see `shouguan.models.model.Model` for the other parameters.

    Parameters
    ----------
    only : str or frozenset of str, optional
        The one region to draw, or the regions, with the draws that each has among all.
    held : Held, optional
        Estimates of an earlier forecast, to be used instead of new ones: on the same view they give the same
        draws to the last bit.
    """
    if indicators.indicator(indicator).yearly:
        alone = only if isinstance(only, str) else None  # all cost nothing
        return yearly.fit_predict_all(place, view, indicator, year, seed=seed, draws=draws, only=alone)
    joint = bridge.fit_predict_all(place, view, indicator, year, seed=seed, draws=draws, only=only, held=held)
    kept = held.factors if held else {}
    learned: dict[tuple[int, float, bool], Calibration] = {}  # many regions stand at the same point of the year
    factors = {each.region: kept.get(each.region) or _factors(each, learned) for each in joint}
    leaning = track_record.leaning(indicator, year)
    moved = {region: leaning.moved(lean) for region, lean in joint.leans.items()}
    corrected = (_corrected(each, factors[each.region], moved.get(each.region, 0.0)) for each in joint)
    estimated = None if joint.estimated is None else replace(joint.estimated, factors=factors)
    return replace(joint, outlooks=tuple(corrected), estimated=estimated)


def _corrected(outlook: Outlook, factors: Calibration, moved: float) -> Outlook:
    """Return the outlook with its full years moved and stretched; every draw keeps its place.

    Intervals on the way there are corrected by their own record, beside the draws.
    """
    if not outlook.remaining.shape[1]:  # a region whose year is out already
        return outlook
    outlook = replace(outlook, on_the_way=track_record.on_the_way(outlook))
    if factors.n == 0 and not moved:
        return outlook
    return outlook.shifted_to(moved + (factors.stretch(outlook.full_year) if factors.n else outlook.full_year))


def _factors(outlook: Outlook, learned: dict[tuple[int, float, bool], Calibration]) -> Calibration:
    at = len(outlook.known), outlook.shock_variance_ahead, outlook.region == NATION
    if at not in learned:
        learned[at] = track_record.calibration(
            outlook.indicator, at[0], before=outlook.year, shock_variance=at[1], region=outlook.region
        )
    return learned[at]
