"""Compare the forecast of the nation's GDP with and without the months of the open quarter.

Days between two releases of GDP, 2019–2024, when industry and retail sales of the open quarter are partly
out. Prints each forecast beside what came, and mean absolute errors by day of the year.
"""

from __future__ import annotations

import datetime as dt

import numpy as np

from shouguan.data import place
from shouguan.models import bridge, panel
from shouguan.models.history import histories
from shouguan.models.model import fit_predict

DAYS = ((7, 1), (9, 1), (10, 1))


def main() -> None:
    """Forecast each day twice."""
    nation = place.load("全国")
    newest = nation.as_of(dt.date(2026, 12, 31))
    first = nation.table[nation.table["vintage"] == "first"]
    errors: dict[tuple[int, int], list[tuple[float, float]]] = {}
    print("day: panel, with the months, what came; what the months say of the quarter")
    for year in range(2019, 2025):
        own = first[(first["indicator"] == "gdp") & (first["period"] == f"{year}Q4") & (first["measure"] == "growth")]
        truth = float(own[own["basis"] == "ytd"]["value"].iloc[0]) if len(own) else _newest(newest, year)
        for month, day in DAYS:
            view = nation.as_of(dt.date(year, month, day))
            medians = [
                fit_predict(each.fit_predict_all, nation, view, "gdp", year).quantile(0.5) for each in (panel, bridge)
            ]
            found = bridge.read(view, histories(nation, view, "gdp", year)[place.NATION])
            said = f"{found.period} {found.growth:.1f} ± {found.error:.1f}" if found else "nothing"
            print(f"{view.as_of}: {medians[0]:.2f}, {medians[1]:.2f}, {truth:.1f}; {said}")
            errors.setdefault((month, day), []).append((abs(medians[0] - truth), abs(medians[1] - truth)))
    for when, pairs in errors.items():
        print(when, "mean absolute error without and with:", np.mean(pairs, axis=0).round(2))


def _newest(view: place.View, year: int) -> float:
    return next(value for period, value in view.ytd_growth(place.NATION, "gdp").items() if str(period) == f"{year}Q4")


if __name__ == "__main__":
    main()
