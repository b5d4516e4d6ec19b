"""Cumulative algebra: identities on random years, the rounding band, and every published single quarter.

The numbers of the worked examples are the arithmetic of the formulas in the module's docstring; the 144
published single quarters are the bureau's own, so they check the algebra from outside.
"""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shouguan.core.indicators import INDUSTRIES
from shouguan.core.periods import Period
from shouguan.core.ytd import (
    ROUNDING,
    Array,
    contributions,
    cumulative_weights,
    period_weights,
    required_growth,
    rest_of_year,
    single_band,
    single_from_ytd,
    ytd_from_single,
)
from shouguan.data import place

LENGTHS = [pytest.param(4, id="quarters"), pytest.param(11, id="months")]
SMALLEST_SHARE = 0.01
GROWTH = st.floats(-100, 100)
W_GDP = [0.22, 0.465, 0.72, 1.0]  # the nation's 2019: 0.2202, 0.4649, 0.7194

PUBLISHED = ("gdp", *INDUSTRIES, "gdp_manufacturing", "gdp_primary", "gdp_secondary", "gdp_tertiary")


@st.composite
def years(draw: st.DrawFn, size: int) -> tuple[Array, Array]:
    """Draw the cumulative shares of a year and its single-period growth."""
    raw = np.array(draw(st.lists(st.floats(0.001, 1), min_size=size, max_size=size)))
    shares = SMALLEST_SHARE + (1 - size * SMALLEST_SHARE) * raw / raw.sum()
    scale = draw(st.sampled_from([1e-3, 1.0, 1e6]))  # base values come in any unit
    growth = np.array(draw(st.lists(GROWTH, min_size=size, max_size=size)))
    return cumulative_weights(shares * scale), growth


def as_published(growth: Array) -> Array:
    """Round to one decimal, as growth is published."""
    return np.round(growth, 1)


@pytest.mark.parametrize("size", LENGTHS)
@given(data=st.data())
def test_singles_come_back_from_the_ytd_growth_they_make(size: int, data: st.DataObject) -> None:
    cumulative, single = data.draw(years(size))
    back = single_from_ytd(ytd_from_single(single, cumulative), cumulative)
    np.testing.assert_allclose(back, single, rtol=0, atol=1e-10)


@pytest.mark.parametrize("size", LENGTHS)
@given(data=st.data())
def test_ytd_growth_comes_back_from_the_singles_it_makes(size: int, data: st.DataObject) -> None:
    cumulative, ytd = data.draw(years(size))
    back = ytd_from_single(single_from_ytd(ytd, cumulative), cumulative)
    np.testing.assert_allclose(back, ytd, rtol=0, atol=1e-10)


@pytest.mark.parametrize("size", LENGTHS)
@given(data=st.data())
def test_ytd_growth_is_the_growth_of_the_sum(size: int, data: st.DataObject) -> None:
    """From levels, without the formula: a year of base values and the same year grown."""
    cumulative, single = data.draw(years(size))
    base = period_weights(cumulative)
    grown = base * (1 + single / 100)
    by_levels = 100 * (np.cumsum(grown) / np.cumsum(base) - 1)
    np.testing.assert_allclose(ytd_from_single(single, cumulative), by_levels, rtol=0, atol=1e-9)


def test_leading_axes_are_draws_and_part_of_a_year_is_enough() -> None:
    draws = np.array([[6.0, 2.0], [-7.0, 3.0], [0.0, 0.0]])
    ytd = ytd_from_single(draws, W_GDP)
    assert ytd.shape == (3, 2)
    for drawn, row in zip(draws, ytd, strict=True):
        np.testing.assert_array_equal(row, ytd_from_single(drawn, W_GDP))
    np.testing.assert_allclose(single_from_ytd(ytd, W_GDP), draws, rtol=0, atol=1e-12)


@pytest.mark.parametrize("size", LENGTHS)
@given(data=st.data())
def test_a_rest_of_the_year_at_the_required_growth_closes_at_the_target(size: int, data: st.DataObject) -> None:
    cumulative, single = data.draw(years(size))
    known = data.draw(st.integers(1, size - 1))
    target = data.draw(GROWTH)
    ytd = ytd_from_single(single, cumulative)
    needed = required_growth(target, float(cumulative[known - 1]), float(ytd[known - 1])).value
    closed = ytd_from_single([*single[:known], *[needed] * (size - known)], cumulative)
    assert closed[-1] == pytest.approx(target, abs=1e-9)


@given(st.floats(0, 0.99), GROWTH, GROWTH, st.floats(-ROUNDING, ROUNDING))
def test_the_band_of_required_growth_holds_whatever_ytd_was_before_rounding(
    weight: float, ytd: float, target: float, off: float
) -> None:
    needed = required_growth(target, weight, ytd)
    truly = required_growth(target, weight, ytd + off).value
    assert abs(truly - needed.value) <= needed.half_width + 1e-9


