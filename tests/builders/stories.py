"""Cities in every plight that a section has words for: what each is, and the page that is made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from shouguan.analysis.news import Kind, News, Step
from shouguan.core.indicators import INDUSTRIES
from shouguan.core.periods import Lang, Period
from shouguan.facts.flag_rows import Flags
from shouguan.facts.list_rows import Lists
from shouguan.report.live import Live
from tests.builders import flagged, listed
from tests.builders.cities import CITY, DAY, NATION, PROVINCE, city, months, past, quarters, rows

GROWTH = dict(zip(INDUSTRIES, (3.0, 1.7, 0.6, -2.6, -0.4, -14.9, 6.4, 1.9, 16.3, 5.0, 4.5), strict=True))
BEFORE = dict(zip(INDUSTRIES, (2.3, -0.5, -1.9, -5.3, -2.7, -21.5, 6.7, 1.0, 16.7, 3.4, 4.1), strict=True))
LAST_YEAR = dict(zip(INDUSTRIES, (67.0, 331.0, 79.0, 132.0, 52.0, 15.0, 62.0, 55.0, 27.0, 33.0, 148.0), strict=True))
SHARES = {code: value / sum(LAST_YEAR.values()) for code, value in LAST_YEAR.items()}
PEERS = (CITY, "999902", "999903")
FAI = past("fai") | months(2020, -20.0, -12.0, -8.0, -4.0, -2.0, 0.5, 0.0, 1.3)

Story = Callable[[Lang, Path], Live]


def gdp(*growth: float, **over: float) -> list[dict[str, Any]]:
    """Make the city's GDP: four calm years and the quarters of this one."""
    return rows(CITY, "gdp", "growth", past("gdp", **over) | quarters(2020, *growth))


def industries(now: dict[str, float], before: dict[str, float]) -> list[dict[str, Any]]:
    """Make growth of all industries in two stretches of the year, and last year's values."""
    made = []
    for code in INDUSTRIES:
        made += rows(CITY, code, "growth", {"2020Q2": before[code], "2020Q3": now[code]})
        made += rows(CITY, code, "value", {"2019Q2": 0.6 * LAST_YEAR[code], "2019Q3": LAST_YEAR[code]})
    return made


def peers(newest: tuple[float, float], before: tuple[float, float]) -> list[dict[str, Any]]:
    """Make the other two cities' GDP."""
    return [
        row
        for code, now, then in zip(PEERS[1:], newest, before, strict=True)
        for row in rows(code, "gdp", "growth", {"2020Q2": then, "2020Q3": now})
    ]


def bare(lang: Lang, _: Path) -> Live:
    """One quarter, nothing else on record, and what is next is overdue."""
    return city(gdp(-5.8), rest={"gdp": (4.0, 1.0)}, lang=lang)


def turning(lang: Lang, _: Path) -> Live:
    """Growth for the first time this year; a target far off."""
    return city(
        gdp(-5.8, -0.3, 0.7),
        rows(CITY, "gdp", "rank", {"2020Q2": 5, "2020Q3": 3}),
        rest={"gdp": (6.0, 1.0)},
        targets=[("gdp", "原目标", 3.0, ">=")],
        lang=lang,
    )


def impossible(lang: Lang, _: Path) -> Live:
    """The newest figure cannot be true beside those before it."""
    return city(gdp(5.0, 5.0, -40.0), rest={"gdp": (5.0, 1.0)}, targets=[("gdp", "原目标", 3.0, ">=")], lang=lang)


