"""Work that belongs together and takes a moment is not broken off in the middle by Ctrl-C or SIGTERM."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put off being told to stop until the block is done; a process that is forked within is told nothing.

    Examples
    --------
    >>> try:
    ...     with undisturbed():
    ...         signal.raise_signal(signal.SIGINT)
    ...         print("done first")
    ... except KeyboardInterrupt:
    ...     print("then stopped")
    done first
    then stopped
    """
    came: list[int] = []
    here = current_thread() is main_thread()  # to which Python gives all signals
    numbers = [signal.SIGTERM, signal.SIGINT] if here else []
    before = {number: signal.signal(number, lambda number, _: came.append(number)) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        if came:
            signal.raise_signal(came[0])
