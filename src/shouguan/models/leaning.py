r"""Leaning: the forecast drawn towards published YTD growth where the two lie close, and towards the peers.

Two corrections of the full year's median, in points of the year, with r_i the growth that the model expects of the
rest of the year, G_i published YTD growth, W_i its share and m̃ the median over the group:

    to YTD:    (1 − W_i)·κ·m̃(G − r),   κ = exp(−½·(m̃(G − r)/(NEAR·m̃(σ)))²)
    to peers:  (1 − W_i)·(m̃(r) − r_i)

The first is the common part alone and shared by all: what carrying YTD growth would change, where it lies within the
noise of a quarter. A year that turns leaves κ at nothing. The second draws a region's rest of the year towards the
others', whose noise it does not share. How far to go is one coefficient each, learned from the errors of earlier years
with priors that were fixed before their effect was scored: half-way to YTD growth, as two forecasts that are
equally good are averaged, and a seventh of the way to the peers. The nation is a group of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from shouguan.core.ytd import Array
from shouguan.data.place import NATION

NEAR = 1.5
"""How many sizes of a quarter's noise YTD growth and the rest of the year may lie apart to count as close."""
TO_YTD, TO_PEERS = (0.5, 0.25), (0.15, 0.15)
"""Mean and standard deviation of what is thought of each coefficient beforehand."""
LEANING = ("gdp",)
"""Indicators whose forecasts lean. Investment does not: it is on record for the nation alone."""
_FEWEST_PEERS = 5
_REGIONS_WORTH = 4.0
"""So many regions of one year count as one: they err together."""


class Lean(NamedTuple):
    """How far the full year would move with a coefficient of one, points."""

    to_ytd: float
    to_peers: float


class Coefficients(NamedTuple):
    """How far to go of the way to YTD growth and to the peers."""

    to_ytd: float = 0.0
    to_peers: float = 0.0

    def moved(self, lean: Lean) -> float:
        """Return by how much to move the full year, points."""
        return self.to_ytd * lean.to_ytd + self.to_peers * lean.to_peers


@dataclass(frozen=True)
class Ahead:
    """What a model expects of one region's rest of the year, per cent, and the size of a quarter's noise."""

    ytd: float
    rest: float
    weight: float
    sigma: float


def leans(ahead: Mapping[str, Ahead]) -> dict[str, Lean]:
    """Return how each region of a panel would lean; those whose year is out or not begun do not lean to YTD growth."""
    found = {}
    for group in ({NATION} & ahead.keys(), ahead.keys() - {NATION}):
        open_ones = {region: ahead[region] for region in group if ahead[region].weight < 1.0}
        if not open_ones:
            continue
        begun = [each for each in open_ones.values() if each.weight > 0.0]
        gap = float(np.median([each.ytd - each.rest for each in begun])) if begun else 0.0
        sigma = float(np.median([each.sigma for each in open_ones.values()]))
        near = gap * float(np.exp(-0.5 * (gap / (NEAR * sigma)) ** 2))
        middle = float(np.median([each.rest for each in open_ones.values()]))
        for region, each in open_ones.items():
            left = 1.0 - each.weight
            to_peers = left * (middle - each.rest) if len(open_ones) >= _FEWEST_PEERS else 0.0
            found[region] = Lean(left * near if each.weight > 0.0 else 0.0, to_peers)
    return found


@dataclass(frozen=True)
class Missed:
    """One past forecast before it leaned: how it would have, what it missed (truth less median), and its scale."""

    region: str
    year: int
    known: int
    lean: Lean
    error: float
    scale: float


def learn(past: Sequence[Missed]) -> Coefficients:
    """Learn the coefficients from past forecasts of all origins; the caller sees to it that years are earlier."""
    groups: dict[tuple[int, int, bool], list[Missed]] = {}
    for each in past:
        groups.setdefault((each.year, each.known, each.region == NATION), []).append(each)
    ytd, peers = _Evidence(*TO_YTD), _Evidence(*TO_PEERS)
    for group in groups.values():
        error, scale = np.array([each.error for each in group]), np.array([each.scale for each in group])
        lean = np.array([each.lean for each in group])
        common = float(np.median(error))
        ytd.add(np.median(lean[:, :1], axis=0) / np.median(scale), np.array([common]) / np.median(scale), 1.0)
        peers.add(lean[:, 1] / scale, (error - common) / scale, _REGIONS_WORTH)
    return Coefficients(ytd.slope, peers.slope)


class _Evidence:
    """A regression through the origin, in standard errors, with a normal prior on its slope."""

    def __init__(self, mean: float, doubt: float) -> None:
        self._cross, self._own = mean / doubt**2, 1.0 / doubt**2

    def add(self, lean: Array, error: Array, worth: float) -> None:
        self._cross += float(lean @ error) / worth
        self._own += float(lean @ lean) / worth

    @property
    def slope(self) -> float:
        return self._cross / self._own
