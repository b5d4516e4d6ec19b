"""A process that has loaded the stack and makes kernels: `python -m shouguan.publishing.spare [fork|once]`.

It reads orders from its standard input, a line of JSON each: the kernel's arguments, folder, environment and memory.
Where the system can fork, each order makes one fresh process that is this one as it was before any notebook ran; what a
notebook does to its process ends with it, and what it detaches as well (`shouguan.publishing.strays`). An order to
rehearse (`shouguan.publishing.rehearsal`) makes none. Elsewhere (`once`) this very process becomes the kernel of the
first order. Answers are lines of JSON on its standard output: a kernel's process number, how it ended, and that all is
rehearsed. When the orders end, so do the kernels and whatever they have started.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import selectors
import signal
import sys
import tempfile
from contextlib import suppress
from typing import Any, BinaryIO, NoReturn

from shouguan.core.errors import ShouguanError
from shouguan.publishing import strays
from shouguan.publishing.conversation import answer, streams
from shouguan.publishing.limited import hold_to, without_debugger

REHEARSE = "rehearse"
"""The order to make a briefing beforehand, with its parameters."""
_PARENT = "JPY_PARENT_PID"
"""By which a kernel knows that it is orphaned, and ends; ipykernel reads it as it is loaded."""


_STACK = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.magics.execution",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "PIL.features",
    "faulthandler",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "jinja2",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "psutil",
    "seaborn",
    "shouguan.facts.complete",
    "shouguan.facts.flag_facts",
    "shouguan.plots",
    "shouguan.report.page",
    "shouguan.study.place",
    "sqlite3",
    "tornado.platform.asyncio",
)
"""What kernels and notebooks import; by name, for it is they that need it and not this room."""
_PICTURES: tuple[str, ...] = (
    "--matplotlib=inline",
    "--IPKernelApp.exec_lines=__import__('shouguan.plots.style', fromlist=['style']).describe_in_notebooks()",
)
"""A kernel that loads matplotlib and our pictures itself shows and describes them; one that has them is told to."""


def load_stack() -> None:
    """Load what notebooks import, and the official figures. Nothing of it may start a thread: a fork takes only one."""
    without_debugger()
    for module in _STACK:
        importlib.import_module(module)
    from matplotlib.backends import backend_registry  # noqa: PLC0415  # as below

    from shouguan.data import place  # noqa: PLC0415  # loads pandas, which this process loads here

    backend_registry.list_all()  # looks through all packages, once

    with suppress(ShouguanError):  # who reads it will say what is wrong
        place.official_table()
    gc.freeze()  # what all kernels share is left where it is


def rehearse(values: dict[str, Any]) -> None:
    """Do beforehand what the reports of a day have in common."""
    from shouguan.publishing import rehearsal  # noqa: PLC0415  # few runs are long enough

    rehearsal.rehearse(**values)


def become_kernel(order: dict[str, Any]) -> NoReturn:
    """Turn this process into the kernel of an order; it ends with the kernel."""
    import numpy as np  # noqa: PLC0415
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415

    parent = {_PARENT: os.environ[_PARENT]}
    os.environ.clear()
    os.environ.update(order["env"], **parent)
    tempfile.tempdir = None  # that of the process that forked
    os.chdir(order["cwd"])
    np.random.seed()  # as a process of its own has it: no two kernels share what is drawn without a seed
    hold_to(order["memory"])
    sys.argv = ["ipykernel_launcher", *order["arguments"]]
    IPKernelApp.launch_instance([*order["arguments"], *_PICTURES])
    sys.exit(0)


class _Nursery:
    """The kernels that this process has forked and that live."""

    def __init__(self, orders: BinaryIO, answers: BinaryIO) -> None:
        self._orders, self._answers = orders, answers
        self._living: set[int] = set()
        self._woken, waking = os.pipe()
        os.set_blocking(waking, False)
        signal.set_wakeup_fd(waking, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        strays.inherit()

    def serve(self) -> dict[str, Any] | None:
        """Fork a kernel for each order; return None when the orders end, and the order itself in the forked process."""
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._orders, selectors.EVENT_READ)
            waiting.register(self._woken, selectors.EVENT_READ)
            while True:
                for key, _ in waiting.select():
                    if key.fileobj is self._orders:
                        line = self._orders.readline()
                        if not line:
                            self._end_all()
                            return None
                        order: dict[str, Any] = json.loads(line)
                        if REHEARSE in order:
                            rehearse(order[REHEARSE])
                            answer(self._answers, {"rehearsed": True})
                        elif self._forked():
                            waiting.close()
                            self._forget()
                            return order
                    else:
                        os.read(self._woken, 4096)
                        self._bury()

    def _forked(self) -> bool:
        """Fork; return whether this is the new process."""
        number = os.fork()
        if number == 0:
            os.setsid()
            return True
        self._living.add(number)
        answer(self._answers, {"started": number})
        return False

    def _forget(self) -> None:
        """Let go of what belongs to the process that forked."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, self._orders.fileno())
        os.dup2(2, self._answers.fileno())

    def _bury(self) -> None:
        """Tell of kernels that have ended, after ending what they left behind."""
        while (number := _ended_child()) is not None:
            if number not in self._living:  # it was a kernel's, and detached
                os.waitpid(number, 0)
                continue
            _end_group(number)  # while its number is still taken
            _, status, used = os.wait4(number, 0)
            self._living.discard(number)
            strays.end(self._living)
            seconds = used.ru_utime + used.ru_stime
            ended = {"ended": number, "status": os.waitstatus_to_exitcode(status), "cpu_seconds": seconds}
            answer(self._answers, ended)

    def _end_all(self) -> None:
        for number in self._living:
            _end_group(number)
            os.waitpid(number, 0)
        strays.end(set())


def _ended_child() -> int | None:
    """Return a child that has ended and is not buried yet."""
    with suppress(ChildProcessError):
        gone = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return None if gone is None else gone.si_pid
    return None


def _end_group(number: int) -> None:
    """End a child and those that are with it; one that is just forked has no group yet."""
    for kill in (os.kill, os.killpg):
        with suppress(ProcessLookupError, PermissionError):  # nobody is left in it
            kill(number, signal.SIGKILL)


def main(way: str) -> None:
    """Load the stack, and make kernels until the orders end."""
    del sys.path[0]  # the folder that this was started in, which modules are not to be looked for in
    orders, answers = streams()
    os.environ[_PARENT] = str(os.getpid() if way == "fork" else os.getppid())
    load_stack()
    answer(answers, {"ready": True})
    order: dict[str, Any] | None
    if way == "fork":
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person's Ctrl-C is the worker's to act on
        order = _Nursery(orders, answers).serve()
        signal.signal(signal.SIGINT, signal.default_int_handler)
    else:
        line = orders.readline()
        order = json.loads(line) if line else None
    if order is not None:
        become_kernel(order)


if __name__ == "__main__":
    main(sys.argv[1])
