"""Score what weekly figures add to the forecast of a month that is not published, on simulated cities.

    python benchmarks/score_weekly.py [CITIES] [FIRST SEED] [FIRST YEAR OF WEEKS]

No public weekly series of a city exists, so the cities are simulated: growth of a month is a slow trend with noise, in
three cities of ten with a shock that fades and comes back as a base; weekly figures of electricity, freight and tax
follow it closely, loosely or not, with noise and a drift of their own, tax a month late. Each city is forecast before
five months of 2020, without weeks and with those of a part of the month, or of it and the half of the next. Printed by
what is kept and how much of the month is known: how often any signal counts, the share of variance that they then say
they explain, how much smaller the mean squared error of the month is really (over all forecasts), CRPS of the month's
YTD growth and of the year against those without, and how often the 80 % interval of the month's YTD growth held.
"""

from __future__ import annotations

import datetime as dt
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial

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

CITY, CODE = "999901", "industry_va"
FIRST, YEAR = 2015, 2020
WEEKS_SINCE = 2018
ORIGINS = (4, 6, 8, 10, 11)
"""Months of the year that are forecast."""
SHARES = (0.25, 0.5, 0.75, 1.0, 1.5)
"""Of the month, by calendar days; what is beyond one is of the month after."""
SLOPE, DRIFT = 0.8, 0.2
"""Growth of weekly figures for a point of the month's, and a month's step of how far apart they usually lie, points."""
OF_A_WEEK = {"electricity_industry": 0.01, "freight_volume": 0.03, "tax_revenue": 0.03}
"""By kind of weekly figures, noise of a week as a share of it."""
LATE = {"tax_revenue": 1}
"""By how many months they come after what they speak of."""
NONE = "not at all"
KEPT: dict[str, dict[str, float]] = {
    "electricity, closely": {"electricity_industry": 0.6},
    "electricity, loosely": {"electricity_industry": 1.8},
    "freight": {"freight_volume": 1.8},
    "tax": {"tax_revenue": 2.5},
    "all, closely": {"electricity_industry": 0.6, "freight_volume": 1.8, "tax_revenue": 2.5},
    "all, loosely": {"electricity_industry": 1.8, "freight_volume": 1.8, "tax_revenue": 2.5},
    NONE: {"electricity_industry": 0.8, "freight_volume": 1.8, "tax_revenue": 2.5},
}
"""What a city keeps: by kind, points of a month's growth by which they miss it."""
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


def weekly(seed: int, growth: dict[Period, float], kept: str, since: int) -> pd.DataFrame:
    """Return the weekly figures that a city keeps."""
    tables = [_weekly(seed, growth, code, noise, kept != NONE, since) for code, noise in KEPT[kept].items()]
    return pd.concat(tables, ignore_index=True)


def _weekly(seed: int, growth: dict[Period, float], code: str, noise: float, follows: bool, since: int) -> pd.DataFrame:
    """Return weekly figures of one kind since a year that follow a city's growth so well."""
    rng = np.random.default_rng([seed, 2, list(OF_A_WEEK).index(code), round(10 * noise), follows])
    level: dict[tuple[int, int], float] = {(since - 1, month): 100.0 for month in range(1, 13)}
    drift = 0.0
    for year in range(since, YEAR + 1):
        for month in range(1, 13):
            drift += rng.normal(0, DRIFT)
            true = _spoken_of(growth, year, month - LATE.get(code, 0)) if follows else 6.0
            own = SLOPE * true + drift + rng.normal(0, noise)
            level[year, month] = level[year - 1, month] * (1 + own / 100)
    rows = []
    week = week_of(dt.date(since, 1, 1))
    if week.start.year < since:
        week = week_of(week.end + dt.timedelta(days=1))
    while week.end.year <= YEAR:
        amount = sum(_of_day(level, day) for day in week.days) * (1 + rng.normal(0, OF_A_WEEK[code]))
        rows.append({"week": str(week), "end": week.end, "value": amount})
        week = week_of(week.end + dt.timedelta(days=1))
    return pd.DataFrame(rows).assign(region=CITY, indicator=code, measure="value", unit="", source="模拟")


def _spoken_of(growth: dict[Period, float], year: int, month: int) -> float:
    """Return growth of a month; of January that of both months, and of what is before all figures none beyond 6."""
    at = Period(year - 1, "M", 12) if month == 0 else Period(year, "M", max(month, 2))
    return growth.get(at, 6.0)


def _of_day(level: dict[tuple[int, int], float], day: dt.date) -> float:
    days = [day.replace(day=1) + dt.timedelta(days=n) for n in range(31)]
    loads = [1.0 if is_working_day(each) else 0.7 for each in days if each.month == day.month]
    return level[day.year, day.month] / sum(loads) * (1.0 if is_working_day(day) else 0.7)


def score(seed: int, since: int = WEEKS_SINCE) -> list[dict[str, object]]:
    """Forecast one city before each month, without and with the weeks of a part of it."""
    place, growth = make(seed)
    reported = {kept: weekly(seed, growth, kept, since) for kept in KEPT}
    truth = place.as_of(dt.date(YEAR + 1, 3, 1)).ytd_growth(CITY, CODE)
    rows: list[dict[str, object]] = []
    for month in ORIGINS:
        period = Period(YEAR, "M", month)
        before = _CALENDAR.periods(YEAR)[_CALENDAR.position(period) - 1]
        view = place.as_of(calendar_release(before, 20))
        outlook = calibrated.fit_predict(place, view, CODE, YEAR, seed=seed, draws=DRAWS)
        first = dt.date(YEAR, month, 1)
        for kept, table in reported.items():
            for share in SHARES:
                until = first + dt.timedelta(days=round(share * period.end.day) + (6 if share == 1.0 else 0))
                evidence = early_evidence.read(place, view, CODE, YEAR, table[table["end"] < until])
                after = with_signal(Joint((outlook,)), {CODE: evidence})
                row: dict[str, object] = {"seed": seed, "kept": kept, "share": share}
                counts = any(each.counts for each in evidence)
                row["counts"] = float(counts)
                row["explained"] = early_evidence.total(evidence)[1] if counts else np.nan
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
    print(f"{'kept':<22}of month  counts  says explained  error really less  CRPS month  year  80 % held without, with")
    for (kept, share), each in table.groupby(["kept", "share"], sort=False):
        squared = {name: float(np.mean(each[f"error_{name}"].astype(float) ** 2)) for name in ("with", "without")}
        mean = each.drop(columns="kept").astype(float).mean()
        print(
            f"{kept:<22} {share:7.0%} {mean['counts']:7.0%} {mean['explained']:15.0%}"
            f" {1 - squared['with'] / squared['without']:18.0%}"
            f" {mean['month_with'] / mean['month_without']:11.2f} {mean['year_with'] / mean['year_without']:5.2f}"
            f" {mean['held_without']:18.0%} {mean['held_with']:5.0%}"
        )


def main() -> None:
    """Score the cities that are asked for."""
    cities, first, since = (
        int(sys.argv[at]) if len(sys.argv) > at else default for at, default in ((1, CITIES), (2, 0), (3, WEEKS_SINCE))
    )
    with ProcessPoolExecutor() as pool:
        scored = list(pool.map(partial(score, since=since), range(first, first + cities)))
    report(pd.DataFrame([row for rows in scored for row in rows]))


if __name__ == "__main__":
    main()
