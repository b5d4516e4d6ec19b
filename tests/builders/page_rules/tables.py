"""Tables: a column holds one kind of figure, a row is about one thing, and parts add up to their sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from shouguan.core.indicators import CATALOGUE
from shouguan.core.periods import Lang, ytd_label
from shouguan.core.rounding import display, half_up
from shouguan.facts.table import Fact
from shouguan.publishing.lint.page import Mention, Problem
from shouguan.publishing.lint.tree import Node, words
from tests.builders.page_rules.laid import Laid, Table, says_its_unit

_TOTAL = re.compile(r"^(?:合计|总计|总量|全部|Sum|Total)$")
_RESIDUAL = re.compile(r"^(?:残差|Residual|其他投资.含残差.|Other investment.*residual.*)$")
_ROUNDING = re.compile(r"四舍五入|rounding", re.IGNORECASE)
_ADDED = ("pp", "亿元", "万元")
_THINGS = {
    "indicator": re.compile("|".join(sorted(map(re.escape, CATALOGUE), key=len, reverse=True))),
    "step": re.compile(r"m?\d+p\d+"),
    "period": re.compile(r"\d{4}(?:Q[1-4]|-\d{2}(?:-\d{2})?)"),
    "number": re.compile(r"\d+"),
    "scenario": re.compile(""),
}
"""What a row may be about, by how the key of a fact says it; a scenario by the part before it."""
_STEP = re.compile(r"(\w+\.news\..+\.step)\.(\d+)\.(\w+)")
_PARTS = re.compile("[：（，(]|: |, ")
"""Between the names of a row: of an indicator and a scenario, of a forecast and its day."""
_CHANGING = re.compile(
    r"\d{4}(?:Q[1-4]|-\d{2}(?:-\d{2})?)?|\d+|m?\d+p\d+|original|stretch|floor|reach|total|residual|old|new|step"
    r"|(?:unit|person|district)_\d+"
)


def problems(page: Laid) -> Iterator[Problem]:
    """Yield a problem for each table whose figures do not belong where they stand, or do not add up."""
    for table in page.laid:
        cells = [[page.by_node.get(cell, []) for cell in row] for row in table.rows]
        last = _sum_row(table)
        body = cells[:last] if last is not None else cells
        for column in range(1, len(table.head)):
            yield from _one_kind([row[column] for row in body if column < len(row)], table.head[column])
            yield from _in_order([row[column] for row in table.rows if column < len(row)])
        yield from _aligned(table, cells)
        yield from _named(table, cells, page.lang)
        yield from _of_its_stretch(page, table)
        if last is not None:
            yield from _adds_up(table, cells, last)


def _sum_row(table: Table) -> int | None:
    """Return the row of the sum: named so, or the last of a table that has a residual."""
    names = [words(row[0]) if row else "" for row in table.rows]
    for at, name in enumerate(names):
        if _TOTAL.match(name):
            return at
    return len(names) - 1 if any(_RESIDUAL.match(name) for name in names) else None


def _one_kind(column: list[list[Mention]], head: str) -> Iterator[Problem]:
    """The figures of a column are of one unit and one number of decimals, and say the same of each row's thing."""
    first: tuple[tuple[str, int, str], ...] | None = None
    if any(says_its_unit(each) for cell in column for each in cell[:1]):
        return  # each cell says for itself what it is
    for cell in column:
        # A target stands as it was set: 7左右 beside 3.5.
        kinds = tuple(
            (each.fact.unit, -1 if ".target." in each.fact.key else each.fact.decimals, shape(each.fact))
            for each in cell
        )
        if not kinds:
            continue
        if first is None:
            first = kinds
        if kinds[0] != first[0]:
            yield cell[0].problem(
                f"{cell[0].fact.key} 与“{head}”栏其他数不是同一种",
                f"{cell[0].fact.key} is of another kind than the rest of '{head}'",
            )


def shape(fact: Fact) -> str:
    """Return what a fact is, whatever it is of: its key without indicators, periods, steps and scenarios."""
    parts = fact.key.split(".")
    kept = [
        part
        for before, part in zip(("", *parts), parts, strict=False)
        if part not in CATALOGUE and not _CHANGING.fullmatch(part) and before != "scenario"
    ]
    return ".".join(kept)


def _in_order(column: list[Node]) -> Iterator[Problem]:
    """The points of a series, and the steps of the news, stand in a column in their order."""
    last: dict[str, int] = {}
    for cell in column:
        for node in cell.iter("*"):
            name, _, at = node.get("data-point", "").rpartition("/")
            step = _STEP.fullmatch(node.get("data-fact", ""))
            if step is not None:
                name, at = f"{step[1]}.{step[3]}", step[2]
            if not at.isdigit():
                continue
            if int(at) <= last.get(name, -1):
                yield Problem(
                    node.sourceline,
                    f"{name} 的第 {at} 个没有按顺序排列",
                    f"number {at} of {name} does not stand in its order",
                    words(node),
                )
            last[name] = int(at)


