"""Time the panel on 31, 310 and 3,100 regions, and one place's forecast, in one run: the ratios matter.

One pass of the filter over all regions stands beside statsmodels' filter, region by region.

The larger panels are the official provinces again and again with noise of their own, so that no two regions
are the same. Cost should be linear in regions.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import numpy as np

from shouguan.data import place
from shouguan.models import calibrated
from shouguan.models.draws import simulate
from shouguan.models.history import History, histories
from shouguan.models.level import filter_together
from shouguan.models.reference import LevelGrowth
from shouguan.models.system import LevelSystem

DAY = dt.date(2020, 10, 28)
DRAWS = 1000
ROUNDS = 20


def main() -> None:
    """Print seconds of each size, and of each a region."""
    where = place.load("山东")
    started = time.perf_counter()
    calibrated.fit_predict(where, where.as_of(DAY), "gdp", 2020)
    print(f"one place, {len(place.official_regions())} regions known: {time.perf_counter() - started:.2f} s")
    base = list(histories(where, where.as_of(DAY), "gdp", 2020).values())[:31]
    ours, theirs = _passes(base)
    print(f"one pass over 31 regions: {1000 * ours:.1f} ms; statsmodels: {theirs / ours:.0f} times that")
    for copies in (1, 10, 100):
        pasts = [_other(past, seed) for seed in range(copies) for past in base]
        started = time.perf_counter()
        simulate(filter_together(pasts), 0, DRAWS)
        seconds = time.perf_counter() - started
        print(f"{len(pasts):5} regions: {seconds:6.2f} s, {1000 * seconds / len(pasts):.1f} ms a region", flush=True)


def _passes(pasts: list[History]) -> tuple[float, float]:
    """Return the seconds of one pass over all regions, and of statsmodels' filter over one after another."""
    size = pasts[0].ytd.size
    ours, theirs = LevelSystem(pasts), [LevelGrowth(past) for past in pasts]
    started = time.perf_counter()
    for _ in range(ROUNDS):
        ours.run(np.ones(len(pasts)), np.ones(size), np.zeros((size, len(pasts))))
    between = time.perf_counter()
    for _ in range(ROUNDS):
        for system in theirs:
            system.run(1.0, np.ones(size), np.zeros(size), np.zeros(size))
    return (between - started) / ROUNDS, (time.perf_counter() - between) / ROUNDS


def _other(past: History, seed: int) -> History:
    noise = np.random.default_rng([seed, int(past.region)]).normal(0.0, 0.3, past.ytd.size)
    return replace(past, region=f"{past.region}-{seed}", ytd=np.round(past.ytd + noise, 1))


if __name__ == "__main__":
    main()
