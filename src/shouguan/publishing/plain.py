"""HTML that browsers, the gate and the linter read alike: every element closed, every attribute in quotes.

Our own sections are written so and stay as they are. What an analyst's cell shows may be written in any way that a
browser forgives; it is written anew, so that nothing of it reaches into the sections after it or is read by one reader
otherwise than by another. (nbconvert writes every page anew as a whole, which takes longer than all else of a page.)
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

_TAG = re.compile(r'<(/?)([a-z][a-zA-Z0-9]*)(?: [a-zA-Z:_-]+="[^"]*")*( ?/)?>|<')
_LOOSE = re.compile(r"&(?!(?:[a-zA-Z]+|#[0-9]+|#x[0-9a-fA-F]+);)")
"""A sign that begins no reference but may be read as one."""
_RAW = frozenset(("iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "xmp"))
"""Elements whose text is not read as elements."""
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""Elements of HTML that have no end."""


def plain(html: str) -> str:
    """Return a piece of a page, written anew where it is not written plainly.

    Examples
    --------
    >>> plain('<p class="note">增长5.2%</p>')
    '<p class="note">增长5.2%</p>'
    >>> plain("<div><td align=right>5.2")
    '<div><td align="right">5.2</td></div>'
    """
    return html if _is_plain(html) else str(BeautifulSoup(html, "html.parser"))


def _is_plain(html: str) -> bool:
    if _LOOSE.search(html):
        return False
    opened: list[str] = []
    for end, name, alone in _TAG.findall(html):
        if not name or name in _RAW:
            return False
        if alone:
            if name not in VOID and "svg" not in opened:  # elsewhere browsers take it for the begin of an element
                return False
        elif end:
            if not opened or opened.pop() != name:
                return False
        elif name not in VOID:
            opened.append(name)
    return not opened
