"""The figures of the last briefing beside those of this one, as facts of this one: then, now, and the change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shouguan.facts.briefing import Briefing
from shouguan.facts.changes import Line, Pair, Previous, compare
from shouguan.facts.contents import Last
from shouguan.facts.table import Fact

PREFIX = "previous"
MOST_REVISED = 12
"""Revised figures that are listed one by one; the others are counted."""


def compared(page: Briefing, previous: Previous) -> Last:
    """Add what a page shows of the last briefing, and say how this one differs; all its own facts must be there.

    Raises
    ------
    DataError
        When the last briefing's facts are damaged.
    """
    changes = compare(previous.content, page.facts)
    if changes.year == changes.year_before:
        for line in changes.lines:
            for pair in _pairs(line):
                _old(page, previous, pair)
            _moved(page, line)
    for pair in changes.revised[:MOST_REVISED]:
        _old(page, previous, pair)
    more = len(changes.revised) - MOST_REVISED
    if more > 0:
        formula = "两期报告都有而数值不同的已发布数，减去已列出的"
        labels = "另有修订个数", "revised figures not listed"
        key, region = f"{PREFIX}.revised.more", page.place.region
        page.facts.add(Fact(key, "computed", region, "", "", more, "", 0, *labels, formula=formula, block=PREFIX))
    return Last(previous.as_of, previous.issue, changes)


def _pairs(line: Line) -> Iterator[Pair]:
    yield from (line.median, line.lower, line.upper, line.rank, line.peers)
    for goal in line.goals:
        yield from (goal.target, goal.chance, goal.required)


def _moved(page: Briefing, line: Line) -> None:
    both = line.median.both
    if both is None:
        return
    before, now = replace(both[0], key=f"{PREFIX}.{both[0].key}"), both[1]
    page.facts.add(
        replace(
            now,
            key=f"{PREFIX}.{now.key}.change",
            block=PREFIX,
            of=(*now.of, now.statistic),
            statistic="change",
            value=now.rounded - before.rounded,
            unit="pp",
            lower=None,
            upper=None,
            level=None,
            label_zh=f"本期与上期{now.label_zh}之差",
            label_en=f"{now.label_en}, now less then",
            formula=f"{now.key} − {before.key}（均按印出的一位小数）",
            inputs=(now.key, before.key),
        )
    )


def _old(page: Briefing, previous: Previous, pair: Pair) -> None:
    """Add a figure of the last briefing, and say where it is from."""
    fact, day = pair.before, previous.as_of.isoformat()
    if fact is None:
        return
    published = fact.kind in {"official", "target"}
    source = f"上期报告（数据截至{day}）" if page.lang == "zh" else f"the last briefing (data as of {day})"
    page.facts.add(
        replace(
            fact,
            key=f"{PREFIX}.{fact.key}",
            block=PREFIX,
            label_zh=f"上期：{fact.label_zh}",
            label_en=f"last briefing: {fact.label_en}",
            source=fact.source if published else source,
            released_on=fact.released_on if published else day,
            inputs=(),
        )
    )
