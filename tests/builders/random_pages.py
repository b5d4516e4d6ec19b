"""Random but valid briefings: cities whose figures, targets, peers and parts are drawn, and pages made of them.

A city's observations come from a seed, so that a hundred worlds serve ten thousand pages; what is forecast, what
is aimed at and what is shown is drawn anew for each page. Figures are large and tiny, tied, zero and negative, and
whatever a place may lack is missing in some of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from shouguan.components.accounting import Shares
from shouguan.components.accounts import Accounts
from shouguan.components.joint import Linked
from shouguan.core import indicators
from shouguan.core.indicators import FORECAST, INDUSTRIES
from shouguan.core.periods import Lang
from shouguan.core.ytd import cumulative_weights
from shouguan.data.observations import COLUMNS, View
from shouguan.data.place import Place, Target
from shouguan.data.settings import Settings
from shouguan.data.year_weights import YearWeights
from shouguan.facts import collect
from shouguan.facts.complete import complete
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.publication import publication
from shouguan.models.outlook import Joint, Outlook
from shouguan.report import charts
from shouguan.report.live import Live
from shouguan.report.sections import (
    accounts,
    audit,
    cards,
    causes,
    headline,
    needed,
    notes,
    page_one,
    parts,
    problems,
    questions,
    situation,
    sliders,
    status,
)
from shouguan.report.tables import Shown
from tests.builders.cities import CITY, DAY, NATION, PROVINCE, REGIONS, WRITTEN, rows

YEAR = 2020
DRAWS = 60
KINDS = ("原目标", "奋斗目标", "确保", "力争")
ODD = (0.0, 0.1, -0.1, 5.0, -5.0, 99.9, -60.0)
Section = Callable[[Live], Shown]


def _each(section: Callable[[Live, Any], Shown]) -> Section:
    return lambda page: Markup("").join(section(page, sheet) for sheet in page.sheets.values())


def _of_gdp(section: Callable[[Live, Any], Shown], page: Live) -> Shown:
    return section(page, page.sheets["gdp"]) if "gdp" in page.sheets else Markup("")


def _fans(page: Live) -> Markup:
    made = (charts.fan_chart(page.facts, sheet, page.lang) for sheet in page.sheets.values())
    return Markup("").join(Markup(chart.__html__()) for chart in made)


def _sliders(page: Live, sheet: Sheet) -> Markup:
    complete(page, "levers", codes=(sheet.code,))
    return sliders.sliders(page, sheet)


def _singles(page: Live, sheet: Sheet) -> Shown:
    complete(page, "singles", codes=(sheet.code,))
    return parts.singles(page, sheet)


ALWAYS: tuple[Section, ...] = (headline.heading, headline.conclusion, page_one.page_one, headline.so_far)
SOMETIMES: dict[str, Section] = {
    "situation": situation.situation,
    "causes": causes.causes,
    "problems": problems.problems,
    "questions": questions.questions,
    "cards": cards.cards,
    "needed": _each(needed.needed),
    "singles": _each(_singles),
    "status": status.status,
    "yardsticks": notes.yardsticks,
    "method": notes.method,
}
"""Sections that any page may have."""
RARELY: dict[str, Section] = {
    "fans": _fans,
    "audit": audit.audit,
    "sliders": _each(_sliders),
    "accounts": lambda page: _of_gdp(accounts.accounts, page),
    "contributions": lambda page: _of_gdp(parts.contributions, page),
}
"""Sections that take long to make."""


@dataclass(frozen=True)
class World:
    """What is on record of a city."""

    place: Place
    view: View
    codes: tuple[str, ...]


@lru_cache(maxsize=512)
def world(seed: int) -> World:
    """Return the city of a seed."""
    rng = random.Random(seed)
    region = CITY if rng.random() < 0.8 else NATION
    codes = tuple(sorted(rng.sample(FORECAST, rng.choice((1, 1, 2, 3))), key=FORECAST.index))
    peers = (CITY, "999902", "999903") if region == CITY and rng.random() < 0.5 else ()
    own: list[dict[str, Any]] = []
    for code in codes:
        known = _known(code, rng)
        past = _past(code, rng, years=4 if indicators.indicator(code).yearly else None)  # its model needs three
        own += rows(region, code, "growth", past | known)
        for other in (*peers[1:], *((PROVINCE, NATION) if region == CITY and rng.random() < 0.5 else ())):
            tied = dict(known) if rng.random() < 0.3 else {period: _growth(rng) for period in known}
            own += rows(other, code, "growth", tied)
        if rng.random() < 0.4:
            own += rows(region, code, "value", _levels({**past, **known}, rng))
    if rng.random() < 0.4:
        own += _industries(region, rng)
    for code in rng.sample(("retail", "exports", "fiscal_revenue", "fai_manufacturing"), rng.choice((0, 0, 1, 2))):
        own += rows(region, code, "growth", _past(code, rng, years=1) | _known(code, rng))
    named = REGIONS[region]
    place = Place(
        slug="city",
        settings=Settings(region=region, name=named.name, name_en=named.name_en, parent=named.parent, peers=peers),
        regions=dict(REGIONS),
        table=pd.DataFrame(own, columns=list(COLUMNS)),
        targets=(),
        files=(),
        folder=None,
    )
    return World(place, place.as_of(DAY), codes)


def _growth(rng: random.Random) -> float:
    """Draw a published growth rate: often small, sometimes wild, sometimes a round one."""
    if rng.random() < 0.2:
        return rng.choice(ODD)
    return round(rng.gauss(4, 3) if rng.random() < 0.7 else rng.uniform(-60, 120), 1) + 0.0


def _known(code: str, rng: random.Random) -> dict[str, float]:
    periods = indicators.indicator(code).calendar.periods(YEAR)
    out = 3 if len(periods) == 4 else 8
    return {str(period): _growth(rng) for period in periods[: rng.randint(1, out)]}


def _past(code: str, rng: random.Random, years: int | None = None) -> dict[str, float]:
    calendar, count = indicators.indicator(code).calendar, years or rng.choice((2, 4))
    calm = rng.random() < 0.5
    level = _growth(rng)
    return {
        str(period): level if calm else _growth(rng)
        for year in range(YEAR - count, YEAR)
        for period in calendar.periods(year)
    }


def _levels(series: dict[str, float], rng: random.Random) -> dict[str, float]:
    """Draw cumulative values that rise within a year: of a village or of a nation."""
    size, decimals = rng.choice((0.05, 3.0, 800.0, 2e5)), rng.choice((0, 1, 2))
    found, total, year = {}, 0.0, ""
    for period in series:
        total = total if period[:4] == year else 0.0
        year = period[:4]
        total += size * rng.uniform(0.8, 1.2)
        found[period] = round(total, decimals) or 0.01
    return found


def _industries(region: str, rng: random.Random) -> list[dict[str, Any]]:
    made = []
    for code in INDUSTRIES:
        made += rows(region, code, "growth", {f"{YEAR}Q{q}": _growth(rng) for q in (1, 2, 3)})
        made += rows(
            region, code, "value", {f"{YEAR - 1}Q{q}": q * rng.choice((0.3, 20.0, 300.0)) for q in (1, 2, 3, 4)}
        )
    return made


def page(rng: random.Random, worlds: int) -> tuple[Live, str]:
    """Draw a page: its context and its HTML.

    Parameters
    ----------
    rng : random.Random
    worlds : int
        How many cities there are.
    """
    city = world(rng.randrange(worlds))
    lang: Lang = rng.choice(("zh", "en"))
    place = replace(city.place, targets=tuple(_targets(city, rng)))
    context = Live(place, city.view.as_of, YEAR, lang, view=city.view)
    outlooks = {code: _outlook(city, code, rng) for code in city.codes}
    for code, outlook in outlooks.items():
        context.sheets[code] = collect.collect(context.facts, place, city.view, outlook)
        state = publication(place, city.view, code)
        assert state is not None
        context.published.append(state)
    rare = rng.choice(sorted(RARELY)) if rng.random() < 0.05 else None
    taken = {"gdp": _apart(city, outlooks["gdp"], rng)} if rare is not None and "gdp" in outlooks else {}
    context.linked = context.plain = Linked(Joint(tuple(outlooks.values())), taken)
    complete(context, *WRITTEN)
    complete(context, "accounts", codes=tuple(taken))
    shown = [*ALWAYS, *(SOMETIMES[name] for name in rng.sample(sorted(SOMETIMES), rng.randrange(4)))]
    shown += [RARELY[rare]] if rare is not None else []
    body = "".join(f"<div>{section(context)}</div>" for section in shown)
    return context, f"<html><head><title>{headline.title(context)}</title></head><body>{body}</body></html>"


def _outlook(city: World, code: str, rng: random.Random) -> Outlook:
    calendar = indicators.indicator(code).calendar
    growth = city.view.ytd_growth(city.place.region, code)
    known = tuple(value for period, value in growth.items() if period.year == YEAR)
    mean = rng.choice(ODD) if rng.random() < 0.3 else rng.uniform(-30, 60)
    spread = rng.choice((0.001, 0.3, 1.0, 4.0, 40.0))
    noise = np.random.default_rng(rng.getrandbits(32))
    left = calendar.size - len(known)
    weights = YearWeights(YEAR, cumulative_weights(noise.uniform(0.5, 1.5, calendar.size)), CITY, YEAR - 1, False)
    return Outlook(
        region=city.place.region,
        indicator=code,
        year=YEAR,
        as_of=DAY,
        known=known,
        weights=weights,
        ytd_known=known[-1] + noise.uniform(-0.05, 0.05, DRAWS),
        remaining=mean + spread * noise.standard_normal((DRAWS, left)),
        model="by hand",
        seed=0,
    )


def _targets(city: World, rng: random.Random) -> Iterator[Target]:
    for code in city.codes:
        for kind in rng.sample(KINDS, rng.choice((0, 1, 1, 2))):
            value = rng.choice(ODD) if rng.random() < 0.3 else round(rng.uniform(-10, 20), 1) + 0.0
            higher = indicators.indicator(code).better == "higher"
            value = value if higher else 0.0 - abs(value)  # the target of a fall
            content = {"region": city.place.region, "indicator": code, "year": YEAR, "kind": kind, "value": value}
            least = ">=" if higher else "<="
            more = {"op": rng.choice((least, "around")), "announced_on": DAY.replace(month=1), "source": "演示"}
            more |= {"within": rng.choice((0.0, 0.2))} if more["op"] == "around" else {}
            yield Target.model_validate(content | more)


def _apart(city: World, total: Outlook, rng: random.Random) -> Accounts:
    noise = np.random.default_rng(rng.getrandbits(32))
    size = len(total.weights.cumulative)
    shares = noise.dirichlet(np.full(len(INDUSTRIES), 2.0))
    made = []
    for code in INDUSTRIES:
        growth = city.view.ytd_growth(city.place.region, code)
        known = tuple(growth[period] for period in growth if period.year == YEAR)[: len(total.known)]
        rest = noise.normal(4, 4) + noise.normal(0, 2, (DRAWS, size - len(known)))
        carried = np.full(DRAWS, known[-1] if known else 0.0)
        made.append(replace(total, indicator=code, known=known, ytd_known=carried, remaining=rest, parts={}))
    residual = total.full_year - shares @ np.array([each.full_year for each in made])
    return Accounts(total, tuple(made), Shares(INDUSTRIES, shares, YEAR - 1, city.place.region), residual, {}, {})
