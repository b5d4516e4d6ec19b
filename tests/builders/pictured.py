"""The nine pictures of a real place, drawn once for all tests that look at them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache

from shouguan.analysis.news import News
from shouguan.analysis.news import Step as NewsStep
from shouguan.core.periods import Lang
from shouguan.facts.complete import complete
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.moved import collect
from shouguan.report.charts import Chart
from shouguan.report.live import Live
from shouguan.report.sections import pictures
from tests.builders.opened import fresh

OLD = dt.date(2020, 7, 25)
PLACES = {"demo-city": "2020-10-25", "全国": "2024-10-25", "山东": "2020-10-28"}


@lru_cache
def _opened(place: str) -> Live:
    context = fresh(place, PLACES[place]).context  # the news that tests make are facts of this page only
    complete(context, "contributions", "ways", "pace", "peers", "past", "reliability")
    return context


def opened(place: str, lang: Lang = "zh") -> Live:
    """Open a page once; the other language is the same facts in other words."""
    return replace(_opened(place), lang=lang)


def drawn(place: str = "demo-city", lang: Lang = "zh") -> tuple[Chart, ...]:
    """Draw every picture that a place has, once."""
    return _drawn(place, lang)


@lru_cache
def _drawn(place: str, lang: Lang) -> tuple[Chart, ...]:
    """Draw every picture that a place has: of GDP, and the pace of investment where it is forecast."""
    page = opened(place, lang)
    gdp = page.sheets["gdp"]
    every = [
        pictures.fan(page, gdp),
        pictures.ladder(page, gdp),
        pictures.contributions(page, gdp),
        pictures.gap(page, gdp),
        pictures.pace(page, page.sheets.get("fai", gdp)),
        pictures.peers(page, gdp),
        pictures.news(page, collect(page, moved(page, gdp))),
        pictures.record(page, gdp),
        pictures.reliable(page, gdp),
    ]
    return tuple(each for each in every if isinstance(each, Chart))


def moved(page: Live, sheet: Sheet, impacts: tuple[float, ...] = (-0.4, 0.0, 0.3, 0.0, -0.1)) -> News:
    """Make news of a page: steps that lead to its forecast."""
    new = page.linked.outlook(sheet.code).quantile(0.5)
    value, steps = new - sum(impacts), []
    for number, impact in enumerate(impacts):
        code = ("industry_va", "retail", "gdp", "industry_va", "gdp")[number % 5]
        day = dt.date(2020, 8, 14) + dt.timedelta(days=number)
        steps.append(NewsStep("release", day, code, number % 2 == 0, 3, value, value + impact))
        value += impact
    return News(page.place.region, sheet.code, page.year, OLD, page.as_of, new - sum(impacts), value, tuple(steps))
