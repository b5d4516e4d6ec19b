"""How a figure becomes an `<svg>` element of a page: real text, unique ids, named, described, short."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

import matplotlib as mpl
from markupsafe import Markup, escape
from matplotlib.figure import Figure

from shouguan.report import fonts
from shouguan.report.charts import theme

_LABEL = re.compile(r'<g id="(?=strong|says)(strong)? ?(?:says ([^"]+))?">')

_LONG = re.compile(r'id="[^"]*"|\d+\.\d{3,}')
"""A number with more digits than a screen shows; a key in an id may look like one and stays."""


def label_id(names: Iterable[str], bold: bool) -> str | None:
    """Return the gid of a label: that it is bold, and in order which figures and names of stretches stand in it.

    Bold is left to the page: matplotlib need not find a bold font, the reader's machine has one.
    """
    listed = " ".join(names)
    return " ".join(part for part in ("strong" if bold else "", f"says {listed}" if listed else "") if part) or None


def element(
    figure: Figure, key: str, title: str, description: str, facts: Iterable[str], names: Iterable[str] = ()
) -> Markup:
    """Turn a figure into an element that can stand in a page.

    Parameters
    ----------
    figure : matplotlib Figure
    key : str
        Prefix of all ids in it.
    title, description : str
        Plain text, for those who cannot see it.
    facts : iterable of str
        Keys of the facts whose figures stand in it.
    names : iterable of str
        What stands in the description, in order: keys of facts, names of stretches as `@2020Q1/2020Q3`, and
        words of a file with figures in them as `~2`.

    Notes
    -----
    `data-facts` lists what stands in the element: of the picture the keys of its facts, of a label and of the
    description everything in order. The text of a tick stands in a group whose id says tick. The font is asked
    for once, on the element itself.
    """
    buffer = io.StringIO()
    with mpl.rc_context(theme.style()):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->|<style.*?</style>", "", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", lambda tag: _shorter(tag[0]), text)
    text = re.sub(r"<defs>\s*</defs>", "", text)
    text = re.sub(r'<g id="[^"]*"/>', "", text)
    text = _LABEL.sub(_label, text)
    text = re.sub(r'<g id="(?![^"]*tick)[^"]*">', "<g>", text)
    text = re.sub(r'\bid="', f'id="{key}-', text)
    text = re.sub(r'(href="|url\()#', rf"\1#{key}-", text)
    text = re.sub(r">\s+<", "><", text)
    opening = re.match(r"<svg[^>]*>", text)
    assert opening is not None
    viewbox = re.search(r'viewBox="[^"]*"', opening[0])
    assert viewbox is not None
    named = (
        f'<svg {viewbox[0]} style="width:100%;max-width:640px;height:auto;font:{theme.SIZE}px {fonts.STACK};'
        'stroke-linejoin:round;stroke-linecap:butt"'
        f' role="img" aria-labelledby="{key}-title {key}-desc"'
        f' data-facts="{escape(" ".join(facts))}">'
        f'<title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-desc"{_listed(names)}>{escape(description)}</desc>'
    )
    return Markup(named + text[opening.end() :].strip())  # our own picture, file strings escaped above


def _label(match: re.Match[str]) -> str:
    """Return the group of a label, bold or not, with what stands in it."""
    bold, names = match.groups()
    style = ' style="font-weight:700"' if bold else ""
    return f"<g{style}{_listed(names.split() if names else ())}>"


def _listed(names: Iterable[str]) -> str:
    listed = " ".join(names)
    return f' data-facts="{escape(listed)}"' if listed else ""


def _hundredths(number: str) -> str:
    return f"{float(number):.2f}".rstrip("0").rstrip(".")


def _shorter(tag: str) -> str:
    """Leave out of a tag what says nothing: namespaces, the common font, a turn by nothing, hairline digits."""
    tag = re.sub(r'\s+xmlns(:\w+)?="[^"]*"| transform="rotate\(-?0 [^"]*\)"', "", tag)
    tag = tag.replace("xlink:href", "href")
    tag = tag.replace(f"font-size: {theme.SIZE}px; ", "").replace(f"font-family: '{fonts.chinese_family()}'", "")
    tag = _LONG.sub(lambda match: match[0] if match[0].startswith("id") else _hundredths(match[0]), tag)
    tag = re.sub(r"\s+", " ", tag)
    return re.sub(r' style="(?:; ?| )*"', "", tag.replace('style="; ', 'style="')).replace(" />", "/>")
