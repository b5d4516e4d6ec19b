"""A place's figures checked as a whole, as plain data and as text."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd

from shouguan.analysis import place_settings, revisions, wanting
from shouguan.core import indicators, paths
from shouguan.core.findings import Finding, as_text, gravest_first
from shouguan.core.language import chosen, either, spoken
from shouguan.data import assessment_settings, observations, registers, weekly
from shouguan.data.place import Place, load, official_table
from shouguan.data.readings import ALL, note
from shouguan.data.settings import WEEKLY
from shouguan.ingest.checks import weeks
from shouguan.ingest.checks.bounds import bounds
from shouguan.ingest.checks.series import series
from shouguan.ingest.checks.stored import stored
from shouguan.ingest.checks.within import agree
from shouguan.ingest.importing import busy
from shouguan.investment import list_checks

_WORTH_A_LINE = 0.005
_WHOLE = 100
"""What the weights of an assessment make up."""
_LISTS = {**registers.NAMES, WEEKLY: weekly.NAME}


def check(name: str, seed: int = 0) -> dict[str, Any]:
    """Check everything that a place has.

    Returns
    -------
    dict
        `rows` and `coverage` (what series there are), `lists` (rows of each that the place keeps), `findings`,
        `revisions`, `moved` (which forecasts they moved), `forecast` (which indicators can be forecast; None without a
        page) and `wanting` (what the place could add).

    Raises
    ------
    DataError
        When the store itself is damaged, or the place's lists, actions or settings cannot be read: every problem
        with file, row, column and value.
    """
    place = load(name)
    place_settings.check(place)
    own = own_rows(place)
    findings = gravest_first([*stored_findings(place, own), *list_findings(place), *setting_findings(place)])
    changed = revisions.revisions(own)
    with busy(spoken("重算修订前后的预测")):
        moved = revisions.moves(place, changed, seed) if changed else []
    return {
        "place": place.slug,
        "rows": len(own),
        "lists": _lists(place),
        "coverage": coverage(own),
        "findings": findings,
        "revisions": [revision.to_json() for revision in changed],
        "moved": [move.to_json() for move in moved],
        "forecast": wanting.forecast(place),
        "wanting": wanting.wanting(place),
    }


def stored_findings(place: Place, own: pd.DataFrame) -> list[Finding]:
    """Return all findings of a place's own rows, the gravest first."""
    if own.empty:
        return [
            Finding(
                "warning",
                f"{place.name()}还没有自己的统计数据；用 shouguan import 文件 --place {place.called} 导入",
                f"{place.name('en')} has no statistics of its own yet; use shouguan import FILE --place {place.called}",
            )
        ]
    is_official = place.files and paths.official() in place.files[0].parents
    others = official_table() if not is_official else own.iloc[:0]
    beside = place.table.assign(_file="", _row=0)
    doubted = bounds(series(own), series(beside), place.above())
    findings = [*stored(place, own, others), *agree(own), *doubted]
    return [_with_names(place, finding) for finding in gravest_first(findings)]


def list_findings(place: Place, day: dt.date | None = None) -> list[Finding]:
    """Return all findings of a place's lists and weekly figures, as they were known on a day."""
    if place.folder is None:
        return []
    lists = list_checks.check_place(place.folder, place.settings.release_lags, day)
    reported = weekly.known(place, day).to_dict("records")
    return [*lists, *weeks.check(reported, own=True), *weeks.gaps(reported)]


def imported_findings(imported: dict[str, Any]) -> list[Finding]:
    """Return what the months of lists that came in (`ingest.importing.import_files`) say beside those before them."""
    place = load(imported["called"])
    months = {(each["kind"], each["month"]) for each in imported["files"] if each["month"] and not each["refused"]}
    if place.folder is None:
        return []
    lags = place.settings.release_lags
    found = [
        list_checks.check_month(place.folder, kind, month, lags.get(kind, registers.RELEASE_LAG))
        for kind, month in sorted(months)
    ]
    return gravest_first([each for of_month in found for each in of_month])


