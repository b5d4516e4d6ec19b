"""What a briefing tells of a place's lists: projects, firms, funds. Plain data, as all of `contents`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from shouguan.core.periods import Period
from shouguan.facts.table import Fact


@dataclass(frozen=True)
class PaceRow:
    """One month of the year's ledger, in per cent: done of the plan, an even pace, and last year's course."""

    period: Period
    done: Fact | None
    even: Fact
    last: Fact | None


@dataclass(frozen=True)
class GroupRow:
    """The rates of one group of projects; no figures where it stands for too few of them. All together has no name."""

    name: str | None
    projects: Fact | None
    due: Fact | None
    start_rate: Fact | None
    plan: Fact | None
    plan_rate: Fact | None
    entry_rate: Fact | None


@dataclass(frozen=True)
class Progress:
    """The projects of a month's ledger.

    Attributes
    ----------
    period : Period
    projects, due, started, late : Fact
        `due` should have started by the day, `late` of them have not.
    plan, done, even : Fact
        亿元 of the year, by the projects that have a plan, and the share of the year that is over.
    unplanned : Fact, optional
        亿元 done by projects without a plan; None where there is nothing of it.
    start_rate, plan_rate, entry_rate, last, ahead : Fact, optional
        Per cent of their denominators, last year's share by the same month, and `plan_rate` less `even`.
    registered : Fact
    overdue : Fact, optional
        Problems past their deadline; None where no list of problems is kept.
    pace : tuple of PaceRow
    districts : tuple of GroupRow
    """

    period: Period
    projects: Fact
    due: Fact
    started: Fact
    late: Fact
    plan: Fact
    done: Fact
    even: Fact
    start_rate: Fact | None
    plan_rate: Fact | None
    entry_rate: Fact | None
    last: Fact | None
    ahead: Fact | None
    registered: Fact
    overdue: Fact | None
    pace: tuple[PaceRow, ...]
    districts: tuple[GroupRow, ...]
    unplanned: Fact | None = None


@dataclass(frozen=True)
class Below:
    """The year's investment from the ledger, beside the forecast from above.

    Attributes
    ----------
    expected, lower, upper : Fact
        From below, with its 80 % interval.
    apart, points : Fact
        How far its median lies above the other's, both as printed, and what the `part` of the rest of the year that
        differs most adds to its mean.
    part : str
    together, weight : Fact
        Both combined, and the weight of the forecast from below.
    age : Fact, optional
        Years of ledger, where it is too young to have earned its weight.
    """

    expected: Fact
    lower: Fact
    upper: Fact
    apart: Fact
    points: Fact
    part: str
    together: Fact
    weight: Fact
    age: Fact | None


@dataclass(frozen=True)
class Bridge:
    """The way from a month's ledger to the published figure: lines (`investment.reconciliation.bridge`) in 亿元."""

    period: Period
    lines: tuple[tuple[str, Fact], ...]


@dataclass(frozen=True)
class FirmCounts:
    """Firms of the year: in and out by the day, still expected, and the year's target with its rate and even pace."""

    period: Period
    entered: Fact
    left: Fact
    net: Fact
    expected: Fact
    leaving: Fact
    even: Fact
    target: Fact | None
    rate: Fact | None


@dataclass(frozen=True)
class Rule:
    """A rule on starting or spending: done of how many, its light in words, its deadline and the days left to it."""

    rule: str
    light: str
    done: Fact | None
    of: Fact
    rate: Fact | None
    required: Fact
    deadline: dt.date | None
    days: Fact | None


@dataclass(frozen=True)
class Goal:
    """A target of funds: issued of it, and with it the pace, what each month left needs, and the chance."""

    kind: str
    issued: Fact
    target: Fact | None
    rate: Fact | None
    even: Fact
    needed: Fact | None
    chance: Fact | None


@dataclass(frozen=True)
class Stage:
    """A stage of the funnel: quotas and 亿元 that reached it, the rate of the stage before, waiting, median days."""

    stage: str
    quotas: Fact
    amount: Fact
    rate: Fact | None
    waiting: Fact
    days: Fact | None


@dataclass(frozen=True)
class FundState:
    """Bonds and grants of a month's list."""

    period: Period
    rules: tuple[Rule, ...]
    goals: tuple[Goal, ...]
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class Worth:
    """What a start, a settled problem or a payment adds to the year, with its 80 % interval, points.

    Attributes
    ----------
    action : str
        One of `investment.action_value`'s.
    project, batch, owner : str
        As the lists have them; empty where they do not.
    deadline : date, optional
    overdue : Fact, optional
        Days since the deadline.
    points, lower, upper : Fact
    """

    action: str
    project: str
    batch: str
    owner: str
    deadline: dt.date | None
    overdue: Fact | None
    points: Fact
    lower: Fact
    upper: Fact


@dataclass(frozen=True)
class ListDoubt:
    """Why sums of a list may be wrong (`investment.list_faults.Doubt`): of how many projects, with the first names."""

    kind: str
    what: str
    number: Fact
    names: tuple[str, ...]


@dataclass(frozen=True)
class Lists:
    """What a place's lists say on a day; a list that it does not keep has nothing.

    Attributes
    ----------
    left_out : tuple of (str, Fact)
        By kind of list how many of its rows cannot be right and are in no sum.
    doubts : tuple of ListDoubt
        What must be said beside the sums.
    worth : tuple of Worth
        The most valuable actions, one a project.
    uncounted : bool
        Whether no month of the ledger has a figure of the statistics: it is neither held against them nor forecast by.
    """

    projects: Progress | None = None
    below: Below | None = None
    bridge: Bridge | None = None
    firms: FirmCounts | None = None
    funds: FundState | None = None
    worth: tuple[Worth, ...] = ()
    left_out: tuple[tuple[str, Fact], ...] = ()
    doubts: tuple[ListDoubt, ...] = ()
    uncounted: bool = False

    @property
    def told(self) -> bool:
        """Whether there is anything to tell."""
        return any(each is not None for each in (self.projects, self.firms, self.funds))
