"""The office's own list of actions, each with the gap that it works on. None is made up."""

from __future__ import annotations

from shouguan.components.accounting import PARTS
from shouguan.data.actions import Action, on_list
from shouguan.facts import standing
from shouguan.facts.briefing import Briefing
from shouguan.facts.contents import Tie
from shouguan.ingest.readers import actions as action_reader


def ties(page: Briefing) -> tuple[Tie, ...] | None:
    """Return the list of the day in the order of a page; None where the office keeps none.

    Raises
    ------
    DataError, UsageError
        When the list is wrong; the message names row, column and value.
    """
    listed = action_reader.read(page.place.folder)
    if listed is None:
        return None
    return tuple(sorted((_tie(page, action) for action in on_list(listed, page.as_of)), key=lambda tie: tie.order))


def _tie(page: Briefing, action: Action) -> Tie:
    """Return how large the gap is that an action works on; registration is shown without points of growth."""
    if action.registers:  # an entry is lawful or not, whatever it would add
        return Tie(action, None)
    own = page.sheets.get(action.indicator)
    if own is not None and own.main_target is not None:
        gap = page.of_target(own, "gap", own.main_target)
        return Tie(action, -gap.rounded, gap=gap)
    total = next((code for code in page.sheets if action.indicator in PARTS.get(code, ())), None)
    if total is not None and total in page.contents.ways:
        goal = page.contents.ways[total].asked
        need = next((each for each in goal if each.code == action.indicator), None)
        if need is not None:
            return Tie(action, need.full_year, need=(total, need))
    return Tie(action, None, course=standing.course(page, action.indicator))
