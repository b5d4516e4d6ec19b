"""The state-space model against arithmetic done another way, simulated truth, and what a day knew."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd
import pytest

from shouguan import observations
from shouguan.errors import DataError
from shouguan.models import statespace
from shouguan.models.history import History
from shouguan.models.statespace import PERSISTENCE, TREND_SHARE, CumulatedGrowth, fit_predict
from shouguan.outlook import Outlook
from shouguan.periods import MONTHLY_FROM_FEBRUARY, QUARTERLY
from shouguan.place import Place, load
from shouguan.weights import YearWeights
from shouguan.ytd import Array

NAN = np.nan
AFTER_Q3 = dt.date(2020, 10, 25)
BEFORE_Q3 = dt.date(2020, 10, 1)
WEIGHTS = np.array([0.21, 0.45, 0.70, 1.0])
OTHER_WEIGHTS = np.array([0.25, 0.48, 0.76, 1.0])
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def nation() -> Place:
    return load("全国")


def forecast(
    place: Place,
    table: pd.DataFrame,
    day: dt.date,
    indicator: str = "gdp",
    year: int = 2020,
    seed: int = 0,
) -> Outlook:
    return fit_predict(place, observations.as_of(table, day), indicator, year, seed=seed)


def growth_rows(table: pd.DataFrame, indicator: str) -> pd.Series:
    return (
        (table["region"] == "100000")
        & (table["indicator"] == indicator)
        & (table["basis"] == "ytd")
        & (table["measure"] == "growth")
    )


def without(table: pd.DataFrame, indicator: str, *periods: str) -> pd.DataFrame:
    return table[~(growth_rows(table, indicator) & table["period"].isin(periods))]


def with_figure(table: pd.DataFrame, period: str, value: float, released_on: str) -> pd.DataFrame:
    """Add a revision of one GDP figure of the nation."""
    row = table[growth_rows(table, "gdp") & (table["period"] == period)].iloc[[0]]
    return pd.concat([table, row.assign(value=value, released_on=pd.Timestamp(released_on))], ignore_index=True)


def brute_force_loglike(ytd: Array, cumulative: Array, sd_gap: float, rho: float) -> float:
    """Write every figure as a sum of independent shocks; its joint density is then one Gaussian.

    The shocks are, in this order: the first trend, the first gap, the trend's and the gap's later
    shocks, and each figure's rounding noise.
    """
    n = ytd.size
    spread = np.concatenate(
        [
            [10.0, sd_gap / np.sqrt(1.0 - rho**2)],
            np.full(n - 1, TREND_SHARE * sd_gap),
            np.full(n - 1, sd_gap),
            np.full(n, 0.1 / np.sqrt(12.0)),
        ]
    )
    shock = np.eye(3 * n)
    trend, gap, level_so_far, before = shock[0], shock[1], np.zeros(3 * n), 1.0
    loadings = np.empty((n, 3 * n))
    for t in range(n):
        if t > 0:
            trend, gap = trend + shock[1 + t], rho * gap + shock[n + t]
        if before == 1.0:  # a new year begins to count
            level_so_far, before = np.zeros(3 * n), 0.0
        level_so_far = level_so_far + (cumulative[t] - before) * (trend + gap)
        loadings[t] = level_so_far / cumulative[t] + shock[2 * n + t]
        before = cumulative[t]
    seen = np.isfinite(ytd)
    away = (ytd - ytd[seen][0])[seen]  # the trend's first mean is the first published figure
    covariance = ((loadings * spread**2) @ loadings.T)[np.ix_(seen, seen)]
    total = gaussian(away, covariance)
    # The first period is burnt: what is left is the density of the others given it.
    return total - gaussian(away[:1], covariance[:1, :1]) if seen[0] else total


def gaussian(away: Array, covariance: Array) -> float:
    _, log_determinant = np.linalg.slogdet(covariance)
    distance = away @ np.linalg.solve(covariance, away)
    return float(-0.5 * (away.size * np.log(2 * np.pi) + log_determinant + distance))


@pytest.mark.parametrize("sd_gap", [0.05, 1.3, 6.0])
@pytest.mark.parametrize(
    "ytd",
    [
        pytest.param([6.4, 6.3, 6.2, 6.1, -6.8, -1.6, 0.7, 2.3], id="complete"),
        pytest.param([6.4, NAN, 6.2, 6.1, -6.8, NAN, NAN, 2.3], id="holes"),
        pytest.param([NAN, 6.3, 6.2, NAN, NAN, -1.6, 0.7, 2.3], id="starts-with-a-hole"),
        pytest.param([6.4, 6.3, 6.2, 6.1, -6.8, NAN, NAN, NAN], id="ends-with-holes"),
    ],
)
def test_loglikelihood_is_that_of_the_joint_gaussian(ytd: list[float], sd_gap: float) -> None:
    figures, cumulative = np.array(ytd), np.concatenate([WEIGHTS, OTHER_WEIGHTS])
    model = CumulatedGrowth(figures, cumulative, 4)
    expected = brute_force_loglike(figures, cumulative, sd_gap, PERSISTENCE)
    assert model.loglike(np.array([sd_gap])) == pytest.approx(expected, abs=1e-6)


def test_a_gap_fades_by_the_quarter_on_a_monthly_calendar_too() -> None:
    size = MONTHLY_FROM_FEBRUARY.size
    year = np.cumsum(MONTHLY_FROM_FEBRUARY.even_weights())
    year[-1] = 1.0
    figures = 5.0 + np.random.default_rng(1).normal(0, 1, 2 * size).round(1)
    figures[[3, 4, 15]] = NAN
    model = CumulatedGrowth(figures, np.tile(year, 2), size)
    expected = brute_force_loglike(figures, np.tile(year, 2), 0.8, PERSISTENCE ** (4 / size))
    assert model.loglike(np.array([0.8])) == pytest.approx(expected, abs=1e-6)


def simulate(rng: np.random.Generator, years: int, sd_gap: float, cumulative: Array) -> Array:
    """Return published YTD growth of whole years, unrounded, from the model's own recursions."""
    trend, gap = 6.0, rng.normal(0, sd_gap / np.sqrt(1 - PERSISTENCE**2))
    ytd = []
    for _ in range(years):
        so_far = before = 0.0
        for weight in cumulative:
            so_far += (weight - before) * (trend + gap)
            ytd.append(so_far / weight)
            before = weight
            trend += rng.normal(0, TREND_SHARE * sd_gap)
            gap = PERSISTENCE * gap + rng.normal(0, sd_gap)
    return np.array(ytd)


