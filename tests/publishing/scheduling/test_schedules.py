"""Files for a system's scheduler say what was asked for, whatever words are in it, as those who read them take it."""

from __future__ import annotations

import datetime as dt
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from lxml import etree

from shouguan.cli import commands
from shouguan.core import paths
from shouguan.core.errors import DataError, ShouguanError, UsageError
from shouguan.publishing.batch import released
from shouguan.publishing.batch.outcomes import WAITING
from shouguan.publishing.scheduling import asked, checkout, ci_job, crontab, files, units, windows_task

WORDS = ("render-all", "*", "data/我的 城市", "--site", "/srv/a%b", "--lang", "zh", 'a"b', "$HOME", "c&d<e>", "#x")
ON_WINDOWS = {
    "folder": "D:/收官 项目/kit",
    "words": ("render-all", "data\\我的 城市", "c&d<e>", "--site", "D:\\网 站\\"),
}
NAME = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def _asked(words: tuple[str, ...] = WORDS, **rest: object) -> asked.Schedule:
    values = {"at": "08:05", "days": ("Sun", "Mon"), "folder": "/srv/收官"} | rest
    return asked.schedule(words, **values)  # type: ignore[arg-type]


def test_cron_runs_these_words_in_the_folder_on_the_days_by_beijings_clock() -> None:
    *_, zone, line = crontab.crontab(_asked()).splitlines()
    assert zone == "CRON_TZ=Asia/Shanghai"
    minute, hour, *_, days, command = line.split(" ", 5)
    assert (minute, hour, days) == ("5", "8", "0,1")
    words = shlex.split(command.replace(r"\%", "%"), comments=True)
    assert words[:7] == ["cd", "/srv/收官", "&&", "mkdir", "-p", "reports", "&&"]
    assert words[7:] == ["/srv/收官/.venv/bin/shouguan", *WORDS, ">>reports/shouguan.log", "2>&1"]
    assert "%" not in command.replace(r"\%", ""), "cron takes a bare % for a line break"


def test_a_line_too_long_for_cron_is_refused() -> None:
    with pytest.raises(DataError, match="cron"):
        crontab.crontab(_asked(("render-all", *("某某市" * 3 for _ in range(40)))))


SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="{space}" targetNamespace="{space}"
    elementFormDefault="qualified">
  <xs:simpleType name="path"><xs:restriction base="xs:string"><xs:minLength value="1"/><xs:maxLength value="260"/>
    </xs:restriction></xs:simpleType>
  <xs:element name="Task"><xs:complexType><xs:all>
    <xs:element name="RegistrationInfo" minOccurs="0"><xs:complexType><xs:all>
      <xs:element name="Description" type="xs:string" minOccurs="0"/></xs:all></xs:complexType></xs:element>
    <xs:element name="Triggers"><xs:complexType><xs:sequence>
      <xs:element name="CalendarTrigger"><xs:complexType><xs:sequence>
        <xs:element name="StartBoundary" type="xs:dateTime"/>
        <xs:element name="ScheduleByWeek"><xs:complexType><xs:all>
          <xs:element name="WeeksInterval" type="xs:unsignedByte"/>
          <xs:element name="DaysOfWeek"><xs:complexType><xs:all>{days}</xs:all></xs:complexType></xs:element>
        </xs:all></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>
    <xs:element name="Settings"><xs:complexType><xs:all>{settings}</xs:all></xs:complexType></xs:element>
    <xs:element name="Actions"><xs:complexType><xs:sequence>
      <xs:element name="Exec"><xs:complexType><xs:all>
        <xs:element name="Command" type="t:path"/><xs:element name="Arguments" type="xs:string" minOccurs="0"/>
        <xs:element name="WorkingDirectory" type="t:path" minOccurs="0"/></xs:all></xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>
  </xs:all><xs:attribute name="version" type="xs:string"/></xs:complexType></xs:element>
</xs:schema>"""
"""What Task Scheduler's schema says of the elements that we write (Remoting Protocol, 2.5.3, 2.5.4 and 2.5.7)."""
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SETTINGS = {"DisallowStartIfOnBatteries", "StopIfGoingOnBatteries", "StartWhenAvailable"}


