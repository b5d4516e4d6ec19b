"""A run: every report that is asked for is made, or found unchanged, or said why not."""

from __future__ import annotations

import datetime as dt
import json
import queue
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from shouguan.core.errors import RunError, ShouguanError
from shouguan.core.files import replace_with
from shouguan.core.language import either, spoken
from shouguan.publishing import running
from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.unchanged import Memory, sweep
from shouguan.publishing.conversation import Child, ChildEndedError

LONGEST_REPORT = 300.0
"""Seconds that a report may take; ours take three to twenty."""
_LONGEST_START = 120.0
WORKER = "shouguan.publishing.batch.worker"
RECORD = "run.json"
_LOCK = ".render-all.lock"
_TRIES = 2
"""How often a report is tried whose worker ends without a word; its own faults are not tried again."""

WAITING = 4
"""The exit code of a run that has nothing against it but data that are not out yet."""

State = Literal["made", "unchanged", "waiting", "failed", "too long", "not begun"]


@dataclass(frozen=True)
class Outcome:
    """What came of an order.

    Attributes
    ----------
    order : Order
    state : str
        `made`, `unchanged`, `waiting` (for data), `failed`, `too long` (stopped) or `not begun` (the run was stopped
        before).
    html : str or None
        Where the page is, relative to the reports folder.
    reason : str
        Why it was to be made, in the language of messages.
    exit_code : int
        As the command line's: 0, 1 (data), 2 (usage), 3 (the run) or 4 (waiting).
    zh, en : str
        Why it failed.
    warnings : list of str
    seconds, cpu_seconds : float
    """

    order: Order
    state: State
    html: str | None = None
    reason: str = ""
    exit_code: int = 0
    zh: str = ""
    en: str = ""
    warnings: list[str] = field(default_factory=list)
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    @property
    def why(self) -> str:
        """Why it failed, in the language of messages."""
        return either(self.zh, self.en)


