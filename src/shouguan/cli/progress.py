"""What `shouguan render-all` says of its run: as it goes, and at its end."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import typer

from shouguan.core.language import spoken

if TYPE_CHECKING:
    from shouguan.publishing.batch.orders import Asked
    from shouguan.publishing.batch.outcomes import Outcome, Run, State


class Progress:
    """A bar on a terminal; in a log lines with the time: as it begins, of each report made or failed, of every tenth.

    A run that is stopped says what it has done in either.
    """

    def __init__(self, asked: Asked, out: Path) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._all, self._unknown, self._out = len(asked.orders), asked.unknown, out
        self._states: Counter[State] = Counter()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=Console(stderr=True)) if sys.stderr.isatty() else None
        self._task: Any = None
        self._one = Lock()

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task(spoken("启动"), total=self._all)
        else:
            self._say(spoken("开始，共 {n} 份", n=self._all))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
        if kind is KeyboardInterrupt:
            self._say(
                spoken(
                    "共 {n} 份：已生成 {made}，未变 {same}，都在 {out} 里，下次运行直接采用；其余没有生成，下次接着做",
                    n=self._all,
                    made=self._states["made"],
                    same=self._states["unchanged"],
                    out=self._out,
                )
            )

    def tell(self, outcome: Outcome) -> None:
        """Show that one more is done; it is called from several threads, and what it says of one stays together."""
        if outcome.state == "not begun":  # as all are of a run that is stopped, of which one line is enough
            return
        with self._one:
            self._states[outcome.state] += 1
            self._tell(outcome, self._states.total())

    def _tell(self, outcome: Outcome, done: int) -> None:
        known = self._unknown.of(outcome.order.place, outcome.order.scenario) is None  # wrong names are told beforehand
        if outcome.exit_code and known:
            self._say(spoken("{order}：{why}", order=outcome.order, why=outcome.why))
        if self._bar is not None:
            self._bar.update(self._task, advance=1, description=str(outcome.order))
            return
        if outcome.state == "made":
            self._say(spoken("{order}：已生成，{n} 秒", order=outcome.order, n=f"{outcome.seconds:.1f}"))
        if self._all >= 10 and done * 10 // self._all > (done - 1) * 10 // self._all:
            self._say(spoken("已完成 {done}/{all}", done=done, all=self._all))

    def _say(self, line: str) -> None:
        if self._bar is not None:
            self._bar.console.print(line, markup=False, highlight=False)
        else:
            typer.echo(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {line}", err=True)


def summary(made: Run, explain: bool) -> str:
    """Return what came of a run: a line for each place that has something to say, and the counts."""
    lines = [str(Path(each.html)) for each in made.outcomes if each.state == "made" and each.html]
    if explain:
        lines += [spoken("{order}：{line}", order=each.order, line=_explained(each)) for each in made.outcomes]
    lines += _warnings(made)
    if made.count("waiting"):
        lines.append(spoken("等数据的：发布后用 shouguan import 导入，再运行一次"))
    return "\n".join(
        [
            *lines,
            spoken(
                "共 {n} 份：生成 {made}，未变 {same}，等数据 {waiting}，失败 {failed}；用时 {seconds} 秒",
                n=len(made.outcomes),
                made=made.count("made"),
                same=made.count("unchanged"),
                waiting=made.count("waiting"),
                failed=sum(each.exit_code not in (0, 4) for each in made.outcomes),
                seconds=f"{made.seconds:.1f}",
            ),
        ]
    )


def _explained(outcome: Outcome) -> str:
    """Say why a report was made, was left alone or could not be made."""
    if outcome.state == "unchanged":
        return spoken("未变")
    return outcome.reason if outcome.state == "made" else outcome.why


def _warnings(made: Run) -> list[str]:
    """Return the warnings of a run's reports, each once, though many reports have it."""
    of: dict[str, list[Outcome]] = {}
    for outcome in made.outcomes:
        for line in dict.fromkeys(outcome.warnings):
            of.setdefault(line, []).append(outcome)
    return [
        spoken("{order}：{line}", order=having[0].order, line=line)
        if len(having) == 1
        else spoken("{order} 等 {n} 份：{line}", order=having[0].order, n=len(having), line=line)
        for line, having in of.items()
    ]
