"""Every row says which cell of the file it came from, and every question or omission which cells it is of."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouguan.ingest import importing
from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import REGISTERS, Options, Reading
from shouguan.ingest.readers.registers.cells import own_amount
from shouguan.ingest.readers.tables.figures import figure
from tests.builders.corpus import FIXTURES, NAMES, Fixture, book, text

PANEL = """\
code,province,year,quarter,gdp_ytd_100m_yuan,growth_ytd_pct
370000,山东,2020,1,15462.1,-5.8

370000,山东,2020,2,33025.8,-0.2
"""


def read(fixture: Fixture, folder: Path) -> Reading:
    file = folder / fixture.name
    fixture.make(file)
    return sniff.read(file, None, Options(names=NAMES, **fixture.options))


@pytest.mark.parametrize("fixture", FIXTURES, ids=[fixture.name for fixture in FIXTURES])
def test_each_row_has_its_cell_and_each_cell_one_row(fixture: Fixture, tmp_path: Path) -> None:
    reading = read(fixture, tmp_path)
    origins = reading.trace.origins
    assert {id(origin.row) for origin in origins} == {id(row) for row in reading.rows}
    places = [(id(origin.sheet), origin.at) for origin in [*origins, *reading.trace.repeated]]
    assert len(set(places)) == len(places)
    if reading.kind in REGISTERS:
        amounts = [each for each in origins if each.field.endswith("_wan_yuan")]
        assert all(own_amount(each.sheet.raw(*each.at)) is not None for each in amounts)
        return
    assert len(origins) == len(reading.rows)
    for origin in origins:
        said = figure(origin.sheet.raw(*origin.at).strip().removesuffix("亿元"))  # a unit may be typed behind it
        assert said is not None
        value, shown = origin.row["value"], float(said.value)
        fits = [shown * factor for factor in (1, 100, 1e-1, 1e-2, 1e-4, 1e-6, 1e-8, 10, 1e2, 1e4)] + [shown - 100]
        assert any(value == pytest.approx(each, rel=1e-12) for each in fits)
        if "#" in origin.row["source"]:
            assert origin.row["source"] == origin.sheet.source(*origin.at)


def test_the_headings_that_say_what_a_figure_is_are_known(tmp_path: Path) -> None:
    file = tmp_path / "月报.xlsx"
    grid: list[list[object]] = [
        ["示范市2020年1-9月主要经济指标", "", ""],
        ["指标", "累计", ""],
        ["", "绝对额（亿元）", "增长（%）"],
        ["社会消费品零售总额", 120.5, 3.1],
    ]
    book({"一览": grid}, merge=["B2:C2"])(file)
    reading = sniff.read(file, None, Options(names=NAMES))
    value, growth = reading.trace.origins
    assert (value.at, growth.at) == ((3, 1), (3, 2))
    assert set(value.told_by) == {(0, 0), (1, 1), (2, 1), (3, 0)}
    assert set(growth.told_by) == {(0, 0), (1, 1), (2, 2), (3, 0)}


def test_what_is_said_once_of_a_column_is_known_of_each_of_its_cells(tmp_path: Path) -> None:
    file = tmp_path / "示范市2020年9月.csv"
    text("指标,累计增长%,环比%\n社会消费品零售总额,3.1,0.2\n固定资产投资,4.0,0.3\n")(file)
    trace = sniff.read(file, None, Options(names=NAMES)).trace
    assert [(at, finding.column, finding.row) for _, at, finding in trace.shared] == [((2, 2), "C", 2)]


def test_a_question_is_of_its_whole_line_and_the_trace_stands_where_the_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "示范市.csv"
    text("指标,2020年1-9月,2020年1-8月\n社会消费品零售总额,103.1,102.2\n固定资产投资增长%,4.0,3.0\n")(file)
    reading = sniff.read(file, None, Options(names=NAMES))
    assert reading.refused and reading.rows == []
    asked = [finding for finding in reading.findings if finding.severity == "error"]
    assert [(finding.row, finding.column) for finding in asked] == [(2, "B")]
    assert {at for _, at, finding in reading.trace.shared if finding is asked[0]} == {(1, 1), (1, 2)}
    assert [origin.at for origin in reading.trace.origins] == [(2, 1), (2, 2)]
    again = importing.read(file, None, Options(names=NAMES))
    assert [origin.at for origin in again.trace.origins] == [(2, 1), (2, 2)]


def test_a_figure_printed_twice_is_read_once_and_the_other_cell_is_known(tmp_path: Path) -> None:
    file = tmp_path / "示范市2020年9月.csv"
    text("指标,累计增长%\n社会消费品零售总额,3.1\n社会消费品零售总额,3.1\n")(file)
    trace = sniff.read(file, None, Options(names=NAMES)).trace
    assert [origin.at for origin in trace.origins] == [(1, 1)]
    assert [(origin.at, origin.row is trace.origins[0].row) for origin in trace.repeated] == [((2, 1), True)]


def test_a_panel_s_figures_name_their_cells(tmp_path: Path) -> None:
    file = tmp_path / "panel.csv"
    text(PANEL)(file)
    reading = sniff.read(file)
    assert [row["source"] for row in reading.rows] == [f"panel.csv#{cell}" for cell in ("F2", "E2", "F4", "E4")]
    shown = [origin.sheet.text(*origin.at) for origin in reading.trace.origins]
    assert shown == ["-5.8", "15462.1", "-0.2", "33025.8"]
