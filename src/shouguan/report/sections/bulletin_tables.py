"""The tables of a bulletin: tasks by unit and person, list by list, projects behind pace, firms near a threshold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from markupsafe import Markup

from shouguan.core.periods import Named
from shouguan.facts.bulletin_rows import Bulletin, Group, Item, KindList, LastTime, Shared
from shouguan.facts.table import Fact
from shouguan.investment import tasks
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words

_EN = {
    "符合条件": "meets the conditions",
    "预计年内符合条件": "expected to meet them this year",
    "尚不符合条件": "does not meet them yet",
    "凭资质": "by licence",
    "标准待核": "threshold to be checked",
    "资料齐备后依法申报": "apply by law once the papers are complete",
    "取得资质、资料齐备后依法申报": "apply by law with licence and papers complete",
    "达到标准、资料齐备后依法申报": "apply by law once at the threshold with complete papers",
    "核实行业和标准": "check industry and threshold",
    "继续培育": "go on",
    "已依法申报，跟进审核": "applied by law, follow the review",
    "核实原因，依法办理退库": "check the reason, leave by law",
    "仍符合条件": "still meets them",
}
"""What the list of firms says in words of ours (`investment.enterprises`)."""
_BLANK = Markup("")
_DECISIONS = 5


def of(page: Context) -> Bulletin:
    """Return the page's bulletin.

    Raises
    ------
    LookupError
        When the page is of another kind.
    """
    made = page.contents.bulletin
    if made is None:
        raise LookupError("the page is no bulletin")
    return made


def groups(page: Context, rows: Sequence[Group], caption: Markup, who: Markup) -> tables.Shown:
    """Return the tasks of units or persons: counts, rates, and how far behind."""
    if not rows:
        return Markup("")
    head = [
        who,
        page.say("承担任务（项）"),
        page.say("已完成（项）"),
        page.say("逾期（项）"),
        page.say("应完成（%）"),
        page.say("实际（%）"),
        page.say("超或滞后（百分点）"),
    ]
    cells = [[_name(page, g.name), g.tasks, g.done, g.overdue, g.pace, g.rate, g.ahead] for g in rows]
    note = page.say("应完成为时限已到的任务占比；负数为滞后。")
    return tables.Table(head, cells, caption=caption, kind="wide", note=note)


def lists(page: Context) -> Markup:
    """Return the lists, a table each of what is overdue or due by the next bulletin."""
    made = of(page)
    return Markup("").join(_list(page, made, each) for each in made.lists)


def _list(page: Context, made: Bulletin, each: KindList) -> Markup:
    whole = each.whole
    name = kind(page, each.kind)
    told = page.say("{k}{n}项，已完成{m}项，逾期{o}项", k=name, n=whole.tasks, m=whole.done, o=whole.overdue)
    if not each.rows:
        return _p(page.say("{t}；没有逾期和下期前到期的。", t=told))
    caption = page.say("{k}：逾期和{d}前到期的", k=name, d=words.day(made.until, page.lang))
    what = each.kind in (tasks.SETTLE, tasks.PAY)
    rows = [
        [
            _subject(page, item),
            *([page.given(item.what)] if what else []),
            _name(page, item.unit),
            *([] if each.kind in (tasks.PAY, tasks.ACT) else [_name(page, item.person)]),
            _day(item.deadline),
            state(page, item),
        ]
        for item in each.rows
    ]
    head = [
        page.say("事项") if each.kind == tasks.ACT else page.say("项目"),
        *([page.say("问题") if each.kind == tasks.SETTLE else page.say("资金")] if what else []),
        page.say("责任单位"),
        *([] if each.kind in (tasks.PAY, tasks.ACT) else [page.say("责任人")]),
        page.say("时限"),
        page.say("情况"),
    ]
    note = _more(page, each.more) if each.kind == tasks.ACT else _all_by(page, each.more)
    table = tables.Table(head, rows, caption=caption, kind="wide", words=len(head) - 1, note=note)
    return _p(page.say("{c}。", c=told)) + Markup(table)


def slow(page: Context) -> Markup:
    """Return the projects behind pace; nothing where none is."""
    own = of(page).slow
    if own is None or not own.rows:
        return Markup("")
    told = page.say(
        "在建项目年度计划完成率落后序时进度{a}个百分点及以上的{n}个，其中落后超过{b}个百分点的{m}个。",
        a=own.rule,
        n=own.count,
        b=own.red,
        m=own.worst,
    )
    rows = [
        [
            page.given(each.project),
            each.rate,
            each.behind,
            _name(page, each.unit),
            _name(page, each.person),
            page.given(each.progress) if each.progress else None,
            page.given(*each.light),
        ]
        for each in own.rows
    ]
    head = [
        page.say("项目"),
        page.say("完成率（%）"),
        page.say("落后（百分点）"),
        page.say("责任单位"),
        page.say("责任人"),
        page.say("形象进度"),
        page.say("情况"),
    ]
    caption = page.say("落后序时进度的在建项目（序时进度{p}%）", p=own.rows[0].pace)
    note = page.say("完成率是台账的形象进度，不是统计数；请说明原因和赶工措施，不得为此调整报送数据。") + _more(
        page, own.more
    )
    return _p(told) + Markup(tables.Table(head, rows, caption=caption, kind="wide", words=4, note=note))


def firms(page: Context) -> Markup:
    """Return the task force's own firms near a threshold; nothing where there is none."""
    own = of(page).firms
    if own is None or not own.rows:
        return Markup("")
    told = page.say("临近纳统标准、尚未入库的企业{n}户，其中已达到或预计年内达到标准{m}户。", n=own.count, m=own.meet)
    rows = [
        [
            page.given(each.name),
            each.rate,
            _word(page, each.category),
            _name(page, each.unit),
            _word(page, each.conditions),
            _word(page, each.next_step),
            Named(each.next_round, each.next_round),
        ]
        for each in own.rows
    ]
    head = [
        page.say("企业"),
        page.say("预计为标准的（%）"),
        page.say("类别"),
        page.say("责任单位"),
        page.say("条件"),
        page.say("下一步"),
        page.say("申报月份"),
    ]
    note = page.say("名单只供本专班内部使用；符合条件、资料齐备的依法申报，不设户数任务。") + _more(page, own.more)
    caption = page.say("临近纳统标准的企业")
    return _p(told) + Markup(tables.Table(head, rows, caption=caption, kind="wide", words=5, note=note))


