"""Small tables of facts for the tests of charts: made by hand, no forecast behind them."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from typing import Any

from shouguan.core.indicators import indicator
from shouguan.data.place import Target
from shouguan.facts.indicator_report import Sheet, Weighed, step_key, target_key
from shouguan.facts.table import Fact, FactTable
from shouguan.models.outlook import QUANTILES
from shouguan.report.charts import Chart

CHINESE = re.compile(r"[\u4e00-\u9fff]")
HOSTILE = '"><script>alert(1)</script>&'
YEAR = 2020
PUBLISHED = 1.0, 1.5, 2.0
"""Growth of the first periods of the year."""


def fact(key: str, value: float, *, decimals: int = 1, **rest: Any) -> Fact:
    """Make a fact with nothing but a key and a value that matters."""
    base: dict[str, Any] = {
        "kind": "computed",
        "region": "1",
        "indicator": key.split(".", 1)[0],
        "period": str(YEAR),
        "unit": "%",
        "label_zh": "",
        "label_en": "",
    }
    return Fact.read({"inputs": (), "key": key, "value": value, "decimals": decimals} | base | rest)


def target(value: float, code: str = "gdp", kind: str = "原目标", op: str = ">=") -> Target:
    """Make a target."""
    return Target.model_validate(
        {
            "region": "1",
            "indicator": code,
            "year": YEAR,
            "kind": kind,
            "op": op,
            "value": value,
            "announced_on": dt.date(YEAR, 1, 10),
            "source": "",
        }
    )


def sheet_of(
    code: str = "gdp",
    known: tuple[float, ...] = PUBLISHED,
    targets: tuple[Target, ...] = (),
    ladder: tuple[float, ...] = (2.0, 2.5, 3.0),
) -> Sheet:
    """Make a sheet of which so many periods are published."""
    entry = indicator(code)
    periods = entry.calendar.periods(YEAR)
    return Sheet(
        entry,
        region="1",
        year=YEAR,
        as_of=dt.date(YEAR, 10, 25),
        origin=periods[len(known) - 1] if known else entry.calendar.periods(YEAR - 1)[-1],
        known=len(known),
        weights=Weighed("1", YEAR - 1, pseudo=False),
        targets=targets,
        ladder=ladder,
    )


def table(*facts: Fact) -> FactTable:
    """Put facts into a table."""
    made = FactTable()
    for each in facts:
        made.add(each)
    return made


def year_facts(
    sheet: Sheet,
    known: tuple[float, ...] = PUBLISHED,
    median: float = 3.0,
    half: float = 1.0,
    last: float | None = 4.0,
) -> FactTable:
    """Make what `collect` adds of a year: the newest figure, the expected year, targets, the fan's series."""
    code, size = sheet.code, sheet.entry.calendar.size
    made = table(
        fact(f"{code}.full_year.{YEAR}.median", median, kind="forecast"),
        fact(f"{code}.full_year.{YEAR}.lower80", median - half, kind="forecast"),
        fact(f"{code}.full_year.{YEAR}.upper80", median + half, kind="forecast"),
    )
    if known:
        made.add(fact(sheet.key("ytd", sheet.origin), known[-1], kind="official"))
    if last is not None:
        made.add(fact(sheet.key("ytd", sheet.entry.calendar.periods(YEAR - 1)[-1]), last, kind="official"))
    for each in sheet.targets:
        made.add(fact(f"{code}.target.{YEAR}.{target_key(each)}", each.value, kind="target"))
    periods = [*sheet.entry.calendar.periods(YEAR - 1), *sheet.entry.calendar.periods(YEAR)]
    made.series[sheet.key("fan")] = {
        "periods": [str(period) for period in periods],
        "published": [*([last] * size), *known],
        "ahead": [str(period) for period in periods[size + len(known) :]],
        "quantiles": {f"{q:g}": [median + (q - 0.5) * 2 * half] * (size - len(known)) for q in QUANTILES},
    }
    return made


