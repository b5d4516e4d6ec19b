"""What a report was made from, so that one whose sources are the same is not made again.

A report is a function of its notebook, the program, the packages, its parameters, the data and the last report. Data
are the files of the place and of the official series; of observations only what was out by the report's day counts, so
a new release leaves reports of earlier days alone. What is remembered lies in the reports folder; whatever is wrong
with it, or with the pages themselves, makes the report again.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from shouguan.core import paths
from shouguan.core.errors import ShouguanError
from shouguan.core.files import replace_with
from shouguan.core.language import spoken
from shouguan.data import place
from shouguan.facts import archive, changes
from shouguan.publishing import render
from shouguan.publishing.batch.orders import Order

_MEMORY = ".made"
_KEPT = frozenset({".csv", ".yaml", ".yml", ".xlsx"})
"""Kinds of files that a place is read from."""
_PROGRAM = frozenset({".py", ".po", ".j2", ".css", ".js", ".yaml", ".html", ".json", ".csv"})


@dataclass(frozen=True)
class Sources:
    """Hashes of what a report is made from.

    Attributes
    ----------
    notebook, program, packages : str
    data : mapping
        Of each file, by its name as manifests give it.
    """

    notebook: str
    program: str
    packages: str
    data: Mapping[str, str]


class Memory:
    """What the reports of a folder were made from; files are read once, so it is for one run.

    Parameters
    ----------
    out : Path
        The reports folder.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._of_file = functools.cache(_visible)

    def sources(self, order: Order) -> Sources:
        """Return what a report would be made from now."""
        files = [*_files(paths.official())]
        folder = place.folder_named(order.place)
        if folder is not None:
            files += _files(folder)
        data = {paths.shown(file): self._of_file(file, order.as_of) for file in files}
        notebook = _hash(render.notebook_named(order.notebook).read_bytes())
        return Sources(notebook, _program(), _packages(), data)

    def reason(self, order: Order, now: Sources) -> str | None:
        """Return why a report is to be made, in the language of messages; None where nothing has changed."""
        was = self._recalled(order)
        if was is None:
            return spoken("还没有生成过")
        try:
            page = archive.read(self._out / was["html"])
        except (ShouguanError, OSError):
            return spoken("网页不完整或被改动")
        if page.html_sha256 != was["html_sha256"]:
            return spoken("网页后来由别的运行生成")
        if self._last(order, page) != was["last"]:
            return spoken("上期报告不同了")
        return _difference(was["sources"], now)

    def html(self, order: Order) -> str | None:
        """Return where the report is that was made last, relative to the reports folder; None without one."""
        was = self._recalled(order)
        return None if was is None else str(was["html"])

    def keep(self, order: Order, html: str, sources: Sources) -> None:
        """Remember what a report was made from."""
        page = archive.read(self._out / html)
        content = {
            "html": html,
            "html_sha256": page.html_sha256,
            "last": self._last(order, page),
            "sources": asdict(sources),
        }
        self._file(order).parent.mkdir(exist_ok=True)
        replace_with(self._file(order), json.dumps(content, ensure_ascii=False, indent=1))

    def _last(self, order: Order, page: archive.Published) -> str | None:
        """Return the hash of the facts of the last report, which a page compares itself with."""
        last = changes.find(self._out, page.report.html, page.as_of)
        return None if last is None else last.facts_sha256

    def _recalled(self, order: Order) -> dict[str, Any] | None:
        try:
            content = json.loads(self._file(order).read_text("utf-8"))
            Sources(**content["sources"])
            return {name: content[name] for name in ("html", "html_sha256", "last", "sources")}
        except (OSError, ValueError, LookupError, TypeError):  # nothing there, or not what we wrote
            return None

    def _file(self, order: Order) -> Path:
        return self._out / _MEMORY / f"{_hash(json.dumps(asdict(order), sort_keys=True).encode())[:24]}.json"


def _difference(was: Mapping[str, Any], now: Sources) -> str | None:
    if was["data"] != now.data:
        changed = sorted(name for name in {*was["data"], *now.data} if was["data"].get(name) != now.data.get(name))
        more = len(changed) - 1
        if more:
            return spoken("数据变了：{file} 等 {n} 个文件", file=changed[0], n=len(changed))
        return spoken("数据变了：{file}", file=changed[0])
    if was["notebook"] != now.notebook:
        return spoken("笔记本变了")
    if was["program"] != now.program:
        return spoken("程序变了")
    if was["packages"] != now.packages:
        return spoken("所用的软件包换了版本")
    return None


def _files(folder: Path) -> list[Path]:
    """Return the files of a place, in an order of their own."""
    return sorted(
        file
        for file in folder.rglob("*")
        if file.suffix in _KEPT and not file.name.startswith((".", "~")) and file.is_file()
    )


def _visible(file: Path, day: str | None) -> str:
    """Return the hash of a file; of observations, that of the rows released by the day, where one is given."""
    content = file.read_bytes()
    if day is None or file.suffix != ".csv" or file.parent.name != "observations":
        return _hash(content)
    rows = list(csv.reader(content.decode("utf-8-sig", "replace").splitlines()))
    if not rows or "released_on" not in rows[0]:
        return _hash(content)
    at = rows[0].index("released_on")
    seen = [row for row in rows if len(row) <= at or row is rows[0] or row[at] <= day]
    return _hash(json.dumps(seen, ensure_ascii=False).encode())


@functools.cache
def _program() -> str:
    package = Path(render.__file__).parent.parent
    made = hashlib.sha256()
    for file in sorted(each for each in package.rglob("*") if each.suffix in _PROGRAM and each.is_file()):
        made.update(f"{file.relative_to(package).as_posix()}\0{_hash(file.read_bytes())}\n".encode())
    return made.hexdigest()


@functools.cache
def _packages() -> str:
    """Return the hash of the version of Python and of every package that is installed."""
    versions = {each.name: each.version for each in importlib.metadata.distributions()}
    return _hash(json.dumps([platform.python_version(), versions], sort_keys=True).encode())


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