def rich(lang: Lang, folder: Path) -> Live:
    """Everything on record, two targets, a list of actions."""
    _write_actions(folder)
    return city(
        gdp(-5.8, 0.3, 2.0, y2019Q4=6.6, y2019Q3=6.0),
        rows(CITY, "gdp", "value", {"2019Q4": 2650.0, "2020Q3": 1950.4}, vintage="pseudo"),
        rows(PROVINCE, "gdp", "growth", {"2020Q3": 2.0}),
        rows(NATION, "gdp", "growth", {"2020Q3": 0.7}),
        industries(GROWTH, BEFORE),
        peers((2.1, 2.4), (0.1, 0.4)),
        rows(CITY, "fai", "growth", FAI),
        rows(NATION, "fai", "growth", {"2020-09": 0.8}),
        rows(CITY, "fai_manufacturing", "growth", {"2020-09": -0.3}),
        rows(CITY, "real_estate_investment", "growth", {"2020-09": 1.9}),
        rows(CITY, "retail", "growth", months(2020, -20.0, -18.0, -5.9)),
        rows(CITY, "exports", "growth", {"2020-01": 3.0}),
        rows(CITY, "deposits", "growth", {"2020-09": 8.3}, basis="stock"),
        rest={"gdp": (6.0, 0.9), "fai": (9.0, 4.0)},
        targets=[
            ("gdp", "原目标", 6.5, "around"),
            ("gdp", "奋斗目标", 3.5, ">="),
            ("fai", "奋斗目标", 4.0, ">="),
        ],
        peers=PEERS,
        folder=folder,
        shares=SHARES,
        office="某市发展和改革委员会",
        office_en="City Development and Reform Commission",
        document_number="某发改〔2020〕12号",
        signatory="某某",
        synthetic=True,
        lang=lang,
    )


def declining(lang: Lang, folder: Path) -> Live:
    """A fall that widens, below the nation, the rank lost, the target out of reach, an empty list of actions."""
    (folder / "actions.yaml").write_text("[]\n", encoding="utf-8")
    return city(
        gdp(-1.0, -2.0, -3.1),
        rows(NATION, "gdp", "growth", {"2020Q3": 0.7}),
        industries(GROWTH, GROWTH | {"gdp_wholesale_retail": -1.0, "gdp_hotels_catering": -14.0}),
        peers((2.1, -2.4), (-2.1, -2.4)),
        rest={"gdp": (-3.0, 0.9)},
        targets=[("gdp", "确保", 9.0, ">=")],
        peers=PEERS,
        folder=folder,
        shares=SHARES,
        part_rest=-3.0,
        reasons={"fai": ("往期不足", "too few")},
        whole={"gdp": ("不全", "not all")},
        lang=lang,
    )


def on_course(lang: Lang, folder: Path) -> Live:
    """The target is as good as met, the city is first, no industry drags."""
    _write_actions(folder)
    growing = {code: abs(value) + 0.1 for code, value in GROWTH.items()}
    return city(
        gdp(5.0, 5.5, 6.0),
        rows(CITY, "gdp", "value", {"2019Q4": 2650.0}),
        rows(PROVINCE, "gdp", "growth", {"2020Q3": 6.0}),
        industries(growing, growing),
        peers((6.0, 2.4), (5.5, 2.4)),
        rest={"gdp": (6.0, 0.4)},
        targets=[("gdp", "确保", 5.0, ">=")],
        peers=PEERS,
        folder=folder,
        shares=SHARES,
        lang=lang,
    )


def rebound(lang: Lang, _: Path) -> Live:
    """Last year was a slump: two years' mean is said; above the province; investment without contributions falls."""
    return city(
        gdp(9.0, 9.0, 9.8, y2019Q1=-3.0, y2019Q2=0.0, y2019Q3=0.7, y2019Q4=3.0),
        rows(PROVINCE, "gdp", "growth", {"2020Q3": 8.0}),
        rows(CITY, "fai", "growth", past("fai") | months(2020, 2.0, 1.0)),
        rows(CITY, "fai_manufacturing", "growth", {"2020-03": -0.3}),
        rows(CITY, "fai_infrastructure", "growth", {"2020-03": -2.3}),
        rows(CITY, "fai_private", "growth", {"2020-03": -0.4}),
        rest={"gdp": (6.0, 1.0), "fai": (5.0, 2.0)},
        lang=lang,
    )


def easing(lang: Lang, _: Path) -> Live:
    """What changed most is a drag that is not the largest; a rank is shared."""
    return city(
        gdp(0.0, 0.0, 0.4),
        industries(GROWTH, GROWTH | {"gdp_hotels_catering": -60.0}),
        peers((0.4, 0.4), (0.0, 0.1)),
        rest={"gdp": (1.0, 0.6)},
        targets=[("gdp", "力争", 0.5, "around")],
        peers=PEERS,
        lang=lang,
    )


