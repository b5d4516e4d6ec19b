"""A place whose every string is an attack: it is refused, or the page shows it as text and passes the gate."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shouguan.core import paths
from shouguan.publishing import gate
from shouguan.report.page import Page, open_page

ATTACK = "<script>alert(1)</script>\"'><img src=http://127.0.0.1/x onerror=alert(2)>{{7*7}}"
NAME = "甲\"'>乙 < 丙&lt;b {{7*7}}"
"""What names may be: no markup, and all that ends an attribute or looks like markup once it is read twice."""


@pytest.fixture
def hostile(tmp_path: Path) -> Page:
    folder = tmp_path / "city"
    shutil.copytree(paths.places() / "demo-city", folder)
    settings = (folder / "place.yaml").read_text(encoding="utf-8")
    quoted = "'" + NAME.replace("'", "''") + "'"
    settings = settings.replace("name: 示范市", f"name: {quoted}").replace(
        "office: 示范市发展和改革委员会", f"office: {quoted}"
    )
    (folder / "place.yaml").write_text(settings, encoding="utf-8")
    in_csv = '"' + ATTACK.replace('"', '""') + '"'
    for file in (folder / "observations").glob("*.csv"):
        text = file.read_text(encoding="utf-8").replace("演示数据（data/demo-city/generate.py，种子 20201023）", in_csv)
        file.write_text(text, encoding="utf-8")
    regions = (
        (folder / "regions.csv").read_text(encoding="utf-8").replace("示范省", '"' + NAME.replace('"', '""') + '"')
    )
    (folder / "regions.csv").write_text(regions, encoding="utf-8")
    return open_page(str(folder), as_of="2020-10-25")


def test_hostile_strings_are_shown_as_text_and_the_page_passes_the_gate(hostile: Page) -> None:
    pieces = [
        hostile.heading(),
        hostile.conclusion(),
        hostile.page_one(),
        hostile.so_far(),
        hostile.fans(),
        hostile.required(),
        hostile.singles(),
        hostile.contributions(),
        hostile.status(),
        hostile.yardsticks(),
        hostile.method(),
    ]
    body = "".join(piece._repr_html_() for piece in pieces)
    assert body.count("&gt;乙 &lt; 丙&amp;lt;b {{7*7}}") >= 5
    assert "&lt;script&gt;alert(1)" in body
    assert NAME not in body
    assert "<script" not in body
    assert "<img" not in body
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    assert gate.html_problems(policy + body) == []
