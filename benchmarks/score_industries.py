"""Score the forecasts of the nation's eleven industries, year by year, on what was known after each quarter.

    python benchmarks/score_industries.py

The accounts of 2023 to 2025 are opened on the day after each release and compared with the full-year growth
published later (in today's vintage: pseudo-real-time). Printed: mean absolute error of the reconciled forecast
and of carrying YTD growth forward, and how often the 80 % interval held, both to one decimal as printed.
"""

from __future__ import annotations

import datetime as dt

import numpy as np

from shouguan.components.accounts import open_accounts
from shouguan.core.periods import Period
from shouguan.core.rounding import half_up
from shouguan.data import place
from shouguan.models import calibrated

DAYS = {"Q1": "04-30", "H1": "07-30", "Q3": "10-30"}
YEARS = (2023, 2024, 2025)


def main() -> None:
    """Print the scores of each origin."""
    where = place.load("全国")
    final = where.as_of(dt.date(2026, 11, 1))
    print("origin   n  MAE   carry YTD  80% held")
    for origin, day in DAYS.items():
        errors, carried, inside = [], [], []
        for year in YEARS:
            view = where.as_of(dt.date.fromisoformat(f"{year}-{day}"))
            total = calibrated.fit_predict(where, view, "gdp", year)
            for part in open_accounts(where, view, total).parts:
                truth = final.ytd_growth(where.region, part.indicator)[Period(year, "Q", 4)]
                low, high = (half_up(end, 1) for end in part.interval(0.8))
                errors.append(abs(half_up(part.quantile(0.5), 1) - truth))
                carried.append(abs(part.known_ytd - truth))
                inside.append(low <= truth <= high)
        print(f"{origin:6} {len(errors):3}  {np.mean(errors):.2f}  {np.mean(carried):9.2f}  {np.mean(inside):8.2f}")


if __name__ == "__main__":
    main()
