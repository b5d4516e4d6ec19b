"""Ranks among peers (位次), published and expected, with ties as the field counts them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shouguan.core.errors import DataError
from shouguan.core.periods import Period
from shouguan.core.ytd import Array
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models.outlook import Joint, Outlook

_TENTH = 10.0
"""Growth is published with one decimal, and so it is ranked."""


def competition_rank(values: dict[str, float]) -> dict[str, int]:
    """Rank from the highest value: equal values share a place and the next ones skip (1, 2, 2, 4).

    Examples
    --------
    >>> competition_rank({"a": 2.0, "b": 3.1, "c": 2.0, "d": 0.5})
    {'a': 2, 'b': 1, 'c': 2, 'd': 4}
    """
    return {key: 1 + sum(other > value for other in values.values()) for key, value in values.items()}


def published_rank(place: Place, view: View, indicator: str, period: Period) -> tuple[int, bool] | None:
    """Return the place's rank among its peers by published YTD growth, and whether it is shared (并列).

    None where the place has no peers, or one of them has not published the period yet.
    """
    peers = place.settings.peers
    growth = {code: view.ytd_growth(code, indicator).get(period) for code in peers}
    known = {code: value for code, value in growth.items() if value is not None}
    if len(peers) < 2 or place.region not in peers or len(known) < len(peers):
        return None
    ranks = competition_rank(known)
    own = ranks[place.region]
    return own, list(ranks.values()).count(own) > 1


@dataclass(frozen=True)
class RankDraws:
    """How the year may rank.

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
        By how many points the place's own year would have to be higher to pass it, the median likewise.
    """

    chances: Array
    median: int
    lower: int
    upper: int
    next_above: float | None
    step: float | None

    @property
    def peers(self) -> int:
        """How many regions are ranked, the place among them."""
        return self.chances.size

    @property
    def to_pass(self) -> float | None:
        """Full-year growth that passes the next region above: one last digit more than its own."""
        return None if self.next_above is None else self.next_above + 1.0 / _TENTH


@dataclass(frozen=True)
class NoRank:
    """Why there is no rank, in Chinese and English."""

    zh: str
    en: str


def rank_draws(place: Place, peers: Joint, own: Outlook) -> RankDraws | NoRank:
    """Rank the place among its peers in every draw by full-year growth as it would be published.

    Parameters
    ----------
    place : Place
    peers : Joint
        Outlooks of the regions, whose draws go together with those of `own`.
    own : Outlook
        The place's, perhaps under a scenario; the peers stay as they are.

    Returns
    -------
    RankDraws or NoRank
        NoRank where the place has no peers or one of them has no forecast; it says so.

    Raises
    ------
    ValueError
        When the numbers of draws differ: then no draw goes with another.
    """
    codes = place.settings.peers
    if len(codes) < 2 or place.region not in codes:
        return NoRank("没有设定含本地的考核同组地区", "no group of peers with the place in it is set")
    others, lacking = [], []
    for code in codes:
        if code == place.region:
            continue
        try:
            others.append(peers.of(code, own.indicator).full_year)
        except DataError:
            lacking.append(code)
    if lacking:
        named = [place.regions.get(code) for code in lacking]
        zh = "、".join(code if each is None else each.name for code, each in zip(lacking, named, strict=True))
        en = ", ".join(code if each is None else each.name_en for code, each in zip(lacking, named, strict=True))
        return NoRank(f"同组地区没有可用的数据：{zh}", f"no forecast of these peers: {en}")
    if any(growth.size != own.full_year.size for growth in others):
        raise ValueError("the peers have another number of draws, so no draw of theirs goes with one of the place")
    return _ranked(_published(own.full_year), _published(np.array(others)))


def _published(growth: Array) -> Array:
    """Return growth as it would be published, in tenths of a point; halves go up, as in `Outlook.chance`."""
    return np.floor(growth * _TENTH + 0.5)


def _ranked(own: Array, others: Array) -> RankDraws:
    """Rank `own`, shape (draws,), among `others`, shape (peers less one, draws)."""
    above = others > own
    rank = 1 + above.sum(axis=0)
    lower, median, upper = (int(np.quantile(rank, level, method="inverted_cdf")) for level in (0.1, 0.5, 0.9))
    chances = np.bincount(rank, minlength=others.shape[0] + 2)[1:] / rank.size
    behind = rank > 1
    if np.mean(behind) < 0.5:
        return RankDraws(chances, median, lower, upper, None, None)
    nearest_above = np.where(above, others, np.inf).min(axis=0)[behind]
    step = nearest_above + 1.0 - own[behind]
    return RankDraws(
        chances, median, lower, upper, float(np.median(nearest_above)) / _TENTH, float(np.median(step)) / _TENTH
    )
