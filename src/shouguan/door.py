"""The data door: read files, import them into a place, check what a place has, as plain data and as text."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from shouguan import indicators, observations, paths, store
from shouguan.checks import revisions
from shouguan.checks.stored import stored
from shouguan.checks.within import agree, within
from shouguan.errors import DataError, ShouguanError
from shouguan.findings import Finding, as_text, errors, gravest_first
from shouguan.parts.conversion import read_method
from shouguan.place import Place, folder_of, load, official_table, region_names, settings_of
from shouguan.readers import actions as action_reader
from shouguan.readers import online, sniff
from shouguan.readers.reading import REGISTERS, Options, Reading
from shouguan.scenarios import file as scenario_file

_WORTH_A_LINE = 0.005
READABLE = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".docx", ".parquet")


def read(file: Path, kind: str | None, options: Options) -> Reading:
    """Read one file and check its figures against each other.

    Raises
    ------
    DataError, UsageError
        When it cannot be opened, or its kind is not known.
    """
    reading = online.read(str(file), options) if online.is_online(file) else sniff.read(file, kind, options)
    if reading.kind in REGISTERS or reading.refused:
        return reading
    findings = [*reading.findings, *within(reading.rows, paths.named(file))]
    return Reading(reading.kind, [] if errors(findings) else reading.rows, findings)


def options_for(place: str | None, options: Options) -> Options:
    """Fill in what a place knows: its region, the names of its regions, its release lags."""
    if place is None:
        return replace(options, names=region_names())
    folder = folder_of(place)
    settings = settings_of(folder)
    names = region_names(folder) | {settings.name: settings.region, settings.name_en: settings.region}
    return replace(options, names=names, own_region=settings.region, lags=settings.release_lags)


def import_files(files: Sequence[Path], place: str, kind: str | None, options: Options) -> dict[str, Any]:
    """Read files and add them to a place's store; a file with an error stays out whole.

    Parameters
    ----------
    files : sequence of Path
        Files, or folders whose files are all read.
    place : str
    kind : str, optional
    options : Options

    Returns
    -------
    dict
        `added`, `revised`, `unchanged`, and of each file its kind, rows and findings (`Finding`).

    Raises
    ------
    DataError
        When what was read contradicts the store; nothing is stored.
    """
    folder = folder_of(place)
    chosen = options_for(place, options)
    near = _near(folder)
    read_ones: list[tuple[Path, Reading]] = []
    for file in with_progress(_all_files(files), "读取 / reading"):
        try:
            reading = read(file, kind, chosen)
        except ShouguanError as wrong:
            reading = Reading("", [], [Finding("error", wrong.zh, wrong.en)])
        name = paths.named(file)
        read_ones.append((file, _with_period(_with_strangers(reading, near, name), options, name)))
    rows = [row for _, each in read_ones if each.kind not in REGISTERS and not each.refused for row in each.rows]
    total = store.append(folder, rows, options.released_on) if rows else store.Outcome()
    for _, each in read_ones:
        if each.kind in REGISTERS and not each.refused:
            outcome = store.append_records(folder, each, _period(each, options) or "")
            total = store.Outcome(
                [*total.added, *outcome.added], [*total.revised, *outcome.revised], total.unchanged + outcome.unchanged
            )
    return {
        "place": folder.resolve().name,
        "added": len(total.added),
        "revised": [_change(row) for row in total.revised if "before" in row],
        "changed_records": sum("before" not in row for row in total.revised),
        "unchanged": total.unchanged,
        "files": [
            {
                "file": paths.named(file),
                "kind": each.kind,
                "rows": len(each.rows),
                "refused": each.refused,
                "findings": each.findings,
            }
            for file, each in read_ones
        ],
    }


def _near(folder: Path) -> set[str]:
    """Return the regions whose figures belong into a place: its own, those above and below it, its peers."""
    place = load(str(folder))
    below = {code for code, region in place.regions.items() if region.parent == place.region}
    return {*place.chain(), *place.settings.peers, *below}


def _with_strangers(reading: Reading, near: set[str], name: str) -> Reading:
    """Warn of figures of regions that have nothing to do with the place: perhaps the wrong file."""
    codes = sorted({row["region"] for row in reading.rows if "region" in row} - near)
    if not codes:
        return reading
    said = Finding(
        "warning",
        f"含有 {'、'.join(codes[:6])} 等 {len(codes)} 个地区的数据，不是本地、上级、下辖或考核同组地区，请核对文件",
        f"holds figures of {', '.join(codes[:6])} ({len(codes)} regions) that are not near the place: the right file?",
        name,
    )
    return Reading(reading.kind, reading.rows, [*reading.findings, said])


def import_text(found: dict[str, Any]) -> str:
    """Return what an import did, as text."""
    lines = []
    for each in found["files"]:
        state = "未导入 / refused" if each["refused"] else f"{each['rows']} 行 / rows"
        lines.append(f"{each['file']}  [{each['kind'] or '?'}]  {state}")
        told = [finding for finding in each["findings"] if finding.severity != "info"]
        lines += [as_text(told)] if told else []
    for change in found["revised"]:
        lines.append(
            f"修订 / revised  {change['indicator']} {change['period']} {change['basis']} {change['measure']}:"
            f" {change['before']:.12g} → {change['after']:.12g}  ({change['released_on']})"
        )
    extra = f"，更新记录 {found['changed_records']}" if found["changed_records"] else ""
    lines.append(
        f"{found['place']}：新增 {found['added']}，修订 {len(found['revised'])}{extra}，已有 {found['unchanged']}"
        f" / added {found['added']}, revised {len(found['revised']) + found['changed_records']},"
        f" known before {found['unchanged']}"
    )
    return "\n".join(lines)


def check(name: str, seed: int = 0) -> dict[str, Any]:
    """Check everything that a place has.

    Returns
    -------
    dict
        `coverage` (what series there are), `findings`, `revisions`, and `moved` (which forecasts they moved).

    Raises
    ------
    DataError
        When the store itself is damaged, or the place's actions, scenarios or accounting method are wrong: every
        problem with file, row, column and value.
    """
    place = load(name)
    if place.folder is not None:
        action_reader.read(place.folder)
        scenario_file.load(place.folder)
        read_method(place.folder)
    own = own_rows(place)
    found = stored_findings(place, own)
    changed = revisions.revisions(own)
    with _busy("重算修订前后的预测 / forecasting without and with the revisions"):
        moved = revisions.moves(place, changed, seed) if changed else []
    return {
        "place": place.slug,
        "rows": len(own),
        "coverage": coverage(own),
        "findings": found,
        "revisions": [revision.to_json() for revision in changed],
        "moved": [move.to_json() for move in moved],
    }


def stored_findings(place: Place, own: pd.DataFrame) -> list[Finding]:
    """Return all findings of a place's own rows, the gravest first."""
    if own.empty:
        return [
            Finding(
                "warning",
                f"{place.name()}还没有自己的数据；用 shouguan import 文件 --place {place.slug} 导入",
                f"{place.name('en')} has no figures of its own yet; use shouguan import FILE --place {place.slug}",
            )
        ]
    is_official = place.files and paths.official() in place.files[0].parents
    others = official_table() if not is_official else own.iloc[:0]
    said = [*stored(place, own, others), *agree(own)]
    return [_with_names(place, finding) for finding in gravest_first(said)]


