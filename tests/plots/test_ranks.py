"""Pictures of ranks show the frames' own figures, with the place itself marked."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import shouguan as sg
from shouguan.core.errors import DataError
from tests.builders.drawn import missing_glyphs, texts


def chances(count: int) -> pd.DataFrame:
    shares = np.full((count, count), 0.3 / (count - 1)) + np.eye(count) * (0.7 - 0.3 / (count - 1))
    names = ["示范市", *(f"{n}号地区" for n in range(1, count))]
    frame = pd.DataFrame(shares, pd.Index(names, name="place"), pd.RangeIndex(1, count + 1, name="rank"))
    frame.attrs["own"] = "示范市"
    return frame


def test_each_cell_of_a_small_group_says_its_chance() -> None:
    frame = chances(4)
    ax = sg.plots.rank_heatmap(frame)
    figures = np.array([text.get_text() for text in ax.texts]).reshape(4, 4)
    assert (figures == np.where(np.eye(4, dtype=bool), "70%", "10%")).all()
    np.testing.assert_allclose(ax.collections[0].get_array(), 100 * frame.to_numpy())
    assert [label.get_text() for label in ax.get_yticklabels()] == list(frame.index)
    assert missing_glyphs(ax) == set()


def test_a_chance_that_is_hardly_any_prints_as_nothing() -> None:
    frame = chances(3)
    frame.iloc[0] = [0.996, 0.004, 0.0]
    assert [text.get_text() for text in sg.plots.rank_heatmap(frame).texts][:3] == [">99%", "", ""]


def test_the_place_is_framed_and_a_large_group_has_no_figures() -> None:
    ax = sg.plots.rank_heatmap(chances(31), lang="en")
    assert not ax.texts
    (frame,) = ax.patches
    assert (frame.get_y(), frame.get_width()) == (0, 31)
    assert "Rank" in texts(ax)


def test_the_ladder_has_a_rung_a_rank_with_its_chance_and_the_own_year() -> None:
    ladder = pd.DataFrame(
        {"median": [4.0, 3.0], "lower80": [3.5, 2.0], "upper80": [5.0, 3.6], "chance": [0.004, 0.55]},
        pd.Index([1, 2], name="rank"),
    )
    ladder.attrs["own"] = 3.2
    ax = sg.plots.rank_ladder(ladder)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["第1位", "第2位"]
    assert [text.get_text() for text in ax.texts] == ["<1%", "55%"]
    lines, dots = ax.collections[:2]
    assert [path.vertices[:, 0].tolist() for path in lines.get_paths()] == [[3.5, 5.0], [2.0, 3.6]]
    assert np.asarray(dots.get_offsets())[:, 0].tolist() == [4.0, 3.0]
    assert list(ax.lines[0].get_xdata()) == [3.2, 3.2]
    assert missing_glyphs(ax) == set()


def test_another_frame_is_refused_with_where_the_right_one_comes_from() -> None:
    with pytest.raises(DataError, match=r"Study\.rank_chances"):
        sg.plots.rank_heatmap(chances(3).rename(columns={1: "one"}))
    with pytest.raises(DataError, match=r"Study\.rank_ladder"):
        sg.plots.rank_ladder(chances(3))
