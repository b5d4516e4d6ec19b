"""How the figures came about: rules of thumb beside the model, its record, and notes on method and data."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.facts.indicator_report import Sheet
from shouguan.models.naive import LABELS
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words

_VOUCHED = 95.0
_RECORD = ("n", "regions", "first_year", "last_year", "coverage80", "mae", "mae_carry_ytd", "mae_carry_last_single")


def yardsticks(page: Context) -> Markup:
    """Return the model beside the rules of thumb, and how each did before."""
    rows = [
        [
            sheet.name(page.lang),
            page.full_year(sheet, "median"),
            words.between(page.full_year(sheet, "lower80"), page.full_year(sheet, "upper80"), page.lang),
            *(page.facts[sheet.key("yardstick", page.year, name)] for name in LABELS),
        ]
        for sheet in page.sheets.values()
    ]
    head = [
        page.say("全年增速（%）"),
        page.say("本模型（中位数）"),
        page.say("80%区间"),
        *(page.either(zh, en[0].upper() + en[1:]) for zh, en in LABELS.values()),
    ]
    caption = page.say("预计全年增速与简单规则对照")
    table = tables.Table(head, rows, caption=caption, kind="wide")
    return Markup("{}{}").format(table, page.items(_record(page, sheet) for sheet in page.sheets.values()))


def method(page: Context) -> Markup:
    """Return the note on method and data, in plain words."""
    return page.fill("method")


def _record(page: Context, sheet: Sheet) -> Markup:
    found = {name: page.facts.get(sheet.key("record", name)) for name in _RECORD}
    if found["n"] is None:
        return page.say(
            "{n}：{y}年以前同一时点没有足够的回溯预测，80%区间的实际覆盖率未知。",
            n=sheet.name(page.lang),
            y=page.year,
        )
    said = page.say(
        "{name}：同一方法对官方数据中{regions}个地区{first_year}—{last_year}年同一时点的{n}次回溯预测（按现行数据），"
        "80%区间实际覆盖{coverage80}%；平均绝对误差{mae}个百分点，"
        "沿用累计增速为{mae_carry_ytd}个，沿用当期增速为{mae_carry_last_single}个。",
        name=sheet.name(page.lang),
        **found,
    )
    attainable = page.facts[sheet.key("record", "attainable")]
    if attainable.value >= _VOUCHED:
        return said
    return said + page.say(
        "这些次数只够检验{a}%及以下的区间，更宽的区间依模型推定。",
        a=attainable,
    )
