"""The figures under check as series: of each figure the newest vintage, and where each came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import pandas as pd

from shouguan.core import indicators
from shouguan.core.findings import Finding, Severity, cell_of
from shouguan.core.periods import Period
from shouguan.data.observations import KEY


@dataclass(frozen=True)
class Point:
    """One figure with its origin.

    Parameters
    ----------
    period : Period
    value : float
    source : str
        File, sheet and cell as the reader kept them.
    file : str
    row : int
        Where the store (or the file itself) has it.
    """

    period: Period
    value: float
    source: str
    file: str
    row: int


Key = tuple[str, str, str, str, str]
"""Region, indicator, basis, measure, price."""


def series(table: pd.DataFrame | Iterable[Mapping[str, Any]]) -> dict[Key, dict[Period, Point]]:
    """Return the newest vintage of every series, in the order of time.

    Parameters
    ----------
    table : DataFrame, or rows
        Observations with `_file` and `_row`.
    """
    parts = ("released_on", *KEY, "value", "source", "_file", "_row")
    if isinstance(table, pd.DataFrame):
        lines = list(zip(*(table[part].tolist() for part in parts), strict=True))
    else:
        lines = list(map(itemgetter(*parts), table))
    lines.sort(key=itemgetter(0))
    newest = {line[1 : 1 + len(KEY)]: line[1:] for line in lines}
    points: dict[Key, dict[Period, Point]] = defaultdict(dict)
    for region, code, period, basis, measure, price, value, source, file, row in sorted(
        newest.values(), key=itemgetter(2)
    ):
        parsed = Period.parse(period)
        points[region, code, basis, measure, price][parsed] = Point(parsed, float(value), source, file, int(row))
    return dict(points)


def placed(severity: Severity, point: Point, message: tuple[str, str], expected: tuple[str, str] = ("", "")) -> Finding:
    """Return a finding about one figure, at the cell it came from, else at its row in the store."""
    file, sheet, row, column = cell_of(point.source) or (point.file, "", point.row, "value")
    return Finding(severity, message[0], message[1], file, sheet, row, column, f"{point.value:.12g}", *expected)


def about(value: float, digits: int) -> str:
    """Return an approximate figure as people write it: rounded to some digits, never with an exponent.

    Examples
    --------
    >>> about(130542.7, 4), about(-3.14159, 3)
    ('130500', '-3.14')
    """
    return f"{float(f'{value:.{digits}g}'):.12g}"


def name(key: Key, period: Period) -> tuple[str, str]:
    """Return how a finding names a figure: region, indicator, period, basis, measure."""
    region, code, basis, measure, _ = key
    entry = indicators.indicator(code)
    basis_zh = {"ytd": "累计", "single": "当期", "stock": "时点"}[basis]
    measure_zh = {"growth": "增速", "value": "数值", "share": "占比", "rank": "位次"}[measure]
    return f"{region} {entry.zh} {period} {basis_zh}{measure_zh}", f"{region} {entry.en} {period}, {basis} {measure}"
