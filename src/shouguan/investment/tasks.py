"""What a task force has undertaken, as one list of tasks: starts, problems to settle, funds to pay out, actions.

A task is something that somebody does by a day, never an amount that a statistic shall come to (统计法), and no firm's
registration: those that meet the conditions apply by law (`enterprises.to_do`). How far a unit should be by a day
follows from the deadlines of its own tasks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from shouguan.data.actions import Action
from shouguan.data.bulletin_settings import TaskForce
from shouguan.data.investment_settings import Funds
from shouguan.investment import funding
from shouguan.investment.projects import identity, of_month, rows_of

START, SETTLE, PAY, ACT = "开工", "问题", "资金", "行动"
KINDS = (START, SETTLE, PAY, ACT)
"""The kinds of tasks, in the order of a bulletin."""
DONE, OVERDUE, SOON, DISTANT, UNDATED = "已完成", "逾期", "临近到期", "未到期", "未定时限"
STATES = (DONE, OVERDUE, SOON, DISTANT, UNDATED)
"""How a task stands on a day, in words."""
MOVED, GONE = "时限有改动", "本期清单未列"
"""How an earlier task may stand besides: its deadline is another one now, or no list has it any more."""
COLUMNS = ("kind", "key", "project", "what", "unit", "person", "deadline", "done_on", "done", "district")
ASKED = (*COLUMNS[:7], "district")
"""The columns that a bulletin keeps of a task it calls for, so that the next can tell what became of it."""
UNNAMED, CITY = "未填", "全市"
"""What stands for a unit, person or district that nobody filled in; the district of an action of the whole city."""


def own(rows: pd.DataFrame, task_force: TaskForce) -> pd.DataFrame:
    """Return the rows of a list of projects or firms that a task force looks after."""
    named = rows["task_force"] if "task_force" in rows else pd.Series(None, rows.index, dtype="object")
    mine = named.eq(task_force.name)
    if task_force.takes_unassigned:
        mine |= named.isna()
    return rows[mine.fillna(False).astype(bool)].reset_index(drop=True)


def about(rows: pd.DataFrame, projects: pd.DataFrame, ledger: pd.DataFrame, task_force: TaskForce) -> pd.DataFrame:
    """Return the rows of problems or funds about a task force's projects.

    Those about no project of the ledger go to the one that takes what is nobody's.
    """
    mine = rows_of(rows, projects)
    if not task_force.takes_unassigned or rows.empty:
        return mine
    known = set(identity(ledger)) if len(ledger) else set()
    return pd.concat([mine, rows[~identity(rows).isin(known)]], ignore_index=True)


def tasks(
    now: pd.DataFrame,
    problems: pd.DataFrame,
    funds: pd.DataFrame,
    actions: Sequence[Action],
    day: dt.date,
    rules: Funds,
) -> pd.DataFrame:
    """Return all tasks of the year.

    Parameters
    ----------
    now : DataFrame
        The task force's projects in the newest ledger: those planned to start in its year, and those that should have
        started before and had not when the year began.
    problems : DataFrame
        Problems of the newest list: those open, and those settled in the year.
    funds : DataFrame
        The newest list of bonds: issued quotas, each to be spent within its months.
    actions : sequence of Action
    day : date
    rules : Funds

    Returns
    -------
    DataFrame
        `COLUMNS`, by kind and deadline: `key` tells the same task in another month's lists; `done_on` is missing
        where the list has no day of it.
    """
    where = pd.Series(now["district"].to_numpy(), identity(now)) if len(now) and "district" in now else None
    parts = [
        _starts(now, day),
        _problems(problems, day, where),
        _payments(funds, day, rules, where),
        _actions(actions, day),
    ]
    table = pd.concat([part for part in parts if len(part)] or [_frame([])], ignore_index=True)
    order = table["kind"].map({kind: at for at, kind in enumerate(KINDS)})
    return (
        table.assign(order=order)
        .sort_values(["order", "deadline", "key"], kind="stable", ignore_index=True)
        .drop(columns="order")
    )


def states(table: pd.DataFrame, day: dt.date, until: dt.date) -> pd.Series[str]:
    """Return how each task stands on a day; due soon up to the day of the next bulletin, included."""
    deadline = table["deadline"]
    words = np.select(
        [table["done"], deadline.isna(), deadline < pd.Timestamp(day), deadline <= pd.Timestamp(until)],
        [DONE, UNDATED, OVERDUE, SOON],
        DISTANT,
    )
    return pd.Series(words, table.index, dtype="object")


def progress(table: pd.DataFrame, day: dt.date, by: str | None = None) -> pd.DataFrame:
    """Return how far tasks are against their own deadlines.

    Parameters
    ----------
    table : DataFrame
        From `tasks`.
    day : date
    by : str, optional
        `unit`, `person`, `district` or `kind`; the whole where it is not given.

    Returns
    -------
    DataFrame
        A row a group, the most overdue first, then the most tasks: `tasks`, `done`, `overdue`, `due` (deadline by the
        day), `rate_pct` = done / tasks, `pace_pct` = due / tasks (序时进度), `ahead_pp`, their difference.
    """
    named = pd.Series("合计", table.index) if by is None else table[by].fillna(UNNAMED)
    due = table["deadline"].lt(pd.Timestamp(day) + pd.Timedelta(days=1))
    counts = pd.DataFrame(
        {
            "tasks": 1,
            "done": table["done"].astype(int),
            "overdue": (table["deadline"].lt(pd.Timestamp(day)) & ~table["done"].astype(bool)).astype(int),
            "due": due.astype(int),
        }
    )
    sums = counts.groupby(named.rename(by or "whole"), sort=False).sum()
    sums["rate_pct"] = 100 * sums["done"] / sums["tasks"]
    sums["pace_pct"] = 100 * sums["due"] / sums["tasks"]
    sums["ahead_pp"] = sums["rate_pct"] - sums["pace_pct"]
    names = pd.Series(sums.index.astype(str), sums.index)
    return (
        sums.assign(name=names)
        .sort_values(["overdue", "tasks", "name"], ascending=[False, False, True])
        .drop(columns="name")
    )


def behind(now: pd.DataFrame, points: float) -> pd.DataFrame:
    """Return the projects under way whose work is behind an even pace by at least so many points, the furthest first.

    Returns
    -------
    DataFrame
        `project_name`, `district`, `responsible`, `leader`, `progress`, `plan_rate_pct` (done of the year's plan, by
        the ledger: physical progress and no statistic), `pace_pct` (month / 12), `behind_pp`. A project without a plan
        of the year has no rate and is not in it.
    """
    columns = ["project_name", "district", "responsible", "leader", "progress"]
    table = now.assign(**{name: None for name in columns if name not in now})
    plan = table["annual_plan_wan_yuan"].astype(float)
    rate = 100 * table["ytd_done_wan_yuan"].astype(float) / plan.where(plan > 0)
    pace = 100 * table["period"].str[5:].astype(float) / 12
    table = table.assign(plan_rate_pct=rate, pace_pct=pace, behind_pp=pace - rate)
    late = table[table["actual_start"].notna() & table["behind_pp"].ge(points)]
    shown = late.sort_values(["behind_pp", "project_name"], ascending=[False, True], ignore_index=True)
    return shown[[*columns, "plan_rate_pct", "pace_pct", "behind_pp"]]


def _starts(now: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    if now.empty:
        return _frame([])
    year = int(str(now["period"].iloc[0])[:4])
    first, last = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    started = now["actual_start"].notna() & (now["actual_start"] <= pd.Timestamp(day))
    planned = now["planned_start"]
    late = planned.lt(first) & ~(started & (now["actual_start"] < first))
    rows = now[planned.le(last) & (planned.ge(first) | late)]
    begun = started[rows.index]
    return _frame(
        {
            "kind": START,
            "key": START + "|" + identity(rows),
            "project": rows["project_name"],
            "what": "开工建设",
            "unit": rows["responsible"],
            "person": rows.get("leader"),
            "deadline": rows["planned_start"],
            "done_on": rows["actual_start"].where(begun),
            "done": begun,
            "district": rows.get("district"),
        },
        rows.index,
    )


def _located(rows: pd.DataFrame, where: pd.Series[str] | None) -> pd.Series[str] | None:
    """Return the district that the ledger has of each row's project."""
    if where is None:
        return None
    return identity(rows).map(where[~where.index.duplicated()])


