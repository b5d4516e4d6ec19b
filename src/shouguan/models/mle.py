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
from shouguan.models.reference import LevelGrowth, set_variances
from shouguan.models.system import TREND, shock_decay

_FIXED = ("design", "obs_cov", "transition", "selection", "state_intercept")


class LevelModel(MLEModel):
    """One region's published YTD growth, with the shock variances that all regions share held fixed.

    Parameters
    ----------
    past : History
    shock_variance : ndarray, shape (periods,)
        Variance of noise and of the trend's step, in units of ordinary times.
    level_shock_variance, trend_shock_variance : ndarray, shape (periods,)
        Variance of ζ, and of the trend's step beyond the ordinary, log points squared.

    Notes
    -----
    `sigma` (noise of one period, log points) is the only parameter that figures speak on. `trend` (step of the trend
    as a share of it) and `decay` (what is left of a disturbance after a quarter) are the kit's constants.
    """

    def __init__(
        self, past: History, shock_variance: Array, level_shock_variance: Array, trend_shock_variance: Array
    ) -> None:
        self._past = past
        self._system = LevelGrowth(past)
        self._shocks = shock_variance, level_shock_variance, trend_shock_variance
        super().__init__(pd.Series(self._system.ytd, name="ytd"), k_states=self._system.k_states, k_posdef=3)
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
        set_variances(self.ssm, self._system.start, sigma, *self._shocks, trend=trend)
        moves = self._system["transition"].astype(np.result_type(decay, float))
        moves[1, 1] = decay
        moves[-1, 1] = decay * self._system["transition"][-1, 0]
        self.ssm["transition"] = moves
