"""A figure while it is drawn: labels that know their room and their facts, bars, rows, scales."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, ParamSpec

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.figure import Figure
from matplotlib.transforms import offset_copy

from shouguan.core.periods import Lang
from shouguan.facts.table import Fact
from shouguan.report.charts import svg, theme
from shouguan.report.charts.chart import DIGIT, Chart, Words, in_lines, mentions, plain
from shouguan.report.tables import Shown

_APART = 15.0  # points between two labels
_MOVED = 0.3  # of that: a label that moved by more is tied to the end of its line
_PAD, _TIGHT, _MANY = 7.0, 3.0, 16
"""Between rows, points; and between more rows than so many."""
_ROUNDS = 40
_MOST_ROOM = 0.75  # of the width: labels leave the marks at least a quarter
_STRIPE = 2.4  # points between two stripes
P = ParamSpec("P")


class Picture:
    """A figure while it is drawn. Distances are in points, so that a label's room is known beforehand.

    Parameters
    ----------
    height : float
        Of the whole picture.
    left, right, top, bottom : float
        Margins around the axes.
    """

    def __init__(self, height: float, *, left: float, right: float, top: float, bottom: float) -> None:
        self.wide, self.high = theme.WIDTH - left - right, height - top - bottom
        self.figure = Figure(figsize=(theme.WIDTH / 72, height / 72))
        self.axes = self.figure.add_axes(
            (left / theme.WIDTH, bottom / height, self.wide / theme.WIDTH, self.high / height)
        )
        self.axes.patch.set_visible(False)
        self.axes.set_axisbelow(True)
        self.axes.tick_params(length=0, labelcolor=theme.MUTED)
        for side in ("top", "right", "left"):
            self.axes.spines[side].set_visible(False)
        self.axes.spines["bottom"].set_color(theme.RULE)
        self._facts: dict[str, None] = {}

    def put(
        self,
        x: float,
        y: float,
        words: Words,
        *,
        dx: float = 0.0,
        dy: float = 0.0,
        colour: str = theme.INK,
        bold: bool = False,
        across: bool = False,
        halo: bool = False,
        mentioned: Sequence[str] | None = None,
        **rest: Any,
    ) -> None:
        """Write a label at a place of the axes, and remember the facts that stand in it.

        Parameters
        ----------
        x, y : float
            In the units of the axes; with `across`, x is a fraction of their width.
        words : Fact, Markup or str
        dx, dy : float
            Moved by so many points to the right and up.
        bold, across, halo : bool
            `halo` hides the lines that run behind the label.
        mentioned : sequence of str, optional
            What stands in the label, where `words` is plain text.
        """
        text, keys = plain(words)
        self._facts.update(dict.fromkeys(keys))
        place: dict[str, Any] = {"ha": "left", "va": "center", "annotation_clip": False}
        if halo:
            place["bbox"] = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.5}
        label = self.axes.annotate(
            text,
            (x, y),
            xycoords=("axes fraction", "data") if across else "data",
            xytext=(dx, dy),
            textcoords="offset points",
            color=colour,
            **(place | rest),
        )
        label.set_gid(svg.label_id([name for name, _ in mentions(words)] if mentioned is None else mentioned, bold))

    def ticks(self, at: Sequence[float], names: Sequence[Words], **rest: Any) -> None:
        """Write names under the axis; each says which years and stretches stand in it."""
        self.axes.set_xticks(at, [in_lines(name) for name in names], **rest)
        for label, name in zip(self.axes.get_xticklabels(), names, strict=True):
            label.set_gid(svg.label_id([each for each, _ in mentions(name)], bold=False))

    def line(self, across: Sequence[float | Fact], up: Sequence[float | Fact], **style: Any) -> None:
        """Draw a line or markers; a fact stands at its value."""
        self.axes.plot(*([_value(each) for each in side] for side in (across, up)), **style)

    def area(self, across: Sequence[float], low: Sequence[float], high: Sequence[float], *, colour: str) -> None:
        """Fill what lies between two lines."""
        self.axes.fill([*across, *reversed(across)], [*low, *reversed(high)], color=colour, linewidth=0)

    def level(self, at: Fact | None = None, **style: Any) -> None:
        """Draw a line across the picture at a figure, or at zero."""
        self.axes.axhline(_value(at), **style)

    def upright(self, at: Fact | None = None, **style: Any) -> None:
        """Draw a line down the picture at a figure, or at zero."""
        self.axes.axvline(_value(at), **style)

    def fit(self, *labels: tuple[float, float, float]) -> None:
        """Set the range of x so that every mark is in sight, with the room that its label takes beside it.

        Parameters
        ----------
        labels : tuple of (value, left, right)
            Where each mark stands, and how many points its label needs on either side.
        """
        low = min(value for value, _, _ in labels)
        high = max(value for value, _, _ in labels)
        if high <= low:
            low, high = low - 0.5, high + 0.5
        first, last = low, high
        most = max(left for _, left, _ in labels) + max(right for _, _, right in labels)
        fair = min(1.0, _MOST_ROOM * self.wide / most) if most else 1.0
        for _ in range(_ROUNDS):  # more room makes a point stand for more, which takes more room, ever less of it
            unit = fair * (last - first) / self.wide
            first = min(low, *(value - left * unit for value, left, _ in labels))
            last = max(high, *(value + right * unit for value, _, right in labels))
        self.axes.set_xlim(first, last)

    @property
    def unit(self) -> float:
        """How much of x one point is."""
        low, high = self.axes.get_xlim()
        return (high - low) / self.wide

    def bar(self, fact: Fact, start: float, y: float, height: float, fill: str, *, striped: bool = False) -> None:
        """Draw a fact as a bar from `start`; stripes tell one that takes away, whatever the colour."""
        end = start + fact.value
        self.axes.barh(y, fact.value, left=start, height=height, color=fill, linewidth=0)
        if striped:
            step = _STRIPE * self.unit
            low, high = min(start, end), max(start, end)
            at = [low + step * (n + 0.5) for n in range(int((high - low) / step))]
            self.axes.vlines(at, y - height / 2, y + height / 2, colors="white", linewidth=0.8)

    def broken(self, fact: Fact, end: float, y: float, height: float, fill: str) -> None:
        """Draw a bar from zero that is cut short at `end`, with a gap across it that says so."""
        self.axes.barh(y, end, height=height, color=fill, linewidth=0)
        towards = 1.0 if end < 0 else -1.0
        for at in (8.0, 12.0):
            x = end + towards * at * self.unit
            self.axes.plot(
                [x, x + 4.0 * self.unit], [y + height / 2, y - height / 2], color="white", linewidth=1.6, clip_on=False
            )
        self._facts.setdefault(fact.key)

    def zero(self) -> None:
        """Draw the line of no growth, where it is in sight."""
        low, high = self.axes.get_ylim()
        if min(low, high) < 0 < max(low, high):
            self.level(color=theme.MUTED, linewidth=0.6)

    def beside(self, x: float, marks: Sequence[tuple[float, Words, str]], *, bold: int = -1) -> None:
        """Label lines at their right end, kept apart from each other; a label that had to move is tied to its end.

        Parameters
        ----------
        x : float
            Where the lines end.
        marks : sequence of (y, words, colour)
        bold : int
            Which of them stands out.
        """
        low, high = self.axes.get_ylim()
        least = (high - low) / self.high * _APART
        aside = offset_copy(self.axes.transData, self.figure, theme.GAP, units="points")
        for number, ((end, words, colour), y) in enumerate(
            zip(marks, theme.spread([y for y, _, _ in marks], least), strict=True)
        ):
            if abs(y - end) > _MOVED * least:
                tie = {"arrowstyle": "-", "color": colour, "linewidth": 0.6, "shrinkA": 0.0, "shrinkB": 0.0}
                self.axes.annotate("", (x, end), (x, y), textcoords=aside, arrowprops=tie)
            self.put(x, y, words, dx=theme.GAP + 1.0, colour=colour, bold=number == bold)

    def scale(self) -> None:
        """Give y a light grid and ticks that stand where they say."""
        self.axes.grid(axis="y", color=theme.GRID, linewidth=0.6)
        self.axes.yaxis.set_major_formatter(lambda value, _: theme.tick(value))

    def bare(self) -> None:
        """Leave out the scales: every mark has its figure beside it."""
        self.axes.set_xticks([])
        self.axes.set_yticks([])
        self.axes.spines["bottom"].set_visible(False)

    def chart(self, key: str, caption: Markup, description: Markup | str, data: Shown, lang: Lang) -> Chart:
        """Return the finished picture with its words and its data."""
        summary = "图中数据" if lang == "zh" else "The data behind the chart"
        return Chart(self.figure, key, caption, description, data, summary, tuple(self._facts))


class Rows(Picture):
    """A picture with one row for each name, from the top.

    Parameters
    ----------
    names : sequence of Fact, Markup or str
        A line break in a name is kept.
    right : float
        Margin for a column of words on the right.
    most : float
        How long a line of a name may be.
    foot : int
        How many lines of words stand below the rows.
    head : bool
        Whether column headings stand above them.
    """

    def __init__(
        self, names: Sequence[Words], *, right: float = 8.0, most: float = 118.0, foot: int = 0, head: bool = False
    ) -> None:
        pad = _PAD if len(names) <= _MANY else _TIGHT
        lines = [theme.wrap(in_lines(name), most) for name in names]
        left = max((theme.length(line) for each in lines for line in each), default=0.0) * 1.08 + 2 * theme.GAP
        heights = [max(len(each), 1) * theme.LINE + pad for each in lines]
        top, bottom = (19.0 if head else 4.0), 4.0 + foot * 14.0
        super().__init__(sum(heights) + top + bottom, left=left, right=right, top=top, bottom=bottom)
        self.at = [sum(heights[:index]) + height / 2 for index, height in enumerate(heights)]
        self.axes.set_ylim(sum(heights), 0.0)
        self.bare()
        self.left = left
        self._names, self._lines = names, lines

    def name(self, row: int, words: Words | None = None, *, colour: str = theme.INK, bold: bool = False) -> None:
        """Write a row's name on its left, line by line, each set to the right; `words` may name the facts in it."""
        words = self._names[row] if words is None else words
        self._facts.update(dict.fromkeys(plain(words)[1]))
        lines, left = self._lines[row], mentions(words)
        for number, line in enumerate(lines):
            up = ((len(lines) - 1) / 2 - number) * theme.LINE
            spans, at = [], 0
            if left and left[0][0][0] == "~" and line.strip("…") in left[0][1] and DIGIT.search(line):
                spans.append(left[0][0])  # a part of what a file calls it
            while left and (start := line.find(left[0][1], at)) >= 0:
                at = start + len(left[0][1])
                spans.append(left.pop(0)[0])
            place: dict[str, Any] = {"dx": -theme.GAP, "dy": up, "ha": "right", "across": True, "mentioned": spans}
            self.put(0.0, self.at[row], line, colour=colour, bold=bold, **place)

    def zero_line(self) -> None:
        """Draw the line of no growth down the rows, where it is in sight."""
        low, high = self.axes.get_xlim()
        if low < 0 < high:
            self.upright(color=theme.MUTED, linewidth=0.6, zorder=0)

    def heading(self, across: float, words: Words, *, ha: str = "left", dx: float = 0.0) -> None:
        """Write a column's heading above the rows."""
        self.put(across, 0.0, words, dx=dx, dy=9.0, ha=ha, colour=theme.MUTED, across=True)

    def foot(self, x: float, words: Words) -> None:
        """Write a label below the rows at `x`, within the picture's edges."""
        half = theme.length(plain(words)[0]) / 2
        left = self.left + (x - self.axes.get_xlim()[0]) / self.unit
        inside = min(max(left, half), theme.WIDTH - half) - left
        self.put(x, self.axes.get_ylim()[0], words, dx=inside, dy=-9.0, ha="center", colour=theme.MUTED)


def _value(at: float | Fact | None) -> float:
    """Return where something stands: a figure at its value, nothing at zero."""
    return float(at.value if isinstance(at, Fact) else at or 0.0)


def drawn(function: Callable[P, Chart]) -> Callable[P, Chart]:
    """Draw with the theme's fonts and leave matplotlib's own settings as they were."""

    @wraps(function)
    def with_style(*args: P.args, **kwargs: P.kwargs) -> Chart:
        with mpl.rc_context(theme.style()):
            return function(*args, **kwargs)

    return with_style