@pytest.mark.parametrize("sd_gap", [0.4, 1.0, 3.0])
def test_the_size_of_shocks_is_recovered_from_sixty_years(sd_gap: float) -> None:
    ytd = simulate(np.random.default_rng(20201023), 60, sd_gap, WEIGHTS).round(1)
    fitted = CumulatedGrowth(ytd, np.tile(WEIGHTS, 60), 4).fit(disp=False, cov_type="none")
    assert fitted.params[0] == pytest.approx(sd_gap, rel=0.20)


@pytest.mark.parametrize(
    ("indicator", "day", "known"),
    [
        pytest.param("gdp", AFTER_Q3, 3, id="gdp-after-q3"),
        pytest.param("gdp", BEFORE_Q3, 2, id="gdp-before-q3"),
        pytest.param("fai", AFTER_Q3, 8, id="fai-to-september"),
    ],
)
def test_the_full_year_is_what_is_carried_plus_what_is_drawn(
    nation: Place, indicator: str, day: dt.date, known: int
) -> None:
    outlook = forecast(nation, nation.table, day, indicator)
    cumulative = outlook.weights.cumulative
    assert len(outlook.known) == known
    assert outlook.rest.shape == (statespace.DRAWS, cumulative.size - known)
    share = [cumulative[k] - cumulative[k - 1] for k in range(known, cumulative.size)]
    expected = cumulative[known - 1] * outlook.carried + outlook.rest @ np.array(share)
    np.testing.assert_allclose(outlook.full_year, expected, atol=1e-9)


@pytest.mark.parametrize("indicator", ["gdp", "fai"])
def test_what_is_carried_lies_within_the_rounding_of_the_published_figure(nation: Place, indicator: str) -> None:
    outlook = forecast(nation, nation.table, AFTER_Q3, indicator)
    assert np.abs(outlook.carried - outlook.known_ytd).max() <= 0.05 + 1e-12
    assert outlook.carried.std() > 0, "the figure behind a rounded one is not known exactly"


