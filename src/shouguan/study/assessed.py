"""The assessment of a place among its peers (市对市考核) as frames: chances of ranks, what each takes, scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
import pandas as pd

from shouguan.analysis import rank_sets
from shouguan.analysis.ranking import (
    NoRank,
    RankDraws,
    as_published,
    ladder,
    rank_draws,
    ranked_regions,
    ranks,
)
from shouguan.analysis.scenarios.file import BASE
from shouguan.analysis.scoring import Scored, Scores, score
from shouguan.components.peers import GroupDraws, draw_group
from shouguan.core import indicators
from shouguan.core.asked import several
from shouguan.core.errors import DataError
from shouguan.core.periods import Lang
from shouguan.core.ytd import Array
from shouguan.data import assessment_settings
from shouguan.data.assessment_settings import AssessmentSettings, name_of
from shouguan.data.observations import View
from shouguan.data.origin import briefed
from shouguan.data.place import Place
from shouguan.study.observed import Published, main_target
from shouguan.study.observed import name_of as indicator_name
from shouguan.study.together import assumed, together

RANKS = [
    *("indicator", "name", "peers", "rank_now", "median_rank", "rank_from", "rank_to", "set_from", "set_to"),
    *("chance_first", "chance_up", "next_above", "step", "step_yi_yuan", "reason"),
]
SCORES = ["indicator", "name", "weight", "rule", "full", "score", "lower80", "upper80", "gained", "step", "reason"]
_RULES = {"rank": ("按位次", "by rank"), "range": ("功效系数", "by range"), "target": ("按目标", "by target")}
_FIGURES = len(RANKS) - 3


class _Study(Protocol):
    """What is taken of a study."""

    @property
    def place(self) -> Place: ...
    @property
    def view(self) -> View: ...
    @property
    def seed(self) -> int: ...
    @property
    def under(self) -> str: ...
    def year(self, indicator: str) -> int: ...


@dataclass(frozen=True)
class _Group:
    """The group of a place, and the place's own years under the study's scenario."""

    place: Place
    settings: AssessmentSettings
    draws: GroupDraws | None
    own: dict[str, Array]

    def rank(self, code: str) -> RankDraws | NoRank:
        return rank_draws(self.place, self.draws, code, self.settings, own=self.own.get(code))


@dataclass(frozen=True)
class Assessed(Published):
    """What is said of a place's rank and score."""

    def ranks(self: _Study, codes: str | Sequence[str] | None = None, *, lang: Lang = "zh") -> pd.DataFrame:
        """Return how the place may rank in its assessment group at the year's end, a row an indicator.

        Parameters
        ----------
        codes : str or sequence of str, optional
            Those of a briefing by default.
        lang : {'zh', 'en'}

        Returns
        -------
        DataFrame
            `indicator, name, peers` (how many are ranked), `rank_now` (by published growth), `median_rank`, `rank_from`
            and `rank_to` (the range that holds 80 % of the draws), `set_from` and `set_to` (ranks that cannot be ruled
            out at 95 %, see `shouguan.analysis.rank_sets`), `chance_first`, `chance_up` (of a better rank than now;
            fractions), `next_above` (full-year growth of the next region above, per cent), `step` (by how many points
            the year would have to be better to pass it), `step_yi_yuan` (the same of GDP in 亿元, at last year's
            prices) and `reason`: why there is no rank, or who is not ranked; figures are missing then.

        Examples
        --------
        >>> import shouguan as sg
        >>> table = sg.open_place("山东", as_of="2020-10-25").ranks("gdp")
        >>> int(table["peers"].iloc[0]), bool(table["rank_from"].iloc[0] <= table["median_rank"].iloc[0])
        (31, True)
        """
        asked = _asked(self, codes)
        group = _group(self, asked, anonymous=False)
        rows = [(code, indicator_name(self.place, code, lang), *_ranked(self, group, code, lang)) for code in asked]
        return pd.DataFrame(rows, columns=RANKS)

    def rank_chances(self: _Study, indicator: str, *, lang: Lang = "zh", anonymous: bool = False) -> pd.DataFrame:
        """Return the chance of each rank of each region of the group: a row a region, a column a rank.

        Parameters
        ----------
        indicator : str
        lang : {'zh', 'en'}
        anonymous : bool
            Call peers as a page does where `assessment.yaml` keeps their names to the annex.

        Returns
        -------
        DataFrame
            Fractions; the regions that rank best first. `attrs["own"]` is the place's name.

        Raises
        ------
        DataError
            When there is no rank, with the reason.

        Examples
        --------
        >>> import shouguan as sg
        >>> chances = sg.open_place("山东", as_of="2020-10-25").rank_chances("gdp")
        >>> chances.shape, bool((chances.sum(axis=1) - 1).abs().max() < 1e-9)
        ((31, 31), True)
        """
        group = _group(self, [indicator], anonymous=anonymous)
        fit = ranked_regions(self.place, group.draws, indicator, group.settings)
        if isinstance(fit, NoRank):
            raise DataError(fit.zh, fit.en)
        assert group.draws is not None
        growth = group.draws.growth[indicator].copy()
        growth[group.draws.own] = group.own.get(indicator, growth[group.draws.own])
        drawn = ranks(as_published(growth[fit], indicator), indicators.indicator(indicator).sign)
        at = 0 if lang == "zh" else 1
        names = [name_of(self.place, group.settings, group.draws.regions[each])[at] for each in fit]
        shares = [np.bincount(row.astype(int), minlength=len(fit) + 1)[1:] / row.size for row in drawn]
        frame = pd.DataFrame(shares, pd.Index(names, name="place"), pd.RangeIndex(1, len(fit) + 1, name="rank"))
        frame = frame.iloc[np.argsort(drawn.mean(axis=1), kind="stable")]
        frame.attrs["own"] = self.place.name(lang)
        return frame

    def rank_ladder(self: _Study, indicator: str) -> pd.DataFrame:
        """Return the ladder of places: what each rank takes of the place's year, and how likely it is.

        Returns
        -------
        DataFrame
            Index `rank`; `median, lower80, upper80` (full-year growth that takes this rank or a better one, per cent),
            `chance` (a fraction), `step` (by how many points the year would have to be better; negative where it is
            better already) and, of GDP, `step_yi_yuan`. `attrs["own"]` is the place's own expected year.

        Raises
        ------
        DataError
            When there is no rank, with the reason.

        Examples
        --------
        >>> import shouguan as sg
        >>> ladder = sg.open_place("山东", as_of="2020-10-25").rank_ladder("gdp")
        >>> bool(ladder["chance"].is_monotonic_increasing), bool(ladder["median"].is_monotonic_decreasing)
        (True, True)
        """
        group = _group(self, [indicator], anonymous=False)
        rungs = ladder(self.place, group.draws, indicator, group.settings, own=group.own.get(indicator))
        if isinstance(rungs, NoRank):
            raise DataError(rungs.zh, rungs.en)
        assert group.draws is not None
        rows = [(each.median, each.lower, each.upper, each.chance, each.step) for each in rungs]
        index = pd.Index([each.rank for each in rungs], name="rank")
        frame = pd.DataFrame(rows, index, ["median", "lower80", "upper80", "chance", "step"])
        point = _point(self, indicator)
        if point is not None:
            frame["step_yi_yuan"] = frame["step"] * point
        mine = group.own.get(indicator, group.draws.growth[indicator][group.draws.own])
        frame.attrs["own"] = float(np.median(mine))
        return frame

    def scores(self: _Study, *, lang: Lang = "zh") -> pd.DataFrame:
        """Return the expected score under the office's rules (`assessment.yaml`), a row an indicator.

        Returns
        -------
        DataFrame
            `indicator, name, weight, rule, full, score` (expected), `lower80, upper80` (points), `gained` (points that
            one place higher adds to the score in all), `step` (points of growth that it takes) and `reason`: why an
            indicator is not scored; its weight is not in the sum then. Empty without rules. `attrs` holds `score`,
            `lower80` and `upper80` of the score in all, `weight` and `scored_weight`, and `median_rank`, `rank_from`,
            `rank_to` by it where every peer can be scored.

        Examples
        --------
        >>> import shouguan as sg
        >>> sg.open_place("山东", as_of="2020-10-25").scores().empty  # no office assesses a province here
        True
        """
        rules = assessment_settings.read(self.place).rules
        if not rules:
            return pd.DataFrame(columns=SCORES)
        group = _group(self, list(rules), anonymous=False)
        year = group.draws.year if group.draws is not None else self.year(next(iter(rules)))
        targets = {code: main_target(self.place, self.view, code, year) for code in rules}
        found = score(
            self.place,
            group.draws,
            group.settings,
            own=group.own,
            targets={code: target for code, target in targets.items() if target is not None},
        )
        parts = {part.code: part for part in found.parts}
        rows = []
        for code, rule in rules.items():
            scored = _scored(found, parts.get(code), found.reasons.get(code), lang)
            by = _RULES[rule.rule][0 if lang == "zh" else 1]
            rows.append((code, indicator_name(self.place, code, lang), rule.weight, by, rule.full, *scored))
        frame = pd.DataFrame(rows, columns=SCORES)
        frame.attrs.update(_in_all(found))
        return frame


