"""What lasts and what fades: on surprises with a known sum, and on simulated slumps whose end is known."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shouguan.core.periods import MONTHLY_FROM_FEBRUARY
from shouguan.core.ytd import Array, ytd_from_single
from shouguan.data.year_weights import YearWeights
from shouguan.models import lasting, level, naive
from shouguan.models.draws import outlooks
from shouguan.models.history import History
from shouguan.models.lasting import RUN_DF, lasting_scale, shared
from shouguan.models.system import shock_decay

YEARS, SIZE = 8, MONTHLY_FROM_FEBRUARY.size
LAST_YEAR = (YEARS - 1) * SIZE
NOISE = 1.5
SEEDS = range(24)
STAYS = np.ones(SIZE)
FADES = np.array([shock_decay(SIZE) ** month for month in range(SIZE)])
DEEPENS = np.arange(1, SIZE + 1) / 4.5
"""What is left of a shock of 6 to 12 points in its first month and after: the last falls by 1.3 to 2.7 more a month."""


def weights() -> Array:
    even = np.cumsum(MONTHLY_FROM_FEBRUARY.even_weights())
    even[-1] = 1.0
    return even


def slump(seed: int, left: Array, regions: int = 1) -> tuple[Array, int]:
    """Return YTD growth by month, shape (regions, months), which a shock moves in the last year; `left` of it stays.

    The shock comes in the third to seventh figure of the year and is of four to eight deviations.
    """
    rng = np.random.default_rng(seed)
    trend = 5.0 + np.cumsum(rng.normal(0.0, 0.25 * NOISE, (regions, YEARS * SIZE)), axis=1)
    growth = trend + rng.normal(0.0, NOISE, trend.shape)
    at = int(rng.integers(2, 7))
    growth[:, LAST_YEAR + at :] -= rng.uniform(6.0, 12.0) * left[: SIZE - at]
    single = 100.0 * np.expm1(growth / 100.0).reshape(regions, YEARS, SIZE)
    return ytd_from_single(single, weights()).reshape(regions, -1), at


def published(ytd: Array, known: int) -> list[History]:
    figures = ytd.round(1)
    figures[:, LAST_YEAR + known :] = np.nan
    periods = [period for year in range(2021 - YEARS, 2021) for period in MONTHLY_FROM_FEBRUARY.periods(year)]
    this_year = YearWeights(2020, weights(), None, None, False)
    return [
        History(f"{index:06d}", periods, row, np.tile(weights(), YEARS), this_year, known)
        for index, row in enumerate(figures)
    ]


def errors(left: Array, after: int, regions: int = 1) -> tuple[float, float]:
    """Return the mean error of the full year so many figures into a slump: the forecast's, and the last single's."""
    return scores(left, after, SEEDS if regions == 1 else SEEDS[::2], regions)[:2]


def scores(left: Array, after: int, seeds: range, regions: int = 1) -> tuple[float, float, float]:
    """Return those, and how often the 80 % interval held."""
    ours, theirs, held = [], [], []
    for seed in seeds:
        ytd, at = slump(seed, left, regions)
        pasts = published(ytd, at + after)
        joint = outlooks(level.filter_together(pasts), dt.date(2020, 6, 1), "fai", "panel", 0, 500)
        for past, truth, outlook in zip(pasts, ytd[:, -1], joint, strict=True):
            ours.append(abs(float(np.median(outlook.full_year)) - truth))
            theirs.append(abs(naive.carry_last_single(past) - truth))
            low, high = outlook.interval(0.80)
            held.append(low <= truth <= high)
    return float(np.mean(ours)), float(np.mean(theirs)), float(np.mean(held))


def test_one_surprise_says_nothing_of_what_lasts() -> None:
    assert (lasting_scale(np.array([0.0, -50.0, 2.0, -30.0, 0.1])) == 1.0).all()


def test_a_run_says_what_its_products_do() -> None:
    found = lasting_scale(np.array([1.0, -3.0, np.nan, -3.0, -3.0, 4.0]))
    by_hand = [(36.0 - 18.0) / 2 - 2 / np.pi, (81.0 - 27.0) / 3 - 4 / np.pi]
    np.testing.assert_allclose(found[[3, 4]], 1.0 + np.array(by_hand) / (RUN_DF + 1.0))
    assert found[[0, 1, 2, 5]].tolist() == [1.0] * 4


def test_independent_surprises_hardly_move_the_trend() -> None:
    scale = lasting_scale(np.random.default_rng(0).standard_normal(20_000))
    assert np.median(scale) == 1.0
    assert scale.mean() < 1.25


def test_nothing_is_known_of_later_surprises() -> None:
    surprises = np.random.default_rng(1).normal(0.0, 2.0, 60)
    np.testing.assert_array_equal(lasting_scale(surprises)[:40], lasting_scale(surprises[:40]))


def test_the_surprise_that_regions_share_is_a_standard_normal() -> None:
    rng = np.random.default_rng(2)
    regions = np.sqrt(0.3) * rng.standard_normal((20_000, 1)) + np.sqrt(0.7) * rng.standard_normal((20_000, 9))
    regions[rng.random(regions.shape) < 0.3] = np.nan
    found = shared(regions, 0.3)
    assert np.nanstd(found) == pytest.approx(1.0, abs=0.02)
    assert np.isnan(shared(np.full((1, 3), np.nan), 0.3)).all()


@pytest.mark.parametrize("regions", [1, 4])
def test_a_slump_that_lasts_is_taken_up(monkeypatch: pytest.MonkeyPatch, regions: int) -> None:
    ours, _ = errors(STAYS, 3, regions)
    monkeypatch.setattr(lasting, "RUN_DF", np.inf)  # every shock fades
    fading, _ = errors(STAYS, 3, regions)
    assert ours < 0.75 * fading


def test_four_months_into_a_slump_nothing_is_lost_to_the_last_single() -> None:
    ours, last_single = errors(STAYS, 4)
    assert ours < 1.15 * last_single, "which is right by luck here: it holds for good whatever came last"


@pytest.mark.parametrize("after", [1, 2])
def test_a_slump_that_fades_is_not_taken_for_one_that_lasts(after: int) -> None:
    ours, last_single = errors(FADES, after)
    assert ours < 0.75 * last_single


def test_what_lasts_widens_what_is_ahead() -> None:
    ytd, at = slump(3, STAYS)
    before, after = (level.filter_together(published(ytd, known)).shock_variance_ahead(2)[1] for known in (at, at + 3))
    assert after > 1.2 * before


def test_a_slump_that_deepens_is_followed_late() -> None:
    first, _ = errors(DEEPENS, 1)
    ours, last_single = errors(DEEPENS, 4)
    assert ours < 0.4 * first
    assert ours < 1.3 * last_single


@pytest.mark.long
@pytest.mark.parametrize(
    ("left", "after", "to_last_single", "held"),
    [
        pytest.param(STAYS, 2, 2.4, 0.5, id="stays, two months in"),
        pytest.param(STAYS, 3, 1.5, 0.8, id="stays, three"),
        pytest.param(STAYS, 5, 1.0, 0.8, id="stays, five"),
        pytest.param(FADES, 1, 0.4, 0.6, id="fades, one month in"),
        pytest.param(FADES, 3, 1.2, 0.6, id="fades, three"),
        pytest.param(FADES, 5, 1.2, 0.75, id="fades, five"),
        pytest.param(DEEPENS, 1, 1.3, 0.0, id="deepens, one month in: no interval of ours holds it"),
        pytest.param(DEEPENS, 3, 1.4, 0.0, id="deepens, three"),
        pytest.param(DEEPENS, 5, 1.4, 0.15, id="deepens, five"),
    ],
)
def test_slumps_of_each_kind(left: Array, after: int, to_last_single: float, held: float) -> None:
    ours, last_single, share = scores(left, after, range(100, 200))
    assert ours < to_last_single * last_single
    assert share >= held
