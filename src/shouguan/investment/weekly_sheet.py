"""The weekly sheet: which actions are done, due this week, behind, and due next, by district and task force.

It holds actions and how many there are (`dated_actions`), never an amount of a statistic: such amounts stop at the city
and its industries (统计法). Registration is papers made complete and an application by law, where conditions are met.
Lists are monthly, so what a list tells as done stays on the sheet until the next one is known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from shouguan.core.errors import UsageError, nearest
from shouguan.core.weeks import Stretch
from shouguan.core.working_days import working_days
from shouguan.investment.dated_actions import KINDS, ActionLists, gathered, news_since
from shouguan.investment.disclosure import disclosed

DONE, DUE, BEHIND, AHEAD, IN_TIME = "已完成", "本周到期", "逾期", "即将到期", "期内到期"
STATES = {DONE: "done", DUE: "due_this_week", BEHIND: "behind", AHEAD: "ahead", IN_TIME: "due_in_time"}
"""How an action stands, with the column that counts it."""
SOON = 30
"""Days after the week within which a deadline is told."""
GROUPS = ("district", "task_force", "responsible")
WHOLE = "全市"
"""The district and task force of an action of the city as a whole, and of what the lists give none."""

_COLUMNS = (
    "state action task_force district responsible person name what deadline days_left working_days_left done_on "
    "note indicator project_code"
).split()


def weekly_actions(lists: ActionLists, week: Stretch, day: dt.date, since: dt.date | None = None) -> pd.DataFrame:
    """Return the actions of a week, a row each: those behind first, then those due, those ahead, those done.

    Parameters
    ----------
    lists : ActionLists
    week : Stretch
    day : date
        Of the week, to which delays are counted.
    since : date, optional
        From when what is done is told; by default the first day of the month of the newest list.

    Returns
    -------
    DataFrame
        `state` (已完成; 本周到期: its deadline is in the rest of the week; 逾期: it has passed; 即将到期: within `SOON`
        days after the week), `action` (one of `KINDS`), `task_force`, `district`, `responsible`, `person`, `name` of
        the project or firm, `what` is to be done, `deadline` with `days_left` and `working_days_left` (negative:
        overdue), `done_on` (missing where the list does not date it), `note`, `indicator` (of the office's own
        actions), `project_code`.
    """
    rows = gathered(lists, day, since or news_since(lists, day))

    def state(end: dt.date) -> str | None:
        if end < day:
            return BEHIND
        if end <= week.end:
            return DUE
        return AHEAD if (end - week.end).days <= SOON else None

    return _told(rows, day, state)


def campaign_actions(
    lists: ActionLists,
    start: dt.date,
    end: dt.date,
    day: dt.date,
    kinds: Sequence[str] = (),
    listed: Sequence[str] = (),
) -> pd.DataFrame:
    """Return the list of a campaign: what is behind, what is due by its last day, and what was done since its first.

    Parameters
    ----------
    lists : ActionLists
    start, end : date
        Of the campaign.
    day : date
    kinds : sequence of str
        Kinds of action (`KINDS`) that are on its list; all of them by default.
    listed : sequence of str
        Codes or names of projects, names of firms, batches of funds that are on its list; all by default.

    Raises
    ------
    UsageError
        When nothing has one of the names: a slip would leave something out without a word.

    Returns
    -------
    DataFrame
        As `weekly_actions`; `state` is 已完成, 逾期 or 期内到期.
    """
    rows = gathered(lists, day, start)
    for name in kinds:
        if name not in KINDS:
            zh, en = nearest(name, KINDS)
            raise UsageError(f"没有“{name}”这类行动{zh}", f"no kind of action is '{name}'{en}")
    if len(listed):
        rows = rows[_on_the_list(rows, listed)]
    if len(kinds):
        rows = rows[rows["action"].isin(kinds)]
    return _told(rows, day, lambda by: BEHIND if by < day else IN_TIME if by <= end else None)


def _on_the_list(rows: pd.DataFrame, listed: Sequence[str]) -> pd.Series[bool]:
    """Say which actions are about what a list names: a project, a firm or a batch."""
    found = pd.Series(False, rows.index)
    for name in listed:
        mine = rows["name"].eq(name) | rows["project_code"].eq(name) | rows["batch"].eq(name)
        if not mine.any():
            known = [each for column in ("name", "project_code", "batch") for each in rows[column].dropna().unique()]
            zh, en = nearest(name, known)
            raise UsageError(f"清单里没有“{name}”{zh}", f"nothing on the lists is '{name}'{en}")
        found |= mine
    return found


def _told(rows: pd.DataFrame, day: dt.date, state: Callable[[dt.date], str | None]) -> pd.DataFrame:
    """Return actions with how they stand by their deadlines; those neither done nor in any state are left out."""
    if rows.empty:
        return pd.DataFrame(columns=_COLUMNS)
    ends = [None if pd.isna(each) else each.date() for each in rows["deadline"]]
    done = rows["done"].astype(bool)
    rows = rows.copy()
    rows["state"] = [
        DONE if is_done else None if end is None else state(end) for is_done, end in zip(done, ends, strict=True)
    ]
    rows["days_left"] = [None if end is None else (end - day).days for end in ends]
    rows["working_days_left"] = [None if end is None else working_days(day, end) for end in ends]
    for name in ("task_force", "district"):
        rows[name] = rows[name].astype(object).fillna(WHOLE)
    rows = rows[rows["state"].notna()]
    order = {each: at for at, each in enumerate((BEHIND, DUE, IN_TIME, AHEAD, DONE))}
    kinds = {kind: at for at, kind in enumerate(KINDS)}
    rows = rows.assign(_order=rows["state"].map(order), _kind=rows["action"].map(kinds))
    return rows.sort_values(["_order", "deadline", "_kind", "name"], kind="stable", ignore_index=True)[_COLUMNS]


def weekly_sheet(
    actions: pd.DataFrame, by: str = "district", *, task_force: bool = False, campaign: bool = False
) -> pd.DataFrame:
    """Return how many actions are done, due, behind and ahead, by group and kind of action.

    Parameters
    ----------
    actions : DataFrame
        As `weekly_actions` returns it.
    by : {'district', 'task_force', 'responsible'}
    task_force : bool
        Whether it is for the task force; else rows of fewer than three actions are suppressed (`disclosure`).
    campaign : bool
        Whether the actions are a campaign's: `due_in_time` stands for what is due this week and ahead.

    Returns
    -------
    DataFrame
        A row a group and kind, in the order of the groups and of `KINDS`: `by`, `action`, `actions` (all of the row),
        `done`, `due_this_week`, `behind`, `ahead`, `first_deadline` of what is open, `suppressed`.
    """
    if by not in GROUPS:
        zh, en = nearest(by, GROUPS)
        raise UsageError(f"周调度表不能按“{by}”分组{zh}", f"a weekly sheet has no groups by '{by}'{en}")
    used = [name for state, name in STATES.items() if campaign == (state == IN_TIME) or state in (DONE, BEHIND)]
    columns = [by, "action", "actions", *used, "first_deadline", "suppressed"]
    if actions.empty:
        return pd.DataFrame(columns=columns)
    table = actions.assign(
        **{by: actions[by].astype(object).fillna(WHOLE)},
        actions=1,
        **{name: actions["state"].eq(state).astype(int) for state, name in STATES.items() if name in used},
        first_deadline=actions["deadline"].where(actions["state"].ne(DONE)),
    )
    sums = {name: (name, "sum") for name in ("actions", *used)}
    sheet = table.groupby([by, "action"], as_index=False).agg(**sums, first_deadline=("first_deadline", "min"))
    # Each kind by itself: what is hidden must not be what is left of the number of all actions of the kind.
    shown = [disclosed(own, task_force=task_force, count="actions") for _, own in sheet.groupby("action")]
    whole = pd.concat(shown)
    whole.loc[whole["suppressed"], "first_deadline"] = pd.NaT
    whole["_kind"] = whole["action"].map({kind: at for at, kind in enumerate(KINDS)})
    whole["_whole"] = whole[by].eq(WHOLE)
    return whole.sort_values(["_whole", by, "_kind"], ignore_index=True)[columns]


def of_group(actions: pd.DataFrame, names: Iterable[tuple[str, str | None]]) -> pd.DataFrame:
    """Return the actions of one district, task force or unit, each by its column; None takes all.

    Raises
    ------
    UsageError
        When no action has it; the message names the nearest.
    """
    for column, name in names:
        if name is None:
            continue
        known = sorted(set(actions[column].dropna()))
        if name not in known:
            zh, en = nearest(name, known)
            raise UsageError(f"本周没有“{name}”的行动{zh}", f"no action of the week is of '{name}'{en}")
        actions = actions[actions[column] == name]
    return actions.reset_index(drop=True)
