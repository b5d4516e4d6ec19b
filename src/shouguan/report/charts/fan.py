"""The fan of a year: two years of published growth on one half, on the other the draws of what is ahead; the target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from shouguan.core.periods import Lang, Named, Period, ytd_label
from shouguan.facts.indicator_report import Sheet, target_key
from shouguan.facts.table import Fact, FactTable
from shouguan.report import tables
from shouguan.report.charts import theme
from shouguan.report.charts.course import Course
from shouguan.report.charts.picture import Chart, Words, drawn
from shouguan.report.language import words

_BANDS = (("0.025", "0.975"), ("0.1", "0.9"), ("0.25", "0.75"))
_SHORT_QUARTERS = {"zh": ("一季度", "上半年", "前三季", "全年"), "en": ("Q1", "H1", "Q1–3", "Year")}


@drawn
def fan_chart(facts: FactTable, sheet: Sheet, lang: Lang) -> Chart:
    """Draw the year as a fan: published YTD growth of two years and the draws of the rest.

    Parameters
    ----------
    facts : FactTable
        Must hold the indicator's `fan` series and its full-year facts.
    sheet : Sheet
    lang : {'zh', 'en'}
    """
    series = facts.series[sheet.key("fan")]
    periods = [Period.parse(text) for text in series["periods"]]
    published = series["published"]
    year = sheet.year
    start = len(published) - 1
    picture = Course(len(periods), start, right=54.5, names=2)
    ahead = picture.x[start:]
    joined = {level: [published[-1], *values] for level, values in series["quantiles"].items()}
    for ends, colour in zip(_BANDS, theme.BANDS, strict=True):
        picture.area(ahead, *(joined[end] for end in ends), colour=colour)
    picture.line(ahead, joined["0.5"], color=theme.BLUE, linewidth=1.4, linestyle=theme.DASHED)
    picture.line(
        picture.x[: len(published)], gaps(published), color=theme.BLUE, linewidth=1.8, marker="o", markersize=3.2
    )
    goal = None if sheet.main_target is None else facts[sheet.key("target", year, target_key(sheet.main_target))]
    aims = [] if goal is None else [goal.value]
    picture.frame([*joined["0.025"], *joined["0.975"], *aims], [value for value in published[:-1] if value is not None])
    cut = picture.cut(published, [facts.get(sheet.key("ytd", period)) for period in periods])
    picture.stretches(
        [named(period, lang, first=at in (0, len(periods) // 2)) for at, period in enumerate(periods)],
        (start, len(periods) - 1, 0, len(periods) // 2),
    )
    picture.halves(theme.BANDS, words.say(lang, "50%、80%、95%区间"), lang)
    _labels(picture, facts, sheet, lang, start, goal)
    title = words.say(
        lang,
        "{n}：{y}年预计{g}（80%区间{i}）",
        n=sheet.name(lang),
        y=year,
        g=words.grew(facts[sheet.key(f"full_year.{year}.median")], lang, expected=True),
        i=words.interval(
            facts[sheet.key(f"full_year.{year}.lower80")], facts[sheet.key(f"full_year.{year}.upper80")], lang
        ),
    )
    return picture.chart(
        f"fan-{sheet.code.replace('_', '-')}",
        title,
        _description(facts, sheet, cut, lang),
        _data_table(facts, series, periods, sheet, lang),
        lang,
    )


def gaps(published: Sequence[float | None]) -> list[float]:
    """Return a line of published growth that is broken where none is known."""
    return [float("nan") if value is None else value for value in published]


def _labels(picture: Course, facts: FactTable, sheet: Sheet, lang: Lang, start: int, goal: Fact | None) -> None:
    """Label directly: the newest figure, the expected one with its interval's ends, the target."""
    year = sheet.year
    known = facts[sheet.key(f"ytd.{sheet.origin}")]
    picture.put(picture.x[start], known.value, known, dy=7.0, ha="center", va="bottom", halo=True)
    median = facts[sheet.key(f"full_year.{year}.median")]
    marks: list[tuple[float, Words, str]] = [(median.value, words.say(lang, "预计{f}", f=median), theme.BLUE)]
    for name in ("lower80", "upper80"):
        fact = facts[sheet.key(f"full_year.{year}.{name}")]
        marks.append((fact.value, fact, theme.MUTED))
    if goal is not None:
        picture.level(goal, color=theme.RUST, linewidth=1.0, linestyle=theme.DOTTED)
        marks.append((goal.value, words.say(lang, "目标{f}", f=goal), theme.RUST))
    picture.beside(picture.x[-1], marks)


