"""A service and its timer for systemd."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from shouguan.core.language import either
from shouguan.publishing.scheduling.asked import ZONE, Schedule

SERVICE, TIMER = ".service", ".timer"
"""What the units are called after the name of the schedule."""


def service(asked: Schedule) -> str:
    """Return the unit that runs the command once."""
    program = _quoted(asked.program).replace("$$", "$")  # of the program's path nothing is taken for a variable
    words = " ".join((program, *map(_quoted, asked.words)))
    if asked.user is None:
        run_by = either(
            "# 没有 User= 一行时以 root 运行：请写上项目文件夹的所有者（--user）",
            "# without a line User= it runs as root: name the owner of the project's folder (--user)",
        )
    else:
        alone = either(
            "# 装在 ~/.config/systemd/user 时去掉下一行",
            "# without the next line where it lies in ~/.config/systemd/user",
        )
        run_by = f"{alone}\nUser={asked.user}"
    return "\n".join(
        [
            "[Unit]",
            f"Description={asked.name}",
            "",
            "[Service]",
            "Type=oneshot",
            run_by,
            "WorkingDirectory=" + str(asked.folder).replace("%", "%%"),
            f"ExecStart={words}",
            either("# 4：有的在等数据，不算失败", "# 4: data are waited for, which is no failure"),
            "SuccessExitStatus=4",
            either("# 停止时由程序自己收尾", "# what is stopped tidies up by itself"),
            "KillMode=mixed",
            "",
        ]
    )


def timer(asked: Schedule) -> str:
    """Return the unit that says when."""
    when = f"{','.join(asked.days)} *-*-* {asked.at:%H:%M}:00 {ZONE}"
    return "\n".join(
        [
            "[Unit]",
            f"Description={asked.name}",
            "",
            "[Timer]",
            either("# 北京时间，与机器的时区无关", "# Beijing time, whatever the time zone of the machine"),
            f"OnCalendar={when}",
            "Persistent=true",
            "",
            "[Install]",
            "WantedBy=timers.target",
            "",
        ]
    )


def verified_by_system(folder: Path, name: str) -> str | None:
    """Return what systemd itself says of the two units in a folder; None where it is not at hand or finds nothing."""
    program = shutil.which("systemd-analyze")
    if program is None:
        return None
    units = [str(folder / f"{name}{kind}") for kind in (SERVICE, TIMER)]
    said = subprocess.run([program, "verify", *units], capture_output=True, text=True, check=False).stderr
    mine = [line for line in said.splitlines() if name in line and "not executable" not in line]
    return "\n".join(mine) or None


def _quoted(word: str) -> str:
    r"""Return a word as systemd reads it back: `%` and `$` stand for themselves.

    >>> _quoted("a b"), _quoted("100%"), _quoted("*")
    ('"a b"', '"100%%"', '"*"')
    """
    if re.fullmatch(r"[\w@+=:,./-]+", word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
