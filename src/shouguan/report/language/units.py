"""How a unit is written, after a figure and by itself, and how a figure is written whole: unit, interval, bound."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from shouguan.core.periods import Lang
from shouguan.facts.table import Fact
from shouguan.report.language import words
from shouguan.report.language.phrases import UNITS_EN

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


def whole(fact: Fact, get: Callable[[str], Fact | None], lang: Lang) -> Markup:
    """Write a figure by itself: with its unit; an expected one with its interval, 不足1% where it rounds to nothing.

    Parameters
    ----------
    fact : Fact
    get : callable
        Returns a fact of the same page by its key, or None: the ends of an interval are facts of their own.
    lang : {'zh', 'en'}
    """
    of_draws = fact.kind == "forecast" and fact.unit == "%" and fact.decimals == 0
    if of_draws and fact.rounded < 1:
        return words.say(lang, "不足{b}%", b=fact.bound(1))
    if of_draws and fact.rounded > 99:
        return words.say(lang, "超过{b}%", b=fact.bound(99))
    unit = after(fact, lang)
    low, high = ends(fact, get)
    if low is None or high is None:
        return Markup("{}{}").format(fact, unit)
    return words.with_range(Markup("{}{}").format(fact, unit), low, high, lang)


def ends(fact: Fact, get: Callable[[str], Fact | None]) -> tuple[Fact | None, Fact | None]:
    """Return the ends of an expected figure's interval, where they are facts of their own."""
    if fact.level is None or fact.unit != "%":
        return None, None
    name = f"{100 * fact.level:.0f}"
    return get(fact.beside(f"lower{name}")), get(fact.beside(f"upper{name}"))
