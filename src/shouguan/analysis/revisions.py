"""What was revised, when, by how much, and how far that moved the forecasts of the years then open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.data import observations, origin
from shouguan.data.observations import KEY
from shouguan.data.place import Place

NEWEST_DAYS = 6
"""Forecasts are run again for so many of the newest days with revisions; each costs two forecasts an indicator."""


@dataclass(frozen=True)
class Revision:
    """One figure that got another value.

    Parameters
    ----------
    key : tuple of str
        Region, indicator, period, basis, measure, price.
    before, after : float
    released_on : date
        When the new value came out.
    source : str
    """

    key: tuple[str, ...]
    before: float
    after: float
    released_on: dt.date
    source: str

    def to_json(self) -> dict[str, Any]:
        """Return the revision as plain data."""
        return {
            **dict(zip(KEY, self.key, strict=True)),
            "before": self.before,
            "after": self.after,
            "change": round(self.after - self.before, 10),
            "released_on": self.released_on.isoformat(),
            "source": self.source,
        }


@dataclass(frozen=True)
class Move:
    """How the revisions of one day moved one forecast.

    Parameters
    ----------
    day : date
    indicator : str
    year : int
        The year that was open then.
    before, after : float
        Median of full-year growth without and with the day's revisions, on the same day's other figures.
    """

    day: dt.date
    indicator: str
    year: int
    before: float
    after: float

    def to_json(self) -> dict[str, Any]:
        """Return the move as plain data."""
        return {
            "released_on": self.day.isoformat(),
            "indicator": self.indicator,
            "year": self.year,
            "before": round(self.before, 4),
            "after": round(self.after, 4),
            "moved": round(self.after - self.before, 4),
        }


def revisions(table: pd.DataFrame) -> list[Revision]:
    """Return every change of a figure between vintages, in the order of time."""
    ordered = table.sort_values("released_on", kind="stable")
    made = []
    for key, rows in ordered[ordered.duplicated(KEY, keep=False)].groupby(KEY, sort=False):
        values, days, sources = rows["value"].tolist(), rows["released_on"].tolist(), rows["source"].tolist()
        for before, after, day, source in zip(values, values[1:], days[1:], sources[1:], strict=False):
            if before != after:
                made.append(Revision(tuple(map(str, key)), before, after, day.date(), source))
    return sorted(made, key=lambda revision: (revision.released_on, revision.key))


def moves(place: Place, revisions_made: list[Revision], seed: int = 0) -> list[Move]:
    """Forecast again, without and with the revisions, on the newest days that brought any.

    Parameters
    ----------
    place : Place
    revisions_made : list of Revision
        Those of the place's table.
    seed : int

    Returns
    -------
    list of Move
        For each day and each indicator that the place forecasts.
    """
    from shouguan.models import calibrated  # noqa: PLC0415  # checks of files need no model

    chain = set(place.chain())
    days = sorted({r.released_on for r in revisions_made if r.key[0] in chain})[-NEWEST_DAYS:]
    result = []
    for day in days:
        revised = {r.key for r in revisions_made if r.released_on == day}
        keys = place.table[KEY].itertuples(index=False, name=None)
        is_key = pd.Series([tuple(key) in revised for key in keys], index=place.table.index)
        without = replace(place, table=place.table[~(is_key & (place.table["released_on"] == pd.Timestamp(day)))])
        for code in indicators.FORECAST:
            if not place.releases(code):
                continue
            try:
                year = origin.resolve(place, code, day, None).year
                pair = [
                    calibrated.fit_predict(each, observations.as_of(each.table, day), code, year, seed=seed)
                    for each in (without, place)
                ]
            except DataError:
                continue  # nothing was open that day
            before, after = (outlook.quantile(0.5) for outlook in pair)
            result.append(Move(day, code, year, before, after))
    return result
