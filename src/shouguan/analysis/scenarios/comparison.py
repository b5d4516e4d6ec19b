"""Scenarios side by side: what each does to the year, to the chance of its target and to the rank.

The base is always the first row, and every change is counted from it. Growth that the rest of the year needs
for a target does not depend on a scenario, so it is not compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shouguan.analysis.ranking import NoRank, RankDraws, rank_draws
from shouguan.analysis.scenarios.changes import NotNowError, about, change
from shouguan.analysis.scenarios.conditioning import condition
from shouguan.analysis.scenarios.entries import Entry, Scenario
from shouguan.analysis.scenarios.file import BASE, changes_for
from shouguan.analysis.scenarios.words import Sentence, sentence
from shouguan.components.peers import GroupDraws
from shouguan.core import indicators
from shouguan.core.errors import DataError, nearest
from shouguan.core.periods import Lang
from shouguan.data.assessment_settings import AssessmentSettings
from shouguan.data.observations import View
from shouguan.data.place import NATION, Place
from shouguan.models.outlook import INTERVAL, Joint, Outlook


@dataclass(frozen=True)
class Outcome:
    """One indicator's full year under one scenario.

    Attributes
    ----------
    median, lower, upper : float
        Per cent; the ends are those of the 80 % interval.
    chance : float or None
        Of the main target, a fraction; None without one.
    change : float
        Median less the base's, points.
    """

    median: float
    lower: float
    upper: float
    chance: float | None
    change: float


@dataclass(frozen=True)
class Row:
    """One scenario.

    Attributes
    ----------
    name : str
    label, label_en : str
    sentences : tuple of Sentence
        What it changes, its own changes after those of what it extends.
    outcomes : dict of str to Outcome
        By indicator.
    rank : RankDraws or None
        Of the ranked indicator; None where there are no ranks.
    """

    name: str
    label: str
    label_en: str
    sentences: tuple[Sentence, ...]
    outcomes: dict[str, Outcome]
    rank: RankDraws | None

    def title(self, lang: Lang) -> str:
        """Return the scenario's label."""
        return self.label if lang == "zh" else self.label_en


@dataclass(frozen=True)
class Comparison:
    """Scenarios of one place and year beside each other.

    Attributes
    ----------
    region : str
    year : int
    indicators : tuple of str
        The first is the one that is ranked and drawn.
    rows : tuple of Row
        The base first.
    no_rank : NoRank or None
        Why there are no ranks.
    left_out : tuple of (Scenario, NotNowError)
        Scenarios that do not fit the day, and why.
    """

    region: str
    year: int
    indicators: tuple[str, ...]
    rows: tuple[Row, ...]
    no_rank: NoRank | None
    left_out: tuple[tuple[Scenario, NotNowError], ...]

    def row(self, name: str) -> Row:
        """Return a scenario's row.

        Raises
        ------
        DataError
            When it is not among them; the message says the nearest.
        """
        for row in self.rows:
            if row.name == name:
                return row
        zh, en = nearest(name, [row.name for row in self.rows])
        raise DataError(f"对比中没有情景“{name}”{zh}", f"the comparison has no scenario '{name}'{en}")


def compare(
    place: Place,
    view: View,
    joint: Joint,
    scenarios: Mapping[str, Scenario],
    *,
    names: Sequence[str] | None = None,
    codes: Sequence[str] | None = None,
    targets: Mapping[str, float] | None = None,
    group: GroupDraws | None = None,
    assessment: AssessmentSettings | None = None,
) -> Comparison:
    """Lay scenarios side by side.

    Parameters
    ----------
    place, view : Place, View
    joint : Joint
        The place's outlooks, whose draws go together.
    scenarios : mapping of str to Scenario
        As `shouguan.analysis.scenarios.file.load` gives them.
    names : sequence of str, optional
        Which to show, in order; all by default. The base is always the first.
    codes : sequence of str, optional
        Which indicators to show; all of the joint by default.
    targets : mapping of str to float, optional
        The main target of an indicator, per cent.
    group : GroupDraws, optional
        The assessment group's years of the first indicator, for ranks; no scenario changes those of other regions.
    assessment : AssessmentSettings, optional
        The office's rules of ranks.

    Raises
    ------
    DataError
        When a scenario that was asked for does not exist, its changes contradict each other, or a policy's base
        is not known; the message names the scenario. One that only does not fit the day is left out, and listed.
    """
    shown = tuple(codes) if codes is not None else tuple(outlook.indicator for outlook in joint)
    chosen = [name for name in (scenarios if names is None else names) if name != BASE]
    base = {code: joint.of(place.region, code) for code in shown}
    rows, left_out = [], []
    ranks: dict[str, RankDraws | NoRank] = {}
    for name in (BASE, *chosen):
        entries = changes_for(scenarios, name)
        try:
            moved, sentences = _under(place, view, joint, entries)
        except NotNowError as error:
            left_out.append((scenarios[name], error))
            continue
        except DataError as error:
            raise DataError(f"情景“{name}”：{error.zh}", f"scenario '{name}': {error.en}") from None
        ahead = {code: moved.of(place.region, code) for code in shown}
        own = ahead[shown[0]].full_year
        ranks[name] = rank_draws(place, group, shown[0], assessment or AssessmentSettings(), own=own)
        own_rank = ranks[name]
        outcomes = {code: _outcome(ahead[code], base[code], (targets or {}).get(code)) for code in shown}
        scenario = scenarios[name]
        rank = own_rank if isinstance(own_rank, RankDraws) else None
        rows.append(Row(name, scenario.title("zh"), scenario.title("en"), sentences, outcomes, rank))
    no_rank = ranks[BASE]
    return Comparison(
        region=place.region,
        year=joint.outlooks[0].year,
        indicators=shown,
        rows=tuple(rows),
        no_rank=no_rank if isinstance(no_rank, NoRank) else None,
        left_out=tuple(left_out),
    )


def _under(place: Place, view: View, joint: Joint, entries: Sequence[Entry]) -> tuple[Joint, tuple[Sentence, ...]]:
    """Return the draws under a scenario, and what it changes in words."""
    changed = [(entry, about(entry, joint), change(entry, joint, view)) for entry in entries]
    sentences = tuple(
        sentence(entry, each, outlook, _names(place, outlook.indicator)) for entry, outlook, each in changed
    )
    return condition(joint, [each for _, _, each in changed]), sentences


def _names(place: Place, code: str) -> tuple[str, str]:
    """Return what an indicator is called here: the nation's GDP is 国内生产总值."""
    entry = indicators.indicator(code)
    return ("国内生产总值" if code == "gdp" and place.region == NATION else entry.zh), entry.en


def _outcome(ahead: Outlook, base: Outlook, target: float | None) -> Outcome:
    low, high = ahead.interval(INTERVAL)
    median = ahead.quantile(0.5)
    chance = None if target is None else ahead.chance(target)
    return Outcome(median, low, high, chance, median - base.quantile(0.5))
