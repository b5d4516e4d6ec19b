"""Workbooks of Excel 97-2003 and of WPS are read as they are shown; locked and damaged ones are refused by name."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwt

from shouguan.core.errors import ShouguanError, UsageError
from shouguan.ingest import importing
from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import Options, Reading
from tests.builders.corpus import NAMES
from tests.ingest.readers.test_workbooks import ROWS, growth, told

SOUND = {"gdp": 2.1, "fai": 3.4, "industry_va": -1.2, "retail": -4.3}


def write(file: Path, change: Callable[[Any], None] = lambda _: None) -> Path:
    """Write the bulletin of the other workbook tests as an old workbook, with a change to its sheet."""
    made = xlwt.Workbook()
    sheet = made.add_sheet("综合", cell_overwrite_ok=True)
    sheet.made = made
    for at, row in enumerate(ROWS):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    change(sheet)
    made.save(str(file))
    return file


def read(file: Path) -> Reading:
    """Read a file of the demo city."""
    return sniff.read(file, None, Options(names=NAMES, own_region="999901"))


def with_cell(value: Any, style: str = "", code: str = "General") -> Callable[[Any], None]:
    """Return a change that sets the growth of investment."""

    def change(sheet: Any) -> None:
        if isinstance(value, tuple):
            sheet.write_rich_text(3, 3, value)
        else:
            sheet.write(3, 3, value, xlwt.easyxf(style, num_format_str=code))

    return change


@pytest.mark.parametrize("name", ["月报.xls", "月报.et"])
def test_an_old_workbook_is_read_like_a_new_one(name: str, tmp_path: Path) -> None:
    reading = read(write(tmp_path / name))
    assert growth(reading) == SOUND
    assert {row["period"] for row in reading.rows} == {"2020-09", "2020Q3"}
    assert reading.rows[0]["source"] == f"{name}#综合!C3"
    assert told(reading, "warning") == []
    assert Path(name).suffix in importing.READABLE


@pytest.mark.parametrize(
    ("change", "shown", "severity", "words"),
    [
        (with_cell(0.034, code="0.0%"), 3.4, "", ""),
        (with_cell(-3.4, code="0.0_);(0.0)"), -3.4, "", ""),
        (with_cell(3.4, code='"下降"0.0'), -3.4, "warning", "格式"),
        (with_cell(3.4, code="0.0,"), None, "error", "格式"),
        (with_cell(3.4, code=";;;"), None, "warning", "不显示"),
        (with_cell(3.4, "font: struck_out on"), None, "warning", "删除线"),
        (with_cell(("3.4", ("1", xlwt.easyfont("escapement superscript")))), 3.4, "info", "脚注"),
        (with_cell((("8.8", xlwt.easyfont("struck_out on")), "3.4")), 3.4, "warning", "删除线"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(
    change: Callable[[Any], None], shown: float | None, severity: str, words: str, tmp_path: Path
) -> None:
    reading = read(write(tmp_path / "月报.xls", change))
    assert growth(reading).get("fai") == shown
    if severity:
        assert any("综合!D4" in each and words in each for each in told(reading, severity))
    else:
        assert told(reading, "warning") == [] and growth(reading)["retail"] == -4.3


def test_hidden_rows_columns_and_sheets_are_left_out_with_a_word(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet.row(3).hidden = True
        sheet.col(2).hidden = True
        other = sheet.made.add_sheet("旧数")
        other.write(0, 0, "x")
        other.visibility = 2

    reading = read(write(tmp_path / "月报.xls", hide))
    assert growth(reading) == {code: value for code, value in SOUND.items() if code != "fai"}
    assert {row["measure"] for row in reading.rows} == {"growth"}
    assert any("隐藏的行或列" in each for each in told(reading, "warning"))
    assert any("旧数" in each for each in told(reading, "info"))


def test_dates_merged_titles_and_error_values_are_read(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.write_merge(0, 0, 0, 3, "示范市累计增速（%）")
        for row in range(1, 6):
            sheet.write(row, 2, "" if row > 1 else "备注")
        sheet.write(1, 3, dt.date(2020, 9, 1), xlwt.easyxf(num_format_str='yyyy"年"m"月"'))

    reading = read(write(tmp_path / "月报.xls", change))
    assert {row["period"] for row in reading.rows if row["indicator"] == "fai"} == {"2020-09"}


def test_locked_word_and_damaged_files_are_refused_by_name(tmp_path: Path) -> None:
    sound = write(tmp_path / "月报.xls").read_bytes()
    for name, content, words in (
        ("锁.xlsx", sound[:512] + "EncryptedPackage".encode("utf-16-le") + sound[512:], "密码"),
        ("文.doc", sound + "WordDocument".encode("utf-16-le"), r"\.docx"),
        ("坏.xls", sound[:2000], "已损坏"),
    ):
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(UsageError, match=words) as caught:
            read(file)
        assert name in caught.value.zh


def test_a_damaged_old_workbook_is_read_right_or_refused(tmp_path: Path) -> None:
    sound = write(tmp_path / "月报.xls").read_bytes()
    chosen = random.Random(17)
    for at in range(60):
        content = bytearray(sound[: chosen.randrange(600, len(sound))] if at % 2 else sound)
        if at % 2 == 0:
            content[chosen.randrange(len(content))] ^= 1 << chosen.randrange(8)
        damaged = tmp_path / f"{at}.xls"
        damaged.write_bytes(bytes(content))
        try:
            found = growth(read(damaged))
        except ShouguanError as wrong:
            assert damaged.name in wrong.zh
        else:
            assert at % 2 == 0 or found.items() <= SOUND.items()
