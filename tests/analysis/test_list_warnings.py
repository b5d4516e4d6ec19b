"""Flags of the office's lists: up on lists made for them, down on others, their cost what the projects would add."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

from shouguan.analysis import list_warnings
from shouguan.analysis.flags import NAMES, RED, YELLOW, Flag
from shouguan.analysis.list_warnings import Above
from shouguan.core import indicators
from shouguan.core.ytd import cumulative_weights
from shouguan.data.place import load
from shouguan.data.warning_settings import WarningSettings
from shouguan.data.year_weights import YearWeights
from shouguan.investment import action_value, listed, projects
from shouguan.investment.listed import Listed
from shouguan.models.outlook import Outlook

DAY = dt.date(2020, 10, 25)
RULES = WarningSettings()
NOTHING = Above()


@lru_cache
def demo() -> Listed:
    city = load("demo-city")
    found = listed.known(city, city.as_of(DAY), 2020)
    assert found is not None
    return found


def with_lists(**changed: pd.DataFrame) -> Listed:
    """Return the demonstration city with other lists, and what follows from them worked out anew."""
    return replace(demo(), whole=demo().whole | changed, sound=demo().sound | changed)


def values(flag: Flag | None) -> dict[str, float]:
    assert flag is not None
    return {figure.name: figure.value for figure in flag.figures}


def large_and_late() -> pd.DataFrame:
    late = demo().unstarted.drop_duplicates("project_name")
    return late[(late["total_investment_wan_yuan"] >= RULES.large) & (late["days_late"] >= RULES.late_days)]


def test_late_starts_are_those_of_the_ledger() -> None:
    any_stake = RULES.model_copy(update={"stake": 0.0})
    flag = list_warnings.late_starts(demo(), NOTHING, any_stake)
    late = large_and_late()
    assert len(late) > 3 and flag is not None
    assert set(flag.projects) == set(late["project_name"])
    assert values(flag) == {
        "projects": len(late),
        "total": pytest.approx(late["total_investment_wan_yuan"].sum() / 1e4),
        "longest": late["days_late"].max(),
    }
    assert flag.since == late["planned_start"].min().date() + dt.timedelta(days=30)


def test_what_stands_still_is_at_stake_and_no_more_than_the_year_holds() -> None:
    given = demo().given
    assert given is not None
    ahead = action_value.expected_ahead(given)
    assert (ahead >= 0).all() and 0 < ahead.sum() < 100
    flag = list_warnings.late_starts(demo(), NOTHING, RULES.model_copy(update={"stake": 0.0}))
    named = given.panel.projects["project_name"].isin(large_and_late()["project_name"])
    assert flag is not None and flag.points == pytest.approx(ahead[named].sum())
    # Twice the base, half the points.
    twice = action_value.expected_ahead(replace(given, base=2 * given.base))
    np.testing.assert_allclose(2 * twice, ahead)


def test_little_at_stake_raises_no_flag() -> None:
    assert list_warnings.late_starts(demo(), NOTHING, RULES.model_copy(update={"stake": 50.0})) is None
    assert list_warnings.overdue_problems(demo(), NOTHING, RULES.model_copy(update={"stake": 50.0})) is None


def test_a_ledger_whose_projects_have_all_started_has_none_late() -> None:
    ledger = demo().sound["ledger"].assign(actual_start=lambda table: table["planned_start"])
    started = with_lists(ledger=ledger)
    assert list_warnings.late_starts(started, NOTHING, RULES.model_copy(update={"stake": 0.0})) is None


def test_without_a_level_of_investment_the_flag_is_up_and_costs_nothing_that_could_be_said() -> None:
    flag = list_warnings.late_starts(replace(demo(), base=None), NOTHING, RULES)
    assert flag is not None and flag.points is None and flag.chance is None and flag.light == YELLOW
    assert list_warnings.behind_curve(replace(demo(), base=None), NOTHING, RULES) is None


def slowed(by: float) -> Listed:
    """Return the city with the newest month's work of the year cut."""
    ledger = demo().sound["ledger"].copy()
    newest = ledger["period"] == ledger["period"].max()
    ledger.loc[newest, "ytd_done_wan_yuan"] *= by
    ledger.loc[newest, "statistics_ytd_wan_yuan"] *= by
    return with_lists(ledger=ledger)


def test_a_slow_year_is_behind_the_curve_and_a_usual_one_is_not() -> None:
    assert list_warnings.behind_curve(demo(), NOTHING, RULES) is None
    flag = list_warnings.behind_curve(slowed(0.6), NOTHING, RULES)
    figures = values(flag)
    assert figures["usual"] - figures["done"] >= RULES.behind
    assert flag is not None and flag.points is not None and flag.points > 0 and flag.projects


