"""口径: what each indicator is, as those who publish it say: who, of what, at which prices, how comparable, how final.

The texts stand in `definitions.yaml` and are ours; what they say follows the sources named with each. Thresholds
are figures of their own, for they differ from year to year and a page prints no number that it cannot trace.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from shouguan.core.files import read_packaged

Words = tuple[str, str]
"""The same in Chinese and English."""


@dataclass(frozen=True)
class Threshold:
    """A figure of a definition, in 万元 unless said otherwise."""

    value: float
    zh: str
    en: str
    unit: str = "万元"


@dataclass(frozen=True)
class Definition:
    """What a card says of an indicator, or of several that share one definition.

    Attributes
    ----------
    codes : tuple of str
    publisher, scope, prices, period, comparable, stages : (str, str)
        In Chinese and English; `{name}` stands for the threshold of that name.
    source : (str, str)
        Where this can be read.
    thresholds : dict of str to Threshold
    title : (str, str), optional
        Where the card is not named after its one indicator.
    """

    codes: tuple[str, ...]
    publisher: Words
    scope: Words
    prices: Words
    period: Words
    comparable: Words
    stages: Words
    source: Words
    thresholds: dict[str, Threshold] = field(default_factory=dict)
    title: Words | None = None


@cache
def definitions() -> tuple[Definition, ...]:
    """Return the cards of `definitions.yaml`, in the order in which a page shows them."""
    return tuple(_read(listed) for listed in read_packaged(__file__))


def _read(listed: dict[str, Any]) -> Definition:
    thresholds = {name: Threshold(**about) for name, about in listed.pop("thresholds", {}).items()}
    words = {name: (text["zh"], text["en"]) for name, text in listed.items() if name != "codes"}
    return Definition(codes=tuple(listed["codes"]), thresholds=thresholds, **words)
