"""Ledgers of several months, as `registers.read` returns them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from shouguan.ingest.readers.registers.ledger import LEDGER

MONTHS = [f"{year}-{month:02d}" for year in (2019, 2020) for month in range(2, 13)]
"""Two years of the calendar of investment."""


def line(name: str, period: str, /, **cells: Any) -> dict[str, Any]:
    """Make one line of a ledger: a project begun and registered long ago, unless `cells` says otherwise."""
    given = {
        "period": period,
        "project_code": f"code-{name}",
        "project_name": name,
        "industry": "制造业",
        "district": "甲区",
        "total_investment_wan_yuan": 10_000,
        "done_before_wan_yuan": 0,
        "annual_plan_wan_yuan": 2_400,
        "planned_start": pd.Timestamp("2017-06-01"),
        "actual_start": pd.Timestamp("2017-06-01"),
        "registered": True,
        "registered_on": pd.Timestamp("2017-08-01"),
        "land": "已落实",
        "environment": "已批复",
    }
    return given | cells


def ledger(*lines: dict[str, Any]) -> pd.DataFrame:
    """Make a ledger of lines, with every column that one has."""
    columns = ["period", *(field.name for field in LEDGER.fields), "source"]
    table = pd.DataFrame(list(lines)).reindex(columns=columns)
    table["source"] = [f"台账.xlsx#项目!A{number}" for number in range(2, len(table) + 2)]
    table["registered"] = table["registered"].astype("boolean")
    return table


def steady(
    rho: Sequence[float] | np.ndarray, noise: float, rng: np.random.Generator, months: Sequence[str] = tuple(MONTHS)
) -> tuple[pd.DataFrame, np.ndarray]:
    """Make projects that build about the same each month and are counted at a ratio of their own.

    Parameters
    ----------
    rho : sequence of float
        What is counted of each project in the long run.
    noise : float
        Relative standard deviation of a month's ratio.

    Returns
    -------
    ledger, rho : DataFrame, ndarray
    """
    lines = []
    for number, of in enumerate(rho):
        size = float(np.exp(rng.normal(5, 1)))
        before, ytd, counted = 18 * size, 0.0, 0.0  # since June 2017
        for period in months:
            if period.endswith("-02"):
                before, ytd, counted = before + ytd, 0.0, 0.0
            added = size * float(np.exp(rng.normal(0, 0.2)))
            ytd += added
            counted += added * of * float(np.exp(rng.normal(-(noise**2) / 2, noise)))
            cells = {"ytd_done_wan_yuan": ytd, "statistics_ytd_wan_yuan": counted, "total_investment_wan_yuan": 1e6}
            cells |= {"done_before_wan_yuan": before}
            lines.append(line(f"项目{number}", period, industry=f"类{number % 3}", **cells))
    return ledger(*lines), np.array(rho)