def _asked(study: _Study, codes: str | Sequence[str] | None) -> list[str]:
    asked = briefed(study.place) if codes is None else several(codes)
    for code in asked:
        indicators.indicator(code)
    return asked


def _group(study: _Study, codes: Sequence[str], *, anonymous: bool) -> _Group:
    """Draw the group of a study; the place's own years stand under its scenario, the others under none."""
    place, view, seed = study.place, study.view, study.seed
    settings = assessment_settings.read(place)
    settings = settings if anonymous else _with_names(settings)
    regions = settings.group(place)
    try:
        plain = together(place, view, codes, seed)
    except DataError:  # nothing can be forecast: years that are out may be ranked
        return _Group(place, settings, _closed(study, codes, regions), {})
    draws = None
    if regions:
        year = plain.joint.outlooks[0].year
        draws = draw_group(place, view, list(codes), year, regions, own=plain.joint, seed=seed)
        draws = replace(draws, reasons={**draws.reasons, **plain.reasons})
    drawn = [code for code in codes if code in plain.codes]
    linked = plain if study.under == BASE else assumed(place, view, drawn, study.under, seed)
    return _Group(place, settings, draws, {code: linked.outlook(code).full_year for code in drawn})


def _with_names(settings: AssessmentSettings) -> AssessmentSettings:
    """Return the settings with names: an analyst sees whom the figures are of."""
    return settings.model_copy(update={"anonymous": False})


