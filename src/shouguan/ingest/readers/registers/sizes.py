"""Whether a list's amounts are as large as projects are: a unit that is wrong makes all of them too large or small."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from decimal import Decimal

from shouguan.core.findings import Severity

TOTAL = "total_investment_wan_yuan"
_LARGEST, _SMALL = 100_000_000, 50
"""万元: larger than any project there is, and smaller than most."""


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