def _with_names(place: Place, finding: Finding) -> Finding:
    """Say a region's name where a check, which knows codes only, says its code."""
    code = finding.zh[:6]
    region = place.regions.get(code)
    if region is None or finding.en[:6] != code:
        return finding
    return replace(finding, zh=region.name + finding.zh[6:].lstrip(), en=region.name_en + finding.en[6:])


def own_rows(place: Place) -> pd.DataFrame:
    """Return the rows that a place keeps itself (an official region: its own of the official ones), with places."""
    files = [file for file in place.files if file.parent.name == "observations"]
    official = paths.official() / "observations"
    kept = [file for file in files if file.parent != official]
    table = observations.read_placed(*(kept or files))
    is_folder = place.files[0].name == "place.yaml"
    if is_folder:
        return table if kept else table.iloc[:0]
    return table[table["region"] == place.region].reset_index(drop=True)


def coverage(own: pd.DataFrame) -> list[dict[str, Any]]:
    """Return of each series its first and newest period and how many figures it has."""
    found = []
    for (region, code, basis, measure), rows in own.groupby(["region", "indicator", "basis", "measure"]):
        found.append(
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
    return found


def check_text(found: dict[str, Any]) -> str:
    """Return a check as text."""
    lines = [f"{found['place']}：{found['rows']} 条数据，{len(found['coverage'])} 个序列 / {found['rows']} rows"]
    lines += [as_text(found["findings"])] if found["findings"] else []
    for change in found["revisions"]:
        lines.append(
            f"修订 / revised {change['released_on']}  {change['region']} {change['indicator']} {change['period']}"
            f" {change['basis']} {change['measure']}: {change['before']:.12g} → {change['after']:.12g}"
            f" ({change['change']:+.12g})  {change['source']}"
        )
    for move in found["moved"]:
        if abs(move["moved"]) < _WORTH_A_LINE:
            continue
        lines.append(
            f"{move['released_on']} 的修订使{move['year']}年 {move['indicator']} 全年测算由 {move['before']:.2f}"
            f" 变为 {move['after']:.2f}（{move['moved']:+.2f}个百分点） / moved the forecast of {move['year']}"
        )
    if not found["findings"]:
        lines.append("未发现问题 / nothing found")
    return "\n".join(lines)


def reading_text(reading: Reading) -> str:
    """Return a reading as text: the rows as a table, then the findings."""
    lines = []
    if reading.rows and reading.kind not in REGISTERS:
        for row in reading.rows:
            lines.append(
                f"{row['region']}  {row['indicator']:<22} {row['period']:<8} {row['basis']:<7}{row['measure']:<7}"
                f"{row['price']:<11}{row['value']:>14.12g} {row['unit']}  {row['source']}"
            )
    elif reading.rows:
        for row in reading.rows:
            lines.append("  ".join(f"{name}={value}" for name, value in row.items() if value is not None))
    lines += [as_text(reading.findings), f"{len(reading.rows)} 行 / rows"]
    return "\n".join(lines)


def with_progress(files: Sequence[Path], what: str) -> Iterable[Path]:
    """Yield files with a progress bar on a terminal; silent in a scheduler's log and for a file or two."""
    if len(files) < 3 or not sys.stderr.isatty():
        yield from files
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(files, description=what)


def _busy(what: str) -> AbstractContextManager[object]:
    """Show on a terminal that something is under way; silent in a scheduler's log."""
    return Console(stderr=True).status(what) if sys.stderr.isatty() else nullcontext()


def _all_files(files: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for file in files:
        if file.is_dir():
            inside = sorted(each for each in file.rglob("*") if each.is_file() and each.suffix.lower() in READABLE)
            if not inside:
                raise DataError(f"文件夹 {file} 里没有可读的文件", f"the folder {file} has no readable file")
            found += [each for each in inside if not each.name.startswith(("~$", "."))]
        else:
            found.append(file)
    return found


def _with_period(reading: Reading, options: Options, name: str) -> Reading:
    """Refuse a list that does not say which month it stands for: one month must not overwrite another."""
    if reading.kind not in REGISTERS or reading.refused or _period(reading, options) is not None:
        return reading
    asked = Finding(
        "error",
        "没有写明是哪个月的名单；用 --period 2020-09 指明",
        "does not say which month it stands for; name it with --period 2020-09",
        name,
    )
    return Reading(reading.kind, [], [*reading.findings, asked])


def _period(reading: Reading, options: Options) -> str | None:
    return options.period or next((str(row["period"]) for row in reading.rows if row.get("period")), None)


def _change(row: dict[str, Any]) -> dict[str, Any]:
    wanted = ("region", "indicator", "period", "basis", "measure", "before", "released_on", "source")
    return {name: row[name] for name in wanted} | {"after": row["value"]}
