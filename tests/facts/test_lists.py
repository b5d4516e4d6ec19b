"""A place's lists as facts: what the analysis says, as it was known on the day, and nothing of single firms."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pandas as pd
import pytest

from shouguan.core.indicators import FORECAST
from shouguan.core.periods import Period
from shouguan.core.rounding import half_up
from shouguan.data import investment_settings, registers
from shouguan.data.place import load
from shouguan.facts import list_figures, lists, project_facts
from shouguan.facts.list_rows import Lists
from shouguan.investment import enterprises, funding, projects
from shouguan.investment.action_value import PAY, SETTLE, START
from shouguan.report.live import Live
from shouguan.report.page import open_page
from shouguan.report.sections import audit
from tests.builders import opened
from tests.builders.ledgers import ledger

DAY = dt.date(2020, 10, 25)


def _page(day: str = "2020-10-25", scenario: str = "base") -> Live:
    """Return the city's page of the day, of other days and under a scenario that of investment alone."""
    about = FORECAST if (day, scenario) == ("2020-10-25", "base") else ("fai",)
    return opened.context("lists", day=day, scenario=scenario, about=about)


def _lists(day: str = "2020-10-25", scenario: str = "base") -> Lists:
    told = _page(day, scenario).contents.lists
    assert told is not None
    return told


def _known(kind: str) -> pd.DataFrame:
    return registers.known(load("demo-city"), kind, DAY)


def test_the_projects_are_the_rates_of_the_newest_month() -> None:
    own, rates = _lists().projects, projects.rates(_known("ledger"), DAY).loc["合计"]
    assert own is not None
    assert own.period == Period.parse("2020-09")
    assert (own.projects.value, own.due.value, own.started.value) == tuple(rates[["projects", "due", "started"]])
    assert own.start_rate is not None and own.plan_rate is not None and own.last is not None and own.ahead is not None
    assert own.start_rate.value == pytest.approx(rates["start_rate_pct"])
    assert own.plan_rate.value == pytest.approx(rates["plan_rate_pct"])
    assert own.last.value == pytest.approx(rates["last_year_pct"])
    assert own.plan.value == pytest.approx(rates["plan_wan_yuan"] / 1e4)
    assert own.late.value == own.due.value - own.started.value
    assert own.ahead.value == pytest.approx(own.plan_rate.rounded - 75.0)
    newest = next(row for row in own.pace if row.period == own.period)
    assert newest.done is not None and newest.done.value == pytest.approx(own.plan_rate.value)
    assert all(row.done is None for row in own.pace if row.period > own.period)


def test_the_bridge_goes_from_the_ledger_to_the_published_figure() -> None:
    bridge = _lists().bridge
    assert bridge is not None
    amounts = {name: fact.value for name, fact in bridge.lines}
    causes = sum(amounts[name] for name in ("scope", "timing", "vouchers", "errors"))
    assert amounts["ledger"] + causes == pytest.approx(amounts["statistics"])
    outside = amounts["real_estate"] + amounts["residual"]
    assert amounts["statistics"] + outside == pytest.approx(amounts["published"])


def test_the_forecast_from_below_stands_beside_the_one_of_the_page() -> None:
    below, page = _lists().below, _page()
    assert below is not None
    above = page.linked.outlook("fai")
    assert below.lower.value < below.expected.value < below.upper.value
    printed = half_up(above.quantile(0.5), 1)
    assert below.apart.rounded == pytest.approx(below.expected.rounded - printed), "as a reader subtracts"
    assert min(below.expected.value, above.quantile(0.5)) < below.together.value
    assert below.together.value < max(below.expected.value, above.quantile(0.5))
    assert below.age is None, "the ledger has been through two years"


def test_a_scenario_has_no_forecast_from_below() -> None:
    scenario = next(name for name in _page().scenarios if name != "base")
    assert _lists(scenario=scenario).below is None
    assert _lists(scenario=scenario).projects is not None


