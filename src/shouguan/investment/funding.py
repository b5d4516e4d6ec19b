"""Funds from above (向上争取): special bonds and grants by batch, the rules on starting and spending, funnel, targets.

A quota is a row of the office's list: of one project, in one batch. Amounts are in 万元, targets in 亿元; every rate
stands beside its denominator. What the list does not date has not happened; a later stage says that the ones before
it have. A list without any stage's day is one of quotas that were all given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from shouguan.core.working_days import working_days
from shouguan.core.ytd import Array
from shouguan.data.investment_settings import Funds

BONDS = "专项债"
GRANTS = ("中央预算内", "无偿资金")
STAGES = {
    "planned_on": "谋划",
    "applied_on": "申报",
    "reviewed_on": "入库",
    "approved_on": "获批",
    "issued_on": "下达",
    "drawn_on": "拨付",
}
"""The stages of a quota in their order, with their headings."""
MET, DISTANT, SOON, OVERDUE = "已达到", "未到期", "临近到期", "逾期未达到"
"""The lights, in words: colours mean different things in different reports."""
NOTHING, NO_STARTS, NO_SPENDING, NO_DAY = "没有已下达的额度", "清单没有开工情况", "清单没有支出金额", "没有下达时间"
"""What stands in a light's place where the list cannot tell: a column that is not there is not one of zeros."""
FEWEST_MONTHS = 6
"""From how many months of the year a chance is said: fewer tell nothing of how unlike months are."""
_ROUNDING = 0.5
"""万元 by which amounts that were rounded may miss each other."""


