"""What readers find after a run: a folder that any web server or shared drive serves, changed by one rename.

`DIR/runs/<when>/` holds the reports of a run with an index and an Atom feed, and `DIR/latest` is the newest: a link
where links can be made, else a page that leads there. A report that failed stands there as it was made last. Older runs
are removed once there are more than are to be kept.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from markupsafe import Markup

from shouguan.core import paths
from shouguan.core.errors import ShouguanError
from shouguan.core.files import replace_with
from shouguan.core.language import chosen, spoken
from shouguan.core.rounding import display
from shouguan.data.place import Target
from shouguan.facts import archive
from shouguan.facts.indicator_report import step_key
from shouguan.facts.table import Fact
from shouguan.publishing import running
from shouguan.publishing.batch.outcomes import Outcome, Run
from shouguan.publishing.batch.unchanged import Memory
from shouguan.publishing.script import source_of as script_source
from shouguan.report import templating
from shouguan.report.language import words

_ATOM = "http://www.w3.org/2005/Atom"
_LIGHTS = ((60, "good"), (40, "fair"), (0, "poor"))
"""From which chance on a light is which; its word stands beside it."""
KEPT = 14
"""Runs that are kept."""


@dataclass(frozen=True)
class Entry:
    """One report of the index, as words."""

    href: str
    place: str
    slug: str
    as_of: str
    what: str
    title: str
    indicator: str = ""
    forecast: str = ""
    target: str = ""
    chance: str = ""
    word: str = ""
    light: str = ""


def publish(made: Run, out: Path, site: Path, *, keep: int = KEPT) -> Path:
    """Put the reports of a run where readers find them; return the index.

    Parameters
    ----------
    made : Run
    out : Path
        The reports folder.
    site : Path
        The folder that is served.
    keep : int
        How many runs stay.

    Raises
    ------
    RunError
        When it cannot be written to; readers find what was there.
    """
    runs = site / "runs"
    name = made.began.strftime("%Y%m%d-%H%M%S") + f"-{secrets.token_hex(2)}"
    begun = runs / f".{name}.tmp"
    try:
        begun.mkdir(parents=True)
        pages = [(each, _page(each, out)) for each in made.outcomes]
        published = list(dict.fromkeys(page for _, page in pages if page is not None))
        entries = [_entry(archive.read(page), out) for page in published]
        for page in published:
            _copy(page, out, begun)
        failed = [
            {"order": str(each.order), "why": each.why, "kept": page is not None}
            for each, page in pages
            if each.exit_code
        ]
        (begun / "index.html").write_text(_index(entries, failed, made.began), encoding="utf-8")
        (begun / "feed.xml").write_bytes(_feed(entries, begun, made.began))
        (begun / "run.json").write_text(made.to_json(), encoding="utf-8")
        begun.rename(runs / name)
        _turn_to(site, name)
        _sweep(site, name, keep)
    except OSError as error:
        raise running.no_room(site, error) from None
    finally:
        shutil.rmtree(begun, ignore_errors=True)
    return site / "latest" / "index.html"


def _page(outcome: Outcome, out: Path) -> Path | None:
    """Return the page of this run, else the last good one, if there is any."""
    html = outcome.html or Memory(out).html(outcome.order)
    if html is None:
        return None
    try:
        archive.read(out / html)
    except ShouguanError:
        return None
    return out / html


def _copy(page: Path, out: Path, to: Path) -> None:
    """Put a report's three files into the run; where the system can, without taking room twice."""
    report = archive.Report.of(page, page.read_bytes())
    for file in (report.html, report.facts, report.manifest):
        target = to / file.relative_to(out)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(file, target)
        except OSError:  # another disk, or one without links
            shutil.copyfile(file, target)