def _schema() -> etree.XMLSchema:
    days = "".join(f'<xs:element name="{day}" fixed="" minOccurs="0"/>' for day in _WEEK)
    kinds = dict.fromkeys(_SETTINGS, "boolean") | {
        "ExecutionTimeLimit": "duration",
        "MultipleInstancesPolicy": "string",
    }
    settings = "".join(f'<xs:element name="{name}" type="xs:{kinds[name]}" minOccurs="0"/>' for name in sorted(kinds))
    text = SCHEMA.replace("{days}", days).replace("{settings}", settings).replace("{space}", windows_task.SPACE)
    return etree.XMLSchema(etree.fromstring(text))


def test_windows_runs_these_words_in_the_folder_without_a_limit_of_its_own() -> None:
    content = windows_task.task(_asked(**ON_WINDOWS))  # type: ignore[arg-type]
    assert content.startswith(b"\xff\xfe<\0?\0"), "Task Scheduler takes no UTF-8"
    task = etree.fromstring(content)
    _schema().assertValid(task)
    said = {each.tag.removeprefix(NAME): each.text for each in task.iter()}
    assert said["Command"] == "cmd.exe"
    assert said["WorkingDirectory"] == r"D:\收官 项目\kit"
    assert said["Arguments"] == (
        r'/d /s /c "(if not exist reports mkdir reports) & "D:\收官 项目\kit\.venv\Scripts\shouguan.exe" '
        r'render-all "data\我的 城市" "c&d<e>" --site "D:\网 站\\" >>reports\shouguan.log 2>&1"'
    )
    assert said["ExecutionTimeLimit"] == "PT0S"
    assert [name for name in said if name.endswith("day")] == ["Monday", "Sunday"]


@pytest.mark.parametrize(
    "change",
    [
        {"words": ("report", 'a"b')},
        {"words": ("report", "%TEMP%")},
        {"words": ("report", "$(Arg0)")},
        {"folder": "D:\\" + "收" * 260},
    ],
    ids=str,
)
def test_what_windows_would_read_otherwise_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(DataError, match="Windows"):
        files.files(_asked(**(ON_WINDOWS | change)))  # type: ignore[arg-type]


def test_a_variable_in_the_users_own_command_is_said_to_belong_into_a_file_on_windows() -> None:
    words = ("render-all", "*", "--then", "mail.exe %SHOUGUAN_EXIT%")
    with pytest.raises(DataError, match=r"“%SHOUGUAN_EXIT%”.*--then 的命令请写进 \.bat 文件"):
        files.files(_asked(**(ON_WINDOWS | {"words": words})))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("at", "days", "cron"),
    [
        ("08:05", ("Mon", "Fri"), "5 0 * * 1,5"),
        ("07:59", ("Mon", "Fri"), "59 23 * * 0,4"),
        ("00:00", ("Sun",), "0 16 * * 6"),
        ("23:30", ("Sat", "Sun"), "30 15 * * 0,6"),
    ],
)
def test_a_ci_service_whose_clock_is_utc_runs_at_that_time_in_beijing(
    at: str, days: tuple[str, ...], cron: str
) -> None:
    text = ci_job.job(_asked(at=at, days=days))
    assert yaml.safe_load(text)["on"]["schedule"] == [{"cron": cron}]
    assert f"北京时间 {at}" in text


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (4, 0), (1, 1), (3, 3)])
def test_a_ci_service_takes_waiting_for_data_for_no_failure(tmp_path: Path, code: int, ends: int) -> None:
    program = tmp_path / ".venv" / "bin" / "shouguan"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@"\nexit {code}\n', encoding="utf-8")
    program.chmod(0o755)
    steps = yaml.safe_load(ci_job.job(_asked()))["jobs"]["reports"]["steps"]
    (line,) = (step["run"] for step in steps if step.get("name") == "reports")
    done = subprocess.run(["bash", "-e", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()) == (ends, list(WORDS))


def test_systemd_reads_percent_and_dollar_as_themselves_and_runs_as_somebody() -> None:
    lines = units.service(_asked(folder="/srv/收 $官%", user="drc")).splitlines()
    (line,) = (line for line in lines if line.startswith("ExecStart="))
    assert line.startswith('ExecStart="/srv/收 $官%%/.venv/bin/shouguan" ')
    assert '"/srv/a%%b"' in line
    assert '"$$HOME"' in line
    assert r'"a\"b"' in line
    assert "WorkingDirectory=/srv/收 $官%%" in lines
    assert "User=drc" in lines
    assert "root" in units.service(_asked())


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="has no systemd")
def test_systemd_finds_nothing_wrong_with_the_units_and_knows_when_they_run(tmp_path: Path) -> None:
    made = _asked(folder="/srv/收 $官%", user="drc", at="23:59")
    files.write(made, tmp_path)
    assert units.verified_by_system(tmp_path, made.name) is None
    (when,) = (line.partition("=")[2] for line in units.timer(made).splitlines() if line.startswith("OnCalendar="))
    said = subprocess.run(["systemd-analyze", "calendar", when], capture_output=True, text=True, check=True).stdout
    assert "Mon,Sun *-*-* 23:59:00 Asia/Shanghai" in said


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        pytest.param({"words": ()}, UsageError, "命令", id="no command"),
        pytest.param({"words": ("a\nb",)}, DataError, "U\\+000A", id="a line break"),
        pytest.param({"words": ("a\x01b",)}, DataError, "U\\+0001", id="what XML cannot hold"),
        pytest.param({"words": ("a\udcffb",)}, DataError, "U\\+DCFF", id="what is no text"),
        pytest.param({"days": ("Mond",)}, DataError, "最接近的有效值：Mon", id="no such day"),
        pytest.param({"days": ("02-31",)}, DataError, "不是星期几", id="31 February"),
        pytest.param({"days": ()}, DataError, "Mon", id="no day"),
        pytest.param({"folder": "kit"}, DataError, "完整路径", id="a folder from nowhere"),
        pytest.param({"folder": "/srv/kit\\"}, DataError, "完整路径", id="a line that goes on"),
        pytest.param({"folder": "D:kit"}, DataError, "完整路径", id="a drive's folder from nowhere"),
        pytest.param({"name": "a b"}, DataError, "--name", id="a name that no unit can have"),
        pytest.param({"user": "a b"}, DataError, "用户名", id="no such user"),
        pytest.param({"folder": "D:\\kit", "user": "drc"}, DataError, "任务计划程序", id="a user under Windows"),
        *(
            pytest.param({"at": at}, DataError, "00:00 至 23:59", id=f"time {at}")
            for at in ("25:00", "24:00", "08:60", "8", "0805", "08:05:30", "08:05+08:00", "-1:00", "08：05", "")
        ),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, object], error: type[ShouguanError], says: str) -> None:
    with pytest.raises(error, match=says):
        _asked(**change)  # type: ignore[arg-type]


