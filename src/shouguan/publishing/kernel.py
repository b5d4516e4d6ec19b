"""The kernel that notebooks run in: this interpreter, whatever kernelspecs a user has installed."""

from __future__ import annotations

import sys

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager


class OwnKernelManager(AsyncKernelManager):
    """Starts `sys.executable` as the kernel, with one thread for linear algebra.

    A user-level `python3` kernelspec can shadow the environment's; asking for none avoids it. One thread
    keeps sums in one order, so that two runs give the same last digit.
    """

    @property
    def kernel_spec(self) -> KernelSpec:
        """Return the specification of our own kernel."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=ERROR"],
            display_name="shouguan",
            language="python",
            env={
                "OMP_NUM_THREADS": "1",
                "OPENBLAS_NUM_THREADS": "1",
                "MKL_NUM_THREADS": "1",
                "PYTHONUTF8": "1",
            },
        )
