"""The index in Chromium, opened as a file: found and sorted at a desk and on a phone, and sound for screen readers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from shouguan.publishing.batch import index_page
from shouguan.publishing.batch.entries import Entry, Figure, Key, Missing, Names

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.smoke]
NOW = dt.datetime(2020, 10, 26, 8, 0)
CHANCES = {"甲市": 7.0, "乙市": 64.0, "丙市": None, "一个名字很长很长的开发区管理委员会": 41.0}


def _entry(at: int, name: str, chance: float | None) -> Entry:
    key = Key(f"place-{at}", "briefing", "base", "zh")
    forecast = tuple(Figure(f"{at}.{end}", at + end / 10) for end in (5, 1, 9))
    return Entry(
        key,
        (f"2020-10-2{at}/{key.place}/base/briefing.zh.html",),
        ("0" * 64,),
        f"37010{at}",
        Names(name, f"City {at}"),
        Names("固定资产投资", "Investment"),
        Names("外需走弱且房地产投资继续下降情景", "Weak demand"),
        f"2020-10-2{at}",
        "题目",
        "2020-10-26T08:00:00+00:00",
        "2020-10-26T08:00:00",
        "fai",
        forecast,
        None if chance is None else Figure("3.5", 3.5),
        None if chance is None else Figure(f"{chance:.0f}", chance),
    )


@pytest.fixture
def index(tmp_path: Path) -> Path:
    entries = [_entry(at, name, chance) for at, (name, chance) in enumerate(CHANCES.items())]
    names = Names("丁市", "D")
    lacks = [
        Missing(
            Key(f"x{n}", "gdp", "base", "zh"), "", names, names, names, "failed", 1, None, "2020-10-26", "2020-10-26"
        )
        for n in range(12)
    ]
    file = tmp_path / "index.html"
    file.write_text(index_page.index(entries, lacks, NOW), encoding="utf-8")
    return file


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser, index: Path) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": request.param, "height": 844})
    opened.goto(index.as_uri())
    yield opened
    opened.close()


def _shown(page: Page) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('tbody tr')].filter((row) => !row.hidden).map((row) => row.cells[0].textContent)"
    )


def test_nothing_runs_out_of_the_screen(page: Page) -> None:
    width = page.evaluate("innerWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    out = "[...document.querySelectorAll('body *')].filter((each) => each.getBoundingClientRect().right > innerWidth)"
    assert page.evaluate(f"{out}.map((each) => each.outerHTML)") == []
    row = page.locator("tbody tr").first.inner_text()
    for part in ("甲市", "2020-10-20", "7", "难度很大", "0.5（0.1～0.9）", "3.5"):
        assert part in row


def test_reports_are_found_by_place_day_chance_and_light(page: Page) -> None:
    def found(name: str, value: str) -> list[str]:
        page.locator("button[type=reset]").click()
        box = page.locator(f"[name={name}]")
        box.select_option(value) if name == "word" else box.fill(value)
        return _shown(page)

    assert found("text", "CITY place-1") == ["乙市"]
    assert found("text", "外需 甲") == ["甲市"]
    assert found("text", "370102") == ["丙市"]
    assert found("since", "2020-10-22") == list(CHANCES)[2:]
    assert found("until", "2020-10-21") == list(CHANCES)[:2]
    assert found("most", "50") == ["甲市", "一个名字很长很长的开发区管理委员会"]
    assert found("least", "50") == ["乙市"]
    assert found("word", "难度很大") == ["甲市"]
    assert "1 / 4" in page.locator("output").inner_text()
    page.locator("button[type=reset]").click()
    page.wait_for_function("document.querySelector('output').textContent.endsWith('4 / 4')")
    assert _shown(page) == list(CHANCES)


def test_reports_are_sorted_and_those_without_a_figure_come_last(page: Page) -> None:
    heads = page.locator("th[data-sort=chance] button")
    for up in (True, False):
        if heads.is_visible():
            heads.focus()
            page.keyboard.press("Enter")
            assert page.locator("th[aria-sort]").count() == 1
            assert heads.locator("..").get_attribute("aria-sort") == ("ascending" if up else "descending")
        else:
            page.locator("[name=sorted]").select_option(label=f"实现可能性，% {'↑' if up else '↓'}")
        there = sorted((name for name in CHANCES if CHANCES[name]), key=lambda name: CHANCES[name] or 0, reverse=not up)
        assert _shown(page) == [*there, "丙市"]


def test_axe_finds_no_violation(page: Page) -> None:
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": rules}).response["violations"]
    assert [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]] == []
