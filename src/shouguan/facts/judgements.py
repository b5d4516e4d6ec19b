"""Rules of the field that settle what may be said of a figure, each in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shouguan.core.rounding import half_up
from shouguan.facts.table import Fact

RATE_FROM = 0.5
"""A total that grows less is no divisor: its own rounding (±0.05) alone would move a 贡献率 by a tenth."""


TILT = 0.5
"""Points by which last year's growth in a stretch must leave last year's growth as a whole to be called high or
low; a band of rounding that is wider, as printed, counts instead."""


FIRM = 60.0
"""Per cent: below this chance nothing is called 确保."""


@dataclass(frozen=True)
class Above:
    """A region above the place: its name, its growth, and the place's growth less it, as printed."""

    name: str
    growth: Fact
    difference: Fact


@dataclass(frozen=True)
class Tilt:
    """Last year's base in a stretch of the year.

    It is high where last year grew faster in that stretch than over the whole year (this year's growth there
    starts from a level that had run ahead), and low where it grew more slowly. The mean of earlier years would
    call every base of a slowing economy low; the year itself is what this year's other stretches rest on.

    Attributes
    ----------
    growth : Fact
        Last year's growth in the stretch, backed out, with its band.
    difference : Fact
        The same less last year's growth as a whole.
    """

    growth: Fact
    difference: Fact

    @property
    def verdict(self) -> Literal["high", "low", "even"]:
        """Whether the base is high, low or neither."""
        lower, upper = self.growth.lower, self.growth.upper
        band = 0.0 if lower is None or upper is None else (upper - lower) / 2
        if abs(self.difference.rounded) < max(TILT, half_up(band, 1)):
            return "even"
        return "high" if self.difference.rounded > 0 else "low"
