"""What README and docs show can be pasted: every command and every Python block of theirs is run, page by page."""

from __future__ import annotations

import ast
import datetime as dt
import os
import re
import shlex
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import matplotlib.pyplot as plt
import pytest

import shouguan as sg
from shouguan.cli import commands
from shouguan.core import paths
from shouguan.core.parameters import check, merged
from shouguan.core.rounding import display
from shouguan.facts.archive import Report
from shouguan.publishing import docx, render
from shouguan.publishing.batch import run
from shouguan.publishing.render import Job

LONG = os.environ.get("SHOUGUAN_TESTS") == "long"
PAGES = (
    "README.md",
    "README.zh-CN.md",
    "docs/data.md",
    "docs/weekly.md",
    "docs/scenarios.md",
    "docs/method.md",
    "docs/scheduling.md",
    "docs/scheduling.zh-CN.md",
    "docs/bulletins.md",
)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page: str, kind: str) -> list[str]:
    return [text for name, text in _BLOCK.findall((paths.home() / page).read_text(encoding="utf-8")) if name == kind]


def _python(page: str) -> list[str]:
    """Return the code that a page shows, also within its lists."""
    text = (paths.home() / page).read_text(encoding="utf-8")
    return re.findall(r"^ *```python\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)


def pasted(page: str) -> list[list[str]]:
    """Return the words of each of our commands that a page shows, in its order."""
    lines = [line for block in blocks(page, "sh") for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("shouguan ")]


def _daily(page: str) -> Any:
    """Leave the Chinese page to the long run: it shows what the English one does."""
    return pytest.param(page, marks=pytest.mark.long) if page.endswith(".zh-CN.md") else page


@pytest.mark.parametrize("chinese", ["README.zh-CN.md", "docs/scheduling.zh-CN.md"])
def test_both_languages_show_the_same_commands_and_code(chinese: str) -> None:
    english = chinese.replace(".zh-CN", "")
    ours = [[word.replace("data/我市", "data/our-city") for word in words] for words in pasted(chinese)]
    assert pasted(english) == ours
    meant = [[ast.dump(ast.parse(dedent(text))) for text in _python(page)] for page in (english, chinese)]
    assert meant[0] == meant[1]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout to paste into: the examples are there, and what is made goes nowhere else."""
    (tmp_path / "examples").symlink_to(paths.examples())
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """In daily runs a report is prepared, which checks all that was asked for; long runs make it."""
    jobs: list[Job] = []
    made = render.render

    def noted(job: Job, out: Path, **more: Any) -> Report:
        jobs.append(job)
        return made(job, out, **more) if LONG else Report.of(job.html(out), b"")

    monkeypatch.setattr(render, "render", noted)
    if not LONG:
        monkeypatch.setattr(docx, "of_report", lambda _, file: file)
        monkeypatch.setattr(run, "run", lambda asked, *_, **__: run.Run((), dt.datetime(2020, 10, 26), 0.0))
    return jobs


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize("page", [_daily(page) for page in PAGES if pasted(page)])
def test_every_command_that_a_page_shows_runs_as_it_stands(
    page: str, prepared: list[Job], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = pasted(page)
    for words in asked:
        if LONG and "--dask" in words:  # at that address there is no cluster
            continue
        monkeypatch.setattr(sys, "argv", ["shouguan", *words])
        with pytest.raises(SystemExit) as ended:
            commands.main()
        assert not ended.value.code, f"{' '.join(words)}: {capsys.readouterr().err}"
    reports = [words for words in asked if words[0] in ("report", "bulletin") and "--list" not in words]
    assert len(prepared) >= len(reports)
    assert not LONG or all(job.html(Path("reports")).exists() for job in prepared)


@pytest.mark.parametrize("page", [_daily(page) for page in PAGES if blocks(page, "python")])
def test_every_block_of_python_that_a_page_shows_runs(page: str) -> None:
    for block in blocks(page, "python"):
        exec(compile(block, page, "exec"), {})  # our own page
    plt.close("all")


def test_the_settings_of_an_unattended_report_are_the_example_that_comes_with_the_kit(checkout: Path) -> None:
    (shown,) = (block for block in blocks("docs/scheduling.md", "yaml") if "monthly.yaml" in block)
    (checkout / "shown.yaml").write_text(shown, encoding="utf-8")
    (checkout / "data" / "our-city").mkdir()
    told = check(merged({}, checkout / "shown.yaml")[0])
    values, beside = merged({}, paths.examples() / "monthly.yaml")
    example = check(values)
    assert told.model_copy(update={"place": example.place}) == example
    assert beside["notebook"] == ["briefing", "gdp", "investment"]


def test_the_examples_that_are_made_are_what_their_script_makes(tmp_path: Path) -> None:
    spelled = {file.name: file.read_bytes() for file in paths.examples().glob("*.csv")}
    script = (paths.examples() / "generate.py").read_text(encoding="utf-8")
    name = {"__name__": "__main__", "__file__": str(tmp_path / "generate.py")}
    exec(compile(script, "generate.py", "exec"), name)  # our own script
    made = {file.name: file.read_bytes() for file in tmp_path.glob("*.csv")}
    assert len(made) == 3
    assert made.items() <= spelled.items()


def test_the_readmes_show_what_was_expected_beside_what_came() -> None:
    rows = []
    for year in range(2020, 2025):
        ahead = sg.open_place("全国", as_of=f"{year}-10-25").forecast("gdp")
        known = sg.open_place("全国", as_of=f"{year + 1}-03-01").observations("gdp").set_index("period")["ytd"]
        at_end = ahead.table().iloc[-1]
        low, median, high = (display(float(at_end[name]), 1) for name in ("q10", "median", "q90"))
        carried, came = display(ahead.yardsticks["carry_ytd"], 1), display(float(known[f"{year}Q4"]), 1)
        rows.append((year, median, low, high, carried, came))
    texts = {page: (paths.home() / page).read_text(encoding="utf-8") for page in ("README.md", "README.zh-CN.md")}
    for year, median, low, high, carried, came in rows:
        assert f"| {year} | {median} ({low}–{high}) | {carried} | {came} |" in texts["README.md"]
        assert f"| {year} | {median} （{low}～{high}） | {carried} | {came} |" in texts["README.zh-CN.md"]


def test_the_readmes_say_where_the_official_series_end() -> None:
    nation, province = sg.open_place("全国"), sg.open_place("山东", as_of="2023-03-01")
    ends = [nation.observations(code)["period"].iloc[-1] for code in ("gdp", "fai", "retail")]
    assert [*ends, province.observations("gdp")["period"].iloc[-1]] == ["2026Q1", "2024-12", "2024-12", "2022Q4"]
    texts = {page: (paths.home() / page).read_text(encoding="utf-8") for page in ("README.md", "README.zh-CN.md")}
    assert "GDP with 2026 Q1, its investment and retail sales with December 2024" in texts["README.md"]
    assert "the provinces' GDP with 2022" in texts["README.md"]
    assert "到2026年一季度，投资和社零到2024年12月，各省地区生产总值到2022年" in texts["README.zh-CN.md"]
