"""What a notebook is called in an index of reports: its first line says it."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from shouguan.analysis.scenarios import file as scenarios
from shouguan.core import paths
from shouguan.core.errors import DataError, UsageError
from shouguan.core.parameters import check
from shouguan.publishing import notebooks, render
from tests.conftest import DEMO


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        pytest.param(new_markdown_cell("# 专题 · special\n\n说明"), ("专题", "Special"), id="both"),
        pytest.param(new_markdown_cell("# 专题"), ("专题", "专题"), id="chinese"),
        pytest.param(new_markdown_cell("专题"), ("special", "special"), id="no heading"),
        pytest.param(new_code_cell("# 专题"), ("special", "special"), id="code"),
        pytest.param(None, ("special", "special"), id="empty"),
    ],
)
def test_a_notebook_is_called_by_its_heading(tmp_path: Path, cell: nbformat.NotebookNode | None, names: object) -> None:
    file = tmp_path / "11_special.ipynb"
    nbformat.write(new_notebook(cells=[] if cell is None else [cell]), file)
    assert notebooks.title(file) == names


def test_two_notebooks_of_one_name_are_refused_whichever_would_be_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("02_gdp", "11_gdp", "03_other"):
        nbformat.write(new_notebook(), tmp_path / f"{name}.ipynb")
    monkeypatch.setattr(paths, "notebooks", lambda: tmp_path)
    assert notebooks.named("other").name == "03_other.ipynb"
    with pytest.raises(DataError, match=r"名为“gdp”的笔记本有 2 个：02_gdp.ipynb、11_gdp.ipynb"):
        notebooks.named("gdp")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<<<<<<< HEAD\n{}",
        b"[]",
        b"{}",
        b'{"nbformat": 4}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{}]}',
        b'{"nbformat": "four"}',
        '{"cells": "消费"}'.encode("gbk"),
    ],
)
def test_a_file_that_is_no_notebook_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    (tmp_path / "11_retail.ipynb").write_bytes(content)
    monkeypatch.setattr(paths, "notebooks", lambda: tmp_path)
    with pytest.raises(UsageError, match=r"11_retail.ipynb 不是可读的笔记本"):
        render.prepare(check(DEMO), "retail")


def test_every_notebook_of_the_kit_has_a_name_in_both_languages() -> None:
    titles = {name: notebooks.title(file) for name, file in notebooks.available().items()}
    assert titles["gdp"] == ("地区生产总值", "GDP")
    for name, (zh, en) in titles.items():
        assert not zh.isascii(), name
        assert en.isascii(), name


def test_a_scenario_is_called_by_its_label_a_built_in_one_without_its_quantile() -> None:
    own = scenarios.from_settings(
        "weak", {"label": "外需（美）走弱", "changes": [scenarios.BUILT_IN["stress"].changes[0]]}
    )
    known = {**scenarios.load(None), "weak": own}
    called = [scenarios.names(known, name)[0] for name in ("base", "optimistic", "stress", "weak", "不在")]
    assert called == ["基准情景", "乐观情景", "压力情景", "外需（美）走弱", "不在"]
