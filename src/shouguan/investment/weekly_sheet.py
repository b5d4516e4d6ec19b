"""The weekly sheet: which actions are done, due this week, behind, and due next, by district and task force.

It is made of what the office's lists date: planned starts and permits of the ledger, deadlines of problems and of
funds, papers of firms, and the office's own list of actions. It holds actions and how many there are, never an amount
of a statistic: such amounts stop at the city and its industries (统计法). Registration is papers made complete and an
application by law, where the conditions are met. Lists are monthly, so what a list tells as done stays on the sheet
until the next one is known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from shouguan.core.errors import UsageError, nearest
from shouguan.core.weeks import Stretch
from shouguan.core.working_days import working_days
from shouguan.data.actions import Action, on_list
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.investment import enterprises, funding, projects
from shouguan.investment.action_value import PAY, SETTLE, START
from shouguan.investment.disclosure import disclosed

PERMIT, PAPERS, OTHER = "办理手续", "备齐资料", "其他行动"
KINDS = (START, PERMIT, SETTLE, PAY, PAPERS, OTHER)
"""The kinds of action, in the order in which they are shown."""
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
_NO_ROWS = pd.DataFrame({"period": pd.Series(dtype="object")})


@dataclass(frozen=True)
class ActionLists:
    """What the sheet is made of; a list that the office does not keep is empty.

    Attributes
    ----------
    ledger, problems, funds, firms : DataFrame
        As known on the day, all months (`data.registers.known`).
    office : list of Action
        The office's own list.
    settings : InvestmentSettings
    """

    ledger: pd.DataFrame = field(default_factory=_NO_ROWS.copy)
    problems: pd.DataFrame = field(default_factory=_NO_ROWS.copy)
    funds: pd.DataFrame = field(default_factory=_NO_ROWS.copy)
    firms: pd.DataFrame = field(default_factory=_NO_ROWS.copy)
    office: Sequence[Action] = ()
    settings: InvestmentSettings = field(default_factory=InvestmentSettings)


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
    rows = _gathered(lists, day, since or _since(lists, day))

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
    rows = _gathered(lists, day, start)
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


def _gathered(lists: ActionLists, day: dt.date, since: dt.date) -> pd.DataFrame:
    """Return every action that the lists date, and what was done since a day."""
    parts = [_starts, _starts_of_funds, _permits, _problems, _payments, _papers, _office]
    found = [each for part in parts if len(each := part(lists, day, since))]
    columns = list(dict.fromkeys([*_COLUMNS, "batch", "_done", "_who"]))
    return pd.concat(found, ignore_index=True).reindex(columns=columns) if found else pd.DataFrame(columns=columns)


def _told(rows: pd.DataFrame, day: dt.date, state: Callable[[dt.date], str | None]) -> pd.DataFrame:
    """Return actions with how they stand by their deadlines; those neither done nor in any state are left out."""
    if rows.empty:
        return pd.DataFrame(columns=_COLUMNS)
    rows = rows.assign(deadline=pd.to_datetime(rows["deadline"]), done_on=pd.to_datetime(rows["done_on"]))
    ends = [None if pd.isna(each) else each.date() for each in rows["deadline"]]
    done = rows["_done"].astype(bool)
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


def _since(lists: ActionLists, day: dt.date) -> dt.date:
    """Return the first day of the month of the newest list: what it tells as done is news until the next one."""
    kept = (lists.ledger, lists.problems, lists.funds, lists.firms)
    newest = [str(each["period"].max()) for each in kept if len(each)]
    return dt.date.fromisoformat(f"{max(newest)}-01") if newest else day.replace(day=1)


def _before(table: pd.DataFrame, since: dt.date) -> pd.DataFrame:
    """Return the newest list of a month before: against it shows what undated things are done."""
    earlier = table[table["period"] < f"{since:%Y-%m}"] if len(table) else table
    return projects.of_month(earlier) if len(earlier) else earlier


def _who(rows: pd.DataFrame) -> pd.Series[str]:
    return rows["project_code"].fillna(rows["project_name"]).astype(str)


def _column(rows: pd.DataFrame, name: str) -> pd.Series:
    return rows[name] if name in rows else pd.Series(None, rows.index, dtype="object")


def _of_projects(rows: pd.DataFrame, action: str, what: str | pd.Series) -> pd.DataFrame:
    """Return rows of a ledger as actions; the leader is the person where no list names one."""
    return pd.DataFrame(
        {
            "action": action,
            **{name: _column(rows, name) for name in ("task_force", "district", "responsible", "project_code")},
            "person": _column(rows, "leader"),
            "name": rows["project_name"],
            "what": what,
            "note": _column(rows, "problems"),
            "_who": _who(rows),
        }
    )


def _starts(lists: ActionLists, day: dt.date, since: dt.date) -> pd.DataFrame:
    if lists.ledger.empty:
        return lists.ledger
    now = projects.of_month(lists.ledger)
    started = now["actual_start"] <= pd.Timestamp(day)
    rows = _of_projects(now, START, "按计划开工").assign(
        deadline=now["planned_start"], done_on=now["actual_start"].where(started), _done=started
    )
    return rows[~started | now["actual_start"].ge(pd.Timestamp(since))]


def _starts_of_funds(lists: ActionLists, day: dt.date, since: dt.date) -> pd.DataFrame:
    """Return projects with issued funds that have not started, unless the ledger has a planned start of them."""
    if lists.funds.empty:
        return lists.funds
    rules = lists.settings.funds
    newest = projects.of_month(lists.funds)
    table = funding.behind(newest, day, rules)
    table = table[table["started"].eq(False)]
    if len(lists.ledger):
        now = projects.of_month(lists.ledger)
        table = table[~_who(table).isin(_who(now[now["planned_start"].notna()]))]
    rows = _of_projects(_located(table, lists.ledger), START, "资金已下达，按期开工").drop_duplicates("_who")
    end = pd.Timestamp(f"{newest['period'].iloc[0][:4]}-{rules.all_started_by}")
    return rows.assign(deadline=end, _done=False)


def _permits(lists: ActionLists, day: dt.date, since: dt.date) -> pd.DataFrame:
    """Return what a project that has not started lacks, due by its planned start; done if an earlier list lacked it."""
    if lists.ledger.empty:
        return lists.ledger
    now, then = projects.of_month(lists.ledger), _before(lists.ledger, since)
    states = projects.conditions(now)
    earlier = None if then.empty else projects.conditions(then).assign(_who=_who(then))
    waiting = ~(now["actual_start"] <= pd.Timestamp(day))
    found = []
    for name, word in projects.CONDITIONS.items():
        if states[name].isna().all():
            continue
        rows = _of_projects(now, PERMIT, f"落实{word}").assign(deadline=now["planned_start"])
        lacked = set() if earlier is None else set(earlier.loc[earlier[name].eq("未落实"), "_who"])
        settled = states[name].eq("已落实") & rows["_who"].isin(lacked)
        found.append(rows[settled].assign(_done=True))
        found.append(rows[states[name].eq("未落实") & waiting].assign(_done=False))
    return pd.concat(found) if found else lists.ledger.iloc[:0]


def _problems(lists: ActionLists, day: dt.date, since: dt.date) -> pd.DataFrame:
    if lists.problems.empty:
        return lists.problems
    newest = projects.of_month(lists.problems)
    closed = newest["closed_on"] <= pd.Timestamp(day)
    rows = _of_projects(_located(newest, lists.ledger), SETTLE, newest["problem"]).assign(
        deadline=newest["deadline"],
        done_on=newest["closed_on"].where(closed),
        note=_column(newest, "progress"),
        person=_column(newest, "person"),
        _done=closed,
    )
    return rows[~closed | newest["closed_on"].ge(pd.Timestamp(since))]


def _located(rows: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Return rows of another list with the district, task force and unit in charge that the ledger has of them."""
    if ledger.empty:
        return rows
    newest = ledger.sort_values("period", kind="stable").assign(_who=_who)
    newest = newest.drop_duplicates("_who", keep="last").set_index("_who")
    who = _who(rows)
    columns = {
        name: _column(rows, name).where(_column(rows, name).notna(), who.map(newest[name]))
        for name in ("district", "task_force", "responsible")
        if name in newest
    }
    return rows.assign(**columns)


