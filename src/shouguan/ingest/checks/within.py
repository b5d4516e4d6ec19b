"""The checks that a file must pass by itself, before anything of it is stored."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pandas as pd

from shouguan.core import indicators
from shouguan.core.findings import Finding, cell_of
from shouguan.core.periods import Period
from shouguan.ingest.checks.arithmetic import arithmetic
from shouguan.ingest.checks.series import series
from shouguan.ingest.checks.slips import slips


def within(rows: list[dict[str, Any]], file: str) -> list[Finding]:
    """Check one file's observations against each other.

    Parameters
    ----------
    rows : list of dict
        Observations.
    file : str
        As messages name it.
    """
    return agree(placed_rows(rows, file)) if rows else []


def placed_rows(rows: list[dict[str, Any]], file: str) -> list[dict[str, Any]]:
    """Return observations that say of each row where it stands, as checks want it."""
    return [{**row, "_file": file, "_row": number} for number, row in enumerate(rows, 1)]


def agree(table: pd.DataFrame | list[dict[str, Any]]) -> list[Finding]:
    """Check rows of observations, which say their `_file` and `_row`, against each other."""
    by_key = series(table)
    return [*arithmetic(by_key), *slips(by_key)]


def not_out(rows: list[dict[str, Any]], file: str, today: dt.date) -> list[Finding]:
    """Say of which figures the release day by rule is still to come: they are used from that day on only."""
    by_rule = [(row["indicator"], row["released_on"]) for row in rows if row["release_basis"] == "calendar"]
    ahead = Counter(each for each in by_rule if dt.date.fromisoformat(each[1]) > today)
    found = []
    for (indicator, released), many in sorted(ahead.items()):
        entry = indicators.indicator(indicator)
        found.append(
            Finding(
                "warning",
                f"{entry.zh} {many} 个数按规则推定 {released} 公布，晚于今天：在那以前的测算不用；"
                "已公布的，用 --released-on 指明",
                f"{many} figures of {entry.en} are out on {released} by rule, after today: unused before;"
                " if they are out, give the day with --released-on",
                file,
            )
        )
    return found


def not_over(rows: list[dict[str, Any]], file: str, today: dt.date) -> list[Finding]:
    """Name the periods of which nothing can be published yet: they have not ended."""
    found: dict[str, Finding] = {}
    for row in rows:
        period = row["period"]
        if period in found or Period.parse(period).end <= today:
            continue
        where = cell_of(row["source"])
        sheet, line, column = ("", None, "") if where is None else where[1:]
        found[period] = Finding(
            "error",
            f"{period} 还没有结束，不会已经公布：是计划、预测，还是年份写错",
            f"{period} has not ended, so nothing of it is published: a plan, a forecast, or a slip of the year?",
            file,
            sheet,
            line,
            column,
            f"{row['value']:g}",
        )
    return list(found.values())
