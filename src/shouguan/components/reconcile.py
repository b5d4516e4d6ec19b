"""Reconciliation: figures that must add up are made to, by moving least what is known best.

Minimum-trace reconciliation (Wickramasuriya, Athanasopoulos and Hyndman 2019, *JASA* 114) with cells that
cannot move (Zhang, Kang, Panagiotelis and Li 2023, *European Journal of Operational Research* 308): what is
published has no variance, so nothing of a discrepancy falls on it. For base figures ŷ with covariance W and
constraints C·y = d it is

    ỹ = ŷ − W·C'·(C·W·C')⁻¹·(C·ŷ − d),

with the rows and columns of W that belong to fixed cells set to zero. Applied to joint draws, each draw is
made coherent, and the draws are those of the parts *given* the total (conditioning by kriging).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.linalg import pinvh

from shouguan.core.errors import DataError
from shouguan.core.ytd import Array

COHERENT = 1e-9
"""How far a reconciled figure may be from adding up, in its own unit."""
_ZERO_SCALE = 1e-12


def reconcile(
    base: npt.ArrayLike,
    constraints: npt.ArrayLike,
    covariance: npt.ArrayLike,
    *,
    sums: npt.ArrayLike = 0.0,
    fixed: npt.ArrayLike | None = None,
    names: Sequence[tuple[str, str]] = (),
) -> Array:
    """Return the figures nearest to `base` that add up, in the metric of `covariance`.

    Parameters
    ----------
    base : array_like, shape (..., n)
        Figures to be reconciled; leading axes are draws.
    constraints : array_like, shape (m, n)
        C: each row is a sum that must come out.
    covariance : array_like, shape (n, n)
        W: of the errors of `base`.
    sums : array_like, shape (..., m)
        d: what each row must come to; 0 by default.
    fixed : array_like of bool, shape (n,), optional
        Cells that must not move, for example because they are published.
    names : sequence of (str, str), length m
        What each row is called in Chinese and English, for the message.

    Returns
    -------
    ndarray, shape (..., n)
        Fixed cells are as they were, bit by bit; every row adds up to `COHERENT`.

    Raises
    ------
    DataError
        When fixed cells alone contradict a row; the message names it and the discrepancy.
    """
    figures = np.asarray(base, dtype=float)
    rows = np.asarray(constraints, dtype=float)
    still = np.zeros(rows.shape[1], dtype=bool) if fixed is None else np.asarray(fixed, dtype=bool)
    spread = np.where(still[:, None] | still[None, :], 0.0, np.asarray(covariance, dtype=float))
    scale = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", rows, spread, rows), 0.0))
    unit = np.where(scale > _ZERO_SCALE, scale, 1.0)
    # Rows are brought to one size first: a row of small weights must not pass for one that cannot move.
    gain = spread @ (rows / unit[:, None]).T @ pinvh((rows / unit[:, None]) @ spread @ (rows / unit[:, None]).T)
    coherent = figures.copy()
    for _ in range(2):  # the second pass takes away what rounding left of the first
        coherent = coherent - ((coherent @ rows.T - np.asarray(sums)) / unit) @ gain.T
    coherent[..., still] = figures[..., still]
    _check(np.abs(coherent @ rows.T - np.asarray(sums)), names)
    return coherent


def _check(left: Array, names: Sequence[tuple[str, str]]) -> None:
    worst = left.reshape(-1, left.shape[-1]).max(axis=0)
    broken = [(at, float(size)) for at, size in enumerate(worst) if not size <= COHERENT]
    if not broken:
        return
    names_and_sizes = [(*(names[at] if names else (f"第{at + 1}行", f"row {at + 1}")), size) for at, size in broken]
    raise DataError(
        "已公布的数之间对不上，无法调和：" + "；".join(f"{zh}相差 {size:.4g}" for zh, _, size in names_and_sizes),
        "published figures contradict each other and cannot be reconciled: "
        + "; ".join(f"{en} is off by {size:.4g}" for _, en, size in names_and_sizes),
    )
