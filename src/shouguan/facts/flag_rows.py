"""What a briefing tells of early warning: the flags that are up. Plain data, as all of `contents`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from shouguan.core import indicators
from shouguan.core.periods import Lang, Named, Period, day_label, single_label, ytd_label
from shouguan.facts.table import Fact


@dataclass(frozen=True)
class FlagFigure:
    """One figure of a flag's evidence.

    Attributes
    ----------
    zh, en : str
        What it is.
    fact : Fact
    after : (str, str)
        What stands after it: 个, 天, 倍.
    period, day : Period, date, optional
        What it is of (of the period alone, where `single`), or when it was known.
    """

    zh: str
    en: str
    fact: Fact
    after: tuple[str, str] = ("", "")
    period: Period | None = None
    day: dt.date | None = None
    single: bool = False

    def when(self, indicator: str, lang: Lang) -> Named | None:
        """Name its period or day, of a flag about this indicator."""
        if self.day is not None:
            return day_label(self.day, lang)
        if self.period is None:
            return None
        calendar = indicators.indicator(indicator).calendar
        return single_label(self.period, calendar, lang) if self.single else ytd_label(self.period, lang)


@dataclass(frozen=True)
class RemedyRow:
    """What addresses a flag: an action of the ledger on a project, with what it is worth, or one of the office's own.

    Attributes
    ----------
    action, action_en : str
        One of `investment.action_value`'s kinds where there is a project; else the office's words.
    project, owner, owner_en : str
        As the lists have them; empty where they do not.
    deadline : date, optional
    points : Fact, optional
    """

    action: str
    action_en: str
    project: str
    owner: str
    owner_en: str
    deadline: dt.date | None
    points: Fact | None


@dataclass(frozen=True)
class FlagRecord:
    """How a flag did in years before the page's: the event it warns of, cases, false alarms and misses in per cent."""

    event: tuple[str, str]
    simulated: bool
    cases: Fact
    false_alarms: Fact | None
    misses: Fact | None


@dataclass(frozen=True)
class FlagRow:
    """A flag that is up, as `analysis.warnings.Flag` with its figures as facts.

    Attributes
    ----------
    name, light : (str, str)
        In Chinese and English, as all pairs here.
    grave : bool
        Whether the light is red.
    points, chance : Fact, optional
        How the full year and the chance of the main target would move if it lasted, percentage points.
    record : FlagRecord, optional
        None where nothing tests it; `untested` says why, where that is known.
    """

    code: str
    indicator: str
    name: tuple[str, str]
    light: tuple[str, str]
    grave: bool
    since: dt.date
    figures: tuple[FlagFigure, ...]
    points: Fact | None
    chance: Fact | None
    remedies: tuple[RemedyRow, ...]
    record: FlagRecord | None
    untested: tuple[str, str] | None


@dataclass(frozen=True)
class Flags:
    """The flags that are up, the gravest first; how many; and the names of those that are not looked at."""

    rows: tuple[FlagRow, ...]
    count: Fact
    off: tuple[tuple[str, str], ...]
