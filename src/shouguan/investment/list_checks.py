"""Whether the lists of a place can be right: ledger, firms, funds, problems and reserve, one call a kind.

What contradicts itself is a finding at the cell of the file that it came from. An error is a row that would make a sum
wrong, so `sound` leaves it out; everything else is a warning, and the row stays. Nothing is mended.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from shouguan.core.files import read_csv
from shouguan.core.findings import Finding
from shouguan.data import investment_settings, registers
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.data.registers import IDENTITIES, RELEASE_LAG
from shouguan.ingest.store import columns_of
from shouguan.investment import firm_checks
from shouguan.investment.list_faults import SLIP, Faults

_ROUNDING = 1.0
"""万元 by which amounts may miss each other where a list rounds them to tens or hundredths of 亿元."""
_FEW = 10.0
"""万元 below which an amount beside far larger ones was not meant in 万元: a first month may be little, not this."""
_OVERRUN = 1.2
"""What the statistics may hold over the planned total: prices and scopes change."""
_LEAST = 10.0
"""A project is in the ledger from a size on (`registration_from`); a tenth of it is another unit."""


def check_place(folder: Path, lags: Mapping[str, int] | None = None, day: dt.date | None = None) -> list[Finding]:
    """Return what is wrong in all lists of a place.

    Parameters
    ----------
    folder : Path
    lags : mapping of str to int, optional
        By kind, days after a month's end on which its list is known and until which it may name what happened; by
        default `RELEASE_LAG`.
    day : date, optional
        Months that were not known on this day are left out.

    Raises
    ------
    DataError
        When a list or `investment.yaml` cannot be read at all.
    """
    settings = investment_settings.read(folder)
    of = {kind: (lags or {}).get(kind, RELEASE_LAG) for kind in IDENTITIES}
    tables = {kind: registers.read(folder, kind, day, of[kind]) for kind in IDENTITIES}
    found = []
    for kind, table in tables.items():
        if not table.empty:
            found += repeated(folder, kind, set(table["period"])) + check(kind, table, settings, of[kind])
    return found + strangers(tables["problems"], tables["ledger"])


def check(
    kind: str, table: pd.DataFrame, settings: InvestmentSettings | None = None, lag: int = RELEASE_LAG
) -> list[Finding]:
    """Return what is wrong in one list.

    Parameters
    ----------
    kind : str
        One of `data.registers.IDENTITIES`.
    table : DataFrame
        As `data.registers.read` returns it, of all months.
    settings : InvestmentSettings, optional
        The national rules where none are given.
    lag : int
    """
    return _faults(kind, table, settings, lag).findings()


def sound(
    kind: str, table: pd.DataFrame, settings: InvestmentSettings | None = None, lag: int = RELEASE_LAG
) -> pd.DataFrame:
    """Return a list without the rows that would make sums wrong: those of which `check` says an error."""
    return table if table.empty else _faults(kind, table, settings, lag).sound()


def repeated(folder: Path, kind: str, months: set[str]) -> list[Finding]:
    """Return lines of these months that say the same version of one row twice: only one of them is read."""
    file = folder / f"{kind}.csv"
    columns = columns_of(file)
    seen: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    found = []
    for line, cells in read_csv(file, columns):
        row = dict(zip(columns, cells, strict=True))
        versions = seen[row["period"], *IDENTITIES[kind].of(row)]
        if row["version"] == registers.WITHDRAWN:
            versions.clear()  # what was taken back may come in again
            continue
        first = versions.setdefault(row["version"], line)
        if first != line and row["period"] in months:
            name = IDENTITIES[kind].key[0]
            found.append(
                Finding(
                    "error",
                    f"与第{first}行是同月同一项的同一版本，只读入其中一行；请删去一行，或改正代码",
                    f"the same row, month and version as line {first}: delete one of them, or correct its code",
                    file.name,
                    row=line,
                    column=name,
                    value=row[name] or row[IDENTITIES[kind].key[-1]],
                )
            )
    return found


def strangers(problems: pd.DataFrame, ledger: pd.DataFrame) -> list[Finding]:
    """Return problems of projects that the ledger does not name."""
    if problems.empty or ledger.empty:
        return []
    faults = Faults("problems", problems)
    known = {str(each) for name in ("project_code", "project_name") if name in ledger for each in ledger[name].dropna()}
    code, name = faults.text("project_code"), faults.text("project_name")
    faults.say(
        ~code.isin(known) & ~name.isin(known),
        "project_name",
        "warning",
        "台账里没有这个项目，问题对不上项目；请核对代码和名称",
        "the ledger has no such project: check its code and name",
    )
    return faults.findings()


def _faults(kind: str, table: pd.DataFrame, settings: InvestmentSettings | None, lag: int) -> Faults:
    faults = Faults(kind, table)
    faults.negative()
    _KINDS[kind](faults, settings or InvestmentSettings(), lag)
    return faults


def _ledger(faults: Faults, settings: InvestmentSettings, lag: int) -> None:
    words = "同名项目有两个代码：是两个项目还是算了两次", "one name, two codes: two projects, or one counted twice?"
    faults.twice("district", apart=words[0], apart_en=words[1], severity="warning")
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
    faults.slips("total_investment_wan_yuan")
    faults.slips("annual_plan_wan_yuan", yearly=True)
    faults.fallen("ytd_done_wan_yuan", "statistics_ytd_wan_yuan")
    _districts(faults)
    _against_level(faults, settings)


def _of_one_row(faults: Faults) -> None:
    """Say which amounts of a project are in another unit than its others."""
    total, plan = faults.number("total_investment_wan_yuan"), faults.number("annual_plan_wan_yuan")
    done, counted = faults.number("ytd_done_wan_yuan"), faults.number("statistics_ytd_wan_yuan")
    faults.say(
        total >= SLIP * pd.concat([plan, done], axis=1).max(axis=1).where(lambda most: most > 0),
        "total_investment_wan_yuan",
        "warning",
        "是年度计划 {annual_plan_wan_yuan} 的上千倍：按元填的？",
        "a thousand times the year's plan {annual_plan_wan_yuan}: was it in yuan?",
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


def _funds(faults: Faults, settings: InvestmentSettings, lag: int) -> None:
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


def _problems(faults: Faults, settings: InvestmentSettings, lag: int) -> None:
    words = "同名项目的同一问题有两个代码", "one project and problem, two codes: counted twice?"
    faults.twice("problem", apart=words[0], apart_en=words[1], severity="warning")
    faults.order("raised_on", "deadline")
    faults.order("raised_on", "closed_on")
    faults.future(lag, "closed_on", "raised_on")
    settled = faults.text("progress").str.contains("已办结|已解决|已完成|已销号")
    faults.say(
        settled & faults.text("closed_on").eq(""),
        "progress",
        "warning",
        "进展写已办结，没有销号日期，仍按未解决列出",
        "said to be settled without a day: still listed as open",
    )


def _reserve(faults: Faults, settings: InvestmentSettings, lag: int) -> None:
    words = "同名储备项目有两个代码", "one name, two codes: counted twice?"
    faults.twice("district", apart=words[0], apart_en=words[1], severity="warning")
    faults.slips("total_investment_wan_yuan")


_KINDS: dict[str, Callable[[Faults, InvestmentSettings, int], None]] = {
    "ledger": _ledger,
    "enterprises": firm_checks.firms,
    "bonds": _funds,
    "problems": _problems,
    "reserve": _reserve,
}