def setting_findings(place: Place) -> list[Finding]:
    """Return what the office should look at in its own settings: weights of an assessment that make up no whole."""
    rules = assessment_settings.read(place).rules
    whole = sum(rule.weight for rule in rules.values())
    if not rules or round(whole - _WHOLE, 6) == 0:
        return []
    zh = f"各指标权重合计为{whole:g}，不是{_WHOLE}；得分按各自占合计的份额折算，请核对考核办法"
    en = f"weights add up to {whole:g}, not {_WHOLE}; scores take each as its share of them: check the rules"
    return [Finding("warning", zh, en, assessment_settings.FILE)]


def _with_names(place: Place, finding: Finding) -> Finding:
    """Say a region's name where a check, which knows codes only, says its code."""
    code = finding.zh[:6]
    region = place.regions.get(code)
    if region is None or finding.en[:6] != code:
        return finding
    return replace(finding, zh=region.name + finding.zh[6:].lstrip(), en=region.name_en + finding.en[6:])


def own_rows(place: Place) -> pd.DataFrame:
    """Return the rows that a place keeps itself (an official region: its own of the official ones), with places."""
    note(ALL, ALL)  # which row of a file a figure stands in is told, too
    files = [file for file in place.files if file.parent.name == "observations"]
    official = paths.official() / "observations"
    kept = [file for file in files if file.parent != official]
    table = observations.read_placed(*(kept or files))
    is_folder = place.files[0].name == "place.yaml"
    if is_folder:
        return table if kept else table.iloc[:0]
    return table[table["region"] == place.region].reset_index(drop=True)


def _lists(place: Place) -> dict[str, int]:
    """Return how many rows of each list stand, of those that have any."""
    if place.folder is None:
        return {}
    counts = {kind: len(registers.texts(place.folder, kind)) for kind in registers.NAMES}
    counts[WEEKLY] = len(weekly.known(place))
    return {kind: count for kind, count in counts.items() if count}


def coverage(own: pd.DataFrame) -> list[dict[str, Any]]:
    """Return of each series its first and newest period and how many figures it has."""
    covered = []
    for (region, code, basis, measure), rows in own.groupby(["region", "indicator", "basis", "measure"]):
        covered.append(
            {
                "region": region,
                "indicator": code,
                "name": indicators.indicator(str(code)).zh,
                "basis": basis,
                "measure": measure,
                "first": rows["period"].min(),
                "newest": rows["period"].max(),
                "figures": int(rows["period"].nunique()),
                "released_on": rows["released_on"].max().strftime("%Y-%m-%d"),
            }
        )
    return covered


def _page(checked: dict[str, Any]) -> list[str]:
    """Say what page `shouguan report` makes of the place now; nothing where it makes none."""
    codes = checked["forecast"]
    if codes is None:
        return []
    if not codes:
        return [spoken("现在 shouguan report 生成没有全年预测的一页：已公布的数，和按累计关系推算的后期需增")]
    entries = [indicators.indicator(code) for code in codes]
    names = either("、".join(each.zh for each in entries), ", ".join(each.en for each in entries))
    return [spoken("现在 shouguan report 生成带全年预测的简报：{n}", n=names)]


def check_text(checked: dict[str, Any]) -> str:
    """Return a check as text."""
    lines = [
        spoken(
            "{place}：{rows} 条数据，{series} 个序列",
            place=checked["place"],
            rows=checked["rows"],
            series=len(checked["coverage"]),
        )
    ]
    lines += [spoken("{list}：{n} 行", list=either(*_LISTS[kind]), n=count) for kind, count in checked["lists"].items()]
    lines += [as_text(checked["findings"])] if checked["findings"] else []
    for change in checked["revisions"]:
        lines.append(
            f"{spoken('修订')} {change['released_on']}  {change['region']} {change['indicator']}"
            f" {change['period']}"
            f" {change['basis']} {change['measure']}: {change['before']:.12g} → {change['after']:.12g}"
            f" ({change['change']:+.12g})  {change['source']}"
        )
    for move in checked["moved"]:
        if abs(move["moved"]) < _WORTH_A_LINE:
            continue
        lines.append(
            spoken(
                "{released_on} 的修订使{year}年 {indicator} 全年测算由 {before:.2f} 变为 {after:.2f}"
                "（{moved:+.2f}个百分点）",
                **move,
            )
        )
    if not checked["findings"]:
        lines.append(spoken("未发现问题"))
    lines += _page(checked)
    if checked["wanting"]:
        lines.append(spoken("可以补充："))
        lines += [f"  {each.words(chosen())}" for each in checked["wanting"]]
    return "\n".join(lines)
