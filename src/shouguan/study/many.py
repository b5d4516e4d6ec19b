"""Many places side by side."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import Progress

from shouguan.core import indicators
from shouguan.core.asked import growth_asked, several
from shouguan.core.errors import DataError
from shouguan.core.parameters import check
from shouguan.data.observations import View
from shouguan.data.origin import resolve
from shouguan.data.place import NATION, Place, load, official_regions
from shouguan.models import calibrated
from shouguan.models.outlook import Outlook
from shouguan.study.observed import main_target

_PATIENCE = 2.0
"""Seconds without a progress bar."""

T = TypeVar("T")


def provinces() -> list[str]:
    """Return the names of the regions right below the nation that the official series know.

    Examples
    --------
    >>> import shouguan as sg
    >>> len(sg.provinces()), sg.provinces()[:2]
    (31, ['北京', '天津'])
    """
    return [region.name for region in official_regions().values() if region.parent == NATION]


def forecast_many(
    places: str | Sequence[str],
    indicator: str,
    as_of: str,
    *,
    above_last_year: float | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Forecast one indicator of several places, side by side.

    Official regions are forecast in one run, with their draws paired; a folder in its own. A place that cannot be
    forecast on this day keeps its row, with missing figures and the reason. A run of more than two seconds shows a
    progress bar on the terminal.

    Parameters
    ----------
    places : str or sequence of str
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
        forecast on this day and its figures are missing, else empty. `attrs` holds `above_last_year`.

    Raises
    ------
    DataError
        When there is no such place or indicator: a slip of the pen, not a gap in the data.

    Examples
    --------
    >>> import shouguan as sg
    >>> two = sg.forecast_many(["山东", "江苏"], "gdp", "2020-10-28")
    >>> two["known"].to_dict()
    {'山东': 2.1, '江苏': 2.8}
    """
    checked = check({"as_of": as_of, "seed": seed})
    day, seed = checked.as_of, checked.seed
    if day is None:
        raise DataError("没有写明截至哪一天：as_of 应为日期，如 2020-10-28", "as_of: expected a day such as 2020-10-28")
    if above_last_year is not None:
        growth_asked(above_last_year, "above_last_year（百分点）", "above_last_year (points)")
    indicators.indicator(indicator)
    named: list[str] = several(places)
    opened = [(name, load(name)) for name in (check({"place": each}).place for each in named)]
    rows: dict[str, dict[str, float | str]] = {}
    runs: dict[int, dict[str, Outlook]] = {}  # the official panel's forecasts, one run a year
    for name, place in _with_progress(opened):
        try:
            rows[name] = _row(place, indicator, day, above_last_year, seed, runs)
        except DataError as error:
            rows[name] = {"reason": str(error)}
    columns = ["known", "median", "lower80", "upper80", "target", "chance", "reason"]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("place")
    frame = frame.fillna({"reason": ""})
    frame.attrs["above_last_year"] = above_last_year
    return frame


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
    target = _target(place, view, indicator, year, above)
    low, high = outlook.interval(0.80)
    return {
        "known": outlook.known_ytd if outlook.known else np.nan,
        "median": outlook.quantile(0.5),
        "lower80": low,
        "upper80": high,
        "target": target,
        "chance": outlook.chance(target) if np.isfinite(target) else np.nan,
    }


def _target(place: Place, view: View, indicator: str, year: int, above: float | None) -> float:
    if above is None:
        target = main_target(place, view, indicator, year)
        return np.nan if target is None else target
    last = indicators.indicator(indicator).calendar.periods(year - 1)[-1]
    return view.ytd_growth(place.region, indicator).get(last, np.nan) + above


def _with_progress(items: Sequence[T]) -> Iterator[T]:
    """Yield the items; once they take longer than `_PATIENCE`, with a bar on the terminal."""
    started, console = time.monotonic(), Console(stderr=True)
    bar = Progress(console=console, transient=True, disable=not console.is_terminal)
    task = bar.add_task("", total=len(items))
    try:
        for done, item in enumerate(items):
            if time.monotonic() - started > _PATIENCE:
                bar.start()
            bar.update(task, completed=done)
            yield item
    finally:
        bar.stop()
