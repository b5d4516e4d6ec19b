"""Make the demonstration city: a synthetic prefecture of a synthetic province, from one seed.

No public series of a prefecture has all that the kit shows, so this one is invented, and every page that
uses it says 演示数据. Its size and shares are those of a typical prefecture (265 billion yuan in 2019,
industry 32 % …); 2020 follows the national pattern: a deep first quarter, then recovery. Run it again
with `python data/demo-city/generate.py`: the same seed writes the same files.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from shouguan.core import indicators
from shouguan.core.indicators import INDUSTRIES
from shouguan.core.periods import Period, calendar_release
from shouguan.core.ytd import Array, ytd_from_single
from shouguan.data import observations

SEED = 20201023
HERE = Path(__file__).resolve().parent
CITY, PROVINCE = "999901", "999900"
PEERS = [f"9999{number:02d}" for number in range(1, 12)]
LAGS = {"gdp": 23, "services_revenue": 51}
"""Days after the period's end; services report a month late (错月). Any other monthly indicator: 20."""
ENERGY_HALF_LAG = 75
"""Of energy use per unit of GDP: the half year is out in the middle of September, a week after the year before it."""
SOURCE = f"演示数据（data/demo-city/generate.py，种子 {SEED}）"
LAST = dt.date(2020, 10, 23)

GDP_2014 = 1_795.0  # 亿元, so that 2019 comes to about 2,650
SHARES = np.array([9, 32, 8, 13, 5, 1.5, 6, 6, 2, 3, 14.5]) / 100
SEASON = np.array([0.22, 0.245, 0.255, 0.28])
FARM_SEASON = np.array([0.12, 0.20, 0.30, 0.38])
TREND = np.array([3.8, 7.4, 6.5, 7.0, 7.2, 6.5, 7.0, 5.0, 13.0, 9.0, 7.2])
SLOWDOWN = 0.25  # points a year
SHOCK_2020 = np.array(  # rows: Q1, Q2, Q3; columns as INDUSTRIES
    [
        [-5, -15, -16, -20, -15, -38, -1, -8, 2, -10, -5],
        [-1, -3, -2, -7, -5, -20, 0, -1, 3, -3, -3],
        [0, -1, -1, -4, -2, -9, 0, 0, 3, -1, -2],
    ],
    dtype=float,
)
YTD_2020 = (-5.8, 0.3, 2.0)  # what the city published; the industries are shifted to add up to it
FAI_2020 = np.array([-23.0, -9.0, 1.0, 4.0, 7.0, 8.0, 9.0, 9.5])
IVA_2020 = np.array([-13.5, -2.5, 3.0, 4.5, 5.5, 5.0, 6.0, 6.5])
# Base indicators: the industry each follows (position in INDUSTRIES), what its growth is to the industry's
# (κ and c of the accounts, so that x = (g − c)/κ), and the noise of one figure.
BASES: dict[str, tuple[int, float, float, float]] = {
    "agriculture_output": (0, 0.95, 0.0, 0.2),
    "construction_output": (2, 0.70, 1.0, 0.8),
    "wholesale_sales": (3, 0.55, 1.0, 1.5),
    "retail_sales_industry": (3, 0.60, 1.5, 1.5),
    "retail": (3, 0.65, 1.0, 0.8),
    "freight_turnover": (4, 0.60, 2.0, 2.0),
    "postal_volume": (4, 0.30, 0.5, 3.0),
    "hotels_revenue": (5, 0.85, 0.5, 2.0),
    "catering_revenue": (5, 0.90, 0.5, 1.5),
    "deposits": (6, 0.70, 0.5, 0.4),
    "loans": (6, 0.55, 0.0, 0.4),
    "insurance_premiums": (6, 0.40, 2.5, 2.0),
    "home_sales_area": (7, 0.25, 2.5, 3.0),
    "telecom_volume": (8, 0.50, 2.0, 2.0),
    "software_revenue": (8, 0.70, 1.0, 2.0),
    "services_revenue": (9, 0.60, 2.0, 1.5),
    "fiscal_expenditure_8": (10, 0.35, 4.0, 2.5),
}
FIELDS: dict[str, tuple[float, float, Array]] = {  # of investment: lead on the total, noise, and 2020's own turn
    "fai_manufacturing": (1.5, 1.5, np.array([-6.0, -4.0, -2.0, -1.0, 0.0, 0.0, 0.5, 1.0])),
    "fai_infrastructure": (-1.0, 1.5, np.array([4.0, 3.0, 2.0, 1.0, 0.5, 0.0, -0.5, -1.0])),
    "real_estate_investment": (0.5, 1.5, np.array([1.0, 1.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0])),
}
FAI_WEIGHTS = np.array([8.9, 9.4, 8.5, 9.2, 11.4, 8.5, 8.3, 9.5, 8.7, 8.5, 9.1])
IVA_WEIGHTS = np.array([2.0] + [1.0] * 10) / 12
PEER_NOISE = {"fai": (1.5, 2.0), "industry_va": (0.7, 0.6)}
"""Of peers: how far a peer's years lie from the city's, and the noise of one month."""
INCOME_2016, INCOME_SEASON = 24_600.0, np.array([0.29, 0.23, 0.25, 0.23])  # 元 a head
INCOME_2020 = np.array([0.9, 3.6, 5.4])
PEER_INCOME = (0.5, 0.5)
"""Of peers, as `PEER_NOISE`, but of one quarter."""
ENERGY, ENERGY_2020 = -3.3, -1.6
"""Energy use per unit of GDP: the change of a year, and of 2020's first half (services stood still, steel did not)."""


