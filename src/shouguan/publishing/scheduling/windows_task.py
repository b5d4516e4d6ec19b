"""A task for the Task Scheduler of Windows, in the form in which it exports its own: UTF-16 with a mark of byte order.

It refuses UTF-8 (`schtasks` cannot switch the encoding). Elements are those of the Task Scheduler Remoting Protocol,
section 2.5, version 1.2 of the schema.
"""

from __future__ import annotations

import codecs
import re
from xml.sax.saxutils import escape

from shouguan.core.errors import DataError
from shouguan.core.language import either
from shouguan.publishing.scheduling.asked import DAYS, Schedule

SPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_DAYS = dict(zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))
_SAFE = re.compile(r"[\w@+=:,./\\*?-]+")
"""Words that the shell takes as they stand."""
_LONGEST_PATH = 260
_VARIABLE = re.compile(r"%[^%]+%|\$\(")


def task(asked: Schedule) -> bytes:
    """Return the file.

    Raises
    ------
    DataError
        When Windows would take a word for a variable, or a path is longer than a task's may be.
    """
    arguments = _logged(asked)
    for text in (arguments, str(asked.folder)):
        found = _VARIABLE.search(text)
        if found is not None:
            raise DataError(
                f"“{found[0]}”会被 Windows 任务计划当作变量替换：名称请换一个，--then 的命令请写进 .bat 文件",
                f"Task Scheduler would replace '{found[0]}' as a variable: take another name, or put the command of"
                " --then into a .bat file",
            )
    for path in (asked.program, str(asked.folder)):
        if len(path) > _LONGEST_PATH:
            raise DataError(
                f"路径超过 Windows 任务计划的 {_LONGEST_PATH} 个字：{path}",
                f"a path in Task Scheduler has at most {_LONGEST_PATH} characters: {path}",
            )
    days = "".join(f"<{_DAYS[day]} />" for day in asked.days)
    about = either(
        "收官：按本机时钟运行，时间为北京时间，本机时区应为 UTC+8。以哪个用户运行、是否不论登录与否，在“常规”页选择。",
        "shouguan: by the clock of this machine, which should be Beijing's (UTC+8). Whose rights it has, and whether it"
        " also runs while nobody is logged on, is chosen on the page General.",
    )
    text = f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="{SPACE}">
  <RegistrationInfo>
    <Description>{escape(about)}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2020-01-01T{asked.at:%H:%M}:00</StartBoundary>
      <ScheduleByWeek>
        <WeeksInterval>1</WeeksInterval>
        <DaysOfWeek>{days}</DaysOfWeek>
      </ScheduleByWeek>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
  </Settings>
  <Actions>
    <Exec>
      <Command>cmd.exe</Command>
      <Arguments>{escape(arguments)}</Arguments>
      <WorkingDirectory>{escape(str(asked.folder))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""
    # PT0S is no limit: each report has its own (`--longest`), and how many there are is known when they are made
    return codecs.BOM_UTF16_LE + text.replace("\n", "\r\n").encode("utf-16-le")


def _logged(asked: Schedule) -> str:
    """Return what the shell is told: to run the command, and to put what it says into the log.

    With `/s` it takes off the first and the last quotation mark, and what is between them as it stands.
    """
    words = " ".join(map(_quoted, (asked.program, *asked.words)))
    log = f"reports\\{asked.name}.log"
    return f'/d /s /c "(if not exist reports mkdir reports) & {words} >>{log} 2>&1"'


def _quoted(word: str) -> str:
    """Return a word as the shell and then the program read it back: between quotation marks `&` and `<` are no marks.

    Raises
    ------
    DataError
        When it holds a quotation mark, which the two read differently.
    """
    if '"' in word:
        raise DataError(
            f"“{word}”含有英文引号，Windows 的命令行写不出，请换一个写法",
            f"'{word}' holds a quotation mark, which a command line of Windows cannot say; take other words",
        )
    if _SAFE.fullmatch(word):
        return word
    backslashes = len(word) - len(word.rstrip("\\"))
    return f'"{word}{chr(92) * backslashes}"'
