"""Facts are complete before sections: their order changes neither a fact nor a word."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from shouguan.facts import complete
from shouguan.facts.changes import Previous
from shouguan.facts.contents import Contents
from shouguan.facts.table import FactTable
from shouguan.report.page import Page, open_page

SECTIONS = (
    "conclusion page_one causes page_one_actions situation chart-contributions chart-peers chart-ranks fans chart-pace"
    " chart-year required chart-ladder what_if problems flagged warnings chart-gap actions accounts questions"
    " since_last chart-news chart-record chart-reliability yardsticks cards status method"
).split()
NUMBER = re.compile(r'data-quote="[0-9]+"')


@pytest.fixture(scope="module")
def opened() -> tuple[Page, Previous]:
    before = open_page("demo-city", as_of="2020-07-25").context
    complete.briefing(before)
    content = json.loads(before.facts.to_json())
    return open_page("demo-city", as_of="2020-10-25"), Previous(before.as_of, None, "x", content)


def shown(opened: tuple[Page, Previous], order: Sequence[str]) -> tuple[FactTable, dict[str, str]]:
    """Show the sections in this order on a page that has only the facts that it was opened with."""
    page, previous = opened
    table = FactTable(dict(page.context.facts.facts), dict(page.context.facts.series))
    again = Page(replace(page.context, facts=table, contents=Contents(), chapters=set()), previous=previous)
    html = {}
    for name in order:
        section, _, kind = name.partition("-")
        piece = getattr(again, section)(*([kind] if kind else []))
        html[name] = NUMBER.sub("data-quote", piece._repr_html_())  # quotes are numbered as the page comes to them
    return table, html


def test_sections_in_any_order_give_the_same_facts_and_the_same_words(opened: tuple[Page, Previous]) -> None:
    table, html = shown(opened, SECTIONS)
    mixed = random.Random(16).sample(SECTIONS, len(SECTIONS))
    again, other = shown(opened, mixed)
    assert mixed != SECTIONS
    assert sorted(table.quotes) == sorted(again.quotes)
    table.quotes.clear()
    again.quotes.clear()
    assert again.to_json() == table.to_json()
    assert [name for name in SECTIONS if html[name] != other[name]] == []


def test_a_section_whose_chapter_is_not_complete_says_so_and_shows_nothing(opened: tuple[Page, Previous]) -> None:
    page = replace(opened[0].context, contents=Contents(), chapters=set())
    with pytest.raises(LookupError, match="contributions gdp"):
        page.contributed(page.sheets["gdp"])
