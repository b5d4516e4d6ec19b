"""Several indicators of a group of regions, their draws paired: draw i of each with draw i of every other.

Regions of one indicator are drawn together by the panel, so that a shock they share moves all of them and changes
no rank; after a shock to most regions they are set to move together as much as then. Indicators of one region are
paired as `components.joint` pairs those of the place: the place's own draws stay in the order that its briefing has,
its peers' go with them, and what a peer has of its own goes with its own other indicators. Only the order of draws is
chosen; no figure of any region changes.

A year that a region has published in full is a fact, and no draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from shouguan.components.joint import correlation, explained_by, fit_predict_any
from shouguan.core import indicators
from shouguan.core.ytd import Array
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models import calibrated
from shouguan.models.draws import DRAWS
from shouguan.models.outlook import Joint


@dataclass(frozen=True)
class GroupDraws:
    """Full-year growth of a group, draw by draw.

    Attributes
    ----------
    region : str
        The place itself.
    year : int
    regions : tuple of str
        The group, the place with it, in the order of the settings.
    growth : dict of str to ndarray
        By indicator, shape (regions, draws), per cent as drawn; a region without data is missing (NaN).
    facts : dict of str to tuple of str
        By indicator, the regions whose year is published.
    reasons : dict of str to (str, str)
        Why an indicator is not drawn, in Chinese and English.
    """

    region: str
    year: int
    regions: tuple[str, ...]
    growth: dict[str, Array] = field(default_factory=dict)
    facts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reasons: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def own(self) -> int:
        """The position of the place in the group."""
        return self.regions.index(self.region)

    def lacking(self, code: str) -> tuple[str, ...]:
        """Return the regions that cannot be ranked by an indicator: they have too few figures, or none."""
        missing = np.isnan(self.growth[code][:, 0])
        return tuple(region for region, none in zip(self.regions, missing, strict=True) if none)


def draw_group(
    place: Place,
    view: View,
    codes: Sequence[str],
    year: int,
    regions: Sequence[str],
    *,
    own: Joint | None = None,
    seed: int = 0,
) -> GroupDraws:
    """Draw the year of a group of regions.

    Parameters
    ----------
    place : Place
    view : View
    codes : sequence of str
        Indicators.
    year : int
    regions : sequence of str
        The group, the place with it.
    own : Joint, optional
        The place's own forecasts under no scenario, drawn with the same seed; made where they are not given.
    seed : int
    """
    regions = tuple(regions)
    published = {code: _published(view, regions, code, year) for code in codes}
    open_codes = [code for code in codes if place.region not in published[code]]
    reasons: dict[str, tuple[str, str]] = {}
    if own is None and open_codes:
        linked = fit_predict_any(place, view, open_codes, year, seed=seed)
        own, reasons = linked.joint, linked.reasons
    mine = {outlook.indicator: outlook.full_year for outlook in own or ()}
    group = GroupDraws(place.region, year, regions, reasons=dict(reasons))
    scores: dict[str, Array] = {}
    for code in codes:
        if code in open_codes and code not in mine:
            entry = indicators.indicator(code)
            group.reasons.setdefault(code, (f"{entry.zh}不能测算", f"{entry.en} cannot be forecast"))
            continue
        growth = _drawn(place, view, code, group, published[code], mine.get(code), seed)
        growth, scores[code] = _paired(view, group, code, growth, scores)
        group.growth[code], group.facts[code] = growth, tuple(published[code])
    return group


def _drawn(
    place: Place,
    view: View,
    code: str,
    group: GroupDraws,
    published: dict[str, float],
    mine: Array | None,
    seed: int,
) -> Array:
    """Return the years of one indicator, in the order of the place's own draws; NaN for a region without data."""
    growth = np.full((len(group.regions), DRAWS if mine is None else mine.size), np.nan)
    drawable, together = _drawable(view, code, group.regions), None
    if drawable - {group.region}:
        size, only = growth.shape[1], frozenset(drawable)
        joint = calibrated.fit_predict_all(place, view, code, group.year, seed=seed, draws=size, only=only)
        together = joint.correlation
        for outlook in joint:
            if outlook.region in drawable:
                growth[group.regions.index(outlook.region)] = outlook.full_year
    for region, value in published.items():
        growth[group.regions.index(region)] = value
    if mine is not None:
        growth = growth[:, _order_of(growth[group.own], mine)]
        growth[group.own] = mine
    if together is not None:
        _move_together(growth, group.own, *together, np.random.default_rng([seed, 3]))
    return growth


