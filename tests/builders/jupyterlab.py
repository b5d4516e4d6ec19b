"""The real JupyterLab for tests and timings: its own server, settings and kernel, opened in Chromium.

Nothing of the user's is read or left behind: settings, data and runtime files lie in the folder that the
caller gives, the kernel is this interpreter, and only the server started here is ended.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

STARTS_WITHIN = 60.0
"""Seconds that the server may take; it needs three to ten."""
SCROLL = """() => {
  const notebook = document.querySelector('.jp-WindowedPanel-outer');
  const before = notebook.scrollTop;
  notebook.scrollTop += 600;
  if (notebook.scrollTop === before) notebook.scrollTop = 0;
}"""
_QUIET = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab and the folder that it shows."""

    url: str
    token: str
    folder: Path

    def open(self, browser: Browser, notebook: str, *, width: int = 1280, height: int = 1600) -> Page:
        """Open a notebook of the folder and wait until its kernel can run cells."""
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(f"{self.url}lab/tree/{notebook}?token={self.token}")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        wait_until_idle(page)  # cells that are run before the kernel has answered are lost without a word
        return page


def wait_until_idle(page: Page, *, seconds: float = 60.0) -> None:
    """Wait until the kernel has nothing to do."""
    page.locator("#jp-bottom-panel").get_by_text("| Idle").wait_for(timeout=1000 * seconds)


def run_all(page: Page) -> None:
    """Run all cells through the menu, as a person does."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def scroll_to(page: Page, selector: str, *, seconds: float = 60.0) -> Locator:
    """Scroll down the notebook, over and over, until something is in the page; cells out of sight are not.

    Raises
    ------
    AssertionError
        When it does not come up in time; the message shows the outputs that look like errors.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        page.evaluate(SCROLL)
        page.wait_for_timeout(200)
        if page.locator(selector).count():
            page.locator(selector).first.scroll_into_view_if_needed()
            return page.locator(selector).first
    wrong = page.locator('[data-mime-type="application/vnd.jupyter.error"]').all_inner_texts()
    raise AssertionError(f"{selector} is nowhere in the notebook; errors in sight: {wrong}")


def write_notebook(file: Path, cells: Sequence[str]) -> None:
    """Write a notebook of code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, file)


@contextmanager
def running(folder: Path, home: Path) -> Iterator[Lab]:
    """Start JupyterLab on a folder, and end it.

    Parameters
    ----------
    folder : Path
        What it shows.
    home : Path
        An empty folder for its settings, data and runtime files.
    """
    environment = _environment(home)
    token = secrets.token_hex(16)
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", "--port=0", "--allow-root"),
        *(f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}"),
    ]
    log = home / "server.log"
    with log.open("w", encoding="utf-8") as stream:
        server = subprocess.Popen(command, env=environment, cwd=folder, stdout=stream, stderr=subprocess.STDOUT)
    try:
        yield Lab(_address(server, home, log), token, folder)
    finally:
        server.terminate()  # the server ends its kernels before itself
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _environment(home: Path) -> dict[str, str]:
    """Lay out the folders of a user who has never opened JupyterLab, and name them."""
    folders = {f"JUPYTER_{name}_DIR": home / name.lower() for name in ("CONFIG", "DATA", "RUNTIME")}
    spec = home / "first" / "kernels" / "python3"
    settings = folders["JUPYTER_CONFIG_DIR"] / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    for each in (*folders.values(), spec, settings):
        each.mkdir(parents=True)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel = {"argv": argv, "display_name": "Python 3", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(kernel), encoding="utf-8")
    # a first start asks whether to fetch news, and looks for updates: a test asks the network for nothing
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(_QUIET), encoding="utf-8")
    named = {name: str(folder) for name, folder in folders.items()}
    # JUPYTER_PATH is searched first, so that no kernelspec of the environment or the user comes before this one
    return {**os.environ, **named, "JUPYTER_PATH": str(home / "first"), "PYTHONUTF8": "1"}


def _address(server: subprocess.Popen[bytes], home: Path, log: Path) -> str:
    """Return the server's address once it answers."""
    file = home / "runtime" / f"jpserver-{server.pid}.json"
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        if file.exists() and (text := file.read_text(encoding="utf-8")).endswith("}"):
            known = json.loads(text)
            with (
                suppress(urllib.error.URLError),  # the file is there a moment before the server listens
                urllib.request.urlopen(f"{known['url']}api?token={known['token']}", timeout=30),
            ):
                return str(known["url"])
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-4000:]}")
