"""Charts: functions that take facts and return a picture with its words and its data.

The picture is inline SVG with real text. It states its finding in a caption, is described for those who
cannot see it, and carries its data as a table.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from shouguan.periods import Lang, Period, ytd_label
from shouguan.report import fonts, tables, words
from shouguan.report.facts import FactTable, display
from shouguan.report.sheet import Sheet

_WIDTH, _HEIGHT = 5.4, 3.5  # inches; at a phone's width the labels still print at 9 px
_INK, _MUTED, _LINE, _TARGET = "#1b1f24", "#57606a", "#0b4f8a", "#9a3412"
_BANDS = (("0.025", "0.975", "#d5e4f2"), ("0.1", "0.9", "#a9cae6"), ("0.25", "0.75", "#74a9d4"))
_SHORT_QUARTERS = {"zh": ("一季度", "上半年", "前三季", "全年"), "en": ("Q1", "H1", "Q1–3", "Year")}
_LINES = 13  # how many lines of labels fit over the height of the picture
_MONTHS_SHOWN = {2, 6, 9}
"""Months with a label; December has one only at the end, or it would run into the next year's first."""


@dataclass(frozen=True)
class Chart:
    """A picture with its words.

    Attributes
    ----------
    figure : matplotlib Figure
    key : str
        Prefix of the ids inside the SVG, unique in a page.
    caption : Markup
        The finding, as a sentence.
    description : str
        What a person who cannot see the picture needs to know.
    data : Markup
        The table behind it.
    summary : str
        What opens that table.
    """

    figure: Figure
    key: str
    caption: Markup
    description: str
    data: Markup
    summary: str

    def svg(self) -> Markup:
        """Return the picture as one `<svg>` element with a title and a description."""
        return _to_svg(self)

    def __html__(self) -> str:
        return Markup(
            '<figure class="chart" id="{key}"><figcaption>{caption}</figcaption>{svg}'
            "<details><summary>{summary}</summary>{data}</details></figure>"
        ).format(key=self.key, caption=self.caption, svg=self.svg(), summary=self.summary, data=self.data)


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
    year = sheet.outlook.year
    median = facts[sheet.key(f"full_year.{year}.median")]
    with mpl.rc_context(_style()):
        figure = Figure(figsize=(_WIDTH, _HEIGHT))
        axes = figure.add_axes((0.085, 0.15, 0.775, 0.80))
        start = len(published) - 1
        ahead = list(range(start, len(periods)))
        joined = {name: [published[-1], *values] for name, values in series["quantiles"].items()}
        for low, high, colour in _BANDS:
            axes.fill_between(ahead, joined[low], joined[high], color=colour, linewidth=0)
        axes.plot(ahead, joined["0.5"], color=_LINE, linewidth=1.4, linestyle=(0, (4, 2)))
        drawn = [float("nan") if value is None else value for value in published]
        axes.plot(range(len(drawn)), drawn, color=_LINE, linewidth=1.8, marker="o", markersize=3.2)
        _axis(axes, periods, lang)
        _labels(axes, facts, sheet, lang, start, len(periods) - 1)
    title = words.say(
        lang,
        "{n}：{y}年预计{g}（80%区间{i}）",
        "{n}: {y} expected {g} (80% interval {i})",
        n=sheet.name(lang),
        y=year,
        g=words.grew(median, lang, expected=True),
        i=words.interval(
            facts[sheet.key(f"full_year.{year}.lower80")], facts[sheet.key(f"full_year.{year}.upper80")], lang
        ),
    )
    return Chart(
        figure=figure,
        key=f"fan-{sheet.code.replace('_', '-')}",
        caption=title,
        description=_description(facts, sheet, lang),
        data=_data_table(series, periods, sheet, lang),
        summary="图中数据" if lang == "zh" else "The data behind the chart",
    )


def _labels(axes: Axes, facts: FactTable, sheet: Sheet, lang: Lang, start: int, end: int) -> None:
    """Label directly: the newest figure, the expected one with its interval's ends, the targets."""
    year = sheet.outlook.year
    known = facts[sheet.key(f"ytd.{sheet.outlook.origin}")]
    axes.annotate(
        known.display,
        (start, known.value),
        xytext=(0, 7),
        textcoords="offset points",
        ha="center",
        color=_INK,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5},
    )
    marks: list[tuple[float, str, str]] = []
    median = facts[sheet.key(f"full_year.{year}.median")]
    marks.append((median.value, f"{'预计' if lang == 'zh' else 'exp. '}{median.display}", _LINE))
    for name in ("lower80", "upper80"):
        fact = facts[sheet.key(f"full_year.{year}.{name}")]
        marks.append((fact.value, fact.display, _MUTED))
    target = sheet.main_target
    if target is not None:
        axes.axhline(target.value, color=_TARGET, linewidth=1.0, linestyle=(0, (1, 1.5)))
        marks.append((target.value, f"{'目标' if lang == 'zh' else 'target '}{display(target.value, 1)}", _TARGET))
    low, high = axes.get_ylim()
    for value, height, text, colour in _spread(marks, (high - low) / _LINES):
        axes.annotate(
            text,
            (end, value),
            xytext=(end + 0.02 * (end + 1), height),
            textcoords="data",
            va="center",
            ha="left",
            color=colour,
            annotation_clip=False,
        )


def _spread(marks: list[tuple[float, str, str]], least: float) -> list[tuple[float, float, str, str]]:
    """Move labels apart so that none covers another; the order of their values stays."""
    placed: list[tuple[float, float, str, str]] = []
    for value, text, colour in sorted(marks):
        height = value if not placed else max(value, placed[-1][1] + least)
        placed.append((value, height, text, colour))
    excess = sum(height - value for value, height, _, _ in placed) / len(placed)
    return [(value, height - excess, text, colour) for value, height, text, colour in placed]