def test_nothing_is_known_before_its_day() -> None:
    own = _lists("2020-10-05").projects
    assert own is not None
    assert own.period == Period.parse("2020-08"), "the list of September is out ten days after its end"
    late = _lists("2020-11-12")
    assert late.projects is not None and late.bridge is not None
    assert late.projects.period >= late.bridge.period, "a bridge needs the month's published figure"


def test_firms_and_funds_are_those_of_the_analysis() -> None:
    told, settings = _lists(), investment_settings.read(load("demo-city").folder or Path())
    targets = enterprises.targets(_known("enterprises"), DAY, settings.enterprises)
    assert told.firms is not None and told.funds is not None and told.firms.rate is not None
    assert told.firms.entered.value == targets["entered"]
    assert told.firms.rate.value == pytest.approx(targets["rate_pct"])
    assert told.firms.net.value == told.firms.entered.value - told.firms.left.value
    now = projects.of_month(_known("bonds"))
    rules = funding.rules(now, DAY, settings.funds)
    assert [rule.light for rule in told.funds.rules] == list(rules["light"])
    assert [rule.days.value for rule in told.funds.rules if rule.days] == list(rules["days_left"])
    stages = funding.funnel(now, DAY)
    assert [stage.quotas.value for stage in told.funds.stages] == list(stages["quotas"])
    goals = funding.targets(now, DAY, settings.funds)
    assert [goal.issued.value for goal in told.funds.goals] == pytest.approx(list(goals["issued_yi_yuan"]))


def test_actions_are_starts_problems_and_payments_of_projects_each_once() -> None:
    worth = _lists().worth
    assert 0 < len(worth) <= 5
    assert {each.action for each in worth} <= {START, SETTLE, PAY}
    assert len({each.project for each in worth}) == len(worth)
    assert {each.project for each in worth} <= set(_known("ledger")["project_name"])
    assert all(each.owner and each.deadline for each in worth)
    assert [each.points.value for each in worth] == sorted((each.points.value for each in worth), reverse=True)
    assert all((each.overdue is not None) == (each.deadline is not None and each.deadline < DAY) for each in worth)


def test_every_figure_says_how_it_came_about() -> None:
    own = [fact for fact in _page().facts if fact.block == list_figures.BLOCK]
    assert len(own) > 100
    assert audit.unexplained(own) == []


def test_no_firm_is_named() -> None:
    names = set(_known("enterprises")["name"])
    written = _page().facts.to_json() + repr(_lists())
    assert not [name for name in names if name in written]


