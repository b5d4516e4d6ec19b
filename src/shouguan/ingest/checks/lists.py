"""Lists of projects, firms and funds at the door: months that are still to come, and markup in a cell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from shouguan.core.findings import Finding, cell_of

_MARKUP = re.compile(r"<\s*/?[A-Za-z!][^>]*>?")


def check(rows: list[dict[str, Any]], file: str, today: dt.date) -> list[Finding]:
    """Return what keeps a list out: a month that has not begun, and markup of web pages, which no page may carry.

    Parameters
    ----------
    rows : list of dict
        Records of a register; `source` says where each was read.
    file : str
        As messages name it.
    today : date
    """
    found: dict[tuple[str, str], Finding] = {}
    for row in rows:
        for key, zh, en, value in _wrong(row, today):
            where = cell_of(str(row.get("source", "")))
            sheet, line = ("", None) if where is None else where[1:3]
            found.setdefault((key, value), Finding("error", zh, en, file, sheet, line, "", value))
    return list(found.values())


def _wrong(row: dict[str, Any], today: dt.date) -> Iterator[tuple[str, str, str, str]]:
    period = str(row.get("period") or "")
    if re.fullmatch(r"\d{4}-\d{2}", period) and dt.date(int(period[:4]), int(period[5:]), 1) > today:
        yield (
            "period",
            "清单的月份还没有到：年份写错？用 --period 指明",
            "the month of the list is still to come: a slip of the year? Name it with --period",
            period,
        )
    for name, value in row.items():
        if isinstance(value, str) and name != "source" and _MARKUP.search(value):
            yield (
                "markup",
                "单元格里含有网页标记，请改为纯文字",
                "a cell holds markup of web pages; write plain text",
                value,
            )
