"""A gallery to look at: every page and picture as PNG, on a desk, on a phone and on paper, in both languages.

Not a test. It runs the notebooks, drives the installed Chromium and writes into a folder that the caller names,
with an index to leaf through; nothing of it is committed:

    python tests/report/gallery.py FOLDER --place demo-city --as-of 2020-10-25 --notebook briefing
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from shouguan.core.errors import ShouguanError
from shouguan.core.parameters import check
from shouguan.publishing import notebooks, render

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.conftest import browser_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LANGS = ("zh", "en")
SCREENS = {"1280": 1280, "390": 390}
HEIGHT = 844
PAPER = (589, 850)
"""The type area of A4 per GB/T 9704, 156 by 225 mm, in pixels at 96 an inch."""
SHARP = 2
"""Device pixels a pixel: small labels can be judged."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the gallery that the command line asks for."""
    asked = _parser().parse_args(arguments)
    path = browser_path()
    if path is None:
        print("no Chromium found", file=sys.stderr)
        return 1
    asked.folder.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only where a browser is

    shots: list[Path] = []
    with tempfile.TemporaryDirectory() as work:
        reports = list(_reports(asked, Path(work)))  # before the browser, whose event loop a kernel cannot share
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            for html, name in reports:
                shots += _shoot(browser, html, asked.folder / name)
            browser.close()
    _index(asked.folder, shots)
    print(f"{len(shots)} pictures in {asked.folder}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the gallery goes")
    parser.add_argument("--place", default="demo-city")
    parser.add_argument("--as-of", default=None, help="a day, as in shouguan report")
    parser.add_argument("--notebook", action="append", choices=sorted(notebooks.available()), help="default: all")
    parser.add_argument("--lang", action="append", choices=LANGS, help="default: both")
    return parser


def _reports(asked: argparse.Namespace, work: Path) -> Iterator[tuple[Path, str]]:
    """Render each page that is asked for; one that does not come to be is told, and the others go on."""
    for notebook in asked.notebook or sorted(notebooks.available()):
        for lang in asked.lang or LANGS:
            name = f"{notebook}.{lang}"
            try:
                parameters = check({"place": asked.place, "as_of": asked.as_of, "lang": lang})
                yield render.render(render.prepare(parameters, notebook), work).html, name
            except ShouguanError as error:
                print(f"{name}: {error}", file=sys.stderr)


def _shoot(browser: Browser, html: Path, stem: Path) -> Iterator[Path]:
    """Take a page and each of its pictures on every screen and on paper."""
    for name, width in SCREENS.items():
        page = browser.new_page(viewport={"width": width, "height": HEIGHT}, device_scale_factor=SHARP)
        page.goto(html.as_uri())
        yield _whole(page, Path(f"{stem}.{name}.png"))
        yield from _pictures(page, f"{stem}.{name}")
        page.close()
    page = browser.new_page(viewport={"width": PAPER[0], "height": PAPER[1]}, device_scale_factor=SHARP)
    page.goto(html.as_uri())
    yield from _paper(page, stem)
    page.close()


def _whole(page: Page, file: Path) -> Path:
    page.screenshot(path=file, full_page=True)
    return file


def _pictures(page: Page, stem: str) -> Iterator[Path]:
    for figure in page.query_selector_all("figure.chart"):
        file = Path(f"{stem}.{figure.get_attribute('id')}.png")
        figure.screenshot(path=file)
        yield file


def _paper(page: Page, stem: Path) -> Iterator[Path]:
    """Print to PDF, and its sheets to PNG where pdftoppm is; else the type area as one long picture."""
    pdf = Path(f"{stem}.A4.pdf")
    page.pdf(path=pdf, prefer_css_page_size=True)
    if shutil.which("pdftoppm"):
        subprocess.run(["pdftoppm", "-png", "-r", "96", str(pdf), f"{stem}.A4"], check=True)
        yield from sorted(pdf.parent.glob(f"{stem.name}.A4-*.png"))
        return
    page.emulate_media(media="print")
    yield _whole(page, Path(f"{stem}.A4.png"))


def _index(folder: Path, shots: Sequence[Path]) -> None:
    """Write a page that shows all of it, widest first within each report."""
    shown = "\n".join(
        f'<figure><a href="{name}"><img loading="lazy" src="{name}" alt="{name}"></a>'
        f"<figcaption>{name}</figcaption></figure>"
        for name in (escape(shot.name) for shot in shots)
    )
    style = "body{font:14px sans-serif} figure{display:inline-block;vertical-align:top;margin:8px} img{max-width:420px}"
    text = f'<!DOCTYPE html><meta charset="utf-8"><title>gallery</title><style>{style}</style>\n{shown}\n'
    (folder / "index.html").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
