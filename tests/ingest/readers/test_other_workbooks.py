"""Open Document and binary workbooks are read as they are shown, as far as they tell; the rest is said or asked."""

from __future__ import annotations

import datetime as dt
import random
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from pyxlsbwriter import XlsbWriter

from shouguan.core.errors import DataError, UsageError
from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import Options, Reading
from tests.builders.corpus import NAMES
from tests.ingest.readers.test_workbooks import ROWS, growth, told

SOUND = {"gdp": 2.1, "fai": 3.4, "industry_va": -1.2, "retail": -4.3}
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
STYLES = """<office:automatic-styles>
<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>
<style:style style:name="void"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="up"><style:text-properties style:text-position="super 58%"/></style:style>
</office:automatic-styles>"""


def words(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{escape(text)}</text:p></table:table-cell>'


def number(value: float | str, shown: str | None = None, kind: str = "float", more: str = "") -> str:
    text = str(value) if shown is None else shown
    return (
        f'<table:table-cell office:value-type="{kind}" office:value={quoteattr(str(value))}{more}>'
        f"<text:p>{escape(text)}</text:p></table:table-cell>"
    )


def row(cells: list[str], more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def table(rows: list[str], name: str = "综合", more: str = "", columns: str = "") -> str:
    padding = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
    padding += ' table:number-columns-repeated="16384"/></table:table-row>'
    return f'<table:table table:name="{name}"{more}>{columns}{"".join(rows)}{padding}</table:table>'


def bulletin(changed: str | None = None, row_more: str = "") -> list[str]:
    """Return the rows of the other workbooks' bulletin, the growth of investment changed."""
    rows = [row([words(text) if isinstance(text, str) else number(text) for text in each]) for each in ROWS]
    if changed is not None:
        rows[3] = row([words("固定资产投资"), words("亿元"), number(1234.5), changed], row_more)
    return rows


def write(file: Path, *tables: str, manifest: str = "") -> Path:
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {SPACES}>{STYLES}{body}</office:document-content>',
        )
    return file


def read(file: Path) -> Reading:
    return sniff.read(file, None, Options(names=NAMES, own_region="999901"))


def test_an_open_document_is_read_like_a_workbook(tmp_path: Path) -> None:
    reading = read(write(tmp_path / "月报.ods", table(bulletin())))
    assert growth(reading) == SOUND
    assert reading.rows[0]["source"] == "月报.ods#综合!C3"
    assert told(reading, "warning") == told(reading, "error") == []


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        pytest.param(number(3.4, "3.4"), 3.4, id="plain"),
        pytest.param(number(3.42, "3.4"), 3.42, id="all-decimals-that-are-stored"),
        pytest.param(number(0.034, "3.4%", "percentage"), 3.4, id="per-cent"),
        pytest.param(number(-3.4, "\u22123.4"), -3.4, id="true-minus"),
        pytest.param(number(3.4, "下降3.4"), -3.4, id="a-word-for-a-minus"),
        pytest.param(words("3.4"), 3.4, id="text"),
        pytest.param(
            '<table:table-cell office:value-type="string"><text:p>3.4<text:span text:style-name="up">1</text:span>'
            "</text:p></table:table-cell>",
            3.4,
            id="a-footnote-is-no-digit",
        ),
        pytest.param(
            '<table:table-cell office:value-type="float" office:value="3.4"><office:annotation><text:p>99</text:p>'
            "</office:annotation><text:p>3.4</text:p></table:table-cell>",
            3.4,
            id="a-note-to-a-cell",
        ),
    ],
)
def test_a_figure_is_what_its_cell_shows(tmp_path: Path, cell: str, value: float) -> None:
    reading = read(write(tmp_path / "月报.ods", table(bulletin(cell))))
    assert growth(reading) == SOUND | {"fai": value}


@pytest.mark.parametrize(
    ("tables", "severity", "said"),
    [
        pytest.param([table(bulletin(number(34, "3.4")))], "error", "D4", id="another-figure-is-shown"),
        pytest.param([table(bulletin(number(3.4, "")))], "warning", "D4", id="not-shown"),
        pytest.param(
            [table(bulletin(number(3.4, more=' table:style-name="void"')))], "warning", "删除线", id="struck-cell"
        ),
        pytest.param(
            [table(bulletin(number(3.4), ' table:visibility="collapse"'))], "warning", "隐藏", id="hidden-row"
        ),
        pytest.param([table(bulletin(number(3.4), ' table:visibility="filter"'))], "error", "筛选", id="filtered"),
        pytest.param(
            [table(bulletin()), table(bulletin(), "旧", ' table:style-name="gone"')], "info", "旧", id="hidden-sheet"
        ),
    ],
)
def test_what_is_not_shown_as_it_is_stored_is_said(tmp_path: Path, tables: list[str], severity: str, said: str) -> None:
    reading = read(write(tmp_path / "月报.ods", *tables))
    assert any(said in each for each in told(reading, severity))
    assert len([each for each in reading.rows if each["indicator"] == "fai" and each["measure"] == "growth"]) <= 1
    assert all(value == SOUND[code] for code, value in growth(reading).items())


