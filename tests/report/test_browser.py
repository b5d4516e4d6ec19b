"""The page as its reader opens it: an installed Chromium, at a desk, on a phone, on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shouguan.publishing import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

pytestmark = pytest.mark.browser
WIDTHS = [pytest.param(1280, id="desktop"), pytest.param(390, id="phone")]


def _open(browser: Browser, report: Path, width: int, **options: bool) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 844}, java_script_enabled=options.get("scripts", True))
    page.goto(report.as_uri())
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_asks_for_nothing_but_itself_and_reports_no_error(
    browser: Browser, demo_report: render.Report, width: int
) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 844})

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(demo_report.html.as_uri(), wait_until="networkidle")
    page.close()
    assert asked == [demo_report.html.as_uri()]
    assert complaints == []


def test_the_policy_stops_a_request_that_got_past_the_gate(
    browser: Browser, demo_report: render.Report, tmp_path: Path
) -> None:
    """The page's own policy is the second lock: even a smuggled image is not fetched."""
    smuggled = tmp_path / "smuggled.html"
    text = demo_report.html.read_text(encoding="utf-8")
    smuggled.write_text(text.replace("</main>", '<img src="http://127.0.0.1:9/x.png"></main>'), encoding="utf-8")
    complaints: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(smuggled.as_uri(), wait_until="networkidle")
    page.close()
    assert any("Content Security Policy" in complaint for complaint in complaints)


@pytest.mark.parametrize("width", (*WIDTHS, 641, 981, 1041, 1081))
def test_nothing_sticks_out_sideways(browser: Browser, demo_report: render.Report, width: int) -> None:
    page = _open(browser, demo_report.html, width)
    wide = page.evaluate("document.documentElement.scrollWidth")
    clipped = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1)"
        ".map(e => e.querySelector('caption').textContent)"
    )
    page.close()
    assert wide <= width
    assert clipped == []


def test_the_conclusion_and_the_table_stand_on_the_first_screen_of_a_desktop(
    browser: Browser, demo_report: render.Report
) -> None:
    page = _open(browser, demo_report.html, 1280)
    bottom = page.evaluate("document.querySelector('table').getBoundingClientRect().bottom")
    page.close()
    assert bottom <= 844


def test_on_a_phone_the_table_becomes_cards_with_their_headings(browser: Browser, demo_report: render.Report) -> None:
    page = _open(browser, demo_report.html, 390)
    label = page.evaluate("getComputedStyle(document.querySelector('table.wide td'), '::before').content")
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('table.wide td')).fontSize)")
    chart = page.evaluate(
        "(() => { const t = document.querySelector('figure svg text'); const s = t.ownerSVGElement;"
        " const scale = s.getBoundingClientRect().width / s.viewBox.baseVal.width;"
        " return parseFloat(getComputedStyle(t).fontSize) * scale })()"
    )
    page.close()
    assert label == '"累计增速"'
    assert size >= 14
    assert chart >= 8.5, "labels in the picture stay legible"


def test_it_reads_without_scripts(browser: Browser, demo_report: render.Report) -> None:
    page = _open(browser, demo_report.html, 1280, scripts=False)
    text = page.inner_text("main")
    page.close()
    assert "预计增长" in text
    assert "实现可能性" in text


def test_the_labels_of_a_chart_do_not_cover_each_other(browser: Browser, demo_report: render.Report) -> None:
    page = _open(browser, demo_report.html, 1280)
    covered = page.evaluate(
        """[...document.querySelectorAll('figure svg')].flatMap(svg => {
          const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
          const hit = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > a.height * 0.4;  // a line box has leading
          const after = (a, i) => boxes.slice(i + 1).filter(([, b]) => hit(a, b));
          return boxes.flatMap(([s, a], i) => after(a, i).map(([t]) => s + '/' + t));
        })"""
    )
    page.close()
    assert covered == []


def test_on_paper_it_is_a4_and_page_one_holds_conclusion_and_table(
    browser: Browser, demo_report: render.Report, tmp_path: Path
) -> None:
    page = _open(browser, demo_report.html, 1280)
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 677, "height": 986})  # 179 mm by 261 mm, the type area, at 96 dots an inch
    height = page.evaluate("document.querySelector('table').getBoundingClientRect().bottom")
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    pdf = (tmp_path / "page.pdf").read_bytes()
    assert b"/MediaBox [0 0 594.9" in pdf or b"/MediaBox [0 0 595" in pdf
    assert height <= 986
    assert wide <= 677, "what is wider than the type area makes the browser print everything smaller"
