"""Cumulative algebra: year-to-date (累计) growth, single-period (当期) growth, and what is still needed.

Notation, used in every formula here. `b_q` is the value of period q in the *previous* year;
`W_k = Σ_{q≤k} b_q / Σ b_q` is the share of that year up to period k; `G_k` is published YTD growth
and `g_q` growth of period q alone, both in per cent. Then, exactly,

    G_k · W_k = Σ_{q≤k} g_q · b_q / Σ b_q.

Published growth is rounded to one decimal, so whatever is backed out of it carries a band: a backed-out
figure is never exact, and these functions return the band beside it.
Source: the definition of growth on a fixed base; the chaining of national accounts within one year.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

ROUNDING = 0.05
"""Half of the last published digit of growth, in percentage points."""

Array = npt.NDArray[np.float64]


class Band(NamedTuple):
    """A computed figure and the half-width that rounding of its inputs allows, in the same unit."""

    value: float
    half_width: float


def cumulative_weights(base: npt.ArrayLike) -> Array:
    """Turn the previous year's single-period values into `W_1 … W_n`.

    Parameters
    ----------
    base : array_like, shape (n,)
        Values of each period of the previous year, all positive, any unit.

    Returns
    -------
    ndarray, shape (n,)
        Shares up to each period; the last is exactly 1.

    Raises
    ------
    ValueError
        When a value is not positive and finite.
    """
    values = np.asarray(base, dtype=float)
    if values.ndim != 1 or values.size == 0 or not np.all(np.isfinite(values)) or np.any(values <= 0):
        raise ValueError(f"base values must be positive, one per period; got {values.tolist()}")
    weights = np.cumsum(values) / values.sum()
    weights[-1] = 1.0
    return weights


def period_weights(cumulative: npt.ArrayLike) -> Array:
    """Return the share of each period alone, `w_k = W_k − W_{k−1}`."""
    return np.diff(np.asarray(cumulative, dtype=float), prepend=0.0)


def ytd_from_single(single: npt.ArrayLike, cumulative: npt.ArrayLike) -> Array:
    """Return YTD growth from single-period growth: `G_k = Σ_{q≤k} g_q·w_q / W_k`.

    Parameters
    ----------
    single : array_like, shape (..., k)
        Growth of the first k periods, per cent; leading axes are draws.
    cumulative : array_like, shape (n,), n ≥ k
        Shares up to each period.

    Returns
    -------
    ndarray, shape (..., k)
    """
    growth = np.asarray(single, dtype=float)
    weights = np.asarray(cumulative, dtype=float)[: growth.shape[-1]]
    return np.cumsum(growth * period_weights(weights), axis=-1) / weights


def single_from_ytd(ytd: npt.ArrayLike, cumulative: npt.ArrayLike) -> Array:
    """Return single-period growth from YTD growth: `g_k = (G_k·W_k − G_{k−1}·W_{k−1}) / (W_k − W_{k−1})`.

    Parameters
    ----------
    ytd : array_like, shape (..., k)
        YTD growth of the first k periods, per cent.
    cumulative : array_like, shape (n,), n ≥ k

    Returns
    -------
    ndarray, shape (..., k)
    """
    growth = np.asarray(ytd, dtype=float)
    weights = np.asarray(cumulative, dtype=float)[: growth.shape[-1]]
    contribution = growth * weights
    return np.diff(contribution, axis=-1, prepend=0.0) / period_weights(weights)


def single_band(cumulative: npt.ArrayLike, rounding: float = ROUNDING) -> Array:
    """Return the half-width that rounding gives each backed-out single growth.

    `0.05 · (W_k + W_{k−1}) / (W_k − W_{k−1})`: about 0.3 points for GDP of the fourth quarter and more
    than one point for December investment.
    """
    weights = np.asarray(cumulative, dtype=float)
    before = np.concatenate([[0.0], weights[:-1]])
    return rounding * (weights + before) / (weights - before)


def required_growth(target: float, weight: float, ytd: float, rounding: float = ROUNDING) -> Band:
    """Return the growth that the rest of the year needs for a full-year target.

    `g* = (X − W_k·G_k) / (1 − W_k)`, with the half-width `0.05·W_k/(1 − W_k)` that comes from the
    rounding of `G_k`.

    Parameters
    ----------
    target : float
        Full-year growth X, per cent.
    weight : float
        Share `W_k` of the year already published, in [0, 1).
    ytd : float
        Published YTD growth `G_k`, per cent.

    Raises
    ------
    ValueError
        When nothing of the year is left.

    Examples
    --------
    >>> [round(required_growth(x, 0.72, 2.0).value, 1) for x in (3.0, 3.5, 4.0)]
    [5.6, 7.4, 9.1]
    """
    if not 0.0 <= weight < 1.0:
        raise ValueError(f"the published share must be in [0, 1): nothing is left of the year at {weight}")
    rest = 1.0 - weight
    return Band((target - weight * ytd) / rest, rounding * weight / rest)


def rest_of_year(full_year: float, weight: float, ytd: float, rounding: float = ROUNDING) -> Band:
    """Back out the growth of the rest of a finished year from its full-year and YTD growth.

    The same identity as `required_growth`; here both figures are published, so both are rounded.
    """
    growth = required_growth(full_year, weight, ytd, rounding)
    return Band(growth.value, rounding * (1.0 + weight) / (1.0 - weight))


class Contributions(NamedTuple):
    """What each part adds to a total's growth.

    Attributes
    ----------
    points : ndarray, shape (n,)
        拉动, percentage points: share × growth.
    rate : ndarray, shape (n,)
        贡献率, per cent of the total's growth; NaN where the total does not grow.
    residual : float
        残差, points: the total's published growth less the sum. Always print it, never spread it.
    """

    points: Array
    rate: Array
    residual: float


def contributions(shares: npt.ArrayLike, growth: npt.ArrayLike, total: float) -> Contributions:
    """Split the growth of a total over its parts.

    Parameters
    ----------
    shares : array_like, shape (n,)
        Parts' shares of the total in the same stretch of the previous year, as fractions.
    growth : array_like, shape (n,)
        Parts' growth, per cent.
    total : float
        The total's published growth, per cent.
    """
    points = np.asarray(shares, dtype=float) * np.asarray(growth, dtype=float)
    rate = np.full_like(points, np.nan) if total == 0 else 100.0 * points / total
    return Contributions(points, rate, float(total - points.sum()))
