"""What it takes: the growth that each full-year figure asks of the rest of the year, and the pace of the target."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.core.periods import ytd_label
from shouguan.facts.contents import NextPace
from shouguan.facts.indicator_report import Sheet, step_key
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words

RULES = {
    "linear": ("均分进度", "equal months"),
    "fast": ("加快进度", "the faster rule"),
    "plan": ("月度计划", "the plan by month"),
    "curve": ("S曲线", "the S-curve"),
}
"""Rules that count shares of the year."""


def with_pace(page: Context, sheet: Sheet) -> Markup:
    """Return the ladder of one indicator, and below it where the next release keeps pace with the target."""
    line = pace(page, sheet) if sheet.code in page.sheets else None
    return Markup("{}{}").format(needed(page, sheet), "" if line is None else page.note(line))


def pace(page: Context, sheet: Sheet) -> Markup | None:
    """Say where the next release must come to keep pace with the main target; None where there is no such way."""
    stands, target = page.told("pace", sheet.code).paces.get(sheet.code), sheet.main_target
    if stands is None or target is None:
        return None
    named = {
        "n": sheet.name(page.lang),
        "v": page.of_target(sheet, "target", target),
        "k": sheet.goal_name(target, page.facts, page.lang),
    }
    if not stands.reachable:
        return page.say("{n}：几乎没有路径能收在全年{v}%的{k}，不列同步增速。", **named)
    return page.say(
        "{n}：{t}累计{g}左右（80%区间{i}），方与全年{v}%的{k}同步，预计累计增速{e}%{l}。",
        t=ytd_label(stands.period, page.lang),
        g=words.grew(stands.needed, page.lang),
        i=words.interval(stands.lower, stands.upper, page.lang),
        e=page.facts.point(sheet.key("fan"), "quantiles", "0.5", 0),
        l=_lit(page, sheet, stands),
        **named,
    )


def _lit(page: Context, sheet: Sheet, stands: NextPace) -> Markup:
    """Say the light with its word, and for a rule that counts shares of the year what it was judged by."""
    if stands.light is None:
        return Markup("")
    usual = stands.light.word[0] != stands.light.word[1]
    word = page.either(*stands.light.word) if usual else page.given(stands.light.word[0])
    light = page.either("{c}（{w}）", "{c} ({w})", c=page.either(*stands.light.name), w=word)
    if stands.shares is None:
        return page.say("，{l}", l=light)
    due, reached = stands.shares
    return page.say(
        "；按{r}，{t}应达目标总量的{d}%，按上年各期比重折算为{a}%，{l}",
        r=page.either(*RULES[stands.rule]),
        t=ytd_label(sheet.origin, page.lang),
        d=due,
        a=reached,
        l=light,
    )


def needed(page: Context, sheet: Sheet) -> tables.Table:
    """Return the ladder of one indicator: required growth and the chance, last year's growth in the caption."""
    rest = sheet.rest(page.lang)
    goals = {step_key(target.met_from): sheet.goal_name(target, page.facts, page.lang) for target in sheet.targets}
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
        page.say("四舍五入后达到，最低需增（%）")
        if sheet.entry.better == "higher"
        else page.say("四舍五入后达到，最高可为（%）"),
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
