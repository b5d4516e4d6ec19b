"""三、主要问题: what stands against the targets and what is not known, each with its figure."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.components.accounting import PARTS
from shouguan.core import indicators
from shouguan.core.periods import ytd_label
from shouguan.data.place import Target
from shouguan.facts import contributions
from shouguan.facts.indicator_report import Sheet
from shouguan.report.context import Context
from shouguan.report.language import phrases, sentences, words
from shouguan.report.language.sentences import Grown
from shouguan.report.sections.headline import goal_name, ranked, reached_before

RISK = 40.0
"""Per cent: below this chance the field's own word is 压力较大, and the target stands among the problems."""
_NEEDS, _FALLING = 3, 2
_LAST_DIGIT = 0.1
"""Points that two figures of one decimal may lie apart by rounding alone."""
CHAPTERS = ("contributions", "parts", "ways", "courses")
"""The chapters of facts that problems are told from."""


def problems(page: Context) -> Markup:
    """Return the problems as a list, the gravest kind first.

    Where there are none a sentence says so if there is a target to be held against; without one nothing is shown.
    """
    kinds = ((_targets, page.sheets), *((kind, page.all_sheets) for kind in _PUBLISHED))
    listed = [problem for kind, sheets in kinds for sheet in sheets.values() for problem in kind(page, sheet)]
    listed += [*_others_falling(page), *_lacking(page)]
    if not listed and not any(sheet.targets for sheet in page.all_sheets.values()):
        return Markup("")
    if not listed:
        return Markup("<p>{}</p>").format(page.say("按现有数据，没有需要列出的问题。"))
    return Markup("<ol>{}</ol>").format(
        Markup("").join(Markup("<li>{}</li>").format(page.say("{p}。", p=words.capital(each))) for each in listed)
    )


def _main(sheet: Sheet) -> list[Target]:
    return [] if sheet.main_target is None else [sheet.main_target]


def _targets(page: Context, sheet: Sheet) -> list[Markup]:
    """Say which main target is at risk and what stands in its way; figures that page one has are not said again."""
    told = []
    for target in _main(sheet):
        odds = page.step(sheet, "chance", target.met_from)
        name, goal, way = sheet.name(page.lang), _goal(page, sheet, target), _way(page, sheet, target)
        if odds.rounded < RISK:
            way = way or _before(page, sheet, target)
            told.append(sentences.at_risk(name, goal, odds, page.untested(sheet), way, page.lang))
        elif way is not None:
            told.append(sentences.supported(name, goal, way, page.lang))
    return told


def _goal(page: Context, sheet: Sheet, target: Target) -> Markup:
    """Name a target with its figure."""
    kind = goal_name(page, sheet, target)
    return page.either("{t}的{k}", "the target of {t}", t=page.aim(sheet, target), k=kind)


def _way(page: Context, sheet: Sheet, target: Target) -> Markup | None:
    """Say which parts the main target asks most of, or that it is out of reach; None where the parts are not known."""
    way = page.contents.ways[sheet.code]
    if way.reachable is not None:
        return sentences.at_bounds(way.reachable, page.lang)
    short = [each for each in way.asked if each.difference.rounded > 0 and each.code != contributions.REST][:_NEEDS]
    if not short or page.of_target(sheet, "gap", target).rounded >= 0:
        return None
    rest, lang = sheet.rest(page.lang), page.lang
    return Markup("；" if lang == "zh" else "; ").join(
        sentences.part_needs(_name(each.code, page), rest, each.needed, each.difference, each.bound, lang)
        for each in short
    )


def _before(page: Context, sheet: Sheet, target: Target) -> Markup | None:
    """Say what the rest of the year needs, and how often it grew so much before; None without a record of years."""
    before = reached_before(page, sheet)
    if before is None:
        return None
    required = page.step(sheet, "required", target.met_from)
    need = phrases.needs(sheet.rest(page.lang), required, page.lang, better=sheet.entry.better)
    return page.say("{n}，{b}", n=need, b=before)


def _falling(page: Context, sheet: Sheet) -> list[Markup]:
    """Say which parts fall and take most off their total; without contributions, which parts fall most."""
    stretch = ytd_label(sheet.origin, page.lang)
    parts = contributions.named(page.contributed(sheet))
    if parts:
        return [
            sentences.falling(
                Grown(_name(part.code, page), part.growth),
                stretch,
                phrases.contribution(part.points, sheet.name(page.lang), None, page.lang),
                page.lang,
            )
            for part in contributions.dragging(parts)[:_FALLING]
        ]
    growth = [(code, page.growth(code, sheet.origin)) for code in PARTS.get(sheet.code, ())]
    falling = sorted((fact.rounded, code) for code, fact in growth if fact is not None and fact.rounded < 0)
    known = dict(growth)
    return [
        sentences.falling(Grown(_name(code, page), fact), stretch, None, page.lang)
        for _, code in falling[:_FALLING]
        if (fact := known[code]) is not None
    ]


def _others_falling(page: Context) -> list[Markup]:
    """Say which further indicators fall over the year so far."""
    return [
        sentences.falling(
            Grown(_name(course.code, page), course.growth), ytd_label(course.period, page.lang), None, page.lang
        )
        for course in page.told("courses").courses
        if indicators.indicator(course.code).sign * course.growth.rounded < 0
        and indicators.indicator(course.code).basis == "flow"
    ]


def _behind(page: Context, sheet: Sheet) -> list[Markup]:
    """Say where growth is worse than that of the regions above by more than the rounding of the two figures may be."""
    sign = sheet.entry.sign
    lower = [each for each in page.standing(sheet).above if sign * each.difference.rounded < -_LAST_DIGIT]
    clause = phrases.against(page.newest(sheet), lower, page.lang)
    if clause is None:
        return []
    return [sentences.behind(sheet.name(page.lang), clause, page.lang, better=sheet.entry.better)]


def _slipped(page: Context, sheet: Sheet) -> list[Markup]:
    """Say where the rank fell."""
    change = page.facts.get(sheet.key("rank", sheet.origin, "change"))
    position = ranked(page, sheet, moved=True)
    if change is None or position is None or change.rounded >= 0:
        return []
    return [sentences.slipped(sheet.name(page.lang), position, page.lang)]


def _lacking(page: Context) -> list[Markup]:
    """Say which figures are overdue, and what could not be worked out for want of figures."""
    late = [
        sentences.overdue(
            _name_of(state.entry.zh, state.entry.en, page), page.stretch(state.next), state.next_on, page.lang
        )
        for state in page.published
        if state.overdue(page.as_of)
    ]
    short = ("、" if page.lang == "zh" else ", ").join(
        _name(code, page) for code in page.reasons if not page.naming(code).closed
    )
    return [*late, sentences.no_forecast(short, page.lang)] if short else late


def _name(code: str, page: Context) -> str:
    entry = indicators.indicator(code)
    return _name_of(entry.zh, entry.en, page)


def _name_of(zh: str, en: str, page: Context) -> str:
    return zh if page.lang == "zh" else en


_PUBLISHED = (_falling, _behind, _slipped)
"""Problems that published figures alone tell of."""
