"""The filter of levels: against one big Gaussian, on simulated truth, and on what volatility may know."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from shouguan.core.periods import MONTHLY_FROM_FEBRUARY, QUARTERLY, YearCalendar
from shouguan.core.ytd import Array, period_weights, single_from_ytd, ytd_from_single
from shouguan.data.year_weights import YearWeights
from shouguan.models import draws, lasting, leaning, level, system
from shouguan.models.draws import FREEDOM, outlooks, simulate
from shouguan.models.history import History
from shouguan.models.level import filter_together
from shouguan.models.system import SHOCK_DECAY, TREND, LevelSystem

NAN = np.nan
WEIGHTS = np.array([0.21, 0.45, 0.70, 1.0])
_ROUNDING = 0.1**2 / 12


def past(ytd: Array, weights: Array = WEIGHTS, calendar: YearCalendar = QUARTERLY, region: str = "100000") -> History:
    """Lay out whole years of YTD growth that end with 2020."""
    years = ytd.size // weights.size
    known = np.flatnonzero(np.isfinite(ytd[-weights.size :]))
    return History(
        region=region,
        periods=[period for year in range(2021 - years, 2021) for period in calendar.periods(year)],
        ytd=ytd,
        cumulative=np.tile(weights, years),
        weights=YearWeights(2020, weights, None, None, False),
        known=int(known[-1]) + 1 if known.size else 0,
    )


def truth(
    rng: np.random.Generator,
    regions: int,
    years: int,
    *,
    sigma: Array,
    correlation: float = 0.0,
    shocks: dict[int, float] | None = None,
    ahead: int = 0,
) -> Array:
    """Return YTD growth, unrounded, shape (regions, 4·years), from the model's own recursions.

    The shocks of the last `ahead` periods share a scale with fat tails, as the model says of shocks ahead.
    """
    count = 4 * years
    common = rng.standard_normal((2, count))
    own = rng.standard_normal((regions, 2, count))
    mixed = np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own
    if ahead:
        mixed[:, :, -ahead:] *= np.sqrt(FREEDOM / rng.chisquare(FREEDOM))
    trend = 6.0 + np.cumsum(TREND * sigma[:, None] * mixed[:, 0], axis=1)
    disturbance = np.zeros((regions, count))
    for at, size in (shocks or {}).items():
        disturbance[:, at:] += size * SHOCK_DECAY ** np.arange(count - at)
    base = np.concatenate([np.zeros((regions, 4)), disturbance[:, :-4]], axis=1)
    x = trend + disturbance - base + sigma[:, None] * mixed[:, 1]
    growth = 100 * np.expm1(x / 100)
    return ytd_from_single(growth.reshape(regions, years, 4), WEIGHTS).reshape(regions, count)


def panel(ytd: Array, known: int) -> list[History]:
    """Publish simulated growth, rounded, up to `known` quarters of the last year."""
    published = ytd.round(1)
    published[:, published.shape[1] - 4 + known :] = NAN
    return [past(row, region=f"{index:06d}") for index, row in enumerate(published)]


def joint_loglikelihood(history: History, sigma: float, shock_variance: Array, level_shock_variance: Array) -> float:
    """Write every figure as a sum of independent shocks; their joint density is one Gaussian.

    Shocks in this order: first trend, later trend steps, disturbances of the level, noise, rounding.
    """
    n, size = history.ytd.size, history.size
    rho = SHOCK_DECAY ** (4 / size)
    first = 100 * np.log1p(history.ytd[np.isfinite(history.ytd)][0] / 100)
    step = sigma * np.sqrt(shock_variance)
    spread = np.concatenate([[5.0 * sigma], TREND * step[1:], np.sqrt(level_shock_variance), [sigma], step[1:]])
    spread = np.concatenate([spread, np.full(n, np.sqrt(_ROUNDING))])
    eye = np.eye(spread.size)
    near = np.empty(n)
    for year in range(n // size):
        rows = slice(year * size, (year + 1) * size)
        known = np.flatnonzero(np.isfinite(history.ytd[rows]))
        single = single_from_ytd(history.ytd[rows][known], history.cumulative[rows][known])
        near[rows] = [single[min(int(np.searchsorted(known, k)), known.size - 1)] for k in range(size)]
    trend, level_now = eye[0], np.zeros(spread.size)
    levels: list[Array] = []
    loadings, means = np.empty((n, spread.size)), np.empty(n)
    total, mean_total = np.zeros(spread.size), 0.0
    for t in range(n):
        if t:
            trend = trend + eye[t]
            # Nothing disturbs the level before the second period: the filter starts from none.
            level_now = rho * level_now + eye[n + t]
        levels.append(level_now)
        if t % size == 0:
            total, mean_total, before = np.zeros(spread.size), 0.0, 0.0
        base = levels[t - size] if t >= size else np.zeros(spread.size)
        weight = history.cumulative[t] - before
        before = history.cumulative[t]
        slope = 1 + near[t] / 100
        total = total + weight * slope * (trend + level_now - base + eye[2 * n + t])
        mean_total += weight * (near[t] + slope * (first - 100 * np.log1p(near[t] / 100)))
        loadings[t] = total / history.cumulative[t] + eye[3 * n + t]
        means[t] = mean_total / history.cumulative[t]
    seen = np.isfinite(history.ytd)
    covariance = ((loadings * spread**2) @ loadings.T)[np.ix_(seen, seen)]
    away = (history.ytd - means)[seen]
    _, log_determinant = np.linalg.slogdet(covariance)
    distance = away @ np.linalg.solve(covariance, away)
    return float(-0.5 * (away.size * np.log(2 * np.pi) + log_determinant + distance))


@pytest.mark.parametrize("sigma", [0.1, 0.8, 4.0])
@pytest.mark.parametrize(
    "ytd",
    [
        pytest.param([6.4, 6.3, 6.2, 6.1, -6.8, -1.6, 0.7, 2.3, 18.3, 12.7, 9.8, 8.1], id="complete"),
        pytest.param([6.4, NAN, 6.2, 6.1, -39.3, -19.5, NAN, -5.4, 58.7, 28.7, NAN, NAN], id="holes"),
        pytest.param([NAN, 6.3, 6.2, 6.1, -6.8, -1.6, 0.7, 2.3, NAN, 12.7, 9.8, NAN], id="begins-late"),
    ],
)
def test_the_filter_is_the_joint_gaussian(ytd: list[float], sigma: float) -> None:
    history = past(np.array(ytd))
    shock_variance = np.linspace(1.0, 3.0, 12)
    level_shock_variance = np.where(np.arange(12) == 4, 30.0, 0.2)
    level_shock_variance[0] = 0.0
    found = LevelSystem([history]).run(np.array([sigma]), shock_variance, level_shock_variance[:, None])
    expected = joint_loglikelihood(history, sigma, shock_variance, level_shock_variance)
    assert found.loglikelihood[0] == pytest.approx(expected, abs=1e-6)


def test_the_filter_is_the_joint_gaussian_by_month_too() -> None:
    size = MONTHLY_FROM_FEBRUARY.size
    weights = np.cumsum(MONTHLY_FROM_FEBRUARY.even_weights())
    weights[-1] = 1.0
    ytd = 5.0 + np.random.default_rng(1).normal(0, 1, 2 * size).round(1)
    ytd[[3, 4, 15]] = NAN
    history = past(ytd, weights, MONTHLY_FROM_FEBRUARY)
    level_shock_variance = np.where(np.arange(2 * size) == 11, 50.0, 0.0)
    found = LevelSystem([history]).run(np.array([1.2]), np.ones(2 * size), level_shock_variance[:, None])
    expected = joint_loglikelihood(history, 1.2, np.ones(2 * size), level_shock_variance)
    assert found.loglikelihood[0] == pytest.approx(expected, abs=1e-6)


def test_the_filtered_year_reproduces_what_was_published() -> None:
    history = past(np.array([6.4, 6.3, 6.2, 6.1, -6.8, -1.6, 0.7, 2.3, 18.3, 12.7, 9.8, NAN]))
    state = filter_together([history]).run.filtered_state[:, -1, 0]
    np.testing.assert_allclose((state / history.cumulative)[:11], history.ytd[:11], atol=0.1)


def test_after_a_fall_the_base_comes_back() -> None:
    """Hubei: −39.3 % in the first quarter of 2020 and 58.7 % a year later are one disturbance that faded."""
    rng = np.random.default_rng(3)
    others = truth(rng, 12, 6, sigma=np.full(12, 0.4), shocks={16: -13.0})
    hubei = np.array([*[7.5] * 16, -39.3, -19.5, -10.6, -5.4, 58.7, NAN, NAN, NAN])
    pasts = [*panel(others, 1), past(hubei, region="420000")]
    outlook = outlooks(filter_together(pasts), _DAY, "gdp", "panel", 0, 4000).of("420000", "gdp")
    assert 7.0 < np.median(outlook.full_year) < 20.0  # it closed at 12.9


def test_ordinary_times_are_not_volatile() -> None:
    rng = np.random.default_rng(1)
    found = filter_together(panel(truth(rng, 31, 8, sigma=np.full(31, 0.6)), 3))
    assert np.median(found.volatility_scale) == 1.0
    assert found.volatility_scale.max() < 2.0
    assert found.shock_variance_ahead(2)[1] < 1.5


def test_a_shock_to_all_regions_is_told_from_a_slip_of_one() -> None:
    rng = np.random.default_rng(1)
    ytd = truth(rng, 31, 8, sigma=np.full(31, 0.6))
    slipped = ytd.copy()
    slipped[7, 20:24] -= np.array([12.0, 6.0, 4.0, 3.0])
    shocked = truth(np.random.default_rng(1), 31, 8, sigma=np.full(31, 0.6), shocks={20: -12.0})
    assert filter_together(panel(slipped, 3)).volatility_scale[20] < 2.0
    found = filter_together(panel(shocked, 3))
    assert found.volatility_scale[20] > 50.0
    assert found.volatility_scale[21:].max() < 5.0
    assert found.shock_variance[21] > 3.0


@pytest.mark.parametrize("figure", [1e9, 1000.0, 99.0, 60.0, -60.0, -99.0, -100.0])
@pytest.mark.parametrize("regions", [1, 12])
def test_after_a_figure_beyond_all_others_the_interval_is_wide(regions: int, figure: float) -> None:
    pasts = panel(truth(np.random.default_rng(1), regions, 8, sigma=np.full(regions, 0.6)), 3)
    ordinary = outlooks(filter_together(pasts), _DAY, "gdp", "panel", 0, 2000).outlooks
    pasts[0].ytd[-2] = figure
    after = outlooks(filter_together(pasts), _DAY, "gdp", "panel", 0, 2000).outlooks
    assert after[0].full_year.std() > 1.25 * ordinary[0].full_year.std()
    if not 0.0 < figure < 100.0:  # no level can have it after the quarters before: what they say stands
        assert abs(np.median(after[0].full_year) - np.median(ordinary[0].full_year)) < 2.0
    for calm, other in zip(ordinary[1:], after[1:], strict=True):
        assert abs(np.median(calm.full_year) - np.median(other.full_year)) < 0.3


def test_an_impossible_figure_leaves_those_after_it_as_they_are() -> None:
    pasts = panel(truth(np.random.default_rng(1), 3, 8, sigma=np.full(3, 0.6)), 3)
    expected = np.median(outlooks(filter_together(pasts), _DAY, "gdp", "panel", 0, 2000).outlooks[0].full_year)
    pasts[0].ytd[-4] = pasts[0].ytd[0] = -100.0
    found = outlooks(filter_together(pasts), _DAY, "gdp", "panel", 0, 2000).outlooks[0].full_year
    assert abs(np.median(found) - expected) < 0.5


def test_those_who_publish_later_learn_of_a_shock_from_the_first_alone() -> None:
    ytd = truth(np.random.default_rng(1), 12, 8, sigma=np.full(12, 0.6), shocks={28: -12.0})
    first = panel(ytd.copy(), 1)
    for past in first[1:]:
        past.ytd[28] = NAN
    late = [replace(past, known=0) for past in first[1:]]
    hit = outlooks(filter_together([first[0], *late]), _DAY, "gdp", "panel", 0, 2000).outlooks
    fell, first[0].ytd[28] = first[0].ytd[28], first[0].ytd[27]
    calm = outlooks(filter_together([first[0], *late]), _DAY, "gdp", "panel", 0, 2000).outlooks
    for after, usual in zip(hit[1:], calm[1:], strict=True):
        expected = float(np.median(after.remaining[:, 0]))
        assert fell < expected < np.median(usual.remaining[:, 0]) - 0.5, "on the way to the shock, and not beyond it"
        assert after.full_year.std() > usual.full_year.std()


def test_volatility_never_knows_what_comes_later() -> None:
    ytd = truth(np.random.default_rng(2), 12, 8, sigma=np.full(12, 0.6), shocks={20: -12.0, 27: 8.0})
    whole = panel(ytd, 3)
    cut = panel(ytd.copy(), 3)
    for history in cut:
        history.ytd[24:] = NAN
    # Only the size of the noise is of the whole history, so the comparison is rough where it matters little.
    late, early = filter_together(whole).volatility_scale[:24], filter_together(cut).volatility_scale[:24]
    np.testing.assert_allclose(np.log(late), np.log(early), atol=0.4)
    assert early[20] > 20.0


def test_noise_and_correlation_are_recovered() -> None:
    sigma = np.repeat([0.3, 1.5], 10)
    found = filter_together(panel(truth(np.random.default_rng(5), 20, 40, sigma=sigma, correlation=0.5), 3))
    assert found.sigma[:10].mean() == pytest.approx(0.3, rel=0.3)  # drawn a little to the others'
    assert found.sigma[10:].mean() == pytest.approx(1.5, rel=0.2)
    assert found.correlation == pytest.approx(0.5, abs=0.15)


def coverage(replications: int, known: int) -> float:
    """Return how often the 80 % interval holds the truth when the model itself made the data."""
    rng = np.random.default_rng(20201023)
    inside = []
    for seed in range(replications):
        ytd = truth(rng, 12, 8, sigma=np.full(12, 0.7), correlation=0.2, ahead=4 - known)
        made = outlooks(filter_together(panel(ytd.copy(), known)), _DAY, "gdp", "panel", seed, 1000)
        for row, outlook in zip(ytd, made, strict=True):
            low, high = outlook.interval(0.80)
            inside.append(low <= row[-1] <= high)
    return float(np.mean(inside))


@pytest.mark.parametrize("known", [1, 3])
def test_the_interval_covers_what_it_says_on_its_own_data(known: int) -> None:
    assert coverage(25, known) == pytest.approx(0.82, abs=0.08)


@pytest.mark.long
@pytest.mark.parametrize("known", [1, 2, 3])
def test_the_interval_covers_what_it_says_in_four_thousand_years(known: int) -> None:
    assert coverage(350, known) == pytest.approx(0.82, abs=0.03)  # runs of surprises that are none widen what is ahead


def test_a_region_that_has_not_published_learns_from_those_that_have() -> None:
    ytd = truth(np.random.default_rng(8), 20, 10, sigma=np.full(20, 0.7), correlation=0.8)
    low = panel(ytd - np.where(np.arange(40) == 38, 4.0, 0.0), 3)
    alone = panel(ytd.copy(), 3)
    for history in alone:
        history.ytd[38:] = NAN
    low[0].ytd[38] = NAN
    informed = _of_first(low, known=2)
    ignorant = _of_first(alone, known=2)
    assert np.median(informed) < np.median(ignorant) - 1.0
    assert np.ptp(np.quantile(informed, [0.1, 0.9])) < np.ptp(np.quantile(ignorant, [0.1, 0.9])) * 1.5


def test_a_region_with_nothing_this_year_is_drawn_too() -> None:
    pasts = panel(truth(np.random.default_rng(8), 6, 10, sigma=np.full(6, 0.7), correlation=0.5), 2)
    pasts[0].ytd[-4:] = NAN
    drawn = _of_first(pasts, known=0)
    assert np.isfinite(drawn).all()
    assert drawn.std() > 0.2


def test_draws_of_regions_go_together() -> None:
    ytd = truth(np.random.default_rng(4), 15, 20, sigma=np.full(15, 0.7), correlation=0.7)
    joint = outlooks(filter_together(panel(ytd, 1)), _DAY, "gdp", "panel", 0, 4000)
    correlations = np.asarray(np.corrcoef(joint.full_year))[np.triu_indices(15, 1)]
    assert 0.4 < correlations.mean() < 0.9


def test_draws_close_the_year_by_the_weights() -> None:
    filtered = filter_together(panel(truth(np.random.default_rng(4), 3, 8, sigma=np.full(3, 0.7)), 2))
    for history, (carried, rest) in zip(filtered.pasts, simulate(filtered, 0, 500).values(), strict=True):
        made = carried * WEIGHTS[1] + rest @ period_weights(WEIGHTS)[2:]
        assert np.abs(carried - history.this_year[-1]).max() <= 0.05 + 1e-9
        assert made.shape == (500,)


def test_the_constants_are_those_that_the_document_compares() -> None:
    assert (system.TREND, system.SHOCK_DECAY, level.TAIL_DF) == (0.5, 0.2, 30.0)
    assert (level.VOLATILITY_SPILLOVER, level.VOLATILITY_PERSISTENCE) == (0.5, 0.5)
    assert (system.FIRST_SD, level.SURPRISE, lasting.RUN_DF, lasting.RUN_SPILLOVER, draws.FREEDOM) == (5, 12, 2, 0.5, 6)
    assert (leaning.NEAR, leaning.TO_YTD, leaning.TO_PEERS) == (1.5, (0.5, 0.25), (0.15, 0.15))


def _of_first(pasts: list[History], known: int) -> Array:
    changed = [past(each.ytd, region=each.region) for each in pasts]
    assert changed[0].known == known
    return outlooks(filter_together(changed), _DAY, "gdp", "panel", 0, 4000).outlooks[0].full_year


_DAY = dt.date(2020, 10, 25)
