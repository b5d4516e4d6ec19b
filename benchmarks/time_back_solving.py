"""Time back-solving over random cities of eleven industries and 10,000 draws, and check every one.

    python benchmarks/time_back_solving.py [CITIES]

Prints the median and the 95th percentile of one back-solving, how many targets were out of reach, and the
largest miss of any constraint.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path

import numpy as np
from rich.progress import track

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from shouguan.analysis.back_solving import back_solve
from shouguan.data import place
from tests.builders.random_cities import random_city


def main(cities: int = 1000) -> None:
    """Solve random cities and print what it took."""
    where = place.load("demo-city")
    view = where.as_of(dt.date(2020, 10, 25))
    seconds, missed, out_of_reach = [], 0.0, 0
    for seed in track(range(cities), description="cities", transient=True):
        city = random_city(seed, draws=10_000)
        target = float(np.round(np.random.default_rng([seed, 7]).normal(4, 3), 1))
        started = time.perf_counter()
        plan = back_solve(where, view, city, target)
        seconds.append(time.perf_counter() - started)
        growth, lower, upper = (
            np.concatenate([getattr(need, name) for need in plan.needs]) for name in ("growth", "lower", "upper")
        )
        reached = float(city.total.full_year.mean()) + sum(need.points for need in plan.needs)
        goal = target if plan.feasible else plan.reachable
        missed = max(missed, abs(reached - goal), float(np.max(lower - growth)), float(np.max(growth - upper)))
        out_of_reach += not plan.feasible
    median, high = 1000 * np.quantile(seconds, (0.5, 0.95))
    print(f"{cities} cities: median {median:.1f} ms, 95th percentile {high:.1f} ms")
    print(f"out of reach: {out_of_reach}; largest miss of a constraint: {missed:.1e} points")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
