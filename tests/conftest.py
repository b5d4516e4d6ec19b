"""What all tests share: how hard hypothesis tries, and the browser that page tests drive."""

from __future__ import annotations

import copy
import functools
import gc
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import filelock
import pytest
import typer.main
from hypothesis import settings

from shouguan.core import language, paths
from shouguan.core.parameters import check
from shouguan.data import place, registers, views
from shouguan.facts import archive
from shouguan.ingest.new_place import Wanted, create
from shouguan.investment import listed
from shouguan.models import draws, level, system
from shouguan.publishing import render
from shouguan.study import lists

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A fixed sequence of examples in daily runs, so that a red test is red again; many more in the long run.
settings.register_profile("daily", derandomize=True, deadline=None, max_examples=60)
settings.register_profile("long", deadline=None, max_examples=3000)
settings.load_profile("long" if os.environ.get("SHOUGUAN_TESTS") == "long" else "daily")

# A command that a shell begins in the background hears no Ctrl-C, nor do its children: tests of stopping need to.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
READ_ONCE = (
    (place, "_read_once"),
    (registers, "_kept_once"),
    (registers, "_typed_once"),
    (views, "_view"),
    (listed, "_judged_once"),
    (lists, "_judged_once"),
)
DEMO = {"place": "demo-city", "as_of": "2020-10-25"}


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Messages in Chinese, whatever the machine speaks; what a test chooses ends with it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(language.VARIABLE, "zh")
        yield


@pytest.fixture
def only_demo_city(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of places that holds the demonstration city alone, whatever places a user has made under `data/`."""
    folder = tmp_path_factory.mktemp("places")
    for name in ("demo-city", "official"):
        (folder / name).symlink_to(paths.places() / name, target_is_directory=True)
    monkeypatch.setattr(paths, "places", lambda: folder)
    return folder


@pytest.fixture
def english(chinese: None) -> None:
    """Messages in English."""
    language.choose("en")


@pytest.fixture(autouse=True, scope="session")
def room_for_all_places() -> Iterator[None]:
    """Keep what was read and computed of all places and days; a report has room for its own alone."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in READ_ONCE:
            patch.setattr(module, name, functools.lru_cache(maxsize=32)(getattr(module, name).__wrapped__))
        for kept in (level._FILTERED, system._PASSES, draws._DRAWN):
            patch.setattr(kept, "_most", 256 * 2**20)
        yield


@pytest.fixture(autouse=True, scope="session")
def one_tree_of_commands() -> Iterator[None]:
    """Read what the commands take once for all command lines; each gets a copy of its own to lay out."""
    read = functools.cache(typer.main.get_command)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.main, "get_command", lambda app: copy.deepcopy(read(app)))
        yield


@pytest.fixture(autouse=True)
def no_picture_left_open() -> Iterator[None]:
    """Close what a test drew; a picture that stays open keeps its memory until the run ends."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


def browser_path() -> str | None:
    """Return an installed Chromium, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what `-m` leaves out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave tests that drive a browser to the long run, except one of each kind."""
    for item in items:
        if item.get_closest_marker("browser") and not item.get_closest_marker("smoke"):
            item.add_marker(pytest.mark.long)


def pytest_collection_finish() -> None:
    """Leave what was collected out of every later search for garbage: it stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the installed Chromium once a session; skip with the reason where there is none."""
    path = browser_path()
    if path is None:
        pytest.skip(f"no browser found (looked for {', '.join(BROWSERS)}); install Debian's chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=flags)
        yield started
        started.close()


@pytest.fixture(scope="session")
def demo_report(tmp_path_factory: pytest.TempPathFactory) -> render.Report:
    """The demo city's briefing, really run and published once for all workers; nobody writes into its folder."""
    base = tmp_path_factory.getbasetemp()
    shared: Path = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    job, out = render.prepare(check(DEMO)), shared / "demo-report"
    with filelock.FileLock(shared / "demo-report.lock"):
        html = job.html(out)
        return archive.read(html).report if html.exists() else render.render(job, out)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, Wanted], Path]:
    """Make a new place as `shouguan new` does: once each, for its templates take time, and then as a copy of it."""
    made: dict[Wanted, Path] = {}

    def found(folder: Path, wanted: Wanted) -> Path:
        if wanted not in made:
            made[wanted] = tmp_path_factory.mktemp("founded") / "place"
            create(made[wanted], wanted)
        return Path(shutil.copytree(made[wanted], folder))

    return found


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the command line as a user would and return exit code, output and error output."""

    def call(*words: object) -> tuple[int, str, str]:
        from shouguan.cli import commands  # noqa: PLC0415

        monkeypatch.setattr(sys, "argv", ["shouguan", *map(str, words)])
        with pytest.raises(SystemExit) as caught:
            commands.main()
            sys.exit(0)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err + captured.out
        return int(caught.value.code or 0), captured.out, captured.err

    return call
