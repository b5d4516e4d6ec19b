"""The commands for what is passed on: what they print, which files they leave, and how they refuse."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import typer

from shouguan.cli.publish import add_commands
from shouguan.core.errors import DataError, RunError, ShouguanError, UsageError
from shouguan.publishing import pdf, signing
from tests.builders.issued import forecast, publish


@pytest.fixture
def app() -> typer.Typer:
    """The commands by themselves."""
    made = typer.Typer(pretty_exceptions_enable=False)
    add_commands(made)
    return made


def run(app: typer.Typer, capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """Run a command as a user would and return what it prints; what it refuses is raised."""
    app([str(word) for word in words], standalone_mode=False)
    return capsys.readouterr().out.strip()


def test_sign_prints_the_signed_file_and_check_says_who_signed(
    app: typer.Typer, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    html = publish(tmp_path, forecast()).html
    signed = Path(run(app, capsys, "sign", html, "--by", "张三", "--on", "2020-10-26", "--note", "报市政府"))
    assert signed == html.parent / "signed" / "briefing.zh.1.html"
    assert signing.verify(signed)["note"] == "报市政府"
    said = run(app, capsys, "sign", signed, "--check")
    assert "第1期，张三 2020-10-26 签发，与签发时一致" in said
    publish(tmp_path, forecast(median=2.4))
    second = run(app, capsys, "sign", html, "--by", "李四", "--on", "2020-10-27", "--corrects", 1, "--reason", "更正")
    assert second.endswith("briefing.zh.2.html")
    signed.chmod(0o644)
    signed.write_text("x", encoding="utf-8")
    with pytest.raises(RunError):
        run(app, capsys, "sign", signed, "--check")


def test_without_a_day_it_is_today(app: typer.Typer, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    html = publish(tmp_path, forecast()).html
    before = dt.date.today()
    signed = run(app, capsys, "sign", html, "--by", "张三")
    assert before.isoformat() <= signing.verify(Path(signed))["signed_on"] <= dt.date.today().isoformat()


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ([], UsageError, "--by"),
        (["--by", "张三", "--on", "yesterday"], DataError, "2020-10-26"),
        (["--by", "张三", "--sha256", "zz"], UsageError, "--sha256"),
        (["--by", "张三", "--corrects", "1"], UsageError, "--reason"),
        (["--check", "--by", "张三"], UsageError, "--check"),
        (["--check"], DataError, "not signed"),
    ],
)
def test_wrong_use_of_sign_is_named_and_signs_nothing(
    app: typer.Typer,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    options: list[str],
    error: type[ShouguanError],
    says: str,
) -> None:
    html = publish(tmp_path, forecast()).html
    with pytest.raises(error, match=says):
        run(app, capsys, "sign", html, *options)
    assert signing.issues(html) == []


def test_annex_lies_beside_the_report_or_where_it_is_told(
    app: typer.Typer, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    html = publish(tmp_path, forecast()).html
    beside = Path(run(app, capsys, "annex", html))
    assert beside == html.with_name("briefing.zh.xlsx")
    told = Path(run(app, capsys, "annex", html, "--out", tmp_path / "附表.xlsx"))
    assert told.read_bytes() == beside.read_bytes()
    assert "1 已发布数和预计数" in openpyxl.load_workbook(told).sheetnames
    with pytest.raises(UsageError, match=r"\.xlsx"):
        run(app, capsys, "annex", html, "--out", tmp_path / "x.csv")
    with pytest.raises(DataError, match=r"briefing\.zh\.html"):
        run(app, capsys, "annex", html.with_name("briefin.zh.html"))


def test_pdf_says_where_it_is_or_that_there_is_no_browser(
    app: typer.Typer, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = publish(tmp_path, forecast()).html
    asked: list[tuple[Path, Path | None]] = []

    def write(report: Path, out: Path | None) -> Path:
        asked.append((report, out))
        return report.with_suffix(".pdf")

    monkeypatch.setattr(pdf, "write", write)
    assert run(app, capsys, "pdf", html, "--out", tmp_path / "x.pdf") == str(html.with_suffix(".pdf"))
    assert asked == [(html, tmp_path / "x.pdf")]
    monkeypatch.undo()
    monkeypatch.setattr(pdf, "browser", lambda: None)
    with pytest.raises(RunError, match="没有找到浏览器"):
        run(app, capsys, "pdf", html)


def test_help_does_not_load_the_forecasting_stack() -> None:
    heavy = "('pandas', 'openpyxl', 'nbformat')"
    code = f"import sys, shouguan.cli.publish; sys.exit(any(m in sys.modules for m in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
