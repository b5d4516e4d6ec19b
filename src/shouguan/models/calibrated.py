"""The forecast that reports print: the panel with the months that are out, corrected by the record of earlier years."""

from __future__ import annotations

from shouguan import record
from shouguan.models import bridge
from shouguan.models.draws import DRAWS
from shouguan.observations import View
from shouguan.outlook import Outlook
from shouguan.place import Place


def fit_predict(place: Place, view: View, indicator: str, year: int, *, seed: int = 0, draws: int = DRAWS) -> Outlook:
    """Forecast the rest of `year`; see `shouguan.models.statespace.fit_predict` for parameters and errors."""
    outlook = bridge.fit_predict(place, view, indicator, year, seed=seed, draws=draws)
    factors = record.calibration(indicator, len(outlook.known), before=year, turning=outlook.turning)
    return factors.applied(outlook)
