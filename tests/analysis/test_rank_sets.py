"""Confidence sets for ranks on cases whose truth is known: they cover, where the range of draws does not."""

from __future__ import annotations

import numpy as np
import pytest

from shouguan.analysis.rank_sets import rank_set, rank_sets
from shouguan.analysis.ranking import ranks
from shouguan.core.ytd import Array

WORLDS, DRAWS = 300, 800


def around(truth: Array, spread: float, shared: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return an estimate of known truths, and draws around it with the same errors, shared by all and of each."""

    def errors(size: int) -> Array:
        common = rng.standard_normal((1, size)) * shared
        return np.asarray(common + rng.standard_normal((truth.size, size)) * spread)

    estimate = truth + errors(1)[:, 0]
    return estimate, estimate[:, None] + errors(DRAWS)


def covered(truth: Array, region: int, *, shared: float = 0.0, coverage: float = 0.90) -> tuple[float, float]:
    """Return how often the set, and the range of the draws' ranks at the same level, hold the true rank."""
    rng = np.random.default_rng(7)
    true_rank = 1 + int((truth > truth[region]).sum())
    held, naive = 0, 0
    for _ in range(WORLDS):
        _, draws = around(truth, 1.0, shared, rng)
        best, worst = rank_set(draws, region, coverage=coverage)
        held += best <= true_rank <= worst
        drawn = ranks(draws)[region]
        low, high = np.quantile(drawn, [(1 - coverage) / 2, (1 + coverage) / 2], method="inverted_cdf")
        naive += low <= true_rank <= high
    return held / WORLDS, naive / WORLDS


@pytest.mark.parametrize("shared", [0.0, 5.0], ids=["errors of their own", "a shock that all share"])
@pytest.mark.parametrize(
    "truth",
    [
        pytest.param(np.zeros(8), id="all alike"),
        pytest.param(np.array([0.0, 0, 0, 0, 3, 3, 6, 6]), id="ties in clusters"),
        pytest.param(np.arange(8.0) / 2, id="close together"),
        pytest.param(np.arange(8.0) * 6, id="far apart"),
    ],
)
def test_the_set_of_a_region_holds_its_true_rank_as_often_as_it_says(truth: Array, shared: float) -> None:
    for region in (0, 3, 7):
        held, _ = covered(truth, region, shared=shared)
        assert held >= 0.90 - 3 * np.sqrt(0.9 * 0.1 / WORLDS)


def test_the_range_of_the_draws_ranks_is_no_such_set_where_regions_are_alike() -> None:
    held, naive = covered(np.zeros(8), 0)
    assert naive < 0.60 and held > 0.85


def test_sets_of_all_regions_hold_together() -> None:
    rng = np.random.default_rng(3)
    truth = np.array([0.0, 0, 0, 2, 2, 4])
    true_ranks = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    held = 0
    for _ in range(WORLDS):
        _, draws = around(truth, 1.0, 1.0, rng)
        best, worst = rank_sets(draws, coverage=0.90).T
        held += bool(np.all((best <= true_ranks) & (true_ranks <= worst)))
    assert held / WORLDS >= 0.90 - 3 * np.sqrt(0.9 * 0.1 / WORLDS)


def test_with_two_regions_it_is_the_interval_of_their_difference() -> None:
    # |difference| against the two-sided 95 % quantile of the normal, 1.96 deviations of the difference, √2.
    noise = np.random.default_rng(0).standard_normal((2, 200_000))
    noise -= noise.mean(axis=1, keepdims=True)
    for away, together in ((2.70, True), (2.84, False)):
        draws = noise + np.array([[away], [0.0]])
        assert (rank_set(draws, 0) == (1, 2)) is together
        assert rank_set(draws, 1) == ((1, 2) if together else (2, 2))


def test_a_shock_that_all_share_widens_no_set() -> None:
    rng = np.random.default_rng(1)
    draws = np.arange(5.0)[:, None] * 6 + rng.standard_normal((5, 2000))
    calm = rank_sets(draws)
    assert calm.tolist() == [[5 - at, 5 - at] for at in range(5)]
    assert rank_sets(draws + 50 * rng.standard_normal((1, 2000))).tolist() == calm.tolist()


def test_what_is_out_is_certain_and_equal_figures_share_the_better_rank() -> None:
    known = np.repeat(np.array([[2.0], [3.0], [2.0]]), 50, axis=1)
    assert rank_sets(known).tolist() == [[2, 3], [1, 1], [2, 3]]
    known[2] += np.linspace(-9.0, 9.0, 50)
    assert rank_set(known, 1) == (1, 2)
    assert rank_set(known[:1], 0) == (1, 1)


def test_steps_tell_apart_what_one_step_does_not() -> None:
    """Pairs far apart are taken out, and the quantile among the others is smaller."""
    rng = np.random.default_rng(5)
    noise = rng.standard_normal((12, 4000))
    noise -= noise.mean(axis=1, keepdims=True)
    far = np.concatenate([[0.0, 3.55], np.full(10, 100.0)])
    difference = (noise[0] - noise[1:]) / np.sqrt(2.0)
    single_step = np.quantile(np.abs(difference).max(axis=0), 0.95)
    assert 3.55 / np.sqrt(2.0) < single_step
    assert rank_set(noise + far[:, None], 0) == (12, 12)
