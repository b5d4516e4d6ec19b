"""Score each province as the first, the middle and the last to publish.

    python benchmarks/score_order.py

The official data have one day for all provinces of a quarter, and a backtest on that day lets each see all others. On
real days a province that publishes first sees the nation's figure alone. Here each province of 2018–2022 is forecast
with the nation's figure and its own, then with those of every second other province too, then with all: provinces are
taken in an order drawn by seed, and the rest have not published. Printed: mean absolute errors in calm and turning
years and how often 80 % intervals held, leaning and calibration as the record of earlier years has them.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd

from shouguan.data import observations, place
from shouguan.data.place import NATION
from shouguan.evaluation.backtest import first_releases, origin_name, period_label
from shouguan.models import calibrated
from shouguan.models.outlook import INTERVAL

YEARS, ORIGINS = range(2018, 2023), (1, 2, 3)
PROCESSES = 2
DRAWS = 2000
SEED = 22


def score(task: tuple[int, int]) -> list[dict[str, object]]:
    """Forecast all provinces at one origin of one year, each by each order."""
    year, known = task
    where = place.load("全国")
    table = observations.select(where.table, None, "gdp", basis="ytd", measure="growth")
    truth = first_releases(table, "gdp")
    label = period_label("gdp", year, known)
    own = table[table["period"] == label]
    view = where.as_of(own.groupby("region")["released_on"].min().max().date())
    rng = np.random.default_rng([SEED, year, known])
    regions = [region for region in sorted(own["region"].unique()) if region != NATION]
    rows: list[dict[str, object]] = []
    for region in regions:
        others = rng.permutation([other for other in regions if other != region])
        for order, out in (("first", 0), ("middle", others.size // 2), ("last", others.size)):
            now = (view.table["period"] == label) & (view.table["indicator"] == "gdp")
            unpublished = now & view.table["region"].isin(others[out:])
            seen = replace(view, table=view.table[~unpublished])
            joint = calibrated.fit_predict_all(where, seen, "gdp", year, only=region, draws=DRAWS)
            outlook = joint.of(region, "gdp")
            low, high = outlook.interval(INTERVAL)
            came = truth[region, year]
            rows.append(
                {
                    "origin": origin_name(known, "gdp"),
                    "order": order,
                    "kind": "calm" if year < 2020 else "turning",
                    "error": abs(outlook.quantile(0.5) - came),
                    "held80": low <= came <= high,
                }
            )
    return rows


def main() -> None:
    """Print the table."""
    tasks = [(year, known) for year in YEARS for known in ORIGINS]
    with ProcessPoolExecutor(PROCESSES) as pool:
        rows = [row for part in pool.map(score, tasks) for row in part]
    table = pd.DataFrame(rows)
    groups = pd.concat([table, table.assign(kind="all")]).groupby(["origin", "kind", "order"], sort=False)
    print(groups[["error", "held80"]].mean().assign(n=groups.size()).round(2).to_string())


if __name__ == "__main__":
    main()
