"""Back-solving: the nearest way by hand, a thousand random cities, and what is said where no way exists."""

from __future__ import annotations

import datetime as dt
import itertools
import os
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from statsmodels.stats.proportion import proportion_confint

from shouguan.analysis.back_solving import (
    TOLERANCE,
    Apart,
    apart,
    back_solve,
    distance,
    past_singles,
    plausible,
    solve,
)
from shouguan.analysis.base_needs import base_needs
from shouguan.components import accounts, conversion
from shouguan.components.accounts import Accounts
from shouguan.components.conversion import Coefficients
from shouguan.core.errors import DataError
from shouguan.core.periods import Period
from shouguan.data import place
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models import calibrated
from shouguan.models.outlook import Outlook
from shouguan.models.shrinkage import Fit
from tests.builders.random_cities import outlook, random_city

CITIES = 1000 if os.environ.get("SHOUGUAN_TESTS") == "long" else 60
WIDE = np.full(2, -100.0), np.full(2, 100.0)


@lru_cache(maxsize=1)
def demo() -> tuple[Place, View, Accounts]:
    where = place.load("demo-city")
    view = where.as_of(dt.date(2020, 10, 25))
    return where, view, accounts.open_accounts(where, view, calibrated.fit_predict(where, view, "gdp", 2020))


# --- the programme ----------------------------------------------------------------------------------


def test_of_two_equal_parts_the_uncertain_one_gives_more() -> None:
    """Minimise (x1/1)² + (x2/2)² with x1 + x2 = 5: in proportion to the variances, 1 and 4."""
    found, feasible = solve(np.zeros(2), np.diag([1.0, 4.0]), np.ones(2), 5.0, *WIDE)
    assert feasible
    np.testing.assert_allclose(found, [1.0, 4.0], atol=1e-7)
    assert distance(found, np.zeros(2), np.diag([1.0, 4.0])) == pytest.approx(1.0 + 16.0 / 4.0, abs=1e-6)


def test_parts_that_move_together_share_what_is_needed_as_they_move() -> None:
    """Without bounds x − μ = Σa·(needed − a'μ)/a'Σa (Lagrange)."""
    covariance = np.array([[1.0, 0.8], [0.8, 2.0]])
    load, mean = np.array([0.3, 0.7]), np.array([4.0, 6.0])
    found, _ = solve(mean, covariance, load, 7.0, *WIDE)
    wanted = mean + covariance @ load * (7.0 - load @ mean) / (load @ covariance @ load)
    np.testing.assert_allclose(found, wanted, atol=1e-7)


def test_a_bound_holds_and_the_other_part_takes_the_rest() -> None:
    found, feasible = solve(np.zeros(2), np.diag([1.0, 4.0]), np.ones(2), 5.0, np.full(2, -10.0), np.array([10.0, 3.0]))
    assert feasible
    np.testing.assert_allclose(found, [2.0, 3.0], atol=1e-9)


@pytest.mark.parametrize(("needed", "end"), [(7.0, "upper"), (-7.0, "lower")])
def test_what_no_bound_allows_is_said_with_the_nearest_that_they_do(needed: float, end: str) -> None:
    lower, upper = np.array([-3.0, -2.0]), np.array([3.0, 2.0])
    found, feasible = solve(np.zeros(2), np.eye(2), np.ones(2), needed, lower, upper)
    assert not feasible
    np.testing.assert_array_equal(found, upper if end == "upper" else lower)


def test_the_corner_itself_is_feasible() -> None:
    lower, upper = np.array([-3.0, -2.0]), np.array([3.0, 2.0])
    for needed, corner in ((5.0, upper), (-5.0, lower)):
        found, feasible = solve(np.zeros(2), np.eye(2), np.ones(2), needed, lower, upper)
        assert feasible
        np.testing.assert_allclose(found, corner, atol=TOLERANCE)


def test_parts_that_always_move_in_step_are_solved_too() -> None:
    found, feasible = solve(
        np.zeros(3), np.ones((3, 3)), np.array([0.2, 0.3, 0.5]), 2.0, np.full(3, -9.0), np.full(3, 9.0)
    )
    assert feasible
    np.testing.assert_allclose(found, [2.0, 2.0, 2.0], atol=1e-3)
    assert found @ [0.2, 0.3, 0.5] == pytest.approx(2.0, abs=TOLERANCE)