@pytest.mark.parametrize("size", LENGTHS)
@given(data=st.data())
def test_a_backed_out_single_lies_within_its_rounding_band_of_the_truth(size: int, data: st.DataObject) -> None:
    cumulative, single = data.draw(years(size))
    backed_out = single_from_ytd(as_published(ytd_from_single(single, cumulative)), cumulative)
    assert np.all(np.abs(backed_out - single) <= single_band(cumulative) + 1e-9)


@pytest.mark.parametrize("size", LENGTHS)
@given(data=st.data())
def test_the_rounding_band_is_no_wider_than_the_worst_case(size: int, data: st.DataObject) -> None:
    """Neighbouring YTD figures rounded apart by half a digit each reach the edge of the band."""
    cumulative, single = data.draw(years(size))
    apart = ROUNDING * (-1.0) ** np.arange(size)
    moved = single_from_ytd(ytd_from_single(single, cumulative) + apart, cumulative) - single
    np.testing.assert_allclose(np.abs(moved), single_band(cumulative), rtol=0, atol=1e-9)


@pytest.mark.parametrize("size", LENGTHS)
@given(data=st.data())
def test_the_rest_of_a_finished_year_lies_within_its_band_of_the_truth(size: int, data: st.DataObject) -> None:
    cumulative, single = data.draw(years(size))
    known = data.draw(st.integers(1, size - 1))
    weight = float(cumulative[known - 1])
    published = as_published(ytd_from_single(single, cumulative))
    found = rest_of_year(float(published[-1]), weight, float(published[known - 1]))
    truth = float(np.average(single[known:], weights=period_weights(cumulative)[known:]))
    assert abs(found.value - truth) <= found.half_width + 1e-9


def test_the_rest_of_a_finished_year_of_one_quarter_is_that_quarter() -> None:
    found = rest_of_year(2.3, W_GDP[2], 0.7)
    assert found.value == pytest.approx(single_from_ytd([-6.8, -1.6, 0.7, 2.3], W_GDP)[-1], abs=1e-12)
    assert found.half_width == pytest.approx(single_band(W_GDP)[-1], abs=1e-12)


@given(
    st.lists(st.tuples(st.floats(0, 1), GROWTH), min_size=1, max_size=11),
    st.integers(-1000, 1000).map(lambda tenths: tenths / 10),  # a published figure: one decimal
)
def test_contributions_and_residual_add_up_to_the_total(parts: list[tuple[float, float]], total: float) -> None:
    found = contributions([share for share, _ in parts], [growth for _, growth in parts], total)
    np.testing.assert_allclose(found.points, [share * growth for share, growth in parts])
    assert math.fsum([*found.points, found.residual]) == pytest.approx(total, abs=1e-9)


def test_contribution_rates_are_shares_of_the_totals_growth() -> None:
    found = contributions([0.1, 0.4, 0.5], [3.0, 2.5, 2.0], 2.5)
    assert found.points == pytest.approx([0.3, 1.0, 1.0])
    assert found.rate == pytest.approx([12.0, 40.0, 40.0])
    assert found.residual == pytest.approx(0.2)


def test_contribution_rates_of_a_total_that_does_not_grow_are_none() -> None:
    found = contributions([0.5, 0.5], [1.0, -1.0], 0.0)
    assert found.points == pytest.approx([0.5, -0.5])
    assert np.isnan(found.rate).all()
    assert found.residual == 0.0


@pytest.mark.parametrize(("target", "needed"), [(3.0, 5.6), (3.5, 7.4), (4.0, 9.1)])
def test_worked_example_of_required_growth(target: float, needed: float) -> None:
    found = required_growth(target, 0.72, 2.0)
    assert round(found.value, 1) == needed
    assert found.half_width == pytest.approx(0.05 * 0.72 / 0.28)


def test_a_tenth_of_a_point_of_the_year_costs_more_of_the_last_quarter() -> None:
    dearer = required_growth(3.1, 0.72, 2.0).value - required_growth(3.0, 0.72, 2.0).value
    assert round(dearer, 2) == 0.36


def test_nothing_published_requires_the_target_itself() -> None:
    assert required_growth(5.0, 0.0, 0.0) == (5.0, 0.0)


