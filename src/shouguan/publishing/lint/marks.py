"""Marks: bars, lines, points and areas stand on the page where their figures say, in the row that names them.

`data-x` and `data-y` on a mark say what its points stand for, `data-wide` which figure is as wide as a bar: keys
of facts, points and stretches of a series, numbers. A picture's marks and ticks together show its scale.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shouguan.publishing.lint.page import Page, Problem
from shouguan.publishing.lint.tables import label, misnamed
from shouguan.publishing.lint.tree import Node

_POINT = re.compile(r"[ML] ?(-?[0-9.]+)[ ,](-?[0-9.]+)")
_MOVE = re.compile(r"translate\(\s*(-?[0-9.]+)[ ,]+(-?[0-9.]+)\s*\)")
_OFF = 0.06
"""How far a mark may stand from its place, in the picture's points: its own and the scale's places are rounded."""
_ROW = 7.0
"""How far a label's line may stand from the mark that it names."""
_BASELINE = 3.3
"""How far a label's line lies below its middle."""
_THICK = 0.1
"""A line that is no higher than this lies in one row."""


@dataclass(frozen=True)
class Path:
    """The points of a line, an area, or of markers."""

    points: tuple[tuple[float, float], ...]
    closed: bool


@dataclass(frozen=True)
class Mark:
    """What says where it stands along an axis, with the places of its points; `closed` is an area."""

    node: Node
    names: str
    values: list[float]
    lines: list[tuple[list[float], bool]]


@dataclass(frozen=True)
class Bar:
    """A bar and where its corners stand along it: from its start, on one side, to its end and back on the other."""

    node: Node
    value: float
    start: float
    end: float
    over: float
    back: float


@dataclass(frozen=True)
class Anchor:
    """A place along an axis that stands for a value."""

    at: float
    value: float
    node: Node


@dataclass(frozen=True)
class Scale:
    """How places go with values along one axis, taken from the two anchors that are furthest apart in value."""

    first: Anchor
    slope: float

    def at(self, value: float) -> float:
        """Return where a value stands."""
        return self.first.at + self.slope * (value - self.first.value)


def scale_of(anchors: Sequence[Anchor]) -> Scale | None:
    """Return the scale that anchors show; None where all stand for one value."""
    if not anchors:
        return None
    low, high = min(anchors, key=lambda each: each.value), max(anchors, key=lambda each: each.value)
    return None if low.value == high.value else Scale(low, (high.at - low.at) / (high.value - low.value))


def problems(page: Page, svg: Node, ticks: dict[str, list[Anchor]]) -> Iterator[Problem]:
    """Yield a problem for each mark of a picture that is not drawn as its figures say.

    Parameters
    ----------
    page : Page
    svg : Node
    ticks : dict of {'x', 'y'} to list of Anchor
        The ticks that say a number.
    """
    for axis in ("x", "y"):
        yield from _along(page, svg, axis, ticks[axis])
    yield from _rows(page, svg)


def _along(page: Page, svg: Node, axis: str, ticks: list[Anchor]) -> Iterator[Problem]:
    """Hold the marks of one axis against the scale that they and the ticks show together."""
    marks, wrong = _marks(page, svg, axis)
    yield from wrong
    bars, wrong = _bars(page, svg) if axis == "x" else ([], [])
    yield from wrong
    anchors, wrong = _anchors(marks)
    yield from wrong
    anchors += ticks
    scale = scale_of(anchors) or _scale_of_bars(anchors, bars)
    if scale is None:
        return
    for anchor in anchors:
        if abs(anchor.at - scale.at(anchor.value)) > _OFF:
            names = anchor.node.attrs.get(f"data-{axis}", anchor.node.words)
            yield _wrong(anchor.node, names, "没有画在它的数上", "is not drawn where its figure is")
    for mark in marks:
        if any(closed and not _edged(places, mark.values, scale) for places, closed in mark.lines):
            yield _wrong(mark.node, mark.names, "的边没有画在它的数上", "has its edges elsewhere")
    yield from _off_bars(bars, anchors, scale)


def _wrong(node: Node, names: str, zh: str, en: str) -> Problem:
    return Problem(node.line, f"图形 {names} {zh}", f"the mark {names} {en}")


def _marks(page: Page, svg: Node, axis: str) -> tuple[list[Mark], list[Problem]]:
    """Return the marks that say something of an axis, and those that stand for what there is not."""
    marks, wrong = [], []
    for node in svg.find("g"):
        names = node.attrs.get(f"data-{axis}")
        if names is None:
            continue
        values = page.record.values(names)
        if values is None:
            wrong.append(_wrong(node, names, "所说的数不存在", "stands for what there is not"))
        else:
            lines = [([point[axis == "y"] for point in path.points], path.closed) for path in paths(node)]
            marks.append(Mark(node, names, values, lines))
    return marks, wrong


def _anchors(marks: Sequence[Mark]) -> tuple[list[Anchor], list[Problem]]:
    """Pair the points of lines and markers with what they stand for: in order, or all with one value."""
    anchors, wrong = [], []
    for mark in marks:
        for places, closed in mark.lines:
            values = mark.values * len(places) if len(mark.values) == 1 else mark.values
            if closed:
                continue
            if len(places) != len(values):
                wrong.append(_wrong(mark.node, mark.names, "点数与数据不符", "has not as many points as figures"))
                continue
            anchors += [Anchor(at, value, mark.node) for at, value in zip(places, values, strict=True)]
    return anchors, wrong


