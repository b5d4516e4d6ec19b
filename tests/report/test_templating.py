"""Templates: what fills them is escaped, a value that lacks is an error in its line, and layout is not on the page."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from shouguan.facts.table import Fact
from shouguan.report import templating

LIST = """{# Points. #}
<ul>
  {% for item in items %}
  <li>{{ item }} {{ name }}</li>
  {% endfor %}
</ul>
"""


@pytest.fixture(autouse=True)
def _list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "list.html.j2").write_text(LIST, encoding="utf-8")
    monkeypatch.setattr(templating, "FOLDER", tmp_path)
    monkeypatch.setattr(templating, "environment", templating.environment.__wrapped__)  # keeps no template of a test


def test_figures_stand_as_facts_texts_are_escaped_and_lines_close_up() -> None:
    fact = Fact("gdp.x", "forecast", "000000", "gdp", "2020", 2.04, "%", 1, "数", "figure")
    assert templating.fill("list", items=[fact, "<b>"], name="a & b") == (
        '<ul><li><span class="n" data-fact="gdp.x">2.0</span> a &amp; b</li><li>&lt;b&gt; a &amp; b</li></ul>'
    )


def test_a_value_that_lacks_is_an_error_that_names_the_template_and_its_line() -> None:
    with pytest.raises(UndefinedError, match="'name' is undefined") as error:
        templating.fill("list", items=["a"])
    frames = traceback.extract_tb(error.value.__traceback__)
    assert [frame.lineno for frame in frames if frame.filename.endswith("list.html.j2")] == [4]
