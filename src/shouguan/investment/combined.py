"""From above and from below together: a weight by expected score, and the two side by side with why they differ.

The combined year is w·below + (1 − w)·above, draw by draw. w makes the expected squared error least, as past years of
the ledger bear it out (Bates and Granger 1969, *Operational Research Quarterly* 20): each past year's forecasts of the
same day count as one year. The prior counts as three: the forecast from below is made of the one from above and of what
the ledger adds to it, so from above has nothing that from below lacks, and only the doubt about the ledger speaks for
it. A ledger that has not yet been through whole years may be wrong in ways that its own months cannot show. That doubt
falls with the square of its age, and is large as long as no past year could be scored: it makes the weight of a young
ledger small. The width of the combined interval is learned from the same years, from a prior narrower than the draws.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from shouguan.core.errors import DataError
from shouguan.core.rounding import half_up
from shouguan.core.ytd import ROUNDING, Array
from shouguan.data import investment_settings
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.investment import bottom_up
from shouguan.investment.bottom_up import BottomUp, TopDown, calibrated_above, open_ledger
from shouguan.investment.comparable_base import comparable_base
from shouguan.investment.ledger_ahead import Rehearsal
from shouguan.models.draws import DRAWS
from shouguan.models.outlook import INTERVAL, Outlook

NAME = "combined_investment"
DOUBT = 1.6
"""What a ledger of one year may be wrong beyond its own draws, in standard deviations of the forecast from above;
with a ledger of two years a quarter of it, for its months can then be held against the same months of a year before."""
UNTESTED = 2.0
"""The least of that doubt as long as no past year could be forecast from the ledger and scored."""
YEARS_OF_PRIOR = 3.0
"""The prior weight and the prior width count as this many scored years."""
PRIOR_WIDTH = 0.85
"""How wide the combined interval is against its draws as long as no past year tells. Both forecasts doubt the ledger's
rest of the year each by itself; on 75 simulated cities of seeds 5000-5074 the draws held 0.86 where 0.80 was said."""
LARGEST_SCORE = 3.0
"""A past error counts as no more than this many standard deviations: one year is no rule."""
YOUNG = 2.0
"""Years of ledger below which a report says that it is young."""
PART_NAMES = {
    "ledger": ("台账项目", "projects of the ledger"),
    "others": ("台账外投资", "investment outside the ledger"),
    bottom_up.HOMES: ("房地产开发投资", "real-estate development"),
}
_MONTHS = 11.0


@dataclass(frozen=True)
class Combined:
    """Investment of a year from above, from below, and together.

    Attributes
    ----------
    below : BottomUp
        With the forecast from above as `below.top_down`.
    outlook : Outlook
        The two together.
    weight : float
        Of the forecast from below, 0 to 1.
    age : float
        Years of ledger.
    past : DataFrame
        A scored past year a row: `year`, `truth`, `top_down`, `bottom_up` (medians on the same day, per cent).
    """

    below: BottomUp
    outlook: Outlook
    weight: float
    age: float
    past: pd.DataFrame

    @property
    def young(self) -> bool:
        """Whether the ledger is too young to have earned its weight."""
        return self.age < YOUNG or self.past.empty

    def table(self) -> pd.DataFrame:
        """Return the forecasts side by side, one a row: `median`, `lower`, `upper` (80 %), `weight`; per cent."""
        sides = {"top_down": self.below.top_down, "bottom_up": self.below.outlook, "combined": self.outlook}
        weights = {"top_down": 1.0 - self.weight, "bottom_up": self.weight, "combined": 1.0}
        rows = [(name, each.quantile(0.5), *each.interval(INTERVAL), weights[name]) for name, each in sides.items()]
        return pd.DataFrame(rows, columns=["forecast", "median", "lower", "upper", "weight"])

    @property
    def apart(self) -> float:
        """How far the median from below, as printed, lies above the one from above; percentage points."""
        below, above = (half_up(each.quantile(0.5), 1) for each in (self.below.outlook, self.below.top_down))
        return half_up(below - above, 1)

    def reason(self) -> tuple[str, str]:
        """Say how far the two medians lie apart, and mostly by which part of the year, in Chinese and English."""
        points = self.below.parts.set_index("part")["points"]
        apart, largest = self.apart, str(points.abs().idxmax())
        zh, en = PART_NAMES[largest]
        more, higher = ("高", "above") if apart >= 0 else ("低", "below")
        young_zh = f"；台账只有{self.age:.1f}年，权重{self.weight:.0%}" if self.young else f"；权重{self.weight:.0%}"
        young_en = f"; {self.age:.1f} years of ledger, weight {self.weight:.0%}"
        return (
            f"自下而上比自上而下{more}{abs(apart):.1f}个百分点，主要在{zh}（{points[largest]:+.1f}）{young_zh}",
            f"from below lies {abs(apart):.1f} points {higher} the forecast from above, mostly by {en}"
            f" ({points[largest]:+.1f}){young_en}",
        )


def fit_predict(
    place: Place,
    view: View,
    year: int,
    *,
    seed: int = 0,
    draws: int = DRAWS,
    rehearsal: Rehearsal | None = None,
    settings: InvestmentSettings | None = None,
    top_down: TopDown = calibrated_above,
) -> Combined:
    """Forecast a year's investment from above, from below and together; see `bottom_up.fit_predict`.

    Raises
    ------
    DataError
        When there is no forecast from below: the one from above then stands alone.
    """
    if settings is None:
        settings = investment_settings.read(place.folder) if place.folder else InvestmentSettings()
    if rehearsal is None:
        rehearsal = Rehearsal(open_ledger(place, view.as_of), settings.projects.registration_from)

    def below(view: View, year: int, base_view: View) -> BottomUp:
        base = comparable_base(place, base_view, settings, year)
        return bottom_up.fit_predict(
            place,
            view,
            year,
            seed=seed,
            draws=draws,
            rehearsal=rehearsal,
            settings=settings,
            base=base,
            top_down=top_down,
        )

    now = below(view, year, view)
    truth = {
        period.year: value for period, value in view.ytd_growth(place.region, "fai").items() if period.number == 12
    }
    past: list[tuple[BottomUp, float]] = []
    for before in range(year - 1, rehearsal.panel.periods[0].year - 1, -1):
        try:
            then = below(place.as_of(_same_day(view.as_of, before - year)), before, view)
        except DataError:
            continue
        if before in truth and len(then.top_down.known) == len(now.top_down.known):
            past.append((then, truth[before]))
    age = now.months / _MONTHS
    doubts = DOUBT / age**2 if past else max(DOUBT / age**2, UNTESTED)
    weight = _weight(doubts, past)
    mixed = _mixed(now, weight)
    middle = float(np.median(mixed))
    mixed = middle + _width(weight, past) * (mixed - middle)
    remaining = weight * now.outlook.remaining + (1.0 - weight) * now.top_down.remaining
    outlook = replace(now.outlook, remaining=remaining, model=NAME).shifted_to(mixed)
    rows = [(each.outlook.year, came, each.top_down.quantile(0.5), each.outlook.quantile(0.5)) for each, came in past]
    return Combined(now, outlook, weight, age, pd.DataFrame(rows, columns=["year", "truth", "top_down", "bottom_up"]))


def _same_day(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _weight(doubts: float, past: list[tuple[BottomUp, float]]) -> float:
    """Return the weight of the forecast from below: least squares of w = Σ a(a − b) / Σ (a − b)² of errors a and b.

    In the prior years a is what the one from above misses, b the doubt about the ledger, both by themselves: their
    weight is 1 / (1 + doubts²).
    """
    gains, costs = YEARS_OF_PRIOR, YEARS_OF_PRIOR * (1.0 + doubts**2)
    for each, came in past:
        high, low = each.top_down.full_year, each.outlook.full_year
        above, under = float(np.median(high)) - came, float(np.median(low)) - came
        # A year in which both were far off says no more of the two than an ordinary one.
        size = float(np.var(high)) + (above**2 + under**2) / 2
        gains += above * (above - under) / size
        costs += (above - under) ** 2 / size
    return float(np.clip(gains / costs, 0.0, 1.0))


def _mixed(each: BottomUp, weight: float) -> Array:
    return weight * each.outlook.full_year + (1.0 - weight) * each.top_down.full_year


def _width(weight: float, past: list[tuple[BottomUp, float]]) -> float:
    """Return by how much the draws are too wide (below 1) or too narrow (above 1), as past years have it."""
    squares = 0.0
    for each, came in past:
        mixed = _mixed(each, weight)
        score = (float(np.median(mixed)) - came) / max(float(np.std(mixed)), ROUNDING)
        squares += min(abs(score), LARGEST_SCORE) ** 2
    return float(np.sqrt((YEARS_OF_PRIOR * PRIOR_WIDTH**2 + squares) / (YEARS_OF_PRIOR + len(past))))
