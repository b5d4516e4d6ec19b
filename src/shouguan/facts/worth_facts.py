"""What actions on single projects are worth, as facts: starts, problems, payments; never a registration.

Each has the unit in charge and the deadline that the lists give it. They stand on page one where an office keeps no
list of actions of its own.
"""

from __future__ import annotations

import pandas as pd

from shouguan.facts.briefing import Briefing
from shouguan.facts.list_figures import Figures, missing
from shouguan.facts.list_rows import Worth
from shouguan.investment.action_value import LEAST, PAY, SETTLE, START
from shouguan.investment.listed import Listed

MOST = 5
_EN = {START: "start", SETTLE: "settle the problem", PAY: "pay out"}
_VALUED = "台账测算（shouguan.investment.action_value）"


def worth(page: Briefing, listed: Listed) -> tuple[Worth, ...]:
    """Return the most valuable actions, one a project."""
    assert listed.panel is not None
    late, behind = listed.unstarted, listed.behind
    sources = {START: late, SETTLE: listed.open_problems, PAY: behind.rename(columns={"spend_by": "deadline"})}
    best = listed.worth[listed.worth["points"] >= LEAST].drop_duplicates("project_name").head(MOST)
    of = Figures(page, "worth", listed.panel.periods[-1])
    return tuple(_worth(page, of, at, row, sources) for at, row in enumerate(best.to_dict("records"), start=1))


def _worth(page: Briefing, of: Figures, at: int, row: dict[str, object], sources: dict[str, pd.DataFrame]) -> Worth:
    action, project, name = str(row["action"]), str(row["project_name"]), of.named(at)
    batch = "" if missing(row.get("batch")) else str(row["batch"])
    listed = sources[action][sources[action]["project_name"] == project]
    if batch:
        listed = listed[listed["batch"] == batch]
    due = pd.to_datetime(listed["deadline"]).min()
    if missing(due) and action == START and len(listed):
        due = pd.to_datetime(listed["planned_start"]).min()
    if action == PAY and not missing(due):  # worth points of this year only if it is paid by its end
        due = min(due, pd.Timestamp(page.year, 12, 31))
    owners = [each for each in (*listed["responsible"], row["responsible"]) if not missing(each) and str(each)]
    deadline = None if missing(due) else due.date()
    overdue = None
    if deadline is not None and deadline < page.as_of:
        days, labels = (page.as_of - deadline).days, (f"{project}逾期", f"action {at}: days overdue")
        overdue = of.add(name.at("overdue"), days, *labels, "报告日 − 时限")
    points = {
        each: of.add(
            name.at(each), float(str(row[each])), f"{project}{action}{zh}", f"{_EN[action]}, {en}", _VALUED, **_POINTS
        )
        for each, zh, en in (
            ("points", "可拉动全年", "points of the year"),
            ("lower", "区间下限", "lower end"),
            ("upper", "区间上限", "upper end"),
        )
    }
    owner = str(owners[0]) if owners else ""
    return Worth(action, project, batch, owner, deadline, overdue, points["points"], points["lower"], points["upper"])


_POINTS = {"unit": "pp", "decimals": 2, "kind": "forecast"}
