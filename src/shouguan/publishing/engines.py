"""papermill's engines `shouguan` and `shouguan-warm`: a notebook in a kernel of ours, whatever kernel it names.

papermill loads this module while it is itself being loaded, so nothing of ours is loaded before a notebook runs.
"""

from __future__ import annotations

from typing import Any

from papermill.engines import NBClientEngine, papermill_engines

COLD, WARM = "shouguan", "shouguan-warm"


class ColdEngine(NBClientEngine):
    """Runs a notebook in an interpreter of its own."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        **more: Any,
    ) -> Any:
        """Run it; the parameters are papermill's own."""
        from shouguan.publishing.kernel import Client  # noqa: PLC0415

        return Client(
            nb_man,
            kernel_name=kernel_name,
            kernel_manager_class=cls.manager(),
            startup_timeout=start_timeout,
            timeout=execution_timeout,
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
