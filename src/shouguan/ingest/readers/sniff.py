"""Which kind a file is, decided by what stands in it, and read accordingly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from shouguan.core import paths
from shouguan.core.errors import UsageError, nearest
from shouguan.core.findings import Finding
from shouguan.ingest.readers import remarked
from shouguan.ingest.readers.reading import KINDS, NO_OBSERVATIONS, Found, Options, Origin, Reading, Trace
from shouguan.ingest.readers.registers import joined, records, round_it
from shouguan.ingest.readers.registers.kinds import REGISTER_KINDS
from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.sheets.opening import load
from shouguan.ingest.readers.tables import bulletin, fractions, nbs, stretches, terminal, tidy, weekly
from shouguan.ingest.readers.tables.panel import COLUMNS as PANEL_COLUMNS
from shouguan.ingest.readers.tables.panel import read_panel

_COLUMNS_OF_A_REGISTER = 3
_Reader = Callable[[Path, list[Sheet], Options], Found]


def read(file: Path, kind: str | None = None, options: Options | None = None) -> Reading:
    """Read a file of any kind.

    Parameters
    ----------
    file : Path
    kind : str, optional
        One of `KINDS`; by default what the content shows.
    options : Options, optional

    Returns
    -------
    Reading
        Rows, and findings; rows of a sheet with an error are withheld.

    Raises
    ------
    DataError, UsageError
        When the file cannot be opened at all, or its kind is not known.
    """
    chosen = options or Options()
    if kind is not None and kind not in KINDS:
        zh, en = nearest(kind, KINDS)
        raise UsageError(f"没有“{kind}”这种文件{zh}", f"no kind of file is called '{kind}'{en}")
    sheets = load(file, chosen.sheet)
    name = paths.named(file)
    is_given = kind is not None
    kind, why = (kind, ("由 --kind 指定", "given by --kind")) if kind is not None else _decide(sheets)
    told = Finding(
        "info", f"按“{KINDS[kind][0]}”（{kind}）读取：{why[0]}", f"read as {kind}, {KINDS[kind][1]}: {why[1]}", name
    )
    result = _READERS[kind](file, sheets, chosen)
    rows, findings, trace = result if kind in REGISTER_KINDS else fractions.settled(result, chosen)
    if kind == "bulletin" and not (is_given or rows or findings or trace.targets):
        raise _unknown(name)
    trace.sheets = sheets
    shown = dict.fromkeys(why for sheet in sheets for why in sheet.said)
    comments = remarked.said(sheets, are_figures=kind not in NO_OBSERVATIONS)
    reading = Reading(kind, rows, [told, *shown, *comments, *findings], trace)
    if not rows and not trace.targets and not reading.has_errors:
        nothing = Finding(
            "error", "没有读到任何可用的数据，见各条说明", "no usable figure was found; see the other findings", name
        )
        reading = replace(reading, findings=[*reading.findings, nothing])
    return reading.sound()


def _decide(sheets: list[Sheet]) -> tuple[str, tuple[str, str]]:
    """Return the kind and how one sees it; the most specific mark wins, and what has none is tables, if anything."""
    for sheet in sheets:
        first = [text.strip() for text in sheet.rows[0]] if sheet.rows else []
        if any(first == list(columns) for columns in PANEL_COLUMNS.values()):
            return "panel", ("第1行是面板的列名", "row 1 has the columns of a panel")
        if (head := weekly.header(sheet)) is not None:
            row = sheet.lines[head[0]]
            return "weekly", (f"第{row}行是周度数据的列名", f"row {row} has the columns of the weekly layout")
        if (at := tidy.header(sheet)) is not None:
            row = sheet.lines[at[0]]
            return "tidy", (f"第{row}行是长表的列名", f"row {row} has the columns of the tidy layout")
    for kind, says in (("nbs", nbs.says), ("terminal", terminal.says)):
        for sheet in sheets:
            if (why := says(sheet)) is not None:
                return kind, why
    tried = [(sheet, records.candidates_of(sheet)) for sheet in sheets]
    scores = {
        kind: max((records.score(sheet, register, candidates) for sheet, candidates in tried), default=0)
        for kind, register in REGISTER_KINDS.items()
    }
    kind, score = max(scores.items(), key=lambda pair: pair[1])
    if score >= _COLUMNS_OF_A_REGISTER:
        return kind, (f"表头有 {score} 列与{KINDS[kind][0]}相同", f"{score} headings are those of a {kind} list")
    return "bulletin", ("有带表头的数据表", "it has tables of figures with headings")


def _unknown(name: str) -> UsageError:
    zh = "、".join(f"{code}（{why[0]}）" for code, why in KINDS.items())
    en = ", ".join(f"{code} ({why[1]})" for code, why in KINDS.items())
    return UsageError(
        f"{name} 看不出是哪种文件；用 --kind 指明：{zh}",
        f"cannot tell what kind of file {name} is; name it with --kind: {en}",
    )


def _register(kind: str) -> _Reader:
    def read_register(file: Path, sheets: list[Sheet], options: Options) -> Found:
        asked = records.Asked(
            unit=options.unit,
            year=int(options.period[:4]) if options.period else None,
            dot_one=options.dot_one,
            origin=options.origin,
            period=options.period,
        )
        rows: list[dict[str, Any]] = []
        findings: list[Finding] = []
        trace = Trace()
        for sheet in sheets:
            head = records.header(sheet, REGISTER_KINDS[kind])
            if head is None:
                continue
            more, doubts = records.records(sheet, REGISTER_KINDS[kind], asked)
            doubts += round_it.doubts(sheet, head, options, doubts)
            told, named = records.period_of(sheet, head.texts.values(), asked), _named_month(sheet.name, file.stem)
            period = told or named
            if told and named and not options.period:
                doubts += joined.two_months(sheet, told, named)
            kept = [{"period": period, **record} for record in more]
            trace.origins += _fields(kept, sheet, head)
            rows += kept
            findings += doubts
        return Found(rows, [*findings, *joined.in_two_sheets(trace.origins, REGISTER_KINDS[kind])], trace)

    return read_register


def _fields(kept: list[dict[str, Any]], sheet: Sheet, head: records.Header) -> list[Origin]:
    """Return the cells of a list's records: those of their fields that hold something."""
    rows = {sheet.source(row, 0): row for row in range(len(sheet.rows))}
    heads = {
        name: sheet.merged.get(at, at) for name, column in head.columns.items() for at in [(head.rows[-1], column)]
    }
    return [
        Origin(sheet, (row, column), record, name, (heads[name],))
        for record in kept
        for row in [rows[record["source"]]]
        for cells in [sheet.rows[row]]
        for name, column in head.columns.items()
        if record[name] is not None and column < len(cells) and cells[column].strip()
    ]


