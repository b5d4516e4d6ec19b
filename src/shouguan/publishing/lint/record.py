"""The facts of a page as the linter reads them from their JSON, and whether they agree among themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shouguan.core.periods import Period
from shouguan.core.rounding import display, half_up
from shouguan.facts.table import Fact, name_of

_LEVEL = re.compile(r"(?:lower|upper|coverage)([0-9]{2})")
_END = {"lower80": ("0.1", -1), "median": ("0.5", -1), "upper80": ("0.9", -1)}
"""Where the last point of a fan's quantiles is a figure of the year."""


@dataclass(frozen=True)
class Record:
    """What a page may print.

    Attributes
    ----------
    facts : dict of str to Fact
    series : dict of str to dict
    quotes : list of str
    problems : list of (str, str)
        Where the JSON disagrees with itself, in Chinese and English.
    """

    facts: dict[str, Fact]
    series: dict[str, dict[str, Any]]
    quotes: list[str]
    problems: list[tuple[str, str]]

    @cached_property
    def level(self) -> int | None:
        """The level of the page's intervals, per cent, where it has any."""
        levels = [round(100 * fact.level) for fact in self.facts.values() if fact.level is not None]
        return max(set(levels), key=levels.count) if levels else None

    @cached_property
    def levels(self) -> set[int]:
        """Every level that an interval of the page may have: of its facts, and of pairs of quantiles of its series."""
        made = {round(100 * fact.level) for fact in self.facts.values() if fact.level is not None}
        for each in self.series.values():
            for name in each.get("quantiles", {}):
                if float(name) < 0.5:
                    made.add(round(100 * (1 - 2 * float(name))))
        return made

    @cached_property
    def years(self) -> set[str]:
        """The years that facts and series are of."""
        periods = [period for each in self.series.values() for period in each.get("periods", [])]
        return {str(period)[:4] for period in (*periods, *(fact.period for fact in self.facts.values()))}

    def point(self, where: str) -> float | None:
        """Return the point of a series that a path names; None where there is none."""
        value = self._found(where)
        return float(value) if isinstance(value, int | float) else None

    def period_of(self, where: str) -> Period | None:
        """Return the period that a point of a fan is of; None where it is no point of one."""
        name, *path = where.split("/")
        periods = self.series.get(name, {}).get(
            {"published": "periods", "quantiles": "ahead"}.get("".join(path[:1]), "")
        )
        if not periods or not path[-1].isdigit() or int(path[-1]) >= len(periods):
            return None
        return Period.parse(periods[int(path[-1])])

    def _found(self, where: str) -> Any:
        """Return what a path of a series names: keys, and places in a list."""
        name, *path = where.split("/")
        value: Any = self.series.get(name)
        for part in path:
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
                value = value[int(part)]
            else:
                return None
        return value


def level_of(fact: Fact) -> int | None:
    """Return the level, per cent, of the interval that a fact is an end of, or was measured for."""
    match = _LEVEL.fullmatch(fact.statistic)
    return int(match[1]) if match else None


def read(text: str) -> Record:
    """Read the facts that were handed over with a page.

    Parameters
    ----------
    text : str
        As `FactTable.to_json` writes it.
    """
    content = json.loads(text)
    facts, problems = {}, []
    for each in content["facts"]:
        fact = Fact.read(each)
        facts[fact.key] = fact
        if each["display"] != fact.display:
            problems.append(
                (
                    f"{fact.key} 的显示“{each['display']}”应为“{fact.display}”",
                    f"{fact.key} displays '{each['display']}', not '{fact.display}'",
                )
            )
    series, quotes = content["series"], content.get("quotes", [])
    problems += [*_inputs(facts), *_differences(facts), *_intervals(facts), *_twins(facts), *_fans(facts, series)]
    return Record(facts, series, quotes, problems)


def _inputs(facts: dict[str, Fact]) -> Iterator[tuple[str, str]]:
    for fact in facts.values():
        for key in fact.inputs:
            if key not in facts:
                yield f"{fact.key} 由 {key} 得出，但没有它", f"{fact.key} comes from {key}, which there is not"


