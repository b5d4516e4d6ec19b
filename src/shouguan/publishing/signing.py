"""Signing: a person makes a draft an issue, which is frozen; a correction (勘误) is a new issue that says what changed.

A run makes drafts, and no run signs. What is signed is copied beside the drafts, into `signed/`, numbered from 1,
read-only and never written again; each signature is a line of `signed/signatures.csv`, to which lines are only added.
The copy differs from the draft in its mark, and a correction in the list of figures that differ.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from shouguan.core.errors import DataError, RunError, UsageError
from shouguan.core.files import csv_lines, read_csv, replace_with
from shouguan.core.parameters import BULLETIN
from shouguan.core.paths import named
from shouguan.core.wrong_settings import hidden
from shouguan.facts import archive, changes
from shouguan.facts.archive import ANALYST_MARK, FACTS_MARK, SIGNED, Published, sha256
from shouguan.facts.issues import LEDGER
from shouguan.publishing import bulletins, gate, lint, signature

COLUMNS = (
    "report",
    "issue",
    "as_of",
    "place",
    "scenario",
    "signed_by",
    "signed_on",
    "note",
    "corrects",
    "reason",
    "draft_html_sha256",
    "html_sha256",
    "facts_sha256",
    "manifest_sha256",
)
_WAIT = 60
_LONGEST = {"by": 40, "note": 200, "reason": 200}
_NAMES = {"by": ("签发人", "who signs"), "note": ("附注", "the note"), "reason": ("更正原因", "the reason")}
_FEWEST_DIGITS = 8


@dataclass(frozen=True)
class Act:
    """What a person says when signing.

    Attributes
    ----------
    by : str
    on : date
    note : str
        For the ledger; it is not printed.
    corrects : int or None
        The issue that this one corrects.
    reason : str
        Why, printed on the page; only with `corrects`.
    """

    by: str
    on: dt.date
    note: str = ""
    corrects: int | None = None
    reason: str = ""


def sign(html: Path, act: Act, *, reviewed: str = "") -> Published:
    """Freeze a draft as the next issue of its report.

    Parameters
    ----------
    html : Path
        The draft's HTML.
    act : Act
    reviewed : str, optional
        The beginning (8 digits or more) of the SHA-256 of the HTML that was reviewed; another draft is refused.

    Returns
    -------
    Published
        The signed version.

    Raises
    ------
    UsageError
        When a name or a reason is missing, or `reviewed` is no hash.
    DataError
        When there is no such draft, it is an issue already, it was signed before and this is no correction, the
        corrected issue is not the newest, nothing changed since, or the draft is not the one that was reviewed.
    RunError
        When the draft's files do not belong together, another signing is under way, or (`GateError`) the page
        would not pass the gate.
    """
    act = _checked(act)
    folder, stem = archive.locate(html).parent, html.name.removesuffix(".html")
    if ANALYST_MARK in html.read_text(encoding="utf-8"):
        raise DataError(
            f"{named(html)} 是分析笔记本的网页，其中的表和图未逐数核对，不能签发；请签发 briefing",
            f"{named(html)} is the page of an analysis notebook: its tables and pictures are not held to facts, so it"
            " cannot be signed; sign the briefing",
        )
    if folder.name == SIGNED:
        raise DataError(
            f"{named(html)} 已是签发件；更正请签发上一级文件夹中的新草稿，并用 --corrects",
            f"{named(html)} is an issue already; to correct it, sign the new draft in the folder above with --corrects",
        )
    report = archive.read(html)
    _reviewed(report, reviewed)
    _timely(report, act)
    signed = folder / SIGNED
    signed.mkdir(exist_ok=True)
    with _locked(signed / ".lock"):
        _tidy(signed, stem)
        numbers = _numbers(signed, folder, stem)
        before = _before(folder, stem, numbers, act, report)
        issue = _number(report, numbers)
        return _freeze(report, act, issue, before, signed, stem)


def _number(report: Published, numbers: list[int]) -> int:
    """Return the next number; of a bulletin the one that its draft prints, which counts through its year.

    Raises
    ------
    DataError
        When another issue of the bulletin's year was given that number since.
    """
    if report.manifest["notebook"]["name"] != BULLETIN:
        return max(numbers, default=0) + 1
    number = int(report.manifest["parameters"]["issue"])
    bulletins.refuse_taken(report.report.html, number)
    return number


def issues(html: Path) -> list[Published]:
    """Return the signed versions of a draft, oldest first.

    Raises
    ------
    RunError
        When one of them was changed.
    """
    folder, stem = html.parent, html.name.removesuffix(".html")
    numbers = changes.issues(folder, stem)
    return [archive.read(folder / SIGNED / f"{stem}.{number}.html") for number in numbers]


def verify(html: Path) -> dict[str, str]:
    """Check that a signed version is as it was signed, and return its line of the ledger.

    Raises
    ------
    DataError
        When it is no signed version.
    RunError
        When its files or its line of the ledger do not agree.
    """
    report = archive.read(archive.locate(html))
    if report.signature is None:
        raise DataError(f"{named(html)} 没有签发", f"{named(html)} is not signed")
    rows = _ledger(html.parent)
    own = _row(report)
    if own not in rows:
        raise RunError(
            f"签发登记 {named(html.parent / LEDGER)} 中没有与 {html.name} 一致的记录",
            f"{named(html.parent / LEDGER)} has no line that agrees with {html.name}",
        )
    return own


def _freeze(report: Published, act: Act, issue: int, before: Published | None, folder: Path, stem: str) -> Published:
    """Make the signed version, pass it through the gate, and write its files, the HTML last; then the ledger."""
    page, content = signature.signed(report, act.by, act.on, issue, before, act.reason)
    facts = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    page, marks = FACTS_MARK.subn(rf"\g<1>{sha256(facts.encode())}\g<3>", page)
    assert marks == 1
    problems = [*gate.html_problems(page), *lint.check(page, facts, report.lang)]
    if problems:
        raise gate.GateError(problems)
    manifest = report.manifest | {
        "facts_sha256": sha256(facts.encode()),
        "html_sha256": sha256(page.encode()),
        "signed": {
            "issue": issue,
            "by": act.by,
            "on": act.on.isoformat(),
            "note": act.note,
            "corrects": act.corrects,
            "reason": act.reason,
            "draft_html_sha256": report.html_sha256,
            "draft_facts_sha256": report.facts_sha256,
        },
    }
    target = folder / f"{stem}.{issue}.html"
    if target.exists():
        raise RunError(
            f"{named(target)} 已存在，签发件不得覆盖", f"{named(target)} exists; an issue is never overwritten"
        )
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    archive.put(target, page, facts, text, frozen=True)
    made = archive.read(target)
    _enter(folder, [_row(made)])
    return made


def _before(folder: Path, stem: str, numbers: list[int], act: Act, now: Published) -> Published | None:
    """Return the issue that is corrected; None for the first. Refuse what is neither a first nor a correction."""
    newest = max(numbers, default=None)
    if act.corrects is None:
        if newest is None:
            return None
        raise DataError(
            f"{stem} 已签发第{newest}期；更正请用 --corrects {newest} --reason 原因",
            f"{stem} was signed as issue {newest}; a correction is a new issue: --corrects {newest} --reason WHY",
        )
    if newest is None or act.corrects != newest:
        which = (
            ("还没有签发过", "nothing is signed yet") if newest is None else (f"应为{newest}", f"it must be {newest}")
        )
        raise DataError(
            f"--corrects 为{act.corrects}，{which[0]}（只更正最近一期）",
            f"--corrects is {act.corrects}, but {which[1]} (the newest issue is corrected)",
        )
    html = folder / SIGNED / f"{stem}.{newest}.html"
    if not html.is_file():
        raise RunError(f"已签发的 {named(html)} 不在了", f"the signed {named(html)} is gone")
    before = archive.read(html)
    assert before.signature is not None
    if before.signature["draft_html_sha256"] == now.html_sha256:
        raise DataError(
            f"草稿与已签发的第{newest}期相同，没有可更正的内容",
            f"the draft is the one that was signed as issue {newest}; there is nothing to correct",
        )
    return before


def _reviewed(report: Published, reviewed: str) -> None:
    if not reviewed:
        return
    digits = reviewed.strip().lower()
    if not (re.fullmatch("[0-9a-f]*", digits) and _FEWEST_DIGITS <= len(digits) <= 64):
        raise UsageError(
            f"--sha256 应为至少{_FEWEST_DIGITS}位十六进制数，实为“{reviewed}”",
            f"--sha256 takes at least {_FEWEST_DIGITS} hexadecimal digits, not '{reviewed}'",
        )
    if not report.html_sha256.startswith(digits):
        raise DataError(
            f"草稿已不是审阅的那一份：现为 {report.html_sha256[:12]}…，审阅的是 {digits[:12]}…",
            f"the draft is not the one that was reviewed: it is {report.html_sha256[:12]}…, not {digits[:12]}…",
        )


def _timely(report: Published, act: Act) -> None:
    if act.on < report.as_of:
        raise DataError(
            f"签发日期 {act.on} 早于数据截至日 {report.as_of}",
            f"signed on {act.on}, before the data's day {report.as_of}",
        )


def _checked(act: Act) -> Act:
    texts = {name: _text(name, getattr(act, name)) for name in _LONGEST}
    if not texts["by"]:
        raise UsageError("签发须写明签发人：--by 姓名", "a signature needs a name: --by NAME")
    if act.corrects is not None and not texts["reason"]:
        raise UsageError("更正须写明原因：--reason 原因", "a correction needs its reason: --reason WHY")
    if act.corrects is None and texts["reason"]:
        raise UsageError("--reason 只与 --corrects 同用", "--reason goes with --corrects only")
    return Act(texts["by"], act.on, texts["note"], act.corrects, texts["reason"])


def _text(name: str, value: str) -> str:
    """Return a text of one line; control and direction characters could show another name than is stored."""
    text = " ".join(value.split())
    zh, en = _NAMES[name]
    problem = hidden(text)
    if problem is not None:
        raise UsageError(f"{zh}{problem[0]}", f"{en}: {problem[1]}")
    if len(text) > _LONGEST[name]:
        raise UsageError(
            f"{zh}最多{_LONGEST[name]}个字，实为{len(text)}个",
            f"{en} takes {_LONGEST[name]} characters at most, not {len(text)}",
        )
    return text


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    try:
        with FileLock(file, timeout=_WAIT):
            yield
    except Timeout:
        raise RunError(
            f"{named(file.parent)} 正被另一个程序使用，请稍后再试",
            f"{named(file.parent)} is in use by another program; try again later",
        ) from None


def _tidy(folder: Path, stem: str) -> None:
    """Clear up after a signing that was cut off: files without their HTML go, a missing line of the ledger comes."""
    for stale in folder.glob(f".{LEDGER}.*.tmp"):
        stale.unlink(missing_ok=True)
    whole = set(changes.issues(folder.parent, stem))
    named_by = re.compile(rf"\.?{re.escape(stem)}\.([1-9][0-9]*)\..*")
    begun = {int(match[1]) for file in folder.iterdir() if (match := named_by.fullmatch(file.name))}
    for number in begun - whole:  # of one that is there nothing is ever removed
        archive.sweep(folder / f"{stem}.{number}.html")
    entered = {(row["report"], row["issue"]) for row in _ledger(folder)}
    missing = [number for number in sorted(whole) if (stem, str(number)) not in entered]
    if missing:
        _enter(folder, [_row(archive.read(folder / f"{stem}.{number}.html")) for number in missing])


def _numbers(folder: Path, drafts: Path, stem: str) -> list[int]:
    """Return every issue number that was given, files that are gone since included."""
    entered = {int(row["issue"]) for row in _ledger(folder) if row["report"] == stem}
    return sorted(entered | set(changes.issues(drafts, stem)))


def _ledger(folder: Path) -> list[dict[str, str]]:
    file = folder / LEDGER
    if not file.is_file():
        return []
    return [dict(zip(COLUMNS, cells, strict=True)) for _, cells in read_csv(file, COLUMNS)]


def _row(report: Published) -> dict[str, str]:
    """Return the ledger's line of a signed version."""
    signature: dict[str, Any] = report.manifest["signed"]
    parameters = report.manifest["parameters"]
    values = {
        "report": report.report.html.name.removesuffix(".html").rpartition(".")[0],
        "issue": signature["issue"],
        "as_of": parameters["as_of"],
        "place": parameters["place"],
        "scenario": parameters["scenario"],
        "signed_by": signature["by"],
        "signed_on": signature["on"],
        "note": signature["note"],
        "corrects": "" if signature["corrects"] is None else signature["corrects"],
        "reason": signature["reason"],
        "draft_html_sha256": signature["draft_html_sha256"],
        "html_sha256": report.html_sha256,
        "facts_sha256": report.facts_sha256,
        "manifest_sha256": report.manifest_sha256,
    }
    return {name: str(values[name]) for name in COLUMNS}


def _enter(folder: Path, rows: list[dict[str, str]]) -> None:
    """Add lines to the ledger; those that are there stay byte for byte."""
    file = folder / LEDGER
    old = file.read_bytes() if file.is_file() else csv_lines([COLUMNS]).encode()
    if old and not old.endswith(b"\n"):
        old += b"\n"
    replace_with(file, old + csv_lines([[row[name] for name in COLUMNS] for row in rows]).encode())
