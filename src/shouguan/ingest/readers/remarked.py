"""What comments of cells say to whoever imports a file: each is shown; one that may change a figure is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shouguan.core.findings import Finding
from shouguan.ingest.readers.sheets.addresses import letters
from shouguan.ingest.readers.sheets.grid import Comment, Sheet
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.note_words import disowned

_SHOWN = 6
_TOUCHES = re.compile(
    r"预计|预测|预期|测算|推算|估[计算]|匡算|计划|目标|暂[估用定]|初步|单位|[万亿千百]元|[上去]年|上期|上月"
    r"|口径|不?含|包括|扣除|其中|修[订正]|调整|更[改正新]|核[减增]|不变价|可比价|[正负]数|错|误|存疑|待|未核|以.+为准"
)
"""Words of a comment that may make the figure beside it another one than it stands for."""


def said(sheets: Iterable[Sheet], *, are_figures: bool) -> list[Finding]:
    """Return a finding for each text that comments have in a sheet, with the cells that bear it.

    Parameters
    ----------
    sheets : iterable of Sheet
    are_figures : bool
        Whether the file has published figures; the comments of a list of projects or firms change none.

    Returns
    -------
    list of Finding
        Errors, where a comment may change figures; else warnings.
    """
    found: list[Finding] = []
    for sheet in sheets:
        texts: dict[str, list[Comment]] = {}
        for comment in sheet.comments:
            texts.setdefault(comment.text, []).append(comment)
        found += [_finding(sheet, text, cells, are_figures=are_figures) for text, cells in texts.items()]
    return found


def _finding(sheet: Sheet, text: str, cells: list[Comment], *, are_figures: bool) -> Finding:
    first = cells[0]
    names = [f"{letters(each.column)}{each.line}" for each in cells[:_SHOWN] if each.column is not None]
    zh = f"{'、'.join(names)}{f' 等 {len(cells)} 格' if len(cells) > _SHOWN else ''}" if len(cells) > 1 else ""
    en = f"{', '.join(names)}{f' … ({len(cells)} cells)' if len(cells) > _SHOWN else ''}: " if len(cells) > 1 else ""
    bare = folded(text)
    if are_figures and (disowned(bare) or _TOUCHES.search(bare)):
        return Finding(
            "error",
            f"{zh}有批注，可能改变这里的数；请把它写进表里（行名后的括号或表下的注），或删去批注",
            f"{en}a comment, which may change what the figure is; write it into the table (in brackets behind the row's"
            " name, or as a note below) or delete the comment",
            sheet.file,
            sheet.name,
            first.line,
            "" if first.column is None else letters(first.column),
            text,
        )
    return Finding(
        "warning",
        f"{zh}有批注，没有据以改动任何数，请核对",
        f"{en}a comment; it changes nothing that is read, please check",
        sheet.file,
        sheet.name,
        first.line,
        "" if first.column is None else letters(first.column),
        text,
    )
