"""The yardsticks: rules of thumb that every forecast is held against.

In calm years they are hard to beat, and the reports say so by printing them beside the model.
"""

from __future__ import annotations

import numpy as np

from shouguan.models.history import History
from shouguan.ytd import single_from_ytd, ytd_from_single


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


YARDSTICKS = {"carry_ytd": carry_ytd, "carry_last_single": carry_last_single}
"""Name → rule, as the command line and the reports list them."""
