"""Where the figures of a page stand: in which cell, row and picture, and what is said before and after them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from shouguan.publishing.lint import page as linted
from shouguan.publishing.lint.page import Mention, Page
from shouguan.publishing.lint.tree import Node, up, words

_WITH_UNIT = re.compile(r" ?(?:%|个百分点|points?\b|亿元|万元|天|days|位|年|year|次|个|hundred million|million)")


def before(mention: Mention) -> str:
    """Return what the passage says before a figure."""
    return mention.passage.text[: mention.start]


def after(mention: Mention) -> str:
    """Return what the passage says after a figure."""
    return mention.passage.text[mention.end :]


def is_magnitude(mention: Mention) -> bool:
    """Say whether the sign of a negative figure is left to the words around it."""
    return mention.fact.rounded < 0 and not mention.shown.startswith("−")


def says_its_unit(mention: Mention) -> bool:
    """Say whether a figure's unit is printed right after it."""
    return _WITH_UNIT.match(after(mention)) is not None


class Table(linted.Table):
    """A table with its caption, the groups of its rows, and its note."""

    @cached_property
    def caption(self) -> str:
        """What the table shows."""
        return "".join(words(node) for node in self.node.iter("caption"))

    @cached_property
    def groups(self) -> list[str]:
        """What the heading of each row's group says, where rows stand in groups."""
        found = []
        for part in self.node.iter("tbody"):
            heading = "".join(words(node) for node in part.iter("th") if node.get("scope") == "rowgroup")
            found += [heading] * len(list(part.iter("tr")))
        return found

    @cached_property
    def note(self) -> str:
        """What stands right after the table: its note."""
        outer = up(self.node, "div")
        following = (self.node if outer is None else outer).getnext()
        return words(following) if following is not None and following.tag in {"p", "ul"} else ""


class Laid(Page):
    """A page that knows where its figures stand."""

    @cached_property
    def laid(self) -> list[Table]:
        """All tables."""
        return [Table(node) for node in self.root.iter("table")]

    @cached_property
    def cells(self) -> dict[Node, tuple[Table, int, int]]:
        """The table, row and column of each cell of a body, by its element."""
        return {
            cell: (table, row, column)
            for table in self.laid
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
        row = up(node, "tr")
        if row is not None and node in self.cells:
            table, at, _ = self.cells[node]
            row = up(row, "tbody") if table.groups[at] else row
        return list(self._within(row)) if row is not None else []

    def figure_of(self, node: Node) -> list[Mention]:
        """Return all mentions in the figure that an element stands in: its picture, its words and its data."""
        figure = up(node, "figure")
        return list(self._within(figure)) if figure is not None else []

    def _within(self, node: Node) -> Iterator[Mention]:
        for each in node.iter("*"):
            yield from self.by_node.get(each, [])