@given(seed=st.integers(0, 2**32 - 1), size=st.integers(1, 30))
def test_no_feasible_point_is_nearer(seed: int, size: int) -> None:
    """The optimality conditions hold: moving along any feasible direction does not shorten the distance."""
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(size, size)) + np.eye(size)
    covariance = root @ root.T + 0.05 * np.eye(size)
    mean, load = rng.normal(4, 3, size), rng.uniform(0.01, 0.3, size)
    lower, upper = mean - rng.uniform(0.1, 4, size), mean + rng.uniform(0.1, 4, size)
    needed = float(rng.uniform(load @ lower, load @ upper))
    found, feasible = solve(mean, covariance, load, needed, lower, upper)
    assert feasible
    assert abs(load @ found - needed) <= TOLERANCE
    assert (found >= lower - TOLERANCE).all()
    assert (found <= upper + TOLERANCE).all()
    gradient = 2 * np.linalg.solve(covariance, found - mean)
    best = linprog(gradient, A_eq=load[None, :], b_eq=[needed], bounds=list(zip(lower, upper, strict=True)))
    assert gradient @ found - best.fun <= 1e-4 * max(1.0, abs(best.fun))


# --- cities -----------------------------------------------------------------------------------------


def test_random_cities_meet_every_constraint_and_infeasible_targets_are_named() -> None:
    where, view, _ = demo()
    kinds = set()
    for seed in range(CITIES):
        city = random_city(seed, draws=400)
        rng = np.random.default_rng([seed, 7])
        target = float(np.round(rng.normal(4, 3), 1))
        limits = {
            part.indicator: tuple(np.sort(np.round(part.remaining.mean() + rng.normal(0, 4, 2), 1)))
            for part in city.parts
            if rng.random() < 0.7
        }
        plan = back_solve(where, view, city, target, limits)
        growth = np.concatenate([need.growth for need in plan.needs])
        lower = np.concatenate([need.lower for need in plan.needs])
        upper = np.concatenate([need.upper for need in plan.needs])
        assert (growth >= lower - TOLERANCE).all(), seed
        assert (growth <= upper + TOLERANCE).all(), seed
        assert all(need.lower[0] == low and need.upper[0] == high for need in plan.needs
                   for code, (low, high) in limits.items() if code == need.code)  # fmt: skip
        reached = float(city.total.full_year.mean()) + sum(need.points for need in plan.needs)
        least, most = _reach(city, lower), _reach(city, upper)
        assert plan.feasible == (least <= target <= most), seed
        if plan.feasible:
            assert abs(reached - target) <= TOLERANCE, seed
        else:
            assert len(plan.binding) == len(plan.needs), seed
            assert abs(plan.reachable - (most if target > most else least)) <= TOLERANCE, seed
            assert abs(reached - plan.reachable) <= TOLERANCE, seed
        kinds.add(plan.feasible)
    assert kinds == {True, False}


def _reach(city: Accounts, bound: np.ndarray) -> float:
    """Return the year with every part at a bound, from the definition: known part, residual and parts."""
    at, total = 0, float(city.residual.mean())
    for part, share in zip(city.parts, city.shares.values, strict=True):
        width = part.remaining.shape[1]
        weights = np.diff(np.concatenate([[0.0], part.weights.cumulative]))[len(part.known) :]
        total += share * (part.known_weight * float(part.ytd_known.mean()) + float(weights @ bound[at : at + width]))
        at += width
    return total


def test_a_target_that_is_expected_needs_nothing_more() -> None:
    where, view, found = demo()
    plan = back_solve(where, view, found, float(found.total.full_year.mean()))
    assert plan.feasible
    assert plan.distance == pytest.approx(0.0, abs=1e-9)
    for need in plan.needs:
        np.testing.assert_allclose(need.growth, need.expected, atol=1e-6)


def test_without_binding_bounds_the_distance_is_that_of_the_years_draws() -> None:
    """d² = (needed − a'μ)²/(a'Σa): what the parts add to the year, in units of its variance between draws."""
    where, view, found = demo()
    plan = back_solve(where, view, found, 3.5)
    assert plan.binding == ()
    added = (found.points()).sum(axis=0)
    short = 3.5 - float(found.total.full_year.mean())
    known = sum(
        share * part.known_weight * part.ytd_known for share, part in zip(found.shares.values, found.parts, strict=True)
    )
    assert plan.distance == pytest.approx(short**2 / float((added - known).var(ddof=1)), rel=1e-3)


def test_bounds_of_what_is_no_part_or_the_wrong_way_round_are_refused() -> None:
    where, view, found = demo()
    with pytest.raises(DataError, match="gdp_industry"):
        back_solve(where, view, found, 3.5, {"gdp_industri": (0.0, 1.0)})
    with pytest.raises(DataError, match="下限"):
        back_solve(where, view, found, 3.5, {"gdp_industry": (2.0, 1.0)})


