"""Processes of ours that are talked to in lines of JSON: orders to their standard input, answers from the output."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from threading import Thread
from typing import Any, BinaryIO

from shouguan.publishing import strays

_PATIENCE = 5.0
"""Seconds that a process may take to end by itself."""
_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": f"{64 * 2**20}",
    "MALLOC_TOP_PAD_": f"{64 * 2**20}",
    "MALLOC_TRIM_THRESHOLD_": f"{512 * 2**20}",
}
"""glibc keeps the memory of draws and pages for those that follow; to give it back and take it again costs a tenth."""


class ChildEndedError(Exception):
    """The process has ended, and nothing of what it said is left to hear."""


class Child:
    """A process that runs one of our modules, leads a group of its own, and ends when its orders do.

    Parameters
    ----------
    module : str
        What `python -m` runs.
    *arguments : str
    env : mapping, optional
        Variables beside those of this process.
    """

    def __init__(self, module: str, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        own = _MEMORY | os.environ | dict(env or {})
        self.process = strays.started(
            lambda: subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=own,
                start_new_session=True,
            ),
            lambda process: process.pid,
        )
        self._said: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._over = False
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said, suppress(ValueError):  # a line cut short, or somebody else closed it
            for line in said:
                self._said.put(json.loads(line))
        self._said.put(None)

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.process.poll() is None

    def tell(self, content: Mapping[str, Any]) -> None:
        """Give an order.

        Raises
        ------
        ChildEndedError
            When nobody is there to take it.
        """
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(content).encode() + b"\n")
            self.process.stdin.flush()
        except (OSError, ValueError):  # it has ended, or was ended from another thread
            raise ChildEndedError from None

    def hear(self, seconds: float) -> dict[str, Any] | None:
        """Return its next answer; None where there is none within so many seconds.

        Raises
        ------
        ChildEndedError
            When it has ended and will not answer any more.
        """
        if not self._over:
            try:
                answer = self._said.get(timeout=seconds) if seconds else self._said.get_nowait()
            except queue.Empty:
                return None
            if answer is not None:
                return answer
            self._over = True
        raise ChildEndedError

    def end(self) -> None:
        """Let it end by itself, and end it where it does not."""
        self._close()
        try:
            self.process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        strays.gone(self.process.pid)
        self._listener.join()

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()
        strays.gone(self.process.pid)
        self._close()
        self._listener.join()

    def _close(self) -> None:
        if self.process.stdin is not None:
            with suppress(OSError):  # an order that it never took
                self.process.stdin.close()


def streams() -> tuple[BinaryIO, BinaryIO]:
    """Return, in such a process, where orders come from and where answers go; what it prints is no answer."""
    orders = os.fdopen(os.dup(0), "rb", buffering=0)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return orders, answers


def answer(answers: BinaryIO, content: Mapping[str, Any]) -> None:
    """Say something to whoever gave the orders; where nobody listens any more, end this process without a word."""
    try:
        answers.write(json.dumps(content).encode() + b"\n")
        answers.flush()
    except BrokenPipeError:
        os._exit(0)  # not by an error: what is left in the buffer would be tried again, and complained of
