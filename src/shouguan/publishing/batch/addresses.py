"""The address of a Dask scheduler: whether it is one, and whether a Dask answers there."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from shouguan.core.errors import UsageError

_SCHEMES = ("tcp", "tls", "ws", "wss", "ucx")
_ADDRESS = re.compile(r"(?:(?P<scheme>\w+)://)?(?:\[[0-9A-Fa-f:.%\w]+\]|[^\s:/\[\]]+):(?P<port>\d{1,5})/?")


def checked(address: str) -> str:
    """Return an address as it was given.

    Raises
    ------
    UsageError
        When it cannot be one.

    Examples
    --------
    >>> checked("tcp://10.0.0.5:8786"), checked("head:8786")
    ('tcp://10.0.0.5:8786', 'head:8786')
    """
    parts = _ADDRESS.fullmatch(address)
    if parts is None or (parts["scheme"] or "tcp") not in _SCHEMES or not 0 < int(parts["port"]) < 2**16:
        raise UsageError(
            f"--dask 为“{address}”，应为调度器的地址，形如 tcp://主机:8786（或 tls://）",
            f"--dask is '{address}'; it should be a scheduler's address, such as tcp://host:8786 (or tls://)",
        )
    return address


def answers(dask: Any, address: str, seconds: float) -> bool:
    """Find out whether a Dask is there; its own client takes long to give up.

    Raises
    ------
    OSError
        When none answers in time.
    """

    async def ask() -> None:
        own = dask.Security().get_connection_args("client")
        channel = await dask.core.connect(address, timeout=seconds, **own)
        await channel.close()

    asyncio.run(ask())
    return True
