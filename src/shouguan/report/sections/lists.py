"""Projects, firms and funds: what a place's lists say, a paragraph each, with the pictures and the districts' table."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from shouguan.core.periods import ytd_label
from shouguan.data.registers import NAMES
from shouguan.facts.list_rows import Below, FirmCounts, FundState, Goal, GroupRow, Lists, Progress, Rule
from shouguan.facts.table import Fact
from shouguan.investment import funding
from shouguan.investment.combined import PART_NAMES
from shouguan.report import charts, tables
from shouguan.report.charts import Chart
from shouguan.report.context import Context
from shouguan.report.language import words
from shouguan.report.sections import list_actions, list_doubts

_LIGHTS_EN = {
    funding.MET: "met",
    funding.DISTANT: "not due yet",
    funding.SOON: "due soon",
    funding.OVERDUE: "overdue and not met",
    funding.NO_STARTS: "the list does not say what has started",
    funding.NO_SPENDING: "the list does not say what is spent",
    funding.NO_DAY: "the list does not say when it was issued",
}
_KINDS_EN = {"专项债": "Special bonds", "无偿资金": "Grants", "未填": "Funds of no named kind"}


def of(page: Context) -> Lists | None:
    """Return what the lists of the page's place say; None where it keeps none, or none of the year."""
    lists = page.told("lists").lists
    return lists if lists is not None and lists.told else None


def lists(page: Context) -> Markup:
    """Return the paragraphs; nothing where the place keeps no lists."""
    told = of(page)
    if told is None:
        return Markup("")
    paragraphs = []
    if told.projects is not None:
        paragraphs.append(_projects(page, told.projects))
    if told.below is not None:
        paragraphs.append(_below(page, told.below))
    if told.firms is not None:
        paragraphs.append(_firms(page, told.firms))
    if told.funds is not None and (funds := _funds(page, told.funds)):
        paragraphs.append(funds)
    shown = Markup("").join(Markup("<p>{}</p>").format(each) for each in paragraphs)
    if page.told("actions").ties is not None:  # page one has the office's own
        shown += list_actions.valued(page)
    left_out = [
        page.say("{k}有{n}行填报有误，不计入合计。", k=NAMES[kind][0 if page.lang == "zh" else 1], n=number)
        for kind, number in told.left_out
    ]
    notes = [page.say("台账为责任单位报送的形象进度，不是统计数。")] if told.projects is not None else []
    if told.uncounted:
        notes.append(page.say("台账没有统计入库投资，无法与统计数对照，也不作自下而上测算。"))
    notes += [*left_out, *list_doubts.of(page, told.doubts)]
    return shown + (page.note(Markup("").join(notes)) if notes else Markup(""))


def districts(page: Context) -> tables.Shown:
    """Return the rates of each district; nothing where the ledger names none."""
    told = of(page)
    if told is None or told.projects is None or not told.projects.districts:
        return Markup("")
    head = [
        page.say("县区"),
        page.say("项目（个）"),
        page.say("应开工（个）"),
        page.say("开工率（%）"),
        page.say("年度计划（亿元）"),
        page.say("完成率（%）"),
        page.say("纳统率（%）"),
    ]
    own = told.projects
    whole = GroupRow(None, own.projects, own.due, own.start_rate, own.plan, own.plan_rate, own.entry_rate)
    rows = [
        [_group(page, each), each.projects, each.due, each.start_rate, each.plan, each.plan_rate, each.entry_rate]
        for each in (*own.districts, whole)
    ]
    hidden = any(each.projects is None for each in own.districts)
    caption = page.say("{t}台账：各县区项目进展", t=ytd_label(own.period, page.lang))
    note = page.say("项目过少的县区不列数，以免推知单个项目。") if hidden else Markup("")
    if not hidden:
        note = tables.rounding(page.lang, ([row[4] for row in rows[:-1]], own.plan))
    return tables.Table(head, rows, caption=caption, kind="wide", note=note)


