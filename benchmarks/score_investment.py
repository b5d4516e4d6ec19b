"""Score the forecast of investment from below on simulated cities whose truth is known.

    python benchmarks/score_investment.py [CITIES] [FIRST SEED] [FILE]

Each city is forecast after each month of its year from above alone, from below, and together, and once more as if the
ledger's part of the rest of the year were known: the ceiling, for no forecast of a ledger can do better. Printed by
month: how often the 80 % interval held, CRPS of each, together and ceiling against the one from above alone, and the
mean weight; then how often the 80 % interval of ρ held the project's true ratio, and the same by age of the ledger.
Scores are written to FILE (`investment.csv`) city by city; cities that it holds already are not made again.
"""

from __future__ import annotations

import datetime as dt
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from simulated_investment import FIRST, YEAR, City, make

from shouguan.core.errors import DataError
from shouguan.core.rounding import half_up
from shouguan.core.ytd import Array
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.investment import combined, ledger_panel, ratios
from shouguan.investment.bottom_up import calibrated_above
from shouguan.investment.ledger_ahead import PARTS, Ahead, Rehearsal, SharedError
from shouguan.models.outlook import Outlook

DRAWS = 1000
CITIES = 200
SIDES = ("above", "below", "both", "ceiling")


class Foresight(Rehearsal):
    """A ledger whose part of the rest of the year is known."""

    def __init__(self, rehearsal: Rehearsal, city: City) -> None:
        super().__init__(rehearsal.panel, city.settings.projects.registration_from)
        self._city = city

    def ahead(self, at: int) -> Ahead:
        """Return what comes."""
        months = 1e4 * self._city.of_ledger[self.panel.periods[at].year - FIRST, self.panel.positions[at] + 1 :]
        return Ahead({name: months if name == PARTS[0] else np.zeros_like(months) for name in PARTS}, 0.0)

    def error(self, now: int) -> SharedError:
        """Return none."""
        return SharedError(0.0, 0.0, float(now))


def crps(draws: Array, truth: float) -> float:
    """Return the continuous ranked probability score of a sample: mean |x − y| less half the mean |x − x'|."""
    ranked = np.sort(draws)
    n = ranked.size
    spread = float(((2 * np.arange(1, n + 1) - n - 1) * ranked).sum()) / n**2
    return float(np.abs(ranked - truth).mean()) - spread


def score(seed: int) -> list[dict[str, float]]:
    """Forecast one city after each month, and say how many ratios of its projects were held by their intervals."""
    city = make(seed)
    panel = ledger_panel.build(city.ledger)
    rehearsal = Rehearsal(panel, city.settings.projects.registration_from)
    foresight = Foresight(rehearsal, city)

    @cache
    def above(day: dt.date, indicator: str, year: int) -> Outlook:
        return calibrated_above(city.place, city.place.as_of(day), indicator, year, seed, DRAWS)

    def top_down(place: Place, view: View, indicator: str, year: int, seed: int, draws: int) -> Outlook:
        return above(view.as_of, indicator, year)

    table = ratios.estimate(panel).projects
    of = panel.projects["project_code"].map(city.rho)
    seen = table["quarters"] > 0
    held = (table["lower"] <= of) & (of <= table["upper"])
    rows, truth = [], float(city.growth[-1])
    for known in range(1, 11):
        month = known + 1
        day = dt.date(YEAR + month // 12, month % 12 + 1, 25)
        row: dict[str, float] = {"seed": seed, "known": known, "share": city.share, "weight": 0.0, "age": 0.0}
        row |= {"ratios": float(seen.sum()), "ratios_held": float(held[seen].sum())}
        sides = dict.fromkeys(SIDES, above(day, "fai", YEAR))
        for name, ledger in (("both", rehearsal), ("ceiling", foresight)):
            try:
                found = combined.fit_predict(
                    city.place,
                    city.place.as_of(day),
                    YEAR,
                    seed=seed,
                    draws=DRAWS,
                    rehearsal=ledger,
                    settings=city.settings,
                    top_down=top_down,
                )
            except DataError:  # no ledger of the year yet: the forecast from above stands alone
                continue
            sides[name] = found.outlook
            if name == "both":
                sides["below"] = found.below.outlook
                row |= {"weight": found.weight, "age": found.age}
        for name, outlook in sides.items():
            low, high = (half_up(end, 1) for end in outlook.interval(0.8))
            row |= {
                f"crps_{name}": crps(outlook.full_year, truth),
                f"held_{name}": float(low <= truth <= high),
                f"error_{name}": outlook.quantile(0.5) - truth,
            }
        rows.append(row)
    return rows


def report(table: pd.DataFrame) -> None:
    """Print the scores."""
    for name, group in [
        ("all", table),
        ("22+ months", table[table["age"] >= 2]),
        ("under 22 months", table[table["age"] < 2]),
    ]:
        print(f"\n{name}: {group['seed'].nunique()} cities")
        print("months  n   80 % held: above below both   CRPS: above  below   both   both/above  ceiling/above  weight")
        for known, each in group.groupby("known"):
            mean = each.mean()
            print(
                f"1–{int(known) + 1:<4} {len(each):4}"
                f"  {mean['held_above']:14.2f} {mean['held_below']:5.2f} {mean['held_both']:4.2f}"
                f" {mean['crps_above']:13.2f} {mean['crps_below']:6.2f} {mean['crps_both']:6.2f}"
                f" {mean['crps_both'] / mean['crps_above']:12.2f} {mean['crps_ceiling'] / mean['crps_above']:14.2f}"
                f" {mean['weight']:7.2f}"
            )
    cities = table.drop_duplicates("seed")
    held = cities["ratios_held"].sum() / cities["ratios"].sum()
    print(f"\nρ: 80 % interval held {held:.2f} of {cities['ratios'].sum():.0f} projects")


def main() -> None:
    """Score the cities that are asked for."""
    cities = int(sys.argv[1]) if len(sys.argv) > 1 else CITIES
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    file = Path(sys.argv[3]) if len(sys.argv) > 3 else Path("investment.csv")
    wanted = range(first, first + cities)
    made = set(pd.read_csv(file)["seed"]) if file.exists() else set()
    for seed in wanted:
        if seed not in made:
            pd.DataFrame(score(seed)).to_csv(file, mode="a", header=not file.exists(), index=False)
    table = pd.read_csv(file)
    report(table[table["seed"].isin(wanted)])


if __name__ == "__main__":
    main()
