"""A report as PDF: an installed Chromium prints it, and what goes wrong is told by name."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shouguan.core.errors import DataError, RunError, UsageError
from shouguan.publishing import pdf
from tests.builders.issued import forecast, publish
from tests.conftest import browser_path

needs_browser = pytest.mark.skipif(browser_path() is None, reason="no Chromium is installed")
posix = pytest.mark.skipif(sys.platform == "win32", reason="a script stands for the browser")


def script(folder: Path, body: str) -> Path:
    """Return a program that stands for a browser; `$out` is the file it should write."""
    file = folder / "chromium"
    find = 'for a in "$@"; do case "$a" in --print-to-pdf=*) out="${a#--print-to-pdf=}";; esac; done\n'
    file.write_text(f"#!/bin/sh\n{find}{body}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


@pytest.mark.usefixtures("english")
@posix
@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("exit 3", "exit code 3"),
        ("echo 'no display' >&2; exit 1", "no display"),
        ("printf 'not a pdf' > \"$out\"", "made no PDF"),
        ("printf '%%PDF-1.4 cut off' > \"$out\"", "made no PDF"),
        ("printf 'junk %%%%EOF' > \"$out\"", "made no PDF"),
        ("sleep 30", "did not finish in 0.3 seconds"),
    ],
)
def test_a_browser_that_fails_is_told_and_the_old_pdf_stays(tmp_path: Path, body: str, says: str) -> None:
    report = publish(tmp_path, forecast())
    old = report.html.with_suffix(".pdf")
    old.write_bytes(b"old")
    with pytest.raises(RunError, match=says):
        pdf.write(report.html, program=script(tmp_path, body), seconds=0.3 if "sleep" in body else 30)
    assert old.read_bytes() == b"old"
    assert set(report.html.parent.iterdir()) == {report.html, report.facts, report.manifest, old}


@posix
def test_the_browser_is_kept_from_the_network_and_its_profile_is_thrown_away(tmp_path: Path) -> None:
    report = publish(tmp_path, forecast())
    log = tmp_path / "asked"
    program = script(tmp_path, f'printf "%s\\n" "$@" > {log}; printf "%%PDF-1.4\\n%%%%EOF\\n" > "$out"')
    made = pdf.write(report.html, tmp_path / "x.pdf", program=program)
    assert made.read_bytes() == b"%PDF-1.4\n%%EOF\n"
    asked = log.read_text("utf-8").splitlines()
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in asked
    assert asked[-1] == report.html.resolve().as_uri()
    (profile,) = [each.partition("=")[2] for each in asked if each.startswith("--user-data-dir=")]
    assert not Path(profile).parent.exists()
    assert not [each for each in asked if each.startswith("--remote-debugging")]


@pytest.mark.usefixtures("english")
def test_without_a_browser_it_says_so_and_what_else_can_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    report = publish(tmp_path, forecast())
    assert pdf.browser() is None
    with pytest.raises(RunError, match="no browser was found") as caught:
        pdf.write(report.html)
    assert "Chromium" in caught.value.zh
    assert not report.html.with_suffix(".pdf").exists()


@pytest.mark.usefixtures("english")
@posix
def test_a_program_that_does_not_run_is_told(tmp_path: Path) -> None:
    report = publish(tmp_path, forecast())
    with pytest.raises(RunError, match="does not run"):
        pdf.write(report.html, program=tmp_path / "gone")


def test_only_a_published_report_is_printed_and_only_to_pdf(tmp_path: Path) -> None:
    report = publish(tmp_path, forecast())
    with pytest.raises(DataError):
        pdf.write(tmp_path / "gone.html")
    with pytest.raises(UsageError, match=r"\.pdf"):
        pdf.write(report.html, tmp_path / "x.txt")
    report.facts.write_bytes(b"{}")
    with pytest.raises(RunError):
        pdf.write(report.html)


def test_a_browser_is_found_under_any_of_its_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("a script stands for the browser")
    for name in ("chromium-browser", "google-chrome", "msedge", "chrome"):
        folder = tmp_path / name
        folder.mkdir()
        script(folder, "").rename(folder / name)
        monkeypatch.setenv("PATH", str(folder))
        assert pdf.browser() == folder / name


@pytest.mark.browser
@needs_browser
def test_chromium_prints_the_report_on_a4_twice_to_the_same_bytes(tmp_path: Path) -> None:
    style = "<style>@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: counter(page) } }</style>"
    report = publish(tmp_path, forecast(), body=f"{style}<p>{'全年预计增长。' * 2000}</p>")
    first = pdf.write(report.html).read_bytes()
    second = pdf.write(report.html, tmp_path / "b.pdf").read_bytes()
    assert first == second
    assert set(re.findall(rb"Date ?\(D:(\d{8})", first)) == {b"20201025"}
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox ?\[([^\]]*)\]", first)}
    assert {tuple(round(each) for each in box) for box in boxes} == {(0, 0, 595, 842)}
    assert len(re.findall(rb"/Type ?/Page\b", first)) > 1
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", str(report.html.with_suffix(".pdf")), "-"], capture_output=True, check=True)
        assert "示范市2020年前三季度" in text.stdout.decode()
