"""Collect the facts of one indicator's forecast beside what is known without it (`known`), and how we did before."""

from __future__ import annotations

from shouguan.core.rounding import display
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.facts import known
from shouguan.facts.indicator_report import Sheet, course, difference, figure, step_key, target_key
from shouguan.facts.table import FactTable, name_of
from shouguan.models import naive, track_record
from shouguan.models.history import History, history
from shouguan.models.outlook import INTERVAL, Outlook


def collect(facts: FactTable, place: Place, view: View, outlook: Outlook) -> Sheet:
    """Add the facts of one indicator's forecast.

    Parameters
    ----------
    facts : FactTable
        Receives the facts.
    place, view : Place, View
    outlook : Outlook
        Of the place.

    Returns
    -------
    Sheet
    """
    past = history(place, view, outlook.indicator, outlook.year)
    sheet = known.sheet_of(place, view, outlook.indicator, past, near=outlook.quantile(0.5))
    known.collect(facts, place, sheet, view, past)
    _full_year(facts, sheet, outlook, past)
    _chances(facts, sheet, outlook)
    _gaps(facts, sheet)
    _record(facts, sheet)
    course(facts, sheet, view, outlook)
    return sheet


def _full_year(facts: FactTable, sheet: Sheet, outlook: Outlook, past: History) -> None:
    year = sheet.year
    low, high = outlook.interval(INTERVAL)
    zh, en = sheet.entry.zh, sheet.entry.en
    common = {"kind": "forecast", "period": str(year), "formula": f"{outlook.model}，种子 {outlook.seed}"}
    facts.add(
        figure(
            sheet,
            name_of("full_year", year, statistic="median"),
            outlook.quantile(0.5),
            lower=low,
            upper=high,
            level=INTERVAL,
            label_zh=f"{year}年{zh}预计增速（中位数）",
            label_en=f"{en} {year}, expected growth (median)",
            **common,
        )
    )
    for name, value, label_zh, label_en in (
        ("lower80", low, "80%区间下限", "80% interval, lower end"),
        ("upper80", high, "80%区间上限", "80% interval, upper end"),
    ):
        facts.add(
            figure(
                sheet, name_of("full_year", year, statistic=name), value, label_zh=label_zh, label_en=label_en, **common
            )
        )
    for name, rule in naive.YARDSTICKS.items() if past.known else ():  # a rule carries what is out of the year
        facts.add(
            figure(
                sheet,
                name_of("yardstick", year, name),
                rule(past),
                kind="forecast",
                period=str(year),
                label_zh=naive.LABELS[name][0],
                label_en=naive.LABELS[name][1],
                formula=f"models.naive.{name}",
            )
        )


def _chances(facts: FactTable, sheet: Sheet, outlook: Outlook) -> None:
    """Add the chance of every step of the ladder."""
    for value in sheet.ladder:
        facts.add(
            figure(
                sheet,
                name_of("chance", sheet.year, step_key(value)),
                100 * outlook.chance(value),
                kind="forecast",
                decimals=0,
                period=str(sheet.year),
                label_zh=f"全年达到{display(value, 1)}%的可能性",
                label_en=f"chance of {display(value, 1)}% or {'more' if sheet.entry.better == 'higher' else 'less'}",
                formula="P(全年 ≥ X − 0.05)" if sheet.entry.better == "higher" else "P(全年 ≤ X + 0.05)",
            )
        )


def _gaps(facts: FactTable, sheet: Sheet) -> None:
    """Add how far the expected year is from each target; below zero it falls short of it."""
    year, sign = sheet.year, sheet.entry.sign
    median = facts[sheet.key("full_year", year, "median")]
    for target in sheet.targets:
        name = target_key(target)
        fact = facts[sheet.key("target", year, name)]
        ends = [sign * ((end or 0.0) - fact.value) for end in (median.lower, median.upper)]
        facts.add(
            figure(
                sheet,
                name_of("gap", year, name),
                sign * (median.rounded - fact.rounded),
                kind="forecast",
                unit="pp",
                period=str(year),
                label_zh=f"预计与{target.kind}之差",
                label_en="expected less target",
                formula=f"{difference(sheet, median.key, fact.key)}（均按印出的一位小数）",
                inputs=(median.key, fact.key),
                lower=min(ends),
                upper=max(ends),
                level=INTERVAL,
            )
        )


def _record(facts: FactTable, sheet: Sheet) -> None:
    """Add how the same method did at the same point of earlier years."""
    past = track_record.summary(sheet.code, sheet.known, before=sheet.year)
    if past is None:
        return
    for name, value, unit, decimals, zh, en in (
        ("n", past.n, "", 0, "回溯预测次数", "past forecasts"),
        ("regions", past.regions, "", 0, "涉及地区数", "regions"),
        ("first_year", past.first_year, "", 0, "起始年份", "first year"),
        ("last_year", past.last_year, "", 0, "结束年份", "last year"),
        (
            "attainable",
            100 * past.n / (past.n + 1),
            "%",
            0,
            "回溯次数可检验的最高区间水平",
            "highest level they vouch for",
        ),
        ("coverage80", 100 * past.coverage80, "%", 0, "80%区间实际覆盖率", "coverage of the 80% interval"),
        ("mae", past.mae, "pp", 2, "本模型平均绝对误差", "mean absolute error of this model"),
        (
            "mae_carry_ytd",
            past.mae_carry_ytd,
            "pp",
            2,
            "沿用累计增速的平均绝对误差",
            "of carrying YTD forward",
        ),
        (
            "mae_carry_last_single",
            past.mae_carry_last_single,
            "pp",
            2,
            "沿用当期增速的平均绝对误差",
            "of carrying the single",
        ),
    ):
        facts.add(
            figure(
                sheet,
                name_of("record", statistic=name),
                float(value),
                unit=unit,
                decimals=decimals,
                label_zh=zh,
                label_en=en,
                source="data/official/record.csv（按现行数据回溯）",
                formula="同一时点各次回溯预测的汇总（shouguan.models.track_record）",
            )
        )