def test_repeated_and_merged_cells_stand_where_they_are_shown(tmp_path: Path) -> None:
    rows = [
        row([words("示范市2020年1-9月主要经济指标", ' table:number-columns-spanned="4"')]),
        row([words("指标"), words("单位"), words("绝对量"), words("增长%")]),
        row([words("地区生产总值"), words("亿元"), number(2.1, more=' table:number-columns-repeated="2"')]),
    ]
    assert growth(read(write(tmp_path / "月报.ods", table(rows)))) == {"gdp": 2.1}


def test_dates_are_read_as_they_are_shown(tmp_path: Path) -> None:
    def date(value: str, shown: str) -> str:
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{value}"><text:p>{shown}</text:p>'
            "</table:table-cell>"
        )

    rows = [
        row([words("时间"), words("地区生产总值累计增速（%）")]),
        row([date("2020-06-30", "2020年6月"), number(0.3)]),
        row([date("2020-09-30", "30/09/20"), number(2.1)]),
    ]
    reading = read(write(tmp_path / "序列.ods", table(rows)))
    assert {each["period"]: each["value"] for each in reading.rows} == {"2020Q2": 0.3, "2020Q3": 2.1}


def test_what_cannot_be_read_is_refused_by_name(tmp_path: Path) -> None:
    locked = write(tmp_path / "锁.ods", table(bulletin()), manifest="<encryption-data/>")
    with pytest.raises(UsageError, match="密码"):
        read(locked)
    many = row([number(1.0, more=' table:number-columns-repeated="16384"')])
    with pytest.raises(DataError, match="过大"):
        read(write(tmp_path / "宽.ods", table([many])))
    tall = row([number(1.0)], ' table:number-rows-repeated="1048576"')
    with pytest.raises(DataError, match="过大"):
        read(write(tmp_path / "高.ods", table([tall])))
    cut = tmp_path / "断.ods"
    write(cut, table(bulletin()))
    content = cut.read_bytes()
    cut.write_bytes(content[: len(content) // 2])
    with pytest.raises(UsageError, match="损坏"):
        read(cut)


def binary(file: Path, rows: list[list[object]], hidden: bool = False) -> Path:
    """Write a binary workbook."""
    wide = max(map(len, rows))
    rows = [[*each, *[None] * (wide - len(each))] for each in rows]
    with XlsbWriter(str(file)) as writer:
        writer.add_sheet("综合")
        writer.write_sheet(rows)
        if hidden:
            writer.add_sheet("旧", hidden=True)
            writer.write_sheet(rows)
    return file


def test_a_binary_workbook_is_read_and_says_what_it_cannot_tell(tmp_path: Path) -> None:
    reading = read(binary(tmp_path / "月报.xlsb", [list(each) for each in ROWS], hidden=True))
    assert growth(reading) == SOUND
    assert any(".xlsb" in each for each in told(reading, "warning"))
    assert any("旧" in each for each in told(reading, "info"))


def test_per_cents_of_a_binary_workbook_are_asked_about(tmp_path: Path) -> None:
    rows = [
        [each / 100 if at == 3 and isinstance(each, float) else each for at, each in enumerate(line)] for line in ROWS
    ]
    reading = read(binary(tmp_path / "月报.xlsb", rows))
    assert growth(reading) == {} and any("--growth-in" in each for each in told(reading, "error"))


def test_days_of_a_binary_workbook_are_days(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["时间", "地区生产总值累计增速（%）"],
        [dt.date(2020, 6, 30), 0.3],
        [dt.date(2020, 9, 30), 2.1],
    ]
    reading = read(binary(tmp_path / "序列.xlsb", rows))
    assert {each["period"]: each["value"] for each in reading.rows} == {"2020Q2": 0.3, "2020Q3": 2.1}


def test_a_damaged_binary_workbook_is_refused_by_name(tmp_path: Path) -> None:
    file = binary(tmp_path / "断.xlsb", [list(each) for each in ROWS])
    with zipfile.ZipFile(file) as whole:
        parts = {each: whole.read(each) for each in whole.namelist()}
    for cut in (20, 60):
        with zipfile.ZipFile(file, "w") as archive:
            for each, content in parts.items():
                archive.writestr(each, content[:cut] if each.endswith("sheet1.bin") else content)
        try:
            reading = read(file)
        except UsageError as error:
            assert "损坏" in error.zh
        else:
            assert all(value == SOUND[code] for code, value in growth(reading).items())


def test_a_binary_workbook_with_changed_bytes_is_read_or_refused(tmp_path: Path) -> None:
    file = binary(tmp_path / "坏.xlsb", [list(each) for each in ROWS])
    with zipfile.ZipFile(file) as whole:
        parts = {each: whole.read(each) for each in whole.namelist()}
    chosen = random.Random(5)
    for _ in range(150):
        damaged = chosen.choice([each for each in parts if each.endswith(".bin")])
        content = bytearray(parts[damaged])
        content[chosen.randrange(len(content))] = chosen.randrange(256)
        with zipfile.ZipFile(file, "w") as archive:
            for each, sound in parts.items():
                archive.writestr(each, bytes(content) if each == damaged else sound)
        try:
            read(file)
        except (DataError, UsageError) as refused:
            assert file.name in refused.zh
