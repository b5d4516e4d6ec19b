"""The facts of one place on one day: each agrees with its source, its inputs and the day."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import pytest

from shouguan.core.indicators import CATALOGUE, INDUSTRIES
from shouguan.core.rounding import half_up
from shouguan.facts.complete import complete
from shouguan.facts.indicator_report import step_key
from shouguan.facts.table import FactTable
from shouguan.report.live import Live
from tests.builders import opened
from tests.builders.cities import CITY, city, past, quarters, rows

AFTER_Q3 = "2020-10-25"
BEFORE_Q3 = "2020-10-01"
CODES = ("gdp", "fai", "industry_va")


@lru_cache
def _context(as_of: str) -> Live:
    page = opened.fresh(day=as_of).context
    complete(page, "singles", "contributions")
    return page


def context(as_of: str = AFTER_Q3) -> Live:
    """Open a page and complete all that adds facts of indicators, so that every one it can have is there."""
    return _context(as_of)


def facts(as_of: str = AFTER_Q3) -> FactTable:
    return context(as_of).facts


@pytest.mark.parametrize("as_of", [AFTER_Q3, BEFORE_Q3])
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", ["original", "stretch"])
def test_the_gap_is_that_of_the_printed_figures(as_of: str, code: str, kind: str) -> None:
    table = facts(as_of)
    median, target = table[f"{code}.full_year.2020.median"], table[f"{code}.target.2020.{kind}"]
    shown = float(median.display.replace("\u2212", "-")) - float(target.display.replace("\u2212", "-"))
    assert table[f"{code}.gap.2020.{kind}"].value == pytest.approx(shown, abs=1e-9)
    assert table[f"{code}.gap.2020.{kind}"].rounded == half_up(shown, 1)


@pytest.mark.parametrize("code", CODES)
def test_reaching_a_figure_after_rounding_takes_less_than_the_figure_itself(code: str) -> None:
    table, sheet = facts(), context().sheets[code]
    left = 1 - context().linked.outlook(code).known_weight
    for step in map(step_key, sheet.ladder):
        itself, least = table[f"{code}.required.2020.{step}"], table[f"{code}.required_at_least.2020.{step}"]
        exact = itself.value - 0.05 / left
        assert exact - 1e-9 <= least.value < exact + 0.1
        assert least.value == least.rounded, "what is printed is enough as it stands"


@pytest.mark.parametrize("code", CODES)
def test_what_is_required_gives_the_full_year_it_is_required_for(code: str) -> None:
    table, sheet = facts(), context().sheets[code]
    weight, known = table[f"{code}.weight.{sheet.origin}"].value / 100, context().linked.outlook(code).known_ytd
    for value in sheet.ladder:
        required = table[f"{code}.required.2020.{step_key(value)}"].value
        assert weight * known + (1 - weight) * required == pytest.approx(value)


@pytest.mark.parametrize("as_of", [AFTER_Q3, BEFORE_Q3])
@pytest.mark.parametrize("code", CODES)
def test_the_chance_falls_along_the_ladder(as_of: str, code: str) -> None:
    sheet = context(as_of).sheets[code]
    chances = [facts(as_of)[f"{code}.chance.2020.{step_key(value)}"].value for value in sheet.ladder]
    assert list(sheet.ladder) == sorted(set(sheet.ladder))
    assert {target.value for target in sheet.targets} <= set(sheet.ladder)
    assert chances == sorted(chances, reverse=True)
    assert 0 <= chances[-1] < chances[0] <= 100


def test_last_years_fourth_quarter_by_hand() -> None:
    # 2019: 6.2 % to September, 6.3 % in the year; September's share from the values of 2018.
    weight = 1736.42 / 2447.27
    base = facts()["gdp.base.2019"]
    assert base.value == pytest.approx((6.3 - weight * 6.2) / (1 - weight))
    assert base.upper is not None
    assert base.upper - base.value == pytest.approx(0.05 * (1 + weight) / (1 - weight))
    assert base.inputs == ("gdp.ytd.2019Q4", "gdp.ytd.2019Q3")


def test_published_figures_by_hand() -> None:
    table = facts()
    assert table["gdp.ytd.2020Q3"].value == 2.0
    assert table["gdp.ytd.2020Q3.change"].rounded == 1.7
    assert (table["gdp.rank.2020Q3"].value, table["gdp.rank.2020Q3.change"].value, table["gdp.rank.peers"].value) == (
        7,
        0,
        11,
    )
    assert table["gdp.weight.2020Q3"].value == pytest.approx(100 * 1878.31 / 2650.45)
    assert table["gdp.cost.2020"].value == pytest.approx(0.1 / (1 - 1878.31 / 2650.45))
    assert facts(BEFORE_Q3)["gdp.rank.2020Q2.change"].value == -1


def test_single_quarters_by_hand() -> None:
    q1, h1, q3 = 558.00, 1194.63, 1878.31
    assert facts()["gdp.single.2020Q1"].value == pytest.approx(-5.8)
    assert facts()["gdp.single.2020Q2"].value == pytest.approx((0.3 * h1 + 5.8 * q1) / (h1 - q1))
    third = facts()["gdp.single.2020Q3"]
    assert third.value == pytest.approx((2.0 * q3 - 0.3 * h1) / (q3 - h1))
    assert third.lower is not None
    assert third.value - third.lower == pytest.approx(0.05 * (q3 + h1) / (q3 - h1))


@pytest.mark.parametrize("as_of", [AFTER_Q3, BEFORE_Q3])
def test_every_key_starts_with_its_indicator(as_of: str) -> None:
    table = facts(as_of)
    assert len(list(table)) > 140
    for fact in table:
        assert fact.indicator in CATALOGUE
        assert fact.key.split(".")[0] == fact.indicator
        assert fact.region == "999901" or fact.key.endswith(f".{fact.region}"), "another region is named in the key"


@pytest.mark.parametrize("as_of", [AFTER_Q3, BEFORE_Q3])
def test_official_figures_say_where_they_are_from_and_were_out_by_the_day(as_of: str) -> None:
    published = [fact for fact in facts(as_of) if fact.kind == "official"]
    assert len(published) > 15
    for fact in published:
        assert fact.source
        assert dt.date.fromisoformat(fact.released_on) <= dt.date.fromisoformat(as_of)


def test_before_the_release_nothing_of_the_third_quarter_is_official() -> None:
    early = {fact.key for fact in facts(BEFORE_Q3)} | {fact.period for fact in facts(BEFORE_Q3)}
    late = {fact.key for fact in facts(AFTER_Q3) if fact.kind == "official"}
    for unknown in ("2020Q3", "2020-09"):
        assert not [name for name in early if unknown in name]
        assert [name for name in late if unknown in name], "after the release it is there"


def test_targets_announced_later_are_not_known() -> None:
    before = opened.context(day="2020-07-25", about=("gdp",))
    assert before.facts.get("gdp.target.2020.stretch") is None
    assert before.facts["gdp.target.2020.original"].value == 6.5
    assert facts()["gdp.target.2020.stretch"].value == 3.5
    assert facts()["gdp.target.2020.stretch"].released_on == "2020-07-28"


@pytest.mark.parametrize("as_of", [AFTER_Q3, BEFORE_Q3])
def test_every_input_of_a_computed_figure_is_in_the_table(as_of: str) -> None:
    table = facts(as_of)
    computed = [fact for fact in table if fact.inputs]
    assert len(computed) > 30
    for fact in computed:
        assert [key for key in fact.inputs if table.get(key) is None] == []
        assert fact.key not in fact.inputs
        assert fact.formula


@pytest.mark.parametrize(("as_of", "origin"), [(AFTER_Q3, "2020Q3"), (BEFORE_Q3, "2020Q2")])
def test_contributions_and_residual_are_the_published_growth(as_of: str, origin: str) -> None:
    table = facts(as_of)
    parts = [table[f"gdp.contribution.{origin}.{code}"].value for code in INDUSTRIES]
    residual = table[f"gdp.contribution.{origin}.residual"].value
    assert sum(parts) + residual == pytest.approx(table[f"gdp.ytd.{origin}"].value, abs=1e-9)
    assert abs(residual) < 0.1
    for code, points in zip(INDUSTRIES, parts, strict=True):
        own = table[f"{code}.ytd.{origin}"].value
        assert points * own >= 0, "an industry adds with the sign of its growth"


def test_the_record_is_of_earlier_years_only() -> None:
    assert facts()["gdp.record.last_year"].value == 2019
    assert 0 < facts()["gdp.record.coverage80"].value <= 100
    assert facts().get("industry_va.record.n") is None


def test_the_interval_of_the_median_is_the_pair_of_ends() -> None:
    for code in CODES:
        median = facts()[f"{code}.full_year.2020.median"]
        low, high = facts()[f"{code}.full_year.2020.lower80"], facts()[f"{code}.full_year.2020.upper80"]
        assert (median.lower, median.upper, median.level) == (low.value, high.value, 0.80)
        assert low.value < median.value < high.value


def test_the_fans_last_quantiles_are_the_full_year() -> None:
    for code in CODES:
        fan = facts().series[f"{code}.fan"]
        outlook = context().linked.outlook(code)
        assert fan["periods"][len(fan["published"]) :] == fan["ahead"]
        for level, values in fan["quantiles"].items():
            assert len(values) == len(fan["ahead"])
            assert values[-1] == pytest.approx(outlook.quantile(float(level)))


def test_a_year_that_is_out_has_no_stretch_ahead() -> None:
    growth = past("gdp") | quarters(2020, 5.0, 5.5, 6.0, 6.1)
    page = city(rows(CITY, "gdp", "growth", growth), rest={}, unforecast=("gdp",), day=dt.date(2021, 1, 25))
    assert page.unforecast["gdp"].closed
    assert "gdp.ytd.2020Q4" in page.facts.facts
    assert not any(key.startswith("gdp.base") for key in page.facts.facts)
