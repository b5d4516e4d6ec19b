"""Slips of the hand: a decimal point, 万 for 亿, a year pasted twice, cumulative and single figures swapped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from shouguan.core import indicators
from shouguan.core.findings import Finding
from shouguan.core.periods import Period
from shouguan.ingest.checks.series import Key, Point, about, name, placed

Series = Mapping[Key, Mapping[Period, Point]]

_TEN = (7.0, 13.0)
_HUNDRED = (70.0, 130.0)
_WAN = (3000.0, 30000.0)
_SAME_LEAST = 3
_NEIGHBOURS = 3


def slips(by_key: Series) -> Iterator[Finding]:
    """Look through every series for figures that a slip would explain."""
    for key, points in by_key.items():
        if key[3] == "value":
            yield from _levels(key, list(points.values()))
        elif key[3] == "growth":
            yield from _growths(key, list(points.values()))
        if key[3] in {"value", "growth"}:
            yield from _pasted_years(key, points)
    yield from _swapped(by_key)


def _levels(key: Key, points: Sequence[Point]) -> Iterator[Finding]:
    """A level 10, 100 or 10,000 times what the same period was in the years around, or its neighbours are."""
    for index, point in enumerate(points):
        same = [p.value for p in points if p.period.number == point.period.number and p is not point]
        neighbours = [p.value for p in points[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1] if p is not point]
        others = [value for value in (same or neighbours) if value > 0]
        if not others or point.value <= 0:
            continue
        typical = median(others)
        ratio = max(point.value / typical, typical / point.value)
        if _WAN[0] <= ratio <= _WAN[1]:
            message = ("单位可能弄错（万与亿）", "the unit may be wrong (万 for 亿)")
        elif _HUNDRED[0] <= ratio <= _HUNDRED[1] or (
            _TEN[0] <= ratio <= _TEN[1] and _reliable(others, key, bool(same))
        ):
            message = ("小数点可能错位", "the decimal point may have slipped")
        else:
            continue
        zh, en = name(key, point.period)
        yield placed(
            "warning",
            point,
            (f"{zh}：{message[0]}", f"{en}: {message[1]}"),
            (f"约 {about(typical, 4)}", f"about {about(typical, 4)}"),
        )


def _reliable(others: Sequence[float], key: Key, by_year: bool) -> bool:
    """Whether the others are alike enough that ten times more is no growth of its own."""
    return (by_year or key[2] != "ytd") and max(others) / min(others) < _TEN[0]


def _growths(key: Key, points: Sequence[Point]) -> Iterator[Finding]:
    """A growth whose point, moved by one place, falls in with its neighbours, and does not where it stands."""
    for index, point in enumerate(points):
        neighbours = [p.value for p in points[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1] if p is not point]
        if len(neighbours) < 2 or index == 0:  # a series may well begin in an unusual year
            continue
        typical, spread = median(neighbours), max(neighbours) - min(neighbours)
        close = max(1.0, 0.5 * spread)
        up = abs(point.value) > 8 * max(abs(typical), 1.0) and abs(point.value / 10 - typical) <= close and spread < 5
        hundredths = abs(point.value * 10 - round(point.value * 10)) > 1e-6
        down = hundredths and abs(typical) >= 2 and abs(point.value * 10 - typical) <= min(close, 0.5 * abs(typical))
        if up or down:
            zh, en = name(key, point.period)
            yield placed(
                "warning",
                point,
                (f"{zh}：小数点可能错位", f"{en}: the decimal point may have slipped"),
                (f"约 {typical:.1f}", f"about {typical:.1f}"),
            )


def _pasted_years(key: Key, points: Mapping[Period, Point]) -> Iterator[Finding]:
    """Two years with the very same figures: the wrong year was pasted."""
    years: dict[int, dict[int, Point]] = {}
    for period, point in points.items():
        years.setdefault(period.year, {})[period.number] = point
    for year, own in years.items():
        before = years.get(year - 1, {})
        shared = [number for number in own if number in before]
        same = [number for number in shared if own[number].value == before[number].value]
        least = _SAME_LEAST if key[3] == "value" else _SAME_LEAST + 1
        varied = len({own[number].value for number in same}) > 1
        if len(same) >= least and len(same) == len(shared) and varied:
            last = own[max(same)]
            zh, en = name(key, last.period)
            yield placed(
                "error",
                last,
                (
                    f"{zh} 等 {len(same)} 期与上一年完全相同，可能粘贴了错误年份",
                    f"{en} and {len(same) - 1} more equal the year before; the wrong year was pasted",
                ),
                (f"{year} 年的数", f"figures of {year}"),
            )


def _swapped(by_key: Series) -> Iterator[Finding]:
    """A single period larger than the year so far: the two columns were swapped."""
    for key, points in by_key.items():
        region, code, basis, measure, price = key
        if basis != "single" or measure != "value" or code.startswith(("fai", "real_estate_investment")):
            continue
        calendar = indicators.indicator(code).calendar
        totals = by_key.get((region, code, "ytd", measure, price), {})
        for period, point in points.items():
            total = totals.get(period)
            if total is not None and calendar.position(period) and point.value > total.value:
                zh, en = name(key, period)
                yield placed(
                    "error",
                    point,
                    (
                        f"{zh} 大于累计数，当期与累计两列可能对调",
                        f"{en} exceeds the cumulative figure; the two columns may be swapped",
                    ),
                    (f"不大于 {total.value:.12g}", f"at most {total.value:.12g}"),
                )
