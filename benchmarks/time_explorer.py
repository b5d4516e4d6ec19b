"""How long a move of the explorer takes in the real JupyterLab: from the key to the new picture and table.

    python benchmarks/time_explorer.py

11 industries × 10,000 draws. Each move is a real key press in Chromium; the time is taken in the page, from the
key event until the sentence, the picture and the table have been replaced, and until they have been drawn.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tests.builders import jupyterlab  # noqa: E402
from tests.conftest import browser_path  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MOVES = 70
WARMING = 5
"""Moves before those that are timed: the page is still compiling its scripts."""
CELLS = [
    f"import sys\n\nsys.path.insert(0, {str(ROOT)!r})",
    "from shouguan.explorer.explorer import explore\nfrom tests.builders.boards import board",
    "explore([board('gdp', draws=10_000), board('fai', draws=10_000)], targets={'gdp': 2.5}, place='示范市')",
]
WATCH = """() => {
  const view = document.querySelector('.sg-answer').closest('.widget-html-content');
  window.moves = [];
  let pressed = null;
  document.addEventListener('keydown', () => { pressed = performance.now(); }, true);
  new MutationObserver(() => {
    if (pressed === null || !view.querySelector('svg') || !view.querySelector('table')) return;
    const start = pressed, changed = performance.now();
    pressed = null;
    requestAnimationFrame(() => setTimeout(() => window.moves.push([changed - start, performance.now() - start])));
  }).observe(view, {childList: true, subtree: true});
}"""


def pressed(page: Page, handle: Locator, count: int) -> list[tuple[float, float]]:
    """Press arrow keys on a slider, one after the other's answer, to and fro; return milliseconds of each."""
    before = page.evaluate("window.moves.length")
    handle.focus()
    for n in range(count):
        page.keyboard.press("ArrowRight" if n // 10 % 2 == 0 else "ArrowLeft")
        page.wait_for_function("n => window.moves.length > n", arg=before + n, timeout=10_000)
    return [tuple(move) for move in page.evaluate("n => window.moves.slice(n)", before)]


def told(what: str, times: list[tuple[float, float]]) -> None:
    """Print median and 95th percentile."""
    for n, until in enumerate(("changed", "drawn")):
        one = [each[n] for each in times]
        high = statistics.quantiles(one, n=20)[-1]
        print(f"{what}, until {until}: median {statistics.median(one):.0f} ms, 95 % within {high:.0f} ms ({len(one)})")


def main() -> None:
    """Open JupyterLab and move."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        work, home = Path(name) / "work", Path(name) / "home"
        work.mkdir()
        home.mkdir()
        jupyterlab.write_notebook(work / "explorer.ipynb", CELLS)
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox", "--disable-gpu"])
        with jupyterlab.running(work, home) as lab:
            page = lab.open(browser, "explorer.ipynb")
            jupyterlab.run_all(page)
            page.wait_for_selector(".sg-answer", timeout=60_000)
            page.locator(".sg-explorer button", has_text="行业").click()
            page.locator(".sg-explorer button", has_text="设置").click()
            handles = page.locator(".sg-explorer .noUi-handle")
            page.evaluate(WATCH)
            pressed(page, handles.nth(0), WARMING)
            target = pressed(page, handles.nth(0), MOVES)
            industry = pressed(page, handles.nth(2), MOVES)
            page.get_by_text("其余各项随之变化").click()
            follow = pressed(page, handles.nth(3), MOVES)
            page.close()
        browser.close()
    told("the target moved", target)
    told("an industry moved", industry)
    told("an industry moved, the others follow", follow)
    told("all", target + industry + follow)


if __name__ == "__main__":
    main()
