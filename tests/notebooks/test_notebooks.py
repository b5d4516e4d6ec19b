"""Analysis notebooks explain themselves, show frames and pictures, and run for three places in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from nbformat import NotebookNode

from shouguan.core import paths
from shouguan.core.errors import DataError
from shouguan.core.parameters import check
from shouguan.facts.table import FACTS_MIME, FactTable
from shouguan.ingest import importing, new_place
from shouguan.ingest.readers.reading import Options
from shouguan.publishing import gate, lint
from shouguan.publishing.exporter import ShouguanExporter, handed_over, is_analysis, without_analyst
from shouguan.publishing.kernel import OwnKernelManager
from shouguan.publishing.render import prepare

FILES = [file for file in sorted(paths.notebooks().glob("*.ipynb")) if is_analysis(nbformat.read(file, as_version=4))]
KEPT_BY_A_CITY = ("07_projects", "08_funds_and_firms")
"""Notebooks about lists, which official regions do not keep."""
NEEDS_A_GROUP = "09_ranking"
DAYS = {"demo-city": "2020-10-25", "全国": "2020-10-28", "山东": "2020-10-28"}


def _run(file: Path, tmp_path: Path, place: str, lang: str) -> NotebookNode:
    """Run it as `papermill notebooks/X.ipynb out.ipynb -p place … -p as_of … -p lang …` does."""
    return papermill.execute_notebook(
        file,
        tmp_path / "out.ipynb",
        parameters={"place": place, "as_of": DAYS[place], "lang": lang},
        kernel_name="python3",
        language="python",
        kernel_manager_class=OwnKernelManager,
        progress_bar=False,
        shutdown_kernel="immediate",
    )


def _shown(notebook: NotebookNode, kind: str) -> list[Any]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    if kind == "frame":
        return [each for each in outputs if 'class="dataframe"' in each.get("data", {}).get("text/html", "")]
    return [each for each in outputs if "image/png" in each.get("data", {})]


def _assert_shows_and_passes(notebook: NotebookNode, lang: Any) -> None:
    assert len(_shown(notebook, "frame")) >= 2
    pictures = _shown(notebook, "picture")
    assert len(pictures) >= 2
    assert all(picture["metadata"]["image/png"]["alt"] for picture in pictures)
    html, _ = ShouguanExporter().from_notebook_node(notebook)
    assert gate.notebook_problems(notebook) == []
    assert gate.html_problems(html) == []
    assert lint.check(without_analyst(notebook, html), handed_over(notebook)[1], lang) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_prose_holds_no_figure_that_is_not_computed(file: Path, lang: Any) -> None:
    facts = FactTable().to_json()
    notebook = nbformat.read(file, as_version=4)
    handed = nbformat.v4.new_output("display_data", data={FACTS_MIME: {"title": "题", "facts": facts}})
    notebook.cells = [
        *(cell for cell in notebook.cells if cell.cell_type == "markdown"),
        nbformat.v4.new_code_cell(f'lang = "{lang}"', outputs=[handed]),
    ]
    html, _ = ShouguanExporter().from_notebook_node(notebook)
    assert [each for each in lint.check(html, facts, lang) if "个数字" in str(each)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_prose_stands_between_the_cells_in_both_languages(file: Path) -> None:
    cells = nbformat.read(file, as_version=4).cells
    prose = [cell for cell in cells if cell.cell_type == "markdown"]
    english = [cell for cell in prose if "en" in cell.metadata.get("tags", [])]
    chinese = [cell for cell in prose if cell not in english]
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert 2 * len(chinese) >= len(code)
    assert len(english) == len(chinese) - 1  # the notebook's own title stands once
    assert sum(cell.source.startswith("## ") for cell in chinese) >= 5, "JupyterLab's list of contents"
    assert [cell.source for cell in chinese if "问题" in cell.source][:1]
    assert [cell.source for cell in chinese if "什么会改变结论" in cell.source]


def test_the_tour_runs_under_papermill_and_its_page_passes_the_gate(tmp_path: Path) -> None:
    tour = next(file for file in FILES if file.stem == "00_tour")
    _assert_shows_and_passes(_run(tour, tmp_path, "demo-city", "zh"), "zh")


def test_a_place_with_one_month_of_ledger_has_its_page_which_says_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "city"
    new_place.create(folder, new_place.Wanted("370299", "甲市", "Town A", "370000"))
    files = [paths.examples() / f"{name}2020年9月.csv" for name in ("重点项目台账", "统计月报")]
    importing.import_files(files, str(folder), None, Options(meanings={"示范市": "370299"}, names={"示范市": "370299"}))
    monkeypatch.setitem(DAYS, str(folder), "2020-10-25")
    (projects,) = [file for file in FILES if file.stem == "07_projects"]
    made = _run(projects, tmp_path, str(folder), "zh")
    _assert_shows_and_passes(made, "zh")
    shown = "".join(each["data"]["text/html"] for each in _shown(made, "frame"))
    for lacking in ("只有一个月的台账", "在 investment.yaml 的 level 写一年的投资额", "至少需要 12 期才能测算"):
        assert lacking in shown


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("place", DAYS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_runs_for_three_places_in_both_languages(file: Path, place: str, lang: str, tmp_path: Path) -> None:
    if file.stem in KEPT_BY_A_CITY and place != "demo-city":
        with pytest.raises(DataError, match="shouguan new"):
            prepare(check({"place": place, "as_of": DAYS[place]}), file.stem.split("_", 1)[1])
        return
    if file.stem == NEEDS_A_GROUP and place == "全国":
        with pytest.raises(DataError, match="peers"):
            prepare(check({"place": place, "as_of": DAYS[place]}), "ranking")
        return
    _assert_shows_and_passes(_run(file, tmp_path, place, lang), lang)
