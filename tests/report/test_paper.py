"""The briefing on paper: how many sheets it takes, and that its first page is one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from shouguan.core.parameters import check
from shouguan.publishing import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
SHEETS = [
    pytest.param("demo-city", "2020-10-25", "zh", 14),
    pytest.param("demo-city", "2020-10-25", "en", 16),
    pytest.param("全国", "2024-10-25", "zh", 7),
    pytest.param("山东", "2020-10-28", "zh", 6),
]
MM = 96 / 25.4
WIDTH, HEIGHT = 179 * MM, 261 * MM
"""What the margins of `style.css` leave of A4."""


@pytest.mark.parametrize(("place", "day", "lang", "most"), SHEETS)
def test_a_briefing_takes_few_sheets_and_its_first_page_is_one(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, place: str, day: str, lang: str, most: int
) -> None:
    job = render.prepare(check({"place": place, "as_of": day, "lang": lang}))
    report = render.render(job, tmp_path_factory.mktemp("paper"))
    page = browser.new_page(viewport={"width": round(WIDTH), "height": round(HEIGHT)})
    page.goto(report.html.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert 3 < len(re.findall(rb"/Type\s*/Page\b", printed)) <= most
    page.emulate_media(media="print")
    end = page.evaluate("document.querySelector('#situation').getBoundingClientRect().top + scrollY")
    small = page.evaluate(
        "[...document.querySelectorAll('table :is(th, td)')].filter(cell => cell.offsetWidth"
        " && parseFloat(getComputedStyle(cell).fontSize) < 13.9).map(cell => cell.textContent)"
    )
    wide = page.evaluate("[...document.querySelectorAll('table')].filter(t => t.offsetWidth > innerWidth + 1).length")
    page.close()
    assert end <= HEIGHT
    assert small == [], "table text is at least 10.5 points"
    assert wide == 0
