"""The text of a Word paragraph as a reader of the page sees it: changes accepted, fields by their result.

Elements are told by their local names, so files of both editions of the standard (transitional, strict) are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shouguan.ingest.readers.sheets.shown import Text, is_bare_figure

GONE = frozenset({"del", "moveFrom"})
CAME = frozenset({"ins", "moveTo"})
_SILENT = frozenset(
    {"pPr", "rPr", "sdtPr", "sdtEndPr", "fldData", "instrText", "delText", "delInstrText", "rt", "rubyPr"}
)
_PICTURES = frozenset({"drawing", "pict", "object"})
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_OFF = frozenset({"0", "false", "off", "none"})
_RAISED = 4
"""Half-points above the line from which a run is a superscript."""
_SYMBOLS = {0x2D: "-", 0x2B: "+", 0x2E: ".", 0x25: "%", **{code: chr(code) for code in range(0x30, 0x3A)}}
"""Signs that the font Symbol draws where plain text has them; the others cannot be told."""


def local(element: Any) -> str:
    """Return an element's name without its namespace; comments and instructions have none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value_of(element: Any, name: str) -> str | None:
    """Return an attribute by its local name."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def child(element: Any, name: str) -> Any:
    """Return the first child of this local name, or None."""
    return next((each for each in element if local(each) == name), None)


class Styles:
    """What the styles of a document say of strikes and hidden text."""

    def __init__(self, root: Any) -> None:
        self._styles = (
            {value_of(each, "styleId"): each for each in root if local(each) == "style"} if root is not None else {}
        )

    def says(self, style: str | None, name: str) -> bool:
        """Whether a style, or one that it is based on, turns a property on."""
        seen: set[str] = set()
        while style is not None and style in self._styles and style not in seen:
            seen.add(style)
            properties = child(self._styles[style], "rPr")
            value = child(properties, name) if properties is not None else None
            if value is not None:
                return _is_on(value)
            base = child(self._styles[style], "basedOn")
            style = value_of(base, "val") if base is not None else None
        return False


class Reader:
    """Reads paragraphs of a document."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[bool] = []
        self.shaded = False
        """Whether what is read next stands on a colour, so that white letters are seen."""

    def text(self, paragraphs: list[Any]) -> Text:
        """Return what paragraphs say, one line each."""
        gathered = Text()
        self._fields = []
        for number, paragraph in enumerate(paragraphs):
            if number:
                gathered.pieces.append(("\n", False))
            properties = child(paragraph, "pPr")
            style = child(properties, "pStyle") if properties is not None else None
            self._inline(paragraph, gathered, value_of(style, "val") if style is not None else None)
        return gathered

    def _inline(self, parent: Any, into: Text, style: str | None) -> None:
        for each in children(parent):
            name = local(each)
            if name in _SILENT:
                continue
            if name in GONE or name in CAME:
                into.changed = into.changed or any(local(inner) in {"t", "delText"} for inner in each.iter())
            if name in GONE:
                continue
            if name == "r":
                self._run(each, into, style)
            elif not (name == "sdt" and _is_placeholder(each)):
                self._inline(each, into, style)

    def _run(self, run: Any, into: Text, style: str | None) -> None:
        properties = child(run, "rPr")
        own = child(properties, "rStyle") if properties is not None else None
        styles = (value_of(own, "val") if own is not None else None, style)

        def is_on(name: str) -> bool:
            direct = child(properties, name) if properties is not None else None
            return _is_on(direct) if direct is not None else any(self._styles.says(each, name) for each in styles)

        text = "".join(self._signs(run, into))
        if not text:
            return
        if is_on("vanish") or (not self.shaded and _is_white(properties) and is_bare_figure(text)):
            into.hidden += text
        elif is_on("strike") or is_on("dstrike"):
            into.struck += text
        else:
            into.pieces.append((text, _is_raised(properties)))

    def _signs(self, run: Any, into: Text) -> Iterator[str]:
        for each in children(run):
            name = local(each)
            if name == "fldChar":
                self._field(value_of(each, "fldCharType"))
            elif name in _PICTURES:
                boxes = [inner for inner in _shown(each) if local(inner) == "txbxContent"]
                into.boxes += boxes
                into.pictured = into.pictured or not boxes
            elif not all(self._fields) or name in _SILENT:
                continue
            elif name in _NOTES:
                into.notes.append((_NOTES[name], value_of(each, "id") or ""))
            elif name == "t":
                yield each.text or ""
            elif name in {"tab", "ptab"}:
                yield "\t"
            elif name in {"br", "cr"}:
                yield "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "sym":
                sign = _symbol(each)
                into.unknown = into.unknown or sign is None
                yield sign or "\N{REPLACEMENT CHARACTER}"
            elif name == "ruby":
                yield "".join(inner.text or "" for inner in _base(each))

    def _field(self, kind: str | None) -> None:
        """A field's instruction is not shown, its result is."""
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()


def children(parent: Any) -> Iterator[Any]:
    """Yield an element's children; of alternatives the first, which is what a newer program shows."""
    for each in parent:
        if local(each) == "AlternateContent":
            chosen = child(each, "Choice")
            chosen = chosen if chosen is not None else child(each, "Fallback")
            yield from children(chosen) if chosen is not None else ()
        else:
            yield each


def _shown(parent: Any) -> Iterator[Any]:
    for each in children(parent):
        yield each
        if local(each) != "txbxContent":
            yield from _shown(each)


def _base(ruby: Any) -> Iterator[Any]:
    base = child(ruby, "rubyBase")
    return (each for each in base.iter() if local(each) == "t") if base is not None else iter(())


def _symbol(element: Any) -> str | None:
    code = int(value_of(element, "char") or "0", 16) & 0xFF
    return _SYMBOLS.get(code) if (value_of(element, "font") or "").casefold() == "symbol" else None


def has_colour(properties: Any) -> bool:
    """Whether a cell's or a run's properties put a colour other than white behind it."""
    shade = child(properties, "shd") if properties is not None else None
    return shade is not None and (value_of(shade, "fill") or "auto").lower() not in {"auto", "ffffff"}


def _is_white(properties: Any) -> bool:
    colour = child(properties, "color") if properties is not None else None
    on_white = properties is not None and child(properties, "highlight") is None and not has_colour(properties)
    return colour is not None and on_white and (value_of(colour, "val") or "").lower() == "ffffff"


def _is_on(element: Any) -> bool:
    return (value_of(element, "val") or "1").casefold() not in _OFF


def _is_raised(properties: Any) -> bool:
    if properties is None:
        return False
    align, position = child(properties, "vertAlign"), child(properties, "position")
    if align is not None:
        return value_of(align, "val") in {"superscript", "subscript"}
    height = value_of(position, "val") if position is not None else None
    return height is not None and height.lstrip("-").isdigit() and int(height) >= _RAISED


def _is_placeholder(control: Any) -> bool:
    properties = child(control, "sdtPr")
    return properties is not None and child(properties, "showingPlcHdr") is not None
