"""What the months of a ledger say of each other: projects gone, work blank or less, totals that leap.

None of it need be wrong, so nothing is left out for it; each is asked about, and pages say it beside the sums.
"""

from __future__ import annotations

import pandas as pd

from shouguan.data.investment_settings import InvestmentSettings
from shouguan.investment.changes import matched
from shouguan.investment.list_faults import GONE, SLIP, Faults

_ROUNDING = 1.0
"""万元 by which amounts may miss each other where a list rounds them."""
_LEAP = 10.0
"""How many times the month before a total is that is asked about."""
_ENDED = "竣工|完工|建成|投产|验收|停建|缓建|取消|终止|退出|撤销|移出|调出"
"""What a project's own words say when it may leave the list."""


def ledger(faults: Faults, settings: InvestmentSettings) -> None:
    """Say what changed between the months of a ledger and cannot be taken without asking."""
    period = faults.table["period"]
    year = period.str[:4]
    order = period.sort_values(kind="stable").index
    done, total = _done(faults), faults.number("total_investment_wan_yuan")
    before = _before(done, [faults.who, year], order)
    faults.say(
        before.gt(0) & done.isna(),
        "ytd_done_wan_yuan",
        "warning",
        "本年前几个月有完成投资，本月空白：合计里按零计，请补填",
        "work was done in earlier months of the year and this month is blank: sums take it as nought, fill it in",
        doubt="blank",
    )
    faults.say(
        (done < before - _ROUNDING) & ((done > before / SLIP) | done.eq(0)),
        "ytd_done_wan_yuan",
        "warning",
        "年初至今完成比上一次少：核减还是填错",
        "less done since the year began than the last time: cut back, or a slip?",
        doubt="fallen",
    )
    ratio = total / _before(total, [faults.who], order).where(lambda each: each > 0)
    faults.say(
        (ratio >= _LEAP) | (ratio.gt(0) & (ratio <= 1 / _LEAP)),
        "total_investment_wan_yuan",
        "warning",
        "与上一次相差十倍以上，请核对",
        "ten times the last total, or a tenth of it: check it",
        doubt="total_leapt",
    )
    _gone(faults, settings, done, total)


def _done(faults: Faults) -> pd.Series[float]:
    """Return work of the year; work since the beginning less work before where only that is given."""
    since = faults.number("done_since_start_wan_yuan") - faults.number("done_before_wan_yuan")
    return faults.number("ytd_done_wan_yuan").fillna(since)


def _before(values: pd.Series[float], keys: list[pd.Series[str]], order: pd.Index[int]) -> pd.Series[float]:
    """Return what each row's project had the last time that it had anything."""
    at = [key[order] for key in keys]
    known = values[order].groupby(at).ffill()
    return known.groupby(at).shift().reindex(values.index)


def _gone(faults: Faults, settings: InvestmentSettings, done: pd.Series[float], total: pd.Series[float]) -> None:
    """Name the projects that were under way, are not on the newest list and were not said to be finished."""
    table, period = faults.table, faults.table["period"]
    newest = period.max()
    last = period.groupby(faults.who).transform("max")
    words = faults.text("progress") + faults.text("problems")
    since = pd.concat(
        [faults.number("done_before_wan_yuan").fillna(0) + done, faults.number("done_since_start_wan_yuan")], axis=1
    ).max(axis=1)
    under_way = faults.text("actual_start").ne("") | done.gt(0)
    ended = words.str.contains(_ENDED) | (since >= total - _ROUNDING)
    # A list of key projects is made anew every year: only within one does a project vanish.
    left = last.eq(period) & last.lt(newest) & last.str[:4].eq(newest[:4]) & under_way & ~ended
    if not left.any():
        return
    first = period.groupby(faults.who).transform("min")
    for month in sorted(set(period[left])):
        known = table[left & period.eq(month)]
        new = table[period.eq(newest) & first.gt(month)]
        left[matched(known, new, settings.projects.same_name)["before"]] = False
    faults.say(
        left,
        "project_name",
        "warning",
        f"在建，{newest} 台账没有这个项目，也没有写竣工或退出：漏了还是换了代码？它的投资不在合计里",
        f"under way, and not in the ledger of {newest}, nor said to be finished or withdrawn: its work is in no sum",
        doubt=GONE,
    )
