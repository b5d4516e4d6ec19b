"""The audit trail: for each figure of a page its value, its kind, and where it is from or how it came about.

One block an indicator, folded, so that the page stays readable and the keyboard walks past it; every row can be
linked to (`#fact-…`), and a browser opens the block when such a link is followed.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from shouguan.components.accounting import PARTS
from shouguan.core.indicators import CATALOGUE
from shouguan.core.periods import Named, names_of
from shouguan.facts.formulas import said
from shouguan.facts.indicator_report import entry_for
from shouguan.facts.table import Fact, FactTable, Kind
from shouguan.report.context import Context
from shouguan.report.language import units

KINDS: dict[Kind, tuple[str, str]] = {
    "official": ("已发布", "Published"),
    "target": ("目标", "Target"),
    "forecast": ("测算", "Forecast"),
    "computed": ("推算", "Computed"),
    "assumption": ("假设", "Assumption"),
}
"""What a figure is, in the order in which it is listed."""
_BLOCKS = {
    "data": ("数据情况", "The state of the data"),
    "lists": ("项目、企业和资金", "Projects, firms and funds"),
    "previous": ("与上期比较", "Against the last briefing"),
}
"""Names of blocks that are about no indicator."""
_OF = {part: total for total, parts in PARTS.items() for part in parts}
_CODE = re.compile(rf"(?<![\w.])({'|'.join(sorted(CATALOGUE, key=len, reverse=True))})(?![\w.])")
_DIGIT = re.compile("[0-9]")
_ROW = re.compile("<tr>.*?</tr>", re.DOTALL)
_HEAD = re.compile('(<th scope="row">)([^<]+(?:<span class="keep">[^<]+</span>)?)(</th>)')
_FIGURE = re.compile(r'<span class="n" data-fact="([^"]+)">([^<]*)</span>')


def ident(key: str) -> str:
    """Return the name of a figure's row, to link to: `fact-gdp-ytd-2020Q3`."""
    return f"fact-{key.replace('.', '-')}"


def block_ident(code: str) -> str:
    """Return the name of an indicator's block: `audit-gdp`."""
    return f"audit-{code}"


def audit(page: Context, shown: Iterable[str] | None = None) -> Markup:
    """Return the trail of the page's figures, one folded block an indicator.

    Parameters
    ----------
    page : Context
    shown : iterable of str, optional
        The keys that the page prints; what they were computed from is listed with them. All by default.

    Raises
    ------
    ValueError
        When two keys give one row name.
    """
    kept = page.facts.facts if shown is None else with_inputs(page.facts, shown)
    facts = sorted((fact for fact in page.facts if fact.key in kept), key=lambda fact: _natural(fact.key))
    if len({ident(fact.key) for fact in facts}) != len(facts):
        raise ValueError("two facts would have the same row in the audit trail")
    blocks: dict[str, list[Fact]] = {code: [] for code in page.all_sheets}
    for fact in facts:
        blocks.setdefault(block_of(fact), []).append(fact)
    return page.fill("audit", blocks=[_block(page, code, each, kept) for code, each in blocks.items() if each])


def _natural(key: str) -> list[str | int]:
    """Let numbers in a key count as numbers: step 2 stands before step 10."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", key)]


def with_inputs(facts: FactTable, keys: Iterable[str]) -> set[str]:
    """Return these keys and those of all figures that they came from, as far as the table has them."""
    reached: set[str] = set()
    waiting = [key for key in keys if key in facts.facts]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += [each for each in facts[key].inputs if each in facts.facts]
    return reached


def linked(html: Markup, facts: FactTable) -> Markup:
    """Make each figure of a piece of the page a link to its row in the trail, and each table's row to its block.

    The links of figures are for pointers: they are left out of the keyboard's order, which would stop at every
    figure. The keyboard stops once a row, at its heading, and reaches the block that holds the same figures.
    """

    def link(match: re.Match[str]) -> str:
        key, text = match[1], match[2]
        if key not in facts.facts:
            return match[0]
        return f'<a class="n" href="#{ident(key)}" tabindex="-1" data-fact="{key}">{text}</a>'

    def head(match: re.Match[str]) -> str:
        keys = [key for key, _ in _FIGURE.findall(match[0]) if key in facts.facts]
        if not keys:
            return match[0]
        block = block_ident(block_of(facts[keys[0]]))
        return _HEAD.sub(rf'\g<1><a class="n" href="#{block}">\g<2></a>\g<3>', match[0], count=1)

    return Markup(_FIGURE.sub(link, _ROW.sub(head, str(html))))


def unexplained(facts: Iterable[Fact]) -> list[str]:
    """Return the keys of figures that lack what the trail must say of them.

    A published figure or a target needs its source and its day; a forecast or computed one its formula.
    """
    needs = {
        "official": lambda fact: fact.source and fact.released_on,
        "target": lambda fact: fact.source and fact.released_on,
        "forecast": lambda fact: fact.formula,
        "computed": lambda fact: fact.formula,
        "assumption": lambda fact: True,
    }
    return [fact.key for fact in facts if not needs[fact.kind](fact)]


def block_of(fact: Fact) -> str:
    """Return the indicator under which a figure is listed: a part's own figures stand with their total."""
    return _OF.get(fact.block, fact.block)