def _closed(study: _Study, codes: Sequence[str], regions: tuple[str, ...]) -> GroupDraws | None:
    if not regions:
        return None
    return draw_group(study.place, study.view, list(codes), study.year(codes[0]), regions, seed=study.seed)


def _ranked(study: _Study, group: _Group, code: str, lang: Lang) -> list[Any]:
    """Return the figures of one indicator's rank from `peers` on, and the reason."""
    found = group.rank(code)
    if isinstance(found, NoRank):
        return [*[np.nan] * _FIGURES, found.zh if lang == "zh" else found.en]
    assert group.draws is not None
    draws = group.draws
    fit = ranked_regions(study.place, draws, code, group.settings)
    assert not isinstance(fit, NoRank)
    growth = draws.growth[code].copy()
    growth[draws.own] = group.own.get(code, growth[draws.own])
    published = indicators.indicator(code).sign * as_published(growth[fit], code)
    best, worst = rank_sets.rank_set(published, int(np.flatnonzero(fit == draws.own)[0]))
    now = _now(study, draws, fit, code)
    up = np.nan if now is None else found.chance_above(now)
    point = _point(study, code)
    money = np.nan if point is None or found.step is None else found.step * point
    names = [name_of(study.place, group.settings, each)[0 if lang == "zh" else 1] for each in found.without]
    told = f"没有数据、未参加排位：{'、'.join(names)}" if lang == "zh" else f"not ranked, no data: {', '.join(names)}"
    figures = [
        *(found.peers, np.nan if now is None else now, found.median, found.lower, found.upper, best, worst),
        *(float(found.chances[0]), up, *(np.nan if each is None else each for each in (found.next_above, found.step))),
    ]
    return [*figures, money, told if names else ""]


def _now(study: _Study, draws: GroupDraws, fit: Any, code: str) -> int | None:
    """Return the place's rank by growth that is out, where all that are ranked have published its newest stretch."""
    own = [period for period in study.view.ytd_growth(study.place.region, code) if period.year == draws.year]
    known = [study.view.ytd_growth(draws.regions[at], code).get(max(own)) for at in fit] if own else [None]
    if any(each is None for each in known):
        return None
    values = np.array([[each] for each in known], dtype=float)
    return int(ranks(values, indicators.indicator(code).sign)[int(np.flatnonzero(fit == draws.own)[0]), 0])


def _point(study: _Study, code: str) -> float | None:
    """Return what a point of the year's GDP is in 亿元, at last year's prices; other growth has no such value."""
    if code != "gdp":
        return None
    last = indicators.indicator(code).calendar.periods(study.year(code) - 1)[-1]
    value = study.view.series(study.place.region, code, basis="ytd", measure="value").get(last)
    return None if value is None else value / 100.0


def _scored(found: Scores, part: Scored | None, reason: NoRank | None, lang: Lang) -> list[Any]:
    if part is None:
        assert reason is not None
        return [*[np.nan] * 5, reason.zh if lang == "zh" else reason.en]
    low, high = np.quantile(part.draws, (0.1, 0.9))
    gained = found.gained(part)
    step = None if part.rank is None else part.rank.step
    return [part.expected, low, high, *(np.nan if each is None else each for each in (gained, step)), ""]


def _in_all(found: Scores) -> dict[str, float]:
    told = {"weight": found.weight, "scored_weight": found.scored_weight}
    if found.parts:
        low, high = np.quantile(found.draws, (0.1, 0.9))
        told |= {"score": float(found.draws.mean()), "lower80": float(low), "upper80": float(high)}
    if found.place_draws is not None:
        levels = ("rank_from", 0.1), ("median_rank", 0.5), ("rank_to", 0.9)
        told |= {name: float(np.quantile(found.place_draws, level, method="inverted_cdf")) for name, level in levels}
    return told
