"""Whether a list of bonds and grants can be right: amounts, days and stages of each quota, and one counted twice."""

from __future__ import annotations

import pandas as pd

from shouguan.data import registers
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
    faults.say(
        quota.isna(),
        "quota_wan_yuan",
        "warning",
        "额度空白：不在额度合计里，也算不出是否支出完毕",
        "no quota: it is in no sum of quotas, and whether it is spent is unknown",
        doubt="quota_blank",
    )
    dated = faults.text("drawn_on").ne("") & (pd.to_datetime(faults.text("drawn_on")) <= faults.closed(lag))
    faults.say(
        dated & ~drawn.gt(0),
        "drawn_wan_yuan",
        "warning",
        "有拨付时间（{drawn_on}），没有拨付金额：合计里按零计",
        "drawn on a day ({drawn_on}), and no amount: sums take it as nought",
        doubt="drawn_unsaid",
    )
    faults.say(
        drawn.gt(0) & faults.text("drawn_on").eq("") & faults.text("drawn_on").ne("").any(),
        "drawn_on",
        "warning",
        "有拨付金额，没有拨付时间：各环节用时里没有它",
        "an amount drawn, and no day: it is in no time from stage to stage",
    )
    faults.say(
        spent.gt(0) & drawn.isna() & drawn.notna().any(),
        "drawn_wan_yuan",
        "warning",
        "已支出 {spent_wan_yuan}，拨付金额空白：合计里按零计",
        "{spent_wan_yuan} spent, and nothing drawn: sums take it as nought",
        doubt="drawn_unsaid",
    )
    _twice(faults, quota)
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


def _twice(faults: Faults, quota: pd.Series[float]) -> None:
    """Say of which quotas a project has the same amount twice, in a batch or a month that may be one."""
    project = faults.text("project_code").where(faults.text("project_code").ne(""), faults.name)
    batch = faults.text("batch").map({each: registers.plain_batch(each) for each in faults.text("batch").unique()})
    month = faults.text("issued_on").str[:7]
    same = [faults.table["period"], faults.text("fund_kind"), project, quota]
    known = quota.gt(0)

    def again(*beside: pd.Series[str]) -> pd.Series[bool]:
        return known & known.groupby([*same, *beside]).cumsum().gt(1)

    once = again(batch, month)
    faults.say(
        once,
        "quota_wan_yuan",
        "error",
        "同一项目同一批次、同月下达的同额额度已有一笔，批次或日期写法不同，算了两次；该行不计入汇总",
        "the same quota of this project, batch and month stands there, written otherwise; left out of sums",
    )
    faults.say(
        (again(batch) | (again(month) & month.ne(""))) & ~once,
        "quota_wan_yuan",
        "warning",
        "同一项目有同额的另一笔，批次或下达时间相同：是两笔还是算了两次",
        "the project has another quota of this amount, in the same batch or month: two, or one counted twice?",
        doubt="quota_twice",
    )


def against_ledger(faults: Faults, ledger: pd.DataFrame, lag: int) -> None:
    """Say which projects have begun by one list and not by the other, or in other months."""
    told = faults.text("started").ne("").any() or faults.text("start_on").ne("").any()
    if ledger.empty or not told:
        return
    # Each quota stands beside the ledger of its own month.
    starts = [
        pd.Series(ledger["actual_start"].to_numpy(), (ledger["period"] + "\0" + ledger[name].astype(str)).array)
        for name in ("project_code", "project_name")
    ]
    starts = [each[~each.index.duplicated(keep=False)] for each in starts]
    code, name = (faults.table["period"] + "\0" + faults.text(each) for each in ("project_code", "project_name"))
    by_code = code.isin(starts[0].index) & faults.text("project_code").ne("")
    known = by_code | name.isin(starts[1].index)
    ledger_start = pd.to_datetime(code.map(starts[0]).where(by_code, name.map(starts[1])))
    day, closed = pd.to_datetime(faults.text("start_on")), faults.closed(lag)
    begun = (day <= closed) | (day.isna() & faults.text("started").eq("True"))
    in_ledger = ledger_start <= closed
    shown = ledger_start.dt.strftime("%Y-%m").fillna("")
    for at, (zh, en) in {
        True: ("这里写已开工，台账没有实际开工时间", "begun here, and without a day of start in the ledger"),
        False: ("这里没有开工，台账写已开工", "not begun here, and begun in the ledger"),
    }.items():
        where = known & begun.eq(at) & in_ledger.ne(at)
        faults.say(
            where, "start_on", "warning", f"{zh}：请核对，两处开工率不一致", f"{en}: check both", doubt="start_apart"
        )
    months = (day.dt.year * 12 + day.dt.month) - (ledger_start.dt.year * 12 + ledger_start.dt.month)
    apart = known & begun & in_ledger & months.abs().gt(1)
    for start in sorted(set(shown[apart])):
        faults.say(
            apart & shown.eq(start),
            "start_on",
            "warning",
            f"台账的实际开工是 {start}，请核对",
            f"the ledger has it begun in {start}: which is right?",
            doubt="start_apart",
        )


_STAGES = ("planned_on", "applied_on", "reviewed_on", "approved_on", "issued_on", "drawn_on")
