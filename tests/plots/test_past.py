"""Pictures of past forecasts show the backtest's own figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

import shouguan as sg
from tests.builders.drawn import legend, missing_glyphs, texts

BACKTEST = pd.DataFrame(
    [(2018, "Q1", 6.0, 6.5), (2018, "Q3", 6.4, 6.5), (2019, "Q1", 7.0, 6.1), (2019, "Q3", 6.2, 6.1)],
    columns=["year", "origin", "median", "outcome"],
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
    for draw in (sg.plots.errors_heatmap, sg.plots.forecast_vs_outcome):
        assert "还没有可检验的往年预测" in texts(draw(BACKTEST.iloc[:0]))
        assert "There is no past forecast to test yet" in texts(draw(BACKTEST.iloc[:0], lang="en"))
