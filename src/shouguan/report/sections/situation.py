"""一、完成情况: a paragraph an indicator as a bulletin would have it, from published figures alone."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.components.accounting import PARTS, SECTORS
from shouguan.core import indicators
from shouguan.core.indicators import INDUSTRIES
from shouguan.core.periods import Period, single_label, ytd_label
from shouguan.data.place import NATION
from shouguan.facts import comparisons, contributions
from shouguan.facts.indicator_report import Sheet
from shouguan.report.context import Context
from shouguan.report.language import phrases, sentences, words
from shouguan.report.language.sentences import Grown
from shouguan.report.sections.headline import changed, ranked

_FIELDS = ("fai_infrastructure", "fai_manufacturing", "real_estate_investment")
"""Fields of investment in the order of the national bulletin; private investment runs through all of them."""

_UNIFIED_FROM = 2020
"""Since the year 2020 a region's GDP of each quarter is computed by the bureau above it."""

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
_MOST_UP, _MOST_DOWN = 3, 2


def situation(page: Context) -> Markup:
    """Return one paragraph for each indicator of the page, and one for the others that are published."""
    paragraphs = [_paragraph(page, sheet) for sheet in page.sheets.values()]
    others = _others(page, next(iter(page.sheets.values())))
    return Markup("").join(paragraphs) + ("" if others is None else Markup("<p>{}</p>").format(others))


def _paragraph(page: Context, sheet: Sheet) -> Markup:
    said = [
        _growth(page, sheet),
        ranked(page, sheet, moved=True),
        _singles(page, sheet),
        *_parts(page, sheet),
        _pulls(page, sheet),
    ]
    return Markup("<p>{}{}</p>").format(_lead(page, sheet), _sentences(page, said))


def _sentences(page: Context, said: Sequence[Markup | None]) -> Markup:
    """Join clauses as sentences; those that have no figure are not there."""
    ended = [page.say("{s}。", "{s}.", s=words.capital(each)) for each in said if each]
    return Markup("" if page.lang == "zh" else " ").join(ended)


def _lead(page: Context, sheet: Sheet) -> Markup:
    """Return the head of a paragraph, which says how growth moved; nothing for the first stretch of a year."""
    change = page.facts.get(sheet.key("ytd", sheet.outlook.origin, "change"))
    if change is None:
        return Markup("")
    before = sheet.entry.calendar.periods(sheet.outlook.origin.year)[len(sheet.outlook.known) - 2]
    course = words.course(
        page.facts[sheet.key("ytd", before)],
        page.newest(sheet),
        page.lang,
        first=comparisons.first_growth(page, sheet),
    )
    return page.say(
        "<strong>{n}{c}。</strong>", "<strong>{n}: {c}.</strong> ", n=sheet.name(page.lang).partition("（")[0], c=course
    )


def _growth(page: Context, sheet: Sheet) -> Markup:
    lang, origin = page.lang, sheet.outlook.origin
    # Prices are named once a report, with GDP: it is there that readers ask for them.
    priced = phrases.prices(sheet.entry.growth_price, page.as_of.year, lang) if sheet.code == "gdp" else None
    told = sentences.standing(
        ytd_label(origin, lang),
        sheet.name(lang),
        page.newest(sheet),
        lang,
        # Levels of investment do not go with its growth, which is on a comparable base.
        value=None if sheet.entry.growth_price == "comparable" else comparisons.value(page, sheet, sheet.code, origin),
        priced=priced,
    )
    if sheet.code == "gdp" and page.place.region != NATION and page.year >= _UNIFIED_FROM:
        told = sentences.by_unified_accounting(told, lang)
    mean = comparisons.two_years(page, sheet, origin)
    return words.clauses(
        [
            told,
            changed(page, sheet),
            None if mean is None else phrases.two_years(mean, lang),
            phrases.against(page.newest(sheet), comparisons.above(page, sheet, origin), lang),
        ],
        lang,
    )


