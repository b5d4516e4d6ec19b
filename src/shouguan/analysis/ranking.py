"""Ranks among peers (位次), published and expected, with ties as the field counts them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shouguan.components.peers import GroupDraws
from shouguan.core import indicators
from shouguan.core.periods import Period
from shouguan.core.ytd import Array
from shouguan.data import assessment_settings
from shouguan.data.assessment_settings import AssessmentSettings, called
from shouguan.data.observations import View
from shouguan.data.place import Place, Where

_Positions = npt.NDArray[np.intp]


def competition_rank(values: dict[str, float], sign: int = 1) -> dict[str, int]:
    """Rank from the highest value: equal values share a place and the next ones skip (1, 2, 2, 4).

    With the sign −1 the lowest value is the first.

    Examples
    --------
    >>> competition_rank({"a": 2.0, "b": 3.1, "c": 2.0, "d": 0.5})
    {'a': 2, 'b': 1, 'c': 2, 'd': 4}
    """
    return {key: 1 + sum(sign * other > sign * value for other in values.values()) for key, value in values.items()}


def ranks(published: Array, sign: int = 1) -> Array:
    """Rank regions in every draw, shape (regions, draws); growth as published, the better the higher with sign 1.

    Examples
    --------
    >>> ranks(np.array([[2.0, 1.0], [3.1, 1.0], [2.0, 0.5]])).tolist()
    [[2.0, 1.0], [1.0, 1.0], [2.0, 3.0]]
    """
    better = sign * published
    return np.array([1.0 + (better > own).sum(axis=0) for own in better])


def as_published(growth: Array, code: str) -> Array:
    """Return growth as it would be published, in units of its last decimal; halves go up."""
    return np.floor(growth * 10.0 ** indicators.indicator(code).decimals + 0.5)


def published_rank(place: Place, view: View, indicator: str, period: Period) -> tuple[int, bool] | None:
    """Return the place's rank in its group by published YTD growth, and whether it is shared (并列).

    None where the place has no group, or one of it has not published the period yet.
    """
    group = assessment_settings.read(place).group(place)
    growth = {code: view.ytd_growth(code, indicator).get(period) for code in group}
    known = {code: value for code, value in growth.items() if value is not None}
    if not group or len(known) < len(group):
        return None
    placed = competition_rank(known, indicators.indicator(indicator).sign)
    own = placed[place.region]
    return own, list(placed.values()).count(own) > 1


@dataclass(frozen=True)
class RankDraws:
    """How the year of one region may rank.

    Attributes
    ----------
    chances : ndarray, shape (peers,)
        The chance of each rank, the first place first; they add up to 1.
    median, lower, upper : int
        The middle rank, and the ends of the range that holds 80 % of the draws (the better one first).
    next_above : float or None
        Full-year growth, as published, of the next region above: the median over the draws in which there is
        one; None where the place is first in more than half of them. Growth equal to it shares its rank.
    step : float or None
        By how many points the region's own year would have to be better to pass it, the median likewise.
    better : {1, -1}
        1 where more growth is better.
    unit : float
        The last decimal of growth as published, points.
    without : tuple of str
        Regions of the group that are not ranked, for want of data.
    """

    chances: Array
    median: int
    lower: int
    upper: int
    next_above: float | None
    step: float | None
    better: int = 1
    unit: float = 0.1
    without: tuple[str, ...] = ()

    @property
    def peers(self) -> int:
        """How many regions are ranked, the place among them."""
        return self.chances.size

    @property
    def to_pass(self) -> float | None:
        """Full-year growth that passes the next region above: one last digit better than its own."""
        return None if self.next_above is None else self.next_above + self.better * self.unit

    def chance_above(self, rank: int) -> float:
        """Return the chance of a better rank than this one."""
        return float(self.chances[: max(rank - 1, 0)].sum())


@dataclass(frozen=True)
class Rung:
    """One place on the ladder: what takes it, and how likely the year is to.

    Attributes
    ----------
    rank : int
    median, lower, upper : float
        Full-year growth, as published, that takes this rank or a better one: the middle draw, and the ends of the
        range that holds 80 % of them.
    chance : float
        Of this rank or a better one.
    step : float
        By how many points the place's own year would have to be better for it, the middle draw; negative where it is
        better already.
    """

    rank: int
    median: float
    lower: float
    upper: float
    chance: float
    step: float


@dataclass(frozen=True)
class NoRank:
    """Why there is no rank, in Chinese and English."""

    zh: str
    en: str


def rank_draws(
    place: Where, group: GroupDraws | None, code: str, settings: AssessmentSettings, *, own: Array | None = None
) -> RankDraws | NoRank:
    """Rank the place in its group in every draw by full-year growth as it would be published.

    Parameters
    ----------
    place : Where
    group : GroupDraws or None
        None where no group with the place in it is set.
    code : str
        The indicator; whether more of it is better is its own.
    settings : AssessmentSettings
        Whether the place is ranked among the rest where a peer has no data, or not at all.
    own : ndarray, optional
        The place's full years, perhaps under a scenario; the others stay as they are.

    Returns
    -------
    RankDraws or NoRank
        NoRank says why.

    Raises
    ------
    ValueError
        When the numbers of draws differ: then no draw goes with another.
    """
    found = _published_apart(place, group, code, settings, own)
    if isinstance(found, NoRank):
        return found
    assert group is not None
    return _ranked(code, *found, group.lacking(code))


def ladder(
    place: Where, group: GroupDraws | None, code: str, settings: AssessmentSettings, *, own: Array | None = None
) -> tuple[Rung, ...] | NoRank:
    """Return what each rank takes of the place, the first place first; see `rank_draws` for the parameters.

    Growth equal to that of the region in a place shares it, so that is what the place takes.
    """
    found = _published_apart(place, group, code, settings, own)
    if isinstance(found, NoRank):
        return found
    mine, others = found
    entry = indicators.indicator(code)
    sign, scale = entry.sign, 10.0**entry.decimals
    needed = np.sort(sign * others, axis=0)[::-1]
    rungs = []
    for rank in range(1, others.shape[0] + 1):
        least = needed[rank - 1]
        lower, median, upper = (sign * float(each) / scale for each in np.quantile(least, (0.1, 0.5, 0.9)))
        chance = float(np.mean(sign * mine >= least))
        step = float(np.median(least - sign * mine)) / scale
        rungs.append(Rung(rank, median, min(lower, upper), max(lower, upper), chance, step))
    return tuple(rungs)


def ranked_regions(
    place: Where, group: GroupDraws | None, code: str, settings: AssessmentSettings
) -> npt.NDArray[np.intp] | NoRank:
    """Return the positions of the regions that are ranked by an indicator, or why none is."""
    if group is None:
        return NoRank("没有设定含本地的考核同组地区", "no group of peers with the place in it is set")
    if code not in group.growth:
        entry = indicators.indicator(code)
        return NoRank(*group.reasons.get(code, (f"没有{entry.zh}的测算", f"no forecast of {entry.en}")))
    lacking = group.lacking(code)
    left = len(group.regions) - len(lacking)
    if lacking and (settings.without_data == "refuse" or left < 2 or group.region in lacking):
        zh, en = called(place, settings, lacking)
        return NoRank(f"同组地区没有可用的数据：{zh}", f"no forecast of these peers: {en}")
    return np.flatnonzero([region not in lacking for region in group.regions])


def _published_apart(
    place: Where, group: GroupDraws | None, code: str, settings: AssessmentSettings, own: Array | None
) -> tuple[Array, Array] | NoRank:
    """Return the years of the place and of all others that are ranked, as published, in units of the last decimal."""
    fit = ranked_regions(place, group, code, settings)
    if isinstance(fit, NoRank):
        return fit
    assert group is not None
    growth = group.growth[code][fit]
    at = int(np.flatnonzero(fit == group.own)[0])
    if own is not None and own.size != growth.shape[1]:
        raise ValueError("the peers have another number of draws, so no draw of theirs goes with one of the place")
    published = as_published(growth, code)
    return published[at] if own is None else as_published(own, code), np.delete(published, at, axis=0)


def _ranked(code: str, own: Array, others: Array, without: tuple[str, ...]) -> RankDraws:
    """Rank `own`, shape (draws,), among `others`, shape (peers less one, draws), in units of the last decimal."""
    entry = indicators.indicator(code)
    sign, scale = entry.sign, 10.0**entry.decimals
    own, others = sign * own, sign * others
    above = others > own
    rank = 1 + above.sum(axis=0)
    lower, median, upper = (int(np.quantile(rank, level, method="inverted_cdf")) for level in (0.1, 0.5, 0.9))
    chances = np.bincount(rank, minlength=others.shape[0] + 2)[1:] / rank.size
    behind = rank > 1
    if np.mean(behind) < 0.5:
        return RankDraws(chances, median, lower, upper, None, None, sign, 1.0 / scale, without)
    nearest = np.where(above, others, np.inf).min(axis=0)[behind]
    step = float(np.median(nearest + 1.0 - own[behind])) / scale
    return RankDraws(
        chances, median, lower, upper, sign * float(np.median(nearest)) / scale, step, sign, 1.0 / scale, without
    )
