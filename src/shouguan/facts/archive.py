"""Published reports on disk: where their three files are, how one takes the place of another, and how one is read.

A report is HTML, facts and manifest. The names of the two beside the page carry the first digits of the page's own
hash (`briefing.zh.html`, `briefing.zh.3fa92c10b3d4.facts.json`), so a new report never writes over the files of the
last: moving in its page is the one switch, without links, and whoever has read a page knows which two files are its.
Only a matching three count: the HTML names the hash of its facts, and the manifest the hashes of both. A signed version
(`shouguan.publishing.signing`) lies in a folder `signed` beside the drafts and is read in the same way.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html as markup
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shouguan.core.errors import DataError, RunError, UsageError, nearest
from shouguan.core.files import replace_with
from shouguan.core.paths import named
from shouguan.core.periods import Lang

SIGNED = "signed"
"""The folder of signed versions, beside the drafts."""
ANALYST_MARK = '<figure class="analyst">'
"""Opens a table or picture of an analysis notebook, which is not held to the facts."""
FACTS_MARK = re.compile(r'(<meta\b(?=[^>]*\bname="shouguan-facts")[^>]*\bcontent="sha256-)([0-9a-f]{64})(")')
"""How a page names the hash of its facts, whatever the order of the attributes."""
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_MARKS = re.compile(r'<ul class="marks[^"]*"[^>]*>(.*?)</ul>', re.DOTALL)
_ITEM = re.compile(r"<li[^>]*>(.*?)</li>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_DIGITS = 12
"""Digits of a page's hash in the names of its facts and its manifest."""


@dataclass(frozen=True)
class Report:
    """Where a report is: three files that belong together."""

    html: Path
    facts: Path
    manifest: Path

    @classmethod
    def of(cls, html: Path, page: bytes) -> Report:
        """Return the three files of a page, given where it lies and what it holds."""
        stem = f"{html.name.removesuffix('.html')}.{sha256(page)[:_DIGITS]}"
        return cls(html, html.with_name(f"{stem}.facts.json"), html.with_name(f"{stem}.manifest.json"))


