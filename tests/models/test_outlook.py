"""What follows from draws, by hand on an Outlook of a few draws."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from shouguan.core.errors import DataError
from shouguan.core.periods import Period
from shouguan.data.year_weights import YearWeights
from shouguan.models.calibration import Calibration
from shouguan.models.outlook import Joint, Outlook

UNEVEN = (0.20, 0.50, 0.70, 1.0)
EVEN = (0.25, 0.50, 0.75, 1.0)


def outlook(
    known: tuple[float, ...], carried: list[float], rest: list[list[float]], cumulative: tuple[float, ...] = UNEVEN
) -> Outlook:
    """Make an Outlook of GDP; quarters weigh 20, 30, 20 and 30 per cent."""
    return Outlook(
        region="100000",
        indicator="gdp",
        year=2020,
        as_of=dt.date(2020, 10, 25),
        known=known,
        weights=YearWeights(2020, np.array(cumulative), "100000", 2019, False),
        ytd_known=np.array(carried),
        remaining=np.array(rest),
        model="by hand",
        seed=0,
    )


def full_years(*values: float) -> Outlook:
    """Make an Outlook whose draws of the full year are exactly these: all quarters grow and weigh alike."""
    return outlook((0.0, 0.0), list(values), [[value, value] for value in values], EVEN)


def test_paths_accumulate_each_draw_with_the_weights_of_the_year() -> None:
    made = outlook((-6.0, 1.0), [1.0, 0.96], [[5.0, 7.0], [4.0, 2.0]])
    # First draw: (1.0·0.50 + 5.0·0.20)/0.70, then + 7.0·0.30; second likewise.
    np.testing.assert_allclose(made.ytd_paths, [[1.50 / 0.70, 3.60], [1.28 / 0.70, 1.88]])
    np.testing.assert_allclose(made.full_year, [3.60, 1.88])


def test_a_year_that_is_out_already_is_what_was_published() -> None:
    made = outlook((-6.0, 1.0, 2.0, 2.3), [2.26, 2.33], [[], []])
    np.testing.assert_array_equal(made.full_year, [2.26, 2.33])
    np.testing.assert_array_equal(Joint((made,)).full_year, [[2.26, 2.33]])


def test_the_last_period_left_has_one_step() -> None:
    made = outlook((-6.0, 1.0, 2.0), [2.0], [[6.0]])
    np.testing.assert_allclose(made.ytd_paths, [[2.0 * 0.70 + 6.0 * 0.30]])


def test_what_is_known_gives_origin_weight_and_newest_figure() -> None:
    made = outlook((-6.0, 1.0), [1.0], [[5.0, 7.0]])
    assert made.origin == Period(2020, "Q", 2)
    assert made.known_weight == 0.50
    assert made.known_ytd == 1.0


def test_an_interval_leaves_the_same_tail_on_both_sides() -> None:
    made = full_years(*range(101))
    assert made.quantile(0.5) == pytest.approx(50.0)
    assert made.quantile(0.25) == pytest.approx(25.0)
    assert made.interval(0.80) == pytest.approx((10.0, 90.0))
    assert made.interval(0.50) == pytest.approx((25.0, 75.0))


@pytest.mark.parametrize(
    ("draw", "met"),
    [
        pytest.param(3.44, False, id="published-as-3.4"),
        pytest.param(3.4499, False, id="just-under"),
        pytest.param(3.45, True, id="rounds-to-3.5"),
        pytest.param(3.5, True, id="the-target"),
        pytest.param(9.0, True, id="far-above"),
    ],
)
def test_a_target_is_met_by_what_is_published_as_it(draw: float, met: bool) -> None:
    assert full_years(draw).chance(3.5) == float(met)


def test_a_chance_is_the_share_of_draws() -> None:
    made = full_years(3.40, 3.44, 3.46, 3.50)
    assert [made.chance(target) for target in (3.4, 3.5, 3.6)] == [1.0, 0.5, 0.0]


def test_a_negative_target_has_the_same_threshold() -> None:
    made = full_years(-1.56, -1.54, -1.50, -1.0)
    assert made.chance(-1.5) == 0.75


def test_required_growth_is_for_the_target_itself_and_carries_the_rounding_of_what_is_known() -> None:
    made = outlook((-6.0, 1.0, 2.0), [2.0], [[6.0]])
    needed = made.required(3.0)
    assert needed.value == pytest.approx((3.0 - 0.70 * 2.0) / 0.30)
    assert needed.half_width == pytest.approx(0.05 * 0.70 / 0.30)


def joint() -> Joint:
    """Two regions, one of which has published nothing of the year."""
    rng = np.random.default_rng(0)
    known = outlook((-6.8, -1.6, 0.7), [0.7], [[5.0]])
    first = replace(
        known, ytd_known=rng.normal(0.7, 0.02, 500), remaining=rng.normal(5.0, 1.0, (500, 1)), shock_variance_ahead=2.5
    )
    second = replace(
        first,
        region="110000",
        known=(),
        ytd_known=np.zeros(500),
        remaining=rng.normal(5.0, 1.0, (500, 4)),
        shock_variance_ahead=1.0,
    )
    return Joint((first, second))


@pytest.mark.usefixtures("english")
def test_one_of_a_joint_is_found_by_region_and_indicator() -> None:
    made = joint()
    assert made.of("110000", "gdp") is made.outlooks[1]
    with pytest.raises(DataError, match="no outlook of fai"):
        made.of("110000", "fai")


def test_turning_is_unrest_of_a_half_more() -> None:
    assert [each.turning for each in joint()] == [True, False]


@pytest.mark.parametrize("target", [-1.0, 3.0, 8.0])
def test_the_path_to_a_target_adds_up_to_it(target: float) -> None:
    for each in joint():
        weights = np.diff(each.weights.cumulative, prepend=0.0)[len(each.known) :]
        carried = each.known_weight * each.ytd_known.mean()
        assert carried + weights @ each.path_to(target) == pytest.approx(target, abs=1e-9)


@pytest.mark.parametrize("target", [-1.0, 3.0, 8.0, 40.0])
def test_given_a_target_every_draw_ends_there_and_their_mean_is_the_path(target: float) -> None:
    for each in joint():
        given = each.given(target)
        np.testing.assert_allclose(given.full_year, target, atol=1e-9)
        np.testing.assert_allclose(given.ytd_known, each.ytd_known)
        np.testing.assert_allclose(given.remaining.mean(axis=0), each.path_to(target), atol=1e-9)


def test_given_what_the_year_was_expected_to_be_the_way_is_as_expected_and_more_certain() -> None:
    each = joint().outlooks[1]
    given = each.given(float(each.full_year.mean()))
    np.testing.assert_allclose(given.remaining.mean(axis=0), each.remaining.mean(axis=0))
    assert (given.ytd_paths.std(axis=0) <= each.ytd_paths.std(axis=0) + 1e-12).all()


def test_of_draws_that_are_all_the_same_each_period_takes_the_same() -> None:
    made = outlook((-6.0, 1.0), [1.0, 1.0], [[4.0, 2.0], [4.0, 2.0]])
    # The year stands at 0.5 + 0.8 + 0.6 = 1.9; what lacks to 2.9 falls on the half of it that is left.
    np.testing.assert_allclose(made.path_to(2.9), [6.0, 4.0])
    np.testing.assert_allclose(made.given(2.9).full_year, 2.9)


def test_what_is_given_already_can_be_given_again() -> None:
    once = joint().outlooks[1].given(0.0)
    np.testing.assert_allclose(once.given(0.0).remaining, once.remaining, atol=1e-9)
    np.testing.assert_allclose(once.given(1.0).full_year, 1.0)


def test_intervals_on_the_way_are_stretched_and_those_of_the_year_are_not() -> None:
    each = joint().outlooks[1]
    wide = replace(each, on_the_way=(Calibration(2.0, n=40, years=10),) * each.remaining.shape[1])
    before, after = each.ytd_quantiles((0.1, 0.5, 0.9)), wide.ytd_quantiles((0.1, 0.5, 0.9))
    np.testing.assert_allclose(after[:, -1], before[:, -1])
    np.testing.assert_allclose(after[1], before[1])
    np.testing.assert_allclose((after[2] - after[0])[:-1], 2.0 * (before[2] - before[0])[:-1])
    np.testing.assert_array_equal(wide.ytd_paths, each.ytd_paths)


def test_moved_draws_have_the_full_years_they_were_given() -> None:
    for each in joint():
        wanted = each.full_year * 2.0 - 1.0
        np.testing.assert_allclose(each.shifted_to(wanted).full_year, wanted, atol=1e-9)
