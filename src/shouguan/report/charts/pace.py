"""The pace of a year: YTD growth stretch by stretch beside last year's, what is expected, and the way to the target.

Growth only. Amounts are never computed from it, nor growth from amounts: published levels of investment do not
carry that.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from shouguan.core.periods import Lang, Period, ytd_label
from shouguan.facts.indicator_report import Sheet, target_key
from shouguan.facts.table import Fact, FactTable
from shouguan.report import tables
from shouguan.report.charts import theme
from shouguan.report.charts.course import Course
from shouguan.report.charts.fan import beyond, gaps, short
from shouguan.report.charts.picture import Chart, Words, drawn
from shouguan.report.language import words


@drawn
def pace_chart(facts: FactTable, sheet: Sheet, lang: Lang) -> Chart:
    """Draw the year's YTD growth by month over last year's, the expected way on, and the target's.

    Parameters
    ----------
    facts : FactTable
        Must hold the indicator's `fan` series and its full-year facts; `pace.{period}` for each stretch ahead
        where there is a target.
    sheet : Sheet
    lang : {'zh', 'en'}
    """
    fan = facts.series[sheet.key("fan")]
    size = sheet.entry.calendar.size
    periods = sheet.entry.calendar.periods(sheet.year)
    last, this = fan["published"][:size], fan["published"][size:]
    start = len(this) - 1
    picture = Course(size, max(start, 0), right=66.0, names=1)
    x, ahead = picture.x, picture.x[max(start, 0) :]
    joined = {level: [*this[-1:], *values] for level, values in fan["quantiles"].items()}
    picture.line(x, gaps(last), color=theme.PALE, linewidth=1.3, marker="s", markersize=2.6)
    picture.area(ahead, joined["0.1"], joined["0.9"], colour=theme.BANDS[1])
    picture.line(ahead, joined["0.5"], color=theme.BLUE, linewidth=1.4, linestyle=theme.DASHED)
    picture.line(x[: len(this)], gaps(this), color=theme.BLUE, linewidth=2.0, marker="o", markersize=3.6)
    path = _path(facts, sheet, periods[len(this) :])
    steps = [fact.value for fact in path]
    if path:
        picture.line(ahead, [*this[-1:], *steps], color=theme.RUST, linewidth=1.3, linestyle=theme.DOTTED)
        picture.line(x[-len(path) :], steps, color=theme.RUST, linewidth=0, marker="D", markersize=3.2)
    past = [value for value in (*last, *this[:-1]) if value is not None]
    picture.frame([*joined["0.1"], *joined["0.9"], *steps], past)
    year_before = sheet.entry.calendar.periods(sheet.year - 1)
    cut = picture.cut(last, [facts.get(sheet.key("ytd", period)) for period in year_before], theme.MUTED)
    cut += picture.cut(this, [facts.get(sheet.key("ytd", period)) for period in periods])
    picture.stretches([short(period, lang) for period in periods], (start, size - 1, 0))
    picture.halves(theme.BANDS[1:2], words.say(lang, "80%区间"), lang)
    _labels(picture, facts, sheet, last, path, lang)
    return picture.chart(
        f"pace-{sheet.code.replace('_', '-')}",
        _title(facts, sheet, path, periods, lang),
        _description(facts, sheet, path, periods, cut, lang),
        _table(facts, sheet, path, periods, lang),
        lang,
    )


def _path(facts: FactTable, sheet: Sheet, ahead: list[Period]) -> list[Fact]:
    """Return the way to the target, one fact for each stretch ahead; empty where there is none."""
    if sheet.main_target is None:
        return []
    return [fact for period in ahead if (fact := facts.get(sheet.key("pace", period))) is not None]


def _labels(
    picture: Course, facts: FactTable, sheet: Sheet, last: list[float | None], path: list[Fact], lang: Lang
) -> None:
    """Label directly: the newest figure, and at their right ends the lines of both years and of the target."""
    year = sheet.year
    known = facts[sheet.key("ytd", sheet.origin)]
    picture.put(picture.x[sheet.known - 1], known.value, known, dy=7.0, ha="center", va="bottom", bold=True, halo=True)
    median = facts[sheet.key("full_year", year, "median")]
    marks: list[tuple[float, Words, str]] = [(median.value, words.say(lang, "预计{f}", f=median), theme.BLUE)]
    for name in ("lower80", "upper80"):
        fact = facts[sheet.key("full_year", year, name)]
        marks.append((fact.value, fact, theme.MUTED))
    before = facts.get(sheet.key("ytd", sheet.entry.calendar.periods(year - 1)[-1]))
    low, high = picture.axes.get_ylim()
    if before is not None and low < before.value < high:
        marks.append((before.value, words.say(lang, "上年{f}", f=before), theme.MUTED))
    if path and sheet.main_target is not None:
        goal = facts[sheet.key("target", year, target_key(sheet.main_target))]
        marks.append((goal.value, words.say(lang, "目标{f}", f=goal), theme.RUST))
    picture.beside(picture.x[-1], marks)


def _title(facts: FactTable, sheet: Sheet, path: list[Fact], periods: list[Period], lang: Lang) -> Markup:
    year, known = sheet.year, facts[sheet.key("ytd", sheet.origin)]
    title = words.say(
        lang,
        "{n}：{t}{g}，预计全年{e}",
        n=sheet.name(lang),
        t=ytd_label(sheet.origin, lang),
        g=words.grew(known, lang),
        e=words.grew(facts[sheet.key("full_year", year, "median")], lang, expected=True),
    )
    if len(path) < 2 or sheet.main_target is None:
        return title
    return words.say(
        lang,
        "{s}；要走到{v}%的目标，{p}累计约需{w}",
        s=title,
        v=facts[sheet.key("target", year, target_key(sheet.main_target))],
        p=ytd_label(periods[len(periods) - len(path)], lang),
        w=words.grew(path[0], lang),
    )


def _description(
    facts: FactTable, sheet: Sheet, path: list[Fact], periods: list[Period], cut: list[Fact], lang: Lang
) -> Markup:
    year = sheet.year
    return words.say(
        lang,
        "横轴为{a}至{b}各累计时段。粗线为本年已公布的累计增速，最新为{k}%；灰线为上年；虚线为预计，到全年为{m}%，"
        "浅色带为80%区间{i}。{p}{c}只画增速，不由投资额推算。",
        a=ytd_label(periods[0], lang),
        b=ytd_label(periods[-1], lang),
        k=facts[sheet.key("ytd", sheet.origin)],
        m=facts[sheet.key("full_year", year, "median")],
        i=words.interval(
            facts[sheet.key("full_year", year, "lower80")], facts[sheet.key("full_year", year, "upper80")], lang
        ),
        p=words.say(
            lang,
            "带菱形的点线是恰好达到目标时的累计增速，是测算的参考，不是任务。",
        )
        if path
        else "",
        c=beyond(cut, lang),
    )


def _table(facts: FactTable, sheet: Sheet, path: list[Fact], periods: list[Period], lang: Lang) -> tables.Table:
    name, size = sheet.key("fan"), len(periods)
    fan: dict[str, Any] = facts.series[name]
    known = len(fan["published"]) - size
    head = [
        words.say(lang, "累计时段"),
        words.say(lang, "上年（%）"),
        words.say(lang, "本年（%）"),
        words.say(lang, "预计（80%区间，%）"),
    ]
    rows: list[list[object]] = []
    for at, period in enumerate(periods):
        row: list[object] = [ytd_label(period, lang), _published(facts, name, at)]
        if at < known:
            row += [_published(facts, name, size + at), tables.DASH]
        else:
            low, middle, high = (facts.point(name, "quantiles", level, at - known) for level in ("0.1", "0.5", "0.9"))
            row += [tables.DASH, words.with_range(middle, low, high, lang)]
        rows.append([*row, path[at - known] if path and at >= known else tables.DASH] if path else row)
    if path:
        head.append(words.say(lang, "达到目标的累计增速（%）"))
    caption = words.say(lang, "{n}：逐期累计增速", n=sheet.name(lang))
    return tables.Table(head, rows, caption=caption)


def _published(facts: FactTable, name: str, at: int) -> Words:
    if facts.series[name]["published"][at] is None:
        return tables.DASH
    return facts.point(name, "published", at)
