"""The head of a page: title, marks, the one conclusion, and what is published so far."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from shouguan.core.periods import Period, ytd_label
from shouguan.data.place import Target
from shouguan.facts.indicator_report import Sheet, step_key
from shouguan.report.context import Context
from shouguan.report.language import phrases, words
from shouguan.report.sections import unforecast

_NOTHING = Markup("")
_ANNEX = ("附表：", "Annex: ")
"""What titles of annexes begin with before they are numbered."""


def title(page: Context) -> str:
    """Return the page's title as plain text."""
    return _titled(page).striptags()


def _titled(page: Context) -> Markup:
    """Name the page after what it is about, and the scenario that all of it rests on."""
    assumed = page.assumed()
    return _named(page) if assumed is None else page.either("{t}（{s}）", "{t} ({s})", t=_named(page), s=assumed)


def _named(page: Context) -> Markup:
    """Name the page after its subject, else after the newest stretch that any of its indicators has."""
    name = page.place.name(page.lang)
    if page.subject is not None:
        return page.either("{p}{s}", "{p}: {e}", p=name, s=page.subject[0], e=page.subject[1])
    about = "经济运行情况" if page.lang == "zh" else "the economy"
    if page.topic in page.all_sheets:
        about = page.all_sheets[page.topic].name(page.lang)
    return page.say(
        "{p}{t}{e}",
        p=name,
        e=words.kept(about if page.lang == "en" else f"{about}分析及全年预测" if page.sheets else f"{about}分析"),
        t=words.kept(page.say("{y}年{t}", y=page.year, t=ytd_label(_newest(page), page.lang))),
    )


def _newest(page: Context) -> Period:
    """Return the newest stretch that any indicator of the page has, forecast ones first."""
    origins = [sheet.origin for sheet in (page.sheets or page.unforecast).values()]
    periods = origins or [row.period for row in page.told("figures").figures]
    return max(periods, key=lambda period: period.end)


def heading(page: Context, under: Markup = _NOTHING) -> Markup:
    """Return the letterhead, the title, a line under it where there is one, and the marks that every page carries."""
    return page.fill("heading", title=_titled(page), assumed=page.assumed(), under=under)


