"""From settled drafts to observations: the indicator's own period, value and unit, and when it was released."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.periods import Period, calendar_release
from shouguan.data.place import NATION
from shouguan.ingest.readers.reading import Options
from shouguan.ingest.readers.tables.figures import figure_or_none
from shouguan.ingest.readers.tables.grids import Draft
from shouguan.ingest.readers.tables.labels import UNITS
from shouguan.ingest.readers.tables.measures import amounts_of
from shouguan.ingest.readers.tables.notes import Notes
from shouguan.ingest.readers.tables.settle import ask
from shouguan.ingest.readers.tables.spans import reported

NATION_LAGS = {"gdp": 20, "fai": 19, "industry_va": 19, "retail": 19}
"""Days after the period's end on which the nation's figures come out by rule (data/official/README.md)."""
_MONEY = "元"
_INCOME = (500, 500_000)
"""Yuan a head in a quarter or a year: poorer is no place, richer none either."""
_UNUSUAL_GROWTH = _HUNDRED = 100
_NEAR_RELEASE = 62
"""Days between the calendar's release day and an actual one, at most."""


def observation(draft: Draft, options: Options, notes: Notes) -> dict[str, Any] | None:
    """Write a draft as an observation, or say in `notes` why it is none."""
    entry = indicators.indicator(draft.indicator)
    period = _period(draft, notes)
    read = _value(draft, options, notes) if period is not None else None
    if period is None or read is None or _is_after_report(draft, options, notes):
        return None
    value, unit, measure = read
    price = "none" if measure in {"share", "rank"} else draft.price
    if measure == "growth":
        price = (
            entry.growth_price
            if price is None
            else "real"
            if price == "real" and entry.growth_price == "real"
            else price
        )
    elif price is None:
        price = "nominal"
    lag = options.lags.get(draft.indicator) or (
        NATION_LAGS.get("gdp" if draft.indicator.startswith("gdp") else draft.indicator, entry.release_lag)
        if draft.region == NATION
        else entry.release_lag
    )
    # 上年同期 as printed this year is last year's figure on this year's base: it was known only with this report
    reported = (
        period if not draft.stretch.back else Period(period.year + draft.stretch.back, period.frequency, period.number)
    )
    return {
        "region": draft.region,
        "indicator": draft.indicator,
        "period": str(period),
        "basis": draft.basis,
        "measure": measure,
        "price": price,
        "value": float(value),
        "unit": unit,
        "released_on": calendar_release(reported, lag).isoformat(),
        "release_basis": "calendar",
        "vintage": "revised" if draft.stretch.back else "pseudo" if draft.table.convention.history else "first",
        "source": draft.table.sheet.source(draft.row, draft.column),
        "note": _note(draft, measure),
    }


def _note(draft: Draft, measure: str) -> str:
    if measure == "rank":
        return draft.table.heads[draft.column][0].text  # among whom: 全省位次
    return "上年同期数，按当年口径" if draft.stretch.back else ""


def _period(draft: Draft, notes: Notes) -> Period | None:
    """Return the indicator's own period, or None with a finding where it reports none such."""
    entry = indicators.indicator(draft.indicator)
    calendar = entry.calendar
    stretch, sheet, at = draft.stretch, draft.table.sheet, (draft.row, draft.column)
    if stretch.year is None:
        notes.add(
            "error",
            sheet,
            at,
            ("没有写明年份；用 --period 2020-09 指明", "no year is named; name it with --period 2020-09"),
            once=("year", draft.column, id(draft.table)),
        )
        return None
    month = stretch.month
    if month is None:
        if not entry.yearly and not _is_full_year(draft):
            notes.add(
                "error",
                sheet,
                at,
                (
                    f"只写了 {stretch.year} 年，不知是全年还是某月；用 --period 指明",
                    f"only the year {stretch.year} is named; name the month with --period",
                ),
                once=("month", draft.column, id(draft.table)),
            )
            return None
        month = 12
    if stretch.quarter and draft.basis == "single" and calendar.frequency == "M":
        notes.add(
            "warning",
            sheet,
            at,
            ("该指标按月公布，没有当季数，未读入", "the indicator is monthly and has no single quarter; left out"),
            once=("frequency", draft.row, draft.column),
        )
        return None
    number = month // 3 if calendar.frequency == "Q" else month
    if calendar.frequency == "Q" and month % 3:
        notes.add(
            "error",
            sheet,
            at,
            (
                f"该指标没有{stretch.year}年{month}月的数",
                f"the indicator has no figure for month {month} of {stretch.year}",
            ),
            ("季末月份或写明季度，如 1-6月、上半年", "a quarter's end, such as 1-6月"),
        )
        return None
    if calendar.merges_january and (month == 1 or (month == 2 and draft.basis == "single" and not stretch.merged)):
        notes.add(
            "warning",
            sheet,
            at,
            (
                "1月与2月合并公布，单独的1月或2月数未读入",
                "January and February are reported together; a single one is left out",
            ),
            once=("january", draft.row, draft.column),
        )
        return None
    period = Period(stretch.year, calendar.frequency, number)
    try:
        calendar.position(period)
    except DataError as wrong:
        notes.add("error", sheet, at, (wrong.zh, wrong.en))
        return None
    return period


