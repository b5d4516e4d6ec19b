"""Whether a list's amounts are as large as projects are: a unit that is wrong makes all of them too large or small."""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping, Sequence
from decimal import Decimal

from shouguan.core.findings import Severity

TOTAL = "total_investment_wan_yuan"
_REVENUES = ("revenue_last_wan_yuan", "revenue_ytd_wan_yuan")
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?")
_LARGEST, _SMALL = 100_000_000, 50
"""万元: larger than any project there is, and smaller than most."""
QUOTA = "quota_wan_yuan"
_LARGEST_QUOTA, _LARGE_QUOTA = 5_000_000, 500_000
"""万元: more than any project is given of bonds, and more than all but a few are."""
_SLIP, _SLIP_LEAST = 5000, 4  # half of 10,000: the slipped amount may itself be smaller than its neighbours
_LARGE_FIRM = 10_000_000
"""万元: a revenue that few firms of the country have."""


def are_fractions(texts: Sequence[str]) -> bool:
    """Whether growth, as it is written, may be in fractions: two at least, all below 1, and finer than tenths.

    Examples
    --------
    >>> are_fractions(["0.121", "-0.031"]), are_fractions(["0.5", "-0.3"]), are_fractions(["0.12%", "0.31%"])
    (True, False, False)
    """
    written = [text.strip() for text in texts if _DECIMAL.fullmatch(text.strip()) and float(text)]
    return (
        len(written) > 1
        and all(abs(float(text)) < 1 for text in written)
        and any(len(text.partition(".")[2]) > 1 for text in written)
    )


def of_projects(rows: Sequence[int], amounts: Sequence[Mapping[str, Decimal]]) -> list[tuple[Severity, str, str, int]]:
    """Return what is odd about projects' total investment: severity, the reason in both languages, and the row.

    Parameters
    ----------
    rows : sequence of int
    amounts : sequence of mapping of str to Decimal
        Of each row its amounts by field, 万元.

    Examples
    --------
    >>> [(said[0], said[3]) for said in of_projects([4, 5], [{TOTAL: Decimal(500_000_000)}, {TOTAL: Decimal(120_000)}])]
    [('error', 4)]
    >>> of_projects([4, 5], [{TOTAL: Decimal(5)}, {TOTAL: Decimal(12)}])[0][1]
    '多数项目的总投资不到 50 万元，单位可能应是亿元，请核对'
    """
    totals = [(row, each[TOTAL]) for row, each in zip(rows, amounts, strict=True) if each.get(TOTAL)]
    said: list[tuple[Severity, str, str, int]] = []
    for row, total in totals:
        amount = f"{float(total / 10_000):.12g} 亿元"
        if total >= _LARGEST:
            zh, en = f"总投资合 {amount}，单位可能应是万元", f"a total of {amount}: should the unit be 万元?"
            said.append(("error", zh, en, row))
    if totals and statistics.median(total for _, total in totals) < _SMALL:
        zh = f"多数项目的总投资不到 {_SMALL} 万元，单位可能应是亿元，请核对"
        en = f"most projects' totals are below {_SMALL} 万元: should the unit be 亿元?"
        said.append(("warning", zh, en, totals[0][0]))
    return said


def of_quotas(rows: Sequence[int], amounts: Sequence[Mapping[str, Decimal]]) -> list[tuple[Severity, str, str, int]]:
    """Return what is odd about the quotas of bonds: severity, the reason in both languages, and the row.

    Examples
    --------
    >>> [(said[0], said[3]) for said in of_quotas([4, 5], [{QUOTA: Decimal(24_000_000)}, {QUOTA: Decimal(600_000)}])]
    [('error', 4), ('warning', 5)]
    >>> of_quotas([4], [{QUOTA: Decimal("0.24")}])[0][1]
    '多数额度不到 50 万元，单位可能应是亿元，请核对'
    """
    quotas = [(row, each[QUOTA]) for row, each in zip(rows, amounts, strict=True) if each.get(QUOTA)]
    said: list[tuple[Severity, str, str, int]] = []
    for row, quota in quotas:
        if quota >= _LARGE_QUOTA:
            amount = f"{float(quota / 10_000):.12g} 亿元"
            zh, en = (
                f"一个项目的额度合 {amount}，单位可能不对，请核对",
                f"one project's quota is {amount}: the right unit?",
            )
            said.append(("error" if quota >= _LARGEST_QUOTA else "warning", zh, en, row))
    if quotas and statistics.median(quota for _, quota in quotas) < _SMALL:
        zh = f"多数额度不到 {_SMALL} 万元，单位可能应是亿元，请核对"
        en = f"most quotas are below {_SMALL} 万元: should the unit be 亿元?"
        said.append(("warning", zh, en, quotas[0][0]))
    return said


def of_firms(rows: Sequence[int], amounts: Sequence[Mapping[str, Decimal]]) -> list[tuple[str, str, int, str]]:
    """Return the revenues that hardly any firm has: the reason in both languages, the row and the field.

    Examples
    --------
    >>> of_firms([4], [{"revenue_ytd_wan_yuan": Decimal(19_000_000)}])[0][0]
    '营业收入合 1900 亿元，单位可能应是元，请核对'
    """
    return [
        (f"营业收入合 {yi} 亿元，单位可能应是元，请核对", f"a revenue of {yi} 亿元: should the unit be 元?", row, name)
        for row, each in zip(rows, amounts, strict=True)
        for name in _REVENUES
        if each.get(name, 0) >= _LARGE_FIRM
        for yi in [f"{float(each[name] / 10_000):.12g}"]
    ]


def slips(amounts: Sequence[tuple[int, Decimal]]) -> list[tuple[int, str, str]]:
    """Return the rows whose amount is so far above the middle of its column that its unit may be another.

    Examples
    --------
    >>> slips([(1, Decimal(5)), (2, Decimal(4)), (3, Decimal(6)), (4, Decimal(50_000))])[0][:2]
    (4, '约为本列中位数 5.5 万元的 9090 倍，单位可能填错（元与万元）')
    """
    if len(amounts) < _SLIP_LEAST:
        return []
    middle = statistics.median(value for _, value in amounts)
    of, of_en = f"约为本列中位数 {float(middle):.12g} 万元的", f"times the median {float(middle):.12g} 万元"
    return [
        (
            row,
            f"{of} {int(value / middle)} 倍，单位可能填错（元与万元）",
            f"about {int(value / middle)} {of_en}: a slip?",
        )
        for row, value in amounts
        if value >= _SLIP * middle
    ]
