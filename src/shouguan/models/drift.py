r"""A trend that goes on moving: a drift that may have begun in the past year, weighed beside the filter.

The filter takes each step of the trend for the last. A slump that deepens, or a recovery that gathers pace, takes many
steps one way. So next to it stands, for each period s of the past year but the newest, that from s on

    μ_t = μ_{t−1} + η_t + δ·σ·φ^{t−s},   δ ~ N(0, SIZE²),

one δ for all regions. What a drift does to the innovations of a filter that does not know of it, and how far it leaves
the filter's state from the truth, are linear in δ (Willsky and Jones 1976, *IEEE Trans. on Automatic Control* 21), so
no filter runs again: with e_t the effect of δ = 1 on the innovations z_t, both in deviations, R_t their correlation,

    P = Σ e'R⁻¹e,   b = Σ e'R⁻¹z,   δ | s ~ N(b/(P + SIZE⁻²), 1/(P + SIZE⁻²)),

and the figures since s were likelier by (1 + SIZE²·P)^{−1/2}·exp(½·b²/(P + SIZE⁻²)). These odds share the chance among
the beginnings and none (Harrison and Stevens 1976, *J. of the Royal Statistical Society* B 38); draws take each by its
chance. Only published figures count, those of other regions' as much as their correlation in the period leaves.

Priors, fixed before any run: one year in five has a drift, of one size of the noise a period; three quarters are left
after a quarter. docs/method.md has what it brings, and what larger and longer ones cost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from shouguan.core.ytd import Array
from shouguan.models.system import LevelSystem, Run

CHANCE = 0.2
"""That a drift has begun within the past year."""
SIZE = 1.0
"""Deviation of δ: what the trend moves by in the drift's first period, in units of the noise."""
DECAY = 0.75
"""φ: what is left of a drift after a quarter."""


@dataclass(frozen=True)
class Drift:
    """What figures say of a drift, by when it may have begun; the first is that there is none.

    Attributes
    ----------
    begun : ndarray of int, shape (beginnings,)
        Positions of the periods.
    chance : ndarray, shape (1 + beginnings,)
    mean, deviation : ndarray, shape (1 + beginnings,)
        Of δ.
    state : ndarray, shape (1 + beginnings, states, regions)
        By how much the state at the newest period differs from the filter's where δ is 1, log points.
    steps : ndarray, shape (1 + beginnings, regions)
        By how much the trend moves in the period after, where δ is 1, log points.
    left : float
        φ of one period.
    """

    begun: npt.NDArray[np.intp]
    chance: Array
    mean: Array
    deviation: Array
    state: Array
    steps: Array
    left: float

    def draw(self, index: int, periods: int, uniform: Array, normal: Array) -> tuple[Array, Array]:
        """Draw what the region at `index` adds.

        Parameters
        ----------
        uniform, normal : ndarray, shape (draws,)
            What chance is made of; the same for all regions.

        Returns
        -------
        (state, steps) : tuple of ndarray, shapes (draws, states) and (draws, periods)
            To the state at the newest period, and to the trend's step in each period after it.
        """
        begun = np.minimum(np.searchsorted(np.cumsum(self.chance), uniform, side="right"), self.chance.size - 1)
        size = self.mean[begun] + self.deviation[begun] * normal
        moving = size * self.steps[begun, index]
        return size[:, None] * self.state[begun, :, index], moving[:, None] * self.left ** np.arange(periods)

    def expected(self, periods: int) -> tuple[Array, Array]:
        """Return what is expected of that: shapes (states, regions) and (periods, regions)."""
        size = self.chance * self.mean
        return np.tensordot(size, self.state, axes=1), np.multiply.outer(
            self.left ** np.arange(periods), size @ self.steps
        )


def no_drift(states: int, regions: int) -> Drift:
    """Return that there is none."""
    one, none = np.ones(1), np.zeros(1)
    return Drift(
        np.zeros(0, dtype=np.intp), one, none, none, np.zeros((1, states, regions)), np.zeros((1, regions)), 1.0
    )


def weigh(system: LevelSystem, run: Run, published: npt.NDArray[np.bool_], correlation: Array, last: int) -> Drift:
    """Weigh the drifts that may have begun in the year up to `last`.

    Parameters
    ----------
    system : LevelSystem
    run : Run
        Of that system.
    published : ndarray of bool, shape (periods, regions)
        Which figures say something.
    correlation : ndarray, shape (periods,)
        Between the innovations of any two regions.
    last : int
        Position of the newest period.
    """
    none = no_drift(run.filtered_state.shape[1], run.sigma.size)
    begun = np.arange(max(1, last - system.size + 1), last)
    if not begun.size:
        return none
    left = DECAY ** (4 / system.size)
    since = np.arange(begun[0], last + 1) - begun[:, None]
    steps = np.where(since >= 0, left ** np.maximum(since, 0), 0.0)
    effect, state = system.unknown_steps(run, int(begun[0]), steps)
    now = slice(int(begun[0]), last + 1)
    deviation = np.sqrt(run.variance[now])
    e = np.where(published[now], effect / deviation, 0.0)
    z = np.where(published[now], run.innovation[now] / deviation, 0.0)
    r, count = correlation[now], published[now].sum(axis=1)
    pooled = r / (1.0 + (np.maximum(count, 1) - 1) * r)
    total = e.sum(axis=2)
    own = np.sum(e * e, axis=2) - pooled * total**2
    told = np.sum(e * z, axis=2) - pooled * total * z.sum(axis=1)
    precision, product = np.sum(own / (1.0 - r), axis=1), np.sum(told / (1.0 - r), axis=1)
    known = precision + SIZE**-2
    odds = np.exp(0.5 * product**2 / known) / np.sqrt(1.0 + SIZE**2 * precision)
    weight = np.append(1.0 - CHANCE, CHANCE / begun.size * odds)
    return replace(
        none,
        begun=begun,
        chance=weight / weight.sum(),
        mean=np.append(0.0, product / known),
        deviation=np.append(0.0, known**-0.5),
        state=np.concatenate([none.state, state]),
        steps=np.concatenate([none.steps, np.multiply.outer(steps[:, -1] * left, run.sigma)]),
        left=left,
    )
