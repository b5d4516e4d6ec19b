"""The record: what was forecast at this point of past years, with its interval, and what came."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.core.periods import Lang, Named
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.table import FactTable
from shouguan.report import tables
from shouguan.report.charts import theme
from shouguan.report.charts.picture import Chart, Picture, drawn
from shouguan.report.language import words

_MOST_FIGURES = 11
"""More years than this leave no room for a figure over each; then only the misses and the last year have one."""


@drawn
def record_chart(facts: FactTable, sheet: Sheet, years: Sequence[int], lang: Lang) -> Chart:
    """Draw each past forecast of the place, its 80 % interval and what came, by year.

    Parameters
    ----------
    facts : FactTable
        Must hold `past.{year}.median`, `.lower80`, `.upper80` and `.truth`, and of all years `past.n`,
        `past.inside` and `past.mae`.
    sheet : Sheet
    years : sequence of int
        Ascending.
    lang : {'zh', 'en'}
    """
    past = [_Year(facts, sheet, year) for year in years]
    picture = Picture(246.0, left=31.0, right=86.0, top=16.0, bottom=24.0)
    axes = picture.axes
    for at, each in enumerate(past):
        picture.line([at, at], [each.lower, each.upper], color=theme.BANDS[1], linewidth=7.0, zorder=1)
        picture.line([at - 0.26, at + 0.26], [each.median] * 2, color=theme.BLUE, linewidth=1.8, zorder=2)
        picture.line(
            [at],
            [each.truth],
            color=theme.INK if each.inside else theme.RUST,
            marker="o" if each.inside else "X",
            markersize=5.0 if each.inside else 7.0,
            linewidth=0,
            zorder=3,
        )
    axes.set_xlim(-0.6, len(past) - 0.4)
    names = [Named(str(year), str(year)) if _named(at, len(past)) else "" for at, year in enumerate(years)]
    picture.ticks(range(len(past)), names)
    low, high = axes.get_ylim()
    axes.set_ylim(low - 0.06 * (high - low), high + 0.06 * (high - low))
    picture.zero()
    picture.scale()
    _figures(picture, past)
    _last(picture, past[-1], len(past) - 1, lang)
    return picture.chart(
        f"record-{sheet.code.replace('_', '-')}",
        _title(facts, sheet, lang),
        _description(facts, sheet, past, lang),
        _table(sheet, past, lang),
        lang,
    )


class _Year:
    """One past year."""

    def __init__(self, facts: FactTable, sheet: Sheet, year: int) -> None:
        self.year = year
        self.median, self.lower, self.upper, self.truth = (
            facts[sheet.key("past", year, name)] for name in ("median", "lower80", "upper80", "truth")
        )

    @property
    def inside(self) -> bool:
        """Whether what came lies in the interval, both as printed."""
        return self.lower.rounded <= self.truth.rounded <= self.upper.rounded


def _named(at: int, count: int) -> bool:
    """Whether a year has its name on the axis: the last one, and every other where they stand close."""
    return count <= _MOST_FIGURES or (count - 1 - at) % 2 == 0


def _figures(picture: Picture, past: Sequence[_Year]) -> None:
    """Write what came over each year, or, where they stand close, over the years that were missed."""
    for at, each in enumerate(past[:-1]):
        if len(past) <= _MOST_FIGURES or not each.inside:
            top = max(each.upper.value, each.truth.value)
            picture.put(at, top, each.truth, dy=5.0, ha="center", va="bottom", halo=True)


def _last(picture: Picture, last: _Year, at: int, lang: Lang) -> None:
    """Name the three marks beside the last year, so that no legend is needed."""
    picture.beside(
        at + 0.35,
        [
            (last.upper.value, words.say(lang, "{f}（80%区间）", f=last.upper), theme.MUTED),
            (last.median.value, words.say(lang, "预计{f}", "record", f=last.median), theme.BLUE),
            (last.truth.value, words.say(lang, "实际{f}", f=last.truth), theme.INK),
            (last.lower.value, words.say(lang, "{f}", f=last.lower), theme.MUTED),
        ],
    )


def _title(facts: FactTable, sheet: Sheet, lang: Lang) -> Markup:
    n, inside, mae = (facts[sheet.key("past", name)] for name in ("n", "inside", "mae"))
    whole = inside.rounded == n.rounded
    return words.say(
        lang,
        "{s}：本地区{n}年的实际值均在当时的80%区间内，平均相差{m}个百分点"
        if whole
        else "{s}：本地区{n}年中有{i}年的实际值在当时的80%区间内，平均相差{m}个百分点",
        s=sheet.name(lang),
        n=n,
        i=inside,
        m=mae,
    )


def _description(facts: FactTable, sheet: Sheet, past: Sequence[_Year], lang: Lang) -> Markup:
    missed = [each for each in past if not each.inside]
    return words.say(
        lang,
        "每年一条：浅色竖条是往年同一时点预测的80%区间，横线是预计数，圆点是后来的实际值，叉号表示实际值在区间外。"
        "按现行数据回溯。{m}",
        m=words.say(lang, "各年均在区间内。")
        if not missed
        else words.say(
            lang,
            "区间外的年份：{l}。",
            l=words.say(lang, "、").join(_missed(each, lang) for each in missed),
        ),
    )


def _missed(each: _Year, lang: Lang) -> Markup:
    return words.say(lang, "{y}年（预计{f}%，实际{t}%）", y=each.year, f=each.median, t=each.truth)


def _table(sheet: Sheet, past: Sequence[_Year], lang: Lang) -> tables.Table:
    head = [
        words.say(lang, "年份"),
        words.say(lang, "当时预计（%）"),
        words.say(lang, "80%区间（%）"),
        words.say(lang, "实际（%）"),
        words.say(lang, "实际是否在区间内"),
    ]
    rows: list[list[object]] = [
        [
            words.say(lang, "{y}年", y=each.year),
            each.median,
            words.between(each.lower, each.upper, lang),
            each.truth,
            words.say(lang, "在区间内") if each.inside else words.say(lang, "在区间外"),
        ]
        for each in past
    ]
    caption = words.say(
        lang,
        "{n}：往年同一时点的预测与实际",
        n=sheet.name(lang),
    )
    return tables.Table(head, rows, caption=caption, words=1)
