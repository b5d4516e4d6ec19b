"""Word tables are read as the page shows them; what is stored but not shown is said with its cell."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from shouguan.core.errors import DataError
from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import Options, Reading
from tests.builders.corpus import NAMES
from tests.builders.documents import STRICT, TITLE, TRANSITIONAL, bulletin, cell, document, paragraph, row, run, table

STRIKE = "<w:strike/>"
UP = '<w:vertAlign w:val="superscript"/>'


def read(tmp_path: Path, *blocks: str, styles: str = "", namespace: str = TRANSITIONAL) -> Reading:
    """Read a document with these blocks as a user would."""
    file = tmp_path / "月报.docx"
    document(*blocks, styles=styles, namespace=namespace)(file)
    return sniff.read(file, None, Options(names=NAMES, own_region="999901"))


def growth(reading: Reading) -> dict[str, float]:
    """Return the growth of each indicator."""
    return {row["indicator"]: row["value"] for row in reading.rows if row["measure"] == "growth"}


def told(reading: Reading, severity: str) -> list[str]:
    """Return what is said with a severity."""
    return [each.message("zh") for each in reading.findings if each.severity == severity]


def inserted(text: str) -> str:
    return f'<w:ins w:id="1" w:author="x">{run(text)}</w:ins>'


def deleted(text: str, tag: str = "del") -> str:
    return f'<w:{tag} w:id="2" w:author="x"><w:r><w:delText>{text}</w:delText></w:r></w:{tag}>'


def field(result: str, instruction: str = " =SUM(ABOVE) 99.9 ") -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{marks[0]}{code}{marks[1]}{run(result)}{marks[2]}"


def boxed(inner: str) -> str:
    box = f"<w:txbxContent>{inner}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


@pytest.mark.parametrize(
    ("figure", "value", "severity", "says"),
    [
        pytest.param(inserted("-") + run("3.4"), -3.4, "warning", "D3：“-3.4”：有未接受的修订", id="an inserted minus"),
        pytest.param(deleted("8.8") + inserted("3.4"), 3.4, "warning", "有未接受的修订", id="a replaced figure"),
        pytest.param(
            f'<w:moveFrom w:id="3">{run("8.8")}</w:moveFrom><w:moveTo w:id="3">{run("3.4")}</w:moveTo>',
            3.4,
            "warning",
            "有未接受的修订",
            id="a moved figure",
        ),
        pytest.param(run("3.4") + run("1", UP), 3.4, "info", "D3：“3.4¹”：末尾的脚注标记", id="a superscript digit"),
        pytest.param(
            run("3.4") + run("1,2", '<w:vertAlign w:val="subscript"/>'), 3.4, "info", "末尾的脚注标记", id="subscripts"
        ),
        pytest.param(run("3.4") + run("a", UP), 3.4, "info", "末尾的脚注标记", id="a superscript letter"),
        pytest.param(
            run("3.4") + run("2", '<w:position w:val="6"/>'), 3.4, "info", "末尾的脚注标记", id="a raised digit"
        ),
        pytest.param(run("8.8", STRIKE) + run("3.4"), 3.4, "warning", "D3：“8.8”：有删除线", id="struck and rewritten"),
        pytest.param(run("8", "<w:dstrike/>") + run("3.4"), 3.4, "warning", "有删除线", id="struck twice"),
        pytest.param(run("8", "<w:vanish/>") + run("3.4"), 3.4, "warning", "D3：“8”：有隐藏文字", id="a hidden digit"),
        pytest.param(
            run("8", '<w:rStyle w:val="void"/>') + run("3.4"), 3.4, "warning", "有删除线", id="struck by style"
        ),
        pytest.param(
            boxed(paragraph("8.8")) + run("3.4"), 3.4, "warning", "D3：“8.8”：有文本框", id="a box in the cell"
        ),
    ],
)
def test_a_cell_is_read_as_it_is_shown_and_the_rest_is_said(
    figure: str, value: float, severity: str, says: str, tmp_path: Path
) -> None:
    styles = (
        '<w:style w:styleId="old"><w:rPr><w:strike/></w:rPr></w:style>'
        '<w:style w:styleId="void"><w:basedOn w:val="old"/></w:style>'
    )
    reading = read(tmp_path, TITLE, bulletin(figure), styles=styles)
    assert growth(reading) == {"gdp": 2.1, "fai": value, "industry_va": -1.2}
    assert len([each for each in told(reading, severity) if says in each]) == 1


@pytest.mark.parametrize(
    "figure",
    [
        pytest.param(run("3.4", '<w:strike w:val="0"/><w:vanish w:val="false"/>'), id="properties turned off"),
        pytest.param(run("3.4", UP), id="wholly raised: nothing that it could be a mark of"),
        pytest.param(run("3") + run(".4"), id="two runs"),
        pytest.param(field("3.4"), id="a field's result"),
        pytest.param(f'<w:fldSimple w:instr="=8+8">{run("3.4")}</w:fldSimple>', id="a simple field"),
        pytest.param(f"<w:hyperlink>{run('3.4')}</w:hyperlink>", id="a link"),
        pytest.param(
            f"{run('')}<w:sdt><w:sdtPr/><w:sdtContent>{run('3.4')}</w:sdtContent></w:sdt>", id="a control in the line"
        ),
        pytest.param("<m:oMath><m:r><m:t>3.4</m:t></m:r></m:oMath>", id="an equation"),
        pytest.param(run("3.4") + '<w:r><w:footnoteReference w:id="1"/></w:r>', id="a footnote's own number"),
        pytest.param(run("\N{NO-BREAK SPACE}３．４\N{THIN SPACE}"), id="full width between odd spaces"),
    ],
)
def test_what_only_stands_around_a_figure_changes_nothing(figure: str, tmp_path: Path) -> None:
    reading = read(tmp_path, TITLE, bulletin(figure))
    assert growth(reading)["fai"] == 3.4
    assert told(reading, "warning") == [] and told(reading, "error") == []


def test_signs_of_a_symbol_font_are_read_or_asked_about(tmp_path: Path) -> None:
    minus = '<w:r><w:sym w:font="Symbol" w:char="F02D"/></w:r>'
    assert growth(read(tmp_path, TITLE, bulletin(minus + run("3.4"))))["fai"] == -3.4
    strange = read(tmp_path, TITLE, bulletin(minus.replace("Symbol", "Wingdings") + run("3.4")))
    assert strange.refused and any("表1!D3" in each and "符号" in each for each in told(strange, "error"))
    hyphen = "<w:r><w:noBreakHyphen/></w:r>"
    assert growth(read(tmp_path, TITLE, bulletin(hyphen + run("3.4"))))["fai"] == -3.4


def test_a_struck_row_is_void_and_a_half_struck_one_is_asked_about(tmp_path: Path) -> None:
    old = row([run(each, STRIKE) for each in ("社会消费品零售总额", "亿元", "876.5", "-4.3")])
    whole = bulletin().replace("</w:tbl>", f"{old}</w:tbl>")
    void = read(tmp_path, TITLE, whole)
    assert "retail" not in growth(void) and growth(void)["fai"] == 3.4
    assert [each for each in told(void, "warning") if "A5" in each and "有删除线" in each]
    half = read(tmp_path, TITLE, bulletin(label=run("固定资产投资", STRIKE)))
    assert half.refused and [each for each in told(half, "error") if "表1!A3" in each and "有删除线" in each]


def test_rows_and_cells_in_controls_are_read_and_deleted_rows_are_not(tmp_path: Path) -> None:
    extra = row(
        ["社会消费品零售总额", "亿元", "<w:sdt>" + "<w:sdtContent>" + cell("876.5") + "</w:sdtContent></w:sdt>", "-4.3"]
    )
    control = f"<w:sdt><w:sdtContent>{extra}</w:sdtContent></w:sdt>"
    held = read(tmp_path, TITLE, bulletin().replace("</w:tbl>", f"{control}</w:tbl>"))
    assert growth(held)["retail"] == -4.3
    gone = row(["社会消费品零售总额", "亿元", "876.5", "-4.3"], '<w:del w:id="9"/>')
    without = read(tmp_path, TITLE, bulletin().replace("</w:tbl>", f"{gone}</w:tbl>"))
    assert "retail" not in growth(without) and any("有未接受的修订" in each for each in told(without, "warning"))
    empty = (
        run("") + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("9.9") + "</w:sdtContent></w:sdt>"
    )
    assert "fai" not in growth(read(tmp_path, TITLE, bulletin(empty)))


def test_nested_tables_and_titles_in_boxes_are_read(tmp_path: Path) -> None:
    layout = table(row([cell(paragraph(TITLE) + bulletin())]))
    assert growth(read(tmp_path, layout)) == {"gdp": 2.1, "fai": 3.4, "industry_va": -1.2}
    assert growth(read(tmp_path, f"<w:p>{boxed(paragraph(TITLE))}</w:p>", bulletin()))["fai"] == 3.4


def test_merged_cells_shift_nothing(tmp_path: Path) -> None:
    label = '<w:gridSpan w:val="2"/>'
    top = row([cell("指标", label + '<w:vMerge w:val="restart"/>'), cell("1-9月", '<w:gridSpan w:val="2"/>')])
    second = row([cell("", label + "<w:vMerge/>"), "绝对量（亿元）", "增长%"])
    body = [
        row([cell("地区生产总值", label), "2345.6", "2.1"]),
        row([cell("固定资产投资", label), "1234.5", "3.4"]),
        row(["社会消费品零售总额", "876.5", "-4.3"], '<w:gridBefore w:val="1"/>'),
    ]
    reading = read(tmp_path, "示范市2020年主要经济指标", table(top, second, *body))
    assert growth(reading) == {"gdp": 2.1, "fai": 3.4, "retail": -4.3}


def test_a_figure_merged_over_columns_is_asked_about(tmp_path: Path) -> None:
    wide = row(["社会消费品零售总额", "亿元", cell("876.5", '<w:gridSpan w:val="2"/>')])
    reading = read(tmp_path, TITLE, bulletin().replace("</w:tbl>", f"{wide}</w:tbl>"))
    assert any("表1!D5" in each and "合并" in each for each in told(reading, "error"))


@pytest.mark.parametrize(
    ("head", "region"), [("全省主要经济指标", "990000"), ("东区统计局", "999911"), ("- 3 -", "999901")]
)
def test_the_head_of_the_pages_says_whose_figures_they_are(head: str, region: str, tmp_path: Path) -> None:
    file = tmp_path / "月报.docx"
    written = docx.Document()
    written.sections[0].header.paragraphs[0].text = head
    written.add_paragraph("2020年1—9月主要经济指标")
    grid = written.add_table(2, 2)
    for at, text in enumerate(["指标", "增长（%）", "固定资产投资", "3.3"]):
        grid.cell(at // 2, at % 2).text = text
    written.save(str(file))
    reading = sniff.read(file, None, Options(names=NAMES, own_region="999901"))
    assert [(row["region"], row["value"]) for row in reading.rows] == [(region, 3.3)]


def test_a_document_of_the_strict_standard_is_read(tmp_path: Path) -> None:
    assert growth(read(tmp_path, TITLE, bulletin(), namespace=STRICT))["fai"] == 3.4


def test_a_cell_that_spans_too_much_and_a_document_without_tables_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="跨"):
        read(tmp_path, TITLE, table(row([cell("x", '<w:gridSpan w:val="1000000000"/>')])))
    with pytest.raises(DataError, match="没有表格"):
        read(tmp_path, TITLE)