def two_scopes(lang: Lang, _: Path) -> Live:
    """Industry above the threshold grew otherwise than all industry within GDP."""
    value_added = past("industry_va") | months(2020, -13.6, -9.7, -6.4, -4.3, -2.7, -1.6, -0.6, 0.1)
    return city(
        gdp(-5.8, 0.3, 2.0),
        rows(CITY, "gdp_industry", "growth", {"2020Q3": 1.7}),
        rows(CITY, "industry_va", "growth", value_added),
        rest={"gdp": (6.0, 0.9), "industry_va": (7.0, 2.0)},
        targets=[("industry_va", "奋斗目标", 3.0, ">=")],
        lang=lang,
    )


def two_figures(lang: Lang, _: Path) -> Live:
    """Industry above the threshold beside all industries of GDP, of which industry is among the causes."""
    value_added = past("industry_va") | months(2020, -13.6, -9.7, -6.4, -4.3, -2.7, -1.6, -0.6, 0.1)
    return city(
        gdp(-5.8, 0.3, 2.0),
        industries(GROWTH, BEFORE),
        rows(CITY, "industry_va", "growth", value_added),
        rest={"gdp": (6.0, 0.9), "industry_va": (7.0, 2.0)},
        lang=lang,
    )


def nation(lang: Lang, _: Path) -> Live:
    """The nation: single quarters and sectors are published."""
    sectors = [
        row
        for code, growth, value in (
            ("gdp_primary", 2.3, 48.0),
            ("gdp_secondary", 0.9, 274.0),
            ("gdp_tertiary", -0.4, 400.0),
        )
        for row in rows(NATION, code, "growth", {"2020Q3": growth}) + rows(NATION, code, "value", {"2020Q3": value})
    ]
    return city(
        rows(NATION, "gdp", "growth", past() | quarters(2020, -6.8, -1.6, 0.7)),
        rows(NATION, "gdp", "growth", quarters(2020, -6.8, 3.2, 4.9), basis="single"),
        sectors,
        rest={"gdp": (6.0, 1.0)},
        region=NATION,
        lang=lang,
    )


def one_bulletin(lang: Lang, _: Path) -> Live:
    """A single bulletin and a target: nothing can be forecast."""
    return city(
        rows(CITY, "gdp", "growth", {"2020Q3": 2.0}),
        rows(CITY, "gdp", "value", {"2020Q3": 1950.4}),
        rows(PROVINCE, "gdp", "value", {f"2019Q{n}": 700.0 * n for n in (1, 2, 3, 4)}),
        rows(PROVINCE, "gdp", "growth", {"2020Q3": 2.1}),
        rows(CITY, "fai", "growth", {"2019-09": 5.0, "2020-09": 1.3}),
        rows(CITY, "retail", "growth", {"2020-09": -5.9}),
        rows(CITY, "deposits", "growth", {"2020-09": 8.3}, basis="stock"),
        rest={},
        unforecast=("gdp", "fai"),
        targets=[("gdp", "确保", 3.0, "around"), ("fai", "奋斗目标", 4.0, ">=")],
        lang=lang,
    )


def one_of_two(lang: Lang, _: Path) -> Live:
    """Investment can be forecast, GDP cannot: both stand on page one."""
    return city(
        rows(CITY, "gdp", "growth", {"2020Q3": 2.0}),
        rows(CITY, "fai", "growth", FAI),
        rest={"fai": (9.0, 4.0)},
        unforecast=("gdp",),
        targets=[("gdp", "原目标", 3.0, ">=")],
        lang=lang,
    )


def year_is_out(lang: Lang, _: Path) -> Live:
    """A bulletin of the whole year and none besides."""
    return city(
        rows(CITY, "gdp", "growth", {"2020Q4": 2.3}),
        rest={},
        unforecast=("gdp",),
        targets=[("gdp", "原目标", 3.0, ">=")],
        day=dt.date(2021, 1, 25),
        lang=lang,
    )


def met_with_a_fall(lang: Lang, _: Path) -> Live:
    """A target that the year so far has as good as met; nothing can be forecast."""
    return city(
        rows(CITY, "gdp", "growth", {"2020Q3": 6.0}),
        rest={},
        unforecast=("gdp",),
        targets=[("gdp", "原目标", 3.0, ">=")],
        lang=lang,
    )


