"""Whether weekly figures can be right: weeks that share days, figures since the year began, units that are mixed.

Each is asked about at its cell and never mended: nothing of a series in doubt comes in.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from statistics import median
from typing import Any

from shouguan.core.findings import Finding, Severity, cell_of
from shouguan.core.weeks import Stretch
from shouguan.data import weekly

_PAIRS = 3
"""How many steps must look cumulative: fewer come about by chance."""
_ALIKE = 2.0
"""By which factor a level over its last step may miss the number of weeks so far, and still looks cumulative."""
_SCALE = 300.0
"""Between 万 and 亿 lie 10,000, between weeks of one indicator never so much: not in a week of holidays either."""
_MANY = 8.0
"""Times the usual size that no week of a series comes to, at the year's end either."""
_FEWEST = 4
"""Figures from which a series has a usual size."""
_SHOWN_GAPS = 3

Row = Mapping[str, Any]


def check(
    rows: Iterable[Row], stored: Iterable[Row] = (), *, today: dt.date | None = None, own: bool = False
) -> list[Finding]:
    """Return what is wrong with weekly figures, by themselves and beside what a place has already.

    Parameters
    ----------
    rows : iterable of dict
        As the reader gives them, of one file or of all.
    stored : iterable of dict
        What stands in the store; nothing is said of it by itself.
    today : date, optional
        Weeks that are not over on it are errors.
    own : bool
        Whether the user says that each figure is of its own week, however they mount.
    """
    given, before = list(rows), list(stored)
    found = [] if today is None else _not_over(given, today)
    series: dict[tuple[str, str, str], list[tuple[bool, Row]]] = defaultdict(list)
    for is_new, each in [*((False, row) for row in before), *((True, row) for row in given)]:
        series[each["region"], each["indicator"], each["measure"]].append((is_new, each))
    for (_, _, measure), points in series.items():
        if not any(is_new for is_new, _ in points):
            continue
        found += _overlaps(points)
        if measure == "value":
            mixed = _mixed(points)
            found += mixed or ([] if own else _large(points) or _cumulative(points))
    return found


def gaps(rows: Iterable[Row]) -> list[Finding]:
    """Return a warning for each series of weeks that lacks some between its first and its last."""
    series: dict[tuple[str, str, str], dict[Stretch, Row]] = defaultdict(dict)
    for row in rows:
        week = Stretch.parse(row["week"])
        if week.kind == "week":
            series[row["region"], row["indicator"], row["measure"]][week] = row
    found = []
    for (_, code, measure), weeks in series.items():
        have = sorted(weeks)
        missing = []
        for earlier, later in pairwise(have):
            apart = (later.start - earlier.start).days // 7
            missing += [earlier.start + dt.timedelta(weeks=n) for n in range(1, apart)]
        if not missing:
            continue
        names = [str(Stretch(day, day + dt.timedelta(days=6), "week")) for day in missing[:_SHOWN_GAPS]]
        of, of_en = _named(code, measure)
        more = "…" if len(missing) > _SHOWN_GAPS else ""
        found.append(
            Finding(
                "warning",
                f"{of}缺 {len(missing)} 周：{'、'.join(names)}{more}",
                f"{of_en}: {len(missing)} weeks are missing: {', '.join(names)}{more}",
            )
        )
    return found


def _named(code: str, measure: str) -> tuple[str, str]:
    entry, (zh, en) = weekly.INDICATORS[code], weekly.MEASURES[measure]
    return f"{entry.zh}（{zh}）", f"{entry.en} ({en})"


def _finding(severity: Severity, row: Row, zh: str, en: str) -> Finding:
    where = cell_of(str(row["source"]))
    file, sheet, line, column = where or (str(row["source"]), "", None, "")
    return Finding(severity, zh, en, file, sheet, line, column, f"{row['value']:.12g}")


def _not_over(rows: list[Row], today: dt.date) -> list[Finding]:
    found = {}
    for row in rows:
        week = Stretch.parse(row["week"])
        if week.end >= today and row["week"] not in found:
            found[row["week"]] = _finding(
                "error",
                row,
                f"{week} 到 {week.end} 才结束，还不是全周的数：是计划、部分天数，还是年份写错",
                f"{week} ends on {week.end}, so this is not all of it: a plan, some days only, or a slip of the year?",
            )
    return list(found.values())


