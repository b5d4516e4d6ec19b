"""A page as the linter reads it: elements, and the passages of text that a reader takes in one piece."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement as Node
from lxml.html import HTMLParser, document_fromstring

_INLINE = frozenset("span strong em a br tspan b i small sub sup".split())
_UNREAD = frozenset(("script", "style"))
SPOKEN = ("alt", "aria-label", "aria-description", "aria-valuetext", "placeholder", "title")
"""Attributes whose text somebody is told."""
LINKS = ("data-fact", "data-band", "data-when", "data-point", "data-quote", "data-facts")
"""Attributes that say what the figures in an element are."""


@dataclass(frozen=True)
class Run:
    """A stretch of a passage that stands directly in one element."""

    text: str
    node: Node
    start: int


@dataclass(eq=False)
class Passage:
    """Text that is read in one piece: a paragraph, a cell, a label of a picture, an attribute that is spoken.

    Attributes
    ----------
    node : Node
        The element it fills, or whose attribute it is.
    runs : list of Run
    attribute : str
        The name of the attribute, else empty.
    """

    node: Node
    runs: list[Run]
    attribute: str = ""

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return "".join(run.text for run in self.runs)

    @cached_property
    def in_picture(self) -> bool:
        """Whether it is a label inside a picture."""
        return self.node.tag in {"text", "g"}

    @cached_property
    def in_table(self) -> bool:
        """Whether it is a cell or a heading of a table."""
        return self.node.tag in {"td", "th"}

    @property
    def is_sentence(self) -> bool:
        """Whether it is to be read as prose: not a cell, not a label."""
        return not self.in_picture and not self.in_table

    def link(self, run: Run) -> tuple[Node, str] | None:
        """Return the nearest element around a run that says what its figures are, and by which attribute."""
        for node in (run.node, *run.node.iterancestors()):
            for name in LINKS:
                if name in node.attrib and node.tag != "svg":
                    return node, name
            if node.tag not in _INLINE and node.tag not in {"text", "g"}:
                return None
        return None

    def around(self, start: int, end: int, reach: int = 24) -> str:
        """Return a stretch of the text with what stands beside it."""
        before, after = max(start - reach, 0), end + reach
        cut = " ".join(self.text[before:after].split())
        return ("…" if before else "") + cut + ("…" if after < len(self.text) else "")


def read(html: str) -> Node:
    """Read a page into elements; forgiving, since the gate has checked its form."""
    root: Node = document_fromstring(html, parser=HTMLParser(huge_tree=True))
    return root


def up(node: Node, *tags: str) -> Node | None:
    """Return the nearest element of these tags that an element stands in, itself included."""
    return node if node.tag in tags else next(node.iterancestors(*tags), None)


def words(node: Node) -> str:
    """Return an element's text with all white space as single spaces, as `striptags` leaves it."""
    return " ".join(node.text_content().split())


def passages(root: Node) -> list[Passage]:
    """Return the passages of a page in their order."""
    made: list[Passage] = []
    inside: Node | None = None  # a label of a picture whose lines are elements of their own
    for node in root.iter("*"):
        made += [Passage(node, [Run(node.attrib[name], node, 0)], name) for name in SPOKEN if node.get(name)]
        label = _label(node)
        if node.tag in _INLINE or node.tag in _UNREAD or (node.tag == "text" and label is inside is not None):
            continue
        runs: list[Run] = []
        if label is not None and label is node:
            inside = node
            runs = [Run("\n".join(line.text_content() for line in node.iter("text")), node, 0)]
        else:
            _collect(node, runs, 0)
        if any(run.text.strip() for run in runs):
            made.append(Passage(node, runs))
    return made


def _label(node: Node) -> Node | None:
    """Return the group of a picture's label that says what stands in it."""
    for each in (node, *node.iterancestors()):
        if each.tag not in {"text", "g"}:
            return None
        if each.tag == "g" and ("data-facts" in each.attrib or "data-fact" in each.attrib):
            return each
    return None


def _collect(node: Node, runs: list[Run], start: int) -> int:
    """Gather the text of an element and of what stands in its line; return where it ends."""

    def add(text: str | None) -> None:
        nonlocal start
        if text:
            runs.append(Run(text, node, start))
            start += len(text)

    add(node.text)
    for child in node:
        if child.tag == "br":
            add("\n")
        elif child.tag in _INLINE:
            start = _collect(child, runs, start)
        add(child.tail)
    return start


def line_of(passage: Passage, position: int) -> int:
    """Return the line of the page that a position of a passage stands on (that of its element)."""
    at = bisect_right([run.start for run in passage.runs], position) - 1
    return passage.runs[max(at, 0)].node.sourceline
