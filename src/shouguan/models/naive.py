"""The yardsticks: rules of thumb that every forecast is held against.

In calm years they are hard to beat, and the reports say so by printing them beside the model.
"""

from __future__ import annotations

import numpy as np

from shouguan.core.ytd import single_from_ytd, ytd_from_single
from shouguan.models.history import History


def carry_ytd(history: History) -> float:
    """Full-year growth if the year ends where its YTD growth stands now."""
    return float(history.this_year[-1])


def carry_last_single(history: History) -> float:
    """Full-year growth if every period left grows like the newest single period.

    The newest single growth is backed out of the two newest YTD figures; where the one before is not
    published, the whole stretch since the last published figure counts as one.
    """
    cumulative = history.weights.cumulative
    known = np.flatnonzero(np.isfinite(history.this_year))
    stretches = cumulative[known]
    last = float(single_from_ytd(history.this_year[known], stretches)[-1])
    rest = 1.0 - stretches[-1]
    return float(ytd_from_single([history.this_year[-1], last], [1.0 - rest, 1.0])[-1])


def two_year_average(history: History) -> float:
    """Full-year growth if the rest of the year grows, averaged over two years, as the year so far has.

    Offices quote two-year averages (两年平均增速) when last year's base is distorted: with YTD growth this
    year and last on one base, the rest of the year is given the same mean of the two years. Where last
    year has no figure for the same stretch, YTD growth is carried.
    """
    size, known = history.size, history.known
    start = len(history.periods) - 2 * size
    if start < 0 or not np.isfinite(history.ytd[[start + known - 1, start + size - 1]]).all():
        return carry_ytd(history)
    weight = history.cumulative[start + known - 1]
    last_ytd, last_year = history.ytd[start + known - 1], history.ytd[start + size - 1]
    last_rest = (last_year - weight * last_ytd) / (1.0 - weight)
    two_years = np.sqrt(max((1 + last_ytd / 100) * (1 + history.this_year[-1] / 100), 0.0))
    rest = 100.0 * (two_years**2 / max(1 + last_rest / 100, 0.1) - 1.0)
    return float(ytd_from_single([history.this_year[-1], rest], [history.weights.cumulative[known - 1], 1.0])[-1])


def median_of_rules(history: History) -> float:
    """Return the median of the three rules: one of them is usually right."""
    return float(np.median([carry_ytd(history), carry_last_single(history), two_year_average(history)]))


YARDSTICKS = {
    "carry_ytd": carry_ytd,
    "carry_last_single": carry_last_single,
    "two_year_average": two_year_average,
    "median_of_rules": median_of_rules,
}
"""Name → rule, as the command line and the reports list them."""

LABELS = {
    "carry_ytd": ("沿用累计增速", "carry YTD growth forward"),
    "carry_last_single": ("沿用最近一期当期增速", "carry last single forward"),
    "two_year_average": ("沿用两年平均增速", "carry the two-year average forward"),
    "median_of_rules": ("三种简单规则的中位数", "median of the three rules"),
}
"""Name → what reports call the rule, in Chinese and English."""
