"""A command that is told to stop (`systemctl stop`, `timeout`, `kill`) stops as one that a person interrupts."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Any

import typer

_IN_A_ROW = 10.0
"""Seconds in which tidying up is done."""
INTERRUPTED = 130
"""What the command line's library answers when it is interrupted itself, before a command begins."""


def every_command(root: Any) -> Any:
    """Let every command of a command line stop in this way."""
    for command in root.commands.values():
        command.callback = _stopping(command.callback)
    return root


def _stopping(callback: Any) -> Any:
    def run(*args: Any, **values: Any) -> Any:
        with stoppable():
            return callback(*args, **values)

    return run


@contextmanager
def stoppable() -> Iterator[None]:
    """Take SIGTERM as Ctrl-C, and both as what the command line tells in one line.

    Of several in a row the first counts: `timeout` sends SIGTERM twice, people are impatient, and the next would
    disturb the tidying up. Later it counts again, for the first may have come where Python lets none through.
    """
    here = current_thread() is main_thread()  # to which Python gives all signals
    numbers = [signal.SIGTERM, signal.SIGINT] if here else []
    taken = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]  # as of `nohup … &`
    first = _Interrupt()
    before = {number: signal.signal(number, first) for number in taken}
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Abort from None
    except Exception:
        if first.came:  # code between has made another error of it, as numpy's does while it is imported
            raise typer.Abort from None
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Interrupt:
    """What is done on a signal."""

    def __init__(self) -> None:
        self._last = float("-inf")

    @property
    def came(self) -> bool:
        """Whether there was one."""
        return self._last > 0

    def __call__(self, _: int, __: FrameType | None) -> None:
        now = time.monotonic()
        if now - self._last >= _IN_A_ROW:
            self._last = now
            logging.disable()  # who is stopped has nothing more to tell, and what is torn down complains
            raise KeyboardInterrupt
