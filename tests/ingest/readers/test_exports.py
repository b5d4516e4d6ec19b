"""Web pages and workbooks of XML that systems export under the name .xls are read as they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from shouguan.core.errors import DataError, ShouguanError, UsageError
from tests.ingest.readers.test_old_workbooks import SOUND, read
from tests.ingest.readers.test_workbooks import ROWS, growth, told

HEAD = '<html><head><meta charset="{charset}"><style>.gone {{ display: none }} td {{ color: red }}</style></head><body>'
XML = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
SPACE = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
STYLES = "".join(
    f'<Style ss:ID="{name}">{inner}</Style>'
    for name, inner in {
        "Default": '<NumberFormat ss:Format="General"/>',
        "percent": '<NumberFormat ss:Format="Percent"/>',
        "fall": '<NumberFormat ss:Format="&quot;下降&quot;0.0"/>',
        "void": '<Font ss:StrikeThrough="1"/>',
        "day": '<NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/>',
    }.items()
)


def page(rows: Iterable[str], before: str = "", charset: str = "utf-8") -> str:
    """Return a web page with one table."""
    return HEAD.format(charset=charset) + before + f"<table>{''.join(rows)}</table></body></html>"


def table_rows(fourth: str = "<td>固定资产投资</td><td>亿元</td><td>1234.5</td><td>3.4</td>") -> list[str]:
    """Return the rows of the bulletin, with a given row of investment."""
    rows = ["".join(f"<td>{value}</td>" for value in row) for row in ROWS]
    rows[0] = f'<th colspan="4">{ROWS[0][0]}</th>'
    rows[3] = fourth
    return [f"<tr>{row}</tr>" for row in rows]


def growth_cell(cell: str) -> list[str]:
    """Return the rows with another cell of investment's growth."""
    return table_rows(f"<td>固定资产投资</td><td>亿元</td><td>1234.5</td>{cell}")


def put(tmp_path: Path, content: str, encoding: str = "utf-8") -> Path:
    """Write an export under the name that systems give it."""
    file = tmp_path / "月报.xls"
    file.write_bytes(content.encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_web_page_is_read_in_any_encoding_of_offices(encoding: str, tmp_path: Path) -> None:
    reading = read(put(tmp_path, page(table_rows(), charset=encoding), encoding))
    assert growth(reading) == SOUND
    assert {row["period"] for row in reading.rows} == {"2020-09", "2020Q3"}
    assert reading.rows[0]["source"] == "月报.xls#表1!C3"
    assert told(reading, "warning") == []


def test_a_title_above_the_table_and_cells_over_several_rows_are_read(tmp_path: Path) -> None:
    rows = [
        '<tr><td rowspan="2">指标</td><td rowspan=2>单位</td><td colspan="2">2020年1-9月</td></tr>',
        "<tr><td>绝对量</td><td>增长%</td></tr>",
        *table_rows()[2:],
    ]
    reading = read(put(tmp_path, page(rows, "<h2>示范市主要经济指标</h2><script>var x = '2019年';</script>")))
    assert growth(reading) == SOUND
    assert {row["period"] for row in reading.rows} == {"2020-09", "2020Q3"}


@pytest.mark.parametrize(
    ("cell", "shown", "severity", "words"),
    [
        ("<td>&nbsp;3.4&nbsp;</td>", 3.4, "", ""),
        ("<td>\n   <b>3</b>.4\n</td>", 3.4, "", ""),
        ("<td>3.4<sup>1</sup></td>", 3.4, "info", "脚注"),
        ("<td><s>8.8</s>3.4</td>", 3.4, "warning", "删除线"),
        ('<td><span style="text-decoration: line-through">3.4</span></td>', None, "warning", "删除线"),
        ('<td>3.4<span style="display:none">5</span></td>', 3.4, "warning", "隐藏文字"),
        ('<td>3.4<span class="gone">5</span></td>', 3.4, "warning", "隐藏文字"),
        ('<td class="gone">9.9</td><td>3.4</td>', 3.4, "warning", "隐藏文字"),
    ],
)
def test_a_cell_of_a_page_is_read_as_it_is_shown(
    cell: str, shown: float | None, severity: str, words: str, tmp_path: Path
) -> None:
    reading = read(put(tmp_path, page(growth_cell(cell))))
    assert growth(reading).get("fai") == shown
    if severity:
        assert any("表1!D4" in each and words in each for each in told(reading, severity))
    else:
        assert told(reading, "warning") == []


def test_hidden_rows_of_a_page_are_left_out_with_a_word(tmp_path: Path) -> None:
    rows = table_rows()
    rows[3] = rows[3].replace("<tr>", "<tr style='display:none'>")
    reading = read(put(tmp_path, page(rows)))
    assert growth(reading) == {code: value for code, value in SOUND.items() if code != "fai"}
    assert any("表1!A4" in each and "隐藏的行" in each for each in told(reading, "warning"))


def test_a_table_within_a_table_is_one_of_its_own(tmp_path: Path) -> None:
    inner = f"<table>{''.join(table_rows())}</table>"
    assert growth(read(put(tmp_path, page([f"<tr><td>首页</td><td>{inner}</td></tr>"])))) == SOUND


def test_a_page_cut_short_is_said_and_pages_of_our_own_are_refused(tmp_path: Path) -> None:
    whole = page(table_rows())
    reading = read(put(tmp_path, whole[: whole.index("-4.3") + 2]))
    assert any("没有结束" in each for each in told(reading, "warning"))
    with pytest.raises(UsageError, match="预测"):
        read(put(tmp_path, page(table_rows()).replace("<head>", '<head><meta name="shouguan-facts" content="x">')))
    with pytest.raises(UsageError, match="没有表格"):
        read(put(tmp_path, "<html><body><p>示范市</p></body></html>"))


def test_a_page_made_to_hurt_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="过大"):
        read(put(tmp_path, page(["<tr><td colspan=9999>1</td></tr>"])))
    with pytest.raises(ShouguanError, match=r"月报\.xls"):
        read(put(tmp_path, page([f"<tr><td>{'<table><tr><td>' * 3000}1</td></tr>"])))


