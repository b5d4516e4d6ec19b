"""Who makes the reports of a run on a Dask cluster (the optional extra `shouguan[cluster]`).

The caller finds reports unchanged, sends the others, and alone writes into the reports folder: a report's three files
come back as one result and are put in place as any report's, so a lost worker leaves nothing half-made. Dask gives the
report of a lost worker to another. Files travel as results of tasks named by their hash: once to the scheduler, once
to each worker that needs them, and again where the workers that held them are gone. A report that takes far longer than
the others is begun once more elsewhere; the first result counts, and the other is dropped.
"""

from __future__ import annotations

import functools
import importlib
import logging
import statistics
import time
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from shouguan.core import language, paths
from shouguan.core.errors import RunError, ShouguanError, UsageError
from shouguan.data.regions import folder_named
from shouguan.publishing import notebooks, render, running
from shouguan.publishing.batch import addresses, seats
from shouguan.publishing.batch.crew import Limits
from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.outcomes import Outcome, not_begun
from shouguan.publishing.batch.seats import Packed
from shouguan.publishing.batch.unchanged import Memory, files_of

LONGEST_CONNECT = 20.0
LONGEST_ANSWER = 5.0
"""Seconds in which whoever listens at the address must have said that it is a Dask."""
LONGEST_END = 10.0
LONGEST_ALONE = 120.0
"""Seconds for which a run waits for a cluster without workers, as one that is just starting or has lost all."""
STRAGGLER = 3.0
"""How many times as long as half of the others do a report may take before it is begun elsewhere, too."""
LEAST_STRAGGLER = 30.0
MANY = 5
"""Reports that must have come before any is called slow."""
_RECENT = 200
_PLACES = 256
"""Places whose files the cluster holds; the reports of one are asked for one after another."""
_LOOK = 1.0
_LIVES = 5
"""How often a report is sent of which Dask says that all its workers were lost, which it does at the fourth.

A report cannot end a worker, for it is made in a process of its own: so a night with many losses goes on.
"""


@dataclass(frozen=True)
class _Held:
    """Files, and the future by which the cluster holds them."""

    packed: Packed
    held: Any


