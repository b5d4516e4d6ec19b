r"""A state-space model of single-period growth that sees only what is published: YTD growth.

Single-period growth is a slow trend plus a gap that fades,

    g_t = τ_t + c_t,   τ_t = τ_{t−1} + η_t,   c_t = ρ·c_{t−1} + ε_t,

and published YTD growth is what accumulates of it within the year, with the known shares `w_t` of last
year, and rounded to one decimal:

    C_t = 1[t is not a year's first period]·C_{t−1} + w_t·g_t,   y_t = C_t / W_t + rounding.

The cumulator is the device of Harvey (1989, *Forecasting, Structural Time Series Models and the Kalman
Filter*, §6.3) with time-varying weights. Only the size of the shocks is estimated, by maximum
likelihood, and the predictive draws are widened to Student's t for having estimated it on few figures.
How fast a gap fades and how much the trend moves are the same for every place: choosing them by
likelihood, place by place, on some forty figures forecasts no better (docs/method.md has the comparison).

What it refuses to do: see a figure released after the view's day; give 2020 a dummy of hindsight.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from statsmodels.tsa.statespace.mlemodel import MLEModel

from shouguan.errors import DataError
from shouguan.models.history import History, history
from shouguan.observations import View
from shouguan.outlook import Outlook
from shouguan.place import Place
from shouguan.ytd import ROUNDING, Array

NAME = "statespace"
DRAWS = 10_000
_ROUNDING_VARIANCE = 0.1**2 / 12  # uniform on one decimal
_DIFFUSE = 10.0**2  # the trend's first value, in points squared: growth of any known city is well inside
_MIN_FIGURES = 8  # two years of quarters: fewer cannot tell a trend from a gap
PERSISTENCE = 0.7
"""What is left of a gap after a quarter: half of it is gone in two."""
TREND_SHARE = 0.2
"""Standard deviation of the trend's shock, as a share of the gap's."""


class CumulatedGrowth(MLEModel):
    """YTD growth seen through a cumulator of single-period growth.

    Parameters
    ----------
    ytd : ndarray, shape (n,)
        Published YTD growth on a grid of whole years, per cent; NaN where not published.
    cumulative : ndarray, shape (n,)
        `W_t` of each period in its own year; equals 1 at a year's last period.
    periods_a_year : int

    Notes
    -----
    State `(τ, c, C)`. In statsmodels' timing the matrices at t carry the state from t to t + 1, so the
    transition at t holds the weight of t + 1.
    """

    def __init__(self, ytd: Array, cumulative: Array, periods_a_year: int) -> None:
        super().__init__(ytd, k_states=3, k_posdef=2, loglikelihood_burn=1)
        n = ytd.size
        starts = np.concatenate([[True], cumulative[:-1] == 1.0])
        single = np.where(starts, cumulative, cumulative - np.roll(cumulative, 1))
        self.rho = PERSISTENCE ** (4 / periods_a_year)
        self._first_weight = single[0]
        self._level = float(ytd[np.isfinite(ytd)][0])

        next_weight = np.append(single[1:], 0.0)
        self["design"] = np.zeros((1, 3, n))
        self["design", 0, 2] = 1.0 / cumulative
        self["obs_cov", 0, 0] = _ROUNDING_VARIANCE
        self["selection"] = np.zeros((3, 2, n))
        self["selection", 0, 0] = self["selection", 1, 1] = 1.0
        self["selection", 2, 0] = self["selection", 2, 1] = next_weight
        self["transition"] = np.zeros((3, 3, n))
        self["transition", 0, 0] = 1.0
        self["transition", 1, 1] = self.rho
        self["transition", 2, 0] = next_weight
        self["transition", 2, 1] = self.rho * next_weight
        self["transition", 2, 2] = np.append(np.where(starts[1:], 0.0, 1.0), 0.0)

    @property
    def param_names(self) -> list[str]:
        """Return the parameter's name: the standard deviation of the gap's shock, in points a period."""
        return ["sd_gap"]

    @property
    def start_params(self) -> Array:
        """Return where the search begins: the spread of changes in published growth."""
        known = self.endog[np.isfinite(self.endog[:, 0]), 0]
        return np.array([max(float(np.std(np.diff(known))), 0.2)])

    def transform_params(self, unconstrained: Array) -> Array:
        """Map the optimiser's free number to a deviation that no place is steadier than: its own rounding."""
        return ROUNDING + np.exp(unconstrained)

    def untransform_params(self, constrained: Array) -> Array:
        """Undo `transform_params`."""
        return np.log(np.maximum(constrained - ROUNDING, 1e-6))

    def update(self, params: Array, **kwargs: Any) -> None:
        """Put the deviation into the system: a vague trend, a stationary gap, the cumulator of both."""
        (sd_gap,) = super().update(params, **kwargs)
        self["state_cov"] = np.diag([(TREND_SHARE * sd_gap) ** 2, sd_gap**2])
        loading = np.array([[1.0, 0.0], [0.0, 1.0], [self._first_weight, self._first_weight]])
        spread = np.diag([_DIFFUSE, sd_gap**2 / (1.0 - self.rho**2)])
        mean = loading @ np.array([self._level, 0.0])
        self.ssm.initialize_known(mean.astype(spread.dtype), loading @ spread @ loading.T)


