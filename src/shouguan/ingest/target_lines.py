"""Targets that an import found, added to a place's `targets.csv`, and taken back with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shouguan.core.files import csv_lines, read_csv, replace_with
from shouguan.data.place import TARGET_COLUMNS
from shouguan.ingest.store import locked

_SAME = len(TARGET_COLUMNS) - 2
"""Columns that make a target: all but the day and the source."""


def add(folder: Path, targets: Sequence[dict[str, Any]]) -> list[list[str]]:
    """Add targets to a place; those that it has already stay as they are. Return the lines that were added."""
    with locked(folder):
        stored = _stored(folder)
        known = {_key(cells) for cells in stored}
        added: list[list[str]] = []
        for each in targets:
            cells = [f"{each[name]:g}" if name == "value" else str(each[name]) for name in TARGET_COLUMNS]
            if _key(cells) not in known:
                known.add(_key(cells))
                added.append(cells)
        if added:
            _write(folder, [*stored, *added])
    return added


def remove(folder: Path, lines: Sequence[Sequence[str]]) -> int:
    """Take lines that an import added out again; return how many were still there."""
    with locked(folder):
        stored = _stored(folder)
        kept = [cells for cells in stored if cells not in [list(line) for line in lines]]
        if len(kept) < len(stored):
            _write(folder, kept)
    return len(stored) - len(kept)


def _key(cells: Sequence[str]) -> tuple[str, ...]:
    *words, value = cells[:_SAME]
    return (*words, f"{float(value):g}")


def _stored(folder: Path) -> list[list[str]]:
    file = folder / "targets.csv"
    return [list(cells) for _, cells in read_csv(file, TARGET_COLUMNS)] if file.is_file() else []


def _write(folder: Path, lines: Sequence[Sequence[str]]) -> None:
    replace_with(folder / "targets.csv", csv_lines([TARGET_COLUMNS, *lines]))
