"""From an executed notebook to our page: `jupyter nbconvert --to shouguan`, and the last step of `shouguan report`.

A production notebook (the briefing) gives its outputs and nothing else, without the remarks on what an analyst could
add. An analysis notebook, whose metadata say `"shouguan": {"kind": "analysis"}`, gives its prose in the page's language
as well (cells tagged `en` are English, all others Chinese), and the analyst's own tables and pictures. Their figures
are no facts: each stands in a `<figure class="analyst">` with the code that made it folded beside it, and the linter
looks at everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from markupsafe import Markup, escape
from nbconvert import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from shouguan.core import paths
from shouguan.core.errors import RunError
from shouguan.core.periods import Lang
from shouguan.facts import written
from shouguan.facts.archive import ANALYST_MARK, sha256
from shouguan.facts.table import FACTS_MIME, LAB_MIME
from shouguan.publishing import script
from shouguan.publishing.plain import plain

_BLOCK = re.compile(re.escape(ANALYST_MARK) + r".*?</figure>", re.DOTALL)
_LACKING = re.compile(r'<p class="note lacking(?: skipped)?">.*?</p>', re.DOTALL)
_SKIPPED = re.compile(r'<p class="note lacking skipped">.*?</p>', re.DOTALL)
_LANG = re.compile(r"^lang = [\"'](zh|en)[\"']", re.MULTILINE)
_IMAGE = re.compile(r"!\[[^\]]*\][(\[]|<img\b", re.IGNORECASE)
_POSING = re.compile(r"class\s*=\s*[\"']?[^\"'>]*\banalyst\b", re.IGNORECASE)
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_STYLED = re.compile(r'<table id="T_\w+"')
_OF_STYLE = re.compile(r' (?:id|class)="[^"]*"| +(?=>)')
"""What pandas' Styler, whose table goes without its colours, writes beside each cell."""
_FOR_LAB = frozenset({LAB_MIME, "application/vnd.jupyter.widget-view+json"})
"""What stands in JupyterLab alone, as the explorer and bars of progress do; nobody misses it on a page."""
_EXPECTED = _FOR_LAB | {"text/html", "image/png", FACTS_MIME}
"""What an output has that a page takes, or need not take; `display(Markdown(…))` has none of these."""
_VOID_CELL = re.compile(r"<td>(?:NaN|NaT|None|nan|&lt;NA&gt;)</td>")


class ShouguanExporter(TemplateExporter):
    """Makes the page of an executed notebook; without facts in it there is none."""

    export_from_notebook = "shouguan"
    output_mimetype = "text/html"

    def __init__(self, **options: Any) -> None:
        own = {"template_name": "shouguan", "extra_template_basedirs": [str(paths.template_dir())]}
        super().__init__(file_extension=".html", optimistic_validation=True, **own, **options)

    def _preprocess(self, nb: Any, resources: Any) -> Any:
        """Read what the page shows from the notebook as its preprocessors leave it: `--execute` runs it first.

        Raises
        ------
        RunError
            When the notebook handed over no facts, or an output poses as an analyst's figure.
        """
        notebook, resources = super()._preprocess(nb, resources)
        title, facts = handed_over(notebook)
        lang = language(notebook)
        blocks = list(_analysis(notebook, lang) if is_analysis(notebook) else _outputs(notebook))
        resources["shouguan"] = {
            "lang": "zh-CN" if lang == "zh" else "en",
            "title": title,
            "style": (paths.template_dir() / "shouguan" / "style.css").read_text(encoding="utf-8").strip(),
            "script": script.text() if any(script.BLOCK in block for block in blocks) else "",
            "script_source": script.source(),
            "facts_sha256": sha256(facts.encode()),
            "blocks": [plain(block) for block in blocks],
        }
        return notebook, resources


def convert(executed: NotebookNode) -> str:
    """Return the page of an executed notebook."""
    html: str = _exporter().from_notebook_node(executed)[0]
    return html


@cache
def _exporter() -> ShouguanExporter:
    """Return what makes pages; it reads its templates once a process."""
    return ShouguanExporter()


