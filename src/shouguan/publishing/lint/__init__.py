"""The linter: proves that a page prints what its facts say and nothing else, and is set as it should be.

It reads the finished HTML and the facts that were handed over with it, and nothing else.
"""

from __future__ import annotations

from shouguan.core.periods import Lang
from shouguan.publishing.lint import numbers, pictures, record, tree, typesetting
from shouguan.publishing.lint.page import Page, Problem

__all__ = ["RULES", "Problem", "check", "problems", "problems_of"]

RULES = (numbers, pictures, typesetting)
"""In this order: `numbers` finds out where facts stand, which the others look at."""


def problems(html: str, facts: str, lang: Lang) -> list[Problem]:
    """Return everything that is wrong with a page.

    Parameters
    ----------
    html : str
        The page.
    facts : str
        Its facts as JSON text, as `FactTable.to_json` writes them.
    lang : {'zh', 'en'}

    Returns
    -------
    list of Problem
        In the order of the page; empty when nothing is wrong.
    """
    return problems_of(Page(tree.read(html), record.read(facts), lang))


def problems_of(page: Page) -> list[Problem]:
    """Return everything that is wrong with a page that was read, and note in it where its facts stand."""
    problems = [Problem(1, zh, en) for zh, en in page.record.problems]
    for rule in RULES:
        problems += rule.problems(page)
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.line)


def check(html: str, facts: str, lang: Lang) -> list[str]:
    """Return everything that is wrong with a page as messages in the chosen language, each with its line."""
    return [str(problem) for problem in problems(html, facts, lang)]
