"""Totals of a list against its rows: 合计, 小计, 甲区合计, and the sums that a section's line gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

Amounts = Mapping[str, Decimal]


@dataclass(frozen=True)
class Total:
    """A line that gives sums.

    Attributes
    ----------
    row : int
    amounts : mapping of str to Decimal
        By field, 万元.
    at : int
        How many records stand above it.
    of : str
        The group that it names (甲区 of 甲区合计); empty where it names none.
    whole : bool
        Whether it is of the whole list by its words: 合计, 全市总计.
    """

    row: int
    amounts: Amounts
    at: int
    of: str = ""
    whole: bool = False


def odd(
    totals: Sequence[Total], records: Sequence[Amounts], groups: Sequence[frozenset[str]], breaks: Sequence[int]
) -> list[tuple[int, str, Decimal, Decimal]]:
    """Return the totals that are the sum of no rows: the row, the field, what it says, and what the rows add up to.

    A total is right where it is the sum of all rows, of those of the group that it names, or of the rows between two
    breaks that end or begin with it. One with no row above or below it is of rows that are not read.

    Parameters
    ----------
    totals : sequence of Total
    records : sequence of mapping
        The amounts of each record, in order.
    groups : sequence of frozenset of str
        The words of each record's columns.
    breaks : sequence of int
        How many records stand above each line of a total or a section.

    Examples
    --------
    >>> rows = [{"a": Decimal(each)} for each in (1, 2, 3, 4)]
    >>> lines = [Total(5, {"a": Decimal(3)}, 2), Total(8, {"a": Decimal(17)}, 4), Total(9, {"a": Decimal(10)}, 4)]
    >>> odd(lines, rows, [frozenset()] * 4, [0, 2, 4])
    [(8, 'a', Decimal('17'), Decimal('7'))]
    """
    ends = sorted({0, len(records), *breaks})
    found = []
    for total in totals:
        above = [(start, total.at) for start in reversed(ends) if start < total.at]
        below = [(total.at, end) for end in ends if end > total.at]
        runs = [range(*run) for run in (*above, *below)]
        own = [at for at, words in enumerate(groups) if total.of and total.of in words]
        near: Sequence[int] = range(len(records)) if total.whole else own or (runs[0] if runs else ())
        for name, value in total.amounts.items():
            slack = _slack(records, name, value)
            sums = [_sum(records, name, run) for run in (range(len(records)), own, *runs)]
            if near and not any(abs(value - each) <= slack for each in sums):
                found.append((total.row, name, value, _sum(records, name, near)))
    return found


def _sum(records: Sequence[Amounts], name: str, rows: Sequence[int]) -> Decimal:
    return sum((records[at].get(name, Decimal(0)) for at in rows), Decimal(0))


def _slack(records: Sequence[Amounts], name: str, total: Decimal) -> Decimal:
    """Return what rounding explains: half of the last digit of the total and of each row."""
    listed = [each[name] for each in records if name in each]
    last = [int(value.as_tuple().exponent) for value in listed]
    rows = Decimal(10) ** min(last, default=0) * len(listed)
    return (rows + Decimal(10) ** int(total.as_tuple().exponent)) / 2
