r"""The system of levels as a Kalman filter, all regions in one pass over time.

`shouguan.models.level` has the equations. The state of a region is its trend, the disturbances of this period and
of the n before, and what the year has accumulated; its figure is the last of these over the share of the year that
is out. All regions have one grid of periods and one form of the transition, so each step over time is done for all
of them at once, with regions as the last axis, and the transition is applied as what it is: disturbances move down
by one, the year accumulates. `shouguan.models.reference` is the same system in statsmodels' filter; tests hold
this one to it.

Timing and names are statsmodels': what stands at t carries the state from t to t + 1, so it holds the weight of
t + 1; `predicted` is before the figure of its period, `filtered` after it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from shouguan.core.ytd import Array, single_from_ytd
from shouguan.models.history import History
from shouguan.models.reuse import Kept, bits

TREND = 0.5
"""Standard deviation of the trend's step, as a share of the noise's."""
SHOCK_DECAY = 0.2
"""What is left of a disturbance of the level after a quarter."""
ROUNDING_VARIANCE = 0.1**2 / 12  # uniform on one decimal
LEAST, MOST = -90.0, 400.0
"""Single growth that a level can have, per cent: it cannot fall below nothing, nor a slip break the logarithm."""
_FARTHEST_DOUBT = 1000.0
FIRST_SD = 5.0
"""Standard deviation around the first published figure, in units of the noise."""
_MOST_KEPT = 64 * 2**20


@dataclass(frozen=True)
class _Steps:
    """A pass over time: what each step was made from, and what it gave."""

    given: Array
    mean: Array
    cov: Array
    state: Array
    state_cov: Array
    variance: Array

    def copy_to(self, other: _Steps) -> int:
        """Copy what steps gave that begin with the same given, bit by bit; return how many."""
        same = (self.given.view(np.int64) == other.given.view(np.int64)).all(axis=1)
        count = same.size if same.all() else int(same.argmin())
        for name in ("state", "state_cov", "variance"):
            getattr(other, name)[:count] = getattr(self, name)[:count]
        for name in ("mean", "cov"):
            getattr(other, name)[1 : count + 1] = getattr(self, name)[1 : count + 1]
        return count


_PASSES: Kept[_Steps] = Kept(_MOST_KEPT)
"""The last pass from each start, for the next that begins like it: new figures change the end of the grid alone."""


def shock_decay(periods_a_year: int) -> float:
    """Return what is left of a disturbance after one period."""
    return SHOCK_DECAY ** (4 / periods_a_year)


@dataclass(frozen=True)
class Run:
    """What one pass of the filter gives. Regions are the last axis of every array, YTD points the unit of figures.

    Attributes
    ----------
    innovation, predicted, variance : ndarray, shape (periods, regions)
        Figure less prediction (NaN where there is none), the prediction, and the variance of the two's difference.
    ordinary : ndarray, shape (periods, regions)
        That variance without the shocks of the period itself to the level and the trend.
    predicted_state, filtered_state : ndarray, shape (periods, states, regions)
    predicted_state_cov, filtered_state_cov : ndarray, shape (periods, states, states, regions)
    loglikelihood : ndarray, shape (regions,)
    sigma, shock_variance, level_shock_variance, trend_shock_variance : ndarray
        What it was run with, as `LevelSystem.run` takes it; all but the first by region too, shape (periods, regions).
    """

    innovation: Array
    predicted: Array
    variance: Array
    ordinary: Array
    predicted_state: Array
    predicted_state_cov: Array
    filtered_state: Array
    filtered_state_cov: Array
    loglikelihood: Array
    sigma: Array
    shock_variance: Array
    level_shock_variance: Array
    trend_shock_variance: Array

    def with_regions(self, index: npt.NDArray[np.intp], other: Run) -> Run:
        """Return the run with the regions at these positions taken from another run, in its order."""
        merged = {}
        for field in fields(self):
            merged[field.name] = getattr(self, field.name).copy()
            merged[field.name][..., index] = getattr(other, field.name)
        return replace(self, **merged)


class LevelSystem:
    """The systems of one or more regions on one grid.

    Parameters
    ----------
    pasts : sequence of History
        All with the same periods, each with one figure at least.

    Attributes
    ----------
    seen : ndarray of bool, shape (periods, regions)
        Where there is a figure.
    loading : ndarray, shape (periods, regions)
        YTD points for one log point of the period's own level.
    doubt_variance : ndarray, shape (periods, regions)
        Of figures that no level can have; see `possible`.
    """

    def __init__(self, pasts: Sequence[History]) -> None:
        size = pasts[0].size
        self.size = size
        self.ytd = np.array([past.ytd for past in pasts]).T
        self.cumulative = np.array([past.cumulative for past in pasts]).T
        self.seen = np.isfinite(self.ytd)
        self.measurement_variance = np.array([past.noise for past in pasts]).T + ROUNDING_VARIANCE
        periods, regions = self.ytd.shape
        starts = np.arange(periods) % size == 0
        weight = self.cumulative - np.where(starts[:, None], 0.0, np.roll(self.cumulative, 1, axis=0))
        around = np.array([past.around for past in pasts]).T
        stands = np.where(np.isfinite(around), around, self.ytd)
        by_year = possible(stands.T.reshape(-1, size), self.cumulative.T.reshape(-1, size))
        figures, linear, self.doubt_variance = (each.reshape(regions, -1).T for each in by_year)
        self.ytd = np.where(np.isfinite(around), self.ytd, figures)
        slope = weight * (1.0 + linear / 100.0)
        offset = weight * linear - slope * 100.0 * np.log1p(linear / 100.0)
        self.loading = slope / self.cumulative
        self.measurement_variance += self.doubt_variance
        sure = self.seen & (self.doubt_variance == 0)
        first_figure = self.ytd[np.where(sure.any(axis=0), sure, self.seen).argmax(axis=0), np.arange(regions)]
        self._first = (slope[0], offset[0], 100.0 * np.log1p(first_figure / 100.0))
        ahead = np.zeros((1, regions))
        self._slope_ahead, self._offset_ahead = np.vstack([slope[1:], ahead]), np.vstack([offset[1:], ahead])
        # Where each state but the last comes from: the trend from itself, disturbances from the one before.
        self._source = np.concatenate([[0, 1], np.arange(1, size + 1)])
        self._carried_on = np.append(np.where(starts[1:], 0.0, 1.0), 0.0)  # a new year accumulates from nothing

    def run(
        self,
        sigma: Array,
        shock_variance: Array,
        level_shock_variance: Array,
        trend_shock_variance: Array | float = 0.0,
    ) -> Run:
        """Filter all regions.

        Parameters
        ----------
        sigma : ndarray, shape (regions,)
            Size of the noise of one period, log points.
        shock_variance : ndarray, shape (periods,)
            Variance of noise and of the trend's step, in units of ordinary times.
        level_shock_variance : ndarray, shape (periods, regions)
            Variance of ζ.
        trend_shock_variance : ndarray, shape (periods, regions)
            Variance of the trend's step beyond the ordinary.

        Returns
        -------
        Run
        """
        (periods, regions), states, lag = self.ytd.shape, self.size + 3, self.size
        rho, seen = shock_decay(self.size), self.seen.astype(float)
        figures, share = np.where(self.seen, self.ytd, 0.0), 1.0 / self.cumulative
        noise = sigma**2 * np.append(shock_variance[1:], 1.0)[:, None]
        none = np.zeros((1, regions))
        trend_shock_variance = np.broadcast_to(trend_shock_variance, figures.shape)
        trend = TREND**2 * noise + np.vstack([trend_shock_variance[1:], none])
        level = np.vstack([level_shock_variance[1:], none])
        ahead = self._slope_ahead
        trend_year, level_year, year = ahead * trend, ahead * level, ahead**2 * (trend + level + noise)
        source = self._source
        square = np.ix_(source, source)

        mean, cov = np.empty((periods + 1, states, regions)), np.empty((periods + 1, states, states, regions))
        mean[0], cov[0] = self._start(sigma)
        state, state_cov = np.empty((periods, states, regions)), np.empty((periods, states, states, regions))
        variance = np.empty((periods, regions))
        by_step = figures, share, seen, self.measurement_variance, ahead, self._offset_ahead, trend, level, noise
        steps = _Steps(np.hstack([*by_step, self._carried_on[:, None]]), mean, cov, state, state_cov, variance)
        start = (periods, rho, *bits(sigma, mean[0], cov[0]))
        like = _PASSES.find(start)
        for t in range(0 if like is None else like.copy_to(steps), periods):
            spread, now, now_cov = cov[t], state[t], state_cov[t]
            with_figure = spread[-1] * share[t]
            variance[t] = with_figure[-1] * share[t] + self.measurement_variance[t]
            gain = with_figure * (seen[t] / variance[t])
            np.add(mean[t], gain * (figures[t] - mean[t, -1] * share[t]), out=now)
            np.subtract(spread, gain[:, None] * with_figure, out=now_cov)

            carried, slope = self._carried_on[t], ahead[t]
            mean[t + 1, :-1] = now[source]
            mean[t + 1, 1] *= rho
            mean[t + 1, -1] = carried * now[-1] + slope * (now[0] + rho * now[1] - now[lag]) + self._offset_ahead[t]
            after = cov[t + 1]
            after[:-1, :-1] = now_cov[square]
            after[1, :-1] *= rho  # what the year accumulates comes below
            after[:-1, 1] *= rho
            after[0, 0] += trend[t]
            after[1, 1] += level[t]
            row = carried * now_cov[-1] + slope * (now_cov[0] + rho * now_cov[1] - now_cov[lag])
            moved = row[source]
            moved[1] *= rho
            moved[0] += trend_year[t]
            moved[1] += level_year[t]
            after[-1, :-1] = after[:-1, -1] = moved
            after[-1, -1] = carried * row[-1] + slope * (row[0] + rho * row[1] - row[lag]) + year[t]
        _PASSES.keep(start, steps, vars(steps).values())

        predicted = mean[:-1, -1] * share
        innovation = self.ytd - predicted
        density = np.log(2.0 * np.pi * variance) + np.where(self.seen, innovation, 0.0) ** 2 / variance
        return Run(
            innovation=innovation,
            predicted=predicted,
            variance=variance,
            ordinary=variance - (level_shock_variance + trend_shock_variance) * self.loading**2,
            predicted_state=mean[:-1],
            predicted_state_cov=cov[:-1],
            filtered_state=state,
            filtered_state_cov=state_cov,
            loglikelihood=-0.5 * np.sum(density, axis=0, where=self.seen),
            sigma=sigma,
            shock_variance=np.broadcast_to(shock_variance[:, None], figures.shape),
            level_shock_variance=level_shock_variance,
            trend_shock_variance=trend_shock_variance,
        )

    def unknown_steps(self, run: Run, since: int, steps: Array) -> tuple[Array, Array]:
        """Return what steps of the trend do to a filter that knows nothing of them.

        Parameters
        ----------
        run : Run
            A run of this system.
        since : int
            Position of the first period in which there may be one.
        steps : ndarray, shape (cases, periods from `since` on)
            In units of each region's noise.

        Returns
        -------
        (effect, state) : tuple of ndarray
            What is added to the innovation of each of these periods, shape (cases, periods, regions), YTD points, and
            by how much the state of the last differs from the filtered one, shape (cases, states, regions).
        """
        rho, lag, share = shock_decay(self.size), self.size, 1.0 / self.cumulative
        seen = np.isfinite(run.innovation)
        away = np.zeros((len(steps), lag + 3, run.sigma.size))
        effect = np.empty((*steps.shape, run.sigma.size))
        for at in range(steps.shape[1]):
            t = since + at
            carried, slope = self._carried_on[t - 1], self._slope_ahead[t - 1]
            year = carried * away[:, -1] + slope * (away[:, 0] + rho * away[:, 1] - away[:, lag])
            away[:, :-1] = away[:, self._source]
            away[:, 1] *= rho
            step = np.multiply.outer(steps[:, at], run.sigma)
            away[:, 0] += step
            away[:, -1] = year + slope * step
            effect[:, at] = away[:, -1] * share[t]
            gain = run.predicted_state_cov[t, -1] * (share[t] * seen[t] / run.variance[t])
            away -= gain * effect[:, at, None]
        return effect, away

    def _start(self, sigma: Array) -> tuple[Array, Array]:
        """Return mean and covariance of the first period's state: the trend around the first figure, no disturbance."""
        states, regions = self.size + 3, sigma.size
        slope, offset, level = self._first
        mean, spread = np.zeros((states, regions)), np.zeros((states, states, regions))
        mean[0] = level
        mean[-1] = slope * level + offset
        spread[0, 0] = (FIRST_SD * sigma) ** 2
        spread[0, -1] = spread[-1, 0] = slope * spread[0, 0]
        spread[-1, -1] = slope**2 * (spread[0, 0] + sigma**2)
        return mean, spread


