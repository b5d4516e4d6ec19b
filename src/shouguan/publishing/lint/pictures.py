"""Pictures: a tick stands where it says, and so does every mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from shouguan.publishing.lint import marks
from shouguan.publishing.lint.marks import Anchor, paths, place_of
from shouguan.publishing.lint.page import Page, Problem
from shouguan.publishing.lint.tree import Node

_AXIS = re.compile(r"([xy])tick_[0-9]+$")
TICK = re.compile(r"−?[0-9]+(?:\.[0-9]+)?%?")
_TOLERANCE = 0.02
"""Of the distance between two ticks: positions are cut to hundredths of a point."""


def problems(page: Page) -> Iterator[Problem]:
    """Yield a problem for each axis whose ticks, and each mark that, is not where its number says."""
    for svg in page.root.find("svg"):
        ticks = _ticks(svg)
        for each in ticks.values():
            yield from _even([(anchor.at, anchor.value, anchor.node) for anchor in each])
        yield from marks.problems(page, svg, {axis: _on_grid(each, axis) for axis, each in ticks.items()})


def _ticks(svg: Node) -> dict[str, list[Anchor]]:
    """Return the ticks of each axis that say a number and nothing else."""
    ticks: dict[str, list[Anchor]] = {"x": [], "y": []}
    for group in svg.find("g"):
        axis = _AXIS.search(group.attrs.get("id", ""))
        named = any("data-facts" in node.attrs for node in group.walk())
        for label in group.find("text") if axis and not named else ():
            said, place = label.text.strip(), place_of(label)
            if axis and place is not None and TICK.fullmatch(said):
                ticks[axis[1]].append(Anchor(place[axis[1] == "y"], float(said.rstrip("%").replace("−", "-")), label))
    return ticks


def _on_grid(ticks: Sequence[Anchor], axis: str) -> list[Anchor]:
    """Return ticks where their lines of the grid stand; a label's own line lies below its middle."""
    found = []
    for tick in ticks:
        group = tick.node.up("g")
        group = group.parent if group is not None else None
        lines = [path for path in paths(group) if path.points] if group is not None else []
        places = {point[axis == "y"] for path in lines for point in path.points}
        found.append(replace(tick, at=places.pop()) if len(places) == 1 else tick)
    return found


def _even(marks: list[tuple[float, float, Node]]) -> Iterator[Problem]:
    """Check that numbers go with places in one straight line; two alone could say anything."""
    if not marks:
        return
    ordered = sorted(marks, key=lambda mark: mark[0])
    line = ordered[0][2].line
    shown = "、".join(label.text.strip() for _, _, label in ordered)
    if len(ordered) < 3:
        yield Problem(
            line, "坐标轴的刻度少于三个，无法核对", "an axis with fewer than three ticks cannot be checked", shown
        )
        return
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(ordered) if b[0] != a[0]]
    if len(slopes) < len(ordered) - 1 or not slopes[0]:
        yield Problem(line, "坐标轴的刻度重叠", "ticks of an axis coincide", shown)
    elif any(abs(slope / slopes[0] - 1.0) > _TOLERANCE for slope in slopes):
        yield Problem(line, "坐标轴的刻度与位置不符", "a tick does not stand where it says", shown)
