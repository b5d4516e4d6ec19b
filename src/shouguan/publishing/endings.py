"""Why a process of ours is not there any more, as far as anybody knows it, in words."""

from __future__ import annotations

import signal
from contextlib import suppress
from pathlib import Path

_COUNTS = Path("/proc/vmstat")


class SlowStartError(Exception):
    """A process of ours did not come up in time; it may be alive."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"took over {seconds:.0f} s to start")
        self.zh = f"启动超过{seconds:.0f}秒，已停止；多半是机器太忙，稍后重试，或同时少做几份"
        self.en = (
            f"took over {seconds:.0f} seconds to start and was stopped; the machine seems to be busy: "
            "try again later, or make fewer at once"
        )


def killed_for_memory() -> int | None:
    """Return how many processes the system has ended so far for want of memory; None where it does not say."""
    with suppress(OSError, ValueError, StopIteration):
        lines = _COUNTS.read_text().splitlines()
        return int(next(line for line in lines if line.startswith("oom_kill ")).split()[1])
    return None


def why(status: int | None, before: int | None) -> tuple[str, str]:
    """Return in Chinese and English how a process ended.

    Parameters
    ----------
    status : int or None
        Its exit code, or the number of a signal below zero; None where it is not known.
    before : int or None
        `killed_for_memory()` before it ended.
    """
    if status is None:
        return "原因不明", "for a reason that is not known"
    if status >= 0:
        return f"自行退出，退出码 {status}", f"by itself, with exit code {status}"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = str(-status)
    if name == "SIGKILL":
        now = killed_for_memory()
        if now is None or before is None:
            return "被强行结束（SIGKILL），可能是内存不足", "killed (SIGKILL), perhaps for want of memory"
        if now > before:
            return (
                "系统内存不足，被系统结束；关闭其他程序或同时少做几份后重试",
                "killed by the system for want of memory; close other programs, or make fewer at once",
            )
        return "被其他程序或系统的限制强行结束（SIGKILL）", "killed by another program or a limit (SIGKILL)"
    return f"崩溃或被信号 {name} 结束", f"crashed or was ended by the signal {name}"