def test_a_place_without_lists_has_none() -> None:
    page = opened.context("lists", place="山东", day="2020-10-28")
    assert page.contents.lists is None


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Copy the demo city, so that its lists may be changed."""
    place = load("demo-city")
    assert place.folder is not None
    folder = tmp_path / "places" / "demo-city"
    shutil.copytree(place.folder, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return folder


def test_a_row_that_cannot_be_right_is_in_no_sum_and_is_counted(kept: Path) -> None:
    file = kept / "bonds.csv"
    table = pd.read_csv(file, dtype="str", keep_default_na=False)
    row = table.index[
        (table["period"] == "2020-09") & (table["drawn_wan_yuan"] != "") & (table["fund_kind"] == "专项债")
    ]
    at = next(each for each in row if float(table.at[each, "drawn_wan_yuan"]) > 0)
    table.at[at, "spent_wan_yuan"] = str(10 * float(table.at[at, "quota_wan_yuan"]))
    table.to_csv(file, index=False)
    page = open_page(str(kept), as_of="2020-10-25", about=("fai",)).context
    told = lists.lists(page)
    assert told is not None and told.funds is not None
    assert [(kind, fact.value) for kind, fact in told.left_out] == [("bonds", 1.0)]
    usual = _lists().funds
    assert usual is not None
    less = usual.goals[0].issued.value - told.funds.goals[0].issued.value
    assert less == pytest.approx(float(table.at[at, "quota_wan_yuan"]) / 1e4)


def test_a_project_that_is_gone_is_said_beside_the_sums(kept: Path) -> None:
    file = kept / "ledger.csv"
    table = pd.read_csv(file, dtype="str", keep_default_na=False)
    known = _known("ledger")
    now = known[known["period"] == "2020-09"]
    done = now["done_before_wan_yuan"].fillna(0) + now["ytd_done_wan_yuan"]
    own = now[now["actual_start"].notna() & (done < 0.5 * now["total_investment_wan_yuan"])]
    gone = next(code for code in own["project_code"] if known["project_code"].eq(code).sum() > 2)
    name = own.loc[own["project_code"] == gone, "project_name"].iloc[0]
    table[~(table["project_code"].eq(gone) & table["period"].eq("2020-09"))].to_csv(file, index=False)
    page = open_page(str(kept), as_of="2020-10-25", about=("fai",)).context
    told = lists.lists(page)
    assert told is not None
    assert [(each.kind, each.what, each.number.value, each.names) for each in told.doubts] == [
        ("ledger", "gone", 1.0, (name,))
    ]
    # A row that cannot be right is no investment outside the ledger.
    at = table.index[table["period"].eq("2020-09")][0]
    table.loc[at, "ytd_done_wan_yuan"] = "-1"
    table.to_csv(file, index=False)
    told = lists.lists(open_page(str(kept), as_of="2020-10-25", about=("fai",)).context)
    assert told is not None and told.bridge is not None
    assert told.bridge.lines[-2][0] == "residual_left_out" and "填报有误" in told.bridge.lines[-2][1].label_zh


def test_a_ledger_without_figures_of_the_statistics_is_not_held_against_them_and_no_forecast_is_made_of_it(
    kept: Path,
) -> None:
    file = kept / "ledger.csv"
    table = pd.read_csv(file, dtype="str", keep_default_na=False)
    september = table["period"].eq("2020-09")
    table[september].assign(statistics_ytd_wan_yuan="").to_csv(file, index=False)
    page = open_page(str(kept), as_of="2020-10-25", about=("fai",))
    said = page.lists()._repr_html_()
    told = page.context.contents.lists
    assert told is not None and told.projects is not None
    assert told.uncounted and told.bridge is None and told.below is None
    assert "台账没有统计入库投资，无法与统计数对照，也不作自下而上测算。" in said
    assert "预计增长" not in said
    # One month without them is not nought either: the newest that has them is compared.
    table.loc[september, "statistics_ytd_wan_yuan"] = ""
    table.to_csv(file, index=False)
    page = open_page(str(kept), as_of="2020-10-25", about=("fai",))
    said = page.lists()._repr_html_()
    told = page.context.contents.lists
    assert told is not None and not told.uncounted
    assert told.bridge is not None and told.bridge.period == Period.parse("2020-08")
    assert dict(told.bridge.lines)["statistics"].value > 0
    assert "台账没有统计入库投资" not in said


def test_a_list_of_last_year_tells_nothing_of_this_one(kept: Path) -> None:
    for kind in registers.IDENTITIES:
        file = kept / f"{kind}.csv"
        table = pd.read_csv(file, dtype="str", keep_default_na=False)
        table[table["period"] < "2020"].to_csv(file, index=False)
    told = lists.lists(open_page(str(kept), as_of="2020-10-25", about=("fai",)).context)
    assert told is not None
    assert not told.told


def test_a_district_of_one_project_has_no_figures_and_is_not_what_is_left_of_the_whole() -> None:
    page = _page()
    districts = ["甲区"] * 6 + ["乙区"] * 5 + ["丙区"] * 4 + ["丁县"]
    table = ledger(*({"project_name": f"{n}", "district": name} for n, name in enumerate(districts)))
    of = list_figures.Figures(page, "small", Period.parse("2020-09"))
    rows = {row.name: row for row in project_facts.districts(of, table, DAY, "2020-09")}
    assert rows["丁县"].projects is None and rows["丁县"].start_rate is None
    assert [name for name, row in rows.items() if row.projects is None] == ["丙区", "丁县"]
