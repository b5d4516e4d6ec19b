"""A picture with its words: the finding, the description, the data behind it, and which facts stand where.

The picture is inline SVG with real text. It states its finding in a caption, is described for those who
cannot see it, and carries its data as a table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape
from matplotlib.figure import Figure

from shouguan.facts.table import Fact
from shouguan.report.charts import svg
from shouguan.report.tables import Shown

DIGIT = re.compile("[0-9]")
_SAID = re.compile(r'data-(fact|when|quote)="([^"]+)"[^>]*>([^<]*)')
Words = Markup | Fact | str


@dataclass(frozen=True)
class Chart:
    """A picture with its words.

    Attributes
    ----------
    figure : matplotlib Figure
    key : str
        Prefix of the ids inside the SVG, unique in a page.
    caption : Markup
        The finding, as a sentence.
    description : Markup or str
        What a person who cannot see the picture needs to know.
    data : Table or Markup
        The table behind it.
    summary : str
        What opens that table.
    labels : tuple of str
        Keys of the facts whose figures stand in the picture's labels.
    """

    figure: Figure
    key: str
    caption: Markup
    description: Markup | str
    data: Shown
    summary: str
    labels: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """Keys of all facts whose figures stand in the picture: in its title, its description, its labels."""
        keys = [key for words in (self.caption, self.description) for key in plain(words)[1]]
        return tuple(dict.fromkeys([*keys, *self.labels]))

    def svg(self) -> Markup:
        """Return the picture as one `<svg>` element with a title and a description."""
        title, description = plain(self.caption)[0], plain(self.description)[0]
        names = [name for name, _ in mentions(self.description)]
        return svg.element(self.figure, self.key, title, description, self.facts, names)

    def __html__(self) -> str:
        return Markup(
            '<figure class="chart" id="{key}"><figcaption>{caption}</figcaption>{svg}'
            "<details><summary>{summary}</summary>{data}</details></figure>"
        ).format(key=self.key, caption=self.caption, svg=self.svg(), summary=self.summary, data=self.data)

    def _repr_html_(self) -> str:
        return str(self.__html__())


def plain(words: Words) -> tuple[str, list[str]]:
    """Return a label's text and the keys of the facts in it."""
    return Markup(escape(words)).striptags(), [name for name, _ in mentions(words) if name[0] not in "@~"]


def in_lines(words: Words) -> str:
    """Return a label's text with its line breaks."""
    return "\n".join(Markup(line).striptags() for line in str(escape(words)).split("\n"))


def mentions(words: Words) -> list[tuple[str, str]]:
    """Return in order what each figure and name of a stretch in a text is, and how it is written."""
    pairs = _SAID.findall(str(escape(words)))
    marks = {"fact": "", "when": "@", "quote": "~"}
    return [(marks[kind] + name, Markup(text).unescape()) for kind, name, text in pairs if DIGIT.search(text)]
