"""An analysis notebook's page: prose of one language, the analyst's figures set apart; a briefing has none of them."""

from __future__ import annotations

import importlib.metadata
import json
from typing import Any

import pandas as pd
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from shouguan.core.errors import RunError
from shouguan.core.periods import Lang
from shouguan.facts.table import FACTS_MIME
from shouguan.publishing import gate, lint
from shouguan.publishing.exporter import ShouguanExporter, unseen, without_analyst
from tests.builders.opened import fresh

ANALYSIS = {"shouguan": {"kind": "analysis"}}
FRAME = pd.DataFrame({"ytd": [-5.8, float("nan")]}, pd.Index(["2020Q1", "2020Q2"], name="period"))
PICTURE = new_output(
    "display_data", {"image/png": "iVBORw0KGgo=\n"}, metadata={"image/png": {"alt": "累计增速; 增速（%）"}}
)


def _cell(*outputs: NotebookNode, source: str = "frame.tail(8)") -> Any:
    return new_code_cell(source, outputs=list(outputs))


def _shown(html: str) -> NotebookNode:
    return new_output("display_data", {"text/html": html})


def _notebook(*cells: Any, metadata: dict[str, Any], lang: Lang = "zh") -> NotebookNode:
    page = fresh(lang=lang, about=("gdp",))
    heading = page.heading()._repr_html_()
    facts = new_output("display_data", page.publish()._repr_mimebundle_())
    parameters = new_code_cell(f'lang = "{lang}"', metadata={"tags": ["parameters"]})
    made = [parameters, _cell(_shown(heading)), *cells, _cell(facts)]
    return new_notebook(cells=made, metadata=metadata)


def _problems(notebook: NotebookNode, lang: Any = "zh") -> list[str]:
    html, _ = ShouguanExporter().from_notebook_node(notebook)
    facts = next(
        output["data"][FACTS_MIME]["facts"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if FACTS_MIME in output.get("data", {})
    )
    return [*gate.html_problems(html), *lint.check(without_analyst(notebook, html), facts, lang)]


def _own() -> Any:
    return _cell(new_output("execute_result", {"text/html": FRAME._repr_html_()}), PICTURE)


def test_an_analysts_table_and_picture_stand_with_their_code_and_pass() -> None:
    notebook = _notebook(new_markdown_cell("## 数据\n\n先看累计增速。"), _own(), metadata=ANALYSIS)
    assert _problems(notebook) == []
    html, _ = ShouguanExporter().from_notebook_node(notebook)
    block = html[
        html.index('<figure class="analyst">') : html.index("</figure>", html.index('<figure class="analyst">'))
    ]
    assert "<td>−5.8</td>" in block
    assert "<td>—</td>" in block
    assert 'alt="累计增速; 增速（%）"' in block
    assert "<summary>代码</summary><pre>frame.tail(8)</pre>" in block
    assert "<h2" in html


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(new_output("execute_result", {"text/html": FRAME._repr_html_()}), id="frame"),
        pytest.param(new_output("execute_result", {"text/html": FRAME.style.to_html()}), id="styled"),
        pytest.param(PICTURE, id="picture"),
    ],
)
def test_a_notebook_that_shows_tables_or_pictures_of_its_own_says_so(shown: NotebookNode) -> None:
    """Else each of their figures would be told to be no fact, and a picture be left out without a word."""
    with pytest.raises(RunError, match=r'第3格显示了自己做的表或图.*"kind": "analysis"'):
        ShouguanExporter().from_notebook_node(_notebook(_cell(shown), metadata={}))


def test_a_styled_frame_stands_as_a_table_without_its_style() -> None:
    styled = FRAME.style.format(precision=1).highlight_min(color="red")
    cell = _cell(new_output("execute_result", {"text/html": styled.to_html(), "text/plain": repr(styled)}))
    notebook = _notebook(cell, metadata=ANALYSIS)
    assert _problems(notebook) == []
    html, _ = ShouguanExporter().from_notebook_node(notebook)
    assert "<td>−5.8</td>" in html
    assert "<td>—</td>" in html
    assert "#T_" not in html


