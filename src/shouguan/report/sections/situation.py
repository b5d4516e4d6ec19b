"""一、完成情况: a paragraph an indicator as a bulletin would have it, from published figures alone."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.components.accounting import SECTORS
from shouguan.core import indicators
from shouguan.core.indicators import INDUSTRIES
from shouguan.core.periods import single_label, ytd_label
from shouguan.data.place import NATION
from shouguan.facts import contributions
from shouguan.facts.contents import Course
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.standing import FIELDS
from shouguan.facts.table import shown_in
from shouguan.report.context import Context
from shouguan.report.language import phrases, sentences, words
from shouguan.report.language.sentences import Grown
from shouguan.report.sections.headline import changed, ranked

_UNIFIED_FROM = 2020
"""Since the year 2020 a region's GDP of each quarter is computed by the bureau above it."""

_MOST_UP, _MOST_DOWN = 3, 2
_APART = 0.5
"""Points: growth of two scopes nearer than this raises no question."""


def situation(page: Context) -> Markup:
    """Return one paragraph for each indicator of the page, and one for the others that are published."""
    paragraphs = [_paragraph(page, sheet) for sheet in page.all_sheets.values()]
    others = _others(page)
    told = Markup("").join(paragraphs) + ("" if others is None else Markup("<p>{}</p>").format(others))
    return told + _known_today(page, told)


def _known_today(page: Context, told: Markup) -> Markup:
    """Say which published figures of a text are known as of today only; nothing where all are as first published."""
    shown = [page.facts[key] for key in shown_in(told) if key in page.facts.facts]
    later = [fact for fact in shown if fact.vintage == "pseudo"]
    if not later:
        return Markup("")
    kinds = {"value": page.say("绝对额"), "published_single": page.say("当期增速"), "ytd": page.say("累计增速")}
    stop = "、" if page.lang == "zh" else ", "
    named = []
    for measure, kind in kinds.items():
        codes = dict.fromkeys(fact.indicator for fact in later if fact.measure == measure)
        if codes:
            names = Markup(stop).join(words.inline(page.named(code)) for code in codes)
            named.append(page.either("{k}（{n}）", "{k} ({n})", k=kind, n=names))
    sentence = page.say(
        "上文的{w}只有现行数据，含以后的修订，与当时公布的可能不同；来源：{s}。",
        w=Markup(stop).join(named),
        s=Markup("；" if page.lang == "zh" else "; ").join(
            page.facts.quote(source) for source in dict.fromkeys(fact.source for fact in later)
        ),
    )
    return page.note(sentence)


def _paragraph(page: Context, sheet: Sheet) -> Markup:
    sentences = [
        _growth(page, sheet),
        ranked(page, sheet, moved=True),
        _singles(page, sheet),
        *_parts(page, sheet),
        _pulls(page, sheet),
    ]
    return Markup("<p>{}{}</p>").format(_lead(page, sheet), _sentences(page, sentences))


def _sentences(page: Context, sentences: Sequence[Markup | None]) -> Markup:
    """Join clauses as sentences; those that have no figure are not there."""
    ended = [page.say("{s}。", s=words.capital(each)) for each in sentences if each]
    return Markup("" if page.lang == "zh" else " ").join(ended)


def _lead(page: Context, sheet: Sheet) -> Markup:
    """Return the head of a paragraph, which says how growth moved; nothing for the first stretch of a year."""
    change = page.facts.get(sheet.key("ytd", sheet.origin, "change"))
    if change is None:
        return Markup("")
    before = sheet.entry.calendar.periods(sheet.origin.year)[sheet.known - 2]
    course = words.course(
        page.facts[sheet.key("ytd", before)],
        page.newest(sheet),
        page.lang,
        first=page.standing(sheet).first_growth,
    )
    return page.say("<strong>{n}{c}。</strong>", n=sheet.name(page.lang).partition("（")[0], c=course)


def _growth(page: Context, sheet: Sheet) -> Markup:
    lang, standing = page.lang, page.standing(sheet)
    # Prices are named once a report, with GDP: it is there that readers ask for them.
    priced = phrases.prices(sheet.entry.growth_price, page.as_of.year, lang) if sheet.code == "gdp" else None
    told = sentences.standing(
        page.so_far(sheet),
        sheet.name(lang),
        page.newest(sheet),
        lang,
        # Levels of investment do not go with its growth, which is on a comparable base.
        value=None if sheet.entry.growth_price == "comparable" else standing.value,
        priced=priced,
    )
    if sheet.code == "gdp" and page.place.region != NATION and page.year >= _UNIFIED_FROM:
        told = sentences.by_unified_accounting(told, lang)
    return words.clauses(
        [
            told,
            changed(page, sheet),
            None if standing.two_years is None else phrases.two_years(standing.two_years, lang),
            phrases.against(page.newest(sheet), standing.above, lang),
        ],
        lang,
    )


