"""Facts: the figures of one report in one table. Sentences, tables and charts show nothing else.

A number is rounded in one place (`half_up`), once, and every part of the page prints that `display`;
so text, table and chart cannot disagree.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Annotated, Any, Literal, cast

from markupsafe import Markup, escape

from shouguan.core.periods import Lang
from shouguan.core.rounding import display, half_up

SCHEMA = 2
"""2 has the columns that keys are made from; facts of schema 1 get them as they are read (`Fact.read`)."""
_SHOWN = re.compile(r'data-fact="([^"]+)"')
FACTS_MIME = "application/vnd.shouguan.facts+json"
"""How a notebook hands its facts to the renderer: as an output that no page shows."""
LAB_MIME = "application/vnd.shouguan.lab+json"
"""Marks what is for JupyterLab alone: the page of a report leaves it out."""
Kind = Literal["official", "forecast", "target", "assumption", "computed"]
POINT_DECIMALS = 1
"""Series are growth rates, which are published and printed with one decimal."""


_STATISTIC_LAST = frozenset("full_year fan accounts plan scenario conversion news past reliability record".split())
"""Measures whose keys end in a statistic; of schema 1 that, and no column, says so."""
_BESIDE = frozenset("peers change worth rate less_year next_ahead years reached weight expected low high".split())
"""Statistics of other measures."""
_BEFORE = {"previous": 1, "signing": 2}
"""Parts between the block and the measure, in keys of figures of other reports: the indicator, the issue."""


@dataclass(frozen=True)
class Name:
    """What a figure says, under an indicator: the columns that its key is made from.

    Attributes
    ----------
    measure : str
        `full_year`, `ytd`, `target`, `chance`, `plan`…
    of : tuple of str
        What it is measured of, the widest first: the year or period, a scenario, a step, a part, a target's kind.
    statistic : str
        `median`, `lower80`, `expected`, `change`…; empty where the measure is the figure itself.
    """

    measure: str
    of: tuple[str, ...] = ()
    statistic: str = ""

    def __str__(self) -> str:
        return ".".join(part for part in (self.measure, *self.of, self.statistic) if part)

    def to(self, *of: object) -> Name:
        """Name what is a part of this."""
        return Name(self.measure, (*self.of, *map(str, of)))

    def at(self, statistic: str) -> Name:
        """Name a statistic of this."""
        return Name(self.measure, self.of, statistic)

    def columns(self, block: str) -> dict[str, Any]:
        """Return the columns of a fact of this name, listed under an indicator's code."""
        return {"block": block, "measure": self.measure, "of": self.of, "statistic": self.statistic}


def name_of(measure: str, *of: object, statistic: str = "") -> Name:
    """Name a figure.

    Examples
    --------
    >>> str(name_of("full_year", 2020, statistic="median"))
    'full_year.2020.median'
    """
    return Name(measure, tuple(map(str, of)), statistic)


@dataclass(frozen=True)
class Fact:
    """One figure of a report.

    Attributes
    ----------
    key : str
        Dotted name, unique in the report, for example `gdp.full_year.2020.median`. It is made from the columns
        below and only ever compared: whoever wants to know what a figure is of reads the columns.
    kind : {'official', 'forecast', 'target', 'assumption', 'computed'}
    value : float
        Unrounded.
    unit : str
        `%`, `pp` (percentage points), `place` (a rank), `亿元`, or empty.
    lower, upper, level : float, optional
        An interval and what it holds; for a computed figure the band of its inputs' rounding.
    formula : str
        How a computed figure came about; `inputs` are the keys it used.
    source, released_on : str
        Where an official figure is from, and since when it is known.
    block : str
        Under what it is listed: the code of an indicator (a total for its parts), `data`, or `previous`.
    measure, of, statistic : str, tuple of str, str
        What it says there, as `Name` has it.
    vintage : {'', 'pseudo'}
        Pseudo: of a published figure only a later version is known, as of today, set back to its release day.
    """

    key: str
    kind: Kind
    region: str
    indicator: str
    period: str
    value: float
    unit: str
    decimals: int
    label_zh: str
    label_en: str
    lower: float | None = None
    upper: float | None = None
    level: float | None = None
    formula: str = ""
    inputs: tuple[str, ...] = ()
    source: str = ""
    released_on: str = ""
    block: str = ""
    measure: str = ""
    of: tuple[str, ...] = ()
    statistic: str = ""
    vintage: str = ""

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Fact:
        """Read a fact from a report's JSON, also of schema 1, where the columns are only in the key.

        Raises
        ------
        LookupError, TypeError
            When the record is not a fact.
        """
        plain = {each.name: record[each.name] for each in fields(cls) if each.name in record}
        plain["inputs"] = tuple(record["inputs"])
        columns = {"of": tuple(record["of"])} if record.get("block") else _columns(record["key"])
        return cls(**plain | columns)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: Any) -> Any:
        """Let what is written beside a table of facts, the context, hold its facts by their keys."""
        from pydantic import PlainSerializer, PlainValidator  # noqa: PLC0415  # only what is written needs it

        return handler.generate_schema(Annotated[Any, PlainSerializer(_by_key), PlainValidator(_of_key)])

    def beside(self, statistic: str) -> str:
        """Return the key of another statistic of what this is one of: `gdp.full_year.2020.lower80`."""
        return f"{self.key.removesuffix(self.statistic).removesuffix('.')}.{statistic}"

    @property
    def rounded(self) -> float:
        """The value as printed."""
        return half_up(self.value, self.decimals)

    @property
    def display(self) -> str:
        """The value as text."""
        return display(self.value, self.decimals)

    def label(self, lang: Lang) -> str:
        """Return the fact's name."""
        return self.label_zh if lang == "zh" else self.label_en

    def __html__(self) -> str:
        return self._span(self.display)

    @property
    def magnitude(self) -> Markup:
        """The value without its sign, for 下降x.x%."""
        return Markup(self._span(display(abs(self.value), self.decimals)))

    def bound(self, bound: int) -> Markup:
        """A bound in place of a value that lies beyond it, for 不足1% and 超过99%."""
        return Markup(self._span(str(bound)))

    def _span(self, text: str) -> str:
        return Markup('<span class="n" data-fact="{}">{}</span>').format(self.key, text)


