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
from papermill.clientwrap import PapermillNotebookClient
from traitlets import Type, default

LARGEST_MEMORY = 8 * 2**30
"""Bytes of addresses that a kernel may have; ours take 2.5 GB of addresses, 0.4 GB of memory."""
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
                    raise RuntimeError("Kernel died before replying to kernel_info") from None
            else:
                return

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for the kernel.

        Raises
        ------
        RuntimeError
            When it dies or does not answer in time, as jupyter_client's own does.
        """
        try:
            await asyncio.wait_for(self._heard(), timeout)
        except TimeoutError:
            raise RuntimeError(f"Kernel didn't respond in {timeout} seconds") from None


class OwnKernelManager(AsyncKernelManager):
    """Starts `sys.executable` as the kernel, with one thread for linear algebra and within a limit of memory.

    A user-level `python3` kernelspec can shadow the environment's; asking for none avoids it.
    """

    client_factory = Type(Connection)

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

    @property
    def kernel_spec(self) -> KernelSpec:
        """Return the specification of our own kernel."""
        own = [sys.executable, "-m", "shouguan.publishing.limited", str(LARGEST_MEMORY)]
        return KernelSpec(
            argv=[*own, "-f", "{connection_file}", "--log-level=ERROR"],
            display_name="shouguan",
            language="python",
            env=ENVIRONMENT,
        )


class TooMuchOutputError(Exception):
    """A run printed or showed more than it may."""


class Client(PapermillNotebookClient):
    """Stops a run whose output grows beyond all bounds, in the middle of a cell."""

    _received = 0

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
        TooMuchOutputError
        """
        try:
            return super().execute(**kwargs)
        except Exception as error:
            if self._received > LARGEST_OUTPUT:
                raise TooMuchOutputError from error
            raise
