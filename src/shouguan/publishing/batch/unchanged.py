"""What a report was made from, so that one whose sources are the same is not made again.

A report is a function of its notebook with the modules beside it (every `*.py` in the notebook's folder and below it),
the program, the packages, its parameters, the data and the last report. Data
are the files of the place and of the official series. Of observations and official targets only what the report read
counts (`shouguan.data.readings`, in its manifest), as far as it was out by the report's day: where a file has changed,
these figures are read again and compared, and what is wrong with a file is found out by a report that is made again.
What is remembered lies in the reports folder; whatever is wrong with it, or with the pages themselves, makes the report
again. As long as no file has changed nothing is loaded that reads figures.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import itertools
import json
import logging
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import shouguan
from shouguan.core import paths
from shouguan.core.errors import ShouguanError
from shouguan.core.files import replace_with
from shouguan.core.language import spoken
from shouguan.core.parameters import check
from shouguan.data.readings import ALL
from shouguan.data.regions import folder_named, region_named
from shouguan.facts import archive, changes
from shouguan.publishing import notebooks
from shouguan.publishing.batch.orders import Order

if TYPE_CHECKING:
    from shouguan.data.place import Place

_MEMORY = ".made"
_KEPT = frozenset({".csv", ".yaml", ".yml", ".xlsx"})
"""Kinds of files that a place is read from."""
_PLACES = 8
"""How many places are held in memory; the reports of one are asked for one after another."""
_PROGRAM = frozenset({".py", ".po", ".j2", ".css", ".js", ".yaml", ".html", ".json", ".csv"})


@dataclass(frozen=True)
class Sources:
    """Hashes of what a report is made from.

    Attributes
    ----------
    notebook : mapping
        Of its file, and of every `*.py` in its folder and below, which it may import.
    program, packages : str
    data : mapping
        Of each file, by its name as manifests give it.
    """

    notebook: Mapping[str, str]
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
        self._of_folder = functools.cache(_hashes)
        self._modules = functools.cache(_modules)
        self._place = functools.lru_cache(_PLACES)(_load)
        self._one = RLock()

    def sources(self, order: Order) -> Sources:
        """Return what a report would be made from now."""
        folder = folder_named(order.place)
        with self._one:
            data = self._of_folder(paths.official()) | ({} if folder is None else self._of_folder(folder))
            file = notebooks.named(order.notebook)
            modules = self._modules(file.parent)
        return Sources({file.name: _hash(file.read_bytes())} | modules, program(), _packages(), data)

    def reason(self, order: Order, now: Sources) -> str | None:
        """Return why a report is to be made, in the language of messages; None where nothing has changed."""
        was = self._recalled(order)
        if was is None:
            return spoken("还没有生成过")
        page = self._out / was["html"]
        if _three(page) != was["files"]:
            return spoken("网页后来由别的运行生成") if _whole(page) else spoken("网页不完整或被改动")
        earlier = changes.candidates(self._out, page, dt.date.fromisoformat(was["as_of"]))
        if [_three(each) for _, each in itertools.islice(earlier, was["tried"])] != was["earlier"]:
            return spoken("上期报告不同了")
        then = was["sources"]
        if changed := _differing(then["notebook"], now.notebook):
            if len(changed) > 1:
                return spoken("笔记本或旁边的 .py 变了：{file} 等 {n} 个文件", file=changed[0], n=len(changed))
            return spoken("笔记本或旁边的 .py 变了：{file}", file=changed[0])
        if then["program"] != now.program:
            return spoken("程序变了")
        if then["packages"] != now.packages:
            return spoken("所用的软件包换了版本")
        changed = _differing(then["data"], now.data)
        touching = self._touching(order, page, changed) if changed else []
        if touching:
            more = len(touching) > 1
            said = spoken("数据变了：{file} 等 {n} 个文件", file=touching[0], n=len(touching)) if more else None
            return said or spoken("数据变了：{file}", file=touching[0])
        if changed:  # what was read is the same in the files as they are now
            self._write(order, was | {"sources": asdict(now)})
        return None

    def _touching(self, order: Order, page: Path, changed: list[str]) -> list[str]:
        """Return those of the changed files that hold something which the report would read differently."""
        whole = [name for name in changed if not _by_rows(name)]
        if whole:
            return whole
        made = archive.read(page)
        read = made.manifest.get("read")
        if read is None or ALL in read["regions"].get(ALL, ()):
            return changed
        from shouguan.publishing import render  # noqa: PLC0415  # reads figures

        try:
            with self._one, _silence():
                where = self._place(order.place)
                stands = render.stand(where, order.notebook, check(order.parameters))
                hashes = where.hashes(read["regions"], made.as_of)
        except ShouguanError:  # the report itself will say what is wrong
            return changed
        if (stands.as_of, stands.year) != (made.as_of, made.manifest["parameters"]["year"]):
            return changed
        codes = _differing(hashes, read["sha256"])
        return [name for name in changed if Path(name).stem in codes] or (changed if codes else [])

    def html(self, order: Order) -> str | None:
        """Return where the report is that was made last, relative to the reports folder; None without one."""
        was = self._recalled(order)
        return None if was is None else str(was["html"])

    def keep(self, order: Order, html: str, sources: Sources) -> None:
        """Remember what a report was made from, unless a file came or changed while it was made."""
        page = archive.read(self._out / html)
        inputs = {each["file"]: each["sha256"] for each in page.manifest["inputs"]}
        read = {name: sha256 for name, sha256 in inputs.items() if not name.startswith(changes.INPUT)}
        if any(sources.data.get(name) != sha256 for name, sha256 in read.items()):
            self._file(order).unlink(missing_ok=True)
            return
        tried, whole = self._tried(page.report.html, page.as_of)
        content = {
            "html": html,
            "as_of": page.as_of.isoformat(),
            "files": _three(page.report.html),
            "earlier": [_three(each) for each in tried],
            "tried": len(tried) + (not whole),
            "sources": asdict(sources),
        }
        self._write(order, content)

    def before(self, order: Order) -> dict[str, bytes]:
        """Return the last report that one would compare itself with, and those passed over for it, by their names."""
        days = [each.name for each in self._out.iterdir() if changes.is_day(each.name)]
        if not any(order.as_of is None or day < order.as_of for day in days):
            return {}
        from shouguan.publishing import render  # noqa: PLC0415  # reads figures

        try:
            with self._one, _silence():
                where, parameters = self._place(order.place), check(order.parameters)
                day = render.stand(where, order.notebook, parameters).as_of
                known = parameters.model_copy(update={"as_of": day})
                job = render.Job(notebooks.named(order.notebook), order.notebook, order.notebook, known, where)
                tried, _ = self._tried(job.html(self._out), day)
        except ShouguanError:  # the report itself will say what is wrong
            return {}
        files = [file for each in tried for file in _files(each) if file.is_file()]
        return {file.relative_to(self._out).as_posix(): file.read_bytes() for file in files}

    def _tried(self, html: Path, as_of: dt.date) -> tuple[list[Path], bool]:
        """Return the earlier pages that a page looks at, the one that it takes the last, and whether there is one."""
        last, tried = changes.find(self._out, html, as_of), []
        for _, each in changes.candidates(self._out, html, as_of):
            tried.append(each)
            if last is not None and each == last.report.html:
                break
        return tried, last is not None

    def _recalled(self, order: Order) -> dict[str, Any] | None:
        try:
            content = json.loads(self._file(order).read_text("utf-8"))
            sources = Sources(**content["sources"])
            sources.data.items(), sources.notebook.items()
            (self._out / content["html"]).relative_to(self._out / content["as_of"])
            dt.date.fromisoformat(content["as_of"])
            range(content["tried"])
            return {name: content[name] for name in ("html", "as_of", "files", "earlier", "tried", "sources")}
        except (OSError, ValueError, LookupError, TypeError, AttributeError):  # nothing there, or not what we wrote
            return None

    def _write(self, order: Order, content: Mapping[str, Any]) -> None:
        self._file(order).parent.mkdir(exist_ok=True)
        replace_with(self._file(order), json.dumps(content, ensure_ascii=False, indent=1))

    def _file(self, order: Order) -> Path:
        asked = asdict(order) | {"place": _the_same(order.place)}
        return self._out / _MEMORY / f"{_hash(json.dumps(asked, sort_keys=True).encode())[:24]}.json"


def sweep(out: Path) -> None:
    """Remove what runs that were killed had begun to write about themselves; nobody else may be at work there."""
    for begun in (*out.glob(".*.tmp"), *(out / _MEMORY).glob(".*.tmp")):
        begun.unlink(missing_ok=True)


def _three(html: Path) -> list[str] | None:
    """Return the hashes of a report's page, facts and manifest; None where one of them is not there."""
    try:
        return [_hash(file.read_bytes()) for file in _files(html)]
    except OSError:
        return None


