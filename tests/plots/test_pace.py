"""The picture of the pace draws the frame's own figures."""

from __future__ import annotations

import pandas as pd
import pytest

import shouguan as sg
from shouguan.core.errors import DataError
from tests.builders.drawn import legend, missing_glyphs

INDEX = pd.Index(["2020Q1", "2020Q2", "2020Q3", "2020Q4"], name="period")
NAN = float("nan")


def frame(known: int = 2) -> pd.DataFrame:
    """Make a frame as `Study.pace` gives it, the first quarters published."""
    left, seen = [False] * known + [True] * (4 - known), [True] * known + [False] * (4 - known)
    columns = {
        "ytd": [-5.0, 1.0, 2.0, 3.0],
        "needed": [1.0, 2.0, 2.5, 3.5],
        "needed_lower80": [0.0, 1.5, 2.2, 3.5],
        "needed_upper80": [2.0, 2.5, 2.8, 3.5],
        "expected": [1.0, 1.5, 1.8, 2.6],
        "expected_lower80": [0.0, 0.5, 0.8, 1.6],
        "expected_upper80": [2.0, 2.5, 2.8, 3.6],
    }
    shown = {name: seen if name == "ytd" else left for name in columns}
    made = pd.DataFrame({name: pd.Series(values, INDEX).where(shown[name]) for name, values in columns.items()})
    made = made.assign(
        eve=[5.0, 4.5, 4.0, 3.5], progress_pct=[20.0, 45.0, 70.0, 100.0], linear_pct=[25.0, 50.0, 75.0, 100.0]
    )
    made = made.assign(fast_pct=[30.0, 60.0, 90.0, 100.0], plan_pct=[NAN, 50.0, NAN, 100.0], curve_pct=NAN)
    made.attrs.update(indicator="gdp", year=2020, target=3.5, chance=0.28, rule="path")
    return made


def drawn(ax: object, label: str) -> list[list[float]]:
    lines = [line for line in ax.lines if line.get_label().startswith(label)]  # type: ignore[attr-defined]
    assert len(lines) == 1
    return [list(map(float, axis)) for axis in lines[0].get_data()]


def test_growth_is_drawn_as_published_needed_and_expected() -> None:
    ax = sg.plots.pace(frame())
    assert drawn(ax, "已公布")[1][:2] == [-5.0, 1.0]
    assert drawn(ax, "预计") == [[1, 2, 3], [1.0, 1.8, 2.6]]  # from the newest figure on
    assert drawn(ax, "年初")[1] == [5.0, 4.5, 4.0, 3.5]
    assert ax.get_title(loc="left") == "地区生产总值：达到全年3.5%的路径（实现可能性28%）"
    assert missing_glyphs(ax) == set()


def test_shares_are_drawn_beside_the_rules_that_there_are() -> None:
    ax = sg.plots.pace(frame(), measure="progress")
    assert drawn(ax, "均分")[1] == [25.0, 50.0, 75.0, 100.0]
    assert drawn(ax, "月度计划") == [[1, 3], [50.0, 100.0]]
    assert drawn(ax, "已公布") == [[0, 1], [20.0, 45.0]]
    assert not any("S曲线" in label for label in legend(ax))
    assert missing_glyphs(ax) == set()


def test_a_year_without_a_figure_begins_with_what_is_needed() -> None:
    assert drawn(sg.plots.pace(frame(0)), "预计") == [[0, 1, 2, 3], [1.0, 1.5, 1.8, 2.6]]


def test_in_english_every_word_is() -> None:
    ax = sg.plots.pace(frame(), lang="en")
    assert legend(ax)[-1] == "Published" and ax.get_ylabel() == "Year-to-date growth (%)"


def test_a_frame_of_something_else_and_an_indicator_without_shares_are_answered() -> None:
    with pytest.raises(DataError, match=r"Study\.pace"):
        sg.plots.pace(pd.DataFrame({"needed": [1.0]}))
    with pytest.raises(DataError, match="measure"):
        sg.plots.pace(frame(), measure="share")
    with pytest.raises(DataError, match="没有完成进度"):
        sg.plots.pace(frame().assign(progress_pct=NAN), measure="progress")
