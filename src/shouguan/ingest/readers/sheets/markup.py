"""Text between tags, as a page shows it: what is struck, hidden or raised is told apart."""

from __future__ import annotations

import re
from typing import Any

from shouguan.ingest.readers.sheets.shown import Text

_STRUCK = frozenset({"s", "strike", "del"})
_RAISED = frozenset({"sup", "sub"})
_SILENT = frozenset({"script", "style", "template", "noscript", "table", "select", "textarea", "head", "title"})
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_PICTURES = frozenset({"img", "svg", "image", "object", "canvas", "picture"})
_ICONS = frozenset({"i", "b", "em", "span"})
_ICON = re.compile("up|down|arrow|rise|fall|drop|icon|trend|sheng|jiang|zhang|die")
_SHOWN_INPUTS = frozenset({"text", "number"})
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_BLANK = re.compile(r"[ \t\r\n\f]+")
_CLASS = re.compile(r"\.([\w-]+)")
_LOOKS = {
    "none": re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"),
    "struck": re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through"),
    "raised": re.compile(r"vertical-align\s*:\s*(?:super|sub)"),
    "drawn": re.compile(r"(?:^|[;\s])content\s*:\s*(['\"])(?!\1)"),
}


class Looks:
    """How elements look: hidden, struck, raised or with a sign drawn beside them.

    Their tags say so, their own style, and the classes of the page.

    Parameters
    ----------
    sheet : str
        The page's style sheet.
    """

    def __init__(self, sheet: str = "") -> None:
        self._classes: dict[str, set[str]] = {}
        for selectors, rule in _RULE.findall(sheet.lower()):
            if looks := _looks(rule):
                for name in _CLASS.findall(selectors):
                    self._classes.setdefault(name, set()).update(looks)

    def of(self, element: Any) -> set[str]:
        """Return how an element looks beside what is around it: none, struck, raised."""
        name = local(element)
        looks = _looks(element.get("style", "").lower())
        for each in element.get("class", "").lower().split():
            looks |= self._classes.get(each, set())
        if name in _STRUCK:
            looks.add("struck")
        if name in _RAISED:
            looks.add("raised")
        if element.get("hidden") is not None:
            looks.add("none")
        return looks

    def text(self, element: Any) -> Text:
        """Return what an element's text shows; tables in it are not its text."""
        gathered = Text()
        self._gather(element, self.of(element), gathered)
        return gathered

    def _gather(self, element: Any, looks: set[str], into: Text) -> None:
        _add(into, element.text, looks)
        into.pictured = into.pictured or "drawn" in looks
        for each in element:
            name = local(each)
            into.pictured = into.pictured or _is_picture(each, name)
            if name in _BREAKS:
                _add(into, "\n", looks)
            if name == "input" and each.get("type", "text").lower() in _SHOWN_INPUTS:
                _add(into, each.get("value"), looks | self.of(each))
            if name and name not in _SILENT:
                self._gather(each, looks | self.of(each), into)
            _add(into, each.tail, looks)


def _is_picture(element: Any, name: str) -> bool:
    """Whether an element is a picture, or an empty one that a style sheet makes an icon of."""
    if name in _PICTURES:
        return True
    is_empty = name in _ICONS and not len(element) and not (element.text or "").strip()
    return is_empty and _ICON.search(element.get("class", "").lower()) is not None


def local(element: Any) -> str:
    """Return an element's name without its namespace, in small letters; comments have none."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _looks(rule: str) -> set[str]:
    return {name for name, pattern in _LOOKS.items() if pattern.search(rule)}


def _add(into: Text, text: str | None, looks: set[str]) -> None:
    if not text:
        return
    if text != "\n":
        text = _BLANK.sub(" ", text)  # a line's end in the source is a space on the page
    if "none" in looks:
        into.hidden += text
    elif "struck" in looks:
        into.struck += text
    else:
        into.pieces.append((text, "raised" in looks))
