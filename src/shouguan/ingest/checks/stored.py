"""Checks of a place's whole store: holes, doubles, dates, bases, districts, and figures that sources differ on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from shouguan.core import indicators
from shouguan.core.findings import Finding
from shouguan.core.periods import Period
from shouguan.data.observations import KEY
from shouguan.data.place import Place
from shouguan.ingest.checks.series import Key, Point, about, name, placed, series

Series = Mapping[Key, Mapping[Period, Point]]

_BASE_TOLERANCE = 0.005
"""Half a per cent: growth and levels are rounded, and a base that moved less is not worth a word."""
_ROUNDED_GROWTH = 0.0006
_DISTRICT_TOLERANCE = 0.01


def stored(place: Place, own: pd.DataFrame, official: pd.DataFrame) -> Iterator[Finding]:
    """Check a store.

    Parameters
    ----------
    place : Place
    own : DataFrame
        The place's own rows with `_file` and `_row`.
    official : DataFrame
        The official rows.
    """
    by_key = series(own)
    yield from _gaps(by_key)
    yield from _doubles(own)
    yield from _dates(own)
    yield from _bases(own, by_key)
    yield from _districts(place, by_key)
    yield from _against_official(by_key, official)


def _gaps(by_key: Series) -> Iterator[Finding]:
    for key, points in by_key.items():
        calendar = indicators.indicator(key[1]).calendar
        periods = list(points)
        expected = [p for year in range(periods[0].year, periods[-1].year + 1) for p in calendar.periods(year)]
        if indicators.indicator(key[1]).yearly:  # a half year or three quarters are an exception and no duty
            expected = [p for p in expected if p.number == calendar.numbers[-1]]
        # where some publish January and some do not, its absence is no hole; nor is a single January–February
        first = calendar.numbers[0] if key[2] == "single" and calendar.merges_january else 1
        missing = [
            p
            for p in expected
            if periods[0] < p < periods[-1] and p not in points and not (p.frequency == "M" and p.number in {1, first})
        ]
        if missing:
            after = next(point for period, point in points.items() if period > missing[0])
            zh, en = name(key, missing[0])
            more_zh, more_en = (
                (f"等 {len(missing)} 期", f" and {len(missing) - 1} more") if len(missing) > 1 else ("", "")
            )
            shown = "、".join(map(str, missing[:6])) + ("……" if len(missing) > 6 else "")
            yield placed(
                "warning",
                after,
                (f"{zh}{more_zh}缺数（{shown}），此格之前", f"{en}{more_en} missing ({shown}), before this cell"),
                (f"{missing[0]} 的数", f"a figure for {missing[0]}"),
            )


def _doubles(own: pd.DataFrame) -> Iterator[Finding]:
    """The same figure twice: harmless, but two files are kept for one."""
    again = own[own.duplicated([*KEY, "released_on"])]
    for (_, row), _ in zip(again.iterrows(), range(50), strict=False):
        first = own[(own[[*KEY, "released_on"]] == row[[*KEY, "released_on"]]).all(axis=1)].iloc[0]
        yield Finding(
            "info",
            f"与 {first['_file']} 第{first['_row']}行重复，只取一条",
            f"the same as {first['_file']} row {first['_row']}; it counts once",
            row["_file"],
            "",
            int(row["_row"]),
            "value",
            f"{row['value']:.12g}",
        )


def _dates(own: pd.DataFrame) -> Iterator[Finding]:
    """A figure cannot be out before its period has ended."""
    columns = [*KEY, "released_on", "value", "source", "_file", "_row"]
    for *key, released, value, source, file, line in own[columns].itertuples(index=False, name=None):
        region, code, text, basis, measure, price = key
        period = Period.parse(text)
        if released.date() <= period.end:
            zh, en = name((region, code, basis, measure, price), period)
            point = Point(period, value, source, file, int(line))
            yield placed(
                "error",
                point,
                (
                    f"{zh} 的发布日 {released.date()} 不晚于期末，时期或发布日有误",
                    f"{en} was released on {released.date()}, not after its period's end",
                ),
                (f"晚于 {period.end}", f"a day after {period.end}"),
            )


def _bases(own: pd.DataFrame, by_key: Series) -> Iterator[Finding]:
    """Published nominal growth and both years' levels agree, or last year's base was changed without a word.

    Only where growth is at current prices: real and comparable growth do not follow from levels.
    """
    for key, growth in by_key.items():
        region, code, basis, measure, price = key
        if measure != "growth" or price != "nominal" or indicators.indicator(code).growth_price != "nominal":
            continue
        levels = by_key.get((region, code, basis, "value", "nominal"), {})
        changed: dict[int, list[tuple[Period, float, float]]] = {}
        for period, point in growth.items():
            before = Period(period.year - 1, period.frequency, period.number)
            if period not in levels or before not in levels or levels[before].value <= 0 or point.value <= -100:
                continue
            implied = levels[period].value / (1 + point.value / 100)
            known = levels[before].value
            if abs(implied / known - 1) > _BASE_TOLERANCE + _ROUNDED_GROWTH + 0.06 / known:
                changed.setdefault(period.year, []).append((period, implied, known))
        for periods in changed.values():
            period, implied, known = periods[-1]
            zh, en = name(key, period)
            more, more_en = (f"（全年共 {len(periods)} 期）", f" ({len(periods)} periods of the year)")
            yield placed(
                "warning",
                levels[period],
                (
                    f"{zh} 与绝对额推得的上年基数 {about(implied, 5)} 不同于已存的上年数，基数可能已调整{more}",
                    f"{en} implies a base of {about(implied, 5)}, not the stored one: it was changed silently{more_en}",
                ),
                (f"上年基数 {about(known, 5)}", f"a base of {about(known, 5)}"),
            )


def _districts(place: Place, by_key: Series) -> Iterator[Finding]:
    """Values of the place's districts add up to its own, where all of them are there."""
    below = {code for code, region in place.regions.items() if region.parent == place.region}
    if len(below) < 2:
        return
    for key, points in by_key.items():
        region, code, basis, measure, price = key
        if region != place.region or measure != "value":
            continue
        groups = [by_key.get((part, code, basis, measure, price), {}) for part in sorted(below)]
        for period, point in points.items():
            values = [group[period].value for group in groups if period in group]
            total = sum(values)
            if len(values) == len(below) and abs(total - point.value) > _DISTRICT_TOLERANCE * abs(point.value):
                zh, en = name(key, period)
                yield placed(
                    "warning",
                    point,
                    (
                        f"{zh} 与 {len(values)} 个下辖地区之和相差 {about(total - point.value, 4)}",
                        f"{en} differs from the sum of its {len(values)} districts by {about(total - point.value, 4)}",
                    ),
                    (
                        f"约 {about(total, 5)}（统一核算后也可不等，须说明）",
                        f"about {about(total, 5)} (unified accounts may differ: say so)",
                    ),
                )


def _against_official(by_key: Series, official: pd.DataFrame) -> Iterator[Finding]:
    """The place's copy of a figure that the kit's official series have too."""
    both = official[official["region"].isin({key[0] for key in by_key})]
    if both.empty:
        return
    theirs = series(both.assign(_file="data/official", _row=0))
    for key, points in by_key.items():
        for period, point in points.items():
            other = theirs.get(key, {}).get(period)
            if other is not None and abs(other.value - point.value) > 1e-9 * max(1.0, abs(other.value)):
                zh, en = name(key, period)
                yield placed(
                    "warning",
                    point,
                    (
                        f"{zh} 与官方数据（{other.source}）不一致",
                        f"{en} differs from the official series ({other.source})",
                    ),
                    (f"{other.value:.12g}", f"{other.value:.12g}"),
                )
