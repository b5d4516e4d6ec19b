"""Score the forecast of investment from below on simulated cities whose truth is known.

    python benchmarks/score_investment.py [CITIES] [FIRST SEED]

Each city is forecast after each month of its year from above alone, from below, and together. Printed by month: how
often the 80 % interval held, CRPS of each, the combined's against the one from above alone, and the mean weight; then
how often the 80 % interval of ρ held the project's true ratio, and the same by age of the ledger.
"""

from __future__ import annotations

import datetime as dt
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import cache

import numpy as np
import pandas as pd
from simulated_investment import YEAR, make

from shouguan.core.errors import DataError
from shouguan.core.rounding import half_up
from shouguan.core.ytd import Array
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.investment import combined, ledger_panel, ratios
from shouguan.investment.bottom_up import calibrated_above
from shouguan.investment.ledger_ahead import Rehearsal
from shouguan.models.outlook import Outlook

DRAWS = 2000
CITIES = 200


def crps(draws: Array, truth: float) -> float:
    """Return the continuous ranked probability score of a sample: mean |x − y| less half the mean |x − x'|."""
    ranked = np.sort(draws)
    n = ranked.size
    spread = float(((2 * np.arange(1, n + 1) - n - 1) * ranked).sum()) / n**2
    return float(np.abs(ranked - truth).mean()) - spread


def score(seed: int) -> tuple[list[dict[str, float]], Array]:
    """Forecast one city after each month, and say which ratios of its projects were held by their intervals."""
    city = make(seed)
    panel = ledger_panel.build(city.ledger)
    rehearsal = Rehearsal(panel, city.settings.projects.registration_from)

    @cache
    def above(day: dt.date, year: int) -> Outlook:
        return calibrated_above(city.place, city.place.as_of(day), "fai", year, seed, DRAWS)

    def top_down(place: Place, view: View, indicator: str, year: int, seed: int, draws: int) -> Outlook:
        if indicator != "fai":
            raise DataError("模拟城市只有投资", "a simulated city has investment only")
        return above(view.as_of, year)

    rows, truth = [], float(city.growth[-1])
    for known in range(1, 11):
        month = known + 1
        day = dt.date(YEAR + month // 12, month % 12 + 1, 25)
        view = city.place.as_of(day)
        row: dict[str, float] = {"seed": seed, "known": known, "share": city.share}
        try:
            found = combined.fit_predict(
                city.place,
                view,
                YEAR,
                seed=seed,
                draws=DRAWS,
                rehearsal=rehearsal,
                settings=city.settings,
                top_down=top_down,
            )
            sides = {"above": found.below.top_down, "below": found.below.outlook, "both": found.outlook}
            row |= {"weight": found.weight, "age": found.age}
        except DataError:  # no ledger of the year yet: the forecast from above stands alone
            sides = dict.fromkeys(("above", "below", "both"), above(day, YEAR))
            row |= {"weight": 0.0, "age": 0.0}
        for name, outlook in sides.items():
            low, high = (half_up(end, 1) for end in outlook.interval(0.8))
            row |= {
                f"crps_{name}": crps(outlook.full_year, truth),
                f"held_{name}": float(low <= truth <= high),
                f"error_{name}": outlook.quantile(0.5) - truth,
            }
        rows.append(row)
    table = ratios.estimate(panel).projects
    of = panel.projects["project_code"].map(city.rho)
    seen = table["quarters"] > 0
    held = (table["lower"] <= of) & (of <= table["upper"])
    return rows, held[seen].to_numpy(dtype=float)


def report(table: pd.DataFrame, held: list[Array]) -> None:
    """Print the scores."""
    for name, group in [
        ("all", table),
        ("22+ months", table[table["age"] >= 2]),
        ("under 22 months", table[table["age"] < 2]),
    ]:
        print(f"\n{name}: {group['seed'].nunique()} cities")
        print("months  n   80 % held: above below both   CRPS: above  below   both   both/above  weight")
        for known, each in group.groupby("known"):
            mean = each.mean()
            print(
                f"1–{int(known) + 1:<4} {len(each):4}"
                f"  {mean['held_above']:14.2f} {mean['held_below']:5.2f} {mean['held_both']:4.2f}"
                f" {mean['crps_above']:13.2f} {mean['crps_below']:6.2f} {mean['crps_both']:6.2f}"
                f" {mean['crps_both'] / mean['crps_above']:12.2f} {mean['weight']:7.2f}"
            )
    print(f"\nρ: 80 % interval held {np.mean(np.concatenate(held)):.2f} of {sum(map(len, held))} projects")


def main() -> None:
    """Score the cities that are asked for."""
    cities = int(sys.argv[1]) if len(sys.argv) > 1 else CITIES
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with ProcessPoolExecutor() as pool:
        scored = list(pool.map(score, range(first, first + cities)))
    report(pd.DataFrame([row for rows, _ in scored for row in rows]), [held for _, held in scored])


if __name__ == "__main__":
    main()