def _differences(facts: dict[str, Fact]) -> Iterator[tuple[str, str]]:
    """A difference of two facts is that of what is printed, or of what they are."""
    for fact in facts.values():
        if len(fact.inputs) != 2 or not fact.formula.startswith(f"{fact.inputs[0]} − {fact.inputs[1]}"):
            continue
        first, second = (facts.get(key) for key in fact.inputs)
        if first is None or second is None:
            continue
        exact, printed = first.value - second.value, first.rounded - second.rounded
        if fact.display not in {display(exact, fact.decimals), display(printed, fact.decimals)}:
            yield (
                f"{fact.key} 为 {fact.display}，不是 {first.display} 与 {second.display} 之差",
                f"{fact.key} is {fact.display}, not {first.display} less {second.display}",
            )


def _intervals(facts: dict[str, Fact]) -> Iterator[tuple[str, str]]:
    """An interval holds its figure."""
    for fact in facts.values():
        if fact.lower is None or fact.upper is None:
            continue
        slack = 1e-9 * max(1.0, abs(fact.value))
        if not fact.lower - slack <= fact.value <= fact.upper + slack and fact.inputs == ():
            yield f"{fact.key} 不在它的区间之内", f"{fact.key} lies outside its own interval"


def _twins(facts: dict[str, Fact]) -> Iterator[tuple[str, str]]:
    """Two facts that mean the same print the same: those of one label, and those with two names."""
    pairs: list[tuple[Fact, Fact]] = []
    alike: dict[tuple[str, ...], Fact] = {}
    for fact in facts.values():
        if fact.label_zh and fact.indicator and fact.period and fact.kind != "assumption":
            meaning = (fact.region, fact.indicator, fact.period, fact.unit, fact.kind, fact.label_zh, _stem(fact))
            pairs.append((alike.setdefault(meaning, fact), fact))
        twin = facts.get(_other_name(fact))
        if twin is not None:
            pairs.append((twin, fact))
    for first, second in pairs:
        decimals = min(first.decimals, second.decimals)
        if half_up(first.value, decimals) != half_up(second.value, decimals):
            yield (
                f"{first.key}（{first.display}）与 {second.key}（{second.display}）说的是同一个数",
                f"{first.key} ({first.display}) and {second.key} ({second.display}) are the same figure",
            )


def _other_name(fact: Fact) -> str:
    """Return the key of the fact that is the same figure, where a page may have it twice; empty elsewhere."""
    match fact.measure, fact.of, fact.statistic:
        case ("lever", (year, part), "expected") | ("plan", (year, _, part), "expected"):
            return f"{fact.block}.{name_of('accounts', year, part, statistic='rest')}"
        case "fan", (year,), "median" | "lower80" | "upper80":
            return f"{fact.block}.{name_of('full_year', year, statistic=fact.statistic)}"
    return ""


def _stem(fact: Fact) -> str:
    """Return what tells facts of one label apart: of steps, plans and past days what they are of."""
    apart = {"plan", "news", "past", "conversion", "reliability", "scenario"}
    return f"{fact.block}.{name_of(fact.measure, *fact.of)}" if fact.measure in apart else ""


def _fans(facts: dict[str, Fact], series: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """A fan ends at the figures of the year."""
    for code in dict.fromkeys(fact.block for fact in facts.values()):
        name = f"{code}.fan"
        each = series.get(name, {})
        if not each.get("periods"):
            continue
        year = str(each["periods"][-1])[:4]
        for part, (quantile, at) in _END.items():
            fact, drawn = facts.get(f"{code}.full_year.{year}.{part}"), each["quantiles"].get(quantile)
            if fact is None or not drawn:
                continue
            end = display(drawn[at], fact.decimals)
            if end != fact.display:
                yield (
                    f"{name} 的 {quantile} 分位止于 {end}，而 {fact.key} 为 {fact.display}",
                    f"the {quantile} quantile of {name} ends at {end}, and {fact.key} is {fact.display}",
                )
