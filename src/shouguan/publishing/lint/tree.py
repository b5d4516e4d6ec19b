"""A page as the linter reads it: elements, and the passages of text that a reader takes in one piece."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

_INLINE = frozenset("span strong em a br tspan b i small sub sup".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_UNREAD = frozenset(("script", "style"))
SPOKEN = ("alt", "aria-label", "aria-description", "aria-valuetext", "placeholder", "title")
"""Attributes whose text somebody is told."""
LINKS = ("data-fact", "data-band", "data-when", "data-point", "data-quote", "data-facts")
"""Attributes that say what the figures in an element are."""


@dataclass(eq=False)
class Node:
    """One element.

    Attributes
    ----------
    children : list of Node or Text
    page : list of Node
        All elements in order; this one and those within it are `page[first:last]`.
    """

    tag: str
    attrs: dict[str, str]
    line: int
    parent: Node | None
    page: list[Node]
    first: int
    last: int = -1
    children: list[Node | Text] = field(default_factory=list)

    def walk(self) -> list[Node]:
        """Return the element and all within it, in the order of the page."""
        return self.page[self.first : self.last]

    def find(self, *tags: str) -> list[Node]:
        """Return all elements of these tags within it."""
        return [node for node in self.walk() if node.tag in tags]

    def up(self, *tags: str) -> Node | None:
        """Return the nearest element of these tags that it stands in, itself included."""
        node: Node | None = self
        while node is not None and node.tag not in tags:
            node = node.parent
        return node

    @cached_property
    def text(self) -> str:
        """All its text."""
        return "".join(child.text for child in self.children)

    @property
    def words(self) -> str:
        """Its text with all white space as single spaces, as `striptags` leaves it."""
        return " ".join(self.text.split())


@dataclass(frozen=True)
class Text:
    """A stretch of text and the line it begins on."""

    text: str
    line: int


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
        node: Node | None = run.node
        while node is not None:
            for name in LINKS:
                if name in node.attrs and node.tag != "svg":
                    return node, name
            if node.tag not in _INLINE and node.tag not in {"text", "g"}:
                return None
            node = node.parent
        return None

    def around(self, start: int, end: int, reach: int = 24) -> str:
        """Return a stretch of the text with what stands beside it."""
        before, after = max(start - reach, 0), end + reach
        cut = " ".join(self.text[before:after].split())
        return ("…" if before else "") + cut + ("…" if after < len(self.text) else "")


def read(html: str) -> Node:
    """Read a page into elements; forgiving, since the gate has checked its form."""
    reader = _Reader(html)
    return reader.root


class _Reader(HTMLParser):
    """Walks a page once and builds its elements."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        nodes: list[Node] = []
        self.root = Node("", {}, 1, None, nodes, 0)
        nodes.append(self.root)
        self._open = [self.root]
        self.feed(html)
        self.close()
        self._close(0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        nodes, parent = self.root.page, self._open[-1]
        values = {name: value or "" for name, value in attrs}
        node = Node(tag, values, self.getpos()[0], parent, nodes, len(nodes), len(nodes) + 1)
        nodes.append(node)
        parent.children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        at = next((at for at in range(len(self._open) - 1, 0, -1) if self._open[at].tag == tag), None)
        if at is not None:
            self._close(at)

    def _close(self, at: int) -> None:
        """Close an element and all that were left open within it."""
        for node in self._open[at:]:
            node.last = len(self.root.page)
        del self._open[at:]

    def handle_data(self, data: str) -> None:
        if self._open[-1].tag not in _UNREAD:
            self._open[-1].children.append(Text(data, self.getpos()[0]))


def passages(root: Node) -> list[Passage]:
    """Return the passages of a page in their order."""
    found: list[Passage] = []
    inside: Node | None = None  # a label of a picture whose lines are elements of their own
    for node in root.walk():
        found += [_spoken(node, name) for name in SPOKEN if node.attrs.get(name)]
        if node.tag in _INLINE or node.tag in _UNREAD or (node.tag == "text" and _label(node) is inside is not None):
            continue
        runs: list[Run] = []
        if _label(node) is node:
            inside = node
            runs = [Run("\n".join(line.text for line in node.find("text")), node, 0)]
        else:
            _collect(node, runs, 0)
        if any(run.text.strip() for run in runs):
            found.append(Passage(node, runs))
    return found


def _label(node: Node) -> Node | None:
    """Return the group of a picture's label that says what stands in it."""
    while node.tag in {"text", "g"}:
        if node.tag == "g" and ("data-facts" in node.attrs or "data-fact" in node.attrs):
            return node
        assert node.parent is not None
        node = node.parent
    return None


def _spoken(node: Node, name: str) -> Passage:
    return Passage(node, [Run(node.attrs[name], node, 0)], name)


def _collect(node: Node, runs: list[Run], start: int) -> int:
    """Gather the text of an element and of what stands in its line; return where it ends."""
    for child in node.children:
        if isinstance(child, Text):
            runs.append(Run(child.text, node, start))
            start += len(child.text)
        elif child.tag == "br":
            runs.append(Run("\n", node, start))
            start += 1
        elif child.tag in _INLINE:
            start = _collect(child, runs, start)
    return start


def line_of(passage: Passage, position: int) -> int:
    """Return the line of the page that a position of a passage stands on (that of its element)."""
    at = bisect_right([run.start for run in passage.runs], position) - 1
    return passage.runs[max(at, 0)].node.line