def _named_month(*names: str) -> str | None:
    """Return the month that a sheet's or a file's name tells: 重点项目台账2020年9月."""
    for name in names:
        stretch, _ = stretches.find(name)
        if stretch is not None and stretch.year is not None and stretch.month is not None:
            return f"{stretch.year}-{stretch.month:02d}"
    return None


def _read_panel(file: Path, sheets: list[Sheet], options: Options) -> Found:
    first = [text.strip() for text in sheets[0].rows[0]] if sheets[0].rows else []
    code = next((code for code, columns in PANEL_COLUMNS.items() if first == list(columns)), "gdp")
    table = read_panel(file, code).table
    table = table.assign(released_on=table["released_on"].dt.strftime("%Y-%m-%d"))
    rows = [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
    figures = range(len(first) - 2, len(first))
    cells = {sheets[0].source(row, at): (row, at) for row in range(len(sheets[0].rows)) for at in figures}
    return Found(rows, [], Trace(origins=[Origin(sheets[0], cells[row["source"]], row) for row in rows]))


_READERS: dict[str, _Reader] = {
    "nbs": nbs.read,
    "bulletin": bulletin.read,
    "terminal": terminal.read,
    "tidy": tidy.read,
    "weekly": weekly.read,
    "panel": _read_panel,
    **{kind: _register(kind) for kind in REGISTER_KINDS},
}
