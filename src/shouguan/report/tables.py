"""Tables as accessible HTML: a caption, column headings, row headings, and cards on a narrow screen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from shouguan.core.periods import Lang
from shouguan.core.rounding import half_up
from shouguan.facts.table import Fact

DASH = "—"
_BRACKET = re.compile("（[^（）]*）")
_WORDS = Markup(' class="words"')


def table(
    head: Sequence[object],
    rows: Sequence[Sequence[object]],
    *,
    caption: object,
    kind: str = "plain",
    words: int = 0,
) -> Markup:
    """Build a table whose first column names its rows.

    Parameters
    ----------
    head : sequence
        Column headings.
    rows : sequence of sequences
        Cells; anything that is not `Markup` or a `Fact` is escaped.
    caption : object
        What the table shows, with its unit.
    kind : str
        CSS class: `plain`, or `wide` for tables that become cards on a phone.
    words : int
        How many columns at the end hold words rather than numbers (set to the left).
    """
    columns = len(head)
    heading = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(_WORDS if i >= columns - words else "", _whole_brackets(cell))
        for i, cell in enumerate(head)
    )
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(_cell(cell, head[i], first=i == 0, left=i >= columns - words) for i, cell in enumerate(row))
        )
        for row in rows
    )
    return Markup(
        '<div class="scroll"><table class="{kind}"><caption>{caption}</caption>'
        "<thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table></div>"
    ).format(kind=kind, caption=caption, heading=heading, body=body)


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
    said = "因四舍五入，各项之和与合计略有出入。" if lang == "zh" else " The parts differ from their sum by rounding."
    return Markup(said)


def _adds_up(parts: Sequence[Fact], total: object) -> bool:
    if not parts or not isinstance(total, Fact):
        return True
    decimals = min(total.decimals, *(part.decimals for part in parts))
    return half_up(sum(part.rounded for part in parts), decimals) == half_up(total.rounded, decimals)


def _cell(cell: object, heading: object, *, first: bool, left: bool) -> Markup:
    if first:
        return Markup('<th scope="row">{}</th>').format(cell)
    name = Markup(escape(heading)).striptags()
    return Markup('<td data-label="{}"{}><span>{}</span></td>').format(name, _WORDS if left else "", cell)
