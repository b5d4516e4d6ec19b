"""Pictures of past forecasts show the backtest's own figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

import shouguan as sg
from tests.builders.drawn import legend, missing_glyphs, texts

BACKTEST = pd.DataFrame(
    [
        (2018, "Q1", 6.0, 6.5, 5.4, 6.8),
        (2018, "Q3", 6.4, 6.5, 6.1, 6.6),
        (2019, "Q1", 7.0, 6.1, 6.6, 7.5),
        (2019, "Q3", 6.2, 6.1, 5.9, 6.4),
    ],
    columns=["year", "origin", "median", "outcome", "lower80", "upper80"],
)


def test_errors_stand_by_origin_and_year() -> None:
    ax = sg.plots.errors_heatmap(BACKTEST)
    assert [text.get_text() for text in ax.texts] == ["0.5", "−0.9", "0.1", "−0.1"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Q1", "Q3"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2018", "2019"]
    assert missing_glyphs(ax) == set()


def test_each_forecast_is_a_dot_and_the_largest_misses_carry_their_year() -> None:
    ax = sg.plots.forecast_vs_outcome(BACKTEST)
    dots = np.asarray(ax.collections[0].get_offsets())
    assert sorted(map(tuple, dots)) == sorted(zip(BACKTEST["median"], BACKTEST["outcome"], strict=True))
    assert [text.get_text() for text in ax.texts] == ["2019", "2018"]
    assert legend(ax) == ["Q1", "Q3"]
    assert missing_glyphs(ax) == set()


def test_without_a_past_forecast_the_picture_says_so() -> None:
    for draw in (sg.plots.errors_heatmap, sg.plots.forecast_vs_outcome, sg.plots.pit_histogram):
        assert "还没有可检验的往年预测" in texts(draw(BACKTEST.iloc[:0]))
        assert "There is no past forecast to test yet" in texts(draw(BACKTEST.iloc[:0], lang="en"))


def test_bars_count_where_outcomes_fell() -> None:
    """By hand: 0.5/0.8, 0.1/0.2, −0.9/0.4 and −0.1/0.3 of a side are the 79th, 74th, 0th and 33rd per cent."""
    ax = sg.plots.pit_histogram(BACKTEST)
    assert [bar.get_height() for bar in ax.patches] == [1, 1, 0, 2, 0]
    assert ax.lines[0].get_ydata()[0] == 4 / 5
    exact = BACKTEST.assign(lower80=BACKTEST["median"], upper80=BACKTEST["median"])
    assert sum(bar.get_height() for bar in sg.plots.pit_histogram(exact).patches) == 4
    assert missing_glyphs(ax) == set()
