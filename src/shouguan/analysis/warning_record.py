"""How often each flag was right before: false alarms and misses, from `data/official/flag_record.csv`.

The record is made by `benchmarks/score_flags.py`, whose definitions are in docs/method.md; a report uses years before
its own alone, so that it never knows more than its day. Flags of lists are measured on simulated cities: no public
record of ledgers exists. Flags that nothing measures say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from shouguan.core import paths

FIELDS = ("flag", "indicator", "event", "source", "year", "cases", "alarms", "events", "hits")
"""Columns: a flag, indicator, event and year a row; `source` is `official` or `simulated`."""
EVENTS = {
    "chance_falls": "target_missed",
    "overtaken": "rank_lost",
    "overtaking": "rank_lost",
    "turning": "short",
    "sign": "short",
    "drop": "short",
    "late_starts": "short",
    "behind_curve": "short",
}
"""Flags that are measured → the event that each warns of."""
EVENT_NAMES = {
    "target_missed": ("全年低于目标", "the year closes below the target"),
    "short": ("全年明显低于上一次预测", "the year closes well below the forecast before"),
    "rank_lost": ("全年位次低于报警前", "the year ranks worse than before the alarm"),
}
UNMEASURED = {
    "revised": ("公开数据没有各次修订的真实日期", "no public record has the true days of revisions"),
    "overdue_problems": ("没有公开的问题清单可检验", "no public lists of problems exist"),
    "fund_deadline": ("没有公开的资金清单可检验", "no public lists of funds exist"),
    "leading": ("本工具的官方数据没有用电、货运的长序列", "the official series here hold no electricity or freight"),
}
"""Why a flag cannot be measured."""


@dataclass(frozen=True)
class Rates:
    """How often a flag was up, and right.

    Attributes
    ----------
    event : str
        One of `EVENT_NAMES`.
    simulated : bool
        Whether the cases are simulated cities.
    cases, alarms, events, hits : int
        Points of time looked at; with the flag up; before the event; with both.
    first_year, last_year : int
    """

    event: str
    simulated: bool
    cases: int
    alarms: int
    events: int
    hits: int
    first_year: int
    last_year: int

    @property
    def false_alarms(self) -> float | None:
        """The share of alarms that no event followed, per cent; None without an alarm."""
        return 100.0 * (self.alarms - self.hits) / self.alarms if self.alarms else None

    @property
    def misses(self) -> float | None:
        """The share of events that no alarm preceded, per cent; None without an event."""
        return 100.0 * (self.events - self.hits) / self.events if self.events else None


def record_file() -> Path:
    """Return where the record is kept."""
    return paths.official() / "flag_record.csv"


@lru_cache(maxsize=1)
def _rows() -> pd.DataFrame:
    if not record_file().is_file():
        return pd.DataFrame(columns=list(FIELDS))
    return pd.read_csv(record_file(), dtype=dict.fromkeys(FIELDS[:4], str) | dict.fromkeys(FIELDS[4:], int))


def rates(flag: str, indicator: str, before: int) -> Rates | None:
    """Return how a flag did in years before `before`; None where nothing measures it or no case is that old.

    Simulated cities have no years: they count always.
    """
    event = EVENTS.get(flag)
    rows = _rows()
    rows = rows[(rows["flag"] == flag) & (rows["event"] == event)]
    rows = rows[(rows["source"] == "simulated") | (rows["year"] < before)]
    own = rows[rows["indicator"] == indicator]
    if own.empty or event is None:
        return None
    sums = own[["cases", "alarms", "events", "hits"]].sum()
    return Rates(
        event=event,
        simulated=bool((own["source"] == "simulated").all()),
        cases=int(sums["cases"]),
        alarms=int(sums["alarms"]),
        events=int(sums["events"]),
        hits=int(sums["hits"]),
        first_year=int(own["year"].min()),
        last_year=int(own["year"].max()),
    )
