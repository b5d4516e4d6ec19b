"""Take published growth apart: into single periods, and over industries. Bands and residuals stay visible."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from shouguan.components.accounting import Line, Statement
from shouguan.core import indicators
from shouguan.core.periods import Period, single_label
from shouguan.core.ytd import Band, single_band, single_from_ytd
from shouguan.data.observations import View
from shouguan.facts.indicator_report import Sheet, banded, figure, official
from shouguan.facts.table import Fact, FactTable, name_of
from shouguan.models.history import History


def singles(facts: FactTable, sheet: Sheet, past: History) -> tuple[tuple[Period, Fact], ...]:
    """Add this year's single-period growth, backed out of YTD growth, each with its band."""
    cumulative, ytd = past.weights.cumulative, past.this_year
    value = single_from_ytd(ytd, cumulative)
    half = single_band(cumulative)
    made = []
    for k, period in enumerate(sheet.entry.calendar.periods(sheet.year)[: ytd.size]):
        if not np.isfinite(value[k]):
            continue
        label = single_label(period, sheet.entry.calendar), single_label(period, sheet.entry.calendar, "en")
        band = Band(float(value[k]), float(half[k]))
        fact = banded(
            sheet,
            name_of("single", period),
            band,
            f"{label[0]}当期增速（推算）",
            f"{label[1]} single growth, backed out",
            "(G_k·W_k − G_{k−1}·W_{k−1})/(W_k − W_{k−1})",
            (),
            period.year,
        )
        made.append((period, facts.add(fact)))
    return tuple(made)


def contribution(facts: FactTable, sheet: Sheet, view: View, taken: Statement, line: Line) -> tuple[Fact, Fact]:
    """Add one part's published growth and what it contributes to its total's."""
    entry = indicators.indicator(line.code)
    own = official(facts, replace(sheet, entry=entry), view, taken.period)
    assert own is not None
    points = figure(
        sheet,
        name_of("contribution", taken.period, line.code),
        line.points,
        unit="pp",
        decimals=2,
        period=str(taken.period),
        label_zh=f"{entry.zh}拉动",
        label_en=f"{entry.en}, contribution",
        formula="上年同期占比 × 增速",
        inputs=(own.key,),
    )
    return own, facts.add(points)
