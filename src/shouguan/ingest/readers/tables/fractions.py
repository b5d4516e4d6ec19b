"""Growth that looks like a fraction, 0.048 for 4.8 %: asked about in every kind of file, and settled by a flag.

Published growth has one decimal, seldom two. A figure below one with three decimals is a fraction, or one of a column
of growth that was computed and never rounded; a column all below one with two decimals may be either. A cell that
shows a per cent sign is what it shows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.utils import get_column_letter

from shouguan.core.findings import Finding
from shouguan.ingest.readers.reading import Found, Options, Origin
from shouguan.ingest.readers.tables.figures import NotAFigureError, figure

FRACTION, PERCENT = "fraction", "percent"
_SURE, _DOUBTFUL = 3, 2
"""Decimals that make one figure below one a fraction, and those that make a whole line of them doubtful."""
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class _Grown:
    """A cell that growth was read from, as it stands there."""

    origin: Origin
    value: Decimal

    @property
    def decimals(self) -> int:
        return max(0, -int(self.value.normalize().as_tuple().exponent))

    @property
    def is_small(self) -> bool:
        return 0 < abs(self.value) < 1


def settled(found: Found, options: Options) -> Found:
    """Ask about growth that looks like a fraction, or read it as `options.growth_in` says.

    Parameters
    ----------
    found : Found
        Observations with the cells they were read from.
    options : Options

    Returns
    -------
    Found
        With an error for each series that stays open; read as fractions, its growth is a hundred times what stands in
        the cells, to the last digit.
    """
    lines: dict[tuple[str, ...], list[_Grown]] = defaultdict(list)
    for origin in found.trace.origins:
        row = origin.row
        if row.get("measure") == "growth" and (value := _bare(origin)) is not None:
            lines[row["region"], row["indicator"], row["basis"], origin.sheet.name].append(_Grown(origin, value))
    if options.growth_in == FRACTION:
        wrong = [_out_of_bounds(each) for line in lines.values() for each in line if abs(each.value) > _HUNDRED / 10]
        for each in (grown for line in lines.values() for grown in line):
            each.origin.row["value"] = float(each.value * _HUNDRED)
        return found._replace(findings=[*found.findings, *wrong])
    if options.growth_in == PERCENT:
        return found
    asked = [finding for line in lines.values() if (finding := _question(line)) is not None]
    return found._replace(findings=[*found.findings, *asked])


def _bare(origin: Origin) -> Decimal | None:
    """Return growth as its cell shows it; None where the cell shows a per cent sign, words or an index."""
    try:
        shown = figure(origin.sheet.raw(*origin.at))
    except NotAFigureError:
        return None
    if shown is None or shown.percent or float(shown.value) != origin.row["value"]:
        return None
    return shown.value


def _question(line: list[_Grown]) -> Finding | None:
    """Ask about a series once, at its first figure in doubt; None where nothing is."""
    computed = any(abs(each.value) >= 1 and each.decimals >= _SURE for each in line)
    small = [each for each in line if each.is_small]
    if all(abs(each.value) < 1 for each in line):
        doubtful = small if any(each.decimals >= _DOUBTFUL for each in small) else []
    else:
        doubtful = [] if computed else [each for each in small if each.decimals >= _SURE]
    if not doubtful:
        return None
    first = doubtful[0]
    as_percent, as_fraction = first.value, (first.value * _HUNDRED).normalize()
    more = f"，同一序列另有 {len(doubtful) - 1} 个" if len(doubtful) > 1 else ""
    more_en = f", and {len(doubtful) - 1} more of its kind" if len(doubtful) > 1 else ""
    return _at(
        first.origin,
        f"增速是 {as_percent}% 还是 {as_fraction:f}%（写成小数）{more}；用 --growth-in percent|fraction 指明",
        f"growth of {as_percent} % or, as a fraction, {as_fraction:f} %{more_en}? Settle it with"
        " --growth-in percent|fraction",
    )


def _out_of_bounds(grown: _Grown) -> Finding:
    return _at(
        grown.origin,
        "写成小数的增速超出可能的范围，这一列可能是百分数",
        "out of bounds for growth as a fraction; the column may be in per cent",
    )


def _at(origin: Origin, zh: str, en: str) -> Finding:
    (row, column), sheet = origin.at, origin.sheet
    letter = get_column_letter(column + 1)
    return Finding("error", zh, en, sheet.file, sheet.name, sheet.lines[row], letter, sheet.text(row, column))
