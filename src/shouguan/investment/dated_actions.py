"""Every action that an office's lists date: planned starts, permits, problems, payments, papers, and its own list.

What a list does not date itself (a permit, a payment, papers) is done where an earlier month's list had it open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from shouguan.data.actions import Action, on_list
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.investment import enterprises, funding, projects
from shouguan.investment.action_value import PAY, SETTLE, START

PERMIT, PAPERS, OTHER = "办理手续", "备齐资料", "其他行动"
KINDS = (START, PERMIT, SETTLE, PAY, PAPERS, OTHER)
"""The kinds of action, in the order in which they are shown."""
COLUMNS = (
    *("action", "task_force", "district", "responsible", "person", "name", "what", "deadline", "done_on", "note"),
    *("indicator", "project_code", "batch", "done"),
)
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


def gathered(lists: ActionLists, day: dt.date, since: dt.date) -> pd.DataFrame:
    """Return every action that the lists date and that is not done by a day, and what was done since another.

    Returns
    -------
    DataFrame
        `COLUMNS`: `done` says whether it is, `done_on` when, where a list dates it; `deadline` is missing where none
        does.
    """
    parts = [_starts, _starts_of_funds, _permits, _problems, _payments, _papers, _office]
    found = [each for part in parts if len(each := part(lists, day, since))]
    if not found:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = pd.concat(found, ignore_index=True).reindex(columns=list(COLUMNS))
    return rows.assign(deadline=pd.to_datetime(rows["deadline"]), done_on=pd.to_datetime(rows["done_on"]))


def news_since(lists: ActionLists, day: dt.date) -> dt.date:
    """Return the first day of the month of the newest list: what it tells as done is news until the next one."""
    kept = (lists.ledger, lists.problems, lists.funds, lists.firms)
    newest = [str(each["period"].max()) for each in kept if len(each)]
    return dt.date.fromisoformat(f"{max(newest)}-01") if newest else day.replace(day=1)


def _before(table: pd.DataFrame, since: dt.date) -> pd.DataFrame:
    """Return the newest list of a month before: against it shows what undated things are done."""
    earlier = table[table["period"] < f"{since:%Y-%m}"] if len(table) else table
    return projects.of_month(earlier) if len(earlier) else earlier


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
            "_who": projects.identity(rows),
        }
    )


def _starts(lists: ActionLists, day: dt.date, since: dt.date) -> pd.DataFrame:
    if lists.ledger.empty:
        return lists.ledger
    now = projects.of_month(lists.ledger)
    started = now["actual_start"] <= pd.Timestamp(day)
    rows = _of_projects(now, START, "按计划开工").assign(
        deadline=now["planned_start"], done_on=now["actual_start"].where(started), done=started
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
        table = table[~projects.identity(table).isin(projects.identity(now[now["planned_start"].notna()]))]
    rows = _of_projects(_located(table, lists.ledger), START, "资金已下达，按期开工").drop_duplicates("_who")
    end = pd.Timestamp(f"{newest['period'].iloc[0][:4]}-{rules.all_started_by}")
    return rows.assign(deadline=end, done=False)


def _permits(lists: ActionLists, day: dt.date, since: dt.date) -> pd.DataFrame:
    """Return what a project that has not started lacks, due by its planned start; done if an earlier list lacked it."""
    if lists.ledger.empty:
        return lists.ledger
    now, then = projects.of_month(lists.ledger), _before(lists.ledger, since)
    states = projects.conditions(now)
    earlier = None if then.empty else projects.conditions(then).assign(_who=projects.identity(then))
    waiting = ~(now["actual_start"] <= pd.Timestamp(day))
    found = []
    for name, word in projects.CONDITIONS.items():
        if states[name].isna().all():
            continue
        rows = _of_projects(now, PERMIT, f"落实{word}").assign(deadline=now["planned_start"])
        lacked = set() if earlier is None else set(earlier.loc[earlier[name].eq("未落实"), "_who"])
        settled = states[name].eq("已落实") & rows["_who"].isin(lacked)
        found.append(rows[settled].assign(done=True))
        found.append(rows[states[name].eq("未落实") & waiting].assign(done=False))
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
        done=closed,
    )
    return rows[~closed | newest["closed_on"].ge(pd.Timestamp(since))]


def _located(rows: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Return rows of another list with the district, task force and unit in charge that the ledger has of them."""
    if ledger.empty:
        return rows
    newest = ledger.sort_values("period", kind="stable").assign(_who=projects.identity)
    newest = newest.drop_duplicates("_who", keep="last").set_index("_who")
    who = projects.identity(rows)
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
    found = [waiting.assign(done=False)]
    if len(then):
        earlier = _unspent(then, day, rules)
        listed = set(zip(projects.identity(newest), _column(newest, "batch").fillna("未填"), strict=True))
        open_ = set(zip(waiting["_who"], waiting["_batch"], strict=True))
        spent = [pair in listed and pair not in open_ for pair in zip(earlier["_who"], earlier["_batch"], strict=True)]
        found.append(earlier[spent].assign(done=True))
    return pd.concat([_of_funds(each, lists.ledger) for each in found if len(each)] or [waiting])


