"""What a worker of a cluster does for a run: it makes a report in a folder of its own and hands back its three files.

Nothing here knows what the cluster is. A worker needs the kit, the same as the caller's, and no folder that it shares
with anybody: data and notebooks come to it, and it reads the official figures, the place and the last report where a
checkout has them (`core.paths.VARIABLE`), so that a page is the same, byte for byte. A seat is such a folder and the
process that makes reports in it, within the limits of any run; it stays for the reports to come, and goes when nobody
has asked for a while. A seat ends with its worker, however that ends, and its folder with the next one's.
"""

from __future__ import annotations

import atexit
import functools
import importlib.metadata
import io
import platform
import re
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from threading import Lock, Timer
from typing import Any

from shouguan.core import language, paths
from shouguan.core.errors import RunError
from shouguan.core.version import __version__
from shouguan.facts import archive
from shouguan.publishing import running
from shouguan.publishing.batch.crew import Crew, Limits
from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.outcomes import Outcome
from shouguan.publishing.batch.unchanged import program

PATIENCE = 600.0
"""Seconds for which a seat waits for the next report."""
_SHOWN = 4
"""Packages that a message names."""


_Key = tuple[str, Limits, str]
"""What a seat is laid for: the hash of the home, the limits, and the language."""


class OtherKitError(RunError):
    """A worker has another kit than the caller."""


@dataclass(frozen=True)
class Packed:
    """Files on their way: their hash, and a zip archive."""

    sha256: str
    content: bytes

    @classmethod
    def of(cls, files: Iterable[tuple[str, Path]]) -> Packed:
        """Pack files, by the names that they get; the same files give the same hash."""
        packed, hashes = io.BytesIO(), []
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archived:
            for name, file in files:
                content = file.read_bytes()
                hashes.append(f"{name}\0{archive.sha256(content)}")
                archived.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return cls(archive.sha256("\n".join(hashes).encode()), packed.getvalue())


@dataclass(frozen=True)
class Task:
    """A report to be made.

    Attributes
    ----------
    order : Order
        As it was asked for.
    home : str
        Hash of the notebooks and the official series.
    place, place_files : str or None
        Where in a seat the folder of the place goes, and the hash of its files; None where it has none.
    before : mapping
        The files of the last report, by their names under the reports folder.
    limits : Limits
    lang : str
        The language of messages.
    kit : mapping
        The caller's `kit()`.
    """

    order: Order
    home: str
    place: str | None
    place_files: str | None
    before: Mapping[str, bytes]
    limits: Limits
    lang: str
    kit: Mapping[str, Any]


@dataclass(frozen=True)
class Came:
    """What came of it, with the three files by their names under the reports folder, where it was made."""

    outcome: Outcome
    files: Mapping[str, bytes]


@functools.cache
def kit() -> dict[str, Any]:
    """Return what pages depend on besides their data: the kit, Python, and the packages that the kit needs."""
    packages: dict[str, str] = {}
    asked, seen = ["shouguan"], {"shouguan"}
    while asked:
        name = asked.pop()
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:  # of another system, or the kit is not installed
            continue
        packages[name] = found.version
        needs = [line for line in found.requires or () if "extra ==" not in line]
        names = {match[0].lower() for line in needs if (match := re.match(r"[\w.-]+", line))}
        asked += sorted(names - seen)
        seen |= names
    packages.pop("shouguan", None)  # which is compared file by file
    own = {"version": __version__, "program": program(), "python": platform.python_version()}
    return own | {"packages": packages}


