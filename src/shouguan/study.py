"""The Python interface: a place on a day, its figures as frames, its forecasts, many places side by side.

What the command line prints an analyst gets here as a DataFrame, from the same forecasts and the same seed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.parameters import check
from shouguan.core.periods import Period
from shouguan.core.ytd import single_band, single_from_ytd
from shouguan.data.observations import View
from shouguan.data.origin import resolve
from shouguan.data.place import NATION, Place, load, official_regions
from shouguan.data.year_weights import year_weights
from shouguan.models import calibrated, naive
from shouguan.models.history import history
from shouguan.models.outlook import QUANTILES, Outlook, quantile_name


@dataclass(frozen=True)
class Forecast:
    """How one indicator's year may close.

    Attributes
    ----------
    outlook : Outlook
        The draws behind every method.
    yardsticks : dict of str to float
        Full-year growth by each rule of thumb, per cent.
    """

    outlook: Outlook
    yardsticks: dict[str, float]

    @property
    def _ahead(self) -> list[str]:
        """The periods of the year that are not yet published."""
        calendar = indicators.indicator(self.outlook.indicator).calendar
        return [str(period) for period in calendar.periods(self.outlook.year)[len(self.outlook.known) :]]

    def table(self) -> pd.DataFrame:
        """Return YTD growth at each period left, per cent: index `period`, columns `q025 … median … q975`."""
        quantiles = np.quantile(self.outlook.ytd_paths, QUANTILES, axis=0)
        names = ["median" if level == 0.5 else quantile_name(level) for level in QUANTILES]
        return pd.DataFrame(quantiles.T, pd.Index(self._ahead, name="period"), names)

    def draws(self) -> pd.DataFrame:
        """Return the draws, one a row, per cent: single growth of each period left, and `full_year`."""
        outlook = self.outlook
        frame = pd.DataFrame(outlook.rest, columns=self._ahead)
        return frame.assign(full_year=outlook.full_year)

    def required(self, targets: Sequence[float]) -> pd.DataFrame:
        """Return what full-year figures take of the rest of the year.

        Parameters
        ----------
        targets : sequence of float
            Full-year growth, per cent.

        Returns
        -------
        DataFrame
            Index `full_year`; `required` (growth of the rest of the year, per cent), `band` (half-width that the
            rounding of published figures leaves, points) and `chance` (of the figure or more, as a fraction).
        """
        bands = [self.outlook.required(target) for target in targets]
        columns = {
            "required": [band.value for band in bands],
            "band": [band.half_width for band in bands],
            "chance": [self.outlook.chance(target) for target in targets],
        }
        return pd.DataFrame(columns, pd.Index(targets, name="full_year", dtype=float))


@dataclass(frozen=True)
class Study:
    """A place as it was known on a day.

    Attributes
    ----------
    place, view : Place, View
    seed : int
        Of the draws; the same seed gives the same forecast.
    """

    place: Place
    view: View
    seed: int = 0

    def observations(self, indicator: str) -> pd.DataFrame:
        """Return the published growth of an indicator, in the order of time.

        Parameters
        ----------
        indicator : str
            Its code, for example `gdp`.

        Returns
        -------
        DataFrame
            `period, ytd, single, band, released_on, vintage, source`: growth in per cent. `single` is backed out
            of `ytd` with the year's weights where the year is whole up to that period, else missing; `band` is the
            half-width that rounding leaves it, points.

        Raises
        ------
        DataError
            When there is no such indicator; the message names the nearest.

        Notes
        -----
        `g_k = (G_k·W_k − G_{k−1}·W_{k−1}) / (W_k − W_{k−1})`, see `shouguan.core.ytd`.
        """
        entry = indicators.indicator(indicator)
        rows = self.view.rows(self.place.region, indicator, basis="ytd", measure="growth")
        frame = rows[["period", "value", "released_on", "vintage", "source"]].reset_index(drop=True)
        frame = frame.rename(columns={"value": "ytd"})
        single, band = np.full(len(frame), np.nan), np.full(len(frame), np.nan)
        periods = [Period.parse(period) for period in frame["period"]]
        at = {period: row for row, period in enumerate(periods)}
        for year in sorted({period.year for period in periods}):
            cumulative = year_weights(self.view, self.place.chain(), indicator, year).cumulative
            growth = [frame["ytd"].iloc[at[p]] if p in at else np.nan for p in entry.calendar.periods(year)]
            values, halves = single_from_ytd(growth, cumulative), single_band(cumulative)
            for position, period in enumerate(entry.calendar.periods(year)):
                if period in at and np.isfinite(values[position]):
                    single[at[period]], band[at[period]] = values[position], halves[position]
        frame.insert(2, "single", single)
        frame.insert(3, "band", band)
        return frame

    def forecast(self, indicator: str) -> Forecast:
        """Forecast the open year of an indicator.

        Raises
        ------
        DataError
            When no year is open on this day; the message names the nearest day.
        """
        year = resolve(self.place, indicator, self.view.as_of).year
        outlook = calibrated.fit_predict(self.place, self.view, indicator, year, seed=self.seed)
        past = history(self.place, self.view, indicator, year)
        return Forecast(outlook, {name: rule(past) for name, rule in naive.YARDSTICKS.items()})


def open_place(place: str = "全国", as_of: str | None = None, *, seed: int = 0) -> Study:
    """Open a place as of a day.

    Parameters
    ----------
    place : str
        A folder with `place.yaml`, or an official region's code, name or alias.
    as_of : str, optional
        ISO date; by default the newest release of the place.
    seed : int

    Raises
    ------
    DataError, UsageError
        When there is no such place or the day is no date; the message names the nearest valid choice.

    Examples
    --------
    >>> nation = open_place("全国", as_of="2020-10-25")
    >>> nation.observations("gdp")[["period", "ytd"]].tail(3).to_dict("list")
    {'period': ['2020Q1', '2020Q2', '2020Q3'], 'ytd': [-6.8, -1.6, 0.7]}
    """
    checked = check({"place": place, "as_of": as_of, "seed": seed})
    where = load(checked.place)
    return Study(where, where.as_of(checked.as_of or where.table["released_on"].max().date()), checked.seed)


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
        where there is none), per cent, and `chance` of the target, a fraction.

    Raises
    ------
    DataError
        When there is no such place, or one that has no figure of the year to forecast.
    """
    day = check({"as_of": as_of}).as_of
    assert day is not None
    rows: dict[str, dict[str, float]] = {}
    runs: dict[int, dict[str, Outlook]] = {}  # the official panel's forecasts, one run a year
    for name in places:
        place = load(name)
        view, year = place.as_of(day), resolve(place, indicator, day).year
        if place.folder is not None:
            outlook = calibrated.fit_predict(place, view, indicator, year, seed=seed)
        else:
            if year not in runs:
                joint = calibrated.fit_predict_all(place, view, indicator, year, seed=seed)
                runs[year] = {each.region: each for each in joint}
            if place.region not in runs[year]:
                raise DataError(
                    f"{name}的数据不足以测算 {indicator}", f"{name} has too few figures of {indicator} to forecast"
                )
            outlook = runs[year][place.region]
        target = _target(place, view, indicator, year, day, above_last_year)
        low, high = outlook.interval(0.80)
        rows[name] = {
            "known": outlook.known_ytd if outlook.known else np.nan,
            "median": outlook.quantile(0.5),
            "lower80": low,
            "upper80": high,
            "target": target,
            "chance": outlook.chance(target) if np.isfinite(target) else np.nan,
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("place")


def _target(place: Place, view: View, indicator: str, year: int, day: dt.date, above: float | None) -> float:
    if above is None:
        targets = place.targets_for(indicator, year, day)
        return targets[-1].value if targets else np.nan
    last = indicators.indicator(indicator).calendar.periods(year - 1)[-1]
    return view.ytd_growth(place.region, indicator).get(last, np.nan) + above
