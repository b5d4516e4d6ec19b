"""The data door from the command line: look, ask, import, check, begin a place."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import shouguan as sg
from shouguan.core import parameters, paths
from shouguan.core.findings import Finding, errors
from shouguan.data import observations
from shouguan.data.place import load
from shouguan.ingest import importing
from shouguan.ingest.readers.reading import Options
from shouguan.publishing import render
from tests.builders.corpus import FIXTURES, Grid, quoted, text


@pytest.fixture
def city(tmp_path: Path, run: Any) -> Path:
    """A new place."""
    folder = tmp_path / "city"
    code, out, _ = run("new", folder, "--name", "示范市", "--region", "999901")
    assert code == 0 and out.count("shouguan") >= 3
    return folder


def fixture(name: str, folder: Path) -> Path:
    """Write a file of the corpus."""
    (found,) = [each for each in FIXTURES if each.name == name]
    found.make(folder / name)
    return folder / name


# --- reading ---------------------------------------------------------------------------------------


def test_reading_as_json_has_rows_and_findings(tmp_path: Path, run: Any) -> None:
    code, out, _ = run("read", fixture("indices padded.csv", tmp_path), "--json")
    found = json.loads(out)
    assert code == 0
    assert list(found) == ["kind", "rows", "withheld", "findings"]
    assert (found["kind"], len(found["rows"])) == ("nbs", 9)
    assert found["rows"][0]["source"] == "indices padded.csv#B4"
    assert list(found["findings"][0]) == ["severity", "file", "sheet", "row", "column", "value", "expected", "message"]


def test_reading_as_text_shows_each_figure_with_its_cell(tmp_path: Path, run: Any) -> None:
    code, out, _ = run("read", fixture("indices padded.csv", tmp_path))
    assert code == 0
    assert "indices padded.csv#B4" in out and "9 行" in out and "Database：Quarterly" in out


def test_a_file_with_an_error_gives_no_rows_and_says_where(tmp_path: Path, run: Any) -> None:
    file = tmp_path / "bad.csv"
    quoted([["示范市2020年1—8月"], ["指标", "增长（%）"], ["固定资产投资", "4.9上下"], ["规模以上工业增加值", "5.0"]])(
        file
    )
    code, out, _ = run("read", file, "--json", "--place", "demo-city")
    found = json.loads(out)
    assert (code, found["rows"]) == (1, [])
    (wrong,) = [each for each in found["findings"] if each["severity"] == "error"]
    assert (wrong["row"], wrong["column"], wrong["value"]) == (3, "B", "4.9上下")
    assert "应为" in wrong["message"] and "expected" in wrong["message"]


ASKED = [
    pytest.param(
        [["2020年1—9月"], ["指标", "增长（%）"], ["固定资产投资", "1.0"]],
        "--region",
        ["--region", "999901"],
        id="region",
    ),
    pytest.param(
        [["示范市"], ["指标", "1—9月增长（%）"], ["固定资产投资", "1.0"]],
        "--period",
        ["--period", "2020-09"],
        id="year",
    ),
    pytest.param(
        [["示范市"], ["指标", "增长（%）"], ["固定资产投资", "1.0"]],
        "--period",
        ["--period", "2020-09", "--basis", "ytd"],
        id="period",
    ),
    pytest.param(
        [["示范市2020年9月"], ["指标", "增长（%）"], ["固定资产投资", "1.0"]], "--basis", ["--basis", "ytd"], id="basis"
    ),
    pytest.param(
        [["示范市2020年1—9月"], ["指标", "绝对额"], ["一般公共预算收入", "120"]],
        "--unit",
        ["--unit", "亿元"],
        id="unit",
    ),
    pytest.param(
        [["示范市2020年1—9月"], ["指标", "累计"], ["固定资产投资", "3.0"]],
        "--measure",
        ["--measure", "growth"],
        id="measure",
    ),
    pytest.param(
        [["示范市2020年1—9月"], ["指标", "增长"], ["固定资产投资", "103.1"]],
        "--measure",
        ["--measure", "index"],
        id="index",
    ),
    pytest.param(
        [["示范市2020年1—9月"], ["指标", "增长（%）"], ["工业增加值", "3.1"]],
        "--as",
        ["--as", "工业增加值=industry_va"],
        id="name",
    ),
]


@pytest.mark.parametrize(("grid", "flag", "answer"), ASKED)
def test_an_open_question_names_the_flag_that_settles_it(
    grid: Grid, flag: str, answer: list[str], tmp_path: Path, run: Any
) -> None:
    file = tmp_path / "file.csv"
    quoted(grid)(file)
    place = [] if flag == "--region" else ["--place", "demo-city"]
    code, out, _ = run("read", file, *place)
    assert code == 1
    assert flag in out and "[错误]" in out and "[error]" not in out
    code, out, _ = run("read", file, *place, *answer, "--json")
    assert code == 0, out
    assert len(json.loads(out)["rows"]) == 1


@pytest.mark.parametrize(
    ("grid", "cell", "says"),
    [
        pytest.param(
            [["示范市2020年9月统计月报"], ["指标", "2020年1—10月增长（%）"], ["固定资产投资", "1.0"]],
            (3, "B"),
            "晚于报告期",
            id="later than the report",
        ),
        pytest.param(
            [["示范市2020年1—9月"], ["指标", "绝对额（亿元）", "增长（%）"], ["一般公共预算收入", "-3.1", "250.5"]],
            (3, "B"),
            "绝对额为负",
            id="level and growth in each other's column",
        ),
        pytest.param(
            [["示范市2020年1—9月"], ["指标", "增长（%）"], ["一般公共预算收入", "2012.5"]],
            (3, "B"),
            "增速超出可能的范围",
            id="a level for growth",
        ),
        pytest.param(
            [["示范市2020年1—8月"], ["指标", "1—8月增长（%）"], ["地区生产总值", "3.1"]],
            (3, "B"),
            "没有2020年8月的数",
            id="GDP of a month that has none",
        ),
    ],
)
def test_what_contradicts_itself_is_refused_at_its_cell(
    grid: Grid, cell: tuple[int, str], says: str, tmp_path: Path, run: Any
) -> None:
    quoted(grid)(tmp_path / "x.csv")
    code, out, _ = run("read", tmp_path / "x.csv", "--place", "demo-city", "--json")
    found = [each for each in json.loads(out)["findings"] if each["severity"] == "error"]
    assert code == 1
    assert (found[0]["row"], found[0]["column"]) == cell
    assert says in found[0]["message"]


def test_what_is_not_ours_is_left_out_by_name(tmp_path: Path, run: Any) -> None:
    file = tmp_path / "file.csv"
    quoted([["示范市2020年1—9月"], ["指标", "增长（%）"], ["全社会固定资产投资", "3.1"], ["民间投资", "1.0"]])(file)
    code, out, _ = run("read", file, "--place", "demo-city", "--json")
    assert code == 0
    assert [row["indicator"] for row in json.loads(out)["rows"]] == ["fai_private"]
    assert "含农户" in out


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        pytest.param("a.pdf", b"%PDF-1.7\n", 2, "WPS", id="pdf"),
        pytest.param("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 2, ".xlsx", id="old excel"),
        pytest.param("a.xls", b"<html><p>1</p></html>", 2, "网页", id="web page"),
        pytest.param("a.csv", b"", 1, "空文件", id="empty"),
        pytest.param("a.csv", b"\x00\x01\x02\xff" * 40, 2, "不是可读的文本", id="binary"),
        pytest.param("a.xlsx", b"PK\x03\x04 broken", 2, "损坏", id="broken zip"),
        pytest.param("a.csv", "你好\n世界\n".encode(), 2, "--kind", id="no table"),
        pytest.param("a.parquet", b"PAR1 broken", 2, "Parquet", id="broken parquet"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(
    name: str, content: bytes, code: int, says: str, tmp_path: Path, run: Any
) -> None:
    (tmp_path / name).write_bytes(content)
    found, out, err = run("read", tmp_path / name)
    assert (found, out) == (code, "")
    assert says in err and name in err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(["read", "gone.csv"], 1, "gone.csv", id="no such file"),
        pytest.param(["read", "x.csv", "--kind", "bulletn"], 2, "bulletin", id="no such kind"),
        pytest.param(["read", "x.csv", "--basis", "monthly"], 1, "ytd", id="no such basis"),
        pytest.param(["read", "x.csv", "--region", "37"], 1, "六位", id="no code"),
        pytest.param(["read", "x.csv", "--period", "Sept"], 1, "2020-09", id="no period"),
        pytest.param(["read", "x.csv", "--released-on", "soon"], 1, "2020-10-25", id="no day"),
        pytest.param(["read", "x.csv", "--as", "gdp"], 2, "名称=代码", id="half a meaning"),
        pytest.param(["read", "x.csv", "--as", "x=gpd"], 1, "gdp", id="no such indicator"),
        pytest.param(["read", "x.csv", "--sheet", "表9"], 1, "表9", id="no such sheet"),
        pytest.param(["import", "x.csv", "--place", "nowhere"], 1, "shouguan new", id="no such place"),
        pytest.param(["import", "x.csv", "--place", "全国"], 1, "shouguan new", id="an official region"),
        pytest.param(["check", "atlantis"], 1, "atlantis", id="nothing to check"),
        pytest.param(["new", ".", "--region", "x"], 1, ".", id="a folder that is not empty"),
    ],
)
def test_wrong_use_is_answered_with_what_is_valid(
    words: list[str], code: int, says: str, tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text("指标,2020年9月\n")(tmp_path / "x.csv")
    found, _, err = run(*words)
    assert found == code
    assert says in err


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_saved_rows_are_read_back_the_same_and_inert(suffix: str, tmp_path: Path, run: Any) -> None:
    source = fixture("tidy.csv", tmp_path)
    out = tmp_path / f"out{suffix}"
    code, first, _ = run("read", source, "--json", "--out", out)
    assert code == 0
    code, second, _ = run("read", out, "--json")
    assert code == 0
    assert json.loads(first)["rows"] == json.loads(second)["rows"]
    if suffix == ".xlsx":
        sheet = openpyxl.load_workbook(out).active
        cell = next(cell for cell in sheet[3] if cell.value == "=1+1")
        assert cell.data_type == "s" and cell.quotePrefix
    if suffix == ".csv":
        assert "'=1+1" in out.read_text(encoding="utf-8")


def test_saving_elsewhere_or_as_something_else_is_refused(tmp_path: Path, run: Any) -> None:
    source = fixture("tidy.csv", tmp_path)
    assert run("read", source, "--out", tmp_path / "x.pdf")[0] == 2
    assert run("read", source, "--out", tmp_path / "no" / "x.csv")[0] == 2


# --- a new place -----------------------------------------------------------------------------------


def fill(file: Path, title: str, *lines: list[Any]) -> None:
    """Write lines into a template below its headings, as a person would."""
    made = openpyxl.load_workbook(file)
    for line in lines:
        made[title].append(line)
    made.save(file)


def test_a_new_place_runs_from_its_template_to_its_forecast(city: Path, run: Any) -> None:
    assert run("check", city)[0] == 0
    code, _, err = run("forecast", city, "--indicator", "gdp")
    assert code == 1 and "import" in err
    quarters = [
        ["", "地区生产总值", f"{year}Q{q}", "累计", "增速", value, "%", "", "", "", ""]
        for year, values in ((2018, (6.8, 6.9, 6.8, 6.7)), (2019, (6.4, 6.3, 6.2, 6.1)), (2020, (-5.0, 0.5, 2.1)))
        for q, value in enumerate(values, start=1)
    ]
    fill(city / "templates" / "数据填报.xlsx", "数据", *quarters)
    code, out, _ = run("import", city / "templates" / "数据填报.xlsx", "--place", city)
    assert code == 0 and "新增 11" in out
    assert run("import", city / "templates" / "数据填报.xlsx", "--place", city)[1].count("已有 11") == 1
    assert run("check", city)[0] == 0
    code, out, _ = run("forecast", city, "--indicator", "gdp", "--json")
    assert code == 0 and json.loads(out)["year"] == 2020
    assert render.prepare(parameters.check({"place": str(city)})).place.name() == "示范市"


def test_a_new_place_is_never_made_over_another(city: Path, run: Any) -> None:
    before = {file: file.read_bytes() for file in city.rglob("*") if file.is_file()}
    code, _, err = run("new", city)
    assert code == 1 and "没有改动" in err
    assert before == {file: file.read_bytes() for file in city.rglob("*") if file.is_file()}


def test_the_templates_have_drop_downs_and_notes_and_are_read_as_what_they_are(city: Path, run: Any) -> None:
    kinds = {
        "数据填报.xlsx": "tidy",
        "重点项目台账.xlsx": "ledger",
        "企业名单.xlsx": "enterprises",
        "专项债和无偿资金清单.xlsx": "bonds",
        "项目问题清单.xlsx": "problems",
        "储备项目清单.xlsx": "reserve",
    }
    for name, kind in kinds.items():
        made = openpyxl.load_workbook(city / "templates" / name)
        first = made.worksheets[0]
        assert first.data_validations.dataValidation or kind in ("problems", "reserve"), name
        assert any(cell.comment for row in first.iter_rows(max_row=2) for cell in row), name
        code, out, _ = run("read", city / "templates" / name, "--json", "--place", city)
        assert (code, json.loads(out)["kind"]) == (1, kind)


def test_a_filled_register_template_is_imported(city: Path, run: Any) -> None:
    file = city / "templates" / "重点项目台账.xlsx"
    made = openpyxl.load_workbook(file)
    heads = [cell.value for cell in made["名单"][2]]
    values = {
        "项目名称": "大桥",
        "总投资": 9000,
        "年度计划投资": 3000,
        "年初至今完成": 1200,
        "实际开工": "2020.10",
        "是否纳统": "是",
    }
    made["名单"].append([values.get(head) for head in heads])
    made.save(file)
    code, out, _ = run("import", file, "--place", city)
    assert code == 1 and "--period" in out and not (city / "ledger.csv").exists()
    code, out, _ = run("import", file, "--place", city, "--period", "2020-10")
    assert code == 0 and "新增 1" in out
    assert "大桥" in (city / "ledger.csv").read_text(encoding="utf-8")


def test_a_name_with_quotes_cannot_break_the_settings(tmp_path: Path, run: Any) -> None:
    code, _, err = run("new", tmp_path / "x", "--name", '市"\nsynthetic: true')
    assert code == 1 and "U+000A" in err and not (tmp_path / "x").exists()
    code, _, _ = run("new", tmp_path / "x", "--name", '市"\\n: true')
    assert code == 0
    assert load(str(tmp_path / "x")).name() == "市n: true"


@pytest.mark.parametrize("name", ["甲\u202e市", "<b>甲市</b>", "甲\u200b市"])
def test_a_new_place_takes_no_name_with_markup_or_characters_that_are_not_seen(
    tmp_path: Path, run: Any, name: str
) -> None:
    for option in ("--name", "--name-en"):
        code, _, err = run("new", tmp_path / "x", option, name)
        assert code == 1 and "地区名含有" in err and not (tmp_path / "x").exists()


def test_a_new_place_is_not_below_itself(tmp_path: Path, run: Any) -> None:
    code, _, err = run("new", tmp_path / "x", "--region", "370200", "--parent", "370200")
    assert code == 1 and "--parent 就是 --region" in err and not (tmp_path / "x").exists()


# --- importing and checking ------------------------------------------------------------------------


def test_a_bulletin_is_imported_once_with_its_cells(city: Path, tmp_path: Path, run: Any) -> None:
    file = fixture("three headings.xlsx", tmp_path)
    code, out, _ = run("import", file, "--place", city, "--json")
    found = json.loads(out)
    assert (code, found["added"], found["unchanged"]) == (0, 16, 0)
    _, out, _ = run("import", file, "--place", city, "--json")
    assert (json.loads(out)["added"], json.loads(out)["unchanged"]) == (0, 16)
    table = load(str(city)).table
    own = table[table["region"] == "999901"]
    assert "three headings.xlsx#主要指标!F6" in set(own["source"])


def test_a_rank_is_stored_checked_and_given_beside_its_growth(city: Path, tmp_path: Path, run: Any) -> None:
    file = tmp_path / "月报.csv"
    heads = ["指标", "1—9月增长（%）", "全省位次"]
    quoted([["示范市2020年1—9月主要经济指标"], heads, ["地区生产总值", "2.1", "3"], ["固定资产投资", "3.4", "12"]])(
        file
    )
    code, out, _ = run("import", file, "--place", city, "--released-on", "2020-10-20", "--json")
    assert (code, json.loads(out)["added"]) == (0, 4)
    code, out, _ = run("check", city, "--json")
    assert (code, json.loads(out)["findings"]) == (0, [])
    seen = sg.open_place(str(city), as_of="2020-10-25").observations("fai").set_index("period")
    assert (seen.loc["2020-09", "ytd"], seen.loc["2020-09", "rank"]) == (3.4, 12.0)
    before = sg.open_place(str(city), as_of="2020-10-19").observations("fai")
    assert before.empty


def test_a_folder_is_imported_and_a_bad_file_in_it_stays_out_whole(city: Path, tmp_path: Path, run: Any) -> None:
    folder = tmp_path / "bulletins"
    folder.mkdir()
    fixture("three headings.xlsx", folder)
    quoted([["示范市2020年1—8月"], ["指标", "增长（%）"], ["固定资产投资", "4..9"], ["民间投资", "1.0"]])(
        folder / "bad.csv"
    )
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "~$three headings.xlsx").write_bytes(b"lock")
    code, out, _ = run("import", folder, "--place", city)
    assert code == 1
    assert "新增 16" in out and out.count("未导入") == 2 and "4..9" in out


def test_a_revision_is_refused_then_taken_with_its_day_then_shown(city: Path, tmp_path: Path, run: Any) -> None:
    grid: Grid = [
        ["示范市"],
        ["时间", "地区生产总值累计增长（%）"],
        *(
            [f"{y}年{s}", g]
            for y, s, g in (
                (2018, "前三季度", "6.8"),
                (2018, "全年", "6.7"),
                (2019, "一季度", "6.4"),
                (2019, "上半年", "6.3"),
                (2019, "前三季度", "6.2"),
                (2019, "全年", "6.1"),
                (2020, "一季度", "-5.0"),
                (2020, "上半年", "0.5"),
            )
        ),
    ]
    quoted(grid)(tmp_path / "a.csv")
    assert run("import", tmp_path / "a.csv", "--place", city)[0] == 0
    quoted([*grid[:-1], ["2020年上半年", "0.9"]])(tmp_path / "b.csv")
    code, _, err = run("import", tmp_path / "b.csv", "--place", city)
    assert code == 1 and "--released-on" in err and "b.csv\n  B10" in err
    code, out, _ = run("import", tmp_path / "b.csv", "--place", city, "--released-on", "2020-08-20")
    assert code == 0 and "0.5 → 0.9" in out
    code, out, _ = run("check", city, "--json")
    found = json.loads(out)
    (revision,) = found["revisions"]
    assert (revision["before"], revision["after"], revision["released_on"]) == (0.5, 0.9, "2020-08-20")
    (move,) = found["moved"]
    assert move["after"] > move["before"] and move["year"] == 2020
    assert "0.5 → 0.9" in run("check", city)[1]


def test_a_ledger_is_imported_by_its_month(city: Path, tmp_path: Path, run: Any) -> None:
    code, out, _ = run("import", fixture("台账.xlsx", tmp_path), "--place", city, "--json")
    assert (code, json.loads(out)["added"]) == (0, 3)
    assert "2020-09,1,2020-370000-30-03-000001,新材料产业园" in (city / "ledger.csv").read_text(encoding="utf-8")


def test_a_list_of_firms_without_its_origin_is_asked_about_and_survey_records_are_refused(
    tmp_path: Path, run: Any
) -> None:
    head = ["企业名称", "统一社会信用代码", "类别", "上年营业收入（万元）", "来源"]
    quoted([head[:4], ["示范机械有限公司", "", "规上工业", "2350"]])(tmp_path / "a.csv")
    code, out, _ = run("read", tmp_path / "a.csv")
    assert code == 1 and "--origin" in out
    quoted([head, ["示范机械有限公司", "", "规上工业", "2350", "联网直报"]])(tmp_path / "b.csv")
    code, out, _ = run("read", tmp_path / "b.csv", "--json")
    assert (code, json.loads(out)["rows"]) == (1, [])
    assert "联网直报" in out


@pytest.mark.parametrize("code", ["income", "energy_intensity"])
def test_what_the_demo_city_has_of_a_tracked_indicator_comes_in_through_the_door(
    code: str, city: Path, tmp_path: Path, run: Any
) -> None:
    stored = observations.read_folder(paths.places() / "demo-city")
    own = stored[(stored["indicator"] == code) & (stored["region"] == "999901")]
    heads = ["indicator", "period", "basis", "measure", "value", "unit", "released_on", "release_basis"]
    own.to_csv(tmp_path / "表.csv", columns=heads, index=False)
    status, out, _ = run("import", tmp_path / "表.csv", "--place", city)
    assert (status, "警告" in out) == (0, False), out
    taken = observations.read_folder(city)
    assert len(taken) == len(own) > 8
    assert taken[["price", *heads]].to_dict("list") == own[["price", *heads]].to_dict("list")


def test_the_demo_city_passes_its_check(run: Any) -> None:
    code, out, _ = run("check", "demo-city")
    assert code == 0 and "未发现问题" in out


def test_figures_of_a_period_that_is_not_over_are_asked_about(tmp_path: Path) -> None:
    ahead = dt.date.today().year + 1
    file = tmp_path / "表.csv"
    lines = ["主要经济指标,,", f"指标,{ahead - 2}年,{ahead}年", "地区生产总值增速（%）,5.4,5.5"]
    file.write_text("\n".join(lines), "utf-8")
    reading = importing.read(file, None, Options(own_region="999901"))
    (said,) = errors(reading.findings)
    assert f"{ahead}Q4" in said.zh and said.row == 3 and reading.rows == []
    file.write_text("\n".join(lines).replace(f"{ahead}年", f"{ahead - 3}年"), "utf-8")
    assert len(importing.read(file, None, Options(own_region="999901")).rows) == 2


def test_a_sheet_beside_one_that_is_not_over_is_still_held_against_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead, book = dt.date.today().year + 1, openpyxl.Workbook()
    for name, first, last in (("甲", ahead - 2, ahead), ("乙", ahead - 4, ahead - 3)):
        sheet = book.create_sheet(name)
        for line in (["主要经济指标"], ["指标", f"{first}年", f"{last}年"], ["地区生产总值增速（%）", 5.4, 5.5]):
            sheet.append(line)
    book.remove(book.active)
    book.save(tmp_path / "表.xlsx")
    held: list[dict[str, Any]] = []

    def hold(rows: list[dict[str, Any]], _: str) -> list[Finding]:
        held.extend(rows)
        return []

    monkeypatch.setattr(importing, "within", hold)
    reading = importing.read(tmp_path / "表.xlsx", None, Options(own_region="999901"))
    assert [row["period"] for row in reading.rows] == [row["period"] for row in held]
    assert {row["period"] for row in held} == {f"{ahead - 4}Q4", f"{ahead - 3}Q4"}
