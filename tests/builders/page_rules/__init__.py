"""What our own pages must say besides what the gate proves: signs in words, marked forecasts, tables in order."""

from __future__ import annotations

from functools import lru_cache

from shouguan.core.periods import Lang
from shouguan.publishing import lint
from shouguan.publishing.lint import record, tree
from shouguan.publishing.lint.page import Problem
from tests.builders.page_rules import forecasts, signs, tables
from tests.builders.page_rules.laid import Laid

_RULES = (signs, forecasts, tables)


@lru_cache(maxsize=2)
def _record(facts: str) -> record.Record:
    """Read the facts once for all corruptions of their page."""
    return record.read(facts)


def problems(html: str, facts: str, lang: Lang) -> list[Problem]:
    """Return what the linter finds on a page, and what only tests hold our pages to."""
    page = Laid(tree.read(html), _record(facts), lang)
    found = lint.problems_of(page)
    for rule in _RULES:
        found += rule.problems(page)
    return sorted(dict.fromkeys(found), key=lambda problem: problem.line)


def is_wrong(html: str, facts: str, lang: Lang) -> bool:
    """Return whether there is anything wrong with a page, once a rule finds it."""
    page = Laid(tree.read(html), _record(facts), lang)
    return bool(page.record.problems) or any(rule.problems(page) for rule in (*lint.RULES, *_RULES))


def check(html: str, facts: str, lang: Lang) -> list[str]:
    """Return everything that is wrong with a page as messages, each with its line."""
    return [str(problem) for problem in problems(html, facts, lang)]
