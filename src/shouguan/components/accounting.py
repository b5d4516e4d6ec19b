"""Production-approach accounting (分行业核算): what the parts of a total weigh, and what each contributes.

GDP is the sum of eleven industries, investment of a few fields. A part's weight is its share of the total in
the same stretch of the previous year, at current prices (the usual stand-in for constant prices); share times
growth is what it contributes (拉动). Nominal shares do not add up exactly, so there is always a residual
(残差), and it is shown, never spread.

Since the unified accounting the province computes a city's GDP: this is 模拟测算, a check and a forecast,
never the figure itself. `shouguan.parts.accounts` forecasts the parts; `shouguan.parts.conversion` follows an industry
from its base indicators.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.indicators import INDUSTRIES, INVESTMENT
from shouguan.core.periods import Period
from shouguan.core.ytd import Array, Contributions, contributions
from shouguan.data.observations import View
from shouguan.data.place import Place

PARTS: dict[str, tuple[str, ...]] = {"gdp": INDUSTRIES, "fai": INVESTMENT}
"""The parts of each total that can be taken apart."""
NO_PARTS = "没有构成数据", "no figures of its parts"
"""Why another total is not taken apart."""

SECTORS: dict[str, tuple[str, ...]] = {
    "gdp_primary": ("gdp_agriculture",),
    "gdp_secondary": ("gdp_industry", "gdp_construction"),
    "gdp_tertiary": INDUSTRIES[3:],
}
"""三次产业 by industries. Service activities of farming, mining and metal goods are in the tertiary sector as
published but not here, so a published sector and its industries differ a little: the difference is kept."""

COMPLETE = ("gdp",)
"""Totals of which the parts are all there is: their shares add up to one."""

_YEARS_BACK = 4
_PERCENT = 100.0


@dataclass(frozen=True)
class Shares:
    """Parts' shares of a total in one whole year.

    Attributes
    ----------
    codes : tuple of str
    values : ndarray, shape (parts,)
        Fractions of the total; less than one together where the parts are not all there is.
    base_year : int
    region : str or None
        Whose values they come from; None when the place's settings give them.
    source : str
        What the settings say of where they come from.
    pseudo : bool
        Whether the values are known only in a later vintage.
    """

    codes: tuple[str, ...]
    values: Array
    base_year: int
    region: str | None
    source: str = ""
    pseudo: bool = False


def parts_of(total: str) -> tuple[str, ...]:
    """Return the codes of a total's parts.

    Raises
    ------
    DataError
        When the total is not one that can be taken apart.
    """
    if total not in PARTS:
        raise DataError(
            f"“{total}”没有构成可拆分；可拆分的指标：{'、'.join(PARTS)}",
            f"'{total}' is not taken apart; totals that are: {', '.join(PARTS)}",
        )
    return PARTS[total]


def base_shares(place: Place, view: View, total: str, year: int) -> Shares:
    """Return the shares that weigh the growth of `year`: the place's own newest, its settings', or those above it.

    Parameters
    ----------
    place, view : Place, View
    total : str
        `gdp` or `fai`.
    year : int

    Raises
    ------
    DataError
        When nobody's shares are known; the message says what to enter.
    """
    own = _published_shares(view, place.region, total, year)
    if own is not None:
        return own
    set_by_hand = place.settings.shares_of(total)
    if set_by_hand is not None:
        values = np.array([set_by_hand.values[code] for code in parts_of(total)]) / _PERCENT
        if total in COMPLETE:
            values = values / values.sum()
        return Shares(parts_of(total), values, set_by_hand.year, None, set_by_hand.source)
    for region in place.ancestors():
        above = _published_shares(view, region, total, year)
        if above is not None:
            return above
    name = {"gdp": "industry_shares", "fai": "investment_shares"}[total]
    raise DataError(
        f"{place.name()}没有{indicators.indicator(total).zh}各部分上年的数值，也没有占比；在 place.yaml 写 {name}",
        f"{place.name('en')}: neither last year's values nor shares of the parts of {total}; set {name} in place.yaml",
    )


def _published_shares(view: View, region: str, total: str, year: int) -> Shares | None:
    codes = parts_of(total)
    for base_year in range(year - 1, year - 1 - _YEARS_BACK, -1):
        end = indicators.indicator(total).calendar.periods(base_year)[-1]
        values = [view.series(region, code, basis="ytd", measure="value").get(end) for code in codes]
        whole = view.series(region, total, basis="ytd", measure="value").get(end)
        levels = np.array([value for value in values if value is not None])
        if levels.size == len(codes) and np.all(levels > 0):
            total_value = float(levels.sum()) if total in COMPLETE else whole
            if total_value is not None and levels.sum() <= total_value * (1 + 1e-9):
                rows = view.rows(region, codes[0], basis="ytd", measure="value")
                pseudo = bool((rows.loc[rows["period"] == str(end), "vintage"] == "pseudo").any())
                return Shares(codes, levels / total_value, base_year, region, pseudo=pseudo)
    return None


@dataclass(frozen=True)
class Line:
    """One part in a stretch of a year: share of the same stretch of last year, growth, and contribution."""

    code: str
    share: float
    growth: float
    points: float
    rate: float


@dataclass(frozen=True)
class Statement:
    """A total's published YTD growth taken apart.

    Attributes
    ----------
    total : str
    period : Period
        The end of the stretch.
    growth : float
        The total's published YTD growth, per cent.
    lines : tuple of Line
    residual : float
        残差, points: published growth less the sum of contributions.
    """

    total: str
    period: Period
    growth: float
    lines: tuple[Line, ...]
    residual: float


def statement(view: View, region: str, total: str, period: Period) -> Statement | None:
    """Take a published YTD growth apart; None unless all parts and last year's values of them are known.

    Shares are those of the same stretch of last year: `G = Σ s_i·g_i + residual`, exact but for the residual.
    """
    codes = parts_of(total)
    whole = view.ytd_growth(region, total).get(period)
    same = Period(period.year - 1, period.frequency, period.number)
    growth = [view.ytd_growth(region, code).get(period) for code in codes]
    values = [view.series(region, code, basis="ytd", measure="value").get(same) for code in codes]
    known = [value for value in values if value is not None]
    if whole is None or len(known) < len(codes) or any(each is None for each in growth):
        return None
    base = sum(known) if total in COMPLETE else view.series(region, total, basis="ytd", measure="value").get(same)
    if not base:
        return None
    shares = np.array(known) / base
    split: Contributions = contributions(shares, np.array(growth, dtype=float), whole)
    lines = tuple(
        Line(code, float(share), float(rate or 0.0), float(points), float(of_total))
        for code, share, rate, points, of_total in zip(codes, shares, growth, split.points, split.rate, strict=True)
    )
    return Statement(total, period, whole, lines, split.residual)
