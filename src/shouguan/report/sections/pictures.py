"""The pictures of a page: what each needs is collected, and where it cannot be drawn it is said why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from shouguan.core import indicators
from shouguan.core.periods import ytd_label
from shouguan.facts.contents import Moved, MovedStep
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.rank_rows import RankRow
from shouguan.facts.rows import Peers
from shouguan.facts.table import Fact
from shouguan.report import charts
from shouguan.report.charts import Chart, Peer, Step
from shouguan.report.context import Context
from shouguan.report.language import words
from shouguan.report.sections import lists
from shouguan.report.sections.causes import compared


def fan(page: Context, sheet: Sheet) -> Chart:
    """Draw the year of one indicator as a fan."""
    return charts.fan_chart(page.facts, sheet, page.lang)


def ladder(page: Context, sheet: Sheet) -> Chart:
    """Draw what each full-year figure takes of the rest of the year."""
    return charts.ladder_chart(page.facts, sheet, page.lang)


def contributions(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw what the industries add to published GDP growth."""
    if page.contributed(sheet) is None:
        return _note(page, sheet, "没有十一个行业的完整数据", "the figures of all eleven industries are not known")
    return charts.contributions_chart(page.facts, sheet, page.lang)


def gap(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw what the main target needs of each part beside what is expected of it."""
    if sheet.main_target is None:
        return _note(page, sheet, "没有年度目标的记录", "no target is on record")
    goal = page.contents.ways[sheet.code].asked
    if not goal:
        zh, en = page.why_whole(sheet.code)
        return _note(page, sheet, zh, en)
    return charts.gap_chart(page.facts, sheet, sheet.main_target, [each.code for each in goal], page.lang)


def pace(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw the year's growth by stretch over last year's, with the way to the target."""
    if sheet.entry.yearly:
        return _note(page, sheet, "一年只公布一两次，没有序时进度", "comes out once or twice a year and has no pace")
    if not sheet.known:
        return _note(page, sheet, "本年尚无已公布的数据", "nothing of this year is published yet")
    page.told("pace", sheet.code)
    return charts.pace_chart(page.facts, sheet, page.lang)


def year(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw the year of one indicator: investment with its way to the target, others as a fan."""
    return pace(page, sheet) if sheet.code == _ABOUT["pace"] and sheet.known else fan(page, sheet)


def peers(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw the published growth of the assessment group in the newest stretch that all have published."""
    compared = page.told("peers", sheet.code).peers[sheet.code]
    if not isinstance(compared, Peers):
        return _note(page, sheet, *compared)
    own = page.place.region
    at = 0 if page.lang == "zh" else 1
    lines = [Peer(each.name[at], each.rank, each.growth, each.code == own) for each in compared.lines]
    return charts.peers_chart(sheet, compared.period, lines, _group(page, compared.count), page.lang)


def rank_chances(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw the chance of each rank that the year may have, or say why it has none."""
    contents = page.told("rungs", sheet.code)
    row, rungs = contents.ranks.get(sheet.code), contents.rungs[sheet.code]
    if not isinstance(row, RankRow):
        none = "没有设定考核同组地区，或没有其数据", "no group of peers is set, or it has no data"
        return _note(page, sheet, *(none if row is None else row))
    now = page.facts.get(sheet.key("rank", sheet.origin))
    return charts.rank_chart(sheet, row, rungs, now, _group(page, row.peers), page.lang)


def _group(page: Context, count: Fact) -> Markup:
    """Say among whom a place is ranked."""
    return page.either("{p}", "{n} in {p}", p=page.region(page.place.settings.parent or ""), n=count)


def news(page: Context, moved: Moved) -> Chart:
    """Draw how the forecast moved since the last report; the smallest steps are drawn as one."""
    sheet = page.sheets[moved.indicator]
    steps = [Step(_step(page, sheet, moved.steps[n]), moved.steps[n].impact) for n in moved.drawn]
    if moved.rest is not None:
        steps.append(Step(page.say("其余各步"), moved.rest))
    name = compared(page, sheet, moved)
    return charts.news_chart(page.facts, sheet, moved.old_day, steps, page.lang, name=name)


def _step(page: Context, sheet: Sheet, step: MovedStep) -> Markup:
    if step.kind == "estimation":
        return page.say("重新估计参数")
    entry = sheet.entry if step.indicator == sheet.code else indicators.indicator(step.indicator)
    return page.say(
        "{o}{n}{t}{r}",
        n=entry.zh if page.lang == "zh" else entry.en,
        t=_when(page, step),
        o="" if step.own else page.say("其他地区的"),
        r=page.say("（修订）") if step.kind == "revision" else "",
    )


def _when(page: Context, step: MovedStep) -> Markup:
    """Name the stretch that came out, or the day where it is not the forecast's own indicator."""
    if step.period is not None:
        return page.say("\n{t}", t=ytd_label(step.period, page.lang))
    if step.kind != "release":
        return Markup("")
    return page.say("\n（{d}）", d=words.day(step.released_on, page.lang))


def record(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw the place's own past forecasts at this point of the year against what came."""
    past = page.told("past", sheet.code).past[sheet.code]
    if past is None or past.region != page.place.region:
        return _note(page, sheet, "没有本地区同一时点的回溯预测", "no past forecast of this place is on record")
    return charts.record_chart(page.facts, sheet, [each.year for each in past.years], page.lang)


def reliable(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw how often chances given in past years came true."""
    groups = page.told("reliability", sheet.code).reliability[sheet.code]
    if not groups:
        return _note(page, sheet, "同一时点的回溯预测太少，不能检验可能性", "too few past forecasts to test chances")
    return charts.reliability_chart(page.facts, sheet, range(groups), page.lang)


def _note(page: Context, sheet: Sheet, zh: str, en: str) -> Markup:
    sentence = page.say("{n}：{r}，不作图。", n=sheet.name(page.lang), r=zh if page.lang == "zh" else en)
    return page.lacking(sentence)


def moved(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw what moved the forecast since the release before the newest, or say why there is nothing to draw."""
    news_of = page.moved(sheet)
    return news(page, news_of) if isinstance(news_of, Moved) else _note(page, sheet, *news_of)


KINDS: dict[str, Callable[[Context, Sheet], Chart | Markup]] = {
    "fan": fan,
    "ladder": ladder,
    "contributions": contributions,
    "gap": gap,
    "pace": pace,
    "year": year,
    "peers": peers,
    "ranks": rank_chances,
    "news": moved,
    "record": record,
    "reliability": reliable,
}
"""The pictures by the names that notebooks use."""

OF_LISTS: dict[str, Callable[[Context], Chart | None]] = {
    "list-pace": lists.pace,
    "list-bridge": lists.bridge,
    "list-funnel": lists.funnel,
}
"""Pictures of a place's own lists; none where it keeps no such list."""
OF_PUBLISHED = frozenset(("contributions", "peers"))
"""Pictures of published figures alone, which need no forecast."""
CHAPTERS = {
    "contributions": ("contributions",),
    "gap": ("ways",),
    "pace": ("pace",),
    "year": ("pace",),
    "peers": ("peers",),
    "ranks": ("ranks", "rungs"),
    "news": ("news",),
    "record": ("past",),
    "reliability": ("reliability",),
}
"""The chapters of facts (`facts.complete`) that a picture draws from, besides those that every page has."""

_ABOUT = {"contributions": "gdp", "pace": "fai"}
"""Pictures that are about one indicator by nature."""


def usual(kind: str, codes: Sequence[str]) -> tuple[str, ...]:
    """Return the indicators that a picture is of when none is named; none where the page lacks its subject."""
    if kind in ("fan", "year"):  # one or two figures a year make no course
        return tuple(code for code in codes if not indicators.indicator(code).yearly)
    if kind in _ABOUT:
        return tuple(code for code in codes if code == _ABOUT[kind])
    return tuple(codes[:1])