def good_as_met(lang: Lang, _: Path) -> Live:
    """A target that a fall in the last quarter would still meet."""
    return city(
        gdp(5.0, 5.5, 6.0),
        rest={"gdp": (6.0, 0.4)},
        targets=[("gdp", "原目标", 3.0, ">=")],
        lang=lang,
    )


def tracked(lang: Lang, _: Path) -> Live:
    """Income and energy intensity beside GDP: the latter's year is ahead, its last fall behind the nation's."""
    return city(
        gdp(-5.8, 0.3, 2.0),
        rows(CITY, "income", "growth", past("income") | quarters(2020, 0.8, 2.4, 3.9)),
        rows(CITY, "income", "value", {"2020Q3": 23781.0}),
        rows(PEERS[1], "energy_intensity", "growth", fall(-3.4)),
        rows(PEERS[2], "energy_intensity", "growth", fall(-1.0)),
        rows(CITY, "energy_intensity", "growth", fall(-2.1)),
        rows(NATION, "energy_intensity", "growth", fall(-2.6)),
        rest={"gdp": (6.0, 0.9), "income": (6.0, 1.0), "energy_intensity": (-2.6, 1.5)},
        targets=[("income", "原目标", 6.5, "around"), ("energy_intensity", "原目标", -3.0, "<=")],
        peers=PEERS,
        lang=lang,
    )


def about(lang: Lang, _: Path) -> Live:
    """Targets set as about so much, and an office that counts them as met within a band."""
    return city(
        gdp(5.0, 4.9, 4.9),
        rows(CITY, "energy_intensity", "growth", fall(-2.1)),
        rest={"gdp": (4.9, 0.4), "energy_intensity": (-2.6, 1.5)},
        targets=[("gdp", "原目标", 5.0, "around"), ("energy_intensity", "原目标", -3.0, "around")],
        around_band=0.2,
        lang=lang,
    )


def fall(last: float) -> dict[str, float]:
    """Give what comes out once a year: four years, of which the last is named."""
    return {"2016Q4": -5.0, "2017Q4": -3.7, "2018Q4": -3.1, "2019Q4": last}


def half_a_fall(lang: Lang, _: Path) -> Live:
    """Energy intensity fell so much by the half year that it may rise from there on."""
    return city(
        rows(CITY, "energy_intensity", "growth", fall(-3.0) | {"2019Q2": -2.8, "2020Q2": -7.0}),
        rest={"energy_intensity": (-2.6, 1.5)},
        targets=[("energy_intensity", "原目标", -3.0, "<=")],
        lang=lang,
    )


def half_a_fall_alone(lang: Lang, _: Path) -> Live:
    """The same where nothing can be forecast, with a target that takes a fall."""
    return city(
        rows(CITY, "energy_intensity", "growth", {"2020Q2": -1.0}),
        rest={},
        unforecast=("energy_intensity",),
        targets=[("energy_intensity", "原目标", -3.0, "<=")],
        lang=lang,
    )


def retail_alone(lang: Lang, _: Path) -> Live:
    """A bulletin without any indicator that is forecast."""
    return city(rows(CITY, "retail", "growth", {"2020-09": -5.9}), rest={}, lang=lang)


def amount_alone(lang: Lang, _: Path) -> Live:
    """An amount is published and no growth."""
    return city(rows(CITY, "retail", "value", {"2020-09": 704.6}), rest={}, lang=lang)


def _listing(make: Callable[[Live], Lists]) -> Story:
    """Tell of a city that keeps lists of projects, firms and funds, and no list of actions."""

    def story(lang: Lang, _: Path) -> Live:
        growth = rows(CITY, "fai", "growth", FAI)
        page = city(gdp(-5.8, 0.3, 2.0), growth, rest={"gdp": (6.0, 0.9), "fai": (9.0, 4.0)}, lang=lang)
        page.contents.lists = make(page)
        return page

    return story


def _flagging(make: Callable[[Live], Flags]) -> Story:
    """Tell of a city with flags of early warning."""

    def story(lang: Lang, folder: Path) -> Live:
        page = declining(lang, folder)
        page.contents.flags = make(page)
        return page

    return story


