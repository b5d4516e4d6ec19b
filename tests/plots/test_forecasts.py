"""Pictures of a forecast show the frame's own figures, whatever is missing, in both languages."""

from __future__ import annotations

from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import shouguan as sg
from shouguan.core.periods import Lang
from shouguan.core.ytd import period_weights
from tests.builders import opened
from tests.builders.drawn import legend, missing_glyphs, texts


@pytest.fixture(scope="module")
def study() -> sg.Study:
    return opened.study()


@pytest.fixture(scope="module")
def gdp(study: sg.Study) -> sg.Forecast:
    return study.forecast("gdp")


@pytest.fixture(scope="module")
def fai(study: sg.Study) -> sg.Forecast:
    return study.forecast("fai")


def test_the_fan_is_the_published_line_the_median_and_the_three_intervals(study: sg.Study, fai: sg.Forecast) -> None:
    table, seen = fai.table(), study.observations("fai")
    ax = sg.plots.fan(fai, target=5.0)
    lines = {str(line.get_label()): line for line in ax.get_lines()}
    assert set(lines) == {"2019", "预计（中位数）", "2020年已公布", "目标 5.0%"}
    last_year = seen.loc[seen["period"].str.startswith("2019"), "ytd"]
    assert list(np.asarray(lines["2019"].get_ydata())) == list(last_year)
    assert list(np.asarray(lines["2020年已公布"].get_ydata())) == list(fai.outlook.known)
    assert list(np.asarray(lines["预计（中位数）"].get_ydata())) == [fai.outlook.known_ytd, *table["median"]]
    assert list(np.asarray(lines["目标 5.0%"].get_ydata())) == [5.0, 5.0]
    for area, (low, high) in zip(ax.collections, (("q025", "q975"), ("q10", "q90"), ("q25", "q75")), strict=True):
        heights = area.get_paths()[0].vertices
        assert isinstance(heights, np.ndarray)
        assert {*table[low], *table[high]} <= set(heights[:, 1])
    named = [label.get_text() for label in ax.get_xticklabels()]
    assert named[-1] == "全年"
    assert "1—9月" in named
    assert [name for name in named if "\n2020" in name] != []


def test_a_missing_figure_is_a_gap_and_a_year_with_nothing_published_yet_has_a_fan(gdp: sg.Forecast) -> None:
    torn = replace(gdp, outlook=replace(gdp.outlook, known=(-5.8, np.nan, 2.0)), target=None)
    line = sg.plots.fan(torn).get_lines()[-1]
    assert np.isnan(np.asarray(line.get_ydata(), dtype=float)).tolist() == [False, True, False]
    outlook = gdp.outlook
    rest = np.column_stack([outlook.remaining] * 4)
    early = replace(
        gdp,
        observed=gdp.observed.iloc[:0],
        outlook=replace(outlook, known=(), ytd_known=np.zeros(len(rest)), remaining=rest),
    )
    median = sg.plots.fan(early).get_lines()[0]
    assert list(np.asarray(median.get_ydata())) == list(early.table()["median"])


def test_the_distribution_holds_the_draws_and_says_median_and_chance(gdp: sg.Forecast) -> None:
    ax = sg.plots.distribution(gdp, 3.5)
    bars = [bar.get_height() for bar in ax.patches if bar.get_height() > 0 and bar.get_width() < 1]
    assert sum(bars) == pytest.approx(100.0)
    inside = np.quantile(gdp.outlook.full_year, [0.001, 0.999])
    assert ax.patches[0].get_x() == pytest.approx(inside[0])
    said = " ".join(legend(ax))
    assert f"{gdp.outlook.quantile(0.5):.1f}%" in said
    assert f"右侧：{100 * gdp.outlook.chance(3.5):.0f}%" in said
    target = ax.get_lines()[-1].get_xdata()[0]
    assert np.mean(gdp.outlook.full_year >= target) == pytest.approx(gdp.outlook.chance(3.5))


def test_the_joint_picture_says_the_chance_of_both(gdp: sg.Forecast, fai: sg.Forecast) -> None:
    draws = pd.DataFrame({"gdp": gdp.draws()["full_year"], "fai": fai.draws()["full_year"]})
    grid = sg.plots.joint(draws, "gdp", "fai", targets=(3.0, 3.0))
    both = ((draws["gdp"] >= 2.95) & (draws["fai"] >= 2.95)).mean()
    assert grid.ax_marg_x.get_title(loc="left") == f"两项目标同时实现的可能性 {100 * both:.0f}%"
    assert (grid.ax_joint.get_xlabel(), grid.ax_joint.get_ylabel()) == (
        "地区生产总值（%）",
        "固定资产投资（不含农户）（%）",
    )
    counted = np.ma.filled(grid.ax_joint.collections[0].get_array().astype(float), 0.0).sum()
    assert 0.995 * len(draws) <= counted <= len(draws)


def test_required_growth_stands_beside_the_same_months_of_earlier_years(study: sg.Study, fai: sg.Forecast) -> None:
    seen = study.observations("fai")
    ax = sg.plots.required(fai, [3.0, 5.0])
    assert [np.asarray(line.get_ydata())[0] for line in ax.get_lines()] == list(fai.required([3.0, 5.0])["required"])
    left = seen[seen["period"].str[-2:].isin(["10", "11", "12"])].dropna(subset=["single"])
    weights = period_weights(fai.outlook.weights.cumulative)[-3:]
    grown = {
        int(year): float(weights @ own["single"] / weights.sum())
        for year, own in left.groupby(left["period"].str[:4])
        if len(own) == 3
    }
    dots = np.asarray(ax.collections[0].get_offsets())
    assert {int(year): growth for year, growth in dots} == pytest.approx(grown)
    assert 2020 not in grown
    assert len(grown) >= 3
    assert ax.get_title(loc="left").startswith("固定资产投资（不含农户）：10—12月")
    empty = sg.plots.required(replace(fai, observed=seen.iloc[:0]), [3.0])
    assert len(empty.get_lines()) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_picture_has_its_glyphs_its_labels_and_the_axes_it_was_given(gdp: sg.Forecast, lang: Lang) -> None:
    _, axes = plt.subplots(3)  # made before our font is set
    drawn = [
        sg.plots.fan(gdp, ax=axes[0], lang=lang),
        sg.plots.distribution(gdp, ax=axes[1], lang=lang),
        sg.plots.required(gdp, [3.0], ax=axes[2], lang=lang),
    ]
    assert drawn == list(axes)
    for ax in drawn:
        assert "%" in ax.get_ylabel()
        assert any("一" <= each <= "鿿" for text in texts(ax) for each in text) == (lang == "zh")
    assert missing_glyphs(axes[0]) == set()


def test_the_analysts_own_settings_stay_as_they_were(gdp: sg.Forecast) -> None:
    before = dict(plt.rcParams)
    sg.plots.fan(gdp)
    assert dict(plt.rcParams) == before
