"""口径卡片: what each indicator on the page is, who publishes it, how comparable and how final it is."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.core.indicators import INDUSTRIES, Indicator
from shouguan.data.observations import View
from shouguan.facts import comparisons
from shouguan.facts.indicator_report import Sheet, entry_for, figure
from shouguan.facts.publication import release_lag
from shouguan.facts.table import Fact
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language.definitions import Definition, definitions
from shouguan.report.language.phrases import UNITS_EN


def cards(page: Context) -> Markup:
    """Return a card for each indicator that the place has figures of, the industries in one."""
    sheet = next(iter(page.sheets.values()))
    shown = [_card(page, sheet, each) for each in definitions() if _has(page, each)]
    return Markup('<div class="cards">{}</div>').format(Markup("").join(shown))


def _has(page: Context, found: Definition) -> bool:
    """Whether the place has published growth of one of a card's indicators."""
    return any(_published(page.view, page.place.region, code) for code in found.codes)


def _published(view: View, region: str, code: str) -> bool:
    return not view.rows(region, code, basis="ytd", measure="growth").empty


def _card(page: Context, sheet: Sheet, found: Definition) -> Markup:
    code = next(code for code in found.codes if _published(page.view, page.place.region, code))
    entry, named = entry_for(page.place, code), comparisons.of(page, sheet, code)
    name = page.either(*(found.title or (entry.zh, entry.en)))
    lines = [
        (page.say("谁公布"), _words(page, named, found, found.publisher)),
        (page.say("范围"), _words(page, named, found, found.scope)),
        (page.say("价格"), _words(page, named, found, found.prices)),
        (page.say("时期"), _words(page, named, found, found.period)),
        (page.say("可比性"), _words(page, named, found, found.comparable)),
        (page.say("初步与核实"), _words(page, named, found, found.stages)),
        (page.say("公布时间"), _released(page, sheet, "gdp" if code in INDUSTRIES else code)),
        (page.say("单位"), _unit(page, entry, code)),
        (page.say("依据"), page.facts.quote(found.source[0 if page.lang == "zh" else 1])),
    ]
    head = [page.say("项目", "cards"), page.say("说明")]
    return tables.table(head, lines, caption=name, words=1)


def _words(page: Context, named: Sheet, found: Definition, said: tuple[str, str]) -> Markup:
    """Fill a definition's text with its thresholds, each a fact."""
    thresholds = {name: _threshold(page, named, found, name) for name in found.thresholds}
    return Markup(said[0 if page.lang == "zh" else 1]).format(**thresholds)


def _threshold(page: Context, named: Sheet, found: Definition, name: str) -> Fact:
    threshold = found.thresholds[name]
    return page.facts.add(
        figure(
            named,
            f"definition.{name}",
            threshold.value,
            kind="assumption",
            unit=threshold.unit,
            decimals=0,
            period=str(page.year),
            label_zh=threshold.zh,
            label_en=threshold.en,
            source=found.source[0],
        )
    )


def _released(page: Context, sheet: Sheet, code: str) -> Markup:
    """Say when figures come out; those of industries come with GDP."""
    days = page.facts.add(
        figure(
            comparisons.of(page, sheet, code),
            "release_lag",
            float(release_lag(page.place, entry_for(page.place, code))),
            kind="assumption",
            unit="天",
            decimals=0,
            period=str(page.year),
            label_zh="期末后第几天公布（未知实际日期时按此推定）",
            label_en="days after the period's end on which it is taken to be out",
        )
    )
    return page.say("期末后约{d}天", d=days)


def _unit(page: Context, entry: Indicator, code: str) -> Markup:
    unit = entry.unit if page.lang == "zh" else UNITS_EN.get(entry.unit, entry.unit)
    growth_only = code not in INDUSTRIES and page.view.rows(page.place.region, code, basis="ytd", measure="value").empty
    if growth_only or entry.growth_price == "comparable":
        return page.say("增速：%")
    return page.say("总量：{u}；增速：%", u=unit)
