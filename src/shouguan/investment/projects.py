"""What a ledger of projects shows in a month: rates, conditions, what has not started, what may be visited.

A ledger is physical progress as the units in charge report it, never statistics (`investment.reconciliation` holds
the two side by side). Amounts are in 万元, rates in per cent; every rate stands beside its denominator.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from shouguan.core.errors import UsageError, nearest
from shouguan.core.working_days import working_days
from shouguan.data.investment_settings import SiteVisits

GROUPS = {
    "task_force": "工作专班",
    "district": "县区",
    "industry": "行业",
    "responsible": "责任单位",
    "leader": "包联领导",
}
"""The columns by which a ledger is broken down, with their headings."""

CONDITIONS = {"land": "用地", "energy": "用能", "environment": "环评", "labour": "用工"}
"""What a project needs before it can be built (要素), with their headings."""

_SETTLED = ("已", "不需要", "无需", "不涉及", "免", "有保障", "完成", "√", "是")
_OPEN = ("未", "待", "缺", "正在", "办理中", "暂无", "不足", "没有", "尚", "否", "×")


def of_month(ledger: pd.DataFrame, month: str | None = None) -> pd.DataFrame:
    """Return the ledger, or another list, of one month, by default the newest.

    Parameters
    ----------
    ledger : DataFrame
        As `data.registers.read` returns it, of all months.
    month : str, optional
        `2020-09`.

    Raises
    ------
    UsageError
        When there is none of that month.
    """
    months = sorted(ledger["period"].unique())
    if month is None:
        month = months[-1] if months else ""
    if month not in months:
        zh, en = nearest(month, months)
        raise UsageError(f"没有{month}的清单{zh}", f"there is no list of {month}{en}")
    return ledger[ledger["period"] == month].reset_index(drop=True)


def left_out(whole: pd.DataFrame, sound: pd.DataFrame) -> frozenset[str]:
    """Return the projects that lack a row in a ledger without the rows that cannot be right."""
    if len(whole) == len(sound):
        return frozenset()
    of = [rows["period"] + "\0" + identity(rows) for rows in (whole, sound)]
    return frozenset(identity(whole)[~of[0].isin(set(of[1]))])


def rates(
    ledger: pd.DataFrame,
    day: dt.date,
    by: str | None = None,
    month: str | None = None,
    lacking: Collection[str] = (),
) -> pd.DataFrame:
    """Return how far the projects of a month are: started, invested against the plan, in the statistics.

    Parameters
    ----------
    ledger : DataFrame
        All months, for the first half of the year and the same month a year ago.
    day : date
        On which planned starts are due.
    by : str, optional
        One of `GROUPS`; projects without one stand under 未填.
    month : str, optional
    lacking : collection of str
        Projects of which the ledger lacks a month (`left_out`): they are in no share of last year's months.

    Returns
    -------
    DataFrame
        A row a group, the largest plan first, or one row 合计: `projects`; `due` (planned to start by the day or
        started), `started`, `start_rate_pct` = started / due; `plan_wan_yuan`, `done_wan_yuan`, of it
        `unplanned_wan_yuan` by projects without a plan; `plan_rate_pct` = what those with a plan did / plan; `pace_pct`
        (序时进度: month / 12) and `last_year_pct` (the share of its year's investment that last year's ledger had by
        this month); `registered` (of those started), `entry_rate_pct` = registered / started;
        `half_year_pct`: done in the first half over the plan of the year, both of June's ledger and of those of its
        projects that have a plan, `half_year_projects` of them (missing before June). A rate with an empty denominator
        is missing.
    """
    now = of_month(ledger, month)
    keys = _keys(now, by)
    started = now["actual_start"].notna() & (now["actual_start"] <= pd.Timestamp(day))
    due = started | (now["planned_start"] <= pd.Timestamp(day))
    table = pd.DataFrame(
        {
            "projects": 1,
            "due": due.astype(int),
            "started": started.astype(int),
            "plan_wan_yuan": now["annual_plan_wan_yuan"],
            "done_wan_yuan": now["ytd_done_wan_yuan"],
            "unplanned_wan_yuan": now["ytd_done_wan_yuan"].where(~_planned(now), 0.0),
            "registered": (_flag(now, "registered") & started).astype(int),
        }
    )
    sums = table.groupby(keys, sort=False).sum()
    period = str(now["period"].iloc[0]) if len(now) else ""
    half = _half_year(ledger, period, by).reindex(sums.index)
    of_plan = sums["done_wan_yuan"] - sums["unplanned_wan_yuan"]
    shown = pd.DataFrame(
        {
            "projects": sums["projects"],
            "due": sums["due"],
            "started": sums["started"],
            "start_rate_pct": _share(sums["started"], sums["due"]),
            "plan_wan_yuan": sums["plan_wan_yuan"],
            "done_wan_yuan": sums["done_wan_yuan"],
            "unplanned_wan_yuan": sums["unplanned_wan_yuan"],
            "plan_rate_pct": _share(of_plan, sums["plan_wan_yuan"]),
            "pace_pct": 100 * int(period[5:]) / 12 if period else np.nan,
            "last_year_pct": _last_year(ledger, period, by, lacking).reindex(sums.index),
            "registered": sums["registered"],
            "entry_rate_pct": _share(sums["registered"], sums["started"]),
            "half_year_pct": _share(half["done"], half["plan"]),
            "half_year_projects": half["projects"],
        }
    )
    return shown.sort_values("plan_wan_yuan", ascending=False)


def pace(ledger: pd.DataFrame, month: str | None = None, lacking: Collection[str] = ()) -> pd.DataFrame:
    """Return the year of a month's ledger by month, beside an even pace and last year's course.

    Returns
    -------
    DataFrame
        A row a month from February on (January is reported with it): `plan_rate_pct`, done of the year's plan by the
        projects that have one (missing where no ledger is), `pace_pct` (month / 12) and `last_year_pct`, the share of
        its year's investment that last year's ledger had (missing without its December), without those `lacking` a
        month of it (`left_out`).
    """
    now = str(of_month(ledger, month)["period"].iloc[0])
    columns = ["ytd_done_wan_yuan", "annual_plan_wan_yuan"]
    sums = ledger[_planned(ledger)].groupby("period")[columns].sum()
    whole = ledger[~identity(ledger).isin(lacking)].groupby("period")["ytd_done_wan_yuan"].sum()
    year = int(now[:4])
    months = pd.Index(range(2, 13), name="month")
    this, last = ([f"{each}-{number:02d}" for number in months] for each in (year, year - 1))
    done, plan = (sums[name].loc[:now].reindex(this) for name in columns)
    before = whole.reindex(last)
    return pd.DataFrame(
        {
            "plan_rate_pct": _share(done, plan).to_numpy(),
            "pace_pct": 100 * months.to_numpy() / 12,
            "last_year_pct": (100 * before / before.iloc[-1]).to_numpy() if before.iloc[-1] > 0 else np.nan,
        },
        index=months,
    )


def unstarted(now: pd.DataFrame, problems: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return the projects that should have started and have not, each with its open problems.

    Parameters
    ----------
    now : DataFrame
        The ledger of a month (`of_month`).
    problems : DataFrame
        The list of problems (`data.registers.read(…, "problems")`); the newest month of it counts.
    day : date

    Returns
    -------
    DataFrame
        A row a project and open problem, the longest delayed first: `project_name`, `district`, `industry`,
        `total_investment_wan_yuan`, `planned_start`, `days_late` and `working_days_late`; `problem`, `category`,
        `responsible`, `person`, `deadline`, `days_overdue` (negative: days left). A project without a problem on the
        list has the ledger's own word for it, and no deadline.
    """
    late = now[now["actual_start"].isna() & (now["planned_start"] <= pd.Timestamp(day))]
    columns = ["project_code", "project_name", "district", "industry", "task_force", "total_investment_wan_yuan"]
    rows = late[[*columns, "planned_start", "responsible", "problems"]].copy()
    rows["days_late"] = (pd.Timestamp(day) - rows["planned_start"]).dt.days
    rows["working_days_late"] = [working_days(start.date(), day) for start in rows["planned_start"]]
    listed = open_problems(problems, day)
    names = ["problem", "category", "responsible", "person", "deadline", "days_overdue"]
    own = rows.assign(key=identity(rows)).merge(
        listed.assign(key=identity(listed))[["key", *names]], on="key", how="left", suffixes=("_of_project", "")
    )
    own["problem"] = own["problem"].fillna(own["problems"])
    own["responsible"] = own["responsible"].fillna(own["responsible_of_project"])
    shown = [*columns, "planned_start", "days_late", "working_days_late", *names]
    return own.sort_values(["days_late", "project_name"], ascending=[False, True])[shown].reset_index(drop=True)


