"""What moved growth: up to three causes, each with its size, from contributions and from news."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.components.accounting import PARTS
from shouguan.core.periods import ytd_label
from shouguan.facts import contributions
from shouguan.facts.contents import Moved, MovedStep, Part
from shouguan.facts.indicator_report import Sheet
from shouguan.report.context import Context
from shouguan.report.language import phrases, sentences, words
from shouguan.report.language.sentences import Grown

MOST = 3


def causes(page: Context, found: Moved | None = None) -> Markup:
    """Return the causes as one sentence; a note that says what to enter where no fact tells of any.

    The largest contribution up and down, the largest change of a contribution from the stretch before, and
    what the largest news did to the forecast: the three largest of them by printed points, in this order.

    Parameters
    ----------
    page : Context
    found : Moved, optional
        Why the forecast moved, of an indicator that the page forecasts.
    """
    sheet = _subject(page)
    candidates = [] if sheet is None else _from_parts(page, sheet)
    if found is not None and found.indicator in page.sheets:
        candidates += _from_news(page, page.sheets[found.indicator], found)
    if not candidates:
        return page.note(_none(page))
    kept = sorted(candidates, key=lambda each: -each[0])[:MOST]
    said = [markup for size, markup in candidates if (size, markup) in kept]
    sentence = page.say(
        "影响{n}增速的主要因素：{l}。",
        n=words.inline((sheet or page.sheets[next(iter(page.sheets))]).name(page.lang)),
        l=words.listing(said, page.lang) if len(said) > 1 else said[0],
    )
    return Markup('<p class="causes">{}</p>').format(sentence)


def _subject(page: Context) -> Sheet | None:
    """Return the first indicator of the page that can be taken apart."""
    return next((sheet for sheet in page.sheets.values() if sheet.code in PARTS), None)


def _from_parts(page: Context, sheet: Sheet) -> list[tuple[float, Markup]]:
    """Return the causes that contributions tell of, with their size in points."""
    parts = contributions.named(page.contributed(sheet))
    stretch, total, lang = ytd_label(sheet.origin, page.lang), sheet.name(page.lang), page.lang
    moved = [part for part in parts if part.change is not None and part.change.rounded != 0]
    most = max(moved, key=lambda part: abs(part.change.value) if part.change else 0.0, default=None)
    told: list[tuple[float, Markup]] = []
    for part in contributions.lifting(parts)[:1]:
        more = _more(page, sheet, part) if part is most else None
        added = phrases.contribution(part.points, total, part.rate, lang)
        told.append((part.points.rounded, sentences.lifted(_grown(part, page), stretch, added, more, lang)))
    for part in contributions.dragging(parts)[:1]:
        more = _more(page, sheet, part) if part is most else None
        taken = phrases.contribution(part.points, total, None, lang)
        told.append((-part.points.rounded, sentences.dragged(_grown(part, page), stretch, taken, more, lang)))
    named = [*contributions.lifting(parts)[:1], *contributions.dragging(parts)[:1]]
    rest = [part for part in moved if part not in named]
    if rest:
        next_most = max(rest, key=lambda part: abs(part.change.value) if part.change else 0.0)
        more, change = _more(page, sheet, next_most), next_most.change
        assert change is not None
        assert more is not None
        better = change.rounded > 0
        sentence = sentences.turned(_grown(next_most, page), stretch, better, more, lang)
        told.append((abs(change.rounded), sentence))
    return told


def _more(page: Context, sheet: Sheet, part: Part) -> Markup | None:
    """Say how a part's contribution changed from the stretch before."""
    if part.change is None:
        return None
    before = sheet.entry.calendar.periods(page.year)[sheet.known - 2]
    return phrases.pulls_more(part.change, part.points, ytd_label(before, page.lang), page.lang)


def _grown(part: Part, page: Context) -> Grown:
    return Grown(page.named(part.code), part.growth)


def news_cause(page: Context, sheet: Sheet, found: Moved) -> Markup | None:
    """Say what the largest step of the news did; None where it did nothing that a page would print."""
    told = _from_news(page, sheet, found)
    return told[0][1] if told else None


def _from_news(page: Context, sheet: Sheet, found: Moved) -> list[tuple[float, Markup]]:
    if not found.steps:
        return []
    step = max(found.steps, key=lambda each: abs(each.impact.value))
    impact = step.impact
    if impact.rounded == 0:
        return []
    return [(abs(impact.rounded), sentences.told(_what(page, sheet, step), impact, page.lang))]


def _what(page: Context, sheet: Sheet, step: MovedStep) -> Markup:
    if step.kind == "estimation":
        return page.say("模型参数重新估计")
    if step.kind == "judgement":
        return page.say("判断调整")
    name = sheet.name(page.lang) if step.indicator == sheet.code else page.named(step.indicator)
    others = Markup("") if step.own else page.say("（其他地区）")
    if step.kind == "revision":
        return page.say("{n}{o}历史数据修订", n=words.inline(name), o=others)
    return page.say("新公布的{n}{o}数据", n=words.inline(name), o=others)


def _none(page: Context) -> Markup:
    return page.say(
        "没有各行业增速和上年同期数值，不作原因分析；导入分行业增加值后列出。",
    )
