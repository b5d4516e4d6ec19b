"""What stands in a seaborn picture: its texts, and that each of them has its glyphs."""

from __future__ import annotations

from functools import cache

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text


@cache
def _characters(file: str) -> frozenset[int]:
    return frozenset(FT2Font(file).get_charmap())


def texts(ax: Axes) -> list[str]:
    """Every text of the picture that says something, once it has been drawn."""
    figure = ax.figure
    assert isinstance(figure, Figure)
    figure.canvas.draw()
    return [text.get_text() for text in figure.findobj(Text) if isinstance(text, Text) and text.get_text().strip()]


def missing_glyphs(ax: Axes) -> set[str]:
    """Characters anywhere in the figure that the font of their text does not have."""
    figure = ax.figure
    assert isinstance(figure, Figure)
    figure.canvas.draw()
    lacking: set[str] = set()
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        known = _characters(findfont(text.get_fontproperties()))
        lacking |= {each for each in text.get_text() if each != "\n" and ord(each) not in known}
    return lacking


def legend(ax: Axes) -> list[str]:
    """The legend's lines, in order."""
    drawn = ax.get_legend()
    assert drawn is not None
    return [text.get_text() for text in drawn.get_texts()]
