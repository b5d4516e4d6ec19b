"""What every rule of the linter reads: a page's passages, its tables, and where it prints which fact."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from shouguan.core.language import either
from shouguan.core.periods import Lang
from shouguan.facts.table import Fact
from shouguan.publishing.lint.record import Record
from shouguan.publishing.lint.tree import Node, Passage, line_of, passages, words

_CLIP = 120
_HEADINGS = ("h1", "h2", "h3")


@dataclass(frozen=True)
class Problem:
    """What is wrong at one place of a page.

    Attributes
    ----------
    line : int
        Of the page.
    zh, en : str
        What was found and what was expected.
    text : str
        What stands there.
    """

    line: int
    zh: str
    en: str
    text: str = ""

    def __str__(self) -> str:
        flat = " ".join(self.text.split())
        shown = f": “{flat if len(flat) <= _CLIP else flat[:_CLIP] + '…'}”" if flat else ""
        return either(f"第{self.line}行：{self.zh}", f"line {self.line}: {self.en}") + shown


@dataclass(frozen=True)
class Mention:
    """A fact as it is printed at one place.

    Attributes
    ----------
    fact : Fact
    shown : str
        The figure's text.
    start, end : int
        Where it stands in the passage.
    """

    fact: Fact
    shown: str
    passage: Passage
    start: int
    end: int

    def problem(self, zh: str, en: str) -> Problem:
        """Say what is wrong with it."""
        return Problem(line_of(self.passage, self.start), zh, en, self.passage.around(self.start, self.end))


@dataclass(eq=False)
class Table:
    """A table: its headings and its rows."""

    node: Node

    @cached_property
    def head(self) -> list[str]:
        """The headings of its columns."""
        heads = [node for part in self.node.iter("thead") for node in part.iter("th")]
        return [words(node) for node in heads]

    @cached_property
    def rows(self) -> list[list[Node]]:
        """The rows of its body, each a list of cells, the first of which names it."""
        made = [row for part in self.node.iter("tbody") for row in part.iter("tr")]
        return [list(row) for row in made]


@dataclass(eq=False)
class Page:
    """A page with what it may print.

    Attributes
    ----------
    root : Node
    record : Record
    lang : {'zh', 'en'}
    mentions : list of Mention
        Filled by `numbers`.
    """

    root: Node
    record: Record
    lang: Lang
    mentions: list[Mention] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Hold all elements: one that nobody holds is made anew whenever it is come to."""
        self._elements = list(self.root.iter("*"))

    @cached_property
    def passages(self) -> list[Passage]:
        """All that is read or spoken, in order."""
        return passages(self.root)

    @cached_property
    def tables(self) -> list[Table]:
        """All tables."""
        return [Table(node) for node in self.root.iter("table")]

    @cached_property
    def ids(self) -> dict[str, Node]:
        """The elements that can be pointed to."""
        return {node.attrib["id"]: node for node in self.root.iter("*") if "id" in node.attrib}

    def heading_of(self, passage: Passage) -> Node | None:
        """Return the heading that a line of a contents list points to."""
        links = [] if passage.attribute else list(passage.node.iter("a"))
        if len(links) != 1 or words(links[0]) != " ".join(passage.text.split()):
            return None
        target = self.ids.get(links[0].get("href", "").removeprefix("#"))
        return target if target is not None and target.tag in _HEADINGS else None