def test_the_nations_2020_backs_out_to_its_published_single_quarters() -> None:
    view = place.load("全国").as_of(dt.date(2021, 1, 18))
    growth = view.ytd_growth("100000", "gdp")
    values = view.series("100000", "gdp", basis="ytd", measure="value")
    quarters = [Period(2020, "Q", q) for q in (1, 2, 3, 4)]
    assert [growth[q] for q in quarters] == [-6.8, -1.6, 0.7, 2.3]
    cumulative = cumulative_weights(np.diff([values[Period(2019, "Q", q)] for q in (1, 2, 3, 4)], prepend=0.0))
    single = single_from_ytd([growth[q] for q in quarters], cumulative)
    assert [round(float(g), 1) for g in single] == [-6.8, 3.1, 4.9, 6.4]
    published = np.array([3.2, 4.9, 6.5])
    assert np.all(np.abs(single[1:] - published) <= single_band(cumulative)[1:] + ROUNDING)


@pytest.mark.parametrize(
    ("cumulative", "half_width"),
    [
        pytest.param(W_GDP, 0.31, id="GDP of the fourth quarter"),
        pytest.param([0.10, 0.92, 1.0], 1.20, id="investment of December at 8 % of the year"),
    ],
)
def test_the_band_of_the_years_last_period(cumulative: list[float], half_width: float) -> None:
    assert single_band(cumulative)[-1] == pytest.approx(half_width, abs=0.005)


def test_the_first_period_is_published_by_itself_so_its_band_is_plain_rounding() -> None:
    assert single_band(W_GDP)[0] == pytest.approx(ROUNDING)
    assert single_from_ytd([-6.8], W_GDP) == pytest.approx([-6.8])


def singles_outside_the_band(base_shares: Array | None = None) -> tuple[int, list[str]]:
    """Count the published single quarters of 2023–2025 and list those outside the band."""
    view = place.load("全国").as_of(dt.date(2026, 12, 31))
    checked, outside = 0, []
    for code in PUBLISHED:
        ytd = view.ytd_growth("100000", code)
        single = view.series("100000", code, basis="single", measure="growth")
        values = view.series("100000", code, basis="ytd", measure="value")
        for year in (2023, 2024, 2025):
            last_year = np.diff([values[Period(year - 1, "Q", q)] for q in (1, 2, 3, 4)], prepend=0.0)
            cumulative = cumulative_weights(last_year if base_shares is None else base_shares)
            backed_out = single_from_ytd([ytd[Period(year, "Q", q)] for q in (1, 2, 3, 4)], cumulative)
            # the published single is rounded too; 1e-9 is for binary fractions
            allowed = single_band(cumulative) + ROUNDING + 1e-9
            for quarter in (2, 3, 4):
                published = single[Period(year, "Q", quarter)]
                checked += 1
                if abs(backed_out[quarter - 1] - published) > allowed[quarter - 1]:
                    outside.append(f"{code} {year}Q{quarter}: {backed_out[quarter - 1]:.2f} against {published}")
    return checked, outside


def test_all_144_published_single_quarters_lie_inside_the_band() -> None:
    checked, outside = singles_outside_the_band()
    assert checked == 144
    assert outside == []


def test_without_last_years_shares_the_published_single_quarters_are_missed() -> None:
    """The control: with four even quarters the same check fails, so the band is not simply wide."""
    _, outside = singles_outside_the_band(np.ones(4))
    assert len(outside) >= 10


def test_cumulative_weights_are_shares_that_end_at_exactly_one() -> None:
    assert cumulative_weights([1, 2, 3, 4]) == pytest.approx([0.1, 0.3, 0.6, 1.0])
    assert cumulative_weights([0.1] * 11)[-1] == 1.0  # a plain running sum ends elsewhere


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=11))
def test_period_weights_undo_the_accumulation(base: list[float]) -> None:
    assume(min(base) / sum(base) > 1e-6)
    np.testing.assert_allclose(period_weights(cumulative_weights(base)), np.array(base) / sum(base), atol=1e-12)


@pytest.mark.parametrize(
    "base",
    [
        pytest.param([], id="empty"),
        pytest.param([1.0, 0.0, 2.0], id="zero"),
        pytest.param([1.0, -0.1, 2.0], id="negative: a cut-back year"),
        pytest.param([1.0, float("nan"), 2.0], id="missing"),
        pytest.param([1.0, float("inf"), 2.0], id="infinite"),
        pytest.param([[1.0, 2.0], [3.0, 4.0]], id="two years at once"),
        pytest.param(3.0, id="one number"),
    ],
)
def test_base_values_that_are_no_year_are_refused(base: npt.ArrayLike) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        cumulative_weights(base)


@pytest.mark.parametrize("weight", [1.0, 1.5, -0.1, float("nan")])
def test_nothing_left_of_the_year_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="nothing is left of the year"):
        required_growth(3.0, weight, 2.0)
    with pytest.raises(ValueError, match="nothing is left of the year"):
        rest_of_year(3.0, weight, 2.0)
