"""The data door: read files and import them into a place, as plain data and as text."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from shouguan.core import paths
from shouguan.core.errors import DataError, ShouguanError
from shouguan.core.findings import Finding, as_text, errors
from shouguan.core.language import spoken
from shouguan.core.undisturbed import undisturbed
from shouguan.data.place import Place, folder_of, load, region_names
from shouguan.data.settings import WEEKLY, settings_of
from shouguan.ingest import list_store, receipts, store, target_lines, weekly_store
from shouguan.ingest.checks import list_sizes, lists, weeks
from shouguan.ingest.checks.bounds import bounds, shaken_in
from shouguan.ingest.checks.series import series
from shouguan.ingest.checks.within import not_out, not_over, placed_rows, within
from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import NO_OBSERVATIONS, REGISTERS, Options, Reading
from shouguan.ingest.readers.tables import online

READABLE = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".ods", ".xls", ".et", ".docx", ".parquet")


def read(file: Path, kind: str | None, options: Options) -> Reading:
    """Read one file and check its figures against each other.

    Raises
    ------
    DataError, UsageError
        When it cannot be opened, or its kind is not known.
    """
    reading = online.read(str(file), options) if online.is_online(file) else sniff.read(file, kind, options)
    if reading.refused:
        return reading
    # The day is asked here alone: what a file says of a period that is not over, nobody has published.
    today, name = dt.date.today(), paths.named(file)
    if reading.kind in REGISTERS:
        wrong = lists.check(reading.rows, name, today)
        return replace(reading, findings=[*reading.findings, *wrong]).sound() if wrong else reading
    if reading.kind == WEEKLY:
        doubts = weeks.check(reading.rows, today=today, own=options.basis == "single")
        return replace(reading, findings=[*reading.findings, *doubts]).sound()
    if ahead := not_over(reading.rows, name, today):
        reading = replace(reading, findings=[*reading.findings, *ahead]).sound()
    slips = list(within(reading.rows, name))
    checked = replace(reading, findings=[*reading.findings, *not_out(reading.rows, name, today), *slips])
    return checked.whole_out() if errors(slips) else checked


def options_for(place: str | None, options: Options) -> Options:
    """Fill in what a place knows: its region, the names of its regions, its release lags."""
    if place is None:
        return replace(options, names=region_names() | dict(options.names))
    folder = folder_of(place)
    settings = settings_of(folder)
    names = region_names(folder) | {settings.name: settings.region, settings.name_en: settings.region}
    names |= dict(options.names)
    return replace(options, names=names, own_region=settings.region, above=settings.parent, lags=settings.release_lags)


def import_files(files: Sequence[Path], place: str, kind: str | None, options: Options) -> dict[str, Any]:
    """Read files and add them to a place's store; a sheet with an error stays out, and a list as a whole.

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
        `receipt` (None where there was no file), whether anything was `stored`, `place` and what commands call it
        (`called`), `added`, `revised`, `unchanged`, `targets` (lines of
        `targets.csv`), and of each file its kind, rows and findings (`Finding`).

    Raises
    ------
    DataError
        When what was read contradicts the store; nothing is stored.
    """
    folder = folder_of(place)
    chosen = options_for(place, options)
    where = load(str(folder))
    near = _near(where)
    read_ones: list[tuple[Path, Reading]] = []
    for file in with_progress(_all_files(files), spoken("读取")):
        try:
            reading = read(file, kind, chosen)
        except ShouguanError as wrong:
            reading = Reading("", [], [Finding("error", wrong.zh, wrong.en)])
        name = paths.named(file)
        read_ones.append((file, _with_period(_with_strangers(reading, near, name), options, name)))
    read_ones = [(file, _sized(each, where, paths.named(file))) for file, each in _doubted(where, read_ones)]
    rows = [row for _, each in read_ones if each.kind not in NO_OBSERVATIONS and not each.refused for row in each.rows]
    with undisturbed():  # what has no receipt cannot be taken back
        total = store.append(folder, rows, options.released_on) if rows else store.Outcome()
        for at, (file, each) in enumerate(read_ones):
            if each.kind not in NO_OBSERVATIONS or each.refused:
                continue
            try:
                outcome = _kept(folder, each, options)
            except DataError as open_one:  # the other files come in all the same
                question = Finding("error", open_one.zh, open_one.en, paths.named(file))
                read_ones[at] = (file, replace(each, rows=[], findings=[*each.findings, question]))
            else:
                total = store.together(total, outcome)
                if outcome.cleared:
                    blank = list_store.cleared_cells(each.kind, outcome, paths.named(file))
                    read_ones[at] = (file, replace(each, findings=[*each.findings, *blank]))
        targets = target_lines.add(folder, [target for _, each in read_ones for target in each.sound_targets()])
        stored = any(total.lines.values()) or bool(targets)
        there = any(
            file.exists() or online.is_online(file) for file, _ in read_ones
        )  # of a mistyped name nothing is kept
        receipt = receipts.write(folder, read_ones, total.lines, options, targets) if stored or there else None
    return {
        "receipt": None if receipt is None else paths.named(receipt),
        "stored": stored,
        "place": folder.resolve().name,
        "called": where.called,
        "added": len(total.added),
        "revised": [_change(row) for row in total.revised if "before" in row],
        "changed_records": sum("before" not in row for row in total.revised),
        "unchanged": total.unchanged,
        "targets": len(targets),
        "files": [
            {
                "file": paths.named(file),
                "kind": each.kind,
                "month": _period(each, options) if each.kind in REGISTERS and each.rows else None,
                "rows": len(each.rows),
                "withheld": len(each.withheld),
                "refused": each.refused,
                "findings": each.findings,
            }
            for file, each in read_ones
        ],
    }


def _sized(reading: Reading, place: Place, name: str) -> Reading:
    """Keep a list out whose amounts cannot be in a place as large as this one."""
    if reading.kind not in REGISTERS or reading.refused:
        return reading
    wrong = list_sizes.check(reading.rows, reading.kind, list_sizes.of_place(reading.kind, place), name)
    return replace(reading, findings=[*reading.findings, *wrong]).sound() if wrong else reading


def _kept(folder: Path, reading: Reading, options: Options) -> store.Outcome:
    """Add what is no published figure to its file of a place."""
    if reading.kind == WEEKLY:
        return weekly_store.append(folder, reading.rows, options.released_on, own=options.basis == "single")
    return list_store.append_records(folder, reading, _period(reading, options) or "", options.whole)


def _doubted(place: Place, read_ones: list[tuple[Path, Reading]]) -> list[tuple[Path, Reading]]:
    """Warn of figures beyond the bounds of the plausible, beside what the place and the official series have."""
    tables = {
        file: placed_rows(each.rows, paths.named(file))
        for file, each in read_ones
        if each.kind not in NO_OBSERVATIONS and each.rows
    }
    if not tables:
        return read_ones
    known, above = series(place.table.assign(_file="", _row=0)), place.above()
    in_files = series(chain.from_iterable(tables.values()))
    for key, points in in_files.items():  # 全省 in the same bulletin bounds its city
        known[key] = {**known.get(key, {}), **points}
    shaken = shaken_in(known)
    return [
        (file, replace(each, findings=[*each.findings, *bounds(series(tables[file]), known, above, shaken)]))
        if file in tables
        else (file, each)
        for file, each in read_ones
    ]


def _near(place: Place) -> set[str]:
    """Return the regions whose figures belong into a place: its own, those above and below it, its peers."""
    below = {code for code, region in place.regions.items() if region.parent == place.region}
    return {*place.chain(), *place.settings.peers, *below}


def _with_strangers(reading: Reading, near: set[str], name: str) -> Reading:
    """Warn of figures of regions that have nothing to do with the place: perhaps the wrong file."""
    codes = sorted({row["region"] for row in reading.rows if "region" in row} - near)
    if not codes:
        return reading
    question = Finding(
        "warning",
        f"含有 {'、'.join(codes[:6])} 等 {len(codes)} 个地区的数据，不是本地、上级、下辖或考核同组地区，请核对文件",
        f"holds figures of {', '.join(codes[:6])} ({len(codes)} regions) that are not near the place: the right file?",
        name,
    )
    return replace(reading, findings=[*reading.findings, question])


def import_text(imported: dict[str, Any]) -> str:
    """Return what an import did, as text."""
    lines = []
    for each in imported["files"]:
        state = spoken("未导入") if each["refused"] else spoken("{n} 行", n=each["rows"])
        if each["withheld"] and not each["refused"]:
            state += spoken("；{n} 行随有疑问的表暂不入", n=each["withheld"])
        lines.append(f"{each['file']}  [{each['kind'] or '?'}]  {state}")
        told = [finding for finding in each["findings"] if finding.severity != "info"]
        lines += [as_text(told, heading=False)] if told else []
    for change in imported["revised"]:
        lines.append(
            f"{spoken('修订')}  {change['indicator']} {change['period']} {change['basis']}"
            f" {change['measure']}: {change['before']:.12g} → {change['after']:.12g}  ({change['released_on']})"
        )
    records = imported["changed_records"]
    lines.append(
        spoken(
            "{place}：新增 {added}，修订 {revised}{records}，已有 {unchanged}",
            place=imported["place"],
            added=imported["added"],
            revised=len(imported["revised"]),
            records=spoken("，更新记录 {n}", n=records) if records else "",
            unchanged=imported["unchanged"],
        )
    )
    if imported["targets"]:
        lines.append(spoken("目标 {n} 行写入 targets.csv", n=imported["targets"]))
    if imported["stored"]:
        lines.append(
            spoken(
                "回执 {receipt}；撤回用 shouguan undo {place}", receipt=imported["receipt"], place=imported["called"]
            )
        )
    elif imported["receipt"]:
        lines.append(spoken("没有存入任何数据；回执 {receipt}", receipt=imported["receipt"]))
    else:
        lines.append(spoken("没有存入任何数据"))
    return "\n".join(lines)


def reading_text(reading: Reading) -> str:
    """Return a reading as text: the rows as a table, then the findings."""
    lines = [_row_text(row, reading.kind) for row in reading.rows]
    if reading.withheld:
        lines.append(spoken("以下读得清楚，随有疑问的表暂不入："))
        lines += [_row_text(row, reading.kind) for row in reading.withheld]
    lines += [as_text(reading.findings), spoken("{n} 行", n=len(reading.rows))]
    if reading.withheld:
        lines[-1] += spoken("；{n} 行随有疑问的表暂不入", n=len(reading.withheld))
    return "\n".join(lines)


def _row_text(row: Mapping[str, Any], kind: str) -> str:
    if kind in NO_OBSERVATIONS:
        return "  ".join(f"{name}={value}" for name, value in row.items() if value is not None)
    return (
        f"{row['region']:<6}  {row['indicator']:<22} {row['period']:<8} {row['basis']:<7}{row['measure']:<7}"
        f"{row['price']:<11}{row['value']:>14.12g} {row['unit']}  {row['source']}"
    )


def with_progress(files: Sequence[Path], what: str) -> Iterable[Path]:
    """Yield files with a progress bar on a terminal; silent in a scheduler's log and for a file or two."""
    if len(files) < 3 or not sys.stderr.isatty():
        yield from files
        return
    from rich.console import Console  # noqa: PLC0415  # only a terminal needs it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(files, description=what)


