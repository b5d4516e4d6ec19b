"""Which sections of a page have anything to show: one that would be empty is left out of its outline."""

from __future__ import annotations

from collections.abc import Callable

from shouguan.components.accounting import PARTS
from shouguan.facts.rows import YearAccounts
from shouguan.report.context import Context
from shouguan.report.sections import bulletin, lists, problems, unforecast, warnings


def has(page: Context, section: str, complete: Callable[..., None]) -> bool:
    """Say whether a section that hangs on a forecast, or on what an office adds, has anything to show.

    `problems` has not where there are none and no target, `actions` without the office's list, `lists` without lists
    of projects, firms or funds, `warnings` without a flag that is up, `districts` without a ledger that names them,
    `annex` without a total's parts, `forecast`, `questions`, `changes` and `record` without a forecast, `needed` and
    `figures` with one.

    Parameters
    ----------
    page : Context
    section : str
        A key of the page's outline; one that is not named above always has.
    complete : callable
        Completes chapters of facts by name, of some indicators with `codes`.
    """
    if section in bulletin.SECTIONS and page.contents.bulletin is not None:
        return bulletin.has(page, section)
    if section in unforecast.HANGING:
        return unforecast.has(page, section)
    if section == "problems":
        complete(*problems.CHAPTERS)
        return bool(problems.problems(page))
    if section == "actions":
        complete("actions")
        return bool(page.told("actions").ties)
    if section in ("lists", "districts"):
        complete("lists")
        return bool(lists.lists(page) if section == "lists" else str(lists.districts(page)))
    if section == "warnings":
        complete("warnings")
        return bool(warnings.warnings(page))
    if section == "annex":
        totals = tuple(code for code in page.sheets if code in PARTS)
        complete("accounts", codes=totals)
        return any(isinstance(page.told("accounts", code).accounts[code], YearAccounts) for code in totals)
    return True
