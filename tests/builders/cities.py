"""Cities made by code, without a model: what the sections of a page say of figures that a test chooses."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from shouguan.components.accounting import Shares
from shouguan.components.accounts import Accounts
from shouguan.components.joint import Linked
from shouguan.core import indicators
from shouguan.core.indicators import INDUSTRIES
from shouguan.core.periods import Lang, Period
from shouguan.core.ytd import cumulative_weights
from shouguan.data.observations import COLUMNS
from shouguan.data.place import Place, Region, Target
from shouguan.data.settings import Settings
from shouguan.data.year_weights import YearWeights
from shouguan.facts import collect, known
from shouguan.facts.complete import complete
from shouguan.facts.publication import publication
from shouguan.models.history import of_any_length
from shouguan.models.outlook import Joint, Outlook
from shouguan.report.live import Live

CITY, PROVINCE, NATION = "999901", "999900", "100000"
DAY = dt.date(2020, 10, 25)
YEARS = {2016: 7.0, 2017: 7.2, 2018: 6.8, 2019: 6.4}
REGIONS = {
    NATION: Region(NATION, "全国", "China", (), None),
    PROVINCE: Region(PROVINCE, "某省", "Province", (), NATION),
    CITY: Region(CITY, "某市", "City", (), PROVINCE),
    "999902": Region("999902", "甲市", "City A", (), PROVINCE),
    "999903": Region("999903", "乙市", "City B", (), PROVINCE),
}
Series = Mapping[str, float]
WRITTEN = ("standing", "contributions", "parts", "courses", "figures", "actions", "lists", "rules", "cards")
"""The chapters of facts that the sections of words read."""


def quarters(year: int, *growth: float) -> dict[str, float]:
    """Name the first quarters of a year."""
    return {f"{year}Q{number}": value for number, value in enumerate(growth, start=1)}


def months(year: int, *growth: float) -> dict[str, float]:
    """Name the first reported months of a year that merges January and February."""
    return {f"{year}-{number:02d}": value for number, value in enumerate(growth, start=2)}


def past(code: str = "gdp", /, **over: float) -> dict[str, float]:
    """Give the years before 2020 the same growth in each stretch; `over` names others: `y2019Q4=7.0`."""
    found: dict[str, float] = {}
    for year, growth in YEARS.items():
        for period in indicators.indicator(code).calendar.periods(year):
            found[str(period)] = growth
    return found | {name.removeprefix("y").replace("_", "-"): value for name, value in over.items()}


def rows(
    region: str, code: str, measure: str, series: Series, *, basis: str = "ytd", vintage: str = "first"
) -> list[dict[str, Any]]:
    """Make observations of one series, all out before the day of the page."""
    entry = indicators.indicator(code)
    price = {"growth": entry.growth_price, "rank": "none"}.get(measure, "nominal")
    made = []
    for period, value in series.items():
        released = Period.parse(period).end + dt.timedelta(days=20)
        cells = [region, code, period, basis, measure, price, value, "%", pd.Timestamp(released)]
        made.append(dict(zip(COLUMNS, [*cells, "actual", vintage, "演示", ""], strict=True)))
    return made


def city(
    *observations: list[dict[str, Any]],
    rest: Mapping[str, tuple[float, float]],
    targets: Sequence[tuple[str, str, float, str]] = (),
    lang: Lang = "zh",
    peers: tuple[str, ...] = (),
    folder: Path | None = None,
    shares: Mapping[str, float] | None = None,
    part_rest: float = 5.0,
    reasons: Mapping[str, tuple[str, str]] | None = None,
    whole: Mapping[str, tuple[str, str]] | None = None,
    region: str = CITY,
    unforecast: Sequence[str] = (),
    day: dt.date = DAY,
    **settings: Any,
) -> Live:
    """Open a page on figures made up by a test.

    Parameters
    ----------
    *observations : list of dict
        From `rows`.
    rest : mapping
        Indicator → mean and deviation of growth in each period that is left.
    targets : sequence of (indicator, kind, value, op)
    shares : mapping, optional
        Industry → share of GDP; then GDP is taken apart, every part growing by `part_rest` in what is left.
    unforecast : sequence of str
        Indicators with too few figures for a forecast.
    """
    own = [row for each in observations for row in each]
    table = pd.DataFrame(own, columns=list(COLUMNS))
    named = REGIONS[region]
    made = Settings(region=region, name=named.name, name_en=named.name_en, parent=named.parent, peers=peers, **settings)
    place = Place(
        slug="city",
        settings=made,
        regions=dict(REGIONS),
        table=table,
        targets=tuple(_target(region, *each).model_copy(update={"within": made.around_band}) for each in targets),
        files=(),
        folder=folder,
    )
    view = place.as_of(day)
    context = Live(place, view.as_of, 2020, lang, view=view, reasons=dict(reasons or {}), whole=dict(whole or {}))
    found = {code: _outlook(context, code, *spread) for code, spread in rest.items()}
    for code, outlook in found.items():
        context.sheets[code] = collect.collect(context.facts, place, view, outlook)
        state = publication(place, view, code)
        assert state is not None
        context.published.append(state)
    for code in unforecast:
        few = of_any_length(place, view, code, context.year)
        context.unforecast[code] = known.sheet_of(place, view, code, few, near=float(few.this_year[-1]))
        known.collect(context.facts, place, context.unforecast[code], view, few)
        context.reasons[code] = ("往期不足", "too few")
    accounts = {}
    if shares is not None:
        parts = tuple(_outlook(context, code, part_rest, 1.5) for code in INDUSTRIES)
        weights = np.array([shares[code] for code in INDUSTRIES])
        residual = found["gdp"].full_year - weights @ np.array([each.full_year for each in parts])
        accounts["gdp"] = Accounts(found["gdp"], parts, Shares(INDUSTRIES, weights, 2019, region), residual, {}, {})
    context.linked = Linked(Joint(tuple(found.values())), accounts, context.reasons, context.whole)
    complete(context, *WRITTEN)
    context.chapters.add(("warnings", ""))  # flags need a model: a story makes its own by hand
    return context


def _target(region: str, code: str, kind: str, value: float, op: str) -> Target:
    content = {"region": region, "indicator": code, "year": 2020, "kind": kind, "op": op, "value": value}
    return Target.model_validate({**content, "announced_on": dt.date(2020, 1, 10), "source": "演示"})


def _outlook(context: Live, code: str, mean: float, deviation: float) -> Outlook:
    calendar = indicators.indicator(code).calendar
    growth = context.view.ytd_growth(context.place.region, code)
    known = tuple(value for period, value in growth.items() if period.year == context.year)
    if indicators.indicator(code).yearly and known:  # its first figure of a year is no first quarter's
        newest = max(calendar.position(period) for period in growth if period.year == context.year)
        known = (*[np.nan] * newest, known[-1])
    rng = np.random.default_rng(len(code))
    draws = 400
    left = calendar.size - len(known)
    noise = rng.standard_normal((draws, left))
    noise -= noise.mean(axis=0)
    return Outlook(
        region=context.place.region,
        indicator=code,
        year=context.year,
        as_of=DAY,
        known=known,
        weights=YearWeights(context.year, cumulative_weights(np.ones(calendar.size)), CITY, 2019, False),
        ytd_known=np.full(draws, known[-1] if known else 0.0),
        remaining=mean + deviation * noise,
        model="by hand",
        seed=0,
    )


def plain(shown: object) -> str:
    """Return the text that a reader sees, one line for each paragraph, entry or row."""
    lines = re.sub(r"</(p|li|tr|h\d|div|caption)>", "\n", str(shown))
    return re.sub(r"\n+", "\n", re.sub(r"<[^>]*>", "", lines)).strip()