def test_days_may_be_said_in_chinese_or_in_full() -> None:
    assert _asked(days=("周三", "星期一", "星期天", "friday", "Sat")).days == ("Mon", "Wed", "Fri", "Sat", "Sun")
    assert {_asked(days=(day,)).days for day in ("每天", "每日", "Daily")} == {asked.DAYS}


def test_two_schedules_of_one_machine_have_names_units_and_logs_of_their_own(tmp_path: Path) -> None:
    first, second = files.files(_asked()), files.files(_asked(name="monthly"))
    assert not first.keys() & second.keys()
    assert b">>reports/monthly.log" in second["monthly-crontab.txt"]
    assert len({*files.write(_asked(), tmp_path), *files.write(_asked(name="monthly"), tmp_path)}) == 8


@pytest.mark.parametrize("word", ["D:/public", "data\\city", "\\\\server\\share"])
def test_a_ci_service_is_no_windows(word: str) -> None:
    assert "shouguan-ci.yml" not in files.files(_asked(("render-all", word)))
    assert "shouguan-ci.yml" not in files.files(_asked(("render-all", word), folder="D:\\kit"))


def test_a_file_that_its_reader_would_not_understand_is_found() -> None:
    good = files.files(_asked()) | files.files(_asked(**ON_WINDOWS))  # type: ignore[arg-type]
    bad: tuple[tuple[str, bytes], ...] = (
        (files.CRONTAB, b"61 8 * * 1 x\n"),
        (files.TASK, b"<?xml?>\n<Task>"),
        (files.CI, b"a: ["),
    )
    for kind, content in bad:
        name = f"shouguan{kind}"
        assert [each.partition(":")[0] for each in files.faults(good | {name: content})] == [name]
    assert files.faults(good) == []


