"""Tables as accessible HTML: a caption, column headings, row headings, and cards on a narrow screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, replace

from markupsafe import Markup, escape

from shouguan.core.periods import Lang
from shouguan.core.rounding import half_up
from shouguan.core.workbook import Figure
from shouguan.facts.table import Fact

DASH = "—"
_BRACKET = re.compile("（[^（）]*）")
_WORDS = Markup(' class="words"')


@dataclass(frozen=True)
class Table:
    """A table whose first column names its rows; it stands on a page as HTML, and its cells go into a workbook.

    Parameters
    ----------
    head : sequence
        Column headings.
    rows : sequence of sequences
        Cells: a `Fact`, a name, a text or `Markup`; None is a figure that there is not, and prints as a dash.
    caption : object
        What the table shows, with its unit.
    kind : str
        CSS class: `plain`, or `wide` for tables that become cards on a phone.
    words : int
        How many columns at the end hold words rather than numbers (set to the left).
    note : object
        How to read it, under the table; none where it is empty.
    """

    head: Sequence[object]
    rows: Sequence[Sequence[object]]
    _: KW_ONLY
    caption: object
    kind: str = "plain"
    words: int = 0
    note: object = ""

    def without_empty(self) -> Table:
        """Return the table without the columns that have no figure in any row."""
        kept = [at for at in range(len(self.head)) if any(row[at] is not None for row in self.rows)]
        rows = [[row[at] for at in kept] for row in self.rows]
        return replace(self, head=[self.head[at] for at in kept], rows=rows)

    def cells(self) -> list[list[Figure | str | None]]:
        """Return what a workbook holds of it: a figure as the number that is printed, all else as its text."""
        return [[_held(cell) for cell in row] for row in self.rows]

    def __html__(self) -> Markup:
        heading = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(self._side(at), _whole_brackets(cell))
            for at, cell in enumerate(self.head)
        )
        body = Markup("").join(
            Markup("<tr>{}</tr>").format(Markup("").join(self._cell(at, cell) for at, cell in enumerate(row)))
            for row in self.rows
        )
        note = Markup('<p class="note">{}</p>').format(self.note) if self.note else ""
        return Markup(
            '<div class="scroll"><table class="{kind}"><caption>{caption}</caption>'
            "<thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table></div>{note}"
        ).format(kind=self.kind, caption=self.caption, heading=heading, body=body, note=note)

    def __str__(self) -> str:
        return str(self.__html__())

    def _side(self, at: int) -> Markup | str:
        return _WORDS if at >= len(self.head) - self.words else ""

    def _cell(self, at: int, cell: object) -> Markup:
        shown = DASH if cell is None else cell
        if at == 0:
            return Markup('<th scope="row">{}</th>').format(shown)
        name = Markup(escape(self.head[at])).striptags()
        return Markup('<td data-label="{}"{}><span>{}</span></td>').format(name, self._side(at), shown)


Shown = Markup | Table
"""What a section shows."""


def figure(fact: Fact) -> Figure:
    """Return a fact as the number that is printed."""
    chance = fact.kind == "forecast" and fact.unit == "%" and fact.decimals == 0
    return Figure(fact.rounded, fact.decimals, chance)


def _held(cell: object) -> Figure | str | None:
    if isinstance(cell, Fact):
        return figure(cell)
    text = "" if cell is None else " ".join(Markup(escape(cell)).striptags().split())
    return text if text not in {"", DASH} else None


def _whole_brackets(heading: object) -> Markup:
    """Let a heading break before a bracket, not within one."""
    return Markup(_BRACKET.sub(r'<span class="keep">\g<0></span>', str(escape(heading))))  # escaped, and no tag is cut


def rounding(lang: Lang, *sums: tuple[Sequence[object], object]) -> Markup:
    """Return the note that a table needs where printed parts do not add up to a sum as printed; else nothing.

    Parameters
    ----------
    lang : {'zh', 'en'}
    sums : (parts, total)
        Cells of a column; one without figures has nothing to add up.
    """
    if all(_adds_up([part for part in parts if isinstance(part, Fact)], total) for parts, total in sums):
        return Markup("")
    sentence = (
        "因四舍五入，各项之和与合计略有出入。" if lang == "zh" else " The parts differ from their sum by rounding."
    )
    return Markup(sentence)


def _adds_up(parts: Sequence[Fact], total: object) -> bool:
    if not parts or not isinstance(total, Fact):
        return True
    decimals = min(total.decimals, *(part.decimals for part in parts))
    return half_up(sum(part.rounded for part in parts), decimals) == half_up(total.rounded, decimals)
