"""The sliders as their reader moves them, in an installed Chromium: every printed answer is Python's."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shouguan.components.levers import Answer, Board
from shouguan.core.periods import Lang
from shouguan.core.rounding import display, half_up
from shouguan.facts.indicator_report import banded, figure
from shouguan.facts.table import Fact, name_of
from shouguan.publishing import gate, script
from shouguan.report.language import words
from shouguan.report.live import Live
from shouguan.report.page import open_page
from shouguan.report.sections.slider_data import moved, named, started
from tests.builders.slider_pages import board_of, demo, rendered

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SHOWN = "Object.fromEntries([...document.querySelectorAll('[data-shown]')].map(o => [o.dataset.shown, o.textContent]))"
SET = """([at, value]) => {
  const inputs = document.querySelectorAll('section.sliders input');
  inputs[at].value = value;
  inputs[at].dispatchEvent(new Event('input', { bubbles: true }));
}"""
POSITIONS = 60


@dataclass(frozen=True)
class Made:
    """A page, and what it was made from."""

    context: Live
    board: Board
    file: Path


@cache
def hubei(lang: Lang) -> Live:
    """Return a province whose year is a fall and that has no target on record."""
    if lang == "en":
        return replace(hubei("zh"), lang="en")
    return open_page("湖北", as_of="2020-10-28", about=("gdp",)).context


PLACES = {"demo": demo, "hubei": hubei}


@pytest.fixture(scope="module", params=["demo-zh", "demo-en", "hubei-zh", "hubei-en"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Make the page of a place with the kit's own template, style, script and gate."""
    place, _, lang = request.param.partition("-")
    return _made(PLACES[place](lang), tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def demo_page(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return _made(demo("zh"), tmp_path_factory.mktemp("pages"))


def _made(context: Live, folder: Path) -> Made:
    board = board_of(context)
    html = rendered(context, board)
    assert gate.html_problems(html) == []
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    return Made(context, board, file)


@pytest.fixture
def opened(browser: Browser, made: Made) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 844})
    page.goto(made.file.as_uri())
    yield page
    page.close()


@pytest.fixture
def demo_opened(browser: Browser, demo_page: Made) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 844})
    page.goto(demo_page.file.as_uri())
    yield page
    page.close()


# What Python prints for a setting, by the functions that the page's tables and sentences come from.


def printed(made: Made, target: float, settings: Mapping[str, float]) -> dict[str, str]:
    """Return what each output should say."""
    context, board = made.context, made.board
    lang, sheet = context.lang, context.sheets["gdp"]
    moves = moved(board, settings)
    answer = board.answer(target, moves)

    def fact(value: float, decimals: int = 1) -> Fact:
        return figure(sheet, name_of("x"), value, decimals=decimals)

    chance = fact(100 * answer.chance, 0)
    some, every = bool(moves), len(moves) == len(board.levers)
    shown = {
        "required": words.approx(banded(sheet, name_of("x"), answer.required, "", "", "", (), 2020)),
        "year": fact(answer.median).display + "%",
        "interval": words.interval(fact(answer.lower), fact(answer.upper), lang),
        "gap": fact(half_up(answer.median, 1) - half_up(target, 1)).display,
        "percent": words.chance_percent(chance, lang),
        "word": words.chance_word(chance, lang),
        "others": fact(answer.required_of_others).display if some and not every else "—",
        "sentence": _told(made, target, moves, answer),
    }
    return {name: words.Markup(text).striptags() for name, text in shown.items()}


def _told(made: Made, target: float, moves: Mapping[str, float], answer: Answer) -> str:
    context, board = made.context, made.board
    lang, sheet = context.lang, context.sheets["gdp"]

    def fact(value: float, decimals: int = 1) -> Fact:
        return figure(sheet, name_of("x"), value, decimals=decimals)

    def grew(value: float) -> str:
        return words.grew(fact(value), lang).striptags()

    rest, name = sheet.rest(lang), sheet.name(lang)
    gap = fact(half_up(answer.median, 1) - half_up(target, 1))
    chance = fact(100 * answer.chance, 0)
    said = {
        "year": words.grew(fact(answer.median), lang, expected=True).striptags(),
        "interval": words.interval(fact(answer.lower), fact(answer.upper), lang).striptags(),
        "gap": words.gap(gap, fact(target), "目标", lang).striptags(),
        "percent": words.chance_percent(chance, lang).striptags(),
        "word": words.chance_word(chance, lang),
    }
    need = answer.required_of_others if moves else answer.required.value
    levers = [lever for lever in board.levers if lever.code in moves]
    if lang == "zh":
        clauses = [f"{named(lever, lang)}{rest}{grew(moves[lever.code])}" for lever in levers]
        start = f"若{'，'.join(clauses)}，" if moves else "按本报告测算，"
        text = start + (
            f"全年{name}预计{said['year']}（80%区间为{said['interval']}），{said['gap']}，"
            f"实现可能性{said['percent']}，{said['word']}"
        )
        who = f"其余行业{rest}合计需" if moves else f"{rest}需"
        return text + ("。" if len(levers) == len(board.levers) else f"；要实现目标，{who}{grew(need)}。")
    clauses = [f"{named(lever, lang)} {grew(moves[lever.code])} in {rest}" for lever in levers]
    start = f"With {', '.join(clauses)}, " if moves else "As things stand, "
    text = start + (
        f"{name} is expected {said['year']} in 2020 (80% interval {said['interval']}), {said['gap']};"
        f" the chance of meeting it is {said['percent']} ({said['word']})."
    )
    if len(levers) == len(board.levers):
        return text
    of, together = (" of the other industries", " together") if moves else ("", "")
    return f"{text} To meet it, growth{of} in {rest} must be {fact(need).display}%{together}."


