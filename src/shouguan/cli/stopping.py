"""A command that is told to stop (`systemctl stop`, `timeout`, `kill`) stops as one that a person interrupts."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

import typer


@contextmanager
def stoppable() -> Iterator[None]:
    """Take SIGTERM as Ctrl-C, and both as what the command line tells in one line.

    SIGTERM counts once: `timeout` sends it twice, and the second would disturb the tidying up.
    """
    here = current_thread() is main_thread()  # to which Python gives all signals
    before = signal.signal(signal.SIGTERM, _interrupt) if here else None
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Abort from None
    finally:
        if here:
            signal.signal(signal.SIGTERM, before)


def _interrupt(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
