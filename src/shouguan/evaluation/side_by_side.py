"""Parts of long work made side by side, by processes that end with the one that asks for them, however it ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from threading import Thread
from typing import TypeVar

from shouguan.core.undisturbed import undisturbed

T = TypeVar("T")
R = TypeVar("R")


def made(part: Callable[[T], R], todo: Sequence[T], jobs: int) -> Iterator[R]:
    """Yield the parts in their order; so many are at work at once, and none once nobody waits for them any more."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(min(jobs, len(todo)), initializer=_as_worker)
    try:
        with undisturbed():  # here the processes are forked, with what this one would do when it is told to stop
            parts = [pool.submit(part, each) for each in todo]
        for each in parts:  # of which none is ever called off: the pool would choke on it as its processes are killed
            yield each.result()
    except BaseException:
        for child in set(multiprocessing.active_children()) - others:
            child.kill()
        raise
    finally:
        pool.shutdown()


def _as_worker() -> None:
    """Leave a person's Ctrl-C to the process that asks for parts, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def follow() -> None:
        parent.join()
        os._exit(1)

    Thread(target=follow, daemon=True).start()
