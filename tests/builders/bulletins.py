"""Bulletins made in this process: the notebook's own cells on a page, its files as the renderer leaves them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat

from shouguan.core import paths
from shouguan.core.parameters import check_bulletin
from shouguan.data.place import load
from shouguan.facts import archive, issues
from shouguan.facts.archive import Report, sha256
from shouguan.facts.table import FACTS_MIME
from shouguan.publishing import bulletins, exporter, gate, lint
from shouguan.report.bulletin_page import BulletinPage, open_bulletin

DAY = "2020-10-25"
NOTEBOOK = paths.notebooks() / "bulletin.ipynb"


def page(**given: Any) -> BulletinPage:
    """Open a bulletin of the demonstration city."""
    return open_bulletin(**({"place": "demo-city", "as_of": DAY} | given))


def shown(made: BulletinPage) -> tuple[str, str]:
    """Return the HTML and the facts of a page, made by the notebook's own cells."""
    cells = [cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.cell_type == "code"]
    pieces = [made.masthead()._repr_html_()]
    bundle: dict[str, Any] = {}
    for source in cells[2:]:
        shows: Any = eval(source, {"page": made})  # our own notebook
        if hasattr(shows, "html"):
            pieces.append(shows._repr_html_())
        else:
            bundle = shows._repr_mimebundle_()[FACTS_MIME]
    notebook = exporter.shown_by(made.context.lang, pieces, bundle["title"], bundle["facts"])
    return exporter.convert(notebook), bundle["facts"]


@lru_cache(maxsize=16)
def _drawn(parameters: str, before: str | None) -> tuple[str, str]:
    """Return the HTML and the facts of an issue after what the one before called for; each is made once."""
    values = json.loads(parameters)
    with TemporaryDirectory() as folder:
        if before is not None:
            values["previous"] = str(Path(folder) / "previous.json")
            Path(values["previous"]).write_text(before, encoding="utf-8")
        return shown(open_bulletin(**values))


def problems(html: str, facts: str, lang: Any) -> list[str]:
    """Return what the gate and the linter find."""
    return [*gate.html_problems(html), *lint.check(html, facts, lang)]


def published(out: Path, day: str = DAY, **given: Any) -> Path:
    """Publish a draft under a reports folder as a run does, with its number and what the one before called for."""
    parameters = bulletins.of(check_bulletin({"place": "demo-city", "as_of": day} | given), load("demo-city"))
    html = out / day / "demo-city" / "base" / f"{bulletins.report(parameters)}.{parameters.lang}.html"
    html.parent.mkdir(parents=True, exist_ok=True)
    parameters = bulletins.numbered(parameters, html)
    before = bulletins.before(parameters, html)
    text, facts = _drawn(json.dumps(parameters.for_notebook()), None if before is None else issues.to_json(before[1]))
    manifest = {
        "schema": 1,
        "notebook": {"name": "bulletin"},
        "parameters": parameters.for_notebook() | {"place": "demo-city", "scenario": "base"},
        "facts_sha256": sha256(facts.encode()),
        "html_sha256": sha256(text.encode()),
    }
    made: Report = archive.put(html, text, facts, json.dumps(manifest, ensure_ascii=False))
    archive.sweep(html)
    return made.html
