"""Our own misses: each past forecast at this point of the year against what came, and where rules won."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.core.rounding import half_up
from shouguan.facts.indicator_report import Sheet, figure
from shouguan.facts.table import Fact
from shouguan.models import track_record
from shouguan.models.naive import LABELS
from shouguan.models.track_record import PastForecast
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words

_SOURCE = "data/official/record.csv（按现行数据回溯）"
_FORMULA = "同一方法在往年同一时点的回溯预测（shouguan.models.track_record）"


def misses(page: Context, sheet: Sheet) -> Markup:
    """Return the table of past forecasts of the nearest region that has a record, and a verdict on each year."""
    found = on_record(page, sheet)
    if found is not None:
        region, past = found
        return _table(page, sheet, region, past) + _verdicts(page, sheet, past)
    return Markup("<p>{}</p>").format(
        page.say(
            "{n}：没有同一时点的回溯预测。",
            "{n}: no past forecast at this point is on record.",
            n=sheet.name(page.lang),
        )
    )


def on_record(page: Context, sheet: Sheet) -> tuple[str, list[PastForecast]] | None:
    """Return the nearest region that has past forecasts at this point of the year, and these; None without one."""
    for region in page.place.chain():
        past = track_record.past(sheet.code, len(sheet.outlook.known), before=page.year, region=region)
        if past:
            return region, past
    return None


def _table(page: Context, sheet: Sheet, region: str, past: list[PastForecast]) -> Markup:
    rows = []
    for each in past:
        low, high = fact(page, sheet, each, "lower80"), fact(page, sheet, each, "upper80")
        inside = each.lower80 <= each.truth <= each.upper80
        rows.append(
            [
                page.say("{y}年", "{y}", y=each.year),
                page.say("转折", "turning") if each.turning else page.say("平稳", "calm"),
                fact(page, sheet, each, "median"),
                words.interval(low, high, page.lang),
                fact(page, sheet, each, "truth"),
                page.say("在区间内", "inside") if inside else page.say("在区间外", "outside"),
                *(fact(page, sheet, each, name) for name in ("carry_ytd", "carry_last_single")),
            ]
        )
    named = page.place.regions.get(region)
    name = region if named is None else (named.name if page.lang == "zh" else named.name_en)
    head = [
        page.say("年份", "Year"),
        page.say("年型", "Kind of year"),
        page.say("当时预计", "Forecast then"),
        page.say("80%区间", "80% interval"),
        page.say("实际", "What came"),
        page.say("实际是否在区间内", "Inside?"),
        *(page.say(zh, en[0].upper() + en[1:]) for zh, en in list(LABELS.values())[:2]),
    ]
    caption = page.say(
        "{r}{n}：往年同一时点的全年预测（%，按现行数据回溯）",
        "{n}, {r}: forecasts of the year at this point of past years (%, on data as known today)",
        r=name,
        n=sheet.name(page.lang),
    )
    return tables.table(head, rows, caption=caption, kind="wide")


def _verdicts(page: Context, sheet: Sheet, past: list[PastForecast]) -> Markup:
    """Say in words by how much each year was missed, and which rule was nearer, worst year first."""
    said = []
    for each in sorted(past, key=lambda each: -abs(each.median - each.truth)):
        miss = half_up(each.median - each.truth, 1)
        better = {name: half_up(abs(value - each.truth), 1) for name, value in each.rules.items() if name != _MEDIAN}
        rule = min(better, key=lambda name: better[name])
        if miss == 0 and better[rule] >= abs(miss):
            continue
        size = _add(page, sheet, each.year, "miss", miss, "pp", "预测与实际之差", "forecast less what came")
        direction = page.say("偏高", "too high") if miss > 0 else page.say("偏低", "too low")
        sentence = page.say(
            "{y}年预计{d}{m}个百分点", "{y}: {m} points {d}", y=each.year, d=direction, m=size.magnitude
        )
        rule_name = LABELS[rule][0 if page.lang == "zh" else 1]
        if better[rule] == 0:
            sentence += page.say("，“{r}”与实际一致。", "; “{r}” was right.", r=rule_name)
        elif better[rule] < abs(miss):
            nearer = _add(
                page, sheet, each.year, "nearest_rule", better[rule], "pp", "最准的简单规则之差", "nearest rule"
            )
            sentence += page.say(
                "，“{r}”更准，差{m}个百分点。",
                "; “{r}” was nearer, by {m} points off.",
                r=rule_name,
                m=nearer,
            )
        else:
            sentence += page.say("，简单规则都不更准。", "; no rule was nearer.")
        said.append(Markup("<li>{}</li>").format(sentence))
    return Markup("<ul>{}</ul>").format(Markup("").join(said)) if said else Markup("")


_MEDIAN = "median_of_rules"  # never nearer than the rule it is the middle of


def fact(page: Context, sheet: Sheet, each: PastForecast, name: str) -> Fact:
    """Add a figure of a past forecast: `median`, `lower80`, `upper80`, `truth`, or what a rule said."""
    value = each.rules[name] if name in each.rules else getattr(each, name)
    zh, en = LABELS[name] if name in LABELS else _LABELS[name]
    return _add(page, sheet, each.year, name, float(value), "%", zh, en)


_LABELS = {
    "median": ("当时预计", "forecast then"),
    "lower80": ("80%区间下限", "80% interval, lower end"),
    "upper80": ("80%区间上限", "80% interval, upper end"),
    "truth": ("实际", "what came"),
}


def _add(page: Context, sheet: Sheet, year: int, name: str, value: float, unit: str, zh: str, en: str) -> Fact:
    key = f"past.{year}.{name}"
    return page.facts.get(sheet.key(key)) or page.facts.add(
        figure(
            sheet, key, value, unit=unit, period=str(year), label_zh=zh, label_en=en, source=_SOURCE, formula=_FORMULA
        )
    )
