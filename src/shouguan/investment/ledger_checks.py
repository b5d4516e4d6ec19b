"""Whether a ledger of projects can be right: what its rows contradict in themselves and in each other.

What changed between its months is looked at in `version_checks`.
"""

from __future__ import annotations

import bisect
import itertools
import re

import pandas as pd

from shouguan.data.investment_settings import InvestmentSettings
from shouguan.investment.list_faults import FAR_FROM_ITSELF, SLIP, Faults

_ROUNDING = 1.0
"""万元 by which amounts may miss each other where a list rounds them to tens or hundredths of 亿元."""
_FEW = 10.0
"""万元 below which an amount beside far larger ones was not meant in 万元: a first month may be little, not this."""
_OVERRUN = 1.2
"""What the statistics may hold over the planned total: prices and scopes change."""
_FAR_ABOVE_PLAN = 20.0
"""A year may be ahead of its plan; not by this much."""
_PACKAGE = re.compile("打包|总项目|整体项目|项目群")
_SHORTEST_NAME, _MOST_PARTS = 3, 50
"""Characters from which a name tells of what others are a part, and the most parts of a package."""
_LEAST = 10.0
"""A project is in the ledger from a size on (`registration_from`); a tenth of it is another unit."""


def projects(faults: Faults, settings: InvestmentSettings, lag: int) -> None:
    """Say what cannot be right of projects."""
    words = "同名项目有两个代码：是两个项目还是算了两次", "one name, two codes: two projects, or one counted twice?"
    faults.twice("district", apart=words[0], apart_en=words[1], severity="warning", same="total_investment_wan_yuan")
    total, plan = faults.number("total_investment_wan_yuan"), faults.number("annual_plan_wan_yuan")
    done, month = faults.number("ytd_done_wan_yuan"), faults.number("month_done_wan_yuan")
    since = (faults.number("done_before_wan_yuan").fillna(0) + done).where(done.notna())
    since = pd.concat([since, faults.number("done_since_start_wan_yuan")], axis=1).max(axis=1)
    finished = since >= total - _ROUNDING
    faults.say(
        plan.fillna(0).eq(0) & ~finished,
        "annual_plan_wan_yuan",
        "warning",
        "年度计划为零或空白，完成率里没有它的分母",
        "no plan of the year: a completion rate has nothing of it to divide by",
    )
    faults.say(
        plan > total + _ROUNDING,
        "annual_plan_wan_yuan",
        "warning",
        "超过总投资 {total_investment_wan_yuan}",
        "above the total investment {total_investment_wan_yuan}",
    )
    faults.say(
        since >= SLIP * total.where(total > 0),
        "ytd_done_wan_yuan",
        "error",
        "累计完成是总投资 {total_investment_wan_yuan} 的上千倍：元、万元、亿元填混？该行不计入汇总",
        "a thousand times the total investment {total_investment_wan_yuan}: units mixed? Left out of sums",
    )
    faults.say(
        (since > total + _ROUNDING) & (since < SLIP * total),
        "ytd_done_wan_yuan",
        "warning",
        "加上年底前完成的，超过总投资 {total_investment_wan_yuan}",
        "with what was done before, above the total investment {total_investment_wan_yuan}",
    )
    faults.say(
        month > done + _ROUNDING,
        "month_done_wan_yuan",
        "warning",
        "本月大于年初至今 {ytd_done_wan_yuan}：两列填反？",
        "a month above the year's {ytd_done_wan_yuan}: columns swapped?",
    )
    faults.say(
        total.gt(0) & (total < settings.projects.registration_from / _LEAST),
        "total_investment_wan_yuan",
        "warning",
        f"远低于入统标准 {settings.projects.registration_from:g} 万元：按亿元填的？",
        f"far below the {settings.projects.registration_from:g} 万元 of registration: was it in 亿元?",
    )
    faults.say(
        faults.text("registered").eq("False") & faults.text("registered_on").ne(""),
        "registered_on",
        "warning",
        "有纳统时间，却写未纳统",
        "registered on a day, and yet not registered",
    )
    started = faults.text("actual_start").ne("")
    faults.say(
        faults.text("registered").eq("True") & ~started & faults.text("planned_start").ne(""),
        "registered",
        "warning",
        "已纳统，却没有实际开工时间：未开工的项目不能入统，请核对",
        "in the statistics, and not started: what has not begun cannot be registered; check it",
    )
    newest = faults.table["period"] == faults.table["period"].max()
    if newest.any() and not started[newest].any() and done[newest].gt(0).any():
        faults.tell(
            "warning",
            "最新一月没有一个项目填实际开工时间，却有完成投资：开工率按零算，请补填",
            "no project of the newest month has a day of start, yet work was done: the start rate is taken as nought",
        )
    _of_one_row(faults)
    faults.order("planned_start", "planned_finish")
    faults.order("actual_start", "planned_finish")
    faults.future(lag, "actual_start", "registered_on")
    faults.slips("total_investment_wan_yuan", least=FAR_FROM_ITSELF)
    faults.slips("annual_plan_wan_yuan", yearly=True)
    faults.fallen("ytd_done_wan_yuan", "statistics_ytd_wan_yuan")
    faults.say(
        total.isna(),
        "total_investment_wan_yuan",
        "warning",
        "总投资空白：不在总投资合计里，剩余投资也算不出来",
        "no total investment: it is in no sum of totals, and what is left to do is unknown",
        doubt="total_blank",
    )
    faults.say(
        done.gt(_FAR_ABOVE_PLAN * plan.where(plan > 0)),
        "ytd_done_wan_yuan",
        "warning",
        "是年度计划 {annual_plan_wan_yuan} 的二十倍以上，请核对",
        "over twenty times the year's plan {annual_plan_wan_yuan}: check it",
        doubt="above_plan",
    )
    _packages(faults)
    _districts(faults)
    _against_level(faults, settings)


