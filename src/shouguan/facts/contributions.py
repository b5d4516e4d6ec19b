"""What each part adds to a total's published growth, how that moved, and which parts lift or drag most."""

from __future__ import annotations

from collections.abc import Sequence

from shouguan.components.accounting import Statement, statement
from shouguan.core import indicators
from shouguan.core.periods import ytd_label
from shouguan.core.rounding import half_up
from shouguan.facts.briefing import Briefing
from shouguan.facts.contents import Contributed, Part
from shouguan.facts.decompose import contribution
from shouguan.facts.indicator_report import Sheet, figure
from shouguan.facts.judgements import RATE_FROM
from shouguan.facts.table import name_of

REST = "gdp_others"
"""What is in no industry of its own: nobody can act on it, and no sentence names it as a cause."""


def contributed(page: Briefing, sheet: Sheet) -> Contributed | None:
    """Add what each part adds to a total's newest YTD growth, its change, and the residual.

    None unless all parts have published the stretch and last year's values of it are known.
    """
    origin = sheet.origin
    now = statement(page.view, page.place.region, sheet.code, origin)
    if now is None:
        return None
    before = None
    if sheet.known > 1:
        earlier = sheet.entry.calendar.periods(origin.year)[sheet.known - 2]
        before = statement(page.view, page.place.region, sheet.code, earlier)
    residual = figure(
        sheet,
        name_of("contribution", origin, "residual"),
        now.residual,
        unit="pp",
        decimals=2,
        label_zh="拉动的残差",
        label_en="residual of the contributions",
        formula="总增速 − 各行业拉动之和",
    )
    made = tuple(_part(page, sheet, now, before, at) for at in range(len(now.lines)))
    return Contributed(made, page.facts.add(residual))


def _part(page: Briefing, sheet: Sheet, now: Statement, before: Statement | None, at: int) -> Part:
    line = now.lines[at]
    own, points = contribution(page.facts, sheet, page.view, now, line)
    rate, change = None, None
    if half_up(now.growth, 1) >= RATE_FROM and points.rounded > 0:
        rate = page.facts.add(
            figure(
                sheet,
                name_of("contribution", now.period, line.code, statistic="rate"),
                line.rate,
                label_zh=f"{indicators.indicator(line.code).zh}贡献率",
                label_en=f"{indicators.indicator(line.code).en}, share of growth",
                formula="拉动 ÷ 总增速",
                inputs=(points.key,),
            )
        )
    if before is not None:
        _, earlier = contribution(page.facts, sheet, page.view, before, before.lines[at])
        change = page.facts.add(
            figure(
                sheet,
                name_of("contribution", now.period, line.code, statistic="change"),
                points.rounded - earlier.rounded,
                unit="pp",
                decimals=2,
                label_zh=f"{indicators.indicator(line.code).zh}拉动比{ytd_label(before.period)}的变化",
                label_en=f"{indicators.indicator(line.code).en}, contribution less that of the stretch before",
                formula=f"{points.key} − {earlier.key}（均按印出的两位小数）",
                inputs=(points.key, earlier.key),
            )
        )
    return Part(line.code, own, points, rate, change)


def named(contributed: Contributed | None) -> list[Part]:
    """Return the parts that have a name of their own; none where growth was not taken apart."""
    return [] if contributed is None else [each for each in contributed.parts if each.code != REST]


def lifting(parts: Sequence[Part]) -> list[Part]:
    """Return the parts that draw the total up, the largest first."""
    return sorted((each for each in parts if each.points.rounded > 0), key=lambda each: -each.points.value)


def dragging(parts: Sequence[Part]) -> list[Part]:
    """Return the parts that draw the total down, the largest first."""
    return sorted((each for each in parts if each.points.rounded < 0), key=lambda each: each.points.value)