def _files(html: Path) -> tuple[Path, Path, Path]:
    report = archive.Report.of(html, html.read_bytes())
    return report.html, report.facts, report.manifest


def _whole(html: Path) -> bool:
    try:
        archive.read(html)
    except ShouguanError:
        return False
    return True


def files_of(folder: Path) -> list[Path]:
    """Return the files below a folder that a place is read from, in folders that are links to elsewhere too."""
    files = (file for file in _below(folder, frozenset()) if file.suffix in _KEPT)
    return [file for file in sorted(files) if not file.name.startswith((".", "~")) and file.is_file()]


def _below(folder: Path, above: frozenset[Path]) -> Iterator[Path]:
    here = folder.resolve()
    if here in above or not os.access(folder, os.R_OK | os.X_OK):  # a link leads back, or nobody can read it
        return
    for each in folder.iterdir():
        if each.is_dir():
            yield from _below(each, above | {here})
        else:
            yield each


def _hashes(folder: Path) -> dict[str, str]:
    """Return the hashes of the files of a place, by the names that manifests give them."""
    return {paths.shown(file): _hash(file.read_bytes()) for file in files_of(folder)}


def _modules(folder: Path) -> dict[str, str]:
    """Return the hashes of what notebooks in a folder may import from beside them, by names from there on."""
    return {each.relative_to(folder).as_posix(): _hash(each.read_bytes()) for each in notebooks.modules(folder)}


