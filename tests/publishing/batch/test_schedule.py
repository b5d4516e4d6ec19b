"""Files for a system's scheduler say what was asked for, whatever words are in it."""

from __future__ import annotations

import datetime as dt
import shlex
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from shouguan.core import paths
from shouguan.core.errors import DataError, ShouguanError, UsageError
from shouguan.publishing.batch import released, schedule

WORDS = ("render-all", "*", "data/我的 城市", "--site", "/srv/a%b", "--lang", "zh", 'a"b', "$HOME", "c&d<e>")


def _asked(words: tuple[str, ...] = WORDS, **rest: object) -> schedule.Schedule:
    values = {"at": "08:05", "days": ("Sun", "Mon"), "folder": "/srv/收官"} | rest
    return schedule.schedule(words, **values)  # type: ignore[arg-type]


def test_cron_runs_these_words_in_the_folder_on_the_days() -> None:
    minute, hour, *_, days, line = _asked().files()["crontab.txt"].strip().split(" ", 5)
    assert (minute, hour, days) == ("5", "8", "1,0")
    words = shlex.split(line.replace(r"\%", "%"))
    assert words[:3] == ["cd", "/srv/收官", "&&"]
    assert words[3:] == ["/srv/收官/.venv/bin/shouguan", *WORDS, ">>reports/cron.log", "2>&1"]
    assert "%" not in line.replace(r"\%", ""), "cron takes a bare % for a line break"


def test_windows_runs_these_words() -> None:
    task = ElementTree.fromstring(_asked().files()["shouguan-task.xml"].partition("\n")[2])
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    arguments = task.findtext(f".//{space}Arguments") or ""
    assert '"data/我的 城市"' in arguments
    assert "c&d<e>" in arguments
    assert [each.tag.removeprefix(space) for each in task.iter() if each.tag.endswith("day")] == ["Monday", "Sunday"]


def test_a_ci_service_runs_these_words() -> None:
    content = yaml.safe_load(_asked().files()["ci.yml"])
    lines = [step["run"] for step in content["jobs"]["reports"]["steps"] if "run" in step]
    assert shlex.split(lines[-1]) == [".venv/bin/shouguan", *WORDS]


def test_systemd_reads_percent_and_dollar_as_themselves() -> None:
    (line,) = (line for line in _asked().files()["shouguan.service"].splitlines() if line.startswith("ExecStart="))
    assert '"/srv/a%%b"' in line
    assert '"$$HOME"' in line
    assert r'"a\"b"' in line


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        pytest.param({"words": ()}, UsageError, "命令", id="no command"),
        pytest.param({"words": ("a\nb",)}, DataError, "换行", id="a line break"),
        pytest.param({"at": "25:00"}, DataError, "08:05", id="no such time"),
        pytest.param({"days": ("Monday",)}, DataError, "Mon", id="no such day"),
        pytest.param({"days": ()}, DataError, "Mon", id="no day"),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, object], error: type[ShouguanError], says: str) -> None:
    with pytest.raises(error, match=says):
        _asked(**change)  # type: ignore[arg-type]


def test_a_file_that_its_reader_would_not_understand_is_found() -> None:
    good = _asked().files()
    for name, text in (("crontab.txt", "5 8 * *\n"), ("shouguan-task.xml", "<?xml?>\n<Task>"), ("ci.yml", "a: [")):
        assert [each.partition(":")[0] for each in schedule.faults(good | {name: text})] == [name]
    assert schedule.faults(good) == []


def test_the_examples_of_the_docs_are_what_the_command_writes(tmp_path: Path) -> None:
    words = ("render-all", "*", "--when-released", "gdp", "--site", "public")
    shown = paths.home() / "docs" / "scheduling"
    asked = schedule.schedule(words, "08:05", schedule.DAYS[:5], "/srv/shouguan")
    for file in schedule.write(asked, tmp_path):
        assert file.read_text("utf-8") == (shown / file.name).read_text("utf-8"), file.name
    assert schedule.verified_by_system(tmp_path) is None


def test_a_place_waits_for_what_is_due_and_says_since_when() -> None:
    assert released.awaited("demo-city", "gdp", dt.date(2020, 10, 25)) is None
    waits = released.awaited("demo-city", "gdp", dt.date(2021, 2, 1))
    assert waits is not None
    assert "2020Q4" in waits[0]
    assert "已等 " in waits[0]
    with pytest.raises(DataError, match="没有"):
        released.awaited("山东", "fai", dt.date(2021, 2, 1))