class Cluster:
    """The workers of a cluster, by way of its scheduler.

    Parameters
    ----------
    address : str
        The scheduler's, such as `tcp://10.0.0.5:8786`.
    out : Path
        The reports folder.
    limits : Limits
        Of a report, once a worker has begun it.
    memory : Memory
        Which knows the last reports.

    Raises
    ------
    UsageError
        When the address is none, or Dask is not installed here.
    RunError
        When nobody answers there, no worker comes, or one has another kit.
    """

    def __init__(self, address: str, out: Path, limits: Limits, memory: Memory) -> None:
        addresses.checked(address)
        self._dask = _dask()
        self._address, self._out, self._limits, self._memory = address, out.resolve(), limits, memory
        self._stopped, self._one = False, Lock()
        self._took: list[float] = []
        self._seen = time.monotonic()
        self._looked = 0.0
        self._client = self._connected()
        try:
            self._width = self._checked()
            home = paths.home()
            beside = notebooks.modules(paths.notebooks())
            files = [*sorted(paths.notebooks().glob("*.ipynb")), *beside, *files_of(paths.official())]
            self._home = self._held((file.relative_to(home).as_posix(), file) for file in files)
        except BaseException:
            self.end()
            raise
        self._place = functools.lru_cache(_PLACES)(self._packed)

    @property
    def width(self) -> int:
        """How many reports it is asked for at once: twice what it makes at once, so that nobody waits for the next."""
        return 2 * self._width

    def make(self, order: Order) -> Outcome:
        """Have a report made, and put it in place.

        Raises
        ------
        RunError
            When a worker has another kit; then none is of use to anybody.
        """
        if self._stopped:
            return not_begun(order)
        try:
            came = self._came(order)
        except seats.OtherKitError:
            raise
        except ShouguanError as error:
            return Outcome(order, "failed", exit_code=error.exit_code, zh=error.zh, en=error.en)
        if came is None:
            return not_begun(order)
        if came.files:
            texts = [content.decode() for content in came.files.values()]
            html = self._out / next(iter(came.files))
            try:
                html.parent.mkdir(parents=True, exist_ok=True)
                render.publish(html, *texts)
            except (ShouguanError, OSError) as error:
                told = error if isinstance(error, ShouguanError) else running.no_room(html.parent, error)
                return Outcome(order, "failed", exit_code=told.exit_code, zh=told.zh, en=told.en)
        return came.outcome

    def _came(self, order: Order) -> seats.Came | None:
        """Have a report made by whoever comes first; None where the run is stopped before."""
        began, come = time.monotonic(), Event()
        tries, fault = [self._sent(order, come)], None
        again, lives = False, _LIVES
        while tries and not self._stopped:
            come.wait(_LOOK)
            come.clear()
            for each in [each for each in tries if each.done()]:
                try:
                    came: seats.Came = self._result(each)
                except _LostError as error:
                    tries.remove(each)
                    fault = error
                    if isinstance(error, _WorkersLostError) and lives > 1:
                        lives -= 1
                        tries.append(self._sent(order, come, after=each))
                else:
                    self._client.cancel([other for other in tries if other is not each])
                    self._took.append(time.monotonic() - began)
                    return came
            self._look_for_workers()
            if not again and tries and self._is_slow(time.monotonic() - began):
                again = True
                tries.append(self._sent(order, come, after=tries[0]))
        if fault is not None and not self._stopped:
            raise fault
        return None

    def _result(self, future: Any) -> seats.Came:
        """Return what a worker handed back.

        Raises
        ------
        OtherKitError
            When it has another kit.
        _LostError
            When it was lost, too often, or fell over something that is no report's fault.
        """
        try:
            came: seats.Came = future.result()
        except seats.OtherKitError as error:
            raise self._of_other_kit("", error.zh, error.en) from None
        except (ImportError, AttributeError) as error:
            raise self._without_kit("", error) from None
        except self._dask.scheduler.KilledWorker:
            raise _WorkersLostError(
                "生成它的集群工作进程一再丢失", "the workers of the cluster that made it were lost again and again"
            ) from None
        except (CancelledError, OSError) as error:  # as Dask does with all, where its scheduler is gone
            raise _LostError(*self._gone(error).args) from None
        except Exception as error:  # whatever a cluster may fall over
            if "deserializ" in str(error):  # how its scheduler says that it cannot import what it is sent
                raise self._without_kit("", error) from None
            raise _LostError(
                f"集群没有交回结果：{type(error).__name__}: {error}",
                f"the cluster hands back nothing: {type(error).__name__}: {error}",
            ) from None
        return came

    def _is_slow(self, seconds: float) -> bool:
        took = self._took[-_RECENT:]
        return len(took) >= MANY and seconds > max(LEAST_STRAGGLER, STRAGGLER * statistics.median(took))

    def _sent(self, order: Order, come: Event, *, after: Any = None) -> Any:
        """Send a report to the cluster.

        Where it was sent before (`after`) it goes to another worker, if there is one, with all its files: whoever holds
        them may be what it waits for.
        """
        try:
            where, place = self._place_of(order)
            task = seats.Task(
                order,
                self._home.packed.sha256,
                where,
                None if place is None else place.packed.sha256,
                self._memory.before(order),
                self._limits,
                language.chosen(),
                seats.kit(),
            )
            key = f"shouguan-report-{uuid.uuid4().hex}"
            files = [each and (each.held if after is None else each.packed.content) for each in (self._home, place)]
            to = {} if after is None else self._away_from(after)
            sent = self._client.submit(seats.make, task, *files, key=key, pure=False, **to)
            sent.add_done_callback(lambda _: come.set())
        except ShouguanError:
            raise
        except Exception as error:  # Dask has many ways to say that it is not connected
            raise self._gone(error) from None
        return sent

    def _away_from(self, future: Any) -> dict[str, Any]:
        busy = {worker for worker, keys in self._client.processing().items() if future.key in keys}
        others = [worker for worker in self._client.nthreads() if worker not in busy]
        return {"workers": others, "allow_other_workers": True} if others else {}

    def _place_of(self, order: Order) -> tuple[str | None, _Held | None]:
        """Return where the folder of a place goes in a seat, and its files; None where it has none."""
        folder = folder_named(order.place)
        if folder is None:
            return None, None
        with self._one:
            return self._place(folder.resolve())

    def _packed(self, folder: Path) -> tuple[str, _Held]:
        home = paths.home()
        where = f"home/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else f"away/{folder.name}"
        return where, self._held((file.relative_to(folder).as_posix(), file) for file in files_of(folder))

    def _held(self, files: Iterable[tuple[str, Path]]) -> _Held:
        """Have the cluster hold files for as long as somebody has what this returns.

        They are the result of a task, which is done again where those who hold it are lost; what is scattered would be
        gone with them.
        """
        packed = Packed.of(files)
        return _Held(packed, self._client.submit(bytes, packed.content, key=f"shouguan-files-{packed.sha256}"))

    def _connected(self) -> Any:
        for name in [each for each in logging.root.manager.loggerDict if each.partition(".")[0] == "distributed"]:
            logging.getLogger(name).setLevel(logging.CRITICAL)  # it tells of every worker that comes and goes
        try:
            if not _within(LONGEST_ANSWER + 1, lambda: addresses.answers(self._dask, self._address, LONGEST_ANSWER)):
                raise OSError(f"no answer within {LONGEST_ANSWER:.0f} s")
            return self._dask.Client(self._address, timeout=LONGEST_CONNECT, set_as_default=False, name="shouguan")
        except Exception as error:  # who is no Dask may answer anything
            why = str(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
            raise RunError(
                f"连不上 Dask 集群 {self._address}：{why}；核对 --dask 的地址，形如 tcp://主机:8786，并看调度器是否在运行",
                f"no Dask cluster answers at {self._address}: {why}; check the address, such as tcp://host:8786, and "
                "whether its scheduler runs",
            ) from None

    def _checked(self) -> int:
        """Return how many reports the cluster makes at once, once those who answer are known to have the same kit."""
        try:
            self._client.wait_for_workers(1, timeout=LONGEST_ALONE)
        except TimeoutError:
            raise self._alone() from None
        try:
            said = _within(LONGEST_CONNECT, lambda: self._client.run(seats.kit, on_error="return")) or {}
            threads = self._client.nthreads()
        except OSError as error:
            raise self._gone(error) from None
        except Exception as error:  # it does not know what it is asked
            raise self._without_kit("", error) from None
        for worker, own in said.items():
            if isinstance(own, Exception):
                raise self._without_kit(worker, own)
            differs = seats.other(seats.kit(), own)
            if differs is not None:
                raise self._of_other_kit(worker, *differs)
        return max(sum(threads.values()), 1)

    def _look_for_workers(self) -> None:
        """Give up where the cluster has had no worker for long.

        Raises
        ------
        RunError
        """
        with self._one:
            now = time.monotonic()
            if now < self._looked + _LOOK:
                return
            self._looked = now
            try:
                if self._client.nthreads():
                    self._seen = now
            except Exception as error:  # as above
                raise self._gone(error) from None
        if now > self._seen + LONGEST_ALONE:
            raise self._alone()

    def _gone(self, error: Exception) -> RunError:
        why = str(error).partition("\n")[0]
        return RunError(
            f"与 Dask 集群 {self._address} 的连接断了：{why}", f"the Dask cluster at {self._address} is gone: {why}"
        )

    def _alone(self) -> RunError:
        return RunError(
            f"Dask 集群 {self._address} 已有{LONGEST_ALONE:.0f}秒没有工作进程；"
            f"在各台机器上运行 dask worker {self._address}",
            f"the Dask cluster at {self._address} has had no worker for {LONGEST_ALONE:.0f} seconds; run "
            f"dask worker {self._address} on its machines",
        )

    def _of_other_kit(self, worker: str, zh: str, en: str) -> seats.OtherKitError:
        return seats.OtherKitError(
            f"Dask 集群 {self._address} 不能用{worker and f'（{worker}）'}：{zh}；"
            "调度器和各工作进程都要用同一版本的收官、同一锁定文件，改好后重新启动",
            f"the Dask cluster at {self._address} is of no use{worker and f' ({worker})'}: {en}; its scheduler and its "
            "workers need this version of the kit and this lock: install them and start it again",
        )

    def _without_kit(self, worker: str, error: Exception) -> seats.OtherKitError:
        why = f"{type(error).__name__}: {error}"
        return self._of_other_kit(
            worker, f"没有收官，或是别的版本（{why}）", f"it has no kit, or another version ({why})"
        )

    def stop(self) -> None:
        """Send nothing more; what a worker has begun it ends for nobody."""
        self._stopped = True

    def end(self) -> None:
        """Let the workers' processes go, and leave the cluster."""
        for act in (lambda: self._client.run(seats.leave, on_error="ignore"), self._client.close):
            with suppress(Exception):  # the cluster may be gone, or a worker hang; its processes go by themselves
                _within(LONGEST_END, act)


class _LostError(RunError):
    """No result comes of a task, whatever becomes of the report."""


class _WorkersLostError(_LostError):
    """Every worker that began it was lost."""


def _within(seconds: float, act: Callable[[], Any]) -> Any:
    """Return what an act returns; None where it takes longer, which is then left to itself."""
    came: list[Any] = []
    faults: list[BaseException] = []

    def run() -> None:
        try:
            came.append(act())
        except BaseException as error:
            faults.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if faults:
        raise faults[0]
    return came[0] if came else None


def _dask() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise UsageError(
            "--dask 需要 Dask：pip install 'shouguan[cluster]'，或安装 distributed",
            "--dask needs Dask: pip install 'shouguan[cluster]', or install distributed",
        ) from None
