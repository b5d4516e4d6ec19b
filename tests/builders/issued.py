"""Published reports made by hand: three files that belong together, as the renderer leaves them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shouguan.core.periods import Lang
from shouguan.facts import archive
from shouguan.facts.archive import Report, sha256
from shouguan.facts.table import Fact, FactTable
from shouguan.report import tables
from shouguan.report.language import units

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
MARKS: dict[Lang, tuple[str, ...]] = {
    "zh": ("内部资料 注意保存", "测算数，非统计数据，不得对外引用", "草稿"),
    "en": ("Internal: keep safe", "Estimates, not statistics; not for quotation", "Draft"),
}


def fact(key: str, value: float, kind: str = "forecast", **rest: Any) -> Fact:
    """Make a fact; what is not given is told by its kind."""
    code = key.split(".", maxsplit=1)[0]
    known = kind in {"official", "target"}
    base: dict[str, Any] = {
        "key": key,
        "kind": kind,
        "region": "999901",
        "indicator": code,
        "period": "2020",
        "value": value,
        "unit": "%",
        "decimals": 1,
        "label_zh": f"{key}（中文）",
        "label_en": f"{key} (English)",
        "source": "月报.xlsx#表1!C7" if known else "",
        "released_on": "2020-10-23" if known else "",
        "formula": "" if known else "a − b",
    }
    return Fact.read({"inputs": ()} | base | rest)


def forecast(
    code: str = "gdp",
    *,
    median: float = 2.0,
    low: float | None = None,
    high: float | None = None,
    origin: str = "2020Q3",
    ytd: float = 0.7,
    year: int = 2020,
    chance: float = 12.0,
    target: float | None = 3.5,
    rank: int | None = None,
) -> list[Fact]:
    """Return the facts of one indicator as a briefing collects them; the interval is ±0.6 where it is not given."""
    low, high = median - 0.6 if low is None else low, median + 0.6 if high is None else high
    made = [
        fact(f"{code}.full_year.{year}.median", median, lower=low, upper=high, level=0.8, period=str(year)),
        fact(f"{code}.full_year.{year}.lower80", low, period=str(year)),
        fact(f"{code}.full_year.{year}.upper80", high, period=str(year)),
        fact(f"{code}.weight.{origin}", 72.0, "computed", period=origin),
        fact(f"{code}.ytd.{origin}", ytd, "official", period=origin),
    ]
    if target is not None:
        step = f"{target:.1f}".replace(".", "p")
        made += [
            fact(f"{code}.target.{year}.original", target, "target", period=str(year)),
            fact(f"{code}.chance.{year}.{step}", chance, decimals=0, period=str(year)),
            fact(f"{code}.required.{year}.{step}", 7.1, "computed", lower=6.9, upper=7.3, period=str(year)),
        ]
    if rank is not None:
        made += [
            fact(f"{code}.rank.{origin}", rank, "computed", unit="place", decimals=0, period=origin),
            fact(f"{code}.rank.peers", 11, "computed", unit="place", decimals=0, period=origin),
        ]
    return made


def table(facts: list[Fact]) -> FactTable:
    """Return a table of these facts."""
    made = FactTable()
    for each in facts:
        made.add(each)
    return made


def content(facts: list[Fact]) -> dict[str, Any]:
    """Return these facts as a report's JSON has them."""
    return json.loads(table(facts).to_json())


def publish(
    out: Path,
    facts: list[Fact],
    *,
    as_of: str = "2020-10-25",
    place: str = "demo-city",
    scenario: str = "base",
    notebook: str = "briefing",
    lang: Lang = "zh",
    body: str = "",
    title: str = "示范市2020年前三季度经济运行情况分析及全年预测",
    **beside: Any,
) -> Report:
    """Write a report into a reports folder, where the renderer would; what stands beside is its manifest's."""
    marks = "".join(f"<li>{mark}</li>" for mark in MARKS[lang])
    by_key = {each.key: each for each in facts}
    rows = [["数字" if lang == "zh" else "Figure", units.whole(each, by_key.get, lang)] for each in facts]
    caption = "已发布数和预计数" if lang == "zh" else "Published and expected"
    shown = tables.Table(["指标", "数值"] if lang == "zh" else ["Indicator", "Value"], rows, caption=caption)
    text = table(facts).to_json()
    page = (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<meta name="shouguan-facts" content="sha256-{sha256(text.encode())}">\n<title>{title}</title>\n</head>\n'
        f'<body>\n<main>\n<header><ul class="marks">{marks}</ul><h1>{title}</h1></header>\n{shown}{body}\n</main>\n'
        "</body>\n</html>\n"
    )
    html = out / as_of / place / scenario / f"{notebook}.{lang}.html"
    parameters = {"place": place, "as_of": as_of, "year": 2020, "scenario": scenario, "lang": lang, "seed": 0}
    manifest = {
        "schema": 1,
        "notebook": {"name": notebook, "sha256": "0" * 64},
        "parameters": parameters,
        "facts_sha256": sha256(text.encode()),
        "html_sha256": sha256(page.encode()),
        "inputs": [],
        "versions": {},
        **beside,
    }
    html.parent.mkdir(parents=True, exist_ok=True)
    report = archive.put(html, page, text, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    archive.sweep(html)
    return report


def with_page(report: Report, page: str) -> Report:
    """Put another page in a report's place, as if its run had made it."""
    old, new = sha256(report.html.read_bytes()), sha256(page.encode())
    manifest = report.manifest.read_text("utf-8").replace(old, new)
    return archive.put(report.html, page, report.facts.read_text("utf-8"), manifest)
