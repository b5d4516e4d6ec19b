"""Published reports on disk: where their three files are, and whether they belong together.

A report is HTML, facts and manifest under one stem. Only a matching three count: the HTML names the hash of its
facts, and the manifest the hashes of both. A signed version (`shouguan.publishing.signing`) lies in a folder `signed`
beside the drafts and is read in the same way.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html as markup
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shouguan.core.errors import DataError, RunError, UsageError, nearest
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


@dataclass(frozen=True)
class Report:
    """Where a report is: three files that belong together."""

    html: Path
    facts: Path
    manifest: Path

    @classmethod
    def under(cls, folder: Path, stem: str) -> Report:
        """Return where a report of this stem lies in a folder."""
        return cls(folder / f"{stem}.html", folder / f"{stem}.facts.json", folder / f"{stem}.manifest.json")


@dataclass(frozen=True)
class Published:
    """A report as it was read, its three files known to belong together.

    Attributes
    ----------
    report : Report
    html : str
    facts, manifest : dict
        Their content.
    html_sha256, facts_sha256 : str
    """

    report: Report
    html: str
    facts: dict[str, Any]
    manifest: dict[str, Any]
    html_sha256: str
    facts_sha256: str

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


def locate(file: Path) -> Report:
    """Return the three files of a report that is named by its HTML.

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
    return Report.under(file.parent, file.name.removesuffix(".html"))


def read(report: Report) -> Published:
    """Read a report whose three files belong together.

    Raises
    ------
    RunError
        When one is missing or damaged, or they are not of one run; the message says which. Run the report again.
    """
    content = {}
    for file in (report.html, report.facts, report.manifest):
        try:
            content[file] = file.read_bytes()
        except OSError as error:
            reason = error.strerror or ""
            raise RunError(
                f"报告缺少 {named(file)}（{reason}），请重新运行",
                f"{named(file)} is missing ({reason}): run the report again",
            ) from None
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
    if stated["facts"] != hashes["facts"] or mark is None or mark[2] != hashes["facts"]:
        raise RunError(
            f"{report.html.name} 与 {report.facts.name} 不是同一次运行的结果，请重新运行",
            f"{report.html.name} and {report.facts.name} are not of one run; run the report again",
        )
    if stated["html"] != hashes["html"]:
        raise RunError(
            f"{report.html.name} 与生成时不同（被改动过，或不是同一次运行的结果），请重新运行",
            f"{report.html.name} is not as it was made (changed, or not of one run); run the report again",
        )
    return Published(report, page, facts, manifest, hashes["html"], hashes["facts"])


def read_facts(report: Report) -> dict[str, Any]:
    """Read the facts of a published report; errors as in `read`."""
    return read(report).facts


def sha256(content: bytes) -> str:
    """Return the hash that manifests and pages name."""
    return hashlib.sha256(content).hexdigest()
