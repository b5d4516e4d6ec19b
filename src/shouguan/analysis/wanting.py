"""What a place could still add, and what its briefing would show for it: for the analyst, never on a page."""

from __future__ import annotations

from collections.abc import Iterator

from shouguan.components.accounting import PARTS
from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.findings import Finding
from shouguan.core.periods import Lang, Period, ytd_label
from shouguan.data import origin
from shouguan.data.observations import View
from shouguan.data.place import NATION, Place
from shouguan.data.year_weights import year_weights
from shouguan.models.history import history

_SHOWN = 4
"""Stretches of a year that are named one by one."""


def wanting(place: Place) -> list[Finding]:
    """Return what a place lacks on its newest day, each with what its briefing leaves out for want of it.

    Returns
    -------
    list of Finding
        Infos; first what keeps an indicator from being forecast.
    """
    try:
        stands = origin.stand(place, indicators.FORECAST)
    except DataError as error:
        return [Finding("info", error.zh, error.en)]
    view, year = place.as_of(stands.as_of), stands.year
    return [
        *_forecasts(place, view, year),
        *_shapes(place, view, year),
        *_targets(place, view, year),
        *_parts(place, view, year),
        *_beside(place),
    ]


def forecast(place: Place) -> list[str] | None:
    """Return which indicators of a briefing can be forecast on the place's newest day; None where it has no page."""
    try:
        stands = origin.stand(place, indicators.FORECAST)
    except DataError:
        return None
    view = place.as_of(stands.as_of)
    return [code for code in indicators.FORECAST if _why_not(place, view, code, stands.year) is None]


def _why_not(place: Place, view: View, code: str, year: int) -> DataError | None:
    try:
        history(place, view, code, year)
    except DataError as error:
        return error
    return None


def _forecasts(place: Place, view: View, year: int) -> Iterator[Finding]:
    """Say which of the indicators of page one cannot be forecast; those that an office has begun to keep, or GDP."""
    for code in indicators.FORECAST:
        known = view.ytd_growth(place.region, code)
        if code != "gdp" and not known:
            continue
        error = _why_not(place, view, code, year)
        if error is None:
            continue
        zh, en = f"{error.zh}：没有全年预测", f"{error.en}: no forecast of the year"
        calendar = indicators.indicator(code).calendar
        closed = calendar.periods(year)[-1] in known
        missing = [] if closed else [period for period in calendar.periods(year - 1) if period not in known]
        if missing and known:
            zh += f"；缺{_named(missing, 'zh')}，导入上年的月报，或填入 templates/数据填报.xlsx 再导入"
            en += f"; missing: {_named(missing, 'en')}; import last year's bulletins, or fill templates/数据填报.xlsx"
        yield Finding("info", zh, en)


def _named(missing: list[Period], lang: Lang) -> str:
    """Name stretches of one year, the first and the last of many: 2019年一季度、上半年、前三季度、全年."""
    names = [str(ytd_label(period, lang)) for period in missing]
    year = missing[0].year
    if len(names) > _SHOWN:
        return (
            f"{year}年{names[0]}至{names[-1]}共{len(names)}期"
            if lang == "zh"
            else (f"{len(names)} stretches of {year}, {names[0]} to {names[-1]}")
        )
    return f"{year}年{'、'.join(names)}" if lang == "zh" else f"{', '.join(names)} of {year}"


def _shapes(place: Place, view: View, year: int) -> Iterator[Finding]:
    """Say of which indicators without a forecast the shape of the year is another region's, or the months'."""
    for code in indicators.FORECAST:
        end = indicators.indicator(code).calendar.periods(year)[-1]
        closed = end in view.ytd_growth(place.region, code)
        if closed or not _in_year(view, place.region, code, year) or _why_not(place, view, code, year) is None:
            continue
        weights = year_weights(view, place.chain(place.region), code, year)
        if weights.region == place.region:
            continue
        entry, lent = indicators.indicator(code), place.regions.get(weights.region or "")
        zh = "按月数均摊" if lent is None else f"借用{lent.name}的"
        en = "the number of months" if lent is None else f"those of {lent.name_en}"
        yield Finding(
            "info",
            f"{entry.zh}没有本地上年各期的累计值：后期需增的各期占比{zh}",
            f"{entry.en} has no values of its own for last year: growth still needed weighs periods by {en}",
        )


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
