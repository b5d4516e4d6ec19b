"""What a page reads besides single facts: which figures belong together, in which order, and why some are missing.

Plain data without draws, models or files: a chapter of facts (`facts.complete`) fills its part, sections read it.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import Literal

from shouguan.core.periods import Period
from shouguan.data.actions import Action
from shouguan.facts.bulletin_rows import Bulletin
from shouguan.facts.changes import Changes
from shouguan.facts.flag_rows import Flags
from shouguan.facts.judgements import Above, Tilt
from shouguan.facts.list_rows import Lists
from shouguan.facts.rank_rows import RankRow, RankRung, ScoreRow
from shouguan.facts.rows import (
    Health,
    Link,
    Past,
    Peers,
    Scenarios,
    Slides,
    SolvedBack,
    YearAccounts,
)
from shouguan.facts.table import Fact

Reason = tuple[str, str]
"""Why something cannot be shown, in Chinese and English."""


@dataclass(frozen=True)
class Standing:
    """How a forecast indicator stands beside others, at its newest stretch.

    Attributes
    ----------
    above : tuple of Above
        The regions above that have published the same stretch, the nation first.
    tilt : Tilt, optional
        Last year's base.
    two_years : Fact, optional
        Mean growth of two years, after a slump.
    value : Fact, optional
        The YTD value.
    worth, gap_worth : Fact, optional
        What a tenth of a point of the year is in money, and the gap to the main target.
    reached : (Fact, Fact), optional
        In how many past years the rest of the year grew as much as the main target needs: years, and count.
    next_ahead : (str, Fact), optional
        The next peer with higher growth, and how far it is ahead.
    first_growth : bool
        Whether growth is above zero for the first time this year.
    tied : bool, optional
        Whether the rank among the peers is shared; None where there is none.
    impossible : Fact, optional
        What the newest stretch alone would have grown by, where no level can: the forecast does without the figure.
    singles : tuple of (Period, Fact)
        Single-period growth of the year as published.
    """

    above: tuple[Above, ...]
    tilt: Tilt | None
    two_years: Fact | None
    value: Fact | None
    worth: Fact | None
    gap_worth: Fact | None
    reached: tuple[Fact, Fact] | None
    next_ahead: tuple[str, Fact] | None
    first_growth: bool
    tied: bool | None
    impossible: Fact | None
    singles: tuple[tuple[Period, Fact], ...]


@dataclass(frozen=True)
class Course:
    """How an indicator that is published and not forecast runs this year.

    Attributes
    ----------
    code : str
    period : Period
        The newest stretch, or month of which the end is told.
    growth : Fact
    earlier : Period, optional
        The stretch before, where its growth is known.
    change : Fact, optional
        Growth less that of the stretch before.
    above : tuple of Above
    """

    code: str
    period: Period
    growth: Fact
    earlier: Period | None
    change: Fact | None
    above: tuple[Above, ...]


@dataclass(frozen=True)
class Figured:
    """The newest published figures of an indicator: value and growth, and growth in the same stretch of last year."""

    code: str
    period: Period
    value: Fact | None
    growth: Fact | None
    before: Fact | None


@dataclass(frozen=True)
class Part:
    """What one part adds to a total's YTD growth.

    Attributes
    ----------
    code : str
    growth, points : Fact
    rate : Fact or None
        贡献率, per cent of the total's growth, where that is worth a rate.
    change : Fact or None
        Points less those of the stretch before.
    """

    code: str
    growth: Fact
    points: Fact
    rate: Fact | None
    change: Fact | None


@dataclass(frozen=True)
class Contributed:
    """A total's published growth by its parts, and what no part explains."""

    parts: tuple[Part, ...]
    residual: Fact


@dataclass(frozen=True)
class Asked:
    """What a plan asks of one part over the rest of the year.

    Attributes
    ----------
    code : str
    needed, expected, difference : Fact
        Growth over the rest of the year, per cent, and their difference as printed, points.
    bound : bool
        Whether the part is at its upper bound.
    points : Fact
        What the requirement adds to the total's year beyond what is expected, points.
    full_year : float
        By how much the part's own year would have to be higher than expected, points.
    """

    code: str
    needed: Fact
    expected: Fact
    difference: Fact
    bound: bool
    points: Fact
    full_year: float


@dataclass(frozen=True)
class Way:
    """The way to a total's main target: what it asks of each part, those first that must add most.

    Attributes
    ----------
    asked : tuple of Asked
        Empty where the total is not taken apart.
    reachable : Fact, optional
        The year with every part at its bound, where the target is out of reach.
    """

    asked: tuple[Asked, ...]
    reachable: Fact | None


@dataclass(frozen=True)
class Tie:
    """An action of the office's list with what it works on: a gap to a target, a part's need, or how it runs.

    Attributes
    ----------
    size : float, optional
        The gap in points of the figure's own year, where there is one.
    gap : Fact, optional
    need : (str, Asked), optional
        The total whose target asks it, and what is asked.
    course : Course, optional
    """

    action: Action
    size: float | None
    gap: Fact | None = None
    need: tuple[str, Asked] | None = None
    course: Course | None = None

    @property
    def order(self) -> tuple[bool, float, int]:
        """What is done comes last; then the larger gap, then the earlier deadline."""
        return (
            self.action.state == "已完成",
            math.inf if self.size is None else -self.size,
            self.action.deadline.toordinal(),
        )


MovedKind = Literal["revision", "release", "estimation"]


