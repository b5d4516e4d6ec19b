"""The explorer's picture: how the year may close, and what each part adds, as a small SVG with real text.

It is drawn anew on every move of a hand, so it is text put together: 0.7 ms and 5 KB, where `plots.distribution`
alone takes 90 ms and 49 KB; and its colours follow JupyterLab's own theme, light or dark.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from shouguan.components.levers import Answer
from shouguan.core.rounding import display
from shouguan.core.ytd import ROUNDING, Array
from shouguan.explorer.state import DECIMALS, Subject
from shouguan.report.language.words import say

_WIDTH = 440
_LEFT, _RIGHT = 12, 428
_BASELINE, _PEAK = 132, 46
_ROWS_FROM, _ROW = 190, 18
_BARS_RIGHT = 384
_WIDEST_NAME = 190
_EM = 11.0  # the size of the text, as the explorer's style sets it
_LATIN = 0.56  # of an em: how wide a letter is; a Chinese character is one
_POINTS = 72  # of the curve: more would not be seen at this size
_BINS = 400
_TAIL = 0.002  # of the draws on each side that the curve leaves out
_LABEL = 96  # room for a label over the curve
_MOST_TICKS = 8
_TEXT = Markup('<text x="{}" y="{}" class="{}">{}</text>')
_NAME = Markup('<text x="{}" y="{}" class="sg-end" lengthAdjust="spacingAndGlyphs"{}>{}</text>')
_LINE = Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>')
_RECT = Markup('<rect x="{}" y="{}" width="{}" height="{}" class="{}"/>')
_PATH = Markup('<path d="{}" class="{}"/>')


@dataclass(frozen=True)
class Curve:
    """The density of the year with nothing moved; a move shifts it, for it shifts every draw alike.

    Attributes
    ----------
    growth : ndarray, shape (points,)
        Full-year growth, per cent.
    height : ndarray, shape (points,)
        The density, its highest point 1.
    """

    growth: Array
    height: Array


def curve(full_year: Array) -> Curve:
    """Smooth the draws of a year into a density (a Gaussian kernel over bins, Silverman's width)."""
    low, high = np.quantile(full_year, (_TAIL, 1.0 - _TAIL))
    quartiles = np.quantile(full_year, (0.25, 0.75))
    spread = min(float(full_year.std()), float(quartiles[1] - quartiles[0]) / 1.34) or ROUNDING
    width = 0.9 * spread * full_year.size**-0.2
    growth = np.linspace(low - width, high + width, _POINTS)
    counts, edges = np.histogram(full_year, bins=_BINS, range=(float(low), float(high) + 1e-9))
    away = (growth[:, None] - (edges[:-1] + edges[1:]) / 2.0) / width
    height = np.exp(-0.5 * away**2) @ counts
    return Curve(growth, height / height.max())


def picture(subject: Subject, shape: Curve, target: float, answer: Answer, description: str) -> Markup:
    """Draw an answer.

    Parameters
    ----------
    subject : Subject
    shape : Curve
        Of the subject's draws.
    target : float
    answer : Answer
    description : str
        What a person who cannot see the picture needs to know; plain text.
    """
    height = _ROWS_FROM + _ROW * len(subject.board.levers) + 8
    body = _year(subject, shape, target, answer) + _bars(subject, answer)
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, height, description, body
    )