def batches(now: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return quotas by kind of funds and batch: asked for, issued, drawn, spent, started.

    Parameters
    ----------
    now : DataFrame
        The list of a month (`projects.of_month`).
    day : date

    Returns
    -------
    DataFrame
        A row a kind and batch, and one 合计 a kind: `quotas` and `quota_wan_yuan` of the list; `issued` and
        `issued_wan_yuan` of these by the day; `drawn_wan_yuan`, `draw_rate_pct` = drawn / issued; `spent_wan_yuan`,
        `spend_rate_pct` = spent / issued; `projects` of what is issued, `started` of them, `start_rate_pct`. A project
        with quotas of two batches counts in both, and once in 合计. What the list has no column of is missing, not 0.
    """
    table = _prepared(now, day)
    whole = _sums(table.assign(batch="合计"))
    by = _sums(table)
    order = {kind: at for at, kind in enumerate(table["fund_kind"].unique())}
    both = pd.concat([by, whole])
    keys = [(order[kind], batch == "合计", at) for at, (kind, batch) in enumerate(both.index)]
    return both.iloc[sorted(range(len(both)), key=keys.__getitem__)]


def _sums(table: pd.DataFrame) -> pd.DataFrame:
    issued = table["issued"]
    amounts = table.assign(
        quotas=1,
        issued_wan_yuan=table["quota_wan_yuan"].where(issued, 0.0),
        issued=issued.astype(int),
    )
    keys = ["fund_kind", "batch"]
    columns = ["quotas", "quota_wan_yuan", "issued", "issued_wan_yuan", "drawn_wan_yuan", "spent_wan_yuan"]
    sums = amounts.groupby(keys, sort=False)[columns].sum(min_count=1)
    projects = table[issued].groupby([*keys, "who"], sort=False)["begun"].max().groupby(keys)
    sums["projects"] = projects.size().reindex(sums.index, fill_value=0)
    sums["started"] = projects.sum(min_count=1).reindex(sums.index)
    sums["draw_rate_pct"] = _share(sums["drawn_wan_yuan"], sums["issued_wan_yuan"])
    sums["spend_rate_pct"] = _share(sums["spent_wan_yuan"], sums["issued_wan_yuan"])
    sums["start_rate_pct"] = _share(sums["started"], sums["projects"])
    order = "drawn_wan_yuan draw_rate_pct spent_wan_yuan spend_rate_pct projects started start_rate_pct".split()
    return sums[[*columns[:4], *order]]


def rules(now: pd.DataFrame, day: dt.date, settings: Funds, kinds: Sequence[str] = (BONDS,)) -> pd.DataFrame:
    """Return the office's rules on starting and spending, with a light in words and the days left.

    Returns
    -------
    DataFrame
        Three rows: 开工率 by its day, 全部开工, and 支出 (issued quotas whose months to spend are over): `done` of
        `of`, `rate_pct`, `required_pct`, `deadline`, `days_left`, `working_days_left` (negative: overdue), `light`
        (已达到, 未到期, 临近到期 from `settings.soon` days, 逾期未达到, or why the list cannot tell: `NOTHING`,
        `NO_STARTS`, `NO_SPENDING`, `NO_DAY`). The deadline of 支出 is that of the quota first due and not spent.
    """
    table = _prepared(now, day)
    issued = table[table["issued"] & table["fund_kind"].isin(kinds)]
    begun = issued.groupby("who")["begun"].max()
    year = int(str(now["period"].iloc[0])[:4]) if len(now) else day.year
    rows = []
    for rule, required, by in (
        ("开工率", settings.start_rate, settings.start_rate_by),
        ("全部开工", 100.0, settings.all_started_by),
    ):
        deadline = dt.date.fromisoformat(f"{year}-{by}")
        rows.append(_rule(rule, int(begun.fillna(0).sum()), len(begun), required, deadline, day, settings))
    due = _spend_by(issued, settings)
    spent = _all_spent(issued)
    over = due <= pd.Timestamp(day)
    still = due[~spent].dropna()
    first = None if still.empty else still.min().date()
    rows.append(_rule("支出", int((spent & over).sum()), int(over.sum()), 100.0, first, day, settings))
    shown = pd.DataFrame(rows).set_index("rule")
    if issued.empty:
        return shown.assign(light=NOTHING)
    starts = ["开工率", "全部开工"]
    for dark, untold, why in (
        (begun.isna().all(), starts, NO_STARTS),
        (due.isna().all(), ["支出"], NO_DAY),
        (issued["spent_wan_yuan"].isna().all(), ["支出"], NO_SPENDING),
    ):
        if dark:
            shown.loc[untold, ["done", "rate_pct"]] = np.nan
            shown.loc[untold, "light"] = why
    return shown


def _rule(
    rule: str, done: int, of: int, required: float, deadline: dt.date | None, day: dt.date, settings: Funds
) -> dict[str, object]:
    rate = 100 * done / of if of else np.nan
    met = rate >= required if rule != "支出" else deadline is None and of > 0
    return {
        "rule": rule,
        "done": done,
        "of": of,
        "rate_pct": rate,
        "required_pct": required,
        "deadline": pd.NaT if deadline is None else pd.Timestamp(deadline),
        "days_left": None if deadline is None else (deadline - day).days,
        "working_days_left": None if deadline is None else working_days(day, deadline),
        "light": MET if met else light(deadline, day, settings.soon),
    }


def light(deadline: dt.date | None, day: dt.date, soon: int) -> str:
    """Say how near a deadline is that is not met.

    Examples
    --------
    >>> [light(dt.date(2020, 10, 31), dt.date(2020, month, 5), 30) for month in (9, 10, 11)]
    ['未到期', '临近到期', '逾期未达到']
    """
    if deadline is None or (deadline - day).days > soon:
        return DISTANT
    return SOON if deadline >= day else OVERDUE


def behind(now: pd.DataFrame, day: dt.date, settings: Funds, kinds: Sequence[str] = (BONDS,)) -> pd.DataFrame:
    """Return the issued quotas that are not started or not spent, those with the fewest days left first.

    Returns
    -------
    DataFrame
        `project_code`, `project_name`, `fund_kind`, `batch`, `responsible`, `quota_wan_yuan`, `drawn_wan_yuan`,
        `spent_wan_yuan`, `unspent_wan_yuan`; `issued_on`, `started`, `start_light`; `spend_by`, `days_left`,
        `working_days_left`, `spend_light`; `problems`.
    """
    table = _prepared(now, day)
    issued = table[table["issued"] & table["fund_kind"].isin(kinds)].copy()
    issued["spend_by"] = _spend_by(issued, settings)
    issued["unspent_wan_yuan"] = issued["quota_wan_yuan"] - issued["spent_wan_yuan"]
    spent = _all_spent(issued)
    year = int(str(now["period"].iloc[0])[:4]) if len(now) else day.year
    start_by = dt.date.fromisoformat(f"{year}-{settings.all_started_by}")
    days = [None if pd.isna(each) else each.date() for each in issued["spend_by"]]
    issued["started"] = issued["begun"].astype("boolean")
    starts = {1.0: MET, 0.0: light(start_by, day, settings.soon)}
    issued["start_light"] = issued["begun"].map(starts).fillna(NO_STARTS)
    issued["days_left"] = [np.nan if each is None else (each - day).days for each in days]
    issued["working_days_left"] = [np.nan if each is None else working_days(day, each) for each in days]
    issued["spend_light"] = [
        MET if done else NO_DAY if each is None else light(each, day, settings.soon)
        for done, each in zip(spent, days, strict=True)
    ]
    issued["spend_light"] = issued["spend_light"].mask(issued["spent_wan_yuan"].isna(), NO_SPENDING)
    columns = (
        "project_code project_name fund_kind batch responsible quota_wan_yuan drawn_wan_yuan spent_wan_yuan".split()
    )
    columns += "unspent_wan_yuan issued_on started start_light spend_by days_left working_days_left".split()
    open_ = issued[~spent | issued["begun"].ne(1)].sort_values(["days_left", "project_name"], kind="stable")
    return open_[[*columns, "spend_light", "problems"]].reset_index(drop=True)


def spending(now: pd.DataFrame, day: dt.date, settings: Funds, kinds: Sequence[str] = (BONDS,)) -> pd.DataFrame:
    """Return each issued quota with the day until which it is to be spent, spent or not.

    Returns
    -------
    DataFrame
        In the order of the list: `project_code`, `project_name`, `batch`, `responsible`, `spend_by` (missing where
        nobody says when it was issued), and `spent`, which is missing where the list says nothing of spending.
    """
    table = _prepared(now, day)
    issued = table[table["issued"] & table["fund_kind"].isin(kinds)]
    code = issued["project_code"] if "project_code" in issued else pd.Series(None, issued.index, dtype="object")
    columns = ["project_name", "batch", "responsible"]
    return issued[columns].assign(
        project_code=code,
        spend_by=_spend_by(issued, settings),
        spent=_all_spent(issued).astype("boolean").mask(issued["spent_wan_yuan"].isna()),
    )


def funnel(now: pd.DataFrame, day: dt.date, kinds: Sequence[str] | None = None) -> pd.DataFrame:
    """Return how far quotas have come from 谋划 to 拨付, how many of each stage reach the next, and in how many days.

    Returns
    -------
    DataFrame
        A row a stage that the list dates: `quotas` and `quota_wan_yuan` that reached it; `of`, those that reached the
        stage before, `rate_pct` = quotas / of (what is still under way counts as not there); `waiting`, those that
        reached no further; `median_days` since the stage before, of `with_days` quotas that date both. A month
        stands for its first day, so days are good to about a month where lists give months.
    """
    table = _prepared(now, day)
    table = table if kinds is None else table[table["fund_kind"].isin(kinds)]
    dated = [name for name in STAGES if name in table and table[name].notna().any()]
    reached = pd.DataFrame({name: table[name] <= pd.Timestamp(day) for name in dated}, index=table.index)
    if "drawn_on" in reached:
        reached["drawn_on"] |= table["drawn_wan_yuan"] > 0
    # A stage that is dated says that the ones before it are passed, dated or not.
    reached = reached[dated[::-1]].cummax(axis=1)[dated] if dated else reached
    rows = []
    for at, name in enumerate(dated):
        here = reached[name]
        before = reached[dated[at - 1]] if at else None
        days = (table[name] - table[dated[at - 1]]).dt.days[here].dropna() if at else pd.Series(dtype=float)
        days = days[days >= 0]  # days in the wrong order are a finding (`list_checks`), and no time that anything took
        number, of = int(here.sum()), None if before is None else int(before.sum())
        rows.append(
            {
                "stage": STAGES[name],
                "quotas": number,
                "quota_wan_yuan": float(table.loc[here, "quota_wan_yuan"].sum()),
                "of": of,
                "rate_pct": 100 * number / of if of else np.nan,
                "waiting": number - (int(reached[dated[at + 1]].sum()) if at + 1 < len(dated) else number),
                "median_days": float(days.median()) if len(days) else np.nan,
                "with_days": len(days),
            }
        )
    names = "stage quotas quota_wan_yuan of rate_pct waiting median_days with_days".split()
    return pd.DataFrame(rows, columns=names).set_index("stage")


def targets(now: pd.DataFrame, day: dt.date, settings: Funds) -> pd.DataFrame:
    """Return the year's targets of funds against what is issued, with pace and chance.

    Returns
    -------
    DataFrame
        Rows 专项债 and 无偿资金 (with 中央预算内), and 未填 where the list does not say the kind: `target_yi_yuan`,
        `issued_yi_yuan` in the list's year by the day, `rate_pct`, `pace_pct` (month / 12),
        `needed_per_month_yi_yuan` of the months left, `approved_yi_yuan` (approved and not issued yet), `chance_pct`
        with `months` and `rests_on`. The chance is how often the target is met when each month left is like one of
        the year's own months, every one as likely: it knows nothing of a province's batches to come. There is none
        from fewer than `FEWEST_MONTHS` months, or where day or kind of an issued quota is not known.
    """
    table = _prepared(now, day)
    period = str(now["period"].iloc[0]) if len(now) else f"{day.year}-{day.month:02d}"
    year, month = int(period[:4]), int(period[5:])
    kind = table["fund_kind"].replace(dict.fromkeys(GRANTS, GRANTS[1]))
    unsaid = bool((table["issued"] & kind.eq("未填")).any())
    rows = []
    for name, target in ((BONDS, settings.bonds_target), (GRANTS[1], settings.grants_target), ("未填", None)):
        of = table[kind == name]
        if name == "未填" and of.empty:
            continue
        issued = of[of["issued"] & (of["issued_on"].isna() | of["issued_on"].dt.year.eq(year))]
        done = float(issued["quota_wan_yuan"].sum()) / 1e4
        monthly = issued.groupby(issued["issued_on"].dt.month)["quota_wan_yuan"].sum() / 1e4
        paces = monthly.reindex(range(1, month + 1), fill_value=0.0).to_numpy(float)
        unknown = "下达时间" if issued["issued_on"].isna().any() else "资金类型" if unsaid else ""
        share, rests_on = _chance(target, done, paces, unknown)
        approved = (
            of["approved_on"].le(pd.Timestamp(day)) & ~of["issued"] if "approved_on" in of else of["issued"] & False
        )
        left = 12 - month
        rows.append(
            {
                "fund_kind": name,
                "target_yi_yuan": np.nan if target is None else target,
                "issued_yi_yuan": done,
                "rate_pct": np.nan if target is None else 100 * done / target,
                "pace_pct": 100 * month / 12,
                "needed_per_month_yi_yuan": max(target - done, 0.0) / left if target is not None and left else np.nan,
                "approved_yi_yuan": float(of.loc[approved, "quota_wan_yuan"].sum()) / 1e4,
                "chance_pct": share,
                "months": month,
                "rests_on": rests_on,
            }
        )
    return pd.DataFrame(rows).set_index("fund_kind")


def _chance(target: float | None, done: float, paces: Array, unknown: str) -> tuple[float, str]:
    """Return the chance of a target in per cent, and what it rests on; missing where it rests on nothing."""
    if target is None:
        return np.nan, "没有设定目标"
    if done >= target:
        return 100.0, "已达到目标"
    if unknown:
        return np.nan, f"部分额度没有{unknown}，不给可能性"
    if len(paces) == 12:
        return 0.0, "全年已结束"
    if len(paces) < FEWEST_MONTHS:
        return np.nan, f"本年不足{FEWEST_MONTHS}个月，不给可能性"
    # Every way in which the months left can be like the year's own: at most 6 of 6, so all of them are counted.
    sums = np.zeros(1)
    for _ in range(12 - len(paces)):
        sums = (sums[:, None] + paces).ravel()
    return 100 * float(np.mean(done + sums >= target - 1e-9)), "本年各月下达额"


def _prepared(now: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return a list with blanks filled, `who` it is, and whether it is `issued` and `begun` (1 or 0) by the day.

    A blank among filled cells is nothing drawn, spent or started; a column that is not there says neither.
    """
    date = pd.Timestamp(day)
    nothing = pd.Series(None, now.index, dtype="object")
    days = {name: pd.to_datetime(now.get(name, nothing)) for name in (*STAGES, "start_on")}
    amounts = {name: now.get(name, nothing).astype(float) for name in ("drawn_wan_yuan", "spent_wan_yuan")}
    table = now.assign(
        **days,
        **{name: each.fillna(0.0) if each.notna().any() else each for name, each in amounts.items()},
        quota_wan_yuan=now["quota_wan_yuan"].astype(float),
        fund_kind=now.get("fund_kind", nothing).fillna("未填"),
        batch=now.get("batch", nothing).fillna("未填"),
        responsible=now.get("responsible", nothing),
        problems=now.get("problems", nothing),
        project_code=now.get("project_code", nothing),
        who=now.get("project_code", nothing).fillna(now["project_name"]),
    )
    flag = now.get("started", nothing).astype("boolean")
    told = bool(flag.notna().any() or days["start_on"].notna().any())
    undated = not any(each.notna().any() for name, each in days.items() if name in STAGES)
    given = (table["issued_on"] <= date) | (table["drawn_on"] <= date) | (table["drawn_wan_yuan"] > 0)
    begun = (table["start_on"] <= date) | (table["start_on"].isna() & flag.fillna(False).astype(bool))
    return table.assign(issued=given | undated, begun=begun.astype(float) if told else np.nan)


def _spend_by(issued: pd.DataFrame, settings: Funds) -> pd.Series[pd.Timestamp]:
    """Return until when each quota is to be spent; missing where nobody says when it was issued."""
    return issued["issued_on"] + pd.DateOffset(months=settings.months_to_spend)


def _all_spent(issued: pd.DataFrame) -> pd.Series[bool]:
    return issued["spent_wan_yuan"] >= issued["quota_wan_yuan"] - _ROUNDING


def _share(part: pd.Series[float], whole: pd.Series[float]) -> pd.Series[float]:
    return 100 * part.astype(float) / whole.astype(float).where(whole.astype(float) > 0)
