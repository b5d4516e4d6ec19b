"""Tables: what a screen reader and a narrow screen need, and nothing from a file unescaped."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from markupsafe import Markup

from shouguan.core.workbook import Figure
from shouguan.facts.table import Fact
from shouguan.report import tables
from shouguan.report.tables import Table

HOSTILE = '"><script>alert(1)</script>'
FACT = Fact(
    key="gdp.ytd.2020Q3",
    kind="official",
    region="100000",
    indicator="gdp",
    period="2020Q3",
    value=-1.6,
    unit="%",
    decimals=1,
    label_zh="累计增速",
    label_en="YTD growth",
)


def parsed(shown: Table) -> ET.Element:
    """Read a table strictly: it must be well formed."""
    return ET.fromstring(str(shown))


def test_a_table_has_a_caption_and_names_its_columns_and_rows() -> None:
    root = parsed(tables.Table(["指标", "增速（%）"], [["工业", "1.7"], ["建筑业", "0.6"]], caption="主要指标"))
    assert root.findtext(".//caption") == "主要指标"
    assert [(th.get("scope"), "".join(th.itertext())) for th in root.iterfind(".//thead//th")] == [
        ("col", "指标"),
        ("col", "增速（%）"),
    ]
    assert [(th.get("scope"), th.text) for th in root.iterfind(".//tbody//th")] == [("row", "工业"), ("row", "建筑业")]


def test_every_cell_carries_its_columns_heading_for_cards() -> None:
    heading = Markup('累计<span class="n">增速</span>（%）')
    root = parsed(tables.Table(["指标", heading, "来源"], [["工业", "1.7", "公报"]], caption="表", kind="wide"))
    assert [td.get("data-label") for td in root.iterfind(".//td")] == ["累计增速（%）", "来源"]
    assert ["".join(td.itertext()) for td in root.iterfind(".//td")] == ["1.7", "公报"]
    table = root.find(".//table")
    assert table is not None
    assert table.get("class") == "wide"


@pytest.mark.parametrize(("words", "left"), [(0, [False, False, False]), (2, [False, True, True])])
def test_columns_of_words_are_set_to_the_left_with_their_heading(words: int, left: list[bool]) -> None:
    root = parsed(tables.Table(["a", "b", "c"], [["x", "1", "2"]], caption="表", words=words))
    assert [th.get("class") == "words" for th in root.iterfind(".//thead//th")] == left
    assert [td.get("class") == "words" for td in root.iterfind(".//td")] == left[1:]


def test_a_fact_in_a_cell_keeps_its_name() -> None:
    root = parsed(tables.Table(["指标", "增速"], [["工业", FACT]], caption="表"))
    span = root.find(".//td//span[@class='n']")
    assert span is not None
    assert (span.get("data-fact"), span.text) == ("gdp.ytd.2020Q3", "\u22121.6")


@pytest.mark.parametrize("where", ["head", "first-head", "row", "cell", "caption", "kind"])
def test_what_a_file_says_is_escaped_wherever_it_stands(where: str) -> None:
    shown = tables.Table(
        [HOSTILE if where == "first-head" else "指标", HOSTILE if where == "head" else "增速"],
        [[HOSTILE if where == "row" else "工业", HOSTILE if where == "cell" else "1.7"]],
        caption=HOSTILE if where == "caption" else "表",
        kind=HOSTILE if where == "kind" else "plain",
    )
    root = parsed(shown)
    assert root.find(".//script") is None
    assert "<script" not in str(shown)
    assert HOSTILE in [*root.itertext(), *(value for each in root.iter() for value in each.attrib.values())]


def test_a_table_without_rows_is_still_a_table() -> None:
    root = parsed(tables.Table(["指标", "增速"], [], caption="表"))
    assert root.findall(".//tbody/tr") == []
    assert len(root.findall(".//thead//th")) == 2


def test_what_there_is_not_prints_as_a_dash_and_a_column_of_it_can_go() -> None:
    made = Table(["指标", "增速", "位次"], [["工业", FACT, None], ["建筑业", None, None]], caption="表", note="说明")
    assert made.cells() == [["工业", Figure(-1.6, 1), None], ["建筑业", None, None]]
    assert "".join(ET.fromstring(f"<div>{made}</div>").itertext()) == "表指标增速位次工业−1.6—建筑业——说明"
    assert made.without_empty() == replace(made, head=["指标", "增速"], rows=[["工业", FACT], ["建筑业", None]])
