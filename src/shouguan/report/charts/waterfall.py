"""Waterfalls: steps that add up, each drawn from where the last one ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from shouguan.facts.table import Fact
from shouguan.report.charts import theme
from shouguan.report.charts.picture import Rows, Words

THICK = 0.62 * (theme.LINE + 7.0)
"""How thick a bar is, in points."""


@dataclass(frozen=True)
class Step:
    """One step of a waterfall: its name and what it adds; a residual is drawn aside from the others."""

    name: Words
    fact: Fact
    residual: bool = False


def running(start: float, steps: Sequence[Step]) -> list[float]:
    """Return where the steps begin and end: one value more than there are steps."""
    sums = [start]
    for step in steps:
        sums.append(sums[-1] + step.fact.value)
    return sums


def fit(picture: Rows, steps: Sequence[Step], tops: Sequence[float], *marks: tuple[float, float, float]) -> None:
    """Make room for all steps and their figures, and for other marks, as `Picture.fit` takes them."""
    rooms = [room(step.fact) for step in steps]
    ends = list(pairwise(tops))
    falls = [(end, wide, 0.0) for (start, end), wide in zip(ends, rooms, strict=True) if end < start]
    rises = [(max(start, end), 0.0, wide) for (start, end), wide in zip(ends, rooms, strict=True)]
    picture.fit((tops[0], 0.0, 0.0), *falls, *rises, *marks)


def room(fact: Fact) -> float:
    """Return how much room a figure takes beside its mark, in points."""
    return 1.1 * theme.length(fact.display) + 1.5 * theme.GAP


def fall(picture: Rows, row: int, step: Step, start: float, end: float) -> None:
    """Draw one step from where the last one ended, with a thin line over to the next."""
    at = picture.at[row]
    down = step.fact.rounded < 0
    fill = theme.OTHER if step.residual else (theme.DOWN if down else theme.UP)
    picture.bar(step.fact, start, at, THICK, fill, striped=down and not step.residual)
    picture.axes.plot(
        [end, end], [at - THICK / 2, picture.at[row + 1] - THICK / 2], color=theme.MUTED, linewidth=0.6, zorder=1
    )
    crosses = 0.0 <= end < room(step.fact) * picture.unit < start  # the line of zero would run through the figure
    left = down and not crosses
    picture.put(
        max(start, end) if not left else min(start, end),
        at,
        step.fact,
        dx=-theme.GAP if left else theme.GAP,
        ha="right" if left else "left",
        colour=theme.RUST if down else theme.INK,
    )
    picture.name(row, colour=theme.MUTED if step.residual else theme.INK)