def _axis(axes: Axes, periods: list[Period], lang: Lang) -> None:
    ticks, names = [], []
    for position, period in enumerate(periods):
        last = position == len(periods) - 1
        if period.frequency == "M" and period.number not in _MONTHS_SHOWN and not last:
            continue
        first = period.number == (2 if period.frequency == "M" else 1)
        if period.frequency == "Q":
            name = _SHORT_QUARTERS[lang][period.number - 1]
        elif period.number == 12:
            name = "全年" if lang == "zh" else "Year"
        else:
            name = f"1—{period.number}月" if lang == "zh" else ytd_label(period, "en").replace("Jan–", "–")
        ticks.append(position)
        names.append(f"{name}\n{period.year}" if first else name)
    axes.set_xticks(ticks, names, linespacing=1.45)
    axes.set_xlim(-0.4, len(periods) - 0.9)
    if axes.get_ylim()[0] < 0 < axes.get_ylim()[1]:
        axes.axhline(0, color=_MUTED, linewidth=0.6)
    axes.tick_params(length=0, labelcolor=_MUTED)
    axes.set_ylabel("")
    axes.grid(axis="y", color="#e3e7eb", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color("#c3c9d0")
    axes.yaxis.set_major_formatter(lambda value, _: _tick(value))


def _tick(value: float) -> str:
    """Return a tick's label with as many decimals as it needs, so that it stands where it says."""
    decimals = next(d for d in range(6) if d == 5 or abs(value - round(value, d)) < 1e-9)
    return display(value, decimals)


def _description(facts: FactTable, sheet: Sheet, lang: Lang) -> str:
    year, origin = sheet.outlook.year, sheet.outlook.origin
    sentence = words.say(
        lang,
        "折线为已公布的累计增速，{p}为{k}%；其后扇形为测算：中位数{m}%，80%区间{l}%至{u}%，由深到浅为50%、80%、95%区间。{t}",
        "The line is published YTD growth, {k}% in {p}; the fan beyond it is our estimate: median {m}%,"
        " 80% interval {l}% to {u}%; from dark to light the 50%, 80% and 95% intervals.{t}",
        p=ytd_label(origin, lang),
        k=facts[sheet.key(f"ytd.{origin}")].display,
        m=facts[sheet.key(f"full_year.{year}.median")].display,
        l=facts[sheet.key(f"full_year.{year}.lower80")].display,
        u=facts[sheet.key(f"full_year.{year}.upper80")].display,
        t=""
        if sheet.main_target is None
        else words.say(
            lang,
            "点线为目标{v}%。",
            " The dotted line is the target of {v}%.",
            v=display(sheet.main_target.value, 1),
        ),
    )
    return str(sentence)


def _data_table(series: dict[str, Any], periods: list[Period], sheet: Sheet, lang: Lang) -> Markup:
    head = (
        ["时期", "已公布累计增速", "预计（中位数）", "80%区间"]
        if lang == "zh"
        else ["Period", "Published YTD growth", "Expected (median)", "80% interval"]
    )
    rows = []
    known = len(series["published"])
    for position, period in enumerate(periods):
        name = f"{period.year}年{ytd_label(period)}" if lang == "zh" else f"{ytd_label(period, 'en')} {period.year}"
        if position < known:
            value = series["published"][position]
            rows.append([name, tables.DASH if value is None else display(value, 1), tables.DASH, tables.DASH])
        else:
            q = {key: values[position - known] for key, values in series["quantiles"].items()}
            rows.append(
                [
                    name,
                    tables.DASH,
                    display(q["0.5"], 1),
                    f"{display(q['0.1'], 1)}{'～' if lang == 'zh' else ' to '}{display(q['0.9'], 1)}",
                ]
            )
    return tables.table(head, rows, caption=f"{sheet.name(lang)}（%）" if lang == "zh" else f"{sheet.name(lang)} (%)")


def _style() -> dict[Any, Any]:
    return {
        "font.family": [fonts.chinese_family()],
        "font.size": 9.5,
        "svg.fonttype": "none",
        "svg.hashsalt": "shouguan",
        "axes.unicode_minus": True,
        "text.color": _INK,
    }


def _to_svg(chart: Chart) -> Markup:
    """Turn the figure into an element that can stand in a page: no prologue, unique ids, named."""
    buffer = io.StringIO()
    with mpl.rc_context(_style()):
        chart.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL)
    text = text.replace("xlink:href", "href")
    text = re.sub(r'\s+xmlns(:\w+)?="[^"]*"', "", text)
    text = re.sub(r'\bid="', f'id="{chart.key}-', text)
    text = re.sub(r'(href="|url\()#', rf"\1#{chart.key}-", text)
    text = text.replace(f"'{fonts.chinese_family()}'", fonts.STACK)
    text = re.sub(r"\n\s*", "\n", text)
    opening = re.match(r"<svg[^>]*>", text)
    assert opening is not None
    viewbox = re.search(r'viewBox="[^"]*"', opening[0])
    assert viewbox is not None
    named = (
        f'<svg {viewbox[0]} style="width:100%;max-width:640px;height:auto"'
        f' role="img" aria-labelledby="{chart.key}-title {chart.key}-desc">'
        f'<title id="{chart.key}-title">{escape(chart.caption.striptags())}</title>'
        f'<desc id="{chart.key}-desc">{escape(chart.description)}</desc>'
    )
    return Markup(named + text[opening.end() :].strip())  # our own picture, file strings escaped above
