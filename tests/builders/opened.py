"""Places and pages forecast once for all tests that only look at them; a test that changes one opens its own."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import shouguan as sg
from shouguan.core.indicators import FORECAST
from shouguan.core.periods import Lang
from shouguan.facts.complete import complete
from shouguan.facts.contents import Contents
from shouguan.facts.table import FactTable
from shouguan.report.live import Live
from shouguan.report.page import Page, open_page

DAY = "2020-10-25"
_DRAWN = ("assessment", "group", "links", "listed")
"""What a page works out once for all that ask for it, in no language."""


@lru_cache(maxsize=16)
def _study(place: str, day: str, scenario: str) -> sg.Study:
    return sg.open_place(place, day, scenario=scenario)


def study(place: str = "demo-city", day: str = DAY, *, scenario: str = "base") -> sg.Study:
    """Open a place for analysts."""
    return _study(place, day, scenario)


@lru_cache(maxsize=16)
def _opened(place: str, day: str, scenario: str, about: tuple[str, ...]) -> tuple[Page, FactTable]:
    """Open a page and keep aside the facts that it was opened with."""
    made = open_page(place, as_of=day, scenario=scenario, about=about)
    facts = made.context.facts
    return made, FactTable(dict(facts.facts), dict(facts.series))


def fresh(
    place: str = "demo-city",
    day: str = DAY,
    lang: Lang = "zh",
    *,
    scenario: str = "base",
    about: tuple[str, ...] = FORECAST,
) -> Page:
    """Open a page with facts of its own, on the forecasts of the page for all tests."""
    page, first = _opened(place, day, scenario, about)
    made, facts = page.context, FactTable(dict(first.facts), dict(first.series))
    own = replace(made, lang=lang, facts=facts, contents=Contents(assumed=made.contents.assumed), chapters=set())
    vars(own).update({name: vars(made)[name] for name in _DRAWN if name in vars(made)})
    return Page(own)


@lru_cache(maxsize=16)
def _english(place: str, day: str, scenario: str, about: tuple[str, ...]) -> Page:
    return fresh(place, day, "en", scenario=scenario, about=about)


def page(
    place: str = "demo-city",
    day: str = DAY,
    lang: Lang = "zh",
    *,
    scenario: str = "base",
    about: tuple[str, ...] = FORECAST,
) -> Page:
    """Open a page for all tests."""
    if lang == "en":
        return _english(place, day, scenario, about)
    return _opened(place, day, scenario, about)[0]


def context(
    *chapters: str,
    place: str = "demo-city",
    day: str = DAY,
    lang: Lang = "zh",
    scenario: str = "base",
    about: tuple[str, ...] = FORECAST,
) -> Live:
    """Open a page for all tests and complete these chapters; others may be complete already."""
    made = page(place, day, lang, scenario=scenario, about=about).context
    complete(made, *chapters)
    return made
