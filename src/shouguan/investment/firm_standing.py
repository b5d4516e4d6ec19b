"""Where a firm of a list stands: in the statistics or on its way, from which revenue it may enter, and its year.

What a list says in its own words (状态) is sorted by those words; where they say nothing, the firm is 待核实 and
counts nowhere. The revenue of the year is expected, not known, so each says what it assumes.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from shouguan.data.investment_settings import Enterprises
from shouguan.ingest.readers.registers.enterprises import ENTERPRISES
from shouguan.investment.projects import of_month

IN, WAITING, LEAVING, LEFT, UNCLEAR = "在库", "待入库", "拟退库", "已退库", "待核实"
MONTHLY = ("新建投产", "资质内建筑业", "房地产")
"""Kinds of entry that are open in every month; promotions have their rounds at the end of the year."""
PROMOTED, EXIT, NEW = "小升规", "退库", "新建投产"

_NOT_IN = ("未入库", "未纳统", "未入统", "未在库", "尚未")
_IN = ("在库", "已入库", "已纳统", "已入统", "已入规")
_LEFT = ("已退库", "已退出", "已注销")
_LEAVING = ("退库", "退出", "注销")
_WAITING = tuple("未 拟 待 计划 预计 培育 准备 申报 审核 筹备 储备 办理".split())
_FEWEST_ALIKE = 3
"""From how many firms of a category last year's share of the months is taken for one that has none of its own."""


def standings(now: pd.DataFrame) -> pd.Series[str]:
    """Return where each firm of a list stands: 在库, 待入库, 拟退库, 已退库 or 待核实.

    A firm with a kind of entry and a month of entry after the list's, and no word for its status, is on its way.
    """
    status, kind = _column(now, "status"), _column(now, "entry_kind")
    words = {pair: _standing(*pair) for pair in set(zip(status, kind, strict=True))}
    said = pd.Series([words[pair] for pair in zip(status, kind, strict=True)], now.index, dtype="object")
    if "expected_entry" not in now:
        return said
    coming = now["expected_entry"].dt.strftime("%Y-%m") > now["period"]
    return said.mask(said.eq(UNCLEAR) & status.eq("") & kind.isin([*MONTHLY, PROMOTED]) & coming, WAITING)


def firms_of_month(firms: pd.DataFrame, month: str | None = None) -> pd.DataFrame:
    """Return the firms of a month (`of_month`), each with the category that its industry names where it has none."""
    now = of_month(firms, month)
    return now.assign(category=_categories(now))


def _categories(rows: pd.DataFrame) -> pd.Series[str]:
    """Return the category; where a list has an industry only, the category that this is another word for."""
    field = next(field for field in ENTERPRISES.fields if field.name == "category")
    named = {word: name for name, words in field.choices for word in (name, *words)}
    own = rows["category"] if "category" in rows else pd.Series(None, rows.index, dtype="object")
    return own.fillna(_column(rows, "industry").map(named))


def _standing(status: str, kind: str) -> str:
    """Sort a status by its words.

    Examples
    --------
    >>> [_standing(*each) for each in (("在库", ""), ("资料准备", "小升规"), ("尚未入库", ""), ("", "退库"), ("", ""))]
    ['在库', '待入库', '待入库', '拟退库', '待核实']
    """
    firm: tuple[tuple[tuple[str, ...], str], ...] = ((_LEFT, LEFT), (_LEAVING, LEAVING), (_NOT_IN, WAITING))
    for words, standing in firm:
        if any(word in status for word in words):
            return standing
    if kind == EXIT:
        return LEAVING
    for words, standing in ((_IN, IN), (_WAITING, WAITING)):
        if any(word in status for word in words):
            return standing
    return UNCLEAR


def thresholds(now: pd.DataFrame, rules: Enterprises) -> pd.Series[float]:
    """Return the revenue from which each firm may be registered, in 万元; missing where nothing tells which holds."""
    pairs = list(zip(_categories(now).fillna(""), _column(now, "industry"), strict=True))
    known = {pair: rules.threshold(pair[0] or None, pair[1] or None) for pair in set(pairs)}
    return pd.Series([known[pair] for pair in pairs], now.index, dtype=float)


def next_round(kind: pd.Series[str], day: dt.date, rules: Enterprises) -> pd.Series[str]:
    """Return the month of the next round in which each firm may be registered or struck off.

    New, construction and real-estate firms in every month; promotions and exits in the year's rounds.
    """
    rounds = [f"{year}-{month:02d}" for year in (day.year, day.year + 1) for month in sorted(rules.promotion_months)]
    this = f"{day.year}-{day.month:02d}"
    yearly = next(month for month in rounds if month >= this)
    return pd.Series(np.where(kind.isin(MONTHLY), this, yearly), kind.index)


