"""Tables: a column holds one kind of figure, a row is about one thing, and parts add up to their sum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from shouguan.indicators import CATALOGUE
from shouguan.report.facts import Fact, display, half_up
from shouguan.report.lint.page import Mention, Page, Problem, Table

_TOTAL = re.compile(r"^(?:合计|总计|总量|全部|Sum|Total)$")
_RESIDUAL = re.compile(r"^(?:残差|Residual)$")
_ROUNDING = re.compile(r"四舍五入|rounding", re.IGNORECASE)
_ADDED = ("pp", "亿元", "万元")
_CHANGING = re.compile(
    r"\d{4}(?:Q[1-4]|-\d{2}(?:-\d{2})?)?|\d+|m?\d+p\d+|original|stretch|floor|reach|total|residual|old|new|step"
)


def problems(page: Page) -> Iterator[Problem]:
    """Yield a problem for each table whose figures do not belong where they stand, or do not add up."""
    for table in page.tables:
        cells = [[page.by_node.get(cell, []) for cell in row] for row in table.rows]
        last = _sum_row(table)
        body = cells[:last] if last is not None else cells
        for column in range(1, len(table.head)):
            yield from _one_kind([row[column] for row in body if column < len(row)], table.head[column])
        if last is not None:
            yield from _adds_up(table, cells, last)


def _sum_row(table: Table) -> int | None:
    """Return the row of the sum: named so, or the last of a table that has a residual."""
    names = [row[0].words if row else "" for row in table.rows]
    for at, name in enumerate(names):
        if _TOTAL.match(name):
            return at
    return len(names) - 1 if any(_RESIDUAL.match(name) for name in names) else None


def _one_kind(column: list[list[Mention]], head: str) -> Iterator[Problem]:
    """The figures of a column are of one unit and one number of decimals, and say the same of each row's thing."""
    first: tuple[tuple[str, int, str], ...] | None = None
    if any(each.says_its_unit for cell in column for each in cell[:1]):
        return  # each cell says for itself what it is
    for cell in column:
        kinds = tuple((each.fact.unit, each.fact.decimals, shape(each.fact)) for each in cell)
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
