r"""Growth as the movement of a level: what all our state-space models share.

The log level of a period is a trend and a disturbance that fades; growth on the year compares it with
the same period of last year, so the base comes back by itself (after −39 % comes +59 %),

    x_t = 100·log(1 + g_t/100) = μ_t + f_t − f_{t−n} + ε_t,   μ_t = μ_{t−1} + η_t,   f_t = ρ·f_{t−1} + ζ_t,

with n periods a year. Published YTD growth accumulates single growth with last year's shares, rounded:

    C_t = 1[t is not a year's first period]·C_{t−1} + w_t·g_t,   y_t = C_t / W_t + rounding,

the cumulator of Harvey (1989, *Forecasting, Structural Time Series Models and the Kalman Filter*, §6.3);
g is linearised around the backed-out single growth, exact to second order of the rounding.

**Turbulence.** Usually nothing disturbs the level: ζ_t = 0, and growth is a slow trend with noise. When
the figures of a period leave their forecasts by more than noise explains, in most regions at once, the
surplus is put into ζ_t. The factor λ_t is the usual posterior scale of a Student-t shock that all m
regions share (Lange, Little and Taylor 1989, *JASA* 84), (ν + m·c_t)/(ν + m), m counted as
independent ones, with c_t the median squared
standardised innovation in units of its normal value. It uses the figures of its own period and earlier
ones only; nothing knows that 2020 was 2020.

The size of the noise σ is estimated for each region and shrunk to all regions'. Everything else is one
constant for all places (docs/method.md shows how little they matter).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from statsmodels.tsa.statespace.kalman_filter import KalmanFilter

from shouguan.core.ytd import ROUNDING, Array, single_from_ytd
from shouguan.models.estimates import Estimated
from shouguan.models.history import History

TREND = 0.5
"""Standard deviation of the trend's step, as a share of the noise's."""
FADE = 0.2
"""What is left of a disturbance of the level after a quarter."""
TAIL = 30.0
"""ν: how many regions' worth of evidence says that a period is an ordinary one."""
ECHO = 0.5
"""How much of the logarithm of a turbulence passes into the unrest of the next period."""
MEMORY = 0.5
"""What is left of unrest after a year."""

_ROUNDING_VARIANCE = 0.1**2 / 12  # uniform on one decimal
_FIRST_SD = 5.0  # around the first published figure, in units of the noise
_CHI2_MEDIAN = 0.4549  # of one squared standard normal
_POOL = 8.0  # the other regions' noise counts as this many figures of one's own
_FEW = 2.0  # where hardly anything is known: two figures of one point
_LARGE = 16.0  # squared innovations beyond four deviations count as four: one slip is not a noisy place
_PASSES = 25
_CLOSE = 1e-4
_NOTHING = 1e-6


def fade(periods_a_year: int) -> float:
    """Return what is left of a disturbance after one period."""
    return FADE ** (4 / periods_a_year)


