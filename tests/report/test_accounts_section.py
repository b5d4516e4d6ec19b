"""The accounts and back-solving on the page: what is printed is what was computed, and what is missing is said."""

from __future__ import annotations

import re

import pytest

from shouguan.analysis.back_solving import contradict
from shouguan.core.indicators import INDUSTRIES, INVESTMENT
from shouguan.core.periods import Lang
from shouguan.explorer.on_page import explorer
from shouguan.facts.rows import BaseRow, NeedRow, SolvedBack
from shouguan.report.live import Live
from shouguan.report.sections import accounts, back_solving
from tests.builders import opened
from tests.builders.joints import incoherence

CITY = ("demo-city", "2020-10-25")


def page(place: str, day: str, lang: Lang = "zh") -> Live:
    return opened.context("accounts", "conversions", "back_solving", place=place, day=day, lang=lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_industry_has_its_line_and_the_residual_and_the_total_have_theirs(lang: Lang) -> None:
    shown = page(*CITY, lang)
    html = str(accounts.accounts(shown, shown.sheets["gdp"]))
    assert html.count("<tr>") == 1 + len(INDUSTRIES) + 2
    assert ("残差" if lang == "zh" else "Residual") in html
    assert ">nan<" not in html.lower()


def test_printed_contributions_are_those_of_the_accounts_and_add_up_before_rounding() -> None:
    shown = page(*CITY)
    accounts.accounts(shown, shown.sheets["gdp"])
    found = shown.linked.accounts["gdp"]
    points = [shown.facts[f"gdp.accounts.2020.{code}.points"].value for code in INDUSTRIES]
    residual = shown.facts["gdp.accounts.2020.residual.points"].value
    assert points == pytest.approx(found.points().mean(axis=1).tolist())
    assert sum(points) + residual == pytest.approx(found.total.full_year.mean(), abs=1e-9)
    shares = [shown.facts[f"gdp.accounts.2020.{code}.share"].value for code in INDUSTRIES]
    assert sum(shares) == pytest.approx(100.0)


def test_every_forecast_of_a_part_has_its_interval() -> None:
    shown = page(*CITY)
    accounts.accounts(shown, shown.sheets["gdp"])
    for code in INDUSTRIES:
        fact = shown.facts[f"gdp.accounts.2020.{code}.full_year"]
        assert fact.lower is not None
        assert fact.upper is not None
        assert fact.lower < fact.value < fact.upper
        assert fact.level == 0.8


def test_investment_says_whose_shares_it_uses_and_shows_what_is_in_no_field() -> None:
    shown = page(*CITY)
    html = str(accounts.accounts(shown, shown.sheets["fai"]))
    assert "人工设定" in html
    assert "演示数据" in html
    assert "其他投资（含残差）" in html
    assert '<th scope="row">残差' not in html
    fact = shown.facts.facts
    fields = [code for code in INVESTMENT if f"fai.accounts.2020.{code}.share" in fact]
    shares = [fact[f"fai.accounts.2020.{code}.share"].value for code in fields]
    assert sum(shares) + fact["fai.accounts.2020.residual.share"].value == pytest.approx(100.0)
    grown = [code for code in fields if f"{code}.ytd.2020-09" in fact]
    assert grown, "the city publishes growth by field"
    for code in grown:
        so_far = fact[f"fai.accounts.2020.{code}.points_so_far"].value
        assert so_far == pytest.approx(
            fact[f"fai.accounts.2020.{code}.share"].value * fact[f"{code}.ytd.2020-09"].value / 100
        )
    assert "fai.accounts.2020.residual.points_so_far" in fact or len(grown) < len(fields)


def test_a_coefficient_that_was_set_is_printed_with_its_reason_and_the_others_with_their_doubt() -> None:
    shown = page(*CITY)
    html = str(accounts.conversions(shown, shown.sheets["gdp"]))
    assert "演示：按上级反馈的折算系数设定" in html
    assert "（设定）" in html
    assert shown.facts["gdp.conversion.2020.gdp_construction.slope_sd"].value > 0


def test_between_releases_the_open_quarter_is_shown_by_its_base_indicators_with_their_cut_off() -> None:
    shown = page("demo-city", "2020-10-01")
    html = str(accounts.conversions(shown, shown.sheets["gdp"]))
    assert "8月" in html
    assert "7月" in html  # services report a month late
    assert "前三季度" in html
    said = shown.linked.accounts["gdp"].conversions["gdp_industry"]
    assert shown.facts["gdp.conversion.2020.gdp_industry.growth"].value == pytest.approx(said.growth)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_target_is_solved_back_and_what_is_out_of_reach_says_what_can_be_reached(lang: Lang) -> None:
    shown = page(*CITY, lang)
    html = str(back_solving.back_solving(shown, shown.sheets["gdp"]))
    assert shown.facts["gdp.plan.2020.6p5.reachable"].value < 6.5
    assert "gdp.plan.2020.3p5.distance" in {fact.key for fact in shown.facts}
    assert ("达不到" if lang == "zh" else "out of reach") in html
    assert ("不向县区、企业、项目分解" if lang == "zh" else "no district, firm or project") in html


def test_the_printed_needs_bring_the_year_to_its_target() -> None:
    shown = page(*CITY)
    back_solving.back_solving(shown, shown.sheets["gdp"])
    added = sum(shown.facts[f"gdp.plan.2020.3p5.{code}.points"].value for code in INDUSTRIES)
    assert shown.linked.outlook("gdp").full_year.mean() + added == pytest.approx(3.5, abs=1e-8)


def test_a_place_without_parts_or_targets_says_so_and_shows_no_table() -> None:
    shown = page("山东", "2020-10-28")
    html = str(accounts.accounts(shown, shown.sheets["gdp"]))
    assert "农林牧渔业" in html  # which figures are missing
    assert "<table" not in html
    assert "没有2020年目标的记录" in back_solving.back_solving(shown, shown.sheets["gdp"]).striptags()
    nation = page("全国", "2024-10-25")
    assert "<table" in str(accounts.accounts(nation, nation.sheets["gdp"]))
    assert "<table" not in str(accounts.accounts(nation, nation.sheets["fai"]))


def test_a_scenario_moves_the_page_and_its_parts_together() -> None:
    stress = opened.page(*CITY, scenario="stress").context
    base = page(*CITY)
    moved = stress.linked.outlook("gdp").quantile(0.5) - base.linked.outlook("gdp").quantile(0.5)
    assert moved < -0.05
    assert stress.facts["gdp.full_year.2020.median"].value == pytest.approx(
        base.facts["gdp.full_year.2020.median"].value + moved
    )
    assert incoherence(stress.linked.accounts["gdp"]) <= 1e-9
    assert stress.plain.outlook("gdp").quantile(0.5) == base.linked.outlook("gdp").quantile(0.5)


def test_a_place_without_parts_has_no_explorer_but_a_word_why() -> None:
    shown = explorer(opened.page("山东", "2020-10-28").context)
    assert "没有可调的构成" in shown.value
    assert "农林牧渔业" in shown.value


@pytest.mark.parametrize(
    ("lang", "why"), [("zh", "是因为往年同期增速多比今年预计高"), ("en", "because most past years grew faster")]
)
def test_a_growth_that_most_years_reached_beside_a_low_chance_says_why(lang: Lang, why: str) -> None:
    shown = page("全国", "2024-07-28", lang)
    solved = shown.told("back_solving", "gdp").solved_back["gdp"][0]
    assert isinstance(solved, SolvedBack) and solved.odds.past is not None and solved.odds.apart is not None
    years, reached = solved.odds.past
    assert contradict(reached.value, years.value, 1.0 - solved.odds.among.value / 100.0)
    _, usual, expected = solved.odds.apart
    sentence = text(str(back_solving.back_solving(shown, shown.sheets["gdp"])))
    assert why in sentence and usual.value > expected.value
    assert f"{usual.rounded:.1f}" in sentence and f"{expected.rounded:.1f}" in sentence


@pytest.mark.parametrize("place", [CITY, ("demo-city", "2020-07-28")])
def test_no_row_contradicts_past_years_without_a_word_under_its_table(place: tuple[str, str]) -> None:
    shown = page(*place)
    html = text(str(back_solving.back_solving(shown, shown.sheets["gdp"])))
    for solved in shown.told("back_solving", "gdp").solved_back["gdp"]:
        assert isinstance(solved, SolvedBack)
        rows: list[NeedRow | BaseRow] = [*solved.needs, *solved.bases]
        for row in rows:
            past = row.odds.past
            if past is None:
                continue
            chance = 1.0 - row.odds.among.value / 100.0
            if contradict(past[1].value, past[0].value, chance):
                assert row.odds.apart is not None, row.code
                assert f"今年预计{row.odds.apart[2].rounded:.1f}%".replace("-", "−") in html or "今年80%区间宽" in html
            else:
                assert row.odds.apart is None, row.code


def text(html: str) -> str:
    """Return what a reader sees, without markup."""
    return re.sub(r"<[^>]+>", "", html)
