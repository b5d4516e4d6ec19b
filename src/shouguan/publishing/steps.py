"""Which step of a run is at work: always on a terminal, in a log once a step takes longer than two seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Timer
from typing import Any

from rich.console import Console

from shouguan.core.language import either, spoken

PATIENCE = 2.0
"""Seconds after which a step is named in a log; it is named again after ever longer waits."""
_LONGER = 5.0


class Steps:
    """Follows a notebook while it runs; its methods are the hooks of nbclient.

    Parameters
    ----------
    tell : callable
        Told of a step that takes long, where no terminal shows it.

    Attributes
    ----------
    cell : tuple of str and int
        The source of the cell that was begun last, and its index.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._status = Console(stderr=True).status(spoken("启动内核")) if sys.stderr.isatty() else None
        self._timer: Timer | None = None
        self._headings = {"zh": "", "en": ""}
        self.cell = "", 0

    def __enter__(self) -> Steps:
        if self._status is not None:
            self._status.start()
        else:
            self._wait(spoken("启动内核"), PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self.done()
        if self._status is not None:
            self._status.stop()

    def start(self, cell: Any, cell_index: int) -> None:
        """Name the cell that begins; a cell of prose names those after it."""
        if cell.cell_type == "markdown":
            self._read(cell)
            return
        self.done()
        self.cell = cell.source, cell_index
        name = self._name(cell)
        if self._status is not None:
            self._status.update(name)
        else:
            self._wait(name, PATIENCE)

    def done(self, **_: object) -> None:
        """Stop waiting for a cell."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None

    def _read(self, cell: Any) -> None:
        first = cell.source.split("\n", 1)[0]
        if first.startswith("#"):
            english = "en" in cell.metadata.get("tags", [])
            self._headings["en" if english else "zh"] = first.lstrip("# ") if first.startswith("##") else ""
            if not english:
                self._headings["en"] = ""

    def _name(self, cell: Any) -> str:
        """Name a cell by the heading above it; the first ones open the place and forecast."""
        if not self._headings["zh"]:
            return spoken("打开地区并测算")
        call = next((line for line in cell.source.splitlines() if line.strip()), "")
        return either(self._headings["zh"], self._headings["en"] or call)

    def _wait(self, name: str, seconds: float) -> None:
        def tell() -> None:
            self._tell(spoken("正在进行：{step}", step=name))
            self._wait(name, seconds * _LONGER)

        self._timer = Timer(seconds, tell)
        self._timer.daemon = True
        self._timer.start()
