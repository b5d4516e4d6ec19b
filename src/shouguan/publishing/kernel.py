"""The kernel that notebooks run in, whatever kernelspecs a user has installed, and the client that listens to it."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import jupyter_runtime_dir
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.localinterfaces import localhost
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from traitlets import Type, default

from shouguan.publishing.endings import SlowStartError
from shouguan.publishing.limited import LARGEST_MEMORY

LARGEST_OUTPUT = 64 * 2**20
"""Characters that a run may print and show; ours come to 4 million."""
LONGEST_START = 60
"""Seconds that a kernel may take to start."""
_SOCKET = len("/k01234567-5")
_LONGEST_SOCKET = 100
"""Bytes that the path of a socket may have; systems take 103 or more."""
_EACH = 1000
"""What a piece of output costs besides its text."""
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONUTF8": "1",
}
"""Of every kernel: one thread keeps sums in one order, so that two runs give the same last digit."""


class Connection(AsyncKernelClient):
    """Is ready as soon as the kernel has been heard on both channels.

    jupyter_client's own also waits for a fifth of a second of silence, which nobody needs who tells messages apart by
    what they answer.
    """

    async def _heard(self) -> None:
        while True:
            self.kernel_info()
            try:
                await self.shell_channel.get_msg(timeout=1)
                await self.iopub_channel.get_msg(timeout=0.2)
            except Empty:
                if not await self.is_alive():
                    raise DeadKernelError from None
            else:
                return

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for the kernel.

        Raises
        ------
        DeadKernelError
            When it dies.
        SlowStartError
            When it does not answer in time.
        """
        try:
            await asyncio.wait_for(self._heard(), timeout)
        except TimeoutError:
            raise SlowStartError(timeout or 0.0) from None


class OwnKernelManager(AsyncKernelManager):
    """Starts `sys.executable` as the kernel, with one thread for linear algebra and within a limit of memory.

    A user-level `python3` kernelspec can shadow the environment's; asking for none avoids it.
    """

    client_factory = Type(Connection)
    memory = LARGEST_MEMORY

    @default("transport")
    def _transport_default(self) -> str:
        """Return how it is talked to: by sockets in a folder, where the system has such and the path is short.

        Ports are looked for before a kernel takes them; where many kernels start at once, another may be first.
        """
        longest = len(os.fsencode(jupyter_runtime_dir())) + _SOCKET
        return "tcp" if sys.platform == "win32" or longest > _LONGEST_SOCKET else "ipc"

    @default("ip")
    def _ip_default(self) -> str:
        """Return where: the begin of the names of its sockets, or this machine."""
        if self.transport == "tcp":
            return localhost()
        home = Path(jupyter_runtime_dir())
        home.mkdir(mode=0o700, parents=True, exist_ok=True)  # papermill by itself may be the first to use it
        return str(home / f"k{secrets.token_hex(4)}")

    @default("connection_file")
    def _connection_file_default(self) -> str:
        """Return the file by which a kernel knows its sockets, beside them: where it is cleared away with its run."""
        home = Path(jupyter_runtime_dir())
        home.mkdir(mode=0o700, parents=True, exist_ok=True)  # as below
        return str(home / f"kernel-{secrets.token_hex(8)}.json")

    @property
    def kernel_spec(self) -> KernelSpec:
        """Return the specification of our own kernel."""
        own = [sys.executable, "-m", "shouguan.publishing.limited", str(self.memory)]
        return KernelSpec(
            argv=[*own, "-f", "{connection_file}", "--log-level=ERROR"],
            display_name="shouguan",
            language="python",
            env=ENVIRONMENT,
        )


class TooMuchOutputError(Exception):
    """A run printed or showed more than it may."""


class KernelEndedError(Exception):
    """The kernel is not there any more.

    Attributes
    ----------
    status : int or None
        Its exit code, or the number of a signal below zero.
    """

    def __init__(self, status: int | None) -> None:
        super().__init__(status)
        self.status = status


class Client(PapermillNotebookClient):
    """Holds a run to its limits of memory and output, and knows how its kernel ended.

    Parameters
    ----------
    *arguments, **more
        papermill's own.
    memory : int
        Bytes that the kernel may ask for.
    """

    _received = 0

    def __init__(self, *arguments: Any, memory: int = LARGEST_MEMORY, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._memory = memory
        self._manager: Any = None

    def create_kernel_manager(self) -> Any:
        """Return who starts the kernel, and keep it, for nbclient forgets it before it says what went wrong."""
        self._manager = super().create_kernel_manager()
        self._manager.memory = self._memory
        return self._manager

    async def _async_check_alive(self) -> None:
        """Raise `DeadKernelError` where the kernel is dead; nbclient asks on where a run was stopped."""
        if self.kc is None:
            raise DeadKernelError
        await super()._async_check_alive()

    def process_message(self, *args: Any, **kwargs: Any) -> Any:
        """Take in a message of the kernel, and count what it shows."""
        output = super().process_message(*args, **kwargs)
        if output is not None:
            shown = output.get("data", {}).values() if "data" in output else [args[0]["content"].get("text", "")]
            self._received += _EACH + sum(len(str(each)) for each in shown)
            if self._received > LARGEST_OUTPUT:
                self.task_poll_for_reply.cancel()
        return output

    def execute(self, **kwargs: Any) -> Any:
        """Run the notebook.

        Raises
        ------
        TooMuchOutputError, KernelEndedError, SlowStartError
        """
        try:
            return super().execute(**kwargs)
        except Exception as error:
            if self._received > LARGEST_OUTPUT:
                raise TooMuchOutputError from error
            if isinstance(error, DeadKernelError):
                process = self._manager.provisioner.process
                raise KernelEndedError(None if process is None else process.poll()) from error
            raise
        except BaseException:
            self._abandon()
            raise

    def _abandon(self) -> None:
        """End the kernel of a run that is interrupted, which may not have begun to listen."""
        process = getattr(getattr(self._manager, "provisioner", None), "process", None)
        if process is not None:
            process.kill()
            process.wait(LONGEST_START)
