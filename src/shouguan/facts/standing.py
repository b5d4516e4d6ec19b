"""How what is published stands this year: each forecast indicator beside others, the parts of a total, and the rest."""

from __future__ import annotations

from shouguan.analysis.ranking import published_rank
from shouguan.components.accounting import PARTS, SECTORS
from shouguan.core import indicators
from shouguan.facts import comparisons
from shouguan.facts.briefing import Briefing
from shouguan.facts.contents import Course, Standing
from shouguan.facts.indicator_report import Sheet, figure, target_key
from shouguan.facts.judgements import TILT
from shouguan.facts.table import Fact, name_of

FIELDS = ("fai_infrastructure", "fai_manufacturing", "real_estate_investment")
"""Fields of investment in the order of the national bulletin; private investment runs through all of them."""
OTHERS = (
    "retail",
    "services_revenue",
    "home_sales_area",
    "exports",
    "imports",
    "fiscal_revenue",
    "electricity",
    "income",
    "deposits",
    "loans",
)
"""Indicators that a bulletin goes on with, where the place has them."""
_ABOUT = ((0, 10.0), (1, 0.1), (2, 0.0))
"""Decimals of an amount that is only about so much, and from what amount on."""


def standing(page: Briefing, sheet: Sheet) -> Standing:
    """Set an indicator beside the regions above, its peers and last year; a forecast one beside past years too."""
    origin, target = sheet.origin, sheet.main_target
    rank = published_rank(page.place, page.view, sheet.code, origin)
    growth, forecast = page.view.ytd_growth(sheet.region, sheet.code), sheet.code in page.sheets
    known = sheet.entry.calendar.periods(page.year)[: sheet.known]
    return Standing(
        above=tuple(comparisons.above(page, sheet, origin)),
        tilt=comparisons.tilt(page, sheet),
        two_years=comparisons.two_years(page, sheet, origin),
        value=comparisons.value(page, sheet.code, origin),
        worth=comparisons.worth(page, sheet),
        gap_worth=_gap_worth(page, sheet) if forecast else None,
        reached=None if target is None or not forecast else comparisons.past_reached(page, sheet, target.met_from),
        next_ahead=None if rank is None else comparisons.next_ahead(page, sheet),
        first_growth=comparisons.first_growth([growth[period] for period in known if period in growth]),
        tied=None if rank is None else rank[1],
        impossible=comparisons.impossible(page, sheet) if forecast else None,
        singles=tuple(
            (period, fact) for period in known if (fact := comparisons.single(page, sheet, period)) is not None
        ),
    )


def rule(page: Briefing, sheet: Sheet) -> None:
    """Add from where a base is called high or low."""
    page.facts.add(
        figure(
            sheet,
            name_of("rule", "base"),
            TILT,
            kind="assumption",
            unit="pp",
            period=str(page.year),
            label_zh="基数高低的界限",
            label_en="from where a base is called high or low",
        )
    )


def parts(page: Briefing, sheet: Sheet) -> None:
    """Add the growth of what a total is made of, and the values of GDP's three sectors, where they are published."""
    for code in dict.fromkeys((*(SECTORS if sheet.code == "gdp" else FIELDS), *PARTS[sheet.code])):
        comparisons.growth(page, code, sheet.origin)
        if code in SECTORS:
            comparisons.value(page, code, sheet.origin)


def courses(page: Briefing) -> tuple[Course, ...]:
    """Return how the further indicators of a bulletin run this year."""
    made = []
    for code in OTHERS:
        if code in page.all_sheets:
            continue
        if indicators.indicator(code).basis == "flow":
            made.append(course(page, code))
        elif (end := comparisons.balance(page, code)) is not None:
            made.append(Course(code, *end, earlier=None, change=None, above=()))
    return tuple(each for each in made if each is not None)


def course(page: Briefing, code: str) -> Course | None:
    """Return how YTD growth of an indicator runs this year; None without a figure of the year."""
    newest = comparisons.newest_growth(page, code)
    if newest is None:
        return None
    (period, fact), named = newest, page.naming(code)
    at = named.entry.calendar.position(period)
    earlier = named.entry.calendar.periods(period.year)[at - 1] if at else None
    moved = None if earlier is None else comparisons.change(page, named, earlier, period)
    return Course(code, period, fact, earlier, moved, tuple(comparisons.above(page, named, period)))


def _gap_worth(page: Briefing, sheet: Sheet) -> Fact | None:
    """Add about what the gap to the main target, before rounding, is in money: with no more digits than that bears."""
    tenth, target = comparisons.worth(page, sheet), sheet.main_target
    if tenth is None or target is None:
        return None
    median, aim = page.full_year(sheet, "median"), page.of_target(sheet, "target", target)
    amount = abs(median.value - aim.value) * 10.0 * tenth.value
    return page.facts.add(
        figure(
            sheet,
            name_of("gap", page.year, target_key(target), statistic="worth"),
            amount,
            kind="forecast",
            unit="亿元",
            decimals=next(digits for digits, least in _ABOUT if amount >= least),
            period=str(page.year),
            label_zh="缺口约合增加值（按上年现价）",
            label_en="value added of the gap, at last year's prices",
            formula=f"（{median.key} − {aim.key}）× {tenth.key} ÷ 0.1，按四舍五入前的数",
            inputs=(median.key, aim.key, tenth.key),
        )
    )
