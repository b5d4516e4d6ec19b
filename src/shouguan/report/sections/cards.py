"""口径卡片: what each indicator on the page is, who publishes it, how comparable and how final it is."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.core.indicators import Indicator
from shouguan.facts.contents import Card
from shouguan.facts.definitions import definitions
from shouguan.facts.indicator_report import entry_for
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language.phrases import UNITS_EN


def cards(page: Context, *, whole: bool = False) -> Markup:
    """Return what each indicator is that the place has figures of, the industries in one.

    Parameters
    ----------
    page : Context
    whole : bool
        Whether the cards stand open, as on the page about data; a briefing has a line each that opens on a screen.
    """
    shown = page.told("cards").cards
    if whole:
        return Markup('<div class="cards">{}</div>').format(Markup("").join(_card(page, each) for each in shown))
    lines = [
        Markup("<details><summary>{}</summary>{}</details>").format(_line(page, each), _card(page, each))
        for each in shown
    ]
    where = page.note(page.say("各行可展开口径全文；打印件不再重复，全文见“数据检查”报告。"))
    return Markup('<div class="cards">{}{}</div>').format(Markup("").join(lines), where)


def _line(page: Context, card: Card) -> Markup:
    """Say in one line of an indicator what misleads most: how its figures compare."""
    comparable = _words(page, card, definitions()[card.definition].comparable)
    return page.say("<strong>{n}</strong>：{c}", n=_title(page, card), c=comparable)


def _title(page: Context, card: Card) -> Markup:
    entry = entry_for(page.place, card.code)
    return page.either(*(definitions()[card.definition].title or (entry.zh, entry.en)))


def _card(page: Context, card: Card) -> tables.Table:
    definition, entry = definitions()[card.definition], entry_for(page.place, card.code)
    released = page.say("期末后约{d}天", d=card.lag)
    lines = [
        (page.say("谁公布"), _words(page, card, definition.publisher)),
        (page.say("范围"), _words(page, card, definition.scope)),
        (page.say("价格"), _words(page, card, definition.prices)),
        (page.say("时期"), _words(page, card, definition.period)),
        (page.say("可比性"), _words(page, card, definition.comparable)),
        (page.say("初步与核实"), _words(page, card, definition.stages)),
        (page.say("公布时间"), released),
        (page.say("单位"), _unit(page, entry, card)),
        (page.say("依据"), page.facts.quote(definition.source[0 if page.lang == "zh" else 1])),
    ]
    head = [page.say("项目", "cards"), page.say("说明")]
    return tables.Table(head, lines, caption=_title(page, card), words=1)


def _words(page: Context, card: Card, text: tuple[str, str]) -> Markup:
    """Fill a definition's text with its thresholds, each a fact."""
    return Markup(text[0 if page.lang == "zh" else 1]).format(**card.thresholds)


def _unit(page: Context, entry: Indicator, card: Card) -> Markup:
    unit = entry.unit if page.lang == "zh" else UNITS_EN.get(entry.unit, entry.unit)
    if not card.valued:
        return page.say("增速：%")
    return page.say("总量：{u}；增速：%", u=unit)
