"""The tables of a published page as sheets: each figure a number of its own, read from the page's own marked cells.

A cell that prints a figure names its fact (`data-fact`), a point of a series (`data-point`) or a band (`data-band`); so
the sheet holds the fact, rounded as it is printed, and nothing is worked out anew. An interval becomes two columns, a
band one beside its figure; words that stand with figures are kept in a column as they are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement, document_fromstring

from shouguan.core.periods import Lang
from shouguan.core.workbook import Figure, Head, Table
from shouguan.facts.table import POINT_DECIMALS, Fact
from shouguan.report.language import units
from shouguan.report.tables import DASH, figure

Cell = str | Figure | None
_MARKS = ("data-fact", "data-point", "data-band")
_BARE = re.compile(r"(?:[≈约（）()～—–±%/、，,;；\s]|不足|超过|about|under|over|to)*")
"""What may stand around figures without being worth a column of words."""
_RANGE = re.compile(r"\s*%?\s*(?:～|—|–|至|to)\s*")
_MAX_FIGURES, _PROSE = 3, 40
"""A cell with more figures or characters than these is a sentence, and is kept as one."""
_SOURCES_EN = (("Source", "source"), ("Released", "released_on"))
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31


@dataclass
class _Printed:
    """A cell as it is printed: its text, its figures in their order, and what stands before each and after the last."""

    text: str = ""
    figures: list[Figure] = field(default_factory=list)
    facts: list[Fact | None] = field(default_factory=list)
    bands: list[bool] = field(default_factory=list)
    between: list[str] = field(default_factory=lambda: [""])

    def say(self, text: str | None) -> None:
        """Add words."""
        self.text += text or ""
        self.between[-1] += text or ""

    def show(self, text: str, figure: Figure, fact: Fact | None, *, band: bool) -> None:
        """Add a figure."""
        self.text += text
        self.figures.append(figure)
        self.facts.append(fact)
        self.bands.append(band)
        self.between.append("")

    @property
    def words(self) -> str | None:
        """The text on one line; nothing for a dash."""
        flat = " ".join(self.text.split())
        return flat if flat not in {"", DASH} else None

    @property
    def is_bare(self) -> bool:
        """Whether nothing but marks stands around its figures, or it is empty."""
        return self.words is None or (bool(self.figures) and all(_BARE.fullmatch(each) for each in self.between))


def sheets(html: str, facts: Mapping[str, Fact], lang: Lang) -> list[Table]:
    """Return the tables of a page in their order, with the source of each row's published figure.

    Parameters
    ----------
    html : str
        The page. Lists of sources (`class="audit"`) are left out: the annex has every fact's source on its last sheet.
    facts : mapping of str to Fact
    lang : {'zh', 'en'}
    """
    sheets_made: list[Table] = []
    for node in document_fromstring(html).iter("table"):
        if node.get("class") != "audit":
            made = _sheet(node, facts, lang, len(sheets_made) + 1)
            if made.rows:
                sheets_made.append(made)
    return sheets_made


def _sheet(node: HtmlElement, facts: Mapping[str, Fact], lang: Lang, number: int) -> Table:
    caption = " ".join("".join(each.text_content() for each in node.iter("caption")).split())
    head = [" ".join(each.text_content().split()) for part in node.iter("thead") for each in part.iter("th")]
    rows = [[_printed(cell, facts) for cell in row] for part in node.iter("tbody") for row in part.iter("tr")]
    columns: list[tuple[Head, list[Cell]]] = []
    for at, heading in enumerate(head):
        column = [row[at] if at < len(row) else _Printed() for row in rows]
        named = at == 0 and not all(len(cell.figures) == 1 and cell.is_bare for cell in column)
        columns += [(Head(heading), [cell.words for cell in column])] if named else _columns(heading, column, lang)
    sources = [next((fact for cell in row for fact in cell.facts if fact and fact.source), None) for row in rows]
    for heading, name in (("来源", "source"), ("发布日", "released_on")) if lang == "zh" else _SOURCES_EN:
        if heading not in head:
            columns.append((Head(heading), [getattr(each, name, None) or None for each in sources]))
    kept = [(each, cells) for each, cells in columns if any(cell is not None for cell in cells)]
    name = _NO_NAME.sub(" ", f"{number} {caption}")[:_LONGEST_NAME].strip(" '")
    lines: list[list[Cell]] = [list(row) for row in zip(*(cells for _, cells in kept), strict=True)]
    return Table(name, caption, [each for each, _ in kept], lines)


def _columns(heading: str, column: Sequence[_Printed], lang: Lang) -> Iterator[tuple[Head, list[Cell]]]:
    """Yield the columns of a sheet that one of a page becomes: its figures, and its words where it has any."""
    most = max((len(cell.figures) for cell in column), default=0)
    if most > _MAX_FIGURES or any(len(cell.text) > _PROSE for cell in column):
        most = 0
    fullest = next((cell for cell in column if len(cell.figures) == most), None)
    for at in range(most):
        assert fullest is not None
        kept = [cell if at < len(cell.figures) else None for cell in column]
        kinds = {fact.unit for cell in kept if cell is not None and (fact := cell.facts[at]) is not None}
        unit = units.alone(kinds.pop(), lang) if len(kinds) == 1 else ""
        yield (
            Head(_name(heading, fullest, at, lang), unit),
            [None if cell is None else cell.figures[at] for cell in kept],
        )
    if not most or not all(cell.is_bare for cell in column):
        name = heading if not most else heading + ("（原文）" if lang == "zh" else " (as printed)")
        yield Head(name), [cell.words for cell in column]


def _name(heading: str, cell: _Printed, at: int, lang: Lang) -> str:
    """Name the column of a cell's figure by what it is: itself, its band, an end of an interval, or its place."""
    if cell.bands[at]:
        return f"{heading}±"
    if at and _RANGE.fullmatch(cell.between[at]):
        return f"{heading} {'上限' if lang == 'zh' else 'upper end'}"
    if at + 1 < len(cell.figures) and not cell.bands[at + 1] and _RANGE.fullmatch(cell.between[at + 1]):
        return f"{heading} {'下限' if lang == 'zh' else 'lower end'}"
    return heading if at == 0 else f"{heading} {at + 1}"


def _printed(node: HtmlElement, facts: Mapping[str, Fact]) -> _Printed:
    made = _Printed()
    _gather(node, facts, made)
    return made


def _gather(node: HtmlElement, facts: Mapping[str, Fact], made: _Printed) -> None:
    """Add what stands in an element to a cell."""
    mark = next((name for name in _MARKS if name in node.attrib), None)
    if mark is None:
        made.say(node.text)
        for child in node:
            _gather(child, facts, made)
            made.say(child.tail)
        return
    text = node.text_content()
    fact = facts.get(node.attrib[mark]) if mark == "data-fact" else None
    if fact is not None:
        made.show(text, figure(fact), fact, band=False)
    else:
        value = text.removeprefix("±").replace("−", "-")
        made.show(text, Figure(float(value), POINT_DECIMALS), None, band=mark == "data-band")
