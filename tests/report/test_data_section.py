"""The page of a place's figures: coverage, findings, revisions, all as of the page's day, nothing that can run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from markupsafe import Markup

from shouguan.core import paths
from shouguan.core.parameters import check
from shouguan.data import registers
from shouguan.publishing import render
from shouguan.report.page import Page, open_page

DAY = "2020-10-25"
LISTS = [f"{kind}.csv" for kind in registers.IDENTITIES]
ADDED = """999901,gdp,2020Q2,ytd,growth,real,0.4,%,2020-10-01,actual,revised,月报.xlsx#主要指标!F6,
999901,gdp,2019Q3,ytd,value,nominal,18783.1,亿元,2020-10-02,actual,revised,<b>月报</b>.xlsx#主要指标!D6,
999901,gdp,2020Q1,ytd,growth,real,-9.9,%,2020-12-01,actual,revised,later.xlsx#A!B1,
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city with a revision, a slip of the point, and a revision that comes after the page's day."""
    folder = tmp_path_factory.mktemp("places") / "city"
    shutil.copytree(paths.places() / "demo-city", folder, ignore=shutil.ignore_patterns(*LISTS))
    with (folder / "observations" / "gdp.csv").open("a", encoding="utf-8") as file:
        file.write(ADDED)
    return folder


@pytest.fixture(scope="module")
def page(city: Path) -> Page:
    return open_page(str(city), as_of=DAY, about=("gdp",))


def html(piece: object) -> str:
    return str(piece._repr_html_())  # type: ignore[attr-defined]


def test_coverage_names_each_indicator_once_with_its_span(page: Page) -> None:
    shown = html(page.coverage())
    assert shown.count("固定资产投资（不含农户）") == 1
    assert "2015Q1—2020Q3" in Markup(shown).striptags() and "累计增速、累计数值" in shown


def test_findings_show_the_cell_and_escape_what_came_from_a_file(page: Page, city: Path) -> None:
    shown = html(page.checks())
    assert "小数点可能错位" in shown and "主要指标 D6" in shown
    assert "&lt;b&gt;月报&lt;/b&gt;.xlsx" in shown and "<b>月报" not in shown
    assert str(city.parent) not in shown


def test_findings_of_lists_are_shown_from_the_day_on_that_a_month_is_known(tmp_path: Path) -> None:
    city = Path(shutil.copytree(paths.places() / "demo-city", tmp_path / "city"))
    file = city / "bonds.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    head = lines[0].split(",")
    at = next(n for n, line in enumerate(lines) if line.startswith("2020-09,"))
    row = dict(zip(head, lines[at].split(","), strict=True))
    lines[at] = ",".join((row | {"spent_wan_yuan": "99999999"}).values())
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    shown = {day: html(open_page(str(city), as_of=day, about=("gdp",)).checks()) for day in ("2020-10-05", DAY)}
    assert "已支出超过已拨付" in shown[DAY]
    assert "已支出超过已拨付" not in shown["2020-10-05"]


def test_revisions_up_to_the_day_are_shown_with_what_they_moved(page: Page) -> None:
    shown = html(page.revisions())
    assert "2020-10-01" in shown and "2020-12-01" not in shown
    before = page.context.facts["data.moved.2020-10-01.gdp.2020.before"]
    after = page.context.facts["data.moved.2020-10-01.gdp.2020.after"]
    assert after.value > before.value
    assert after.display in shown


@pytest.mark.long
def test_the_notebook_is_published_under_its_own_title(city: Path, tmp_path: Path) -> None:
    report = render.render(render.prepare(check({"place": str(city), "as_of": DAY}), "data"), tmp_path)
    text = report.html.read_text(encoding="utf-8")
    assert "<h1>示范市数据检查</h1>" in text and "<title>示范市数据检查</title>" in text
    assert str(city.parent) not in text + report.facts.read_text(encoding="utf-8")