def last(page: Context, made: LastTime) -> tables.Table:
    """Return each thing that the last bulletin called for, and what became of it."""
    rows = [
        [
            _subject(page, item),
            _task(page, item),
            _name(page, item.unit),
            _name(page, item.person),
            _day(item.deadline),
            state(page, item),
        ]
        for item in made.rows
    ]
    head = [
        page.say("项目或事项"),
        page.say("任务"),
        page.say("责任单位"),
        page.say("责任人"),
        page.say("上期时限"),
        page.say("办理情况"),
    ]
    note = _all_by(page, made.more)
    return tables.Table(head, rows, caption=page.say("上期要求办理的事项"), kind="wide", words=5, note=note)


def agenda(page: Context, items: Sequence[Item]) -> tables.Table:
    """Return one person's open tasks, with room for what is decided."""
    rows = [
        [
            _subject(page, item),
            _task(page, item),
            _name(page, item.unit),
            _day(item.deadline),
            state(page, item),
            _BLANK,
        ]
        for item in items
    ]
    head = [
        page.say("项目或事项"),
        page.say("任务"),
        page.say("责任单位"),
        page.say("时限"),
        page.say("情况"),
        page.say("议定事项"),
    ]
    return tables.Table(head, rows, caption=page.say("逾期和下次例会前到期的"), kind="wide", words=5)


def decisions(page: Context) -> tables.Table:
    """Return empty rows for what else is decided: what, who, by when."""
    head = [page.say("序号"), page.say("议定事项"), page.say("责任单位"), page.say("责任人"), page.say("时限")]
    rows = [[words.ORDINALS_ZH[at] if page.lang == "zh" else chr(97 + at), *[_BLANK] * 4] for at in range(_DECISIONS)]
    return tables.Table(head, rows, caption=page.say("会议议定（会后填写，列入清单）"), kind="plain", words=4)


