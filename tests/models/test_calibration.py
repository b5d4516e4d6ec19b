"""Calibration: order statistics by hand, shape kept, stated widths corrected, and each kind of year by its own."""

from __future__ import annotations

import numpy as np
import pytest

from shouguan.core.ytd import ROUNDING
from shouguan.models.calibration import ALIKE, Calibration, Past, learn

NORMAL = (0.6745, 1.2816, 1.96)


def past(year: int, error: float, *, shock_variance: float = 1.0) -> Past:
    return Past(year, shock_variance, (1.0, 2.0, 3.0), error)


def test_the_factor_is_of_order_statistics_shrunk_by_years() -> None:
    """Nine errors 0.2 … 1.8 of one year: ranks ⌈10·0.5⌉ = 5 and ⌈10·0.8⌉ = 8."""
    found = learn([past(2019, 0.2 * k) for k in range(1, 10)], shock_variance=1.0)
    at50, at80 = 1.0 / 1.0, 1.6 / 2.0
    assert found.factor == pytest.approx((at50 * at80) ** (1 / 2 * 1 / 5))
    few = learn([past(2019, 0.2), past(2019, 0.4)], shock_variance=1.0)
    assert few.factor == pytest.approx(0.4 ** (1 / 5)), "two errors say nothing of 80 %"
    assert (found.n, found.years) == (9, 1.0)


@pytest.mark.parametrize("errors", [(0.0, 0.0), (0.0, 0.02), (0.01, 0.049)])
def test_errors_within_half_a_digit_are_no_smaller_than_half_a_digit(errors: tuple[float, float]) -> None:
    """However many years the figure came as said: the interval is what misses of half a digit would make it."""
    halves = (0.06, 0.12, 0.18)
    record = [Past(year, 1.0, halves, errors[year % 2]) for year in range(1960, 2020)]
    at_the_digit = [Past(year, 1.0, halves, ROUNDING) for year in range(1960, 2020)]
    found = learn(record, shock_variance=1.0)
    assert found == learn(at_the_digit, shock_variance=1.0)
    assert found.factor * halves[2] > ROUNDING
    wider = learn([Past(year, 1.0, halves, 2 * ROUNDING) for year in range(1960, 2020)], shock_variance=1.0)
    assert wider.factor > 1.5 * found.factor, "beyond half a digit errors count as they are"


def test_nothing_learned_changes_nothing() -> None:
    values = np.random.default_rng(0).normal(size=101)
    np.testing.assert_allclose(learn([], shock_variance=2.0).stretch(values), values, atol=1e-12)
    assert learn([past(2019, 9.0, shock_variance=1e9)], shock_variance=1.0) == Calibration()


def test_a_year_counts_by_how_alike_its_shock_variance_is() -> None:
    calm = [past(year, 0.5) for year in (2016, 2017, 2018, 2019) for _ in range(9)]
    turning = [past(year, 5.0, shock_variance=5.0) for year in (2020, 2021, 2022) for _ in range(9)]
    assert learn([*calm, *turning], shock_variance=1.0).years == pytest.approx(4.0, abs=0.03)
    assert learn([*calm, *turning], shock_variance=5.0).years == pytest.approx(3.0, abs=0.03)
    assert learn(calm, shock_variance=float(np.exp(ALIKE))).years == pytest.approx(4 * np.exp(-0.5))
    assert learn([*calm, *turning], shock_variance=1.0).factor < 0.8
    assert learn([*calm, *turning], shock_variance=5.0).factor > 1.2
    between = [learn([*calm, *turning], shock_variance=each).factor for each in np.linspace(1.0, 5.0, 400)]
    assert np.abs(np.diff(np.log(between))).max() < 0.5, "no border between the two kinds"


def test_the_factor_does_not_depend_on_the_order_of_the_record() -> None:
    record = [past(2000 + k, 0.3 * k, shock_variance=1.0 + 0.2 * k) for k in range(12)]
    assert learn(record, shock_variance=1.5).factor == pytest.approx(learn(record[::-1], shock_variance=1.5).factor)


def test_stretching_keeps_order_median_and_shape() -> None:
    values = np.random.default_rng(1).standard_t(4, 999)
    stretched = Calibration(0.6, 50, 5.0).stretch(values)
    assert np.median(stretched) == pytest.approx(np.median(values))
    for level in (0.01, 0.25, 0.4, 0.9, 0.99):
        away = np.quantile(stretched, level) - np.median(values)
        assert away == pytest.approx(0.6 * (np.quantile(values, level) - np.median(values)))


@pytest.mark.parametrize("true", [0.5, 2.0])
def test_stated_widths_are_mended_with_many_years(true: float) -> None:
    rng = np.random.default_rng(2)
    record = [Past(year, 1.0, NORMAL, abs(rng.normal(0, true))) for year in range(1960, 2020) for _ in range(30)]
    assert learn(record, shock_variance=1.0).factor == pytest.approx(true, rel=0.12)


def test_each_kind_of_year_gets_the_width_that_it_needs() -> None:
    """Calm years miss by half of what is said, turning ones by half as much again; both are put right."""
    rng = np.random.default_rng(3)
    record, truth = [], {1.0: 0.5, 4.0: 1.5}
    for year in range(1980, 2020):
        shock_variance = 4.0 if year % 3 == 0 else 1.0
        record += [Past(year, shock_variance, NORMAL, abs(rng.normal(0, truth[shock_variance]))) for _ in range(9)]
    for shock_variance, true in truth.items():
        assert learn(record, shock_variance=shock_variance).factor == pytest.approx(true, rel=0.2)
