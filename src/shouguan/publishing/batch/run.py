"""A run: every report that is asked for is made, or found unchanged, or said why not."""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from shouguan.core.errors import ShouguanError
from shouguan.core.files import replace_with
from shouguan.core.language import spoken
from shouguan.publishing import running, strays
from shouguan.publishing.batch.crew import Crew, Limits
from shouguan.publishing.batch.names import Unknown
from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.outcomes import RECORD, WAITING, Outcome, Run, not_begun
from shouguan.publishing.batch.unchanged import Memory, sweep

_LOCK = ".render-all.lock"


class Makers(Protocol):
    """Who makes reports: this machine's processes, or a cluster's."""

    @property
    def width(self) -> int:
        """How many reports they make at once."""

    def make(self, order: Order) -> Outcome:
        """Have a report made; several threads may ask at once."""

    def stop(self) -> None:
        """Begin nothing more."""

    def end(self) -> None:
        """Let them go."""


def run(
    orders: Sequence[Order],
    out: Path,
    *,
    workers: int | None = None,
    dask: str | None = None,
    longest: float = running.LONGEST_REPORT,
    largest: int = running.LARGEST_MEMORY,
    again: bool = False,
    when_released: str | None = None,
    unknown: Unknown | None = None,
    tell: Callable[[Outcome], None] = lambda outcome: None,
    written: Callable[[Run], None] = lambda made: None,
) -> Run:
    """Make reports side by side, each within a limit of time and memory.

    Parameters
    ----------
    orders : sequence of Order
    out : Path
        The reports folder. One run at a time works in it.
    workers : int, optional
        How many reports are made at once; by default as many as there are processors, here or in the cluster.
    dask : str, optional
        The address of a Dask cluster's scheduler, which makes the reports instead of this machine. Here they are still
        found unchanged, and put in place.
    longest : float
        Seconds that one may take, once the process that makes it has loaded what it needs.
    largest : int
        Bytes that its notebook may ask for.
    again : bool
        Whether to make those, too, whose sources have not changed since they were made.
    when_released : str, optional
        An indicator; places whose newest figure of it is due, today or by the day of the report, and not in the store
        yet, are left for a later run.
    unknown : Unknown, optional
        Places and scenarios that do not exist; nothing is begun for their reports.
    tell : callable
        Told of each outcome as it comes, in the order in which they come.
    written : callable
        Told of the run once it lies in `run.json`, also where it is stopped.

    Returns
    -------
    Run
        It lies in the reports folder as `run.json`, too; also where the run is stopped, as by Ctrl-C, which says then
        what was not begun.

    Raises
    ------
    RunError
        When another run is at work there, the folder cannot be written to, or the cluster is of no use.
    """
    with _alone(out), strays.ended():
        sweep(out)
        running.sweep()  # which else only a report does that is made
        began, started = dt.datetime.now(), time.monotonic()
        memory = Memory(out.resolve())
        crew = _makers(out, Limits(longest, largest), dask, memory)
        pending: list[Future[Outcome]] = []
        pool = ThreadPoolExecutor(min(workers or crew.width, len(orders)) or 1)
        try:
            for order in orders:
                error = None if unknown is None else unknown.of(order.place, order.scenario)
                pending.append(pool.submit(_outcome, order, error, crew, memory, again, when_released, tell))
            for each in pending:
                each.result()
        except BaseException:
            crew.stop()
            raise
        finally:
            pool.shutdown(cancel_futures=True)
            crew.end()
            running.sweep()  # the folders of those that were ended at work
            outcomes = itertools.starmap(_came, itertools.zip_longest(orders, pending))
            made = Run(tuple(outcomes), began, time.monotonic() - started)
            replace_with(out / RECORD, made.to_json())
            written(made)
        return made


def _came(order: Order, pending: Future[Outcome] | None) -> Outcome:
    """Return what came of an order once nobody is at work any more."""
    if pending is None or pending.cancelled() or pending.exception() is not None:
        return not_begun(order)
    return pending.result()


def _makers(out: Path, limits: Limits, dask: str | None, memory: Memory) -> Makers:
    if dask is None:
        return Crew(out, limits)
    from shouguan.publishing.batch.cluster import Cluster  # noqa: PLC0415  # an optional package, slow to load

    return Cluster(dask, out, limits, memory)


def _outcome(
    order: Order,
    error: ShouguanError | None,
    crew: Makers,
    memory: Memory,
    again: bool,
    when_released: str | None,
    tell: Callable[[Outcome], None],
) -> Outcome:
    """Find a report unchanged, or have it made once its data are out; one with a wrong name fails at once."""
    if error is not None:
        made = _failed(order, error)
    else:
        made = _awaited(order, when_released) or _unchanged(order, memory, again) or _made(order, crew, memory, again)
    tell(made)
    return made


def _failed(order: Order, error: ShouguanError) -> Outcome:
    return Outcome(order, "failed", exit_code=error.exit_code, zh=error.zh, en=error.en)


def _awaited(order: Order, code: str | None) -> Outcome | None:
    if code is None:
        return None
    from shouguan.publishing.batch.released import awaited  # noqa: PLC0415  # reads figures, which most runs do not

    try:
        day = dt.date.today() if order.as_of is None else dt.date.fromisoformat(order.as_of)
        missing = awaited(order.place, code, day)
    except ShouguanError as error:
        return _failed(order, error)
    return None if missing is None else Outcome(order, "waiting", None, "", WAITING, *missing)


def _unchanged(order: Order, memory: Memory, again: bool) -> Outcome | None:
    if again or memory.reason(order, memory.sources(order)) is not None:
        return None
    return Outcome(order, "unchanged", html=memory.html(order))


def _made(order: Order, crew: Makers, memory: Memory, again: bool) -> Outcome:
    sources = memory.sources(order)  # as they are before it is made: what changes meanwhile makes it again
    reason = spoken("要求重做") if again else memory.reason(order, sources)
    made = replace(crew.make(order), reason=reason or "")
    if made.html is not None:
        memory.keep(order, made.html, sources)
    return made


def _alone(out: Path) -> AbstractContextManager[None]:
    return running.alone(
        out,
        _LOCK,
        0,
        f"另一次 render-all 正在写入 {out}；等它结束，或用 --out 换一个文件夹",
        f"another render-all is at work in {out}; wait for it, or give another folder with --out",
    )