def _edged(places: Sequence[float], values: Sequence[float], scale: Scale) -> bool:
    """Say whether an area has a point at each of its values, and none elsewhere."""
    wanted = [scale.at(value) for value in values]
    return all(_near(at, wanted) for at in places) and all(_near(each, places) for each in wanted)


def _near(at: float, places: Iterable[float]) -> bool:
    return any(abs(at - each) <= _OFF for each in places)


def _bars(page: Page, svg: Node) -> tuple[list[Bar], list[Problem]]:
    """Return the bars of a picture, and what is no bar of one figure."""
    bars, wrong = [], []
    for node in svg.find("g"):
        if "data-wide" not in node.attrs:
            continue
        values, drawn = page.record.values(node.attrs["data-wide"]), paths(node)
        if values is None or len(values) != 1 or len(drawn) != 1 or len(drawn[0].points) != 4:
            wrong.append(_wrong(node, node.attrs["data-wide"], "不是一个数的条形", "is no bar of one figure"))
            continue
        bars.append(Bar(node, values[0], *(point[0] for point in drawn[0].points)))
    return bars, wrong


def _scale_of_bars(anchors: Sequence[Anchor], bars: Sequence[Bar]) -> Scale | None:
    """Return the scale of a picture whose anchors all stand for one value: as wide as its widest bar."""
    widest = max(bars, key=lambda bar: abs(bar.value), default=None)
    if not anchors or widest is None or widest.value == 0:
        return None
    return Scale(anchors[0], (widest.end - widest.start) / widest.value)


def _off_bars(bars: Sequence[Bar], anchors: Sequence[Anchor], scale: Scale) -> Iterator[Problem]:
    """Each bar is as wide as its figure, and begins at zero or where another mark stands or the last bar ended."""
    begins = [scale.at(0.0), *(anchor.at for anchor in anchors)]
    for bar in bars:
        name = bar.node.attrs["data-wide"]
        if abs(bar.end - bar.start - scale.slope * bar.value) > _OFF or (bar.over, bar.back) != (bar.end, bar.start):
            yield _wrong(bar.node, name, "的长度与它的数不符", "is not as wide as its figure")
        if not _near(bar.start, begins):
            yield _wrong(
                bar.node, name, "的起点不在零点或上一条的终点", "begins neither at zero nor where the last one ended"
            )
        begins.append(bar.end)


def _rows(page: Page, svg: Node) -> Iterator[Problem]:
    """A label stands in a row of a mark that is drawn from the same figure, a name in the row of its figures."""
    levels: dict[str, list[float]] = {}
    upright: set[str] = set()
    for node in svg.find("g"):
        names = f"{node.attrs.get('data-x', '')} {node.attrs.get('data-wide', '')}".split()
        heights = [point[1] for path in paths(node) for point in path.points] if names else []
        if heights and max(heights) - min(heights) > _THICK and "data-wide" not in node.attrs:
            upright.update(names)
            continue
        for name in names if heights else ():
            levels.setdefault(name, []).append((max(heights) + min(heights)) / 2)
    labels = [(node, place, _listed(node)) for node in svg.find("text") if (place := place_of(node)) is not None]
    for node, (_, y), names in labels:
        for name in names:
            at = levels.get(name, []) if name not in upright else []
            if at and min(abs(y - _BASELINE - each) for each in at) > _ROW:
                zh, en = f"标注 {name} 不在它的图形那一行", f"the label {name} does not stand in the row of its mark"
                yield Problem(node.line, zh, en, node.words)
    yield from _names(page, [(node, y) for node, (_, y), names in labels if not names], levels)


def _listed(text: Node) -> list[str]:
    """Return the facts that stand in a label."""
    group = text.up("g")
    while group is not None and group.tag == "g" and "data-facts" not in group.attrs:
        group = group.parent
    return group.attrs["data-facts"].split() if group is not None and group.tag == "g" else []


def _names(page: Page, names: Sequence[tuple[Node, float]], levels: dict[str, list[float]]) -> Iterator[Problem]:
    """A name stands in the row of marks whose figures go by it."""
    rows: dict[float, list[str]] = {}
    for key, at in levels.items():
        for level in at if key in page.record.facts else ():
            rows.setdefault(round(level), []).append(label(page.record.facts[key], page.lang))
    ordered = sorted(rows)
    called = [rows[level] for level in ordered]
    for node, y in names:
        near = [row for row, level in enumerate(ordered) if abs(y - _BASELINE - level) <= _ROW]
        if near and misnamed(node.words, near[0], called):
            zh, en = f"“{node.words}”不在它的图形那一行", f"'{node.words}' does not stand in the row of its mark"
            yield Problem(node.line, zh, en, node.words)


def paths(node: Node) -> list[Path]:
    """Return what a mark is drawn with: its lines and areas, and its points where a shape is put."""
    found = []
    for part in node.walk():
        if part.tag == "path" and part.up("defs") is None and "d" in part.attrs:
            points = tuple((float(x), float(y)) for x, y in _POINT.findall(part.attrs["d"]))
            found.append(Path(points, part.attrs["d"].rstrip().endswith("z")))
    put = tuple(
        (float(use.attrs["x"]), float(use.attrs["y"])) for use in node.find("use") if {"x", "y"} <= set(use.attrs)
    )
    return [*found, Path(put, False)] if put else found


def place_of(label: Node) -> tuple[float, float] | None:
    """Return where a text stands: by its own attributes, or moved by a transform."""
    moved = _MOVE.search(label.attrs.get("transform", ""))
    if moved:
        return float(moved[1]), float(moved[2])
    if "x" in label.attrs and "y" in label.attrs:
        return float(label.attrs["x"]), float(label.attrs["y"])
    return None
