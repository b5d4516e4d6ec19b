"""Many places side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import track

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.parameters import check
from shouguan.data.observations import View
from shouguan.data.origin import resolve
from shouguan.data.place import NATION, Place, load, official_regions
from shouguan.models import calibrated
from shouguan.models.outlook import Outlook

_MANY = 5
"""From so many places on a progress bar is shown."""


def provinces() -> list[str]:
    """Return the names of the regions right below the nation that the official series know."""
    return [region.name for region in official_regions().values() if region.parent == NATION]


def forecast_many(
    places: Sequence[str],
    indicator: str,
    as_of: str,
    *,
    above_last_year: float | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Forecast one indicator of several places, side by side.

    Official regions are forecast in one run, with their draws paired; a folder in its own.

    Parameters
    ----------
    places : sequence of str
    indicator : str
    as_of : str
        ISO date.
    above_last_year : float, optional
        Measure the chance against last year's growth plus so many points instead of the place's own target.
    seed : int

    Returns
    -------
    DataFrame
        One row a place: `known` (newest YTD growth), `median, lower80, upper80` of the year, `target` (missing
        where there is none), per cent, and `chance` of the target, a fraction; `reason` where a place cannot be
        forecast on this day and its figures are missing, else empty.

    Raises
    ------
    DataError
        When there is no such place.

    Examples
    --------
    >>> two = forecast_many(["山东", "江苏"], "gdp", "2020-10-28")
    >>> two["known"].to_dict()
    {'山东': 2.1, '江苏': 2.8}
    """
    day = check({"as_of": as_of}).as_of
    assert day is not None
    rows: dict[str, dict[str, float | str]] = {}
    runs: dict[int, dict[str, Outlook]] = {}  # the official panel's forecasts, one run a year
    for name in track(places, description="", console=Console(stderr=True), disable=len(places) < _MANY):
        place = load(name)
        try:
            rows[name] = _row(place, indicator, day, above_last_year, seed, runs)
        except DataError as error:
            rows[name] = {"reason": str(error)}
    columns = ["known", "median", "lower80", "upper80", "target", "chance", "reason"]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("place")
    return frame.fillna({"reason": ""})


def _row(
    place: Place, indicator: str, day: dt.date, above: float | None, seed: int, runs: dict[int, dict[str, Outlook]]
) -> dict[str, float | str]:
    view, year = place.as_of(day), resolve(place, indicator, day).year
    if place.folder is not None:
        outlook = calibrated.fit_predict(place, view, indicator, year, seed=seed)
    else:
        if year not in runs:
            joint = calibrated.fit_predict_all(place, view, indicator, year, seed=seed)
            runs[year] = {each.region: each for each in joint}
        if place.region not in runs[year]:
            raise DataError(
                f"{place.name()}的数据不足以测算 {indicator}", f"{place.name('en')} has too few figures of {indicator}"
            )
        outlook = runs[year][place.region]
    target = _target(place, view, indicator, year, day, above)
    low, high = outlook.interval(0.80)
    return {
        "known": outlook.known_ytd if outlook.known else np.nan,
        "median": outlook.quantile(0.5),
        "lower80": low,
        "upper80": high,
        "target": target,
        "chance": outlook.chance(target) if np.isfinite(target) else np.nan,
    }


def _target(place: Place, view: View, indicator: str, year: int, day: dt.date, above: float | None) -> float:
    if above is None:
        targets = place.targets_for(indicator, year, day)
        return targets[-1].value if targets else np.nan
    last = indicators.indicator(indicator).calendar.periods(year - 1)[-1]
    return view.ytd_growth(place.region, indicator).get(last, np.nan) + above
