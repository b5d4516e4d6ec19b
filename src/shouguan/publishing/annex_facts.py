"""The facts of a report as its annex needs them: by key, as printed numbers, with names in the annex's language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shouguan.core import indicators
from shouguan.core.indicators import CATALOGUE, Indicator
from shouguan.core.periods import Lang, Period, rest_label, ytd_label
from shouguan.core.rounding import half_up
from shouguan.core.workbook import Figure, Head, Table
from shouguan.facts.table import Fact, Kind
from shouguan.report.language import units

Cell = str | Figure | None
PERCENT, POINTS, PLACE, NONE = ("%", "%"), ("百分点", "points"), ("位", "place"), ("", "")
"""Units of columns, in Chinese and English."""
KINDS: dict[Kind, tuple[str, str]] = {
    "official": ("已发布", "published"),
    "target": ("目标", "target"),
    "forecast": ("测算", "forecast"),
    "computed": ("推算", "computed"),
    "assumption": ("假设", "assumption"),
}
GOALS = {
    "original": ("原目标", "original"),
    "stretch": ("奋斗目标", "stretch"),
    "floor": ("确保", "floor"),
    "reach": ("力争", "reach"),
}
_PRICES = {
    "real": ("不变价", "constant prices"),
    "comparable": ("可比口径", "comparable base"),
    "nominal": ("现价", "current prices"),
    "none": ("—", "—"),
}
_MEDIAN = re.compile(r"(?P<code>\w+)\.full_year\.(?P<year>\d{4})\.median")
_LEAST_BAND = 0.1


@dataclass(frozen=True)
class Facts:
    """The facts of a report in the language of its annex.

    Attributes
    ----------
    by_key : dict of str to Fact
    lang : {'zh', 'en'}
    series : mapping
        The series behind its charts.
    """

    by_key: Mapping[str, Fact]
    lang: Lang
    series: Mapping[str, Any]

    def say(self, zh: str, en: str) -> str:
        """Return one of two texts by the language."""
        return zh if self.lang == "zh" else en

    def get(self, key: str) -> Fact | None:
        """Return a fact, or None."""
        return self.by_key.get(key)

    def number(self, key: str) -> Figure | None:
        """Return a figure as it is printed, or None where the report does not have it."""
        fact = self.get(key)
        return None if fact is None else figure(fact)

    def band(self, key: str) -> Figure | None:
        """Return half the interval of a backed-out figure."""
        fact = self.get(key)
        if fact is None or fact.lower is None or fact.upper is None:
            return None
        half = half_up(round((fact.upper - fact.lower) / 2, 9), 1)  # as `report.words.approx` prints it
        return Figure(max(half, _LEAST_BAND), 1)

    def source(self, *keys: str) -> list[Cell]:
        """Return the source and the day of the first of these figures that the report has."""
        fact = next((fact for key in keys if (fact := self.get(key)) is not None), None)
        return [None, None] if fact is None else [fact.source, fact.released_on]

    def name(self, code: str) -> str:
        """Name an indicator as the report's own facts do, else as the catalogue does."""
        if code not in CATALOGUE:
            return code
        entry = CATALOGUE[code]
        if code == "gdp" and any("国内生产总值" in fact.label_zh for fact in self.by_key.values()):
            return self.say("国内生产总值", entry.en)
        return self.say(entry.zh, entry.en)

    def forecast(self) -> list[tuple[str, str]]:
        """Return the indicators that the report forecasts and the year, in the order of its first page."""
        found = [(m["code"], m["year"]) for key in self.by_key if (m := _MEDIAN.fullmatch(key))]
        order = {code: at for at, code in enumerate(indicators.FORECAST)}
        return sorted(found, key=lambda each: (order.get(each[0], len(order)), each))

    def origin(self, code: str) -> Period | None:
        """Return the last period published of an indicator that is forecast."""
        stem = f"{code}.weight."
        return next((Period.parse(key.removeprefix(stem)) for key in self.by_key if key.startswith(stem)), None)

    def rest(self, code: str, year: str) -> str | None:
        """Name what is left of the year."""
        origin = self.origin(code)
        if origin is None:
            return None
        calendar = indicators.indicator(code).calendar
        known = 0 if origin.year < int(year) else calendar.position(origin) + 1
        return str(rest_label(calendar, known, self.lang)) if known < calendar.size else None

    def goals(self, code: str, year: str) -> list[tuple[str, Fact]]:
        """Return an indicator's targets by their kinds, as the report orders them."""
        stem = f"{code}.target.{year}."
        return [(kind, fact) for kind in GOALS if (fact := self.get(stem + kind)) is not None]

    def stretch(self, period: Period) -> str:
        """Name a stretch of a year with its year."""
        label = ytd_label(period, self.lang)
        return self.say(f"{period.year}年{label}", f"{label} {period.year}")

    def unit(self, unit: str) -> str:
        """Name a unit."""
        return units.alone(unit, self.lang)

    def price(self, entry: Indicator) -> str:
        """Name what an indicator's growth is measured on."""
        return self.say(*_PRICES[entry.growth_price])

    def frequency(self, entry: Indicator) -> str:
        """Say how often an indicator is published."""
        if entry.calendar.merges_january:
            return self.say("月度（1—2月合并）", "monthly (January with February)")
        named = {"A": ("年度", "yearly"), "Q": ("季度", "quarterly"), "M": ("月度", "monthly")}
        return self.say(*named[entry.calendar.frequency])

    def heads(self, *columns: tuple[str, str, tuple[str, str]]) -> list[Head]:
        """Return headings with their units."""
        return [Head(self.say(zh, en), self.say(*unit)) for zh, en, unit in columns]

    @property
    def source_heads(self) -> list[Head]:
        """The two last columns of a sheet with published figures."""
        return self.heads(("来源", "Source", NONE), ("发布日", "Released", NONE))


def figure(fact: Fact) -> Figure:
    """Return a fact as the number that is printed."""
    chance = fact.kind == "forecast" and fact.unit == "%" and fact.decimals == 0
    return Figure(fact.rounded, fact.decimals, chance)


def table(
    facts: Facts, name: tuple[str, str], title: tuple[str, str], heads: Sequence[Head], rows: list[list[Cell]]
) -> Table | None:
    """Return a sheet without the columns that no row has; None without a row."""
    if not rows:
        return None
    kept = [at for at in range(len(heads)) if any(row[at] not in {None, ""} for row in rows)]
    cells = [[row[at] or None if isinstance(row[at], str) else row[at] for at in kept] for row in rows]
    return Table(facts.say(*name), facts.say(*title), [heads[at] for at in kept], cells)
