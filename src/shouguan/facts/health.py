"""The health of a place's figures as facts: how far its series reach, what was revised, and what that moved."""

from __future__ import annotations

import pandas as pd

from shouguan.analysis import checking, revisions
from shouguan.analysis.revisions import Move, Revision
from shouguan.core import indicators
from shouguan.core.findings import gravest_first
from shouguan.facts.briefing import Briefing
from shouguan.facts.rows import Health, MovedRow, RevisedRow, SeriesRow
from shouguan.facts.table import Fact

BLOCK = "data"
"""Under which figures about the data are listed."""
_COUNTED = "条数", "count"
MOST = 60
"""Rows of one table; the rest is counted, and `shouguan check` lists all."""


def health(page: Briefing) -> Health:
    """Return what there is, what the checks found, what was revised up to the page's day, and what that moved."""
    own = checking.own_rows(page.place)
    own = own[own["released_on"] <= pd.Timestamp(page.as_of)]
    lists = checking.list_findings(page.place, page.as_of)
    findings = gravest_first([*checking.stored_findings(page.place, own), *lists])
    revised = revisions.revisions(own)
    more = len(findings) - MOST
    return Health(
        series=_series(page, own[own["region"] == page.place.region]),
        findings=tuple(findings[:MOST]),
        more=_count(page, "findings.more", more) if more > 0 else None,
        revised=tuple(_revised(page, each) for each in revised[-MOST:]),
        moved=tuple(_moved(page, move) for move in revisions.moves(page.place, revised)) if revised else (),
    )


def _series(page: Briefing, own: pd.DataFrame) -> tuple[SeriesRow, ...]:
    """Add how many figures series have, those alike in span and days as one."""
    alike: dict[tuple[str, str, str, int, str], list[tuple[str, str]]] = {}
    for each in checking.coverage(own):
        key = (each["indicator"], each["first"], each["newest"], each["figures"], each["released_on"])
        alike.setdefault(key, []).append((each["basis"], each["measure"]))
    return tuple(
        SeriesRow(code, first, newest, _count(page, f"{code}.{number}", figures), released, tuple(kinds))
        for number, ((code, first, newest, figures, released), kinds) in enumerate(alike.items())
    )


def _count(page: Briefing, key: str, number: int) -> Fact:
    return page.facts.add(
        Fact(
            f"data.{key}",
            "computed",
            page.place.region,
            "",
            "",
            number,
            "",
            0,
            "条数",
            "count",
            formula="count",
            block=BLOCK,
        )
    )


def _revised(page: Briefing, each: Revision) -> RevisedRow:
    region, code, period, basis, measure, _ = each.key
    key, day = f"data.revised.{'.'.join(each.key)}.{each.released_on}", str(each.released_on)
    unit, decimals = ("%", 1) if measure == "growth" else (indicators.indicator(code).unit, 2)
    change = "pp" if measure == "growth" else unit
    before = Fact(
        f"{key}.before",
        "official",
        region,
        code,
        period,
        each.before,
        unit,
        decimals,
        f"{day}修订前",
        f"before {day}",
        released_on=f"< {day}",
        source=each.source,
        block=BLOCK,
    )
    after = Fact(
        f"{key}.after",
        "official",
        region,
        code,
        period,
        each.after,
        unit,
        decimals,
        f"{day}修订后",
        f"after {day}",
        released_on=day,
        source=each.source,
        block=BLOCK,
    )
    difference = Fact(
        f"{key}.change",
        "computed",
        region,
        code,
        period,
        each.after - each.before,
        change,
        decimals,
        f"{day}修订的变化",
        f"change of {day}",
        formula="修订后 − 修订前",
        inputs=(after.key, before.key),
        source=each.source,
        block=BLOCK,
    )
    made = tuple(page.facts.add(fact) for fact in (before, after, difference))
    return RevisedRow(region, code, period, basis, measure, day, *made)


def _moved(page: Briefing, move: Move) -> MovedRow:
    key, year, day = f"data.moved.{move.day}.{move.indicator}.{move.year}", str(move.year), move.day.isoformat()
    formula = "以修订前后的数据各测算一次（shouguan.checks.revisions）"
    before, after = (
        page.facts.add(
            Fact(
                f"{key}.{name}",
                "forecast",
                page.place.region,
                move.indicator,
                year,
                value,
                "%",
                2,
                zh,
                en,
                formula=formula,
                block=BLOCK,
            )
        )
        for name, value, zh, en in (
            ("before", move.before, f"{day}修订前的全年测算", f"forecast without the revision of {day}"),
            ("after", move.after, f"{day}修订后的全年测算", f"forecast with the revision of {day}"),
        )
    )
    return MovedRow(move.indicator, year, day, before, after)
