"""Reconciliation: by hand, against the joint Gaussian, and with cells that cannot move."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouguan.components.reconcile import COHERENT, reconcile
from shouguan.core.errors import DataError

SUM = [[1.0, 1.0, -1.0]]  # two parts and their total


def test_the_discrepancy_falls_on_each_by_its_variance() -> None:
    # Parts 2 and 3, total 6: one is missing; variances 1, 2 and 1 share it as 1/4, 2/4 and 1/4.
    np.testing.assert_allclose(reconcile([2.0, 3.0, 6.0], SUM, np.diag([1.0, 2.0, 1.0])), [2.25, 3.5, 5.75])


def test_what_is_published_stays_and_the_others_give_way() -> None:
    found = reconcile([2.0, 3.0, 6.0], SUM, np.diag([1.0, 3.0, 9.0]), fixed=[False, False, True])
    np.testing.assert_allclose(found, [2.25, 3.75, 6.0])
    assert found[2] == 6.0


def test_parts_that_move_together_share_by_their_covariance() -> None:
    # Given the total 6: x = (2, 3) + cov·(1, 1)/var(sum)·(6 − 5); var(sum) = 1 + 2·0.5 + 4 = 6.
    covariance = np.array([[1.0, 0.5, 0.0], [0.5, 4.0, 0.0], [0.0, 0.0, 1.0]])
    found = reconcile([2.0, 3.0, 6.0], SUM, covariance, fixed=[False, False, True])
    np.testing.assert_allclose(found[:2], [2.0 + 1.5 / 6, 3.0 + 4.5 / 6])


def test_draws_made_coherent_are_the_draws_of_the_parts_given_the_total() -> None:
    """For Gaussian draws it is the conditional distribution, in mean and covariance (closed form)."""
    rng = np.random.default_rng(3)
    covariance = np.array([[1.0, 0.3], [0.3, 2.0]])
    draws = rng.multivariate_normal([1.0, 2.0], covariance, 200_000)
    found = reconcile(
        np.column_stack([draws, np.full(len(draws), 5.0)]), SUM, np.pad(covariance, (0, 1)), fixed=[0, 0, 1]
    )
    ones = np.ones(2)
    gain = covariance @ ones / (ones @ covariance @ ones)
    np.testing.assert_allclose(found[:, :2].mean(axis=0), np.array([1.0, 2.0]) + gain * 2.0, atol=0.01)
    left = covariance - np.outer(gain, ones @ covariance)
    np.testing.assert_allclose(np.cov(found[:, :2].T), left, atol=0.02)


def test_fixed_cells_that_contradict_a_sum_are_named_with_the_discrepancy() -> None:
    with pytest.raises(DataError, match=r"三次产业相差 1\b") as caught:
        reconcile([2.0, 3.0, 6.0], SUM, np.eye(3), fixed=[True] * 3, names=[("三次产业", "the sectors")])
    assert "the sectors is off by 1" in caught.value.en


def test_fixed_cells_that_agree_are_no_contradiction() -> None:
    np.testing.assert_array_equal(reconcile([2.0, 3.0, 5.0], SUM, np.eye(3), fixed=[True] * 3), [2.0, 3.0, 5.0])


def test_a_sum_of_small_weights_is_met_like_any_other() -> None:
    rows = [[1.0, 1.0, -1.0, 0.0], [0.0, 1e-7, 0.0, -1e-7]]
    found = reconcile([2.0, 3.0, 6.0, 9.0], rows, np.eye(4), fixed=[False, False, True, False])
    assert found[0] + found[1] == pytest.approx(6.0, abs=COHERENT)
    assert found[1] == pytest.approx(found[3], abs=1e-6)


@given(seed=st.integers(0, 2**32 - 1), parts=st.integers(2, 12), sums=st.integers(1, 4))
def test_any_system_comes_out_coherent_and_its_fixed_cells_as_they_were(seed: int, parts: int, sums: int) -> None:
    rng = np.random.default_rng(seed)
    rows = np.column_stack([rng.uniform(-1, 1, (sums, parts)), -np.eye(sums)])  # each sum has a cell of its own
    root = rng.normal(size=(parts + sums, parts + sums))
    covariance = root @ root.T * rng.uniform(1e-4, 1e4)
    base = rng.normal(0, 10, (20, parts + sums))
    fixed = np.concatenate([rng.random(parts) < 0.4, np.zeros(sums, bool)])
    found = reconcile(base, rows, covariance, fixed=fixed)
    assert np.abs(found @ rows.T).max() <= COHERENT
    np.testing.assert_array_equal(found[:, fixed], base[:, fixed])
    np.testing.assert_allclose(reconcile(found, rows, covariance, fixed=fixed), found, atol=1e-8)  # nothing left to do
