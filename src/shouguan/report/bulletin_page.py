"""A bulletin as its notebook calls it: opened once for a task force, its sections in order, its facts handed over."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from shouguan.core import parameters
from shouguan.data import bulletin_settings, origin
from shouguan.data.place import load
from shouguan.facts import bulletin_facts, issues
from shouguan.facts.briefing import prepare
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.live import Live
from shouguan.report.page import Page
from shouguan.report.piece import Piece, shows
from shouguan.report.sections import bulletin, bulletin_tables, headline, page_one
from shouguan.report.told_page import ToldPage


class ToldBulletin(ToldPage):
    """The sections of a bulletin, a meeting's notes and the summary; those of a page besides."""

    @shows
    def masthead(self) -> Piece:
        """Title and marks, and under them the number, how often, and who leads."""
        self.context.subject = bulletin.title(bulletin.of(self.context))
        return self._piece(headline.heading(self.context, bulletin.issue(self.context)))

    @shows
    def opening(self) -> Piece:
        """How the task force stands, in a paragraph."""
        return self._piece(bulletin.opening(self.context))

    @shows
    def indicator(self) -> Piece:
        """The task force's indicator as page one of a briefing has it; of a summary the table of all, and no more."""
        table = Markup(page_one.page_one(self.context))
        if bulletin.of(self.context).sheet == "summary":
            return self._piece(table)
        return self._piece(headline.conclusion(self.context) + table)

    @shows
    def last_time(self) -> Piece:
        """What the bulletin before called for, and what became of it."""
        return self._of("last", bulletin.last)

    @shows
    def units(self) -> Piece:
        """The units in charge: who is behind, and all of them in a table."""
        return self._of("units", bulletin.units)

    @shows
    def persons(self) -> Piece:
        """Those named in charge, in a table."""
        return self._of("persons", bulletin.persons)

    @shows
    def by_district(self) -> Piece:
        """The districts, in a table: of a bulletin their tasks."""
        return self._of("districts", bulletin.districts)

    @shows
    def tasks(self) -> Piece:
        """List by list what is overdue or due by the next bulletin."""
        return self._of("tasks", bulletin_tables.lists)

    @shows
    def slow(self) -> Piece:
        """Projects under way that are behind pace."""
        return self._of("slow", bulletin_tables.slow)

    @shows
    def firms(self) -> Piece:
        """The task force's own firms near a threshold."""
        return self._of("firms", bulletin_tables.firms)

    @shows
    def agenda(self) -> Piece:
        """Of a meeting: person by person what is open, with room for what is decided."""
        return self._of("agenda", bulletin.agenda)

    @shows
    def decisions(self) -> Piece:
        """Of a meeting: empty rows for decisions."""
        return self._of("decisions", bulletin_tables.decisions)

    @shows
    def shared(self) -> Piece:
        """Of a summary: all task forces, a line each."""
        return self._of("shared", bulletin.shared)

    @shows
    def closing(self) -> Piece:
        """Until when to reply, and to whom it goes."""
        return self._piece(bulletin.closing(self.context))

    def _of(self, section: str, make: Callable[[Context], tables.Shown]) -> Piece:
        """Return a section that this kind of sheet may not have, or that has nothing to show."""
        return self._piece(make(self.context) if bulletin.has(self.context, section) else Markup(""))


class BulletinPage(ToldBulletin, Page):
    """A bulletin that was worked out from the place's lists and the forecast of its task force's indicator."""


def open_bulletin(
    place: str = "全国",
    *,
    as_of: str | None = None,
    year: int | None = None,
    task_force: str = "investment",
    every: str | None = None,
    sheet: str = "bulletin",
    issue: int | None = None,
    previous: str | None = None,
    lang: str = "zh",
    seed: int = 0,
) -> BulletinPage:
    """Open the bulletin of a task force, the notes of its meeting, or the summary of all.

    Parameters
    ----------
    place, as_of, year, task_force, every, sheet, issue, previous, lang, seed
        As in `shouguan.core.parameters.BulletinParameters`; without `issue` it is the first of the year.

    Raises
    ------
    DataError, UsageError
        When a parameter is wrong, there is no such task force, or the place has nothing to tell.
    """
    given = {
        "place": place,
        "as_of": as_of,
        "year": year,
        "task_force": task_force,
        "every": every,
        "sheet": sheet,
        "issue": issue,
        "previous": previous,
        "lang": lang,
        "seed": seed,
    }
    checked = parameters.check_bulletin(given)
    where = load(checked.place)
    settings = bulletin_settings.read(where.folder)
    about = settings.indicators(checked)
    resolved = origin.stand(where, about, checked.as_of, checked.year)
    last = issues.load(checked.previous)
    context = prepare(Live, where, resolved, checked.lang, checked.seed, about)
    context.contents.bulletin = bulletin_facts.bulletin(
        context, settings, checked.task_force, checked.sheet, checked.every, checked.issue or 1, last
    )
    return BulletinPage(context, sliders=False)
