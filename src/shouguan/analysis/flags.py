"""A flag of early warning: what it is about, on which figures, what it would cost if it lasted, what addresses it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from shouguan.core import indicators
from shouguan.core.periods import Lang, Named, Period, day_label, single_label, ytd_label
from shouguan.data.warning_settings import Light
from shouguan.models.outlook import Outlook

NAMES = {
    "chance_falls": ("目标实现可能性下降", "the chance of the target falls"),
    "overtaken": ("位次后移", "overtaken by a peer"),
    "overtaking": ("预计被赶超", "expected to be overtaken"),
    "turning": ("走势转折", "the course is turning"),
    "sign": ("当期增速由正转负", "growth turns negative"),
    "drop": ("累计增速明显回落", "a marked fall in growth"),
    "revised": ("已公布数据修订", "published figures revised"),
    "late_starts": ("大项目逾期未开工", "large projects late to start"),
    "behind_curve": ("项目投资慢于往年进度", "investment behind the curve"),
    "overdue_problems": ("问题逾期未销号", "problems past their deadline"),
    "fund_deadline": ("资金批次临近时限", "a fund batch near its deadline"),
    "leading": ("先行指标转弱", "a leading input weakens"),
}
"""Flags by code, with their names in Chinese and English, in the order in which rates are listed."""
RED, YELLOW = "红", "黄"
LIGHTS = {RED: ("红色·严重", "red: grave"), YELLOW: ("黄色·关注", "yellow: watch")}
"""A light is a colour with a word: colours alone mean different things in different reports."""


@dataclass(frozen=True)
class Figure:
    """One figure of a flag's evidence.

    Attributes
    ----------
    name : str
        Unique within the flag.
    value : float
        Unrounded.
    unit : str
        As a Fact's: `%`, `pp`, `place`, `亿元`, or empty for a count.
    decimals : int
    zh, en : str
        What it is.
    formula : str
        How it came about.
    when : Period or date, optional
        What it is of, or the day that it was known.
    single : bool
        Whether it is of the period alone and not of the year so far.
    after : (str, str)
        What stands after the figure, in Chinese and English: 个, 天, 倍.
    published : str
        The code of the indicator whose published YTD growth it is; empty for any other figure.
    """

    name: str
    value: float
    unit: str
    decimals: int
    zh: str
    en: str
    formula: str
    when: Period | dt.date | None = None
    single: bool = False
    after: tuple[str, str] = ("", "")
    published: str = ""

    def named(self, indicator: str, lang: Lang) -> Named | None:
        """Name its period or day, of a flag about this indicator."""
        if self.when is None:
            return None
        if not isinstance(self.when, Period):
            return day_label(self.when, lang)
        calendar = indicators.indicator(indicator).calendar
        return single_label(self.when, calendar, lang) if self.single else ytd_label(self.when, lang)


@dataclass(frozen=True)
class Flag:
    """A flag that is up.

    Attributes
    ----------
    code : str
        One of `NAMES`.
    indicator : str
        What it is about; what its cost is measured on.
    since : date
        The day since which it is up: of the release, the passed deadline or the revision that raised it.
    figures : tuple of Figure
        The evidence.
    points : float, optional
        What the full year would lose if it lasted, percentage points; None where that cannot be said.
    chance : float, optional
        What the chance of the main target would lose with it, percentage points.
    light : {'红', '黄'}
    projects : tuple of str
        The projects of the office's ledger that it is about.
    """

    code: str
    indicator: str
    since: dt.date
    figures: tuple[Figure, ...]
    points: float | None = None
    chance: float | None = None
    light: str = YELLOW
    projects: tuple[str, ...] = ()

    @property
    def weight(self) -> tuple[bool, float, float]:
        """How grave it is, for an order: the light, the chance at stake, the points."""
        return self.light == RED, self.chance or 0.0, self.points or 0.0


@dataclass(frozen=True)
class Remedy:
    """An action that addresses a flag.

    Attributes
    ----------
    action : str
        One of `action_value`'s kinds, or what the office's own list says.
    project, owner : str
        As the lists have them; empty where they do not.
    deadline : date, optional
    points : float, optional
        What it is worth to the year of the flag's indicator; None for the office's own, which are not valued.
    action_en, owner_en : str
    """

    action: str
    project: str = ""
    owner: str = ""
    deadline: dt.date | None = None
    points: float | None = None
    action_en: str = field(default="", kw_only=True)
    owner_en: str = field(default="", kw_only=True)


def with_cost(flag: Flag, outlook: Outlook | None, target: float | None, points: float, light: Light) -> Flag:
    """Return a flag with what it would cost if it lasted, and with the light that follows from it.

    The chance that is lost is that of the same draws, each lower by the points.
    """
    chance = None
    if outlook is not None and target is not None:
        worse = target + indicators.indicator(outlook.indicator).sign * points
        chance = 100.0 * (outlook.chance(target) - outlook.chance(worse))
    return lit(replace(flag, points=points, chance=chance), light)


def lit(flag: Flag, light: Light) -> Flag:
    """Return a flag with the light that follows from its cost; one that is red already stays so."""
    red = (flag.points or 0.0) >= light.red_points or (flag.chance or 0.0) >= light.red_chance
    return replace(flag, light=RED if red else flag.light)
