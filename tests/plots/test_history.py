"""Pictures of what is published show the frame's own figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import shouguan as sg
from tests.builders import opened
from tests.builders.drawn import legend, missing_glyphs, texts


@pytest.fixture(scope="module")
def seen() -> pd.DataFrame:
    return opened.study().observations("fai")


@pytest.mark.parametrize("column", ["ytd", "single"])
def test_each_year_is_a_line_and_the_newest_is_marked(seen: pd.DataFrame, column: str) -> None:
    torn = seen[seen["period"] != "2020-05"]
    ax = sg.plots.year_against_earlier(torn, column)
    lines = {str(line.get_label()).lstrip("_"): line for line in ax.get_lines()}
    for year in ("2016", "2019"):
        frame = torn.loc[torn["period"].str.startswith(year), column]
        np.testing.assert_array_equal(np.asarray(lines[year].get_ydata(), dtype=float), frame.to_numpy())
    newest = np.asarray(lines["2020"].get_ydata(), dtype=float)
    assert np.isnan(newest[3])  # May: a gap, no bridge
    assert newest[0] == torn.loc[torn["period"] == "2020-02", column].item()
    assert lines["2020"].get_linewidth() > 2 * lines["2019"].get_linewidth()
    assert legend(ax) == ["2016—2019", "2020"]
    assert ax.get_xticklabels()[0].get_text() == "1—2月"


def test_a_heat_map_prints_every_figure_and_leaves_what_is_missing_blank() -> None:
    frame = pd.DataFrame(
        {"gdp_agriculture": [3.25, -1.04], "gdp_industry": [np.nan, 5.0]}, pd.Index(["2020Q1", "2020Q2"], name="period")
    )
    ax = sg.plots.heatmap(frame)
    assert sorted(text.get_text() for text in ax.texts) == sorted(["3.3", "−1.0", "5.0"])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["农林牧渔业", "工业"]
    values = np.ma.filled(ax.collections[0].get_array().astype(float), np.nan)
    np.testing.assert_array_equal(values.reshape(2, 2), frame.T.to_numpy())
    low, high = ax.collections[0].get_clim()
    assert low == -high
    assert missing_glyphs(ax) == set()
    assert len(sg.plots.heatmap(frame, last=1).texts) == 2
    assert "没有公布分行业增速" in texts(sg.plots.heatmap(frame * np.nan))


def test_revisions_go_from_before_to_after() -> None:
    frame = pd.DataFrame({"period": ["2019Q1", "2019Q2"], "before": [6.1, 6.2], "after": [6.3, 6.0]})
    ax = sg.plots.revisions(frame)
    before, after = ax.get_lines()
    assert list(np.asarray(before.get_xdata())) == list(frame["before"])
    assert list(np.asarray(after.get_xdata())) == list(frame["after"])
    assert [label.get_text() for label in ax.get_yticklabels()] == list(frame["period"])
    assert "已公布的数没有修订" in texts(sg.plots.revisions(frame.iloc[:0]))
    assert "No published figure was revised" in texts(sg.plots.revisions(frame.iloc[:0], lang="en"))