def named(period: Period, lang: Lang, *, first: bool = False) -> Words:
    """Name a stretch for an axis, the first of a year with the year below."""
    return words.say(lang, "{t}\n{y}", t=short(period, lang), y=period.year) if first else short(period, lang)


def short(period: Period, lang: Lang) -> Named:
    """Name a stretch of the year for an axis: 前三季, 1—9月; in English –Sep."""
    full = ytd_label(period, lang)
    if period.frequency == "Q":
        return Named(_SHORT_QUARTERS[lang][period.number - 1], full.when)
    if period.number == 12:
        return Named("全年" if lang == "zh" else "Year", full.when)
    return full if lang == "zh" else Named(full.replace("Jan–", "–"), full.when)


def beyond(cut: Sequence[Fact], lang: Lang) -> Markup:
    """Say which published growth lies outside a picture; nothing where all is in sight."""
    if not cut:
        return Markup("")
    each = (words.say(lang, "{t}{g}", "cut", t=_when(fact, lang), g=words.grew(fact, lang)) for fact in cut)
    return words.say(lang, "纵轴按以后时段定，超出的以三角标出：{l}。", l=words.say(lang, "、").join(each))


def _when(fact: Fact, lang: Lang) -> Markup:
    period = Period.parse(fact.period)
    return words.either(lang, "{y}年{t}", "{y} {t}", y=period.year, t=ytd_label(period, lang))


def _description(facts: FactTable, sheet: Sheet, cut: Sequence[Fact], lang: Lang) -> Markup:
    year, origin = sheet.year, sheet.origin
    target = sheet.main_target
    return words.say(
        lang,
        "折线为已公布的累计增速，{p}为{k}%；其后扇形为测算：中位数{m}%，80%区间{i}，由深到浅为50%、80%、95%区间。{t}{b}",
        p=ytd_label(origin, lang),
        k=facts[sheet.key(f"ytd.{origin}")],
        m=facts[sheet.key(f"full_year.{year}.median")],
        i=words.interval(
            facts[sheet.key(f"full_year.{year}.lower80")], facts[sheet.key(f"full_year.{year}.upper80")], lang
        ),
        t=""
        if target is None
        else words.say(
            lang,
            "点线为目标{v}%。",
            v=facts[sheet.key(f"target.{year}.{target_key(target)}")],
        ),
        b=beyond(cut, lang),
    )


def _data_table(
    facts: FactTable, series: dict[str, Any], periods: list[Period], sheet: Sheet, lang: Lang
) -> tables.Table:
    head = (
        ["时期", "已公布累计增速", "预计（中位数）", "80%区间"]
        if lang == "zh"
        else ["Period", "Published YTD growth", "Expected (median)", "80% interval"]
    )
    rows: list[list[object]] = []
    own, known = sheet.key("fan"), len(series["published"])
    for position, period in enumerate(periods):
        name = words.say(lang, "{y}年{t}", y=period.year, t=ytd_label(period, lang))
        if position < known:
            missing = series["published"][position] is None
            rows.append([name, tables.DASH if missing else facts.point(own, "published", position), *[tables.DASH] * 2])
            continue
        low, middle, high = (facts.point(own, "quantiles", q, position - known) for q in ("0.1", "0.5", "0.9"))
        rows.append([name, tables.DASH, middle, words.between(low, high, lang)])
    return tables.Table(head, rows, caption=f"{sheet.name(lang)}（%）" if lang == "zh" else f"{sheet.name(lang)} (%)")
