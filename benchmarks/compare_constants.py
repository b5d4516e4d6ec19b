"""Compare the model's two fixed constants with others, and with estimating them place by place.

Prints the mean absolute error of full-year GDP growth of the provinces, 2018–2022, by origin and kind of
year, for a grid of constants and for the pair that has the highest likelihood in each place on each day.
Takes about ten minutes; `docs/method.md` quotes it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import sys

import numpy as np

from shouguan import place
from shouguan.models import statespace
from shouguan.models.history import History, history
from shouguan.periods import Period

PERSISTENCE = (0.5, 0.7, 0.85)
TREND_SHARE = (0.1, 0.2, 0.3)
YEARS = range(2018, 2023)
PAIRS = tuple(itertools.product(PERSISTENCE, TREND_SHARE))


def main() -> None:
    """Forecast every region, year and origin with every pair of constants."""
    errors: dict[tuple[str, int, str], list[float]] = {}
    regions = [region.name for region in place.official_regions().values() if region.parent]
    for number, name in enumerate(regions, start=1):
        if sys.stderr.isatty():
            print(f"\r{number}/{len(regions)} {name}    ", end="", file=sys.stderr)
        where = place.load(name)
        truth = {period.year: float(rate) for period, rate in _full_years(where).items()}
        for day, period in where.releases("gdp"):
            if period.year not in YEARS or period.number == 4:
                continue
            past = history(where, where.as_of(day), "gdp", period.year)
            found = {pair: _median_and_likelihood(past, *pair) for pair in PAIRS}
            found_best = max(found.values(), key=lambda each: each[1])
            kind = "2018-19" if period.year < 2020 else "2020-22"
            for label, (median, _) in {**{f"{p}": v for p, v in found.items()}, "best likelihood": found_best}.items():
                errors.setdefault((label, period.number, kind), []).append(abs(median - truth[period.year]))
    print("(persistence, trend share): mean absolute error at Q1, H1, Q3, 2018-19 / 2020-22")
    for label in dict.fromkeys(key[0] for key in errors):
        cells = [
            f"{np.mean(errors[label, q, '2018-19']):.2f}/{np.mean(errors[label, q, '2020-22']):.2f}" for q in (1, 2, 3)
        ]
        print(f"{label:16}", *cells, sep="  ")


def _full_years(where: place.Place) -> dict[Period, float]:
    growth = where.as_of(dt.date(2026, 12, 31)).ytd_growth(where.region, "gdp")
    return {period: rate for period, rate in growth.items() if period.number == 4}


def _median_and_likelihood(past: History, persistence: float, trend_share: float) -> tuple[float, float]:
    """Return the expected full-year growth (the state's own mean, no draws) and the log likelihood."""
    kept = statespace.PERSISTENCE, statespace.TREND_SHARE
    statespace.PERSISTENCE, statespace.TREND_SHARE = persistence, trend_share
    try:
        size = past.weights.cumulative.size
        model = statespace.CumulatedGrowth(past.ytd, past.cumulative, size)
        fitted = model.fit(disp=False, maxiter=200, cov_type="none")
    finally:
        statespace.PERSISTENCE, statespace.TREND_SHARE = kept
    return float(fitted.filtered_state[2, -1]), float(fitted.llf)


if __name__ == "__main__":
    main()
