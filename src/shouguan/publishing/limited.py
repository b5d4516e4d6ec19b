"""The kernel's own process: `python -m shouguan.publishing.limited BYTES …` is ipykernel within so much memory.

Where the system knows no such limit (Windows), it is ipykernel as it is.
"""

from __future__ import annotations

import re
import runpy
import sys

from shouguan.core.errors import UsageError

LARGEST_MEMORY = 8 * 2**30
"""Bytes that a notebook may ask for, unless another limit is given."""
LEAST_MEMORY = 2**29
_PROGRAMS = 3 * 2**30
"""Bytes of addresses that the stack takes by itself; ours takes 2.7 GB of them, and 0.5 GB of memory."""
_UNITS = {"M": 2**20, "G": 2**30, "T": 2**40}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([MGT])(?:I?B)?", re.IGNORECASE)


def size(text: str) -> int:
    """Return the bytes that a word such as `2G` or `512M` means.

    Raises
    ------
    UsageError
        When it has no unit, or is less than any report needs.

    Examples
    --------
    >>> size("2G") == size("2048 MB") == 2**31
    True
    """
    said = _SIZE.fullmatch(text.strip())
    if said is None:
        raise UsageError(
            f"--memory 为“{text}”，应为数字加单位 M、G 或 T，如 2G",
            f"--memory is '{text}'; it should be a number with the unit M, G or T, such as 2G",
        )
    memory = int(float(said[1]) * _UNITS[said[2].upper()])
    if memory < LEAST_MEMORY:
        raise UsageError(
            f"--memory 为 {text}，太小：至少 {shown(LEAST_MEMORY)}",
            f"--memory is {text}, which is too little: at least {shown(LEAST_MEMORY)}",
        )
    return memory


def shown(memory: int) -> str:
    """Return bytes as a person reads them.

    Examples
    --------
    >>> shown(2**29), shown(8 * 2**30), shown(int(2.5 * 2**30))
    ('512 MB', '8 GB', '2.5 GB')
    """
    unit = 30 if memory >= 2**30 else 20
    return f"{memory / 2**unit:.4g} {'GB' if unit == 30 else 'MB'}"


def hold_to(memory: int) -> None:
    """Let this process ask for so many bytes at most, beside those of its programs; more is a MemoryError."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # no module of Windows

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = memory + _PROGRAMS
    within = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (within, most))
    except (OSError, ValueError):  # macOS may refuse it
        return


def without_debugger() -> None:
    """Keep ipykernel from loading its debugger, which takes half a second, for nobody debugs a run."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # how Python says that there is none


if __name__ == "__main__":
    without_debugger()
    hold_to(int(sys.argv.pop(1)))
    del sys.path[0]  # the folder of the run, which modules are not to be looked for in
    runpy.run_module("ipykernel_launcher", run_name="__main__", alter_sys=True)
