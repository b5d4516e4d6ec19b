"""Flags of the office's lists: projects late or behind the curve, problems overdue, funds near deadlines.

What such a flag would cost if it lasted is what its projects are expected to add to the statistics by the year's end
and would not if they stood still (`investment.action_value`). A fund batch costs what paying it out would add. The
remedies are actions on single projects, those worth most first: a start, a settled problem, a payment. Registration is
none, and no amount is ever asked of a project.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from shouguan.analysis.flags import RED, YELLOW, Figure, Flag, Remedy, with_cost
from shouguan.data.warning_settings import WarningSettings
from shouguan.investment import action_value, funding, projects
from shouguan.investment.listed import Listed
from shouguan.models.outlook import Outlook

_COUNTED, _SUMMED = "清单计数", "清单各行之和"
_WAN_IN_YI = 1e4
_OF_INVESTMENT = "fai"


@dataclass(frozen=True)
class Above:
    """The forecast of investment that lists are held against, and its main target, per cent."""

    outlook: Outlook | None = None
    target: float | None = None


def of_lists(listed: Listed, above: Above, settings: WarningSettings) -> list[Flag]:
    """Return the flags that are up, whether or not they are looked at (`watching`)."""
    each_of = (late_starts, behind_curve, overdue_problems, fund_deadline)
    made = [each(listed, above, settings) for each in each_of]
    return [flag for flag in made if flag is not None]


def late_starts(listed: Listed, above: Above, settings: WarningSettings) -> Flag | None:
    """Large projects have not begun so many days after their planned start. If it lasts: none begins this year."""
    if listed.panel is None:
        return None
    late = listed.unstarted.drop_duplicates("project_name")
    late = late[(late["days_late"] >= settings.late_days) & (late["total_investment_wan_yuan"] >= settings.large)]
    if late.empty:
        return None
    figures = (
        _count("projects", len(late), "逾期未开工大项目", "large projects late to start"),
        _yi("total", late["total_investment_wan_yuan"].sum(), "计划总投资", "their planned total"),
        _days("longest", late["days_late"].max(), "最长逾期", "late at most"),
    )
    since = late["planned_start"].min().date() + dt.timedelta(days=settings.late_days)
    return _of_projects("late_starts", since, figures, tuple(late["project_name"]), listed, above, settings)


def behind_curve(listed: Listed, above: Above, settings: WarningSettings) -> Flag | None:
    """The projects have done less of their year's plans than such plans had been by this month.

    If it lasts: the rest of the year falls as short of what is expected as the year so far.
    """
    if listed.given is None or not listed.given.plan.any():
        return None
    given = listed.given
    panel = given.panel
    planned = panel.listed[:, -1] & (np.nan_to_num(panel.plan[:, -1]) > 0) & np.isfinite(panel.ytd[:, -1])
    plan = float(panel.plan[planned, -1].sum())
    if plan <= 0:
        return None
    done = 100.0 * float(panel.ytd[planned, -1].sum()) / plan
    usual = 100.0 * float((given.plan * given.shape.share[:, given.position])[planned].sum()) / plan
    if usual - done < settings.behind - 1e-9:
        return None
    month = panel.periods[-1]
    figures = (
        Figure("done", done, "%", 1, "年度计划完成率", "done of the year's plan", "台账累计完成 ÷ 年度计划", month),
        Figure("usual", usual, "%", 1, "往年同期进度", "usual by this month", "分类型进度曲线 × 计划实现程度", month),
    )
    names = panel.projects["project_name"][planned]
    lost = (1.0 - done / usual) * (_at_stake(listed, tuple(names)) or 0.0)
    slow = planned & (np.nan_to_num(panel.ytd[:, -1]) < given.plan * given.shape.share[:, given.position])
    flag = Flag("behind_curve", _OF_INVESTMENT, month.end, figures)
    return replace(_costed(flag, lost, above, settings), projects=tuple(panel.projects["project_name"][slow]))


def overdue_problems(listed: Listed, above: Above, settings: WarningSettings) -> Flag | None:
    """Problems of large projects are past their deadlines. If it lasts: these stand still to the year's end."""
    still, ledger = listed.open_problems, listed.sound["ledger"]
    over = still[still["days_overdue"] >= settings.overdue_days]
    if not ledger.empty:
        now = projects.of_month(ledger)
        over = projects.rows_of(over, now[now["total_investment_wan_yuan"] >= settings.large])
    if over.empty:
        return None
    names = tuple(dict.fromkeys(over["project_name"].dropna()))
    figures = (
        _count("problems", len(over), "逾期未销号问题", "problems past their deadline"),
        _count("projects", len(names), "涉及项目", "projects concerned"),
        _days("longest", over["days_overdue"].max(), "最长逾期", "overdue at most"),
    )
    since = over["deadline"].min().date() + dt.timedelta(days=settings.overdue_days)
    return _of_projects("overdue_problems", since, figures, names, listed, above, settings)


