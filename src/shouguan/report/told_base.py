"""What every section of a page needs: its context, the chapters that it reads, and what has been shown so far."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from shouguan.core.errors import DataError, nearest
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.table import shown_in
from shouguan.facts.written import Call
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words
from shouguan.report.piece import Piece
from shouguan.report.sections import audit


class ToldBase:
    """A page whose chapters are complete, as one that is made again from its facts.

    Parameters
    ----------
    context : Context
    sliders : bool
        Whether `what_if` shows sliders.

    Attributes
    ----------
    shown : list of Call
        The sections that a notebook has shown.
    """

    def __init__(self, context: Context, *, sliders: bool = True) -> None:
        self.context = context
        self._sliders = sliders
        self._outline: dict[str, tuple[str, str] | None] = {}
        self._printed: set[str] = set()
        self._excused = False
        self.shown: list[Call] = []

    def _complete(self, *chapters: str, codes: tuple[str, ...] | None = None) -> None:
        """Complete chapters where they are not; here they are."""

    def _compare(self) -> None:
        """Compare with the last briefing."""

    def _set_beside(self, names: tuple[str, ...]) -> None:
        """Set scenarios beside each other."""

    def _piece(self, shown: tables.Shown, *, traced: bool = False) -> Piece:
        """Note which figures a piece shows, and let them link to where they come from."""
        html = words.dashed(Markup(shown), self.context.place.settings.style.month_dash)
        self._printed.update(shown_in(html))
        return Piece(audit.linked(html, self.context.facts) if traced else html)

    def _chosen(self, codes: tuple[str, ...], among: Mapping[str, Sheet] | None = None) -> list[Sheet]:
        """Return the sheets of these indicators or of all: of those that are forecast, if nothing else is said."""
        sheets = self.context.sheets if among is None else among
        for code in codes:
            if code not in sheets:
                zh, en = nearest(code, sheets)
                raise DataError(f"本页没有预测“{code}”{zh}", f"this page does not forecast '{code}'{en}")
        return [sheet for name, sheet in sheets.items() if not codes or name in codes]
