"""Amounts of lists that cannot be what they say, by how large a place is: slips of 元, 万元 and 亿元, either way.

A project of several years of a city's investment, or a firm of several times its GDP, is another unit; so is a project
of a few thousand yuan in a list that begins at millions. What is neither impossible nor usual is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shouguan.core.findings import Finding, Severity, cell_of
from shouguan.data import investment_settings
from shouguan.data.place import Place
from shouguan.ingest.readers.registers.kinds import REGISTER_KINDS

_WAN = 1e4
"""万元 in one 亿元."""
_OF_GDP = 0.6
"""Investment of a place whose GDP alone is known."""


@dataclass(frozen=True)
class Bound:
    """Between which amounts of a column lie, 万元: below or above these are asked about, and cannot be.

    Attributes
    ----------
    never_below, rarely_above, never_above : float
    against : (str, str)
        What they are held against, in Chinese and English.
    """

    never_below: float
    rarely_above: float
    never_above: float
    against: tuple[str, str]


@dataclass(frozen=True)
class _Share:
    """Bounds as parts of a place's amount, between the least and the most that they are anywhere; all in 亿元."""

    rarely: tuple[float, float, float]
    never: tuple[float, float, float]
    below: float = 0.0

    def of(self, amount: float | None, against: tuple[str, str]) -> Bound:
        """Return the bounds of a place with this amount; of one that is not known, the widest."""
        ends = [most if amount is None else min(max(part * amount, least), most) for part, least, most in self._both]
        return Bound(self.below, ends[0] * _WAN, ends[1] * _WAN, against)

    @property
    def _both(self) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        return self.rarely, self.never


_TOTAL = _Share((0.3, 50, 500), (3.0, 300, 5_000), below=10.0)
_YEARLY = _Share((0.2, 20, 300), (1.0, 100, 3_000))
_QUOTA = _Share((0.05, 10, 50), (0.3, 50, 500), below=1.0)
_PAID = _Share(_QUOTA.rarely, _QUOTA.never)
_REVENUE = _Share((0.3, 100, 1_000), (3.0, 500, 30_000))
_COLUMNS: dict[str, Mapping[str, _Share]] = {
    "ledger": {
        "total_investment_wan_yuan": _TOTAL,
        **dict.fromkeys(
            ("annual_plan_wan_yuan", "month_done_wan_yuan", "ytd_done_wan_yuan", "statistics_ytd_wan_yuan"), _YEARLY
        ),
    },
    "reserve": {"total_investment_wan_yuan": _TOTAL},
    "bonds": {"quota_wan_yuan": _QUOTA, **dict.fromkeys(("drawn_wan_yuan", "spent_wan_yuan"), _PAID)},
    "enterprises": dict.fromkeys(("revenue_last_wan_yuan", "revenue_ytd_wan_yuan"), _REVENUE),
}
_UNKNOWN = "国内最大的项目和企业", "the country's largest projects and firms"


def bounds(kind: str, investment: float | None, gdp: float | None = None) -> dict[str, Bound]:
    """Return the bounds of a list's columns.

    Parameters
    ----------
    kind : str
        One of `data.registers.IDENTITIES`.
    investment, gdp : float, optional
        Of a year of the place, 亿元.

    Examples
    --------
    >>> of_city = bounds("reserve", 1561.0)["total_investment_wan_yuan"]
    >>> of_city.never_below, of_city.rarely_above, of_city.never_above
    (10.0, 4683000.0, 46830000.0)
    >>> bounds("reserve", None)["total_investment_wan_yuan"].never_above
    50000000.0
    """
    own = investment if investment is not None else None if gdp is None else _OF_GDP * gdp
    made = {}
    for name, share in _COLUMNS.get(kind, {}).items():
        amount, what, en = (gdp, "全年地区生产总值", "GDP") if share is _REVENUE else (own, "全年投资", "investment")
        against = (
            _UNKNOWN if amount is None else (f"本地{what} {amount:.0f} 亿元", f"the place's {en} of {amount:.0f} 亿元")
        )
        made[name] = share.of(amount, against)
    return made


def of_place(kind: str, place: Place) -> dict[str, Bound]:
    """Return the bounds of a list's columns in a place: by the level that the office gives, else by published ones."""
    level = None if place.folder is None else investment_settings.read(place.folder).level
    return bounds(kind, _newest(place, "fai") if level is None else level.value, _newest(place, "gdp"))


def _newest(place: Place, indicator: str) -> float | None:
    """Return the newest whole year that is published as an amount, 亿元."""
    table = place.table
    own = table[(table["region"] == place.region) & (table["indicator"] == indicator) & (table["measure"] == "value")]
    whole = own[(own["basis"] == "ytd") & own["period"].str.fullmatch(r"\d{4}(?:Q4|-12)") & (own["unit"] == "亿元")]
    return None if whole.empty else float(whole.sort_values("period", kind="stable")["value"].iloc[-1])


def judged(value: float, bound: Bound) -> tuple[Severity, str, str] | None:
    """Say what is odd about an amount in 万元; None where nothing is.

    Examples
    --------
    >>> bound = bounds("ledger", 1561.0)["total_investment_wan_yuan"]
    >>> [said and said[0] for said in (judged(each, bound) for each in (5.0, 12_000.0, 6_000_000.0, 1.2e8))]
    ['error', None, 'warning', 'error']
    """
    amount = f"{value / _WAN:.12g} 亿元" if value >= _WAN else f"{value:.12g} 万元"
    if value >= bound.never_above:
        zh, en = bound.against
        return "error", f"合 {amount}，与{zh}相比不可能：单位填错？", f"{amount} cannot be beside {en}: another unit?"
    if 0 < value < bound.never_below:
        return "error", f"合 {amount}，不可能这样小：按亿元填的？", f"{amount} is too little to be: was it in 亿元?"
    if value >= bound.rarely_above:
        zh, en = bound.against
        return "warning", f"合 {amount}，与{zh}相比过大，请核对单位", f"{amount} is much beside {en}: the right unit?"
    return None


def check(rows: list[dict[str, Any]], kind: str, of: Mapping[str, Bound], file: str) -> list[Finding]:
    """Return what is odd about the amounts of a list that comes in."""
    fields = {field.name: field for field in REGISTER_KINDS[kind].fields}
    found: list[Finding] = []
    for row in rows:
        for name, severity, zh, en in _odd(row, of):
            where = cell_of(str(row.get("source", "")))
            sheet, line = ("", None) if where is None else where[1:3]
            found.append(Finding(severity, zh, en, file, sheet, line, fields[name].zh, f"{row[name]:.12g}"))
    return found


def _odd(row: Mapping[str, Any], of: Mapping[str, Bound]) -> Iterator[tuple[str, Severity, str, str]]:
    for name, bound in of.items():
        value = row.get(name)
        said = judged(float(value), bound) if value else None
        if said is not None:
            yield name, *said
