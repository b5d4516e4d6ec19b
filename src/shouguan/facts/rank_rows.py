"""What a page reads of the assessment: which figures of ranks and scores belong together."""

from __future__ import annotations

from dataclasses import dataclass

from shouguan.facts.table import Fact


@dataclass(frozen=True)
class RankRow:
    """How the place's year may rank by an indicator.

    Attributes
    ----------
    code : str
    median, best, worst : Fact
        The middle rank, and the ends of the range that holds 80 % of the draws.
    peers : Fact
        How many regions are ranked.
    up : Fact, optional
        The chance of a better rank than the published one.
    step, worth : Fact, optional
        What a place gained takes: points of the year, and 亿元 of GDP.
    without : (str, str), optional
        Who is not ranked for want of data, in Chinese and English.
    """

    code: str
    median: Fact
    best: Fact
    worst: Fact
    peers: Fact
    up: Fact | None
    step: Fact | None
    worth: Fact | None
    without: tuple[str, str] | None


@dataclass(frozen=True)
class RankRung:
    """A rank that the year may have: its number, its chance, and the year's growth that takes it or a better one."""

    rank: Fact
    chance: Fact
    takes: Fact | None


@dataclass(frozen=True)
class ScoreRow:
    """The expected score in all with its 80 % interval.

    Attributes
    ----------
    expected, lower, upper : Fact
    share : Fact, optional
        The share of the weights that is scored, where that is not all.
    gained : dict of str to Fact
        By indicator, what one place higher adds to it.
    """

    expected: Fact
    lower: Fact
    upper: Fact
    share: Fact | None
    gained: dict[str, Fact]
