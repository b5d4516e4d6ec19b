"""The course of a year: what is published on the left, what is ahead on half of the width or more, on its own scale.

A crash of last spring is not what the picture is about: where it would press all else flat, its line runs out of the
picture and a triangle at the edge says how far.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from matplotlib.transforms import offset_copy

from shouguan.core.periods import Lang
from shouguan.facts.table import Fact
from shouguan.report.charts import theme
from shouguan.report.charts.chart import in_lines
from shouguan.report.charts.picture import Picture, Words
from shouguan.report.language import words

_AHEAD = 0.5
"""At least so much of the width is for what is ahead."""
_MOST = 3.0
"""The scale reaches over the past as far as this many times what is ahead, which so keeps a third of the height."""
_LEAST = 0.2
"""Of the whole range of growth: what is ahead counts for at least so much, however narrow it is."""
_PAD, _EDGE = 0.06, 6.0
"""Room above and below, of the range; and on the left and right, points."""
_BETWEEN = 6.0
"""Between two names under the axis, points."""
_SWATCH = 7.0
_ROOM = 40.0
"""What a figure takes, points."""


class Course(Picture):
    """A picture of stretches of time, of which the first `start + 1` are published.

    Parameters
    ----------
    count, start : int
        How many stretches there are; which is the newest that is published.
    right : float
        Margin for the labels of the ends.
    names : int
        How many lines a name under the axis has.

    Attributes
    ----------
    x : list of float
        Where each stretch stands, in points from the left.
    """

    def __init__(self, count: int, start: int, *, right: float, names: int) -> None:
        super().__init__(252.0, left=33.0, right=right, top=24.0, bottom=14.0 + 12.0 * names)
        self.start = start
        past, ahead = start, count - 1 - start
        share = 1.0 if past == 0 else max(_AHEAD, ahead / (past + ahead)) if ahead else 0.0
        wide = self.wide - 2 * _EDGE
        now = _EDGE + (1.0 - share) * wide
        self.x = [
            _EDGE + (now - _EDGE) * at / past if at < past else now + share * wide * (at - past) / max(ahead, 1)
            for at in range(count)
        ]
        self.axes.set_xlim(0.0, self.wide)

    def frame(self, ahead: Iterable[float], past: Iterable[float]) -> None:
        """Set the scale: all that is ahead is in sight, and of the past what does not press it flat."""
        ahead, past = list(ahead), list(past)
        low, high = min(ahead), max(ahead)
        span = max(high - low, _LEAST * (max(*ahead, *past) - min(*ahead, *past)))
        for each in sorted(past, key=lambda value: max(low - value, value - high)):
            wider = min(low, each), max(high, each)
            if wider[1] - wider[0] > _MOST * span:
                break
            low, high = wider
        room = _PAD * (high - low or 1.0)
        self.axes.set_ylim(low - room, high + room)
        self.zero()
        self.scale()

    def cut(self, line: Sequence[float | None], facts: Sequence[Fact | None], colour: str = theme.BLUE) -> list[Fact]:
        """Mark where a line runs out of the picture, each run outside at the point that lies farthest.

        Parameters
        ----------
        line : sequence of float or None
            Growth of the stretches from the first on.
        facts : sequence of Fact or None
            The facts of those points that have one.

        Returns
        -------
        list of Fact
            What is named at the edges.
        """
        low, high = self.axes.get_ylim()
        sides = [0 if value is None else int(value > high) - int(value < low) for value in line]
        named = []
        for side, group in groupby(range(len(line)), key=sides.__getitem__):
            run = list(group)
            if not side:
                continue
            at = max(run, key=lambda each: abs(line[each] or 0.0))
            edge, fact = (high if side > 0 else low), facts[at]
            self.line(
                [self.x[at]], [edge], color=colour, marker="^" if side > 0 else "v", markersize=5.0, clip_on=False
            )
            if fact is not None:
                left = self._leaves(line, run[0], edge - side * theme.LINE / self.high * (high - low))
                dx, ha = (theme.GAP + 1.0, "left") if left is None else (left - theme.GAP - self.x[at], "right")
                self.put(self.x[at], edge, fact, dx=dx, dy=-theme.GAP * side, ha=ha, colour=colour, halo=True)
                named.append(fact)
        return named

    def _leaves(self, line: Sequence[float | None], at: int, level: float) -> float | None:
        """Return where a line comes by a level on its way to a point; None where too little stands left of it."""
        before, after = (line[at - 1], line[at]) if at else (None, None)
        if before is None or after is None:
            return None
        part = min(max((level - before) / (after - before), 0.0), 1.0)
        across = self.x[at - 1] + part * (self.x[at] - self.x[at - 1])
        return across if across > _ROOM else None

    def stretches(self, names: Sequence[Words], first: Sequence[int]) -> None:
        """Name the stretches under the axis as far as there is room: those of `first` before the others."""
        kept: list[int] = []
        others = [*range(len(names) - 1, self.start, -1), *range(self.start)]
        for at in dict.fromkeys([*first, *others]):
            if all(abs(self.x[at] - self.x[each]) >= self._half(names, at, each) + _BETWEEN for each in kept):
                kept.append(at)
        kept.sort()
        self.ticks([self.x[at] for at in kept], [names[at] for at in kept], linespacing=1.45)

    @staticmethod
    def _half(names: Sequence[Words], *pair: int) -> float:
        return sum(max(theme.length(line) for line in in_lines(names[at]).split("\n")) for at in pair) / 2

    def halves(self, bands: Sequence[str], levels: Words, lang: Lang) -> None:
        """Write over the picture which side is published and which is ahead, and what its shades are."""
        low, high = self.axes.get_ylim()
        now = self.x[self.start]
        self.line([now, now], [low, high], color=theme.RULE, linewidth=0.8, zorder=0)
        if self.start:
            self.put(now, high, words.say(lang, "已公布"), dx=-theme.GAP, dy=9.0, ha="right", colour=theme.MUTED)
        ahead = words.say(lang, "测算")
        self.put(now, high, ahead, dx=theme.GAP, dy=9.0, colour=theme.MUTED)
        at = 2 * theme.GAP + theme.length(ahead.striptags()) + 2.0
        for colour in reversed(bands):
            place = offset_copy(self.axes.transData, self.figure, at + _SWATCH / 2, 9.0, units="points")
            self.axes.plot(
                [now], [high], marker="s", markersize=_SWATCH, color=colour, linewidth=0, transform=place, clip_on=False
            )
            at += _SWATCH + 1.0
        self.put(now, high, levels, dx=at + 2.0, dy=9.0, colour=theme.MUTED)