def test_files_that_say_something_else_are_never_written_over_unasked(tmp_path: Path) -> None:
    made = files.write(_asked(), tmp_path)
    assert files.write(_asked(), tmp_path) == made
    (tmp_path / f"shouguan{units.TIMER}").write_text("mine\n", encoding="utf-8")
    before = {file: file.read_bytes() for file in made}
    with pytest.raises(DataError, match=r"shouguan\.timer.*--replace"):
        files.write(_asked(at="09:00", days=("Sun", "Mon")), tmp_path)
    assert {file: file.read_bytes() for file in made} == before
    files.write(_asked(at="09:00"), tmp_path, replace=True)
    assert "09:00" in (tmp_path / f"shouguan{units.TIMER}").read_text("utf-8")


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for to in (tmp_path / "file", tmp_path / "file" / "within", Path("/proc/none")):
        with pytest.raises(ShouguanError, match="不能写入"):
            files.write(_asked(), to)


@pytest.mark.usefixtures("english")
def test_the_examples_of_the_docs_are_what_the_command_writes(tmp_path: Path) -> None:
    words = ("render-all", "*", "--when-released", "gdp", "--site", "public")
    shown = paths.home() / "docs" / "scheduling"
    made = [
        *files.write(
            asked.schedule(words, "08:05", asked.DAYS[:5], "/srv/shouguan", user="drc", kept="public"), tmp_path
        ),
        *files.write(asked.schedule(words, "08:05", asked.DAYS[:5], "D:\\shouguan", kept="public"), tmp_path),
    ]
    for file in made:
        assert file.read_bytes() == (shown / file.name).read_bytes(), file.name
    assert {file.name for file in made} == {file.name for file in shown.iterdir()}


def test_a_place_waits_for_what_is_due_and_says_since_when() -> None:
    assert released.awaited("demo-city", "gdp", dt.date(2020, 10, 25)) is None
    waits = released.awaited("demo-city", "gdp", dt.date(2021, 2, 1))
    assert waits is not None
    assert waits[0] == "等待2020年全年的地区生产总值：应于 2021-01-23 前后发布，已等 9 天；最新的是2020年前三季度"
    with pytest.raises(DataError, match="没有"):
        released.awaited("山东", "fai", dt.date(2021, 2, 1))


def test_what_is_waited_for_may_be_called_as_it_is_published_and_is_due_by_the_day_of_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("render-all", "demo-city", "--when-released", "地区生产总值", "--as-of", "2021-02-01", "--explain")
    code, said = _run(monkeypatch, capsys, *words, "--out", str(tmp_path), "--lang", "zh")
    assert code == WAITING
    assert "已等 9 天" in said, "counted to the day of the report"
    assert "未变" not in said.replace("未变 0", "")
    assert "用 shouguan import 导入" in said
    code, said = _run(monkeypatch, capsys, "render-all", "demo-city", "--when-released", "地区总值", "--lang", "zh")
    assert (code, "未知指标" in said) == (1, True)


def _run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["shouguan", *words])
    with pytest.raises(SystemExit) as ended:
        commands.main()
    code = ended.value.code
    printed = capsys.readouterr()
    return (code if isinstance(code, int) else 0), printed.err + printed.out


