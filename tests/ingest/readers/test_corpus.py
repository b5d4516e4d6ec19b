"""Every file of the corpus gives exactly its expected rows, and its kind is found without help."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shouguan.core.errors import ShouguanError
from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import Options, Reading
from tests.builders.corpus import FIXTURES, NAMES, OPEN, QUESTIONS, Fixture

IDS = [fixture.name for fixture in FIXTURES]


def made(fixture: Fixture, folder: Path) -> Path:
    """Write a fixture's file."""
    file = folder / fixture.name
    fixture.make(file)
    return file


def read(fixture: Fixture, folder: Path, kind: str | None = None) -> Reading:
    """Read a fixture as a user would."""
    return sniff.read(made(fixture, folder), kind, Options(names=NAMES, **fixture.options))


def compact(reading: Reading) -> list[str]:
    """Return the rows as the corpus writes them."""
    found = []
    for row in reading.rows:
        cell = row["source"].rpartition("!")[2].rpartition("#")[2]
        words = [row[name] for name in ("region", "indicator", "period", "basis", "measure", "price")]
        found.append(" ".join([*words, f"{row['value']:.10g}", row["unit"], cell]))
    return sorted(found)


@pytest.mark.parametrize("fixture", FIXTURES, ids=IDS)
def test_a_file_of_the_corpus_is_read_exactly(fixture: Fixture, tmp_path: Path) -> None:
    reading = read(fixture, tmp_path)
    assert [finding.message("zh") for finding in reading.findings if finding.severity == "error"] == []
    assert reading.kind == fixture.kind
    if fixture.records:
        wanted = [
            {name: row[name] for name in record} for row, record in zip(reading.rows, fixture.records, strict=True)
        ]
        assert wanted == list(fixture.records)
    else:
        assert compact(reading) == sorted(line for line in fixture.rows.strip().splitlines() if line)
    warnings = [finding.message("zh") for finding in reading.findings if finding.severity == "warning"]
    assert len(warnings) == fixture.warnings, warnings


@pytest.mark.parametrize("fixture", QUESTIONS, ids=[fixture.name for fixture in QUESTIONS])
def test_a_doubtful_file_of_the_corpus_is_asked_about_by_its_cell(fixture: Fixture, tmp_path: Path) -> None:
    try:
        reading = read(fixture, tmp_path)
    except ShouguanError as refused:
        said, found = [refused.zh], []
    else:
        said = [finding.message("zh") for finding in reading.findings if finding.severity == "error"]
        found = compact(reading)
    assert any(all(re.search(word, each) for word in fixture.asked) for each in said), said
    assert found == sorted(line for line in fixture.rows.strip().splitlines() if line)


@pytest.mark.parametrize(
    "fixture",
    [pytest.param(fixture, marks=pytest.mark.xfail(strict=True, reason=fixture.wrong)) for fixture in OPEN],
    ids=[fixture.name for fixture in OPEN],
)
def test_an_open_file_of_the_corpus_is_read_exactly(fixture: Fixture, tmp_path: Path) -> None:
    test_a_file_of_the_corpus_is_read_exactly(fixture, tmp_path)


def test_the_corpus_is_large_enough_and_covers_every_kind() -> None:
    assert len(FIXTURES) >= 140 and len(QUESTIONS) >= 15
    assert {fixture.kind for fixture in FIXTURES} >= {
        "nbs",
        "bulletin",
        "terminal",
        "tidy",
        "ledger",
        "enterprises",
        "bonds",
    }
    assert len(set(IDS)) == len(IDS)
