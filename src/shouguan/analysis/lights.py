"""Lights: how far something is behind, as a colour that never stands without its word.

Colours mean different things in different reports: red is late here and overheated in 景气预警. So a light is a word
first, by the office's own rule (`pacing.yaml`), and it says what it was judged by.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shouguan.core.periods import Lang
from shouguan.core.rounding import display, half_up
from shouguan.data.pacing_settings import LightRule, LightWords

Colour = Literal["green", "yellow", "red"]
COLOURS: dict[Colour, tuple[str, str]] = {"green": ("绿", "green"), "yellow": ("黄", "yellow"), "red": ("红", "red")}
"""What a colour is called in Chinese and in English."""

POINTS = ("个百分点", " points")
DAYS = ("天", " days")
_USUAL = LightWords()
_USUAL_EN: dict[Colour, str] = {"green": "on pace", "yellow": "behind", "red": "far behind"}


@dataclass(frozen=True)
class Light:
    """A light and what it rests on.

    Attributes
    ----------
    colour : {'green', 'yellow', 'red'}
    behind : float
        How far behind or how late, as judged: to one decimal, negative where ahead.
    rule : LightRule
    unit : (str, str)
        Of `behind`, in Chinese and in English.
    """

    colour: Colour
    behind: float
    rule: LightRule
    unit: tuple[str, str] = POINTS

    def word(self, lang: Lang = "zh") -> str:
        """Return the word beside the colour; one that the office wrote itself is not translated."""
        own = str(getattr(self.rule.words, self.colour))
        usual = own == getattr(_USUAL, self.colour)
        return _USUAL_EN[self.colour] if usual and lang == "en" else own

    def text(self, lang: Lang = "zh") -> str:
        """Return colour and word together.

        Examples
        --------
        >>> light(LightRule(yellow=10, red=30), 12.34).text(), light(LightRule(yellow=10, red=30), 31).text("en")
        ('黄（滞后）', 'red (far behind)')
        """
        name = COLOURS[self.colour][lang == "en"]
        return f"{name}（{self.word(lang)}）" if lang == "zh" else f"{name} ({self.word(lang)})"

    def reason(self, lang: Lang = "zh") -> str:
        """Say what the light was judged by.

        Examples
        --------
        >>> light(LightRule(yellow=10, red=30), 12.34).reason()
        '落后12.3个百分点，达到10个百分点为黄，超过30个百分点为红'
        """
        size = display(abs(self.behind), 1).removesuffix(".0")
        yellow, red = (f"{limit:g}{self.unit[lang == 'en']}" for limit in (self.rule.yellow, self.rule.red))
        unit = self.unit[lang == "en"]
        if lang == "zh":
            stands = f"落后{size}{unit}" if self.behind > 0 else f"超前{size}{unit}" if self.behind < 0 else "同步"
            return f"{stands}，达到{yellow}为黄，超过{red}为红"
        stands = f"{size}{unit} behind" if self.behind > 0 else f"{size}{unit} ahead" if self.behind < 0 else "level"
        return f"{stands}; yellow from {yellow}, red beyond {red}"


def light(rule: LightRule, behind: float, unit: tuple[str, str] = POINTS) -> Light:
    """Judge how far something is behind by a rule: as printed, to one decimal.

    Examples
    --------
    >>> [light(LightRule(yellow=10, red=30), behind).colour for behind in (-3, 9.94, 9.96, 30.04, 30.06)]
    ['green', 'green', 'yellow', 'yellow', 'red']
    """
    judged = half_up(behind, 1)
    colour: Colour = "red" if judged > rule.red else "yellow" if judged >= rule.yellow else "green"
    return Light(colour, judged, rule, unit)
