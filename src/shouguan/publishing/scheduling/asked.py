"""What is to run, when and where, checked: times are Beijing's, wherever it runs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath, PureWindowsPath

from shouguan.core.errors import DataError, UsageError, nearest
from shouguan.core.wrong_settings import hidden

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_CALLED = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAILY = ("每天", "每日", "daily", "every day")
_IN_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ZONE = "Asia/Shanghai"
AHEAD = dt.timedelta(hours=8)
"""How far Beijing's clock is ahead of UTC; it knows no summer time."""
_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_USER = re.compile(r"[A-Za-z_][\w.-]{0,31}")
_ON_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\[^\\]")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True)
class Schedule:
    """When what is run, where, and by whom.

    Attributes
    ----------
    words : tuple of str
        The command after `shouguan`: `render-all`, `*`, …
    at : time
        By Beijing's clock.
    days : tuple of str
        Of `DAYS`.
    folder : PurePath
        The project's folder on the machine that runs it, whose kind says which system that has.
    program : str
        The kit's program there.
    user : str or None
        Whose rights it has under systemd.
    kept : str or None
        The folder where readers find what the command writes.
    name : str
        What it is called: its files, its units and its log.
    lacking : tuple of str
        Words that name files which a fresh checkout has not.
    """

    words: tuple[str, ...]
    at: dt.time
    days: tuple[str, ...]
    folder: PurePath
    program: str
    user: str | None = None
    kept: str | None = None
    name: str = "shouguan"
    lacking: tuple[str, ...] = ()

    @property
    def on_windows(self) -> bool:
        """Whether it runs under Windows."""
        return isinstance(self.folder, PureWindowsPath)

    @property
    def names_windows(self) -> bool:
        """Whether the command names paths that only Windows knows."""
        return any("\\" in word or _ON_WINDOWS.match(word) for word in self.words)


def schedule(
    words: Sequence[str],
    at: str,
    days: Sequence[str],
    folder: str,
    *,
    program: str | None = None,
    user: str | None = None,
    kept: str | None = None,
    name: str = "shouguan",
    lacking: Sequence[str] = (),
) -> Schedule:
    """Return a schedule from what a user wrote; the command itself is checked by the command line.

    Raises
    ------
    DataError, UsageError
        When the time, a day, the folder or the user cannot be, or no command is named.
    """
    if not words:
        raise UsageError(
            "应写明要运行的命令，如 -- render-all '*'", "say which command is to run, such as -- render-all '*'"
        )
    for word in (*words, folder):
        odd = hidden(word)
        if odd is not None:
            shown = "".join("?" if hidden(sign) else sign for sign in word)
            raise DataError(f"“{shown}”{odd[0]}，不能写入定时任务", f"'{shown}': {odd[1]}; no schedule can hold it")
    if not _TIME.fullmatch(at):
        raise DataError(
            f"时间“{at}”不对，应为 00:00 至 23:59，如 08:05（北京时间）",
            f"the time is '{at}'; expected 00:00 to 23:59, such as 08:05 (Beijing time)",
        )
    if not _NAME.fullmatch(name):
        raise DataError(
            f"--name 的值“{name}”不对，应为字母、数字、- 和 _，至多 40 个，如 monthly",
            f"--name is '{name}'; expected letters, digits, - and _, 40 at most, such as monthly",
        )
    days = [own for day in days for own in (DAYS if day.strip().casefold() in _DAILY else (_day(day),))]
    if not days:
        raise DataError(f"没有写星期几，应为 {'、'.join(DAYS)}", f"no day is given; days are {', '.join(DAYS)}")
    where = _folder(folder)
    if user is not None and (isinstance(where, PureWindowsPath) or not _USER.fullmatch(user)):
        raise DataError(
            f"--user 的值“{user}”不对，应为 Linux 上的用户名；Windows 上在任务计划程序里选择用户",
            f"--user is '{user}'; expected the name of a user under Linux (under Windows choose one in Task Scheduler)",
        )
    hour, minute = map(int, at.split(":"))
    own = tuple(day for day in DAYS if day in days)
    time, run = dt.time(hour, minute), program or _program(where)
    return Schedule(tuple(words), time, own, where, run, user, kept, name, tuple(lacking))


def _day(text: str) -> str:
    """Return a day of the week as `DAYS` has it: Mon, Monday, 周一, 星期一."""
    plain = text.strip().casefold().replace("星期", "周").replace("周天", "周日")
    for known in (_CALLED, _IN_FULL, tuple(day.casefold() for day in DAYS)):
        if plain in known:
            return DAYS[known.index(plain)]
    zh, en = nearest(text, DAYS)
    raise DataError(
        f"“{text}”不是星期几，应为 {'、'.join(DAYS)}、周一至周日 或 每天{zh if '最接近' in zh else ''}",
        f"'{text}' is no day of the week: {', '.join(DAYS)} or daily{en if 'nearest' in en else ''}",
    )


def _folder(text: str) -> PurePath:
    if _ON_WINDOWS.match(text):
        return PureWindowsPath(text)
    if not text.startswith("/") or text != text.strip() or text.endswith("\\"):
        raise DataError(
            f"--folder 的值“{text}”不对，应为那台机器上的完整路径，如 /srv/shouguan 或 D:\\shouguan",
            f"--folder is '{text}'; expected a whole path on that machine, such as /srv/shouguan or D:\\shouguan",
        )
    return PurePosixPath(text)


def _program(folder: PurePath) -> str:
    """Return where `make setup` puts the kit's program."""
    own = (".venv", "Scripts", "shouguan.exe") if isinstance(folder, PureWindowsPath) else (".venv", "bin", "shouguan")
    return str(folder.joinpath(*own))
