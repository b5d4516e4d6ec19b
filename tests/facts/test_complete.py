"""Facts are complete before sections: their order changes neither a fact nor a word."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from shouguan.facts.changes import Previous
from shouguan.facts.complete import complete
from shouguan.facts.contents import Contents
from shouguan.facts.table import FactTable
from shouguan.report.page import Page
from tests.builders import opened

SECTIONS = (
    "conclusion page_one causes page_one_actions situation chart-contributions chart-peers chart-ranks fans chart-pace"
    " chart-year required chart-ladder what_if lists districts problems flagged warnings chart-gap actions accounts"
    " questions since_last chart-news chart-record chart-reliability yardsticks cards status method"
).split()
NUMBER = re.compile(r'data-quote="[0-9]+"')


@pytest.fixture(scope="module")
def pair() -> tuple[Page, Previous]:
    before = opened.context("ways", "contributions", "accounts", day="2020-07-25", about=("gdp", "fai"))
    content = json.loads(before.facts.to_json())
    page = opened.page()
    complete(page.context, "ranks", "lists")  # what these draw is drawn once
    return page, Previous(before.as_of, None, "x", content)


def shown(pair: tuple[Page, Previous], order: Sequence[str]) -> tuple[FactTable, dict[str, str]]:
    """Show the sections in this order on a page that has only the facts that it was opened with."""
    _, previous = pair
    again = Page(opened.fresh().context, previous=previous)
    table = again.context.facts
    html = {}
    for name in order:
        section, _, kind = name.partition("-")
        piece = getattr(again, section)(*([kind] if kind else []))
        html[name] = NUMBER.sub("data-quote", piece._repr_html_())  # quotes are numbered as the page comes to them
    return table, html


def test_sections_in_any_order_give_the_same_facts_and_the_same_words(pair: tuple[Page, Previous]) -> None:
    table, html = shown(pair, SECTIONS)
    mixed = random.Random(16).sample(SECTIONS, len(SECTIONS))
    again, other = shown(pair, mixed)
    assert mixed != SECTIONS
    assert sorted(table.quotes) == sorted(again.quotes)
    table.quotes.clear()
    again.quotes.clear()
    assert again.to_json() == table.to_json()
    assert [name for name in SECTIONS if html[name] != other[name]] == []


def test_a_section_whose_chapter_is_not_complete_says_so_and_shows_nothing(pair: tuple[Page, Previous]) -> None:
    page = replace(pair[0].context, contents=Contents(), chapters=set())
    with pytest.raises(LookupError, match="contributions gdp"):
        page.contributed(page.sheets["gdp"])