def expected_revenue(firms: pd.DataFrame, month: str | None = None) -> pd.DataFrame:
    """Return what each firm of a month's list will have had by the end of the year, and what that assumes.

    Parameters
    ----------
    firms : DataFrame
        All months: the same month of last year tells which share of its year a firm had by then.
    month : str, optional

    Returns
    -------
    DataFrame
        Rows as `of_month`: `expected_wan_yuan` and `assumption`, the first of these that the list allows. A new firm:
        its months since entry go on (按入库以来月均). Others: its own share of last year by this month
        (按本企业上年同期占全年比重); its growth goes on (按本企业今年以来增速: last year × (1 + growth)); the share of
        its category (按同类企业上年同期占全年比重); equal months (按今年以来月均). In December the year is known
        (全年数). Missing where the list says nothing of this year.
    """
    now = firms_of_month(firms, month)
    period = str(now["period"].iloc[0])
    year, at = int(period[:4]), int(period[5:])
    ytd, last, growth = (_number(now, name) for name in ("revenue_ytd_wan_yuan", "revenue_last_wan_yuan", "growth_pct"))
    if at == 12:
        return pd.DataFrame({"expected_wan_yuan": ytd, "assumption": "全年数"}, now.index).where(ytd.notna())
    share = _shares(firms, f"{year - 1}-{at:02d}", f"{year - 1}-12")
    own = known_by(now).map(share["share"])
    alike = share.groupby("category").agg(then=("then", "sum"), whole=("whole", "sum"), firms=("then", "size"))
    alike = alike[alike["firms"] >= _FEWEST_ALIKE]
    category = _column(now, "category").map(alike["then"] / alike["whole"])
    entered = now["expected_entry"] if "expected_entry" in now else pd.Series(pd.NaT, now.index)
    first = entered.dt.month.where(entered.dt.year == year).where(_column(now, "entry_kind") == NEW)
    ways = {
        "按入库以来月均": ytd * (13 - first) / (at + 1 - first).where(first <= at),
        "按本企业上年同期占全年比重": ytd / own,
        "按本企业今年以来增速": (last * (1 + growth / 100)).where(last > 0),
        "按同类企业上年同期占全年比重": ytd / category,
        "按今年以来月均": ytd * 12 / at,
    }
    expected = pd.Series(np.nan, now.index)
    assumption = pd.Series(None, now.index, dtype="object")
    for words, way in ways.items():
        # A year that is less than what it had by now contradicts the list: the next way.
        fits = expected.isna() & way.notna() & ~(way < ytd)
        expected, assumption = expected.where(~fits, way), assumption.where(~fits, words)
    return pd.DataFrame({"expected_wan_yuan": expected, "assumption": assumption})


def _shares(firms: pd.DataFrame, month: str, december: str) -> pd.DataFrame:
    """Return the revenue of last year's firms by the month and in the whole year, by firm."""
    columns = {}
    for name, period in (("then", month), ("whole", december)):
        rows = firms[firms["period"] == period]
        columns[name] = _number(rows, "revenue_ytd_wan_yuan").set_axis(known_by(rows))
        columns[f"category_{name}"] = _categories(rows).fillna("").set_axis(known_by(rows))
    sums = {name: each[~each.index.duplicated(keep=False)] for name, each in columns.items()}
    both = pd.DataFrame(sums).dropna(subset=["then", "whole"])
    both = both[both["then"].gt(0) & both["whole"].ge(both["then"])]
    return both.assign(share=both["then"] / both["whole"], category=both["category_whole"])


def known_by(rows: pd.DataFrame) -> pd.Series[str]:
    """Return what a firm is known by: its code, else its name."""
    code = rows["credit_code"] if "credit_code" in rows else pd.Series(None, rows.index, dtype="object")
    return code.fillna(rows["name"]).astype(str) if "name" in rows else code.astype(str)


def _number(rows: pd.DataFrame, name: str) -> pd.Series[float]:
    return rows[name].astype(float) if name in rows else pd.Series(np.nan, rows.index)


def _column(rows: pd.DataFrame, name: str) -> pd.Series[str]:
    return rows[name].fillna("").astype(str) if name in rows else pd.Series("", rows.index, dtype="object")
