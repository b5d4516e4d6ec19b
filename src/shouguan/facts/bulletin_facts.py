"""A bulletin of a task force: its tasks by unit, person and list, its projects and firms, and what became of last time.

Whose task it is and by which day is the lists' own word. Nothing here is a statistical amount, and a firm is named for
its own task force alone (`investment.disclosure`).
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from shouguan.components.accounting import PARTS
from shouguan.core.parameters import BulletinSheet, Every
from shouguan.core.periods import Period
from shouguan.core.working_days import day_after
from shouguan.data import pacing_settings
from shouguan.data.actions import Action
from shouguan.data.bulletin_settings import BulletinSettings, TaskForce
from shouguan.facts import bulletin_lists, bulletin_tasks
from shouguan.facts.briefing import Briefing
from shouguan.facts.bulletin_lists import Lists
from shouguan.facts.bulletin_rows import Bulletin, Force, LastIssue, Shared
from shouguan.facts.list_figures import Figures
from shouguan.investment import tasks


def bulletin(
    page: Briefing,
    settings: BulletinSettings,
    key: str,
    sheet: BulletinSheet,
    every: Every | None,
    issue: int,
    last: LastIssue | None,
) -> Bulletin:
    """Return one bulletin, the sheet of a meeting, or the summary; all its figures become facts of the page.

    Parameters
    ----------
    page : Briefing
    settings : BulletinSettings
    key : str
        Of the task force; a summary is of all.
    sheet : {'bulletin', 'meeting', 'summary'}
    every : {'week', 'month'}, optional
        By default as the task force has it.
    issue : int
        The number that the draft would have.
    last : LastIssue, optional
        The one before.

    Raises
    ------
    DataError
        When a list cannot be read, there is nothing to tell, or no such task force.
    """
    lists = bulletin_lists.read(page)
    force = settings.task_force(key)
    paced: Every = every or force.every
    until = bulletin_tasks.next_day(page.as_of, paced)
    of = Figures(page, "bulletin", Period(page.as_of.year, "M", page.as_of.month))
    made = Bulletin(
        sheet,
        settings.title,
        None if sheet == "summary" else _named(settings, force),
        paced,
        of.add("issue", issue, "期号", "issue", "签发登记：本专班本年已签发的最大期号 + 1，或参数 issue"),
        until,
        day_after(page.as_of, settings.reply_working_days),
    )
    if sheet == "summary":
        shared = [_shared(page, of, settings, lists, each) for each in settings.task_forces.values()]
        firms = bulletin_lists.shared_firms(of, lists, list(settings.task_forces.values()), page.as_of)
        both = zip(shared, firms, strict=True)
        return replace(made, shared=tuple(replace(each, firms=counts) for each, counts in both))
    table = _tasks(page, settings, lists, force)
    told = bulletin_tasks.told(of, table, page.as_of, until, _listed(lists, table), lists.settings.projects.same_name)
    if last is not None:
        told = told.since(last)
    made = replace(
        made,
        whole=told.whole,
        soon=told.soon,
        units=told.groups("unit"),
        persons=told.groups("person"),
        districts=told.groups("district"),
        asked=told.asked,
        idle=tuple(each for each in force.members if each not in set(table["unit"])),
        last=None if last is None else bulletin_tasks.last_time(of, last, told, settings.rows),
        listed=told.listed,
    )
    if sheet == "meeting":
        return replace(made, agenda=told.agenda())
    own, sound = (
        tasks.own(each, force) if "projects" in force.lists else each.iloc[:0] for each in (lists.ledger, lists.sound)
    )
    rule = pacing_settings.read(page.place.folder).lights.progress
    return replace(
        made,
        lists=told.by_kind(settings.rows),
        slow=bulletin_lists.slow(of, sound, rule, settings.rows),
        firms=bulletin_lists.firms(of, lists, force, page.as_of, settings.rows) if "firms" in force.lists else None,
        unassigned=bulletin_lists.unassigned(of, own),
    )


def _tasks(page: Briefing, settings: BulletinSettings, lists: Lists, force: TaskForce) -> pd.DataFrame:
    """Return the tasks of a task force, of the lists that it looks after."""
    mine = tasks.own(lists.ledger, force)
    none = lists.ledger.iloc[:0]
    kept = force.lists
    return tasks.tasks(
        mine if "projects" in kept else none,
        tasks.about(lists.problems, mine, lists.ledger, force) if "problems" in kept else lists.problems.iloc[:0],
        tasks.about(lists.funds, mine, lists.ledger, force) if "funds" in kept else lists.funds.iloc[:0],
        [each for each in lists.actions if _whose(settings, each) == force.name] if "actions" in kept else [],
        page.as_of,
        lists.settings.funds,
    )


def _listed(lists: Lists, table: pd.DataFrame) -> dict[str, str]:
    """Return by kind of task that there is the month of the list that it is from."""
    of_kind = {tasks.START: lists.ledger, tasks.SETTLE: lists.problems, tasks.PAY: lists.funds}
    there = set(table["kind"])
    return {kind: str(rows["period"].max()) for kind, rows in of_kind.items() if kind in there and len(rows)}


def _whose(settings: BulletinSettings, action: Action) -> str:
    """Return the task force that an action is of: its own indicator's, its total's, else the one of GDP."""
    forces = [each for each in settings.task_forces.values() if "actions" in each.lists]
    for fits in (
        lambda each: each.indicator == action.indicator,
        lambda each: each.indicator != "gdp" and action.indicator in PARTS.get(each.indicator, ()),
        lambda each: each.indicator == "gdp",
    ):
        for each in forces:
            if fits(each):
                return each.name
    return ""


def _shared(page: Briefing, of: Figures, settings: BulletinSettings, lists: Lists, force: TaskForce) -> Shared:
    table = _tasks(page, settings, lists, force)
    key = settings.key(force.name)
    return Shared(_named(settings, force), bulletin_tasks.group(of, f"force_{key}", "", table, page.as_of))


def _named(settings: BulletinSettings, force: TaskForce) -> Force:
    key = settings.key(force.name)
    name_en = force.name_en or key
    return Force(key, force.name, name_en, force.leader or "", force.indicator, force.members, force.send_to)
