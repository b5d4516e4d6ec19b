"""Why growth is what it is, from contributions; and apart from it why the forecast moved, from news."""

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
from shouguan.report.sections.situation import two_scopes

MOST = 3


def causes(page: Context, moved: Moved | None = None) -> Markup:
    """Return the causes of growth as one sentence, and as another what moved the forecast of the year.

    A release moves what is known of growth, not growth: the two are never listed together.

    Parameters
    ----------
    page : Context
    moved : Moved, optional
        Why the forecast moved, of an indicator that the page forecasts.
    """
    return Markup("{}{}").format(_of_growth(page), _of_forecast(page, moved))


def _of_growth(page: Context) -> Markup:
    """Return the largest contribution up and down and the largest change of one, by printed points, in this order."""
    sheet = _subject(page)
    candidates = [] if sheet is None else _from_parts(page, sheet)
    if sheet is None or not candidates:
        return page.lacking(page.say("没有各行业增速和上年同期数值，不作原因分析；导入分行业增加值后列出。"))
    kept = sorted(candidates, key=lambda each: -each[0])[:MOST]
    causes_kept = [markup for size, markup in candidates if (size, markup) in kept]
    sentence = page.say(
        "影响{n}增速的主要因素：{l}。",
        n=words.inline(sheet.name(page.lang)),
        l=words.listing(causes_kept, page.lang) if len(causes_kept) > 1 else causes_kept[0],
    )
    scopes = two_scopes(page)
    if scopes is not None:  # the table above has the other figure of industry
        sentence = page.say("{a}{s}。", a=sentence, s=words.capital(scopes))
    return Markup('<p class="causes">{}</p>').format(sentence)


def _of_forecast(page: Context, moved: Moved | None) -> Markup:
    """Return how the forecast stands to the last one, and the largest steps on the way where it moved."""
    if moved is None or moved.indicator not in page.sheets:
        return Markup("")
    sheet = page.sheets[moved.indicator]
    reasons = since(page, sheet, moved)
    steps = [] if moved.change.rounded == 0 else _largest(page, sheet, moved)
    if not steps:
        sentence = page.say("{s}。", s=words.capital(reasons))
    else:
        why = words.listing(steps, page.lang) if len(steps) > 1 else steps[0]
        if moved.others is not None:
            others = sentences.told(page.say("其余各步合计"), moved.others, page.lang)
            why = page.say("；").join([why, others])
            told = [*(moved.steps[at].impact for at in moved.largest), moved.others]
            if round(sum(fact.rounded for fact in told) - moved.change.rounded, 6) != 0:
                why += page.say("（因四舍五入，各项之和与合计略有出入）")
        sentence = page.say("{s}：{l}。", "causes", s=words.capital(reasons), l=why)
    return Markup('<p class="causes">{}{}</p>').format(sentence, assumed(page, moved))


def since(page: Context, sheet: Sheet, moved: Moved) -> Markup:
    """Say how the forecast of an indicator stands to the last one, and of which day that was."""
    return page.say(
        "{n}全年测算{s}（上次测算按截至{d}的数据重算）",
        n=words.inline(compared(page, sheet, moved)),
        s=phrases.since_last(moved.change, page.lang),
        d=words.day(moved.old_day, page.lang),
    )


def compared(page: Context, sheet: Sheet, moved: Moved) -> str | Markup:
    """Name what is compared with the last forecast: under a scenario that is the forecast without it."""
    name = sheet.name(page.lang)
    return name if moved.assumed is None else page.say("{n}（不含情景假设）", n=name)


def assumed(page: Context, moved: Moved) -> Markup:
    """Say what the page's scenario does to the forecast, which is no change since the last one; nothing without one."""
    name = page.assumed()
    if moved.assumed is None or name is None:
        return Markup("")
    if moved.assumed.rounded == 0:
        return page.say("“{s}”的假设对全年测算基本没有影响。", s=name)
    if moved.assumed.rounded > 0:
        return page.say("“{s}”的假设另使全年测算上调{m}个百分点。", s=name, m=moved.assumed.magnitude)
    return page.say("“{s}”的假设另使全年测算下调{m}个百分点。", s=name, m=moved.assumed.magnitude)


def _subject(page: Context) -> Sheet | None:
    """Return the first indicator of the page that can be taken apart."""
    return next((sheet for sheet in page.all_sheets.values() if sheet.code in PARTS), None)


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
        ahead = any(_as_far(part, change.rounded) for part in named)
        sentence = sentences.turned(_grown(next_most, page), stretch, better, more, lang, rest=ahead)
        told.append((abs(change.rounded), sentence))
    return told


def _as_far(part: Part, change: float) -> bool:
    """Whether a part may have changed as far the same way as `change`: a part whose change is unknown may."""
    return part.change is None or part.change.rounded * change >= change * change


def _more(page: Context, sheet: Sheet, part: Part) -> Markup | None:
    """Say how a part's contribution changed from the stretch before."""
    if part.change is None:
        return None
    before = sheet.entry.calendar.periods(page.year)[sheet.known - 2]
    return phrases.pulls_more(part.change, part.points, ytd_label(before, page.lang), page.lang)


def _grown(part: Part, page: Context) -> Grown:
    return Grown(page.named(part.code), part.growth)


def news_cause(page: Context, sheet: Sheet, moved: Moved) -> Markup | None:
    """Say what the largest step of the news did; None where it did nothing that a page would print."""
    return next(iter(_largest(page, sheet, moved)), None)


def _largest(page: Context, sheet: Sheet, moved: Moved) -> list[Markup]:
    """Say what the largest steps of the news did, those that a page would print, the largest first."""
    steps = [moved.steps[at] for at in moved.largest]
    return [sentences.told(_what(page, sheet, step), step.impact, page.lang) for step in steps]


def _what(page: Context, sheet: Sheet, step: MovedStep) -> Markup:
    if step.kind == "estimation":
        return page.say("模型参数重新估计")
    name = words.inline(sheet.name(page.lang) if step.indicator == sheet.code else page.named(step.indicator))
    if step.kind == "revision":
        return page.say("{n}历史数据修订" if step.own else "其他地区{n}历史数据修订", n=name)
    return page.say("新公布的{n}数据" if step.own else "其他地区新公布的{n}数据", n=name)
