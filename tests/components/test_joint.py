"""Draws of several indicators paired: marginals untouched, dependence as it was, parts coherent, scenarios carried."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np
import pytest

from shouguan.analysis.scenarios.conditioning import Change, condition, rest
from shouguan.components import joint
from shouguan.components.joint import Linked, correlation
from shouguan.core.errors import DataError
from shouguan.core.indicators import INDUSTRIES
from shouguan.data import place
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models import calibrated
from tests.builders.joints import incoherence

DAY = dt.date(2020, 10, 25)


@lru_cache(maxsize=1)
def demo() -> tuple[Place, View, Linked]:
    where = place.load("demo-city")
    view = where.as_of(DAY)
    return where, view, joint.fit_predict(where, view, ("gdp", "fai", "industry_va"), 2020)


def test_totals_come_in_order_each_followed_by_its_parts() -> None:
    _, _, found = demo()
    fields = ["fai_manufacturing", "fai_infrastructure", "real_estate_investment"]
    assert found.codes == ["gdp", *INDUSTRIES, "fai", *fields, "industry_va"]
    assert set(found.accounts) == {"gdp", "fai"}
    assert (found.reasons, found.whole) == ({}, {})


@pytest.mark.parametrize("code", ["gdp", "fai", "industry_va"])
def test_pairing_changes_no_figure_of_any_indicator(code: str) -> None:
    where, view, found = demo()
    alone = calibrated.fit_predict(where, view, code, 2020)
    ours = found.outlook(code)
    np.testing.assert_array_equal(np.sort(ours.full_year), np.sort(alone.full_year))
    for level in (0.1, 0.5, 0.9):
        assert ours.quantile(level) == alone.quantile(level)


def test_the_first_indicator_keeps_the_order_of_its_draws() -> None:
    where, view, found = demo()
    np.testing.assert_array_equal(
        found.outlook("gdp").remaining, calibrated.fit_predict(where, view, "gdp", 2020).remaining
    )


def test_a_path_stays_whole_when_it_is_paired() -> None:
    where, view, found = demo()
    alone, ours = calibrated.fit_predict(where, view, "fai", 2020), found.outlook("fai")
    assert {tuple(row) for row in ours.remaining} == {tuple(row) for row in alone.remaining}


def test_indicators_move_together_as_much_as_they_did() -> None:
    where, view, found = demo()
    for code, other in (("industry_va", "gdp_industry"), ("industry_va", "gdp"), ("fai", "gdp")):
        wanted = correlation(view, where.region, code, other)
        seen = np.corrcoef(found.outlook(code).full_year, found.outlook(other).full_year)[0, 1]
        assert seen == pytest.approx(wanted, abs=0.2), (code, other)
        assert seen > 0.4, (code, other)


def test_without_a_common_past_the_prior_stands() -> None:
    where, view, _ = demo()
    assert correlation(view, where.region, "electricity", "gdp") == 0.5
    assert correlation(view, where.region, "electricity_industry", "retail") == 0.3
    assert correlation(view, "999902", "industry_va", "gdp_industry") == 0.75
    assert correlation(view, where.region, "energy_intensity", "gdp") == 0.0


def test_a_correlation_is_the_same_both_ways_and_shrunk() -> None:
    where, view, _ = demo()
    one = correlation(view, where.region, "fai", "gdp")
    assert one == pytest.approx(correlation(view, where.region, "gdp", "fai"))
    assert abs(correlation(view, where.region, "gdp", "gdp")) < 1.0


def test_another_order_of_draws_comes_from_another_seed_and_the_same_from_the_same() -> None:
    where, view, found = demo()
    again = joint.fit_predict(where, view, ("gdp", "fai", "industry_va"), 2020)
    np.testing.assert_array_equal(again.joint.full_year, found.joint.full_year)


def test_what_cannot_be_forecast_is_left_out_with_its_reason() -> None:
    where = place.load("山东")
    found = joint.fit_predict(where, where.as_of(dt.date(2020, 10, 28)), ("gdp", "fai"), 2020)
    assert found.codes == ["gdp"]
    assert (set(found.reasons), set(found.whole)) == ({"fai"}, {"gdp"})
    with pytest.raises(DataError, match=r"固定资产投资.*规模以上工业增加值"):
        joint.fit_predict(where, where.as_of(dt.date(2020, 10, 28)), ("fai", "industry_va"), 2020)


def test_a_scenario_for_one_indicator_moves_the_others_and_the_accounts_stay_coherent() -> None:
    _, _, found = demo()
    industry = found.outlook("industry_va")
    change = Change("industry_va", "add", (rest(industry),), (-2.0,), (0.0,))
    under = found.under(condition(found.joint, [change]))
    assert under.outlook("gdp").quantile(0.5) < found.outlook("gdp").quantile(0.5) - 0.1
    assert under.outlook("gdp_industry").quantile(0.5) < found.outlook("gdp_industry").quantile(0.5) - 0.1
    for code, accounts in under.accounts.items():
        assert incoherence(accounts) <= 1e-9, code
        np.testing.assert_array_equal(accounts.total.full_year, under.outlook(code).full_year)
