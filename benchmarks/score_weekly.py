"""Score what weekly figures add to the forecast of a month that is not published, on simulated cities.

    python benchmarks/score_weekly.py [CITIES] [FIRST SEED]

No public weekly series of a city exists, so the cities are simulated: growth of a month is a slow trend with noise, in
three cities of ten with a shock that fades and comes back as a base; weekly figures follow it closely, loosely or not,
with noise and a drift of their own. Each city is forecast before five months of 2020, without weeks and with those of a
part of the month. Printed by how well the weeks follow and how much of the month is known: how often the signal
counts, the share of variance that it then says it explains, how much smaller the mean squared error of the month is
really (over all forecasts), CRPS of the month's YTD growth and of the year against those without, and how often the
80 % interval of the month's YTD growth held.
"""

from __future__ import annotations

import datetime as dt
import sys
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd
from score_investment import crps

from shouguan.analysis.early_signal import with_signal
from shouguan.core import indicators
from shouguan.core.periods import Period, calendar_release
from shouguan.core.weeks import week_of
from shouguan.core.working_days import is_working_day
from shouguan.core.ytd import ytd_from_single
from shouguan.data.observations import COLUMNS
from shouguan.data.place import Place, Region
from shouguan.data.settings import Settings
from shouguan.models import calibrated, early_evidence
from shouguan.models.outlook import Joint

CITY, CODE, SOURCE = "999901", "industry_va", "electricity_industry"
FIRST, YEAR = 2015, 2020
ORIGINS = (4, 6, 8, 10, 11)
"""Months of the year that are forecast."""
SHARES = (0.25, 0.5, 0.75, 1.0)
NOISE = {"closely": 0.6, "loosely": 1.8, "not at all": 0.8}
"""Points of a month's growth on a year before by which the weeks miss it, by how well they follow it."""
DRAWS = 2000
CITIES = 200
_CALENDAR = indicators.indicator(CODE).calendar


def make(seed: int) -> tuple[Place, dict[Period, float]]:
    """Return a city with what it publishes, and its true growth by month."""
    rng = np.random.default_rng([seed, 1])
    periods = [period for year in range(FIRST, YEAR + 1) for period in _CALENDAR.periods(year)]
    size = len(periods)
    growth = 7.0 + np.cumsum(rng.normal(0, 0.25, size)) + rng.normal(0, 0.8, size)
    if rng.random() < 0.3:
        at = int(rng.integers(size - 20, size - 2))
        shock = rng.uniform(-12, -4) * 0.6 ** np.arange(size - at)
        growth[at:] += shock
        growth[at + _CALENDAR.size :] -= shock[: max(0, size - at - _CALENDAR.size)]
    cumulative = np.cumsum(_CALENDAR.even_weights())
    rows = []
    for start, year in zip(range(0, size, _CALENDAR.size), range(FIRST, YEAR + 1), strict=True):
        single = growth[start : start + _CALENDAR.size]
        for period, ytd in zip(_CALENDAR.periods(year), ytd_from_single(single, cumulative), strict=True):
            rows.append(_row(period, round(float(ytd), 1)))
    table = pd.DataFrame(rows, columns=list(COLUMNS)).assign(
        released_on=lambda frame: pd.to_datetime(frame["released_on"])
    )
    place = Place(
        slug="simulated",
        settings=Settings(region=CITY, name="模拟市", name_en="Simulated", parent="100000", synthetic=True),
        regions={CITY: Region(CITY, "模拟市", "Simulated", (), "100000")},
        table=table,
        targets=(),
        files=(),
    )
    return place, dict(zip(periods, growth.tolist(), strict=True))


def _row(period: Period, value: float) -> dict[str, object]:
    return {
        "region": CITY,
        "indicator": CODE,
        "period": str(period),
        "basis": "ytd",
        "measure": "growth",
        "price": "real",
        "value": value,
        "unit": "%",
        "released_on": calendar_release(period, 20),
        "release_basis": "calendar",
        "vintage": "first",
        "source": "模拟",
        "note": "",
    }


