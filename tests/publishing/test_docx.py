"""The Word file of a report: the page's words and figures, in the layout of official documents."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml.html import document_fromstring

from shouguan.facts import archive, changes
from shouguan.facts.archive import Published
from shouguan.publishing import docx as word
from shouguan.publishing import page_blocks
from shouguan.publishing.page_blocks import Grid, Run, Text
from tests.builders import bulletins

pytestmark = pytest.mark.xdist_group("bulletin docx")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return archive.read(bulletins.published(tmp_path_factory.mktemp("reports"), task_force="industry"))


@pytest.fixture(scope="module")
def made(report: Published) -> Any:
    return Document(io.BytesIO(word.document(report)))


def figures(runs: tuple[Run, ...]) -> list[tuple[str, str]]:
    return [(run.fact, run.text) for run in runs if run.fact]


def of_blocks(blocks: list[page_blocks.Block]) -> list[tuple[str, str]]:
    found = []
    for block in blocks:
        parts = (
            (block.runs,)
            if isinstance(block, Text)
            else (block.caption, *block.head, *(c for r in block.rows for c in r))
        )
        found += [figure for runs in parts for figure in figures(runs)]
    return found


def test_every_figure_of_the_page_stands_in_the_file_in_its_order_as_it_is_printed(
    report: Published, made: Any
) -> None:
    (main,) = document_fromstring(report.html).iter("main")
    on_page = [(node.get("data-fact"), node.text_content()) for node in main.iter("span") if node.get("data-fact")]
    blocks = page_blocks.blocks(report.html)
    assert of_blocks(blocks) == on_page and len(on_page) > 100
    facts = changes.records(report.facts)
    assert all(text.lstrip("−") == facts[key].display.lstrip("−") for key, text in on_page if facts[key].decimals)
    body = [page_blocks.text_of(block.runs) for block in blocks if isinstance(block, Text)]
    body += [page_blocks.text_of(block.caption) for block in blocks if isinstance(block, Grid)]
    written = [paragraph.text for paragraph in made.paragraphs if paragraph.text]
    assert sorted(written[1:]) == sorted(body), "the marks come first"
    grids = [block for block in blocks if isinstance(block, Grid)]
    cells = [[[cell.text for cell in row.cells] for row in table.rows] for table in made.tables]
    assert cells == [[[page_blocks.text_of(runs) for runs in row] for row in (grid.head, *grid.rows)] for grid in grids]


def test_nothing_stands_in_the_file_that_is_not_on_the_page(report: Published, made: Any) -> None:
    page = re.sub(r"\s", "", document_fromstring(report.html).text_content())
    texts = [p.text for p in made.paragraphs] + [c.text for t in made.tables for r in t.rows for c in r.cells]
    assert [each for each in texts[1:] if re.sub(r"\s", "", each) not in page] == []
    assert texts[0].split("　") == page_blocks.marks(report.html)


def test_paper_margins_pitch_and_fonts_are_those_of_the_standard(made: Any) -> None:
    (section,) = made.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = section.top_margin, section.left_margin, section.right_margin, section.bottom_margin
    assert [round(each.mm) for each in margins] == [37, 28, 26, 35]
    normal = made.styles["Normal"]
    assert normal.font.size == Pt(16) and 28 <= normal.paragraph_format.line_spacing.pt <= 29
    assert normal.paragraph_format.line_spacing_rule == 4, "exactly"
    assert normal.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    east = {
        name: made.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Normal", "Title", "Heading 1", "Heading 2")
    }
    assert east == {
        "Normal": "仿宋_GB2312",
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
    }
    assert made.styles["Title"].font.size == Pt(22)
    for style in made.styles:
        fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if style.name in east:
            assert not [name for name in fonts.attrib if "Theme" in name]


def test_headings_are_word_s_own_and_tables_repeat_their_first_row(report: Published, made: Any) -> None:
    headings = [p.text for p in made.paragraphs if p.style.name == "Heading 1"]
    assert headings == [b.text for b in page_blocks.blocks(report.html) if isinstance(b, Text) and b.kind == "heading"]
    assert headings[0] == "一、指标情况" and [p.text for p in made.paragraphs if p.style.name == "Title"] == [
        report.title
    ]
    for table in made.tables:
        head, *rows = table.rows
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        assert not [row for row in rows if row._tr.trPr.find(qn("w:tblHeader")) is not None]
        assert round(sum(column.width for column in table.columns) / Mm(1)) == 156


def test_the_mark_is_in_the_header_and_numbers_stand_outside(made: Any) -> None:
    (section,) = made.sections
    assert made.settings.odd_and_even_pages_header_footer
    for header, footer, side in (
        (section.header, section.footer, 2),
        (section.even_page_header, section.even_page_footer, 0),
    ):
        assert header.paragraphs[0].text == "内部资料 注意保存"
        assert footer.paragraphs[0].alignment == side
        assert "".join(node.text or "" for node in footer._element.iter(qn("w:instrText"))) == "PAGE"


def test_the_same_report_gives_the_same_bytes_and_says_no_name_or_time_of_the_machine(report: Published) -> None:
    first, second = word.document(report), word.document(report)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        core = package.read("docProps/core.xml").decode()
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "python" not in core and "2020-10-25" in core
        assert "FangSong" in package.read("word/fontTable.xml").decode()


def test_a_briefing_has_its_sections_and_its_numbered_actions(demo_report: Any, tmp_path: Path) -> None:
    briefing: Any = Document(str(word.of_report(demo_report.html, tmp_path / "b.docx")))
    headings = [p.text for p in briefing.paragraphs if p.style.name == "Heading 1"]
    assert headings[:2] == ["一、完成情况", "二、全年预测"] and "附表" in headings[-1]
    assert [p.text[:2] for p in briefing.paragraphs if re.match(r"\d\.", p.text)][:3] == [f"{n}." for n in range(1, 4)]
    assert len(briefing.tables) > 5


def test_an_element_keeps_its_spaces_and_its_lines() -> None:
    html = "<p>a <b>b</b> <span data-fact='x'>1.0</span>%,\n  c<br>d</p><nav>n</nav><p>\n</p><ol><li>e</li></ol>"
    assert page_blocks.blocks(f"<html><body><main>{html}</main></body></html>") == [
        Text("paragraph", (Run("a b "), Run("1.0", "x"), Run("%, c"))),
        Text("paragraph", (Run("d"),)),
        Text("item", (Run("e"),), 1),
    ]


def _printed(html: Path, folder: Path) -> list[list[tuple[float, ...]]]:
    """Print the Word file of a report with LibreOffice and return the boxes of the words of each page, in mm."""
    (folder / "t.docx").write_bytes(word.document(archive.read(html)))
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "t.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    read = ["pdftotext", "-bbox", str(folder / "t.pdf"), "-"]
    boxes = subprocess.run(read, check=True, capture_output=True, text=True, timeout=60).stdout
    found = re.compile(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"')
    pages = boxes.split("<page ")[1:]
    return [[tuple(float(each) * 25.4 / 72 for each in box) for box in found.findall(page)] for page in pages]


@pytest.mark.long
@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="LibreOffice is not installed")
def test_libreoffice_prints_it_within_the_margins_and_the_summary_on_one_page(tmp_path: Path) -> None:
    for given, pages in (({"task_force": "industry"}, 0), ({"sheet": "summary"}, 1)):
        printed = _printed(bulletins.published(tmp_path / "reports", **given), tmp_path)
        assert not pages or len(printed) == pages
        for words in printed:
            body = [box for box in words if box[1] > 34 and box[3] < 266]
            assert min(box[0] for box in body) >= 27.8 and max(box[2] for box in body) <= 184.3
            assert min(box[1] for box in body) >= 36.8 and max(box[3] for box in body) <= 262.3
