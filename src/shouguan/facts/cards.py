"""The figures of the cards (口径卡片): thresholds of definitions, and when figures come out."""

from __future__ import annotations

from shouguan.core.indicators import INDUSTRIES
from shouguan.facts.briefing import Briefing
from shouguan.facts.contents import Card
from shouguan.facts.definitions import Definition, definitions
from shouguan.facts.indicator_report import Sheet, entry_for, figure
from shouguan.facts.publication import release_lag
from shouguan.facts.table import Fact, name_of


def cards(page: Briefing) -> tuple[Card, ...]:
    """Return a card for each definition of which the place has published growth of an indicator."""
    made = ((number, each, _published(page, each)) for number, each in enumerate(definitions()))
    return tuple(_card(page, number, each, code) for number, each, code in made if code is not None)


def _published(page: Briefing, definition: Definition) -> str | None:
    rows = ((code, page.view.rows(page.place.region, code, basis="ytd", measure="growth")) for code in definition.codes)
    return next((code for code, growth in rows if not growth.empty), None)


def _card(page: Briefing, number: int, definition: Definition, code: str) -> Card:
    named = page.naming(code)
    valued = code in INDUSTRIES or not page.view.rows(page.place.region, code, basis="ytd", measure="value").empty
    return Card(
        definition=number,
        code=code,
        thresholds={name: _threshold(page, named, definition, name) for name in definition.thresholds},
        lag=_lag(page, "gdp" if code in INDUSTRIES else code),
        valued=valued and entry_for(page.place, code).growth_price != "comparable",
    )


def _threshold(page: Briefing, named: Sheet, definition: Definition, name: str) -> Fact:
    threshold = definition.thresholds[name]
    return page.facts.add(
        figure(
            named,
            name_of("definition", name),
            threshold.value,
            kind="assumption",
            unit=threshold.unit,
            decimals=0,
            period=str(page.year),
            label_zh=threshold.zh,
            label_en=threshold.en,
            source=definition.source[0],
        )
    )


def _lag(page: Briefing, code: str) -> Fact:
    """Add after how many days figures come out; those of industries come with GDP."""
    return page.facts.add(
        figure(
            page.naming(code),
            name_of("release_lag"),
            float(release_lag(page.place, entry_for(page.place, code))),
            kind="assumption",
            unit="天",
            decimals=0,
            period=str(page.year),
            label_zh="期末后第几天公布（未知实际日期时按此推定）",
            label_en="days after the period's end on which it is taken to be out",
        )
    )