def test_what_is_out_of_reach_says_what_binds_and_what_can_be_reached() -> None:
    where, view, found = demo()
    limits = dict.fromkeys(found.shares.codes, (-20.0, 5.0))
    plan = back_solve(where, view, found, 3.5, limits)
    assert not plan.feasible
    assert plan.binding == found.shares.codes
    assert plan.reachable < 3.5
    assert [float(need.growth[0]) for need in plan.needs] == [5.0] * 11


# --- plausibility -----------------------------------------------------------------------------------


def test_the_same_season_of_past_years_is_backed_out_by_the_algebra() -> None:
    where, view, found = demo()
    past = past_singles(where, view, found.total)
    growth = view.ytd_growth(where.region, "gdp")
    values = view.series(where.region, "gdp", basis="ytd", measure="value")
    weight = values[Period.parse("2018Q3")] / values[Period.parse("2018Q4")]
    fourth = (growth[Period.parse("2019Q4")] - weight * growth[Period.parse("2019Q3")]) / (1 - weight)
    assert past[2019] == pytest.approx([fourth])
    assert 2020 not in past


def test_a_growth_is_placed_among_draws_and_years() -> None:
    made = outlook("gdp", [2.0, 2.0, 2.0], np.arange(100.0)[:, None])
    found = plausible(made, 75.0, {2017: np.array([80.0]), 2018: np.array([75.0]), 2019: np.array([10.0])})
    assert (found.among_draws, found.reached, found.years) == (0.75, 2, 3)


YEARS = np.array([7.2, 7.4, 7.6, 7.9, 8.1, 7.0, 7.7, 6.9, 7.3, 7.5, 5.0, 5.2, 4.8])  # ten of thirteen above 6
DRAWS = np.random.default_rng(22).normal(4.5, 1.3, 10_000)  # 13 % above 6


def test_years_of_faster_growth_are_why_a_growth_that_ten_of_thirteen_reached_is_unlikely_now() -> None:
    found = apart(YEARS, DRAWS, 6.0)
    assert found is not None and found.by == "level"
    assert (found.past, found.now) == (pytest.approx(7.3), pytest.approx(4.5, abs=0.05))
    assert apart(YEARS, DRAWS + 2.4, 6.0) is None, "the same years beside a chance like their share"
    assert apart(-YEARS, -DRAWS, -6.0, sign=-1) == Apart("level", -found.past, -found.now), "where less is better"


def test_years_that_varied_more_are_why_where_their_level_is_the_same() -> None:
    wild = 5.0 + np.array([-8.0, -6.0, -5.0, -4.0, -3.0, 0.0, 3.0, 4.0, 5.0, 6.0, 8.0])
    calm = np.random.default_rng(0).normal(5.0, 0.3, 10_000)
    found = apart(wild, calm, 6.0)
    assert found is not None and found.by == "spread"
    assert found.past == pytest.approx(12.0, abs=2.0) and found.now == pytest.approx(0.77, abs=0.05)
    assert apart(5.0 + (wild - 5.0) / 20.0, calm, 6.0) is None


@given(
    st.lists(st.floats(-20.0, 20.0), max_size=15), st.floats(-20.0, 20.0), st.floats(0.01, 5.0), st.floats(-20.0, 20.0)
)
def test_a_reason_is_given_where_they_contradict_and_only_there(
    years: list[float], centre: float, spread: float, growth: float
) -> None:
    draws = centre + spread * np.linspace(-2.0, 2.0, 401)
    found = apart(np.array(years), draws, growth)
    low, high = proportion_confint(sum(year >= growth for year in years), max(len(years), 1), method="wilson")
    outside = not low - 1e-4 <= np.mean(draws >= growth) <= high + 1e-4
    inside = low + 1e-4 <= np.mean(draws >= growth) <= high - 1e-4
    assert not (found is None and outside and years) and not (found is not None and inside)


# --- base indicators --------------------------------------------------------------------------------


def _link(industry: str, theta: dict[str, float], slope: float, intercept: float = 0.0) -> Coefficients:
    fit = Fit(np.array([intercept, slope]), np.zeros((2, 2)), 0.2)
    return Coefficients(industry, theta, dict.fromkeys(theta, 0), fit, 20, (0.0, 9.0), None, False)


def _base(code: str, spread: float, mean: float = 6.0) -> Outlook:
    rng = np.random.default_rng(len(code))
    draws = rng.normal(0, 1, (4000, 1))
    draws = mean + spread * (draws - draws.mean()) / draws.std()
    return outlook(code, [6.0, 6.0, 6.0], draws)


