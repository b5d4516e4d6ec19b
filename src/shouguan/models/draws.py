"""Draws of the rest of a year from filtered regions: the same draw of every region goes together."""

from __future__ import annotations

import datetime as dt

import numpy as np

from shouguan.core.ytd import ROUNDING, Array
from shouguan.models import system
from shouguan.models.history import History
from shouguan.models.level import Filtered
from shouguan.models.outlook import Joint, Outlook
from shouguan.models.system import shock_decay

DRAWS = 10_000
FREEDOM = 6.0
"""Degrees of freedom of the scale that one draw of all regions shares: shocks ahead have fat tails."""

_STEEPEST = 150.0  # log points: beyond any growth on record, so that a wild draw stays a number


def simulate(filtered: Filtered, rng: np.random.Generator, draws: int = DRAWS) -> list[tuple[Array, Array]]:
    """Draw how the year of each region goes on.

    Parameters
    ----------
    filtered : Filtered
    rng : Generator
    draws : int

    Returns
    -------
    list of (carried, rest)
        For each region YTD growth at its newest published figure (within its rounding), shape (draws,),
        and growth of each single period after it, shape (draws, periods left), per cent.
    """
    size, now = filtered.pasts[0].size, _now(filtered)
    ahead = size - 1 - now
    shock_variance = filtered.shock_variance_ahead(ahead + 1)
    scale = np.sqrt(FREEDOM / rng.chisquare(FREEDOM, draws))
    shared = [rng.standard_normal((draws, size + 3)), rng.standard_normal((draws, ahead, 2))]
    own_share, all_share = np.sqrt(1.0 - filtered.correlation), np.sqrt(filtered.correlation)
    found = []
    states, covariances = filtered.run.filtered_state[filtered.last].T, filtered.run.filtered_state_cov[filtered.last].T
    for past, mean, covariance, sigma in zip(filtered.pasts, states, covariances, filtered.sigma, strict=True):
        normal, shocks = (all_share * each + own_share * rng.standard_normal(each.shape) for each in shared)
        values, vectors = np.linalg.eigh(covariance)
        root = vectors * np.sqrt(np.clip(values, 0.0, None))
        state = mean + scale[:, None] * (normal @ root.T)
        steps = scale[:, None, None] * shocks * sigma * np.sqrt(shock_variance[1:, None])
        growth = _grow(state, steps, size)
        found.append(_split(past, now, state[:, -1], growth))
    return found


def _now(filtered: Filtered) -> int:
    """Return the position in the year of the newest period that any region has; −1 where none has any."""
    return filtered.last - (filtered.pasts[0].ytd.size - filtered.pasts[0].size)


def _grow(state: Array, steps: Array, size: int) -> Array:
    """Carry the trend and the fading disturbance to the year's end; `steps` are of the trend and of noise."""
    trend, disturbance = state[:, 0], state[:, 1]
    draws, ahead, _ = steps.shape
    growth = np.empty((draws, ahead))
    for step in range(ahead):
        trend = trend + system.TREND * steps[:, step, 0]
        disturbance = shock_decay(size) * disturbance
        base = state[:, size - step]  # the disturbance of the same period a year before
        growth[:, step] = trend + disturbance - base + steps[:, step, 1]
    return 100.0 * np.expm1(np.clip(growth, -_STEEPEST, _STEEPEST) / 100.0)


def _split(past: History, now: int, accumulated: Array, growth: Array) -> tuple[Array, Array]:
    """Return what is carried and the periods after it, where others may have published more than this region."""
    weights, known = past.weights.cumulative, past.known
    if known == now + 1:
        if not known:
            return np.zeros(accumulated.size), growth
        ytd = past.this_year[-1]
        return np.clip(accumulated / weights[now], ytd - ROUNDING, ytd + ROUNDING), growth
    before = past.this_year[-1] * weights[known - 1] if known else 0.0
    unpublished = (accumulated - before) / (weights[now] - (weights[known - 1] if known else 0.0))
    carried = np.full(accumulated.size, past.this_year[-1] if known else 0.0)
    return carried, np.column_stack([*[unpublished] * (now + 1 - known), growth])


def outlooks(filtered: Filtered, as_of: dt.date, indicator: str, model: str, seed: int, draws: int) -> Joint:
    """Draw, and put each region's draws into an Outlook."""
    found = simulate(filtered, np.random.default_rng(seed), draws)
    shock_variance = float(filtered.shock_variance_ahead(2)[1])
    states = filtered.run.filtered_state[filtered.last].T
    return Joint(
        tuple(
            Outlook(
                region=past.region,
                indicator=indicator,
                year=past.weights.year,
                as_of=as_of,
                known=tuple(float(value) for value in past.this_year),
                weights=past.weights,
                carried=carried,
                rest=rest,
                model=model,
                seed=seed,
                unrest=shock_variance,
                parts=_parts(mean, past.size, _now(filtered)),
            )
            for past, mean, (carried, rest) in zip(filtered.pasts, states, found, strict=True)
        )
    )


def _parts(state: Array, size: int, now: int) -> dict[str, tuple[float, ...]]:
    """Split the expected growth of each period after `now` into the trend, what still fades, and the base."""
    ahead = range(size - 1 - now)
    return {
        "trend": tuple(float(state[0]) for _ in ahead),
        "fading": tuple(float(shock_decay(size) ** (step + 1) * state[1]) for step in ahead),
        "base": tuple(float(-state[size - step]) for step in ahead),
    }
