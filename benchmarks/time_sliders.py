"""How fast the sliders of a briefing answer: from the input event to the updated outputs, and to the next frame.

    python benchmarks/time_sliders.py

Drives the demo city's page in an installed Chromium, its processor slowed down by a factor as a phone's would
be; each move is one step of one slider, in turn and at random.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from shouguan.facts.complete import complete
from shouguan.publishing.exporter import convert, shown_by
from shouguan.report.page import open_page
from shouguan.report.sections import headline
from shouguan.report.sections.sliders import sliders

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
MOVES = 2000
SLOWER = (1, 6)
DRIVE = """async moves => {
  const inputs = [...document.querySelectorAll('section.sliders input')];
  const sentence = document.querySelector('[data-shown=sentence]');
  const found = { outputs: [], frame: [], unchanged: 0 };
  let seed = 20201025;
  for (let n = 0; n < moves; n += 1) {
    seed = (seed * 48271) % 2147483647;
    const input = inputs[seed % inputs.length];
    const before = sentence.textContent;
    if ((seed >> 12) % 2) input.stepUp(); else input.stepDown();
    const started = performance.now();
    input.dispatchEvent(new Event('input', { bubbles: true }));
    found.outputs.push(performance.now() - started);
    if (sentence.textContent === before) found.unchanged += 1;
    if (n % 20 === 0) {
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      found.frame.push(performance.now() - started);
    }
  }
  return found;
}"""


def page() -> str:
    """Return the demo city's page with the sliders of GDP."""
    context = open_page("demo-city", as_of="2020-10-25", about=("gdp",)).context
    complete(context, "levers", codes=("gdp",))
    pieces = [headline.heading(context), sliders(context, context.sheets["gdp"])]
    shown = [str(piece) for piece in pieces]
    return convert(shown_by(context.lang, shown, headline.title(context), context.facts.to_json()))


def timed(opened: Page, slower: int) -> None:
    """Drive the page at one speed and print the percentiles."""
    opened.context.new_cdp_session(opened).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    found = opened.evaluate(DRIVE, MOVES)
    for name, what in (("outputs", "to the updated outputs"), ("frame", "to the second frame after")):
        median, high = np.percentile(found[name], (50, 95))
        print(f"{slower} times slower, {what}: median {median:.2f} ms, 95th percentile {high:.2f} ms")
    print(f"{slower} times slower: {MOVES - found['unchanged']} of {MOVES} moves changed the sentence")


def main() -> None:
    """Make the page and time it."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        sys.exit(f"no browser found (looked for {', '.join(BROWSERS)})")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "page.html"
        file.write_text(page(), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for slower in SLOWER:
            opened = browser.new_page()
            opened.goto(file.as_uri())
            opened.locator("section.sliders summary").click()
            timed(opened, slower)
            opened.close()
        browser.close()


if __name__ == "__main__":
    main()
