"""What a bulletin of a task force tells: tasks by unit, person and list, and what became of those called for before.

Plain data for sections and for the next bulletin, which reads `asked` from the facts of this one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from shouguan.core.parameters import BulletinSheet, Every
from shouguan.facts.table import Fact


@dataclass(frozen=True)
class Group:
    """How far the tasks of a unit, a person, a kind, or all are: counts, and rates against their own deadlines.

    Attributes
    ----------
    name : str
        Empty of all.
    tasks, done, overdue : Fact
    rate, pace, ahead : Fact
        Done, and due by the day, in per cent of the tasks; the difference of the two as printed, points.
    late : tuple of str
        The first overdue tasks by name.
    """

    name: str
    tasks: Fact
    done: Fact
    overdue: Fact
    rate: Fact
    pace: Fact
    ahead: Fact
    late: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One task.

    Attributes
    ----------
    kind, key, project, what, unit, person : str
        As `investment.tasks` has them; empty where nothing is filled in.
    deadline, done_on : date, optional
    state : str
        One of `tasks.STATES`; of an earlier task also `MOVED` or `GONE`.
    days : Fact, optional
        Days overdue, or left, where the state says which.
    now : date, optional
        Of an earlier task its deadline in the newest list.
    district : str
    matched : bool
        An earlier task that stands under another code or batch now, found by name and place.
    score : Fact, optional
        How alike the names are, where they are not the same.
    new : bool
        Called for, and the bulletin before did not.
    """

    kind: str
    key: str
    project: str
    what: str
    unit: str
    person: str
    deadline: dt.date | None
    done_on: dt.date | None
    state: str
    days: Fact | None = None
    now: dt.date | None = None
    new: bool = False
    district: str = ""
    matched: bool = False
    score: Fact | None = None


@dataclass(frozen=True)
class KindList:
    """The tasks of one kind: all of them counted, and those listed that are overdue or due by the next bulletin.

    `more` counts those that the table has no room for.
    """

    kind: str
    whole: Group
    rows: tuple[Item, ...]
    more: Fact | None


@dataclass(frozen=True)
class Slow:
    """A project under way that is behind: done of the year's plan, an even pace, the points between, its light."""

    project: str
    unit: str
    person: str
    progress: str
    rate: Fact
    pace: Fact
    behind: Fact
    light: tuple[str, str]


@dataclass(frozen=True)
class SlowList:
    """The projects furthest behind.

    Attributes
    ----------
    rule, red : Fact
        From how many points on a project is behind, and beyond how many it is far behind (`pacing.yaml`).
    count, worst : Fact
        How many are behind, and how many of them far behind.
    rows : tuple of Slow
    more : Fact, optional
    """

    rule: Fact
    red: Fact
    count: Fact
    worst: Fact
    rows: tuple[Slow, ...]
    more: Fact | None


@dataclass(frozen=True)
class NearFirm:
    """A firm near its threshold, for the task force alone.

    Attributes
    ----------
    name, category, unit, conditions, next_step : str
    rate : Fact
        The year's expected revenue in per cent of the threshold.
    next_round : str
        The month in which it may apply: `2020-11`.
    """

    name: str
    category: str
    unit: str
    rate: Fact
    conditions: str
    next_step: str
    next_round: str


@dataclass(frozen=True)
class Firms:
    """Firms near a threshold: `count` of them, of which `meet` meet it already or are expected to this year."""

    count: Fact
    meet: Fact
    rows: tuple[NearFirm, ...]
    more: Fact | None


@dataclass(frozen=True)
class LastIssue:
    """The bulletin before as a run is handed it: its day and number, whether it was signed, and what it called for.

    `listed` has the months of the lists by kind of task; none where that bulletin did not say.
    """

    as_of: dt.date
    issue: int
    signed: bool
    asked: tuple[Item, ...]
    listed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LastTime:
    """The bulletin before and what became of what it called for.

    Attributes
    ----------
    as_of : date
    issue : Fact
    signed : bool
        Whether it was signed; a draft is taken only where none was.
    asked, done, overdue, moved, gone, left : Fact
        How many tasks it called for, and how they stand: done; overdue; with a later deadline; on no list any more;
        not due yet.
    same : Fact, optional
        Of how many no newer list has come in since, so that nothing can be said of them; they are in no other count.
    rows : tuple of Item
        What is done, moved or gone comes first.
    more : Fact, optional
    new : Fact
        Tasks that this bulletin calls for and the last did not.
    """

    as_of: dt.date
    issue: Fact
    signed: bool
    asked: Fact
    done: Fact
    overdue: Fact
    moved: Fact
    gone: Fact
    left: Fact
    rows: tuple[Item, ...]
    more: Fact | None
    new: Fact
    same: Fact | None = None


@dataclass(frozen=True)
class Force:
    """A task force as a page names it."""

    key: str
    name: str
    name_en: str
    leader: str
    indicator: str
    members: tuple[str, ...]
    send_to: tuple[str, ...]


@dataclass(frozen=True)
class SharedFirms:
    """How many firms of a task force are near a threshold and meet it this year; None where it would tell of one."""

    count: Fact | None
    meet: Fact | None


@dataclass(frozen=True)
class Shared:
    """What all task forces may know of one: its tasks, and its firms where it looks after any."""

    force: Force
    whole: Group | None
    firms: SharedFirms | None = None


@dataclass(frozen=True)
class Bulletin:
    """One bulletin, sheet of a meeting, or summary for all task forces.

    Attributes
    ----------
    sheet : str
    title : str
        What the office calls its bulletins.
    force : Force, optional
        None of a summary.
    every : {'week', 'month'}
    issue : Fact
        The number that it has or will have when it is signed.
    until, reply_by : date
        The day of the next one; until when units report what they did.
    whole : Group, optional
        None where there is no task.
    soon : Fact, optional
        How many are due by the next one and not overdue.
    units, persons, districts : tuple of Group
    lists : tuple of KindList
    idle : tuple of str
        Member units without a task.
    slow, firms, last
        None where there is nothing of it.
    agenda : tuple of (str, tuple of Item)
        By person what is overdue or due by the next meeting; of a meeting only.
    asked : tuple of Item
        Every task that it calls for: overdue, or due by the next one.
    unassigned : Fact, optional
        Projects of the ledger that name no task force and were taken with its own.
    shared : tuple of Shared
        Of a summary the task forces.
    listed : dict of str to str
        By kind of task the month of the list that it is from: `2020-09`. Actions are on no monthly list.
    """

    sheet: BulletinSheet
    title: str
    force: Force | None
    every: Every
    issue: Fact
    until: dt.date
    reply_by: dt.date
    whole: Group | None = None
    soon: Fact | None = None
    units: tuple[Group, ...] = ()
    persons: tuple[Group, ...] = ()
    districts: tuple[Group, ...] = ()
    lists: tuple[KindList, ...] = ()
    idle: tuple[str, ...] = ()
    slow: SlowList | None = None
    firms: Firms | None = None
    last: LastTime | None = None
    agenda: tuple[tuple[str, tuple[Item, ...]], ...] = ()
    asked: tuple[Item, ...] = ()
    unassigned: Fact | None = None
    shared: tuple[Shared, ...] = ()
    listed: dict[str, str] = field(default_factory=dict)
