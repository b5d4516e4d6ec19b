"""The pictures as a reader sees them: at a desk, on a phone, in both languages, for three places."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shouguan.core import paths
from shouguan.core.periods import Lang
from tests.builders.pictured import PLACES, drawn

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

COVERED = """[...document.querySelectorAll('figure svg')].flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
  const hit = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > a.height * 0.4;  // a line box has leading
  const outside = boxes.filter(([, b]) => b.left < frame.left - 1 || b.right > frame.right + 1
    || b.top < frame.top - 3 || b.bottom > frame.bottom + 3).map(([s]) => 'outside: ' + s);
  return [...outside, ...boxes.flatMap(([s, a], i) =>
    boxes.slice(i + 1).filter(([, b]) => hit(a, b)).map(([t]) => s + '/' + t))];
})"""
SMALLEST = """Math.min(...[...document.querySelectorAll('figure svg text')].map(t => {
  const svg = t.ownerSVGElement;
  return parseFloat(getComputedStyle(t).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
}))"""


@lru_cache(maxsize=6)
def page_of(place: str, lang: Lang) -> str:
    """Put the pictures of a place on a page of their own, in the kit's style."""
    style = (paths.template_dir() / "shouguan" / "style.css").read_text(encoding="utf-8")
    pictures = "".join(str(chart.__html__()) for chart in drawn(place, lang))
    head = f'<!DOCTYPE html><html lang="{lang}"><meta charset="utf-8"><title>x</title><style>{style}</style>'
    return f'{head}<main><div class="charts">{pictures}</div></main>'


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_labels_keep_apart_stay_inside_and_can_be_read(
    browser: Browser, tmp_path: Path, place: str, lang: Lang, width: int
) -> None:
    file = tmp_path / "pictures.html"
    file.write_text(page_of(place, lang), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(file.as_uri())
    covered, smallest = page.evaluate(COVERED), page.evaluate(SMALLEST)
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert covered == []
    assert smallest >= 8.5
    assert wide <= width
