"""Ledgers for tests: projects by what matters of them, the rest as an ordinary project has it."""

from __future__ import annotations

from typing import Any

import pandas as pd

ORDINARY: dict[str, Any] = {
    "period": "2020-09",
    "project_code": None,
    "district": "甲区",
    "task_force": "大项目及固投专班",
    "industry": "制造业",
    "total_investment_wan_yuan": 10_000.0,
    "done_before_wan_yuan": 0.0,
    "annual_plan_wan_yuan": 1_000.0,
    "ytd_done_wan_yuan": 500.0,
    "month_done_wan_yuan": 50.0,
    "statistics_ytd_wan_yuan": None,
    "planned_start": "2020-03-31",
    "actual_start": "2020-04-01",
    "planned_finish": "2021-12-31",
    "registered": False,
    "registered_on": None,
    "land": "已落实",
    "energy": "已落实",
    "environment": "已批复",
    "labour": "已保障",
    "problems": None,
    "responsible": "工业和信息化局",
    "leader": "领导甲",
}
_DATES = ("planned_start", "actual_start", "planned_finish", "registered_on")


def ledger(*projects: dict[str, Any]) -> pd.DataFrame:
    """Return a ledger of projects, each given by its name and what is not ordinary about it."""
    rows = [{"project_name": f"项目{n}"} | ORDINARY | each for n, each in enumerate(projects, 1)]
    columns = ["project_name", *ORDINARY, *(name for each in projects for name in each)]
    table = pd.DataFrame(rows, columns=list(dict.fromkeys(columns)))
    for name in _DATES:
        table[name] = pd.to_datetime(table[name])
    table["registered"] = table["registered"].astype("boolean")
    amounts = [name for name in table if str(name).endswith("_wan_yuan")]
    return table.astype(dict.fromkeys(amounts, float))


def problem_list(*problems: dict[str, Any]) -> pd.DataFrame:
    """Return a list of problems."""
    ordinary = {
        "period": "2020-09",
        "project_code": None,
        "problem": "用地指标尚未落实",
        "category": "用地",
        "responsible": "自然资源局",
        "person": "领导乙",
        "deadline": "2020-09-15",
        "progress": "正在协调",
        "closed_on": None,
    }
    table = pd.DataFrame([ordinary | each for each in problems])
    return table.assign(deadline=pd.to_datetime(table["deadline"]), closed_on=pd.to_datetime(table["closed_on"]))


def firm_list(*firms: dict[str, Any]) -> pd.DataFrame:
    """Return a list of firms; an ordinary one is in the statistics, is ahead of its threshold and grows by 10 %."""
    ordinary = {
        "period": "2020-09",
        "credit_code": None,
        "district": "甲区",
        "task_force": "规上工业增加值专班",
        "industry": "制造业",
        "category": "规上工业",
        "revenue_last_wan_yuan": 10_000.0,
        "revenue_ytd_wan_yuan": 8_000.0,
        "growth_pct": 10.0,
        "entry_kind": None,
        "expected_entry": None,
        "status": "在库",
        "origin": "部门台账",
        "responsible": "工业和信息化局",
        "problems": None,
    }
    table = pd.DataFrame([{"name": f"企业{n}"} | ordinary | each for n, each in enumerate(firms, 1)])
    amounts = ("revenue_last_wan_yuan", "revenue_ytd_wan_yuan", "growth_pct")
    dated = table.assign(expected_entry=pd.to_datetime(table["expected_entry"]))
    return dated.assign(source=[f"企业.xlsx#名单!A{n}" for n in range(4, 4 + len(firms))]).astype(
        dict.fromkeys(amounts, float)
    )


def fund_list(*quotas: dict[str, Any]) -> pd.DataFrame:
    """Return a list of quotas; an ordinary one was issued in March, is drawn to the half and spent to a third."""
    ordinary = {
        "period": "2020-09",
        "fund_kind": "专项债",
        "batch": "第一批",
        "project_code": None,
        "quota_wan_yuan": 10_000.0,
        "planned_on": "2019-09-01",
        "applied_on": "2019-11-01",
        "reviewed_on": "2019-12-01",
        "approved_on": "2020-02-01",
        "issued_on": "2020-03-01",
        "drawn_on": "2020-04-01",
        "drawn_wan_yuan": 5_000.0,
        "spent_wan_yuan": 3_000.0,
        "started": True,
        "start_on": "2020-04-01",
        "responsible": "交通运输局",
        "problems": None,
    }
    table = pd.DataFrame([{"project_name": f"项目{n}"} | ordinary | each for n, each in enumerate(quotas, 1)])
    days = {name: pd.to_datetime(table[name]) for name in table if str(name).endswith("_on")}
    amounts = {name: table[name].astype(float) for name in table if str(name).endswith("_wan_yuan")}
    where = [f"资金.xlsx#清单!A{n}" for n in range(4, 4 + len(quotas))]
    return table.assign(**days, **amounts, started=table["started"].astype("boolean"), source=where)