def fund_deadline(listed: Listed, above: Above, settings: WarningSettings) -> Flag | None:
    """Quotas of special bonds are near the day by which they are to be started or spent, or past it."""
    rows = listed.behind
    if rows.empty:
        return None
    near = (funding.SOON, funding.OVERDUE)
    rows = rows[rows["spend_light"].isin(near) | rows["start_light"].isin(near)]
    if rows.empty:
        return None
    rules, day = listed.settings.funds, pd.Timestamp(listed.day)
    start_by = pd.Timestamp(f"{str(listed.sound['bonds']['period'].max())[:4]}-{rules.all_started_by}")
    by_spending = rows["spend_by"].where(rows["spend_light"].isin(near))
    first = by_spending.where(~rows["start_light"].isin(near), by_spending.fillna(start_by).clip(upper=start_by))
    left = (first.min() - day).days
    figures = (
        _count("quotas", len(rows), "临近或超过时限的额度", "quotas near or past their deadline"),
        _yi("unspent", rows["unspent_wan_yuan"].clip(lower=0).sum(), "未支出金额", "not spent"),
        _days("left", left, "最早一笔距时限", "to the first deadline")
        if left >= 0
        else _days("over", -left, "最早一笔逾期", "the first overdue by"),
    )
    flag = Flag(
        "fund_deadline",
        _OF_INVESTMENT,
        (first.min() - pd.Timedelta(days=rules.soon)).date(),
        figures,
        light=RED if (first < day).any() else YELLOW,
        projects=tuple(dict.fromkeys(rows["project_name"])),
    )
    if listed.given is None:
        return flag
    paid = action_value.payments(listed.given, rows, listed.sound["bonds"])
    return _costed(flag, float(paid["points"].sum()), above, settings)


def remedies(flag: Flag, listed: Listed, most: int) -> tuple[Remedy, ...]:
    """Return the actions on a flag's projects that are worth most, one a project; about investment as a whole, any."""
    table = listed.worth
    if flag.code in _KINDS:
        table = table[table["project_name"].isin(flag.projects) & table["action"].isin(_KINDS[flag.code])]
    best = table[table["points"] >= action_value.LEAST].drop_duplicates("project_name").head(most)
    return tuple(_remedy(row, listed) for row in best.to_dict("records"))


_KINDS = {
    "late_starts": (action_value.START,),
    "behind_curve": (action_value.START, action_value.SETTLE, action_value.PAY),
    "overdue_problems": (action_value.START, action_value.SETTLE),
    "fund_deadline": (action_value.PAY,),
}
"""The kinds of action that address a flag of the lists."""


def _remedy(row: dict[str, object], listed: Listed) -> Remedy:
    action, project = str(row["action"]), str(row["project_name"])
    of = listed.behind if action == action_value.PAY else listed.open_problems
    own = of[of["project_name"] == project] if not of.empty else of
    due = own["spend_by" if action == action_value.PAY else "deadline"].min() if len(own) else pd.NaT
    owners = [*(own["responsible"] if len(own) else ()), row.get("responsible")]
    owner = next((str(each) for each in owners if isinstance(each, str) and each), "")
    return Remedy(action, project, owner, None if pd.isna(due) else due.date(), float(str(row["points"])))


def _of_projects(
    code: str,
    since: dt.date,
    figures: tuple[Figure, ...],
    names: tuple[str, ...],
    listed: Listed,
    above: Above,
    settings: WarningSettings,
) -> Flag | None:
    """Return a flag about projects, where enough of the year is at stake with them or nothing tells how much is."""
    flag, points = Flag(code, _OF_INVESTMENT, since, figures, projects=names), _at_stake(listed, names)
    if points is None:
        return flag
    return None if points < settings.stake else _costed(flag, points, above, settings)


def _at_stake(listed: Listed, names: Sequence[str]) -> float | None:
    """Return what projects are expected to add to the year from now on, points; None where nothing tells."""
    if listed.given is None:
        return None
    known = listed.given.panel.projects["project_name"].isin(list(names)).to_numpy(bool)
    return float(action_value.expected_ahead(listed.given)[known].sum())


def _costed(flag: Flag, points: float, above: Above, settings: WarningSettings) -> Flag:
    return with_cost(flag, above.outlook, above.target, points, settings.light)


def _count(name: str, value: float, zh: str, en: str) -> Figure:
    return Figure(name, float(value), "", 0, zh, en, _COUNTED, after=("笔" if name == "quotas" else "个", ""))


def _days(name: str, value: float, zh: str, en: str) -> Figure:
    return Figure(name, float(value), "", 0, zh, en, "报告日与时限之差", after=("天", " days"))


def _yi(name: str, wan_yuan: float, zh: str, en: str) -> Figure:
    return Figure(name, float(wan_yuan) / _WAN_IN_YI, "亿元", 2, zh, en, _SUMMED)
