"""A piece of a page, and how a section makes one: noted when a notebook shows it, excused where it has no forecast."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from markupsafe import Markup

from shouguan.facts.written import Call
from shouguan.report.context import Context


class Piece:
    """A stretch of HTML that shows itself in a notebook.

    Parameters
    ----------
    html : Markup
    shown : callable, optional
        Told when a notebook shows it.
    """

    def __init__(self, html: Markup, shown: Callable[[], None] | None = None) -> None:
        self.html = html
        self.shown = shown

    def _repr_html_(self) -> str:
        if self.shown is not None:
            self.shown()
        return str(self.html)


class Sections(Protocol):
    """What has sections: a page."""

    context: Context
    shown: list[Call]

    def why_not(self, *codes: str) -> Piece:
        """Say why there is no forecast."""


P = ParamSpec("P")
S = TypeVar("S", bound=Sections)
SECTIONS: set[str] = set()
"""The names of all sections."""


def shows(method: Callable[Concatenate[S, P], Piece]) -> Callable[Concatenate[S, P], Piece]:
    """Make a section of a method: the page notes how it was asked for once a notebook shows it."""

    @wraps(method)
    def asked(page: S, *words: P.args, **options: P.kwargs) -> Piece:
        call = Call(method.__name__, cast("Any", words), cast("Any", options))
        return Piece(method(page, *words, **options).html, lambda: page.shown.append(call))

    SECTIONS.add(method.__name__)
    return asked


def of_forecast(method: Callable[Concatenate[S, P], Piece]) -> Callable[Concatenate[S, P], Piece]:
    """Make a section that rests on a forecast: of a page or an indicator without one it says so, for the analyst."""

    @wraps(method)
    def asked(page: S, *words: P.args, **options: P.kwargs) -> Piece:
        without = [code for code in words if code in page.context.unforecast]
        if without or not page.context.sheets:
            return page.why_not(*map(str, without))
        return method(page, *words, **options)

    return asked
