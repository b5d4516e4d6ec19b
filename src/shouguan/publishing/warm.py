"""Kernels that start warm, for papermill's engine `shouguan-warm`.

Starting an interpreter and importing the stack costs seconds, and a report's own work little more. So one process
(`shouguan.publishing.spare`) imports it once, and each notebook runs in a fresh process forked from it; where the
system cannot fork, in one that was started and has imported before it is needed. A report is the same, byte for byte.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner

from shouguan.publishing.conversation import Child, ChildEndedError
from shouguan.publishing.endings import SlowStartError
from shouguan.publishing.kernel import ENVIRONMENT, LONGEST_START, OwnKernelManager
from shouguan.publishing.spare import REHEARSE

CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"
"""Whether kernels can be forked; Apple's own libraries do not survive it."""
MANY = 2
"""The report of one day before which its kernels are worth a rehearsal, which takes as long as it then saves."""
SPARE = "shouguan.publishing.spare"
_KILLED = -9
_LONGEST_END = 5.0


class _Spare:
    """A process of `shouguan.publishing.spare`, and what it has said so far."""

    def __init__(self, way: str) -> None:
        self.child = Child(SPARE, way, env=ENVIRONMENT)
        self._ready = False
        self._started: list[int] = []
        self.ended: dict[int, dict[str, Any]] = {}
        self.asked: Counter[str] = Counter()
        self.rehearsing = False

    def listen(self, seconds: float = 0.0) -> None:
        """Take in what it has said; wait so long for something, where it has said nothing."""
        while (said := self.child.hear(seconds)) is not None:
            self._ready = self._ready or "ready" in said
            self.rehearsing = self.rehearsing and "rehearsed" not in said
            if "started" in said:
                self._started.append(said["started"])
            elif "ended" in said:
                self.ended[said["ended"]] = said
            seconds = 0.0

    def wait_ready(self) -> None:
        """Wait until the stack is loaded."""
        self._wait(lambda: self._ready)

    def rehearse(self, values: Mapping[str, Any]) -> None:
        """Have a briefing of these parameters made beforehand, and wait for it."""
        self.rehearsing = True
        self.child.tell({REHEARSE: dict(values)})
        self._wait(lambda: not self.rehearsing)

    def next_started(self) -> int:
        """Wait for the kernel that was ordered; return its process number."""
        self._wait(lambda: bool(self._started))
        return self._started.pop()

    def _wait(self, come: Any) -> None:
        until = time.monotonic() + LONGEST_START
        while not come():
            if time.monotonic() > until:
                raise SlowStartError(LONGEST_START)
            self.listen(0.5)


class Forked:
    """A forked kernel, with the part of `subprocess.Popen` that a kernel's manager uses."""

    stdin = stdout = stderr = None

    def __init__(self, spare: _Spare, pid: int) -> None:
        self._spare, self.pid = spare, pid
        self.returncode: int | None = None
        self.cpu_seconds = 0.0

    def poll(self) -> int | None:
        """Return how it ended, None while it runs; without the process that forked it, it is gone, too."""
        if self.returncode is not None:
            return self.returncode
        try:
            self._spare.listen()
        except ChildEndedError:
            self.returncode = _KILLED
        ended = self._spare.ended.pop(self.pid, None)
        if ended is not None:
            self.returncode, self.cpu_seconds = ended["status"], ended["cpu_seconds"]
            KERNELS.cpu_seconds += self.cpu_seconds
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end."""
        until = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired("kernel", timeout or 0.0)
            time.sleep(0.002)
        return status

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class Kernels:
    """Where warm kernels come from; one for each process that runs notebooks.

    Attributes
    ----------
    cpu_seconds : float
        What the forked kernels that have ended used of a processor.
    """

    def __init__(self, *, fork: bool = CAN_FORK) -> None:
        self._fork = fork
        self._spare: _Spare | None = None
        self.cpu_seconds = 0.0

    def prepare(self) -> None:
        """Begin to load the stack, without waiting for it."""
        if self._spare is None or not self._spare.child.alive:
            self.end()
            self._spare = _Spare("fork" if self._fork else "once")

    def wait_ready(self) -> None:
        """Wait until the stack is loaded.

        Raises
        ------
        ChildEndedError, SlowStartError
            When the process that makes kernels ends, or does not come up in time.
        """
        self.prepare()
        assert self._spare is not None
        self._spare.wait_ready()

    def expect(self, day: str, values: Mapping[str, Any]) -> None:
        """Know of a report of a day; once they are many, have what they have in common done before the next kernel.

        Parameters
        ----------
        day : str
        values : mapping
            The parameters of a briefing that has it in common.

        Raises
        ------
        ChildEndedError, SlowStartError
            When the process that makes kernels ends, or takes too long.
        """
        if not self._fork:
            return
        self.wait_ready()
        spare = self._spare
        assert spare is not None
        spare.asked[day] += 1
        if spare.asked[day] == MANY:
            spare.rehearse(values)

    def start(
        self, arguments: Sequence[str], cwd: str, env: Mapping[str, str], memory: int
    ) -> Forked | subprocess.Popen[bytes]:
        """Return a new kernel.

        Raises
        ------
        ChildEndedError, SlowStartError
            When the process that makes them ends, or does not come up in time.
        """
        self.wait_ready()
        spare = self._spare
        assert spare is not None
        spare.child.tell({"arguments": list(arguments), "cwd": cwd, "env": dict(env), "memory": memory})
        if self._fork:
            return Forked(spare, spare.next_started())
        self._spare = None
        self.prepare()  # the next one loads while this one works
        return spare.child.process

    def end(self) -> None:
        """End what is in store, and every kernel that was forked."""
        if self._spare is not None:
            self._spare.child.end()
        self._spare = None


KERNELS = Kernels()
atexit.register(KERNELS.end)


class WarmProvisioner(LocalProvisioner):
    """Takes a kernel's process from `KERNELS` instead of starting an interpreter."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Return how the kernel can be reached; `cmd` are the arguments of ipykernel."""
        manager: Any = self.parent
        folder = kwargs.get("cwd") or str(Path.cwd())
        started: Any = KERNELS.start(cmd, folder, kwargs["env"], manager.memory)
        self.process, self.pid = started, started.pid
        self.pgid = started.pid if isinstance(started, Forked) else None  # each forked one leads a group of its own
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End it, and know that it has ended before anybody asks, for asking waits a tenth of a second each time."""
        process: Any = self.process
        await super().kill(restart=restart)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=_LONGEST_END)


class WarmKernelManager(OwnKernelManager):
    """Starts warm kernels, with one thread for linear algebra and within a limit of memory."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """Return the specification of our own warm kernel."""
        return KernelSpec(
            argv=["-f", "{connection_file}", "--log-level=ERROR"],
            display_name="shouguan",
            language="python",
            env=ENVIRONMENT,
        )

    async def _async_pre_start_kernel(self, **options: Any) -> Any:
        self.kernel_id = self.kernel_id or uuid.uuid4().hex
        self.provisioner = WarmProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        return await super()._async_pre_start_kernel(**options)

    pre_start_kernel: Any = _async_pre_start_kernel