def shown_in(html: str) -> list[str]:
    """Return the keys of the facts that a piece of a page shows, in order, each once."""
    return list(dict.fromkeys(_SHOWN.findall(html)))


@dataclass
class FactTable:
    """The facts of one report, by key, the series behind its charts, and the words of others that it shows."""

    facts: dict[str, Fact] = field(default_factory=dict)
    series: dict[str, dict[str, Any]] = field(default_factory=dict)
    quotes: list[str] = field(default_factory=list)

    def add(self, fact: Fact) -> Fact:
        """Add a fact; a key stands for one figure only, to the twelve digits that are kept."""
        if not math.isfinite(fact.value):
            raise ValueError(f"the fact {fact.key} is not a number")
        known = self.facts.setdefault(fact.key, fact)
        if known != fact and _trim(asdict(known)) != _trim(asdict(fact)):
            raise ValueError(f"two different facts have the key {fact.key}")
        return known

    def __getitem__(self, key: str) -> Fact:
        return self.facts[key]

    def get(self, key: str) -> Fact | None:
        """Return the fact, or None where the report has no such figure."""
        return self.facts.get(key)

    def quote(self, text: str) -> Markup:
        """Show what a file of the place says, word for word; numbers in it are the file's own and no facts.

        English without a number has nothing to prove and stays as it is.
        """
        if text.isascii() and not any(each.isdigit() for each in text):
            return escape(text)
        if text not in self.quotes:
            self.quotes.append(text)
        return Markup('<span data-quote="{}">{}</span>').format(self.quotes.index(text), text)

    def point(self, name: str, *path: str | int) -> Markup:
        """Show one point of a series, named by where it stands in it: `("gdp.fan", "published", 3)`."""
        value: Any = self.series[name]
        for part in path:
            value = value[part]
        where = "/".join(map(str, (name, *path)))
        return Markup('<span class="n" data-point="{}">{}</span>').format(where, display(value, POINT_DECIMALS))

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts.values())

    def to_json(self, **members: Any) -> str:
        """Return the table as JSON text, in the order of keys, floats cut to twelve digits.

        Other members stand in it as they are given, their own order kept.
        """
        records = [
            {**asdict(fact), "display": fact.display, "inputs": list(fact.inputs)}
            for _, fact in sorted(self.facts.items())
        ]
        content = {"schema": SCHEMA, "facts": _trim(records), "series": _trim(self.series), "quotes": self.quotes}
        ordered = {name: _in_order(each) for name, each in content.items()} | _trim(members)
        return json.dumps(
            {name: ordered[name] for name in sorted(ordered)}, ensure_ascii=False, indent=1, allow_nan=False
        )


def _by_key(fact: Fact, info: Any) -> str | dict[str, Any]:
    return fact.key if info.context.get(fact.key) == fact else asdict(fact)


def _of_key(written: object, info: Any) -> Fact:
    if isinstance(written, Fact):
        return written
    fact = info.context.get(written) if isinstance(written, str) else None
    if fact is not None:
        return cast("Fact", fact)
    if isinstance(written, Mapping):
        return Fact.read(written)
    raise ValueError(f"no fact {written}")


def _columns(key: str) -> dict[str, Any]:
    """Return the columns of a fact of schema 1."""
    block, *parts = key.split(".")
    measure, *of = parts[_BEFORE.get(block, 0) :] or [""]
    statistic = of.pop() if of and (measure in _STATISTIC_LAST or of[-1] in _BESIDE) else ""
    return Name(measure, tuple(of), statistic).columns(block)


def _in_order(value: Any) -> Any:
    """Put members in the order of their names."""
    if isinstance(value, dict):
        return {key: _in_order(value[key]) for key in sorted(value)}
    return [_in_order(each) for each in value] if isinstance(value, list | tuple) else value


def _trim(value: Any) -> Any:
    """Cut floats to what is meaningful, so that a last bit does not make two runs differ."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, dict):
        return {key: _trim(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_trim(each) for each in value]
    return value
