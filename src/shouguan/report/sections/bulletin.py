"""A bulletin in sentences: where the task force stands, what became of last time, who is behind, when to reply.

As supervision bulletins say it: 〔单位〕承担任务〔n〕项，已完成〔m〕项，序时进度应完成〔k〕%，实际〔j〕%……
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from markupsafe import Markup

from shouguan.core.periods import Lang, Named
from shouguan.facts.bulletin_rows import Bulletin, Force, Group, LastTime
from shouguan.facts.table import Fact
from shouguan.investment import tasks
from shouguan.report.context import Context
from shouguan.report.language import words
from shouguan.report.sections import bulletin_tables

SECTIONS = frozenset(
    ("last", "units", "persons", "districts", "tasks", "slow", "firms", "agenda", "decisions", "shared")
)
"""Keys of an outline that hang on what the bulletin has."""


def of(page: Context) -> Bulletin:
    """Return the page's bulletin.

    Raises
    ------
    LookupError
        When the page is of another kind.
    """
    return bulletin_tables.of(page)


def has(page: Context, section: str) -> bool:
    """Say whether a section of the bulletin has anything to show (`SECTIONS`)."""
    made = of(page)
    if section in ("agenda", "decisions"):
        return made.sheet == "meeting"
    if section == "shared":
        return made.sheet == "summary"
    if section in ("units", "persons", "districts"):
        groups = {"units": made.units, "persons": made.persons, "districts": made.districts}[section]
        return made.sheet == "bulletin" and len(groups) >= (2 if section == "districts" else 1)
    if section == "tasks":
        return bool(made.lists)
    if section == "last":
        return made.sheet != "summary" and made.last is not None
    return bool(bulletin_tables.slow(page) if section == "slow" else bulletin_tables.firms(page))


def title(made: Bulletin) -> tuple[str, str]:
    """Return what the page is about, in Chinese and English, after the place's name."""
    if made.force is None:
        return "工作专班信息共享", "summary for all task forces"
    if made.sheet == "meeting":
        return f"{made.force.name}例会材料", f"{made.force.name_en}, meeting notes"
    return f"{made.force.name}{made.title}", f"{made.force.name_en}, bulletin"


def issue(page: Context) -> Markup:
    """Return the line under the title: number, how often, who leads, to whom."""
    made = of(page)
    every = page.say("周通报") if made.every == "week" else page.say("月通报")
    if made.sheet == "meeting":
        every = page.say("周例会") if made.every == "week" else page.say("月例会")
    parts = [page.say("{y}年第{n}期", y=page.as_of.year, n=made.issue)]
    if made.sheet != "summary":
        parts.append(every)
    if made.force is not None and made.force.leader:
        parts.append(page.say("负责人：{l}", l=page.given(made.force.leader)))
    return page.say("，").join(parts)


def opening(page: Context) -> Markup:
    """Return the paragraph that says how the task force stands, against its own deadlines."""
    made = of(page)
    if made.force is None:
        return Markup("")
    name = _force(page, made.force)
    day = words.day(page.as_of, page.lang)
    if made.whole is None:
        return _p(page.say("截至{d}，{f}的清单上没有任务。", d=day, f=name))
    told = page.say("截至{d}，{f}{g}", d=day, f=name, g=_progress(page, made.whole))
    if made.whole.overdue.value:
        told = page.say("{t}，逾期{n}项", t=told, n=made.whole.overdue)
    if made.soon is not None and made.soon.value:
        told = page.say("{t}；下期（{d}）前到期{n}项", t=told, d=words.day(made.until, page.lang), n=made.soon)
    shown = _p(page.say("{c}。", c=told)) + _p(
        page.say("任务指开工、解决问题、拨付资金和行动事项，按清单时限计序时进度；不含任何统计数额。")
    )
    if made.listed:
        shown += page.note(page.say("{m}，其后办结的尚未反映。", m=_months(page, made.listed)))
    if made.unassigned is not None:
        shown += page.note(page.say("含清单未填工作专班的项目{n}个。", n=made.unassigned))
    return shown


def last(page: Context) -> Markup:
    """Return what became of what the bulletin before called for."""
    made = of(page).last
    if made is None:
        return Markup("")
    name = page.say("上期（第{n}期，{d}）", n=made.issue, d=words.day(made.as_of, page.lang))
    if not made.signed:
        name = page.say("上期草稿（{d}，未签发）", d=words.day(made.as_of, page.lang))
    if not made.asked.value:
        return _p(page.say("{l}没有要求办理的事项；本期新增{n}项。", l=name, n=made.new))
    if made.same is not None and made.same.value == made.asked.value:
        told = page.say(
            "{l}要求办理{a}项；上期以来没有新的清单，办理情况无从比较。本期新增{n}项。",
            l=name,
            a=made.asked,
            n=made.new,
        )
        return _p(told)
    clauses = [page.say("已完成{n}项", n=made.done)]
    clauses += _outcomes(page, made)
    told = page.say(
        "{l}要求办理{a}项，{c}；本期新增{n}项。", l=name, a=made.asked, c=page.say("，").join(clauses), n=made.new
    )
    return _p(told) + Markup(bulletin_tables.last(page, made))


def _months(page: Context, listed: dict[str, str]) -> Markup:
    """Say of which month the lists are; each by its name where they differ."""
    months = {kind: Named(_month(month, page.lang), month) for kind, month in listed.items()}
    if len(set(listed.values())) == 1:
        return page.say("清单为{m}", m=next(iter(months.values())))
    each = [page.say("{k}清单为{m}", k=bulletin_tables.kind(page, kind), m=month) for kind, month in months.items()]
    return page.say("，").join(each)