def _is_full_year(draft: Draft) -> bool:
    table = draft.table
    return table.convention.year_is_full or table.is_yearly or table.has_whole_years


def _is_after_report(draft: Draft, options: Options, notes: Notes) -> bool:
    """Whether a figure is of a later month than its bulletin reports: the wrong year or column was pasted."""
    report = None if draft.table.convention.history else reported(draft.table, options)
    if report is None or report.year is None:
        return False
    end = (report.year, report.month or 12)
    if (draft.stretch.year or 0, draft.stretch.month or 1) <= end:
        return False
    notes.add(
        "error",
        draft.table.sheet,
        (draft.row, draft.column),
        (
            f"时期 {draft.stretch.year}年{draft.stretch.month or ''} 晚于报告期 {end[0]}年{end[1]}月",
            f"the figure's period is later than the report, {end[0]}-{end[1]:02d}",
        ),
        ("报告期及以前的数", "a figure up to the report's month"),
        once=("later", draft.column, draft.stretch, id(draft.table)),
    )
    return True


def _value(draft: Draft, options: Options, notes: Notes) -> tuple[Decimal, str, str] | None:
    """Return value, unit and measure as they are stored."""
    sheet, at = draft.table.sheet, (draft.row, draft.column)
    value = draft.figure.value
    if not value and draft.measure in {"growth", "value"} and (draft.measure == "value" or _is_beside_nothing(draft)):
        told = ("0 多半是没有填，未读入", "0 is most likely a figure that was not filled in; left out")
        notes.add("warning", sheet, at, told, once=("nothing", draft.row, id(draft.table)))
        return None
    if draft.measure in {"growth", "index"}:
        stored = value - 100 if draft.measure == "index" else value
        low, high = indicators.indicator(draft.indicator).growth_bounds
        if not low <= stored <= high:
            notes.add(
                "error",
                sheet,
                at,
                ("增速超出可能的范围，可能是绝对额放错了列", "growth out of bounds; a level in the wrong column?"),
                (f"{low:g} 至 {high:g} 的百分数", f"per cent from {low:g} to {high:g}"),
            )
            return None
        if abs(stored) > _UNUSUAL_GROWTH:
            notes.add(
                "warning",
                sheet,
                at,
                (
                    "增速超过 100%，请核对是否放错了列",
                    "growth of more than 100 %; check that it is in the right column",
                ),
            )
        return stored, "%", "growth"
    if draft.measure == "rank":
        if value != value.to_integral_value() or not 0 < value < 500:
            notes.add("error", sheet, at, ("不是位次", "no rank"), ("1、2、3……", "1, 2, 3 …"))
            return None
        return value, "位", "rank"
    if draft.measure == "share":
        if not 0 <= value <= _HUNDRED:
            said = ("占比不在 0 到 100 之间，表头可能写错", "a share out of 0 to 100; is the heading right?")
            notes.add("error", sheet, at, said, ("0 至 100 的百分数", "per cent from 0 to 100"))
            return None
        return value, "%", "share"
    stored_unit = indicators.indicator(draft.indicator).unit
    unit = _unit(draft, stored_unit, options, notes)
    if unit is None:
        return None
    converted = scaled(value, unit, stored_unit)
    if converted is None:
        notes.add(
            "error",
            sheet,
            at,
            (
                f"单位是“{unit}”，该指标以“{stored_unit}”计",
                f"the unit is '{unit}', but the indicator is measured in '{stored_unit}'",
            ),
            (f"能换算成{stored_unit}的单位", f"a unit that converts to {stored_unit}"),
        )
        return None
    _heed_other_unit(draft, unit, notes)
    if converted < 0:
        notes.add(
            "error",
            sheet,
            at,
            ("绝对额为负，可能与增速错列", "a negative level; growth in the wrong column?"),
            ("不小于 0 的数", "a figure of 0 or more"),
        )
        return None
    if stored_unit == _MONEY and not _INCOME[0] <= converted <= _INCOME[1]:
        said = (
            f"按“{unit}”计，人均 {converted:.12g} 元，单位可能不对",
            f"in '{unit}' that is {converted:.12g} yuan a head; is the unit right?",
        )
        notes.add("error", sheet, at, said, (f"{_INCOME[0]} 至 {_INCOME[1]} 元", f"{_INCOME[0]} to {_INCOME[1]} yuan"))
        return None
    return converted, stored_unit, "value"