def test_rows_released_later_change_nothing(nation: Place) -> None:
    everything = forecast(nation, nation.table, AFTER_Q3)
    cut = nation.table[nation.table["released_on"] <= pd.Timestamp(AFTER_Q3)]
    assert len(cut) < len(nation.table)
    revised_next_day = with_figure(nation.table, "2020Q3", 9.9, "2020-10-26")
    for table in (cut, revised_next_day):
        again = forecast(nation, table, AFTER_Q3)
        np.testing.assert_array_equal(again.full_year, everything.full_year)


@pytest.mark.parametrize("period", ["2020Q3", "2020Q1", "2019Q4"])
def test_a_row_released_earlier_changes_the_forecast(nation: Place, period: str) -> None:
    revised = with_figure(nation.table, period, 4.0, "2020-10-24")
    assert forecast(nation, revised, AFTER_Q3).quantile(0.5) != forecast(nation, nation.table, AFTER_Q3).quantile(0.5)


def test_the_same_seed_draws_the_same_and_another_seed_does_not(nation: Place) -> None:
    first, again, other = (forecast(nation, nation.table, AFTER_Q3, seed=seed) for seed in (7, 7, 8))
    np.testing.assert_array_equal(first.full_year, again.full_year)
    assert not np.any(first.rest == other.rest)
    assert first.quantile(0.5) == pytest.approx(other.quantile(0.5), abs=0.05), "a seed moves draws, not the forecast"


def newest(table: pd.DataFrame, figures: int) -> pd.DataFrame:
    """Keep only so many of the nation's newest GDP figures of 2020-10-25."""
    own = growth_rows(table, "gdp")
    kept = sorted(set(table.loc[own & (table["released_on"] <= pd.Timestamp(AFTER_Q3)), "period"]))[-figures:]
    return table[~own | table["period"].isin(kept)]


@pytest.mark.parametrize(
    ("figures", "day", "year", "zh", "en"),
    [
        pytest.param(7, AFTER_Q3, 2020, "只有 7 个", "7 YTD growth figures", id="too-few"),
        pytest.param(99, AFTER_Q3, 2021, "没有 2021 年", "no YTD growth", id="no-figure-in-the-year"),
        pytest.param(99, dt.date(2021, 1, 20), 2020, "已经发布", "already released", id="closed-year"),
    ],
)
def test_what_cannot_be_forecast_is_refused_in_both_languages(
    nation: Place, figures: int, day: dt.date, year: int, zh: str, en: str
) -> None:
    table = newest(nation.table, figures) if day == AFTER_Q3 else nation.table
    with pytest.raises(DataError) as refused:
        forecast(nation, table, day, year=year)
    assert zh in refused.value.zh
    assert en in refused.value.en
    assert "全国" in refused.value.zh
    assert "China" in refused.value.en
    assert not CHINESE.search(refused.value.en)


def test_eight_figures_are_enough(nation: Place) -> None:
    assert np.isfinite(forecast(nation, newest(nation.table, 8), AFTER_Q3).full_year).all()


def test_the_interval_of_october_2020_holds_what_january_published(nation: Place) -> None:
    low, high = forecast(nation, nation.table, AFTER_Q3).interval(0.80)
    assert low <= 2.3 <= high
    assert high - low < 3.0, "an interval that holds everything proves nothing"


def test_the_figure_of_the_quarters_end_moves_the_forecast(nation: Place) -> None:
    before, after = (forecast(nation, nation.table, day) for day in (BEFORE_Q3, AFTER_Q3))
    assert before.known == (-6.8, -1.6)
    assert after.known == (-6.8, -1.6, 0.7)
    assert abs(after.quantile(0.5) - before.quantile(0.5)) > 0.1
    assert np.ptp(after.interval(0.80)) < np.ptp(before.interval(0.80))


def test_a_gap_is_expected_to_fade_by_the_quarter(nation: Place) -> None:
    # After the first quarter of 2020 the gap is wide: what is expected of the quarters left closes on the
    # trend, each step what the persistence leaves of the one before.
    expected = forecast(nation, nation.table, dt.date(2020, 5, 1)).rest.mean(axis=0)
    first, second = np.diff(expected)
    assert first > 1.0
    assert second / first == pytest.approx(PERSISTENCE, abs=0.08)


