"""Rows of a page's tables: which figures stand beside each other. Plain data, as all of `contents`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shouguan.core.findings import Finding
from shouguan.core.periods import Lang, Period
from shouguan.data.place import Target
from shouguan.facts.table import Fact


@dataclass(frozen=True)
class PastYear:
    """A past forecast at this point of the year against what came.

    Attributes
    ----------
    year : int
    turning, inside : bool
        Whether growth turned that year, and whether what came was inside the interval.
    median, lower80, upper80, truth : Fact
    rules : dict of str to Fact
        What simple rules said.
    miss : Fact, optional
        Forecast less what came; None where there is nothing to tell.
    rule : str
        The nearest rule; `nearer` is by how much it missed, where that is less than the forecast and not nothing.
    rule_was_right : bool
    """

    year: int
    turning: bool
    inside: bool
    median: Fact
    lower80: Fact
    upper80: Fact
    truth: Fact
    rules: dict[str, Fact]
    miss: Fact | None
    rule: str
    rule_was_right: bool
    nearer: Fact | None


@dataclass(frozen=True)
class Past:
    """The past forecasts of the nearest region that has any, oldest first."""

    region: str
    years: tuple[PastYear, ...]


@dataclass(frozen=True)
class PeerLine:
    """One region of the assessment group: its code, what a page calls it in Chinese and English, rank and growth."""

    code: str
    name: tuple[str, str]
    rank: Fact
    growth: Fact


@dataclass(frozen=True)
class Peers:
    """The assessment group in the newest stretch that all have published, in the order of rank, and its size."""

    period: Period
    lines: tuple[PeerLine, ...]
    count: Fact


@dataclass(frozen=True)
class AccountLine:
    """One part of a total in the accounts of the year.

    Attributes
    ----------
    code : str
    median, lower, upper : Fact
        The expected year with its 80 % interval.
    rest : Fact
        Growth expected of the rest of the year.
    share, points : Fact
        Per cent of the total, and the contribution to the year.
    published, so_far : Fact, optional
        Growth in the total's newest stretch, and the contribution so far.
    """

    code: str
    median: Fact
    lower: Fact
    upper: Fact
    rest: Fact
    points: Fact
    share: Fact
    published: Fact | None
    so_far: Fact | None


@dataclass(frozen=True)
class Whose:
    """Whose shares weigh the parts: a region's of a base year, or set by hand, with the source."""

    region: str | None
    base_year: int
    pseudo: bool
    source: str


@dataclass(frozen=True)
class YearAccounts:
    """A total's year by its parts.

    Attributes
    ----------
    lines : tuple of AccountLine
    others : Fact, optional
        The share that is in no part, where the parts are not all there is: other investment.
    residual, residual_so_far : Fact
        What is in no part; so far only where the newest stretch can be taken apart.
    mean, rest, share : Fact
        The total's mean year, its rest of the year, and 100.
    shares : Whose
    sectors : tuple of (str, Fact)
        Expected years of GDP's three sectors.
    """

    lines: tuple[AccountLine, ...]
    others: Fact | None
    residual: Fact
    residual_so_far: Fact | None
    mean: Fact
    rest: Fact
    share: Fact
    shares: Whose
    sectors: tuple[tuple[str, Fact], ...]


@dataclass(frozen=True)
class LinkInput:
    """A base indicator that an industry follows: its share, and its newest period used."""

    code: str
    share: Fact
    upto: Period | None


@dataclass(frozen=True)
class Link:
    """How an industry follows its base indicators.

    Attributes
    ----------
    industry : str
    slope, spread, intercept, quarters : Fact
    estimated : bool
        Whether the coefficient is estimated, else it is set.
    reading : (Period, Fact, Fact), optional
        The open quarter by base indicators: growth, and its standard error.
    inputs : tuple of LinkInput
    reason : str, optional
        Why something was set by hand.
    """

    industry: str
    slope: Fact
    spread: Fact
    estimated: bool
    intercept: Fact
    quarters: Fact
    reading: tuple[Period, Fact, Fact] | None
    inputs: tuple[LinkInput, ...]
    reason: str | None


@dataclass(frozen=True)
class Odds:
    """How plausible a requirement is: its quantile among the draws, and in how many of the years on record it came.

    Where the two contradict each other: by what (`level` or `spread`), as it was in past years and as it is now.
    """

    among: Fact
    past: tuple[Fact, Fact] | None
    apart: tuple[Literal["level", "spread"], Fact, Fact] | None = None


