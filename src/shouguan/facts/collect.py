"""Collect the facts of one indicator: published, forecast, needed, and how well we did before."""

from __future__ import annotations

from shouguan.analysis.ranking import published_rank
from shouguan.core.periods import Period, ytd_label
from shouguan.core.rounding import display, half_up
from shouguan.core.ytd import ROUNDING, rest_of_year
from shouguan.data.observations import View
from shouguan.data.place import Place, Target
from shouguan.facts.indicator_report import (
    Sheet,
    Weighed,
    banded,
    course,
    entry_for,
    figure,
    official,
    published,
    step_key,
    target_key,
)
from shouguan.facts.table import FactTable, name_of
from shouguan.models import naive, track_record
from shouguan.models.history import History, history
from shouguan.models.outlook import INTERVAL, Outlook

_LADDER_STEP = 0.5
_LADDER_HALF = 2


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
    code, year = outlook.indicator, outlook.year
    targets, weights = tuple(place.targets_for(code, year, view.as_of)), outlook.weights
    past = history(place, view, code, year)
    sheet = Sheet(
        entry=entry_for(place, code),
        region=outlook.region,
        year=year,
        as_of=outlook.as_of,
        origin=outlook.origin,
        known=len(outlook.known),
        weights=Weighed(weights.region, weights.base_year, weights.pseudo),
        targets=targets,
        ladder=_ladder(outlook, targets),
    )
    _published(facts, sheet, place, view)
    _full_year(facts, sheet, outlook, past)
    _base(facts, sheet, view, past)
    _needed(facts, sheet, outlook)
    _record(facts, sheet)
    course(facts, sheet, view, outlook)
    return sheet


def _published(facts: FactTable, sheet: Sheet, place: Place, view: View) -> None:
    origin = sheet.origin
    periods = sheet.entry.calendar.periods(origin.year)
    known = periods[: sheet.known]
    newest = official(facts, sheet, view, origin)
    assert newest is not None
    before = official(facts, sheet, view, known[-2]) if len(known) > 1 else None
    if before is not None:
        facts.add(
            figure(
                sheet,
                name_of("ytd", origin, statistic="change"),
                newest.value - before.value,
                unit="pp",
                label_zh=f"比{ytd_label(known[-2])}提高（负为回落）",
                label_en=f"change from {ytd_label(known[-2], 'en')}",
                formula=f"{newest.key} − {before.key}",
                inputs=(newest.key, before.key),
            )
        )
    rank = published_rank(place, view, sheet.code, origin)
    if rank is None:
        _told_rank(facts, sheet, view, origin, known[-2] if before is not None else None)
        return
    facts.add(
        figure(
            sheet,
            name_of("rank", origin),
            rank[0],
            unit="place",
            decimals=0,
            label_zh="位次",
            label_en="rank",
            formula="按同组地区已公布增速排位（并列同位）",
            inputs=(newest.key,),
        )
    )
    facts.add(
        figure(
            sheet,
            name_of("rank", statistic="peers"),
            len(place.settings.peers),
            unit="place",
            decimals=0,
            label_zh="同组地区数",
            label_en="number of peers",
            formula="地区设置 peers 的个数",
        )
    )
    earlier = published_rank(place, view, sheet.code, known[-2]) if before is not None else None
    if earlier is not None:
        facts.add(
            figure(
                sheet,
                name_of("rank", origin, statistic="change"),
                earlier[0] - rank[0],
                unit="place",
                decimals=0,
                label_zh="位次升（负为降）",
                label_en="places gained",
                inputs=(sheet.key(f"rank.{origin}"),),
                formula=f"{ytd_label(known[-2])}位次 − {ytd_label(origin)}位次",
            )
        )


def _told_rank(facts: FactTable, sheet: Sheet, view: View, origin: Period, before: Period | None) -> None:
    """Add the rank that a bulletin printed, where the peers' own growth is not known to rank by."""
    rows = view.rows(sheet.region, sheet.code, basis="ytd", measure="rank").set_index("period", drop=False)
    if str(origin) not in rows.index:
        return
    told = {"unit": "place", "decimals": 0, "label_zh": "位次（公布）", "label_en": "rank as published"}
    row = rows.loc[str(origin)]
    new = facts.add(published(sheet, name_of("rank_published", origin), row, **told))
    if before is not None and str(before) in rows.index:
        facts.add(
            figure(
                sheet,
                name_of("rank_published", origin, statistic="change"),
                float(rows.loc[str(before), "value"]) - new.value,
                unit="place",
                decimals=0,
                label_zh="公布的位次升（负为降）",
                label_en="places gained by the published ranks",
                inputs=(new.key,),
                formula=f"{ytd_label(before)}位次 − {ytd_label(origin)}位次",
            )
        )


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
    for name, rule in naive.YARDSTICKS.items():
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
    facts.add(
        figure(
            sheet,
            name_of("weight", outlook.origin),
            100 * outlook.known_weight,
            label_zh="已公布时段占全年的比重",
            label_en="share of the year already published",
            formula="W_k：上年各期占全年的比重，累计至已公布时段",
        )
    )


