"""Score the chance of the target on real targets: GDP of the nation and the provinces, what was set and what came.

    python benchmarks/score_targets.py

Each target on record (`data/official/targets.csv`) of a year whose full figure is out, after Q1, H1 and Q3, on what
was known that day; the forecast leans and is calibrated as the record of earlier years has it. A target counts as met
by the operator it was set with: at least, a range from its low end on, about (左右) from its figure on, and once more
with a band of 0.2 points, as an office may set in `place.yaml`. Printed by stretch of the chance: how many, the mean
chance, the share met and its 95 % range (Wilson); then Brier scores by origin beside two rules: the chance is all where
published YTD growth meets the target and none where it does not, and the share of all targets of earlier years that
were met. Last by year, for regions of a year meet or miss together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.data import observations, place
from shouguan.data.place import NATION
from shouguan.evaluation.backtest import first_releases, origin_name, period_label
from shouguan.models import calibrated

YEARS, ORIGINS = range(2012, 2026), (1, 2, 3)
BANDS = (0.0, 0.2)
STRETCHES = 5
_NO_RECORD = 0.5
"""The share of targets met before any is on record."""


def chances() -> pd.DataFrame:
    """Return a row for each target, origin and band: the chance given, whether it was met, and what rules said."""
    return pd.DataFrame(row for year in YEARS for known in ORIGINS for row in _at(year, known))


def _at(year: int, known: int) -> Iterator[dict[str, Any]]:
    where, entry = place.load("全国"), indicators.indicator("gdp")
    table = observations.select(where.table, None, "gdp", basis="ytd", measure="growth")
    truth = first_releases(table, "gdp")
    out = table[table["period"] == period_label("gdp", year, known)].groupby("region")["released_on"].min()
    if out.empty:
        return
    view = where.as_of(out.max().date())
    try:
        joint = calibrated.fit_predict_all(where, view, "gdp", year)
    except DataError:  # too few years on record yet
        return
    for outlook in joint:
        region = outlook.region
        if len(outlook.known) != known or (region, year) not in truth:
            continue
        for target in place.load(region).targets_for("gdp", year, view.as_of)[:1]:
            for band in BANDS:
                aim = target.model_copy(update={"within": band}).met_from
                yield {
                    "area": "nation" if region == NATION else "provinces",
                    "year": year,
                    "origin": origin_name(known, "gdp"),
                    "kind": "turning" if outlook.turning else "calm",
                    "band": band,
                    "op": target.bound or ">=",
                    "chance": outlook.chance(aim),
                    "met": float(entry.meets(truth[region, year], aim)),
                    "carried": float(entry.meets(outlook.known_ytd, aim)),
                }


def with_base_rate(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the share of targets of earlier years that were met, of all regions."""
    earlier = {
        year: table.loc[table["year"] < year, "met"].mean() if (table["year"] < year).any() else _NO_RECORD
        for year in table["year"].unique()
    }
    return table.assign(base_rate=table["year"].map(earlier))


def reliability(table: pd.DataFrame) -> pd.DataFrame:
    """Return by stretch of the chance how many there are, their mean, the share met and its Wilson range."""
    slot = np.minimum((table["chance"] * STRETCHES).astype(int), STRETCHES - 1)
    groups = table.groupby(slot)
    low, high = proportion_confint(groups["met"].sum(), groups.size(), method="wilson")
    made = groups.agg(n=("met", "size"), chance=("chance", "mean"), met=("met", "mean"), years=("year", "nunique"))
    made.index = [f"{100 * at // STRETCHES}–{100 * (at + 1) // STRETCHES} %" for at in made.index]
    return made.assign(low=np.asarray(low), high=np.asarray(high)).round(2)


def brier(table: pd.DataFrame) -> pd.Series:
    """Return Brier scores of the forecast and of both rules: less is better."""
    scores = {name: ((table[name] - table["met"]) ** 2).mean() for name in ("chance", "carried", "base_rate")}
    return pd.Series({"n": len(table), "met": table["met"].mean(), **scores}).round(3)


def main() -> None:
    """Print the tables."""
    everything = chances()
    for band in BANDS:
        table = with_base_rate(everything[everything["band"] == band])
        print(f"\nabout is met from its figure less {band:g}: {len(table)} chances")
        for area in ("nation", "provinces"):
            print(f"\n{area}\n{reliability(table[table['area'] == area]).to_string()}")
        both = pd.concat([table, table.assign(kind="all")])
        print("\n" + both.groupby(["area", "origin", "kind"], sort=False).apply(brier).to_string())
        print("\n" + table.groupby("op").apply(brier).to_string())
        by_year = table.groupby(["area", "year", "origin"], sort=False)[["chance", "carried", "met"]].mean()
        print("\n" + by_year.assign(n=table.groupby(["area", "year", "origin"]).size()).round(2).to_string())


if __name__ == "__main__":
    main()