def positions(made: Made, count: int) -> list[tuple[float, dict[str, float]]]:
    """Draw settings: none, some or all of the levers, anywhere on their grids, and the ends."""
    rng = random.Random(20201025)
    sheet = made.context.sheets["gdp"]
    low, high = (made.context.facts[sheet.key("lever.2020.target", end)].value for end in ("low", "high"))
    found = []
    for n in range(count):
        chosen = rng.sample(made.board.levers, (0, 1, 2, 5, len(made.board.levers))[n % 5])
        settings = {each.code: rng.choice(_grid(each.low, each.high)) for each in chosen}
        near = round(made.board.base[1], 1) + rng.randint(-8, 8) / 10  # where the chance is neither nothing nor all
        found.append((rng.choice([rng.choice(_grid(low, high)), min(max(round(near, 1), low), high)]), settings))
    ends = {each.code: each.low for each in made.board.levers}
    return [*found, (low, ends), (high, ends), (high, {each.code: each.high for each in made.board.levers})]


def _grid(low: float, high: float) -> list[float]:
    return [tenth / 10 for tenth in range(round(10 * low), round(10 * high) + 1)]


def start_of(made: Made) -> float:
    sheet = made.context.sheets["gdp"]
    return sheet.main_target.value if sheet.main_target else min(sheet.ladder, key=lambda step: abs(step - 0.0))


@pytest.mark.smoke
def test_every_printed_answer_on_the_demo_citys_page_is_pythons(demo_opened: Page, demo_page: Made) -> None:
    _every_answer_is_pythons(demo_opened, demo_page)


def test_every_printed_answer_is_pythons_wherever_the_sliders_stand(opened: Page, made: Made) -> None:
    _every_answer_is_pythons(opened, made)


def _every_answer_is_pythons(opened: Page, made: Made) -> None:
    asked = positions(made, POSITIONS)
    values = [
        [target, *(settings.get(lever.code, started(lever)) for lever in made.board.levers)]
        for target, settings in asked
    ]
    answers = opened.evaluate(
        f"""positions => positions.map(values => {{
          const inputs = [...document.querySelectorAll('section.sliders input')];
          inputs.forEach((input, i) => {{ input.value = values[i]; }});
          inputs[0].dispatchEvent(new Event('input', {{ bubbles: true }}));
          return [{SHOWN}, inputs.map(input => document.querySelector(`output[for="${{input.id}}"]`).textContent)];
        }})""",
        values,
    )
    assert len(answers) == len(asked) > POSITIONS
    for (target, settings), row, (shown, labels) in zip(asked, values, answers, strict=True):
        assert shown == printed(made, target, settings), (target, settings)
        assert labels == [display(value, 1) + "%" for value in row]
    said = {answer[0]["word"] for answer in answers}
    assert len(said) == 5, "the positions reach every word for a chance"
    if made.context.lang == "zh":
        intervals = " ".join(answer[0]["interval"] for answer in answers)
        assert ("至增长" in intervals) == (made.board.base[1] > 0), "and years that may fall or grow"


def test_at_rest_it_says_what_the_page_says(opened: Page, made: Made) -> None:
    context, sheet = made.context, made.context.sheets["gdp"]
    target = float(opened.locator("section.sliders input").first.input_value())
    shown = opened.evaluate(SHOWN)
    assert shown == printed(made, target, {})
    assert shown["year"] == context.full_year(sheet, "median").display + "%"
    assert shown["percent"] == context.chance(sheet, target).striptags()
    assert shown["required"] == words.approx(context.step(sheet, "required", target)).striptags()
    if sheet.main_target is not None:
        assert target == sheet.main_target.value
        assert shown["gap"] == context.of_target(sheet, "gap", sheet.main_target).display