def _base(facts: FactTable, sheet: Sheet, view: View, past: History) -> None:
    """Add last year's growth in the stretch that is still ahead this year."""
    origin = sheet.origin
    last_year = origin.year - 1
    growth = view.ytd_growth(sheet.region, sheet.code)
    same = Period(last_year, origin.frequency, origin.number)
    end = sheet.entry.calendar.periods(last_year)[-1]
    if same not in growth or end not in growth:
        return
    size = sheet.entry.calendar.size
    weight = float(past.cumulative[-2 * size + sheet.known - 1])
    inputs = tuple(fact.key for p in (end, same) if (fact := official(facts, sheet, view, p)) is not None)
    band = rest_of_year(growth[end], weight, growth[same])
    label_zh = f"上年{sheet.rest('zh')}增速（由累计数推算）"
    label_en = f"growth in {sheet.rest('en')} of last year, backed out of YTD figures"
    facts.add(
        banded(sheet, name_of("base", last_year), band, label_zh, label_en, "(G − W·G_k)/(1 − W)", inputs, last_year)
    )


def _ladder(outlook: Outlook, targets: tuple[Target, ...]) -> tuple[float, ...]:
    centre = _LADDER_STEP * round(outlook.quantile(0.5) / _LADDER_STEP)
    steps = {half_up(centre + i * _LADDER_STEP, 1) for i in range(-_LADDER_HALF, _LADDER_HALF + 1)}
    return tuple(sorted(steps | {half_up(t.value, 1) for t in targets}))


def _needed(facts: FactTable, sheet: Sheet, outlook: Outlook) -> None:
    """Add each target with its gap, and for every step of the ladder what it needs and its chance."""
    year = sheet.year
    known = sheet.key(f"ytd.{outlook.origin}")
    for value in sheet.ladder:
        name = step_key(value)
        facts.add(
            figure(
                sheet,
                name_of("step", year, name),
                value,
                kind="assumption",
                period=str(year),
                label_zh="全年增速",
                label_en="full-year growth",
            )
        )
        for suffix, goal in (("required", value), ("required_at_least", value - ROUNDING)):
            facts.add(
                banded(
                    sheet,
                    name_of(suffix, year, name),
                    outlook.required(goal),
                    f"全年{_grew(goal, 2)}%时{sheet.rest('zh')}需增",
                    f"growth needed in {sheet.rest('en')} for {display(goal, 2)}%",
                    "(X − W·G_k)/(1 − W)",
                    (known, sheet.key(f"weight.{outlook.origin}")),
                    year,
                )
            )
        facts.add(
            figure(
                sheet,
                name_of("chance", year, name),
                100 * outlook.chance(value),
                kind="forecast",
                decimals=0,
                period=str(year),
                label_zh=f"全年达到{display(value, 1)}%的可能性",
                label_en=f"chance of {display(value, 1)}% or more",
                formula="P(全年 ≥ X − 0.05)",
            )
        )
    median = facts[sheet.key(f"full_year.{year}.median")]
    for target in sheet.targets:
        name = target_key(target)
        fact = facts.add(
            figure(
                sheet,
                name_of("target", year, name),
                target.value,
                kind="target",
                decimals=0 if target.op == "around" and float(target.value).is_integer() else 1,  # 5%左右
                period=str(year),
                label_zh=target.kind,
                label_en=f"target ({name})",
                source=target.source,
                released_on=target.announced_on.isoformat(),
            )
        )
        facts.add(
            figure(
                sheet,
                name_of("gap", year, name),
                median.rounded - fact.rounded,
                kind="forecast",
                unit="pp",
                period=str(year),
                label_zh=f"预计与{target.kind}之差",
                label_en="expected less target",
                formula=f"{median.key} − {fact.key}（均按印出的一位小数）",
                inputs=(median.key, fact.key),
                lower=(median.lower or 0.0) - fact.value,
                upper=(median.upper or 0.0) - fact.value,
                level=INTERVAL,
            )
        )
    tenth = 0.1 / (1.0 - outlook.known_weight)
    facts.add(
        figure(
            sheet,
            name_of("cost", year),
            tenth,
            unit="pp",
            decimals=2,
            label_zh=f"全年每提高0.1个百分点{sheet.rest('zh')}需多增",
            label_en=f"extra growth in {sheet.rest('en')} for 0.1 point of the year",
            formula="0.1/(1 − W)",
        )
    )


def _grew(value: float, decimals: int) -> str:
    """Say growth in a label: 增长3.50, 下降0.50."""
    return f"{'下降' if half_up(value, decimals) < 0 else '增长'}{display(abs(value), decimals)}"


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
