"""Damaged files are read correctly or refused with the place named: never a traceback, never a silent wrong figure."""

from __future__ import annotations

import functools
import os
import random
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from shouguan.core.errors import ShouguanError
from shouguan.ingest.readers.reading import REGISTERS, Options, Reading
from tests.builders.corpus import FIXTURES, NAMES, Fixture
from tests.builders.mutations import Damage, damage

LONG = os.environ.get("SHOUGUAN_TESTS") == "long"
VARIANTS = 6000 if LONG else 200
LISTS = 2000 if LONG else 100
CHUNK = 100
REGISTER_FILES = [fixture for fixture in FIXTURES if fixture.kind in REGISTERS]
TARGETS = [
    fixture
    for fixture in FIXTURES
    if fixture.kind not in REGISTERS and fixture.kind != "panel" and not fixture.name.startswith("white ")
]
"""Files whose cells the mutator writes anew; it writes no colours."""


def read(file: Path, fixture: Fixture) -> Reading | str:
    """Read a file through the data door; a refusal of the whole file gives its message."""
    from shouguan.ingest import importing  # noqa: PLC0415

    try:
        return importing.read(file, None, Options(names=NAMES, **fixture.options))
    except ShouguanError as refused:
        assert file.name in refused.zh and file.name in refused.en
        return refused.zh


def keyed(reading: Reading) -> dict[str, float]:
    """Return every figure by what it is of."""
    names = ("region", "indicator", "period", "basis", "measure", "price")
    return {" ".join(str(row[name]) for name in names): row["value"] for row in reading.rows}


def expected(fixture: Fixture) -> dict[str, float]:
    """Return the corpus' figures by what they are of."""
    lines = [line.split(" ") for line in fixture.rows.strip().splitlines() if line]
    return {" ".join(words[:6]): float(words[6]) for words in lines}


@functools.cache
def warnings_of(name: str) -> set[str]:
    """Return what is said of a sound fixture."""
    fixture = next(each for each in TARGETS if each.name == name)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        fixture.make(file)
        reading = read(file, fixture)
    assert isinstance(reading, Reading)
    return {finding.zh for finding in reading.findings if finding.severity == "warning"}


def complaint(reading: Reading | str, fixture: Fixture, done: Damage) -> str | None:
    """Return what is silently wrong, or None."""
    if isinstance(reading, str):
        return None
    for finding in reading.findings:
        if finding.severity == "error":
            assert finding.file, "an error names its file"
    if reading.refused:
        assert reading.rows == []
        return None
    if done.free:
        return None
    warned_rows = {(f.sheet, f.row) for f in reading.findings if f.severity == "warning"}
    warned_columns = {(f.sheet, f.column) for f in reading.findings if f.severity == "warning" and f.column}
    warned = bool({f.zh for f in reading.findings if f.severity == "warning"} - warnings_of(fixture.name))
    if done.whole and warned:
        return None
    truth, found = expected(fixture), keyed(reading)
    for row in reading.rows:
        key = " ".join(str(row[name]) for name in ("region", "indicator", "period", "basis", "measure", "price"))
        if truth.get(key) == pytest.approx(row["value"], rel=1e-9):
            continue
        sheet, _, cell = row["source"].partition("#")[2].rpartition("!")
        column = cell.rstrip("0123456789")
        if (sheet, int(cell[len(column) :] or 0)) not in warned_rows and (sheet, column) not in warned_columns:
            return f"silently wrong: {key} = {row['value']} ({row['source']})"
    lost = set(truth) - set(found)
    if lost and not warned and not reading.has_errors and not done.loses:
        return f"silently lost: {sorted(lost)[:3]}"
    return None


@pytest.mark.parametrize("chunk", range(VARIANTS // CHUNK))
def test_a_damaged_file_is_read_right_or_refused(chunk: int, tmp_path: Path) -> None:
    done: Counter[str] = Counter()
    for number in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        rng = random.Random(number)
        fixture = TARGETS[number % len(TARGETS)]
        file = tmp_path / f"{number} {fixture.name}"
        fixture.make(file)
        what = damage(file, fixture, rng)
        done[what.name] += 1
        wrong = complaint(read(file, fixture), fixture, what)
        assert wrong is None, f"seed {number}, {what.name}, {fixture.name}: {wrong}"
        file.unlink()
    assert len(done) >= 8


def complaint_of_list(reading: Reading | str, fixture: Fixture, done: Damage) -> str | None:
    """Return what is silently wrong in the records of a list, or None."""
    if isinstance(reading, str) or reading.refused or reading.kind != fixture.kind:
        return None
    told = [f for f in reading.findings if f.severity != "info" and f.file]
    rows = {finding.row for finding in told}
    columns = {finding.column for finding in told if finding.column}
    name = "name" if fixture.kind == "enterprises" else "project_name"
    truth = {record[name]: record for record in fixture.records}
    for record in reading.rows:
        cell = record["source"].rpartition("!")[2].rpartition("#")[2]
        row = int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        wanted = truth.get(record[name])
        if wanted is None:
            continue  # another name is another project: the list says so
        # a text is whatever stands there, and 4.9万 is an amount with its own unit
        different = [
            field
            for field, value in wanted.items()
            if record[field] != value and not isinstance(record[field], str) and record[field] != 4.9
        ]
        if different and row not in rows and not columns and not done.loses:
            return f"silently wrong: {record[name]}: {different[0]} = {record[different[0]]!r} ({record['source']})"
    lost = set(truth) - {record[name] for record in reading.rows}
    if lost and len(told) <= fixture.warnings and not done.loses and done.name != "formula for a name":
        return f"silently lost: {sorted(lost)}"
    return None


@pytest.mark.parametrize("chunk", range(LISTS // CHUNK))
def test_a_damaged_list_is_read_right_or_refused(chunk: int, tmp_path: Path) -> None:
    for number in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        rng = random.Random(10_000_000 + number)
        fixture = REGISTER_FILES[number % len(REGISTER_FILES)]
        file = tmp_path / f"{number} {fixture.name}"
        fixture.make(file)
        what = damage(file, fixture, rng)
        wrong = complaint_of_list(read(file, fixture), fixture, what)
        assert wrong is None, f"seed {number}, {what.name}, {fixture.name}: {wrong}"
        file.unlink()