def test_overdue_problems_are_of_large_projects() -> None:
    flag = list_warnings.overdue_problems(demo(), NOTHING, RULES)
    assert flag is not None
    over = demo().open_problems
    over = over[over["days_overdue"] >= 1]
    small = list_warnings.overdue_problems(demo(), NOTHING, RULES.model_copy(update={"large": 0.0}))
    assert values(flag)["problems"] < values(small)["problems"] == len(over)
    assert values(small)["longest"] == over["days_overdue"].max()


@pytest.mark.parametrize("closed", ["2020-10-01", "2020-10-25"])
def test_settled_problems_raise_nothing(closed: str) -> None:
    settled = demo().sound["problems"].assign(closed_on=pd.Timestamp(closed))
    assert list_warnings.overdue_problems(with_lists(problems=settled), NOTHING, RULES) is None


def bonds(**columns: object) -> Listed:
    """Return the city with one quota of special bonds, issued on 1 May and due on 1 November."""
    row = projects.of_month(demo().sound["bonds"]).query("fund_kind == '专项债'").iloc[:1]
    made = row.assign(issued_on=pd.Timestamp("2020-05-01"), quota_wan_yuan=5000.0, spent_wan_yuan=1000.0, started=True)
    return with_lists(bonds=made.assign(**columns))


def test_a_quota_near_its_deadline() -> None:
    flag = list_warnings.fund_deadline(bonds(), NOTHING, RULES)
    assert values(flag) == {"quotas": 1, "unspent": pytest.approx(0.4), "left": 7}
    assert flag is not None and flag.light == YELLOW and flag.since == dt.date(2020, 10, 2)


def test_a_quota_past_its_deadline_is_red() -> None:
    flag = list_warnings.fund_deadline(bonds(issued_on=pd.Timestamp("2020-04-01")), NOTHING, RULES)
    assert values(flag)["over"] == 24 and flag is not None and flag.light == RED


@pytest.mark.parametrize(
    "columns",
    [
        {"spent_wan_yuan": 5000.0},
        {"issued_on": pd.Timestamp("2020-09-01")},
        {"issued_on": pd.Timestamp("2020-11-01")},
        {"fund_kind": "中央预算内"},
    ],
    ids=["spent", "far off", "not issued", "no bond"],
)
def test_a_quota_without_a_near_deadline(columns: dict[str, object]) -> None:
    assert list_warnings.fund_deadline(bonds(**columns), NOTHING, RULES) is None


def test_a_project_that_must_start_by_the_end_of_october_and_has_not() -> None:
    waiting = bonds(issued_on=pd.Timestamp("2020-09-01"), started=False, start_on=pd.NaT)
    flag = list_warnings.fund_deadline(waiting, NOTHING, RULES)
    assert values(flag)["left"] == 6 and flag is not None and flag.since == dt.date(2020, 10, 1)


def test_a_place_that_keeps_no_lists_raises_nothing() -> None:
    empty = {kind: table.iloc[:0] for kind, table in demo().whole.items()}
    assert list_warnings.of_lists(replace(demo(), whole=empty, sound=empty), NOTHING, RULES) == []


def test_the_chance_lost_is_that_of_the_same_draws_lower_by_the_points() -> None:
    size = indicators.indicator("fai").calendar.size
    weights = YearWeights(2020, cumulative_weights(np.ones(size)), "999901", 2019, False)
    full = np.linspace(0.0, 10.0, 1001)
    above = Outlook("999901", "fai", 2020, DAY, (2.0,) * 10, weights, full, full[:, None], "by hand", 0)
    flag = list_warnings.overdue_problems(demo(), Above(above, 5.0), RULES)
    assert flag is not None and flag.points is not None and flag.chance is not None
    assert flag.chance == pytest.approx(100 * (above.chance(5.0) - above.chance(5.0 + flag.points)))
    assert flag.chance == pytest.approx(10 * flag.points, abs=0.2)


def test_remedies_are_of_the_flag_s_projects_the_most_valuable_first() -> None:
    flag = list_warnings.overdue_problems(demo(), NOTHING, RULES)
    assert flag is not None
    found = list_warnings.remedies(flag, demo(), 5)
    points = [each.points for each in found if each.points is not None]
    assert len(points) == len(found) == 5 and points == sorted(points, reverse=True)
    assert {each.project for each in found} <= set(flag.projects)
    assert {each.action for each in found} <= {action_value.START, action_value.SETTLE}
    assert all(each.owner for each in found)
    of_all = list_warnings.remedies(Flag("drop", "fai", DAY, ()), demo(), 5)
    assert of_all[0].points == pytest.approx(demo().worth["points"].max())


def test_no_flag_of_a_list_asks_an_amount_of_a_project() -> None:
    rules = RULES.model_copy(update={"stake": 0.0})
    for flag in list_warnings.of_lists(slowed(0.6), NOTHING, rules):
        assert flag.code in NAMES and flag.indicator == "fai"
        for each in list_warnings.remedies(flag, demo(), 20):
            assert each.action in {action_value.START, action_value.SETTLE, action_value.PAY}
