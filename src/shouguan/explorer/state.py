"""What the explorer is set to: targets and moved parts, each step undone and redone, values read and bounded.

Nothing here draws anything. The widgets (`shouguan.explorer.explorer`) show a `State` and tell it what was moved; what
a page shows of it is made in `shouguan.explorer.view`.
"""

from __future__ import annotations

import math
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from shouguan.components.levers import Answer, Board, Lever
from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.periods import Lang, rest_label
from shouguan.core.rounding import display, half_up

DECIMALS = 1
"""Growth is published with one decimal; what is set is set to one."""
PAUSE = 1.0
"""Seconds: a control that moves again sooner is one movement, and undone as one."""
_AHEAD = 0.005  # the target's slider reaches a point beyond all but this share of the draws on each side


@dataclass(frozen=True)
class Bounds:
    """How far a value can be set, both ends with one decimal."""

    low: float
    high: float

    def hold(self, value: float, what: str, lang: Lang) -> tuple[float, str]:
        """Return the nearest value that can be set, and what to tell a reader whose value was another.

        Returns
        -------
        value : float
        message : str
            Empty where the value can be set as it is.
        """
        kept = half_up(min(max(value, self.low - 1.0), self.high + 1.0), DECIMALS)  # 1e300 has no decimals to round
        if self.low <= kept <= self.high:
            return kept, ""
        end = self.low if kept < self.low else self.high
        low, high, taken = (display(each, DECIMALS) for each in (self.low, self.high, end))
        if lang == "en":
            return end, f"{what} can be set from {low}% to {high}%; the nearest end, {taken}%, was taken"
        return end, f"{what}可设为{low}%至{high}%，已取最接近的{taken}%"