def shown_by(lang: Lang, pieces: Sequence[str], title: str, facts: str) -> NotebookNode:
    """Return an executed production notebook that shows these pieces and hands over these facts."""
    bundles = [{"text/html": piece} for piece in pieces] + [{FACTS_MIME: {"title": title, "facts": facts}}]
    outputs = [new_output("display_data", data=bundle) for bundle in bundles]
    return new_notebook(cells=[new_code_cell(f'lang = "{lang}"', outputs=outputs)])


def handed_over(notebook: NotebookNode) -> tuple[str, str]:
    """Take the title and the facts out of a notebook's outputs.

    What it takes to make the page again goes with the facts of a production notebook alone: an analysis notebook's page
    holds more than its sections.

    Raises
    ------
    RunError
        When there are none.
    """
    for output in _each(notebook):
        bundle = output.get("data", {}).get(FACTS_MIME)
        if bundle is not None:
            facts = written.without_page(bundle["facts"]) if is_analysis(notebook) else bundle["facts"]
            return bundle["title"], facts
    raise RunError(
        "笔记本没有交出 facts：先运行一遍；最后一格应为 page.publish()",
        "the notebook handed over no facts: run it first; its last cell should be page.publish()",
    )


def language(notebook: NotebookNode) -> Lang:
    """Return the language that the notebook was run in: the last that its parameters say."""
    languages = [match for cell in notebook.cells if cell.cell_type == "code" for match in _LANG.findall(cell.source)]
    return "en" if languages[-1:] == ["en"] else "zh"


def is_analysis(notebook: NotebookNode) -> bool:
    """Say whether a notebook is an analyst's, with prose, tables and pictures of its own."""
    return bool(notebook.metadata.get("shouguan", {}).get("kind") == "analysis")


def without_analyst(notebook: NotebookNode, html: str) -> str:
    """Return what the linter holds to the facts: all but the analyst's figures, each line where it was.

    Of a production notebook that is the whole page.
    """
    if not is_analysis(notebook):
        return html
    return _BLOCK.sub(lambda block: "\n" * block[0].count("\n"), html)


def _each(notebook: NotebookNode) -> Iterator[NotebookNode]:
    for cell in notebook.cells:
        yield from cell.get("outputs", [])


def unseen(notebook: NotebookNode) -> list[int]:
    """Return the numbers of cells, as an author counts them, that show what no page has.

    Text beside what a page takes counts for nothing: it is what a plot returns.
    """
    return [
        number
        for number, cell in _numbered(notebook)
        if any(output.output_type == "stream" and output.name == "stdout" for output in cell.get("outputs", []))
        or _lost([{*output.data} for output in cell.get("outputs", []) if "data" in output])
    ]


def _lost(shown: Sequence[set[str]]) -> bool:
    left = [kinds for kinds in shown if not kinds & _EXPECTED]
    return any(kinds != {"text/plain"} for kinds in left) or (left != [] and len(left) == len(shown))


