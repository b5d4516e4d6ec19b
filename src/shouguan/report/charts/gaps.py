"""The gap by part: what is expected of each part over the rest of the year, what a target needs, and what that adds."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.core import indicators
from shouguan.core.periods import Lang
from shouguan.data.place import Target
from shouguan.facts.indicator_report import Sheet, step_key, target_key
from shouguan.facts.table import Fact, FactTable
from shouguan.report import tables
from shouguan.report.charts import theme
from shouguan.report.charts.picture import Chart, Rows, drawn
from shouguan.report.charts.waterfall import room
from shouguan.report.language import phrases, words

_ADDED = 76.0  # points for the column of what is added


@drawn
def gap_chart(facts: FactTable, sheet: Sheet, target: Target, codes: Sequence[str], lang: Lang) -> Chart:
    """Draw, for each part, from the growth that is expected of the rest of the year to the growth that is needed.

    Parameters
    ----------
    facts : FactTable
        Must hold `plan.{year}.{target}.{part}.expected`, `.needed`, `.short` (their difference) and `.points`, and
        `plan.{year}.{target}.reachable` where the target is out of reach, as `report.plans` adds them.
    sheet : Sheet
        Of the total.
    target : Target
    codes : sequence of str
        The parts, those first that must add most.
    lang : {'zh', 'en'}
    """
    stem = sheet.key("plan", sheet.year, step_key(target.met_from))
    lines = [_Line(code, facts, stem, lang) for code in codes]
    picture = Rows([line.name for line in lines], right=_ADDED, head=True)
    picture.fit(*(mark for line in lines for mark in line.marks()))
    picture.heading(0.5, words.say(lang, "{r}：○预计 ◆需增（%）", r=sheet.rest(lang)), ha="center")
    picture.heading(1.0, words.say(lang, "多拉动（百分点）"), ha="right", dx=_ADDED - 2.0)
    for row, line in enumerate(lines):
        _dumbbell(picture, row, line)
    picture.zero_line()
    reachable = facts.get(f"{stem}.reachable")
    return picture.chart(
        f"gap-{sheet.code.replace('_', '-')}-{target_key(target)}",
        _title(facts, sheet, target, lines, reachable, lang),
        _description(sheet, lines, reachable, lang),
        _table(facts, sheet, target, lines, lang),
        lang,
    )


class _Line:
    """One part with its facts."""

    def __init__(self, code: str, facts: FactTable, stem: str, lang: Lang) -> None:
        entry = indicators.indicator(code)
        self.name = entry.zh if lang == "zh" else entry.en
        self.expected, self.needed, self.short, self.points = (
            facts[f"{stem}.{code}.{name}"] for name in ("expected", "needed", "short", "points")
        )

    def marks(self) -> list[tuple[float, float, float]]:
        """Return where the two marks stand, with the room that their figures take on their outer sides."""
        low, high = sorted((self.expected, self.needed), key=lambda fact: fact.value)
        return [(low.value, room(low), 0.0), (high.value, 0.0, room(high))]


def _dumbbell(picture: Rows, row: int, line: _Line) -> None:
    at, up = picture.at[row], line.needed.value >= line.expected.value
    picture.line([line.expected, line.needed], [at, at], color=theme.OTHER, linewidth=1.6, zorder=1)
    for fact, colour, marker, fill, outward in (
        (line.expected, theme.BLUE, "o", "white", not up),
        (line.needed, theme.RUST, "D", theme.RUST, up),
    ):
        picture.line([fact], [at], color=colour, marker=marker, markersize=5.0, markerfacecolor=fill, zorder=2)
        picture.put(
            fact.value,
            at,
            fact,
            dx=7.0 if outward else -7.0,
            ha="left" if outward else "right",
            colour=colour,
            halo=True,
        )
    picture.put(1.0, at, line.points, dx=_ADDED - 2.0, ha="right", across=True)
    picture.name(row)


def _goal(facts: FactTable, sheet: Sheet, target: Target, lang: Lang) -> Markup:
    return words.either(
        lang,
        "{n}{t}%{a}的{k}",
        "the target of {t}%{a} for {n}",
        n=words.inline(sheet.name(lang)),
        t=facts[sheet.key("target", sheet.year, target_key(target))],
        a=words.bound_mark(target.bound, lang),
        k=sheet.goal_name(target, facts, lang),
    )


def _title(
    facts: FactTable, sheet: Sheet, target: Target, lines: Sequence[_Line], reachable: Fact | None, lang: Lang
) -> Markup:
    goal = _goal(facts, sheet, target, lang)
    if reachable is not None:
        return words.either(
            lang,
            "各部分都到界，全年最多{m}，{g}达不到",
            "With every part at its bound the year comes to {f}% at most: {g} is out of reach",
            g=goal,
            m=words.grew(reachable, lang),
            f=reachable,
        )
    first = lines[0]
    return words.say(
        lang,
        "要达到{g}，{p}要多拉动得最多：{s}",
        g=goal,
        p=words.inline(first.name),
        s=phrases.short_of(sheet.rest(lang), first.needed, first.short, lang),
    )


def _description(sheet: Sheet, lines: Sequence[_Line], reachable: Fact | None, lang: Lang) -> Markup:
    return words.say(
        lang,
        "每行一个部分，空心圆是{r}预计增速，菱形是目标所需增速，按需要多拉动的大小排列；是测算的参考增速，不是任务。{p}。",
        r=sheet.rest(lang),
        p=words.say(lang, "；").join(
            words.either(
                lang,
                "{n}预计{g}、需{h}",
                "{n} expected {e}%, needed {f}%",
                n=line.name,
                e=line.expected,
                f=line.needed,
                g=words.grew(line.expected, lang),
                h=words.grew(line.needed, lang),
            )
            for line in lines
        ),
    )


def _table(facts: FactTable, sheet: Sheet, target: Target, lines: Sequence[_Line], lang: Lang) -> tables.Table:
    head = [
        words.say(lang, "构成"),
        words.say(lang, "{r}预计（%）", r=sheet.rest(lang)),
        words.say(lang, "{r}需增（%）", "gaps", r=sheet.rest(lang)),
        words.say(lang, "差（百分点）"),
        words.say(lang, "多拉动（百分点）"),
    ]
    rows = [[line.name, line.expected, line.needed, line.short, line.points] for line in lines]
    caption = words.say(lang, "{g}：各部分所需", g=words.capital(_goal(facts, sheet, target, lang)))
    return tables.Table(head, rows, caption=caption)
