r"""Shocks that last: what a run of surprises of one sign says.

A disturbance of the level fades (`shouguan.models.system.SHOCK_DECAY`). Where it does not, what was expected to come
back stays away, and figures miss their forecasts on the same side period after period. With z_t the surprise that
regions share, in deviations, and a run of L periods of one sign up to t,

    τ_t = 1 + max(0, ((Σz)² − Σz²)/L − (L − 1)·2/π) / (ν + 1)

is what the run says together: the products of its surprises, less what signs alone make of independent ones
((E|z|)² = 2/π). One surprise says nothing, however large: it may fade. The surplus τ_t − 1 goes into the trend's step
of the period, beside the disturbance of the level, and the filter shares later figures among the two: what lasts moves
the trend, what fades leaves it. Smoothed errors that show a drift have moved forecasts since Trigg and Leach (1967,
*Operational Research Quarterly* 18).

Prior: ν, that nothing lasts counts as two periods. Only published figures of the period and earlier ones count; what is
read from the months of an open quarter may err the same way twice.
"""

from __future__ import annotations

import math

import numpy as np

from shouguan.core.ytd import Array

RUN_DF = 2.0
"""ν: how many periods' worth of evidence says that a shock fades."""
RUN_SPILLOVER = 0.5
"""How much of the logarithm of τ counts as volatility: the trend has taken up part of the surprise."""


def shared(standardised: Array, correlation: float) -> Array:
    """Return the surprise that regions share in each period, in its own deviations; NaN where none has a figure.

    Parameters
    ----------
    standardised : ndarray, shape (periods, regions)
        Innovations in deviations; NaN where there is no figure.
    correlation : float
        Between those of any two regions.
    """
    known = np.isfinite(standardised)
    count = known.sum(axis=1)
    some = np.maximum(count, 1)
    mean = np.where(known, standardised, 0.0).sum(axis=1) / some
    return np.where(count > 0, mean / np.sqrt(correlation + (1.0 - correlation) / some), np.nan)


def lasting_scale(surprises: Array) -> Array:
    """Return τ_t ≥ 1 of each period; periods without a figure neither end a run nor count.

    Parameters
    ----------
    surprises : ndarray, shape (periods,)
        As `shared` gives them.
    """
    scale = [1.0] * surprises.size
    length, total, squares = 0, 0.0, 0.0
    for t, surprise in enumerate(surprises.tolist()):
        if math.isfinite(surprise):
            if surprise * total <= 0.0:
                length, total, squares = 0, 0.0, 0.0
            length, total, squares = length + 1, total + surprise, squares + surprise**2
            together = (total**2 - squares) / length - (length - 1) * 2.0 / np.pi
            scale[t] = 1.0 + max(0.0, together) / (RUN_DF + 1.0)
    return np.array(scale)
