"""A file read for an analyst: the rows and findings of the command line, and a view that stays in JupyterLab."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

import shouguan as sg
from shouguan.core import paths
from shouguan.core.errors import DataError
from shouguan.facts.table import LAB_MIME
from shouguan.ingest import importing
from shouguan.ingest.readers.reading import Options
from shouguan.publishing.exporter import _analysis

BULLETIN = "统计月报2020年9月.csv"


def test_rows_and_findings_are_the_command_lines() -> None:
    read = sg.read(sg.example(BULLETIN), "demo-city")
    reading = importing.read(sg.example(BULLETIN), None, importing.options_for("demo-city", Options()))
    assert read.rows.to_dict("records") == reading.rows
    assert read.findings["severity"].tolist() == [each.severity for each in reading.findings]
    assert read.sound and len(repr(read)) < 120


def test_a_doubt_is_in_the_findings_with_its_cell_in_either_language(tmp_path: Path) -> None:
    file = tmp_path / "月报.csv"
    file.write_text(sg.example(BULLETIN).read_text("utf-8").replace(",2.0", ",0.0二"), "utf-8")
    for lang, word in (("zh", "D3"), ("en", "D3")):
        read = sg.read(file, "demo-city", lang=lang)
        assert word in " ".join(read.findings["cell"])
        assert not read.sound


@pytest.mark.parametrize(("ask", "right"), [({"regoin": "370000"}, "region"), ({"lang": "fr"}, "zh")])
def test_a_slip_is_answered(ask: dict[str, str], right: str) -> None:
    with pytest.raises(DataError) as refused:
        sg.read(sg.example(BULLETIN), "demo-city", **ask)
    assert right in refused.value.zh


def test_examples_are_marked_as_invented_and_listed_where_one_is_not_there() -> None:
    with pytest.raises(DataError, match=BULLETIN):
        sg.example("月报")
    for file in paths.examples().iterdir():
        assert "虚构" in file.read_text("utf-8"), file.name


def test_the_view_shows_the_files_own_words_and_is_not_on_a_reports_page() -> None:
    bundle = sg.read(sg.example(BULLETIN), "demo-city")._repr_mimebundle_()
    assert "制造业投资" in bundle["text/html"] and LAB_MIME in bundle
    output = nbformat.v4.new_output("execute_result", data=bundle)
    cell = nbformat.v4.new_code_cell("sg.read(file)", outputs=[output])
    assert "".join(_analysis(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# 题"), cell]), "zh")) == ""
