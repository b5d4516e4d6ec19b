"""What stands below a table of a document or a page and speaks of it: footnotes, remarks, corrections, page feet."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import Options, Reading
from shouguan.ingest.readers.registers.kinds import REGISTER_KINDS
from tests.builders.corpus import NAMES
from tests.builders.documents import TITLE, bulletin, document, paragraph, row, run, table
from tests.ingest.readers.test_word import growth, told

ALL = {"gdp": 2.1, "fai": 3.4, "industry_va": -1.2}
OTHERS = {"gdp": 2.1, "industry_va": -1.2}


def read(tmp_path: Path, *blocks: str, **parts: str) -> Reading:
    file = tmp_path / "月报.docx"
    document(*blocks, parts=parts)(file)
    return sniff.read(file, None, Options(names=NAMES, own_region="999901"))


def page(tmp_path: Path, below: str) -> Reading:
    file = tmp_path / "月报.xls"
    rows = ("指标,单位,绝对量,增长%", "地区生产总值,亿元,2345.6,2.1", "固定资产投资,亿元,1234.5,3.4")
    cells = "".join(f"<tr>{''.join(f'<td>{each}</td>' for each in line.split(','))}</tr>" for line in rows)
    file.write_text(f"<html><body><h3>{TITLE}</h3><table>{cells}</table>{below}</body></html>", encoding="utf-8")
    return sniff.read(file, None, Options(names=NAMES, own_region="999901"))


def hung(text: str, kind: str = "footnote") -> str:
    return run(text) + f'<w:r><w:{kind}Reference w:id="2"/></w:r>'


def note(text: str, kind: str = "footnote") -> str:
    line = f"<w:{kind} w:type='separator' w:id='0'><w:p/></w:{kind}>"
    return f'{line}<w:{kind} w:id="2"><w:p><w:r><w:{kind}Ref/></w:r>{run(f" {text}")}</w:p></w:{kind}>'


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("预计数，非统计数据", "①为预计数"),
        ("此为市区口径", "①此为市区口径"),
        ("单位为万元", "①单位为万元"),
        ("注：增速为两年平均", "①增速为两年平均"),
    ],
)
@pytest.mark.parametrize("place", ["name", "figure"])
def test_a_footnote_is_said_of_the_row_that_it_hangs_on(
    kind: str, text: str, quoted: str, place: str, tmp_path: Path
) -> None:
    whole = bulletin(label=hung("固定资产投资", kind)) if place == "name" else bulletin(hung("3.4", kind))
    reading = read(tmp_path, TITLE, whole, **{f"{kind}s": note(text, kind)})
    assert growth(reading) == OTHERS or reading.refused
    assert [each for each in told(reading, "warning") if quoted in each]


def test_a_row_with_a_footnote_of_another_time_is_left_out(tmp_path: Path) -> None:
    reading = read(tmp_path, TITLE, bulletin(hung("3.4")), footnotes=note("此为1-8月数"))
    assert growth(reading) == OTHERS and any("①此为1-8月数" in each for each in told(reading, "warning"))


@pytest.mark.parametrize("text", ["按可比价计算", "数据来源：市统计局", "总投资500万元及以上", "初步核算数"])
def test_a_footnote_that_changes_nothing_is_not_said(text: str, tmp_path: Path) -> None:
    reading = read(tmp_path, TITLE, bulletin(hung("3.4")), footnotes=note(text))
    assert growth(reading) == ALL and told(reading, "warning") == []


def test_a_footnote_of_the_title_is_of_the_table_and_one_of_prose_is_of_none(tmp_path: Path) -> None:
    titled = read(tmp_path, paragraph(hung(TITLE)), bulletin(), footnotes=note("增速为环比"))
    assert growth(titled) == {} and any("增速为环比" in each for each in told(titled, "warning"))
    prose = paragraph(hung("前三季度，" + "全市经济运行总体平稳，" * 6))
    apart = read(tmp_path, prose, TITLE, bulletin(), footnotes=note("增速为环比"))
    assert growth(apart) == ALL and told(apart, "warning") == []


def test_a_sign_that_a_table_has_already_is_not_given_again(tmp_path: Path) -> None:
    rows = table(
        row(["指标", "单位", "绝对量", "增长%"]),
        row(["固定资产投资①", "亿元", "1234.5", "3.4"]),
        row([hung("社会消费品零售总额"), "亿元", "876.5", "-4.3"]),
    )
    reading = read(tmp_path, TITLE, rows, "①为快报数", footnotes=note("限额以上口径"))
    assert growth(reading) == {"fai": 3.4}
    assert any("②为限额以上口径" in each for each in told(reading, "warning"))


def test_a_footnote_changes_no_name_of_a_list(tmp_path: Path) -> None:
    heads = ["项目代码", "项目名称", "总投资（万元）", "年度计划投资（万元）", "1-9月完成投资（万元）", "建设地点"]
    body = ["2020-370000-30-03-000001", hung("甲项目"), "90000", "30000", "20000", "东区"]
    file = tmp_path / "台账2025年9月.docx"
    document("重点项目台账", table(row(heads), row(body)), parts={"footnotes": note("省级重点")})(file)
    reading = sniff.read(file, None, Options(names=NAMES, period="2025-09"))
    assert reading.kind in REGISTER_KINDS and ["甲项目" in each.values() for each in reading.rows] == [True]


REMARKS = [
    ("上表中固定资产投资为市区口径。", "市区"),
    ("（此表增速均为环比）", "环比"),
    ("固定资产投资增速应为-3.4%。", "应为"),
    ("更正：固定资产投资增速3.4应为2.4", "更正"),
    ("勘误：表中固定资产投资有误，正确为864.6亿元", "勘误"),
    ("1 为预计数", "预计"),
    ("①固定资产投资为预计数", "预计"),
    ("*本列为环比。", "环比"),
]


@pytest.mark.parametrize(("text", "quoted"), REMARKS)
def test_what_follows_a_table_and_speaks_of_it_is_heard(text: str, quoted: str, tmp_path: Path) -> None:
    for reading in (read(tmp_path, TITLE, bulletin(), text), page(tmp_path, f"<p>{text}</p>")):
        assert any(quoted in each for each in told(reading, "warning"))


@pytest.mark.parametrize(
    "prose",
    [
        "从上表可以看出，全市经济延续恢复态势。",
        "为完成全年目标，四季度增速应为6%以上。",
        "各部门应为企业做好服务。",
        "对上述问题，应予关注。",
        "价格方面，以上半年为例，居民消费价格上涨0.3%。",
        "3为民办实事项目进展顺利",
        "前三季度，各地各部门扎实工作，" * 4 + "表中数据有误。",
    ],
)
def test_prose_below_a_table_is_none_of_its_notes(prose: str, tmp_path: Path) -> None:
    for reading in (read(tmp_path, TITLE, bulletin(), prose), page(tmp_path, f"<p>{prose}</p>")):
        assert growth(reading)["fai"] == 3.4 and told(reading, "warning") == []


def test_remarks_farther_off_are_none_and_a_unit_over_the_next_table_is_its_own(tmp_path: Path) -> None:
    far = read(tmp_path, TITLE, bulletin(), "二、投资", "固定资产投资增速应为-3.4%。")
    assert growth(far) == ALL
    money = table(row(["指标", "绝对量", "增长%"]), row(["社会消费品零售总额", "8765", "-4.3"]))
    assert growth(read(tmp_path, TITLE, bulletin(), "单位为万元", money))["fai"] == 3.4
    last = read(tmp_path, TITLE, bulletin(), "单位为万元")
    assert any("单位为万元" in each for each in told(last, "warning"))


def test_the_foot_of_the_pages_is_heard_where_it_speaks_of_figures(tmp_path: Path) -> None:
    spoken = read(tmp_path, TITLE, bulletin(), footer1=paragraph("注：本表增速为环比"))
    assert growth(spoken) == {} and any("本表增速为环比" in each for each in told(spoken, "warning"))
    other = read(tmp_path, TITLE, bulletin(), footer1=paragraph("— 3 —"), footer2=paragraph("示范市统计局编印"))
    assert growth(other) == ALL and told(other, "warning") == []
    assert len([each for each in told(other, "info") if "示范市统计局编印" in each]) == 1
    two = read(tmp_path, TITLE, bulletin(), TITLE, bulletin(), footer1=paragraph("预测数，未经核定"))
    assert two.refused and len([each for each in told(two, "error") if "页眉或页脚" in each]) == 2
    quiet = read(tmp_path, TITLE, bulletin(), TITLE, bulletin(), footer1=paragraph("示范市统计局编印"))
    assert len([each for each in told(quiet, "info") if "示范市统计局编印" in each]) == 1


def test_a_table_that_goes_on_without_headings_has_those_of_the_table_before(tmp_path: Path) -> None:
    more = table(row(["社会消费品零售总额", "亿元", "876.5", "-4.3"]), row(["出口", "亿元", "30.5", "6.1"]))
    reading = read(tmp_path, TITLE, bulletin(), "续表", more)
    assert growth(reading) == {**ALL, "retail": -4.3, "exports": 6.1}
    assert [each["source"] for each in reading.rows if each["value"] == -4.3] == ["月报.docx#表2!D1"]
    narrow = table(row(["社会消费品零售总额", "-4.3"]), row(["出口", "6.1"]))
    other = read(tmp_path, TITLE, bulletin(), "续表", narrow)
    assert growth(other) == ALL and any("续表没有表头" in each for each in told(other, "warning"))