def doubted(this_year: Array, cumulative: Array) -> bool:
    """Return whether no level can have the newest figure of a year: nothing takes it at its word then.

    Parameters
    ----------
    this_year, cumulative : ndarray, shape (periods known,)
        YTD growth of the year so far, and weights.
    """
    newest = this_year.size - 1
    return any(
        at == newest and not low <= this_year[at] <= high
        for at, low, high in _ranges(this_year.tolist(), cumulative.tolist())
    )


def linearised_at(ytd: Array, cumulative: Array) -> Array:
    """Return the single growth that each period is linearised at, per cent.

    Parameters
    ----------
    ytd, cumulative : ndarray, shape (years, periods a year)

    Returns
    -------
    ndarray, shape (years, periods a year)
        Growth backed out of the figures; a stretch without figures shares one value, a year without any has 0.
    """
    known = np.isfinite(ytd)
    single = np.zeros_like(ytd)
    whole = known.all(axis=1)
    contribution = np.diff(ytd[whole] * cumulative[whole], axis=1, prepend=0.0)
    single[whole] = contribution / np.diff(cumulative[whole], axis=1, prepend=0.0)
    for row in np.flatnonzero(known.any(axis=1) & ~whole):
        at = np.flatnonzero(known[row])
        stretches = single_from_ytd(ytd[row, at], cumulative[row, at])
        single[row] = stretches[np.minimum(np.searchsorted(at, np.arange(ytd.shape[1])), at.size - 1)]
    return single


