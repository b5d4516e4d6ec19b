"""The notebooks as they are under jupyter-scheduler: a job created through its API yields the HTML."""

from __future__ import annotations

import json
import shutil
import time
import urllib.request
from pathlib import Path
from typing import Any

import nbformat
import pytest

from shouguan.core import paths
from shouguan.core.parameters import check
from shouguan.publishing import exporter, render
from tests.builders import jupyterlab

PATIENCE = 300.0
DAY = "2022-10-28"

pytestmark = pytest.mark.long
pytest.importorskip("jupyter_scheduler", reason="jupyter-scheduler is not installed")


def _asked(lab: jupyterlab.Lab, path: str, content: dict[str, Any] | None = None) -> Any:
    body = None if content is None else json.dumps(content).encode()
    headers = {"Authorization": f"token {lab.token}", "Content-Type": "application/json"}
    with urllib.request.urlopen(
        urllib.request.Request(f"{lab.url}scheduler/{path}", body, headers), timeout=60
    ) as said:
        return json.load(said)


def test_a_job_yields_the_html_and_its_notebook_our_page(tmp_path: Path) -> None:
    folder, home = tmp_path / "笔记本", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    shutil.copy(paths.notebooks() / "briefing.ipynb", folder)
    with jupyterlab.running(folder, home) as lab:
        environment = _asked(lab, "runtime_environments")[0]["name"]
        job = {
            "name": "简报",
            "input_uri": "briefing.ipynb",
            "runtime_environment_name": environment,
            "output_formats": ["html", "ipynb"],
            "parameters": {"place": "'山东'", "as_of": f"'{DAY}'"},
        }
        number = _asked(lab, "jobs", job)["job_id"]
        until = time.monotonic() + PATIENCE
        while (came := _asked(lab, f"jobs/{number}"))["status"] not in ("COMPLETED", "FAILED"):
            assert time.monotonic() < until
            time.sleep(1.0)
        assert came["status"] == "COMPLETED", came["status_message"]
        (html,) = home.rglob("briefing-*.html")
        (notebook,) = home.rglob("briefing-*.ipynb")
        shown = html.read_text(encoding="utf-8")
        executed = nbformat.read(notebook, as_version=4)
    report = render.render(render.prepare(check({"place": "山东", "as_of": DAY})), tmp_path / "reports")
    page = report.html.read_text(encoding="utf-8")
    assert "全年" in shown
    assert exporter.handed_over(executed)[1] == report.facts.read_text(encoding="utf-8")
    assert exporter.convert(executed) == page
