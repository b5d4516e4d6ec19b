"""How a figure of a place's lists becomes a fact: under the block `lists`, with the formula of how it came about."""

from __future__ import annotations

import math

from shouguan.core.periods import Period
from shouguan.facts.briefing import Briefing
from shouguan.facts.table import Fact, Name, name_of

BLOCK = "lists"
"""Under which figures of lists are listed."""
COUNTED, SUMMED = "清单计数", "清单各行之和"
PER_YI = 1e4
"""万元 in one 亿元."""


class Figures:
    """Facts of one list's month.

    Parameters
    ----------
    page : Briefing
    of : str
        What the figures are of: projects, firms, funds …
    period : Period
    """

    def __init__(self, page: Briefing, of: str, period: Period) -> None:
        self._page, self._of, self.period = page, of, period

    def add(self, name: Name | str, value: float, zh: str, en: str, formula: str, **rest: object) -> Fact:
        """Add a figure of the list; keyword arguments fill or override the rest."""
        named = name if isinstance(name, Name) else name_of(self._of, self.period, statistic=name)
        base: dict[str, object] = {
            "key": f"{BLOCK}.{named}",
            **named.columns(BLOCK),
            "kind": "computed",
            "region": self._page.place.region,
            "indicator": "",
            "period": str(self.period),
            "value": float(value),
            "unit": "",
            "decimals": 0,
            "label_zh": zh,
            "label_en": en,
            "formula": formula,
        }
        return self._page.facts.add(Fact(**(base | rest)))  # type: ignore[arg-type]

    def named(self, *of: object) -> Name:
        """Name what is a part of the month."""
        return name_of(self._of, self.period, *of)

    def count(self, name: Name | str, value: float, zh: str, en: str, **rest: object) -> Fact:
        """Add how many there are."""
        return self.add(name, value, zh, en, COUNTED, **rest)

    def amount(self, name: Name | str, wan_yuan: float, zh: str, en: str) -> Fact:
        """Add a sum of 万元 as 亿元."""
        return self.add(name, wan_yuan / PER_YI, zh, en, SUMMED, unit="亿元", decimals=2)

    def share(self, name: Name | str, part: Fact, whole: Fact, zh: str, en: str) -> Fact | None:
        """Add part of whole in per cent; None of nothing."""
        if whole.value <= 0:
            return None
        formula = f"{part.key} ÷ {whole.key}"
        value, inputs = 100 * part.value / whole.value, (part.key, whole.key)
        return self.add(name, value, zh, en, formula, unit="%", decimals=1, inputs=inputs)

    def even(self, month: int) -> Fact:
        """Add the share of the year that is over at the end of a month (序时进度)."""
        of_month = Period(self.period.year, "M", month)
        name, labels = name_of("even", of_month), ("序时进度", "even pace")
        return self.add(name, 100 * month / 12, *labels, "月份 ÷ 12", unit="%", decimals=1, period=str(of_month))


def missing(value: object) -> bool:
    """Say whether a frame has nothing there."""
    return value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in {"NaT", "<NA>"}