def _month(month: str, lang: Lang) -> str:
    first = dt.date.fromisoformat(f"{month}-01")
    return f"{first.year}年{first.month}月" if lang == "zh" else f"{first:%b} {first.year}"


def _outcomes(page: Context, made: LastTime) -> list[Markup]:
    told = (
        (made.overdue, page.say("逾期{n}项", n=made.overdue)),
        (made.moved, page.say("时限有改动{n}项", n=made.moved)),
        (made.gone, page.say("本期清单未列{n}项（请核实）", n=made.gone)),
        (made.left, page.say("未到期{n}项", n=made.left)),
    )
    said = [clause for fact, clause in told if fact.value]
    if made.same is not None:
        said.append(page.say("没有新清单、不作比较{n}项", n=made.same))
    return said


def units(page: Context) -> Markup:
    """Return a sentence a unit that has something overdue, and the table of all."""
    made = of(page)
    reply = words.day(made.reply_by, page.lang)
    late = [group for group in made.units if group.overdue.value]
    paragraphs = [_p(_unit(page, group)) for group in late]
    if late:
        paragraphs.append(_p(page.say("上述单位请于{d}前报送整改情况。", d=reply)))
    else:
        paragraphs.append(_p(page.say("各单位没有逾期任务。")))
    shown = Markup("").join(paragraphs) + Markup(
        bulletin_tables.groups(page, made.units, page.say("各单位任务进展"), page.say("责任单位"))
    )
    if made.idle:
        named = _names(page, made.idle)
        shown += page.note(page.say("成员单位中清单没有列任务的：{u}。", u=named))
    return shown


def persons(page: Context) -> Markup:
    """Return the table of those named in charge."""
    return Markup(bulletin_tables.groups(page, of(page).persons, page.say("各责任人任务进展"), page.say("责任人")))


def districts(page: Context) -> Markup:
    """Return the table of districts; an action of the city as a whole is in none of them."""
    return Markup(bulletin_tables.groups(page, of(page).districts, page.say("各县区任务进展"), page.say("县区")))


def agenda(page: Context) -> Markup:
    """Return what is to be gone through, person by person, with room for what is decided."""
    made = of(page)
    if not made.agenda:
        return _p(page.say("没有逾期和下期前到期的事项。"))
    pieces = []
    for at, (name, items) in enumerate(made.agenda, start=1):
        head = page.either("（{o}）{n}", "{i}. {n}", o=_ordinal(at), i=at, n=_person(page, name))
        pieces.append(Markup("<h3>{}</h3>{}").format(head, bulletin_tables.agenda(page, items)))
    return Markup("").join(pieces)


def shared(page: Context) -> Markup:
    """Return the table that all task forces share: counts, and none that tells of a single firm."""
    note = page.note(page.say("企业只列户数，不足三户或可推知的不列；单个企业只在本专班通报中列出。"))
    return Markup(bulletin_tables.shared(page, of(page))) + note


def closing(page: Context) -> Markup:
    """Return until when to reply and to whom the bulletin goes."""
    made = of(page)
    if made.sheet != "bulletin" or made.force is None:
        return Markup("")
    shown = Markup("")
    if made.asked:
        shown += _p(
            page.say(
                "各责任单位请于{d}前报送整改情况和办结凭证；确需调整时限的，报专班负责人同意后改清单。",
                d=words.day(made.reply_by, page.lang),
            )
        )
    if made.force.send_to:
        shown += Markup('<p class="sent">{}</p>').format(page.say("报送：{s}", s=_names(page, made.force.send_to)))
    return shown


def _unit(page: Context, group: Group) -> Markup:
    told = page.say("{u}{p}，逾期{n}项", u=_person(page, group.name), p=_progress(page, group), n=group.overdue)
    names = _names(page, group.late)
    if group.overdue.value > len(group.late):
        return page.say("{t}；滞后事项：{l}等。", t=told, l=names)
    return page.say("{t}；滞后事项：{l}。", t=told, l=names)


def _progress(page: Context, group: Group) -> Markup:
    return page.say(
        "承担任务{n}项，已完成{m}项，序时进度应完成{k}%，实际{j}%，{a}",
        n=group.tasks,
        m=group.done,
        k=group.pace,
        j=group.rate,
        a=_ahead(page, group.ahead),
    )


def _ahead(page: Context, ahead: Fact) -> Markup:
    if ahead.rounded == 0:
        return page.say("与序时进度持平")
    if ahead.rounded > 0:
        return page.say("超序时进度{x}个百分点", x=ahead)
    return page.say("滞后序时进度{x}个百分点", x=ahead.magnitude)


def _force(page: Context, force: Force) -> Markup:
    return page.given(force.name, force.name_en)


def _person(page: Context, name: str) -> Markup:
    return page.say("未填") if name == tasks.UNNAMED else page.given(name)


def _names(page: Context, names: Iterable[str]) -> Markup:
    return (Markup("、") if page.lang == "zh" else Markup(", ")).join(page.given(name) for name in names)


def _ordinal(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = ("", *words.ORDINALS_ZH)
    return digits[ones] if not tens else f"{digits[tens] if tens > 1 else ''}十{digits[ones]}"


def _p(text: Markup) -> Markup:
    return Markup("<p>{}</p>").format(text)
