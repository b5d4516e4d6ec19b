"""One total in the explorer: its target, its parts' sliders, and what is shown of the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from shouguan.core.rounding import half_up
from shouguan.explorer.controls import Control
from shouguan.explorer.picture import curve
from shouguan.explorer.state import DECIMALS, State
from shouguan.explorer.view import page, shown


class Panel:
    """The controls of one subject and what is shown of it."""

    def __init__(self, state: State, at: int, changed: Callable[[], None]) -> None:
        self.state, self.at = state, at
        self.subject = subject = state.subjects[at]
        self._curve = curve(subject.board.full_year)
        self._last: object = None
        zh, lang = subject.lang == "zh", subject.lang

        def control(what: str, hint: str, take: Callable[[float], None], **rest: Any) -> Control:
            def moved(value: float) -> None:
                take(value)
                changed()

            return Control(what, rest.pop("label", what), hint, moved=moved, lang=lang, **rest)

        goal = f"{subject.name}全年目标" if zh else f"Target of {subject.name}"
        self.target = control(
            goal,
            f"{goal}（%），方向键每次0.1，也可直接输入" if zh else f"{goal} (%): arrow keys move it by 0.1; or type",
            lambda value: state.set_target(at, value),
            bounds=subject.target_bounds,
            value=subject.target,
            wide=True,
        )
        self.levers: dict[str, Control] = {}
        for lever in subject.board.levers:
            name, rest = subject.part(lever), subject.rest_of(lever)
            what = f"{name}{rest}增速" if zh else f"growth of {name} in {rest}"
            self.levers[lever.code] = control(
                what,
                f"{what}（%），方向键每次0.1，也可直接输入" if zh else f"{what} (%): arrow keys or type",
                lambda value, code=lever.code: state.move(at, code, value),  # type: ignore[misc]
                bounds=subject.bounds(lever.code),
                value=subject.start(lever.code),
                label=name,
            )
        self.view = widgets.HTML()
        columns = {
            "grid_template_columns": "repeat(auto-fit, minmax(32em, 1fr))",
            "grid_gap": "0 12px",
            "align_items": "flex-start",
        }
        self.sliders = widgets.GridBox(list(self.levers.values()), layout=columns)
        self.show()

    def show(self) -> None:
        """Bring what is shown in line with the state; what has not changed is not sent again."""
        setting = self.state.now
        now = (setting.targets[self.at], setting.moves[self.at], setting.follow)
        if now == self._last:
            return
        self._last = now
        view = shown(self.state, self.at)
        self.view.value = page(view, self._curve)
        self.target.show(view.target)
        for control, growth in zip(self.levers.values(), view.answer.growth.tolist(), strict=True):
            control.show(half_up(growth, DECIMALS))