@dataclass(frozen=True)
class NeedRow:
    """What the way to a target asks of one part: `bound` is `upper` or `lower` where it is at a bound."""

    code: str
    expected: Fact
    needed: Fact
    bound: str | None
    points: Fact
    odds: Odds


@dataclass(frozen=True)
class BaseRow:
    """What the way to a target asks of a base indicator, by period, and for which industries."""

    code: str
    expected: Fact
    full_year: Fact
    rest: Fact
    odds: Odds
    distance: Fact
    path: tuple[tuple[Period, Fact], ...]
    industries: tuple[str, ...]


@dataclass(frozen=True)
class SolvedBack:
    """What a target asks of the parts of a total and of base indicators.

    Attributes
    ----------
    target : Target
    odds : Odds
        Of the total's requirement.
    distance : Fact, optional
        Of the least implausible way; None where the target is out of reach, and then `reachable` is the most.
    reachable : Fact, optional
    binding : tuple of str
        The parts at a bound.
    needs : tuple of NeedRow
    bases : tuple of BaseRow
    """

    target: Target
    odds: Odds
    distance: Fact | None
    reachable: Fact | None
    binding: tuple[str, ...]
    needs: tuple[NeedRow, ...]
    bases: tuple[BaseRow, ...]


@dataclass(frozen=True)
class SeriesRow:
    """Series of one indicator that reach equally far: periods, how many figures, last release, basis and measure."""

    code: str
    first: str
    newest: str
    figures: Fact
    released: str
    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RevisedRow:
    """A revised figure: what it is, the day of the revision, the values before and after, and their difference."""

    region: str
    code: str
    period: str
    basis: str
    measure: str
    day: str
    before: Fact
    after: Fact
    change: Fact


@dataclass(frozen=True)
class MovedRow:
    """What the revisions of a day did to the forecast of a year that was open then."""

    code: str
    year: str
    day: str
    before: Fact
    after: Fact


@dataclass(frozen=True)
class Health:
    """The state of a place's figures; `more` counts the findings that have no room."""

    series: tuple[SeriesRow, ...]
    findings: tuple[Finding, ...]
    more: Fact | None
    revised: tuple[RevisedRow, ...]
    moved: tuple[MovedRow, ...]


@dataclass(frozen=True)
class Slide:
    """One part's slider, as `components.levers.Lever` has it: what a point is worth, where it starts, what is out."""

    code: str
    zh: str
    en: str
    weight: float
    expected: float
    known: int


@dataclass(frozen=True)
class Slides:
    """What the sliders of a total compute with, as `components.levers.Board` has it."""

    base: tuple[float, float, float]
    known_weight: float
    known_ytd: float
    highest_targets: tuple[float, ...]
    levers: tuple[Slide, ...]


@dataclass(frozen=True)
class Assumed:
    """What a scenario changes, in words, as `analysis.scenarios.words.Sentence` with its figures as facts.

    Attributes
    ----------
    indicator : str
    zh, en : str
        The sentence with names in braces.
    why : (str, str)
    texts : dict of str to (str, str)
        What stands for a name in either language; `when` says which of them name a stretch of time, and which.
    figures : dict of str to Fact
    """

    indicator: str
    zh: str
    en: str
    why: tuple[str, str]
    texts: dict[str, tuple[str, str]]
    when: dict[str, str]
    figures: dict[str, Fact]


@dataclass(frozen=True)
class ScenarioRow:
    """A scenario among others: its name, its label in Chinese and English, and what it changes."""

    name: str
    label: str
    label_en: str
    sentences: tuple[Assumed, ...]

    def title(self, lang: Lang) -> str:
        """Return the scenario's label."""
        return self.label if lang == "zh" else self.label_en


@dataclass(frozen=True)
class Scenarios:
    """Scenarios beside each other, the base first.

    Attributes
    ----------
    year : int
    indicators : tuple of str
        The first is the one that is ranked and drawn.
    rows : tuple of ScenarioRow
    no_rank : (str, str), optional
        Why there are no ranks.
    left_out : tuple of ((str, str), (str, str))
        Labels of scenarios that do not fit the day, and why.
    """

    year: int
    indicators: tuple[str, ...]
    rows: tuple[ScenarioRow, ...]
    no_rank: tuple[str, str] | None
    left_out: tuple[tuple[tuple[str, str], tuple[str, str]], ...]