@pytest.mark.parametrize(
    "missing",
    [
        pytest.param(["2020-06"], id="one-month"),
        pytest.param(["2020-02"], id="the-first"),
        pytest.param(["2020-05", "2020-06", "2020-07", "2020-08"], id="four-in-a-row"),
    ],
)
def test_a_month_that_was_never_published_is_a_gap_not_an_end(nation: Place, missing: list[str]) -> None:
    whole = forecast(nation, nation.table, AFTER_Q3, "fai")
    gappy = forecast(nation, without(nation.table, "fai", *missing), AFTER_Q3, "fai")
    assert [np.isnan(value) for value in gappy.known] == [f"2020-{month:02d}" in missing for month in range(2, 10)]
    assert gappy.known_ytd == whole.known_ytd == 0.8
    assert np.abs(gappy.carried - 0.8).max() <= 0.05 + 1e-12
    assert gappy.quantile(0.5) == pytest.approx(whole.quantile(0.5), abs=1.0)


def test_a_place_that_publishes_every_half_year_can_be_forecast(nation: Place) -> None:
    odd = [f"{year}Q{quarter}" for year in range(2011, 2021) for quarter in (1, 3)]
    outlook = forecast(nation, without(nation.table, "gdp", *odd), BEFORE_Q3)
    assert outlook.known[-1] == -1.6
    low, high = outlook.interval(0.80)
    assert low < -1.6 < high + 10
    assert np.isfinite([low, high]).all()


def coverage(place: Place, monkeypatch: pytest.MonkeyPatch, *, known: int, replications: int, years: int = 10) -> float:
    """Return how often the 80 % interval holds the truth when the model itself made the data."""
    rng = np.random.default_rng(20201023)
    view = observations.as_of(place.table, AFTER_Q3)
    inside = 0
    for seed in range(replications):
        ytd = simulate(rng, years, 1.0, WEIGHTS)
        truth, published = ytd[-1], ytd.round(1)
        published[known - 4 :] = NAN
        past = History(
            periods=[period for year in range(2021 - years, 2021) for period in QUARTERLY.periods(year)],
            ytd=published,
            cumulative=np.tile(WEIGHTS, years),
            weights=YearWeights(2020, WEIGHTS, None, None, False),
            known=known,
        )
        monkeypatch.setattr(statespace, "history", lambda *_, past=past: past)
        low, high = fit_predict(place, view, "gdp", 2020, seed=seed, draws=2000).interval(0.80)
        inside += low <= truth <= high
    return inside / replications


@pytest.mark.parametrize("known", [1, 3])
def test_the_interval_covers_what_it_says_on_its_own_data(
    nation: Place, monkeypatch: pytest.MonkeyPatch, known: int
) -> None:
    assert coverage(nation, monkeypatch, known=known, replications=200) == pytest.approx(0.80, abs=0.06)


@pytest.mark.long
@pytest.mark.parametrize("known", [1, 2, 3])
def test_the_interval_covers_what_it_says_in_a_thousand_years(
    nation: Place, monkeypatch: pytest.MonkeyPatch, known: int
) -> None:
    assert coverage(nation, monkeypatch, known=known, replications=1000) == pytest.approx(0.80, abs=0.03)


def test_a_series_that_hardly_moves_is_no_steadier_than_its_own_rounding(nation: Place) -> None:
    """Ten equal figures have a likelihood that grows without end as the shocks shrink; the floor stops it."""
    flat = nation.table.copy()
    flat.loc[growth_rows(flat, "gdp"), "value"] = 6.0
    low, high = forecast(nation, flat, AFTER_Q3).interval(0.80)
    assert 5.9 < low < 6.0 < high < 6.1
    assert high - low > 0.02
    model = CumulatedGrowth(np.array([6.0, 6.1, 6.0, 6.0]), WEIGHTS, 4)
    assert model.transform_params(np.array([-50.0]))[0] == pytest.approx(0.05)
    assert model.transform_params(model.untransform_params(np.array([0.7])))[0] == pytest.approx(0.7)
