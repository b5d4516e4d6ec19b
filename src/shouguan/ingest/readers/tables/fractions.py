"""Growth that looks like a fraction, 0.048 for 4.8 %: asked about in every kind of file, and settled by a flag.

Published growth has one decimal, seldom two. An indicator's figures that are mostly below one with two decimals may be
fractions; so may one of them that has more decimals than the percents around it. A cell that shows a per cent sign is
what it shows. Where percents and fractions stand among each other, no flag can be right: the cells must be put right.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from statistics import median, median_high

from shouguan.ingest.readers.reading import Found, Options, Origin
from shouguan.ingest.readers.tables.figures import NotAFigureError, figure
from shouguan.ingest.readers.tables.notes import Notes

FRACTION, PERCENT = "fraction", "percent"
_DECIMALS = 2
"""What published growth seldom has, and a fraction always, but for round percents."""
_COMPANY = 3
"""An indicator with fewer figures is judged among all growth of its sheet."""
_HUNDRED = Decimal(100)
_LARGEST = 3
"""As a fraction: growth of 300 %. What is larger was written in per cent."""


@dataclass(frozen=True)
class _Grown:
    """A cell that growth was read from, as it stands there."""

    origin: Origin
    value: Decimal

    @cached_property
    def decimals(self) -> int:
        return max(0, -int(self.value.normalize().as_tuple().exponent))

    @property
    def is_small(self) -> bool:
        return 0 < abs(self.value) < 1


def settled(drafts: Found, options: Options) -> Found:
    """Ask about growth that looks like a fraction, or read it as `options.growth_in` says.

    Parameters
    ----------
    drafts : Found
        Observations with the cells they were read from.
    options : Options

    Returns
    -------
    Found
        With an error for each series that stays open; read as fractions, its growth is a hundred times what stands in
        the cells, to the last digit.
    """
    lines: dict[tuple[str, str, str], list[_Grown]] = defaultdict(list)
    for origin in drafts.trace.origins:
        row = origin.row
        if row.get("measure") == "growth" and (value := _bare(origin)) is not None:
            lines[origin.sheet.name, row["indicator"], row.get("basis", "")].append(_Grown(origin, value))
    if options.growth_in == PERCENT:
        return drafts
    notes = Notes()
    if options.growth_in == FRACTION:
        for each in (percent for line in lines.values() for percent in _percents(line)):
            _refuse(each, notes)
        for each in (grown for line in lines.values() for grown in line):
            each.origin.row["value"] = float(each.value * _HUNDRED)
    else:
        by_sheet: dict[str, list[_Grown]] = defaultdict(list)
        for (sheet, *_), line in lines.items():
            by_sheet[sheet] += line
        for (sheet, *_), line in lines.items():
            _ask(line, line if len(line) >= _COMPANY else by_sheet[sheet], by_sheet[sheet], notes)
    return drafts._replace(findings=[*drafts.findings, *notes.items])


def _bare(origin: Origin) -> Decimal | None:
    """Return growth as its cell shows it; None where the cell shows a per cent sign, words or an index."""
    try:
        shown = figure(origin.sheet.raw(*origin.at))
    except NotAFigureError:
        return None
    if shown is None or shown.percent or float(shown.value) != origin.row["value"]:
        return None
    return shown.value


def _ask(line: list[_Grown], company: list[_Grown], sheet: list[_Grown], notes: Notes) -> None:
    """Ask about an indicator once, at its first figure in doubt."""
    small = [each for each in line if each.is_small]
    percents = [each for each in company if abs(each.value) >= 1]
    mixed = len(percents) >= sum(each.is_small for each in company)
    if mixed:
        # the median: one that was computed does not speak for all
        usual = median_high(each.decimals for each in percents) if percents else 0
        doubtful = [each for each in small if each.decimals >= max(_DECIMALS, usual + 1)]
    else:
        is_bare = len(company) > _COMPANY and all(each.is_small for each in company)  # 增长率: 0.1, 0.2, -0.3, 0.2
        # prices that stand still among percents: 0.1, 0.2 below 6.6
        is_bare = is_bare and len([each for each in sheet if abs(each.value) >= 1]) < len(small)
        doubtful = small if is_bare or any(each.decimals >= _DECIMALS for each in small) else []
    if not doubtful:
        return
    first = doubtful[0]
    as_percent, as_fraction = f"{first.value:f}", f"{(first.value * _HUNDRED).normalize():f}"
    more = f"，同一指标另有 {len(doubtful) - 1} 个" if len(doubtful) > 1 else ""
    more_en = f", and {len(doubtful) - 1} more of the indicator" if len(doubtful) > 1 else ""
    if mixed:
        to_do = "旁边是百分数；写成小数的请先改正，确为百分数的用 --growth-in percent"
        to_do_en = " Percents stand beside it: correct the cell, or say --growth-in percent"
    else:
        to_do = "用 --growth-in percent|fraction 指明"
        to_do_en = " Settle it with --growth-in percent|fraction"
    question = (
        f"增速是 {as_percent}% 还是 {as_fraction}%（写成小数）{more}；{to_do}",
        f"growth of {as_percent} % or, as a fraction, {as_fraction} %{more_en}?{to_do_en}",
    )
    notes.add("error", first.origin.sheet, first.origin.at, question)


def _percents(line: list[_Grown]) -> list[_Grown]:
    """Return the figures of an indicator that cannot be fractions: too large, or mostly above one."""
    largest = 1 if median(abs(each.value) for each in line) >= 1 else _LARGEST
    return [each for each in line if abs(each.value) >= largest]


def _refuse(grown: _Grown, notes: Notes) -> None:
    read = f"{(grown.value * _HUNDRED).normalize():f}"
    message = (
        f"按小数读是 {read}%，应是百分数；与小数混写的，请先改成同一种",
        f"{read} % as a fraction: it must be in per cent; where fractions stand beside it, write all of them one way",
    )
    notes.add("error", grown.origin.sheet, grown.origin.at, message)
