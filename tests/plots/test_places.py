"""Pictures of many places show the frame's own figures, in its order of size."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import shouguan as sg
from tests.builders.drawn import missing_glyphs, texts

PLACES = pd.DataFrame(
    {
        "known": [1.0, 2.0, np.nan],
        "median": [2.0, 3.0, 1.0],
        "lower80": [1.5, 2.4, 0.2],
        "upper80": [2.5, 3.5, 1.9],
        "chance": [0.276, 0.999, np.nan],
    },
    pd.Index(["山东", "江苏", "西藏"], name="place"),
)


def test_peers_stand_by_their_expected_year_and_the_own_place_is_marked() -> None:
    ax = sg.plots.peers(PLACES, "山东")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["江苏", "山东", "西藏"]
    lines, dots = ax.collections[:2]
    ends = [path.vertices[:, 0].tolist() for path in lines.get_paths()]
    assert ends == [[2.4, 3.5], [1.5, 2.5], [0.2, 1.9]]
    assert np.asarray(dots.get_offsets())[:, 0].tolist() == [3.0, 2.0, 1.0]
    colours = [tuple(colour) for colour in np.asarray(dots.get_facecolor())]
    assert colours[0] == colours[2] != colours[1]
    assert missing_glyphs(ax) == set()


def test_chances_are_bars_with_their_figures_and_never_certain() -> None:
    ax = sg.plots.chances(PLACES)
    assert sorted(bar.get_width() for bar in ax.patches) == pytest.approx([27.6, 99.9])
    assert [text.get_text() for text in ax.texts] == [">99%", "28%"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["江苏", "山东"]
    assert missing_glyphs(ax) == set()


def test_without_targets_or_places_the_picture_says_so() -> None:
    assert "没有目标，无从计算可能性" in texts(sg.plots.chances(PLACES.assign(chance=np.nan)))
    assert "没有可比地区" in texts(sg.plots.peers(PLACES.iloc[:0]))
