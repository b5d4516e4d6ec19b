"""All facts of a briefing, and what its sections read besides them, complete before a page exists.

A chapter is what some sections share, of one indicator or of the place as a whole. The kind of a page says which
chapters it has, so that a page about GDP does not pay for scenarios; a section asked of a page of another kind has
its chapters completed then. A chapter never depends on what was completed before it, so any order gives the same.
"""

from __future__ import annotations

from collections.abc import Callable

from shouguan.components.accounting import PARTS
from shouguan.data import registers
from shouguan.facts import (
    cards,
    contributions,
    decompose,
    lever_facts,
    moved,
    office_actions,
    pace_facts,
    past,
    pictured,
    plans,
    published_figures,
    rank_facts,
    solved_back,
    standing,
    year_accounts,
)
from shouguan.facts.briefing import Briefing
from shouguan.facts.indicator_report import Sheet
from shouguan.models.history import of_any_length


def _standing(page: Briefing, sheet: Sheet) -> None:
    page.contents.standing[sheet.code] = standing.standing(page, sheet)


def _contributed(page: Briefing, sheet: Sheet) -> None:
    contributed = contributions.contributed(page, sheet) if sheet.code in PARTS else None
    if contributed is not None:
        page.contents.contributed[sheet.code] = contributed


def _parts(page: Briefing, sheet: Sheet) -> None:
    if sheet.code in PARTS:
        standing.parts(page, sheet)


def _singles(page: Briefing, sheet: Sheet) -> None:
    past = of_any_length(page.place, page.view, sheet.code, page.year)
    page.contents.singles[sheet.code] = decompose.singles(page.facts, sheet, past)


def _way(page: Briefing, sheet: Sheet) -> None:
    way = plans.way(page, sheet)
    if way is not None:
        page.contents.ways[sheet.code] = way


def _pace(page: Briefing, sheet: Sheet) -> None:
    stands = pace_facts.pace(page, sheet)
    if stands is not None:
        page.contents.paces[sheet.code] = stands


def _courses(page: Briefing) -> None:
    page.contents.courses = standing.courses(page)


def _figures(page: Briefing) -> None:
    page.contents.figures = published_figures.figures(page)


def _ties(page: Briefing) -> None:
    complete(page, "ways")
    page.contents.ties = office_actions.ties(page)


def _news(page: Briefing, sheet: Sheet) -> None:
    page.contents.moved[sheet.code] = moved.moved(page, sheet)


def _past(page: Briefing, sheet: Sheet) -> None:
    page.contents.past[sheet.code] = past.past(page, sheet)


def _reliable(page: Briefing, sheet: Sheet) -> None:
    page.contents.reliability[sheet.code] = past.reliable(page, sheet)


def _peers(page: Briefing, sheet: Sheet) -> None:
    page.contents.peers[sheet.code] = pictured.peers(page, sheet)


def _ranks(page: Briefing, sheet: Sheet) -> None:
    found = rank_facts.rank(page, sheet)
    if found is not None:
        page.contents.ranks[sheet.code] = found


def _rungs(page: Briefing, sheet: Sheet) -> None:
    page.contents.rungs[sheet.code] = rank_facts.rungs(page, sheet)


def _score(page: Briefing) -> None:
    page.contents.score = rank_facts.scores(page)


def _accounts(page: Briefing, sheet: Sheet) -> None:
    page.contents.accounts[sheet.code] = year_accounts.accounts(page, sheet)


def _links(page: Briefing, sheet: Sheet) -> None:
    page.contents.links[sheet.code] = year_accounts.links(page, sheet)


def _solved_back(page: Briefing, sheet: Sheet) -> None:
    page.contents.solved_back[sheet.code] = solved_back.solved_back(page, sheet)


def _levers(page: Briefing, sheet: Sheet) -> None:
    page.contents.levers[sheet.code] = lever_facts.collect(page, page.board(sheet))


def _cards(page: Briefing) -> None:
    page.contents.cards = cards.cards(page)


def _lists(page: Briefing) -> None:
    if registers.kept(page.place):
        from shouguan.facts import lists  # noqa: PLC0415  # loads what estimates from below, which few places have

        page.contents.lists = lists.lists(page)


def _warnings(page: Briefing) -> None:
    from shouguan.facts import flag_facts  # noqa: PLC0415  # only a page with flags loads what watches a place

    page.contents.flags = flag_facts.flags(page)


def _health(page: Briefing) -> None:
    from shouguan.facts import health  # noqa: PLC0415  # loads the readers of files, which only a page of data needs

    page.contents.health = health.health(page)


BY_INDICATOR: dict[str, Callable[[Briefing, Sheet], None]] = {
    "standing": _standing,
    "contributions": _contributed,
    "parts": _parts,
    "singles": _singles,
    "ways": _way,
    "news": _news,
    "rules": standing.rule,
    "levers": _levers,
    "back_solving": _solved_back,
    "accounts": _accounts,
    "conversions": _links,
    "past": _past,
    "reliability": _reliable,
    "pace": _pace,
    "peers": _peers,
    "ranks": _ranks,
    "rungs": _rungs,
}
"""Chapters that each indicator has for itself."""
OF_PLACE: dict[str, Callable[[Briefing], None]] = {
    "courses": _courses,
    "figures": _figures,
    "data": _health,
    "cards": _cards,
    "score": _score,
    "actions": _ties,
    "lists": _lists,
    "warnings": _warnings,
}
"""Chapters of the place as a whole."""


UNFORECAST = frozenset(("standing", "contributions", "parts", "singles", "peers"))
"""Chapters that an indicator has without a forecast, too."""
FIRST = "first"
BRIEFING: dict[str, str | None] = {
    "standing": None,
    "contributions": None,
    "parts": None,
    "ways": None,
    "accounts": None,
    "courses": None,
    "cards": None,
    "actions": None,
    "lists": None,
    "rules": FIRST,
    "levers": FIRST,
    "news": FIRST,
    "past": FIRST,
    "reliability": FIRST,
    "peers": FIRST,
    "ranks": None,
    "rungs": FIRST,
    "score": None,
    "pace": None,
    "warnings": None,
}
"""The chapters of a briefing: of every indicator that it forecasts, or of the first."""


def briefing(page: Briefing) -> None:
    """Fill all chapters of a briefing, so that what is compared with another briefing does not hang on the page."""
    first = next(iter(page.sheets), "")
    for chapter, whose in BRIEFING.items():
        complete(page, chapter, codes=None if whose is None else (first,) if first else ())


def complete(page: Briefing, *chapters: str, codes: tuple[str, ...] | None = None) -> None:
    """Fill these chapters, where they are not yet, with their facts.

    Parameters
    ----------
    page : Briefing
    *chapters : str
        Names of `BY_INDICATOR` and `OF_PLACE`.
    codes : tuple of str, optional
        The indicators of chapters that each has for itself; by default all that are forecast, and of chapters that
        need no forecast (`UNFORECAST`) all that have figures of the year.
    """
    for chapter in chapters:
        everyone = page.all_sheets if chapter in UNFORECAST else page.sheets
        for code in ("",) if chapter in OF_PLACE else (tuple(everyone) if codes is None else codes):
            if (chapter, code) in page.chapters:
                continue
            page.chapters.add((chapter, code))
            if code:
                BY_INDICATOR[chapter](page, everyone[code])
            else:
                OF_PLACE[chapter](page)
