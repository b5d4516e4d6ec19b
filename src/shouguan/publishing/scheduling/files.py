"""The files of a schedule: which ones, whether their readers understand them, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import yaml

from shouguan.core.errors import DataError
from shouguan.core.files import replace_with
from shouguan.publishing import running
from shouguan.publishing.scheduling import ci_job, crontab, units, windows_task
from shouguan.publishing.scheduling.asked import Schedule

CRONTAB, TASK, CI = "-crontab.txt", "-task.xml", "-ci.yml"
"""What files are called after the name of the schedule."""


def files(asked: Schedule) -> dict[str, bytes]:
    """Return each file by its name, of the system on which the folder is, and of a CI service.

    Such a service is no Windows, and begins from a fresh checkout: a command for which it lacks something has no job.
    """
    made = {}
    if asked.on_windows:
        made[TASK] = windows_task.task(asked)
    else:
        made[units.SERVICE] = units.service(asked).encode()
        made[units.TIMER] = units.timer(asked).encode()
        made[CRONTAB] = crontab.crontab(asked).encode()
    if not asked.names_windows and not asked.lacking:
        made[CI] = ci_job.job(asked).encode()
    return {asked.name + kind: content for kind, content in made.items()}


def write(asked: Schedule, to: Path, *, replace: bool = False) -> list[Path]:
    """Write the files; return where they are.

    Parameters
    ----------
    asked : Schedule
    to : Path
    replace : bool
        Whether files that are there and say something else are written over.

    Raises
    ------
    DataError
        When one of them would not be understood by what reads it, or another is there already; then none is written.
    RunError
        When the folder cannot be written to.
    """
    made = files(asked)
    problems = faults(made)
    if problems:
        raise DataError(f"生成的文件有误：{'；'.join(problems)}", f"the files are wrong: {'; '.join(problems)}")
    try:
        others = [
            name for name, content in made.items() if (to / name).exists() and (to / name).read_bytes() != content
        ]
        if others and not replace:
            raise DataError(
                f"{to} 里已有 {'、'.join(others)}，内容不同，没有改动；换一个文件夹，或加 --replace 覆盖",
                f"{to} holds {', '.join(others)} already, with another content; nothing was written: take another"
                " folder, or --replace to write over them",
            )
        to.mkdir(parents=True, exist_ok=True)
        for name, content in made.items():
            replace_with(to / name, content)
    except OSError as error:
        raise running.no_room(to, error) from None
    return [to / name for name in made]


def faults(made: Mapping[str, bytes]) -> list[str]:
    """Return what is wrong with such files, as those who read them would find."""
    found = []
    for name, content in made.items():
        try:
            if name.endswith(CRONTAB) and not crontab.is_line(content.decode().splitlines()[-1]):
                found.append(name)
            elif name.endswith(TASK):
                ElementTree.fromstring(content)
            elif name.endswith(CI):
                yaml.safe_load(content)
        except (ElementTree.ParseError, yaml.YAMLError) as error:
            found.append(f"{name}: {error}")
    return found
