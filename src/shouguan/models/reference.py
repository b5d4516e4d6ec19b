"""The system of levels of one region in statsmodels' Kalman filter: what tests hold `shouguan.models.system` to.

Nothing of a report imports it: to load statsmodels costs more than to filter all regions.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from statsmodels.tsa.statespace.kalman_filter import FilterResults, KalmanFilter
from statsmodels.tsa.statespace.representation import Representation

from shouguan.core.ytd import Array
from shouguan.models.history import History
from shouguan.models.system import FIRST_SD, ROUNDING_VARIANCE, TREND, possible, shock_decay


class LevelGrowth(KalmanFilter):
    """The system of one region.

    State: trend, disturbances of this period and the n before, and what the year has accumulated. In
    statsmodels' timing the matrices at t carry the state from t to t + 1, so they hold the weight of t + 1.
    """

    def __init__(self, past: History) -> None:
        n = past.size
        super().__init__(k_endog=1, k_states=n + 3, k_posdef=3)
        rho = shock_decay(n)
        stands = np.where(np.isfinite(past.around), past.around, past.ytd)
        by_year = possible(stands.reshape(-1, n), past.cumulative.reshape(-1, n))
        figures, linear, doubt = (each.ravel() for each in by_year)
        self.ytd = np.where(np.isfinite(past.around), past.ytd, figures)
        self.bind(self.ytd[:, None].copy())
        starts = np.tile(np.arange(n) == 0, past.ytd.size // n)
        weight = np.where(starts, past.cumulative, past.cumulative - np.roll(past.cumulative, 1))
        slope = weight * (1.0 + linear / 100.0)
        offset = weight * linear - slope * 100.0 * np.log1p(linear / 100.0)
        seen = np.isfinite(self.ytd)
        sure = seen & (doubt == 0)
        self.start = (slope[0], offset[0], float(self.ytd[sure if sure.any() else seen][0]))

        after = np.append(slope[1:], 0.0)
        size = past.ytd.size
        transition = np.zeros((n + 3, n + 3, size))
        transition[0, 0] = 1.0
        transition[1, 1] = rho
        for lag in range(n):
            transition[2 + lag, 1 + lag] = 1.0
        transition[-1, 0] = after
        transition[-1, 1] = rho * after
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
        self["obs_cov"] = (past.noise + doubt + ROUNDING_VARIANCE)[None, None, :]

    def run(
        self, sigma: float, shock_variance: Array, level_shock_variance: Array, trend_shock_variance: Array
    ) -> FilterResults:
        """Filter with the noise `sigma` and variances of shocks for each period; see `LevelSystem.run`."""
        set_variances(self, self.start, sigma, shock_variance, level_shock_variance, trend_shock_variance)
        return self.filter()


def set_variances(
    system: Representation,
    start: tuple[float, float, float],
    sigma: Any,
    shock_variance: Array,
    level_shock_variance: Array,
    trend_shock_variance: Array,
    trend: Any = TREND,
) -> None:
    """Set what depends on the size of noise and trend: the variances of the states, and where the first begins.

    Parameters
    ----------
    system : Representation
        Of the states of `LevelGrowth`.
    start : (float, float, float)
        `LevelGrowth.start`.
    sigma, trend : float or complex
        Complex where statsmodels differentiates.
    shock_variance, level_shock_variance, trend_shock_variance : ndarray, shape (periods,)
    """
    slope, offset, level = start
    kind = np.result_type(sigma, trend, float)
    covariance = np.zeros((3, 3, level_shock_variance.size), dtype=kind)
    covariance[2, 2] = sigma**2 * np.append(shock_variance[1:], 1.0)
    covariance[0, 0] = trend**2 * covariance[2, 2] + np.append(trend_shock_variance[1:], 0.0)
    covariance[1, 1] = np.append(level_shock_variance[1:], 0.0)
    system["state_cov"] = covariance
    mean, spread = np.zeros(system.k_states), np.zeros((system.k_states, system.k_states), dtype=kind)
    mean[0] = 100.0 * np.log1p(level / 100.0)
    mean[-1] = slope * mean[0] + offset
    spread[0, 0] = (FIRST_SD * sigma) ** 2
    spread[0, -1] = spread[-1, 0] = slope * spread[0, 0]
    spread[-1, -1] = slope**2 * (spread[0, 0] + sigma**2)
    system.initialize_known(mean, spread)
