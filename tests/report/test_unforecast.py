"""A place with too few figures for a forecast: what is published, what targets need by algebra, and nothing made up."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from shouguan.analysis import checking
from shouguan.core import paths
from shouguan.core.errors import DataError
from shouguan.core.parameters import check
from shouguan.core.periods import Lang
from shouguan.core.ytd import required_growth
from shouguan.data import place
from shouguan.ingest import importing, new_place
from shouguan.ingest.new_place import Wanted
from shouguan.ingest.readers.reading import Options
from shouguan.publishing import render
from shouguan.publishing.remaking import page_of
from shouguan.report.page import Page, open_page
from tests.builders.cities import plain
from tests.builders.stories import STORIES

BULLETIN = paths.examples() / "统计月报2020年9月.csv"
TARGETS = "370200,gdp,2020,原目标,>=,6.5,2020-01-10,政府工作报告\n370200,gdp,2020,奋斗目标,>=,3.0,2020-07-10,全会\n"
OFFICE = Wanted("370200", "示范市", "Demo City", "370000")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an office has after its first hour: a new place, one bulletin, and its targets."""
    folder = tmp_path_factory.mktemp("office") / "city"
    new_place.create(folder, OFFICE)
    importing.import_files([BULLETIN], str(folder), None, Options())
    with (folder / "targets.csv").open("a", encoding="utf-8") as file:
        file.write(TARGETS)
    return folder


@pytest.fixture(scope="module", params=["zh", "en"])
def page(request: pytest.FixtureRequest, office: Path) -> Page:
    return open_page(str(office), lang=request.param)


def test_nothing_is_forecast_and_what_the_target_needs_is_algebra(page: Page) -> None:
    facts, sheet = page.context.facts, page.context.unforecast["gdp"]
    assert page.context.sheets == {}
    assert {fact.kind for fact in facts} <= {"official", "computed", "target", "assumption"}
    assert not {"full_year", "chance", "fan"} & {fact.measure for fact in facts}
    lent = place.load("山东")
    shape = lent.as_of(dt.date(2020, 10, 25)).whole_years("370000", "gdp")[sheet.weights.base_year or 0]
    needed = facts[sheet.key("required.2020.3p0")]
    assert sheet.weights.region == "370000"
    assert needed.value == pytest.approx(required_growth(3.0, float(shape.cumulative[2]), 2.0).value)


def test_the_conclusion_says_what_is_out_what_is_needed_and_that_there_is_no_forecast(page: Page) -> None:
    told = plain(str(page.conclusion().html))
    expected = {
        "zh": "按截至2020年10月25日已发布的数据，示范市2020年前三季度，地区生产总值同比增长2.0%；要实现3.0%的奋斗目标，"
        "四季度需增长5.8%（按四舍五入，增长5.6%左右即可）。往年数据还不够，暂不作全年预测；本页只列已公布的数和按累计关系推算的后期需增。",
        "en": "On what was published by 25 October 2020, Demo City 2020: In Q1–Q3, GDP rose 2.0% on the year; for the"
        " revised target of 3.0%, Q4 would have to be up 5.8% (up 5.6% or so is enough once rounded). "
        "Figures of earlier years do not suffice yet to forecast the year; this page holds published figures, and"
        " what the rest of the year needs by cumulative algebra.",
    }
    assert told == expected[page.context.lang]


def test_no_section_shows_a_forecast_an_interval_or_a_chance(page: Page) -> None:
    shown = str(page.page_one().html) + str(page.required().html) + str(page.situation().html)
    assert not re.search("预计|区间|可能性|expected|interval|chance", plain(shown), flags=re.IGNORECASE)
    for section in (page.fans, page.what_if, page.yardsticks, page.misses, page.news, page.scenarios, page.questions):
        assert re.search("没有全年预测|需要全年预测|o forecast|Needs a forecast", plain(str(section().html)))


