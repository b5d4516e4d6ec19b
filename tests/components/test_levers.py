"""What a board of levers answers: worked by hand, its identities, its bounds, and that chances are exact."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouguan.components.levers import TIE, Board, Lever, lever, rest_growth
from shouguan.core.errors import DataError
from shouguan.core.rounding import half_up
from shouguan.data.year_weights import YearWeights
from shouguan.models.outlook import Outlook

A = Lever("gdp_industry", "工业", "Industry", 0.10, 6.0, 2.0, 10.0, 3)
B = Lever("gdp_construction", "建筑业", "Construction", 0.05, 4.0, -1.0, 9.0, 3)
C = Lever("gdp_others", "其他行业", "Other services", 0.15, 2.0, 0.0, 4.0, 3)


def small(levers: tuple[Lever, ...] = (A, B, C)) -> Board:
    """Make a board of eleven draws, 2.0 to 3.0 in steps of 0.1, after 70 % of the year at 2.0 %."""
    return Board(
        indicator="gdp",
        region="999901",
        year=2020,
        known_weight=0.70,
        known_ytd=2.0,
        full_year=np.arange(30.0, 19.0, -1.0) / 10.0,
        levers=levers,
        covariance=np.array([[4.0, 2.0, 0.0], [2.0, 3.0, 0.5], [0.0, 0.5, 1.0]]),
    )


def drawn(parts: int = 11) -> Board:
    """Make a board from draws of parts that move together; the total is what is published, the parts and a rest."""
    rng = np.random.default_rng(20201025)
    share = rng.dirichlet(np.full(parts, 4.0))
    together = rng.standard_normal((5000, 1))
    rest = rng.uniform(-1.0, 9.0, parts) + 1.5 * together + rng.standard_normal((5000, parts))
    levers = tuple(
        Lever(f"part_{n}", f"第{n}项", f"Part {n}", 0.28 * share[n], rest[:, n].mean(), -8.0, 16.0, 3)
        for n in range(parts)
    )
    year = 0.72 * 2.0 + rest @ (0.28 * share) + 0.1 * rng.standard_normal(5000)
    return Board("gdp", "999901", 2020, 0.72, 2.0, year, levers, np.cov(rest.T))


def test_with_nothing_moved_it_is_the_forecast_itself() -> None:
    found = small().answer(2.8)
    assert found.median == 2.5
    assert (found.lower, found.upper) == pytest.approx((2.1, 2.9))
    assert found.gap == pytest.approx(-0.3)
    assert found.chance == 3 / 11, "2.8, 2.9 and 3.0 print as 2.8 or more"
    # (2.8 − 0.70·2.0)/0.30, ± 0.05·0.70/0.30
    assert found.required == pytest.approx((1.4 / 0.3, 0.035 / 0.3))
    # The three give 0.6 + 0.2 + 0.3 = 1.1 points at weight 0.30; 0.3 points are missing: (1.1 + 0.3)/0.30.
    assert found.required_of_others == pytest.approx(1.4 / 0.3)
    assert found.growth.tolist() == [6.0, 4.0, 2.0]
    assert found.points == pytest.approx([0.6, 0.2, 0.3])


def test_a_moved_part_moves_the_year_by_its_weight_and_the_others_stay() -> None:
    found = small().answer(2.8, {"gdp_industry": 8.0})  # two points at weight 0.10
    assert found.median == pytest.approx(2.7)
    assert (found.lower, found.upper) == pytest.approx((2.3, 3.1))
    assert found.gap == pytest.approx(-0.1)
    assert found.chance == 5 / 11, "2.6 to 3.0 are 2.8 to 3.2 now"
    assert found.required == small().answer(2.8).required, "what the whole rest of the year needs is what it was"
    # Construction and the others give 0.5 points at weight 0.20; 0.1 is missing: 0.6/0.20.
    assert found.required_of_others == pytest.approx(3.0)
    assert found.growth == pytest.approx([8.0, 4.0, 2.0])
    assert found.points == pytest.approx([0.8, 0.2, 0.3])


def test_the_others_follow_by_their_regression_on_what_is_moved() -> None:
    found = small().answer(2.8, {"gdp_industry": 8.0}, follow=True)
    # Construction: 2·(2/4) = 1 point more; the others are uncorrelated with industry.
    assert found.growth == pytest.approx([8.0, 5.0, 2.0])
    assert found.median == pytest.approx(2.5 + 0.2 + 0.05)
    # They give 0.25 + 0.3 at weight 0.20; 2.8 − 2.75 is missing.
    assert found.required_of_others == pytest.approx(0.6 / 0.2)


def test_two_moved_parts_are_followed_together() -> None:
    found = small().answer(2.8, {"gdp_others": 3.0, "gdp_industry": 8.0}, follow=True)
    # Σ⁻¹·change with Σ = diag(4, 1): (0.5, 1); construction: 2·0.5 + 0.5·1.
    assert found.growth == pytest.approx([8.0, 5.5, 3.0])


def test_the_order_of_moves_does_not_matter() -> None:
    forth = small().answer(3.0, {"gdp_industry": 8.0, "gdp_others": 1.0}, follow=True)
    back = small().answer(3.0, {"gdp_others": 1.0, "gdp_industry": 8.0}, follow=True)
    assert (forth.median, forth.chance) == (back.median, back.chance)


def test_when_all_are_moved_nothing_is_left_that_could_need_anything() -> None:
    found = small().answer(2.8, {"gdp_industry": 8.0, "gdp_construction": 4.0, "gdp_others": 2.0})
    assert math.isnan(found.required_of_others)
    assert found.median == pytest.approx(2.7)


def test_a_board_without_levers_answers_for_targets() -> None:
    found = replace(small(()), covariance=np.zeros((0, 0))).answer(2.8)
    assert (found.median, found.chance) == (2.5, 3 / 11)
    assert math.isnan(found.required_of_others)


@pytest.mark.parametrize("follow", [False, True])
@pytest.mark.parametrize("parts", [3, 11])
def test_what_is_published_the_parts_and_the_residual_add_up_to_the_year(parts: int, follow: bool) -> None:
    made = drawn(parts)
    first, last = made.levers[0], made.levers[-1]
    for moves in ({}, {first.code: first.high}, {first.code: first.low, last.code: last.high}):
        found = made.answer(4.0, moves, follow=follow)
        total = made.known_weight * made.known_ytd + found.points.sum() + made.residual
        assert total == pytest.approx(found.median, abs=1e-9)
        assert found.points == pytest.approx(made.weights * found.growth)


@pytest.mark.parametrize("follow", [False, True])
def test_if_the_others_grow_as_they_need_to_the_target_is_the_expected_year(follow: bool) -> None:
    made = drawn()
    moves = {made.levers[1].code: made.levers[1].high}
    found = made.answer(4.0, moves, follow=follow)
    others = [n for n, each in enumerate(made.levers) if each.code not in moves]
    weight = made.weights[others]
    lift = found.required_of_others * weight.sum() - weight @ found.growth[others]
    assert found.median + lift == pytest.approx(4.0)


def test_following_agrees_with_the_draws_that_the_covariance_is_of() -> None:
    # The regression is exact where one part is twice another.
    draws = np.random.default_rng(5).normal(3.0, 1.0, 500)
    parts = np.array([draws, 2.0 * draws - 1.0])
    made = replace(small((A, B)), covariance=np.cov(parts))
    found = made.answer(3.0, {"gdp_industry": 7.0}, follow=True)
    assert found.growth == pytest.approx([7.0, 6.0])


@pytest.mark.parametrize(
    ("code", "value", "zh", "en"),
    [
        ("gdp_industry", 10.2, "10.2%；最接近的值：10.0%", "the nearest is 10.0%"),
        ("gdp_industry", 1.8, "1.8%；最接近的值：2.0%", "from 2.0% to 10.0%"),
        ("gdp_construction", -3.0, "建筑业的增速可设为 -1.0% 至 9.0%", "Construction can be set from -1.0% to 9.0%"),
        ("gdp_industry", math.nan, "不能是 nan%", "not to nan%"),
        ("gdp_industry", math.inf, "最接近的值：10.0%", "not to inf%"),
    ],
)
def test_a_value_out_of_bounds_is_refused_with_the_nearest_end(code: str, value: float, zh: str, en: str) -> None:
    with pytest.raises(DataError) as refused:
        small().answer(3.0, {code: value})
    assert zh in refused.value.zh
    assert en in refused.value.en


def test_the_ends_themselves_can_be_set() -> None:
    assert small().answer(3.0, {"gdp_industry": 10.0}).growth[0] == pytest.approx(10.0)
    assert small().answer(3.0, {"gdp_industry": 2.0}).growth[0] == pytest.approx(2.0)


def test_an_unknown_lever_is_refused_with_the_nearest() -> None:
    with pytest.raises(DataError) as refused:
        small().answer(3.0, {"gdp_indusrty": 7.0})
    assert "没有“gdp_indusrty”这一项可调" in refused.value.zh
    assert "gdp_industry" in refused.value.en


def outlook(known: tuple[float, ...], rest: list[list[float]], indicator: str = "gdp_industry") -> Outlook:
    return Outlook(
        region="999901",
        indicator=indicator,
        year=2020,
        as_of=dt.date(2020, 10, 25),
        known=known,
        weights=YearWeights(2020, np.array([0.20, 0.50, 0.70, 1.0]), "999901", 2019, False),
        ytd_known=np.full(len(rest), known[-1]),
        remaining=np.array(rest),
        model="by hand",
        seed=0,
    )


def test_the_rest_of_the_year_is_one_growth_by_the_weights_of_its_periods() -> None:
    # The third quarter weighs 0.20 and the fourth 0.30.
    assert rest_growth(outlook((1.0, 2.0), [[5.0, 10.0], [0.0, -5.0]])) == pytest.approx([8.0, -3.0])


def test_a_lever_weighs_its_share_of_what_is_left_and_reaches_past_its_draws() -> None:
    draws = [[value] for value in np.linspace(0.0, 10.0, 1001)]
    made = lever(outlook((1.0, 2.0, 3.0), draws), 0.32, "工业", "Industry")
    assert (made.code, made.zh, made.en, made.known) == ("gdp_industry", "工业", "Industry", 3)
    assert made.weight == pytest.approx(0.32 * 0.30)
    assert made.expected == pytest.approx(5.0)
    assert (made.low, made.high) == (-1.0, 11.0), "0.05 − 1 and 9.95 + 1, outward to the grid"


def test_a_part_whose_year_is_out_has_no_lever() -> None:
    finished = replace(outlook((1.0, 2.0, 3.0), [[5.0]]), known=(1.0, 2.0, 3.0, 4.0), remaining=np.zeros((1, 0)))
    with pytest.raises(DataError, match="全年增速已发布"):
        lever(finished, 0.32, "工业", "Industry")


# Chances of targets are those of exact arithmetic, and a hundred numbers say them to the printed per cent.

growths = st.floats(-30.0, 30.0, allow_nan=False)
tenths = st.integers(-300, 300).map(lambda tenth: tenth / 10)


draws_on_decimals = st.lists(st.one_of(growths, tenths, tenths.map(lambda t: t - 0.05)), min_size=1, max_size=40)


@given(draws_on_decimals, tenths)
def test_a_chance_counts_the_draws_that_exact_arithmetic_lets_through(draws: list[float], target: float) -> None:
    made = replace(small(), full_year=np.array(draws))
    by_hand = sum(Fraction(draw) >= Fraction(round(100 * target) - 5, 100) - Fraction(TIE) for draw in draws)
    assert made.chance(target) == by_hand / len(draws)


@given(draws_on_decimals, tenths, st.integers(-500, 500).map(lambda n: n / 100))
def test_the_highest_targets_give_the_printed_chance(draws: list[float], target: float, added: float) -> None:
    made = replace(small(), full_year=np.array(draws))
    printed = half_up(100 * made.chance(target, added), 0)
    assert np.sum(made.highest_targets >= target - added - TIE) == printed


@pytest.mark.parametrize("size", [1, 7, 200, 999, 10_000])
def test_the_highest_targets_give_the_printed_chance_of_every_setting(size: int) -> None:
    rng = np.random.default_rng(size)
    made = replace(small(), full_year=rng.normal(3.2, 0.6, size))
    for added in rng.normal(0.0, 0.5, 40):
        for tenth in range(0, 80):
            printed = half_up(100 * made.chance(tenth / 10, added), 0)
            assert np.sum(made.highest_targets >= tenth / 10 - added - TIE) == printed, (tenth, added)


def test_on_real_draws_the_chance_of_every_tenth_is_the_outlooks() -> None:
    draws = np.random.default_rng(11).normal(3.2, 0.6, 10_000)
    made = replace(small(), full_year=draws)
    for tenth in range(0, 80):
        target = tenth / 10
        assert made.chance(target) == np.mean(draws >= target - 0.05), target


@pytest.mark.parametrize(
    ("draw", "target", "met"),
    [
        pytest.param(3.449996, 3.5, False, id="just-below"),
        pytest.param(3.450004, 3.5, True, id="just-over"),
        pytest.param(3.45, 3.5, True, id="on-it"),
        # In binary 3.6 − 0.05 is a last bit above 3.55.
        pytest.param(3.550004, 3.6, True, id="just-over-a-threshold-that-is-no-decimal"),
        pytest.param(1.15, 1.2, True, id="on-another"),
        pytest.param(-0.55, -0.5, True, id="below-nought"),
        pytest.param(-0.550004, -0.5, False, id="just-below-it-below-nought"),
    ],
)
def test_a_draw_meets_a_target_when_it_would_print_as_it(draw: float, target: float, met: bool) -> None:
    assert replace(small(), full_year=np.array([draw])).chance(target) == float(met)


@given(st.lists(tenths, min_size=3, max_size=3), st.integers(-20, 80).map(lambda tenth: tenth / 10))
def test_sums_are_those_of_exact_arithmetic_to_the_printed_digit(set_to: list[float], target: float) -> None:
    wide = tuple(replace(each, low=-30.0, high=30.0) for each in (A, B, C))
    made = small(wide)
    found = made.answer(target, dict(zip([each.code for each in wide], set_to, strict=True)))
    added = sum(
        Fraction(str(each.weight)) * (Fraction(str(value)) - Fraction(str(each.expected)))
        for each, value in zip(wide, set_to, strict=True)
    )
    exact = Fraction(5, 2) + added
    assert abs(Fraction(found.median) - exact) < Fraction(1, 10**12)
    threshold = Fraction(str(target)) - Fraction(1, 20) - added
    assert found.chance == sum(Fraction(tenth, 10) >= threshold for tenth in range(20, 31)) / 11