def _entry(report: archive.Published, out: Path) -> Entry:
    """Say of a report what the index shows: its first indicator that is forecast."""
    lang, parameters, written = report.lang, report.manifest["parameters"], report.facts.get("page") or {}
    settings = written.get("place", {}).get("settings", {})
    common = {
        "href": report.report.html.relative_to(out).as_posix(),
        "place": str(settings.get("name" if lang == "zh" else "name_en") or parameters["place"]),
        "slug": str(parameters["place"]),
        "as_of": str(parameters["as_of"]),
        "what": " · ".join((report.manifest["notebook"]["name"], parameters["scenario"], lang)),
        "title": report.title,
    }
    facts = {(each["block"], each["measure"], tuple(each["of"]), each["statistic"]): each for each in _columns(report)}
    for code, sheet in written.get("sheets", {}).items():
        year = str(sheet["year"])
        middle, low, high = (facts.get((code, "full_year", (year,), end)) for end in ("median", "lower80", "upper80"))
        if middle is None or low is None or high is None:
            continue
        name = sheet["entry"]["zh" if lang == "zh" else "en"]
        forecast = f"{middle['display']}（{low['display']} ～ {high['display']}）"
        found = Entry(**common, indicator=name, forecast=forecast)
        target = next(iter(sheet["targets"]), None)
        if target is None:
            return found
        chance = facts.get((code, "chance", (year, step_key(Target.model_validate(target).met_from)), ""))
        found = replace(found, target=display(target["value"], 1))
        if chance is None:
            return found
        percent = Fact.read(chance)
        light = next(light for floor, light in _LIGHTS if percent.rounded >= floor)
        return replace(found, chance=percent.display, word=words.chance_word(percent, lang), light=light)
    return Entry(**common)


def _columns(report: archive.Published) -> list[dict[str, Any]]:
    """Return the facts that have columns, as all have but those of old versions."""
    return [each for each in report.facts["facts"] if "block" in each]


def _index(entries: Sequence[Entry], failed: Sequence[dict[str, Any]], made: dt.datetime) -> str:
    folder = paths.template_dir() / "shouguan"
    style, own, script = ((folder / name).read_text("utf-8").strip() for name in ("style.css", "index.css", "index.js"))
    return templating.fill(
        "index",
        lang="zh-CN" if chosen() == "zh" else "en",
        say=spoken,
        entries=sorted(entries, key=lambda each: (each.place, each.what)),
        failed=failed,
        made=made.strftime("%Y-%m-%d %H:%M"),
        chance_words=words.chance_words(chosen()),
        style=Markup(f"{style}\n{own}"),
        script=Markup(script),
        script_source=script_source(script),
    )


def _feed(entries: Sequence[Entry], begun: Path, made: dt.datetime) -> bytes:
    """Return an Atom feed: an entry for each report, changed when its page was."""
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", _identity(""))
    _add(feed, "title", spoken("报告目录"))
    _add(feed, "updated", made.astimezone().isoformat(timespec="seconds"))
    _add(_add(feed, "author"), "name", "shouguan")
    for each in entries:
        entry = _add(feed, "entry")
        _add(entry, "id", _identity(each.href))
        _add(entry, "title", each.title)
        changed = dt.datetime.fromtimestamp((begun / each.href).stat().st_mtime).astimezone()
        _add(entry, "updated", changed.isoformat(timespec="seconds"))
        _add(entry, "link", href=quote(each.href))
        said = (each.place, each.as_of, each.what, each.indicator, each.forecast, each.word)
        _add(entry, "summary", " ".join(part for part in said if part))
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = text
    return child


def _identity(href: str) -> str:
    """Return a name for good: the same report of another run has the same."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"shouguan/{href}").urn


def _turn_to(site: Path, name: str) -> None:
    """Lead readers to a run, by one rename."""
    latest, beside = site / "latest", site / f".latest.{secrets.token_hex(4)}.tmp"
    try:
        if latest.is_symlink() or not latest.exists():
            beside.symlink_to(Path("runs") / name, target_is_directory=True)
            beside.replace(latest)
            return
    except OSError:  # a system or a shared drive without links
        beside.unlink(missing_ok=True)
    latest.mkdir(exist_ok=True)
    leads = (
        f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=../runs/{name}/index.html">'
    )
    replace_with(latest / "index.html", f'{leads}<a href="../runs/{name}/index.html">{name}</a>\n')


def _sweep(site: Path, newest: str, keep: int) -> None:
    """Remove runs beyond those that are kept, never the newest, whatever the clock said; and what killed ones left."""
    runs = site / "runs"
    finished = sorted(each for each in runs.iterdir() if not each.name.startswith(".") and each.name != newest)
    for old in [*finished[: max(len(finished) + 1 - keep, 0)], *runs.glob(".*.tmp")]:
        shutil.rmtree(old, ignore_errors=True)
    for link in site.glob(".latest.*.tmp"):
        link.unlink(missing_ok=True)