def main() -> None:
    """Write the observations of the city, its province and its peers."""
    rng = np.random.default_rng(SEED)
    rows: list[dict[str, object]] = []
    city_ytd, industries = accounts(rng, rows)
    investment = monthly(rng, rows, "fai", FAI_WEIGHTS / FAI_WEIGHTS.sum(), 9.0, 3.0, FAI_2020)
    industry = monthly(rng, rows, "industry_va", IVA_WEIGHTS, 7.2, 0.8, IVA_2020)
    siblings(rng, rows, city_ytd)
    # A stream of its own for what came later, so that the figures above stay what they were.
    rng = np.random.default_rng([SEED, 1])
    for code in BASES:
        base_indicator(rng, rows, code, industries)
    for code in FIELDS:
        field(rng, rows, code, investment)
    rng = np.random.default_rng([SEED, 2])
    for code, (months, weights, noise) in {
        "fai": (investment, FAI_WEIGHTS / FAI_WEIGHTS.sum(), PEER_NOISE["fai"]),
        "industry_va": (industry, IVA_WEIGHTS, PEER_NOISE["industry_va"]),
    }.items():
        peers_monthly(rng, rows, code, months, weights, noise)
    rng = np.random.default_rng([SEED, 3])
    incomes(rng, rows)
    energy(rng, rows)
    table = pd.DataFrame(rows, columns=list(observations.COLUMNS))
    table = table[table["released_on"] <= LAST]
    (HERE / "observations").mkdir(exist_ok=True)
    for code, part in table.groupby("indicator"):
        observations.write(part, HERE / "observations" / f"{code}.csv")


def add(rows: list[dict[str, object]], region: str, code: str, period: Period, value: float, measure: str) -> None:
    """Add one published figure (a balance's at its period's end, else year to date), released when the rule says."""
    entry = indicators.indicator(code)
    growth = measure == "growth"
    lag = LAGS.get(code, 20 if entry.calendar.frequency == "M" else LAGS["gdp"])
    if entry.yearly:
        lag = entry.release_lag if period.number == entry.calendar.numbers[-1] else ENERGY_HALF_LAG
    rows.append(
        {
            "region": region,
            "indicator": code,
            "period": str(period),
            "basis": "ytd" if entry.basis == "flow" else "stock",
            "measure": measure,
            "price": entry.growth_price if growth else "nominal",
            "value": f"{round(value, 1) + 0.0:.1f}" if growth else f"{value:.2f}",
            "unit": "%" if growth else entry.unit,
            "released_on": calendar_release(period, lag),
            "release_basis": "calendar",
            "vintage": "first",
            "source": SOURCE,
            "note": "",
        }
    )


