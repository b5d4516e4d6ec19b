"""Months written as numbers: a sheet shows 2025.10 as 2025.1, and what stands beside it says which month that is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_DOTTED = re.compile(r"(?P<year>(?:19|20)\d\d)\.(?P<month>\d{1,2})")
DOUBT = (
    "可能是1月，也可能是10月（数字格式丢了末尾的0）；请写成“2025年10月”这样的形式",
    "January or October (a number loses its last 0)? Write it like 2025年10月",
)


@dataclass(frozen=True)
class _Month:
    text: str
    year: int
    month: int

    @property
    def is_open(self) -> bool:
        return self.text.endswith(".1")


def october_or_doubt(texts: Mapping[int, Iterable[str]]) -> dict[int, str]:
    """Return, for each 2025.1 that is not January by what stands beside it, 2025.10, or nothing where both may be.

    Parameters
    ----------
    texts : mapping of int to iterable of str
        The texts over each column, or in each row, in the order of the sheet.

    Examples
    --------
    >>> october_or_doubt({1: ["2025.09"], 2: ["2025.1"], 3: ["2025.11"]})
    {2: '2025.10'}
    >>> october_or_doubt({1: ["2025.1"], 2: ["2025.2"]}), october_or_doubt({1: ["2024.1"], 2: ["2025.1"]})
    ({}, {1: '', 2: ''})
    """
    found = {key: month for key, each in texts.items() if (month := _month(each)) is not None}
    in_order = list(found.items())
    if any(month.text.endswith(".10") for month in found.values()):
        return {}  # texts keep the 0
    is_padded = any(".0" in month.text for month in found.values())
    meant: dict[int, str] = {}
    for at, (key, month) in enumerate(in_order):
        if not month.is_open:
            continue
        beside = [in_order[each][1] for each in (at - 1, at + 1) if 0 <= each < len(in_order)]
        near = {(each.year - month.year, each.month) for each in beside if not each.is_open}
        is_tenth = is_padded or bool(near & {(0, 9), (0, 11), (0, 8)})
        is_first = bool(near & {(-1, 12), (0, 2), (0, 3), (-1, 11)}) and not is_padded
        if is_tenth != is_first:
            meant |= {key: f"{month.year}.10"} if is_tenth else {}
        else:
            meant[key] = ""
    return meant


def _month(texts: Iterable[str]) -> _Month | None:
    match = next((match for text in texts if (match := _DOTTED.fullmatch(text.strip()))), None)
    month = int(match["month"]) if match else 0
    return _Month(match[0], int(match["year"]), month) if match and 1 <= month <= 12 else None


def is_open(text: str) -> bool:
    """Whether a text is a year and a month that may be January or October."""
    return _DOTTED.fullmatch(text.strip()) is not None and text.strip().endswith(".1")
