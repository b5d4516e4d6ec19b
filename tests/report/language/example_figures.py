"""Made-up figures for the printed table of sentences: signs, zeros to the printed decimal, ties, missing values."""

from __future__ import annotations

import datetime as dt

from shouguan.facts.judgements import Above, Tilt
from shouguan.facts.table import Fact
from shouguan.report.language.sentences import Grown

DAY = dt.date(2020, 11, 15)


def percent(value: float, *, half: float | None = None) -> Fact:
    """Return growth in per cent; `half` is half of its band."""
    return _fact(value, "%", 1, half)


def points(value: float, decimals: int = 1) -> Fact:
    """Return percentage points."""
    return _fact(value, "pp", decimals)


def count(value: float) -> Fact:
    """Return a number without a unit: a rank, years, a chance."""
    return _fact(value, "", 0)


def money(value: float) -> Fact:
    """Return an amount."""
    return _fact(value, "亿元", 2)


def above(name: str, own: float, theirs: float) -> Above:
    """Return a region above with its growth and the difference of the two."""
    return Above(name, percent(theirs), points(own - theirs))


def move(before: float, now: float) -> tuple[Fact, Fact, Fact]:
    """Return a change with growth then and now."""
    return points(now - before), percent(before), percent(now)


def tilt(ahead: float, whole: float, half: float = 0.3) -> Tilt:
    """Return last year's base in a stretch whose growth was `ahead`, that of the year `whole`."""
    return Tilt(percent(ahead, half=half), points(ahead - whole))


def part(name: str, growth: float, value: float | None = None) -> Grown:
    """Return a part with its growth and perhaps its value."""
    return Grown(name, percent(growth), None if value is None else money(value))


def _fact(value: float, unit: str, decimals: int, half: float | None = None) -> Fact:
    return Fact(
        key="example",
        kind="computed",
        region="999901",
        indicator="gdp",
        period="2020",
        value=value,
        unit=unit,
        decimals=decimals,
        label_zh="例",
        label_en="example",
        lower=None if half is None else value - half,
        upper=None if half is None else value + half,
    )
