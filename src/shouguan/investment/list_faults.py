"""Faults of a list as findings at their source's cell: said once a project or firm, the newest month's, and counted.

A fault is an error where a sum with the row in it would be wrong: `Faults.sound` is the list without such rows. A
warning leaves the row where it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from shouguan.core.findings import Finding, Severity, cell_of
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.data.registers import IDENTITIES
from shouguan.ingest.checks import list_sizes
from shouguan.ingest.readers.registers.kinds import REGISTER_KINDS

SLIP = 1_000.0
"""A ten-thousandfold slip is one of at least a thousand: what slipped need not be like what it is held against."""
FAR_FROM_ALL = 5_000.0
"""The same against the middle of a list, whose rows are unlike each other."""
GONE = "gone"
"""The one doubt that is of rows of an earlier month: what the newest list no longer has."""
FAR_FROM_ITSELF = 50.0
"""A project's total may be cut or grow; not by this much from one month to another."""
_TIMES_ZH, _TIMES_EN = (
    {SLIP: "上千倍", FAR_FROM_ITSELF: "五十倍以上"},
    {SLIP: "a thousand", FAR_FROM_ITSELF: "over fifty"},
)
_SHOWN = 5
_ENOUGH = 4
"""Rows from which a list has a middle."""


@dataclass(frozen=True)
class Doubt:
    """Why a sum of the newest month may be wrong though its rows are in it, and of which projects.

    Attributes
    ----------
    kind, what : str
        The list, and one of the words that the checks call it by.
    names : tuple of str
    """

    kind: str
    what: str
    names: tuple[str, ...]


