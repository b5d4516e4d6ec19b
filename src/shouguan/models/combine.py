"""A combination of models and rules, with weights learned from past scores only.

The centre of the panel's distribution is moved to a weighted mean of the members' forecasts. Weights are
inverse mean absolute errors of earlier years of the same kind (calm or turning) at the same origin, shrunk to
equal ones (Timmermann 2006, *Handbook of Economic Forecasting* 1, on why equal weights are hard to beat).
The backtest scores it beside its members; docs/method.md says whether it earns its place.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from shouguan.models import panel, statespace

NAME = "combine"
MEMBERS = (panel.NAME, statespace.NAME)
RULES = ("carry_ytd",)
_PRIOR = 31.0
"""Equal weights count as this many past forecasts."""


def points(models: dict[str, float], rules: dict[str, float]) -> dict[str, float]:
    """Return the members' forecasts by name."""
    return {**models, **{name: rules[name] for name in RULES}}


def combined(now: dict[str, float], errors: Sequence[dict[str, float]]) -> float:
    """Return the weighted mean of `now`; without past errors only the models count, equally.

    Parameters
    ----------
    now : dict of str to float
        Forecasts by member.
    errors : sequence of dict
        Absolute errors of past forecasts by member.
    """
    if not errors:
        return float(np.mean([now[name] for name in MEMBERS]))
    weights = shares({name: [each[name] for each in errors] for name in now})
    return sum(weights[name] * now[name] for name in now)


def shares(errors: dict[str, list[float]]) -> dict[str, float]:
    """Return weights by member from absolute errors, shrunk to equal ones; they add up to one."""
    precision = {name: 1.0 / max(float(np.mean(np.square(past))), 1e-4) for name, past in errors.items()}
    total = sum(precision.values())
    n = len(next(iter(errors.values())))
    trust = n / (n + _PRIOR)
    return {name: trust * value / total + (1.0 - trust) / len(precision) for name, value in precision.items()}