def _heed_other_unit(draft: Draft, unit: str, notes: Notes) -> None:
    """Say that the heading's unit measures something else than the row's: 元 over 用电量（亿千瓦时）."""
    over = (each for label in draft.table.heads[draft.column] for each in amounts_of(label))
    other = next((each for each in over if UNITS[each][0] != UNITS[unit][0]), None)
    if other is not None:
        told = (
            f"表头的单位是“{other}”，该行按自己的“{unit}”读入，请核对行名和数",
            f"the heading's unit is '{other}'; the row is read in its own, '{unit}': check its name and figures",
        )
        at = (draft.row, draft.column)
        notes.add("warning", draft.table.sheet, at, told, once=("unit", draft.row, id(draft.table)), value="")


def _is_beside_nothing(draft: Draft) -> bool:
    """Whether the amount in growth's row is 0 as well: the row was not filled in."""
    amounts = (
        figure_or_none(draft.table.sheet.raw(draft.row, column))
        for column, heads in draft.table.heads.items()
        if not any(label.measure not in {None, "value"} or "%" in label.units for label in heads)
    )
    return any(shown is not None and not shown.value for shown in amounts)


def _unit(draft: Draft, stored_unit: str, options: Options, notes: Notes) -> str | None:
    """Return the nearest unit of amounts, of several the one that measures what the indicator does; or ask."""
    groups = ([unit for unit in group if UNITS[unit][0] not in {"%", "百分点", "位"}] for group in draft.units)
    nearest = next((amounts for amounts in groups if amounts), [])
    same = {unit for unit in nearest if UNITS[unit][0] == UNITS[stored_unit][0]}
    if len({UNITS[unit] for unit in same}) == 1:
        _heed_other_scale(draft, next(iter(same)), notes)
        return same.pop()
    if nearest and not same:
        return nearest[0]
    if options.unit is not None and options.unit in UNITS:
        return options.unit
    other = "万元" if UNITS[stored_unit][0] == _MONEY and stored_unit != "万元" else ""
    zh = f"是{stored_unit}还是{other}" if other else f"单位未写明（应为{stored_unit}）"
    ask(
        notes,
        draft,
        "unit",
        zh,
        f"in {stored_unit} or {other}" if other else f"no unit is given (expected {stored_unit})",
        f"--unit {stored_unit}{'|' + other if other else ''}",
    )
    return None


def _heed_other_scale(draft: Draft, unit: str, notes: Notes) -> None:
    """Say that the heading counts the same in another unit than the row: 总量（万元） over a row in 亿元."""
    over = (each for label in draft.table.heads[draft.column] for each in amounts_of(label))
    other = next((each for each in over if UNITS[each][0] == UNITS[unit][0] and UNITS[each] != UNITS[unit]), None)
    if other is not None:
        told = (
            f"表头的单位是“{other}”，该行写“{unit}”，按“{unit}”读入，请核对",
            f"the heading's unit is '{other}', the row's '{unit}': read in '{unit}', check the figure",
        )
        notes.add("warning", draft.table.sheet, (draft.row, draft.column), told)


def scaled(value: Decimal, unit: str, target_unit: str) -> Decimal | None:
    """Convert a value into the catalogue's unit; None where the units measure different things.

    Examples
    --------
    >>> scaled(Decimal("659861"), "万元", "亿元")
    Decimal('65.9861')
    """
    (what, power), (goal, goal_power) = UNITS[unit], UNITS[target_unit]
    return value.scaleb(power - goal_power) if what == goal else None


def _is_near(row: dict[str, Any], options: Options) -> bool:
    """Whether the given day can be the figure's release: a series that ended years ago did not come out with it."""
    given, by_rule = dt.date.fromisoformat(options.released_on or ""), dt.date.fromisoformat(row["released_on"])
    return abs((given - by_rule).days) <= _NEAR_RELEASE


def vintages(rows: list[dict[str, Any]], options: Options) -> list[dict[str, Any]]:
    """Of a report only the newest period is first published here; the flag's day is when that came out."""
    newest: dict[tuple[str, str, str], str] = {}
    for row in rows:
        series = (row["region"], row["indicator"], row["basis"])
        newest[series] = max(newest.get(series, ""), row["period"])
    for row in rows:
        is_newest = row["period"] == newest[row["region"], row["indicator"], row["basis"]]
        if row["vintage"] == "first" and not is_newest:
            row["vintage"] = "pseudo"
        if options.released_on is not None and (is_newest or row["vintage"] == "revised") and _is_near(row, options):
            row["released_on"], row["release_basis"] = options.released_on, "actual"
            row["vintage"] = "first" if row["vintage"] == "pseudo" else row["vintage"]
    return rows
