"""Calibration: order statistics by hand, order kept, and stated widths corrected."""

from __future__ import annotations

import numpy as np
import pytest

from shouguan.models.calibration import Calibration, Past, learn


def past(year: int, error: float, *, turning: bool = False) -> Past:
    return Past(year, turning, (1.0, 2.0, 3.0), error)


def test_factors_are_order_statistics_shrunk_by_years() -> None:
    """Nine errors 0.2 … 1.8 of one year: ranks ⌈10·0.5⌉ = 5 and ⌈10·0.8⌉ = 8; 0.95 is beyond nine errors."""
    found = learn([past(2019, 0.2 * k) for k in range(1, 10)], turning=False)
    assert found.factors[0] == pytest.approx(1.0 ** (1 / 5))
    assert found.factors[1] == pytest.approx((1.6 / 2.0) ** (1 / 5))
    assert found.factors[2] == found.factors[1]
    assert (found.n, found.years) == (9, 1)
    assert found.attainable == pytest.approx(0.9)


def test_nothing_learned_changes_nothing() -> None:
    values = np.random.default_rng(0).normal(size=101)
    np.testing.assert_allclose(learn([], turning=True).stretch(values), values, atol=1e-12)


def test_only_years_of_the_same_kind_count_once_there_are_three() -> None:
    calm = [past(year, 0.5) for year in (2016, 2017, 2018, 2019)]
    turning = [past(year, 5.0, turning=True) for year in (2020, 2021)]
    assert learn([*calm, *turning], turning=True).years == 6
    assert learn([*calm, *turning, past(2022, 5.0, turning=True)], turning=True).years == 3
    assert learn([*calm, *turning], turning=False).years == 4


@pytest.mark.parametrize("factors", [(2.0, 2.0, 2.0), (0.5, 1.0, 2.0), (2.0, 0.4, 0.4)])
def test_stretching_keeps_the_order_and_the_median(factors: tuple[float, float, float]) -> None:
    values = np.random.default_rng(1).normal(3.0, 1.0, 999)
    stretched = Calibration(factors, 50, 5, 0.98).stretch(values)
    assert np.median(stretched) == pytest.approx(np.median(values))
    assert (np.diff(stretched[np.argsort(values, kind="stable")]) >= 0).all()


def test_intervals_half_as_wide_as_they_should_be_are_mended_with_many_years() -> None:
    rng = np.random.default_rng(2)
    halves = (0.6745, 1.2816, 1.96)
    history = [Past(year, False, halves, abs(rng.normal(0, 2))) for year in range(1960, 2020) for _ in range(30)]
    factors = learn(history, turning=False).factors
    assert factors == pytest.approx((2.0, 2.0, 2.0), rel=0.12)
