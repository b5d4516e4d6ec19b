"""The linter on real pages: nothing wrong with them, and nothing that is changed in them goes unseen."""

from __future__ import annotations

import ast
import os
import random
from typing import Any

import nbformat
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouguan.core.errors import DataError
from shouguan.core.parameters import check
from shouguan.core.periods import Lang
from shouguan.facts.table import FACTS_MIME
from shouguan.publishing import notebooks, render
from shouguan.publishing.exporter import convert, shown_by
from shouguan.report import page
from tests.builders import corruptions, page_rules, random_pages

LONG = os.environ.get("SHOUGUAN_TESTS") == "long"
CORRUPTIONS = 520 if LONG else 26
DAILY = {("briefing", "山东", "en"), ("data", "全国", "zh")}
PAGES, WORLDS = (10_000, 400) if LONG else (6, 30)


PLACES = (("demo-city", "2020-10-25"), ("全国", "2024-10-25"), ("山东", "2020-10-28"))
LANGS: tuple[Lang, ...] = ("zh", "en")
NOTEBOOKS = sorted(notebooks.available())
SHOWN = [
    pytest.param(notebook, *place, lang, marks=() if (notebook, place[0], lang) in DAILY else pytest.mark.long)
    for notebook in NOTEBOOKS
    for place in PLACES
    for lang in LANGS
]


@pytest.fixture(scope="module")
def briefing(demo_report: render.Report) -> tuple[str, str]:
    return demo_report.html.read_text(encoding="utf-8"), demo_report.facts.read_text(encoding="utf-8")


@pytest.mark.parametrize(("notebook", "place", "day", "lang"), SHOWN)
def test_the_real_page_passes(notebook: str, place: str, day: str, lang: Lang) -> None:
    try:
        job = render.prepare(check({"place": place, "as_of": day, "lang": lang}), notebook)
        with pd.option_context("display.float_format", None):  # a notebook sets its own
            html, facts = shown(job)
    except DataError as error:
        pytest.skip(f"{place} has no such page: {error.zh}")
    assert page_rules.check(html, facts, lang) == []


def shown(job: render.Job) -> tuple[str, str]:
    """Run a notebook's cells here, without a kernel; return the page that the renderer makes of them, and its facts."""
    pieces, title, facts = [], "", ""
    names: dict[str, Any] = {}
    for cell in nbformat.read(job.notebook, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        if "parameters" in cell.metadata.get("tags", []):
            names |= job.parameters.for_notebook()
            continue
        *before, last = ast.parse(cell.source).body
        if not isinstance(last, ast.Expr):  # such a cell shows no value
            exec(compile(cell.source, str(job.notebook), "exec"), names)
            continue
        exec(compile(ast.Module(before, []), str(job.notebook), "exec"), names)
        value = eval(compile(ast.Expression(last.value), str(job.notebook), "eval"), names)
        if isinstance(value, page.Facts):
            title, facts = value._repr_mimebundle_()[FACTS_MIME].values()
        elif hasattr(value, "_repr_html_") and not isinstance(value, pd.DataFrame):  # frames are the analyst's own
            pieces.append(value._repr_html_())
    return convert(shown_by(job.parameters.lang, pieces, title, facts)), facts


def test_every_seeded_corruption_of_the_briefing_is_found(briefing: tuple[str, str]) -> None:
    html, facts = briefing
    assert page_rules.check(html, facts, "zh") == []
    kinds, unseen = set(), []
    for kind, corruption in corruptions.corrupted(html, CORRUPTIONS):
        kinds.add(kind)
        if not page_rules.is_wrong(corruption.html, facts, "zh"):
            unseen.append((kind, corruption.what))
    assert unseen == []
    assert kinds == set(corruptions.KINDS)


@pytest.mark.parametrize("seed", range(8 if LONG else 2))
def test_every_corruption_of_a_random_page_is_found(seed: int) -> None:
    """Random cities decline, tie and lack much, which the demo city does not."""
    context, html = random_pages.page(random.Random(seed), WORLDS)
    facts = context.facts.to_json()
    unseen = [
        (kind, corruption.what)
        for kind, corruption in corruptions.corrupted(html, 40 if LONG else 20, seed)
        if not page_rules.is_wrong(corruption.html, facts, context.lang)
    ]
    assert unseen == []


@settings(max_examples=PAGES, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_random_but_valid_facts_give_pages_that_pass(rng: random.Random) -> None:
    context, html = random_pages.page(rng, WORLDS)
    assert page_rules.check(html, context.facts.to_json(), context.lang) == []
