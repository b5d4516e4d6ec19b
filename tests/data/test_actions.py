"""The office's list of actions: read from YAML and XLSX, every wrong cell named, nothing unlawful let in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from openpyxl import Workbook

from shouguan.core import paths
from shouguan.core.errors import DataError, ShouguanError, UsageError
from shouguan.core.indicators import CATALOGUE
from shouguan.data.actions import STATES, Action, State, on_list, unlawful
from shouguan.ingest.readers import actions as action_reader
from tests.test_house import BANNED_WORDS

GOOD = {
    "动作": "手续齐备的项目即行开工",
    "责任单位": "某局",
    "时限": "2020-11-30",
    "状态": "推进中",
    "对应指标": "工业",
}
HEAD = list(GOOD)


def listed(folder: Path, *entries: object) -> Path:
    (folder / "actions.yaml").write_text(
        yaml.safe_dump(list(entries), allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return folder


def workbook(folder: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "行动"
    for row in rows:
        sheet.append(row)
    book.save(folder / "actions.xlsx")
    return folder


def refused(folder: Path) -> ShouguanError:
    with pytest.raises(ShouguanError) as error:
        action_reader.read(folder)
    return error.value


def test_a_place_without_a_list_has_none_and_an_empty_list_is_empty(tmp_path: Path) -> None:
    assert action_reader.read(None) is None
    assert action_reader.read(tmp_path) is None
    (tmp_path / "actions.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert action_reader.read(tmp_path) == []


def test_the_demo_citys_list_is_read() -> None:
    found = action_reader.read(paths.places() / "demo-city")
    assert found is not None
    assert len(found) >= 5
    assert {each.state for each in found} == {"未开始", "推进中", "已完成"}
    assert all(each.action_en and each.owner_en for each in found)
    assert "虚构" in (paths.places() / "demo-city" / "actions.yaml").read_text(encoding="utf-8").splitlines()[0]


EXPECTED = Action("手续齐备的项目即行开工", "某局", dt.date(2020, 11, 30), "推进中", "gdp_industry", "actions.yaml#1")


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(GOOD, id="chinese"),
        pytest.param(
            {
                "action": "手续齐备的项目即行开工。",
                "owner": " 某局 ",
                "deadline": dt.date(2020, 11, 30),
                "state": "under way",
                "indicator": "gdp_industry",
            },
            id="english",
        ),
        pytest.param(GOOD | {"时限": "2020年11月"}, id="a month stands for its last day"),
        pytest.param(GOOD | {"时限": "2020年11月30日前"}, id="a day in words"),
        pytest.param(GOOD | {"状态": "逾期"}, id="overdue follows from the deadline"),
        pytest.param(GOOD | {"对应指标": " 工 业 "}, id="spaces in a name"),
    ],
)
def test_an_action_is_read_however_it_is_written(tmp_path: Path, entry: dict[str, object]) -> None:
    assert action_reader.read(listed(tmp_path, entry)) == [EXPECTED]


def test_what_may_be_missing(tmp_path: Path) -> None:
    (found,) = action_reader.read(listed(tmp_path, {**GOOD, "状态": None, "列入日期": "2020-10"})) or []
    assert (found.state, found.listed_on, found.action_en) == ("未开始", dt.date(2020, 10, 1), "")


def test_a_workbook_says_the_same_with_its_own_columns_beside(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["某市行动清单"],
        ["序号", *HEAD, "备注"],
        [1, *GOOD.values(), "无"],
        [None] * 7,
        [2, "拨付到位资金", "某局", dt.datetime(2020, 10, 20), "未开始", "固定资产投资", None],
    ]
    found = action_reader.read(workbook(tmp_path, rows))
    assert found is not None
    assert [(each.action, each.deadline, each.indicator, each.source) for each in found] == [
        ("手续齐备的项目即行开工", dt.date(2020, 11, 30), "gdp_industry", "actions.xlsx#行动!3"),
        ("拨付到位资金", dt.date(2020, 10, 20), "fai", "actions.xlsx#行动!5"),
    ]


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        pytest.param({"动作": ""}, ("第1行“动作”列", "不能为空"), id="no action"),
        pytest.param({"责任单位": None}, ("“责任单位”列", "不能为空"), id="no owner"),
        pytest.param({"时限": ""}, ("“时限”列", "不能为空"), id="no deadline"),
        pytest.param({"对应指标": ""}, ("“对应指标”列", "不能为空"), id="no indicator"),
        pytest.param({"时限": "11月底"}, ("“时限”列", "“11月底”", "应为2020-11-30"), id="no year"),
        pytest.param({"时限": "2020-13-01"}, ("“2020-13-01”", "没有这样的日期"), id="no such month"),
        pytest.param({"时限": "尽快"}, ("“尽快”", "不是日期"), id="no date"),
        pytest.param({"状态": "推进"}, ("“推进”", "最接近的有效值：推进中"), id="a state like another"),
        pytest.param({"对应指标": "gdp_industy"}, ("“gdp_industy”", "gdp_industry"), id="a code like another"),
        pytest.param({"对应指标": ["工业"]}, ("“对应指标”列", "不是一个值"), id="a list"),
        pytest.param({"负责人": "某某"}, ("“负责人”列", "未知的字段"), id="an unknown field"),
        pytest.param({"action": "又一个"}, ("“action”列", "同一字段出现了两次"), id="the field twice"),
        pytest.param({"动作": "长" * 121}, ("过长（121 字）", "至多 120 字"), id="too long"),
        pytest.param({"动作": "两\u2028行"}, ("含有不可见的控制字符（U+2028）",), id="control characters"),
        pytest.param({"动作": "确保甲县入库2亿元"}, ("给统计数定了数额", "targets.csv"), id="an amount of a statistic"),
        pytest.param({"责任单位": f"{BANNED_WORDS[1]}办公室"}, ("含有不得使用的词",), id="a banned word in the owner"),
    ],
)
def test_a_wrong_cell_is_named_with_what_was_expected(
    tmp_path: Path, change: dict[str, object], parts: tuple[str, ...]
) -> None:
    error = refused(listed(tmp_path, GOOD | change))
    assert isinstance(error, DataError)
    assert [part for part in ("actions.yaml", *parts) if part not in error.zh] == []


def test_all_problems_are_told_together_with_their_lines(tmp_path: Path) -> None:
    listed(tmp_path, GOOD | {"时限": "尽快"}, GOOD | {"对应指标": "没有"})
    error = refused(tmp_path)
    assert "有 2 处问题" in error.zh
    assert "第3行“时限”列" in error.zh
    assert "第10行“对应指标”列" in error.zh
    assert "row 3" in error.en


def test_a_wrong_cell_of_a_workbook_is_named_by_sheet_row_and_column(tmp_path: Path) -> None:
    error = refused(workbook(tmp_path, [[*HEAD], [*GOOD.values()], ["甲", "某局", "尽快", "推进中", "工业"]]))
    assert "actions.xlsx\n  行动!C3 “尽快”" in error.zh
    assert "行动!C3 '尽快'" in error.en


def test_a_workbook_with_a_heading_twice_or_none_is_refused(tmp_path: Path) -> None:
    error = refused(workbook(tmp_path, [[*HEAD, "行动"], [*GOOD.values(), "乙"]]))
    assert "!F1 “行动”：与另一列是同一字段" in error.zh
    error = refused(workbook(tmp_path, [["动作", "责任单位"], ["甲", "某局"]]))
    assert "没有表头；应有 动作、责任单位、时限、对应指标" in error.zh


def test_two_lists_are_one_too_many(tmp_path: Path) -> None:
    listed(tmp_path, GOOD)
    assert "只能保留一个" in refused(workbook(tmp_path, [[*HEAD]])).zh


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("动作: 甲\n", "一项一项的列表", id="a mapping"),
        pytest.param("- 甲\n", "不是一项行动", id="a text"),
        pytest.param("- [甲\n", "不是有效的 YAML", id="broken"),
        pytest.param("[" * 3000 + "]" * 3000, "层次过深", id="nested"),
        pytest.param("- !!python/object/apply:os.system [id]\n", "不是有效的 YAML", id="code"),
    ],
)
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "actions.yaml").write_text(content, encoding="utf-8")
    error = refused(tmp_path)
    assert said in error.zh
    assert isinstance(error, UsageError) or said == "不是一项行动"


def test_lines_that_stand_for_gigabytes_of_text_are_refused_at_once(tmp_path: Path) -> None:
    bomb = "- &a0 [x]\n" + "".join(f"- &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    (tmp_path / "actions.yaml").write_text(bomb + "- 动作: *a11\n", encoding="utf-8")
    error = refused(tmp_path)
    assert "别名" in error.zh
    assert len(error.zh) < 5000


def test_more_actions_than_a_year_has_are_refused(tmp_path: Path) -> None:
    assert "至多 500 项" in refused(listed(tmp_path, *[GOOD] * 501)).zh


# The law.


@pytest.mark.parametrize(
    "text",
    [
        "确保甲项目入库2亿元",
        "甲县完成固定资产投资５亿元",
        "某公司10月完成产值3,000万元",
        "3亿元投资10月入库",
        "各县区规上工业增加值增速不低于8%",
        "社零增长5个百分点",
        "推动营业收入翻番",
        "税收完成三亿元",
        "组织企业冲 数".replace(" ", ""),
        *(f"请{word}" for word in BANNED_WORDS),
        "把" + "握窗口期",
        "凑" + "足进度",
    ],
)
def test_what_sets_a_figure_for_a_statistic_or_makes_one_up_is_unlawful(text: str) -> None:
    found = unlawful(text)
    assert found is not None
    assert all(found)


@pytest.mark.parametrize(
    "text",
    [
        "10月底前拨付专项债资金3.2亿元",
        "推动总投资12亿元的3个项目开工",
        "推动总投资额12亿元的3个项目开工",
        "12个新建项目并联办理施工许可",
        "完成征地300亩，拆迁120户",
        "指导符合条件的企业备齐资料，依法申报纳统",
        "发放消费券2000万元，开展促消费活动20场",
        "协调银行续贷5亿元",
        "对营业收入下降的企业逐户走访",
        "开通7×24小时窗口，一次办结率达到95%",
    ],
)
def test_what_somebody_does_is_lawful(text: str) -> None:
    assert unlawful(text) is None


# How an action stands.


@pytest.mark.parametrize(
    ("state", "day", "stands"),
    [
        ("推进中", dt.date(2020, 11, 30), "推进中"),
        ("推进中", dt.date(2020, 12, 1), "逾期"),
        ("未开始", dt.date(2020, 12, 1), "逾期"),
        ("已完成", dt.date(2020, 12, 1), "已完成"),
        ("未开始", dt.date(2020, 11, 1), "未开始"),
    ],
)
def test_an_action_is_overdue_from_the_day_after_its_deadline(state: State, day: dt.date, stands: str) -> None:
    made = Action("甲", "某局", dt.date(2020, 11, 30), state, "gdp", "")
    assert made.state_on(day) == stands
    assert stands in STATES


def test_an_action_is_on_the_list_from_its_day_on() -> None:
    always = Action("甲", "某局", dt.date(2020, 11, 30), "未开始", "gdp", "")
    later = Action("乙", "某局", dt.date(2020, 11, 30), "未开始", "gdp", "", listed_on=dt.date(2020, 10, 26))
    assert on_list([always, later], dt.date(2020, 10, 25)) == [always]
    assert on_list([always, later], dt.date(2020, 10, 26)) == [always, later]


@pytest.mark.parametrize(
    ("text", "registers"), [("依法申报纳统", True), ("企业 升 规 培育", True), ("项目开工", False)]
)
def test_registration_is_known_by_its_words(text: str, registers: bool) -> None:
    assert Action(text, "某局", dt.date(2020, 11, 30), "未开始", "gdp", "").registers is registers


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_indicator_is_found_by_its_code_and_its_names(code: str) -> None:
    entry = CATALOGUE[code]
    assert [action_reader._indicator(name) for name in (code, entry.zh, entry.en)] == [code] * 3


@pytest.mark.parametrize("text", ["<script>x</script>", "甲<b", "<!-- 甲 -->", "甲\u202e乙", "甲\u200b乙"])
def test_markup_and_characters_that_are_not_seen_are_refused_when_read(tmp_path: Path, text: str) -> None:
    for field in ("动作", "责任单位", "action_en", "owner_en"):
        assert f"“{field}”列" in refused(listed(tmp_path, GOOD | {field: text})).zh


def test_what_is_no_markup_but_looks_like_it_is_text_on_the_page(tmp_path: Path) -> None:
    from shouguan.report.sections import actions  # noqa: PLC0415
    from tests.builders.cities import city  # noqa: PLC0415
    from tests.builders.stories import gdp  # noqa: PLC0415

    attack = "\"'> 甲 < 乙 & 丙{0}{{7*7}}&lt;b"
    folder = listed(tmp_path, {**GOOD, "动作": attack, "责任单位": attack, "对应指标": "gdp"})
    shown = str(actions.actions(city(gdp(1.0, 2.0), rest={"gdp": (4.0, 1.0)}, folder=folder)))
    assert attack not in shown
    assert shown.count("&gt; 甲 &lt; 乙 &amp; 丙{0}{{7*7}}&amp;lt;b") == 2