@dataclass(frozen=True)
class Published:
    """A report as it was read, its three files known to belong together.

    Attributes
    ----------
    report : Report
    html : str
    facts, manifest : dict
        Their content.
    html_sha256, facts_sha256, manifest_sha256 : str
    """

    report: Report
    html: str
    facts: dict[str, Any]
    manifest: dict[str, Any]
    html_sha256: str
    facts_sha256: str
    manifest_sha256: str

    @property
    def as_of(self) -> dt.date:
        """The day whose knowledge the report rests on."""
        return dt.date.fromisoformat(self.manifest["parameters"]["as_of"])

    @property
    def lang(self) -> Lang:
        """The report's language."""
        return "en" if self.manifest["parameters"]["lang"] == "en" else "zh"

    @property
    def signature(self) -> dict[str, Any] | None:
        """What the manifest says of the signature; None for a draft."""
        return self.manifest.get("signed")

    @property
    def title(self) -> str:
        """The page's title."""
        match = _TITLE.search(self.html)
        return markup.unescape(match[1]).strip() if match else ""

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks that the page carries with its title, such as 内部资料 and 草稿."""
        match = _MARKS.search(self.html)
        items = _ITEM.findall(match[1]) if match else []
        return tuple(markup.unescape(_TAG.sub("", item)).strip() for item in items)


def put(html: Path, page: str, facts: str, manifest: str, *, frozen: bool = False) -> Report:
    """Write a report whose page goes to `html`: what readers find there is the last report, or this one whole.

    Parameters
    ----------
    html : Path
    page, facts, manifest : str
    frozen : bool
        Whether the files are read-only from the moment that they are there.
    """
    report = Report.of(html, page.encode())
    for file, text in ((report.facts, facts), (report.manifest, manifest), (html, page)):  # the page is the switch
        replace_with(file, text, frozen=frozen)
    return report


def sweep(html: Path) -> None:
    """Remove what belongs to no page: files of the reports before, and of runs that were killed.

    Nobody else may be writing this report. What a reader holds open on a system that forbids removing it stays for the
    next sweep.
    """
    current = Report.of(html, html.read_bytes()) if html.is_file() else None
    stem, beside = re.escape(html.name.removesuffix(".html")), rf"[0-9a-f]{{{_DIGITS}}}\.(?:facts|manifest)\.json"
    ours = re.compile(rf"{stem}\.{beside}|\.{stem}\.(?:html|{beside})\.[0-9a-f]+\.tmp")
    for file in html.parent.iterdir():
        if ours.fullmatch(file.name) and (current is None or file not in (current.facts, current.manifest)):
            with suppress(OSError):
                file.chmod(0o644)  # some systems do not remove what is read-only
                file.unlink()


def locate(file: Path) -> Path:
    """Return a report's HTML, which must be there.

    Raises
    ------
    UsageError
        When the name is not that of an HTML file.
    DataError
        When there is no such file; the message names the nearest in its folder.
    """
    if file.suffix != ".html":
        raise UsageError(f"{named(file)} 应为 .html 报告", f"{named(file)} must be a report, a file .html")
    if not file.is_file():
        there = sorted(each.name for each in file.parent.glob("*.html")) if file.parent.is_dir() else []
        zh, en = nearest(file.name, there) if there else ("", "")
        raise DataError(f"找不到报告 {named(file)}{zh}", f"no such report: {named(file)}{en}")
    return file


def read(html: Path) -> Published:
    """Read a report whose three files belong together; no lock is needed, whoever publishes meanwhile.

    Raises
    ------
    RunError
        When one is missing or damaged, or they are not of one run; the message says which. Run the report again.
    """
    report, content = _contents(html)
    try:
        page = content[report.html].decode()
        facts, manifest = json.loads(content[report.facts]), json.loads(content[report.manifest])
        stated = {"facts": manifest["facts_sha256"], "html": manifest["html_sha256"]}
        dt.date.fromisoformat(manifest["parameters"]["as_of"])
        whole = isinstance(manifest["parameters"]["lang"], str) and all(each["key"] for each in facts["facts"])
        if not whole:
            raise ValueError
    except (ValueError, LookupError, TypeError, AttributeError):
        raise RunError(
            f"{named(report.html)} 的三个文件有损坏，或由旧版本生成，请重新运行",
            f"a file of {named(report.html)} is damaged or of an older version: run the report again",
        ) from None
    hashes = {"html": sha256(content[report.html]), "facts": sha256(content[report.facts])}
    mark = FACTS_MARK.search(page)
    if stated != hashes or mark is None or mark[2] != hashes["facts"]:
        raise RunError(
            f"{report.html.name} 与 {report.facts.name}、{report.manifest.name} 不是同一次运行的结果，请重新运行",
            f"{report.html.name}, {report.facts.name} and {report.manifest.name} are not of one run; run the report"
            " again",
        )
    return Published(report, page, facts, manifest, hashes["html"], hashes["facts"], sha256(content[report.manifest]))


def _contents(html: Path) -> tuple[Report, dict[Path, bytes]]:
    """Return the bytes of the page that is there now and of its two files; a page that is replaced is read anew."""
    try:
        page = html.read_bytes()
        while True:
            report = Report.of(html, page)
            try:
                return report, {html: page} | {file: file.read_bytes() for file in (report.facts, report.manifest)}
            except FileNotFoundError as error:
                before, page = page, html.read_bytes()
                if page == before:
                    gone = Path(error.filename)
                    raise RunError(
                        f"报告缺少与网页相符的 {named(gone)}（文件不全，或网页被改动过），请重新运行",
                        f"{named(gone)}, which belongs to the page, is missing (or the page was changed): run the"
                        " report again",
                    ) from None
    except OSError as error:
        gone, reason = Path(error.filename or html), error.strerror or error
        raise RunError(f"无法读取 {named(gone)}：{reason}", f"cannot read {named(gone)}: {reason}") from None


def sha256(content: bytes) -> str:
    """Return the hash that manifests and pages name."""
    return hashlib.sha256(content).hexdigest()