def _overlaps(points: list[tuple[bool, Row]]) -> list[Finding]:
    """Name stretches that share days with another one of the series: whatever is in both would count twice."""
    parsed = sorted(((Stretch.parse(row["week"]), is_new, row) for is_new, row in points), key=lambda each: each[0])
    found = []
    for at, (week, is_new, row) in enumerate(parsed):
        for other, other_new, other_row in parsed[at + 1 :]:
            if other.start > week.end:
                break
            if other == week or not (is_new or other_new):
                continue
            late, early = ((other_row, week), (row, other))[not other_new]
            found.append(
                _finding(
                    "error",
                    late,
                    f"{late['week']} 与 {early} 有共同的日子；周、旬、起止日只用一种",
                    f"{late['week']} shares days with {early}: keep to weeks, to 旬, or to days",
                )
            )
    return found


def _mixed(points: list[tuple[bool, Row]]) -> list[Finding]:
    """Name figures that are far from what the series usually is: 万 among 亿."""
    to_do = "单位混了（万、亿），请改正", "is it in another unit?"
    return [
        _unusual(row, usual, *to_do)
        for row, usual in _beside_usual(points)
        if row["value"] > 0 and not 1 / _SCALE < row["value"] / usual < _SCALE
    ]


def _large(points: list[tuple[bool, Row]]) -> list[Finding]:
    """Name figures that no week of the series comes near: perhaps one since the year began."""
    to_do = (
        "是累计数吗；确为当周数用 --basis single",
        "is it since the year began? --basis single says that it is the week's own",
    )
    return [_unusual(row, usual, *to_do) for row, usual in _beside_usual(points) if row["value"] >= _MANY * usual]


def _unusual(row: Row, usual: float, zh: str, en: str) -> Finding:
    times, size = f"{row['value'] / usual:.3g}", f"{usual:.4g}"
    return _finding(
        "error",
        row,
        f"是本指标通常数（{size}{row['unit']}）的 {times} 倍：{zh}",
        f"is {times} times what the series usually is ({size} {row['unit']}): {en}",
    )


def _beside_usual(points: list[tuple[bool, Row]]) -> list[tuple[Row, float]]:
    sizes = [float(row["value"]) for _, row in points if row["value"] > 0]
    if len(sizes) < _FEWEST:
        return []
    usual = median(sizes)
    return [(row, usual) for is_new, row in points if is_new]


def _cumulative(points: list[tuple[bool, Row]]) -> list[Finding]:
    """Name a series whose new figures of a year all mount as those since the year began do.

    A figure since the year began, over what its last week added, is about the number of weeks so far. Of the weeks' own
    figures the last step is a difference of two that are much alike, now up, now down.
    """
    earlier = [float(row["value"]) for is_new, row in points if not is_new]
    years: dict[int, dict[Stretch, Row]] = defaultdict(dict)
    for is_new, row in points:
        if is_new:
            week = Stretch.parse(row["week"])
            years[week.end.year][week] = row
    for year, rows in years.items():
        weeks = sorted(rows)
        values = [float(rows[week]["value"]) for week in weeks]
        if len(earlier) >= _FEWEST and median(values) < _MANY / 2 * median(earlier):
            continue
        new_year = dt.date(year - 1, 12, 31)
        shares = [
            (now / (now - before) if now > before else 0.0) * (week.end - last.end).days / (week.end - new_year).days
            for (before, now), (last, week) in zip(pairwise(values), pairwise(weeks), strict=True)
        ]
        if len(shares) >= _PAIRS and all(1 / _ALIKE < share < _ALIKE for share in shares):
            last = rows[weeks[-1]]
            return [
                _finding(
                    "error",
                    last,
                    f"{year}年各数逐周累加，像是年初以来的累计数；周度数据要当周数，确为当周数用 --basis single",
                    f"the figures of {year} mount like those since the year began; the week's own are needed, and"
                    " --basis single says that they are",
                )
            ]
    return []