def test_it_is_moved_by_keys(opened: Page, made: Made) -> None:
    lang, board = made.context.lang, made.board
    target = opened.get_by_label("全年目标" if lang == "zh" else "Target for the year")
    before = float(target.input_value())
    target.press("ArrowRight")
    target.press("ArrowRight")
    target.press("ArrowLeft")
    at = round(before + 0.1, 1)
    assert opened.evaluate(SHOWN) == printed(made, at, {})
    opened.locator("section.sliders summary").press("Enter")
    settings = {}
    for lever, key in zip(board.levers[1:5], ("ArrowUp", "ArrowDown", "Home", "End"), strict=True):
        label = f"{lever.zh}四季度增速" if lang == "zh" else f"{lever.en} in Q4"
        slider = opened.get_by_label(label, exact=True)
        slider.press(key)
        settings[lever.code] = float(slider.input_value())
        assert opened.evaluate(SHOWN) == printed(made, at, settings), lever.code
    assert settings[board.levers[3].code] == board.levers[3].low
    assert settings[board.levers[4].code] == board.levers[4].high
    opened.get_by_label(f"{board.levers[1].zh}四季度增速" if lang == "zh" else "Industry in Q4", exact=True).press(
        "ArrowDown"
    )
    del settings[board.levers[1].code]  # back where it started: not moved
    assert opened.evaluate(SHOWN) == printed(made, at, settings)
    opened.locator("section.sliders button").press("Space")
    assert opened.evaluate(SHOWN) == printed(made, before, {})


def test_a_value_out_of_range_counts_as_the_nearest_end(demo_opened: Page, demo_page: Made) -> None:
    industry = demo_page.board.levers[1]
    demo_opened.evaluate(SET, [2, "99"])
    assert demo_opened.evaluate(SHOWN) == printed(demo_page, start_of(demo_page), {industry.code: industry.high})
    demo_opened.evaluate(SET, [2, "-99"])
    assert demo_opened.evaluate(SHOWN) == printed(demo_page, start_of(demo_page), {industry.code: industry.low})
    # A browser that took the type away would let anything through; the script still would not.
    demo_opened.evaluate("document.querySelectorAll('section.sliders input')[2].type = 'text'")
    demo_opened.evaluate(SET, [2, "99"])
    assert demo_opened.evaluate(SHOWN) == printed(demo_page, start_of(demo_page), {industry.code: industry.high})


def test_keys_reach_the_target_first_and_what_has_focus_is_seen(demo_opened: Page) -> None:
    demo_opened.keyboard.press("Tab")
    assert demo_opened.evaluate("document.activeElement.id") == "sliders-gdp-target"
    outline = demo_opened.evaluate(
        "(s => [s.outlineStyle, parseFloat(s.outlineWidth)])(getComputedStyle(document.activeElement))"
    )
    assert outline[0] == "solid"
    assert outline[1] >= 2
    demo_opened.keyboard.press("Tab")
    assert demo_opened.evaluate("document.activeElement.tagName") == "BUTTON"
    demo_opened.keyboard.press("Tab")
    assert demo_opened.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_what_is_moved_is_told_to_those_who_listen(demo_opened: Page) -> None:
    demo_opened.evaluate(SET, [3, "-0.3"])
    assert demo_opened.evaluate("document.querySelectorAll('section.sliders input')[3].ariaValueText") == "−0.3%"
    live = "[...document.querySelectorAll('section.sliders [aria-live=polite]')].map(o => o.textContent)"
    (told,) = demo_opened.evaluate(live)
    assert told.startswith("若建筑业四季度下降0.3%，全年地区生产总值预计增长")
    moved_rows = "[...document.querySelectorAll('.lever.moved label')].map(l => l.textContent)"
    assert demo_opened.evaluate(moved_rows) == ["建筑业四季度增速"]


def test_it_asks_for_nothing_and_reports_no_error(browser: Browser, demo_page: Made) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(demo_page.file.as_uri(), wait_until="networkidle")
    page.evaluate(SET, [0, "3.9"])
    shown = page.locator("section.sliders").is_visible()
    page.close()
    assert asked == [demo_page.file.as_uri()]
    assert complaints == []
    assert shown


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_sticks_out_sideways(opened: Page, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 844})
    opened.locator("section.sliders summary").click()
    opened.evaluate(SET, [2, "99"])
    inside = opened.evaluate(
        "[...document.querySelectorAll('.sliders *, .scroll')].filter(e => e.scrollWidth > e.clientWidth + 1"
        " && getComputedStyle(e).display !== 'inline').map(e => e.className || e.tagName)"
    )
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert inside == []


