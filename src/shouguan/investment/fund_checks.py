"""Whether a list of bonds and grants can be right: amounts, days and stages of each quota, and one counted twice."""

from __future__ import annotations

import pandas as pd

from shouguan.data.investment_settings import InvestmentSettings
from shouguan.investment.list_faults import Faults

_ROUNDING = 1.0
"""万元 by which amounts may miss each other where a list rounds them to tens or hundredths of 亿元."""


def quotas(faults: Faults, settings: InvestmentSettings, lag: int) -> None:
    """Say what cannot be right of quotas."""
    words = "同名项目同一批次有两个代码", "one project and batch, two codes: counted twice?"
    faults.twice("batch", "issued_on", apart=words[0], apart_en=words[1], severity="warning")
    quota, drawn, spent = (faults.number(f"{name}_wan_yuan") for name in ("quota", "drawn", "spent"))
    faults.say(
        drawn > quota + _ROUNDING,
        "drawn_wan_yuan",
        "error",
        "已拨付超过额度 {quota_wan_yuan}，该行不计入汇总",
        "drawn above the quota {quota_wan_yuan}; left out of sums",
    )
    faults.say(
        spent > drawn + _ROUNDING,
        "spent_wan_yuan",
        "error",
        "已支出超过已拨付 {drawn_wan_yuan}，该行不计入汇总",
        "spent above what is drawn {drawn_wan_yuan}; left out of sums",
    )
    started, start_on = faults.text("started"), faults.text("start_on")
    faults.say(
        started.eq("False") & start_on.ne("") & (pd.to_datetime(start_on) <= faults.closed(lag)),
        "start_on",
        "warning",
        "有开工时间，却写未开工；按已开工处理",
        "started on a day, and yet not started: taken as started",
    )
    dated = any(faults.text(name).ne("").any() for name in _STAGES)
    faults.say(
        drawn.gt(0) & faults.text("issued_on").eq("") & dated,
        "issued_on",
        "warning",
        "已拨付却没有下达时间，算不出支出期限",
        "drawn, and no day of issue: until when to spend it is unknown",
    )
    faults.order(*_STAGES)
    faults.future(lag, *_STAGES, "start_on")
    faults.fallen("drawn_wan_yuan", "spent_wan_yuan")
    faults.slips("quota_wan_yuan")
    newest = faults.table["period"] == faults.table["period"].max()
    if unsaid := int((newest & faults.text("fund_kind").eq("")).sum()):
        faults.tell(
            "warning",
            f"{unsaid} 笔没有写资金类型，不计入专项债和无偿资金的目标",
            f"{unsaid} quotas do not say their kind of funds and count toward no target",
        )


_STAGES = ("planned_on", "applied_on", "reviewed_on", "approved_on", "issued_on", "drawn_on")