class LevelGrowth(KalmanFilter):
    """The system of one region.

    State: trend, disturbances of this period and the n before, and what the year has accumulated. In
    statsmodels' timing the matrices at t carry the state from t to t + 1, so they hold the weight of t + 1.
    """

    def __init__(self, past: History) -> None:
        n = past.size
        super().__init__(k_endog=1, k_states=n + 3, k_posdef=3)
        self.past = past
        self.rho = fade(n)
        self.bind(past.ytd[:, None].copy())
        starts = np.tile(np.arange(n) == 0, past.ytd.size // n)
        weight = np.where(starts, past.cumulative, past.cumulative - np.roll(past.cumulative, 1))
        near = _backed_out(past.ytd.reshape(-1, n), past.cumulative.reshape(-1, n)).ravel()
        slope = weight * (1.0 + near / 100.0)
        offset = weight * near - slope * 100.0 * np.log1p(near / 100.0)
        self.loading = slope / past.cumulative
        self._first = (slope[0], offset[0], float(past.ytd[np.isfinite(past.ytd)][0]))

        after = np.append(slope[1:], 0.0)
        size = past.ytd.size
        transition = np.zeros((n + 3, n + 3, size))
        transition[0, 0] = 1.0
        transition[1, 1] = self.rho
        for lag in range(n):
            transition[2 + lag, 1 + lag] = 1.0
        transition[-1, 0] = after
        transition[-1, 1] = self.rho * after
        transition[-1, n] = -after  # n periods ago, seen from t + 1
        transition[-1, -1] = np.append(np.where(starts[1:], 0.0, 1.0), 0.0)
        selection = np.zeros((n + 3, 3, size))
        selection[0, 0] = selection[1, 1] = 1.0
        selection[-1] = after
        intercept = np.zeros((n + 3, size))
        intercept[-1] = np.append(offset[1:], 0.0)
        design = np.zeros((1, n + 3, size))
        design[0, -1] = 1.0 / past.cumulative
        self["transition"], self["selection"], self["state_intercept"] = transition, selection, intercept
        self["design"] = design
        self["obs_cov"] = (past.noise + _ROUNDING_VARIANCE)[None, None, :]

    def run(self, sigma: float, unrest: Array, disturbed: Array) -> Run:
        """Filter with the noise `sigma` and a variance of ζ for each period.

        Returns
        -------
        Run
        """
        slope, offset, level = self._first
        covariance = np.zeros((3, 3, disturbed.size))
        covariance[2, 2] = sigma**2 * np.append(unrest[1:], 1.0)
        covariance[0, 0] = TREND**2 * covariance[2, 2]
        covariance[1, 1] = np.append(disturbed[1:], 0.0)
        self["state_cov"] = covariance
        mean, spread = np.zeros(self.k_states), np.zeros((self.k_states, self.k_states))
        mean[0] = 100.0 * np.log1p(level / 100.0)
        mean[-1] = slope * mean[0] + offset
        spread[0, 0] = (_FIRST_SD * sigma) ** 2
        spread[0, -1] = spread[-1, 0] = slope * spread[0, 0]
        spread[-1, -1] = slope**2 * (spread[0, 0] + sigma**2)
        self.initialize_known(mean, spread)
        found = self.filter()
        # statsmodels leaves both at zero where the figure is missing; a pseudo-figure needs them.
        predicted = found.predicted_state[-1, :-1] / self.past.cumulative
        variance = found.predicted_state_cov[-1, -1, :-1] / self.past.cumulative**2 + self["obs_cov"][0, 0]
        return Run(
            innovation=self.endog[0] - predicted,
            predicted=predicted,
            variance=variance,
            ordinary=variance - disturbed * self.loading**2,
            state=found.filtered_state,
            state_cov=found.filtered_state_cov,
            loglikelihood=float(found.llf),
        )


@dataclass(frozen=True)
class Run:
    """What one pass of the filter found; arrays by period, YTD points."""

    innovation: Array
    predicted: Array
    variance: Array
    ordinary: Array
    state: Array
    state_cov: Array
    loglikelihood: float


@dataclass(frozen=True)
class Filtered:
    """All regions at the end of what is known.

    Attributes
    ----------
    pasts : list of History
    runs : list of Run
    sigma : ndarray, shape (regions,)
        Size of the noise of one period, log points.
    turbulence : ndarray, shape (periods,)
        λ_t ≥ 1.
    unrest : ndarray, shape (periods,)
        By how much the variance of a period was expected to exceed that of ordinary times.
    correlation : float
        Between the innovations of any two regions.
    last : int
        Position of the newest period that any region has published.
    estimated : Estimated
        What was estimated, or held.
    """

    pasts: list[History]
    runs: list[Run]
    sigma: Array
    turbulence: Array
    unrest: Array
    correlation: float
    last: int
    estimated: Estimated

    def unrest_ahead(self, periods: int) -> Array:
        """Return the expected unrest of the periods after `last`, the first of them `last` itself."""
        size = self.pasts[0].size
        seen = np.append(self.turbulence[: self.last + 1], np.ones(periods))
        return _unrest(seen, size)[self.last : self.last + periods]


def filter_together(pasts: list[History], *, held: Estimated | None = None) -> Filtered:
    """Filter regions on one grid, with the turbulence that they share and a noise of their own.

    Turbulence of a period depends on innovations, which depend on turbulence before it: repeating the
    filter settles it from the first period to the last.

    Parameters
    ----------
    pasts : list of History
        One or more, all on the same periods; one a region where estimates are held.
    held : Estimated, optional
        Estimates of an earlier run, to be used instead of new ones. Turbulence is none: it is how a figure is
        read.
    """
    regions, passes = tuple(past.region for past in pasts), []
    systems = [LevelGrowth(past) for past in pasts]
    seen = np.array([np.isfinite(past.ytd) for past in pasts])
    last = int(np.flatnonzero(seen.any(axis=0))[-1])
    sigma = np.ones(len(pasts))
    turbulence = unrest = np.ones(pasts[0].ytd.size)
    disturbed, correlation = np.zeros(seen.shape), 0.0
    for step in range(_PASSES):
        runs = [system.run(s, unrest, d) for system, s, d in zip(systems, sigma, disturbed, strict=True)]
        ordinary = np.array([run.ordinary for run in runs])
        squared = np.where(seen, np.array([run.innovation for run in runs]) ** 2 / ordinary, np.nan)
        before, sigma_before, unrest_before = turbulence, sigma, unrest
        turbulence = _turbulence(squared, correlation)
        unrest = _unrest(turbulence, pasts[0].size)
        if held is None:
            sigma = _noise(squared * unrest_before, 1.0 / (turbulence * unrest_before), sigma)
        else:
            sigma = held.noise(step, regions)
        standardised = np.where(seen, np.array([run.innovation for run in runs]), np.nan)
        standardised /= np.sqrt(ordinary * turbulence)
        correlation = _correlation(standardised) if held is None else held.together(step)
        passes.append((sigma, correlation))
        loading = np.array([system.loading for system in systems])
        disturbed = (turbulence - 1.0) * ordinary / loading**2
        settled = max(_change(before, turbulence), _change(sigma_before, sigma)) < _CLOSE
        if settled and (held is None or step + 1 >= held.passes):
            break
    for index in np.flatnonzero(~seen[:, last]):
        together = _together(standardised, turbulence, correlation)
        runs[index] = _informed(systems[index], sigma[index], unrest, disturbed[index], standardised, together, last)
    estimated = held or Estimated(regions, *(np.array(each) for each in zip(*passes, strict=True)))
    return Filtered(pasts, runs, sigma, turbulence, unrest, correlation, last, estimated)


def _change(before: Array, after: Array) -> float:
    return float(np.max(np.abs(after / before - 1.0)))


def _turbulence(squared: Array, correlation: float) -> Array:
    """Return λ_t from squared standardised innovations, shape (regions, periods).

    Squares of innovations with correlation r have the correlation r²: m such regions are worth
    m/(1 + (m − 1)·r²) independent ones.
    """
    result = np.ones(squared.shape[1])
    for t in range(squared.shape[1]):
        known = squared[np.isfinite(squared[:, t]), t]
        if known.size:
            # Two regions have no middle; among more, a slip of one of them must not count as turbulence.
            typical = np.median(known) / _CHI2_MEDIAN if known.size > 2 else known.mean()
            worth = known.size / (1.0 + (known.size - 1) * correlation**2)
            result[t] = max(1.0, (TAIL + worth * typical) / (TAIL + worth))
    return result


def _unrest(turbulence: Array, periods_a_year: int) -> Array:
    """Return what turbulence before each period leaves: log h_t = κ·log h_{t−1} + ECHO·log λ_{t−1}."""
    keep = MEMORY ** (1.0 / periods_a_year)
    log = np.zeros(turbulence.size)
    for t in range(1, turbulence.size):
        log[t] = keep * log[t - 1] + ECHO * np.log(turbulence[t - 1])
    return np.exp(log)


def _noise(squared: Array, calm: Array, sigma: Array) -> Array:
    """Return each region's noise, shrunk to all regions'.

    Parameters
    ----------
    squared : ndarray, shape (regions, periods)
        Squared innovations in units of ordinary times. Were unrest in the unit, noise could shrink and
        unrest grow without end.
    calm : ndarray, shape (periods,)
        How much a period counts: little where it was turbulent, or expected to be.
    sigma : ndarray, shape (regions,)
        The noise that `squared` is in units of.
    """
    figures = squared * sigma[:, None] ** 2
    figures[np.arange(sigma.size), np.argmax(np.isfinite(figures), axis=1)] = np.nan  # the first set its own mean
    figures = np.minimum(figures, _LARGE * np.nanmedian(figures) / _CHI2_MEDIAN)
    weight = np.where(np.isfinite(figures), calm, 0.0)
    counted = np.where(np.isfinite(figures), figures, 0.0) * weight
    pool = (_FEW + counted.sum()) / (_FEW + weight.sum())
    return np.sqrt(np.maximum((_POOL * pool + counted.sum(axis=1)) / (_POOL + weight.sum(axis=1)), ROUNDING**2))


def _correlation(standardised: Array) -> float:
    """Return the mean correlation of innovations between regions, shrunk to 0.3 (four periods' worth)."""
    cross, own, periods = 4 * 0.3, 4.0, 0
    for t in range(1, standardised.shape[1]):
        z = standardised[np.isfinite(standardised[:, t]), t]
        if z.size >= 3:
            square = float(np.sum(z**2))
            cross += (float(z.sum()) ** 2 - square) / (z.size * (z.size - 1))
            own += square / z.size
            periods += 1
    return float(np.clip(cross / own, 0.0, 0.95)) if periods else 0.0


def _together(standardised: Array, turbulence: Array, correlation: float) -> Array:
    """Return the correlation of innovations in each period.

    What exceeds the ordinary in a turbulent period moves regions as much together as the period itself
    shows; the ordinary part has the correlation of all periods.
    """
    result = np.full(turbulence.size, correlation)
    for t in np.flatnonzero(turbulence > 1.0):
        z = standardised[np.isfinite(standardised[:, t]), t]
        if z.size >= 3:
            square = float(np.sum(z**2))
            seen = (float(z.sum()) ** 2 - square) / ((z.size - 1) * square)
            result[t] = (correlation + (turbulence[t] - 1.0) * np.clip(seen, 0.0, 0.95)) / turbulence[t]
    return result


def _informed(
    system: LevelGrowth,
    sigma: float,
    unrest: Array,
    disturbed: Array,
    standardised: Array,
    together: Array,
    last: int,
) -> Run:
    """Let a region that has not published yet learn from those that have.

    Given m published innovations with mean z̄ and their correlation r (`together`), its own has the mean
    r·m·z̄/(1 + (m − 1)·r) and keeps 1 − R² of its variance, R² = r²·m/(1 + (m − 1)·r). One figure with
    noise says the same: at the predicted value plus that mean over R², with variance (1 − R²)/R².
    """
    past = system.past
    ytd, noise = past.ytd.copy(), past.noise.copy()
    for t in range(_last_known(past) + 1, last + 1):
        published, correlation = standardised[np.isfinite(standardised[:, t]), t], together[t]
        shared = 1.0 + (published.size - 1) * correlation
        explained = correlation**2 * published.size / shared
        if explained > _NOTHING:
            run = LevelGrowth(replace(past, ytd=ytd, noise=noise)).run(sigma, unrest, disturbed)
            mean = correlation * published.size * published.mean() / shared
            ytd[t] = run.predicted[t] + np.sqrt(run.variance[t]) * mean / explained
            noise[t] = run.variance[t] * (1.0 - explained) / explained
    return LevelGrowth(replace(past, ytd=ytd, noise=noise)).run(sigma, unrest, disturbed)


def _last_known(past: History) -> int:
    return int(np.flatnonzero(np.isfinite(past.ytd))[-1])


def _backed_out(ytd: Array, cumulative: Array) -> Array:
    """Return single growth of each period, shape (years, n); a stretch without figures shares one value."""
    single = np.zeros_like(ytd)
    for row, (figures, weights) in enumerate(zip(ytd, cumulative, strict=True)):
        known = np.flatnonzero(np.isfinite(figures))
        if known.size == 0:
            continue
        stretches = single_from_ytd(figures[known], weights[known])
        position = np.minimum(np.searchsorted(known, np.arange(figures.size)), known.size - 1)
        single[row] = stretches[position]
    # An index cannot fall below nothing; a slip of that size must not break the logarithm.
    return np.clip(single, -90.0, 400.0)