@dataclass(frozen=True)
class MovedStep:
    """One step from the old forecast to the new one, as `analysis.news.Step` with its figures as facts.

    Attributes
    ----------
    kind : {'revision', 'release', 'estimation'}
    released_on : date
    indicator : str
    own : bool
    count : int
        How many figures came or changed; `figures` is the fact, where there are any.
    period : Period, optional
    impact : Fact
    pair : (Fact, Fact, Fact), optional
        What was expected of the forecast's own figure, what came, and the difference of the two as printed.
    """

    kind: MovedKind
    released_on: dt.date
    indicator: str
    own: bool
    count: int
    period: Period | None
    figures: Fact | None
    impact: Fact
    pair: tuple[Fact, Fact, Fact] | None


@dataclass(frozen=True)
class Moved:
    """Why the forecast of an indicator moved between two days, both without what the page's scenario assumes.

    Attributes
    ----------
    indicator : str
    old_day, new_day : date
    year : int
    old, new, change : Fact
        The two forecasts, and their difference before rounding, to two decimals: the sum of the steps.
    kinds : dict of str to Fact
        What steps of one kind did together.
    steps : tuple of MovedStep
    quiet : tuple of int
        Steps that did nothing and were not awaited, where they are told together; `still` counts them.
    unread : Fact, optional
        How many new figures the forecast does not read.
    drawn : tuple of int
        The steps that a picture has room for; `rest` is the sum of the others, where there are several.
    largest : tuple of int
        The steps that page one tells, the largest first; `others` is the sum of all others, where one did anything.
    assumed : Fact, optional
        What the page's scenario does to the forecast of the new day, points.
    """

    indicator: str
    old_day: dt.date
    new_day: dt.date
    year: int
    old: Fact
    new: Fact
    change: Fact
    kinds: dict[MovedKind, Fact]
    steps: tuple[MovedStep, ...]
    quiet: tuple[int, ...]
    still: Fact | None
    unread: Fact | None
    drawn: tuple[int, ...]
    rest: Fact | None
    largest: tuple[int, ...]
    others: Fact | None
    assumed: Fact | None = None


@dataclass(frozen=True)
class Card:
    """The card of a definition: its number among `definitions`, the indicator it is about here, and its figures.

    Attributes
    ----------
    definition : int
    code : str
    thresholds : dict of str to Fact
    lag : Fact
        Days after a period's end on which figures are out.
    valued : bool
        Whether values are published beside growth, and go with it.
    """

    definition: int
    code: str
    thresholds: dict[str, Fact]
    lag: Fact
    valued: bool


@dataclass(frozen=True)
class Last:
    """The last briefing: its day, its issue where it is signed, and the changes since; all figures are this page's."""

    as_of: dt.date
    issue: int | None
    changes: Changes


@dataclass(frozen=True)
class Lit:
    """A light: its colour, and in Chinese and English the colour's name and the word that stands beside it."""

    colour: Literal["green", "yellow", "red"]
    name: tuple[str, str]
    word: tuple[str, str]


@dataclass(frozen=True)
class NextPace:
    """How the next release stands on the way to the main target.

    Attributes
    ----------
    period : Period
        What comes out next.
    needed, lower, upper : Fact
        Its YTD growth on the way, with the ends of the 80 % band.
    reachable : bool
        Whether any draw to speak of comes to the target.
    light : Lit, optional
        By the office's rule: of what is expected next, or of what is published where the rule counts shares.
    rule : str
        The code of that rule.
    shares : (Fact, Fact), optional
        What it says is due by the newest release, and what growth comes to.
    """

    period: Period
    needed: Fact
    lower: Fact
    upper: Fact
    reachable: bool
    light: Lit | None
    rule: str
    shares: tuple[Fact, Fact] | None


@dataclass
class Contents:
    """What the chapters of a briefing found, by indicator where they are about one (scenarios: by their names).

    `assumed` is the scenario that every forecast of the page rests on, None where nothing is assumed.
    """

    standing: dict[str, Standing] = field(default_factory=dict)
    courses: tuple[Course, ...] = ()
    figures: tuple[Figured, ...] = ()
    contributed: dict[str, Contributed] = field(default_factory=dict)
    ways: dict[str, Way] = field(default_factory=dict)
    paces: dict[str, NextPace] = field(default_factory=dict)
    moved: dict[str, Moved | Reason] = field(default_factory=dict)
    past: dict[str, Past | None] = field(default_factory=dict)
    reliability: dict[str, int] = field(default_factory=dict)
    peers: dict[str, Peers | Reason] = field(default_factory=dict)
    ranks: dict[str, RankRow | Reason] = field(default_factory=dict)
    rungs: dict[str, tuple[RankRung, ...]] = field(default_factory=dict)
    score: ScoreRow | None = None
    accounts: dict[str, YearAccounts | Reason] = field(default_factory=dict)
    links: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    solved_back: dict[str, tuple[SolvedBack, ...] | Reason] = field(default_factory=dict)
    cards: tuple[Card, ...] = ()
    health: Health | None = None
    ties: tuple[Tie, ...] | None = None
    lists: Lists | None = None
    flags: Flags | None = None
    singles: dict[str, tuple[tuple[Period, Fact], ...]] = field(default_factory=dict)
    levers: dict[str, Slides] = field(default_factory=dict)
    scenarios: dict[str, Scenarios] = field(default_factory=dict)
    last: Last | None = None
    assumed: Reason | None = None
    bulletin: Bulletin | None = None
