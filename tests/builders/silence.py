"""Whether a reader took a spoilt file wrongly without a word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from shouguan.core.errors import ShouguanError
from shouguan.core.findings import Finding
from shouguan.ingest import importing
from shouguan.ingest.readers.reading import REGISTERS, Options, Origin, Reading
from tests.builders.corpus import FIXTURES, NAMES, Fixture
from tests.builders.damage import Damage
from tests.builders.drafts import Draft, Spot, taken_apart
from tests.builders.second_around import Around
from tests.builders.second_opening import at
from tests.builders.second_reader import verdicts

UNOPENED = (".ods", ".xlsb", ".et", "97.xls")
"""Formats that the second reader does not open."""
UNTAUGHT = frozenset(
    {
        "balances by month.csv",
        "balances.xlsx",
        "budget in words.docx",
        "budget of districts.xlsx",
        "budget.csv",
        "budget.xlsx",
        "ceic of a province.xlsx",
        "communique with prices.docx",
        "communique.docx",
        "customs by district.xlsx",
        "customs.xlsx",
        "edb.csv",
        "edb.xlsx",
        "freight.docx",
        "growth by year and quarter.docx",
        "last year beside growth.xlsx",
        "months of the nation.xlsx",
        "numbered sections.xlsx",
        "one subject.xlsx",
        "page of a form.xls",
        "page of two tables.xls",
        "power.xlsx",
        "preliminary accounts.docx",
        "prices of the nation.xlsx",
        "province of the yearbook's site.csv",
        "quarter in words.docx",
        "retail of the month.xlsx",
        "two provinces quarters.xlsx",
        "words in columns.xlsx",
        "yearbook in two languages.xlsx",
        "yearbook indices.csv",
        "yearbook indices.xlsx",
        "yearbook levels.xlsx",
        "yearbook regions.xlsx",
        "统计月报2020年8月.xlsx",
    }
)
"""Files with words that the second reader has not been taught; the corpus' own test and the other mutator hold them."""
TABLES = [
    each
    for each in FIXTURES
    if each.kind not in REGISTERS and not each.name.endswith(UNOPENED) and each.name not in UNTAUGHT
]


def options_of(fixture: Fixture) -> Options:
    """Return what a user says of a fixture."""
    return Options(names=NAMES, **fixture.options)


def key(row: dict[str, Any]) -> str:
    """Return what a figure is of."""
    return " ".join(str(row[name]) for name in ("region", "indicator", "period", "basis", "measure", "price"))


@dataclass(frozen=True)
class Sound:
    """A fixture that can be damaged, with what its figures are."""

    fixture: Fixture
    draft: Draft
    figures: dict[Spot, tuple[str, float]]

    @property
    def grown(self) -> set[Spot]:
        """The figures that are growth."""
        return {spot for spot, (what, _) in self.figures.items() if " growth " in what}


def sound(fixture: Fixture, folder: Path) -> Sound | None:
    """Return a fixture as a draft; None where its file has no cells to spoil or the draft is read otherwise."""
    file = folder / fixture.name
    fixture.make(file)
    if file.suffix == ".parquet" or fixture.name.startswith("white "):  # a draft has no colours
        return None
    draft = taken_apart(file)
    file.unlink()
    reading = importing.read(draft.write(folder), None, options_of(fixture))
    expected = [line.split() for line in fixture.rows.strip().splitlines() if line]
    stored = sorted((key(row), row["value"]) for row in reading.rows)
    assert stored == sorted((" ".join(words[:6]), float(words[6])) for words in expected)
    printed = [*reading.trace.origins, *reading.trace.repeated]  # damage may leave a figure's second cell alone of it
    figures = {spot_of(each, reading): (key(each.row), each.row["value"]) for each in printed}
    return Sound(fixture, draft, figures)


def spot_of(origin: Origin, reading: Reading) -> Spot:
    """Return where a figure stands."""
    number = int(origin.sheet.name[1:]) - 1 if origin.sheet.name[:1] == "表" and origin.sheet.name[1:].isdigit() else 0
    if number == 0:
        number = next((n for n, each in enumerate(reading.trace.sheets) if each is origin.sheet), 0)
    return (number, *at(origin.sheet.address(*origin.at)))


def _told(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity != "info"]


def silently_wrong(file: Path, sound_one: Sound, done: Damage) -> list[str]:
    """Return what is stored of a spoilt file that is wrong and of which nothing is said."""
    options = options_of(sound_one.fixture)
    try:
        reading = importing.read(file, None, options)
    except ShouguanError:
        return []
    if reading.refused or reading.kind in REGISTERS:
        return []
    judged = {id(row): (why, around) for row, why, around in verdicts(file, reading, options)}
    truth = dict(sound_one.figures.values())
    stored = {id(row) for row in reading.rows}  # the rows of a sheet with an error stay out
    wrong = []
    for origin in reading.trace.origins:
        if id(origin.row) not in stored:  # it stays out with its sheet
            continue
        row, spot = origin.row, spot_of(origin, reading)
        why, around = judged.get(id(row), ("", Around()))
        same = truth.get(key(row)) is not None and abs(truth[key(row)] - row["value"]) < 1e-9 * max(
            1, abs(row["value"])
        )
        if done.truth_only:
            why = ""
        if not why and spot in done.void and same:
            why = "taken for what it was"
        if not why and not same and not done.free and spot not in done.new | done.void:
            why = f"was {truth.get(key(row), 'nothing')}"
        if why and not named(origin, reading, around):
            cell = origin.sheet.source(*origin.at)
            wrong.append(f"{cell} stored as {key(row)} = {row['value']:.10g} {row['unit']}: {why}")
    return wrong


def named(origin: Origin, reading: Reading, around: Around) -> bool:
    """Whether a warning or a question is of a figure, of its heading, of its sheet or of the whole file."""
    sheet, line = origin.sheet.name, origin.sheet.lines[origin.at[0]]
    column = get_column_letter(origin.at[1] + 1)
    for finding in _told(reading.findings):
        if finding.sheet not in {"", sheet}:
            continue
        if finding.row is None and finding.column in {"", column}:
            return True
        if finding.row == line and finding.column in {"", column}:
            return True
        if finding.row in around.lines and finding.column in {"", column}:
            return True
    shared = [(each, cell) for each, cell, finding in reading.trace.shared if finding.severity != "info"]
    return any(each is origin.sheet and cell == origin.at for each, cell in shared)