def test_why_there_is_no_forecast_stands_below_the_publication_table_and_not_among_its_sources(page: Page) -> None:
    table = str(page.status().html)
    cells, below = table.partition("</table>")[::2]
    reason = {"zh": "未作预测", "en": "Not forecast"}[page.context.lang]
    assert reason in plain(below) and reason not in plain(cells)


def test_the_reason_is_told_in_full_once(office: Path) -> None:
    page = open_page(str(office), about=("gdp",))
    first, second = (plain(str(page.why_not("gdp").html)) for _ in range(2))
    assert "只有 1 期累计增速，至少需要 5 期" in first
    assert second == "需要全年预测，从略。"


def test_all_that_the_bulletin_says_is_on_the_page(page: Page) -> None:
    table = plain(str(page.figures().html))
    assert all(figure in table for figure in ("1950.4", "2.0", "0.1", "1.3", "−0.4", "704.6", "−5.9", "2.9"))


def test_check_says_what_page_there_is_and_which_figures_a_forecast_lacks(office: Path) -> None:
    checked = checking.check(str(office))
    text = checking.check_text(checked)
    assert checked["forecast"] == []
    assert "没有全年预测的一页" in text
    assert "缺2019年一季度、上半年、前三季度、全年" in text
    assert "缺2019年1—2月至全年共11期" in text
    assert "各期占比借用山东的" in text


def test_a_scenario_has_nothing_to_move_and_is_refused_before_a_kernel_starts(office: Path) -> None:
    with pytest.raises(DataError, match="没有全年预测，不能套用情景"):
        render.prepare(check({"place": str(office), "scenario": "stress"}))


def test_the_briefing_is_published_without_a_word_of_a_forecast_and_made_again_from_its_facts(
    office: Path, tmp_path: Path
) -> None:
    made = render.render(render.prepare(check({"place": str(office)})), tmp_path)
    html = made.html.read_text(encoding="utf-8")
    assert "二、后期需增" in html
    assert "附表一、已公布的数" in html
    assert "没有全年预测：" not in html  # that is for the analyst
    assert page_of(made.facts.read_text(encoding="utf-8")) == html


def test_one_indicator_without_a_forecast_stands_beside_one_with_it() -> None:
    page = Page(STORIES["one-of-two"]("zh", Path()))
    rows = re.findall(r"<tr><th.*?</tr>", str(page.page_one().html))
    cells = [[plain(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows[1:]]
    assert [row[0] for row in cells] == ["地区生产总值", "固定资产投资（不含农户）"]
    assert cells[0].count("—") > cells[1].count("—") - 3
    assert "前三季度 2.0" in cells[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_year_that_is_out_is_held_against_its_target(lang: Lang) -> None:
    page = Page(STORIES["year-is-out"](lang, Path()))
    told = plain(str(page.conclusion().html))
    assert {"zh": "比3.0%的目标低0.7个百分点。全年数据已经公布", "en": "The year is out"}[lang] in told
    assert not any(fact.measure == "required" for fact in page.context.facts)


@pytest.mark.parametrize(
    "notebook",
    [
        *(pytest.param(name, marks=pytest.mark.long) for name in ("gdp", "tour", "data", "investment", "industry")),
        *(pytest.param(name, marks=pytest.mark.long) for name in ("scenarios", "backtest")),
    ],
)
def test_an_analysis_notebook_runs_to_its_end_and_says_what_is_missing(
    office: Path, tmp_path: Path, notebook: str
) -> None:
    made = render.render(render.prepare(check({"place": str(office)}), notebook), tmp_path)
    html = made.html.read_text(encoding="utf-8")
    assert "Traceback" not in html
    assert "至少需要" in html


def test_an_english_page_asks_for_the_places_english_name(tmp_path: Path) -> None:
    new_place.create(tmp_path / "city", replace(OFFICE, name_en=""))
    importing.import_files([BULLETIN], str(tmp_path / "city"), None, Options())
    with pytest.raises(DataError, match="name_en"):
        render.prepare(check({"place": str(tmp_path / "city"), "lang": "en"}))