def _unspent(now: pd.DataFrame, day: dt.date, rules: funding.Funds) -> pd.DataFrame:
    table = funding.behind(now, day, rules)
    table = table[~table["spend_light"].isin([funding.MET, funding.NO_SPENDING, funding.NO_DAY])]
    return table.assign(_who=projects.identity(table), _batch=table["batch"])


def _of_funds(quotas: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    what = "拨付支出" + quotas["fund_kind"].astype(str) + "（" + quotas["batch"].astype(str) + "）"
    rows = _of_projects(_located(quotas, ledger), PAY, what)
    told = {"deadline": quotas["spend_by"], "note": quotas["problems"], "batch": quotas["batch"]}
    return rows.assign(**told, done=quotas["done"])


def _papers(lists: ActionLists, day: dt.date, since: dt.date) -> pd.DataFrame:
    """Return firms whose papers are to be complete by the end of their next round; done once applied for or entered."""
    if lists.firms.empty:
        return lists.firms
    table = _applying(lists.firms, day, lists.settings)
    then = _applying(lists.firms[lists.firms["period"] < f"{since:%Y-%m}"], day, lists.settings)
    table = table[~table["done"] | table["name"].isin(then.loc[~then["done"], "name"])]
    end = pd.to_datetime(table["next_round"]) + pd.offsets.MonthEnd(0)
    columns = {name: _column(table, name) for name in ("task_force", "district", "responsible", "name")}
    return pd.DataFrame(
        columns
        | {
            "action": PAPERS,
            "what": table["next_step"],
            "note": _column(table, "problems"),
            "deadline": end,
            "done": table["done"],
            "_who": table["name"],
        }
    )


def _applying(firms: pd.DataFrame, day: dt.date, settings: InvestmentSettings) -> pd.DataFrame:
    """Return the firms of the newest list that may apply by law, and whether they have."""
    if firms.empty:
        return pd.DataFrame({"name": [], "done": pd.Series([], dtype=bool)})
    table = enterprises.to_do(firms, day, settings.enterprises, task_force=True)
    steps = table["next_step"].astype(str)
    applies = steps.str.contains("依法申报") & table["conditions"].isin(["符合条件", "凭资质"])
    return table[applies].assign(done=steps[applies].str.startswith("已"))


def _office(lists: ActionLists, day: dt.date, since: dt.date) -> pd.DataFrame:
    rows = [
        {
            "action": OTHER,
            "responsible": each.owner,
            "what": each.action,
            "deadline": each.deadline,
            "indicator": each.indicator,
            "done": each.state == "已完成",
            "_who": each.source,
        }
        for each in on_list(list(lists.office), day)
        if each.state != "已完成" or each.deadline >= since
    ]
    return pd.DataFrame(rows)
