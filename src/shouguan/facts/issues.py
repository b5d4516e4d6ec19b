"""Issues of bulletins (第几期): numbered by task force and year, and the one before, whose calls are followed up.

A draft uses up no number; a number is given when it is signed, and counts for all languages of that day's bulletin.
What was called for is read from the facts of the issue before, never from its page.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from shouguan.analysis.scenarios.file import BASE
from shouguan.core.errors import DataError, RunError, UsageError
from shouguan.core.files import read_csv
from shouguan.core.language import spoken
from shouguan.core.paths import named
from shouguan.facts import archive, changes
from shouguan.facts.archive import SIGNED, Published
from shouguan.facts.bulletin_rows import Item, LastIssue
from shouguan.facts.written import MEMBER

log = logging.getLogger("shouguan")

LEDGER = "signatures.csv"
_OURS = re.compile(r"(?:(?:bulletin|meeting)-[a-z][a-z0-9_]*|summary)\.(?:zh|en)\Z")
_ITEMS = TypeAdapter(tuple[Item, ...])
_LAST = TypeAdapter(LastIssue)


@dataclass(frozen=True)
class Issue:
    """A number that was given: on which day's report, in which language."""

    day: dt.date
    report: str
    number: int


@dataclass(frozen=True)
class Listed:
    """A bulletin under a reports folder: a signed issue with its number and who signed, or a draft without."""

    report: str
    day: dt.date
    number: int | None
    signed_by: str
    signed_on: str
    html: Path


def listing(out: Path, slug: str) -> list[Listed]:
    """Return the bulletins of a place under a reports folder, by task force and day; drafts that were signed once."""
    found: list[Listed] = []
    for day in sorted(out.iterdir()) if out.is_dir() else ():
        folder = day / slug / BASE
        if changes.is_day(day.name) and folder.is_dir():
            signed = _rows(folder / SIGNED / LEDGER) if (folder / SIGNED / LEDGER).is_file() else []
            ours = [row for row in signed if _OURS.match(row["report"])]
            for row in ours:
                number, file = int(row["issue"]), folder / SIGNED / f"{row['report']}.{row['issue']}.html"
                found.append(Listed(row["report"], _day(folder), number, row["signed_by"], row["signed_on"], file))
            hashes = {row["draft_html_sha256"] for row in ours}
            for file in sorted(folder.glob("*.html")):
                report = file.name.removesuffix(".html")
                if _OURS.match(report) and archive.sha256(file.read_bytes()) not in hashes:
                    found.append(Listed(report, _day(folder), None, "", "", file))
    return sorted(found, key=lambda each: (each.report, each.day, each.number or 0))


def series(report: str) -> str:
    """Return what a report's name says besides its language: `bulletin-investment` of `bulletin-investment.zh`."""
    return report.rpartition(".")[0]


def given(html: Path) -> list[Issue]:
    """Return the numbers that were given to bulletins like this one in its year, also where files are gone since.

    Parameters
    ----------
    html : Path
        `<out>/<day>/<place>/<scenario>/<task force>.<lang>.html`.
    """
    own, day = html.name.removesuffix(".html"), _day_of(html)
    found = []
    for folder in _folders(html):
        ledger = folder / SIGNED / LEDGER
        if _day(folder).year == day.year and ledger.is_file():
            for row in _rows(ledger):
                if series(row["report"]) == series(own):
                    found.append(Issue(_day(folder), row["report"], int(row["issue"])))
    return sorted(found, key=lambda issue: issue.number)


def next_number(html: Path) -> int:
    """Return the number that a draft is to have: that of the same day in another language, else the next."""
    issues, report, day = given(html), html.name.removesuffix(".html"), _day_of(html)
    own = {issue.number for issue in issues if issue.report == report}
    twins = [issue.number for issue in issues if issue.day == day and issue.number not in own]
    return twins[-1] if twins else max((issue.number for issue in issues), default=0) + 1


def taken(html: Path, number: int) -> Issue | None:
    """Return the issue that has a number already; another language of the same day is the same issue."""
    report, day = html.name.removesuffix(".html"), _day_of(html)
    alike = [issue for issue in given(html) if issue.number == number]
    return next((issue for issue in alike if issue.report == report or issue.day != day), None)


