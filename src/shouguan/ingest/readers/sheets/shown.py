"""Text of a cell or a paragraph as it is shown: what is struck or hidden apart, footnote marks told from digits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_UP = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BARE = re.compile(r"[+\-−–]?\d[\d,]*(?:\.\d+)?\s*%?")
_MARKS = frozenset("*＊#＃†‡")


@dataclass
class Text:
    """What a paragraph or a cell says.

    Parameters
    ----------
    pieces : list of (str, bool)
        Texts that are shown, each with whether it is raised or lowered.
    struck, hidden : str
        What is struck through, and what is not shown at all.
    changed, unknown, pictured : bool
        Whether a change is not yet accepted; whether a sign cannot be told; whether a picture stands in it.
    boxes : list
        The contents of text boxes.
    notes : list of (str, str)
        Footnotes and endnotes that hang on it, by their kind and number.
    """

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    struck: str = ""
    hidden: str = ""
    changed: bool = False
    unknown: bool = False
    pictured: bool = False
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def live(self) -> str:
        """What is shown; a footnote mark becomes a sign that is no digit: 3.4¹."""
        if all(raised or not text.strip() for text, raised in self.pieces):
            return "".join(text for text, _ in self.pieces)
        return "".join(as_mark(text) if raised else text for text, raised in self.pieces)


def is_bare_figure(text: str) -> bool:
    """Whether a text is digits and nothing that says what they are: a picture beside it may be its sign.

    Examples
    --------
    >>> is_bare_figure("4.0"), is_bare_figure(" 1,234.5%"), is_bare_figure("1-9月"), is_bare_figure("下降3.1")
    (True, True, False, False)
    """
    return _BARE.fullmatch(text.strip()) is not None


def as_mark(text: str) -> str:
    """Return raised text so that it cannot be taken for digits of the figure before it.

    Examples
    --------
    >>> as_mark("1"), as_mark("1,2"), as_mark("a"), as_mark("*"), as_mark("[3]")
    ('¹', '¹²', '（注a）', '*', '[3]')
    """
    bare = "".join(text.split())
    digits = bare.replace(",", "").replace("、", "")
    if not bare or (digits.isascii() and digits.isdigit()):
        return digits.translate(_UP)
    if set(bare) <= _MARKS or (bare[0] in "([（［〔①②③④⑤⑥⑦⑧⑨⑩" and bare[-1] in ")]）］〕①②③④⑤⑥⑦⑧⑨⑩"):
        return bare
    return f"（{bare}）" if bare.startswith("注") else f"（注{bare}）"
