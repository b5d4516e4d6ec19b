"""What stands round a list is heard: another place's title, two units, words of a draft, notes nobody understands."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from shouguan.core.findings import Finding
from shouguan.ingest import importing
from shouguan.ingest.readers.reading import Reading, options_from

PLACES = {"某市": "370200", "乙市": "370300", "某省": "370000", "丙区": "370202"}
HEAD = ("序号", "项目名称", "总投资", "年度计划投资", "1-9月完成", "备注")
ROWS = (("1", "甲厂", "52000", "20000", "11000", ""), ("2", "乙路", "18000", "9000", "7000", ""))
TITLE, UNIT = "某市重点项目台账（2020年9月）", "单位：万元"


def read(
    folder: Path, title: str = TITLE, unit: str = UNIT, below: Sequence[str] = (), name: str = "清单.csv", **given: Any
) -> Reading:
    """Write a ledger with what stands round it and read it into 某市."""
    rows = [[title], [unit], HEAD, *ROWS, *([line] for line in below)]
    return of_rows(folder / name, rows, **given)


def of_rows(file: Path, rows: Sequence[Sequence[str]], **given: Any) -> Reading:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return importing.read(file, None, options_from({"own_region": "370200", "names": PLACES, **given}))


def told(reading: Reading) -> list[Finding]:
    return [finding for finding in reading.findings if finding.severity != "info"]


@pytest.mark.parametrize("title", [TITLE, "全市重点项目台账（2020年9月）", "丙区重点项目台账（2020年9月）"])
def test_a_list_of_the_place_and_of_its_districts_says_nothing(tmp_path: Path, title: str) -> None:
    reading = read(tmp_path, title)
    assert len(reading.rows) == 2 and not told(reading)


@pytest.mark.parametrize("where", ["title", "file", "unit line"])
def test_another_places_list_is_asked_about_and_a_flag_settles_it(tmp_path: Path, where: str) -> None:
    title = "乙市重点项目台账（2020年9月）" if where == "title" else "重点项目台账（2020年9月）"
    unit = f"{UNIT}　填报单位：乙市发改委" if where == "unit line" else UNIT
    name = "乙市台账.csv" if where == "file" else "清单.csv"
    asked = told(read(tmp_path, title, unit, name=name))
    assert [finding.severity for finding in asked] == ["error"] and "--region 370200" in asked[0].zh
    assert "乙市" in asked[0].zh and "乙市" in asked[0].en
    assert not told(read(tmp_path, title, unit, name=name, region="370200"))


def test_a_list_of_the_province_comes_in_with_a_warning(tmp_path: Path) -> None:
    reading = read(tmp_path, "某省重点项目台账（2020年9月）")
    assert len(reading.rows) == 2 and [finding.severity for finding in told(reading)] == ["warning"]


@pytest.mark.parametrize(
    ("title", "head", "row"),
    [
        ("乙市专项债券项目清单（截至2020年9月底）", ("项目名称", "额度", "发行时间"), ("甲厂", "2400", "2020-02")),
        (
            "乙市升规纳统企业名单（2020年9月）",
            ("企业名称", "行业", "类别", "上年营业收入", "状态", "数据来源"),
            ("甲厂", "制造业", "规上工业", "3277", "在库", "部门台账"),
        ),
    ],
)
def test_so_are_those_of_bonds_and_firms(tmp_path: Path, title: str, head: Sequence[str], row: Sequence[str]) -> None:
    reading = of_rows(tmp_path / "清单.csv", [[title], [UNIT], head, row])
    assert reading.kind in {"bonds", "enterprises"}
    assert any(finding.severity == "error" and "另一个地区" in finding.zh for finding in reading.findings)


@pytest.mark.parametrize("unit", ["单位：万元、亿元", "单位：亿元/万元", "（单位：万元，亿元）", "单位：万元或元"])
def test_two_units_on_a_line_are_none(tmp_path: Path, unit: str) -> None:
    asked = [finding.zh for finding in told(read(tmp_path, unit=unit)) if finding.severity == "error"]
    assert len(asked) == 1 and "--unit" in asked[0]
    settled = of_rows(tmp_path / "清单.csv", [[TITLE], [unit], HEAD, *ROWS], unit="万元")
    assert [row["total_investment_wan_yuan"] for row in settled.rows] == [52000.0, 18000.0]


@pytest.mark.parametrize("unit", ["单位：万元、个", "单位：万元，%"])
def test_one_unit_of_amounts_beside_others_is_heard(tmp_path: Path, unit: str) -> None:
    reading = read(tmp_path, unit=unit)
    assert [row["total_investment_wan_yuan"] for row in reading.rows] == [52000.0, 18000.0] and not told(reading)


@pytest.mark.parametrize(
    "note",
    [
        "注：本月完成为预计数",
        "备注：1-9月完成为1-8月数",
        "说明：年度计划含上年结转",
        "注1：总投资不含土地费用",
        "*部分项目为拟建，完成数按合同填列",
        "本表数据含在谈项目",
    ],
)
def test_a_note_that_nobody_understands_is_shown(tmp_path: Path, note: str) -> None:
    reading = read(tmp_path, below=[note])
    (only,) = told(reading)
    assert len(reading.rows) == 2 and (only.severity, only.row, only.column) == ("warning", 6, "A")
    assert note in only.zh and note in only.en


def test_a_note_above_the_header_is_shown_too(tmp_path: Path) -> None:
    note = "注：完成数为8月底数"
    reading = of_rows(tmp_path / "清单.csv", [[TITLE], [UNIT], [note], HEAD, *ROWS])
    assert [note in finding.zh for finding in told(reading)] == [True]


@pytest.mark.parametrize(
    "line", ["数据来源：市发改委", "填表人：张三", "单位负责人：李四", "审核人：王五", "注：数据来源为部门台账", "—"]
)
def test_who_made_a_list_and_whence_it_is_says_nothing(tmp_path: Path, line: str) -> None:
    reading = read(tmp_path, below=[line])
    assert len(reading.rows) == 2 and not told(reading)


@pytest.mark.parametrize("word", ["征求意见稿", "草稿", "预计数", "测算"])
def test_a_title_of_a_draft_or_a_forecast_is_shown(tmp_path: Path, word: str) -> None:
    reading = read(tmp_path, f"某市重点项目台账（2020年9月，{word}）")
    assert [finding.severity for finding in told(reading)] == ["warning"] and word in told(reading)[0].zh


@pytest.mark.parametrize(
    ("unit", "quota", "severity"),
    [
        ("亿元", "2400", "error"),
        ("万元", "24000000", "error"),
        ("亿元", "60", "warning"),
        ("万元", "24000", ""),
        ("亿元", "2.4", ""),
        ("万元", "2.4", "warning"),
    ],
)
def test_a_quota_that_no_project_is_given_is_asked_about(tmp_path: Path, unit: str, quota: str, severity: str) -> None:
    head, row = ("项目名称", "额度", "发行时间"), ("甲厂", quota, "2020-02")
    reading = of_rows(tmp_path / "清单.csv", [["某市专项债券项目清单（2020年9月）"], [f"单位：{unit}"], head, row])
    assert [finding.severity for finding in told(reading)] == ([severity] if severity else [])