def _singles(page: Context, sheet: Sheet) -> Markup | None:
    """List the published growth of single quarters; what is only backed out has no place among published figures."""
    if sheet.entry.calendar.frequency != "Q":
        return None
    singles = page.standing(sheet).singles
    grown = [Grown(single_label(period, sheet.entry.calendar, page.lang), fact) for period, fact in singles]
    if len(grown) < 2 or len(grown) < sheet.known:
        return None
    return sentences.by_parts("分季度看" if page.lang == "zh" else "by quarter", grown, page.lang)


def _parts(page: Context, sheet: Sheet) -> list[Markup | None]:
    if sheet.code == "gdp":
        sectors = _grown(page, sheet, tuple(SECTORS), valued=True)
        if len(sectors) == len(SECTORS):
            return [sentences.by_parts("分产业看" if page.lang == "zh" else "by sector", sectors, page.lang)]
        industries = _grown(page, sheet, INDUSTRIES)
        return [sentences.by_parts("分行业看" if page.lang == "zh" else "by industry", industries, page.lang)]
    if sheet.code == "fai":
        fields, private = _grown(page, sheet, FIELDS), _grown(page, sheet, ("fai_private",))
        return [
            sentences.by_parts("分领域看" if page.lang == "zh" else "by field", fields, page.lang),
            *(sentences.alone(part, page.lang) for part in private),
        ]
    return [two_scopes(page)] if sheet.code == "industry_va" else []


def two_scopes(page: Context) -> Markup | None:
    """Say why industry grew otherwise in GDP than its own index, where the two printed figures lie apart."""
    total, sheet = page.all_sheets.get("gdp"), page.all_sheets.get("industry_va")
    if total is None or sheet is None or total.origin.end != sheet.origin.end:
        return None
    whole = page.growth("gdp_industry", total.origin)
    if whole is None or abs(whole.rounded - page.newest(sheet).rounded) < _APART:
        return None
    return page.say(
        "{n}中的工业{g}，另含规模以下工业并按核算方法调整，与规模以上工业增加值不是同一口径",
        n=total.name(page.lang),
        g=words.grew(whole, page.lang),
    )


def _grown(page: Context, sheet: Sheet, codes: tuple[str, ...], *, valued: bool = False) -> list[Grown]:
    grown, origin = [], sheet.origin
    for code in codes:
        growth = page.growth(code, origin)
        if growth is not None:
            value = page.facts.get(f"{code}.value.{origin}") if valued else None
            added = value is not None and code in SECTORS  # what a sector comes to is its value added
            name = page.say("{n}增加值", n=words.inline(page.named(code))) if added else None
            grown.append(Grown(name or page.named(code), growth, value))
    return grown


def _pulls(page: Context, sheet: Sheet) -> Markup | None:
    """List what the largest parts add and take, where all parts are known."""
    parts = contributions.named(page.contributed(sheet))
    shown = contributions.lifting(parts)[:_MOST_UP] + contributions.dragging(parts)[:_MOST_DOWN]
    return phrases.pulls([(page.named(each.code), each.points) for each in shown], page.lang)


def _others(page: Context) -> Markup | None:
    """Return a sentence for each further indicator that has a figure of the year."""
    clauses = [
        _stock(page, course) if indicators.indicator(course.code).basis == "stock" else _flow(page, course)
        for course in page.told("courses").courses
    ]
    return _sentences(page, clauses) if clauses else None


def _flow(page: Context, course: Course) -> Markup:
    told = sentences.standing(ytd_label(course.period, page.lang), page.named(course.code), course.growth, page.lang)
    moved, then = None, None if course.earlier is None else page.growth(course.code, course.earlier)
    if course.earlier is not None and course.change is not None and then is not None:
        moved = words.change(course.change, then, course.growth, ytd_label(course.earlier, page.lang), page.lang)
    others = phrases.against(course.growth, course.above, page.lang)
    return words.clauses([told, moved, others], page.lang)


def _stock(page: Context, course: Course) -> Markup:
    calendar = indicators.indicator(course.code).calendar
    when = page.say("{m}末", m=single_label(course.period, calendar, page.lang))
    return sentences.stood(when, page.named(course.code), course.growth, page.lang)
