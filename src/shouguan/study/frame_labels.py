"""Names that several frames have for different things, and figures that are whole: told by the frame they stand in."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import pandas as pd

from shouguan.core.rounding import half_up
from shouguan.study.list_labels import LIST_LABELS

_FRAMES: tuple[tuple[frozenset[str], dict[str, tuple[str, str]]], ...] = (
    (
        frozenset({"line", "amount"}),
        {"kind": ("合计或增减", "Level or step"), "total": ("合计", "level"), "step": ("增减", "step")},
    ),
    (frozenset({"was", "is_now"}), {"score": LIST_LABELS["score"]}),
    (frozenset({"required_pct"}), {name: LIST_LABELS[name] for name in ("rule", "light")}),
    (frozenset({"project_name"}), {"progress_pct": LIST_LABELS["progress_pct"]}),
    (frozenset({"category", "firms"}), {"kind": ("进出方式", "Way in or out")}),
    (
        frozenset({"missing", "complete"}),
        {
            "code": ("项目代码", "Code"),
            "begun": ("开工时间", "Start"),
            "work": ("投资完成", "Work done"),
            "not known": ("待核实", "to be checked"),
        },
    ),
    (frozenset({"covered"}), {"working_days": LIST_LABELS["working_days"]}),
)
"""By the columns that tell a frame what its names are called there: the bridge of the ledger, its changes, rules of
funds, projects, growth effects of firms, what should be registered, the early signal."""
_COUNTS = frozenset(
    "projects due started registered firms meet met with_figures done actions due_this_week behind ahead due_in_time of"
    " quotas issued waiting days_overdue median_days entries_target entered entries_expected exits net rank_now weight"
    " scored_weight full cases half_year_projects".split()
)
"""What is counted, or given as a whole: where nothing is behind the point, no point is shown."""
_CHANCES = frozenset(("chance_pct", "chance_after_pct"))
"""Chances in per cent, which are known to a whole one at best."""


def in_frame(name: str, beside: AbstractSet[str]) -> tuple[str, str] | None:
    """Return what a name is called beside those that its frame has; None where it is called the same everywhere."""
    return next((labels[name] for columns, labels in _FRAMES if columns <= beside and name in labels), None)


def whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame to be shown, its counts without a point and its chances in whole per cent.

    Parameters
    ----------
    frame : DataFrame
        With the names of the interface: figures by column, or by row of a table that stands on its side.
    """
    shown = frame.copy()
    for column in shown:
        if _kept(column) or not pd.api.types.is_float_dtype(shown[column]):
            continue
        figures = shown[column].map(_whole, na_action="ignore") if column in _CHANCES else shown[column]
        if figures.dropna().mod(1).eq(0).all():
            shown[column] = figures.astype("Int64")
    rows = [name for name in shown.index if not _kept(name)]
    for column in shown if rows else ():
        cells = [_cell(name, value) for name, value in zip(shown.index, shown[column], strict=True)]
        shown[column] = pd.Series(cells, shown.index, dtype="object")
    return shown


def _kept(name: object) -> bool:
    text = str(name)
    return not (text in _COUNTS or text in _CHANCES or text.endswith("_wan_yuan"))


def _whole(value: float) -> float:
    return half_up(value, 0)


def _cell(name: object, value: object) -> object:
    if _kept(name) or not isinstance(value, float) or pd.isna(value):
        return value
    figure = _whole(value) if name in _CHANCES else value
    return int(figure) if figure == int(figure) else figure
