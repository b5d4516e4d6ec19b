"""The explorer: sliders for targets, industries and investment, and what the year comes to, as one moves them.

For JupyterLab. One target stands first; the rest unfolds. Nothing is forecast here: the boards
(`shouguan.components.levers`) hold all that an answer needs, so a move is a few sums, one sentence, one picture and one
table, sent to the browser as one message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import ipywidgets as widgets
from markupsafe import Markup

from shouguan.analysis.scenarios.file import append, from_settings
from shouguan.components.levers import Board
from shouguan.core import indicators
from shouguan.core.errors import DataError, ShouguanError, UsageError
from shouguan.core.files import csv_lines, replace_with
from shouguan.core.paths import named
from shouguan.core.periods import Lang
from shouguan.core.rounding import half_up
from shouguan.explorer.controls import STYLE, Fold
from shouguan.explorer.panel import Panel
from shouguan.explorer.state import DECIMALS, State, Subject, changes
from shouguan.explorer.view import MARK, SYNTHETIC, rows, shown
from shouguan.report.language.words import say

_LONGEST_NAME = 40  # of an exported file
_LONGEST_TEXT = 200  # of a scenario's label and reasons
_PARTS = {"gdp": ("行业", "Industries"), "fai": ("投资构成", "Investment")}


def explore(
    boards: Sequence[Board],
    *,
    targets: Mapping[str, float] | None = None,
    kinds: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    bases: Mapping[str, float] | None = None,
    place: str = "",
    synthetic: bool = False,
    save_to: Path | None = None,
    export_to: Path | None = None,
    lang: Lang = "zh",
) -> Explorer:
    """Lay out the explorer.

    Parameters
    ----------
    boards : sequence of Board
        The first stands first, with its target slider; the others unfold.
    targets, kinds, names, bases : mapping, optional
        By the boards' indicators: the target, per cent (without one, the expected year); what it is called
        (年度目标); what the total is called (the catalogue's name); and growth of the same stretch of the
        year before, per cent.
    place : str
        The place's name.
    synthetic : bool
        Whether its figures are invented, which is then always said.
    save_to : Path, optional
        The place's folder, whose `scenarios.yaml` takes new scenarios; without one nothing can be saved.
    export_to : Path, optional
        The folder for exported tables; the working folder when None.
    lang : {'zh', 'en'}

    Returns
    -------
    Explorer
        A widget; the last expression of a cell shows it.

    Raises
    ------
    UsageError
        When there is no board, or a board has no parts.
    """
    if not boards or not all(board.levers for board in boards):
        raise UsageError("没有可调的指标：每个指标至少要有一项构成", "nothing to move: each board needs a part")
    subjects = tuple(
        Subject(
            board=board,
            name=(names or {}).get(board.indicator) or _name(board, lang),
            target=half_up((targets or {}).get(board.indicator, board.base[1]), DECIMALS),
            kind=(kinds or {}).get(board.indicator) or ("年度目标" if lang == "zh" else "target"),
            base=(bases or {}).get(board.indicator),
            lang=lang,
        )
        for board in boards
    )
    return Explorer(State(subjects), place=place, synthetic=synthetic, save_to=save_to, export_to=export_to)


def _name(board: Board, lang: Lang) -> str:
    entry = indicators.indicator(board.indicator)
    return entry.zh if lang == "zh" else entry.en


class Explorer(widgets.VBox):
    """The explorer as a widget; see `explore`.

    Attributes
    ----------
    state : State
    panels : list of Panel
    folds : list of Fold
    undo, redo, reset, save, export : Button
    name, reason : Text
    follow : Checkbox
    status : HTML
    """

    def __init__(
        self,
        state: State,
        *,
        place: str,
        synthetic: bool,
        save_to: Path | None,
        export_to: Path | None,
    ) -> None:
        self.state, self._place, self._folder = state, save_to, export_to
        self._lang: Lang = state.subjects[0].lang
        self._marks = [pair[0 if self._lang == "zh" else 1] for pair in ((SYNTHETIC,) if synthetic else ()) + (MARK,)]
        self.panels = [Panel(state, at, self._show) for at in range(len(state.subjects))]
        self.status = widgets.HTML()
        first = self.panels[0]
        top = widgets.HTML(f"{STYLE}{self._heading(place)}")
        self.folds = [Fold(self._parts(first), [first.sliders])]
        self.folds += [Fold(self._parts(each), [each.target, each.view, each.sliders]) for each in self.panels[1:]]
        self.folds.append(Fold(self._say("设置", "Settings"), [self._settings()]))
        super().__init__([top, first.target, first.view, self._tools(), self.status, *self.folds])
        self.add_class("sg-explorer")

    def _say(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def _heading(self, place: str) -> Markup:
        year = self.state.subjects[0].board.year
        marks = Markup("").join(Markup("<span>{}</span>").format(mark) for mark in self._marks)
        return say(
            self._lang,
            '<p class="sg-title">{p}{y}年情景测算</p><div class="sg-marks">{m}</div>',
            p=place,
            y=year,
            m=marks,
        )

    def _parts(self, panel: Panel) -> str:
        subject = panel.subject
        name = self._say(*_PARTS.get(subject.board.indicator, (f"{subject.name}构成", subject.name)))
        return f"{name}{self._say(f'（{len(panel.levers)}项）', f' ({len(panel.levers)})')}"

    def _tools(self) -> widgets.Widget:
        def button(zh: str, en: str, hint_zh: str, hint_en: str, click: Callable[[], None]) -> widgets.Button:
            made = widgets.Button(
                description=self._say(zh, en), tooltip=self._say(hint_zh, hint_en), layout={"width": "auto"}
            )
            made.on_click(lambda _: self._try(click))
            return made

        self.undo = button("撤销", "Undo", "退回上一步", "One step back", self._undo)
        self.redo = button("重做", "Redo", "恢复刚撤销的一步", "One step forward again", self._redo)
        self.reset = button("复位", "Reset", "全部恢复为原预计和原目标", "Everything as at the start", self._reset)
        self.save = button(
            "保存情景", "Save", "把改动写入本地区的情景文件", "Write the moves as a scenario", self._keep
        )
        self.export = button("导出表格", "Export", "把表格存为CSV文件", "Write the table as a CSV file", self._export)
        self.name = widgets.Text(
            description=self._say("情景名称", "Scenario"),
            description_allow_html=False,
            placeholder=self._say("例如 压力情景", "stress"),
            tooltip=self._say("保存时用的名称", "The name to save it by"),
            style={"description_width": "initial"},
            layout={"width": "18em", "margin": "2px 2px 2px 12px"},
        )
        self.reason = widgets.Text(
            description=self._say("理由", "Reason"),
            description_allow_html=False,
            placeholder=self._say("可不填", "optional"),
            tooltip=self._say("写入情景文件的理由", "Why, written into the scenario"),
            style={"description_width": "initial"},
            layout={"width": "15em"},
        )
        layout = {"flex_flow": "row wrap", "align_items": "center", "margin": "4px 0"}
        every = [self.undo, self.redo, self.reset, self.name, self.reason, self.save, self.export]
        return widgets.HBox(every, layout=layout)

    def _settings(self) -> widgets.Widget:
        self.follow = widgets.Checkbox(
            value=False,
            description=self._say("其余各项随之变化（按历史相关）", "The other parts follow, as in the past"),
            description_allow_html=False,
            tooltip=self._say("不勾选时，没有移动的各项保持原预计", "Otherwise parts not moved stay as expected"),
            indent=False,
            layout={"width": "auto"},
        )
        self.follow.observe(self._followed, "value")
        return self.follow

    def _followed(self, change: dict[str, bool]) -> None:
        if change["new"] != self.state.now.follow:
            self.state.set_follow(change["new"])
            self._show()

    def _show(self) -> None:
        self.status.value = ""
        for panel in self.panels:
            panel.show()
        self.follow.value = self.state.now.follow

    def _tell(self, zh: str, en: str) -> None:
        self.status.value = str(Markup('<span class="sg-said" role="status">{}</span>').format(self._say(zh, en)))

    def _try(self, do: Callable[[], None]) -> None:
        """Do what a button asks for; what goes wrong is said in the status line."""
        try:
            do()
        except ShouguanError as error:
            message = self._say(error.zh, error.en)
            self.status.value = str(Markup('<span class="sg-wrong" role="alert">{}</span>').format(message))

    def _undo(self) -> None:
        if self.state.undo():
            self._show()
        else:
            self._tell("没有可撤销的操作", "There is nothing to undo")

    def _redo(self) -> None:
        if self.state.redo():
            self._show()
        else:
            self._tell("没有可重做的操作", "There is nothing to redo")

    def _reset(self) -> None:
        if self.state.reset():
            self._show()
        self._tell("已复位，可撤销", "Reset; that can be undone")

    def _keep(self) -> None:
        name, reason = self.name.value.strip(), self.reason.value.strip()
        if self._place is None or not self._place.is_dir():
            raise UsageError("这里没有可保存情景的地区文件夹", "there is no place's folder here to save a scenario in")
        if not name:
            raise DataError("请先填写情景名称", "give the scenario a name first")
        if len(reason) > _LONGEST_TEXT:
            raise DataError(f"理由至多{_LONGEST_TEXT}个字", f"a reason has at most {_LONGEST_TEXT} characters")
        listed = changes(self.state, reason)
        scenario = from_settings(name, {"label": name[:_LONGEST_TEXT], "changes": listed})
        try:
            file = append(self._place, name, scenario)
        except OSError as error:
            raise _unwritten(self._place, error) from None
        follows = self._following()
        self._tell(
            f"已保存情景“{name}”（{named(file)}）" + (f"；报告中{'、'.join(follows)}会随之变化" if follows else ""),
            f"Saved the scenario '{name}' in {named(file)}"
            + (f"; in a report {', '.join(follows)} will follow" if follows else ""),
        )

    def _following(self) -> list[str]:
        """Name the totals that a scenario leaves to follow: here they stand still, in a report nothing does."""
        state = self.state
        moved = [bool(moves) for moves in state.now.moves]
        return [
            subject.name
            for subject, own in zip(state.subjects, moved, strict=True)
            if not own or (state.now.follow and sum(moved) > 1)
        ]

    def _export(self) -> None:
        listed: list[list[str]] = []
        for panel in self.panels:
            exported = rows(shown(self.state, panel.at))
            listed += exported if not listed else exported[1:]
        listed += [[mark, *[""] * (len(listed[0]) - 1)] for mark in self._marks]
        file = self._free_file()
        try:
            replace_with(file, "\ufeff" + csv_lines(listed))  # with a BOM spreadsheets read Chinese right
        except OSError as error:
            raise _unwritten(file, error) from None
        self._tell(f"已导出 {named(file)}", f"Exported {named(file)}")

    def _free_file(self) -> Path:
        """Return a file that does not exist yet, named after the scenario where it has a name."""
        plain = "".join(sign for sign in self.name.value if sign.isalnum() or sign in "-_")[:_LONGEST_NAME]
        stem = plain or f"{self._say('情景测算', 'scenario')}_{self.state.subjects[0].board.year}"
        folder = self._folder or Path.cwd()
        number = 1
        while (file := folder / (f"{stem}.csv" if number == 1 else f"{stem}_{number}.csv")).exists():
            number += 1
        return file


def _unwritten(path: Path, error: OSError) -> DataError:
    return DataError(f"不能写入 {named(path)}：{error.strerror}", f"cannot write {named(path)}: {error.strerror}")
