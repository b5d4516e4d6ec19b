"""Score the full year from monthly growth, origin by origin: of the nation, and of places with few years of their own.

    python benchmarks/score_months.py [PLACES]

Investment of the nation 2014–24 (published YTD growth since 2011) and industry 2018–24 (published single months added
up, as in `score_pace`), each forecast as a report of the day after each release would have, corrected by the record of
earlier years. Then simulated places with five to eight years of monthly growth and nothing else: no neighbours, no
values, no record. Their levels follow a process that is not the model's, and in the last year of every third of them a
fall comes that stays. Printed for each origin, calm and turning years (simulated: without the fall, and from its
month on) apart: how many, mean absolute errors of the forecast, of carrying YTD growth and of carrying the last
single, CRPS, and how often the 80 % interval held.
"""

from __future__ import annotations

import datetime as dt
import sys
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd
import score_pace
import scoringrules as sr
from simulated_investment import SEASON, wander

from shouguan.core.periods import Period
from shouguan.core.ytd import Array
from shouguan.data import place
from shouguan.data.observations import COLUMNS
from shouguan.data.place import Place, Region
from shouguan.data.settings import Settings
from shouguan.evaluation.backtest import GRID, origin_name
from shouguan.models import calibrated, naive
from shouguan.models.history import of_any_length
from shouguan.models.outlook import INTERVAL, Outlook

FIRST_YEAR = {"fai": 2014, "industry_va": 2018}
YEAR = 2018
CITY, PARENT = "999901", "999900"
SEED = 7000
PLACES = 120
PROCESSES = 2


def scored(where: Place, outlook: Outlook, truth: float, series: str, kind: str) -> dict[str, object]:
    """Return one forecast's scores beside those of the rules."""
    past = of_any_length(where, where.as_of(outlook.as_of), outlook.indicator, outlook.year)
    low, high = outlook.interval(INTERVAL)
    return {
        "series": series,
        "origin": origin_name(len(outlook.known), outlook.indicator),
        "kind": kind,
        "model": abs(outlook.quantile(0.5) - truth),
        "carry_ytd": abs(naive.carry_ytd(past) - truth),
        "carry_last_single": abs(naive.carry_last_single(past) - truth),
        "crps": sr.crps_ensemble(truth, np.quantile(outlook.full_year, GRID)),
        "held80": low <= truth <= high,
    }


def of_nation(code: str) -> list[dict[str, object]]:
    """Score one of the nation's series after each release."""
    where, rows = score_pace.nation(), []
    for origin in score_pace.origins_of(code):
        if origin.outlook.known and origin.outlook.year >= FIRST_YEAR[code]:
            kind = "turning" if origin.outlook.turning else "calm"
            rows.append(scored(where, origin.outlook, float(origin.came[-1]), code, kind))
    return rows


def simulated(seed: int) -> tuple[Place, Array, int | None]:
    """Return a place with its YTD growth alone, that of the year to forecast, and when the fall comes, if it does."""
    rng = np.random.default_rng(seed)
    years = int(rng.integers(5, 9))
    size = 11 * (years + 1)
    course = wander(rng, size, rng.uniform(0.85, 0.97), rng.uniform(0.03, 0.10)) + rng.normal(0, 0.03, size)
    course += rng.uniform(0.02, 0.10) / 11 * np.arange(size)
    falls = int(rng.integers(1, 8)) if seed % 3 == 0 else None
    if falls is not None:
        course[size - 11 + falls :] -= rng.uniform(0.08, 0.25)
    ytd = np.cumsum((SEASON[np.arange(size) % 11] * np.exp(course)).reshape(-1, 11), axis=1)
    growth = np.round(100.0 * (ytd[1:] / ytd[:-1] - 1.0), 1)
    rows = []
    for year, figures in zip(range(YEAR - years + 1, YEAR + 1), growth, strict=True):
        for month, figure in zip(range(2, 13), figures, strict=True):
            out = pd.Timestamp(Period(year, "M", month).end) + pd.Timedelta(days=20)
            cells = [CITY, "fai", f"{year}-{month:02d}", "ytd", "growth", "comparable", figure, "%", out]
            rows.append([*cells, "calendar", "first", "模拟", ""])
    where = Place(
        slug="simulated",
        settings=Settings(region=CITY, name="模拟市", name_en="Simulated", parent=PARENT, synthetic=True),
        regions=dict(place.official_regions()) | {CITY: Region(CITY, "模拟市", "Simulated", (), PARENT)},
        table=pd.DataFrame(rows, columns=list(COLUMNS)),
        targets=(),
        files=(),
    )
    return where, growth[-1], falls


def of_place(seed: int) -> list[dict[str, object]]:
    """Score the last year of one simulated place after each month."""
    where, came, falls = simulated(seed)
    rows = []
    for known in range(1, came.size):
        day = Period(YEAR, "M", known + 1).end + dt.timedelta(days=25)
        joint = calibrated.fit_predict_all(where, where.as_of(day), "fai", YEAR, only=CITY, draws=2000)
        if falls is None or known > falls:
            kind = "as before" if falls is None else "fallen"
            rows.append(scored(where, joint.of(CITY, "fai"), float(came[-1]), "simulated", kind))
    return rows


def main() -> None:
    """Print the table."""
    places = int(sys.argv[1]) if len(sys.argv) > 1 else PLACES
    with ProcessPoolExecutor(PROCESSES) as pool:
        rows = [row for part in pool.map(of_nation, FIRST_YEAR) for row in part]
        rows += [row for part in pool.map(of_place, range(SEED, SEED + places)) for row in part]
    table = pd.DataFrame(rows)
    alike = [table, table.assign(kind="all")]
    groups = pd.concat(alike).groupby(["series", "kind", "origin"], sort=False)
    figures = groups[["model", "carry_ytd", "carry_last_single", "crps", "held80"]].mean()
    print(figures.assign(n=groups.size()).round(2).to_string())


if __name__ == "__main__":
    main()
