"""`shouguan bulletin`: what it asks for, what it refuses, the Word file beside it, and the list of issues."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from shouguan.core.parameters import BulletinParameters
from shouguan.facts.archive import Report
from shouguan.publishing import docx, render, signing
from shouguan.publishing.render import Job
from shouguan.publishing.signing import Act
from tests.builders import bulletins

DAY = "2020-10-25"


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """Prepare and check all, and start no kernel."""
    made: list[Job] = []

    def noted(job: Job, out: Path, **_: Any) -> Report:
        made.append(job)
        return Report.of(job.html(out), b"")

    monkeypatch.setattr(render, "render", noted)
    monkeypatch.setattr(docx, "of_report", lambda _, file: file)
    return made


def _given(job: Job) -> BulletinParameters:
    assert isinstance(job.parameters, BulletinParameters)
    return job.parameters


def test_the_sheets_have_files_of_their_own_and_a_word_file_where_it_is_asked_for(run: Any, jobs: list[Job]) -> None:
    for words, name in (
        (("--task-force", "规上工业增加值专班", "--docx"), "bulletin-industry.zh"),
        (("--task-force", "gdp", "--meeting"), "meeting-gdp.zh"),
        (("--summary",), "summary.zh"),
    ):
        code, out, err = run("bulletin", "demo-city", "--as-of", DAY, *words)
        assert code == 0, err
        assert f"{name}.html" in out and (f"{name}.docx" in out) == ("--docx" in words)
    assert [_given(job).every for job in jobs] == ["week", "month", "week"]
    assert [_given(job).task_force for job in jobs] == ["industry", "gdp", "investment"]


def test_report_makes_one_too(run: Any, jobs: list[Job]) -> None:
    assert run("report", "demo-city", "--as-of", DAY, "--notebook", "bulletin")[0] == 0
    assert jobs[0].report == "bulletin-investment" and _given(jobs[0]).sheet == "bulletin"
    code, _, err = run("report", "demo-city", "--notebook", "bulletin", "--scenario", "stress")
    assert code == 2 and "没有情景" in err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("demo-city", "--week", "--month"), 2, "--week 和 --month 只能用一个"),
        (("demo-city", "--meeting", "--summary"), 2, "--meeting 和 --summary 只能用一个"),
        (("demo-city", "--task-force", "industri"), 1, "没有代号为“industri”的工作专班；最接近的有效值：industry"),
        (("demo-city", "--issue", "0"), 1, "issue 的值“0”不对，应为1 至 9999 的整数"),
        (("山东",), 1, "没有项目、企业、资金清单，也没有行动清单，通报没有内容"),
        (("demo-city", "--as-of", "x"), 1, "as_of 的值“x”不对"),
    ],
)
def test_what_is_wrong_is_said_before_anything_runs(
    run: Any, jobs: list[Job], words: tuple[str, ...], code: int, told: str
) -> None:
    ended, _, err = run("bulletin", *words)
    assert ended == code and told.replace(" ", "") in err.replace(" ", "").replace("\n", "")
    assert jobs == []


def test_the_list_tells_drafts_and_issues_apart(run: Any, tmp_path: Path) -> None:
    assert run("bulletin", "demo-city", "--list", "--out", str(tmp_path))[1].strip() == f"{tmp_path} 里没有通报"
    signing.sign(bulletins.published(tmp_path, "2020-10-18", task_force="gdp"), Act("张三", dt.date(2020, 10, 19)))
    bulletins.published(tmp_path, DAY, task_force="gdp")
    lines = run("bulletin", "demo-city", "--list", "--out", str(tmp_path))[1].splitlines()
    assert [line.split()[:3] for line in lines] == [
        ["bulletin-gdp.zh", "2020-10-18", "第1期"],
        ["bulletin-gdp.zh", DAY, "草稿"],
    ]


@pytest.mark.long
def test_a_bulletin_is_made_signed_and_followed_up(run: Any, tmp_path: Path) -> None:
    out = str(tmp_path / "reports")
    for day in ("2020-10-18", DAY):
        code, told, err = run("bulletin", "demo-city", "--task-force", "gdp", "--as-of", day, "--out", out, "--docx")
        assert code == 0, err
        html, word = map(Path, told.split())
        assert html.is_file() and word.is_file()
        assert run("sign", str(html), "--by", "张三", "--on", "2020-10-30")[0] == 0
    assert "上期（第" in html.read_text(encoding="utf-8") or "上期（" in html.read_text(encoding="utf-8")
    assert (html.parent / "signed" / "bulletin-gdp.zh.2.html").is_file()
