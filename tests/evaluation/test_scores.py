"""Scores by hand and against known values."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from shouguan.evaluation import scores
from shouguan.evaluation.backtest import GRID, Forecast


def forecast(
    *,
    truth: float = 0.0,
    centre: float = 0.0,
    spread: float = 1.0,
    year: int = 2020,
    last_year: float | None = None,
    shock_variance: float = 1.0,
    region: str = "110000",
) -> Forecast:
    return Forecast(
        model="panel",
        region=region,
        year=year,
        known=3,
        truth=truth,
        quantiles=[float(q) for q in centre + spread * stats.norm.ppf(GRID)],
        yardsticks={"carry_ytd": centre + 1.0},
        last_year=last_year,
        shock_variance=shock_variance,
        vintage="pseudo",
    )


def test_crps_of_a_standard_normal_at_its_centre() -> None:
    assert scores.crps(forecast()) == pytest.approx(0.23369497725510913, abs=2e-3)


def test_summary_by_hand() -> None:
    found = scores.summary([forecast(truth=1.0), forecast(truth=-3.0)], [])
    assert (found["n"], found["mae"]) == (2, 2.0)
    assert found["rmse"] == pytest.approx(np.sqrt(5), abs=1e-3)
    assert (found["coverage50"], found["coverage80"], found["coverage95"]) == (0.0, 0.5, 0.5)
    width = 2 * stats.norm.ppf(0.9)
    assert found["interval_score80"] == pytest.approx(width + 0.5 * (2 / 0.2) * (3 - width / 2), rel=0.02)
    rule = found["yardsticks"]["carry_ytd"]
    assert rule["mae"] == 2.0
    assert rule["crps"] is None


def test_a_rules_interval_comes_from_its_own_errors_of_earlier_years() -> None:
    earlier = [forecast(truth=k / 10, year=2019) for k in range(-4, 5)]
    later = [forecast(truth=50.0, year=2021) for _ in range(20)]
    now = forecast(truth=0.2)
    rule = scores.summary([now], [*earlier, now, *later])["yardsticks"]["carry_ytd"]
    assert rule["coverage80"] == 1.0
    assert rule["crps"] < 1.0
    assert scores.summary([now], [*earlier[:7], now, *later])["yardsticks"]["carry_ytd"]["crps"] is None


def test_diebold_mariano_is_students_t_over_years() -> None:
    years = np.repeat([2018, 2019, 2020, 2021], 3)
    rng = np.random.default_rng(0)
    ours, theirs = rng.random(12), rng.random(12) + 0.3
    means = np.array([(ours - theirs)[years == year].mean() for year in np.unique(years)])
    statistic, p = scores.diebold_mariano(ours, theirs, years)
    expected = stats.ttest_1samp(means, 0.0)
    assert (statistic, p) == pytest.approx((expected.statistic, expected.pvalue))
    assert np.isnan(scores.diebold_mariano(ours[:6], theirs[:6], years[:6])).all()


def test_brier_and_reliability_by_hand() -> None:
    """Targets at 1.0, 1.5, 2.5 and 3.0 of a certain 2.0: chances 1, 1, 0, 0, all right."""
    sure = forecast(truth=2.0, centre=2.0, spread=1e-6, last_year=2.0)
    assert scores.brier([sure]) == 0.0
    assert [(r["chance"], r["met"], r["n"]) for r in scores.reliability([sure])] == [(0.0, 0.0, 2), (1.0, 1.0, 2)]
    wrong = forecast(truth=0.0, centre=2.0, spread=1e-6, last_year=2.0)
    assert scores.brier([wrong]) == 0.5
    assert np.isnan(scores.brier([forecast()]))


def test_whole_years_are_drawn() -> None:
    good = [forecast(year=year) for year in (2018, 2019) for _ in range(31)]
    bad = [forecast(truth=9.0, year=2020) for _ in range(31)]
    low, high = scores.clustered_coverage([*good, *bad])
    assert (low, high) == (0.0, 1.0)


@pytest.mark.parametrize("truth", [0.0, -1.3, 2.0, 4.0])
def test_the_log_score_is_minus_the_log_density(truth: float) -> None:
    exact = -stats.norm.logpdf(truth)
    assert scores.log_score(forecast(truth=truth)) == pytest.approx(exact, rel=0.02 if abs(truth) < 2.5 else 0.25)


def test_the_log_score_is_best_for_the_width_that_is_true() -> None:
    rng = np.random.default_rng(0)
    truths = rng.normal(0.0, 1.0, 400)
    found = [np.mean([scores.log_score(forecast(truth=t, spread=s)) for t in truths]) for s in (0.5, 1.0, 2.0)]
    assert found[1] < min(found[0], found[2]) - 0.1


def test_the_integral_transform_of_right_forecasts_is_level() -> None:
    truths = np.random.default_rng(1).normal(0.0, 1.0, 2000)
    found = scores.summary([forecast(truth=t) for t in truths], [])["pit"]
    assert found == pytest.approx([0.2] * 5, abs=0.03)
    assert scores.pit(forecast(truth=9.0)) == 1.0
    assert scores.pit(forecast(truth=-9.0)) == 0.0


def test_a_rules_interval_comes_from_years_of_the_same_kind_and_the_nations_from_the_nation() -> None:
    calm = [forecast(truth=1.0 + 0.1 * k, year=2010 + k) for k in range(8)]  # the rule says 1.0
    turning = [forecast(truth=9.0 + k, year=2010 + k, shock_variance=4.0) for k in range(8)]
    nation = [forecast(truth=-5.0 - k, year=2010 + k, region="100000") for k in range(8)]
    past = [*calm, *turning, *nation]

    def width(now: Forecast, record: list[Forecast]) -> float:
        return float(scores.summary([now], [*record, now])["yardsticks"]["carry_ytd"]["interval_score80"])

    now = forecast(truth=1.3, year=2020)
    assert width(now, past) == pytest.approx(width(now, calm))
    shaken = forecast(truth=12.0, year=2020, shock_variance=4.0)
    assert width(shaken, past) == pytest.approx(width(shaken, turning))
    whole = forecast(truth=-8.0, year=2020, region="100000")
    assert width(whole, past) == pytest.approx(width(whole, nation))
    assert width(now, [*calm[:5], *turning]) > 2 * width(now, calm), "too few of its kind: all count"
