"""Acts in a process of their own, which may be killed before any of its steps on disk."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

KILLED = 9


def forked(act: Callable[[], int]) -> int:
    """Run in a process of its own, and return that process's number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads: the child uses none
        child = os.fork()
    if child == 0:
        try:
            code = act()
        except BaseException:
            code = 99
        os._exit(code)
    return child


def exit_code(child: int) -> int:
    """Wait for a process to end and return its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_before(step: int, folder: Path, act: Callable[[], object]) -> bool:
    """Run an act that dies before its so-manieth step below a folder; return whether it came that far.

    Steps are what Python announces to auditors: files opened, made, moved, removed, folders made and listed.
    """
    taken = 0

    def count(event: str, args: tuple[object, ...]) -> None:
        nonlocal taken
        if (event == "open" or event.startswith("os.")) and any(str(folder) in str(each) for each in args[:2]):
            taken += 1
            if taken == step:
                os._exit(KILLED)

    def run() -> int:
        sys.addaudithook(count)
        act()
        return 0

    code = exit_code(forked(run))
    assert code in (0, KILLED), code
    return code == KILLED
