"""Files made to hurt: bombs, giants, deserts of blank rows. Answered within bounds, by name, or read."""

from __future__ import annotations

import json
import select
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.builders.corpus import THREE_HEADS, THREE_HEADS_MERGE, THREE_HEADS_ROWS, book, patch_sheet

MOST_MEMORY = 1024
"""MB of resident memory, the libraries included."""
LONGEST = 120
"""Seconds for one file."""
PROGRAM = """
import gc, json, sys
from pathlib import Path
from shouguan.core.errors import ShouguanError
from shouguan.ingest import importing
from shouguan.ingest.readers.reading import Options
for line in sys.stdin:
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted anew
    reading = None
    try:
        reading = importing.read(Path(line[:-1]), None, Options(own_region="999901", names={"示范市": "999901"}))
        said = "refused" if reading.refused else "read", len(reading.rows), ""
    except ShouguanError as wrong:
        said = "refused", 0, wrong.zh
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    print(json.dumps([*said, int(peak.split()[1]) // 1024]), flush=True)  # of this program alone
"""


def small(file: Path) -> None:
    """Write the bulletin that the damage starts from."""
    book({"主要指标": THREE_HEADS}, THREE_HEADS_MERGE)(file)


def blank_rows(file: Path) -> None:
    """100,000 blank rows, with a style on each, between the title and the table."""
    small(file)
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="F{n}" s="0"/></row>' for n in range(100, 100_100))
    patch_sheet(file, lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"))


def far_cell(file: Path) -> None:
    """One forgotten blank in the last cell that a sheet has."""
    small(file)
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t> </t></is></c></row>'
    patch_sheet(file, lambda xml: xml.replace("</sheetData>", f"{far}</sheetData>"))


def giant_sheet(file: Path) -> None:
    """A sheet of 30 MB: a dump of numbers."""
    row = "".join(f"<c><v>{n}.5</v></c>" for n in range(40))
    body = f"<row>{row}</row>" * (30 * 2**20 // (len(row) + 11))
    small(file)
    patch_sheet(file, lambda xml: xml.replace("</sheetData>", f"{body}</sheetData>"))


def large_sheet(file: Path) -> None:
    """As many figures as are read at most, less a few."""
    row = "".join(f"<c><v>{n}.5</v></c>" for n in range(40))
    small(file)
    patch_sheet(file, lambda xml: xml.replace("</sheetData>", f"{f'<row>{row}</row>' * 12_000}</sheetData>"))


def wide_sheet(file: Path) -> None:
    """Few figures, all of them far to the right, in many rows."""
    rows = "".join(f'<row r="{n}"><c r="SR{n}"><v>1</v></c></row>' for n in range(100, 3100))
    small(file)
    patch_sheet(file, lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"))


def bomb(file: Path) -> None:
    """A sheet that unpacks to 200 MB, a little more than is unpacked."""
    small(file)
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet9.xml", "w") as part,
    ):
        for _ in range(200):
            part.write(b" " * 2**20)


def strings_bomb(file: Path) -> None:
    """Shared strings that unpack to 100 MB."""
    small(file)
    xml = "<sst>" + "<si><t>x</t></si>" * (100 * 2**20 // 17) + "</sst>"
    patch_sheet(file, lambda _: xml, "xl/sharedStrings.xml")


def entities(file: Path) -> None:
    """Entities that stand for entities."""
    small(file)
    declared = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    patch_sheet(file, lambda xml: xml.replace("<worksheet", f"{declared}<worksheet", 1))


def many_parts(file: Path) -> None:
    """An archive of 3,000 empty parts."""
    small(file)
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(3000):
            archive.writestr(f"xl/extra{number}.xml", "")


def wide_text(file: Path) -> None:
    """A CSV with 20,000 cells in a row."""
    file.write_text(",".join("x" * 3 for _ in range(20_000)) + "\n", encoding="utf-8")


def long_text(file: Path) -> None:
    """A CSV of 30 MB."""
    file.write_text("指标,2020年9月\n" + "地区生产总值,1\n" * (30 * 2**20 // 30), encoding="utf-8")


def one_cell(file: Path) -> None:
    """A CSV whose one cell has 20 MB."""
    file.write_text("指标," + "一" * (20 * 2**20 // 3) + "\n", encoding="utf-8")


def wrong_dimension(file: Path) -> None:
    """A sheet that says it has one cell."""
    small(file)
    patch_sheet(file, lambda xml: __import__("re").sub(r'<dimension ref="[^"]*"\s*/>', '<dimension ref="A1"/>', xml))


Run = Callable[[Path], tuple[str, int, int]]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Read files in a process of their own; return what came of each, rows, and memory."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdin=pipe, stdout=pipe, stderr=pipe, text=True) as reader:
        assert reader.stdin is not None and reader.stdout is not None and reader.stderr is not None
        asked, answers, errors = reader.stdin, reader.stdout, reader.stderr

        def read(file: Path) -> tuple[str, int, int]:
            asked.write(f"{file}\n")
            asked.flush()
            if not select.select([answers], [], [], LONGEST)[0]:
                reader.kill()
                raise AssertionError(f"{file.name} is not answered after {LONGEST} s")
            answer = answers.readline()
            assert answer, errors.read()[-2000:]
            kind, rows, why, memory = json.loads(answer)
            return f"{kind} {rows} {why}", rows, memory

        yield read
        asked.close()
        assert "Traceback" not in errors.read()


ROWS = len(THREE_HEADS_ROWS.strip().splitlines())


@pytest.mark.parametrize(
    ("make", "name", "wanted"),
    [
        pytest.param(blank_rows, "blank.xlsx", f"read {ROWS}", id="100,000 blank rows"),
        pytest.param(far_cell, "far.xlsx", f"read {ROWS}", id="a cell at the far end"),
        pytest.param(giant_sheet, "giant.xlsx", "refused", id="a sheet of 30 MB"),
        pytest.param(wide_sheet, "wide.xlsx", "refused", id="3,000 rows far to the right", marks=pytest.mark.long),
        pytest.param(large_sheet, "large.xlsx", "", id="a sheet as large as is read", marks=pytest.mark.long),
        pytest.param(bomb, "bomb.xlsx", "refused", id="a zip bomb"),
        pytest.param(strings_bomb, "strings.xlsx", "refused", id="a bomb of strings", marks=pytest.mark.long),
        pytest.param(entities, "entities.xlsx", "refused", id="entities"),
        pytest.param(many_parts, "parts.xlsx", "refused", id="3,000 parts"),
        pytest.param(wide_text, "wide.csv", "refused", id="20,000 columns", marks=pytest.mark.long),
        pytest.param(long_text, "long.csv", "refused", id="a CSV of 30 MB"),
        pytest.param(one_cell, "cell.csv", "refused", id="a cell of 20 MB", marks=pytest.mark.long),
        pytest.param(wrong_dimension, "dimension.xlsx", f"read {ROWS}", id="a wrong dimension"),
    ],
)
def test_a_heavy_file_is_answered_within_bounds(
    make: Callable[[Path], None], name: str, wanted: str, tmp_path: Path, run: Run
) -> None:
    file = tmp_path / name
    make(file)
    said, rows, memory = run(file)
    assert said.startswith(wanted), said
    assert memory < MOST_MEMORY
    if wanted == "refused":
        assert rows == 0
    print(f"{name}: {said[:60]} {memory} MB")


def test_a_workbook_that_lies_about_its_sizes_is_refused(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "lies.xlsx"
    small(file)
    content = bytearray(file.read_bytes())
    at = content.rfind(b"xl/worksheets/sheet1.xml") - 46  # the sizes in the archive's directory
    content[at + 24 : at + 28] = (5).to_bytes(4, "little")
    file.write_bytes(bytes(content))
    said, rows, _ = run(file)
    assert said.startswith("refused") and rows == 0


def test_a_book_with_a_chart_only_has_nothing(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "chart.xlsx"
    made = openpyxl.Workbook()
    made.create_chartsheet("图")
    made.save(file)
    assert run(file)[0].startswith("refused")