def weekly(seed: int, growth: dict[Period, float], follows: str) -> pd.DataFrame:
    """Return weekly figures since 2018 that follow a city's growth so well."""
    rng = np.random.default_rng([seed, 2, list(NOISE).index(follows)])
    level: dict[tuple[int, int], float] = {(2017, month): 100.0 for month in range(1, 13)}
    drift = 0.0
    for year in range(2018, YEAR + 1):
        for month in range(1, 13):
            drift += rng.normal(0, 0.2)
            true = growth[Period(year, "M", max(month, 2))] if follows != "not at all" else 6.0
            own = 0.8 * true + drift + rng.normal(0, NOISE[follows])
            level[year, month] = level[year - 1, month] * (1 + own / 100)
    rows = []
    week = week_of(dt.date(2018, 1, 1))
    while week.end.year <= YEAR:
        amount = sum(_of_day(level, day) for day in week.days) * (1 + rng.normal(0, 0.01))
        rows.append({"week": str(week), "end": week.end, "value": amount})
        week = week_of(week.end + dt.timedelta(days=1))
    return pd.DataFrame(rows).assign(region=CITY, indicator=SOURCE, measure="value", unit="亿千瓦时", source="模拟")


def _of_day(level: dict[tuple[int, int], float], day: dt.date) -> float:
    days = [day.replace(day=1) + dt.timedelta(days=n) for n in range(31)]
    loads = [1.0 if is_working_day(each) else 0.7 for each in days if each.month == day.month]
    return level[day.year, day.month] / sum(loads) * (1.0 if is_working_day(day) else 0.7)


def score(seed: int) -> list[dict[str, object]]:
    """Forecast one city before each month, without and with the weeks of a part of it."""
    place, growth = make(seed)
    reported = {follows: weekly(seed, growth, follows) for follows in NOISE}
    truth = place.as_of(dt.date(YEAR + 1, 3, 1)).ytd_growth(CITY, CODE)
    rows: list[dict[str, object]] = []
    for month in ORIGINS:
        period = Period(YEAR, "M", month)
        before = _CALENDAR.periods(YEAR)[_CALENDAR.position(period) - 1]
        view = place.as_of(calendar_release(before, 20))
        outlook = calibrated.fit_predict(place, view, CODE, YEAR, seed=seed, draws=DRAWS)
        first = dt.date(YEAR, month, 1)
        for follows, table in reported.items():
            for share in SHARES:
                until = first + dt.timedelta(days=round(share * period.end.day) + (6 if share == 1.0 else 0))
                evidence = early_evidence.read(place, view, CODE, YEAR, table[table["end"] < until])
                joint = Joint((outlook,))
                after = joint if evidence is None else with_signal(joint, {CODE: evidence})
                row: dict[str, object] = {"seed": seed, "follows": follows, "share": share}
                row["counts"] = float(evidence is not None and evidence.counts)
                row["explained"] = evidence.explained if evidence is not None and evidence.counts else np.nan
                for name, each in (("without", outlook), ("with", after.outlooks[0])):
                    paths = each.ytd_paths
                    low, high = np.quantile(paths[:, 0], (0.1, 0.9)).round(1)
                    row |= {
                        f"error_{name}": float(each.remaining[:, 0].mean()) - growth[period],
                        f"month_{name}": crps(paths[:, 0], truth[period]),
                        f"year_{name}": crps(paths[:, -1], truth[_CALENDAR.periods(YEAR)[-1]]),
                        f"held_{name}": float(low <= truth[period] <= high),
                    }
                rows.append(row)
    return rows


def report(table: pd.DataFrame) -> None:
    """Print the scores."""
    print(f"{table['seed'].nunique()} cities, {len(ORIGINS)} months each")
    print(
        "weeks follow  of month  counts  says explained  error really less  CRPS month  year  80 % held without, with"
    )
    for (follows, share), each in table.groupby(["follows", "share"], sort=False):
        squared = {name: float(np.mean(each[f"error_{name}"].astype(float) ** 2)) for name in ("with", "without")}
        mean = each.drop(columns="follows").astype(float).mean()
        print(
            f"{follows:<12} {share:8.0%} {mean['counts']:8.0%} {mean['explained']:15.0%}"
            f" {1 - squared['with'] / squared['without']:18.0%}"
            f" {mean['month_with'] / mean['month_without']:11.2f} {mean['year_with'] / mean['year_without']:5.2f}"
            f" {mean['held_without']:18.0%} {mean['held_with']:5.0%}"
        )


def main() -> None:
    """Score the cities that are asked for."""
    cities = int(sys.argv[1]) if len(sys.argv) > 1 else CITIES
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with ProcessPoolExecutor() as pool:
        scored = list(pool.map(score, range(first, first + cities)))
    report(pd.DataFrame([row for rows in scored for row in rows]))


if __name__ == "__main__":
    main()