def _payments(lists: ActionLists, day: dt.date, since: dt.date) -> pd.DataFrame:
    """Return issued quotas that are to be spent; done where an earlier list had them unspent."""
    if lists.funds.empty:
        return lists.funds
    rules = lists.settings.funds
    newest = projects.of_month(lists.funds)
    then = _before(lists.funds, since)
    waiting = _unspent(newest, day, rules)
    found = [waiting.assign(_done=False)]
    if len(then):
        earlier = _unspent(then, day, rules)
        listed = set(zip(_who(newest), _column(newest, "batch").fillna("未填"), strict=True))
        open_ = set(zip(waiting["_who"], waiting["_batch"], strict=True))
        spent = [pair in listed and pair not in open_ for pair in zip(earlier["_who"], earlier["_batch"], strict=True)]
        found.append(earlier[spent].assign(_done=True))
    return pd.concat([_of_funds(each, lists.ledger) for each in found if len(each)] or [waiting])


def _unspent(now: pd.DataFrame, day: dt.date, rules: funding.Funds) -> pd.DataFrame:
    table = funding.behind(now, day, rules)
    table = table[~table["spend_light"].isin([funding.MET, funding.NO_SPENDING, funding.NO_DAY])]
    return table.assign(_who=_who(table), _batch=table["batch"])


