"""The ladder: what each full-year figure takes of the rest of the year, beside last year's base and the chance."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.core.periods import Lang
from shouguan.data.place import Target
from shouguan.facts.indicator_report import Sheet, step_key, target_key
from shouguan.facts.table import Fact, FactTable
from shouguan.report import tables
from shouguan.report.charts import theme
from shouguan.report.charts.picture import Chart, Rows, drawn
from shouguan.report.language import words

_CHANCES = 58.0  # points for the column of chances


@drawn
def ladder_chart(facts: FactTable, sheet: Sheet, lang: Lang) -> Chart:
    """Draw the growth that the rest of the year needs for each full-year figure of the ladder.

    Parameters
    ----------
    facts : FactTable
        Must hold the ladder's facts (`step`, `required`, `chance`), as `collect` adds them.
    sheet : Sheet
    lang : {'zh', 'en'}
    """
    goals = {step_key(target.met_from): target for target in sheet.targets}
    steps = sorted(sheet.ladder, reverse=True)
    names = [_name(facts, sheet, value, goals.get(step_key(value)), lang) for value in steps]
    base = facts.get(sheet.key("base", sheet.year - 1))
    needs = [_of(facts, sheet, "required", value) for value in steps]
    picture = Rows([name.striptags() for name in names], right=_CHANCES, foot=0 if base is None else 1, head=True)
    room = theme.length("≈−00.0") + 2 * theme.GAP
    foot = min(needs, key=lambda need: need.value) if base is None else base
    start = foot.value
    picture.fit(
        (start, theme.GAP, theme.GAP),
        *((need.value, room, 0.0) if need.value < start else (need.value, 0.0, room) for need in needs),
    )
    picture.heading(0.0, words.say(lang, "全年"), ha="right", dx=-theme.GAP)
    picture.heading(0.5, words.say(lang, "{r}需增（%）", r=sheet.rest(lang)), ha="center")
    picture.heading(1.0, words.say(lang, "实现可能性"), ha="right", dx=_CHANCES - 2.0)
    if base is not None:
        _base_line(picture, sheet, base, lang)
    for row, (value, need) in enumerate(zip(steps, needs, strict=True)):
        goal = step_key(value) in goals
        colour = theme.RUST if goal else theme.BLUE
        at = picture.at[row]
        picture.line([foot, need], [at, at], color=theme.OTHER, linewidth=1.4, zorder=1)
        picture.line([need], [at], color=colour, marker="D" if goal else "o", markersize=5.5)
        left = need.value < start
        picture.put(
            need.value,
            at,
            words.say(lang, "≈{f}", f=need),
            dx=-7.0 if left else 7.0,
            ha="right" if left else "left",
            colour=colour,
            bold=goal,
        )
        picture.put(
            1.0,
            at,
            words.chance_percent(_of(facts, sheet, "chance", value), lang),
            dx=_CHANCES - 2.0,
            ha="right",
            across=True,
            bold=goal,
        )
        picture.name(row, names[row], colour=colour if goal else theme.INK, bold=goal)
    return picture.chart(
        f"ladder-{sheet.code.replace('_', '-')}",
        _title(facts, sheet, base, lang),
        _description(facts, sheet, steps, base, lang),
        _table(facts, sheet, steps, names, base, lang),
        lang,
    )


def _of(facts: FactTable, sheet: Sheet, kind: str, value: float) -> Fact:
    return facts[sheet.key(kind, sheet.year, step_key(value))]


def _name(facts: FactTable, sheet: Sheet, value: float, goal: Target | None, lang: Lang) -> Markup:
    step = _of(facts, sheet, "step", value)
    if goal is None:
        return words.say(lang, "{f}%", f=step)
    return words.say(lang, "{k}{f}%", f=step, k=sheet.goal_name(goal, facts, lang))


def _base_line(picture: Rows, sheet: Sheet, base: Fact, lang: Lang) -> None:
    picture.upright(base, color=theme.MUTED, linewidth=1.0, linestyle=theme.DASHED, zorder=0)
    label = words.say(lang, "上年{r} ≈{b}", r=sheet.rest(lang), b=base)
    picture.foot(base.value, label)


def _title(facts: FactTable, sheet: Sheet, base: Fact | None, lang: Lang) -> Markup:
    target = sheet.main_target
    if target is None:
        median = facts[sheet.key("full_year", sheet.year, "median")]
        value = min(sheet.ladder, key=lambda step: abs(step - median.rounded))
    else:
        value = target.met_from
    step, need = _of(facts, sheet, "step", value), _of(facts, sheet, "required", value)
    parts: dict[str, object] = {
        "n": sheet.name(lang),
        "f": step,
        "r": sheet.rest(lang),
        "w": words.grew(need, lang),
        "v": need,
        "b": "" if base is None else _beside(sheet, base, lang),
        "c": words.chance_percent(_of(facts, sheet, "chance", value), lang),
    }
    if target is None:
        return words.either(
            lang,
            "{n}：全年{g}，{r}需{w}{b}，实现可能性{c}",
            "{n}: a year of {f}% takes {v}% in {r}{b}; the chance is {c}",
            g=words.grew(step, lang),
            **parts,
        )
    return words.either(
        lang,
        "{n}：要达到{t}的{k}，{r}需{w}{b}，实现可能性{c}",
        "{n}: the target of {t} takes {v}% in {r}{b}; the chance is {c}",
        t=words.aim(facts[sheet.key("target", sheet.year, target_key(target))], lang, bound=target.bound),
        k=sheet.goal_name(target, facts, lang),
        **parts,
    )


def _beside(sheet: Sheet, base: Fact, lang: Lang) -> Markup:
    return words.either(
        lang, "（上年{r}{g}左右）", " (last year about {f}%)", r=sheet.rest(lang), g=words.grew(base, lang), f=base
    )


def _description(facts: FactTable, sheet: Sheet, steps: list[float], base: Fact | None, lang: Lang) -> Markup:
    top, bottom = steps[0], steps[-1]
    return words.say(
        lang,
        "每一级是一个全年增速，点的位置是{r}为此需要的增速，从全年{a}%所需的{b}%到全年{c}%所需的{d}%；"
        "菱形是目标，右侧是实现可能性。{e}",
        r=sheet.rest(lang),
        a=_of(facts, sheet, "step", bottom),
        b=_of(facts, sheet, "required", bottom),
        c=_of(facts, sheet, "step", top),
        d=_of(facts, sheet, "required", top),
        e=words.say(lang, "没有上年同期的数据可比。")
        if base is None
        else words.say(
            lang,
            "虚线是上年{r}的{f}%。",
            r=sheet.rest(lang),
            f=base,
        ),
    )


def _table(
    facts: FactTable, sheet: Sheet, steps: list[float], names: list[Markup], base: Fact | None, lang: Lang
) -> tables.Table:
    head = [
        words.say(lang, "全年增速"),
        words.say(lang, "{r}需增（%）", r=sheet.rest(lang)),
        words.say(lang, "上年{r}（%）", r=sheet.rest(lang)),
        words.say(lang, "实现可能性"),
    ]
    rows = [
        [
            name,
            words.approx(_of(facts, sheet, "required", value)),
            tables.DASH if base is None else words.approx(base),
            words.chance_percent(_of(facts, sheet, "chance", value), lang),
        ]
        for value, name in zip(steps, names, strict=True)
    ]
    caption = words.say(
        lang,
        "{n}：全年不同增速对{r}的要求",
        n=sheet.name(lang),
        r=sheet.rest(lang),
    )
    return tables.Table(head, rows, caption=caption)