def pace(page: Context) -> Chart | None:
    """Draw the ledger's pace against the plan."""
    told = of(page)
    if told is None or told.projects is None or not any(row.done is not None for row in told.projects.pace):
        return None
    return charts.list_pace_chart(told.projects.pace, page.lang)


def bridge(page: Context) -> Chart | None:
    """Draw the way from the ledger to the published figure."""
    told = of(page)
    if told is None or told.bridge is None:
        return None
    return charts.bridge_chart(told.bridge.lines, told.bridge.period, page.lang)


def funnel(page: Context) -> Chart | None:
    """Draw how far funds have come; a list that dates fewer than two stages has no funnel."""
    told = of(page)
    if told is None or told.funds is None or len(told.funds.stages) < 2:
        return None
    return charts.funnel_chart(told.funds.stages, page.lang)


def _group(page: Context, row: GroupRow) -> Markup:
    if row.name is None:
        return page.say("合计")
    return page.say("未填") if row.name == "未填" else page.given(row.name)


def _clauses(page: Context, clauses: Iterable[Markup | None]) -> Markup:
    return page.say("；").join(each for each in clauses if each)


def _projects(page: Context, own: Progress) -> Markup:
    started = page.say("{n}个项目中应开工{d}个，已开工{s}个", n=own.projects, d=own.due, s=own.started)
    if own.start_rate is not None:
        started = page.say("{s}，开工率{r}%", s=started, r=own.start_rate)
    done = page.say("年度计划投资{p}亿元，完成{d}亿元", p=own.plan, d=own.done)
    if own.plan_rate is not None and own.ahead is not None:
        done = page.say("{d}，占{r}%，{w}", d=done, r=own.plan_rate, w=_against_even(page, own.ahead))
    if own.unplanned is not None:
        done = page.say("{d}；没有年度计划的项目另完成{u}亿元", d=done, u=own.unplanned)
    if own.last is not None:
        done = page.say("{d}，上年台账同期完成其全年的{l}%", d=done, l=own.last)
    entered = None
    if own.entry_rate is not None:
        entered = page.say("纳统{g}个，为已开工的{e}%", g=own.registered, e=own.entry_rate)
    late = page.say("应开工未开工{n}个", n=own.late)
    if own.overdue is not None:
        late = page.say("{l}，逾期未解决的问题{n}个", l=late, n=own.overdue)
    when = ytd_label(own.period, page.lang)
    return page.say("项目方面，{t}台账{c}。", t=when, c=_clauses(page, (started, done, entered, late)))


def _against_even(page: Context, ahead: Fact) -> Markup:
    if ahead.rounded == 0:
        return page.say("与序时进度持平")
    if ahead.rounded > 0:
        return page.say("快于序时进度{m}个百分点", m=ahead)
    return page.say("慢于序时进度{m}个百分点", m=ahead.magnitude)


def _below(page: Context, own: Below) -> Markup:
    name = page.named("fai")
    first = page.say(
        "按台账逐项目自下而上测算，全年{n}预计{g}（80%区间{i}）",
        n=words.inline(name),
        g=words.grew(own.expected, page.lang, expected=True),
        i=words.interval(own.lower, own.upper, page.lang),
    )
    clauses = [first, *_apart(page, own)]
    young = None if own.age is None else page.say("台账只有{a}年", a=own.age)
    together = page.say(
        "按预期误差加权，台账权重{w}%，合并为{g}",
        w=own.weight,
        g=words.grew(own.together, page.lang),
    )
    compared = page.say("，").join(clauses)
    return page.say("{c}。本页其他各处用总量测算。", c=_clauses(page, (compared, young, together)))


