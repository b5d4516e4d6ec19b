"""What every rule of the linter reads: a page's passages, its tables, and where it prints which fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from shouguan.core.periods import Lang
from shouguan.facts.table import Fact
from shouguan.publishing.lint.record import Record
from shouguan.publishing.lint.tree import Node, Passage, line_of, passages

_CLIP = 120
_HEADINGS = ("h1", "h2", "h3")
_WITH_UNIT = re.compile(r" ?(?:%|个百分点|points?\b|亿元|万元|天|days|位|年|year|次|个|hundred million|million)")


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
        return f"第{self.line}行 / line {self.line}: {self.zh} / {self.en}{shown}"


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

    @property
    def is_magnitude(self) -> bool:
        """Whether the sign of a negative figure is left to the words around it."""
        return self.fact.rounded < 0 and not self.shown.startswith("−")

    @property
    def says_its_unit(self) -> bool:
        """Whether its unit is printed right after it."""
        return _WITH_UNIT.match(self.after) is not None

    @property
    def before(self) -> str:
        """What the passage says before it."""
        return self.passage.text[: self.start]

    @property
    def after(self) -> str:
        """What the passage says after it."""
        return self.passage.text[self.end :]

    def problem(self, zh: str, en: str) -> Problem:
        """Say what is wrong with it."""
        return Problem(line_of(self.passage, self.start), zh, en, self.passage.around(self.start, self.end))


@dataclass(frozen=True)
class Cell:
    """A cell of a table's body, with the words that say what stands in it."""

    node: Node
    head: str
    row: int
    column: int


@dataclass(eq=False)
class Table:
    """A table: what it shows, its headings, and its rows."""

    node: Node

    @cached_property
    def caption(self) -> str:
        """What the table shows."""
        return "".join(node.words for node in self.node.find("caption"))

    @cached_property
    def head(self) -> list[str]:
        """The headings of its columns."""
        heads = [node for part in self.node.find("thead") for node in part.find("th")]
        return [node.words for node in heads]

    @cached_property
    def rows(self) -> list[list[Node]]:
        """The rows of its body, each a list of cells, the first of which names it."""
        found = [row for part in self.node.find("tbody") for row in part.find("tr")]
        return [[cell for cell in row.children if isinstance(cell, Node)] for row in found]

    @cached_property
    def groups(self) -> list[str]:
        """What the heading of each row's group says, where rows stand in groups."""
        found = []
        for part in self.node.find("tbody"):
            heading = "".join(node.words for node in part.find("th") if node.attrs.get("scope") == "rowgroup")
            found += [heading] * len(part.find("tr"))
        return found

    @cached_property
    def note(self) -> str:
        """What stands right after the table: its note."""
        outer = self.node.up("div") or self.node
        if outer.parent is None:
            return ""
        following = [node for node in outer.parent.children if isinstance(node, Node)]
        after = following[following.index(outer) + 1 :][:1]
        return " ".join(node.words for node in after if node.tag in {"p", "ul"})


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

    @cached_property
    def passages(self) -> list[Passage]:
        """All that is read or spoken, in order."""
        return passages(self.root)

    @cached_property
    def tables(self) -> list[Table]:
        """All tables."""
        return [Table(node) for node in self.root.find("table")]

    @cached_property
    def ids(self) -> dict[str, Node]:
        """The elements that can be pointed to."""
        return {node.attrs["id"]: node for node in self.root.walk() if "id" in node.attrs}

    def heading_of(self, passage: Passage) -> Node | None:
        """Return the heading that a line of a contents list points to."""
        links = [] if passage.attribute else passage.node.find("a")
        if len(links) != 1 or links[0].words != " ".join(passage.text.split()):
            return None
        target = self.ids.get(links[0].attrs.get("href", "").removeprefix("#"))
        return target if target is not None and target.tag in _HEADINGS else None

    @cached_property
    def cells(self) -> dict[Node, tuple[Table, int, int]]:
        """The table, row and column of each cell of a body, by its element."""
        return {
            cell: (table, row, column)
            for table in self.tables
            for row, cells in enumerate(table.rows)
            for column, cell in enumerate(cells)
        }

    @cached_property
    def by_node(self) -> dict[Node, list[Mention]]:
        """The mentions in each element that is read in one piece."""
        found: dict[Node, list[Mention]] = {}
        for mention in self.mentions:
            found.setdefault(mention.passage.node, []).append(mention)
        return found

    def row_of(self, node: Node) -> list[Mention]:
        """Return all mentions in the row of a cell; in a list of figures, those of the row's group."""
        row = node.up("tr")
        if row is not None and node in self.cells:
            table, at, _ = self.cells[node]
            row = row.up("tbody") if table.groups[at] else row
        return list(self._within(row)) if row is not None else []

    def figure_of(self, node: Node) -> list[Mention]:
        """Return all mentions in the figure that an element stands in: its picture, its words and its data."""
        figure = node.up("figure")
        return list(self._within(figure)) if figure is not None else []

    def _within(self, node: Node) -> Iterator[Mention]:
        for each in node.walk():
            yield from self.by_node.get(each, [])
