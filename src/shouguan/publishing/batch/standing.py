"""What stands in a site: its newest run, the reports in it and those that are missing, and what the site is called.

`DIR/site.json` holds what stays for good, `DIR/runs/<when>/site.json` what its index shows, so that the next run, which
may be for other places, takes it over without reading a page. Where that is lost or damaged it is read from the pages.
"""

from __future__ import annotations

import json
import logging
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from shouguan.core.errors import ShouguanError, UsageError
from shouguan.core.files import replace_with
from shouguan.core.language import spoken
from shouguan.facts import archive
from shouguan.publishing.batch.entries import Entry, Key, Missing, entry

log = logging.getLogger("shouguan")

STATE = "site.json"
RUN = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
"""What the folder of a run is called: nothing else in `runs/` is ours to remove."""
_LEADS = re.compile(rf"\.\./runs/({RUN.pattern})/index\.html")


@dataclass(frozen=True)
class Identity:
    """What a site is called for good.

    Attributes
    ----------
    id : UUID
        Of which the ids of its feed and of the feed's entries are made.
    url : str
        The address under which readers reach the site's folder; empty where nobody has said it.
    """

    id: uuid.UUID
    url: str

    @classmethod
    def of(cls, site: Path, url: str | None) -> Identity:
        """Return that of a site, made up where it has none yet; an address that is given is kept for later runs."""
        try:
            content = json.loads((site / STATE).read_text("utf-8"))
            known = cls(uuid.UUID(content["id"]), str(content["url"]))
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            known = None
            if any((site / "runs").glob("*/index.html")):
                log.warning(
                    spoken(
                        "{file} 丢失或损坏，订阅换了新的编号，读者会再收到全部报告；请从备份放回，或再给 --site-url",
                        file=site / STATE,
                    )
                )
        made = cls(known.id if known else uuid.uuid4(), known.url if known and url is None else url or "")
        if made != known:
            replace_with(site / STATE, json.dumps({"schema": 1, "id": str(made.id), "url": made.url}, indent=1) + "\n")
        return made


@dataclass(frozen=True)
class Standing:
    """What a run of a site shows.

    Attributes
    ----------
    folder : Path or None
        Where it lies; None before the first.
    reports, missing : mapping
    """

    folder: Path | None = None
    reports: Mapping[Key, Entry] = field(default_factory=dict)
    missing: Mapping[Key, Missing] = field(default_factory=dict)

    @classmethod
    def of(cls, site: Path) -> Standing:
        """Return what stands in a site now."""
        folder = newest(site)
        if folder is None:
            return cls()
        if _led_to(site) is None:
            log.warning(spoken("{site} 的 latest 丢失或损坏，接着 {run} 发布", site=site, run=f"runs/{folder.name}"))
        reports, missing = _recorded(folder) or (sorted(_read_anew(folder), key=lambda each: each.as_of), [])
        return cls(folder, {each.key: each for each in reports}, {each.key: each for each in missing})


def to_json(reports: Iterable[Entry], missing: Iterable[Missing]) -> str:
    """Return what a run shows as the next one reads it."""
    content: dict[str, Any] = {"schema": 1}
    content |= {"reports": [asdict(each) for each in reports], "missing": [asdict(each) for each in missing]}
    return json.dumps(content, ensure_ascii=False) + "\n"


def check_url(url: str) -> str:
    """Return the address of a site without the slash at its end.

    Raises
    ------
    UsageError
        When it is none by which a browser finds anything.
    """
    parts, bare = urlsplit(url), url.rstrip("/")
    addressed = parts.scheme in ("http", "https", "file") and bool(parts.netloc or parts.path)
    within = parts.query or parts.fragment or bare.endswith((".html", ".xml", "/latest"))
    if url and (not addressed or within):
        raise UsageError(
            f"--site-url 应为读者打开 --site 文件夹本身的网址，如 https://内网地址/reports，实为“{url}”",
            f"--site-url must be the address at which readers open the folder of --site itself, such as"
            f" https://intranet/reports, not '{url}'",
        )
    return bare


def newest(site: Path) -> Path | None:
    """Return the run that readers are led to; where nothing leads to one, the newest whole one."""
    led = _led_to(site)
    if led is not None:
        return led
    runs = sorted((each for each in (site / "runs").glob("*") if RUN.fullmatch(each.name)), reverse=True)
    return next((each for each in runs if _recorded(each)), runs[0] if runs else None)


def _led_to(site: Path) -> Path | None:
    latest = site / "latest"
    try:
        name = latest.readlink().name if latest.is_symlink() else _LEADS.findall((latest / "index.html").read_text())[0]
    except (OSError, ValueError, LookupError):
        return None
    folder = site / "runs" / name
    return folder if RUN.fullmatch(name) and folder.is_dir() else None


def _recorded(folder: Path) -> tuple[list[Entry], list[Missing]] | None:
    """Return what the record of a run says; None where it is an older version's, or damaged."""
    try:
        content = json.loads((folder / STATE).read_text("utf-8"))
        return [Entry.read(each) for each in content["reports"]], [Missing.read(each) for each in content["missing"]]
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _read_anew(folder: Path) -> Iterator[Entry]:
    for page in folder.glob("*/*/*/*.html"):
        try:
            yield entry(archive.read(page), folder)
        except ShouguanError as error:  # not a report, or not whole
            log.warning("%s", error)