def _problems(problems: pd.DataFrame, day: dt.date, where: pd.Series[str] | None) -> pd.DataFrame:
    if problems.empty:
        return _frame([])
    newest = of_month(problems)
    closed = newest["closed_on"].notna() & (newest["closed_on"] <= pd.Timestamp(day))
    rows = newest[~closed | newest["closed_on"].dt.year.eq(day.year)]
    return _frame(
        {
            "kind": SETTLE,
            "key": SETTLE + "|" + identity(rows) + "|" + rows["problem"].fillna(""),
            "project": rows["project_name"],
            "what": rows["problem"],
            "unit": rows["responsible"],
            "person": rows.get("person"),
            "deadline": rows["deadline"],
            "done_on": rows["closed_on"].where(closed[rows.index]),
            "done": closed[rows.index],
            "district": _located(rows, where),
        },
        rows.index,
    )


def _payments(funds: pd.DataFrame, day: dt.date, rules: Funds, where: pd.Series[str] | None) -> pd.DataFrame:
    if funds.empty:
        return _frame([])
    rows = funding.spending(funds, day, rules)
    rows = rows[rows["spent"].notna()]  # a list that says nothing of spending gives nobody a task
    return _frame(
        {
            "kind": PAY,
            "key": PAY + "|" + identity(rows) + "|" + rows["batch"].astype(str),
            "project": rows["project_name"],
            "what": rows["batch"].astype(str) + "专项债支出",
            "unit": rows["responsible"],
            "person": None,
            "deadline": rows["spend_by"],
            "done_on": pd.NaT,
            "done": rows["spent"].astype(bool),
            "district": _located(rows, where),
        },
        rows.index,
    )


def _actions(actions: Sequence[Action], day: dt.date) -> pd.DataFrame:
    return _frame(
        [
            {
                "kind": ACT,
                "key": f"{ACT}|{each.owner}|{each.action}",
                "project": "",
                "what": each.action,
                "unit": each.owner,
                "person": None,
                "deadline": pd.Timestamp(each.deadline),
                "done_on": pd.NaT,
                "done": each.state_on(day) == DONE,
                "district": CITY,
            }
            for each in actions
        ]
    )


def _frame(rows: Any, index: pd.Index[int] | None = None) -> pd.DataFrame:
    table = pd.DataFrame(rows, index=index, columns=list(COLUMNS))
    days = {name: pd.to_datetime(table[name]).astype("datetime64[s]") for name in ("deadline", "done_on")}
    return table.assign(**days, done=table["done"].fillna(False).astype(bool)).reset_index(drop=True)
