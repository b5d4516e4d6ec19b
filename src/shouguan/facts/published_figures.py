"""Every figure of the year that a place has published, an indicator a row: what a page without a forecast can show."""

from __future__ import annotations

from shouguan.core import indicators
from shouguan.core.periods import Period
from shouguan.facts import comparisons
from shouguan.facts.briefing import Briefing
from shouguan.facts.contents import Figured


def figures(page: Briefing) -> tuple[Figured, ...]:
    """Return the newest stretch of each indicator that has a figure of the year, in the order of the catalogue."""
    return tuple(row for code in indicators.CATALOGUE if (row := _row(page, code)) is not None)


def _row(page: Briefing, code: str) -> Figured | None:
    entry = indicators.indicator(code)
    if entry.basis == "stock":
        end = comparisons.balance(page, code)
        return None if end is None else Figured(code, end[0], None, end[1], None)
    growth = page.view.ytd_growth(page.place.region, code)
    # Levels of investment do not go with its growth, which is on a comparable base: it is told by growth alone.
    comparable = entry.growth_price == "comparable"
    valued = {} if comparable else page.view.series(page.place.region, code, basis="ytd", measure="value")
    newest = max((period for period in (*growth, *valued) if period.year == page.year), default=None)
    if newest is None:
        return None
    before = Period(newest.year - 1, newest.frequency, newest.number)
    return Figured(
        code,
        newest,
        comparisons.value(page, code, newest) if valued else None,
        comparisons.growth(page, code, newest),
        comparisons.growth(page, code, before),
    )
