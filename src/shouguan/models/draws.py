"""Draws of the rest of a year from filtered regions: the same draw of every region goes together."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from shouguan.core.ytd import ROUNDING, Array
from shouguan.models import system
from shouguan.models.drift import Drift
from shouguan.models.history import History
from shouguan.models.leaning import Ahead, Lean, leans
from shouguan.models.level import Filtered
from shouguan.models.outlook import Joint, Outlook
from shouguan.models.reuse import Kept, made_by
from shouguan.models.system import shock_decay

DRAWS = 10_000
FREEDOM = 6.0
"""Degrees of freedom of the scale that one draw of all regions shares: shocks ahead have fat tails."""

_MOST_KEPT = 64 * 2**20
_STEEPEST = 150.0  # log points: beyond any growth on record, so that a wild draw stays a number


_DRAWN: Kept[tuple[Filtered, dict[int, tuple[Array, Array]]]] = Kept(_MOST_KEPT)
_MADE_BY = __name__, Drift.__module__, Filtered.__module__, system.__name__


class Normals(NamedTuple):
    """What chance is made of, shapes (draws, …): a scale of all shocks, and normals that regions share or own.

    `drift` is a uniform number and a normal one: whether there is a drift and since when, and its size.
    """

    scale: Array
    drift: tuple[Array, Array]
    shared: tuple[Array, Array]
    own: tuple[Array, Array]


def simulate(
    filtered: Filtered, seed: int, draws: int = DRAWS, only: frozenset[str] | None = None
) -> dict[int, tuple[Array, Array]]:
    """Draw how the year of each region goes on.

    Parameters
    ----------
    filtered : Filtered
    seed, draws : int
    only : frozenset of str, optional
        The regions that are wanted.

    Returns
    -------
    dict of int to (carried, rest)
        By its position, of each region: YTD growth at its newest published figure (within its rounding), shape
        (draws,), and growth of each single period after it, shape (draws, periods left), per cent.
    """
    size = filtered.pasts[0].size
    source = _source(seed, draws, size, size - 1 - _now(filtered))
    wanted = [at for at, past in enumerate(filtered.pasts) if only is None or past.region in only]
    return {at: _draw(filtered, at, source.of(at)) for at in wanted}


def _together(filtered: Filtered, seed: int, draws: int, only: frozenset[str]) -> dict[int, tuple[Array, Array]]:
    """Return the draws of some regions. All places of a group ask for the same ones."""
    key = id(filtered), seed, draws, only, made_by(*_MADE_BY)

    def drawn() -> tuple[Filtered, dict[int, tuple[Array, Array]]]:  # which holds what its number stands for
        return filtered, simulate(filtered, seed, draws, only)

    return _DRAWN.made(key, drawn, lambda made: (array for pair in made[1].values() for array in pair))[1]


class _Source:
    """Normals of a seed, one region's after another's; where each begins is kept, for one that is wanted alone."""

    def __init__(self, seed: int, draws: int, size: int, ahead: int) -> None:
        self._shapes = (draws, size + 3), (draws, ahead, 2)
        rng = np.random.default_rng(seed)
        self._scale = np.sqrt(FREEDOM / rng.chisquare(FREEDOM, draws))
        self._shared = self._pair(rng)
        of_drift = rng.spawn(1)[0]
        self._drift = of_drift.random(draws), of_drift.standard_normal(draws)
        self._begins = {0: rng.bit_generator.state}

    def of(self, index: int) -> Normals:
        """Return those of the region at a position."""
        for before in range(max(self._begins), index):
            self._own(before)
        return Normals(self._scale, self._drift, self._shared, self._own(index))

    def _own(self, index: int) -> tuple[Array, Array]:
        rng = np.random.default_rng(0)
        rng.bit_generator.state = self._begins[index]
        own = self._pair(rng)
        self._begins[index + 1] = rng.bit_generator.state
        return own

    def _pair(self, rng: np.random.Generator) -> tuple[Array, Array]:
        return rng.standard_normal(self._shapes[0]), rng.standard_normal(self._shapes[1])


@lru_cache(maxsize=4)
def _source(seed: int, draws: int, size: int, ahead: int) -> _Source:
    return _Source(seed, draws, size, ahead)


@lru_cache(maxsize=4)
def _normals_of(index: int, seed: int, draws: int, size: int, ahead: int) -> Normals:
    """Return the normals of the region at one position alone. Each step of the news asks for the same ones."""
    return _source(seed, draws, size, ahead).of(index)


def _draw(filtered: Filtered, index: int, normals: Normals) -> tuple[Array, Array]:
    """Draw how the year of the region at one position goes on."""
    past, size, now = filtered.pasts[index], filtered.pasts[index].size, _now(filtered)
    shock_variance = filtered.shock_variance_ahead(size - now) * filtered.own_variance_ahead(index, size - now)
    own_share, all_share = np.sqrt(1.0 - filtered.correlation), np.sqrt(filtered.correlation)
    normal, shocks = (
        all_share * shared + own_share * own for shared, own in zip(normals.shared, normals.own, strict=True)
    )
    # Equal eigenvalues leave their vectors open: which triangle is read decides between equally good draws.
    values, vectors = np.linalg.eigh(filtered.run.filtered_state_cov[filtered.last, :, :, index].T)
    root = vectors * np.sqrt(np.clip(values, 0.0, None))
    moved, drift = filtered.drift.draw(index, size - 1 - now, *normals.drift)
    state = filtered.run.filtered_state[filtered.last, :, index] + moved + normals.scale[:, None] * (normal @ root.T)
    steps = normals.scale[:, None, None] * shocks * filtered.sigma[index] * np.sqrt(shock_variance[1:, None])
    steps[:, :, 0] = system.TREND * steps[:, :, 0] + drift
    return _split(past, now, state[:, -1], _grow(state, steps, size))


def _now(filtered: Filtered) -> int:
    """Return the position in the year of the newest period that any region has; −1 where none has any."""
    return filtered.last - (filtered.pasts[0].ytd.size - filtered.pasts[0].size)


def _grow(state: Array, steps: Array, size: int) -> Array:
    """Carry the trend and the fading disturbance to the year's end; `steps` are of the trend and of noise."""
    trend, disturbance = state[:, 0], state[:, 1]
    draws, ahead, _ = steps.shape
    growth = np.empty((draws, ahead))
    for step in range(ahead):
        trend = trend + steps[:, step, 0]
        disturbance = shock_decay(size) * disturbance
        base = state[:, size - step]  # the disturbance of the same period a year before
        growth[:, step] = trend + disturbance - base + steps[:, step, 1]
    return 100.0 * np.expm1(np.clip(growth, -_STEEPEST, _STEEPEST) / 100.0)