def _aligned(table: Table, cells: list[list[list[Mention]]]) -> Iterator[Problem]:
    """Two columns whose rows are about the same things are about the same thing in each row."""
    width = max((len(row) for row in cells), default=0)
    columns = [
        [_things(row[at][0].fact.key) if at < len(row) and row[at] else {} for row in cells] for at in range(width)
    ]
    if width:
        columns[0] = [said or _when(row[0]) for said, row in zip(columns[0], table.rows, strict=True)]
    for a, b in combinations(range(width), 2):
        for kind in _THINGS:
            pairs = [
                (row, first[kind], second[kind])
                for row, (first, second) in enumerate(zip(columns[a], columns[b], strict=True))
                if first and second
            ]
            if sorted(pair[1] for pair in pairs) != sorted(pair[2] for pair in pairs):
                continue
            for row, first, second in pairs:
                if first != second:
                    yield cells[row][b][0].problem(
                        f"{cells[row][b][0].fact.key} 与同一行的“{words(table.rows[row][a])}”说的不是一回事",
                        f"{cells[row][b][0].fact.key} and '{words(table.rows[row][a])}' of its row are about"
                        " different things",
                    )


def _things(key: str) -> dict[str, str]:
    """Return what a fact is about, by kind; empty where its key does not say."""
    found = dict.fromkeys(_THINGS, "")
    for before, part in pairwise(("", *key.split("."))):
        for kind, pattern in _THINGS.items():
            if pattern.fullmatch(part) if kind != "scenario" else before == "scenario":
                found[kind] = part  # of an industry of GDP the industry
                break
    return found


def _when(head: Node) -> dict[str, str]:
    """Return what a row is about whose name is a time."""
    whens = [node.attrib["data-when"] for node in head.iter("*") if "data-when" in node.attrib]
    return _things(whens[0].rpartition("/")[2]) if len(whens) == 1 else {}


def _of_its_stretch(page: Laid, table: Table) -> Iterator[Problem]:
    """A point of a series that goes through the stretches of the year stands in the row of its stretch."""
    for row in table.rows:
        for cell in row[1:]:
            for node in cell.iter("*"):
                period = page.record.period_of(node.get("data-point", ""))
                name = "" if period is None else ytd_label(period, page.lang)
                if name not in words(row[0]):
                    zh, en = f"{name}的数不在它那一行", f"the figure of {name} does not stand in its row"
                    yield Problem(node.sourceline, zh, en, f"{words(row[0])} {words(node)}")


def _named(table: Table, cells: list[list[list[Mention]]], lang: Lang) -> Iterator[Problem]:
    """A row has the name of what its figures are: no other row's figures go by that name when its own do not."""
    labels = [[label(each.fact, lang) for cell in row for each in cell] for row in cells]
    for at, row in enumerate(table.rows):
        name = words(row[0]) if row else ""
        if any(misnamed(part, at, labels) for part in _PARTS.split(name)):
            yield Problem(
                row[0].sourceline,
                f"“{name}”一行的数不是它的",
                f"the figures in the row of '{name}' are another's",
                name,
            )


def label(fact: Fact, lang: Lang) -> str:
    """Return what a fact is called in the page's language, in small letters."""
    return fact.label_zh if lang == "zh" else fact.label_en.casefold()


def misnamed(name: str, at: int, labels: Sequence[Sequence[str]]) -> bool:
    """Say whether the figures of another row, and not those of row `at`, go by a name."""
    small = name.casefold()
    if not name or not labels[at] or any(small in each for each in labels[at]):
        return False
    return any(small in each for row in labels for each in row)


def _adds_up(table: Table, cells: list[list[list[Mention]]], last: int) -> Iterator[Problem]:
    """The printed parts of a sum add up to it as printed, or the table says 因四舍五入."""
    for column in range(1, len(table.head)):
        total = _only(cells[last], column)
        parts = [each for row in cells[:last] if (each := _only(row, column)) is not None]
        if total is None or len(parts) < 2 or {each.fact.unit for each in (*parts, total)} - set(_ADDED):
            continue
        if len(parts) < last or len({each.fact.decimals for each in parts}) > 1:
            continue  # a part is missing, so nothing is said of the sum
        decimals = min(parts[0].fact.decimals, total.fact.decimals)
        exact = sum(
            (Decimal(display(each.fact.value, each.fact.decimals).replace("−", "-")) for each in parts), Decimal(0)
        )
        added = half_up(float(exact), decimals)
        if added == half_up(total.fact.rounded, decimals):
            continue
        slack = (0.5 * len(parts) * 10.0 ** -parts[0].fact.decimals) + 0.5 * 10.0**-decimals
        if abs(float(exact) - total.fact.rounded) > slack + 1e-9:
            yield total.problem(
                f"各项之和为 {display(added, decimals)}，合计为 {total.shown}",
                f"the parts add up to {display(added, decimals)}, the sum says {total.shown}",
            )
        elif not _ROUNDING.search(f"{table.caption} {table.note}"):
            yield total.problem(
                f"各项印出数之和为 {display(added, decimals)}，与合计 {total.shown} 有出入，应注明因四舍五入",
                f"the printed parts add up to {display(added, decimals)}, not {total.shown}: say that this is rounding",
            )


def _only(row: list[list[Mention]], column: int) -> Mention | None:
    found = row[column] if column < len(row) else []
    return found[0] if len(found) == 1 else None