STORIES: dict[str, Story] = {
    "bare": bare,
    "turning": turning,
    "impossible": impossible,
    "rich": rich,
    "declining": declining,
    "on-course": on_course,
    "easing": easing,
    "rebound": rebound,
    "two-figures": two_figures,
    "nation": nation,
    "two-scopes": two_scopes,
    "one-bulletin": one_bulletin,
    "one-of-two": one_of_two,
    "year-is-out": year_is_out,
    "good-as-met": good_as_met,
    "met-with-a-fall": met_with_a_fall,
    "retail-alone": retail_alone,
    "amount-alone": amount_alone,
    "tracked": tracked,
    "about": about,
    "half-a-fall": half_a_fall,
    "half-a-fall-alone": half_a_fall_alone,
    "lists-ahead": _listing(listed.ahead),
    "lists-behind": _listing(listed.behind),
    "lists-even": _listing(listed.bare),
    "lists-without-rates": _listing(listed.empty),
    "flags": _flagging(flagged.flags),
    "flags-all-looked-at": _flagging(flagged.none_off),
    "flags-none-up": _flagging(flagged.quiet),
}


def news(*steps: tuple[Kind, str, bool, float], old: float = 2.0, indicator: str = "gdp") -> News:
    """Make the news of a forecast from its steps: kind, indicator, own figures, effect in points."""
    made, value = [], old
    for kind, code, own, impact in steps:
        made.append(Step(kind, DAY, code, own, 3, value, value + impact, Period.parse("2020Q3") if own else None))
        value += impact
    return News(CITY, indicator, 2020, dt.date(2020, 10, 1), DAY, old, value, tuple(made))


NEWS: dict[str, News] = {
    "raised": news(("release", "gdp", True, 0.9), ("estimation", "", True, 0.1)),
    "lowered-by-a-revision": news(("revision", "gdp", False, -0.8)),
    "raised-by-a-revision": news(("revision", "gdp", True, 0.8)),
    "other-regions": news(("release", "industry_va", False, -0.6), ("release", "gdp", True, 0.2)),
    "re-estimated": news(("estimation", "", True, 0.7)),
    "offset": news(
        ("release", "gdp", True, -0.42),
        ("release", "industry_va", False, -0.24),
        ("revision", "gdp", True, 0.06),
        ("estimation", "", True, 0.1),
    ),
    "rounded": news(*(("release", code, True, -0.104) for code in ("gdp", "industry_va", "retail"))),
    "assumed-down": news(("release", "gdp", True, 0.2), ("judgement", "", True, -0.7)),
    "assumed-up": news(("release", "gdp", True, 0.2), ("judgement", "", True, 0.7)),
    "assumed-nothing": news(("release", "gdp", True, 0.2), ("judgement", "", True, 0.0)),
    "another-indicator": news(("release", "industry_va", True, 0.7)),
    "nothing": news(("release", "gdp", True, 0.0)),
    "no-steps": news(),
}


def _write_actions(folder: Path) -> None:
    """Write a list that works on each kind of figure, with each state."""
    content = [
        _listed("手续齐备的项目即行开工", "2020-11-15", "推进中", "gdp"),
        _listed("拨付到位资金", "2020-10-20", "未开始", "gdp_industry", action_en="Pay out funds", owner_en="Office"),
        _listed("协调用工", "2020-10-01", "推进中", "fai_manufacturing"),
        _listed("指导企业依法申报纳统", "2020-12-01", "推进中", "services_revenue"),
        _listed("开展促消费活动", "2020-12-20", "推进中", "retail"),
        _listed("疏通物流", "2020-12-20", "推进中", "freight_volume"),
        _listed("落实减免", "2020-09-30", "已完成", "gdp"),
        _listed("明年的事", "2021-03-01", "未开始", "gdp", listed_on="2020-11-01"),
    ]
    (folder / "actions.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def _listed(action: str, deadline: str, state: str, indicator: str, **more: str) -> dict[str, str]:
    return {"action": action, "owner": "某局", "deadline": deadline, "state": state, "indicator": indicator, **more}