def _split(past: History, now: int, accumulated: Array, growth: Array) -> tuple[Array, Array]:
    """Return what is carried and the periods after it, where others may have published more than this region."""
    weights, known = past.weights.cumulative, past.known
    if _is_doubted(past):
        carried = accumulated / weights[now]
        return carried, np.column_stack([*[carried] * (now + 1 - known), growth])
    if known == now + 1:
        if not known:
            return np.zeros(accumulated.size), growth
        ytd = past.this_year[-1]
        return np.clip(accumulated / weights[now], ytd - ROUNDING, ytd + ROUNDING), growth
    before = past.this_year[-1] * weights[known - 1] if known else 0.0
    unpublished = (accumulated - before) / (weights[now] - (weights[known - 1] if known else 0.0))
    carried = np.full(accumulated.size, past.this_year[-1] if known else 0.0)
    return carried, np.column_stack([*[unpublished] * (now + 1 - known), growth])


def _is_doubted(past: History) -> bool:
    """Return whether what the year has accumulated is what the filter makes of it, and not what was published."""
    return system.doubted(past.this_year, past.weights.cumulative[: past.known])


def outlooks(
    filtered: Filtered,
    as_of: dt.date,
    indicator: str,
    model: str,
    seed: int,
    draws: int,
    *,
    only: str | frozenset[str] | None = None,
) -> Joint:
    """Draw, and put each region's draws into an Outlook.

    Parameters
    ----------
    only : str or frozenset of str, optional
        The one region that is wanted, or the regions: the draws are those that each has among all.
    """
    size, ahead = filtered.pasts[0].size, filtered.pasts[0].size - 1 - _now(filtered)
    if only is None:
        drawn = simulate(filtered, seed, draws)
    elif not isinstance(only, str):
        drawn = _together(filtered, seed, draws, only)
    else:
        index = [past.region for past in filtered.pasts].index(only)
        drawn = {index: _draw(filtered, index, _normals_of(index, seed, draws, size, ahead))}
    shock_variance = float(filtered.shock_variance_ahead(2)[1])
    state, drift = _expected(filtered)
    return Joint(
        tuple(
            Outlook(
                region=past.region,
                indicator=indicator,
                year=past.weights.year,
                as_of=as_of,
                known=tuple(float(value) for value in past.this_year),
                weights=past.weights,
                ytd_known=carried,
                remaining=rest,
                model=model,
                seed=seed,
                shock_variance_ahead=shock_variance,
                parts=_parts(state[:, index], drift[:, index], size),
            )
            for index, (carried, rest) in drawn.items()
            for past in (filtered.pasts[index],)
        ),
        correlation=(filtered.correlation, filtered.correlation_ahead(ahead)),
        leans=leaning_of(filtered),
    )


def leaning_of(filtered: Filtered) -> dict[str, Lean]:
    """Return how the full year of each region would lean, by region code; without a draw."""
    return leans(_ahead(filtered))


def _ahead(filtered: Filtered) -> dict[str, Ahead]:
    """Return what is expected of each region's rest of the year, without a draw."""
    size, now = filtered.pasts[0].size, _now(filtered)
    expected, drift = _expected(filtered)
    state = expected.T
    growth = _grow(state, np.stack([drift.T, np.zeros_like(drift.T)], axis=2), size)
    found = {}
    for index, past in enumerate(filtered.pasts):
        weights, known = past.weights.cumulative, past.known
        weight, ytd = (float(weights[known - 1]), float(past.this_year[-1])) if known else (0.0, 0.0)
        accumulated = float(state[index, -1]) if now >= 0 else 0.0
        if _is_doubted(past):
            ytd = accumulated / float(weights[now])
        full = accumulated + float(growth[index] @ np.diff(weights, prepend=0.0)[now + 1 :])
        rest = (full - weight * ytd) / (1.0 - weight) if weight < 1.0 else 0.0
        found[past.region] = Ahead(ytd, rest, weight, float(filtered.sigma[index]))
    return found


def _expected(filtered: Filtered) -> tuple[Array, Array]:
    """Return the expected state at the newest period, and the trend's expected steps after it: (…, regions)."""
    moved, drift = filtered.drift.expected(filtered.pasts[0].size - 1 - _now(filtered))
    return filtered.run.filtered_state[filtered.last] + moved, drift


def _parts(state: Array, drift: Array, size: int) -> dict[str, tuple[float, ...]]:
    """Split the expected growth of each period ahead into the trend, what still fades, and the base."""
    ahead = range(drift.size)
    return {
        "trend": tuple((state[0] + np.cumsum(drift)).tolist()),
        "fading": tuple(float(shock_decay(size) ** (step + 1) * state[1]) for step in ahead),
        "base": tuple(float(-state[size - step]) for step in ahead),
    }
