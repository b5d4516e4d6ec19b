"""Time the news as a ratio to one forecast, in one run: it should be about the number of its runs.

A month of releases, and a whole history revised at once: every figure of 31 provinces gets another value,
which must cost a handful of runs, not one a figure (statsmodels issue 8920).
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import pandas as pd

from shouguan.analysis import news
from shouguan.data import observations
from shouguan.data.place import Place, load
from shouguan.models import calibrated

BEFORE, AFTER = dt.date(2020, 10, 1), dt.date(2020, 10, 28)
QUIET = dt.date(2020, 10, 10)


def main() -> None:
    """Print seconds of one forecast, and of each news with its ratio."""
    place = load("山东")
    calibrated.fit_predict(place, place.as_of(BEFORE), "gdp", 2020)  # the first call reads files and warms up
    started = time.perf_counter()
    for day in (BEFORE, AFTER):
        calibrated.fit_predict(place, place.as_of(day), "gdp", 2020)
    one = (time.perf_counter() - started) / 2
    print(f"one forecast: {one:.2f} s")
    _report("a month of releases", place, AFTER, one)
    _report("a whole history revised", _all_revised(place), QUIET, one)


def _report(what: str, place: Place, day: dt.date, one: float) -> None:
    started = time.perf_counter()
    found = news.explain(place, "gdp", BEFORE, day)
    seconds = time.perf_counter() - started
    figures = sum(step.figures for step in found.steps)
    runs = 1 + len(found.steps)
    print(f"{what}: {figures} figures, {runs} runs, {seconds:.2f} s, {seconds / one:.1f} forecasts", flush=True)


def _all_revised(place: Place) -> Place:
    known = observations.as_of(place.table, BEFORE).table
    again = known.assign(value=known["value"] + 0.1, released_on=pd.Timestamp(QUIET))
    return replace(place, table=pd.concat([place.table, again], ignore_index=True))


if __name__ == "__main__":
    main()
