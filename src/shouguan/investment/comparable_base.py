"""The comparable base: what last year's investment amounted to on this year's scope, in 亿元.

Most places publish growth only, and where levels are published their ratio is not the growth (可比口径): a level is
used once, as a scale that carries a doubt, and growth of the years between is the published one.
"""

from __future__ import annotations

from dataclasses import dataclass

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.data.observations import View
from shouguan.data.place import Place

LEVEL_DOUBT = 0.02
"""Relative standard deviation of a level that the office gives, as a comparable base."""
PUBLISHED_DOUBT = 0.04
"""The same of a published level. The nation's growth and its levels' ratio differ by 1.3 points in 2017, 6 in 2021."""


@dataclass(frozen=True)
class ComparableBase:
    """Investment of one year as the base of the next year's growth.

    Attributes
    ----------
    year : int
        The year that it is the investment of.
    value : float
        亿元.
    doubt : float
        Relative standard deviation.
    source : str
    """

    year: int
    value: float
    doubt: float
    source: str


def comparable_base(place: Place, view: View, settings: InvestmentSettings, year: int) -> ComparableBase:
    """Return the base of the growth of `year`.

    Parameters
    ----------
    place : Place
    view : View
        What was known on the day.
    settings : InvestmentSettings
        Its level comes first; a published level stands in where there is none.
    year : int
        The year whose growth it is the base of.

    Raises
    ------
    DataError
        When no level of an earlier year is known, or growth of a year between is not.
    """
    calendar = indicators.indicator("fai").calendar
    growth = {p.year: g for p, g in view.ytd_growth(place.region, "fai").items() if p.number == calendar.numbers[-1]}
    levels = view.series(place.region, "fai", basis="ytd", measure="value")
    published = {p.year: level for p, level in levels.items() if p.number == calendar.numbers[-1] and p.year < year}
    if settings.level is not None:
        start, value, doubt, source = settings.level.year, settings.level.value, LEVEL_DOUBT, settings.level.source
    elif published:
        start = max(published)
        value, doubt, source = published[start], PUBLISHED_DOUBT, f"{place.name()} {start}"
    else:
        raise DataError(
            f"{place.name()}没有 {year} 年以前的投资额；在 investment.yaml 的 level 写一年的投资额（亿元）和出处",
            f"{place.name('en')}: no amount of investment before {year}; write one year's (亿元) with its source as"
            " `level` in investment.yaml",
        )
    between = range(start + 1, year) if start < year else range(year, start + 1)
    missing = [each for each in between if each not in growth]
    if missing:
        raise DataError(
            f"投资额是 {start} 年的，缺 {missing[0]} 年全年增速，推不到 {year - 1} 年；"
            f"请在 investment.yaml 写 {year - 1} 年的 level",
            f"the level is of {start}; growth of {missing[0]} is not known, so it cannot be carried to {year - 1}:"
            f" write the level of {year - 1} in investment.yaml",
        )
    for each in between:
        factor = 1 + growth[each] / 100
        value = value * factor if start < year else value / factor
    return ComparableBase(year - 1, value, doubt, source)