def possible(ytd: Array, cumulative: Array) -> tuple[Array, Array, Array]:
    """Return the figures as a level can have them, and how sure they are.

    A figure whose single growth since the last possible one of its year lies outside `LEAST` to `MOST` is moved to the
    nearest that does not, and known as roughly as it was moved.

    Parameters
    ----------
    ytd, cumulative : ndarray, shape (years, periods a year)

    Returns
    -------
    (figures, single, variance) : tuple of ndarray, shape (years, periods a year)
        YTD growth, the single growth that each period is linearised at, and the variance of a figure that was moved.
    """
    figures, variance = ytd.copy(), np.zeros_like(ytd)
    single = linearised_at(ytd, cumulative)
    for row in np.flatnonzero(((single < LEAST) | (single > MOST)).any(axis=1)):
        for at, low, high in _ranges(ytd[row].tolist(), cumulative[row].tolist()):
            figures[row, at] = np.clip(ytd[row, at], low, high)
            variance[row, at] = min(abs(ytd[row, at] - figures[row, at]), _FARTHEST_DOUBT) ** 2
        sure = np.where(variance[row] > 0, np.nan, ytd[row])
        single[row] = linearised_at(sure[None], cumulative[row][None])[0]
    return figures, single, variance


def _ranges(ytd: list[float], cumulative: list[float]) -> Iterator[tuple[int, float, float]]:
    """Yield where each figure of a year stands, and what a level can have there after the possible ones before."""
    weight = contribution = 0.0
    for at, (figure, share) in enumerate(zip(ytd, cumulative, strict=True)):
        if not math.isfinite(figure):
            continue
        low, high = ((contribution + (share - weight) * end) / share for end in (LEAST, MOST))
        yield at, low, high
        if low <= figure <= high:
            weight, contribution = share, figure * share