def _year(subject: Subject, shape: Curve, target: float, answer: Answer) -> Markup:
    """Draw the density, what of it meets the target, the target, and the 80 % interval."""
    lang = subject.lang
    growth = shape.growth + (answer.median - subject.board.base[1])
    # whole per cent, so that the axis stands still while a hand moves within them
    low = math.floor(min(float(growth[0]), target, float(shape.growth[0])))
    high = math.ceil(max(float(growth[-1]), target, float(shape.growth[-1])))
    scale = (_RIGHT - _LEFT) / (high - low)

    def x(value: float) -> float:
        return round(_LEFT + (value - low) * scale, 1)

    threshold = target - ROUNDING
    met = growth >= threshold
    parts = [_PATH.format(_area(growth, shape.height, x), "sg-year")]
    if met.any():
        edge = float(np.interp(threshold, growth, shape.height, left=0.0))
        begins = max(threshold, float(growth[0]))
        across = np.concatenate([[begins], growth[met]])
        parts.append(_PATH.format(_area(across, np.concatenate([[edge], shape.height[met]]), x), "sg-met"))
    parts.append(_LINE.format(_LEFT, _BASELINE, _RIGHT, _BASELINE, "sg-axis"))
    parts.append(
        _RECT.format(x(answer.lower), _BASELINE - 2, round((answer.upper - answer.lower) * scale, 1), 4, "sg-80")
    )
    parts.append(_LINE.format(x(answer.median), 34, x(answer.median), _BASELINE, "sg-median"))
    parts.append(_LINE.format(x(target), 18, x(target), _BASELINE, "sg-target"))
    goal = say(lang, "目标 {t}%", t=display(target, DECIMALS))
    year = say(lang, "预计 {m}%", m=display(answer.median, DECIMALS))
    # labels stand on the outer sides of the two lines, so that neither line runs through the other's label
    right = target >= answer.median
    parts.append(_beside(x(target), 14, "sg-goal", goal, right=right))
    parts.append(_beside(x(answer.median), 30, "sg-strong", year, right=not right))
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 1000) if (high - low) / size <= _MOST_TICKS)
    for tick in range(math.ceil(low / step) * step, high + 1, step):
        parts.append(
            _TEXT.format(min(max(x(tick), 16), _WIDTH - 16), _BASELINE + 16, "sg-mid sg-muted", f"{display(tick, 0)}%")
        )
    return Markup("").join(parts)


def _bars(subject: Subject, answer: Answer) -> Markup:
    """Draw what each part adds to the year, the expected amount as an outline behind it."""
    board, lang = subject.board, subject.lang
    before = board.weights * board.expected
    low = min(0.0, float(before.min()), float(answer.points.min()))
    high = max(0.0, float(before.max()), float(answer.points.max()))
    widths = [_wide(subject.part(lever)) for lever in board.levers]
    left = _LEFT + min(max(widths), _WIDEST_NAME) + 8
    scale = (_BARS_RIGHT - left) / ((high - low) or 1.0)

    def x(value: float) -> float:
        return round(left + (value - low) * scale, 1)

    def bar(value: float, y: float, thick: float, kind: str) -> Markup:
        return _RECT.format(min(x(0.0), x(value)), y, round(abs(value) * scale, 1), thick, kind)

    head = say(lang, "{r}拉动全年（百分点；空心框为原预计）", r=subject.rest)
    parts = [_TEXT.format(_LEFT, _ROWS_FROM - 18, "sg-strong", head)]
    for row, lever in enumerate(board.levers):
        y = _ROWS_FROM + row * _ROW
        squeezed = Markup(' textLength="{}"').format(_WIDEST_NAME) if widths[row] > _WIDEST_NAME else ""
        parts.append(_NAME.format(left - 8, y + 9, squeezed, subject.part(lever)))
        parts.append(bar(float(before[row]), y - 1, 13, "sg-before"))
        parts.append(bar(float(answer.points[row]), y + 2, 7, "sg-now"))
        parts.append(_TEXT.format(_RIGHT, y + 9, "sg-end sg-number", display(float(answer.points[row]), 2)))
    parts.append(_LINE.format(x(0.0), _ROWS_FROM - 4, x(0.0), _ROWS_FROM + _ROW * len(board.levers), "sg-axis"))
    return Markup("").join(parts)


def _area(across: Array, height: Array, x: Callable[[float], float]) -> str:
    """Return the path of an area under a curve."""
    up = _BASELINE - _PEAK
    points = " ".join(f"{x(g)},{_BASELINE - h * up:.1f}" for g, h in zip(across.tolist(), height.tolist(), strict=True))
    return f"M{x(float(across[0]))},{_BASELINE} L{points} L{x(float(across[-1]))},{_BASELINE} Z"


def _beside(at: float, y: int, kind: str, label: object, *, right: bool) -> Markup:
    """Write a label to the right or the left of a line, on the other side where there is no room."""
    right = at + _LABEL <= _WIDTH if right else at < _LABEL
    return _TEXT.format(round(at + 4 if right else at - 4, 1), y, f"{kind} {'sg-start' if right else 'sg-end'}", label)


def _wide(text: str) -> float:
    """Return about how wide a text is, in units of the picture."""
    return sum(_EM if unicodedata.east_asian_width(sign) in "WFA" else _LATIN * _EM for sign in text)
