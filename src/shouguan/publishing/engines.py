"""papermill's engines `shouguan` and `shouguan-warm`: a notebook in a kernel of ours, whatever kernel it names.

papermill loads this module while it is itself being loaded, so nothing of ours is loaded before a notebook runs.
"""

from __future__ import annotations

import time
from typing import Any

from papermill.engines import NBClientEngine, papermill_engines

COLD, WARM = "shouguan", "shouguan-warm"
_LEAST = 0.01
"""Seconds for a cell when the time is over: none would be no limit."""


class ColdEngine(NBClientEngine):
    """Runs a notebook in an interpreter of its own."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        start_timeout: int = 60,
        execution_timeout: float | None = None,
        memory: int | None = None,
        **more: Any,
    ) -> Any:
        """Run it; the parameters are papermill's own, but for what all cells have together, seconds and bytes."""
        from shouguan.publishing.kernel import LARGEST_MEMORY, Client  # noqa: PLC0415

        until = None if execution_timeout is None else time.monotonic() + execution_timeout

        return Client(
            nb_man,
            kernel_name=kernel_name,
            kernel_manager_class=cls.manager(),
            memory=memory or LARGEST_MEMORY,
            startup_timeout=start_timeout,
            iopub_timeout=start_timeout,  # what a busy machine has not passed on yet when a cell is done
            timeout_func=lambda _: None if until is None else max(until - time.monotonic(), _LEAST),
            shutdown_kernel="immediate",  # all it showed has come, and its files are its run's own
            **{name: hook for name, hook in more.items() if name.startswith("on_")},
        ).execute()

    @classmethod
    def manager(cls) -> Any:
        """Return what starts the kernel."""
        from shouguan.publishing.kernel import OwnKernelManager  # noqa: PLC0415

        return OwnKernelManager


class WarmEngine(ColdEngine):
    """Runs a notebook in a fresh process that has the stack loaded already."""

    @classmethod
    def manager(cls) -> Any:
        """Return what starts the kernel."""
        from shouguan.publishing.warm import WarmKernelManager  # noqa: PLC0415

        return WarmKernelManager


def register() -> None:
    """Make both known to papermill by their names."""
    papermill_engines.register(COLD, ColdEngine)
    papermill_engines.register(WARM, WarmEngine)
