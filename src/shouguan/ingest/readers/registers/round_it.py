"""What stands round a list: the place that its title names, words that make it a draft or a forecast, and its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from shouguan.core.findings import Finding, Severity
from shouguan.ingest.readers.reading import Options
from shouguan.ingest.readers.registers.cells import squeezed
from shouguan.ingest.readers.registers.header import Header, title_lines
from shouguan.ingest.readers.registers.row_kinds import NOTE, SECTION, TOTAL
from shouguan.ingest.readers.sheets.addresses import letters
from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables import beside
from shouguan.ingest.readers.tables.labels import labeller_of
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.note_words import states

_NOT_FINAL = re.compile("征求意见|草案|(?:初|草|讨论|送审|未定)稿|预计[数完]|预测|测算|[(](?:预计|初步)[)]")
_BEGINS = re.compile(r"(?:附?注|备注|说明|填表说明|[*＊※△▲])\s*\d*[:.、]|[*＊※△▲]|[注]\d*[.、 ]")


def doubts(sheet: Sheet, head: Header, options: Options, told: Sequence[Finding]) -> list[Finding]:
    """Return what is open or to be checked about a list for what stands round it.

    Parameters
    ----------
    sheet : Sheet
    head : Header
    options : Options
        The place that the list is imported into.
    told : sequence of Finding
        What was said of the list's rows: a line that they speak of is not shown again.

    Returns
    -------
    list of Finding
        An error for another place's title; warnings for the rest.
    """
    titles = title_lines(sheet, list(head.texts.values()))
    lines = [*titles[::-1], sheet.name, PurePath(sheet.file).stem]
    found: list[Finding] = []

    def say(severity: Severity, words: tuple[str, str], row: int | None = None, column: int | None = None) -> None:
        at = "" if column is None else letters(column)
        found.append(Finding(severity, *words, sheet.file, sheet.name, None if row is None else sheet.lines[row], at))

    if other := beside.another_place(lines, options, labeller_of(options)):
        say("warning" if other[1] else "error", beside.said_of_place(other[0], options))
    for line in lines:
        if word := _NOT_FINAL.search(folded(line)):
            say("warning", _not_final(line, word[0]))
            break
    spoken_of = {finding.row for finding in told}
    for row, column, note in _notes(sheet, head):
        if sheet.lines[row] in spoken_of:
            continue
        say("warning", beside.shown(note), row, column)
    return found


def _not_final(line: str, word: str) -> tuple[str, str]:
    return (
        f"“{beside.short(line)}”写有“{word}”，仍按实际数读入，请核对",
        f"'{beside.short(line)}' says '{word}'; it is read as done all the same, please check",
    )


def _notes(sheet: Sheet, head: Header) -> Iterator[tuple[int, int, str]]:
    """Yield the lines round a list that say something nobody understands: row, column, text."""
    for row, texts in enumerate(sheet.rows):
        cells = [(column, text) for column, text in enumerate(texts) if text.strip()]
        if row in head.rows or not cells:
            continue
        first, bare = cells[0], folded(cells[0][1])
        is_note = bool(NOTE.match(squeezed(first[1])) or _BEGINS.match(bare))
        is_line = len(cells) == 1 and row >= head.rows.stop and first[0] not in head.columns.values() and states(bare)
        if not is_note and (not is_line or SECTION.match(bare) or TOTAL.fullmatch(bare)):
            continue
        if row >= head.rows.stop and not is_line and _is_record(cells, head):
            continue
        for column, text in cells:
            if beside.unknown(text):
                yield row, column, text


def _is_record(cells: list[tuple[int, str]], head: Header) -> bool:
    """Whether a row that begins like a note (*甲项目) fills columns of its own: it is one of the list."""
    return len({column for column, _ in cells} & set(head.columns.values())) > 1 and not NOTE.match(
        squeezed(cells[0][1])
    )
