"""What came of the reports that a run was asked for, as summaries, `run.json` and exit codes say it."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from shouguan.core.files import replace_with
from shouguan.core.language import either
from shouguan.publishing.batch.orders import Order

RECORD = "run.json"
"""Where a reports folder says what came of its last run."""
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
        `made`, `unchanged`, `waiting` (for data), `failed`, `too long` (stopped) or `not begun` (or not
        done, when the run was stopped).
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
            "began": self._began,
            "seconds": round(self.seconds, 2),
            "exit_code": self.exit_code,
            "reports": reports,
        }
        return _to_json(content)

    def ended(self, folder: Path, code: int) -> None:
        """Let `run.json` in a reports folder say the exit code of the command; never that of a later run.

        What comes after the run, as publishing it, may fail, too.
        """
        file = folder / RECORD
        with suppress(OSError):  # as where a disk is full: the exit code itself says so
            content = json.loads(file.read_text(encoding="utf-8"))
            if content["began"] == self._began and content["exit_code"] != code:
                replace_with(file, _to_json(content | {"exit_code": code}))

    @property
    def _began(self) -> str:
        return self.began.isoformat(timespec="seconds")


def _to_json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def not_begun(order: Order) -> Outcome:
    """Return what came of an order that was not done before the run was stopped."""
    return Outcome(
        order, "not begun", exit_code=3, zh="运行中断，没有生成", en="the run was stopped before it was made"
    )