def ladder_facts(sheet: Sheet, needs: dict[float, tuple[float, float]], base: float | None = None) -> FactTable:
    """Make the facts of a ladder: for each full-year figure what it needs of the rest, and its chance."""
    made = year_facts(sheet)
    for value, (need, chance) in needs.items():
        name = f"{YEAR}.{step_key(value)}"
        made.add(fact(sheet.key("step", name), value, kind="assumption"))
        made.add(fact(sheet.key("required", name), need, lower=need - 0.2, upper=need + 0.2))
        made.add(fact(sheet.key("chance", name), chance, decimals=0, kind="forecast"))
    if base is not None:
        made.add(fact(sheet.key("base", YEAR - 1), base, lower=base - 0.3, upper=base + 0.3))
    return made


def texts(svg: str) -> list[str]:
    """Return the texts of a picture, in order."""
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter("text")]


def ticks(svg: str) -> list[str]:
    """Return the texts that stand in a group whose id says tick."""
    groups = [group for group in ET.fromstring(svg).iter("g") if "tick" in (group.get("id") or "")]
    return ["".join(text.itertext()) for group in groups for text in group.iter("text")]


def without_ticks(svg: str) -> list[str]:
    """Return the texts of a picture that are no ticks, in order."""
    labels = texts(svg)
    for tick in ticks(svg):
        labels.remove(tick)
    return labels


def axes(chart: Chart) -> Any:
    """Return what a picture is drawn in."""
    return chart.figure.axes[0]


def bars(chart: Chart) -> list[tuple[float, float]]:
    """Return where each bar begins and ends."""
    found = axes(chart).patches
    return [(round(bar.get_x(), 9), round(bar.get_x() + bar.get_width(), 9)) for bar in found]


def cells(chart: Chart) -> list[list[str]]:
    """Return the rows of the table behind a picture."""
    rows = ET.fromstring(str(chart.data)).findall(".//tbody/tr")
    return [["".join(cell.itertext()) for cell in row] for row in rows]


def assert_sound(chart: Chart, facts: FactTable, lang: str = "zh") -> list[str]:
    """Check what every picture must be, and return its texts.

    Well formed, named, described in the page's language; the same twice; every figure in it is the display of
    a fact that it lists, a tick, a year or a date; every fact that it lists is in the table of facts.
    """
    svg, html = str(chart.svg()), str(chart.__html__())
    assert svg in html, "drawn twice, it is the same"
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    title, desc = root.find("title"), root.find("desc")
    assert title is not None
    assert desc is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.text
    assert desc.text
    assert title.text == chart.caption.striptags()
    if lang == "en":
        assert not CHINESE.search(svg)
    else:
        assert CHINESE.search(title.text)
        assert CHINESE.search(desc.text)
    keys = (root.get("data-facts") or "").split()
    assert tuple(keys) == chart.facts
    assert len(keys) == len(set(keys))
    shown = {text.lstrip("\u2212") for key in keys for text in _printed(facts[key])}
    labels = without_ticks(svg)
    said = " ".join([*labels, title.text, desc.text])
    for number in re.findall(r"\d+(?:\.\d+)?", _without_names(said)):
        assert number in shown, f"{number} is no fact of the picture: {said}"
    assert html.count("<figcaption>") == html.count("<details>") == html.count("<table") == 1
    assert not re.search(r"(?<![0-9a-zA-Z/\"=:;,#.])-\d", " ".join(labels)), "a minus is a true minus"
    return texts(svg)


def _printed(each: Fact) -> list[str]:
    half = ((each.upper or 0.0) - (each.lower or 0.0)) / 2
    return [each.display, f"{max(round(half, 1), 0.1):.1f}", "1", "99"]


def _without_names(said: str) -> str:
    """Take out what is no figure: years, dates, stretches, the levels of intervals, quarters."""
    said = re.sub(r"\b(?:19|20)\d\d(?:年(?:\d+月\d+日)?)?|\d+月\d+日|\d+ (?:July|October)", " ", said)
    return re.sub(r"\d+(?:—\d+)?月|Q\d(?:–Q?\d)?|H\d|(?:50|80|95)%", " ", said)
