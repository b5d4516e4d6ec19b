"""Lists at the door: a month that is still to come and markup in a cell keep them out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from shouguan.ingest import importing
from shouguan.ingest.readers.reading import Options, Reading
from tests.builders.corpus import Grid, book

HEAD = ["项目名称", "建设地点", "总投资（万元）", "年度计划投资（万元）", "1-9月完成投资（万元）"]


def read(folder: Path, title: str, district: str = "甲区") -> Reading:
    grid: Grid = [[title], HEAD, ["甲项目", district, 900, 500, 100], ["乙项目", "乙区", 800, 400, 200]]
    book({"台账": grid})(folder / "台账.xlsx")
    return importing.read(folder / "台账.xlsx", "ledger", Options())


def told(reading: Reading) -> str:
    return "\n".join(each.message("zh") for each in reading.findings if each.severity == "error")


def test_a_list_of_a_month_to_come_is_refused(tmp_path: Path) -> None:
    year = dt.date.today().year + 3
    reading = read(tmp_path, f"某市重点项目（截至{year}年9月底）")
    assert not reading.rows and "还没有到" in told(reading)


@pytest.mark.parametrize("text", ["<b>甲区</b>", "甲区<script>alert(1)</script>", "<img src=x>"])
def test_markup_in_a_cell_is_refused_with_its_text(text: str, tmp_path: Path) -> None:
    reading = read(tmp_path, "某市重点项目（截至2020年9月底）", text)
    assert not reading.rows and "网页标记" in told(reading) and text in told(reading)


@pytest.mark.parametrize("text", ["甲区", "甲区（<5亿元）", "甲区 < 乙区"])
def test_a_sound_list_comes_in(text: str, tmp_path: Path) -> None:
    assert len(read(tmp_path, "某市重点项目（截至2020年9月底）", text).rows) == 2
