"""The system of levels of one region as a model of statsmodels, for analysts to look into.

`shouguan.models.system` filters, `shouguan.models.reference` is the same in statsmodels' filter, and this is the
reference with statsmodels' results around it: summary, tests of residuals, smoothed states, diagnostic plots.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from statsmodels.tsa.statespace.mlemodel import MLEModel

from shouguan.core.ytd import Array
from shouguan.models.history import History
from shouguan.models.reference import LevelGrowth
from shouguan.models.system import FIRST_SD, TREND, shock_decay

_FIXED = ("design", "obs_cov", "transition", "selection", "state_intercept")


class LevelModel(MLEModel):
    """One region's published YTD growth, with the shock variances that all regions share held fixed.

    Parameters
    ----------
    past : History
    shock_variance : ndarray, shape (periods,)
        Variance of noise and of the trend's step, in units of ordinary times.
    level_shock_variance : ndarray, shape (periods,)
        Variance of ζ, log points squared.

    Notes
    -----
    `sigma` (noise of one period, log points) is the only parameter that figures speak on. `trend` (step of the trend
    as a share of it) and `decay` (what is left of a disturbance after a quarter) are the kit's constants.
    """

    def __init__(self, past: History, shock_variance: Array, level_shock_variance: Array) -> None:
        self._past = past
        self._system = LevelGrowth(past)
        self._shocks = shock_variance, level_shock_variance
        super().__init__(pd.Series(past.ytd, name="ytd"), k_states=self._system.k_states, k_posdef=3)
        for name in _FIXED:
            self.ssm[name] = self._system[name]

    @property
    def param_names(self) -> list[str]:
        """Names of the parameters."""
        return ["sigma", "trend", "decay"]

    @property
    def state_names(self) -> list[str]:
        """Names of the states, in their order."""
        lags = [f"disturbance.L{lag}" for lag in range(1, self._past.size + 1)]
        return ["trend", "disturbance", *lags, "accumulated"]

    @property
    def start_params(self) -> Array:
        """A noise of one log point, and the kit's constants."""
        return np.array([1.0, TREND, shock_decay(self._past.size)])

    def update(self, params: Any, **kwargs: Any) -> None:
        """Set the system's matrices from the parameters."""
        sigma, trend, decay = super().update(params, **kwargs)
        periods, (shock, level) = self.nobs, self._shocks
        covariance = np.zeros((3, 3, periods), dtype=np.asarray(params).dtype)
        covariance[2, 2] = sigma**2 * np.append(shock[1:], 1.0)
        covariance[0, 0] = trend**2 * covariance[2, 2]
        covariance[1, 1] = np.append(level[1:], 0.0)
        self.ssm["state_cov"] = covariance
        moves = np.array(self._system["transition"], dtype=covariance.dtype)
        moves[1, 1] = decay
        moves[-1, 1] = decay * self._system["transition"][-1, 0]
        self.ssm["transition"] = moves
        slope, offset, first = self._system.start
        mean, spread = np.zeros(self.k_states), np.zeros((self.k_states, self.k_states), dtype=covariance.dtype)
        mean[0] = 100.0 * np.log1p(first / 100.0)
        mean[-1] = slope * mean[0] + offset
        spread[0, 0] = (FIRST_SD * sigma) ** 2
        spread[0, -1] = spread[-1, 0] = slope * spread[0, 0]
        spread[-1, -1] = slope**2 * (spread[0, 0] + sigma**2)
        self.ssm.initialize_known(mean, spread)