def _published(view: View, regions: Sequence[str], code: str, year: int) -> dict[str, float]:
    """Return the full years that are out."""
    last = indicators.indicator(code).calendar.periods(year)[-1]
    growth = {region: view.ytd_growth(region, code).get(last) for region in regions}
    return {region: value for region, value in growth.items() if value is not None}


def _drawable(view: View, code: str, regions: Sequence[str]) -> set[str]:
    """Return the regions with figures enough for a forecast.

    A region needs what the place itself needs: more figures than a year has, or growth is not told from its noise. What
    comes out once a year has a model that says itself how many years it needs.
    """
    entry = indicators.indicator(code)
    least = 1 if entry.yearly else entry.calendar.size + 1
    return {region for region in regions if len(view.ytd_growth(region, code)) >= least}


def _order_of(drawn: Array, paired: Array) -> npt.NDArray[np.intp]:
    """Return in which order draws give the same draws as they were paired with other indicators."""
    order = np.empty(drawn.size, dtype=np.intp)
    order[np.argsort(paired, kind="stable")] = np.argsort(drawn, kind="stable")
    return order


def _move_together(growth: Array, own: int, drawn: float, expected: float, rng: np.random.Generator) -> None:
    """Reorder the peers' draws in place so that shocks are as common as they are expected to be.

    Draws of the panel have the correlation of ordinary times. After a shock that moved most regions alike, what is
    expected beyond the ordinary is as common as that shock was: it widens each region's year, and parts them less.
    What the place does not explain of two peers is correlated by r/(1 + r), so that any two regions are by r.
    """
    before, after = drawn / (1.0 + drawn), expected / (1.0 + expected)
    added = (after - before) / (1.0 - before)
    if added <= 0.0:
        return
    common = np.sqrt(added) * rng.standard_normal(growth.shape[1])
    mine = _scores(growth[own])
    for at, row in enumerate(growth):
        if at != own and _varies(row):
            _, rest = _apart(row, mine)
            shared = expected if mine.any() else 0.0
            score = shared * mine + np.sqrt(1.0 - shared**2) * (common + np.sqrt(1.0 - added) * rest)
            growth[at] = _in_order_of(row, score)


def _varies(row: Array) -> bool:
    """Whether a region is drawn: not without data, and not published."""
    return bool(np.ptp(row) > 0.0)  # of a row without data it is NaN


def _apart(row: Array, mine: Array) -> tuple[float, Array]:
    """Return a peer's correlation with the place, and normal scores of what the place does not explain of it."""
    score = _scores(row)
    shared = float(np.mean(mine * score))
    return shared, (score - shared * mine) / np.sqrt(1.0 - shared**2)


def _in_order_of(row: Array, score: Array) -> Array:
    ordered = np.empty(row.size)
    ordered[np.argsort(score, kind="stable")] = np.sort(row)
    return ordered


def _paired(view: View, group: GroupDraws, code: str, growth: Array, earlier: dict[str, Array]) -> tuple[Array, Array]:
    """Pair what each peer has of its own in one indicator with what it has of its own in those before it.

    Returns
    -------
    tuple of (growth, scores)
        The draws in their order, and the normal scores of what each region has of its own, which the place does not
        explain: zero for the place, for facts and for regions without data.
    """
    growth, left = growth.copy(), np.zeros(growth.shape)
    mine = _scores(growth[group.own])
    for at, region in enumerate(group.regions):
        if region == group.region or not _varies(growth[at]):
            continue
        shared, rest = _apart(growth[at], mine)
        before = {name: each[at] for name, each in earlier.items() if each[at].any()}
        if before:
            scores = np.array(list(before.values()))
            within = np.corrcoef(scores).reshape(len(before), len(before))
            wanted = np.array([correlation(view, region, code, name) for name in before])
            explained = explained_by(within, wanted) @ scores
            rest = explained + np.sqrt(max(1.0 - float(explained.var()), 0.0)) * rest
            growth[at] = _in_order_of(growth[at], shared * mine + np.sqrt(1.0 - shared**2) * rest)
        left[at] = rest
    return growth, left


def _scores(values: Array) -> Array:
    """Return normal scores of draws, which hardly ever tie; zero where nothing is drawn."""
    scores = np.zeros(values.size)
    if _varies(values):
        scores[np.argsort(values, kind="stable")] = _normal_quantiles(values.size)
    return scores


@lru_cache(maxsize=4)
def _normal_quantiles(size: int) -> Array:
    return np.asarray(ndtri((np.arange(size) + 0.5) / size), dtype=np.float64)