@pytest.mark.parametrize(
    "words",
    [
        ["frecast", "全国"],
        ["render-all"],
        ["render-all", "*", "--sight", "public"],
        ["render-all", "*", "--jobs", "0"],
        ["render-all", "*", "--lang", "fr"],
        ["render-all", "湖喃"],
        ["render-all", "无此.txt", "--scenario", "polcy"],
        ["render-all", "*", "--when-released", "gpd"],
        ["render-all", "*", "--as-of", "2021-02-31"],
        ["render-all", "*", "--site", "reports/public"],
        ["render-all", "*", "--site", "README.md"],
        ["render-all", "*", "--site", "public", "--site-url", "public"],
        ["render-all", "*", "--site", "public", "--keep", "0"],
        ["render-all", "*", "--drop-others"],
        ["render-all", "*", "--memory", "2X"],
        ["report", "湖喃", "--notebook", "breifing"],
        ["report", "--config", "无此.yaml"],
        ["bulletin", "demo-city", "--task-force", "nobody"],
        ["bulletin", "demo-city", "--lang", "fr"],
        ["check"],
    ],
    ids=" ".join,
)
def test_a_command_that_would_be_refused_is_not_written_and_refused_as_it_would_be(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(paths.home())
    code, said = _run(monkeypatch, capsys, "schedule", str(tmp_path / "made"), "--", *words)
    assert code
    assert not (tmp_path / "made").exists()
    if words[:2] == ["render-all", "湖喃"]:  # which by itself makes the other places
        assert "没有名为“湖喃”的地区" in said
    else:
        assert (code, said) == _run(monkeypatch, capsys, *words)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["render-all", "*"], "写在 -- 之后"),
        (["render-all", "*", "--lang", "zh"], "写在 -- 之后"),
        (["--", "render-all", "--help"], "--help 不用定时"),
        (["--", "sign", "a.html", "--by", "张三"], "应由人来运行"),
        (["--", "schedule", "x", "--", "check", "demo-city"], "应由人来运行"),
        (["--folder", "/srv/x", "--", "render-all", "x", "--notebook", "breifing"], "最接近的有效值：briefing"),
        (["--folder", "/srv/x", "--", "report", "x", "--lang", "fr"], "应为zh 或 en"),
        (["--folder", "/srv/x", "--", "render-all", "x", "--out", "a", "--site", "a/b"], "不能是同一个文件夹"),
        (["--", "render-all", "*", "--dask", "head"], "应为调度器的地址"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_what_is_not_to_be_scheduled_is_refused(
    words: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = _run(monkeypatch, capsys, "schedule", str(tmp_path / "made"), *words)
    assert code
    assert says in said
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (["render-all", "山东", "--out", "甲", "--site", "乙"], "乙"),
        (["render-all", "山东", "--out", "甲"], "甲"),
        (["render-all", "山东"], "reports"),
        (["report", "--config", "examples/monthly.yaml"], "reports"),
        (["bulletin", "demo-city", "--out", "丙"], "丙"),
        (["check", "demo-city"], None),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_a_ci_service_keeps_what_readers_are_to_find(
    words: list[str],
    kept: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _run(monkeypatch, capsys, "schedule", str(tmp_path), "--user", "drc", "--", *words)[0] == 0
    steps = yaml.safe_load((tmp_path / f"shouguan{files.CI}").read_text("utf-8"))["jobs"]["reports"]["steps"]
    assert [step["with"]["path"] for step in steps if "upload" in step.get("uses", "")] == ([kept] if kept else [])
    assert "User=drc" in (tmp_path / f"shouguan{units.SERVICE}").read_text("utf-8")


@pytest.mark.skipif(shutil.which("git") is None, reason="has no git")
def test_a_command_that_names_what_a_fresh_checkout_lacks_has_no_ci_job_and_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "名单.txt"
    listed.write_text("山东\n", encoding="utf-8")
    words = ["render-all", "demo-city", "山东", "--site", str(tmp_path / "public")]
    (tmp_path / "public").mkdir()
    code, said = _run(monkeypatch, capsys, "schedule", str(tmp_path / "1"), "--", *words)
    assert (code, "shouguan-ci.yml" in said) == (0, True)
    code, said = _run(monkeypatch, capsys, "schedule", str(tmp_path / "2"), "--", *words, f"@{listed}")
    assert (code, f"检出里没有 @{listed}" in said) == (0, True)
    assert not (tmp_path / "2" / "shouguan-ci.yml").exists()


@pytest.mark.skipif(shutil.which("git") is None, reason="has no git")
def test_what_is_not_committed_is_not_in_a_checkout_and_without_git_nobody_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("places/old 市", "places/new 市", "out"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "place.yaml").touch()
    words = ("report", "places/old 市", "places/new 市", "none", "--out=out")
    assert checkout.lacking(words, tmp_path, ["out"]) == (), "it is under no version control"
    for command in (["init", "-q"], ["add", "places/old 市"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    assert checkout.lacking(words, tmp_path, ["out", None]) == ("places/new 市",)
    whole = str(tmp_path / "places" / "old 市")
    assert checkout.lacking([whole, f"--previous={whole}"], tmp_path) == (whole, f"--previous={whole}")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert checkout.lacking(words, tmp_path, ["out"]) == ()


def test_relative_paths_are_those_of_the_folder_in_which_it_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("list.txt").write_text("山东\n", encoding="utf-8")
    code, said = _run(monkeypatch, capsys, "schedule", "made", "--", "render-all", "list.txt")
    assert code == 1
    assert "找不到文件 list.txt" in said
    assert f"在项目文件夹 {paths.home()} 里运行" in said
    assert _run(monkeypatch, capsys, "schedule", "made", "--", "render-all", str(tmp_path / "list.txt"))[0] == 0
