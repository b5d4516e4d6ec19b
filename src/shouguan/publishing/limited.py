"""The kernel's own process: `python -m shouguan.publishing.limited BYTES …` is ipykernel within so much memory.

Where the system knows no such limit (Windows), it is ipykernel as it is.
"""

from __future__ import annotations

import runpy
import sys


def hold_to(memory: int) -> None:
    """Let this process have so many bytes of addresses at most; asking for more is a MemoryError."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # no module of Windows

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    within = memory if most == resource.RLIM_INFINITY else min(memory, most)
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