def read_growth(text: str) -> float:
    """Read a growth rate that was typed: full-width figures, any minus sign and a per-cent sign are understood.

    Raises
    ------
    DataError
        When it is not a number; the message gives an example.

    Examples
    --------
    >>> read_growth("３.５％"), read_growth("−0.5"), read_growth(" +4 ")
    (3.5, -0.5, 4.0)
    """
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\u2013", "-").strip()
    try:
        value = float(plain.removesuffix("%"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in plain:  # Python would read 3_5 as 35
        shown = text.strip()[:20]
        raise DataError(
            f"“{shown}”不是数字，请输入增速，例如 3.5 或 -0.5",
            f"'{shown}' is not a number: type a growth rate such as 3.5 or -0.5",
        )
    return value


@dataclass(frozen=True)
class Subject:
    """One total with its parts, as the explorer shows it.

    Attributes
    ----------
    board : Board
    name : str
        What the total is called.
    target : float
        The target to start from, per cent.
    kind : str
        What that target is called.
    base : float, optional
        Growth of the same stretch a year before, per cent, said beside what the target needs.
    lang : {'zh', 'en'}
    """

    board: Board
    name: str
    target: float
    kind: str
    base: float | None
    lang: Lang

    @property
    def rest(self) -> str:
        """Name what is left of the year; a part is never published further than its total."""
        known = max(lever.known for lever in self.board.levers)
        return str(rest_label(indicators.indicator(self.board.indicator).calendar, known, self.lang))

    def rest_of(self, lever: Lever) -> str:
        """Name what is left of the year of one part, as plain text: tooltips and files hold it too."""
        return str(rest_label(indicators.indicator(lever.code).calendar, lever.known, self.lang))

    def part(self, lever: Lever) -> str:
        """Name a part."""
        return lever.zh if self.lang == "zh" else lever.en

    @cached_property
    def target_bounds(self) -> Bounds:
        """How far the target can be set: a point beyond the draws and the target to start from, whole per cent."""
        low, high = np.quantile(self.board.full_year, (_AHEAD, 1.0 - _AHEAD))
        ends = (*(float(low), float(high)), self.target)
        return Bounds(float(math.floor(min(ends) - 1.0)), float(math.ceil(max(ends) + 1.0)))

    def start(self, code: str) -> float:
        """Return what a part's control shows while nothing is moved."""
        return half_up(float(self.board.expected[self.board.place_of(code)]), DECIMALS)

    def bounds(self, code: str) -> Bounds:
        """Return how far a part can be set."""
        lever = self.board.levers[self.board.place_of(code)]
        return Bounds(half_up(lever.low, DECIMALS), half_up(lever.high, DECIMALS))


@dataclass(frozen=True)
class Setting:
    """What the explorer is set to.

    Attributes
    ----------
    targets : tuple of float
        Of each subject, per cent.
    moves : tuple of mapping
        Of each subject: code of a moved part → growth that it is set to, per cent with one decimal.
    follow : bool
        Whether the other parts follow the moved ones as they did in the draws.
    """

    targets: tuple[float, ...]
    moves: tuple[Mapping[str, float], ...]
    follow: bool = False


class State:
    """A setting with its past: what the explorer is set to now, was before, and was before undoing.

    Parameters
    ----------
    subjects : sequence of Subject
    clock : callable
        Seconds; tests give their own.
    """

    def __init__(self, subjects: tuple[Subject, ...], clock: Callable[[], float] = time.monotonic) -> None:
        self.subjects = subjects
        self.start = Setting(tuple(subject.target for subject in subjects), tuple({} for _ in subjects))
        self.now = self.start
        self._clock = clock
        self._past: list[Setting] = []
        self._undone: list[Setting] = []
        self._last: tuple[object, float] = (None, -math.inf)

    def set_target(self, at: int, value: float) -> None:
        """Set the target of one subject."""
        targets = list(self.now.targets)
        targets[at] = value
        self._put(replace(self.now, targets=tuple(targets)), (at, "target"))

    def move(self, at: int, code: str, value: float) -> None:
        """Set a part of one subject.

        A part that is put back to what was expected is no longer moved; where the others follow, it is held
        there instead, which is another thing than to follow.
        """
        moves = dict(self.now.moves[at])
        if value == self.subjects[at].start(code) and not self.now.follow:
            moves.pop(code, None)
        else:
            moves[code] = value
        every = list(self.now.moves)
        every[at] = moves
        self._put(replace(self.now, moves=tuple(every)), (at, code))

    def set_follow(self, follow: bool) -> None:
        """Let the parts that were not moved follow, or stay."""
        self._put(replace(self.now, follow=follow), "follow")

    def reset(self) -> bool:
        """Go back to the start; that too can be undone. Return whether there was anything to go back from."""
        if self.now == self.start:
            return False
        self._put(self.start, "reset")
        return True

    def undo(self) -> bool:
        """Go one step back; return whether there was one."""
        return self._step(self._past, self._undone)

    def redo(self) -> bool:
        """Go one undone step forward again; return whether there was one."""
        return self._step(self._undone, self._past)

    def answer(self, at: int) -> Answer:
        """Return what one subject's year comes to."""
        board = self.subjects[at].board
        return board.answer(self.now.targets[at], self.exact(at), follow=self.now.follow)

    def exact(self, at: int) -> dict[str, float]:
        """Return the moves as the board takes them: a part set to its expected growth as shown does not change."""
        subject = self.subjects[at]
        return {
            code: float(subject.board.expected[subject.board.place_of(code)]) if value == subject.start(code) else value
            for code, value in self.now.moves[at].items()
        }

    def _put(self, setting: Setting, control: object) -> None:
        now, (last, when) = self._clock(), self._last
        if setting == self.now:
            return
        if control != last or now - when > PAUSE:
            self._past.append(self.now)
        self._undone.clear()
        self.now = setting
        self._last = (control, now)
        if self._past and self._past[-1] == setting:  # a movement that ended where it began: the next is a new one
            self._past.pop()
            self._last = (None, -math.inf)

    def _step(self, source: list[Setting], onto: list[Setting]) -> bool:
        if not source:
            return False
        onto.append(self.now)
        self.now = source.pop()
        self._last = (None, -math.inf)
        return True


def changes(state: State, reason: str = "") -> list[dict[str, object]]:
    """Return what is moved as the changes of a scenario: additions to growth over the rest of the year.

    A scenario conditions the draws, and parts that it does not name follow. So where the others stay, they
    are named too, each with a change of 0; where they follow, only the moved ones are.

    Raises
    ------
    DataError
        When nothing is moved.
    """
    listed: list[dict[str, object]] = []
    for at, subject in enumerate(state.subjects):
        moved = state.exact(at)
        if not moved:
            continue
        board = subject.board
        shift = board.shift(moved, follow=state.now.follow)
        for lever, change in zip(board.levers, shift, strict=True):
            if state.now.follow and lever.code not in moved:
                continue
            listed.append(
                {
                    "indicator": lever.code,
                    "basis": "rest",
                    "mode": "add",
                    "value": round(float(change), 6),
                    "unit": "pp",
                    "sd": 0,
                    "reason": reason or _reason(subject, lever, state.now.moves[at].get(lever.code)),
                }
            )
    if not listed:
        raise DataError(
            "还没有改动任何一项，没有可保存的情景；请先移动行业或投资构成的滑块",
            "nothing has been moved, so there is no scenario to save: move the slider of a part first",
        )
    return listed


def _reason(subject: Subject, lever: Lever, value: float | None) -> str:
    """Say in Chinese, the language of the files, why a part changes in a scenario."""
    if value is None:
        return "测算界面：保持原预计"
    return f"测算界面：{lever.zh}{subject.rest_of(lever)}设为{display(value, DECIMALS)}%"