def before(html: Path) -> Published | None:
    """Return the bulletin before: the newest signed one of an earlier day; where none ever was, the newest draft.

    Of several languages that of this one comes first. Files that do not belong together are passed over with a warning.
    """
    drafts: Published | None = None
    for folder in sorted(_folders(html), key=_day, reverse=True):
        if _day(folder) >= _day_of(html):
            continue
        for page in _pages(folder, html.name.removesuffix(".html")):
            signed = page.parent.name == SIGNED
            if drafts is not None and not signed:
                continue
            try:
                published = archive.read(page)
            except RunError as error:
                log.warning(spoken("跳过上期报告：{why}", why=error))
                continue
            if signed:
                return published
            drafts = published
    return drafts


def handed(report: Published) -> LastIssue:
    """Return what a run needs of the bulletin before.

    Raises
    ------
    DataError
        When its facts hold no bulletin.
    """
    try:
        told = report.facts[MEMBER]["contents"]["bulletin"]
        by_key = changes.records(report.facts)
        asked = _ITEMS.validate_python(told["asked"], context=by_key)
        number = by_key[told["issue"]] if isinstance(told["issue"], str) else None
        listed = {str(kind): str(month) for kind, month in told.get("listed", {}).items()}
        issue = int(number.value) if number is not None else int(told["issue"]["value"])
    except (AttributeError, LookupError, TypeError, ValidationError, ValueError):
        name = named(report.report.html)
        raise DataError(f"{name} 不是督查通报", f"{name} is no bulletin") from None
    signature = report.signature
    return LastIssue(
        report.as_of, issue if signature is None else int(signature["issue"]), signature is not None, asked, listed
    )


def to_json(last: LastIssue) -> str:
    """Return what a run is handed as JSON text."""
    return json.dumps(_LAST.dump_python(last, mode="json", context={}), ensure_ascii=False, sort_keys=True)


def load(file: str | None) -> LastIssue | None:
    """Read what a run was handed, or the bulletin that an analyst names by its HTML; None for none.

    Raises
    ------
    UsageError, DataError, RunError
        When the file is missing or is neither.
    """
    if file is None:
        return None
    path = Path(file)
    if path.suffix == ".html":
        return handed(archive.read(archive.locate(path)))
    try:
        return _LAST.validate_python(json.loads(path.read_text(encoding="utf-8")), context={})
    except OSError:
        raise UsageError(f"找不到上期通报 {named(path)}", f"no such last bulletin: {named(path)}") from None
    except (ValueError, ValidationError):
        raise UsageError(
            f"{named(path)} 不是上期通报；应为 .html 通报", f"{named(path)} is no bulletin; give one, a file .html"
        ) from None


def _folders(html: Path) -> Iterator[Path]:
    """Yield the folders of all days that have reports of the place and scenario."""
    below, out = Path(*html.parent.parts[-2:]), html.parents[3]
    for day in sorted(out.iterdir()) if out.is_dir() else ():
        if changes.is_day(day.name) and (day / below).is_dir():
            yield day / below


def _pages(folder: Path, report: str) -> Iterator[Path]:
    """Yield one day's bulletins, the signed ones of the highest number first, then drafts."""
    other = f"{series(report)}.{'en' if report.endswith('.zh') else 'zh'}"
    for stem in (report, other):
        for number in sorted(changes.issues(folder, stem), reverse=True):
            yield folder / SIGNED / f"{stem}.{number}.html"
    for stem in (report, other):
        if (folder / f"{stem}.html").is_file():
            yield folder / f"{stem}.html"


def _day_of(html: Path) -> dt.date:
    return _day(html.parent)


def _day(folder: Path) -> dt.date:
    return dt.date.fromisoformat(folder.parents[1].name)


def _rows(file: Path) -> list[dict[str, str]]:
    head = file.read_text(encoding="utf-8-sig").partition("\n")[0].strip().split(",")
    return [dict(zip(head, cells, strict=True)) for _, cells in read_csv(file, head)]
