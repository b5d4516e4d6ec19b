"""Who makes the reports of a run on this machine: processes, each in use by one thread at a time, within limits."""

from __future__ import annotations

import os
import queue
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from shouguan.publishing import endings, strays
from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.outcomes import Outcome, not_begun
from shouguan.publishing.conversation import Child, ChildEndedError
from shouguan.publishing.limited import LARGEST_MEMORY

WORKER = "shouguan.publishing.batch.worker"
_LONGEST_START = 120.0
_TRIES = 2
"""How often a report is tried whose worker ends without a word; its own faults are not tried again."""
_MORE = 10.0
"""Seconds that a worker has beyond the limit, to which it holds the notebook itself: to say where that stood still."""


@dataclass(frozen=True)
class Limits:
    """What a report may take.

    Attributes
    ----------
    longest : float
        Seconds that its notebook may take; for the rest the process that makes it has a few more, once it has loaded
        and rehearsed what it needs.
    largest : int
        Bytes that its notebook may ask for.
    """

    longest: float
    largest: int = LARGEST_MEMORY


class Crew:
    """The workers, each in use by one thread at a time.

    Parameters
    ----------
    out : Path
        The reports folder.
    limits : Limits
        Of a report.
    env : mapping, optional
        Variables of theirs beside those of this process.
    """

    def __init__(self, out: Path, limits: Limits, env: Mapping[str, str] | None = None) -> None:
        self._out, self._limits, self._env = out.resolve(), limits, env
        self._idle: queue.SimpleQueue[Child] = queue.SimpleQueue()
        self._all: list[Child] = []
        self._ready: list[Child] = []
        self._stopped = False

    @property
    def width(self) -> int:
        """How many reports are made at once."""
        return os.cpu_count() or 1

    def make(self, order: Order) -> Outcome:
        """Have a report made."""
        killed, error = endings.killed_for_memory(), ("", "")
        for _ in range(_TRIES):
            if self._stopped:
                return not_begun(order)
            worker = self._worker()
            try:
                if not self._is_ready(worker):
                    raise endings.SlowStartError(_LONGEST_START)
                asked = {"parameters": order.parameters, "notebook": order.notebook, "out": str(self._out)}
                worker.tell(asked | asdict(self._limits))
                if worker.hear(_LONGEST_START) is None:
                    raise endings.SlowStartError(_LONGEST_START)
                answer = worker.hear(self._limits.longest + _MORE)
            except endings.SlowStartError as slow:
                self._lose(worker)
                error = slow.zh, slow.en
                continue
            except ChildEndedError:
                self._lose(worker)
                zh, en = endings.why(worker.process.returncode, killed)
                error = f"意外退出：{zh}", f"ended without a word: {en}"
                continue
            if answer is None:
                self._lose(worker)
                return self._too_long(order)
            self._idle.put(worker)
            return self._answered(order, answer)
        zh, en = error
        return Outcome(order, "failed", exit_code=3, zh=f"生成报告的进程{zh}", en=f"the process that made it {en}")

    def _lose(self, worker: Child) -> None:
        """End a worker, and whatever it was to end."""
        worker.kill()
        strays.end_lost()

    def _answered(self, order: Order, answer: dict[str, Any]) -> Outcome:
        html = answer.pop("html", None)
        if html is None:
            return Outcome(order, **answer)
        return Outcome(order, "made", html=Path(html).relative_to(self._out).as_posix(), **answer)

    def _too_long(self, order: Order) -> Outcome:
        seconds = f"{self._limits.longest:.0f}"
        return Outcome(
            order,
            "too long",
            exit_code=3,
            zh=f"超过{seconds}秒，已停止；单独运行 shouguan report 看停在哪一步",
            en=f"took over {seconds} seconds and was stopped; run shouguan report alone to see where it stands still",
            seconds=self._limits.longest,
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
                return worker
            if worker.alive:
                return worker

    def _is_ready(self, worker: Child) -> bool:
        """Wait for a worker that is new."""
        if worker not in self._ready:
            if worker.hear(_LONGEST_START) is None:
                return False
            self._ready.append(worker)
        return True

    def stop(self) -> None:
        """Begin nothing more, and end what is being made."""
        self._stopped = True
        for worker in self._all:
            worker.kill()

    def end(self) -> None:
        """Let the workers go."""
        for worker in self._all:
            worker.end()
