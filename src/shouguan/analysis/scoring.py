"""Scores under the office's rules (`assessment.yaml`): expected, by indicator and in all, and what a place is worth."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from shouguan.analysis.ranking import NoRank, RankDraws, as_published, rank_draws, ranked_regions, ranks
from shouguan.components.peers import GroupDraws
from shouguan.core import indicators
from shouguan.core.ytd import Array
from shouguan.data.assessment_settings import AssessmentSettings, Rule
from shouguan.data.place import Where

DECIMALS = 2
"""Scores in all are ranked to so many decimals."""


@dataclass(frozen=True)
class Scored:
    """The place's score of one indicator.

    Attributes
    ----------
    code : str
    rule : Rule
    draws : ndarray, shape (draws,)
        Points out of `rule.full`.
    rank : RankDraws or None
        None where the rule needs no rank and there is none.
    gained : float or None
        Expected points more, of this indicator, if the year were better by what passes the next region above
        (`RankDraws.step`); None where nobody is to be passed.
    """

    code: str
    rule: Rule
    draws: Array
    rank: RankDraws | None
    gained: float | None

    @property
    def expected(self) -> float:
        """The mean score."""
        return float(self.draws.mean())


@dataclass(frozen=True)
class Scores:
    """The place's score in all.

    Attributes
    ----------
    parts : tuple of Scored
        In the order of the rules.
    reasons : dict of str to NoRank
        Indicators with a rule that cannot be scored, and why; their weight is not in the sum.
    weight : float
        Of all rules.
    place_draws : ndarray or None, shape (draws,)
        The place's rank by the score in all; None where some peer's cannot be told (a rule by its target).
    """

    parts: tuple[Scored, ...]
    reasons: dict[str, NoRank] = field(default_factory=dict)
    weight: float = 0.0
    place_draws: Array | None = None

    @property
    def scored_weight(self) -> float:
        """The weight of the indicators that are scored."""
        return sum(part.rule.weight for part in self.parts)

    @property
    def draws(self) -> Array:
        """The score in all, shape (draws,): the mean of the indicators scored, by weight."""
        total = sum(part.rule.weight * part.draws for part in self.parts)
        return np.asarray(total) / self.scored_weight

    def gained(self, part: Scored) -> float | None:
        """Return what an indicator's next place up adds to the score in all, points."""
        return None if part.gained is None else part.gained * part.rule.weight / self.scored_weight


def score(
    place: Where,
    group: GroupDraws | None,
    settings: AssessmentSettings,
    *,
    own: dict[str, Array] | None = None,
    targets: dict[str, float] | None = None,
) -> Scores:
    """Score the place in every draw.

    Parameters
    ----------
    place : Where
    group : GroupDraws or None
    settings : AssessmentSettings
    own : dict of str to ndarray, optional
        The place's full years by indicator, perhaps under a scenario, and where there is no group.
    targets : dict of str to float, optional
        The place's main targets, for rules by target.
    """
    own, targets = own or {}, targets or {}
    parts: list[Scored] = []
    reasons: dict[str, NoRank] = {}
    weighted: list[Array] = []
    for code, rule in settings.rules.items():
        found = _scored(place, group, settings, code, rule, own.get(code), targets.get(code))
        if isinstance(found, NoRank):
            reasons[code] = found
            continue
        part, everybody = found
        parts.append(part)
        if everybody is not None:
            weighted.append(rule.weight * everybody)
    place_draws = None
    if parts and group is not None and len(weighted) == len(parts) and len({each.shape for each in weighted}) == 1:
        total = np.round(np.sum(weighted, axis=0) / sum(part.rule.weight for part in parts), DECIMALS)
        place_draws = 1.0 + (total > total[group.own]).sum(axis=0)
    return Scores(tuple(parts), reasons, sum(rule.weight for rule in settings.rules.values()), place_draws)


def _scored(
    place: Where,
    group: GroupDraws | None,
    settings: AssessmentSettings,
    code: str,
    rule: Rule,
    own: Array | None,
    target: float | None,
) -> tuple[Scored, Array | None] | NoRank:
    """Return the place's score of an indicator, and where it can be told that of all regions ranked."""
    rank = rank_draws(place, group, code, settings, own=own)
    if own is None and group is not None and code in group.growth:
        own = group.growth[code][group.own]
    if rule.rule == "target":
        entry = indicators.indicator(code)
        if own is None:
            return rank if isinstance(rank, NoRank) else NoRank(f"{entry.zh}不能测算", f"no forecast of {entry.en}")
        if target is None:
            return NoRank(f"{entry.zh}没有年度目标", f"no target of {entry.en} is set")
        known = rank if isinstance(rank, RankDraws) else None
        points = by_target(rule, code, own, target)
        gained = None
        if known is not None and known.step is not None:
            better = by_target(rule, code, own + indicators.indicator(code).sign * known.step, target)
            gained = float(np.mean(better - points))
        return Scored(code, rule, points, known, gained), None
    if isinstance(rank, NoRank):
        return rank
    assert group is not None
    fit = ranked_regions(place, group, code, settings)
    assert not isinstance(fit, NoRank)
    at = int(np.flatnonzero(fit == group.own)[0])
    growth = group.growth[code][fit]
    if own is not None:
        growth = growth.copy()
        growth[at] = own
    everybody = by_group(rule, code, growth)
    gained = None
    if rank.step is not None:
        moved = growth.copy()
        moved[at] += indicators.indicator(code).sign * rank.step
        gained = float(np.mean(by_group(rule, code, moved)[at] - everybody[at]))
    return Scored(code, rule, everybody[at], rank, gained), everybody


def by_group(rule: Rule, code: str, growth: Array) -> Array:
    """Score regions by their group, shape (regions, draws): by rank, or by where growth lies between the ends.

    Examples
    --------
    >>> growth = np.array([[2.0], [3.0], [2.04], [-1.0]])
    >>> by_group(Rule(weight=1), "gdp", growth).T.tolist()  # 2.04 is published as 2.0
    [[95.0, 100.0, 95.0, 85.0]]
    >>> by_group(Rule(weight=1, rule="range", floor=60), "gdp", growth).T.tolist()
    [[90.0, 100.0, 90.0, 60.0]]
    """
    better = indicators.indicator(code).sign * as_published(growth, code)
    if rule.rule == "rank":
        return np.maximum(rule.full - rule.step * (ranks(better) - 1.0), rule.floor)
    worst, best = better.min(axis=0), better.max(axis=0)
    wide = np.where(best > worst, best - worst, 1.0)
    share = np.where(best > worst, (better - worst) / wide, 1.0)  # all alike: all are the best
    return rule.floor + (rule.full - rule.floor) * share


def by_target(rule: Rule, code: str, growth: Array, target: float) -> Array:
    """Score one region by its target, shape (draws,).

    Examples
    --------
    >>> growth = np.array([5.96, 5.9, 4.0])
    >>> by_target(Rule(weight=1, rule="target"), "gdp", growth, 6.0).tolist()
    [100.0, 0.0, 0.0]
    >>> by_target(Rule(weight=1, rule="target", per_point=10), "gdp", growth, 6.0).round(2).tolist()
    [100.0, 99.0, 80.0]
    """
    scale = 10.0 ** indicators.indicator(code).decimals
    short = indicators.indicator(code).sign * (np.round(target * scale) - as_published(growth, code)) / scale
    if rule.per_point is None:
        return np.where(short <= 0, rule.full, rule.floor)
    return np.clip(rule.full - rule.per_point * np.maximum(short, 0.0), rule.floor, rule.full)
