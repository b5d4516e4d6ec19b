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
from shouguan.report.sections.headline import goal_name, ranked

RISK = 40.0
"""Per cent: below this chance the field's own word is 压力较大, and the target stands among the problems."""
_NEEDS, _FALLING = 3, 2


def problems(page: Context) -> Markup:
    """Return the problems as a list, the gravest kind first; a sentence that there are none where there are none."""
    sheets = list(page.sheets.values())
    kinds = (_at_risk, _unsupported, _falling, _behind, _slipped)
    listed = [problem for kind in kinds for sheet in sheets for problem in kind(page, sheet)] + _lacking(page)
    if not listed:
        return Markup("<p>{}</p>").format(page.say("按现有数据，没有需要列出的问题。"))
    return Markup("<ol>{}</ol>").format(
        Markup("").join(Markup("<li>{}</li>").format(page.say("{p}。", p=words.capital(each))) for each in listed)
    )


def _main(sheet: Sheet) -> list[Target]:
    return [] if sheet.main_target is None else [sheet.main_target]


def _at_risk(page: Context, sheet: Sheet) -> list[Markup]:
    """Say which main target has a chance under 40 %."""
    risks = []
    for target in _main(sheet):
        odds = page.step(sheet, "chance", target.value)
        if odds.rounded >= RISK:
            continue
        ends = page.full_year(sheet, "lower80"), page.full_year(sheet, "upper80")
        named = _goal(page, sheet, target, gap=True)
        sentence = sentences.at_risk(
            sheet.name(page.lang), page.full_year(sheet, "median"), ends, named, odds, page.lang
        )
        risks.append(sentence + page.untested(sheet))
    return risks


def _goal(page: Context, sheet: Sheet, target: Target, *, gap: bool) -> Markup:
    """Name a target with its figure, or the expected figure's distance to it."""
    kind, around, goal = goal_name(page, sheet, target), target.op == "around", page.of_target(sheet, "target", target)
    if gap:
        return words.gap(page.of_target(sheet, "gap", target), goal, kind, page.lang, around=around)
    return page.either("{t}%{a}的{k}", "the target of {t}%{a}", t=goal, a=words.around_mark(around, page.lang), k=kind)


def _unsupported(page: Context, sheet: Sheet) -> list[Markup]:
    """Say which parts the main target asks most of; that it is out of reach where it is."""
    unsupported: list[Markup] = []
    for target in _main(sheet):
        way = page.contents.ways[sheet.code]
        name, goal = sheet.name(page.lang), _goal(page, sheet, target, gap=False)
        if way.reachable is not None:
            unsupported.append(sentences.out_of_reach(name, goal, way.reachable, page.lang))
            continue
        short = [each for each in way.asked if each.difference.rounded > 0 and each.code != contributions.REST][:_NEEDS]
        if short and page.of_target(sheet, "gap", target).rounded < 0:
            rest = sheet.rest(page.lang)
            needs = [
                sentences.part_needs(_name(each.code, page), rest, each.needed, each.difference, each.bound, page.lang)
                for each in short
            ]
            unsupported.append(sentences.supported(name, goal, needs, page.lang))
    return unsupported


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


def _behind(page: Context, sheet: Sheet) -> list[Markup]:
    """Say where growth is below the regions above."""
    lower = [each for each in page.standing(sheet).above if each.difference.rounded < 0]
    clause = phrases.against(page.newest(sheet), lower, page.lang)
    return [] if clause is None else [sentences.behind(sheet.name(page.lang), clause, page.lang)]


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
        if state.next_on <= page.as_of
    ]
    return late + [sentences.no_forecast(_name(code, page), page.lang) for code in page.reasons]


def _name(code: str, page: Context) -> str:
    entry = indicators.indicator(code)
    return _name_of(entry.zh, entry.en, page)


def _name_of(zh: str, en: str, page: Context) -> str:
    return zh if page.lang == "zh" else en