def _differing(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the names of what came, went or has another hash."""
    return sorted({name for name, _ in then.items() ^ now.items()})


def _the_same(name: str) -> str:
    """Return one name for a place, however it is spelled; no path of this machine."""
    folder, region = folder_named(name), region_named(name)
    return paths.shown(folder) if folder is not None else name if region is None else region.code


def _by_rows(name: str) -> bool:
    """Whether rows of a file count each by itself."""
    return Path(name).parent.name == "observations" or name == paths.shown(paths.official() / "targets.csv")


def _load(name: str) -> Place:
    from shouguan.data import place  # noqa: PLC0415  # reads figures

    return place.load(name)


@contextmanager
def _silence() -> Iterator[None]:
    """Say nothing of a report that is only looked at."""
    log = logging.getLogger("shouguan")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


@functools.cache
def program() -> str:
    """Return the hash of the kit's own files."""
    package = Path(shouguan.__file__).parent
    made = hashlib.sha256()
    for file in sorted(each for each in package.rglob("*") if each.suffix in _PROGRAM and each.is_file()):
        made.update(f"{file.relative_to(package).as_posix()}\0{_hash(file.read_bytes())}\n".encode())
    return made.hexdigest()


@functools.cache
def _packages() -> str:
    """Return the hash of the version of Python and of every package that is installed."""
    folders = [Path(each) for each in sys.path if Path(each).is_dir()]
    named = sorted(each.name for folder in folders for each in folder.glob("*.*-info"))  # name-version.dist-info
    return _hash(json.dumps([platform.python_version(), named]).encode())


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
