"""Files by which a system's own scheduler makes reports: systemd, cron, Windows Task Scheduler, a CI service.

Nothing here is installed: a person looks at the files and puts them where they belong.
"""

from __future__ import annotations

import datetime as dt
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import yaml

from shouguan.core.errors import DataError, UsageError
from shouguan.core.files import replace_with

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WINDOWS_DAYS = dict(
    zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True)
)
_LONGEST = "PT4H"
"""How long a run may take before Windows ends it."""
_CRON = re.compile(r"^\d{1,2} \d{1,2} \* \* [\d,]+ \S.*$")


@dataclass(frozen=True)
class Schedule:
    """When what is run, and where.

    Attributes
    ----------
    words : tuple of str
        The command after `shouguan`: `render-all`, `*`, …
    at : time
    days : tuple of str
        Of `DAYS`.
    folder : str
        The project's folder on the machine that runs it.
    """

    words: tuple[str, ...]
    at: dt.time
    days: tuple[str, ...]
    folder: str

    def files(self) -> dict[str, str]:
        """Return each file's text by its name."""
        return {
            "shouguan.service": self._service(),
            "shouguan.timer": self._timer(),
            "crontab.txt": self._crontab(),
            "shouguan-task.xml": self._task(),
            "ci.yml": self._ci(),
        }

    def _service(self) -> str:
        words = " ".join(_systemd_quoted(word) for word in (self._program(), *self.words))
        folder = self.folder.replace("%", "%%")
        return (
            "[Unit]\nDescription=shouguan: draft reports\n\n[Service]\nType=oneshot\n"
            f"WorkingDirectory={folder}\nExecStart={words}\n"
            "# 4: data are waited for, which is no failure\nSuccessExitStatus=4\n"
        )

    def _timer(self) -> str:
        return (
            "[Unit]\nDescription=shouguan: draft reports, on their days\n\n[Timer]\n"
            f"OnCalendar={','.join(self.days)} {self.at:%H:%M}\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
        )

    def _crontab(self) -> str:
        days = ",".join(str((DAYS.index(day) + 1) % 7) for day in self.days)
        words = shlex.join((self._program(), *self.words))
        line = f"cd {shlex.quote(self.folder)} && {words} >>reports/cron.log 2>&1"
        return f"{self.at.minute} {self.at.hour} * * {days} " + line.replace("%", r"\%") + "\n"

    def _task(self) -> str:
        days = "".join(f"<{_WINDOWS_DAYS[day]} />" for day in self.days)
        program = PureWindowsPath(self.folder) / ".venv" / "Scripts" / "shouguan.exe"
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">\n'
            "  <Triggers>\n    <CalendarTrigger>\n"
            f"      <StartBoundary>2020-01-01T{self.at:%H:%M}:00</StartBoundary>\n"
            f"      <ScheduleByWeek><WeeksInterval>1</WeeksInterval><DaysOfWeek>{days}</DaysOfWeek></ScheduleByWeek>\n"
            "    </CalendarTrigger>\n  </Triggers>\n"
            "  <Settings>\n    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>\n"
            "    <StartWhenAvailable>true</StartWhenAvailable>\n"
            f"    <ExecutionTimeLimit>{_LONGEST}</ExecutionTimeLimit>\n  </Settings>\n"
            "  <Actions>\n    <Exec>\n"
            f"      <Command>{escape(str(program))}</Command>\n"
            f"      <Arguments>{escape(subprocess.list2cmdline(self.words))}</Arguments>\n"
            f"      <WorkingDirectory>{escape(self.folder)}</WorkingDirectory>\n"
            "    </Exec>\n  </Actions>\n</Task>\n"
        )

    def _ci(self) -> str:
        days = ",".join(str((DAYS.index(day) + 1) % 7) for day in self.days)
        steps = [
            {"uses": "actions/checkout@v4"},
            {"uses": "actions/setup-python@v5", "with": {"python-version": "3.11"}},
            {"run": "make setup"},
            {"run": shlex.join((".venv/bin/shouguan", *self.words))},
            {"uses": "actions/upload-artifact@v4", "with": {"name": "reports", "path": "reports"}},
        ]
        content = {
            "name": "reports",
            "on": {"schedule": [{"cron": f"{self.at.minute} {self.at.hour} * * {days}"}], "workflow_dispatch": {}},
            "jobs": {"reports": {"runs-on": "ubuntu-latest", "steps": steps}},
        }
        head = "# The clock of such services is UTC.\n"
        return head + str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000))

    def _program(self) -> str:
        return str(PurePosixPath(self.folder) / ".venv" / "bin" / "shouguan")