@dataclass(frozen=True)
class Run:
    """All of a run, in the order in which it was asked for."""

    outcomes: tuple[Outcome, ...]
    began: dt.datetime
    seconds: float

    @property
    def exit_code(self) -> int:
        """The gravest of its reports'; waiting is the least grave."""
        codes = {each.exit_code for each in self.outcomes}
        return max(codes - {WAITING}, default=0) or (WAITING if WAITING in codes else 0)

    def count(self, state: State) -> int:
        """How many reports came to this."""
        return sum(each.state == state for each in self.outcomes)

    def to_json(self) -> str:
        """Return the run as other programs read it."""
        reports = [asdict(each) | asdict(each.order) for each in self.outcomes]
        for report in reports:
            del report["order"]
        content = {
            "schema": 1,
            "began": self.began.isoformat(timespec="seconds"),
            "seconds": round(self.seconds, 2),
            "exit_code": self.exit_code,
            "reports": reports,
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def run(
    orders: Sequence[Order],
    out: Path,
    *,
    workers: int,
    longest: float = LONGEST_REPORT,
    again: bool = False,
    when_released: str | None = None,
    tell: Callable[[Outcome], None] = lambda outcome: None,
) -> Run:
    """Make reports side by side, each within a limit of time and memory.

    Parameters
    ----------
    orders : sequence of Order
    out : Path
        The reports folder. One run at a time works in it.
    workers : int
        How many reports are made at once.
    longest : float
        Seconds that one may take, once the process that makes it has loaded what it needs.
    again : bool
        Whether to make those, too, whose sources have not changed since they were made.
    when_released : str, optional
        An indicator; places whose newest figure of it is due and not in the store yet are left for a later run.
    tell : callable
        Told of each outcome as it comes, in the order in which they come.

    Returns
    -------
    Run
        It lies in the reports folder as `run.json`, too.

    Raises
    ------
    RunError
        When another run is at work there, or the folder cannot be written to.
    """
    with _alone(out):
        sweep(out)
        began, started = dt.datetime.now(), time.monotonic()
        crew, memory = _Crew(out, longest), Memory(out.resolve())
        try:
            with ThreadPoolExecutor(min(workers, len(orders)) or 1) as pool:
                pending = [pool.submit(_outcome, order, crew, memory, again, when_released, tell) for order in orders]
                try:
                    outcomes = tuple(each.result() for each in pending)
                except BaseException:
                    crew.stop()
                    raise
        finally:
            crew.end()
        made = Run(outcomes, began, time.monotonic() - started)
        replace_with(out / RECORD, made.to_json())
        return made


def _outcome(
    order: Order,
    crew: _Crew,
    memory: Memory,
    again: bool,
    when_released: str | None,
    tell: Callable[[Outcome], None],
) -> Outcome:
    """Find a report unchanged, or have it made once its data are out."""
    made = _awaited(order, when_released) or _unchanged(order, memory, again) or _made(order, crew, memory, again)
    tell(made)
    return made


def _awaited(order: Order, code: str | None) -> Outcome | None:
    if code is None:
        return None
    from shouguan.publishing.batch.released import awaited  # noqa: PLC0415  # reads figures, which most runs do not

    try:
        missing = awaited(order.place, code, dt.date.today())
    except ShouguanError as error:
        return Outcome(order, "failed", exit_code=error.exit_code, zh=error.zh, en=error.en)
    return None if missing is None else Outcome(order, "waiting", None, "", WAITING, *missing)


def _unchanged(order: Order, memory: Memory, again: bool) -> Outcome | None:
    if again or memory.reason(order, memory.sources(order)) is not None:
        return None
    return Outcome(order, "unchanged", html=memory.html(order))


def _made(order: Order, crew: _Crew, memory: Memory, again: bool) -> Outcome:
    sources = memory.sources(order)  # as they are before it is made: what changes meanwhile makes it again
    reason = spoken("要求重做") if again else memory.reason(order, sources)
    made = replace(crew.make(order), reason=reason or "")
    if made.html is not None:
        memory.keep(order, made.html, sources)
    return made


class _Crew:
    """The workers, each in use by one thread at a time."""

    def __init__(self, out: Path, longest: float) -> None:
        self._out, self._longest = out.resolve(), longest
        self._idle: queue.SimpleQueue[Child] = queue.SimpleQueue()
        self._all: list[Child] = []
        self._stopped = False

    def make(self, order: Order) -> Outcome:
        """Have a report made."""
        for _ in range(_TRIES):
            if self._stopped:
                return Outcome(
                    order, "not begun", exit_code=3, zh="中断时尚未开始", en="not begun when the run was stopped"
                )
            try:
                worker = self._worker()
                worker.tell({"parameters": order.parameters, "notebook": order.notebook, "out": str(self._out)})
                answer = worker.hear(self._longest)
            except ChildEndedError:
                continue
            if answer is None:
                worker.kill()
                return self._too_long(order)
            self._idle.put(worker)
            return self._answered(order, answer)
        return Outcome(
            order,
            "failed",
            exit_code=3,
            zh="生成报告的进程意外退出，多半是内存不足",
            en="the process that made it ended without a word, most likely for want of memory",
        )

    def _answered(self, order: Order, answer: dict[str, Any]) -> Outcome:
        html = answer.pop("html", None)
        if html is None:
            return Outcome(order, "failed", **answer)
        return Outcome(order, "made", html=Path(html).relative_to(self._out).as_posix(), **answer)

    def _too_long(self, order: Order) -> Outcome:
        seconds = f"{self._longest:.0f}"
        return Outcome(
            order,
            "too long",
            exit_code=3,
            zh=f"超过{seconds}秒，已停止；单独运行 shouguan report 看停在哪一步",
            en=f"took over {seconds} seconds and was stopped; run shouguan report alone to see where it stands still",
            seconds=self._longest,
        )

    def _worker(self) -> Child:
        while True:
            try:
                worker = self._idle.get_nowait()
            except queue.Empty:
                worker = Child(WORKER)
                self._all.append(worker)
                if worker.hear(_LONGEST_START) is None:
                    raise ChildEndedError from None
                return worker
            if worker.alive:
                return worker

    def stop(self) -> None:
        """Begin nothing more, and end what is being made."""
        self._stopped = True
        for worker in self._all:
            worker.kill()

    def end(self) -> None:
        """Let the workers go."""
        for worker in self._all:
            worker.end()


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    try:
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(out / _LOCK, timeout=0):
            yield
    except Timeout:
        raise RunError(
            f"另一次 render-all 正在写入 {out}；等它结束，或用 --out 换一个文件夹",
            f"another render-all is at work in {out}; wait for it, or give another folder with --out",
        ) from None
    except OSError as error:
        raise running.no_room(out, error) from None