def accounts(rng: np.random.Generator, rows: list[dict[str, object]]) -> tuple[dict[int, Array], dict[int, Array]]:
    """Build the quarterly accounts of eleven industries, and GDP as their sum.

    Returns GDP's YTD growth by year, and the industries' single growth by year, shape (industries, quarters).
    """
    season = np.tile(SEASON, (len(INDUSTRIES), 1))
    season[0] = FARM_SEASON
    base = GDP_2014 * SHARES[:, None] * season
    city: dict[int, Array] = {}
    singles: dict[int, Array] = {}
    for year in range(2015, 2021):
        quarters = 3 if year == 2020 else 4
        growth = TREND[:, None] - SLOWDOWN * (year - 2015) + rng.normal(0, 0.5, (len(INDUSTRIES), quarters))
        growth += rng.normal(0, 0.25, quarters)
        if year == 2020:
            growth += SHOCK_2020.T
            growth += _shift(growth, base)
        b = base[:, :quarters]
        total = np.cumsum((b * growth).sum(axis=0)) / np.cumsum(b.sum(axis=0))
        nominal = b * (1 + growth / 100) * (1 + rng.normal(1.6, 0.4) / 100)
        city[year], singles[year] = np.round(total, 1), growth
        for position in range(quarters):
            period = Period(year, "Q", position + 1)
            upto = slice(0, position + 1)
            add(rows, CITY, "gdp", period, float(total[position]), "growth")
            add(rows, CITY, "gdp", period, float(nominal[:, upto].sum()), "value")
            if year >= 2018:
                ytd = (b[:, upto] * growth[:, upto]).sum(axis=1) / b[:, upto].sum(axis=1)
                for i, code in enumerate(INDUSTRIES):
                    add(rows, CITY, code, period, float(ytd[i]), "growth")
                    add(rows, CITY, code, period, float(nominal[i, upto].sum()), "value")
        base = nominal
    return city, singles


def _shift(growth: Array, base: Array) -> Array:
    """Return what each quarter must be moved by for the total to meet the published path."""
    b = base[:, :3]
    weights = np.cumsum(b.sum(axis=0))
    wanted = np.diff(np.array(YTD_2020) * weights, prepend=0.0) / b.sum(axis=0)
    return wanted - (b * growth).sum(axis=0) / b.sum(axis=0)


def monthly(
    rng: np.random.Generator,
    rows: list[dict[str, object]],
    code: str,
    weights: Array,
    trend: float,
    noise: float,
    year_2020: Array,
) -> dict[int, Array]:
    """Build a series that is published as year-to-date growth only, 2016 to September 2020; return its months."""
    months: dict[int, Array] = {}
    cumulative = np.cumsum(weights)
    calendar = indicators.indicator(code).calendar
    for year in range(2016, 2021):
        single = trend - 0.4 * (year - 2016) + rng.normal(0, noise, calendar.size)
        if year == 2020:
            single = year_2020 + rng.normal(0, noise / 3, year_2020.size)
        months[year] = single
        for period, ytd in zip(calendar.periods(year), ytd_from_single(single, cumulative), strict=False):
            add(rows, CITY, code, period, float(ytd), "growth")
    return months