def numbered(sections: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Number the titles of sections as documents do, annexes by themselves.

    Examples
    --------
    >>> numbered({"a": ("建议", "What to do"), "b": ("附表：口径", "Annex: Definitions")})
    {'a': ('一、建议', '1. What to do'), 'b': ('附表一、口径', 'Annex 1. Definitions')}
    """
    made: dict[str, tuple[str, str]] = {}
    counted = {"": 0, "附表": 0}
    for key, (zh, en) in sections.items():
        kind = "附表" if zh.startswith(_ANNEX[0]) else ""
        counted[kind] += 1
        title, other = zh.removeprefix(_ANNEX[0]), en.removeprefix(_ANNEX[1])
        number, before = counted[kind], "Annex " if kind else ""
        made[key] = (f"{kind}{words.ORDINALS_ZH[number - 1]}、{title}", f"{before}{number}. {other}")
    return made


def contents(page: Context, sections: Mapping[str, tuple[str, str]]) -> Markup:
    """Return the list of the page's sections as links."""
    return page.fill("contents", sections=sections)


def conclusion(page: Context) -> Markup:
    """Return the one sentence that leadership reads first."""
    sheet = next(iter(page.sheets.values()), None)
    if sheet is None:
        return _without_forecast(page)
    return Markup('<section class="conclusion" aria-label="{}"><p>{}{}</p>{}</section>').format(
        page.say("结论"),
        _expected(page, sheet),
        _without_target(page, sheet) if sheet.main_target is None else _with_target(page, sheet),
        Markup("").join(_not_believed(page, each) for each in page.sheets.values()),
    )


def _not_believed(page: Context, sheet: Sheet) -> Markup:
    """Say that the newest figure of an indicator cannot be, and that the forecast does without it."""
    single = page.standing(sheet).impossible
    if single is None:
        return _NOTHING
    told = page.say(
        "请核对：{t}{n}累计增速{f}%与前几期不能同时成立（推得当期增速{s}%），测算未采用这个数。",
        t=page.so_far(sheet),
        n=words.inline(sheet.name(page.lang)),
        f=page.newest(sheet),
        s=single,
    )
    return Markup("<p>{}</p>").format(told)


def _without_forecast(page: Context) -> Markup:
    """Return what is published of the first indicator, what its target needs by algebra, and that no more is said."""
    told = page.say(
        "按截至{d}已发布的数据，{p}{y}年{s}。",
        d=words.day(page.as_of, page.lang),
        p=page.place.name(page.lang),
        y=page.year,
        s=_standing_alone(page),
    )
    if page.unforecast and all(sheet.closed for sheet in page.unforecast.values()):
        missing = page.say("全年数据已经公布；本页只列已公布的数。")
    elif unforecast.needs(page):
        missing = page.say("往年数据还不够，暂不作全年预测；本页只列已公布的数和按累计关系推算的后期需增。")
    else:
        missing = page.say("往年数据还不够，暂不作全年预测；本页只列已公布的数。")
    return Markup('<section class="conclusion" aria-label="{}"><p>{}{}</p></section>').format(
        page.say("结论"), told, missing
    )


def _standing_alone(page: Context) -> Markup:
    sheet = next(iter(page.unforecast.values()), None)
    if sheet is None:
        row = page.told("figures").figures[0]
        stretch, name = ytd_label(row.period, page.lang), words.inline(page.named(row.code))
        if row.growth is None:
            return page.say("{t}{n}已公布", t=stretch, n=name)
        return page.say("{t}，{n}同比{g}", "headline", t=stretch, n=name, g=words.rose(row.growth, page.lang))
    told = page.say(
        "{t}，{n}同比{g}",
        "headline",
        t=page.so_far(sheet),
        n=words.inline(sheet.name(page.lang)),
        g=words.rose(page.newest(sheet), page.lang),
    )
    target = sheet.main_target
    if target is None:
        return told
    if sheet.closed:
        return page.say("{s}，{g}", s=told, g=page.gap(sheet, target, goal_name(page, sheet, target)))
    parts = {
        "s": told,
        "t": page.aim(sheet, target),
        "k": goal_name(page, sheet, target),
        "r": sheet.rest(page.lang),
        "n": need(page, sheet, target.met_from),
    }
    if page.slack(sheet, target.met_from):
        return page.say("{s}；{r}{n}也能实现{t}的{k}", **parts)
    return page.say("{s}；要实现{t}的{k}，{r}需{n}", **parts)


def so_far(page: Context) -> Markup:
    """Return one sentence an indicator on what is published."""
    return Markup("").join(Markup("<p>{}</p>").format(_published(page, sheet)) for sheet in page.all_sheets.values())


def _expected(page: Context, sheet: Sheet) -> Markup:
    assumed = page.assumed()
    return page.say(
        "{w}，{p}{y}年{n}预计{g}（80%区间为{i}）",
        w=page.say("按截至{d}已发布的数据测算", d=words.day(page.as_of, page.lang))
        if assumed is None
        else page.say("按截至{d}已发布的数据和“{s}”的假设测算", d=words.day(page.as_of, page.lang), s=assumed),
        p=page.place.name(page.lang),
        y=page.year,
        n=words.inline(sheet.name(page.lang)),
        g=words.grew(page.full_year(sheet, "median"), page.lang, expected=True),
        i=words.interval(page.full_year(sheet, "lower80"), page.full_year(sheet, "upper80"), page.lang),
    )


def _with_target(page: Context, sheet: Sheet) -> Markup:
    target = sheet.main_target
    assert target is not None
    parts = {
        "gap": page.gap(sheet, target, goal_name(page, sheet, target)),
        "c": words.chance(page.step(sheet, "chance", target.met_from), page.lang) + page.untested(sheet),
        "r": sheet.rest(page.lang),
        "need": need(page, sheet, target.met_from),
    }
    if page.slack(sheet, target.met_from):
        # How often the stretch "grew so much" says nothing beside a fall.
        return page.say("，{gap}，{c}；{r}{need}也能实现目标。", **parts)
    sentence = page.say("，{gap}，{c}；要实现目标，{r}需{need}", **parts)
    before = reached_before(page, sheet)
    return page.say("{s}{b}。", s=sentence, b="" if before is None else page.say("，{b}", b=before))


def reached_before(page: Context, sheet: Sheet) -> Markup | None:
    """Say in how many past years the rest of the year grew as much as the target needs, where that tells anything."""
    reached = page.standing(sheet).reached
    if reached is None:
        return None
    return phrases.reached(sheet.rest(page.lang), *reached, page.lang, better=sheet.entry.better)


def goal_name(page: Context, sheet: Sheet, target: Target) -> Markup:
    """Name a target: by its kind where there are several, and never 确保 beside a chance under 60 %."""
    kind = "" if len(sheet.targets) == 1 and target.kind == "原目标" else target.kind
    return phrases.goal(kind, page.facts.get(sheet.key("chance", page.year, step_key(target.met_from))), page.lang)


def _without_target(page: Context, sheet: Sheet) -> Markup:
    """Say what a round figure near the expected one takes, where no target is on record."""
    median = page.full_year(sheet, "median")
    nearest = min(sheet.ladder, key=lambda value: abs(value - median.rounded))
    step = page.step(sheet, "step", nearest)
    return page.say(
        "；若全年{g}，{r}需{need}。",
        g=words.grew(step, page.lang),
        r=sheet.rest(page.lang),
        need=need(page, sheet, nearest),
    )


def need(page: Context, sheet: Sheet, value: float) -> Markup:
    """Say the growth still needed, what is enough once the year is rounded, and last year's base and its kind.

    A chance is that of the rounded figure: what it takes stands beside what the figure itself would.
    """
    required, least = page.step(sheet, "required", value), page.step(sheet, "required_at_least", value)
    needed = words.grew(required, page.lang)
    tilt = page.standing(sheet).tilt
    beside = []
    if sheet.entry.sign * (required.rounded - least.rounded) > 0:
        beside.append(page.say("按四舍五入，{g}左右即可", g=words.grew(least, page.lang)))
    if tilt is not None:
        beside.append(phrases.base(sheet.rest(page.lang), tilt, page.lang))
    return page.say("{n}（{b}）", n=needed, b=page.say("；").join(beside)) if beside else needed


def _published(page: Context, sheet: Sheet) -> Markup:
    lang, standing = page.lang, page.standing(sheet)
    told = page.say(
        "{t}，{n}同比{g}",
        "headline",
        t=page.so_far(sheet),
        n=words.inline(sheet.name(lang)),
        g=words.rose(page.newest(sheet), lang),
    )
    cost = None
    if sheet.main_target is not None and sheet.ladder and sheet.known:
        cost = phrases.tenth(
            sheet.rest(lang),
            page.facts[sheet.key("cost", page.year)],
            standing.worth,
            lang,
            better=sheet.entry.better,
        )
    others = phrases.against(page.newest(sheet), standing.above, lang)
    sentence = words.clauses([told, changed(page, sheet), others, ranked(page, sheet), cost], lang)
    return page.say("{s}。", s=sentence)


def changed(page: Context, sheet: Sheet) -> Markup | None:
    """Say how growth moved from the stretch before; None for the first of the year."""
    period = sheet.origin
    change = page.facts.get(sheet.key("ytd", period, "change"))
    if change is None:
        return None
    before = sheet.entry.calendar.periods(period.year)[sheet.known - 2]
    earlier = page.facts[sheet.key("ytd", before)]
    since, first = ytd_label(before, page.lang), page.standing(sheet).first_growth
    return words.change(change, earlier, page.newest(sheet), since, page.lang, first=first)


def ranked(page: Context, sheet: Sheet, *, moved: bool = False) -> Markup | None:
    """Say the rank among peers by published growth, with how it moved if asked for; None where there is none."""
    period = sheet.origin
    fact = page.facts.get(sheet.key("rank", period))
    tied = page.standing(sheet).tied
    if fact is None or tied is None:
        told = page.facts.get(sheet.key("rank_published", period))
        return None if told is None else page.say("公布的增速位次为第{f}位", f=told)
    parent = page.place.regions[page.place.settings.parent or ""]
    group = page.either("{p}", "{n} in {e}", p=parent.name, e=parent.name_en, n=page.facts[sheet.key("rank", "peers")])
    change, since = page.facts.get(sheet.key("rank", period, "change")), None
    if moved and change is not None:
        since = ytd_label(sheet.entry.calendar.periods(period.year)[sheet.known - 2], page.lang)
    return phrases.position(fact, tied, group, change, since, page.lang, better=sheet.entry.better)