def schedule(words: Sequence[str], at: str, days: Sequence[str], folder: str) -> Schedule:
    """Return a schedule from what a user wrote.

    Raises
    ------
    DataError, UsageError
        When the time, a day or the folder cannot be, or no command is named.
    """
    if not words:
        raise UsageError(
            "应写明要运行的命令，如 -- render-all '*'", "say which command is to run, such as -- render-all '*'"
        )
    if re.search(r"[\r\n\0]", "".join((*words, folder))):
        raise DataError("命令和文件夹不能换行", "a command or a folder cannot hold a line break")
    try:
        moment = dt.time.fromisoformat(at)
    except ValueError:
        raise DataError(f"时间“{at}”不对，应如 08:05", f"the time is '{at}'; expected one such as 08:05") from None
    wrong = [day for day in days if day not in DAYS]
    if wrong or not days:
        raise DataError(
            f"星期应为 {'、'.join(DAYS)}，实为“{'、'.join(days)}”",
            f"days are {', '.join(DAYS)}, not '{', '.join(days)}'",
        )
    return Schedule(tuple(words), moment, tuple(day for day in DAYS if day in days), folder)


def write(asked: Schedule, to: Path) -> list[Path]:
    """Write the files; return where they are.

    Raises
    ------
    DataError
        When one of them would not be understood by what reads it.
    """
    files = asked.files()
    problems = faults(files)
    if problems:
        raise DataError(f"生成的文件有误：{'；'.join(problems)}", f"the files are wrong: {'; '.join(problems)}")
    to.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        replace_with(to / name, text)
    return [to / name for name in files]


def faults(files: Mapping[str, str]) -> list[str]:
    """Return what is wrong with such files, as those who read them would find."""
    found = []
    cron = files["crontab.txt"].splitlines()
    if len(cron) != 1 or not _CRON.match(cron[0]):
        found.append("crontab.txt")
    try:
        ElementTree.fromstring(files["shouguan-task.xml"].partition("\n")[2])
    except ElementTree.ParseError as error:
        found.append(f"shouguan-task.xml: {error}")
    try:
        yaml.safe_load(files["ci.yml"])
    except yaml.YAMLError as error:
        found.append(f"ci.yml: {error}")
    return found


def verified_by_system(folder: Path) -> str | None:
    """Return what systemd itself says of the two units in a folder; None where it is not at hand or finds nothing."""
    program = shutil.which("systemd-analyze")
    if program is None:
        return None
    units = [str(folder / name) for name in ("shouguan.service", "shouguan.timer")]
    said = subprocess.run([program, "verify", *units], capture_output=True, text=True, check=False).stderr
    mine = [line for line in said.splitlines() if "shouguan" in line and "not executable" not in line]
    return "\n".join(mine) or None


def _systemd_quoted(word: str) -> str:
    r"""Return a word as systemd reads it back: `%` and `$` stand for themselves.

    >>> _systemd_quoted("a b"), _systemd_quoted("100%"), _systemd_quoted("*")
    ('"a b"', '"100%%"', '"*"')
    """
    if re.fullmatch(r"[\w@+=:,./-]+", word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
