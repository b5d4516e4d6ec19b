"""Make a report's page again from its facts JSON alone: the same sections, template and gate, and no forecast."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shouguan.core.errors import DataError, RunError, ShouguanError, UsageError
from shouguan.core.files import replace_with
from shouguan.core.paths import named
from shouguan.facts import written
from shouguan.facts.archive import sha256
from shouguan.facts.written import Call
from shouguan.report.bulletin_page import ToldBulletin
from shouguan.report.context import Context
from shouguan.report.piece import SECTIONS
from shouguan.report.sections import headline

_ENDING = ".facts.json"


@dataclass(frozen=True)
class Remade:
    """A page that was made again.

    Attributes
    ----------
    html : Path
    same : bool or None
        Whether it is, byte for byte, the page that the manifest beside the facts names; None where there is none, or
        the report is signed, for its page says so and this one does not.
    """

    html: Path
    same: bool | None


def remake(facts: Path, out: Path | None = None) -> Remade:
    """Make the page of a facts JSON and write it.

    Parameters
    ----------
    facts : Path
        A file `.facts.json` of a report, whose other files need not be there.
    out : Path, optional
        The file to write; by default one beside the facts, with `.remade.html` for `.facts.json`.

    Raises
    ------
    UsageError
        When the file cannot be read, or a name has the wrong ending.
    DataError
        When it holds no page, is of another version, or was changed.
    RunError
        When the page does not pass the gate. Nothing is written then.
    """
    if not facts.name.endswith(_ENDING):
        raise UsageError(
            f"{named(facts)} 应为报告的 {_ENDING} 文件", f"{named(facts)} must be a report's file {_ENDING}"
        )
    target = facts.with_name(facts.name.removesuffix(_ENDING) + ".remade.html") if out is None else out
    if target.suffix != ".html":
        raise UsageError(f"--out 应为 .html 文件，实为“{target}”", f"--out must be a file .html, not '{target}'")
    try:
        text = facts.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageError(f"找不到文件 {named(facts)}", f"no such file: {named(facts)}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{named(facts)} 无法读取：{error}", f"{named(facts)} cannot be read: {error}") from None
    try:
        html = page_of(text)
    except DataError as error:
        raise DataError(f"{named(facts)} {error.zh}", f"{named(facts)}: {error.en}") from None
    try:
        replace_with(target, html)
    except OSError as error:
        raise RunError(f"无法写入 {named(target)}：{error}", f"cannot write {named(target)}: {error}") from None
    return Remade(target, _same(facts, html))


def page_of(text: str) -> str:
    """Return the HTML of a page from its facts JSON.

    Raises
    ------
    DataError, RunError
        As `remake`.
    """
    from shouguan.publishing import gate, lint  # noqa: PLC0415  # facts that cannot be read need no stack
    from shouguan.publishing.exporter import convert, shown_by  # noqa: PLC0415

    context, script = written.read(text, Context)
    page = ToldBulletin(context, sliders=script.sliders)
    try:
        pieces = [_asked(page, call) for call in script.calls]
        title = headline.title(context)
    except ShouguanError:
        raise
    except Exception as error:  # a changed file may say anything to a section
        raise DataError(
            f"facts JSON 已被改动或损坏：{type(error).__name__} {error}",
            f"the facts JSON was changed or damaged: {type(error).__name__} {error}",
        ) from None
    notebook = shown_by(context.lang, pieces, title, text)
    html = convert(notebook)
    gate.check(notebook, html, lint.check(html, text, context.lang))
    return html


def _asked(page: ToldBulletin, call: Call) -> str:
    if call.section not in SECTIONS:
        raise DataError(f"没有名为“{call.section}”的部分", f"no section '{call.section}'")
    piece: Any = getattr(page, call.section)(*call.words, **call.options)
    return str(piece.html)


def _same(facts: Path, html: str) -> bool | None:
    """Compare with the page that the manifest names, where there is a manifest and the report is no signed one."""
    try:
        manifest = json.loads(facts.with_name(facts.name.removesuffix(_ENDING) + ".manifest.json").read_bytes())
        return None if "signed" in manifest else manifest["html_sha256"] == sha256(html.encode())
    except (OSError, ValueError, LookupError, TypeError):
        return None
