"""Reliability of the chances: how often what was given so much of a chance came true."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.core.periods import Lang
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.table import Fact, FactTable
from shouguan.report import tables
from shouguan.report.charts import theme
from shouguan.report.charts.picture import Chart, Picture, drawn
from shouguan.report.language import words

_ENDS = (0.0, 100.0)
_PLACES = (40.0, 45.0, 50.0, 55.0, 60.0, 65.0, 70.0, 75.0, 80.0, 85.0, 90.0)
_TICKS = (0, 20, 40, 60, 80, 100)


@drawn
def reliability_chart(facts: FactTable, sheet: Sheet, groups: Sequence[int], lang: Lang) -> Chart:
    """Draw the chances that were given against the share that came true, with the line of full reliability.

    Parameters
    ----------
    facts : FactTable
        Must hold, for each group, `reliability.{group}.chance`, `.met`, `.lower95`, `.upper95` and `.n`, and of all
        `reliability.n`, `.error`, `.first_year` and `.last_year`, and `record.regions`.
    sheet : Sheet
    groups : sequence of int
        Numbers of the stretches of the scale that have chances, ascending.
    lang : {'zh', 'en'}
    """
    made = [_Group(facts, sheet, number) for number in groups]
    picture = Picture(272.0, left=38.0, right=84.0, top=24.0, bottom=40.0)
    axes = picture.axes
    picture.line(_ENDS, _ENDS, color=theme.MUTED, linewidth=1.0, linestyle=theme.DASHED)
    for each in made:
        picture.line([each.chance] * 2, [each.lower, each.upper], color=theme.BANDS[1], linewidth=5.0)
        picture.line([each.chance], [each.met], color=theme.BLUE, marker="o", markersize=6.0)
    axes.set_xlim(-3, 103)
    axes.set_ylim(-4, 104)
    axes.set_xticks(_TICKS)
    axes.set_yticks(_TICKS)
    picture.scale()
    axes.set_xlabel("当时给出的可能性（%）" if lang == "zh" else "Chance given then (%)", color=theme.MUTED, labelpad=5)
    share = words.say(lang, "后来达到的比例（%）")
    picture.put(-3.0, 104.0, share, dx=-22.0, dy=9.0, colour=theme.MUTED)
    _labels(picture, made, lang)
    return picture.chart(
        f"reliability-{sheet.code.replace('_', '-')}",
        _title(facts, sheet, lang),
        _description(facts, sheet, made, lang),
        _table(sheet, made, lang),
        lang,
    )


class _Group:
    """The chances in one stretch of the scale."""

    def __init__(self, facts: FactTable, sheet: Sheet, number: int) -> None:
        self.chance, self.met, self.lower, self.upper, self.n = (
            facts[sheet.key("reliability", number, name)] for name in ("chance", "met", "lower95", "upper95", "n")
        )


def _labels(picture: Picture, made: Sequence[_Group], lang: Lang) -> None:
    """Write beside each mark how often it came true, and of how many."""
    heights = theme.spread([each.met.value for each in made], 7.0)
    for each, height in zip(made, heights, strict=True):
        label = words.say(lang, "{m}%（{n}个）", m=each.met, n=each.n)
        picture.put(each.chance.value, height, label, dx=8.0, colour=theme.BLUE, halo=True)
    at = _free([(each.chance.value, height) for each, height in zip(made, heights, strict=True)])
    label = words.say(lang, "说多少、成多少")
    picture.put(at, at, label, dx=-4.0, dy=7.0, ha="right", colour=theme.MUTED, halo=True)


def _free(labels: Sequence[tuple[float, float]]) -> float:
    """Return where the name of the diagonal is farthest from the marks and their labels."""

    def crowded(at: float) -> float:
        return min((abs(at - 12.0 - x) / 3.0 + abs(at + 4.0 - y) for x, y in labels), default=0.0)

    return max(_PLACES, key=crowded)


def _title(facts: FactTable, sheet: Sheet, lang: Lang) -> Markup:
    return words.say(
        lang,
        "{n}：官方数据{r}个地区往年以上年增速上下为假设目标，给出的实现可能性与后来达到的比例平均相差{e}个百分点",
        n=sheet.name(lang),
        r=facts[sheet.key("record", "regions")],
        e=facts[sheet.key("reliability", "error")],
    )


def _description(facts: FactTable, sheet: Sheet, made: Sequence[_Group], lang: Lang) -> Markup:
    def of(name: str) -> Fact:
        return facts[sheet.key("reliability", name)]

    return words.say(
        lang,
        "横轴是当时给出的可能性，纵轴是后来达到的比例，虚线上二者相等；浅色竖条是以年为单位重抽得到的不确定范围。"
        "{a}—{b}年同一时点共{n}个可能性，用上年增速上下半个和一个百分点代替目标，"
        "可能性由当时的预计数和50%、80%、95%区间半宽推算，按现行数据回溯。{g}。",
        a=of("first_year"),
        b=of("last_year"),
        n=of("n"),
        g=words.say(lang, "；").join(
            words.say(
                lang,
                "平均给出{c}%的{n}个，达到{m}%",
                c=each.chance,
                n=each.n,
                m=each.met,
            )
            for each in made
        ),
    )


def _table(sheet: Sheet, made: Sequence[_Group], lang: Lang) -> tables.Table:
    head = [
        words.say(lang, "平均给出的可能性（%）"),
        words.say(lang, "后来达到的比例（%）"),
        words.say(lang, "不确定范围（%）"),
        words.say(lang, "个数"),
    ]
    rows: list[list[object]] = [
        [
            each.chance,
            each.met,
            words.between(each.lower, each.upper, lang),
            each.n,
        ]
        for each in made
    ]
    caption = words.say(lang, "{n}：可能性的可靠程度", n=sheet.name(lang))
    return tables.Table(head, rows, caption=caption)
