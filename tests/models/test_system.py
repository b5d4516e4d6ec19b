"""One pass over all regions against statsmodels' filter, region by region."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shouguan.core.periods import MONTHLY_FROM_FEBRUARY, QUARTERLY, YearCalendar
from shouguan.core.ytd import Array
from shouguan.data.place import load
from shouguan.data.year_weights import YearWeights
from shouguan.models.history import History, histories
from shouguan.models.level import filter_together
from shouguan.models.reference import LevelGrowth
from shouguan.models.system import LevelSystem


def random_panel(calendar: YearCalendar, regions: int, years: int, seed: int) -> list[History]:
    """Lay out regions with weights of their own, figures missing at random, and some that are known roughly."""
    rng = np.random.default_rng(seed)
    periods = [period for year in range(2021 - years, 2021) for period in calendar.periods(year)]
    pasts = []
    for number in range(regions):
        shares = rng.uniform(0.5, 1.5, (years, calendar.size))
        cumulative = np.cumsum(shares, axis=1) / shares.sum(axis=1, keepdims=True)
        ytd = rng.normal(6.0, 4.0, len(periods)).round(1)
        ytd[rng.random(ytd.size) < 0.3] = np.nan
        if number == 0:
            ytd[: 2 * calendar.size] = np.nan  # begins late
        weights = YearWeights(2020, cumulative[-1], None, None, False)
        noise = np.where(rng.random(ytd.size) < 0.1, 0.5, 0.0)
        pasts.append(History(f"{number:06d}", periods, ytd, cumulative.ravel(), weights, 0, noise))
    return pasts


def assert_same(ours: Array, theirs: Array) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)


def assert_as_reference(
    pasts: list[History], sigma: Array, shock_variance: Array, level_shocks: Array, trend_shocks: Array
) -> None:
    run = LevelSystem(pasts).run(sigma, shock_variance, level_shocks, trend_shocks)
    for index, past in enumerate(pasts):
        shocks = level_shocks[:, index], trend_shocks[:, index]
        reference = LevelGrowth(past).run(float(sigma[index]), shock_variance, *shocks)
        assert run.loglikelihood[index] == pytest.approx(reference.llf, rel=1e-9, abs=1e-9)
        assert_same(run.filtered_state[..., index].T, reference.filtered_state)
        assert_same(run.predicted_state[..., index].T, reference.predicted_state[:, :-1])
        for ours, theirs in (
            (run.filtered_state_cov, reference.filtered_state_cov),
            (run.predicted_state_cov, reference.predicted_state_cov[..., :-1]),
        ):
            assert_same(np.moveaxis(ours[..., index], 0, -1), theirs)
        seen = np.isfinite(past.ytd)  # statsmodels leaves zeros where the figure is missing
        assert_same(run.predicted[seen, index], reference.forecasts[0, seen])
        assert_same(run.innovation[seen, index], reference.forecasts_error[0, seen])
        assert_same(run.variance[seen, index], reference.forecasts_error_cov[0, 0, seen])
        assert np.isnan(run.innovation[~seen, index]).all()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("calendar", [QUARTERLY, MONTHLY_FROM_FEBRUARY], ids=["quarters", "months"])
def test_one_pass_over_random_panels_is_statsmodels(calendar: YearCalendar, seed: int) -> None:
    pasts, rng = random_panel(calendar, 7, 5, seed), np.random.default_rng([seed, 1])
    size = pasts[0].ytd.size
    level_shocks, trend_shocks = (
        np.where(rng.random((size, 7)) < 0.2, rng.uniform(0.0, 60.0, (size, 7)), 0.0) for _ in range(2)
    )
    assert_as_reference(pasts, rng.uniform(0.1, 3.0, 7), rng.uniform(1.0, 4.0, size), level_shocks, trend_shocks)


@pytest.mark.parametrize("day", [dt.date(2020, 4, 20), dt.date(2022, 10, 28)], ids=str)
def test_one_pass_over_the_provinces_is_statsmodels(day: dt.date) -> None:
    nation = load("全国")
    pasts = list(histories(nation, nation.as_of(day), "gdp", day.year).values())
    found = filter_together(pasts)
    ordinary = found.run.ordinary / LevelSystem(pasts).loading ** 2
    level_shocks, trend_shocks = (
        (scale[:, None] - 1.0) * ordinary for scale in (found.volatility_scale, found.lasting_scale)
    )
    assert len(pasts) > 30
    assert found.volatility_scale.max() > 10.0, "a panel without 2020 would hold the filter to less"
    assert_as_reference(pasts, found.sigma, found.shock_variance, level_shocks, trend_shocks)