def busy(what: str) -> AbstractContextManager[object]:
    """Show on a terminal that something is under way; silent in a scheduler's log."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console  # noqa: PLC0415  # only a terminal needs it

    return Console(stderr=True).status(what)


def _all_files(files: Sequence[Path]) -> list[Path]:
    every: list[Path] = []
    for file in files:
        if file.is_dir():
            inside = sorted(each for each in file.rglob("*") if each.is_file() and each.suffix.lower() in READABLE)
            if not inside:
                raise DataError(f"文件夹 {file} 里没有可读的文件", f"the folder {file} has no readable file")
            every += [each for each in inside if not each.name.startswith(("~$", "."))]
        else:
            every.append(file)
    return every


def _with_period(reading: Reading, options: Options, name: str) -> Reading:
    """Refuse a list that does not say which month it stands for: one month must not overwrite another."""
    if reading.kind not in REGISTERS or reading.refused or _period(reading, options) is not None:
        return reading
    question = Finding(
        "error",
        "没有写明是哪个月的名单；用 --period 2020-09 指明",
        "does not say which month it stands for; name it with --period 2020-09",
        name,
    )
    return replace(reading, rows=[], findings=[*reading.findings, question])


def _period(reading: Reading, options: Options) -> str | None:
    return options.period or next((str(row["period"]) for row in reading.rows if row.get("period")), None)


def _change(row: dict[str, Any]) -> dict[str, Any]:
    columns = ("region", "indicator", "period", "basis", "measure", "before", "released_on", "source")
    return {name: row[name] for name in columns} | {"after": row["value"]}
