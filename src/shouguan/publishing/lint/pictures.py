"""Pictures: a tick's number is no fact, so it must stand where it says; tests of the charts hold what is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from shouguan.publishing.lint.page import Page, Problem
from shouguan.publishing.lint.tree import Node

_AXIS = re.compile(r"([xy])tick_[0-9]+$")
TICK = re.compile(r"−?[0-9]+(?:\.[0-9]+)?%?")
_MOVE = re.compile(r"translate\(\s*(-?[0-9.]+)[ ,]+(-?[0-9.]+)\s*\)")
_TOLERANCE = 0.02
"""Of the distance between two ticks: positions are cut to hundredths of a point."""


def problems(page: Page) -> Iterator[Problem]:
    """Yield a problem for each axis whose ticks are not where their numbers say."""
    for svg in page.root.iter("svg"):
        ticks: dict[str, list[tuple[float, float, Node]]] = {"x": [], "y": []}
        for group in svg.iter("g"):
            axis = _AXIS.search(group.get("id", ""))
            named = any("data-facts" in node.attrib for node in group.iter("*"))
            for label in group.iter("text") if axis and not named else ():
                text, place = label.text_content().strip(), _place(label)
                if axis and place is not None and TICK.fullmatch(text):
                    value = float(text.rstrip("%").replace("−", "-"))
                    ticks[axis[1]].append((place[axis[1] == "y"], value, label))
        for each in ticks.values():
            yield from _even(each)


def _even(ticks: list[tuple[float, float, Node]]) -> Iterator[Problem]:
    """Check that numbers go with places in one straight line; two alone could say anything."""
    if not ticks:
        return
    ordered = sorted(ticks, key=lambda tick: tick[0])
    line = ordered[0][2].sourceline
    shown = "、".join(label.text_content().strip() for _, _, label in ordered)
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


def _place(label: Node) -> tuple[float, float] | None:
    """Return where a text stands: by its own attributes, or moved by a transform."""
    moved = _MOVE.search(label.get("transform", ""))
    if moved:
        return float(moved[1]), float(moved[2])
    if "x" in label.attrib and "y" in label.attrib:
        return float(label.attrib["x"]), float(label.attrib["y"])
    return None
