"""What actions are worth: bounds that must hold, the way of the numbers, and what is never worth points."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from shouguan.core import paths
from shouguan.data import investment_settings, registers
from shouguan.data.actions import unlawful
from shouguan.data.place import load
from shouguan.investment import action_value, funding, ledger_panel, projects
from shouguan.investment.action_value import Estimates
from shouguan.models import calibrated

DAY = dt.date(2020, 10, 25)
HERE = paths.places() / "demo-city"


@pytest.fixture(scope="module")
def given() -> Estimates:
    settings = investment_settings.read(HERE)
    panel = ledger_panel.build(registers.read(HERE, "ledger", DAY))
    return action_value.estimates(panel, settings.projects.registration_from, 1561.0)


@pytest.fixture(scope="module")
def open_problems() -> pd.DataFrame:
    return projects.open_problems(registers.read(HERE, "problems", DAY), DAY)


@pytest.fixture(scope="module")
def history() -> pd.DataFrame:
    return registers.read(HERE, "bonds", DAY)


def behind(history: pd.DataFrame) -> pd.DataFrame:
    """Return the quotas that are not spent."""
    return funding.behind(projects.of_month(history), DAY, investment_settings.read(HERE).funds)


def test_a_later_start_is_never_worth_more(given: Estimates) -> None:
    now, later = (action_value.starts(given, months).set_index("project_code")["points"] for months in (1, 2))
    assert len(now) > 10
    assert (later.reindex(now.index).fillna(0) <= now + 1e-12).all()


def test_points_are_of_the_base(given: Estimates) -> None:
    half = action_value.starts(replace(given, base=2 * given.base))["points"]
    np.testing.assert_allclose(half * 2, action_value.starts(given)["points"])


def test_only_what_is_late_is_worth_a_start(given: Estimates) -> None:
    waiting = projects.unstarted(projects.of_month(registers.read(HERE, "ledger", DAY)), pd.DataFrame(), DAY)
    assert set(action_value.starts(given)["project_code"]) <= set(waiting["project_code"])


def test_a_start_is_worth_no_more_than_the_plan_in_the_statistics(given: Estimates) -> None:
    table = action_value.starts(given).set_index("project_code")
    plan = pd.Series(given.plan * given.ratios.rho, given.panel.projects["project_code"]).reindex(table.index)
    assert (table["points"] <= 100 * plan / 1e4 / given.base).all()
    assert table["chance_counted"].between(0, 1).all() and (table["lower"] <= table["points"]).all()


def test_a_problem_of_a_project_that_runs_faster_than_its_plan_is_worth_nothing(
    given: Estimates, open_problems: pd.DataFrame
) -> None:
    table = action_value.problems(given, open_problems)
    assert 0 < len(table) <= open_problems["project_code"].nunique()
    fast = replace(given, panel=replace(given.panel, plan=given.panel.plan * 0.0))
    assert action_value.problems(fast, open_problems).empty


def test_a_payment_is_worth_no_more_than_what_is_unspent(given: Estimates, history: pd.DataFrame) -> None:
    quotas = behind(history)
    table = action_value.payments(given, quotas, history)
    unspent = quotas.groupby("project_name")["unspent_wan_yuan"].sum()
    assert len(table)
    worth = table.groupby("project_name")["points"].sum()
    assert (worth <= 100 * unspent.reindex(worth.index) / 1e4 / given.base + 1e-12).all()
    twice = action_value.payments(given, quotas.assign(unspent_wan_yuan=0.0), history)
    assert twice.empty


def test_in_december_nothing_is_left_to_gain(
    given: Estimates, open_problems: pd.DataFrame, history: pd.DataFrame
) -> None:
    at = next(n for n, period in enumerate(given.panel.periods) if str(period) == "2019-12")
    whole = action_value.estimates(given.panel.up_to(at), 500.0, 1561.0)
    assert whole.steps == 0
    assert action_value.starts(whole).empty and action_value.problems(whole, open_problems).empty
    assert action_value.payments(whole, behind(history), history).empty


def test_the_gain_in_chance_is_that_of_the_shifted_draws(given: Estimates) -> None:
    place = load("demo-city")
    outlook = calibrated.fit_predict(place, place.as_of(DAY), "fai", 2020, seed=0)
    table = action_value.with_chance(action_value.starts(given), outlook, 3.5)
    first = table.iloc[0]
    moved = 100 * (outlook.chance(3.5 - first["points"]) - outlook.chance(3.5))
    assert first["chance_gain_pct"] == pytest.approx(moved) and (table["chance_gain_pct"] >= 0).all()


def test_no_action_is_a_registration_or_an_amount(
    given: Estimates, open_problems: pd.DataFrame, history: pd.DataFrame
) -> None:
    tables = [
        action_value.starts(given),
        action_value.problems(given, open_problems),
        action_value.payments(given, behind(history), history),
    ]
    kinds = {kind for table in tables for kind in table["action"]}
    assert kinds == {"开工", "解决问题", "拨付支出"} and all(unlawful(kind) is None for kind in kinds)
    assert not any("wan_yuan" in str(name) for table in tables for name in table)
