"""What stands beside the cells says to whoever imports a file: shown, and asked about where it may change a figure.

Comments of cells, text boxes, the head and foot of the pages, and what cells ask of whoever fills them in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from shouguan.core.findings import Finding, Severity
from shouguan.ingest.readers.sheets.addresses import letters
from shouguan.ingest.readers.sheets.grid import Aside, Comment, Sheet
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.note_words import is_harmless, touches

_SHOWN = 6
_UNITS = re.compile(r"(?:计量)?单位(?:均|都|[:：为是])*(?P<units>(?:[亿万千百]*元|[%％/、,，和及]|\s)+)")
_MONEY = re.compile("[亿万千百]*元")
_OFFICE = re.compile(r"(?:[一-鿿]{2,20}(?:局|委|委员会|厅|办|办公室|处|科|部|中心))(?=\s|$|编|制|印)")
_WHAT: dict[Aside, tuple[str, str, str]] = {
    "comment": ("有批注", "批注", "a comment"),
    "box": ("有文本框", "文本框", "a text box"),
    "page": ("写在页眉或页脚里", "页眉或页脚", "a head or foot of the pages"),
    "prompt": ("有输入提示", "输入提示", "a prompt for whoever fills it in"),
}


def said(sheets: Iterable[Sheet], *, are_figures: bool) -> list[Finding]:
    """Return a finding for each text that stands beside the cells of a sheet, with the cells that bear it.

    Parameters
    ----------
    sheets : iterable of Sheet
    are_figures : bool
        Whether the file has published figures; the comments of a list of projects or firms change none.

    Returns
    -------
    list of Finding
        Errors, where a text may change figures; else warnings, and of pages' heads and of prompts mere notes.
    """
    found: list[Finding] = []
    heads: set[str] = set()
    for sheet in sheets:
        texts: dict[tuple[Aside, str], list[Comment]] = {}
        for comment in sheet.comments:
            if comment.kind != "page" or _units(comment.text) or not is_harmless(folded(comment.text)):
                texts.setdefault((comment.kind, comment.text), []).append(comment)
        for (kind, text), cells in texts.items():
            finding = _finding(sheet, text, cells, are_figures=are_figures)
            if kind != "page" or finding.severity == "error" or text not in heads:
                found.append(finding)
            heads |= {text} if kind == "page" else set()
    return found


def _finding(sheet: Sheet, text: str, cells: list[Comment], *, are_figures: bool) -> Finding:
    first = cells[0]
    it_has, what_zh, what_en = _WHAT[first.kind]
    names = [f"{letters(each.column)}{each.line}" for each in cells[:_SHOWN] if each.column is not None]
    zh = f"{'、'.join(names)}{f' 等 {len(cells)} 格' if len(cells) > _SHOWN else ''}" if len(cells) > 1 else ""
    en = f"{', '.join(names)}{f' … ({len(cells)} cells)' if len(cells) > _SHOWN else ''}: " if len(cells) > 1 else ""
    where = sheet.file, sheet.name, first.line, "" if first.column is None else letters(first.column), text
    if are_figures and _touches(sheet, text, first.kind):
        return Finding(
            "error",
            f"{zh}{it_has}，可能改变这里的数；请把它写进表里（行名后的括号或表下的注），或删去{what_zh}",
            f"{en}{what_en}, which may change what the figure is; write it into the table (in brackets behind the row's"
            " name, or as a note below) or delete it",
            *where,
        )
    severity: Severity = "warning" if first.kind in {"comment", "box"} or _units(text) else "info"
    return Finding(
        severity,
        f"{zh}{it_has}，没有据以改动任何数，请核对",
        f"{en}{what_en}; it changes nothing that is read, please check",
        *where,
    )


def _touches(sheet: Sheet, text: str, kind: Aside) -> bool:
    """Whether a text may make a figure another one; the name of an office, and a unit of the table's own, do not."""
    if kind in {"page", "prompt"} and not _is_new_unit(sheet, text):
        text = _UNITS.sub("", _OFFICE.sub("", text))
    bare = folded(text)
    return touches(bare)


def _is_new_unit(sheet: Sheet, text: str) -> bool:
    """Whether a text says another unit than the table; where that says none, the unit is asked for in any case."""
    named = {unit for row in sheet.rows for cell in row if "元" in cell for unit in _MONEY.findall(cell)}
    return bool(named) and not _units(text) <= named


def _units(text: str) -> set[str]:
    return {unit for match in _UNITS.finditer(text) for unit in _MONEY.findall(match["units"])}