def _packages(faults: Faults) -> None:
    """Say of the newest month which packages stand beside projects that are named as their parts."""
    newest = faults.table["period"] == faults.table["period"].max()
    totals = faults.number("total_investment_wan_yuan")[newest].to_dict()
    ordered = sorted((name, at) for at, name in faults.name[newest].items() if name)
    found = []
    for here, (name, at) in enumerate(ordered):
        packed = _PACKAGE.search(name)
        base = name[: packed.start()].rstrip("（(－-—·的") if packed else name
        if len(base) < _SHORTEST_NAME or not totals[at] > 0:
            continue
        first = bisect.bisect_left(ordered, (base, -1)) if packed else here
        likely = itertools.takewhile(lambda each: each[0].startswith(base), ordered[first : first + _MOST_PARTS])  # noqa: B023
        parts = [totals[n] for _, n in likely if n != at]
        whole = sum(part for part in parts if part > 0)
        if (parts and whole <= _OVERRUN * totals[at]) if packed else _are_all(parts, whole, totals[at]):
            found.append(at)
    faults.say(
        pd.Series(faults.table.index.isin(found), faults.table.index),
        "project_name",
        "warning",
        "其他行像是它的子项目：打包项目和子项目都计入会算两次，请留一处",
        "other rows look like its parts: a package and its parts would be counted twice, keep one of them",
        doubt="package",
    )


def _are_all(parts: list[float], whole: float, total: float) -> bool:
    """Whether two rows or more come to a total, within a hundredth of it."""
    return len(parts) > 1 and abs(whole - total) <= total / 100


def _of_one_row(faults: Faults) -> None:
    """Say which amounts of a project are in another unit than its others."""
    total, plan = faults.number("total_investment_wan_yuan"), faults.number("annual_plan_wan_yuan")
    done, counted = faults.number("ytd_done_wan_yuan"), faults.number("statistics_ytd_wan_yuan")
    faults.say(
        total >= SLIP * pd.concat([plan, done], axis=1).max(axis=1).where(lambda most: most > 0),
        "total_investment_wan_yuan",
        "warning",
        "是同一行计划和完成的上千倍：按元填的？",
        "a thousand times what the row plans and has done: was it in yuan?",
    )
    faults.say(
        counted >= SLIP * total.where(total > 0),
        "statistics_ytd_wan_yuan",
        "error",
        "统计入库投资是总投资 {total_investment_wan_yuan} 的上千倍：元、万元、亿元填混？该行不计入汇总",
        "a thousand times the total investment {total_investment_wan_yuan}: units mixed? Left out of sums",
    )
    faults.say(
        (counted > _OVERRUN * total + _ROUNDING) & (counted < SLIP * total),
        "statistics_ytd_wan_yuan",
        "warning",
        "统计入库投资超过总投资 {total_investment_wan_yuan}",
        "the statistics hold more than the total investment {total_investment_wan_yuan}",
    )
    for name, amount, others in (
        ("annual_plan_wan_yuan", plan, total),
        ("ytd_done_wan_yuan", done, plan),
        ("statistics_ytd_wan_yuan", counted, done),
    ):
        faults.say(
            amount.gt(0) & amount.lt(_FEW) & (others >= SLIP * amount),
            name,
            "warning",
            "不到同一行其他金额的千分之一：按亿元填的？",
            "under a thousandth of the row's other amounts: was it in 亿元?",
        )


def _districts(faults: Faults) -> None:
    """Say when the sums of districts are not the whole: some rows of the newest month name none."""
    newest = faults.table["period"] == faults.table["period"].max()
    district, amount = faults.text("district")[newest], faults.number("ytd_done_wan_yuan")[newest]
    without = district.eq("")
    if without.any() and not without.all():
        lacking = amount[without].sum()
        faults.tell(
            "warning",
            f"{int(without.sum())} 个项目没有县区，各县区之和比合计少 {lacking:g} 万元",
            f"{int(without.sum())} projects name no district: the districts' sums lack {lacking:g} 万元 of the whole",
        )


def _against_level(faults: Faults, settings: InvestmentSettings) -> None:
    """Say when the statistics' part of the ledger is more than all the statistics have."""
    level = settings.level
    if level is None:
        return
    of_year = faults.table["period"].str[:4] == str(level.year)
    sums = faults.number("statistics_ytd_wan_yuan")[of_year].groupby(faults.table["period"]).sum()
    if len(sums) and sums.max() > level.value * 1e4:
        faults.tell(
            "warning",
            f"{sums.idxmax()} 统计入库投资合计 {sums.max() / 1e4:.2f} 亿元，超过全年固定资产投资 {level.value:g} 亿元",
            f"{sums.idxmax()}: registered {sums.max() / 1e4:.2f} 亿元, above the whole year's {level.value:g}",
        )
