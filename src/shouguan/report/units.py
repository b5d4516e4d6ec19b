"""How a unit is written: after a figure, and by itself in a table."""

from __future__ import annotations

from shouguan.periods import Lang
from shouguan.report.facts import Fact
from shouguan.report.phrases import UNITS_EN

_ALONE = {"%": ("%", "%"), "pp": ("百分点", "points"), "place": ("位", "place"), "": ("", "")}
_AFTER = {"%": ("%", "%"), "pp": ("个百分点", " points"), "place": ("位", ""), "": ("", "")}


def alone(unit: str, lang: Lang) -> str:
    """Name a unit: 百分点, 亿元."""
    zh, en = _ALONE.get(unit, (unit, UNITS_EN.get(unit, unit)))
    return zh if lang == "zh" else en


def after(fact: Fact, lang: Lang) -> str:
    """Return what follows a figure: 个百分点, 亿元."""
    zh, en = _AFTER.get(fact.unit, (fact.unit, f" {UNITS_EN.get(fact.unit, fact.unit)}"))
    return zh if lang == "zh" else en