def _singles(page: Context, sheet: Sheet) -> Markup | None:
    """List the published growth of single quarters; what is only backed out has no place among published figures."""
    if sheet.entry.calendar.frequency != "Q":
        return None
    periods = sheet.entry.calendar.periods(page.year)[: len(sheet.outlook.known)]
    found = [
        Grown(single_label(period, sheet.entry.calendar, page.lang), fact)
        for period in periods
        if (fact := comparisons.single(page, sheet, period)) is not None
    ]
    if len(found) < 2 or len(found) < len(periods):
        return None
    return sentences.by_parts("分季度看" if page.lang == "zh" else "by quarter", found, page.lang)


def _parts(page: Context, sheet: Sheet) -> list[Markup | None]:
    if sheet.code == "gdp":
        sectors = _grown(page, sheet, tuple(SECTORS), valued=True)
        if len(sectors) == len(SECTORS):
            return [sentences.by_parts("分产业看" if page.lang == "zh" else "by sector", sectors, page.lang)]
        industries = _grown(page, sheet, INDUSTRIES)
        return [sentences.by_parts("分行业看" if page.lang == "zh" else "by industry", industries, page.lang)]
    if sheet.code == "fai":
        fields, private = _grown(page, sheet, _FIELDS), _grown(page, sheet, ("fai_private",))
        return [
            sentences.by_parts("分领域看" if page.lang == "zh" else "by field", fields, page.lang),
            *(sentences.alone(part, page.lang) for part in private),
        ]
    return []


def _grown(page: Context, sheet: Sheet, codes: tuple[str, ...], *, valued: bool = False) -> list[Grown]:
    found, origin = [], sheet.outlook.origin
    for code in codes:
        growth = comparisons.growth(page, sheet, code, origin)
        if growth is not None:
            value = comparisons.value(page, sheet, code, origin) if valued else None
            added = value is not None and code in SECTORS  # what a sector comes to is its value added
            name = page.say("{n}增加值", "value added of the {n}", n=words.inline(_name(code, page))) if added else None
            found.append(Grown(name or _name(code, page), growth, value))
    return found


def _pulls(page: Context, sheet: Sheet) -> Markup | None:
    """List what the largest parts add and take, where all parts are known."""
    if sheet.code not in PARTS:
        return None
    parts = contributions.named(contributions.parts(page, sheet))
    shown = contributions.lifting(parts)[:_MOST_UP] + contributions.dragging(parts)[:_MOST_DOWN]
    return phrases.pulls([(_name(each.code, page), each.points) for each in shown], page.lang)


def _others(page: Context, sheet: Sheet) -> Markup | None:
    """Return a sentence for each further indicator that has a figure of the year."""
    said = [
        _stock(page, sheet, code) if indicators.indicator(code).basis == "stock" else _flow(page, sheet, code)
        for code in OTHERS
        if code not in page.sheets
    ]
    return _sentences(page, said) if any(said) else None


def _flow(page: Context, sheet: Sheet, code: str) -> Markup | None:
    newest = comparisons.newest_growth(page, sheet, code)
    if newest is None:
        return None
    period, growth = newest
    named = comparisons.of(page, sheet, code)
    told = sentences.standing(ytd_label(period, page.lang), _name(code, page), growth, page.lang)
    earlier = _before(named, period)
    change = None if earlier is None else comparisons.change(page, named, earlier, period)
    moved = None
    if earlier is not None and change is not None:
        then = page.facts[named.key("ytd", earlier)]
        moved = words.change(change, then, growth, ytd_label(earlier, page.lang), page.lang)
    others = phrases.against(growth, comparisons.above(page, named, period), page.lang)
    return words.clauses([told, moved, others], page.lang)


def _before(named: Sheet, period: Period) -> Period | None:
    """Return the stretch before, within the year."""
    at = named.entry.calendar.position(period)
    return named.entry.calendar.periods(period.year)[at - 1] if at else None


def _stock(page: Context, sheet: Sheet, code: str) -> Markup | None:
    newest = comparisons.balance(page, sheet, code)
    if newest is None:
        return None
    period, growth = newest
    calendar = indicators.indicator(code).calendar
    when = page.say("{m}末", "the end of {m}", m=single_label(period, calendar, page.lang))
    return sentences.stood(when, _name(code, page), growth, page.lang)


def _name(code: str, page: Context) -> str:
    entry = indicators.indicator(code)
    return entry.zh if page.lang == "zh" else entry.en
