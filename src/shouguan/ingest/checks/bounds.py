"""Bounds of the plausible: growth against the regions above and the series' own past, levels against the region above.

What lies beyond them may be true (Hubei in 2020), so it is a warning; but no figure comes in beyond them without one.
In months that shook the whole nation the bounds are twice as wide.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence, Set
from statistics import median

from shouguan.core.findings import Finding
from shouguan.core.periods import Period
from shouguan.data.place import NATION
from shouguan.ingest.checks.series import Key, Point, about, name, placed

Series = Mapping[Key, Mapping[Period, Point]]

_FARTHEST: dict[str, tuple[float, float]] = {"gdp": (9.0, 14.0), "income": (9.0, 14.0), "consumption": (12.0, 18.0)}
"""Points: how far YTD and single growth of an indicator may lie from all that it is compared with."""
_INDUSTRY = (20.0, 30.0)
_OTHERS = (30.0, 45.0)
_SPREADS = 4.0
"""A volatile series may lie so many of its own usual distances away."""
_MIN_PAST = 4
_SHAKEN = {"gdp": 5.0, "industry_va": 8.0, "retail": 12.0, "fai": 15.0}
"""Points from the usual beyond which the nation's YTD growth says that a stretch was shaken."""
_LEVELS = ("gdp", "industry_va", "retail", "fai", "fiscal_revenue", "deposits", "loans", "electricity")


def bounds(
    coming: Series, known: Series, above: Mapping[str, Sequence[str]], shaken: Set[dt.date] | None = None
) -> Iterator[Finding]:
    """Look for figures beyond the bounds.

    Parameters
    ----------
    coming : mapping
        The series to look at.
    known : mapping
        All that is known beside them: the store's and the official series.
    above : mapping of str to sequence of str
        Region → the regions above it, the nearest first.
    shaken : set of date, optional
        `shaken_in(known)`, where many files are held against one `known`.
    """
    days = shaken_in(known) if shaken is None else shaken
    for key, points in coming.items():
        region, _, _, measure, _ = key
        over = {code: known.get((code, *key[1:]), {}) for code in above.get(region, ())}
        own = {**known.get(key, {}), **points}
        doubted: set[int] = set()
        for period, point in points.items():
            if period.year in doubted:
                continue  # a slump or a wrong column goes on through its year: once is enough
            doubt = None
            if measure == "growth":
                farthest = _farthest(key) * (2 if period.end in days else 1)
                doubt = _growth(key, point, own, list(over.values()), farthest)
            elif measure == "value" and key[1].startswith(_LEVELS):
                doubt = _level(key, point, over)
            if doubt is not None:
                doubted.add(period.year)
                yield doubt


def _growth(
    key: Key, point: Point, own: Mapping[Period, Point], over: Sequence[Mapping[Period, Point]], farthest: float
) -> Finding | None:
    """Warn of growth far from the regions above in that period, from the stretch before and from the usual."""
    period = point.period
    before = [each.value for when, each in own.items() if when.year == period.year and when < period][-1:]
    higher = [series[period].value for series in over if period in series]
    if any(abs(point.value - value) <= farthest for value in (*higher, *before)):
        return None
    past = [each.value for each in own.values() if each is not point]
    middle = median(past) if len(past) >= _MIN_PAST else None
    compared = [*higher, *before, *([] if middle is None else [middle])]
    if not compared:
        return None
    nearest = min(compared, key=lambda value: abs(point.value - value))
    distance = abs(point.value - nearest)
    usual = median([abs(value - middle) for value in past]) if middle is not None else 0.0
    if distance <= max(farthest, _SPREADS * usual):
        return None
    zh, en = name(key, period)
    told = f"上级同期 {about(higher[0], 4)}" if higher else f"往期通常 {about(nearest, 4)}"
    told_en = f"the region above has {about(higher[0], 4)}" if higher else f"usually about {about(nearest, 4)}"
    message = (
        f"{zh} 与上级同期、上一期和往期都相差 {about(distance, 3)} 个百分点以上，请核对",
        f"{en} is {about(distance, 3)} points or more from the regions above, the stretch before and its past",
    )
    return placed("warning", point, message, (f"相近的数（{told}）", f"a figure near those ({told_en})"))


def shaken_in(known: Series) -> set[dt.date]:
    """Return the ends of stretches in which the nation's own growth was far from what it usually is."""
    days = set()
    for (region, code, basis, measure, _), points in known.items():
        if region == NATION and code in _SHAKEN and (basis, measure) == ("ytd", "growth"):
            usual = median(point.value for point in points.values())
            days |= {when.end for when, point in points.items() if abs(point.value - usual) > _SHAKEN[code]}
    # January, which the nation does not report by itself, goes with February
    return days | {dt.date(day.year, 1, 31) for day in days if day.month == 2}


def _farthest(key: Key) -> float:
    _, code, basis, _, _ = key
    bound = _FARTHEST.get(code) or (_INDUSTRY if code.startswith(("gdp_", "industry_va", "retail")) else _OTHERS)
    return bound[0] if basis != "single" else bound[1]


def _level(key: Key, point: Point, over: Mapping[str, Mapping[Period, Point]]) -> Finding | None:
    """Warn of a level above that of a region that holds this one."""
    for code, series in over.items():
        whole = series.get(point.period)
        if whole is not None and point.value > whole.value:
            zh, en = name(key, point.period)
            return placed(
                "warning",
                point,
                (
                    f"{zh} 大于上级 {code} 的 {about(whole.value, 6)}，请核对单位和地区",
                    f"{en} exceeds that of {code}, above it",
                ),
                (f"不大于 {about(whole.value, 6)}", f"at most {about(whole.value, 6)}"),
            )
    return None
