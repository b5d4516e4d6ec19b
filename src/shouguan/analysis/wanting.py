"""What a place could still add, and what its briefing would show for it: for the analyst, never on a page."""

from __future__ import annotations

from collections.abc import Iterator

from shouguan.components.accounting import PARTS
from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.findings import Finding
from shouguan.data import origin
from shouguan.data.observations import View
from shouguan.data.place import NATION, Place
from shouguan.models.history import history


def wanting(place: Place) -> list[Finding]:
    """Return what a place lacks on its newest day, each with what its briefing leaves out for want of it.

    Returns
    -------
    list of Finding
        Infos; first what keeps an indicator from being forecast.
    """
    code = origin.primary(place, indicators.FORECAST)
    try:
        stands = origin.resolve(place, code)
    except DataError as error:
        return [Finding("info", error.zh, error.en)]
    view, year = place.as_of(stands.as_of), stands.year
    return [
        *_forecasts(place, view, year),
        *_targets(place, view, year),
        *_parts(place, view, year),
        *_beside(place),
    ]


def _forecasts(place: Place, view: View, year: int) -> Iterator[Finding]:
    """Say which of the indicators of page one cannot be forecast; those that an office has begun to keep, or GDP."""
    for code in indicators.FORECAST:
        if code != "gdp" and not view.ytd_growth(place.region, code):
            continue
        try:
            history(place, view, code, year)
        except DataError as error:
            yield Finding("info", f"{error.zh}：没有全年预测", f"{error.en}: no forecast of the year")


def _targets(place: Place, view: View, year: int) -> Iterator[Finding]:
    open_now = [code for code in indicators.FORECAST if view.ytd_growth(place.region, code)]
    without = [indicators.indicator(code) for code in open_now if not place.targets_for(code, year, view.as_of)]
    if without:
        zh, en = "、".join(each.zh for each in without), ", ".join(each.en for each in without)
        yield Finding(
            "info",
            f"targets.csv 没有{year}年的目标（{zh}）：不列缺口、后期需增和实现可能性",
            f"targets.csv has no target of {year} ({en}): no gap, no growth still needed, no chance",
        )


def _parts(place: Place, view: View, year: int) -> Iterator[Finding]:
    """Say which totals cannot be taken apart, where the place has the total."""
    for total, codes in PARTS.items():
        missing = [code for code in codes if not _in_year(view, place.region, code, year)]
        if missing and _in_year(view, place.region, total, year):
            entry, names = indicators.indicator(total), [indicators.indicator(code) for code in missing]
            every = len(missing) == len(codes)
            zh = "各构成" if every else "、".join(each.zh for each in names)
            en = "any of its parts" if every else ", ".join(each.en for each in names)
            yield Finding(
                "info",
                f"{entry.zh}没有{year}年{zh}的累计增速：不能按构成说明拉动和原因",
                f"{entry.en} has no YTD growth in {year} of {en}: it is not taken apart",
            )


def _in_year(view: View, region: str, code: str, year: int) -> bool:
    return any(period.year == year for period in view.ytd_growth(region, code))


def _beside(place: Place) -> Iterator[Finding]:
    """Say which of an office's own files and settings are not there."""
    if place.region != NATION and not place.settings.peers:
        yield Finding(
            "info",
            "place.yaml 没有 peers（考核同组地区）：不列位次",
            "place.yaml has no peers: no rank is shown",
        )
    if place.folder is not None and not any((place.folder / f"actions.{kind}").exists() for kind in ("yaml", "xlsx")):
        yield Finding(
            "info",
            "没有 actions.yaml 或 actions.xlsx（动作、责任单位、时限、状态、对应指标）：不列建议",
            "no actions.yaml or actions.xlsx (action, owner, deadline, state, indicator): no actions are shown",
        )
