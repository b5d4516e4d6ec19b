"""Damage to a ledger's workbook as offices do it: one kind a change, each at a place that the seed picks."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

Grid = list[list[Any]]
HEAD = 2
"""Row of the headings in the demonstration city's ledgers."""

_AMOUNTS = ("总投资", "年度计划投资", "完成", "统计入库投资", "截至上年底累计完成")


def _amount_column(grid: Grid, rng: random.Random) -> int:
    heads = grid[HEAD]
    return rng.choice([at for at, text in enumerate(heads) if any(word in str(text) for word in _AMOUNTS)])


def _row(grid: Grid, rng: random.Random, column: int | None = None) -> int:
    rows = range(HEAD + 1, len(grid))
    filled = [row for row in rows if column is None or grid[row][column]]
    return rng.choice(filled or list(rows))


def ten_thousandfold(grid: Grid, rng: random.Random) -> None:
    """An amount in yuan, or in 亿元, among 万元."""
    column = _amount_column(grid, rng)
    row = _row(grid, rng, column)
    grid[row][column] = (grid[row][column] or 100) * rng.choice([1e4, 1e-4])


def unit_line(grid: Grid, rng: random.Random) -> None:
    """The unit over the table is another one."""
    grid[1][0] = rng.choice(["单位：亿元", "单位：元"])


def no_unit(grid: Grid, rng: random.Random) -> None:
    """The unit is gone."""
    grid[1][0] = None


def doubled_row(grid: Grid, rng: random.Random) -> None:
    """A row twice."""
    row = _row(grid, rng)
    grid.insert(rng.randint(HEAD + 1, len(grid)), list(grid[row]))


def doubled_without_code(grid: Grid, rng: random.Random) -> None:
    """A row twice, the second time without its code."""
    row = list(grid[_row(grid, rng)])
    row[grid[HEAD].index("项目代码")] = None
    grid.append(row)


def total_row(grid: Grid, rng: random.Random) -> None:
    """A row of totals, by one of its names, above or below."""
    sums = [
        sum(row[at] or 0 for row in grid[HEAD + 1 :]) if any(word in str(text) for word in _AMOUNTS) else None
        for at, text in enumerate(grid[HEAD])
    ]
    sums[2] = rng.choice(["合计", "总计", "全市合计", "小计", "合 计"])
    grid.insert(rng.choice([HEAD + 1, len(grid)]), sums)


def swapped_headings(grid: Grid, rng: random.Random) -> None:
    """The headings of two columns of amounts change places."""
    one, two = _amount_column(grid, rng), _amount_column(grid, rng)
    while two == one:
        two = _amount_column(grid, rng)
    grid[HEAD][one], grid[HEAD][two] = grid[HEAD][two], grid[HEAD][one]


def shifted_row(grid: Grid, rng: random.Random) -> None:
    """A row slips one cell to the right from some column on."""
    row, at = _row(grid, rng), _amount_column(grid, rng)
    grid[row].insert(at, None)
    grid[row].pop()


def words(grid: Grid, rng: random.Random) -> None:
    """An amount becomes words."""
    column = _amount_column(grid, rng)
    row = _row(grid, rng, column)
    value = grid[row][column]
    grid[row][column] = rng.choice(
        [f"约{value}", f"{value}左右", f"{value}（含征迁）", "待定", f"{value}/{value}", f"-{value}"]
    )


def other_month(grid: Grid, rng: random.Random) -> None:
    """The title is of another month than the headings."""
    grid[0][0] = str(grid[0][0]).replace("1—9月", rng.choice(["1—8月", "1—6月"]))


def dates(grid: Grid, rng: random.Random) -> None:
    """A start in a year to come, or a day that does not exist."""
    column = grid[HEAD].index("实际开工")
    grid[_row(grid, rng, column)][column] = rng.choice(["2029-05", "2020-13", "20200231", "明年"])


def blank_name(grid: Grid, rng: random.Random) -> None:
    """A project without a name and a code."""
    row = _row(grid, rng)
    grid[row][1] = grid[row][2] = None


def flags(grid: Grid, rng: random.Random) -> None:
    """Registered or not: neither."""
    column = grid[HEAD].index("是否纳统")
    grid[_row(grid, rng, column)][column] = rng.choice(["部分", "?", "2020-09", "是否"])


DAMAGES: tuple[Callable[[Grid, random.Random], None], ...] = (
    ten_thousandfold,
    unit_line,
    no_unit,
    doubled_row,
    doubled_without_code,
    total_row,
    swapped_headings,
    shifted_row,
    words,
    other_month,
    dates,
    blank_name,
    flags,
)
