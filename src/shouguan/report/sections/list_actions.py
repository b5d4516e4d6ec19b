"""What a place's ledger says is worth most, project by project.

They are page one's actions where an office keeps no list of its own; beside its own they stand among the lists.
Starts, problems and payments only. What is worth points is said as a gain, never as an amount to reach.
"""

from __future__ import annotations

from markupsafe import Markup

from shouguan.facts.list_rows import Worth
from shouguan.investment.action_value import PAY, START
from shouguan.report.context import Context
from shouguan.report.language import words


def valued(page: Context) -> Markup:
    """Return at most five actions of the ledger; nothing where it tells of none."""
    lists = page.told("lists").lists
    if lists is None or not lists.worth:
        return Markup("")
    lead = page.say("可推进的事项（按台账测算，拉动全年投资多的在前，依法依规办理）：")
    lines = [_line(page, each) for each in lists.worth]
    return Markup('<p class="causes">{}</p>{}').format(lead, page.items(lines, '<ol class="actions">'))


def _line(page: Context, each: Worth) -> Markup:
    who = [page.say("{o}牵头", o=page.given(each.owner))] if each.owner else []
    if each.deadline is not None:
        who.append(page.say("时限{d}", d=words.day(each.deadline, page.lang)))
    if each.overdue is not None:
        who.append(page.say("逾期{n}天", n=each.overdue))
    what = action(page, each.action, each.project)
    if who:
        what = page.say("{a}（{w}）", a=what, w=page.say("，").join(who))
    return page.say(
        "{a}；预计拉动全年投资{p}个百分点（80%区间{l}—{u}）。",
        a=what,
        p=each.points,
        l=each.lower,
        u=each.upper,
    )


def action(page: Context, kind: str, name: str) -> Markup:
    """Say what is to be done about a project: one of `action_value`'s kinds."""
    project = page.given(name)
    if kind == START:
        return page.say("推动{p}开工", p=project)
    if kind == PAY:
        return page.say("{p}的专项债按工程进度拨付支出", p=project)
    return page.say("解决{p}清单上的问题", p=project)