def other(asked: Mapping[str, Any], own: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return how a worker's kit differs from the caller's, in Chinese and English; None where it does not."""
    if asked["program"] != own["program"]:
        return (
            f"收官程序与这里的不同（版本 {own['version']}，这里 {asked['version']}）",
            f"its kit is another (version {own['version']}, here {asked['version']}): its files differ",
        )
    here, there = ({"python": each["python"]} | each["packages"] for each in (asked, own))
    differ = sorted(name for name in here.keys() & there.keys() if here[name] != there[name])
    if not differ:
        return None
    named = ", ".join(f"{name} {there[name]} ≠ {here[name]}" for name in differ[:_SHOWN])
    return (
        f"所用的软件包与这里的版本不同：{named}（共 {len(differ)} 个）",
        f"its packages are of other versions than those here: {named} ({len(differ)} in all)",
    )


class _Seat:
    """A folder with what reports are made from, and the process that makes them there."""

    def __init__(self, key: _Key, home: bytes) -> None:
        self.key = key
        _, limits, lang = key
        self._closing = ExitStack()
        self._folder = self._closing.enter_context(running.own_folder())
        self._out = self._folder / "out"
        self._laid: dict[str, str] = {}
        _unpack(home, self._folder / "home")
        env = {paths.VARIABLE: str(self._folder / "home"), language.VARIABLE: lang}
        self._crew = Crew(self._out, limits, env)
        self._closing.callback(self._crew.end)

    def make(self, task: Task, place: bytes | None) -> Came:
        """Make a report from what it was sent."""
        order = task.order
        if task.place is not None and place is not None:
            folder = self._folder / task.place
            if self._laid.get(task.place) != task.place_files:
                self._laid.pop(task.place, None)
                shutil.rmtree(folder, ignore_errors=True)
                _unpack(place, folder)
                self._laid[task.place] = task.place_files or ""
            order = replace(order, place=str(folder))
        shutil.rmtree(self._out, ignore_errors=True)
        for name, content in task.before.items():
            file = self._out / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        made = self._crew.make(order)
        files: tuple[Path, ...] = ()
        if made.html is not None:
            html = self._out / made.html
            report = archive.Report.of(html, html.read_bytes())
            files = report.html, report.facts, report.manifest
        said = [each.replace(order.place, task.order.place) for each in (made.zh, made.en, *made.warnings)]
        came = replace(made, order=task.order, zh=said[0], en=said[1], warnings=said[2:])
        return Came(came, {file.relative_to(self._out).as_posix(): file.read_bytes() for file in files})

    def close(self) -> None:
        """End the process, and remove the folder."""
        self._closing.close()


class _Room:
    """The seats of a worker that nobody uses now."""

    def __init__(self) -> None:
        self._free: list[_Seat] = []
        self._one = Lock()
        self._timer: Timer | None = None

    def take(self, key: _Key, home: bytes) -> _Seat:
        """Return a free seat, or a new one; those that are laid for something else go."""
        with self._one:
            fitting = [seat for seat in self._free if seat.key == key]
            others = [seat for seat in self._free if seat.key != key]
            self._free = fitting[:-1]
        for seat in others:
            seat.close()
        return fitting[-1] if fitting else _Seat(key, home)

    def give(self, seat: _Seat) -> None:
        """Take a seat back."""
        with self._one:
            self._free.append(seat)
            if self._timer is not None:
                self._timer.cancel()
            self._timer = Timer(PATIENCE, self.clear)
            self._timer.daemon = True
            self._timer.start()

    def clear(self) -> None:
        """Let those seats go that nobody uses."""
        with self._one:
            free, self._free = self._free, []
        for seat in free:
            seat.close()


_ROOM = _Room()
atexit.register(_ROOM.clear)


def make(task: Task, home: bytes, place: bytes | None) -> Came:
    """Make a report.

    Raises
    ------
    OtherKitError
        When the kit here is not the caller's.
    """
    differs = other(task.kit, kit())
    if differs is not None:
        raise OtherKitError(*differs)
    seat = _ROOM.take((task.home, task.limits, task.lang), home)
    try:
        came = seat.make(task, place)
    except BaseException:
        seat.close()
        raise
    _ROOM.give(seat)
    return came


def leave() -> None:
    """Let those seats go that nobody uses."""
    _ROOM.clear()


def _unpack(content: bytes, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archived:
        for name in archived.namelist():
            file = folder / PurePosixPath(name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(archived.read(name))