def shared(page: Context, made: Bulletin) -> tables.Table:
    """Return the tasks of all task forces, and their firms where a count tells of no single one."""
    rows = [
        [page.given(each.force.name, each.force.name_en), *_tasks(each), *_firms(page, each)] for each in made.shared
    ]
    head = [
        page.say("专班"),
        page.say("任务（项）"),
        page.say("已完成（项）"),
        page.say("逾期（项）"),
        page.say("应完成（%）"),
        page.say("实际（%）"),
        page.say("超或滞后（百分点）"),
        page.say("临近标准企业（户）"),
        page.say("年内可达标（户）"),
    ]
    note = page.say("应完成为时限已到的任务占比；负数为滞后。")
    return tables.Table(head, rows, caption=page.say("各专班任务进展"), kind="wide", note=note)


def _tasks(each: Shared) -> list[Fact | None]:
    whole = each.whole
    if whole is None:
        return [None] * 6
    return [whole.tasks, whole.done, whole.overdue, whole.pace, whole.rate, whole.ahead]


def _firms(page: Context, each: Shared) -> list[object]:
    if each.firms is None:
        return [None, None]
    if each.firms.count is None:
        return [page.say("不列"), None]
    return [each.firms.count, each.firms.meet]


def state(page: Context, item: Item) -> Markup:
    """Say how a task stands, with the days that it is overdue or has left, and whether it is new."""
    stands = _state(page, item)
    if item.score is not None:
        stands = page.say("{s}（代码或批次有变，按名称和地点对上，相似度{r}）", s=stands, r=item.score)
    elif item.matched:
        stands = page.say("{s}（代码或批次有变，按名称和地点对上）", s=stands)
    return page.say("{s}（本期新增）", s=stands) if item.new else stands


def _state(page: Context, item: Item) -> Markup:
    if item.state == tasks.OVERDUE and item.days is not None:
        return words.kept(page.say("逾期{n}天", n=item.days))
    if item.state == tasks.SOON and item.days is not None:
        return words.kept(page.say("还剩{n}天", n=item.days)) if item.days.value else page.say("当日到期")
    if item.state == tasks.DONE:
        return page.say("已完成") if item.done_on is None else page.say("{d}完成", d=_day(item.done_on))
    if item.state == tasks.MOVED and item.now is not None:
        return page.say("时限改为{d}", d=_day(item.now))
    return {
        tasks.GONE: page.say("本期清单未列，请核实"),
        tasks.UNDATED: page.say("未定时限"),
    }.get(item.state, page.say("未到期"))


def _task(page: Context, item: Item) -> Markup | None:
    if item.kind == tasks.START:
        return page.say("开工建设")
    return None if item.kind == tasks.ACT else page.given(item.what)


def _subject(page: Context, item: Item) -> Markup:
    return page.given(item.what if item.kind == tasks.ACT else item.project)


def kind(page: Context, which: str) -> Markup:
    """Name a kind of tasks."""
    return {
        tasks.START: page.say("项目开工"),
        tasks.SETTLE: page.say("问题解决"),
        tasks.PAY: page.say("专项债支出"),
        tasks.ACT: page.say("行动事项"),
    }[which]


def _word(page: Context, text: str) -> Markup | None:
    """Return a word of the kit's own; one of the list's is shown as it stands there."""
    if not text:
        return None
    return Markup.escape(_EN[text]) if page.lang == "en" and text in _EN else page.given(text)


def _name(page: Context, name: str) -> Markup | None:
    if not name:
        return None
    return page.say("未填") if name == tasks.UNNAMED else page.given(name)


def _day(day: dt.date | None) -> Named | None:
    return None if day is None else Named(day.isoformat(), day.isoformat())


def _more(page: Context, more: Fact | None) -> Markup:
    return Markup("") if more is None else page.say("另有{n}项未列出；bulletins.yaml的rows设定最多列几行。", n=more)


def _all_by(page: Context, more: Fact | None) -> Markup:
    """Say how many tasks there was no room for, and the command that prints those of monthly lists.

    Actions of the office's own list are no task force's there.
    """
    force = of(page).force
    if more is None or force is None or not of(page).listed:
        return _more(page, more)
    return page.say(
        "另有{n}项未列出；项目、问题和资金的用 shouguan week {p} --task-force {f} --as-of {d} 全部列出。",
        n=more,
        p=page.given(page.place.slug),
        f=page.given(force.name, force.key),
        d=_day(page.as_of),
    )


def _p(text: Markup) -> Markup:
    return Markup("<p>{}</p>").format(text)