def _block(page: Context, code: str, facts: list[Fact], kept: Container[str]) -> tuple[Any, ...]:
    """Return a block's name on the page, its heading, and its groups: what each is, and its rows."""
    rank = {kind: number for number, kind in enumerate(KINDS)}
    ordered = sorted(facts, key=lambda fact: (rank[fact.kind], _shared(fact)))
    groups = [
        (_what(page, kind, formula), [_row(page, fact, kept) for fact in each])
        for (kind, formula), each in groupby(ordered, key=lambda fact: (fact.kind, _shared(fact)))
    ]
    return block_ident(code), _name(page, code), groups


def _what(page: Context, kind: Kind, formula: str) -> Markup:
    what = page.either(*KINDS[kind])
    return page.say("{w}：{f}", w=what, f=_quoted(page, _named(page, formula))) if formula else what


def _row(page: Context, fact: Fact, kept: Container[str]) -> tuple[object, ...]:
    figure = units.whole(fact, page.facts.get, page.lang)
    return ident(fact.key), _label(page, fact), figure, _origin(page, fact, kept)


def _label(page: Context, fact: Fact) -> Markup:
    label = fact.label(page.lang)
    if not fact.period or fact.period[:4] in label or fact.period[:4] == str(page.year):
        return _quoted(page, label)
    return page.say("{n}（{p}）", n=_quoted(page, label), p=_named_day(fact.period))


def _origin(page: Context, fact: Fact, kept: Container[str]) -> Markup:
    """Say what is a figure's own: its source and day, and the figures used, inside the formula if it names them."""
    parts = []
    if fact.source:
        released = _named_day(fact.released_on)
        day = page.say("{d}发布", d=released) if fact.released_on else None
        source = page.facts.quote(fact.source)
        if fact.vintage == "pseudo":
            source = page.say("{s}（现行数据）", s=source)
        parts.append(source if day is None else page.say("{s}，{d}", s=source, d=day))
    inputs = [key for key in fact.inputs if key in kept and key in page.facts.facts]
    own = fact.formula if not _shared(fact) else ""
    if own:
        parts.append(_formula(page, own, inputs))
    elif inputs:
        parts.append(page.say("、").join(_link(page, key) for key in inputs))
    return page.say("；").join(parts)


def _formula(page: Context, formula: str, inputs: list[str]) -> Markup:
    """Write a formula that names figures by their keys with links in their places."""
    if not inputs:
        return _quoted(page, _named(page, formula))
    longest_first = sorted(inputs, key=len, reverse=True)
    pieces = re.split("(" + "|".join(map(re.escape, longest_first)) + ")", formula)
    return Markup("").join(
        _link(page, piece) if piece in inputs else _quoted(page, _named(page, piece)) for piece in pieces
    )


def _quoted(page: Context, text: str) -> Markup:
    """Write the record's own words; numbers in them are no figures of the page."""
    return page.facts.quote(text) if _DIGIT.search(text) else escape(text)


def _named_day(text: str) -> str:
    """Let a day or a period say on the page what it is."""
    return Named(text, text) if names_of(text, "zh") else text


def _named(page: Context, formula: str) -> str:
    """Write indicators by their names where a formula has their codes."""
    names = {code: entry.zh if page.lang == "zh" else entry.en for code, entry in CATALOGUE.items()}
    return said(_CODE.sub(lambda match: names[match[0]], formula), page.lang)


def _link(page: Context, key: str) -> Markup:
    return Markup('<a href="#{}">{}</a>').format(ident(key), _label(page, page.facts[key]))


def _shared(fact: Fact) -> str:
    """Return the formula where other figures may have the same; empty where it names this figure's inputs."""
    return "" if any(key in fact.formula for key in fact.inputs) else fact.formula


def _name(page: Context, code: str) -> Markup:
    if code in CATALOGUE:
        entry = entry_for(page.place, code)
        return page.either("{z}", "{e}", z=entry.zh, e=entry.en)
    zh, en = _BLOCKS.get(code, (code, code))
    return escape(zh if page.lang == "zh" else en)