def _of_funds(quotas: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    what = "拨付支出" + quotas["fund_kind"].astype(str) + "（" + quotas["batch"].astype(str) + "）"
    rows = _of_projects(_located(quotas, ledger), PAY, what)
    told = {"deadline": quotas["spend_by"], "note": quotas["problems"], "batch": quotas["batch"]}
    return rows.assign(**told, _done=quotas["_done"])


def _papers(lists: ActionLists, day: dt.date, since: dt.date) -> pd.DataFrame:
    """Return firms whose papers are to be complete by the end of their next round; done once applied for or entered."""
    if lists.firms.empty:
        return lists.firms
    table = _applying(lists.firms, day, lists.settings)
    then = _applying(lists.firms[lists.firms["period"] < f"{since:%Y-%m}"], day, lists.settings)
    table = table[~table["_done"] | table["name"].isin(then.loc[~then["_done"], "name"])]
    end = pd.to_datetime(table["next_round"]) + pd.offsets.MonthEnd(0)
    columns = {name: _column(table, name) for name in ("task_force", "district", "responsible", "name")}
    return pd.DataFrame(
        columns
        | {
            "action": PAPERS,
            "what": table["next_step"],
            "note": _column(table, "problems"),
            "deadline": end,
            "_done": table["_done"],
            "_who": table["name"],
        }
    )


def _applying(firms: pd.DataFrame, day: dt.date, settings: InvestmentSettings) -> pd.DataFrame:
    """Return the firms of the newest list that may apply by law, and whether they have."""
    if firms.empty:
        return pd.DataFrame({"name": [], "_done": pd.Series([], dtype=bool)})
    table = enterprises.to_do(firms, day, settings.enterprises, task_force=True)
    steps = table["next_step"].astype(str)
    applies = steps.str.contains("依法申报") & table["conditions"].isin(["符合条件", "凭资质"])
    return table[applies].assign(_done=steps[applies].str.startswith("已"))


def _office(lists: ActionLists, day: dt.date, since: dt.date) -> pd.DataFrame:
    rows = [
        {
            "action": OTHER,
            "responsible": each.owner,
            "what": each.action,
            "deadline": each.deadline,
            "indicator": each.indicator,
            "_done": each.state == "已完成",
            "_who": each.source,
        }
        for each in on_list(list(lists.office), day)
        if each.state != "已完成" or each.deadline >= since
    ]
    return pd.DataFrame(rows)


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
