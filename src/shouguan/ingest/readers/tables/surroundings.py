"""What stands round a table and holds for it: section lines between its rows, the sheet's and the file's names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables.labels import Label, Labeller


def opened(section: Label, before: list[Label]) -> list[Label]:
    """Return the sections that hold below a section line: what it leaves open of time and region, earlier ones say."""
    kept = [
        Label(
            each.text,
            stretch=None if section.stretch else each.stretch,
            region=None if section.region or section.own or section.stranger else each.region,
            stranger="" if section.region or section.own else each.stranger,
        )
        for each in before
    ]
    return [section, *(each for each in kept if each.stretch or each.region or each.stranger)]


def outer(sheet: Sheet, labeller: Labeller) -> list[Label]:
    """Return what the sheet's and the file's names say: region and time; a sheet's name also its subject."""
    by_sheet = labeller.title(sheet.name) if sheet.name else Label("")
    by_file = labeller.title(PurePath(sheet.file).stem)
    dated = by_file.stretch is not None and (by_file.stretch.month is not None or "年" in by_file.text)
    return [
        replace(by_sheet, units=()),
        # a bare number in a file's name may be anything
        Label(
            by_file.text,
            region=by_file.region,
            stretch=by_file.stretch if dated else None,
            stranger=by_file.stranger,
            plan=by_file.plan,
        ),
    ]
