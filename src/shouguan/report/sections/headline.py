"""The head of a page: title, marks, the one conclusion, and what is published so far."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.periods import ytd_label
from shouguan.ranking import published_rank
from shouguan.report import words
from shouguan.report.context import Context
from shouguan.report.sheet import Sheet


def title(page: Context) -> str:
    """Name the page after what it is about, else after the newest stretch that any of its indicators has."""
    if page.subject is not None:
        zh, en = page.subject
        return f"{page.place.name()}{zh}" if page.lang == "zh" else f"{page.place.name('en')}: {en}"
    newest = max(page.sheets.values(), key=lambda sheet: sheet.outlook.origin.end)
    stretch = ytd_label(newest.outlook.origin, page.lang)
    if page.lang == "zh":
        return f"{page.place.name()}{page.year}年{stretch}经济运行情况分析及全年预测"
    return f"{page.place.name('en')}: the economy in {stretch} {page.year} and the year ahead"


def heading(page: Context) -> Markup:
    """Return the title and the marks that every page carries."""
    marks = [
        page.say("内部资料 注意保存", "Internal: keep safe"),
        page.say("测算数，非统计数据，不得对外引用", "Estimates, not statistics; not to be quoted outside"),
        page.say("草稿", "Draft"),
    ]
    if page.place.settings.synthetic:
        marks.insert(0, page.say("演示数据", "Demonstration data: invented"))
    office = page.place.settings.office if page.lang == "zh" else None
    byline = page.say(
        "数据截至{d}（只用当日及以前发布的数据）",
        "Data as of {d}: nothing released later is used",
        d=words.day(page.as_of, page.lang),
    )
    return Markup('<header><ul class="marks">{}</ul><h1>{}</h1><p class="byline">{}{}</p></header>').format(
        Markup("").join(Markup("<li>{}</li>").format(mark) for mark in marks),
        title(page),
        Markup("{}<br>").format(office) if office else "",
        byline,
    )


def conclusion(page: Context) -> Markup:
    """Return the one sentence that leadership reads first."""
    sheet = next(iter(page.sheets.values()))
    return Markup('<section class="conclusion" aria-label="{}"><p>{}{}</p></section>').format(
        page.say("结论", "Conclusion"),
        _expected(page, sheet),
        _without_target(page, sheet) if sheet.main_target is None else _with_target(page, sheet),
    )


def so_far(page: Context) -> Markup:
    """Return one sentence an indicator on what is published."""
    return Markup("").join(Markup("<p>{}</p>").format(_published(page, sheet)) for sheet in page.sheets.values())


def _expected(page: Context, sheet: Sheet) -> Markup:
    return page.say(
        "按截至{d}已发布的数据测算，{p}{y}年{n}预计{g}（80%区间为{i}）",
        "On data released by {d}, {n} of {p} is expected {g} in {y} (80% interval {i})",
        d=words.day(page.as_of, page.lang),
        p=page.place.name(page.lang),
        y=page.year,
        n=sheet.name(page.lang),
        g=words.grew(page.full_year(sheet, "median"), page.lang, expected=True),
        i=words.interval(page.full_year(sheet, "lower80"), page.full_year(sheet, "upper80"), page.lang),
    )


def _with_target(page: Context, sheet: Sheet) -> Markup:
    target = sheet.main_target
    assert target is not None
    goal, gap = page.of_target(sheet, "target", target), page.of_target(sheet, "gap", target)
    return page.say(
        "，{gap}，实现可能性{c}，{w}；要实现目标，{r}需{need}。",
        ", {gap}; the chance of meeting it is {c} ({w}). To meet it, growth in {r} must be {need}.",
        gap=words.gap(gap, goal, sheet.goal_name(target, page.lang), page.lang, around=target.op == "around"),
        c=page.chance(sheet, target.value),
        w=words.chance_word(page.step(sheet, "chance", target.value), page.lang),
        r=sheet.rest(page.lang),
        need=_need(page, sheet, target.value),
    )


def _without_target(page: Context, sheet: Sheet) -> Markup:
    """Say what a round figure near the expected one takes, where no target is on record."""
    median = page.full_year(sheet, "median")
    near = min(sheet.ladder, key=lambda value: abs(value - median.rounded))
    return page.say(
        "；若全年增长{v}%，{r}需{need}。" if near >= 0 else "；若全年下降{m}%，{r}需{need}。",
        "; a year of {v}% takes growth of {need} in {r}.",
        v=page.step(sheet, "step", near),
        m=page.step(sheet, "step", near).magnitude,
        r=sheet.rest(page.lang),
        need=_need(page, sheet, near),
    )


def _need(page: Context, sheet: Sheet, value: float) -> Markup:
    """Say the growth still needed, always with last year's base beside it."""
    required = page.step(sheet, "required", value)
    need = words.grew(required, page.lang) if page.lang == "zh" else Markup("{}%").format(required)
    base = page.base(sheet)
    if base is None:
        return need
    return page.say(
        "{n}（上年{r}增长{b}%左右）" if base.rounded >= 0 else "{n}（上年{r}下降{m}%左右）",
        "{n} (last year's {r}: about {b}%)",
        n=need,
        r=sheet.rest(page.lang),
        b=base,
        m=base.magnitude,
    )


def _published(page: Context, sheet: Sheet) -> Markup:
    period = sheet.outlook.origin
    clauses = [
        page.say(
            "{t}，{n}同比{g}",
            "In {t}, {n} was {g} on the year",
            t=ytd_label(period, page.lang),
            n=sheet.name(page.lang),
            g=words.grew(page.newest(sheet), page.lang),
        )
    ]
    change = page.facts.get(sheet.key("ytd", period, "change"))
    if change is not None:
        before = sheet.entry.calendar.periods(period.year)[len(sheet.outlook.known) - 2]
        earlier = page.facts[sheet.key("ytd", before)]
        since = ytd_label(before, page.lang)
        clauses.append(words.change(change, earlier, page.newest(sheet), since, page.lang))
    position = _rank(page, sheet)
    if position is not None:
        clauses.append(position)
    if sheet.main_target is not None:
        clauses.append(
            page.say(
                "全年每提高0.1个百分点，{r}需多增{c}个百分点",
                "each 0.1 point of the year takes {c} points of {r}",
                r=sheet.rest(page.lang),
                c=page.facts[sheet.key("cost", page.year)],
            )
        )
    return page.say("，", "; ").join(clauses) + page.say("。", ".")


def _rank(page: Context, sheet: Sheet) -> Markup | None:
    fact = page.facts.get(sheet.key("rank", sheet.outlook.origin))
    found = published_rank(page.place, page.view, sheet.code, sheet.outlook.origin)
    if fact is None or found is None:
        return None
    parent = page.place.regions[page.place.settings.parent or ""]
    group = page.say("{p}", "{n} in {e}", p=parent.name, e=parent.name_en, n=page.facts[sheet.key("rank", "peers")])
    return words.rank(fact, found[1], group, page.lang)
