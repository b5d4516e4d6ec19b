"""A sheet with an error keeps itself out, not its neighbours; what is read without doubt is always shown."""

from __future__ import annotations

from pathlib import Path

from shouguan.ingest import importing
from shouguan.ingest.new_place import Wanted, create
from shouguan.ingest.readers.reading import UNNAMED, Options, Reading
from tests.builders.corpus import NAMES, Grid, book, text

INDUSTRY: list[list[object]] = [
    ["示范市2020年1-9月规模以上工业增加值", "", ""],
    ["指标", "绝对额（亿元）", "增长（%）"],
    ["规模以上工业增加值", 320.5, 3.1],
]
RETAIL: list[list[object]] = [
    ["示范市2020年1-9月社会消费品零售总额", "", ""],
    ["指标", "绝对额（亿元）", "增长（%）"],
    ["社会消费品零售总额", 120.5, 2.4],
]


def spoilt(sheet: list[list[object]]) -> list[list[object]]:
    return [*sheet[:2], [sheet[2][0], "4..9", sheet[2][2]]]


def read(folder: Path, **sheets: Grid) -> Reading:
    file = folder / "月报.xlsx"
    book(sheets)(file)
    return importing.read(file, None, Options(names=NAMES))


def cells(rows: list[dict[str, object]]) -> list[str]:
    return [str(row["source"]).rpartition("#")[2] for row in rows]


def test_one_sheet_with_an_error_keeps_only_itself_out(tmp_path: Path) -> None:
    reading = read(tmp_path, 工业=INDUSTRY, 贸易=spoilt(RETAIL))
    assert (reading.has_errors, reading.refused) == (True, False)
    assert cells(reading.rows) == ["工业!B3", "工业!C3"]
    assert cells(reading.withheld) == ["贸易!C3"]
    shown = importing.reading_text(reading)
    assert shown.index("工业!B3") < shown.index("暂不入：") < shown.index("贸易!C3") < shown.index("贸易!B3")


def test_sheets_that_contradict_each_other_stay_out_both(tmp_path: Path) -> None:
    other = [*INDUSTRY[:2], ["规模以上工业增加值", 320.5, 3.2]]
    reading = read(tmp_path, 工业=INDUSTRY, 又一张=other, 贸易=RETAIL)
    assert reading.refused
    assert set(cells(reading.withheld)) == {"工业!B3", "工业!C3", "贸易!B3", "贸易!C3"}


def test_figures_that_cannot_be_right_together_keep_the_whole_file_out(tmp_path: Path) -> None:
    """Which of the sheets is wrong, nobody knows."""
    month: list[list[object]] = [["示范市2020年9月", ""], ["指标", "当月绝对额（亿元）"], ["社会消费品零售总额", 399.0]]
    reading = read(tmp_path, 工业=INDUSTRY, 累计=RETAIL, 当月=month)
    assert reading.refused, "a month cannot be more than the year so far"
    assert len(reading.withheld) == 5


def test_a_file_of_one_sheet_is_whole_or_nothing_and_shows_what_it_has(tmp_path: Path) -> None:
    file = tmp_path / "示范市2020年9月.csv"
    text("指标,累计增长%\n社会消费品零售总额,3.1\n固定资产投资,4..0\n")(file)
    reading = importing.read(file, None, Options(names=NAMES))
    assert reading.refused
    assert cells(reading.withheld) == ["B2"]


def test_figures_of_no_named_region_are_shown_and_never_stored(tmp_path: Path) -> None:
    file = tmp_path / "2020年9月.csv"
    text("指标,累计增长%\n社会消费品零售总额,3.1\n")(file)
    reading = importing.read(file, None, Options(names=NAMES))
    assert reading.rows == []
    assert [(row["region"], row["value"]) for row in reading.withheld] == [(UNNAMED, 3.1)]
    assert "--region" in importing.reading_text(reading)
    named = importing.read(file, None, Options(names=NAMES, region="999901"))
    assert [row["region"] for row in named.rows] == ["999901"]


def test_an_import_takes_the_sound_sheets_and_the_rest_once_it_is_mended(tmp_path: Path) -> None:
    folder, file = tmp_path / "示范市", tmp_path / "月报.xlsx"
    create(folder, Wanted("370299", "示范市", "Some City", "370000"))
    book({"工业": INDUSTRY, "贸易": spoilt(RETAIL)})(file)
    first = importing.import_files([file], str(folder), None, Options())
    assert (first["added"], first["files"][0]["withheld"], first["files"][0]["refused"]) == (2, 1, False)
    assert "1 行随有疑问的表暂不入" in importing.import_text(first)
    book({"工业": INDUSTRY, "贸易": RETAIL})(file)
    again = importing.import_files([file], str(folder), None, Options())
    assert (again["added"], again["unchanged"]) == (2, 2)


def test_a_ledger_of_which_a_sheet_is_open_stays_out_whole(tmp_path: Path) -> None:
    """Projects of the open sheet would look as if they were gone."""
    head: list[object] = ["项目名称", "总投资（万元）", "年度计划投资（万元）", "累计完成投资（万元）"]
    title: list[object] = ["重点项目台账2020年9月"]
    one, two = (["甲项目", 1000, 500, 300], ["乙项目", 2000, "5..0", 100])
    file = tmp_path / "台账2020年9月.xlsx"
    book({"一": [title, head, one], "二": [title, head, two]})(file)
    reading = importing.read(file, "ledger", Options())
    assert reading.refused
    assert [row["project_name"] for row in reading.withheld][:1] == ["甲项目"]
