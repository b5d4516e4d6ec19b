"""The forecast that reports print: the panel with the months that are out, corrected by the record of earlier years."""

from __future__ import annotations

from shouguan import record
from shouguan.models import bridge
from shouguan.models.draws import DRAWS
from shouguan.observations import View
from shouguan.outlook import Joint, Outlook
from shouguan.place import Place


def fit_predict(place: Place, view: View, indicator: str, year: int, *, seed: int = 0, draws: int = DRAWS) -> Outlook:
    """Forecast the rest of `year`; see `shouguan.models.statespace.fit_predict` for parameters and errors."""
    return _corrected(bridge.fit_predict(place, view, indicator, year, seed=seed, draws=draws))


def fit_predict_all(place: Place, view: View, indicator: str, year: int, *, seed: int = 0, draws: int = DRAWS) -> Joint:
    """Forecast every region that the view knows; draw i of one goes with draw i of each, which makes ranks right."""
    joint = bridge.fit_predict_all(place, view, indicator, year, seed=seed, draws=draws)
    return Joint(tuple(_corrected(outlook) for outlook in joint))


def _corrected(outlook: Outlook) -> Outlook:
    factors = record.calibration(outlook.indicator, len(outlook.known), before=outlook.year, turning=outlook.turning)
    return factors.applied(outlook)
