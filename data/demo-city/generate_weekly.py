"""Make the demonstration city's weekly figures: project investment, electricity, freight, tax; 2018 to 2020-10.

Everything is invented and marked 演示数据, from a stream of its own of the city's seed. A month's investment and its
growth of industry are those that the city publishes; the weeks share them by working days, with noise, and cover a part
of them that drifts, as reports of projects do; tax on a month is paid in the next. They come in as workbooks through
`shouguan import`. Run it again with `python data/demo-city/generate_weekly.py`: the same seed writes the same file.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
from simulated_projects import MONTHS, investment

from shouguan.core import indicators
from shouguan.core.weeks import Stretch, iso_week, tenday, weeks_in
from shouguan.core.working_days import is_working_day
from shouguan.core.ytd import single_from_ytd
from shouguan.ingest import importing
from shouguan.ingest.readers.reading import Options

SEED = 20201023
HERE = Path(__file__).resolve().parent
CITY = 999901
LAST = dt.date(2020, 10, 25)
"""The last day of the newest week."""
OCTOBER_2020 = {"fai": 10.5, "industry_va": 7.0}
"""Growth of the month that nobody has published: what the weeks of October are made of."""
REPORTED = 0.45
"""Share of the city's investment that projects report weekly."""


def main() -> None:
    """Write a workbook a year and import all."""
    rng = np.random.default_rng([SEED, 52])
    series = made(rng)
    with tempfile.TemporaryDirectory() as folder:
        files = [book(Path(folder), year, series) for year in (2018, 2019, 2020)]
        (HERE / "weekly.csv").unlink(missing_ok=True)
        imported = importing.import_files(files, str(HERE), None, Options())
    assert not any(each["refused"] for each in imported["files"]), imported
    shutil.rmtree(HERE / "imports")


def made(rng: np.random.Generator) -> dict[str, dict[Stretch, float]]:
    """Return what is reported, by indicator and week: money in 亿元, electricity in 亿千瓦时, freight in 万吨."""
    weeks = [iso_week(year, number) for year in (2018, 2019, 2020) for number in range(1, weeks_in(year) + 1)]
    parts = [tenday(year, month, part) for year in (2018, 2019, 2020) for month in range(1, 13) for part in (1, 2, 3)]
    days = [dt.date(2018, 1, 1) + dt.timedelta(days=n) for n in range((LAST - dt.date(2018, 1, 1)).days + 1)]
    spent = _by_day(_investment(rng), days, holiday=0.0)
    growth = _industry()
    electricity = _by_day(_levels(growth, 7.5, 0.9, 0.4, rng), days, holiday=0.7)
    freight = _by_day(_levels(growth, 920.0, 0.6, 2.5, rng), days, holiday=0.6)
    reported = {
        "project_investment": _reported(spent, weeks, 0.015, rng),
        "electricity_industry": _reported(electricity, parts, 0.01, rng),
        "freight_volume": _reported(freight, weeks, 0.03, rng),
    }
    paid_on = {(year + month // 12, month % 12 + 1): of for (year, month), of in growth.items()}
    tax = _by_day(_levels(paid_on, 21.0, 0.7, 2.0, rng), days, holiday=0.0)
    return reported | {"tax_revenue": _reported(tax, weeks, 0.02, rng)}


def _investment(rng: np.random.Generator) -> dict[tuple[int, int], float]:
    """Return what projects report of each month, 亿元: a drifting part of the city's investment."""
    whole = dict(zip(MONTHS, investment() / 1e4, strict=True))
    whole[2020, 10] = whole[2019, 10] * (1 + OCTOBER_2020["fai"] / 100)
    drift = np.cumsum(rng.normal(0, 0.004, len(whole)))
    reported = {}
    for (month, amount), away in zip(sorted(whole.items()), drift, strict=True):
        reported[month] = amount * REPORTED * float(np.exp(away + rng.normal(0, 0.005)))
    for year in (2018, 2019, 2020):  # February's figure has January in it
        both = reported.pop((year, 2))
        reported[year, 1], reported[year, 2] = 0.55 * both, 0.45 * both
    return reported


def _industry() -> dict[tuple[int, int], float]:
    """Return growth of industry by month as published, per cent; January's is that of both months together."""
    table = pd.read_csv(HERE / "observations" / "industry_va.csv")
    weights = np.cumsum(np.array([2.0] + [1.0] * 10) / 12)
    calendar = indicators.indicator("industry_va").calendar
    table = table[table["region"] == CITY]  # its peers are in the file, too
    growth: dict[tuple[int, int], float] = {}
    for year in (2018, 2019, 2020):
        ytd = table.loc[table["period"].str.startswith(str(year)), "value"].to_numpy(float)
        single = single_from_ytd(ytd, weights[: len(ytd)])
        growth |= {(year, number): float(value) for number, value in zip(calendar.numbers, single, strict=False)}
        growth[year, 1] = growth[year, 2]
    growth[2020, 10] = OCTOBER_2020["industry_va"]
    return growth


def _levels(
    growth: dict[tuple[int, int], float], month: float, slope: float, noise: float, rng: np.random.Generator
) -> dict[tuple[int, int], float]:
    """Return a level that follows growth of industry: so much a month in 2018, then growth by a slope, with noise."""
    season = 1 + 0.08 * np.cos(2 * np.pi * (np.arange(12) - 6) / 12)
    levels = {(2018, number): month * float(season[number - 1]) for number in range(1, 13)}
    for of in sorted(growth):
        if of[0] > 2018:
            more = slope * growth[of] + rng.normal(0, noise)
            levels[of] = levels[of[0] - 1, of[1]] * (1 + more / 100)
    return levels


def _by_day(levels: dict[tuple[int, int], float], days: Iterable[dt.date], holiday: float) -> dict[dt.date, float]:
    """Share each month among its days: a day that is not worked counts as so much of one that is."""
    found: dict[dt.date, float] = {}
    for (year, month), level in levels.items():
        first = dt.date(year, month, 1)
        after = dt.date(year + month // 12, month % 12 + 1, 1)
        own = [first + dt.timedelta(days=n) for n in range((after - first).days)]
        loads = np.array([1.0 if is_working_day(day) else holiday for day in own])
        found |= dict(zip(own, (level * loads / loads.sum()).tolist(), strict=True))
    return {day: found[day] for day in days}


def _reported(
    daily: dict[dt.date, float], stretches: list[Stretch], noise: float, rng: np.random.Generator
) -> dict[Stretch, float]:
    """Return the sums of weeks that are over, with noise, as reported to two decimals (a small one to three)."""
    found = {}
    for each in stretches:
        away = float(rng.normal(0, noise))
        if each.end <= LAST and each.start in daily:
            found[each] = round(sum(daily[day] for day in each.days) * (1 + away), 3)
    return found


def book(folder: Path, year: int, series: dict[str, dict[Stretch, float]]) -> Path:
    """Write a year's workbook in the weekly layout."""
    units = {"electricity_industry": "亿千瓦时", "freight_volume": "万吨"}
    made_book = openpyxl.Workbook()
    sheet = made_book.active
    sheet.title = "周报"
    sheet.append(["指标", "周", "数值", "单位", "备注"])
    for code, weeks in series.items():
        for week, value in weeks.items():
            if week.end.year == year:
                sheet.append([code, str(week), value, units.get(code, "亿元"), "演示数据"])
    file = folder / f"周报{year}年（演示数据）.xlsx"
    made_book.save(file)
    return file


if __name__ == "__main__":
    main()
