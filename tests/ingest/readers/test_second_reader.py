"""A second reader goes to each stored row's cell: sound files it must bear out, spoilt ones must not be silent."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from shouguan.ingest import importing
from tests.builders.corpus import Fixture
from tests.builders.damage import Damage
from tests.builders.damage_tables import damaged
from tests.builders.second_reader import verdicts
from tests.builders.silence import TABLES, Sound, options_of, silently_wrong, sound

DAILY = 150
LONG = 10_000
FIRST = 7_000_000
"""Seeds of the daily slice, and from where the long run counts."""


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> list[Sound]:
    """Every table of the corpus that has cells to spoil."""
    folder = tmp_path_factory.mktemp("sound")
    return [each for fixture in TABLES if (each := sound(fixture, folder)) is not None]


@pytest.mark.parametrize("fixture", TABLES, ids=[fixture.name for fixture in TABLES])
def test_the_second_reader_bears_out_each_row_of_the_corpus(fixture: Fixture, tmp_path: Path) -> None:
    file = tmp_path / fixture.name
    fixture.make(file)
    reading = importing.read(file, None, options_of(fixture))
    assert [(row["source"], why) for row, why, _ in verdicts(file, reading, options_of(fixture))] == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"value": 31.0}, "shown 3.1, stored 31.0"),
        ({"value": -3.1}, "shown 3.1, stored -3.1"),
        ({"region": "370000"}, "it is of 999901, not 370000"),
        ({"period": "2019Q3"}, "the words say 2020, not 2019"),
        ({"period": "2020Q2"}, "the words say month 9, not 6"),
        ({"basis": "single"}, "the words name a stretch from January"),
        ({"indicator": "fai"}, "'地区生产总值' is not fai"),
        ({"measure": "value"}, "the words say growth"),
    ],
)
def test_the_second_reader_sees_what_is_wrong(change: dict[str, object], why: str, tmp_path: Path) -> None:
    fixture = next(each for each in TABLES if each.name == "three headings.xlsx")
    file = tmp_path / fixture.name
    fixture.make(file)
    reading = importing.read(file, None, options_of(fixture))
    row = next(row for row in reading.rows if row["source"].endswith("!F6"))
    row.update(change)
    assert [said for each, said, _ in verdicts(file, reading, options_of(fixture)) if each is row] == [why]


def wrong_ones(drafts: list[Sound], seeds: range, folder: Path) -> list[str]:
    """Return what is silently wrong of the mutants of some seeds."""
    found = []
    for seed in seeds:
        rng = random.Random(seed)
        chosen = drafts[seed % len(drafts)]
        draft, done = damaged(chosen.draft, sorted(chosen.figures), chosen.grown, rng)
        file = draft.write(folder)
        wrong = silently_wrong(file, chosen, done)
        file.unlink()
        if wrong:
            found.append(f"seed {seed}, {chosen.fixture.name}, {done.kind} ({done.detail}): {wrong[0]}")
    return found


def test_a_figure_that_is_printed_twice_is_known_in_both_cells(drafts: list[Sound], tmp_path: Path) -> None:
    twice = next(each for each in drafts if each.fixture.name == "growth in rows of its own.xlsx")
    assert twice.figures[2, 3, 4] == twice.figures[0, 4, 2]  # the city's growth, in 表3!D3 and 表!B4
    again = Damage("a section of last year's", void=frozenset({(2, 3, 4)}))
    draft = twice.draft.copy()
    draft.leaves[0].put(4, 2, None)
    file = draft.write(tmp_path)
    assert [each.rpartition(": ")[2] for each in silently_wrong(file, twice, again)] == ["taken for what it was"]
    assert silently_wrong(file, twice, Damage("nothing")) == []


def test_no_spoilt_file_is_taken_wrongly_in_silence(drafts: list[Sound], tmp_path: Path) -> None:
    assert wrong_ones(drafts, range(DAILY), tmp_path) == []


@pytest.mark.long
@pytest.mark.parametrize("chunk", range(10))
def test_no_spoilt_file_of_very_many_is_taken_wrongly_in_silence(
    chunk: int, drafts: list[Sound], tmp_path: Path
) -> None:
    size = LONG // 10
    assert wrong_ones(drafts, range(FIRST + chunk * size, FIRST + (chunk + 1) * size), tmp_path) == []
