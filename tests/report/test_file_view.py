"""A file shown with what its cells became: each row read has one cell, which says its value; nothing in a file runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml.html import HtmlElement, document_fromstring

from shouguan.cli.commands import main
from shouguan.ingest import importing
from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import REGISTERS, Options
from shouguan.publishing import gate
from shouguan.report import file_view
from tests.builders.corpus import FIXTURES, NAMES, Fixture, book, text

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>\" onmouseover='alert(3)' {{7*7}} \u202egnp.exe"
MEASURES = {"growth": "增速", "value": "数值", "share": "占比", "rank": "位次"}


def view(file: Path, *, lang: file_view.Lang = "zh", rows: int = file_view.ROWS) -> file_view.FileView:
    reading = importing.read(file, None, Options(names=NAMES))
    return file_view.FileView(reading, file.name, lang, file_view.names_of(NAMES), rows)


def cells(html: str) -> dict[str, HtmlElement]:
    """Return the cells of a page's sheets by sheet and address."""
    found = document_fromstring(html).xpath("//td[@id]")
    return {node.get("id").partition("s")[2]: node for node in found}


def marked(found: dict[str, HtmlElement], name: str) -> set[str]:
    return {at for at, node in found.items() if name in (node.get("class") or "").split()}


@pytest.mark.parametrize("fixture", FIXTURES, ids=[fixture.name for fixture in FIXTURES])
def test_what_is_coloured_is_what_was_read(fixture: Fixture, tmp_path: Path) -> None:
    file = tmp_path / fixture.name
    fixture.make(file)
    reading = sniff.read(file, None, Options(names=NAMES, **fixture.options))
    shown = file_view.show(reading, file, NAMES, "zh")
    found = cells(shown.page())
    sheets = {id(sheet): number for number, sheet in enumerate(reading.trace.sheets)}
    wanted = {
        f"{sheets[id(each.sheet)]}-{each.sheet.address(*each.at)}": each
        for each in [*reading.trace.origins, *reading.trace.repeated]
    }
    assert marked(found, "read") == set(wanted)
    for at, origin in wanted.items():
        said = " ".join(found[at].text_content().split())
        value = f"{origin.row[origin.field]:.12g}" if isinstance(origin.row[origin.field], float) else ""
        assert value in said
        if reading.kind not in REGISTERS:
            assert f"{MEASURES[origin.row['measure']]} {value}" in said
            assert shown.indicator(origin) in said and shown.stretch(origin) in said and shown.region(origin) in said
            assert f"{origin.row['period'][:4]}年" in shown.stretch(origin)
    assert all(node.text is None or len(node.text) <= 201 for node in found.values())


def test_what_is_left_out_or_open_says_why_and_the_sum_counts_it(tmp_path: Path) -> None:
    file = tmp_path / "示范市.csv"
    lines = [
        "指标,2020年1-9月,2020年1-8月",
        "社会消费品零售总额,103.1,102.2",
        "固定资产投资增长%,4.0,3.0",
        "钢材产量,5,6",
    ]
    text("\n".join(lines) + "\n")(file)
    page = view(file).page()
    found = cells(page)
    assert marked(found, "open") == {"0-B2", "0-C2"}
    assert marked(found, "read") == {"0-B3", "0-C3"}
    assert marked(found, "left") == {"0-A4", "0-B4", "0-C4"}
    assert "--measure growth|index|value" in found["0-B2"].text_content()
    assert "不在指标目录中" in found["0-A4"].text_content()
    assert "读入2格，未读2格，待定2格。" in page and "整份文件不入库" in page
    assert {"told"} <= {name for at in ("0-A3", "0-B1") for name in found[at].get("class").split()}


def test_a_cell_that_contradicts_another_shows_no_value_of_the_other(tmp_path: Path) -> None:
    file = tmp_path / "示范市2020年9月.csv"
    text("指标,累计增长%\n社会消费品零售总额,3.1\n社会消费品零售总额,3.2\n")(file)
    found = cells(view(file).page())
    assert marked(found, "open") == {"0-B3"}
    assert "增速 3.1" not in found["0-B3"].text_content()


def test_nothing_in_a_file_runs_or_loads(tmp_path: Path) -> None:
    file = tmp_path / "示范市2020年9月.xlsx"
    grid: list[list[object]] = [
        ["指标", "累计增长%", ATTACK],
        ["社会消费品零售总额", 3.1, "javascript:alert(1)"],
        [ATTACK, 4.0, '\'=HYPERLINK("http://127.0.0.1")'],
    ]
    book({"<b>x": grid})(file)
    page = view(file).page()
    tree = document_fromstring(page)
    assert gate.html_problems(page) == []
    assert not tree.xpath("//script|//img|//b[.='x']|//@onmouseover|//@onerror")
    assert all(link.startswith("#") for link in tree.xpath("//@href"))
    assert "&lt;script&gt;alert(1)" in page and "{{7*7}}" in page
    assert "\u202e" not in page and file_view.clean("a\x07\x85b") == "a□□b"
    part = view(file)._repr_html_()
    assert part.startswith("<style>") and "<script" not in part


def test_a_large_file_shows_its_beginning_and_every_row_of_which_something_is_said(tmp_path: Path) -> None:
    file = tmp_path / "示范市2020年9月.csv"
    names = [f"某产品{number}产量,{number}" for number in range(10)]
    text("地区,社会消费品零售总额累计增长%\n" + "东区,3.1\n" * 300 + "\n".join(names) + "\n")(file)
    page = view(file).page()
    assert "第201—301行未显示：101行，其中读入101格" in page
    assert {f"0-A{row}" for row in range(302, 312)} <= set(cells(page))


def test_merged_cells_stand_as_the_sheet_has_them(tmp_path: Path) -> None:
    fixture = next(each for each in FIXTURES if each.name == "three headings.xlsx")
    file = tmp_path / fixture.name
    fixture.make(file)
    table = document_fromstring(view(file).page()).xpath("//table")[0]
    widths: dict[int, int] = {}
    for at, row in enumerate(table.xpath("./tbody/tr")):
        for cell in row:
            for down in range(int(cell.get("rowspan", 1))):
                widths[at + down] = widths.get(at + down, 0) + int(cell.get("colspan", 1))
    assert set(widths.values()) == {len(table.xpath("./thead/tr/*"))}
    assert table.xpath("//td[@rowspan > 1]") and table.xpath("//td[@colspan > 1]")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_writes_the_page_also_where_the_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    file, html = tmp_path / "示范市.csv", tmp_path / "核对.html"
    text("指标,2020年1-9月\n社会消费品零售总额,103.1\n")(file)
    for out, code in ((html, 1), (tmp_path / "x.txt", 2)):
        monkeypatch.setattr("sys.argv", ["shouguan", "read", str(file), "--html", str(out), "--lang", lang])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == code
    assert ("待定1格" if lang == "zh" else "1 open") in html.read_text(encoding="utf-8")
    assert not (tmp_path / "x.txt").exists()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_violation(browser: Browser, tmp_path: Path, width: int) -> None:
    fixture = next(each for each in FIXTURES if each.name == "traps.xlsx")
    file = tmp_path / fixture.name
    fixture.make(file)
    (tmp_path / "view.html").write_text(view(file).page(), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto((tmp_path / "view.html").as_uri())
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(page, options=rules).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]] == []
    assert wide <= width