def open_problems(problems: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return the problems of the newest list that are not settled by a day, with the days that they are overdue."""
    if problems.empty:
        columns = "project_code project_name problem category responsible person deadline progress closed_on".split()
        return pd.DataFrame(columns=[*columns, "days_overdue"])
    newest = of_month(problems)
    still = newest[newest["closed_on"].isna() | (newest["closed_on"] > pd.Timestamp(day))].copy()
    still["days_overdue"] = (pd.Timestamp(day) - still["deadline"]).dt.days
    return still.sort_values("days_overdue", ascending=False, ignore_index=True)


def rows_of(rows: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a list (problems, or a ledger) that are about the projects of a ledger."""
    if rows.empty or ledger.empty:
        return rows.iloc[:0]
    return rows[identity(rows).isin(set(identity(ledger)))].reset_index(drop=True)


def schedule(now: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return the projects that are still to start by the end of the year, in the order of their planned starts.

    Returns
    -------
    DataFrame
        `project_name`, `district`, `industry`, `responsible`, `leader`, `total_investment_wan_yuan`, `planned_start`,
        `days_left` and `working_days_left` (negative where the planned day has passed).
    """
    end = pd.Timestamp(day.year, 12, 31)
    waiting = now[now["actual_start"].isna() & (now["planned_start"] <= end)]
    columns = ["project_name", "district", "industry", "responsible", "leader", "total_investment_wan_yuan"]
    rows = waiting[[*columns, "planned_start"]].copy()
    rows["days_left"] = (rows["planned_start"] - pd.Timestamp(day)).dt.days
    rows["working_days_left"] = [working_days(day, start.date()) for start in rows["planned_start"]]
    return rows.sort_values(["planned_start", "project_name"], ignore_index=True)


def conditions(now: pd.DataFrame) -> pd.DataFrame:
    """Return how far land, energy, environment and labour of each project are settled.

    Returns
    -------
    DataFrame
        A row a project: `project_name`, `district`, one column each of `CONDITIONS` (已落实, 未落实, 待核实 where the
        text says neither, missing where nothing stands), and `lacking`, how many are not settled.
    """
    states = {name: _states(now[name]) if name in now else None for name in CONDITIONS}
    table = now[["project_name", "district"]].assign(**states)
    table["lacking"] = (table[list(CONDITIONS)] == "未落实").sum(axis=1)
    return table


def site_visits(now: pd.DataFrame, rules: SiteVisits) -> pd.DataFrame:
    """Return the projects that meet the office's rules for a tour of sites, the best of each district first.

    Returns
    -------
    DataFrame
        `district`, `project_name`, `industry`, `total_investment_wan_yuan`, `progress_pct` (done since the beginning /
        total), `plan_rate_pct`, `responsible`; at most `rules.per_district` a district.
    """
    done = now["done_before_wan_yuan"].fillna(0) + now["ytd_done_wan_yuan"]
    table = now.assign(
        progress_pct=_share(done, now["total_investment_wan_yuan"]),
        plan_rate_pct=_share(now["ytd_done_wan_yuan"], now["annual_plan_wan_yuan"]),
    )
    fit = table[
        table["actual_start"].notna()
        & (table["total_investment_wan_yuan"] >= rules.min_total)
        & table["progress_pct"].between(rules.min_progress, rules.max_progress)
        & (table["plan_rate_pct"] >= rules.min_plan_rate)
    ]
    columns = ["district", "project_name", "industry", "total_investment_wan_yuan", "progress_pct", "plan_rate_pct"]
    best = fit.sort_values(["plan_rate_pct", "total_investment_wan_yuan"], ascending=False)
    chosen = best.groupby("district", sort=False).head(rules.per_district)
    return chosen.sort_values(["district", "plan_rate_pct"], ascending=[True, False])[[*columns, "responsible"]]


def reserve_by_field(reserve: pd.DataFrame) -> pd.DataFrame:
    """Return the reserve of domestic demand by field: how many, how large, how far prepared.

    Returns
    -------
    DataFrame
        A row a field, the largest first: `projects`, `total_investment_wan_yuan`, and for each word of readiness in the
        list how many projects stand there.
    """
    newest = of_month(reserve)
    sums = newest.groupby("field").agg(
        projects=("project_name", "size"), total_investment_wan_yuan=("total_investment_wan_yuan", "sum")
    )
    stages = pd.crosstab(newest["field"], newest["readiness"])
    return sums.join(stages).sort_values("total_investment_wan_yuan", ascending=False)


def _keys(now: pd.DataFrame, by: str | None) -> pd.Series[str]:
    if by is None:
        return pd.Series("合计", index=now.index, name="合计")
    if by not in GROUPS:
        zh, en = nearest(by, GROUPS)
        raise UsageError(f"台账不能按“{by}”分组{zh}", f"a ledger has no groups by '{by}'{en}")
    column = now[by] if by in now else pd.Series(None, index=now.index, dtype="object")
    return column.fillna("未填").rename(by)


def _flag(now: pd.DataFrame, name: str) -> pd.Series[bool]:
    return now[name].fillna(False).astype(bool) if name in now else pd.Series(False, index=now.index)


def _share(part: pd.Series[float], whole: pd.Series[float]) -> pd.Series[float]:
    return 100 * part.astype(float) / whole.astype(float).where(whole.astype(float) > 0)


def _planned(rows: pd.DataFrame) -> pd.Series[bool]:
    return rows["annual_plan_wan_yuan"].astype(float) > 0


def _half_year(ledger: pd.DataFrame, period: str, by: str | None) -> pd.DataFrame:
    """Return done, plan and number of the projects of June's ledger that have a plan: one list, the same rows."""
    june = ledger[ledger["period"] == f"{period[:4]}-06"] if period[5:] >= "06" else ledger.iloc[:0]
    june = june[_planned(june)]
    parts = {"done": june["ytd_done_wan_yuan"], "plan": june["annual_plan_wan_yuan"], "projects": 1.0}
    return pd.DataFrame(parts, index=june.index).groupby(_keys(june, by)).sum()


def _last_year(ledger: pd.DataFrame, period: str, by: str | None, lacking: Collection[str]) -> pd.Series[float]:
    """Return the share of last year's investment that its ledger had by the same month."""
    if not period:
        return pd.Series(dtype=float)
    year = int(period[:4]) - 1
    sums = []
    for month in (period[5:], "12"):
        then = ledger[(ledger["period"] == f"{year}-{month}") & ~identity(ledger).isin(lacking)]
        sums.append(then["ytd_done_wan_yuan"].groupby(_keys(then, by)).sum())
    return _share(*sums)


def identity(rows: pd.DataFrame) -> pd.Series[str]:
    """Return what a project is known by: its code, else its name."""
    return rows["project_code"].fillna(rows["project_name"]).astype(str)


def _states(texts: pd.Series[str]) -> pd.Series[str]:
    return texts.map({text: _state(str(text)) for text in texts.dropna().unique()})


def _state(text: str) -> str:
    """Say whether a condition is settled; a text that says both is open.

    Examples
    --------
    >>> _state("已批复"), _state("用地指标尚未落实"), _state("与甲区同批")
    ('已落实', '未落实', '待核实')
    """
    if _holds(text, _OPEN):
        return "未落实"
    return "已落实" if _holds(text, _SETTLED) else "待核实"


def _holds(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)
