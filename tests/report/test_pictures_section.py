"""The pictures of a page: collected from a real place, sound together, small, and silent where nothing is known."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from markupsafe import Markup

from shouguan.core.periods import Lang
from shouguan.facts.complete import complete
from shouguan.facts.contents import Contents
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.moved import collect
from shouguan.report.charts import Chart
from shouguan.report.live import Live
from shouguan.report.sections import pictures
from tests.builders import page_rules
from tests.builders.charted import cells, texts
from tests.builders.pictured import PLACES, drawn, moved, opened

LARGEST = 350_000


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_pictures_of_a_city_stand_on_a_page_together_and_are_small(lang: Lang) -> None:
    html = "".join(str(each.__html__()) for each in drawn("demo-city", lang))
    assert html.count("<svg") == 8, "all kinds but the record, which the city has none of"
    assert len(html.encode()) < LARGEST
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    referred = re.findall(r'(?:url\(#|href="#)([^)"]+)', html)
    assert set(referred) <= set(ids)
    assert "−" not in re.findall(r"增长(.)", html), "a fall is never negative growth"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_in_a_table_behind_a_picture_is_a_fact_or_a_point_of_a_series(lang: Lang) -> None:
    for chart in drawn("demo-city", lang):
        bare = re.sub(r'<span class="(?:n|band)"[^>]*>[^<]*</span>|data-label="[^"]*"', "", str(chart.data))
        bare = re.sub(r"<caption>.*?</caption>|<thead>.*?</thead>|<th scope=\"row\">.*?</th>", "", bare)
        assert re.findall(r"\d+\.\d+", bare) == [], chart.key


def test_the_keys_of_a_picture_are_facts_of_the_page() -> None:
    page = opened("demo-city")
    for chart in drawn():
        assert set(chart.facts) <= set(page.facts.facts), chart.key
        assert chart.facts


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_the_linter_finds_nothing_wrong_with_the_pictures(place: str, lang: Lang) -> None:
    pictures_ = "".join(str(chart.__html__()) for chart in drawn(place, lang))
    html = f'<html lang="{lang}"><head><title>x</title></head><body><main><h1>x</h1>{pictures_}</main></body></html>'
    assert page_rules.check(html, opened(place, lang).facts.to_json(), lang) == []


def test_contributions_print_what_the_table_prints_and_add_up() -> None:
    page = opened("demo-city")
    chart = pictures.contributions(page, page.sheets["gdp"])
    assert isinstance(chart, Chart)
    *parts, total = [row[1].replace("\u2212", "-") for row in cells(chart)]
    assert len(parts) == 12
    assert sum(map(float, parts)) == pytest.approx(float(total), abs=0.12)  # each has two decimals of its own


def test_the_way_to_the_target_starts_at_what_is_published_and_ends_at_the_target() -> None:
    page = opened("demo-city")
    sheet = page.sheets["fai"]
    chart = pictures.pace(page, sheet)
    assert isinstance(chart, Chart)
    ahead = sheet.entry.calendar.periods(2020)[sheet.known :]
    way = [page.facts[sheet.key("pace", period)].value for period in ahead]
    assert sheet.main_target is not None
    assert way[-1] == pytest.approx(sheet.main_target.value)
    # The rest of the year that leads there is what the ladder says it takes, within the rounding of what is published.
    outlook = page.linked.outlook("fai")
    weights = outlook.weights.cumulative
    known = sheet.known
    needed = page.step(sheet, "required", sheet.main_target.value)
    rest = (way[-1] - weights[known - 1] * float(outlook.ytd_known.mean())) / (1 - weights[known - 1])
    assert rest == pytest.approx(needed.value, abs=(needed.upper or 0.0) - needed.value)
    assert len(cells(chart)) == 11


def test_the_group_is_drawn_at_the_newest_stretch_that_all_have_published() -> None:
    page = opened("demo-city")
    sheet = page.sheets["gdp"]
    chart = pictures.peers(page, sheet)
    assert isinstance(chart, Chart)
    assert len(cells(chart)) == 11
    assert page.facts["gdp.rank.2020Q3"].display in [row[1] for row in cells(chart)]
    english = pictures.peers(replace(page, lang="en"), sheet)
    assert isinstance(english, Chart)
    assert english.caption.striptags() == "GDP up 2.0% in Q1–Q3: no. 7 of 11 in Demo Province"
    late = page.view.table
    late = late[~((late["region"] == "999905") & (late["indicator"] == "gdp") & (late["period"] == "2020Q3"))]
    earlier = replace(page, view=replace(page.view, table=late), contents=Contents(), chapters=set())
    complete(earlier, "peers", codes=("gdp",))
    half = pictures.peers(earlier, sheet)
    assert isinstance(half, Chart)
    assert half.caption.striptags().startswith("上半年地区生产总值")
    own = page.facts["gdp.rank.2020Q2"]
    shown = next(row for row in cells(half) if row[0] == page.place.name())
    assert shown[1] == own.display


def test_small_steps_of_news_are_drawn_as_one_and_the_picture_still_adds_up() -> None:
    page = opened("demo-city")
    sheet = page.sheets["gdp"]
    chart = pictures.news(page, collect(page, moved(page, sheet)))
    rows = cells(chart)
    assert [row[2] for row in rows] == ["—", "\u22120.40", "0.30", "\u22120.10", "0.00", "—"]
    assert rows[-2][0] == "其余各步"
    shown = [float(row[2].replace("\u2212", "-")) for row in rows[1:-1]]
    assert sum(shown) == pytest.approx(float(rows[-1][1][:-1]) - float(rows[0][1][:-1]), abs=0.11)


def test_more_steps_than_have_room_leave_the_largest() -> None:
    page = opened("demo-city", "en")
    found = collect(page, moved(page, page.sheets["fai"], tuple(0.02 * (n + 1) * (-1) ** n for n in range(14))))
    rows = cells(pictures.news(page, found))
    assert len(rows) == 2 + 9 + 1
    assert rows[-2][0] == "Other steps"
    assert {row[2] for row in rows[1:-2]} >= {"\u22120.28", "0.26"}
    # The five smallest of ±0.02, 0.04 … are drawn as one: 0.02 − 0.04 + 0.06 − 0.08 + 0.10.
    assert page.facts["fai.news.2020-07-25.step.14.impact"].value == pytest.approx(0.06)


Draw = Callable[[Live, Sheet], Chart | Markup]
MISSING: list[tuple[str, str, Draw, str]] = [
    ("山东", "gdp", pictures.contributions, "没有十一个行业的完整数据"),
    ("山东", "gdp", pictures.gap, "没有年度目标的记录"),
    ("全国", "gdp", pictures.peers, "没有设定考核同组地区"),
    ("demo-city", "industry_va", pictures.record, "没有本地区同一时点的回溯预测"),
    ("demo-city", "industry_va", pictures.reliable, "太少"),
    ("demo-city", "energy_intensity", pictures.pace, "没有序时进度"),
    ("全国", "fai", pictures.reliable, "太少"),
]


@pytest.mark.parametrize(("place", "code", "draw", "why"), MISSING)
def test_where_nothing_can_be_drawn_it_is_said_why(place: str, code: str, draw: Draw, why: str) -> None:
    for lang in ("zh", "en"):
        page = opened(place, lang)
        said = draw(page, page.sheets[code])
        assert isinstance(said, Markup)
        assert "<svg" not in said
        assert (why in said) == (lang == "zh")
        assert page.sheets[code].name(lang) in said


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("draw", [pictures.fan, pictures.ladder, pictures.pace])
def test_every_place_has_a_fan_a_ladder_and_a_pace_in_both_languages(
    place: str, draw: Callable[[Live, Sheet], Chart]
) -> None:
    for lang in ("zh", "en"):
        page = opened(place, lang)
        for sheet in page.sheets.values():
            if draw is pictures.pace and sheet.entry.yearly:
                continue
            assert texts(str(draw(page, sheet).svg()))
