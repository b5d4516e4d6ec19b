"""A published page as blocks of text: headings, paragraphs and tables with each figure's fact, for other formats.

What folds, moves or is drawn stays on the page: pictures are named, and lists of sources, sliders and the contents are
left out. Every word and figure of a block is the page's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lxml.html import HtmlElement, document_fromstring

Kind = Literal["title", "byline", "heading", "subheading", "paragraph", "item", "note", "picture"]
_SKIPPED = frozenset("nav details svg script style fieldset label input output button colgroup".split())
_BLOCKS = frozenset("p h1 h2 h3 h4 li table figure ul ol div section header main".split())
_KINDS: dict[str, Kind] = {"h1": "title", "h2": "heading", "h3": "subheading", "h4": "subheading"}
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True)
class Run:
    """Some text of one look; `fact` is the key of the figure that it prints, empty for words."""

    text: str
    fact: str = ""
    strong: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Text:
    """A paragraph of some kind; `number` is that of an item of a numbered list."""

    kind: Kind
    runs: Runs
    number: int | None = None

    @property
    def text(self) -> str:
        """The words and figures."""
        return text_of(self.runs)


@dataclass(frozen=True)
class Grid:
    """A table: its caption, the headings of its columns, its rows, and which columns hold words."""

    caption: Runs
    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    words: tuple[bool, ...]


Block = Text | Grid


def text_of(runs: Runs) -> str:
    """Return the words and figures of some runs."""
    return "".join(run.text for run in runs)


def blocks(html: str) -> list[Block]:
    """Return the blocks of a page in their order; its marks are not among them."""
    (main,) = document_fromstring(html).iter("main")
    return list(_within(main))


def marks(html: str) -> list[str]:
    """Return the marks that a page carries, such as 内部资料 and 草稿."""
    found = document_fromstring(html).find_class("marks")
    return [_SPACE.sub(" ", item.text_content()).strip() for item in found[0].iter("li")] if found else []


def _within(node: HtmlElement) -> Iterator[Block]:
    for child in node:
        yield from _block(child)


def _block(node: HtmlElement) -> Iterator[Block]:
    classes = str(node.get("class", "")).split()
    if not isinstance(node.tag, str) or node.tag in _SKIPPED or "marks" in classes or "hidden" in node.attrib:
        return
    if node.tag == "table":
        yield _grid(node)
    elif node.tag == "figure":
        yield from (_text("picture", caption) for caption in node.iter("figcaption"))
        yield from (_grid(table) for table in node.iter("table"))
    elif node.tag in ("ul", "ol"):
        for number, item in enumerate(node.iterchildren("li"), start=1):
            made = _text("item", item, number if node.tag == "ol" else None)
            if made.runs:
                yield made
    elif node.tag in ("p", *_KINDS):
        kind: Kind = _KINDS.get(node.tag, "paragraph")
        if node.tag == "p" and {"byline", "letterhead"} & set(classes):
            kind = "byline"
        elif node.tag == "p" and "note" in classes:
            kind = "note"
        yield from (made for runs in _lines(node) if (made := Text(kind, runs)).runs)
    elif any(isinstance(each.tag, str) and each.tag in _BLOCKS for each in node.iterdescendants()):
        yield from _within(node)
    elif runs := _tidy(_runs(node)):
        yield Text("paragraph", runs)


def _text(kind: Kind, node: HtmlElement, number: int | None = None) -> Text:
    return Text(kind, _tidy(_runs(node)), number)


def _lines(node: HtmlElement) -> Iterator[Runs]:
    """Yield the lines of a paragraph, which `br` parts."""
    line: list[Run] = []
    for run in _runs(node):
        if run.text == "\n" and not run.fact:
            yield _tidy(line)
            line = []
        else:
            line.append(run)
    yield _tidy(line)


def _grid(node: HtmlElement) -> Grid:
    head = [cell for part in node.iter("thead") for cell in part.iter("th")]
    rows = [list(row.iterchildren("th", "td")) for part in node.iter("tbody") for row in part.iter("tr")]
    caption = next(iter(node.iter("caption")), None)
    return Grid(
        () if caption is None else _tidy(_runs(caption)),
        tuple(_tidy(_runs(cell)) for cell in head),
        tuple(tuple(_tidy(_runs(cell)) for cell in row) for row in rows),
        tuple("words" in str(cell.get("class", "")).split() for cell in head),
    )


def _runs(node: HtmlElement, strong: bool = False) -> list[Run]:
    """Return the text of an element in runs, whitespace as it is written; a line break is a run of its own."""
    if node.tag in _SKIPPED:
        return []
    fact, strong = str(node.get("data-fact", "")), strong or node.tag == "strong"
    if fact:
        return [Run(node.text_content(), fact, strong)]
    made = [Run(_SPACE.sub(" ", node.text), "", strong)] if node.text else []
    for child in node:
        if child.tag == "br":
            made.append(Run("\n"))
        elif isinstance(child.tag, str):
            made += _runs(child, strong)
        if child.tail:
            made.append(Run(_SPACE.sub(" ", child.tail), "", strong))
    return made


def _tidy(runs: list[Run]) -> Runs:
    """Join words of one look, and take spaces away at both ends and where two follow each other."""
    made: list[Run] = []
    for run in runs:
        text = run.text if made and not made[-1].text.endswith(" ") else run.text.lstrip(" ")
        if text and made and not run.fact and not made[-1].fact and run.strong == made[-1].strong:
            made[-1] = Run(made[-1].text + text, "", run.strong)
        elif text:
            made.append(Run(text, run.fact, run.strong))
    if made and not made[-1].fact:
        made[-1] = Run(made[-1].text.rstrip(" "), "", made[-1].strong)
    return tuple(run for run in made if run.text)
