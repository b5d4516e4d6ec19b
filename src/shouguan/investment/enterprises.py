"""Firms above the line (升规纳统): who is near it, who enters and leaves, what the largest mean, what to do.

Amounts are in 万元 of revenue as the office's list has them, never what a firm told a survey. No firm is ever promised
points for its registration: it is registered because it meets the conditions, its papers are complete and it applies by
law. What names firms, and rows of fewer than three, are for the task force only (`investment.disclosure`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from shouguan.core.errors import UsageError, nearest
from shouguan.core.language import spoken
from shouguan.data.investment_settings import Enterprises
from shouguan.investment import firm_events
from shouguan.investment.disclosure import disclosed
from shouguan.investment.firm_standing import (
    EXIT,
    IN,
    LEAVING,
    LEFT,
    WAITING,
    expected_revenue,
    firms_of_month,
    next_round,
    standings,
    thresholds,
)
from shouguan.models.outlook import Outlook

GROUPS = {
    "category": "类别",
    "district": "县区",
    "task_force": "工作专班",
    "responsible": "责任单位",
    "industry": "行业",
}
"""The columns by which firms are broken down, with their headings."""


def near_threshold(
    firms: pd.DataFrame, day: dt.date, rules: Enterprises, month: str | None = None, *, task_force: bool = False
) -> pd.DataFrame:
    """Return the firms near a threshold, by how much and by when: those that may enter, those that may fall out.

    Parameters
    ----------
    firms : DataFrame
        The list of all months (`data.registers.read(…, "enterprises")`).
    day : date
    rules : Enterprises
        The thresholds, and from which share of one a firm is near it (`near`); a firm in the statistics is near it up
        to as much above.
    month : str, optional
    task_force : bool
        The list names firms and is for the task force; `near_counts` is for everybody.

    Returns
    -------
    DataFrame
        The nearest first: `name`, `category`, `district`, `task_force`, `responsible`, `standing`;
        `threshold_wan_yuan`, `revenue_ytd_wan_yuan`, `expected_wan_yuan` of the year with its `assumption`,
        `gap_wan_yuan` (positive: what it lacks), `expected_rate_pct` = expected / threshold; `reached_in`, the month in
        which it reaches the threshold at that pace (missing: not this year); `next_round`. Firms whose entry a licence
        decides, and those of which no threshold or no revenue is known, are not in it.
    """
    table = _with_revenue(firms, day, rules, month)
    rate = 100 * table["expected_wan_yuan"] / table["threshold_wan_yuan"].where(table["threshold_wan_yuan"] > 0)
    outside = table["standing"].eq(WAITING) & rate.ge(rules.near)
    inside = table["standing"].isin([IN, LEAVING]) & rate.le(200 - rules.near)
    near = table.assign(
        gap_wan_yuan=table["threshold_wan_yuan"] - table["expected_wan_yuan"],
        expected_rate_pct=rate,
        reached_in=_reached(table),
    )[outside | inside]
    columns = ["name", *GROUPS, "standing", "threshold_wan_yuan", "revenue_ytd_wan_yuan", "expected_wan_yuan"]
    columns += ["assumption", "gap_wan_yuan", "expected_rate_pct", "reached_in", "next_round", "status", "problems"]
    order = near["gap_wan_yuan"].abs().sort_values(kind="stable").index
    return disclosed(near.loc[order, columns].assign(firms=1), task_force=task_force).drop(
        columns=["firms", "suppressed"]
    )


def near_counts(
    firms: pd.DataFrame,
    day: dt.date,
    rules: Enterprises,
    by: str = "category",
    month: str | None = None,
    *,
    task_force: bool = False,
) -> pd.DataFrame:
    """Return how many firms are near a threshold by group and standing, and how many of them meet it this year.

    Returns
    -------
    DataFrame
        A row a group (one of `GROUPS`) and standing: `firms`, `meet` (expected at the threshold or above), `met`
        (there already), `suppressed`.
    """
    _known_group(by)
    near = near_threshold(firms, day, rules, month, task_force=True)
    near = near.assign(
        firms=1,
        meet=(near["gap_wan_yuan"] <= 0).astype(int),
        met=(near["revenue_ytd_wan_yuan"] >= near["threshold_wan_yuan"]).astype(int),
    )
    sums = near.groupby([near[by].fillna("未填"), "standing"])[["firms", "meet", "met"]].sum()
    return disclosed(sums, task_force=task_force)


def without_threshold(firms: pd.DataFrame, rules: Enterprises, month: str | None = None) -> pd.DataFrame:
    """Return the industries of which nothing tells the threshold, with how many firms each: to be asked about."""
    now = firms_of_month(firms, month)
    unknown = now[thresholds(now, rules).isna()]
    keys = [unknown[name].fillna("未填") for name in ("category", "industry")]
    return unknown.groupby(keys).size().rename("firms").reset_index().sort_values("firms", ascending=False)


def entries(firms: pd.DataFrame, day: dt.date, month: str | None = None) -> pd.DataFrame:
    """Return which month of the year brings how many firms in and out.

    Returns
    -------
    DataFrame
        A row a month of the list's year, 未填 for firms whose month the list does not say, and 合计. Of each of
        `monthly` (新建投产, construction and real estate), `promoted` and `exits`: `…_done` by the day, of all lists of
        the year (`firm_events`: one that left and is back did both), `…_expected` after it, of the newest; `net_done`
        and `net_expected` = entries − exits. Promotions report from the next year on. How many
        firms enter is no secret of any, so nothing is hidden.
    """
    now = firms_of_month(firms, month)
    year = int(str(now["period"].iloc[0])[:4])
    when, standing = now["expected_entry"], standings(now)
    due = when <= pd.Timestamp(day)
    kind = now["entry_kind"].map({**firm_events.ENTRIES, EXIT: firm_events.EXITS})
    kind = kind.mask(standing.eq(LEAVING), firm_events.EXITS)
    ahead = ~standing.eq(LEFT) & ~(standing.eq(IN) & due)
    # A firm without a month may have entered in an earlier year, or be years away: only one with a month is expected.
    this = when.dt.year.eq(year) | (when.isna() & standing.eq(LEAVING))
    expected = pd.DataFrame({"month": when.dt.strftime("%Y-%m").fillna("未填"), "what": kind + "_expected"})
    done = firm_events.happened(firms, day, str(now["period"].iloc[0]))
    rows = pd.concat(
        [done[["month", "what"]].assign(what=done["what"] + "_done"), expected[this & ahead & kind.notna()]],
        ignore_index=True,
    )
    months = [f"{year}-{number:02d}" for number in range(1, 13)]
    counts = pd.crosstab(rows["month"], rows["what"]).reindex(
        index=[*months, *(["未填"] if (rows["month"] == "未填").any() else [])],
        columns=[f"{each}_{state}" for each in ("monthly", "promoted", "exits") for state in ("done", "expected")],
        fill_value=0,
    )
    for state in ("done", "expected"):
        entered = counts[f"monthly_{state}"] + counts[f"promoted_{state}"]
        counts[f"net_{state}"] = entered - counts[f"exits_{state}"]
    counts.loc["合计"] = counts.sum()
    return counts.rename_axis("month").rename_axis(columns=None)


def targets(firms: pd.DataFrame, day: dt.date, rules: Enterprises, month: str | None = None) -> pd.Series[float]:
    """Return the year's target of entries against what is done.

    Returns
    -------
    Series
        `target` (missing where `investment.yaml` sets none), `entered`, `rate_pct` = entered / target, `pace_pct` (the
        list's month / 12; most promotions come in November and December, so a rate below it is usual),
        `expected`, `with_expected_pct`, `exits` (done and expected), `net` = entered + expected − exits.
    """
    whole = entries(firms, day, month).loc["合计"]
    entered = whole["monthly_done"] + whole["promoted_done"]
    expected = whole["monthly_expected"] + whole["promoted_expected"]
    exits = whole["exits_done"] + whole["exits_expected"]
    target = np.nan if not rules.entries_target else float(rules.entries_target)
    return pd.Series(
        {
            "target": target,
            "entered": entered,
            "rate_pct": 100 * entered / target,
            "pace_pct": 100 * int(str(firms_of_month(firms, month)["period"].iloc[0])[5:]) / 12,
            "expected": expected,
            "with_expected_pct": 100 * (entered + expected) / target,
            "exits": exits,
            "net": entered + expected - exits,
        }
    )


def to_do(
    firms: pd.DataFrame,
    day: dt.date,
    rules: Enterprises,
    by: str = "task_force",
    of: str | None = None,
    month: str | None = None,
    *,
    task_force: bool = False,
) -> pd.DataFrame:
    """Return the firms that are to be looked after, for one task force or unit in charge (`of`), or for all.

    Returns
    -------
    DataFrame
        By group and unit in charge, those that meet the conditions first: `district`, `name`, `standing`, `entry_kind`,
        `status`,
        `conditions` (符合条件, 预计年内符合条件, 尚不符合条件, 凭资质, 标准待核; of a firm that is to leave whether it
        still meets them, 仍符合条件), `next_step` in words, `next_round`,
        `problems`. For the task force, as it names firms.
    """
    _known_group(by)
    table = _with_revenue(firms, day, rules, month)
    table = table[table["standing"].isin([WAITING, LEAVING])]
    table = table if of is None else table[table[by] == of]
    table = table.assign(conditions=_conditions(table))
    table["next_step"] = [
        _next_step(*each) for each in zip(table["standing"], table["conditions"], table["status"], strict=True)
    ]
    table["_order"] = table["conditions"].map({word: n for n, word in enumerate(_CONDITIONS)})
    keys = list(dict.fromkeys([by, "responsible", "_order", "name"]))
    columns = list(
        dict.fromkeys([by, "district", "responsible", "name", "category", "standing", "entry_kind", "status"])
    )
    columns += ["conditions", "next_step", "next_round", "problems"]
    rows = table.sort_values(keys, kind="stable", ignore_index=True)[columns]
    return disclosed(rows.assign(firms=1), task_force=task_force).drop(columns=["firms", "suppressed"])


def concentration(
    firms: pd.DataFrame,
    category: str,
    largest: Sequence[int] = (1, 3, 5, 10),
    month: str | None = None,
    outlook: Outlook | None = None,
    target: float | None = None,
    *,
    task_force: bool = False,
) -> pd.DataFrame:
    """Return what a month's stop of the largest firms of a category would cost.

    Parameters
    ----------
    firms : DataFrame
    category : str
        规上工业, 批发 …
    largest : sequence of int
    month : str, optional
    outlook : Outlook, optional
        Of the indicator that these firms make up, with its `target`: the chance that is left.
    target : float, optional
        Per cent.

    Returns
    -------
    DataFrame
        A row a number of the largest: `firms`, `share_pct` of the category's revenue this year, `points` (negative:
        100 × a month's average revenue of theirs / last year's revenue of all), `chance_pct` of the target without a
        stop, `chance_after_pct` (`chance_after`). Revenue stands for value added, and what others would make in their
        place is not counted.
    """
    now = firms_of_month(firms, month)
    inside = now[now["category"].eq(category) & standings(now).isin([IN, LEAVING])]
    ytd = inside["revenue_ytd_wan_yuan"].astype(float).dropna().sort_values(ascending=False)
    base = float(inside["revenue_last_wan_yuan"].astype(float).sum())
    months = int(str(now["period"].iloc[0])[5:])
    rows = []
    for number in [each for each in largest if each <= len(ytd)]:
        of_them = float(ytd.iloc[:number].sum())
        points = -100 * of_them / months / base if base > 0 else np.nan
        row = {"largest": number, "firms": number, "share_pct": 100 * of_them / float(ytd.sum()), "points": points}
        if outlook is not None and target is not None:
            row["chance_pct"] = 100 * outlook.chance(target)
            row["chance_after_pct"] = 100 * chance_after(outlook, points, target)
        rows.append(row)
    names = ["largest", "firms", "share_pct", "points"]
    names += ["chance_pct", "chance_after_pct"] if outlook is not None and target is not None else []
    table = pd.DataFrame(rows, columns=names).set_index("largest")
    # The rows hold each other, no two make up a whole: what is hidden cannot be what is left of it.
    return disclosed(table, task_force=task_force, whole_known=False)


def chance_after(outlook: Outlook, points: float, target: float) -> float:
    """Return the chance of a target when every draw of the year is shifted by points of full-year growth."""
    return outlook.chance(target - points)


def promotion_words() -> str:
    """Return what must be said beside every count of promotions in the fourth quarter."""
    return spoken("四季度升规的企业次年起报送数据，对当年增速几乎没有影响；当年增速看在库企业和新建投产企业")


_CONDITIONS = ("符合条件", "凭资质", "仍符合条件", "预计年内符合条件", "尚不符合条件", "标准待核")


def _conditions(table: pd.DataFrame) -> pd.Series[str]:
    threshold = table["threshold_wan_yuan"]
    words = np.select(
        [
            threshold.isna(),
            threshold.eq(0),
            table["revenue_ytd_wan_yuan"] >= threshold,
            table["expected_wan_yuan"] >= threshold,
        ],
        ["标准待核", "凭资质", "符合条件", "预计年内符合条件"],
        "尚不符合条件",
    )
    # A firm above the threshold that is to be struck off is one to ask about.
    still = table["standing"].eq(LEAVING) & np.isin(words, ["符合条件", "预计年内符合条件"])
    return pd.Series(words, table.index).mask(still, "仍符合条件")


def _next_step(standing: str, conditions: str, status: str | None) -> str:
    """Say what is to be done: a registration is applied for by law, on complete papers, where conditions are met."""
    if standing == LEAVING:
        return "核实原因，依法办理退库"
    if status and "申报" in status and "未" not in status:
        return "已依法申报，跟进审核"
    return {
        "符合条件": "资料齐备后依法申报",
        "凭资质": "取得资质、资料齐备后依法申报",
        "预计年内符合条件": "达到标准、资料齐备后依法申报",
        "标准待核": "核实行业和标准",
    }.get(conditions, "继续培育")


def _with_revenue(firms: pd.DataFrame, day: dt.date, rules: Enterprises, month: str | None) -> pd.DataFrame:
    now = firms_of_month(firms, month)
    missing = {name: None for name in (*GROUPS, "status", "problems", "entry_kind") if name not in now}
    return now.assign(
        **missing,
        standing=standings(now),
        threshold_wan_yuan=thresholds(now, rules),
        next_round=next_round(now["entry_kind"], day, rules),
        **expected_revenue(firms, month),
    )


def _reached(table: pd.DataFrame) -> pd.Series[str]:
    """Return in which month the year's revenue reaches the threshold when the rest of it comes evenly."""
    at = table["period"].str[5:].astype(int)
    ytd = table["revenue_ytd_wan_yuan"].astype(float)
    pace = (table["expected_wan_yuan"] - ytd) / (12 - at).where(at < 12)
    lacking = (table["threshold_wan_yuan"] - ytd).clip(lower=0)
    months = np.ceil(lacking / pace.where(pace > 0)).mask(lacking == 0, 0)
    reached = at + months
    text = table["period"].str[:5] + reached.map("{:02.0f}".format, na_action="ignore").astype("object")
    return text.where(reached <= 12, None).mask(lacking == 0, "已达到")


def _known_group(by: str) -> None:
    if by not in GROUPS:
        zh, en = nearest(by, GROUPS)
        raise UsageError(f"企业名单不能按“{by}”分组{zh}", f"a list of firms has no groups by '{by}'{en}")