def test_without_scripts_the_tables_stand_and_the_block_is_not_seen(browser: Browser, demo_page: Made) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(demo_page.file.as_uri())
    text = page.inner_text("main")
    visible = page.locator("section.sliders").is_visible()
    page.close()
    assert not visible
    assert "逐行业调节" not in text
    context, sheet = demo_page.context, demo_page.context.sheets["gdp"]
    for value in sheet.ladder:
        assert context.step(sheet, "required", value).display in text
    for at, lever in enumerate(demo_page.board.levers):
        assert f"{lever.zh}\t{display(demo_page.board.expected[at], 1)}\t" in text


def test_on_paper_the_tables_stand_and_the_block_does_not(demo_opened: Page) -> None:
    assert demo_opened.locator("section.sliders").is_visible()
    demo_opened.emulate_media(media="print")
    assert not demo_opened.locator("section.sliders").is_visible()
    assert demo_opened.locator("table").count() == 2
    assert demo_opened.locator("table").last.is_visible()


def test_a_finger_finds_what_it_wants_to_move(browser: Browser, demo_page: Made) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(demo_page.file.as_uri())
    page.locator("section.sliders summary").click()
    heights = page.evaluate(
        "[...document.querySelectorAll('.sliders :is(input, button, summary)')]"
        ".map(e => e.getBoundingClientRect().height)"
    )
    page.close()
    assert len(heights) == 14
    assert min(heights) >= 44


CONTRAST = """() => {
  const channel = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const behind = e => { for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor); if (c.length === 3) return c; } return [255, 255, 255]; };
  return [...document.querySelectorAll('.sliders *')].filter(e => e.children.length === 0 && e.textContent.trim())
    .map(e => { const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
      return [(a + 0.05) / (b + 0.05), e.textContent]; });
}"""


def test_all_text_stands_out_from_what_is_behind_it(demo_opened: Page) -> None:
    demo_opened.locator("section.sliders summary").click()
    demo_opened.evaluate(SET, [2, "9.0"])
    found = demo_opened.evaluate(CONTRAST)
    assert len(found) > 60
    assert [each for each in found if each[0] < 4.5] == []


def test_the_policy_stops_a_script_that_got_past_the_gate(browser: Browser, demo_page: Made, tmp_path: Path) -> None:
    """One more space in the script, and the browser does not run it: the page is read without sliders."""
    html = demo_page.file.read_text(encoding="utf-8").replace("'use strict'", "'use  strict'")
    smuggled = tmp_path / "smuggled.html"
    smuggled.write_text(html, encoding="utf-8")
    assert gate.html_problems(html) != []
    complaints: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(smuggled.as_uri())
    visible = page.locator("section.sliders").is_visible()
    page.close()
    assert not visible
    assert any("Content Security Policy" in complaint for complaint in complaints)


def test_two_totals_on_one_page_keep_to_themselves(browser: Browser, tmp_path: Path) -> None:
    context = replace(demo("zh"), sheets=dict(demo("zh").sheets))
    twin = replace(context.sheets["gdp"], entry=replace(context.sheets["gdp"].entry, code="gdp_twin"))
    context.sheets["gdp_twin"] = twin
    for key, fact in list(context.facts.facts.items()):
        if key.startswith("gdp.") and ".lever." not in key:
            again = replace(fact, key=key.replace("gdp.", "gdp_twin.", 1), block="gdp_twin")
            context.facts.facts.setdefault(again.key, again)
    first = board_of(context)
    html = rendered(context, first, replace(first, indicator="gdp_twin", levers=()))
    assert gate.html_problems(html) == []
    file = tmp_path / "page.html"
    file.write_text(html, encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    page.evaluate(SET, [len(first.levers) + 1, "2.5"])
    gaps = page.evaluate("[...document.querySelectorAll('[data-shown=gap]')].map(o => o.textContent)")
    page.close()
    median = half_up(first.base[1], 1)
    assert gaps == [display(median - 3.5, 1), display(median - 2.5, 1)]


def test_the_script_is_small_plain_and_keeps_to_itself() -> None:
    text = script.text()
    assert len(text.encode()) <= 6_000
    assert text.isascii()
    banned = (
        "eval Function( innerHTML outerHTML insertAdjacent document.write import fetch XMLHttp WebSocket Beacon"
        " localStorage cookie setTimeout src href </ <!--"
    ).split()
    assert [word for word in banned if word in text] == []
