"""Lines for cron."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from shouguan.core.errors import DataError
from shouguan.core.language import either
from shouguan.publishing.scheduling.asked import DAYS, ZONE, Schedule

_LONGEST = 990
"""Characters of a command that every cron takes."""
_LINE = re.compile(r"[0-5]?\d ([01]?\d|2[0-3]) \* \* [0-6](,[0-6])* \S.*")


def crontab(asked: Schedule) -> str:
    """Return the lines; what the command says goes into a log.

    Raises
    ------
    DataError
        When the command is longer than cron takes.
    """
    words = shlex.join((asked.program, *asked.words))
    command = f"cd {shlex.quote(str(asked.folder))} && mkdir -p reports && {words} >>reports/{asked.name}.log 2>&1"
    command = command.replace("%", r"\%")
    if len(command.encode()) > _LONGEST:
        raise DataError(
            f"命令过长，cron 至多接受 {_LONGEST} 字节；把地区写进一个文件，把文件名给 render-all",
            f"the command is too long: cron takes {_LONGEST} bytes; put the places into a file for render-all",
        )
    zone = either(
        "# 北京时间。cronie（RHEL、麒麟等）认 CRON_TZ；Debian、Ubuntu 的 cron 不认，按机器的时区，\n"
        "# 应为 Asia/Shanghai。CRON_TZ 对其后各行都有效，请放在最后。",
        "# Beijing time. cronie (RHEL and its kin) heeds CRON_TZ; the cron of Debian and Ubuntu does not and goes\n"
        "# by the machine's time zone: it must be Asia/Shanghai. CRON_TZ holds for all lines below it: put these last.",
    )
    return f"{zone}\nCRON_TZ={ZONE}\n{asked.at.minute} {asked.at.hour} * * {days_of(asked.days)} {command}\n"


def days_of(days: Sequence[str], later: int = 0) -> str:
    """Return days of the week as cron counts them, or those so many days later.

    Examples
    --------
    >>> days_of(["Mon", "Sun"]), days_of(["Mon", "Sun"], -1)
    ('0,1', '0,6')
    """
    return ",".join(sorted(str((DAYS.index(day) + 1 + later) % 7) for day in days))


def is_line(line: str) -> bool:
    """Return whether cron understands a line."""
    return _LINE.fullmatch(line) is not None