def test_what_a_cell_shows_that_no_page_has_is_counted() -> None:
    text = {"text/plain": "'增长'"}
    notebook = _notebook(
        _cell(new_output("execute_result", text)),
        _cell(new_output("execute_result", text), PICTURE),
        _cell(new_output("stream", name="stdout", text="增长"), PICTURE),
        _cell(new_output("display_data", text | {"text/markdown": "**增长**"}), PICTURE),
        _cell(new_output("execute_result", text | {"application/vnd.jupyter.widget-view+json": {}})),
        _cell(),
        metadata=ANALYSIS,
    )
    notebook.cells.insert(1, new_code_cell("lang = 'zh'", metadata={"tags": ["injected-parameters"]}))
    assert unseen(notebook) == [3, 5, 6]


def test_a_number_typed_into_prose_or_shown_outside_the_analysts_figures_is_found() -> None:
    typed = _notebook(new_markdown_cell("全年预计增长3.2%。"), metadata=ANALYSIS)
    assert any("3.2" in problem for problem in _problems(typed))
    shown = _notebook(_cell(_shown("<p>3.2</p>")), metadata=ANALYSIS)
    assert any("3.2" in problem for problem in _problems(shown))


def test_an_output_may_not_pose_as_the_analysts() -> None:
    with pytest.raises(RunError):
        _problems(_notebook(_cell(_shown('<figure class="analyst">3.2</figure>')), metadata=ANALYSIS))


@pytest.mark.parametrize(("lang", "kept", "left"), [("zh", "先看数据", "Look first"), ("en", "Look first", "先看数据")])
def test_a_page_speaks_one_language(lang: Lang, kept: str, left: str) -> None:
    twins = [new_markdown_cell("## 先看数据"), new_markdown_cell("## Look first", metadata={"tags": ["en"]})]
    html, _ = ShouguanExporter().from_notebook_node(_notebook(*twins, metadata=ANALYSIS, lang=lang))
    assert kept in html
    assert left not in html


def test_a_notebook_that_was_not_run_has_no_page() -> None:
    with pytest.raises(RunError):
        ShouguanExporter().from_notebook_node(new_notebook(metadata=ANALYSIS))


def test_nbconvert_finds_the_exporter_by_name() -> None:
    named = {entry.name: entry.value for entry in importlib.metadata.entry_points(group="nbconvert.exporters")}
    declared = "shouguan.publishing.exporter:ShouguanExporter"
    assert named.get("shouguan", declared) == declared  # an older editable install does not know it yet
    import tomllib  # noqa: PLC0415

    from shouguan.core import paths  # noqa: PLC0415

    project = tomllib.loads((paths.home() / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["nbconvert.exporters"]["shouguan"] == declared


def test_the_briefing_is_no_analysis() -> None:
    from shouguan.core import paths  # noqa: PLC0415

    metadata = json.loads((paths.notebooks() / "briefing.ipynb").read_text("utf-8"))["metadata"]
    assert "shouguan" not in metadata


def test_a_notebook_that_is_run_by_the_exporter_itself_is_shown_as_it_was_run() -> None:
    source = (
        "from shouguan.report.page import open_page\n"
        'page = open_page("全国", as_of="2020-10-25", about=("gdp",))\n'
        "page.heading()"
    )
    fresh = new_notebook(cells=[new_code_cell(source), new_code_cell("page.publish()")])
    exporter = ShouguanExporter(preprocessors=["nbconvert.preprocessors.ExecutePreprocessor"])
    html, _ = exporter.from_notebook_node(fresh)
    assert "2020年10月25日" in html
    assert fresh.cells[0].outputs == []


@pytest.mark.parametrize(
    "image", ["![图](attachment:a.png)", "![图][a]", "![图](data:image/png;base64,A)", "<img src=x>"]
)
def test_a_picture_in_prose_is_refused_by_name(image: str) -> None:
    with pytest.raises(RunError, match="文字格里有图片"):
        _problems(_notebook(new_markdown_cell(f"看图。\n\n{image}"), metadata=ANALYSIS))


def test_only_the_first_cell_introduces_a_notebook() -> None:
    notebook = _notebook(new_markdown_cell("# 小结\n\n这一段不能丢。"), metadata=ANALYSIS)
    assert "这一段不能丢" in ShouguanExporter().from_notebook_node(notebook)[0]


@pytest.mark.parametrize("number", ["百分之六点五", "⑥", "𝟞.𝟝%", "Ⅵ", "６.５%"])
def test_a_number_typed_into_prose_is_found_in_whatever_figures(number: str) -> None:
    notebook = _notebook(new_markdown_cell(f"全年增长{number}。"), metadata=ANALYSIS)
    assert any("这个数字不是数据" in problem for problem in _problems(notebook))
