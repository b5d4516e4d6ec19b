"""Take published growth apart: into single periods, and over industries. Bands and residuals stay visible."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from shouguan import indicators
from shouguan.indicators import INDUSTRIES, Indicator
from shouguan.observations import View
from shouguan.periods import Period, single_label
from shouguan.place import Place
from shouguan.report.facts import Fact, FactTable
from shouguan.report.sheet import Sheet, banded, figure, official
from shouguan.ytd import Band, contributions, single_band, single_from_ytd


def singles(facts: FactTable, sheet: Sheet) -> list[tuple[Period, Fact]]:
    """Add this year's single-period growth, backed out of YTD growth, each with its band."""
    cumulative = sheet.history.weights.cumulative
    ytd = sheet.history.this_year
    value = single_from_ytd(ytd, cumulative)
    half = single_band(cumulative)
    found = []
    for k, period in enumerate(sheet.entry.calendar.periods(sheet.outlook.year)[: ytd.size]):
        if not np.isfinite(value[k]):
            continue
        label = single_label(period, sheet.entry.calendar), single_label(period, sheet.entry.calendar, "en")
        band = Band(float(value[k]), float(half[k]))
        fact = banded(
            sheet,
            f"single.{period}",
            band,
            f"{label[0]}当期增速（推算）",
            f"{label[1]} single growth, backed out",
            "(G_k·W_k − G_{k−1}·W_{k−1})/(W_k − W_{k−1})",
            (),
            period.year,
        )
        found.append((period, facts.add(fact)))
    return found


@dataclass(frozen=True)
class IndustryLine:
    """One industry's line in the contributions table."""

    entry: Indicator
    growth: Fact
    points: Fact


def industry_contributions(
    facts: FactTable, sheet: Sheet, place: Place, view: View
) -> tuple[list[IndustryLine], Fact] | None:
    """Add what each of the eleven industries contributes to YTD growth, and the residual.

    None unless all eleven have published the period and last year's values of it are known.
    """
    origin = sheet.outlook.origin
    same = Period(origin.year - 1, origin.frequency, origin.number)
    growth = [view.ytd_growth(place.region, code).get(origin) for code in INDUSTRIES]
    values = [view.series(place.region, code, basis="ytd", measure="value").get(same) for code in INDUSTRIES]
    if any(each is None for each in (*growth, *values)):
        return None
    base = np.array(values, dtype=float)
    parts = contributions(base / base.sum(), np.array(growth, dtype=float), sheet.outlook.known_ytd)
    lines = []
    for code, rate, points in zip(INDUSTRIES, growth, parts.points, strict=True):
        entry = indicators.indicator(code)
        own = official(facts, replace(sheet, entry=entry), view, origin)
        assert own is not None
        assert rate is not None
        added = facts.add(
            figure(
                sheet,
                f"contribution.{origin}.{code}",
                float(points),
                unit="pp",
                decimals=2,
                label_zh=f"{entry.zh}拉动",
                label_en=f"{entry.en}, contribution",
                formula="上年同期占比 × 增速",
                inputs=(own.key,),
            )
        )
        lines.append(IndustryLine(entry, own, added))
    residual = facts.add(
        figure(
            sheet,
            f"contribution.{origin}.residual",
            parts.residual,
            unit="pp",
            decimals=2,
            label_zh="拉动的残差",
            label_en="residual of the contributions",
            formula="总增速 − 各行业拉动之和",
        )
    )
    return lines, residual
