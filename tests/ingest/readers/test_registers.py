"""Lists of projects, firms and bonds: what is read from them, and that nothing doubtful is guessed."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shouguan.core.errors import UsageError
from shouguan.core.findings import Finding, errors
from shouguan.ingest.readers.registers.bonds import BONDS
from shouguan.ingest.readers.registers.enterprises import ENTERPRISES
from shouguan.ingest.readers.registers.ledger import LEDGER
from shouguan.ingest.readers.registers.records import Asked, Register, header, period_of, records, score
from shouguan.ingest.readers.sheets import opening
from shouguan.ingest.readers.sheets.grid import Sheet

Row = Sequence[object]
TITLE = "2020年1—9月重点项目台账"
HEAD = ("项目代码", "项目名称", "总投资（万元）", "年度计划投资（万元）")
BASE = ("A1", "甲项目", "5000", "1000")


def book(folder: Path, rows: Sequence[Row], merged: Sequence[str] = (), name: str = "台账.xlsx") -> Sheet:
    file = folder / name
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "项目"
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    workbook.save(file)
    return opening.load(file)[0]


def text(folder: Path, rows: Sequence[Row], name: str = "台账.csv") -> Sheet:
    file = folder / name
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return opening.load(file)[0]


def read(sheet: Sheet, register: Register = LEDGER, **asked: Any) -> tuple[list[dict[str, object]], list[Finding]]:
    return records(sheet, register, Asked(**asked))


def cell(folder: Path, field: str, head: str, value: object, **asked: Any) -> tuple[object, list[Finding]]:
    rows, findings = read(text(folder, [[TITLE], [*HEAD, head], [*BASE, value]]), **asked)
    return rows[0][field], [finding for finding in findings if finding.severity != "info"]


def test_a_ledger_with_stacked_merged_headings_becomes_records(tmp_path: Path) -> None:
    sheet = book(
        tmp_path,
        [
            ["2020年1—9月重点项目台账"],
            ["填报单位：某市发改委", None, None, None, None, None, "单位：万元"],
            [
                "序号",
                "项目\n名称",
                "总 投 资\n（亿元）",
                "投资完成情况",
                None,
                None,
                "是否\n纳统",
                "联系人及电话",
                "口味",
            ],
            [None, None, None, "截至2019年底累计完成", "年度计划投资", "1—9月完成投资", None, None, None],
            ["合计", None, 3.5, 100, 3000, 2000, None, None, None],
            ["一、工业项目（2个）"],
            [1, "甲项目", 1.5, "—", "１，０００", "500万", "√", "张三", "甜"],
            [2, "乙项目", 2, 100, 2000, 1500, "未纳统", "李四", "咸"],
            [],
            ["注：以上为部门台账。"],
            ["填表人：王五"],
        ],
        ["A1:I1", "D3:F3", "A3:A4", "B3:B4", "C3:C4", "G3:G4", "H3:H4", "I3:I4", "A6:I6"],
    )
    rows, findings = read(sheet)
    blank = dict.fromkeys(field.name for field in LEDGER.fields)
    assert rows == [
        blank
        | {
            "project_name": "甲项目",
            "total_investment_wan_yuan": 15000.0,
            "annual_plan_wan_yuan": 1000.0,
            "ytd_done_wan_yuan": 500.0,
            "registered": True,
            "source": "台账.xlsx#项目!A7",
        },
        blank
        | {
            "project_name": "乙项目",
            "total_investment_wan_yuan": 20000.0,
            "done_before_wan_yuan": 100.0,
            "annual_plan_wan_yuan": 2000.0,
            "ytd_done_wan_yuan": 1500.0,
            "registered": False,
            "source": "台账.xlsx#项目!A8",
        },
    ]
    assert [(f.severity, f.zh) for f in findings] == [
        ("info", "含个人信息的列不读入：H 联系人及电话"),
        ("info", "以下列未识别，不读入：I 口味"),
    ]
    head = header(sheet, LEDGER)
    assert head is not None
    assert period_of(sheet, head.texts.values(), Asked()) == "2020-09"


def test_kinds_are_told_apart_by_their_columns(tmp_path: Path) -> None:
    ledger = text(tmp_path, [HEAD, BASE])
    firms = text(tmp_path, [["企业名称", "上年营业收入（万元）", "来源"], ["甲公司", "1", "单位自报"]])
    bonds = text(tmp_path, [["批次", "项目名称", "债券额度（亿元）"], ["第一批", "甲项目", "1.5"]])
    scores = [[score(sheet, register) for register in (LEDGER, ENTERPRISES, BONDS)] for sheet in (ledger, firms, bonds)]
    assert scores == [[4, 0, 0], [0, 3, 0], [0, 0, 3]]
    assert score(text(tmp_path, [["指标", "1-9月"], ["甲", "1"]]), LEDGER) == 0


def test_without_a_header_the_error_names_the_columns(tmp_path: Path) -> None:
    rows, (finding,) = read(text(tmp_path, [["指标", "1-9月"], ["甲", "1"]]))
    assert (rows, finding.severity) == ([], "error")
    assert "项目名称" in finding.zh
    assert "annual_plan" not in finding.zh


def test_a_header_may_lack_a_required_column_but_that_is_an_error(tmp_path: Path) -> None:
    _, findings = read(text(tmp_path, [["项目名称", "总投资（万元）"], ["甲", "1"]]))
    assert [f.en for f in errors(findings)] == ["required columns are missing: plan of the year"]


def test_a_stacked_header_of_a_csv_without_merges(tmp_path: Path) -> None:
    rows, findings = read(
        text(
            tmp_path,
            [
                ["项目名称", "总投资", "年度计划", "完成投资", "", "开工时间", ""],
                ["", "（万元）", "（万元）", "本月（万元）", "1-9月（万元）", "计划", "实际"],
                ["甲项目", "5000", "1000", "100", "700", "2020.03", "2020年4月"],
            ],
        )
    )
    assert [f.zh for f in findings] == []
    assert (rows[0]["month_done_wan_yuan"], rows[0]["ytd_done_wan_yuan"]) == (100.0, 700.0)
    assert (rows[0]["planned_start"], rows[0]["actual_start"]) == ("2020-03", "2020-04")


@pytest.mark.parametrize(
    ("head", "field"),
    [
        pytest.param("本月完成（万元）", "month_done_wan_yuan", id="this-month"),
        pytest.param("9月完成投资（万元）", "month_done_wan_yuan", id="named-month"),
        pytest.param("1-9月完成投资（万元）", "ytd_done_wan_yuan", id="span"),
        pytest.param("1—本月完成（万元）", "ytd_done_wan_yuan", id="to-this-month"),
        pytest.param("2020年1至9月累计完成投资额（万元）", "ytd_done_wan_yuan", id="year-and-span"),
        pytest.param("年初至今完成（万元）", "ytd_done_wan_yuan", id="since-january"),
        pytest.param("完成投资（1-9月，万元）", "ytd_done_wan_yuan", id="span-in-brackets"),
        pytest.param("截至9月底累计完成（万元）", "ytd_done_wan_yuan", id="doubtful"),
        pytest.param("自开工累计完成投资（万元）", "done_since_start_wan_yuan", id="since-start"),
        pytest.param("截至上年底累计完成（万元）", "done_before_wan_yuan", id="before"),
        pytest.param("截至2019年底累计完成投资（万元）", "done_before_wan_yuan", id="before-with-year"),
        pytest.param("统计入库投资（万元）", "statistics_ytd_wan_yuan", id="statistics"),
        pytest.param("1-9月统计入库投资（万元）", "statistics_ytd_wan_yuan", id="statistics-span"),
        pytest.param("累计完成投资（万元）", None, id="two-readings-left-out"),
        pytest.param("1-9月完成投资占比（%）", None, id="share-left-out"),
        pytest.param("2021年预计完成投资（万元）", None, id="forecast-left-out"),
    ],
)
def test_headings_of_what_is_done(tmp_path: Path, head: str, field: str | None) -> None:
    rows, findings = read(text(tmp_path, [[TITLE], [*HEAD, head], [*BASE, "321"]]))
    assert [name for name, value in rows[0].items() if value == 321.0] == ([field] if field else [])
    assert errors(findings) == []
    doubtful = head.startswith(("截至9月底", "累计"))
    assert ([f.severity for f in findings] == ["warning"]) is doubtful


def test_a_heading_of_another_year_is_warned_of(tmp_path: Path) -> None:
    _, findings = read(text(tmp_path, [[TITLE], [*HEAD, "2019年1-9月完成投资（万元）"], [*BASE, "321"]]))
    assert [(f.severity, f.row, f.column) for f in findings] == [("warning", 2, "E")]
    assert "2019年，清单是2020年" in findings[0].zh


def test_two_columns_of_one_field_are_both_named(tmp_path: Path) -> None:
    _, findings = read(text(tmp_path, [[*HEAD, "计划总投资（亿元）"], [*BASE, "1"]]))
    (wrong,) = errors(findings)
    assert "C 总投资（万元）" in wrong.zh
    assert "E 计划总投资（亿元）" in wrong.zh


def test_one_heading_merged_over_two_columns_is_one(tmp_path: Path) -> None:
    sheet = book(tmp_path, [["项目名称", None, *HEAD[2:]], ["甲", None, 3000, 2]], ["A1:B1"])
    rows, findings = read(sheet)
    assert (rows[0]["project_name"], findings) == ("甲", [])


@pytest.mark.parametrize(
    ("above", "heads", "asked", "amount"),
    [
        pytest.param("单位：万元", ("总投资", "年度计划"), {}, 5.0, id="line"),
        pytest.param("填报单位：某局　　单位：亿元", ("总投资", "年度计划"), {}, 50000.0, id="line-with-office"),
        pytest.param(
            "填报单位：元氏县发改局",
            ("总投资（万元）", "年度计划（万元）"),
            {"unit": "元"},
            5.0,
            id="office-is-no-unit",
        ),
        pytest.param("单位：万元", ("总投资（亿元）", "年度计划"), {}, 50000.0, id="bracket-before-line"),
        pytest.param("", ("总投资", "年度计划"), {"unit": "亿元"}, 50000.0, id="flag"),
        pytest.param("单位：万元", ("总投资", "年度计划"), {"unit": "亿元"}, 5.0, id="line-before-flag"),
        pytest.param("", ("总投资（元）", "年度计划（元）"), {}, 0.0005, id="yuan"),
        pytest.param("", ("总投资：万元", "年度计划万元"), {}, 5.0, id="unit-without-brackets"),
        pytest.param("", ("总投资（单位：百万元）", "年度计划（千元）"), {}, 500.0, id="other-units"),
    ],
)
def test_where_the_unit_comes_from(
    tmp_path: Path, above: str, heads: Row, asked: dict[str, Any], amount: float
) -> None:
    rows, findings = read(text(tmp_path, [[above], ["项目名称", *heads], ["甲", "5", "5"]]), **asked)
    assert errors(findings) == []
    assert rows[0]["total_investment_wan_yuan"] == amount


def test_without_a_unit_both_readings_and_the_flag_are_listed(tmp_path: Path) -> None:
    rows, findings = read(text(tmp_path, [["项目名称", "总投资", "年度计划"], ["甲", "5", "1.2亿"], ["乙", "6", "—"]]))
    (wrong,) = errors(findings)
    for said in (wrong.zh, wrong.en):
        assert all(part in said for part in ("万元", "亿元", "--unit"))
    assert "年度" not in wrong.zh
    assert [row["annual_plan_wan_yuan"] for row in rows] == [12000.0, None]


def test_foreign_money_is_refused(tmp_path: Path) -> None:
    _, findings = read(text(tmp_path, [["单位：万元"], ["项目名称", "总投资（万美元）", "年度计划"], ["甲", "5", "1"]]))
    assert [f.zh for f in errors(findings)] == ["“总投资（万美元）”以外币计，请折成人民币"]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        pytest.param("5000", 5000.0, id="plain"),
        pytest.param("５０００．５", 5000.5, id="full-width"),
        pytest.param("1,234", 1234.0, id="separators"),
        pytest.param("1，234，567.8", 1234567.8, id="full-width-separators"),
        pytest.param("5000万", 5000.0, id="own-unit"),
        pytest.param("1.2亿", 12000.0, id="own-unit-yi"),
        pytest.param("3000元", 0.3, id="own-unit-yuan"),
        pytest.param("0.1", 0.1, id="exact"),
        pytest.param("0", 0.0, id="nothing-done"),
        pytest.param("—", None, id="long-dash"),
        pytest.param("-", None, id="dash"),
        pytest.param("/", None, id="slash"),
        pytest.param("  ", None, id="blank"),
    ],
)
def test_amounts(tmp_path: Path, written: str, amount: float | None) -> None:
    assert cell(tmp_path, "month_done_wan_yuan", "本月完成（万元）", written) == (amount, [])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("12,34", "逗号或小数点的位置不对", id="separators"),
        pytest.param("约5000", "约数不能用于汇总", id="about"),
        pytest.param("5000左右", "约数不能用于汇总", id="or-so"),
        pytest.param("-5", "金额为负", id="negative"),
        pytest.param("=SUM(A1:A2)", "公式没有保存计算结果，请在 Excel 中打开并保存", id="formula"),
        pytest.param("#REF!", "Excel 的错误值", id="error-value"),
        pytest.param("#N/A", "不是金额", id="not-available"),
        pytest.param("1.2E+08", "科学计数法可能已丢失位数，请改为常规数字", id="scientific"),
        pytest.param("15%", "不是金额", id="per-cent"),
        pytest.param("未开工", "不是数", id="word"),
        pytest.param("5000/6000", "不是数", id="two"),
        pytest.param("1234567890123456", "位数过多", id="digits"),
    ],
)
def test_amounts_that_are_refused(tmp_path: Path, written: str, said: str) -> None:
    value, (wrong,) = cell(tmp_path, "month_done_wan_yuan", "本月完成（万元）", written)
    assert value is None
    assert (wrong.severity, wrong.zh, wrong.row, wrong.column, wrong.value) == ("error", said, 3, "E", written)


def test_a_formula_without_a_stored_result_in_a_workbook(tmp_path: Path) -> None:
    rows, findings = read(book(tmp_path, [HEAD, ["A1", "=B9", "=1+1", 5]]))
    assert [(f.column, f.value) for f in errors(findings)] == [("C", "=1+1")]
    assert rows[0]["project_name"] == "=B9"


def test_an_apostrophe_stays(tmp_path: Path) -> None:
    rows, findings = read(text(tmp_path, [HEAD, ["'0001", "=cmd|'/c calc'!A0", "1000", "1"]]))
    assert (rows[0]["project_code"], rows[0]["project_name"], findings) == ("'0001", "=cmd|'/c calc'!A0", [])


def test_a_slipped_unit_is_warned_of(tmp_path: Path) -> None:
    rows = [[f"A{i}", f"项目{i}", str(5000 + i), "1000"] for i in range(5)]
    _, findings = read(text(tmp_path, [HEAD, *rows, ["B", "滑项目", "60000000", "1000"]]))
    (slip,) = findings
    assert (slip.severity, slip.row, slip.column, slip.value) == ("warning", 7, "C", "60000000")


def test_a_merged_amount_belongs_to_no_row(tmp_path: Path) -> None:
    sheet = book(tmp_path, [HEAD, ["A1", "甲", 5, 1], ["A2", "乙", None, 1]], ["C2:C3"])
    _, findings = read(sheet)
    assert [(f.row, f.column) for f in errors(findings)] == [(3, "C")]


def test_a_merged_office_is_that_of_each_row(tmp_path: Path) -> None:
    sheet = book(tmp_path, [[*HEAD, "责任单位"], ["A1", "甲", 5000, 1, "水利局"], ["A2", "乙", 6000, 1]], ["E2:E3"])
    rows, findings = read(sheet)
    assert ([row["responsible"] for row in rows], findings) == (["水利局", "水利局"], [])


def test_a_merged_name_is_not_two_projects(tmp_path: Path) -> None:
    sheet = book(tmp_path, [HEAD, ["A1", "甲", 5, 1], ["A2", None, 6, 1]], ["B2:B3"])
    rows, findings = read(sheet)
    assert (len(rows), [(f.row, f.column) for f in errors(findings)]) == (1, [(3, "B")])


@pytest.mark.parametrize(
    ("written", "date"),
    [
        pytest.param("2020.9", "2020-09", id="dot"),
        pytest.param("2020.09", "2020-09", id="dot-zero"),
        pytest.param("2020.10", "2020-10", id="october"),
        pytest.param("2020.01", "2020-01", id="january"),
        pytest.param("2020年1月", "2020-01", id="january-in-words"),
        pytest.param("2020年9月", "2020-09", id="words"),
        pytest.param("２０２０年９月底", "2020-09", id="end-of-month"),
        pytest.param("2020年底", "2020-12", id="end-of-year"),
        pytest.param("2020-09-15", "2020-09-15", id="iso"),
        pytest.param("2020-09-15 08:30:00", "2020-09-15", id="iso-with-time"),
        pytest.param("2020/9/15", "2020-09-15", id="slashes"),
        pytest.param("2020.9.15", "2020-09-15", id="dots"),
        pytest.param("2020.1.5", "2020-01-05", id="dots-in-january"),
        pytest.param("2020年9月15日", "2020-09-15", id="day-in-words"),
        pytest.param("20200915", "2020-09-15", id="compact"),
        pytest.param("202009", "2020-09", id="compact-month"),
        pytest.param("44089", "2020-09-15", id="serial"),
        pytest.param("9月", "2020-09", id="year-of-the-title"),
        pytest.param("9月底", "2020-09", id="end-year-of-the-title"),
        pytest.param("未开工", None, id="not-started"),
        pytest.param("待定", None, id="open"),
        pytest.param("暂无", None, id="none"),
        pytest.param("/", None, id="slash"),
    ],
)
def test_dates(tmp_path: Path, written: str, date: str | None) -> None:
    assert cell(tmp_path, "actual_start", "实际开工时间", written) == (date, [])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("2020年13月", "没有这样的日期", id="month-13"),
        pytest.param("2020-02-30", "没有这样的日期", id="30-february"),
        pytest.param("2020", "不是日期", id="year-only"),
        pytest.param("20.9", "不是日期", id="two-digit-year"),
        pytest.param("近期", "不是日期", id="word"),
        pytest.param("20000", "不是日期", id="serial-too-low"),
        pytest.param("1020.9", "年份超出范围", id="year-out-of-bounds"),
    ],
)
def test_dates_that_are_refused(tmp_path: Path, written: str, said: str) -> None:
    value, (wrong,) = cell(tmp_path, "actual_start", "实际开工时间", written)
    assert (value, wrong.severity, wrong.zh, wrong.row) == (None, "error", said, 3)


@pytest.mark.parametrize("written", ["2020.1", "２０２０．１"])
def test_a_dropped_zero_is_asked_for(tmp_path: Path, written: str) -> None:
    value, (wrong,) = cell(tmp_path, "actual_start", "实际开工时间", written)
    assert value is None
    assert all(part in wrong.zh for part in ("2020年1月", "2020年10月", "--dot-one 1|10"))
    assert all(part in wrong.en for part in ("2020-01", "2020-10", "--dot-one 1|10"))
    assert cell(tmp_path, "actual_start", "实际开工时间", written, dot_one=10) == ("2020-10", [])
    assert cell(tmp_path, "actual_start", "实际开工时间", written, dot_one=1) == ("2020-01", [])


def test_a_workbook_drops_the_zero_of_a_number(tmp_path: Path) -> None:
    _, findings = read(book(tmp_path, [[*HEAD, "实际开工"], ["A1", "甲", 5, 1, 2020.10]]))
    assert [f.value for f in errors(findings)] == ["2020.1"]


def test_a_month_without_a_year_takes_the_flag_or_is_refused(tmp_path: Path) -> None:
    sheet = text(tmp_path, [[*HEAD, "实际开工"], [*BASE, "9月"]])
    assert [f.zh for f in errors(read(sheet)[1])] == ["没有年份，标题里也没有；请写明年份"]
    assert read(sheet, year=2021)[0][0]["actual_start"] == "2021-09"
    assert read(sheet, period="2019-10")[0][0]["actual_start"] == "2019-09"


@pytest.mark.parametrize(
    ("written", "flag"),
    [(word, True) for word in ("是", "√", "✓", "已", "已纳统", "已开工", "Y", "1")]
    + [(word, False) for word in ("否", "×", "未", "未纳统", "未开工", "N", "0")]
    + [("", None), ("—", None)],
)
def test_flags(tmp_path: Path, written: str, flag: bool | None) -> None:
    assert cell(tmp_path, "registered", "是否纳统", written) == (flag, [])


def test_a_flag_that_says_neither_is_refused(tmp_path: Path) -> None:
    value, (wrong,) = cell(tmp_path, "registered", "是否纳统", "拟纳统")
    assert (value, wrong.severity, wrong.zh) == (None, "error", "看不出是或否")


@pytest.mark.parametrize(
    ("rows", "severities"),
    [
        pytest.param(
            [["合计", "", "30000", "3"], ["A", "甲", "10000", "1"], ["B", "乙", "20000", "2"]], [], id="total-on-top"
        ),
        pytest.param(
            [["A", "甲", "10000", "1"], ["B", "乙", "20000", "2"], ["总 计：", "", "30000", "3"]], [], id="total-below"
        ),
        pytest.param(
            [["A", "甲", "10000.4", "1"], ["B", "乙", "20000.4", "2"], ["合计", "", "30001", "3"]], [], id="rounding"
        ),
        pytest.param(
            [["A", "甲", "10000", "1"], ["小计", "", "40000", "1"], ["B", "乙", "20000", "2"]],
            ["warning"],
            id="subtotal",
        ),
        pytest.param(
            [
                ["A", "甲", "10000", "1"],
                ["合计", "", "10000", "1"],
                ["B", "乙", "20000", "2"],
                ["合计", "", "20000", "2"],
            ],
            [],
            id="sections",
        ),
        pytest.param([["A", "甲", "10000", "1"], ["合计（1个）", "", "40000", "1"]], ["warning"], id="differs"),
        pytest.param(
            [
                ["工业小计", "", "30000", "3"],
                ["A", "甲", "10000", "1"],
                ["B", "乙", "20000", "2"],
                ["交通小计", "", "5000", "3"],
                ["C", "丙", "5000", "3"],
                ["合计", "", "35000", "6"],
            ],
            [],
            id="subtotals-above",
        ),
        pytest.param(
            [
                ["A", "甲", "10000", "1"],
                ["小计", "", "10000", "1"],
                ["B", "乙", "20000", "2"],
                ["小计", "", "20000", "2"],
                ["全市合计", "", "30000", "3"],
            ],
            [],
            id="subtotals-below",
        ),
        pytest.param(
            [["A", "甲", "10000", "1"], ["工业合计", "", "40000", "1"]],
            ["warning"],
            id="a-group-s-total-differs",
        ),
    ],
)
def test_totals_are_compared_not_read(tmp_path: Path, rows: list[Row], severities: list[str]) -> None:
    found, findings = read(text(tmp_path, [HEAD, *rows]))
    assert [row["project_name"] for row in found] == [row[1] for row in rows if row[1]]
    assert [f.severity for f in findings] == severities
    if severities:
        assert "40" in findings[0].zh
        assert "10" in findings[0].zh


@pytest.mark.parametrize(
    ("row", "names", "severities"),
    [
        pytest.param(["一、工业项目（12个）"], ["甲项目"], [], id="section"),
        pytest.param(["（一）", "续建项目"], ["甲项目"], [], id="section-in-two-cells"),
        pytest.param(
            ["一", "工业项目", "123", "45"], ["甲项目"], ["info", "warning", "warning"], id="section-with-sums"
        ),
        pytest.param(["", "工业项目"], ["甲项目"], ["warning"], id="section-without-number"),
        pytest.param(["注：单位为万元"], ["甲项目"], [], id="note"),
        pytest.param(["填表人：张三", "审核人：李四"], ["甲项目"], [], id="signature"),
        pytest.param(list(HEAD), ["甲项目"], [], id="heading-again"),
        pytest.param(["1", "2", "3", "4"], ["甲项目"], [], id="numbers-of-columns"),
        pytest.param(["B2", "乙项目"], ["乙项目", "甲项目"], ["warning", "warning"], id="project-without-amounts"),
        pytest.param(["B2", "", "5", "6"], [None, "甲项目"], ["error"], id="amounts-without-name"),
        pytest.param(["B2", "合计科技大厦", "5", "6"], ["合计科技大厦", "甲项目"], [], id="name-like-a-total"),
    ],
)
def test_rows_that_are_no_projects(tmp_path: Path, row: Row, names: list[str], severities: list[str]) -> None:
    found, findings = read(text(tmp_path, [HEAD, row, [], BASE]))
    assert [record["project_name"] for record in found] == names
    assert [f.severity for f in findings] == severities


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param([["A", "甲", "1", "1"], ["A", "乙", "1", "1"]], "A", id="code"),
        pytest.param([["", "甲", "1", "1"], ["", "甲 ", "1", "1"]], "甲", id="name-without-code"),
        pytest.param([["A", "甲", "1", "1"], ["", "甲", "1", "1"]], "甲", id="name-with-and-without-code"),
        pytest.param([["A", "甲", "1", "1"], ["B", "甲", "1", "1"]], "", id="same-name-two-codes"),
    ],
)
def test_a_project_twice_is_named_with_both_rows(tmp_path: Path, rows: list[Row], message: str) -> None:
    found = errors(read(text(tmp_path, [HEAD, *rows]))[1])
    assert [(f.row, f.value, f.zh) for f in found] == ([(3, message, "与第2行重复")] if message else [])


def test_problems_come_together_and_are_counted_beyond_two_hundred(tmp_path: Path) -> None:
    rows = [[f"A{i}", f"项目{i}", "约5", "1"] for i in range(250)]
    found, findings = read(text(tmp_path, [[*HEAD, "口味"], *rows]))
    assert (len(found), len(findings)) == (250, 201)
    assert findings[-1].severity == "error"
    assert "51" not in findings[-1].zh or "另有 51 处" in findings[-1].zh
    assert {f.severity for f in findings[:200]} == {"error"}


def test_a_file_cut_short_is_said(tmp_path: Path) -> None:
    file = tmp_path / "台账.csv"
    file.write_text("\n".join([",".join(HEAD), ",".join(BASE)]), encoding="utf-8")
    _, (finding,) = read(opening.load(file)[0])
    assert (finding.severity, finding.column, finding.row) == ("warning", "D", 2)


@pytest.mark.parametrize(
    ("title", "heads", "asked", "period"),
    [
        pytest.param("2020年1—9月重点项目台账", (), {}, "2020-09", id="span"),
        pytest.param("重点项目台账（截至2020年9月底）", (), {}, "2020-09", id="up-to"),
        pytest.param("截至2020年9月30日重点项目台账", (), {}, "2020-09", id="up-to-day"),
        pytest.param("2020年前三季度重点项目台账", (), {}, "2020-09", id="quarters"),
        pytest.param("2020年重点项目台账", ("1-9月完成投资（万元）",), {}, "2020-09", id="year-and-heading"),
        pytest.param("2020年重点项目台账", ("1-9月计划投资（万元）",), {}, None, id="plan-is-no-period"),
        pytest.param("重点项目台账", ("1-9月完成投资（万元）",), {}, None, id="no-year"),
        pytest.param("重点项目台账", ("1-9月完成投资（万元）",), {"year": 2021}, "2021-09", id="year-asked"),
        pytest.param("2020年1-9月台账", (), {"period": "2020-10"}, "2020-10", id="asked"),
        pytest.param("2020年8月台账", ("1-9月完成投资（万元）",), {}, None, id="two-periods"),
        pytest.param("重点项目台账 填表日期：2020年10月12日", (), {}, None, id="filled-in"),
        pytest.param("2020年10月12日", (), {}, None, id="a-day"),
        pytest.param("2020年重点项目台账", (), {}, None, id="year-only"),
    ],
)
def test_the_month_that_a_list_stands_for(
    tmp_path: Path, title: str, heads: tuple[str, ...], asked: dict[str, Any], period: str | None
) -> None:
    sheet = text(tmp_path, [[title], [*HEAD, *heads], BASE])
    head = header(sheet, LEDGER)
    assert head is not None
    assert period_of(sheet, head.texts.values(), Asked(**asked)) == period


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"unit": "万"}, id="unit"),
        pytest.param({"dot_one": 2}, id="dot-one"),
        pytest.param({"origin": "联网直报"}, id="origin"),
        pytest.param({"period": "2020-13"}, id="period"),
    ],
)
def test_flags_of_the_command_line_are_checked(asked: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Asked(**asked)


FIRMS = ("统一社会信用代码", "企业名称", "类别", "1-9月营业收入（万元）", "同比增长（%）", "入库方式", "预计入库时间")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2020年9月专项债券项目清单", "专项债"),
        ("中央预算内投资项目清单", "中央预算内"),
        ("专项债券和中央预算内投资项目清单", None),
        ("2020年9月资金清单", None),
    ],
)
def test_a_title_says_of_all_rows_what_no_column_says(title: str, kind: str | None, tmp_path: Path) -> None:
    rows, _ = read(text(tmp_path, [[title], ["项目名称", "额度（万元）"], ["甲桥", "100"]]), BONDS)
    assert rows[0]["fund_kind"] == kind
    own = [["项目名称", "额度（万元）", "资金类型"], ["甲桥", "100", "无偿资金"], ["乙桥", "100", ""]]
    rows, _ = read(text(tmp_path, [[title], *own]), BONDS)
    assert [row["fund_kind"] for row in rows] == ["无偿资金", None]


def test_firms(tmp_path: Path) -> None:
    rows, findings = read(
        text(
            tmp_path,
            [
                ["2020年升规纳统培育企业名单"],
                [*FIRMS, "来源"],
                ["91350100M000100Y43", "甲公司", "规模以上工业", "2,500", "-4.9%", "小升规", "11月", "企业自报"],
            ],
        ),
        ENTERPRISES,
    )
    assert findings == []
    assert rows == [
        {
            "credit_code": "91350100M000100Y43",
            "name": "甲公司",
            "district": None,
            "task_force": None,
            "industry": None,
            "category": "规上工业",
            "revenue_last_wan_yuan": None,
            "revenue_ytd_wan_yuan": 2500.0,
            "growth_pct": -4.9,
            "entry_kind": "小升规",
            "expected_entry": "2020-11",
            "status": "培育",
            "origin": "单位自报",
            "responsible": None,
            "problems": None,
            "source": "台账.csv#A3",
        }
    ]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("91350100M000100Y44", "校验位", id="check-character"),
        pytest.param("91350100M000100Y4", "17位", id="length"),
        pytest.param("91350100O000100Y43", "不用的字符", id="sign"),
        pytest.param("９１３５０１００m000100y43", "", id="full-width-and-small"),
    ],
)
def test_a_wrong_credit_code_is_a_warning(tmp_path: Path, code: str, said: str) -> None:
    row = [code, "甲公司", "工业", "1", "", "", "", "部门台账"]
    rows, findings = read(text(tmp_path, [[*FIRMS, "来源"], row]), ENTERPRISES)
    assert rows[0]["credit_code"] == code
    assert [(f.severity, said in f.zh) for f in findings] == ([("warning", True)] if said else [])


@pytest.mark.parametrize(
    ("origin", "asked", "read_as", "said"),
    [
        pytest.param("单位自报", {}, "单位自报", "", id="own"),
        pytest.param("统计汇总", {"origin": "部门台账"}, "统计汇总", "", id="the-cell-before-the-flag"),
        pytest.param("", {"origin": "部门台账"}, "部门台账", "", id="flag"),
        pytest.param("", {}, None, "--origin 单位自报|部门台账|统计汇总", id="blank"),
        pytest.param(None, {"origin": "部门台账"}, "部门台账", "", id="no-column-flag"),
        pytest.param(None, {}, None, "--origin 单位自报|部门台账|统计汇总", id="no-column"),
        pytest.param("联网直报平台", {}, None, "统计法", id="survey"),
        pytest.param("统计调查", {}, None, "统计法", id="statistical-survey"),
        pytest.param("调查表", {}, None, "统计法", id="questionnaire"),
        pytest.param("听说", {}, None, "不是有效的来源", id="unknown"),
    ],
)
def test_every_firm_says_where_it_comes_from(
    tmp_path: Path, origin: str | None, asked: dict[str, Any], read_as: str | None, said: str
) -> None:
    more = [] if origin is None else ["来源"]
    row = ["", "甲公司", "工业", "1", "", "", "", origin or ""]
    rows, findings = read(text(tmp_path, [[*FIRMS, *more], row]), ENTERPRISES, **asked)
    assert rows[0]["origin"] == read_as
    assert [said in f.zh for f in errors(findings)] == ([True] if said else [])


def test_a_survey_record_is_refused_whatever_the_flag_says(tmp_path: Path) -> None:
    row = ["", "甲公司", "工业", "1", "", "", "", "联网直报"]
    _, findings = read(text(tmp_path, [[*FIRMS, "来源"], row]), ENTERPRISES, origin="部门台账")
    assert [f.severity for f in findings] == ["error"]


def test_a_choice_names_its_nearest(tmp_path: Path) -> None:
    _, findings = read(text(tmp_path, [FIRMS, ["", "甲", "服务", "1", "", "", ""]]), ENTERPRISES, origin="部门台账")
    (wrong,) = findings
    assert "最接近的有效值：服务业" in wrong.zh


def test_bonds_of_one_project_in_two_batches(tmp_path: Path) -> None:
    head = ["批次", "项目名称", "额度（亿元）", "已拨付（亿元）", "实际支出（亿元）", "是否开工", "开工时间"]
    first, second = (
        ["第一批", "甲项目", "1.5", "1", "0.7", "是", "2020.3"],
        ["第二批", "甲项目", "0.5", "", "", "否", "未开工"],
    )
    rows, findings = read(text(tmp_path, [head, first, second]), BONDS)
    assert findings == []
    blank = dict.fromkeys(field.name for field in BONDS.fields)
    assert rows == [
        blank
        | {
            "batch": "第一批",
            "project_name": "甲项目",
            "quota_wan_yuan": 15000.0,
            "drawn_wan_yuan": 10000.0,
            "spent_wan_yuan": 7000.0,
            "started": True,
            "start_on": "2020-03",
            "source": "台账.csv#A2",
        },
        blank
        | {
            "batch": "第二批",
            "project_name": "甲项目",
            "quota_wan_yuan": 5000.0,
            "started": False,
            "source": "台账.csv#A3",
        },
    ]
    assert len(errors(read(text(tmp_path, [head, first, first]), BONDS)[1])) == 1


@pytest.mark.parametrize("register", [LEDGER, ENTERPRISES, BONDS], ids=lambda register: register.kind)
def test_every_synonym_is_read_as_its_field(register: Register) -> None:
    for field in register.fields:
        for word in field.synonyms:
            rows = [["甲", *(group[0].synonyms[0] for group in register.needs())]]
            needed = {group[0].name for group in register.needs()}
            rows[0] = [word, *(s for s, n in zip(rows[0][1:], needed_names(register), strict=True) if n != field.name)]
            head = header(Sheet("f", "", rows, [1]), register)
            assert head is not None, word
            assert head.columns.get(field.name) == 0, (word, needed)


def needed_names(register: Register) -> list[str]:
    return [group[0].name for group in register.needs()]


def test_five_thousand_rows_are_all_read() -> None:
    heads = [field.synonyms[0] for field in LEDGER.fields]
    values = {"amount": "1{:04d}.5", "date": "2020年9月", "flag": "是"}
    rows = [[values.get(f.type, f.name + "{}").format(i) for f in LEDGER.fields] for i in range(5000)]
    sheet = Sheet("台账.xlsx", "项目", [["单位：万元"], heads, *rows], list(range(1, 5003)))
    found, findings = read(sheet)
    assert (len(found), findings) == (5000, [])