def base_indicator(
    rng: np.random.Generator, rows: list[dict[str, object]], code: str, industries: dict[int, Array]
) -> None:
    """Build a base indicator that its industry follows with noise, 2017 to September 2020."""
    industry, slope, intercept, noise = BASES[code]
    entry = indicators.indicator(code)
    for year in range(2017, 2021):
        quarterly = (industries[year][industry] - intercept) / slope
        periods = entry.calendar.periods(year)
        quarter = np.array(
            [(period.number - 1) // 3 if entry.calendar.frequency == "M" else n for n, period in enumerate(periods)]
        )
        reported = quarter < quarterly.size
        single = quarterly[quarter[reported]] + rng.normal(0, noise, int(reported.sum()))
        weights = np.cumsum(entry.calendar.even_weights())
        shown = single if entry.basis == "stock" else ytd_from_single(single, weights)
        for period, value in zip(periods, shown, strict=False):
            add(rows, CITY, code, period, float(value), "growth")


def field(rng: np.random.Generator, rows: list[dict[str, object]], code: str, investment: dict[int, Array]) -> None:
    """Build a field of investment around the total's months."""
    lead, noise, turn = FIELDS[code]
    calendar = indicators.indicator(code).calendar
    for year, months in investment.items():
        single = months + lead + rng.normal(0, noise, months.size) + (turn if year == 2020 else 0.0)
        cumulative = np.cumsum(FAI_WEIGHTS / FAI_WEIGHTS.sum())
        for period, value in zip(calendar.periods(year), ytd_from_single(single, cumulative), strict=False):
            add(rows, CITY, code, period, float(value), "growth")


def siblings(rng: np.random.Generator, rows: list[dict[str, object]], city: dict[int, Array]) -> None:
    """Give the province and the ten peers growth around the city's own."""
    for region in [PROVINCE, *PEERS[1:]]:
        own = 0.3 if region == PROVINCE else rng.normal(0.2, 0.8)
        for year in (2019, 2020):
            for position, growth in enumerate(city[year]):
                value = growth + own + rng.normal(0, 0.25)
                add(rows, region, "gdp", Period(year, "Q", position + 1), float(value), "growth")


def peers_monthly(
    rng: np.random.Generator,
    rows: list[dict[str, object]],
    code: str,
    months: dict[int, Array],
    weights: Array,
    noise: tuple[float, float],
) -> None:
    """Give the peers months of 2018 to September 2020 around the city's; one reports investment a month late."""
    calendar, cumulative = indicators.indicator(code).calendar, np.cumsum(weights)
    for region in PEERS[1:]:
        own = rng.normal(0.0, noise[0])
        for year in (2018, 2019, 2020):
            single = months[year] + own + rng.normal(0.0, noise[1], months[year].size)
            late = 1 if (code, year, region) == ("fai", 2020, PEERS[-1]) else 0
            shown = ytd_from_single(single, cumulative)[: months[year].size - late]
            for period, value in zip(calendar.periods(year), shown, strict=False):
                add(rows, region, code, period, float(value), "growth")


def incomes(rng: np.random.Generator, rows: list[dict[str, object]]) -> None:
    """Give the city income a head of 2016 to September 2020, levels and growth, and the others growth of 2018 on."""
    level, quarters = INCOME_2016 * INCOME_SEASON, {}
    for year in range(2016, 2021):
        single = 8.6 - 0.2 * (year - 2016) + rng.normal(0, 0.3, 4)
        if year == 2020:
            single = INCOME_2020 + rng.normal(0, 0.2, INCOME_2020.size)
        quarters[year] = single
        base = level[: single.size]
        level = base * (1 + single / 100)
        for position in range(single.size):
            period, upto = Period(year, "Q", position + 1), slice(0, position + 1)
            total = float(level[upto].sum())
            add(rows, CITY, "income", period, 100 * (total / float(base[upto].sum()) - 1), "growth")
            add(rows, CITY, "income", period, round(total), "value")
    weights = np.cumsum(INCOME_SEASON)
    for region in [PROVINCE, *PEERS[1:]]:
        own = 0.1 if region == PROVINCE else rng.normal(0.0, PEER_INCOME[0])
        for year in (2018, 2019, 2020):
            single = quarters[year] + own + rng.normal(0.0, PEER_INCOME[1], quarters[year].size)
            for position, value in enumerate(ytd_from_single(single, weights)):
                add(rows, region, "income", Period(year, "Q", position + 1), float(value), "growth")


def energy(rng: np.random.Generator, rows: list[dict[str, object]]) -> None:
    """Give all regions the change of energy use per unit of GDP of 2015 to 2019; the city half years, too, to 2020."""
    for region in [CITY, PROVINCE, *PEERS[1:]]:
        own = 0.0 if region in {CITY, PROVINCE} else rng.normal(0.0, 0.4)
        for year in range(2015, 2020):
            whole = ENERGY + own + rng.normal(0.0, 0.6)
            half = whole + rng.normal(0.0, 0.5)
            if region == CITY and year >= 2017:
                add(rows, region, "energy_intensity", Period(year, "Q", 2), half, "growth")
            add(rows, region, "energy_intensity", Period(year, "Q", 4), whole, "growth")
    add(rows, CITY, "energy_intensity", Period(2020, "Q", 2), ENERGY_2020, "growth")


if __name__ == "__main__":
    main()