def _apart(page: Context, own: Below) -> list[Markup]:
    if own.apart.rounded == 0:
        return [page.say("与总量测算基本一致")]
    part, most = PART_NAMES[own.part][0 if page.lang == "zh" else 1], own.points.magnitude
    return [
        page.say("比总量测算高{a}个百分点", a=own.apart)
        if own.apart.rounded > 0
        else page.say("比总量测算低{a}个百分点", a=own.apart.magnitude),
        page.say("主要在{p}（多{x}个百分点）", p=part, x=most)
        if own.points.rounded > 0
        else page.say("主要在{p}（少{x}个百分点）", p=part, x=most),
    ]


def _firms(page: Context, own: FirmCounts) -> Markup:
    net = page.say("新增纳统{e}户，退库{l}户，净增{n}户", e=own.entered, l=own.left, n=own.net)
    target = None
    if own.target is not None and own.rate is not None:
        target = page.say("全年目标纳统{g}户，已完成{r}%（序时进度{p}%）", g=own.target, r=own.rate, p=own.even)
    ahead = None
    if own.expected.value or own.leaving.value:
        ahead = page.say("年内预计还有{x}户纳统、{y}户退库", x=own.expected, y=own.leaving)
    return page.say(
        "企业方面，{t}名单上{c}。{p}。",
        t=ytd_label(own.period, page.lang),
        c=_clauses(page, (net, target, ahead)),
        p=words.capital(
            page.say("四季度升规的企业次年起报送数据，对当年增速几乎没有影响；当年增速看在库企业和新建投产企业")
        ),
    )


def _funds(page: Context, own: FundState) -> Markup | None:
    if any(rule.light == funding.NOTHING for rule in own.rules):
        rules = [page.say("没有已下达的专项债额度")]
    else:
        rules = [_rule(page, rule) for rule in own.rules]
    goals = [_goal(page, goal) for goal in own.goals if goal.target is not None or goal.issued.rounded > 0]
    return page.say("资金方面，{t}清单{c}。", t=ytd_label(own.period, page.lang), c=_clauses(page, (*goals, *rules)))


def _rule(page: Context, rule: Rule) -> Markup:
    light = rule.light if page.lang == "zh" else _LIGHTS_EN[rule.light]
    told = [] if rule.done is None else [_reached(page, rule, rule.done)]
    if rule.deadline is not None:
        day = words.day(rule.deadline, page.lang)
        told.append(page.say("最早一笔时限{d}", d=day) if rule.rule == "支出" else page.say("时限{d}", d=day))
        if rule.days is not None and rule.light == funding.OVERDUE:
            return page.say("，").join([*told, page.say("逾期{n}天未达到", n=rule.days.magnitude)])
        if rule.days is not None and rule.light != funding.MET:
            told.append(page.say("还剩{n}天", n=rule.days))
    return page.say("，").join([*told, escape(light)])


def _reached(page: Context, rule: Rule, done: Fact) -> Markup:
    if rule.rule == "支出":
        if rule.of.value == 0:
            return page.say("专项债没有到支出期限的额度")
        return page.say("专项债到支出期限的{o}笔中已支出{d}笔", o=rule.of, d=done)
    if rule.rule == "全部开工":
        return page.say("专项债项目应全部开工，{o}个中已开工{d}个", o=rule.of, d=done)
    return page.say("专项债项目{o}个中已开工{d}个（要求开工率{q}%）", o=rule.of, d=done, q=rule.required)


def _goal(page: Context, goal: Goal) -> Markup:
    kind = goal.kind if page.lang == "zh" else _KINDS_EN[goal.kind]
    issued = page.say("{k}已下达{i}亿元", k=kind, i=goal.issued)
    if goal.target is None or goal.rate is None:
        return issued
    told = page.say("{i}，为全年目标{t}亿元的{r}%（序时进度{e}%）", i=issued, t=goal.target, r=goal.rate, e=goal.even)
    if goal.needed is not None and goal.needed.rounded > 0:
        told = page.say("{t}，余下各月月均需{n}亿元", t=told, n=goal.needed)
    return told if goal.chance is None else page.say("，").join([told, words.chance(goal.chance, page.lang)])
