"""Time the news as a ratio to one forecast, and say how far one pass of the filter would be from it.

A month of releases, and a whole history revised at once: every figure of 31 provinces gets another value, which must
cost a handful of runs, not one a figure (statsmodels issue 8920). Processor seconds; what matters is the ratios.

Then what gain × innovation would say: one pass of the filter whose shocks, noise and readings are those of the new
day, on the figures of each step in turn. It is exact for a linear model whose parameters are held, and ours reads a
figure by the others: printed is how far it lies from the difference of two forecasts in the third quarter's news of
some provinces in a calm year and three turning ones, points.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import numpy as np
import pandas as pd

from shouguan.analysis import news
from shouguan.core.ytd import period_weights
from shouguan.data import observations
from shouguan.data.observations import View
from shouguan.data.place import Place, load
from shouguan.models import bridge, calibrated
from shouguan.models.draws import _grow
from shouguan.models.history import histories
from shouguan.models.level import Filtered
from shouguan.models.system import LevelSystem

BEFORE, AFTER = dt.date(2020, 10, 1), dt.date(2020, 10, 28)
QUIET = dt.date(2020, 10, 10)
UNSEEN = (2018, 2019, 2021, 2022)
PLACES, YEARS = ("北京", "吉林", "福建", "湖北", "四川", "甘肃"), (2019, 2020, 2021, 2022)


def main() -> None:
    """Print processor seconds of one forecast and of each news with its ratio, and how far one pass would be off."""
    place = load("山东")
    calibrated.fit_predict(place, place.as_of(BEFORE), "gdp", 2020)  # the first call reads files and warms up
    started = time.process_time()
    for year in UNSEEN:  # filters that were run are kept
        calibrated.fit_predict(place, place.as_of(AFTER.replace(year=year)), "gdp", year)
    one = (time.process_time() - started) / len(UNSEEN)
    print(f"one forecast: {one:.2f} s")
    _report("a month of releases", place, AFTER, one)
    _report("a whole history revised", _all_revised(place), QUIET, one)
    for year in YEARS:
        own, others = np.array([misses(load(name), year) for name in PLACES]).T
        print(
            f"one pass, {year}: the place's own figures off by {own.mean():.2f} on average and {own.max():.2f} at most,"
            f" all others' by {others.mean():.2f} and {others.max():.2f}"
        )


def _report(what: str, place: Place, day: dt.date, one: float) -> None:
    started = time.process_time()
    found = news.explain(place, "gdp", BEFORE, day)
    seconds = time.process_time() - started
    figures = sum(step.figures for step in found.steps)
    runs = 1 + len(found.steps)
    print(f"{what}: {figures} figures, {runs} runs, {seconds:.2f} s, {seconds / one:.1f} forecasts", flush=True)


def _all_revised(place: Place) -> Place:
    known = observations.as_of(place.table, BEFORE).table
    again = known.assign(value=known["value"] + 0.1, released_on=pd.Timestamp(QUIET))
    return replace(place, table=pd.concat([place.table, again], ignore_index=True))


def misses(place: Place, year: int) -> tuple[float, float]:
    """Return how far one pass is off in the steps of October, points: of the place's own figures, and of all others."""
    old, new = dt.date(year, 10, 1), dt.date(year, 10, 28)
    steps = [step for step in news.explain(place, "gdp", old, new).steps if step.kind in {"release", "revision"}]
    filtered, _ = bridge.filter_all(place, place.as_of(new), "gdp", year)
    views = [place.as_of(day) for day in sorted({old, *(step.released_on for step in steps)})]
    passed = np.diff([_one_pass(place, view, year, filtered) for view in views])
    impact = dict.fromkeys(sorted({step.released_on for step in steps}), 0.0)
    own = {step.released_on for step in steps if step.own}
    for step in steps:
        impact[step.released_on] += step.impact
    off = {day: abs(value - gain) for (day, value), gain in zip(impact.items(), passed, strict=True)}
    return sum(off[day] for day in own), sum(value for day, value in off.items() if day not in own)


def _one_pass(place: Place, view: View, year: int, filtered: Filtered) -> float:
    """Return the expected full year by one pass over a view's figures, all variances those of another filter."""
    known = {past.region: past for past in histories(place, view, "gdp", year).values()}
    variance = float(filtered.shock_variance_ahead(2)[1])
    pasts = []
    for past in (known[each.region] for each in filtered.pasts):
        reading = bridge.read(view, past)
        pasts.append(past if reading is None else bridge.with_reading(past, reading, variance))
    run, used = LevelSystem(pasts), filtered.run
    state = run.run(filtered.sigma, used.shock_variance[:, 0], used.level_shock_variance, used.trend_shock_variance)
    at, size = [past.region for past in pasts].index(place.region), pasts[0].size
    left = len(pasts[0].periods) - 1 - filtered.last
    ahead = _grow(state.filtered_state[filtered.last, :, [at]], np.zeros((1, left, 2)), size)[0]
    weights = period_weights(filtered.pasts[at].weights.cumulative)[size - left :]
    return float(state.filtered_state[filtered.last, -1, at] + weights @ ahead)


if __name__ == "__main__":
    main()
