"""Scenarios as dots with their intervals on one scale, with the target across them and its chance beside each."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.analysis.scenarios.file import BASE
from shouguan.core.periods import Lang
from shouguan.facts.indicator_report import Sheet, target_key
from shouguan.facts.scenario_facts import key
from shouguan.facts.table import Fact, FactTable
from shouguan.report import tables
from shouguan.report.charts import theme
from shouguan.report.charts.picture import Chart, Rows, drawn
from shouguan.report.language import words

_CHANCES = 56.0  # points for the column of chances


@drawn
def scenarios_chart(facts: FactTable, sheet: Sheet, lang: Lang) -> Chart:
    """Draw the full year under each scenario: median and 80 % interval.

    Parameters
    ----------
    facts : FactTable
        Must hold the facts and the series that `shouguan.facts.scenario_facts.collect` adds.
    sheet : Sheet
        Of the indicator that is compared.
    lang : {'zh', 'en'}
    """
    series = facts.series[sheet.key("scenarios")]
    names, labels = series["names"], [facts.quote(label) for label in series["labels"][lang]]
    goal = _goal(facts, sheet)
    ranges = [_range(facts, sheet, name, lang) for name in names]
    column = max(theme.length(text.striptags()) for text in ranges) + theme.GAP
    right = column + (0.0 if goal is None else _CHANCES)
    picture = Rows(labels, right=right, foot=0 if goal is None else 1, head=True)
    ends = [_of(facts, sheet, name, end).value for name in names for end in ("lower80", "upper80")]
    picture.fit(*((value, theme.GAP, theme.GAP) for value in (*ends, *([] if goal is None else [goal.value]))))
    picture.heading(1.0, words.say(lang, "预计（80%区间）"), ha="right", dx=column)
    if goal is not None:
        picture.heading(1.0, words.say(lang, "可能性"), ha="right", dx=right - 2.0)
        picture.upright(goal, color=theme.RUST, linewidth=1.0, linestyle=theme.DOTTED, zorder=0)
        picture.foot(goal.value, words.say(lang, "目标{t}", t=goal))
    for row, (name, label) in enumerate(zip(names, labels, strict=True)):
        _row(picture, facts, sheet, name, row)
        picture.name(row, label, bold=name == BASE)
        picture.put(1.0, picture.at[row], ranges[row], dx=column, ha="right", across=True)
        if goal is not None:
            chance = words.chance_percent(_of(facts, sheet, name, "chance"), lang)
            picture.put(1.0, picture.at[row], chance, dx=right - 2.0, ha="right", across=True)
    return picture.chart(
        f"scenarios-{sheet.code.replace('_', '-')}",
        _title(facts, sheet, names, labels, goal, lang),
        _description(facts, sheet, names, labels, goal, lang),
        _table(facts, sheet, names, labels, lang),
        lang,
    )


def _of(facts: FactTable, sheet: Sheet, name: str, what: str) -> Fact:
    return facts[sheet.key(key(name, sheet.year, what=what))]


def _goal(facts: FactTable, sheet: Sheet) -> Fact | None:
    target = sheet.main_target
    return None if target is None else facts[sheet.key("target", sheet.year, target_key(target))]


def _range(facts: FactTable, sheet: Sheet, name: str, lang: Lang) -> Markup:
    median, low, high = (_of(facts, sheet, name, what) for what in ("median", "lower80", "upper80"))
    return words.with_range(median, low, high, lang)


def _row(picture: Rows, facts: FactTable, sheet: Sheet, name: str, row: int) -> None:
    """Draw one scenario; the base is hollow, so that it is told apart without colour."""
    median, low, high = (_of(facts, sheet, name, what) for what in ("median", "lower80", "upper80"))
    at = picture.at[row]
    picture.line([low, high], [at, at], color=theme.BANDS[-1], linewidth=3.2, zorder=1)
    picture.line(
        [median],
        [at],
        color=theme.BLUE,
        marker="o",
        markersize=6.0,
        markerfacecolor="white" if name == BASE else theme.BLUE,
        markeredgewidth=1.4,
        zorder=2,
    )


def _title(
    facts: FactTable, sheet: Sheet, names: list[str], labels: list[Markup], goal: Fact | None, lang: Lang
) -> Markup:
    """Say how far apart the scenarios are, and which of them reach the target."""
    medians = {label: _of(facts, sheet, name, "median") for name, label in zip(names, labels, strict=True)}
    low, high = (end(medians.values(), key=lambda fact: fact.value) for end in (min, max))
    parts: dict[str, object] = {"n": sheet.name(lang), "y": sheet.year}
    if low.rounded == high.rounded:
        title = words.say(lang, "{n}：各情景{y}年预计都{g}", g=words.grew(low, lang), **parts)
    else:
        title = words.either(
            lang,
            "{n}：{y}年预计从{b}的{l}到{t}的{h}",
            "{n} in {y}: from {f}% ({b}) to {g}% ({t})",
            b=next(label for label, fact in medians.items() if fact is low),
            t=next(label for label, fact in medians.items() if fact is high),
            l=words.grew(low, lang),
            h=words.grew(high, lang),
            f=low,
            g=high,
            **parts,
        )
    return title if goal is None else title + _reached(medians, goal, lang)


def _reached(medians: dict[Markup, Fact], goal: Fact, lang: Lang) -> Markup:
    reached = [label for label, fact in medians.items() if fact.rounded >= goal.rounded]
    if len(reached) == len(medians):
        return words.say(lang, "，都不低于{t}%的目标", t=goal)
    if not reached:
        return words.say(lang, "，都低于{t}%的目标", t=goal)
    return words.say(
        lang,
        "；不低于{t}%目标的是{r}",
        t=goal,
        r=words.say(lang, "、").join(reached),
    )


def _description(
    facts: FactTable, sheet: Sheet, names: list[str], labels: list[Markup], goal: Fact | None, lang: Lang
) -> Markup:
    each = [
        words.either(
            lang,
            "{n}{g}，80%区间{i}",
            "{n} {m}%, 80% interval {i}",
            n=label,
            g=words.grew(_of(facts, sheet, name, "median"), lang),
            m=_of(facts, sheet, name, "median"),
            i=words.interval(_of(facts, sheet, name, "lower80"), _of(facts, sheet, name, "upper80"), lang),
        )
        for name, label in zip(names, labels, strict=True)
    ]
    return words.say(
        lang,
        "每行一个情景，圆点为全年预计增速（中位数），横线为80%区间，空心圆点为基准情景。{e}。{t}",
        e=words.say(lang, "；").join(each),
        t=""
        if goal is None
        else words.say(
            lang,
            "竖直点线为目标{g}%，右侧为实现可能性。",
            g=goal,
        ),
    )


def _table(facts: FactTable, sheet: Sheet, names: list[str], labels: list[Markup], lang: Lang) -> tables.Table:
    head = [
        words.say(lang, "情景"),
        words.say(lang, "预计（中位数，%）"),
        words.say(lang, "80%区间下限（%）"),
        words.say(lang, "80%区间上限（%）"),
    ]
    rows = [
        [label, *(_of(facts, sheet, name, what) for what in ("median", "lower80", "upper80"))]
        for name, label in zip(names, labels, strict=True)
    ]
    caption = words.say(lang, "{n}：各情景的全年增速", n=sheet.name(lang))
    return tables.Table(head, rows, caption=caption)