class Faults:
    """The faults of one list, of all its months.

    Parameters
    ----------
    kind : str
        One of `data.registers.IDENTITIES`.
    table : DataFrame
        As `data.registers.read` returns it.
    """

    def __init__(self, kind: str, table: pd.DataFrame) -> None:
        self.kind = kind
        self.table = table.reset_index(drop=True)
        identity = IDENTITIES[kind]
        texts = {name: self.text(name) for name in (*identity.key, *identity.within)}
        first = texts[identity.key[0]]
        self.who = first.where(first.ne(""), "\0" + texts[identity.key[-1]])
        for name in identity.within:
            self.who = self.who + "\0" + texts[name]
        self.name = texts[identity.key[-1]]
        self._said: list[tuple[Severity, str, str, str, pd.Series[Any]]] = []
        self._doubted: dict[str, pd.Series[Any]] = {}
        self._findings: list[Finding] = []
        fields = REGISTER_KINDS[kind].fields
        self._headings = {field.name: field.zh for field in fields}

    def text(self, name: str) -> pd.Series[str]:
        """Return a column as text, empty where nothing stands or the list has no such column."""
        return _text(self.table[name]) if name in self.table else pd.Series("", self.table.index, dtype="object")

    def number(self, name: str) -> pd.Series[float]:
        """Return a column of numbers, missing where the list has no such column."""
        if name not in self.table:
            return pd.Series(float("nan"), self.table.index)
        return self.table[name].astype(float)

    def month(self, name: str) -> pd.Series[float]:
        """Return a column of days as counts of months: a list mixes days with months, which stand for one day."""
        if name not in self.table:
            return pd.Series(float("nan"), self.table.index)
        days = pd.to_datetime(self.table[name])
        return days.dt.year * 12.0 + days.dt.month

    def closed(self, lag: int) -> pd.Series[pd.Timestamp]:
        """Return until which day each row's list may name what happened: its month's end and `lag` days."""
        return pd.to_datetime(self.table["period"] + "-01") + pd.offsets.MonthEnd(0) + pd.Timedelta(days=lag)

    def say(self, where: pd.Series[bool], column: str, severity: Severity, zh: str, en: str, doubt: str = "") -> None:
        """Say a fault of every row `where`, in one column; `{name}` in the words stands for what the row has there.

        With a `doubt` the sums of the newest month are in question, and pages say so by that word (`doubts`).
        """
        where = where.fillna(False).astype(bool)
        if where.any():
            self._said.append((severity, column, zh, en, where))
            if doubt:
                self._doubted[doubt] = self._doubted[doubt] | where if doubt in self._doubted else where

    def tell(self, severity: Severity, zh: str, en: str) -> None:
        """Say something of the list as a whole."""
        file = self.text("source").str.split("#").str[0].iloc[-1] if len(self.table) else ""
        self._findings.append(Finding(severity, zh, en, str(file) or f"{self.kind}.csv"))

    def findings(self, month: str | None = None) -> list[Finding]:
        """Return all findings: of each fault the newest month of each project or firm, five and the rest counted.

        Of one month only where it is named, with the projects of earlier months that it lacks.

        A warning of a row that has an error waits until that is mended: it mostly comes of it.
        """
        wrong = self._wrong()
        found = list(self._findings)
        for severity, column, zh, en, where in self._said:
            rows = where if severity == "error" else where & ~wrong
            if month is not None and where is not self._doubted.get(GONE):
                rows &= self.table["period"] == month
            if rows.any():
                found += self._of(severity, column, zh, en, rows)
        return found

    def doubts(self) -> tuple[Doubt, ...]:
        """Return what puts the sums of the newest month in question: of its rows, and of projects that it lacks.

        A row that is left out for an error is in no sum, so nothing needs to be said of it.
        """
        newest = self.table["period"] == self.table["period"].max()
        wrong = self._wrong()
        made = []
        for what, where in self._doubted.items():
            rows = where & ~wrong & (newest | (what == GONE))
            names = tuple(dict.fromkeys(self.name[rows]))
            if names:
                made.append(Doubt(self.kind, what, names))
        return tuple(made)

    def sound(self) -> pd.DataFrame:
        """Return the list without the rows of which an error is said."""
        return self.table[~self._wrong()].reset_index(drop=True)

    def _wrong(self) -> pd.Series[bool]:
        wrong = pd.Series(False, self.table.index)
        for severity, *_, where in self._said:
            if severity == "error":
                wrong |= where
        return wrong

    def _of(self, severity: Severity, column: str, zh: str, en: str, where: pd.Series[bool]) -> Iterable[Finding]:
        rows = self.table[where].assign(_who=self.who[where]).sort_values("period", kind="stable")
        rows = rows.drop_duplicates("_who", keep="last").sort_values("period", ascending=False, kind="stable")
        shown = rows.index[:_SHOWN]
        texts = {name: _text(self.table[name].loc[shown]) for name in self.table}
        for at in shown:
            parts = {str(name): _plain(text[at]) for name, text in texts.items()}
            place = cell_of(parts.get("source", ""))
            file, sheet, line, _ = place if place is not None else (f"{self.kind}.csv", "", None, "")
            words = (f"{parts['period']} {self.name[at]}：{zh}", f"{parts['period']} {self.name[at]}: {en}")
            filled = [
                text.format_map({name: value or blank for name, value in parts.items()})
                for text, blank in zip(words, ("（空白）", "(blank)"), strict=True)
            ]
            heading = self._headings.get(column, column)
            value = parts.get(column, "")
            yield Finding(severity, filled[0], filled[1], file, sheet, line, heading, value)
        if len(rows) > len(shown):
            left = len(rows) - len(shown)
            heading = self._headings.get(column, column)
            yield Finding(
                severity,
                f"{heading}：另有 {left} 处同类问题",
                f"{heading}: {left} more of the same kind",
                f"{self.kind}.csv",
            )

    def negative(self) -> None:
        """Amounts below nothing."""
        for name in self._amounts():
            self.say(
                self.number(name) < 0, name, "error", "金额为负，该行不计入汇总", "a negative amount; left out of sums"
            )

    def beyond(self, settings: InvestmentSettings) -> None:
        """Amounts that cannot be, or are far from usual, in a place of the office's level of investment."""
        level = None if settings.level is None else settings.level.value
        for name, bound in list_sizes.bounds(self.kind, level).items():
            value = self.number(name)
            zh, en = bound.against
            words = (
                f"与{zh}相比不可能：单位填错？该行不计入汇总",
                f"cannot be beside {en}: another unit? Left out of sums",
            )
            self.say(value >= bound.never_above, name, "error", *words)
            words = "不可能这样小：按亿元填的？该行不计入汇总", "too little to be: was it in 亿元? Left out of sums"
            self.say(value.gt(0) & (value < bound.never_below), name, "error", *words)
            words = f"与{zh}相比过大，请核对单位", f"much beside {en}: the right unit?"
            self.say((value >= bound.rarely_above) & (value < bound.never_above), name, "warning", *words)

    def twice(self, *beside: str, apart: str, apart_en: str, severity: Severity, same: str = "") -> None:
        """One project or firm under two identities in a month: its name with a code and without, or with two codes.

        Parameters
        ----------
        beside : str
            Columns that must be the same too.
        apart, apart_en : str
            What is said of two codes.
        severity : {'error', 'warning'}
            Of two codes: an error leaves all but the first out.
        same : str, optional
            An amount: where it is the same too, it is one project under two codes, and all but the first are left out.
        """
        keys = [self.table["period"], self.name, *(self.text(name) for name in beside)]
        several = self.who.groupby(keys).transform("nunique") > 1
        several &= self.name.ne("")
        coded = ~self.who.str.startswith("\0")
        some = coded.groupby(keys).transform("any")
        self.say(
            several & some & ~coded,
            IDENTITIES[self.kind].key[-1],
            "error",
            "同名的另一行有代码，这行没有，会算两次；该行不计入汇总，请补上代码",
            "another row of this name has a code and this has none; left out of sums, fill in the code",
        )
        later = several & coded & coded.groupby(keys).cumsum().gt(1)
        if same:
            amount = self.number(same)
            again = coded & amount.gt(0) & coded.groupby([*keys, amount]).cumsum().gt(1)
            self.say(
                later & again,
                IDENTITIES[self.kind].key[0],
                "error",
                "同名、同地、同额的另一行是别的代码，算了两次；该行不计入汇总，请核对代码",
                "another row of this name, place and amount has another code: counted twice, left out of sums",
            )
            later &= ~again
        self.say(later, IDENTITIES[self.kind].key[0], severity, apart, apart_en, doubt="twice")

    def order(self, *names: str) -> None:
        """Days that must not come before each other."""
        for first, second in itertools.pairwise(names):
            if first not in self._headings or second not in self._headings:
                continue
            before, after = self._headings[first], self._headings[second]
            self.say(
                self.month(first) > self.month(second),
                second,
                "warning",
                f"{after}早于{before}（{{{first}}}），请核对",
                f"earlier than {before} ({{{first}}}): which is right?",
            )

    def future(self, lag: int, *names: str) -> None:
        """Days of what has happened that lie after the list was closed (`closed`)."""
        closed = self.closed(lag)
        for name in names:
            if name in self.table:
                self.say(
                    pd.to_datetime(self.table[name]) > closed,
                    name,
                    "warning",
                    "晚于清单的月份：还没有发生，不算已发生；是计划还是年份写错",
                    "after the list's month: not counted as done; a plan, or a slip of the year?",
                )

    def slips(self, *names: str, yearly: bool = False, far: Severity = "error", least: float = SLIP) -> None:
        """Amounts that are ten thousand times what the same row has in other months, or what the list has, either way.

        Parameters
        ----------
        names : str
            Columns that hardly move from month to month.
        yearly : bool
            They are new in every year.
        far : {'error', 'warning'}
            How grave an amount is that is far above the list's middle.
        least : float
            How many times its other months an amount is that cannot be right.
        """
        who = [self.who, self.table["period"].str[:4]] if yearly else [self.who]
        for name in names:
            value = self.number(name).where(lambda column: column > 0)
            own = value.groupby(who)
            # Of two months nobody knows which slipped: the newer is asked about, against the older.
            newer = own.cumcount().eq(1)
            reference = own.transform("median").where(own.transform("count") > 2, own.transform("first").where(newer))
            ratio = value / reference
            self.say(
                (ratio >= least) | (ratio <= 1 / least),
                name,
                "error",
                f"与其他月份相差{_TIMES_ZH[least]}：元、万元、亿元填混？该行不计入汇总",
                f"{_TIMES_EN[least]} times its other months, or that part of them: units mixed? Left out of sums",
            )
            of_list = value.groupby(self.table["period"])
            ratio = value / of_list.transform("median").where(of_list.transform("count") >= _ENOUGH)
            words = "为同月中位数的五千倍以上：单位填错？", "over 5,000 times the month's median: a slip of the unit?"
            self.say(ratio >= FAR_FROM_ALL, name, far, *words)
            words = "不到同月中位数的五千分之一：按亿元填的？", "below a 5,000th of the month's median: was it in 亿元?"
            self.say(ratio <= 1 / FAR_FROM_ALL, name, "warning", *words)

    def fallen(self, *names: str) -> None:
        """Amounts since the year began that are a thousandth of what an earlier month of the year had, or less."""
        for name in names:
            value = self.number(name)
            year = [self.who, self.table["period"].str[:4]]
            before = value.groupby(year).cummax()
            self.say(
                value.gt(0) & (value <= before / SLIP),
                name,
                "error",
                "不到本年前几个月的千分之一：按亿元填的？该行不计入汇总",
                "a thousandth of an earlier month of the year: was it in 亿元? Left out of sums",
            )

    def _amounts(self) -> list[str]:
        return [str(name) for name in self.table if str(name).endswith("_wan_yuan")]


def _text(column: pd.Series[Any]) -> pd.Series[str]:
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.dt.strftime("%Y-%m-%d").fillna("").astype("object")
    return column.astype("object").where(column.notna(), "").astype(str)


def _plain(text: str) -> str:
    """Return an amount without the zeros that a float adds.

    Examples
    --------
    >>> _plain("1200.0"), _plain("2020-09"), _plain("甲桥")
    ('1200', '2020-09', '甲桥')
    """
    return text[:-2] if text.endswith(".0") and text[:-2].lstrip("-").isdigit() else text