def test_an_industrys_need_asks_its_base_indicator_by_the_coefficient() -> None:
    where, view, found = demo()
    plan = back_solve(where, view, found, 3.5)
    need, part = plan.needs[1], found.parts[1]
    more = (1 - part.known_weight) * (need.rest - need.rest_expected)  # of the industry's full year, points
    base = _base("agriculture_output", 2.0)
    (said,) = base_needs(
        where,
        view,
        found,
        plan,
        {"gdp_industry": _link("gdp_industry", {base.indicator: 1.0}, 0.5)},
        {base.indicator: base},
    )
    assert said.industries == ("gdp_industry",)
    assert said.full_year - said.expected == pytest.approx(more / 0.5, abs=1e-6)
    assert said.rest == pytest.approx(said.path[0][1])
    assert said.expected + (1 - base.known_weight) * (said.rest - 6.0) == pytest.approx(said.full_year, abs=1e-6)


def test_of_two_base_indicators_the_uncertain_one_gives_more() -> None:
    """Minimise Σ(Δ/σ)² with θ'Δ given: Δ in proportion to θ·σ², here 1·4 : 1·1."""
    where, view, found = demo()
    plan = back_solve(where, view, found, 3.5)
    bases = {
        "agriculture_output": _base("agriculture_output", 2.0),
        "construction_output": _base("construction_output", 1.0),
    }
    said = {
        each.code: each.full_year - each.expected
        for each in base_needs(
            where, view, found, plan, {"gdp_industry": _link("gdp_industry", dict.fromkeys(bases, 0.5), 0.8)}, bases
        )
    }
    assert said["agriculture_output"] / said["construction_output"] == pytest.approx(4.0, rel=1e-3)


def test_an_indicator_that_serves_two_industries_has_one_requirement() -> None:
    where, view, found = demo()
    plan = back_solve(where, view, found, 3.5)
    bases = {
        "agriculture_output": _base("agriculture_output", 2.0),
        "construction_output": _base("construction_output", 1.0),
    }
    links = {
        "gdp_industry": _link("gdp_industry", {"agriculture_output": 1.0}, 0.8),
        "gdp_others": _link("gdp_others", {"agriculture_output": 0.5, "construction_output": 0.5}, 0.5),
    }
    said = {each.code: each for each in base_needs(where, view, found, plan, links, bases)}
    assert set(said) == set(bases)
    for need, part in zip(plan.needs, found.parts, strict=True):
        if need.code in links:
            link = links[need.code]
            more = (1 - part.known_weight) * (need.rest - need.rest_expected) / link.slope
            moved = sum(theta * (said[code].full_year - said[code].expected) for code, theta in link.theta.items())
            assert moved == pytest.approx(more, abs=1e-6)


def test_an_industry_whose_base_indicators_cannot_be_forecast_is_left_out() -> None:
    where, view, found = demo()
    plan = back_solve(where, view, found, 3.5)
    links = {"gdp_finance": _link("gdp_finance", {"loans": 1.0}, 0.4)}
    assert base_needs(where, view, found, plan, links, {}) == []


def test_the_demonstration_city_goes_from_its_target_to_base_indicators_by_the_month() -> None:
    where, view, found = demo()
    plan = back_solve(where, view, found, 3.5)
    link = conversion.estimate(view, where.region, "gdp_industry", Period.parse("2020Q4"))
    assert link is not None
    base = calibrated.fit_predict(where, view, "industry_va", 2020, draws=2000)
    (said,) = base_needs(where, view, found, plan, {"gdp_industry": link}, {"industry_va": base})
    assert [str(period) for period, _ in said.path] == ["2020-10", "2020-11", "2020-12"]
    weights = np.diff(base.weights.cumulative)[-3:]
    known = base.known_weight * float(base.ytd_known.mean())
    assert known + weights @ [growth for _, growth in said.path] == pytest.approx(said.full_year, abs=1e-6)
    assert said.plausible.years == 4


def test_more_of_a_target_is_never_more_plausible() -> None:
    where, view, found = demo()
    plans = [back_solve(where, view, found, target) for target in (3.3, 3.6, 4.0, 4.4)]
    assert [plan.feasible for plan in plans] == [True] * 4
    assert all(a.distance < b.distance for a, b in itertools.pairwise(plans))
    assert all(a.plausible.among_draws <= b.plausible.among_draws for a, b in itertools.pairwise(plans))


def test_a_year_of_which_nothing_is_published_can_be_solved() -> None:
    where, view, _ = demo()
    city = random_city(3, draws=300, known=0)
    plan = back_solve(where, view, replace(city), float(city.total.full_year.mean()) + 0.5)
    assert plan.feasible
    assert [len(need.periods) for need in plan.needs] == [4] * 11
