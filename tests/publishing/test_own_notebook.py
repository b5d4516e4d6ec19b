"""The notebook that docs/scheduling.md tells an office to begin with, as it stands there, is run and published."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from shouguan.core import paths
from shouguan.core.parameters import check
from shouguan.facts import archive
from shouguan.publishing import render
from shouguan.publishing.batch.entries import entry
from tests.conftest import DEMO

DOCS = Path(__file__).parents[2] / "docs" / "scheduling.md"


def told() -> nbformat.NotebookNode:
    """Return the notebook of the docs."""
    section = DOCS.read_text("utf-8").partition("\n## A notebook of your own\n")[2].partition("\n## ")[0]
    cells = []
    for kind, source in re.findall(r"^ *```(markdown|python)\n(.*?)^ *```", section, re.DOTALL | re.MULTILINE):
        cells.append((new_markdown_cell if kind == "markdown" else new_code_cell)(dedent(source).strip()))
    cells[1].metadata["tags"] = ["parameters"]
    return new_notebook(cells=cells, metadata={"shouguan": {"kind": "analysis"}})


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.long)])
def test_the_notebook_of_the_docs_is_published_and_the_site_knows_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, lang: str
) -> None:
    (tmp_path / "notebooks").mkdir()
    nbformat.write(told(), tmp_path / "notebooks" / "11_retail.ipynb")
    monkeypatch.setattr(paths, "notebooks", lambda: tmp_path / "notebooks")
    report = render.render(render.prepare(check(DEMO | {"lang": lang}), "retail"), tmp_path)
    assert not [each for each in caplog.records if each.levelname == "WARNING"]
    made = entry(archive.read(report.html), tmp_path)
    assert (made.notebook.zh, made.notebook.en) == ("消费走势", "Retail sales")
    assert made.code == "gdp"
    assert made.chance is not None
    html = report.html.read_text("utf-8")
    assert html.count('<figure class="analyst">') == 2
