"""Pages by WCAG 2.2 AA: axe-core in Chromium finds nothing, on a desk and on a phone, in both languages."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from shouguan.core.parameters import check
from shouguan.publishing import render
from tests.conftest import DEMO

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
LONG = os.environ.get("SHOUGUAN_TESTS") == "long"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = [
    pytest.param(
        notebook,
        lang,
        width,
        marks=pytest.mark.smoke if (notebook, lang, width) == ("briefing", "zh", 390) else (),
        id=f"{notebook}-{lang}-{width}",
    )
    for notebook in ("tour", "briefing", "scenarios", "data", "gdp", "investment", "industry", "backtest")
    for lang in ("zh", "en")
    for width in (1280, 390)
]


def shortened(html: str) -> str:
    """Leave four rows of each table and three pictures: axe looks at every text, and the rest are alike."""
    html = re.sub(r"(<tbody>\s*(?:<tr.*?</tr>\s*){4}).*?(</tbody>)", r"\1\2", html, flags=re.DOTALL)
    pictures = re.findall(r'<figure class="chart".*?</figure>', html, flags=re.DOTALL)
    assert len(pictures) > 3
    for picture in pictures[3:]:
        html = html.replace(picture, "")
    return html


def violations(browser: Browser, html: Path, width: int) -> list[str]:
    """Return what axe finds wrong, one line each."""
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(html.as_uri())
    found = Axe().run(page, options=RULES).response["violations"]
    page.close()
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize(("notebook", "lang", "width"), PAGES)
def test_axe_finds_no_violation(
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
    demo_report: render.Report,
    notebook: str,
    lang: str,
    width: int,
) -> None:
    report = demo_report
    if (notebook, lang) != ("briefing", "zh"):
        report = render.render(render.prepare(check(DEMO | {"lang": lang}), notebook), tmp_path_factory.mktemp("axe"))
    page = report.html
    if not LONG:
        page = tmp_path_factory.mktemp("axe") / "short.html"
        page.write_text(shortened(report.html.read_text(encoding="utf-8")), encoding="utf-8")
    assert violations(browser, page, width) == []


def test_axe_would_find_a_picture_without_a_name(browser: Browser, demo_report: render.Report, tmp_path: Path) -> None:
    """The control: what the other tests say is worth something."""
    broken = tmp_path / "broken.html"
    text = demo_report.html.read_text(encoding="utf-8")
    broken.write_text(text.replace("</main>", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></main>'), "utf-8")
    assert any(each.startswith("image-alt") for each in violations(browser, broken, 1280))
