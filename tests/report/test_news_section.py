"""Why the forecast moved, in words: every sign, tie and zero, and nothing but facts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from markupsafe import Markup

from shouguan.analysis import news
from shouguan.analysis.news import News, Step
from shouguan.core.errors import DataError
from shouguan.core.periods import Lang, Period
from shouguan.core.rounding import MINUS
from shouguan.facts.moved import collect
from shouguan.facts.table import FactTable
from shouguan.report.live import Live
from shouguan.report.sections import news as section
from shouguan.report.tables import Table
from tests.builders.opened import context, fresh

OLD, NEW, OUT = dt.date(2020, 10, 1), dt.date(2020, 10, 28), dt.date(2020, 10, 19)
Q3 = Period(2020, "Q", 3)


@pytest.fixture(scope="module")
def opened() -> Live:
    return fresh("全国", "2020-10-28", about=("gdp", "fai")).context


@pytest.fixture
def page(opened: Live) -> Live:
    """The page with no facts but its own."""
    return replace(opened, facts=FactTable(dict(opened.facts.facts)))


def release(
    impact: float,
    expected: float | None = None,
    actual: float | None = None,
    *,
    indicator: str = "gdp",
    own: bool = True,
    figures: int = 2,
) -> Step:
    period = None if expected is None else Q3
    return Step("release", OUT, indicator, own, figures, 0.0, impact, period, expected, actual, "test")


def revision(impact: float, *, own: bool = False, figures: int = 62) -> Step:
    return Step("revision", OUT, "gdp", own, figures, 0.0, impact)


def other(kind: news.Kind, impact: float) -> Step:
    return Step(kind, NEW, "", own=True, figures=0, before=0.0, after=impact)


def made(old: float, *steps: Step, unread: int = 0) -> News:
    total = old + sum(step.impact for step in steps)
    return News("100000", "gdp", 2020, OLD, NEW, old, total, steps, unread)


def text(html: Markup) -> str:
    return re.sub(r"<[^>]*>", "", str(html))


def in_lang(page: Live, lang: Lang) -> Live:
    return replace(page, lang=lang)


BEGINS = "本次预测（截至2020年10月28日）2020年国内生产总值"
STILL = other("estimation", 0.0)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        pytest.param(
            made(3.1, release(0.3), revision(-0.1), STILL),
            "预计增长3.3%，比上次测算（截至2020年10月1日，增长3.1%）上调0.20个百分点，"
            "其中新公布数据影响上调0.30个百分点，历史数据修订影响下调0.10个百分点，模型参数重新估计基本没有影响。",
            id="up",
        ),
        pytest.param(
            made(3.3, release(-0.5), other("estimation", -0.1)),
            "预计增长2.7%，比上次测算（截至2020年10月1日，增长3.3%）下调0.60个百分点，"
            "其中新公布数据影响下调0.50个百分点，模型参数重新估计影响下调0.10个百分点。",
            id="down",
        ),
        pytest.param(
            made(3.1, release(0.2), revision(-0.2), STILL),
            "预计增长3.1%，与上次测算（截至2020年10月1日，增长3.1%）持平，"
            "其中新公布数据影响上调0.20个百分点，历史数据修订影响下调0.20个百分点，模型参数重新估计基本没有影响。",
            id="same",
        ),
        pytest.param(
            made(3.1, release(0.0), revision(0.0), STILL),
            "预计增长3.1%，与上次测算（截至2020年10月1日，增长3.1%）持平，"
            "新公布数据、历史数据修订、模型参数重新估计基本没有影响。",
            id="nothing-moved-it",
        ),
        pytest.param(
            made(3.1, STILL),
            "预计增长3.1%，与上次测算（截至2020年10月1日，增长3.1%）持平，"
            "期间没有本预测所用的新数据或修订，模型参数重新估计基本没有影响。",
            id="nothing-came",
        ),
        pytest.param(
            made(-0.3, release(-0.8), STILL),
            "预计下降1.1%，比上次测算（截至2020年10月1日，下降0.3%）下调0.80个百分点，"
            "其中新公布数据影响下调0.80个百分点，模型参数重新估计基本没有影响。",
            id="a-falling-year",
        ),
        pytest.param(
            made(0.4, release(-0.4), STILL),
            "预计与上年持平，比上次测算（截至2020年10月1日，增长0.4%）下调0.40个百分点，"
            "其中新公布数据影响下调0.40个百分点，模型参数重新估计基本没有影响。",
            id="a-still-year",
        ),
        pytest.param(
            made(3.02, release(0.14), revision(0.14), STILL),
            "预计增长3.3%，比上次测算（截至2020年10月1日，增长3.0%）上调0.28个百分点（按四舍五入前的数），"
            "其中新公布数据影响上调0.14个百分点，历史数据修订影响上调0.14个百分点，模型参数重新估计基本没有影响。",
            id="printed-figures-differ-by-more",
        ),
        pytest.param(
            made(3.14, release(0.02), STILL),
            "预计增长3.2%，比上次测算（截至2020年10月1日，增长3.1%）上调0.02个百分点（按四舍五入前的数），"
            "其中新公布数据影响上调0.02个百分点，模型参数重新估计基本没有影响。",
            id="printed-figures-differ-by-more-than-a-tiny-change",
        ),
        pytest.param(
            made(3.1, release(0.104), revision(0.104), STILL),
            "预计增长3.3%，比上次测算（截至2020年10月1日，增长3.1%）上调0.21个百分点（按四舍五入前的数），"
            "其中新公布数据影响上调0.10个百分点，历史数据修订影响上调0.10个百分点，模型参数重新估计基本没有影响"
            "（因四舍五入，各项之和与合计略有出入）。",
            id="parts-differ-by-rounding",
        ),
        pytest.param(
            made(3.1, release(0.1), STILL, unread=64),
            "预计增长3.2%，比上次测算（截至2020年10月1日，增长3.1%）上调0.10个百分点，"
            "其中新公布数据影响上调0.10个百分点，模型参数重新估计基本没有影响。本地同期另有64个新数据不为本预测所用。",
            id="figures-not-read",
        ),
    ],
)
def test_the_sentence(page: Live, found: News, said: str) -> None:
    assert text(section.summary(page, collect(page, found))) == BEGINS + said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        pytest.param(
            made(3.1, release(0.3), revision(-0.1), STILL),
            "to grow by 3.3% in 2020, 0.20 points above the last forecast (as of 1 October 2020: up 3.1%): newly"
            " released figures raised it by 0.30 points; revisions of earlier figures lowered it by 0.10 points;"
            " re-estimation of the model had no visible effect.",
            id="up",
        ),
        pytest.param(
            made(3.1, release(0.04), revision(0.0), STILL, unread=3),
            "to grow by 3.1% in 2020, 0.04 points above the last forecast (as of 1 October 2020: up 3.1%) (before"
            " rounding): newly released figures raised it by 0.04 points; revisions of earlier figures and"
            " re-estimation of the model had no visible effect."
            " Another 3 figures of the place came out that this forecast does not read.",
            id="same",
        ),
        pytest.param(
            made(-0.3, release(-0.70)),
            "to fall by 1.0% in 2020, 0.70 points below the last forecast (as of 1 October 2020: down 0.3%): newly"
            " released figures lowered it by 0.70 points.",
            id="down",
        ),
    ],
)
def test_the_sentence_in_english(page: Live, found: News, said: str) -> None:
    assert (
        text(section.summary(in_lang(page, "en"), collect(page, found)))
        == "As of 28 October 2020, GDP is expected " + said
    )


NAMED = "2020年10月19日发布：国内生产总值前三季度"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        pytest.param(
            release(0.12, 1.6, 2.0),
            NAMED + "增长2.0%，比预计的1.6%高0.4个百分点，使全年预测上调0.12个百分点。",
            id="above-up",
        ),
        pytest.param(
            release(-0.31, 1.6, 0.9),
            NAMED + "增长0.9%，比预计的1.6%低0.7个百分点，使全年预测下调0.31个百分点。",
            id="below-down",
        ),
        pytest.param(
            release(-0.12, 1.6, 2.0),
            NAMED + "增长2.0%，比预计的1.6%高0.4个百分点，却使全年预测下调0.12个百分点："
            "基数、往期数据或其他地区联动的影响超过了它。",
            id="above-yet-down",
        ),
        pytest.param(
            release(0.12, 1.6, 1.5),
            NAMED + "增长1.5%，比预计的1.6%低0.1个百分点，却使全年预测上调0.12个百分点："
            "基数、往期数据或其他地区联动的影响超过了它。",
            id="below-yet-up",
        ),
        pytest.param(
            release(0.0, 1.6, 2.0),
            NAMED + "增长2.0%，比预计的1.6%高0.4个百分点，对全年预测基本没有影响。",
            id="above-nothing",
        ),
        pytest.param(
            release(0.004, 1.6, 1.6), NAMED + "增长1.6%，与预计一致，对全年预测基本没有影响。", id="tie-nothing"
        ),
        pytest.param(
            release(0.02, 1.57, 1.6),
            NAMED + "增长1.6%，与预计一致，使全年预测上调0.02个百分点，来自印出位数以下的差别、基数或其他地区联动。",
            id="tie-up",
        ),
        pytest.param(
            release(-0.02, 1.64, 1.6),
            NAMED + "增长1.6%，与预计一致，使全年预测下调0.02个百分点，来自印出位数以下的差别、基数或其他地区联动。",
            id="tie-down",
        ),
        pytest.param(
            release(0.2, -1.6, -1.0),
            NAMED + "下降1.0%，降幅比预计的1.6%小0.6个百分点，使全年预测上调0.20个百分点。",
            id="a-smaller-fall",
        ),
        pytest.param(
            release(-0.2, -1.0, -1.6),
            NAMED + "下降1.6%，降幅比预计的1.0%大0.6个百分点，使全年预测下调0.20个百分点。",
            id="a-larger-fall",
        ),
        pytest.param(
            release(0.2, -1.0, 0.5),
            NAMED + "增长0.5%，预计为下降1.0%，实际高1.5个百分点，使全年预测上调0.20个百分点。",
            id="growth-for-a-fall",
        ),
        pytest.param(
            release(0.2, -1.0, 0.0),
            NAMED + "持平，预计为下降1.0%，实际高1.0个百分点，使全年预测上调0.20个百分点。",
            id="nothing-for-a-fall",
        ),
        pytest.param(
            release(-0.2, 0.5, -1.0),
            NAMED + "下降1.0%，比预计的0.5%低1.5个百分点，使全年预测下调0.20个百分点。",
            id="a-fall-for-growth",
        ),
        pytest.param(
            release(-0.2, 0.0, -1.0),
            NAMED + "下降1.0%，预计为持平，实际低1.0个百分点，使全年预测下调0.20个百分点。",
            id="a-fall-for-nothing",
        ),
        pytest.param(
            release(0.2, 0.0, 1.0),
            NAMED + "增长1.0%，预计为持平，实际高1.0个百分点，使全年预测上调0.20个百分点。",
            id="growth-for-nothing",
        ),
        pytest.param(
            release(0.11, indicator="industry_va", figures=1),
            "2020年10月19日发布：规模以上工业增加值，共1个数据，使全年预测上调0.11个百分点。",
            id="no-expectation",
        ),
        pytest.param(
            release(-0.11, own=False),
            "2020年10月19日发布：国内生产总值（其他地区），共2个数据，使全年预测下调0.11个百分点。",
            id="others",
        ),
        pytest.param(
            revision(-0.3),
            "2020年10月19日修订：国内生产总值（其他地区），共62个数据，使全年预测下调0.30个百分点。",
            id="revision",
        ),
        pytest.param(
            revision(0.001, own=True, figures=1),
            "2020年10月19日修订：国内生产总值，共1个数据，对全年预测基本没有影响。",
            id="revision-nothing",
        ),
        pytest.param(
            other("estimation", 0.03), "用全部新数据重新估计模型参数，使全年预测上调0.03个百分点。", id="estimation"
        ),
        pytest.param(STILL, "用全部新数据重新估计模型参数，对全年预测基本没有影响。", id="estimation-nothing"),
    ],
)
def test_each_sign_is_explained(page: Live, step: Step, said: str) -> None:
    assert text(section.explained(page, collect(page, made(3.0, step)))) == said


@pytest.mark.parametrize(
    ("step", "said"),
    [
        pytest.param(
            release(0.12, 1.6, 2.0),
            "Released, 19 October 2020: GDP, Q1–Q3: up 2.0%, 0.4 points above the 1.6% expected;"
            " it raised the year by 0.12 points.",
            id="above-up",
        ),
        pytest.param(
            release(0.12, -1.0, -1.6),
            "Released, 19 October 2020: GDP, Q1–Q3: down 1.6%, 0.6 points below the −1.0% expected;"
            " yet it raised the year by 0.12 points: the base, earlier figures or the link to other regions"
            " outweighed it.",
            id="below-yet-up",
        ),
        pytest.param(
            release(0.0, 1.6, 1.6),
            "Released, 19 October 2020: GDP, Q1–Q3: up 1.6%, as expected; it had no visible effect on the year.",
            id="tie",
        ),
        pytest.param(
            revision(-0.3),
            "Revised, 19 October 2020: GDP (other regions), 62 in all; this lowered the year by 0.30 points.",
            id="revision",
        ),
    ],
)
def test_each_sign_is_explained_in_english(page: Live, step: Step, said: str) -> None:
    assert text(section.explained(in_lang(page, "en"), collect(page, made(3.0, step)))) == said


@pytest.mark.parametrize("scenario", ["base", "stress"])
def test_the_last_step_is_what_the_scenario_makes_of_the_forecast_where_there_is_one(scenario: str) -> None:
    page = context("news", scenario=scenario)
    found = page.news["gdp"]
    kinds = [step.kind for step in found.steps]
    plain = page.plain.outlook("gdp").quantile(0.5)
    assert found.new - found.by_kind()["judgement"] == pytest.approx(plain, abs=1e-9)
    assert kinds.count("judgement") == (scenario != "base")
    if scenario != "base":
        assert kinds[-1] == "judgement"
        assert found.new == page.linked.outlook("gdp").quantile(0.5) != plain


@pytest.mark.parametrize(
    ("effect", "lang", "said"),
    [
        (-0.66, "zh", "“压力情景”的假设另使全年测算下调0.66个百分点。"),
        (0.2, "zh", "“压力情景”的假设另使全年测算上调0.20个百分点。"),
        (0.0, "zh", "“压力情景”的假设对全年测算基本没有影响。"),
        (-0.66, "en", " What 'Stress' assumes lowers it by another 0.66 points."),
    ],
)
def test_what_a_scenario_assumes_is_no_change_since_the_last_forecast(
    page: Live, effect: float, lang: Lang, said: str
) -> None:
    page = in_lang(page, lang)
    assumed = replace(page, contents=replace(page.contents, assumed=("压力情景", "Stress")))
    moved = collect(assumed, made(3.1, release(-0.5), STILL, other("judgement", effect)))
    assert (moved.new.value, moved.change.value) == (pytest.approx(2.6), pytest.approx(-0.5))
    assert [step.kind for step in moved.steps] == ["release", "estimation"]
    without = collect(page, made(3.1, release(-0.5), STILL, other("judgement", 0.0)))
    told = text(section.summary(assumed, moved))
    aside = "（不含情景假设）" if lang == "zh" else " (without the scenario)"
    assert told.replace(aside, "") == text(section.summary(page, without)) + said
    assert aside in told


def test_figures_that_did_nothing_are_counted_together_and_those_awaited_are_not_among_them(page: Live) -> None:
    steps = (release(0.0, 1.6, 1.6), release(0.0, own=False), revision(0.0), release(0.1, indicator="retail"), STILL)
    items = str(section.explained(page, collect(page, made(3.0, *steps)))).split("</li>")
    assert len(items) == 5
    assert "与预计一致" in items[0]
    assert "社会消费品零售总额" in items[1]
    assert "重新估计" in items[2]
    assert text(Markup(items[3])) == "其余2批数据对全年预测基本没有影响。"


def cells(html: Table) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", str(html))
    return [[text(Markup(cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def test_the_table_has_each_step_and_their_sum(page: Live) -> None:
    found = made(3.0, revision(-0.104), release(0.303, 1.6, 2.0), release(0.0, own=False), other("estimation", 0.011))
    assert cells(section.table(page, collect(page, found))) == [
        ["来源", "发布日", "指标", "数据个数", "发布前预计（%）", "实际（%）", "影响（百分点）"],
        ["历史数据修订", "2020-10-19", "国内生产总值（其他地区）", "62", "—", "—", "−0.10"],
        ["新公布数据", "2020-10-19", "国内生产总值前三季度", "2", "1.6", "2.0", "0.30"],
        ["新公布数据", "2020-10-19", "国内生产总值（其他地区）", "2", "—", "—", "0.00"],
        ["模型参数重新估计", "—", "—", "—", "—", "—", "0.01"],
        ["合计", "—", "—", "—", "—", "—", "0.21"],
    ]
    assert "系因四舍五入" not in str(section.table(page, collect(page, found)))


def test_printed_impacts_that_do_not_add_up_are_marked(page: Live) -> None:
    found = made(3.0, release(0.104), revision(0.104), STILL)
    assert [row[-1] for row in cells(section.table(page, collect(page, found)))[1:]] == ["0.10", "0.10", "0.00", "0.21"]
    assert "印出数有出入系因四舍五入" in str(section.table(page, collect(page, found)))
    assert "but for rounding" in str(section.table(in_lang(page, "en"), collect(page, found)))


def test_a_real_change_is_told_with_nothing_but_facts(page: Live) -> None:
    found = news.explain(page.place, "fai", OLD, NEW)
    before = set(page.facts.facts)
    shown = section.news(page, collect(page, found))
    said = re.sub(r'<span class="n" data-fact="[^"]*">[^<]*</span>', "", str(shown))
    said = re.sub(r'<span data-when="[^"]*">[^<]*</span>', "", said)
    said = re.sub(r"\d{4}-\d{2}-\d{2}|<[^>]*>", "", said)
    assert re.findall(r"\d", said) == [], "a digit that is no fact and no date"
    assert set(re.findall(r'data-fact="([^"]*)"', str(shown))) <= set(page.facts.facts)
    added = [page.facts[key] for key in set(page.facts.facts) - before]
    assert all(fact.label_zh and fact.label_en and (fact.formula or fact.source) for fact in added)
    sheet = page.sheets["fai"]
    printed = page.full_year(sheet, "median")
    assert page.facts[f"fai.news.{OLD}.new"].value == printed.value, "what is explained is what the page prints"
    actual = page.facts[f"fai.news.{OLD}.step.0.actual"]
    assert (actual.value, actual.kind, actual.released_on) == (0.8, "official", "2020-10-19")
    assert actual.source == page.newest(sheet).source


def test_the_change_is_one_figure_of_the_forecasts_before_rounding(page: Live) -> None:
    section.summary(page, collect(page, made(4.867, release(-0.125))))
    old, new, change = (page.facts[f"gdp.news.{OLD}.{name}"] for name in ("old", "new", "change"))
    assert (old.display, new.display, change.display) == ("4.9", "4.7", f"{MINUS}0.13")


def test_news_of_another_indicator_or_day_is_refused(page: Live) -> None:
    found = made(3.0, release(0.1))
    with pytest.raises(DataError, match="没有预测“retail”；有效值：gdp、fai"):
        section.news(page, collect(page, replace(found, indicator="retail")))
    with pytest.raises(DataError, match="本期日期是 2020-10-20，本页的日期是 2020-10-28"):
        section.news(page, collect(page, replace(found, new_day=dt.date(2020, 10, 20))))