def _numbered(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Yield cells with their numbers: the run's own cell is in no author's notebook."""
    own = (cell for cell in notebook.cells if "injected-parameters" not in cell.metadata.get("tags", []))
    return enumerate(own, start=1)


def _analyst_s(data: NotebookNode) -> bool:
    """Whether an output is a table or a picture that an analyst made, not a section of the page."""
    html = data.get("text/html", "")
    return 'class="dataframe"' in html or _STYLED.search(html) is not None or "image/png" in data


def _production(notebook: NotebookNode) -> None:
    """Refuse an analyst's table or picture in a notebook that does not say that it has such.

    Raises
    ------
    RunError
        With the number of the cell; else each of its figures would be told to be no fact, and a picture be left out.
    """
    for number, cell in _numbered(notebook):
        if any(_analyst_s(output.get("data", {})) for output in cell.get("outputs", [])):
            raise RunError(
                f'第{number}格显示了自己做的表或图，笔记本的元数据里要写明 "shouguan": {{"kind": "analysis"}}'
                "（JupyterLab：右侧属性检查器的高级工具）",
                f"cell {number} shows a table or a picture of your own: the notebook's metadata must say"
                ' "shouguan": {"kind": "analysis"} (JupyterLab: the property inspector, advanced tools)',
            )


def _outputs(notebook: NotebookNode) -> Iterator[str]:
    _production(notebook)
    for output in _each(notebook):
        if output.output_type in {"display_data", "execute_result"} and "text/html" in output.data:
            yield _LACKING.sub("", _honest(output.data["text/html"]))


def _analysis(notebook: NotebookNode, lang: Lang) -> Iterator[str]:
    """Yield prose, page's sections and analyst's figures in the order of the notebook."""
    heading, before = "", False
    for at, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            if _introduces_nothing(notebook.cells, at):
                continue
            spoken: Lang = "en" if "en" in cell.metadata.get("tags", []) else "zh"
            introduces = cell is notebook.cells[0] and cell.source.startswith(
                "# "
            )  # the page's title is `page.heading()`
            if spoken == lang and not introduces:
                headings = re.findall(r"^#+ (.*)$", cell.source, re.MULTILINE)
                heading = headings[-1] if headings else heading
                before = before and not headings
                yield _prose(cell.source)
        elif cell.cell_type == "code":
            before, again = _skipped(cell), before
            if before and again:  # it was said of the cell before it
                continue
            own: list[str] = []
            for output in cell.outputs:
                data = output.get("data", {})
                if LAB_MIME in data:
                    continue
                if "text/html" in data and _analyst_s(data):
                    own.append(_frame(data["text/html"]))
                elif "image/png" in data:
                    description = output.metadata.get("image/png", {}).get("alt") or heading
                    own.append(_picture(data["image/png"], description))
                elif "text/html" in data:
                    yield _honest(data["text/html"])
            if own:
                yield _figure(own, cell.source, lang)


def _introduces_nothing(cells: Sequence[NotebookNode], at: int) -> bool:
    """Whether prose without a heading stands before a cell that was skipped for want of a forecast."""
    shown = next((cell for cell in cells[at:] if cell.cell_type == "code"), None)
    return shown is not None and not cells[at].source.startswith("#") and _skipped(shown)


def _skipped(cell: NotebookNode) -> bool:
    return any(_SKIPPED.fullmatch(output.get("data", {}).get("text/html", "").strip()) for output in cell.outputs)


def _honest(html: str) -> str:
    """Return a section of the page, which only the exporter may set apart as an analyst's."""
    if _POSING.search(html):
        raise RunError("网页输出不得自称分析表", "an output poses as an analyst's figure")
    return html


def _prose(source: str) -> str:
    if _IMAGE.search(source):
        raise RunError(
            "文字格里有图片，其中的数无法核对；图请由代码画出",
            "a picture in prose: its figures cannot be checked; draw it by code",
        )
    renderer = IPythonRenderer(escape=True, exclude_anchor_links=True)
    html = MarkdownWithMath(renderer=renderer).render(source).strip()
    html = re.sub(r"<code>(.*?)</code>", r'<span class="code">\1</span>', html)  # words of the sentence to the linter
    return f'<div class="prose">\n{html}\n</div>'


def _frame(html: str) -> str:
    """Return pandas' table as one of ours: no style of its own, a dash for what is missing, a true minus."""
    table = _TABLE.search(html)
    if table is None:
        raise RunError("网页输出自称数据表，其中却没有表", "an output poses as a frame and holds no table")
    plain = _OF_STYLE.sub("", table[0]) if _STYLED.match(table[0]) else table[0]
    text = plain.replace(' border="1"', "").replace(' style="text-align: right;"', "")
    text = _VOID_CELL.sub("<td>—</td>", text).replace("<th></th>", "<td></td>")
    return '<div class="scroll" tabindex="0">' + re.sub(r"<td>-(?=[0-9])", "<td>\u2212", text) + "</div>"


def _picture(png: str, description: str) -> str:
    return f'<img src="data:image/png;base64,{"".join(png.split())}" alt="{escape(description)}">'


def _figure(shown: list[str], code: str, lang: Lang) -> str:
    words = "代码" if lang == "zh" else "Code"
    folded = Markup("<details><summary>{}</summary><pre>{}</pre></details>").format(words, code)
    return f"{ANALYST_MARK}{''.join(shown)}{folded}</figure>"
