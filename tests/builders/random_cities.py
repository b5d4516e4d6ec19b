"""Totals with parts, made by code: what the accounts, back-solving and levers are tested on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from shouguan.components.accounting import Shares
from shouguan.components.accounts import Accounts, coherent
from shouguan.core import indicators
from shouguan.core.indicators import INDUSTRIES
from shouguan.core.ytd import Array, cumulative_weights
from shouguan.data.year_weights import YearWeights
from shouguan.models.outlook import Outlook

DAY = dt.date(2020, 10, 25)
REGION = "999999"


def outlook(
    code: str,
    known: Sequence[float],
    rest: Array,
    base: Sequence[float] = (22.0, 24.5, 25.5, 28.0),
    rng: np.random.Generator | None = None,
) -> Outlook:
    """Make an Outlook of one indicator; its newest figure moves within its rounding where `rng` is given."""
    draws = rest.shape[0]
    carried = np.full(draws, known[-1] if known else 0.0)
    if rng is not None and known:
        carried = carried + rng.uniform(-0.05, 0.05, draws)
    return Outlook(
        region=REGION,
        indicator=code,
        year=2020,
        as_of=DAY,
        known=tuple(known),
        weights=YearWeights(2020, cumulative_weights(base), REGION, 2019, False),
        ytd_known=carried,
        remaining=rest,
        model="by hand",
        seed=0,
    )


def random_city(seed: int, *, draws: int = 1000, known: int | None = None) -> Accounts:
    """Make a city: shares, seasons, growth, noise and correlation of eleven industries all drawn from the seed."""
    rng = np.random.default_rng(seed)
    known = int(rng.integers(0, 4)) if known is None else known
    shares = rng.dirichlet(np.full(len(INDUSTRIES), 2.0))
    left = 4 - known
    common = rng.normal(0, rng.uniform(0.2, 2.0), (draws, left))
    total_season: list[float] = rng.uniform(15, 30, 4).tolist()
    parts = []
    for code in INDUSTRIES:
        level, noise = rng.normal(4, 4), rng.uniform(0.3, 4.0)
        rest = level + common * rng.uniform(0.2, 2.0) + rng.normal(0, noise, (draws, left))
        have = known if known == 0 or rng.random() < 0.9 else known - 1  # one part in ten publishes late
        late = rng.normal(level, noise, (draws, known - have))
        figures = np.round(rng.normal(level, 1.0, have), 1)
        season = [each * float(rng.uniform(0.8, 1.2)) for each in total_season]
        parts.append(outlook(code, figures.tolist(), np.column_stack([late, rest]), season, rng))
    whole = 4 + common + rng.normal(0, 0.5, (draws, left))
    total = outlook("gdp", np.round(rng.normal(4, 1.0, known), 1).tolist(), whole, total_season, rng)
    made, residual = coherent(total, parts, shares, 0.1, rng)
    return Accounts(total, tuple(made), Shares(INDUSTRIES, shares, 2019, REGION), residual, {}, {})


def periods_left(code: str, known: int) -> list[str]:
    """Return the names of the periods of 2020 that are left after the first `known`."""
    return [str(period) for period in indicators.indicator(code).calendar.periods(2020)[known:]]
