"""How forecasts at this point of past years did: each beside what came, and how often chances came true."""

from __future__ import annotations

from typing import Any

from shouguan.core.rounding import half_up
from shouguan.evaluation import reliability
from shouguan.facts.briefing import Briefing
from shouguan.facts.indicator_report import Sheet, figure
from shouguan.facts.rows import Past, PastYear
from shouguan.facts.table import Fact, Name, name_of
from shouguan.models import track_record
from shouguan.models.naive import LABELS

_SOURCE = "data/official/record.csv（按现行数据回溯）"
_EACH = "同一方法在往年同一时点的回溯预测（shouguan.models.track_record）"
_TOGETHER = "同一时点各次回溯预测的汇总（shouguan.models.track_record、shouguan.evaluation.reliability）"
_MEDIAN = "median_of_rules"  # never nearer than the rule it is the middle of
RULES = tuple(LABELS)[:2]
"""The rules of thumb that past forecasts are shown beside."""
_LABELS = {
    "median": ("当时预计", "forecast then"),
    "lower80": ("80%区间下限", "80% interval, lower end"),
    "upper80": ("80%区间上限", "80% interval, upper end"),
    "truth": ("实际", "what came"),
}


def past(page: Briefing, sheet: Sheet) -> Past | None:
    """Add the past forecasts of the nearest region that has any at this point of the year; None without one."""
    for region in page.place.chain():
        rows = track_record.earlier(sheet.code, sheet.known, page.year, region)
        if len(rows):
            break
    else:
        return None
    inside = rows["truth"].between(rows["lower80"], rows["upper80"]).sum()
    error = (rows["median"] - rows["truth"]).abs().mean()
    _together(page, sheet, name_of("past", statistic="n"), len(rows), "", 0, "回溯预测年数", "past forecasts")
    within = "实际值在80%区间内的年数", "years inside the 80% interval"
    _together(page, sheet, name_of("past", statistic="inside"), inside, "", 0, *within)
    _together(page, sheet, name_of("past", statistic="mae"), error, "pp", 2, "平均绝对误差", "mean absolute error")
    return Past(region, tuple(_year(page, sheet, each) for each in rows.itertuples()))


def _year(page: Briefing, sheet: Sheet, each: Any) -> PastYear:
    def add(name: str, value: float, unit: str, zh: str, en: str) -> Fact:
        labels = {"label_zh": zh, "label_en": en, "source": _SOURCE, "formula": _EACH}
        own, period = name_of("past", each.year, statistic=name), str(each.year)
        return page.facts.add(figure(sheet, own, float(value), unit=unit, period=period, **labels))

    miss = half_up(each.median - each.truth, 1)
    off = {name: half_up(abs(getattr(each, name) - each.truth), 1) for name in LABELS if name != _MEDIAN}
    rule = min(off, key=lambda name: off[name])
    told = miss != 0 or off[rule] < abs(miss)
    nearer = told and 0 < off[rule] < abs(miss)
    return PastYear(
        year=each.year,
        turning=each.turning,
        inside=each.lower80 <= each.truth <= each.upper80,
        **{name: add(name, getattr(each, name), "%", *labels) for name, labels in _LABELS.items()},
        rules={name: add(name, getattr(each, name), "%", *LABELS[name]) for name in RULES},
        miss=add("miss", miss, "pp", "预测与实际之差", "forecast less what came") if told else None,
        rule=rule,
        rule_was_right=off[rule] == 0,
        nearer=add("nearest_rule", off[rule], "pp", "最准的简单规则之差", "nearest rule") if nearer else None,
    )


def reliable(page: Briefing, sheet: Sheet) -> int:
    """Add how often chances given in past years came true; return in how many groups, none where they are too few."""
    given = reliability.given(sheet.code, sheet.known, before=page.year)
    made = reliability.groups(given)
    for number, group in enumerate(made):
        for name, value, zh, en in (
            ("chance", group.chance, "平均给出的可能性", "mean chance given"),
            ("met", group.met, "后来达到的比例", "share that came true"),
            ("lower95", group.lower, "不确定范围下限", "uncertain range, lower end"),
            ("upper95", group.upper, "不确定范围上限", "uncertain range, upper end"),
        ):
            _together(page, sheet, name_of("reliability", number, statistic=name), 100 * value, "%", 0, zh, en)
        _together(page, sheet, name_of("reliability", number, statistic="n"), group.n, "", 0, "可能性个数", "chances")
    if made:
        years = given["year"]
        for name, value, unit, decimals, zh, en in (
            ("n", len(given), "", 0, "可能性个数", "chances"),
            ("error", 100 * reliability.mean_error(made), "pp", 1, "平均相差", "mean difference"),
            ("first_year", years.min(), "", 0, "起始年份", "first year"),
            ("last_year", years.max(), "", 0, "结束年份", "last year"),
        ):
            _together(page, sheet, name_of("reliability", statistic=name), value, unit, decimals, zh, en)
    return len(made)


def _together(
    page: Briefing, sheet: Sheet, name: Name, value: float, unit: str, decimals: int, zh: str, en: str
) -> None:
    labels = {"label_zh": zh, "label_en": en, "source": _SOURCE, "formula": _TOGETHER}
    page.facts.add(figure(sheet, name, float(value), unit=unit, decimals=decimals, **labels))
