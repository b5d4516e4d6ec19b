"""What it takes: the growth that each full-year figure asks of the rest of the year."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.facts.indicator_report import Sheet, step_key
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words


def needed(page: Context, sheet: Sheet) -> tables.Table:
    """Return the ladder of one indicator: required growth and the chance, last year's growth in the caption."""
    rest = sheet.rest(page.lang)
    goals = {step_key(target.value): sheet.goal_name(target, page.facts, page.lang) for target in sheet.targets}
    base = page.base(sheet)
    rows = [
        [
            Markup("{}{}").format(page.step(sheet, "step", value), _mark(goals.get(step_key(value)))),
            words.approx(page.step(sheet, "required", value)),
            page.step(sheet, "required_at_least", value),
            _odds(page, sheet, value) if sheet.code in page.sheets else None,
        ]
        for value in sheet.ladder
    ]
    head = [
        page.say("全年增速（%）"),
        page.say("{r}需增（%）", r=rest),
        page.say("四舍五入后达到，最低需增（%）"),
        page.say("实现可能性"),
    ]
    caption = page.say("{n}：全年不同增速对{r}增速的要求", n=sheet.name(page.lang), r=rest)
    if base is not None:  # the same for every row
        caption = page.say("{c}（上年{r}为{b}%）", c=caption, r=rest, b=words.approx(base))
    if sheet.code in page.sheets:
        return tables.Table(head, rows, caption=caption)
    weights = sheet.weights
    whose = (
        page.say("按月数均摊")
        if weights.region is None
        else page.say("取自{p}{y}年", p=page.region(weights.region), y=weights.base_year)
    )
    note = page.say("由已公布的累计增速和各期占比（{w}）推算，不是预测；±为四舍五入带来的误差范围。", w=whose)
    return tables.Table(head, rows, caption=caption, note=note).without_empty()


def _odds(page: Context, sheet: Sheet, value: float) -> Markup:
    word = words.chance_word(page.step(sheet, "chance", value), page.lang)
    return Markup('<span class="n">{}</span> <span class="n">{}</span>').format(page.chance(sheet, value), word)


def _mark(goal: str | None) -> Markup | str:
    return "" if goal is None else Markup(' <span class="tag">{}</span>').format(goal)
