"""What must add up: single periods to the year so far, parts to the whole, growth between its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from shouguan.core import indicators
from shouguan.core.findings import Finding
from shouguan.core.indicators import INDUSTRIES
from shouguan.core.periods import Period
from shouguan.ingest.checks.series import Key, Point, about, name, placed

Series = Mapping[Key, Mapping[Period, Point]]

GROWTH_BAND = 0.1
"""Both sides are rounded to one decimal: the sum of their bands, in points."""
_SLACK = 0.1
"""Shares of last year at current prices stand in for those at constant prices, in points."""
_VALUE_BAND = 0.003
"""Levels are revised together; a sum may miss by this share and by the last decimals."""
_LAST_DECIMALS = 0.2
_SECTORS = ("gdp_primary", "gdp_secondary", "gdp_tertiary")
_MAY_FALL = ("fai", "real_estate_investment")


def arithmetic(by_key: Series) -> Iterator[Finding]:
    """Check every series against those it must agree with."""
    for key, points in by_key.items():
        region, code, basis, measure, price = key
        if basis != "ytd" or indicators.indicator(code).yearly:  # a ratio neither mounts nor adds up
            continue
        singles = by_key.get((region, code, "single", measure, price), {})
        if measure == "value":
            yield from _mounts(key, points)
            yield from _adds_up(key, points, singles)
        elif measure == "growth":
            levels = by_key.get((region, code, "ytd", "value", "nominal"), {})
            yield from _mean_of_singles(key, points, singles, levels)
    yield from _wholes(by_key)


def _mounts(key: Key, points: Mapping[Period, Point]) -> Iterator[Finding]:
    """YTD levels mount within a year; only investment may be cut back."""
    if key[1].startswith(_MAY_FALL):
        return
    ordered = list(points.values())
    for before, point in pairwise(ordered):
        if before.period.year == point.period.year and point.value < before.value:
            zh, en = name(key, point.period)
            yield placed(
                "warning",
                point,
                (
                    f"{zh} 小于上一期累计，可能错列、错年或误填当期数",
                    f"{en} is below the period before; the wrong column, year or a single figure?",
                ),
                (f"不小于 {before.value:.12g}", f"at least {before.value:.12g}"),
            )


def _adds_up(key: Key, points: Mapping[Period, Point], singles: Mapping[Period, Point]) -> Iterator[Finding]:
    calendar = indicators.indicator(key[1]).calendar
    for period, point in points.items():
        single = singles.get(period)
        if single is None:
            continue
        position = calendar.position(period)
        before = points.get(calendar.periods(period.year)[position - 1]) if position else None
        if position and before is None:
            continue
        expected = point.value - (before.value if before else 0.0)
        if abs(single.value - expected) > _LAST_DECIMALS + _VALUE_BAND * abs(point.value):
            zh, en = name(key, period)
            yield placed(
                "warning",
                single,
                (
                    f"{zh} 与当期数不符：累计之差为 {expected:.12g}",
                    f"{en} does not fit the single figure: the difference of the cumulative ones is {expected:.12g}",
                ),
                (f"约 {about(expected, 5)}", f"about {about(expected, 5)}"),
            )


def _mean_of_singles(
    key: Key, points: Mapping[Period, Point], singles: Mapping[Period, Point], levels: Mapping[Period, Point]
) -> Iterator[Finding]:
    """YTD growth is the mean of the single ones, weighted by last year's levels; without these, between them."""
    calendar = indicators.indicator(key[1]).calendar
    for period, point in points.items():
        year = calendar.periods(period.year)[: calendar.position(period) + 1]
        own = [singles[each].value for each in year if each in singles]
        if len(own) != len(year):
            continue
        low, high = min(own), max(own)
        base = [levels[p].value for each in year if (p := Period(each.year - 1, each.frequency, each.number)) in levels]
        band = GROWTH_BAND + _SLACK
        if len(base) == len(year):
            parts = [b - a for a, b in zip([0.0, *base], base, strict=False)]
            if min(parts) > 0:
                low = high = sum(g * b for g, b in zip(own, parts, strict=True)) / base[-1]
                # the further growth differs within the year, the more the stand-in shares matter
                band += 0.02 * (max(own) - min(own))
        if not low - band <= point.value <= high + band:
            zh, en = name(key, period)
            span = f"{low:.1f}" if low == high else f"{low:.1f} 至 {high:.1f}"
            said_en = f"{low:.1f}" if low == high else f"{low:.1f} to {high:.1f}"
            yield placed(
                "warning",
                point,
                (
                    f"{zh} 与各期当期增速矛盾，超出舍入范围",
                    f"{en} contradicts the single growth figures beyond rounding",
                ),
                (f"{span} 上下 {band:.1f}", f"{said_en}, give or take {band:.1f}"),
            )


def _wholes(by_key: Series) -> Iterator[Finding]:
    """Sectors and industries add up to GDP; GDP grows between its sectors."""
    for key, points in by_key.items():
        region, code, basis, measure, price = key
        if code != "gdp" or measure not in {"value", "growth"}:
            continue
        for parts in (_SECTORS, INDUSTRIES):
            groups = [by_key.get((region, part, basis, measure, price), {}) for part in parts]
            for period, point in points.items():
                values = [group[period].value for group in groups if period in group]
                if len(values) != len(parts):
                    continue
                zh, en = name(key, period)
                if measure == "value" and abs(sum(values) - point.value) > _LAST_DECIMALS * len(parts) + 0.001 * abs(
                    point.value
                ):
                    yield placed(
                        "warning",
                        point,
                        (f"{zh} 与 {len(parts)} 个分项之和不符", f"{en} is not the sum of its {len(parts)} parts"),
                        (f"分项之和 {sum(values):.12g}", f"their sum, {sum(values):.12g}"),
                    )
                elif measure == "growth" and not min(values) - GROWTH_BAND <= point.value <= max(values) + GROWTH_BAND:
                    yield placed(
                        "warning",
                        point,
                        (f"{zh} 不在各分项增速之间", f"{en} does not lie between the growth of its parts"),
                        (f"{min(values):.12g} 至 {max(values):.12g}", f"{min(values):.12g} to {max(values):.12g}"),
                    )
