"""Past forecasts as the long tables that the Bank of England's `forecast_evaluation` package reads.

One row a forecast: `date` is the end of the year that is forecast, `vintage_date` the end of the
quarter or month in which it could be made, `forecast_horizon` the periods between them, `variable` the indicator with
the region, `source` the model or rule. Outturns are the full-year figures as first released, with a horizon
of −1: known one period after they happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shouguan.core import indicators
from shouguan.core.files import write_csv
from shouguan.core.periods import Period
from shouguan.evaluation.backtest import Forecast

FORECASTS = ("date", "vintage_date", "variable", "source", "frequency", "forecast_horizon", "value")
OUTTURNS = ("date", "vintage_date", "variable", "frequency", "forecast_horizon", "value")


def write(forecasts: Sequence[Forecast], indicator: str, folder: Path) -> tuple[Path, Path]:
    """Write `forecasts.csv` and `outturns.csv` into a folder, which is made if needed.

    Returns
    -------
    tuple of Path
    """
    calendar = indicators.indicator(indicator).calendar
    rows, truths = [], {}
    for each in forecasts:
        periods = calendar.periods(each.year)
        end, known = periods[-1], periods[each.known - 1]
        variable = f"{indicator}_full_year_{each.region}"
        horizon = end.number - known.number - 1
        points = {each.model: each.median, **each.yardsticks}
        for source, value in points.items():
            vintage = _after(known).end.isoformat()
            rows.append((end.end.isoformat(), vintage, variable, source, calendar.frequency, horizon, f"{value:.4f}"))
        truths[variable, each.year] = (
            *(end.end.isoformat(), _after(end).end.isoformat(), variable, calendar.frequency),
            *("-1", f"{each.truth:.1f}"),
        )
    folder.mkdir(parents=True, exist_ok=True)
    files = folder / "forecasts.csv", folder / "outturns.csv"
    # With several models the rules come once for each; they are the same.
    write_csv(files[0], FORECASTS, [list(map(str, row)) for row in dict.fromkeys(rows)])
    write_csv(files[1], OUTTURNS, [list(row) for row in truths.values()])
    return files


def _after(period: Period) -> Period:
    """Return the period in which the figures of `period` come out: the next one."""
    count = {"Q": 4, "M": 12, "A": 1}[period.frequency]
    if period.number < count:
        return Period(period.year, period.frequency, period.number + 1)
    return Period(period.year + 1, period.frequency, 1)
