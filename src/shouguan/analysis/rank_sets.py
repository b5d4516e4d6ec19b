r"""Confidence sets for ranks: which ranks a region may have, for all that its figure may be.

The range of ranks over draws says how the year may rank. As a confidence set it is wrong where regions lie close
together: noise parts what is equal, and the draws around one estimate rank as if it were the truth. Mogstad, Romano,
Shaikh and Wilhelm (2024, *Review of Economic Studies* 91) turn it round: a region is surely behind those that are
better by more than error can explain, and surely ahead of those that are worse by as much,

    R_j = {|N_j⁻| + 1, …, p − |N_j⁺|},   N_j^∓ = {k : (θ̂_j − θ̂_k)/s_jk ≶ ∓c},

with c the quantile of the largest of the studentised differences at once, and s_jk the deviation of a difference.
Pairs told apart are taken out and c is found anew among the rest until none follows (Romano and Wolf 2005,
*Econometrica* 73). The draws around their mean stand for the errors, so that those that regions share cancel.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shouguan.core.ytd import Array

COVERAGE = 0.95
_ALIKE = 1e-12
_Truths = npt.NDArray[np.bool_]


def rank_set(draws: Array, region: int, *, coverage: float = COVERAGE) -> tuple[int, int]:
    """Return the best and the worst rank of one region that its group's draws do not rule out.

    Parameters
    ----------
    draws : ndarray, shape (regions, draws)
        Figures of which more is better.
    region : int
        Its position.
    coverage : float
        How often such sets hold the true rank of this region.

    Returns
    -------
    tuple of int
        Rank 1 is the best; equal figures share the better one.
    """
    better, worse = _told_apart([region], draws, coverage)
    return 1 + int(worse[region].sum()), draws.shape[0] - int(better[region].sum())


def rank_sets(draws: Array, *, coverage: float = COVERAGE) -> Array:
    """Return the best and the worst rank of every region, shape (regions, 2), so that all hold at once."""
    count = draws.shape[0]
    better, worse = _told_apart(range(count), draws, coverage)
    return np.column_stack([1 + worse.sum(axis=1), count - better.sum(axis=1)])


def _told_apart(regions: range | list[int], draws: Array, coverage: float) -> tuple[_Truths, _Truths]:
    """Return which regions of a pair are surely ahead and surely behind, shape (regions, regions), by steps."""
    count = draws.shape[0]
    pairs = np.array(sorted({(min(j, k), max(j, k)) for j in regions for k in range(count) if j != k}))
    better = np.zeros((count, count), dtype=bool)
    if not pairs.size:
        return better, better.copy()
    difference = draws[pairs[:, 0]] - draws[pairs[:, 1]]
    mean, spread = difference.mean(axis=1), difference.std(axis=1)
    certain = spread <= _ALIKE  # two figures that are out
    studentised = np.abs(difference - mean[:, None]) / np.where(certain, 1.0, spread)[:, None]
    away = np.where(certain, np.where(np.abs(mean) > _ALIKE, np.inf, 0.0), np.abs(mean) / np.maximum(spread, _ALIKE))
    apart = certain & np.isinf(away)
    while not (apart | certain).all():
        left = ~(apart | certain)
        critical = np.quantile(studentised[left].max(axis=0), coverage)
        further = left & (away > critical)
        if not further.any():
            break
        apart |= further
    for (j, k), told, ahead in zip(pairs, apart, mean > 0, strict=True):
        if told:
            better[(j, k) if ahead else (k, j)] = True
    return better, better.T
