"""The theme of all pictures: colours, sizes, how long a text is, where a line breaks, labels that keep apart.

Colours that stand side by side differ in lightness, or else in form (stripes, markers, dashes), so that a
picture reads the same to a colour-blind eye and in black-and-white print.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from shouguan.core.rounding import display
from shouguan.report import fonts

WIDTH = 388.8
"""Of every picture, in points; at a phone's width (358 pixels) its labels still print at 8.7 pixels."""
SIZE = 9.5
"""Of every label, in points."""
LINE = 11.5
"""From one line of a label to the next, points."""
GAP = 5.0
"""Between a mark and its label, points."""

INK, MUTED = "#1b1f24", "#57606a"
BLUE, RUST = "#0b4f8a", "#9a3412"
"""What the picture is about; and what is asked of it (targets, needs) or pulls it down."""
GRID, RULE = "#e3e7eb", "#c3c9d0"
BANDS = ("#d5e4f2", "#a9cae6", "#74a9d4")
"""From the widest interval to the narrowest."""
UP, DOWN, OTHER = "#5293c9", RUST, "#929daa"
"""Bars that add, bars that take away (striped, too), and those that the picture is not about."""
PALE = "#8b949e"
"""Lines that are there to compare with."""

DOTTED, DASHED = (0, (1, 1.5)), (0, (4, 2))
_LATIN = 0.57  # of an em: a digit or a letter; a Chinese character, and the dash of 1—9月, are one
_MOST_LINES = 3
_STEPS = 6


def style() -> dict[Any, Any]:
    """Return what matplotlib is told while a picture is drawn or written."""
    return {
        "font.family": [fonts.chinese_family()],
        "font.size": SIZE,
        "svg.fonttype": "none",
        "svg.hashsalt": "shouguan",
        "axes.unicode_minus": True,
        "text.color": INK,
    }


def length(text: str) -> float:
    """Return about how long a line of text is, in points.

    Examples
    --------
    >>> length("工业"), length("0.56")
    (19.0, 21.66)
    """
    ems = sum(1.0 if unicodedata.east_asian_width(each) in "WFA" else _LATIN for each in text)
    return round(SIZE * ems, 2)


def wrap(name: str, most: float) -> list[str]:
    """Break a name into lines no longer than `most` points: after 、, before 和 or a bracket, between words.

    A line break in the name is kept where the name is too long for one line. A name that takes more than three
    lines ends with an ellipsis.

    Examples
    --------
    >>> wrap("信息传输、软件和信息技术服务业", 90)
    ['信息传输、软件', '和信息技术服务业']
    >>> wrap("Hotels and catering", 90)
    ['Hotels and', 'catering']
    """
    parts = name.split("\n")
    whole = (" " if name.isascii() else "").join(parts)
    lines = [line for part in ([whole] if length(whole) <= most else parts) for line in _filled(part, most)]
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1][:-1]}…"]
    return lines or [""]


def _filled(name: str, most: float) -> list[str]:
    glue = " " if name.isascii() else ""
    pieces = name.split() if glue else re.split(r"(?<=、)|(?=和)|(?=（)", name)
    lines: list[str] = []
    for piece in (part for whole in pieces for part in _cut(whole, most)):
        longer = f"{lines[-1]}{glue}{piece}" if lines else piece
        if lines and length(longer) <= most:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def _cut(piece: str, most: float) -> list[str]:
    """Cut what has no place to break."""
    parts = [""]
    for each in piece:
        if parts[-1] and length(parts[-1] + each) > most:
            parts.append("")
        parts[-1] += each
    return parts


def spread(positions: Sequence[float], least: float) -> list[float]:
    """Move labels apart so that none covers another: their order and the middle of each crowd stay.

    Parameters
    ----------
    positions : sequence of float
        Where the labels would stand.
    least : float
        How far apart they must be, in the same unit.

    Examples
    --------
    >>> spread([2.0, 2.0, 9.0], 1.0)
    [1.5, 2.5, 9.0]
    """
    crowds: list[list[int]] = []
    for each in sorted(range(len(positions)), key=lambda index: (positions[index], index)):
        crowds.append([each])
        while len(crowds) > 1 and _low(crowds[-1], positions, least) < _high(crowds[-2], positions, least) + least:
            crowds[-2:] = [[*crowds[-2], *crowds[-1]]]
    placed = [0.0] * len(positions)
    for crowd in crowds:
        for step, index in enumerate(crowd):
            placed[index] = _low(crowd, positions, least) + step * least
    return placed


def _low(crowd: list[int], positions: Sequence[float], least: float) -> float:
    return sum(positions[index] for index in crowd) / len(crowd) - least * (len(crowd) - 1) / 2


def _high(crowd: list[int], positions: Sequence[float], least: float) -> float:
    return _low(crowd, positions, least) + least * (len(crowd) - 1)


def tick(value: float) -> str:
    """Return a tick's label with as many decimals as it needs, so that it stands where it says.

    Examples
    --------
    >>> tick(7.0), tick(7.25), tick(-0.5)
    ('7', '7.25', '−0.5')
    """
    decimals = next(d for d in range(_STEPS) if d == _STEPS - 1 or abs(value - round(value, d)) < 1e-9)
    return display(value, decimals)
