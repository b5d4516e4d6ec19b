"""Who makes the reports of a run on this machine: processes, each in use by one thread at a time, within limits."""

from __future__ import annotations

import os
import queue
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.outcomes import Outcome, not_begun
from shouguan.publishing.conversation import Child, ChildEndedError

WORKER = "shouguan.publishing.batch.worker"
_LONGEST_START = 120.0
_TRIES = 2
"""How often a report is tried whose worker ends without a word; its own faults are not tried again."""


class Crew:
    """The workers, each in use by one thread at a time.

    Parameters
    ----------
    out : Path
        The reports folder.
    longest : float
        Seconds that a report may take, once the process that makes it has loaded and rehearsed what it needs.
    env : mapping, optional
        Variables of theirs beside those of this process.
    """

    def __init__(self, out: Path, longest: float, env: Mapping[str, str] | None = None) -> None:
        self._out, self._longest, self._env = out.resolve(), longest, env
        self._idle: queue.SimpleQueue[Child] = queue.SimpleQueue()
        self._all: list[Child] = []
        self._stopped = False

    @property
    def width(self) -> int:
        """How many reports are made at once."""
        return os.cpu_count() or 1

    def make(self, order: Order) -> Outcome:
        """Have a report made."""
        for _ in range(_TRIES):
            if self._stopped:
                return not_begun(order)
            try:
                worker = self._worker()
                asked = {"parameters": order.parameters, "notebook": order.notebook}
                worker.tell(asked | {"out": str(self._out), "longest": self._longest})
                if worker.hear(_LONGEST_START) is None:
                    worker.kill()
                    continue
                answer = worker.hear(self._longest)
            except ChildEndedError:
                continue
            if answer is None:
                worker.kill()
                return self._too_long(order)
            self._idle.put(worker)
            return self._answered(order, answer)
        return Outcome(
            order,
            "failed",
            exit_code=3,
            zh="生成报告的进程意外退出，多半是内存不足",
            en="the process that made it ended without a word, most likely for want of memory",
        )

    def _answered(self, order: Order, answer: dict[str, Any]) -> Outcome:
        html = answer.pop("html", None)
        if html is None:
            return Outcome(order, "failed", **answer)
        return Outcome(order, "made", html=Path(html).relative_to(self._out).as_posix(), **answer)

    def _too_long(self, order: Order) -> Outcome:
        seconds = f"{self._longest:.0f}"
        return Outcome(
            order,
            "too long",
            exit_code=3,
            zh=f"超过{seconds}秒，已停止；单独运行 shouguan report 看停在哪一步",
            en=f"took over {seconds} seconds and was stopped; run shouguan report alone to see where it stands still",
            seconds=self._longest,
        )

    def _worker(self) -> Child:
        while True:
            try:
                worker = self._idle.get_nowait()
            except queue.Empty:
                worker = Child(WORKER, env=self._env)
                self._all.append(worker)
                if self._stopped:  # meanwhile, by one who did not know of this worker yet
                    worker.kill()
                if worker.hear(_LONGEST_START) is None:
                    raise ChildEndedError from None
                return worker
            if worker.alive:
                return worker

    def stop(self) -> None:
        """Begin nothing more, and end what is being made."""
        self._stopped = True
        for worker in self._all:
            worker.kill()

    def end(self) -> None:
        """Let the workers go."""
        for worker in self._all:
            worker.end()
