"""Rendering: what is checked before a kernel starts, what is published, and what a failure leaves."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import filelock
import papermill
import pytest

from shouguan.cli import commands
from shouguan.core import paths
from shouguan.core.errors import DataError, RunError, ShouguanError, UsageError
from shouguan.core.parameters import check
from shouguan.facts import archive
from shouguan.facts.table import SCHEMA
from shouguan.publishing import gate, kernel, limited, notebooks, render
from tests.builders import processes, zoo
from tests.builders.issued import forecast, publish
from tests.builders.zoo import GOOD, PARAMETERS
from tests.conftest import DEMO


def _zoo(folder: Path, monkeypatch: pytest.MonkeyPatch, *cells: str, parameters: str = PARAMETERS) -> render.Job:
    """Put a tiny notebook in place of the kit's own, and prepare it."""
    file = zoo.write(folder / "tiny.ipynb", *cells, parameters=parameters)
    monkeypatch.setattr(notebooks, "available", lambda: {"tiny": file})
    return render.prepare(check(DEMO), "tiny")


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make any attempt to run a notebook fail the test."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a kernel was started")

    monkeypatch.setattr(papermill, "execute_notebook", refuse)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the example city."""
    folder = tmp_path_factory.mktemp("place") / "city"
    shutil.copytree(paths.places() / "demo-city", folder)
    return folder


@pytest.mark.usefixtures("no_kernel")
@pytest.mark.parametrize(
    "file",
    [
        "accounting.yaml",
        "actions.yaml",
        "assessment.yaml",
        "bulletins.yaml",
        "investment.yaml",
        "pacing.yaml",
        "scenarios.yaml",
        "warnings.yaml",
    ],
)
def test_a_settings_file_with_an_unknown_name_is_refused_before_a_kernel_starts(city: Path, file: str) -> None:
    kept = city / file
    before = kept.read_text("utf-8") if kept.is_file() else None
    wrong = "- nonsense: 1\n" if file == "actions.yaml" else "nonsense: 1\n"
    kept.write_text(wrong, encoding="utf-8")
    try:
        with pytest.raises(DataError, match="nonsense") as error:
            render.prepare(check(DEMO | {"place": str(city)}), "gdp")
    finally:
        kept.unlink()
        if before is not None:
            kept.write_text(before, encoding="utf-8")
    assert file in str(error.value)


@pytest.mark.usefixtures("no_kernel")
@pytest.mark.parametrize(
    ("values", "notebook", "error", "says"),
    [
        pytest.param({"plcae": "全国"}, "briefing", UsageError, "place", id="unknown name"),
        pytest.param({"seed": "abc"}, "briefing", DataError, "seed", id="wrong type"),
        pytest.param({"seed": -1}, "briefing", DataError, "4294967295", id="out of bounds"),
        pytest.param({"lang": "fr"}, "briefing", DataError, "zh", id="unknown language"),
        pytest.param({"as_of": "2020-13-45"}, "briefing", DataError, "2020-10-25", id="no such day"),
        pytest.param({"place": "山冬"}, "briefing", DataError, "山东", id="unknown place"),
        pytest.param({"place": "全国"}, "breifing", DataError, "briefing", id="unknown notebook"),
        pytest.param({"as_of": "2021-02-15"}, "gdp", DataError, "2021-01-17", id="no open year"),
        pytest.param({"as_of": "1999-01-01"}, "gdp", DataError, "2011-04-20", id="before any data"),
        pytest.param({"as_of": "2020-10-25", "year": 2019}, "gdp", DataError, "2020", id="a closed year"),
        pytest.param({"place": "山东"}, "investment", DataError, "fai", id="an indicator it has not"),
        pytest.param({"as_of": "2020-10-25", "scenario": "stres"}, "gdp", DataError, "stress", id="no such scenario"),
        pytest.param({"as_of": "2020-10-25", "scenario": "../x"}, "gdp", DataError, "../x", id="a path as scenario"),
        pytest.param({"as_of": "2020-10-25", "since": "yesterday"}, "gdp", DataError, "2020-09-30", id="no such day"),
        pytest.param(
            {"place": "山东", "as_of": "2022-10-28", "since": "2023-01-01"},
            "briefing",
            DataError,
            "2022-10-27",
            id="since after the day",
        ),
        pytest.param({"as_of": "2020-10-25", "since": "2020-10-25"}, "gdp", DataError, "2020-10-24", id="same day"),
        pytest.param({"as_of": "2020-10-25", "sliders": "maybe"}, "gdp", DataError, "true", id="neither yes nor no"),
    ],
)
def test_wrong_parameters_stop_before_a_kernel_starts_and_name_what_is_valid(
    values: dict[str, object], notebook: str, error: type[ShouguanError], says: str
) -> None:
    with pytest.raises(error) as caught:
        render.render(render.prepare(check(values), notebook), Path("never"))
    assert says in caught.value.zh
    assert says in caught.value.en or not says.isascii()


@pytest.mark.usefixtures("no_kernel")
def test_a_place_with_too_few_figures_is_told_before_a_kernel_starts_that_there_is_no_forecast(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    city = tmp_path / "city"
    shutil.copytree(paths.places() / "demo-city", city)
    for file in (city / "observations").glob("*.csv"):  # what was released in 2020: four quarters
        lines = file.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if line.startswith("region") or ",2020" in line]
        file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    render.prepare(check({"place": str(city), "as_of": "2020-10-25"}))
    assert "没有全年预测" in caplog.text
    assert "只有 4 期累计增速，至少需要 5 期" in caplog.text


@pytest.mark.usefixtures("no_kernel")
def test_a_notebook_that_does_not_declare_a_parameter_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="seed"):
        _zoo(tmp_path, monkeypatch, GOOD, parameters=PARAMETERS.replace("seed", "sead"))


def test_a_report_is_three_files_that_belong_together(demo_report: render.Report) -> None:
    assert archive.read(demo_report.html).facts["schema"] == SCHEMA
    assert demo_report.html.parts[-4:] == ("2020-10-25", "demo-city", "base", "briefing.zh.html")
    digits = archive.sha256(demo_report.html.read_bytes())[:12]
    assert {file.name for file in demo_report.html.parent.iterdir()} == {
        ".lock",
        "briefing.zh.html",
        f"briefing.zh.{digits}.facts.json",
        f"briefing.zh.{digits}.manifest.json",
    }


def test_facts_of_another_run_are_not_accepted(demo_report: render.Report, tmp_path: Path) -> None:
    page, facts, manifest = _texts(demo_report)
    made = archive.put(tmp_path / "briefing.zh.html", page, facts + " ", manifest)
    with pytest.raises(RunError, match="不是同一次运行"):
        archive.read(made.html)


def _texts(report: render.Report) -> list[str]:
    return [file.read_text("utf-8") for file in (report.html, report.facts, report.manifest)]


@pytest.mark.long
def test_the_same_inputs_give_the_same_bytes(demo_report: render.Report, tmp_path: Path) -> None:
    again = render.render(render.prepare(check(DEMO)), tmp_path)
    for first, second in zip(
        (demo_report.html, demo_report.facts, demo_report.manifest),
        (again.html, again.facts, again.manifest),
        strict=True,
    ):
        assert first.read_bytes() == second.read_bytes()


def test_the_page_is_small_and_the_manifest_names_inputs_but_no_path_of_the_machine(demo_report: render.Report) -> None:
    assert demo_report.html.stat().st_size <= 700_000
    manifest = json.loads(demo_report.manifest.read_text(encoding="utf-8"))
    files = [each["file"] for each in manifest["inputs"]]
    assert "data/demo-city/place.yaml" in files
    assert "data/official/observations/gdp.csv" in files
    assert manifest["names"] == {
        "region": "999901",
        "place": {"zh": "示范市", "en": "Demo City"},
        "notebook": {"zh": "简报", "en": "Briefing"},
        "scenario": {"zh": "基准情景", "en": "Baseline"},
    }
    assert manifest["parameters"] == {
        "place": "demo-city",
        "as_of": "2020-10-25",
        "year": 2020,
        "scenario": "base",
        "since": None,
        "previous": None,
        "lang": "zh",
        "seed": 0,
        "sliders": True,
    }
    for file in (demo_report.manifest, demo_report.facts, demo_report.html):
        assert str(paths.home()) not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        pytest.param("1 / 0", "ZeroDivisionError", id="a cell that fails"),
        pytest.param(
            "import warnings; warnings.warn('careful')", "careful", id="a warning on stderr", marks=pytest.mark.long
        ),
        pytest.param(
            'display(HTML(\'<img src="http://example.org/x.png" alt="a picture of x">\'))',
            "example.org",
            id="loads",
            marks=pytest.mark.long,
        ),
        pytest.param(
            "display(HTML('<table><tr><td>nan</td></tr></table>'))",
            "nan",
            id="a figure that is none",
            marks=pytest.mark.long,
        ),
        pytest.param("display(HTML('<h1>another</h1>'))", "<h1>", id="two headings", marks=pytest.mark.long),
        pytest.param("display(HTML('<p>全年预计增长3.4%。</p>'))", "3.4", id="a figure that is no fact"),
    ],
)
def test_a_failed_run_leaves_the_last_good_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str, says: str
) -> None:
    job = _zoo(tmp_path, monkeypatch, GOOD, cell)
    html = job.html(tmp_path)
    html.parent.mkdir(parents=True)
    last = archive.put(html, "the last good page", "its facts", "its manifest")
    with pytest.raises(RunError) as caught:
        render.render(job, tmp_path)
    assert says in str(caught.value)
    assert caught.value.exit_code == 3
    assert _texts(last) == ["the last good page", "its facts", "its manifest"]


def test_a_cell_that_fails_is_named_as_its_author_counts_and_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = _zoo(tmp_path, monkeypatch, "1 + 1", "# what fails\n1 / 0")
    with pytest.raises(RunError) as caught:
        render.render(job, tmp_path / "reports")
    assert caught.value.zh == "笔记本 tiny 第3格（# what fails）运行出错：ZeroDivisionError: division by zero"
    assert caught.value.en == "cell 3 of tiny (# what fails) failed: ZeroDivisionError: division by zero"


def test_a_cell_that_never_ends_is_stopped_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The time is that of all cells: those before have used some of it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    _zoo(tmp_path, monkeypatch, "import time\ntime.sleep(2)", "# what stands still\nwhile True:\n    pass")
    words = ["report", "demo-city", "--as-of", "2020-10-25", "--notebook", "tiny", "--longest", "4"]
    monkeypatch.setattr(sys, "argv", ["shouguan", *words, "--out", str(tmp_path / "reports")])
    began = time.monotonic()
    with pytest.raises(SystemExit) as ended:
        commands.main()
    assert time.monotonic() - began < 30, "it is the limit that stopped it"
    assert ended.value.code == 3
    assert "笔记本 tiny 运行超过4秒，停在第3格（# what stands still），已停止" in capsys.readouterr().err
    assert not list((tmp_path / "reports").rglob("*.html"))
    assert not list(tmp_path.glob("shouguan-*/"))


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("while True:\n    print('x' * 1000)", id="prints"),
        pytest.param("while True:\n    display(1)", id="shows next to nothing", marks=pytest.mark.long),
        pytest.param(
            "x = 'x' * 10_000_000\ndisplay({'text/plain': x}, raw=True)\nwhile True: pass",
            id="one piece",
            marks=pytest.mark.long,
        ),
    ],
)
def test_output_without_end_stops_the_run_in_the_middle_of_its_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str
) -> None:
    monkeypatch.setattr(kernel, "LARGEST_OUTPUT", 2**20)
    job = _zoo(tmp_path, monkeypatch, cell)
    with pytest.raises(RunError, match=r"tiny 的输出超过 1 MB"):
        render.render(job, tmp_path / "reports")
    assert not list((tmp_path / "reports").rglob("*.html"))


@pytest.mark.skipif(sys.platform == "win32", reason="knows no such limit")
@pytest.mark.parametrize(
    "cell",
    [
        "x = bytearray(4 * 2**30)",
        pytest.param("import numpy as np\nx = np.ones(2**29)", marks=pytest.mark.long),
    ],
)
def test_a_cell_that_asks_for_too_much_memory_is_stopped_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str
) -> None:
    job = _zoo(tmp_path, monkeypatch, cell)
    with pytest.raises(RunError, match=r"tiny 第2格（.*）需要的内存超过 512 MB，已停止；--memory 可放宽"):
        render.render(job, tmp_path / "reports", largest=limited.LEAST_MEMORY)


def test_a_kernel_that_dies_is_said_in_plain_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = _zoo(tmp_path, monkeypatch, "import os\nos._exit(9)")
    with pytest.raises(RunError, match="内核意外退出：自行退出，退出码 9"):
        render.render(job, tmp_path / "reports")


@pytest.mark.usefixtures("no_kernel")
def test_a_target_that_cannot_be_written_to_is_found_before_a_kernel_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = _zoo(tmp_path, monkeypatch, GOOD)
    (tmp_path / "reports").write_text("a file", encoding="utf-8")
    with pytest.raises(RunError, match="不能写入"):
        render.render(job, tmp_path / "reports")


def test_a_full_disk_and_a_lock_that_is_held_leave_the_last_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = _zoo(tmp_path, monkeypatch, GOOD)
    monkeypatch.setattr(gate, "check", lambda *_: None)
    made = render.render(job, tmp_path)
    before = {file: file.read_bytes() for file in made.html.parent.iterdir()}

    def full(*_: object) -> None:
        left.append(left[-1] - 1)
        if left[-1] < 0:
            raise OSError(28, "No space left on device")

    for room in range(3):  # for so many of the three files
        left = [room]
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(RunError, match="No space left"):
                render.publish(made.html, "<p>new</p>", "{}", "{}")
        assert {file: file.read_bytes() for file in made.html.parent.iterdir()} == before
    monkeypatch.setattr(render, "_WAIT", 0.2)
    with filelock.FileLock(made.html.parent / ".lock"), pytest.raises(RunError, match="占用"):
        render.publish(made.html, "<p>new</p>", "{}", "{}")
    assert {file: file.read_bytes() for file in made.html.parent.iterdir()} == before


def test_what_killed_runs_left_is_swept_and_a_run_that_goes_on_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "tmp"
    for name in ("shouguan-killed", "shouguan-running", "another"):
        (home / name).mkdir(parents=True)
        (home / name / "running.lock").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    monkeypatch.setattr(gate, "check", lambda *_: None)
    job = _zoo(tmp_path, monkeypatch, "import tempfile\ntempfile.mkdtemp('left')", GOOD)
    with filelock.FileLock(home / "shouguan-running" / "running.lock"):
        render.render(job, tmp_path / "reports")
    left = {each.name for each in home.iterdir() if each.is_dir()}
    assert left == {"shouguan-running", "another"}, "the run's own folder, with its kernel's files, is gone too"


def test_a_notebook_without_facts_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RunError, match="facts"):
        render.render(_zoo(tmp_path, monkeypatch, "1 + 1"), tmp_path)


def test_a_kernelspec_of_the_user_does_not_shadow_our_interpreter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = tmp_path / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(
        '{"argv": ["/nonexistent"], "display_name": "x", "language": "python"}', encoding="utf-8"
    )
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    check_interpreter = f"import sys; assert sys.executable == {sys.executable!r}, sys.executable"
    report = render.render(_zoo(tmp_path, monkeypatch, check_interpreter, GOOD), tmp_path)
    assert "<h1>演示</h1>" in report.html.read_text(encoding="utf-8")


def test_nothing_is_written_outside_the_reports_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "out"
    render.render(_zoo(tmp_path, monkeypatch, GOOD), out)
    assert {path.name for path in tmp_path.iterdir()} == {"tiny.ipynb", "out"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks a process")
def test_a_run_that_is_killed_before_any_step_leaves_the_last_report_or_the_new_one_whole(tmp_path: Path) -> None:
    html = publish(tmp_path / "x", forecast(median=1.0)).html
    old, new = archive.read(html), _texts(publish(tmp_path / "y", forecast(median=2.0)))
    steps, seen = 0, set()
    while processes.killed_before(steps + 1, html.parent, lambda: render.publish(html, *new)):
        steps += 1
        now = archive.read(html)
        seen.add(now.html)
        assert now.html in (old.html, new[0])
    assert steps >= 12
    assert seen == {old.html, new[0]}
    made = archive.read(html).report
    assert _texts(made) == new
    assert set(html.parent.iterdir()) == {made.html, made.facts, made.manifest, html.parent / ".lock"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks a process")
def test_a_reader_without_a_lock_never_sees_files_of_two_runs(tmp_path: Path) -> None:
    html = publish(tmp_path / "x", forecast(median=1.0)).html
    both = [_texts(publish(tmp_path / f"{median}", forecast(median=median))) for median in (1.0, 2.0)]

    def keep_publishing() -> int:
        for number in range(200):
            render.publish(html, *both[number % 2])
        return 0

    writer, reads = processes.forked(keep_publishing), dict.fromkeys((texts[0] for texts in both), 0)
    while os.waitid(os.P_PID, writer, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        reads[archive.read(html).html] += 1  # it refuses what does not belong together
    assert processes.exit_code(writer) == 0
    assert min(reads.values()) > 20, reads


def _kill_at(seconds: float, out: Path) -> None:
    """Start a real report and kill it, the hard way, after so many seconds."""
    command = [sys.executable, "-m", "shouguan", "report", "demo-city", "--as-of", "2020-10-25", "--out", str(out)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=os.environ | {"SHOUGUAN_DEBUG": "1"}) as process:
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()


def _assert_whole(html: Path) -> None:
    if html.exists():
        text = archive.read(html).html
        assert text.rstrip().endswith("</html>")
        assert gate.html_problems(text) == []


@pytest.mark.long
def test_kill_minus_nine_at_ten_random_moments_never_halves_a_report(
    tmp_path: Path, demo_report: render.Report
) -> None:
    import random  # noqa: PLC0415

    moments = random.Random(9).sample([m / 10 for m in range(5, 120)], 10)
    target = tmp_path / Path(*demo_report.html.parts[-4:])
    for moment in moments:
        _kill_at(moment, tmp_path)
        _assert_whole(target)
    _kill_at(600, tmp_path)
    _assert_whole(target)
    assert target.read_bytes() == demo_report.html.read_bytes()


def test_every_number_on_the_page_that_carries_a_fact_prints_it(demo_report: render.Report) -> None:
    facts = {fact["key"]: fact["display"] for fact in archive.read(demo_report.html).facts["facts"]}
    printed = re.findall(r'data-fact="([^"]+)">([^<]*)<', demo_report.html.read_text(encoding="utf-8"))
    assert len(printed) > 100
    beyond = {
        (key, bound) for key, shown in facts.items() for bound in ("1", "99") if ".chance." in key and shown in "0100"
    }
    wrong = [(key, text) for key, text in printed if facts[key].lstrip("\u2212") != text.lstrip("\u2212")]
    assert [each for each in wrong if each not in beyond] == []  # 不足1%, 超过99%