def book(rows: Iterable[str], more: str = "", name: str = "综合") -> str:
    """Return a workbook of XML with one sheet, and what follows it."""
    sheet = f'<Worksheet ss:Name="{name}"><Table>{"".join(rows)}</Table></Worksheet>'
    return f"{XML}<Workbook {SPACE}><Styles>{STYLES}</Styles>{sheet}{more}</Workbook>"


def xml_rows(growth_of_investment: str = '<Cell><Data ss:Type="Number">3.4</Data></Cell>') -> list[str]:
    """Return the rows of the bulletin, with a given cell of investment's growth."""
    rows = []
    for at, row in enumerate(ROWS):
        cells = [
            f'<Cell><Data ss:Type="{"String" if isinstance(value, str) else "Number"}">{value}</Data></Cell>'
            for value in row
        ]
        if at == 0:
            cells[0] = cells[0].replace("<Cell>", '<Cell ss:MergeAcross="3">')
        if at == 3:
            cells[3] = growth_of_investment
        rows.append(f"<Row>{''.join(cells)}</Row>")
    return rows


def test_a_workbook_of_xml_is_read_and_hidden_sheets_are_named(tmp_path: Path) -> None:
    rows = xml_rows()
    rows[2:] = [rows[2].replace("<Row>", '<Row ss:Index="5">'), *rows[3:]]
    hidden = (
        '<Worksheet ss:Name="旧数"><Table><Row><Cell><Data ss:Type="Number">1</Data></Cell></Row></Table>'
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>'
        "</WorksheetOptions></Worksheet>"
    )
    reading = read(put(tmp_path, book(rows, hidden)))
    assert growth(reading) == SOUND
    assert reading.rows[0]["source"] == "月报.xls#综合!C5"
    assert any("旧数" in each for each in told(reading, "info"))


@pytest.mark.parametrize(
    ("cell", "shown", "severity", "words"),
    [
        ('<Cell ss:StyleID="percent"><Data ss:Type="Number">0.034</Data></Cell>', 3.4, "", ""),
        ('<Cell ss:StyleID="fall"><Data ss:Type="Number">3.4</Data></Cell>', -3.4, "warning", "格式"),
        ('<Cell ss:StyleID="void"><Data ss:Type="Number">3.4</Data></Cell>', None, "warning", "删除线"),
        (
            '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">3.4<Sup>1</Sup></ss:Data></Cell>',
            3.4,
            "info",
            "脚注",
        ),
        ('<Cell><Data ss:Type="Error">#REF!</Data></Cell>', None, "error", "错误值"),
        ('<Cell ss:Formula="=RC[-1]/100"/>', None, "error", "公式"),
    ],
)
def test_a_cell_of_xml_is_read_as_it_is_shown(
    cell: str, shown: float | None, severity: str, words: str, tmp_path: Path
) -> None:
    reading = read(put(tmp_path, book(xml_rows(cell))))
    assert growth(reading).get("fai") == shown
    if severity:
        assert any("综合!D4" in each and words in each for each in told(reading, severity))
    else:
        assert told(reading, "warning") == []


def test_hidden_rows_and_columns_and_dates_of_xml_are_read_as_shown(tmp_path: Path) -> None:
    rows = xml_rows()
    rows[3] = rows[3].replace("<Row>", '<Row ss:Hidden="1">')
    reading = read(put(tmp_path, book(['<Column ss:Index="3" ss:Hidden="1"/>', *rows])))
    assert growth(reading) == {code: value for code, value in SOUND.items() if code != "fai"}
    assert {row["measure"] for row in reading.rows} == {"growth"}
    assert any("隐藏的行或列" in each for each in told(reading, "warning"))
    heading = '<Cell ss:StyleID="day"><Data ss:Type="DateTime">2020-09-01T00:00:00.000</Data></Cell>'
    dated = xml_rows()
    dated[0] = '<Row><Cell><Data ss:Type="String">示范市累计增速（%）</Data></Cell></Row>'
    dated[1] = dated[1].replace('<Cell><Data ss:Type="String">增长%</Data></Cell>', heading)
    dated[1] = dated[1].replace("绝对量", "备注")
    reading = read(put(tmp_path, book(dated)))
    assert {row["period"] for row in reading.rows if row["indicator"] == "fai"} == {"2020-09"}


def test_damaged_and_hostile_xml_is_refused_by_name(tmp_path: Path) -> None:
    sound = book(xml_rows())
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    with pytest.raises(UsageError, match=r"月报\.xls.*损坏"):
        read(put(tmp_path, sound[: len(sound) // 2]))
    with pytest.raises(UsageError, match="DOCTYPE"):
        read(put(tmp_path, sound.replace("<Workbook", f"{outside}<Workbook", 1)))
    with pytest.raises(UsageError, match="XML"):
        read(put(tmp_path, '<?xml version="1.0"?><other/>'))
    with pytest.raises(DataError, match="过大"):
        read(put(tmp_path, book(['<Row><Cell ss:Index="900"><Data ss:Type="Number">1</Data></Cell></Row>'])))
