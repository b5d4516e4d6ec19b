"""Processes that a notebook detaches from itself (a new session, a double fork) are found, and end with its report.

On Linux a process can be made the one that inherits what loses its parent anywhere below it. Whoever starts kernels or
workers is such a one, and ends what it inherits as soon as what it had started has ended. Elsewhere a process that
detaches itself is nobody's, and runs on.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TypeVar

_SET_SUBREAPER, _IS_SUBREAPER = 36, 37
"""Of Linux's `prctl`."""
_LONGEST_END = 10.0
"""Seconds; a process may be stuck in the system."""
_PAUSE = 0.002
_Started = TypeVar("_Started")
_OURS: set[int] = set()
"""Children that this process has started and that stay."""
_BEFORE: list[Set[int]] = []
"""What was there when it began to inherit, once for each that asked for it."""
_ONE = Lock()


def started(start: Callable[[], _Started], number: Callable[[_Started], int]) -> _Started:
    """Return a process of ours that is started, which is no stray from its first moment on."""
    with _ONE:
        process = start()
        _OURS.add(number(process))
        return process


def gone(number: int) -> None:
    """Forget a process of ours that has ended."""
    _OURS.discard(number)


def inherit() -> None:
    """Let this process have as its children whatever below it loses its parent."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_SUBREAPER, 1, 0, 0, 0)


@contextmanager
def ended() -> Iterator[None]:
    """Inherit meanwhile, and leave nothing behind that was not there before."""
    if sys.platform != "linux":
        yield
        return
    libc, was = ctypes.CDLL(None), ctypes.c_int()
    libc.prctl(_IS_SUBREAPER, ctypes.byref(was), 0, 0, 0)
    _BEFORE.append(_strange(set()))
    inherit()
    try:
        yield
    finally:
        end_lost()
        _BEFORE.pop()
        libc.prctl(_SET_SUBREAPER, was, 0, 0, 0)


def end_lost() -> None:
    """End what this process has inherited, if it inherits anything; what it had before or has started stays."""
    if _BEFORE:
        with _ONE:
            end(_OURS | _BEFORE[0])


def end(kept: Set[int]) -> None:
    """End the children of this process that it has inherited, and then theirs, until there are none but these."""
    until = time.monotonic() + _LONGEST_END
    while (lost := _strange(kept)) and time.monotonic() < until:
        for number in lost:
            with suppress(OSError):  # ended by itself
                os.kill(number, signal.SIGKILL)
                os.waitpid(number, os.WNOHANG)
        time.sleep(_PAUSE)


def _strange(kept: Set[int]) -> set[int]:
    """Return the children of this process that are of another session, as what detached itself always is."""
    found, own, session = set(), str(os.getpid()), str(os.getsid(0))
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            _, parent, _, of = file.read_bytes().rpartition(b")")[2].split()[:4]
            number = int(file.parent.name)
            if parent.decode() == own and of.decode() != session and number not in kept:
                found.add(number)
    return found
