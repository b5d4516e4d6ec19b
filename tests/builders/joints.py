"""Joints made by code, of one region: draws whose mean and covariance are exactly what a test asks for."""

from __future__ import annotations

import datetime as dt

import numpy as np

from shouguan.components.accounts import Accounts
from shouguan.core import indicators
from shouguan.core.ytd import Array
from shouguan.data.year_weights import YearWeights
from shouguan.models.outlook import Joint, Outlook

REGION = "999901"
YEAR = 2020


def whitened(rng: np.random.Generator, draws: int, size: int) -> Array:
    """Return normal draws with mean 0 and covariance 1 exactly, shape (draws, size)."""
    drawn = rng.standard_normal((draws, size))
    drawn -= drawn.mean(axis=0)
    values, vectors = np.linalg.eigh(drawn.T @ drawn / draws)
    return drawn @ (vectors / np.sqrt(values)) @ vectors.T


def joint(
    left: dict[str, int],
    mean: Array,
    covariance: Array,
    *,
    draws: int = 500,
    seed: int = 0,
    carried_sd: float = 0.028,
    known: float = 2.0,
) -> Joint:
    """Make the outlooks of several indicators with so many periods left each.

    Parameters
    ----------
    left : dict of str to int
    mean, covariance : ndarray
        Of single growth of all periods left, in the order of `left`.
    """
    rng = np.random.default_rng(seed)
    x = mean + whitened(rng, draws, mean.size) @ np.linalg.cholesky(covariance).T
    outlooks, start = [], 0
    for code, size in left.items():
        calendar = indicators.indicator(code).calendar
        share = np.linspace(1.0, 1.6, calendar.size)
        outlooks.append(
            Outlook(
                region=REGION,
                indicator=code,
                year=YEAR,
                as_of=dt.date(2020, 10, 25),
                known=(known,) * (calendar.size - size),
                weights=YearWeights(YEAR, np.cumsum(share) / share.sum(), REGION, YEAR - 1, False),
                ytd_known=known + carried_sd * rng.uniform(-1.7, 1.7, draws)
                if size < calendar.size
                else np.zeros(draws),
                remaining=x[:, start : start + size],
                model="by hand",
                seed=7,
                parts={"trend": (0.0,) * size},
            )
        )
        start += size
    return Joint(tuple(outlooks))


def covariance(rng: np.random.Generator, size: int) -> Array:
    """Make a covariance whose variances are those of single growth, with a common part."""
    loads = rng.uniform(0.3, 1.5, size)
    return np.outer(loads, loads) + np.diag(rng.uniform(0.3, 1.5, size) ** 2)


def three(draws: int = 500, seed: int = 0) -> Joint:
    """GDP with one quarter left, investment and industry with three months."""
    rng = np.random.default_rng(seed)
    return joint(
        {"gdp": 1, "fai": 3, "industry_va": 3},
        np.array([6.0, 8.0, 7.0, 9.0, 6.5, 6.0, 5.5]),
        covariance(rng, 7),
        draws=draws,
        seed=seed,
    )


def incoherence(accounts: Accounts) -> float:
    """Return the largest gap between a total and what adds up to it, over all draws, points."""
    return float(np.max(np.abs(accounts.points().sum(axis=0) + accounts.residual - accounts.total.full_year)))
