"""The process that makes the reports of a run, one after another: `python -m shouguan.publishing.batch.worker`.

Orders and answers are lines of JSON (`shouguan.publishing.conversation`): to each order that it is begun, and what came
of it. The stack of papermill, nbconvert and the gate is loaded once, and the kernels are warm ones. When its orders
end, so does this process, in the middle of a report too.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO

from shouguan.core.errors import ShouguanError
from shouguan.core.parameters import check
from shouguan.publishing import render, warm
from shouguan.publishing.conversation import ChildEndedError, answer, streams
from shouguan.publishing.endings import SlowStartError
from shouguan.publishing.limited import LARGEST_MEMORY, hold_to
from shouguan.publishing.running import TooLongError

_SHARED = ("place", "as_of", "lang", "seed")
"""Parameters that reports of a day have in common, or that make a page with all that they have."""


class _Heard(logging.Handler):
    """Keeps what the log says while a report is made."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def make(order: dict[str, Any], out: Path, heard: _Heard) -> dict[str, Any]:
    """Make one report; return what came of it.

    Returns
    -------
    dict
        `html` where it was made, else `state`, `exit_code`, `zh` and `en`; `warnings`, `seconds`, `cpu_seconds`.
    """
    heard.lines.clear()
    began, used = time.monotonic(), _cpu_seconds()
    try:
        job = render.prepare(check(order["parameters"]), order["notebook"])
        log = logging.getLogger("shouguan")
        limits = {name: order[name] for name in ("longest", "largest")}
        report = render.render(job, out, progress=log.info, warm=True, **limits)
        came: dict[str, Any] = {"html": str(report.html)}
    except ShouguanError as error:
        state = "too long" if isinstance(error, TooLongError) else "failed"
        came = {"state": state, "exit_code": error.exit_code, "zh": error.zh, "en": error.en}
    except Exception as error:  # one report's fault is no reason to lose the others
        came = {
            "state": "failed",
            "exit_code": 3,
            "zh": f"程序出错（请反馈）：{type(error).__name__}: {error}",
            "en": f"a fault of the program (please report it): {type(error).__name__}: {error}",
        }
    spent = {"seconds": time.monotonic() - began, "cpu_seconds": _cpu_seconds() - used}
    return came | spent | {"warnings": list(heard.lines)}


def _expect(order: dict[str, Any]) -> None:
    """Let kernels know what is to be made of them."""
    asked = {name: order["parameters"][name] for name in _SHARED if name in order["parameters"]}
    with suppress(ChildEndedError, SlowStartError):  # the report itself will say so
        warm.KERNELS.expect(f"{asked.get('as_of')}", asked)


def _cpu_seconds() -> float:
    return time.process_time() + warm.KERNELS.cpu_seconds


def _load_stack() -> None:
    import papermill  # noqa: F401, PLC0415

    from shouguan.publishing import exporter, gate, lint  # noqa: F401, PLC0415


def _listen(orders: BinaryIO, heard: queue.SimpleQueue[bytes]) -> None:
    """Pass orders on; without anybody to give them there is nobody to make reports for.

    It ends at once: what it still wrote, a sweep might have removed before. Who forks its kernels hears of it and ends
    them.
    """
    for line in orders:
        heard.put(line)
    os._exit(0)


def main() -> None:
    """Make reports until the orders end."""
    orders, answers = streams()
    hold_to(LARGEST_MEMORY)
    warm.KERNELS.prepare()
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    Thread(target=_listen, args=(orders, lines), daemon=True).start()
    heard = _Heard()
    logging.getLogger("shouguan").addHandler(heard)
    _load_stack()
    with suppress(ChildEndedError, SlowStartError):  # the first report asks for another
        warm.KERNELS.wait_ready()
    answer(answers, {"ready": True})
    while True:
        order = json.loads(lines.get())
        _expect(order)
        answer(answers, {"begun": True})
        answer(answers, make(order, Path(order["out"]), heard))


if __name__ == "__main__":
    main()
