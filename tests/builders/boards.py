"""Boards made by code, with parts that move together: what tests and timings of the explorer stand on."""

from __future__ import annotations

import numpy as np

from shouguan.components.levers import Board, Lever
from shouguan.core import indicators
from shouguan.core.ytd import Array

SHARES = {
    "gdp": (9.0, 32.0, 8.0, 13.0, 5.0, 1.5, 6.0, 6.0, 2.0, 3.0, 14.5),
    "fai": (34.0, 28.0, 27.0),
}
"""Shares of a usual prefecture, per cent; investment is in no part with the rest."""


def board(indicator: str, *, draws: int = 10_000, seed: int = 0) -> Board:
    """Make a board whose total is what is published, its parts and a small residual, in every draw."""
    codes = {"gdp": indicators.INDUSTRIES, "fai": indicators.INVESTMENT}[indicator]
    known, weight, ytd = {"gdp": (3, 0.72, 2.0), "fai": (8, 0.75, 7.0)}[indicator]
    rng = np.random.default_rng(seed)
    share = np.array(SHARES[indicator]) / 100.0
    expected = rng.uniform(-1.0, 9.0, share.size)
    common = rng.standard_normal((draws, 1))
    growth: Array = (
        expected + 1.2 * common + rng.standard_normal((draws, share.size)) * rng.uniform(0.8, 3.0, share.size)
    )
    weights = share * (1.0 - weight)
    low, high = np.quantile(growth, (0.005, 0.995), axis=0)
    levers = tuple(
        Lever(
            code=code,
            zh=indicators.indicator(code).zh,
            en=indicators.indicator(code).en,
            weight=float(weights[n]),
            expected=float(growth[:, n].mean()),
            low=round(float(np.floor((low[n] - 1.0) * 10.0) / 10.0), 1),
            high=round(float(np.ceil((high[n] + 1.0) * 10.0) / 10.0), 1),
            known=known,
        )
        for n, code in enumerate(codes)
    )
    return Board(
        indicator=indicator,
        region="999901",
        year=2020,
        known_weight=weight,
        known_ytd=ytd,
        full_year=weight * ytd + growth @ weights + 0.05 * rng.standard_normal(draws),
        levers=levers,
        covariance=np.cov(growth.T),
    )