def usable(place: Place, view: View, indicator: str, year: int) -> History:
    """Return what the model would see, or say why it cannot be used.

    Raises
    ------
    DataError
        When the year has no figure yet or is closed, or fewer than eight figures are known in all.
    """
    past = history(place, view, indicator, year)
    figures = int(np.isfinite(past.ytd).sum())
    if figures < _MIN_FIGURES:
        raise DataError(
            f"{place.name()} {indicator} 只有 {figures} 个累计增速，至少需要 {_MIN_FIGURES} 个才能估计模型",
            f"{place.name('en')} {indicator}: {figures} YTD growth figures; the model needs {_MIN_FIGURES}",
        )
    return past


def fit_predict(place: Place, view: View, indicator: str, year: int, *, seed: int = 0, draws: int = DRAWS) -> Outlook:
    """Forecast the rest of `year` from what `view` knows.

    Parameters
    ----------
    place : Place
    view : View
        What was known on the day; nothing else is used.
    indicator : str
    year : int
    seed : int
        Seed of the draws.
    draws : int

    Returns
    -------
    Outlook

    Raises
    ------
    DataError
        As `usable`.
    """
    past = usable(place, view, indicator, year)
    carried, rest = _simulate(past, seed, draws)
    return Outlook(
        region=place.region,
        indicator=indicator,
        year=year,
        as_of=view.as_of,
        known=tuple(float(value) for value in past.this_year),
        weights=past.weights,
        carried=carried,
        rest=rest,
        model=NAME,
        seed=seed,
    )


def _simulate(past: History, seed: int, draws: int) -> tuple[Array, Array]:
    """Fit, then draw the state at the last known period and carry each draw to the year's end."""
    size = past.weights.cumulative.size
    left = size - past.known
    last = len(past.periods) - left
    model = CumulatedGrowth(past.ytd[:last], past.cumulative[:last], size)
    fitted = model.fit(disp=False, maxiter=200, cov_type="none")
    sd_gap = float(fitted.params[0])
    mean = fitted.filtered_state[:, -1]
    covariance = fitted.filtered_state_cov[:, :, -1]

    rng = np.random.default_rng(seed)
    freedom = int(np.isfinite(past.ytd).sum()) - fitted.params.size
    # One scale for a whole path: few figures leave the size of the shocks uncertain (Student's t).
    scale = np.sqrt(freedom / rng.chisquare(freedom, draws))[:, None]
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.clip(values, 0.0, None))
    state = mean + scale * (rng.standard_normal((draws, 3)) @ root.T)
    trend, gap = state[:, 0], state[:, 1]
    # The published figure is known to its rounding, however uncertain its parts are.
    carried = np.clip(
        state[:, 2] / past.cumulative[last - 1], past.this_year[-1] - ROUNDING, past.this_year[-1] + ROUNDING
    )
    shocks = scale[:, :, None] * rng.standard_normal((draws, left, 2)) * sd_gap
    rest = np.empty((draws, left))
    for step in range(left):
        trend = trend + TREND_SHARE * shocks[:, step, 0]
        gap = model.rho * gap + shocks[:, step, 1]
        rest[:, step] = trend + gap
    return carried, rest
