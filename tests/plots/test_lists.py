"""Pictures of lists show the frame's own figures, and say so where there is nothing to show."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

import shouguan as sg
from shouguan.core.periods import Lang
from shouguan.investment import projects
from tests.builders import opened
from tests.builders.drawn import missing_glyphs, texts
from tests.builders.ledgers import ledger

DAY = dt.date(2020, 9, 30)


def test_the_pace_is_each_year_s_share_of_its_plan() -> None:
    months = [{"period": f"{year}-{month}", "ytd_done_wan_yuan": done} for year, month, done in
              (("2019", "06", 300.0), ("2019", "12", 900.0), ("2020", "06", 250.0), ("2020", "09", 600.0))]  # fmt: skip
    ax = sg.plots.ledger_pace(ledger(*months))
    even, last, now = ax.get_lines()
    assert np.asarray(even.get_ydata())[8] == 75.0
    assert list(np.asarray(last.get_ydata())) == [30.0, 90.0]
    assert list(np.asarray(now.get_ydata())) == [25.0, 60.0] and list(np.asarray(now.get_xdata())) == [6, 9]
    assert {"2019", "2020", "台账投资完成率"} <= set(texts(ax.figure)) and missing_glyphs(ax.figure) == set()


def test_groups_are_bars_with_their_figures_the_lowest_on_top() -> None:
    table = ledger({}, {"district": "乙区", "ytd_done_wan_yuan": 800.0})
    ax = sg.plots.group_rates(projects.rates(table, DAY, "district"))
    bars = [bar.get_width() for container in ax.containers for bar in container]
    assert sorted(bars) == [50.0, 80.0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["甲区", "乙区"]
    assert {"50.0", "80.0"} <= {text.strip() for text in texts(ax.figure)}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_plans_they_say_so(lang: Lang) -> None:
    bare = ledger({"annual_plan_wan_yuan": 0.0})
    words = "".join(texts(sg.plots.ledger_pace(bare, lang=lang).figure))
    words += "".join(texts(sg.plots.group_rates(projects.rates(bare, DAY, "district"), lang=lang).figure))
    assert ("没有" in words) == (lang == "zh")


def test_the_bridge_stands_where_the_frame_says() -> None:
    lines = opened.study().projects().against_statistics().bridge()
    ax = sg.plots.bridge(lines)
    bars = [(bar.get_y(), bar.get_y() + bar.get_height()) for container in ax.containers for bar in container]
    assert np.allclose(bars, lines[["start", "end"]].to_numpy())
    assert "从台账到公布数" in texts(ax.figure) and missing_glyphs(ax.figure) == set()


def test_the_funnel_shows_each_stage_with_its_rate() -> None:
    stages = opened.study().funds().funnel()
    ax = sg.plots.funnel(stages)
    bars = [bar.get_width() for container in ax.containers for bar in container]
    assert bars == stages["quotas"].tolist()
    assert any("92%" in text for text in texts(ax.figure))
    empty = sg.plots.funnel(stages.iloc[:0])
    assert any("没有写" in text for text in texts(empty.figure))


def test_projects_can_be_drawn_as_they_are() -> None:
    projects_now = opened.study().projects()
    assert sg.plots.ledger_pace(projects_now).get_title(loc="left") == "台账投资完成率"
