"""Pictures in rows (ladder, contributions, gap, peers, news): what is drawn is the facts, whatever their signs."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouguan.core.indicators import INDUSTRIES
from shouguan.core.periods import Lang, Period
from shouguan.facts.indicator_report import target_key
from shouguan.facts.table import FactTable
from shouguan.report import charts
from shouguan.report.charts import Chart, Peer, Step, theme
from tests.builders.charted import (
    HOSTILE,
    YEAR,
    assert_sound,
    axes,
    bars,
    cells,
    fact,
    ladder_facts,
    sheet_of,
    table,
    target,
    texts,
    year_facts,
)

LANGS: tuple[Lang, ...] = ("zh", "en")
Q3 = Period(YEAR, "Q", 3)
OLD = dt.date(YEAR, 7, 25)


def stripes(chart: Chart) -> int:
    """Count the sets of white stripes, which tell a bar that takes away."""
    return len(axes(chart).collections)


# the ladder

NEEDS = {2.0: (1.0, 97.0), 2.5: (3.0, 60.0), 3.5: (7.1, 28.0)}


@pytest.mark.parametrize("lang", LANGS)
def test_a_ladder_shows_what_each_figure_needs_and_its_chance(lang: Lang) -> None:
    sheet = sheet_of(targets=(target(3.5, kind="奋斗目标"),), ladder=(2.0, 2.5, 3.5))
    facts = ladder_facts(sheet, NEEDS, base=6.5)
    chart = charts.ladder_chart(facts, sheet, lang)
    shown = assert_sound(chart, facts, lang)
    assert [text for text in shown if text[0] == "≈"] == ["≈7.1", "≈3.0", "≈1.0"]
    assert [row[1:] for row in cells(chart)] == [
        ["7.1±0.2", "6.5±0.3", "约28%" if lang == "zh" else "about 28%"],
        ["3.0±0.2", "6.5±0.3", "约60%" if lang == "zh" else "about 60%"],
        ["1.0±0.2", "6.5±0.3", "约97%" if lang == "zh" else "about 97%"],
    ]
    if lang == "zh":
        assert chart.caption.striptags() == (
            "地区生产总值：要达到3.5%的奋斗目标，四季度需增长7.1%（上年四季度增长6.5%左右），实现可能性约28%"
        )
        assert "奋斗目标3.5%" in shown
        assert "上年四季度 ≈6.5" in shown


def test_a_ladder_without_a_target_and_without_last_years_figure_says_so() -> None:
    sheet = sheet_of(ladder=(2.0, 2.5, 3.5))
    facts = ladder_facts(sheet, NEEDS)
    chart = charts.ladder_chart(facts, sheet, "zh")
    shown = assert_sound(chart, facts)
    assert chart.caption.striptags() == "地区生产总值：全年增长2.5%，四季度需增长3.0%，实现可能性约60%"
    assert "没有上年同期的数据可比" in str(chart.description)
    assert not [text for text in shown if "上年" in text]
    assert [row[2] for row in cells(chart)] == ["—"] * 3


def test_a_ladder_of_declines_never_says_growth_of_a_negative() -> None:
    sheet = sheet_of(known=(-9.0, -6.0, -5.0), ladder=(-5.0, -4.0), targets=(target(-4.0),))
    facts = ladder_facts(sheet, {-5.0: (-5.0, 0.2), -4.0: (-1.2, 99.8)}, base=-2.0)
    chart = charts.ladder_chart(facts, sheet, "zh")
    shown = assert_sound(chart, facts)
    assert "需下降1.2%（上年四季度下降2.0%左右），实现可能性超过99%" in chart.caption.striptags()
    assert "增长\u2212" not in f"{chart.caption}{chart.description}"
    assert "≈\u22125.0" in shown
    assert "不足1%" in shown


def test_a_need_below_last_years_figure_has_its_label_on_the_other_side_of_the_line() -> None:
    sheet = sheet_of(ladder=(2.0, 3.5))
    chart = charts.ladder_chart(ladder_facts(sheet, {2.0: (1.0, 97.0), 3.5: (7.1, 28.0)}, base=6.5), sheet, "zh")
    assert {text.get_text(): text.get_ha() for text in axes(chart).texts if text.get_text()[0] == "≈"} == {
        "≈7.1": "left",
        "≈1.0": "right",
    }


def test_a_ladder_of_one_rung_can_be_drawn() -> None:
    sheet = sheet_of(ladder=(2.0,))
    facts = ladder_facts(sheet, {2.0: (1.0, 50.0)}, base=1.0)
    assert "≈1.0" in assert_sound(charts.ladder_chart(facts, sheet, "zh"), facts)


# contributions


def contribution_facts(points: Sequence[float], residual: float, total: float) -> FactTable:
    made = table(
        fact(f"gdp.ytd.{Q3}", total, kind="official"), fact(f"gdp.contribution.{Q3}.residual", residual, decimals=2)
    )
    for code, value in zip(INDUSTRIES, points, strict=False):
        made.add(fact(f"gdp.contribution.{Q3}.{code}", value, decimals=2, unit="pp"))
    return made


def contributions(points: Sequence[float], residual: float, total: float, lang: Lang = "zh") -> tuple[Chart, FactTable]:
    facts = contribution_facts(points, residual, total)
    codes = INDUSTRIES[: len(points)]
    return charts.contributions_chart(facts, sheet_of(known=(0.0, 0.0, total)), lang, codes), facts


ELEVEN = (0.20, 1.04, 0.05, -0.10, -0.02, -0.22, 0.39, 0.10, 0.44, 0.17, 0.06)


@pytest.mark.parametrize("lang", LANGS)
def test_contributions_stand_in_order_of_size_and_end_with_residual_and_total(lang: Lang) -> None:
    chart, facts = contributions(ELEVEN, -0.11, 2.0, lang)
    assert_sound(chart, facts, lang)
    shown = [row[1] for row in cells(chart)]
    assert shown == [
        "1.04",
        "0.44",
        "0.39",
        "0.20",
        "0.17",
        "0.10",
        "0.06",
        "0.05",
        "\u22120.02",
        "\u22120.10",
        "\u22120.22",
        "\u22120.11",
        "2.0",
    ]
    assert [text for text in texts(str(chart.svg())) if re.fullmatch(r"\u2212?\d\.\d\d?", text)] == shown
    if lang == "zh":
        assert chart.caption.striptags() == (
            "前三季度地区生产总值增长2.0%：单个行业拉动最多的是工业（拉动1.04个百分点），"
            "下拉最多的是住宿和餐饮业（下拉0.22个百分点）"
        )


@pytest.mark.parametrize(
    ("points", "total", "finding"),
    [
        pytest.param((0.5,), 0.5, "单个行业拉动最多的是农林牧渔业（拉动0.50个百分点）", id="one-industry"),
        pytest.param((-0.5, -1.5), -2.0, "下拉最多的是工业（下拉1.50个百分点）", id="all-negative"),
        pytest.param((0.0, 0.0), 0.0, "各行业基本没有影响", id="all-zero"),
        pytest.param(
            (0.7, -0.7),
            0.0,
            "单个行业拉动最多的是农林牧渔业（拉动0.70个百分点），下拉最多的是工业（下拉0.70个百分点）",
            id="zero-total",
        ),
        pytest.param((0.004, -0.004), 0.0, "各行业基本没有影响", id="zero-as-printed"),
        pytest.param((0.3, 0.0), 0.3, "单个行业拉动最多的是农林牧渔业（拉动0.30个百分点）", id="none-pulls-down"),
        pytest.param((0.0, -0.3), -0.3, "下拉最多的是工业（下拉0.30个百分点）", id="none-pulls-up"),
    ],
)
def test_the_finding_is_said_for_every_pattern_of_signs(points: tuple[float, ...], total: float, finding: str) -> None:
    chart, facts = contributions(points, 0.0, total)
    assert_sound(chart, facts)
    assert chart.caption.striptags().split("：")[1] == finding


def test_bars_begin_where_the_last_one_ended_and_the_last_one_ends_at_the_total() -> None:
    chart, _ = contributions((0.7, -0.2), 0.1, 0.6)
    assert bars(chart) == [(0.0, 0.7), (0.7, 0.5), (0.5, 0.6), (0.0, 0.6)]


def test_only_bars_that_take_away_are_striped() -> None:
    assert stripes(contributions((0.7, 0.2), 0.0, 0.9)[0]) == 0
    assert stripes(contributions((0.7, -0.2), 0.0, 0.5)[0]) == 1
    assert stripes(contributions((0.7, -0.2), -0.3, 0.2)[0]) == 1, "the residual is told by its place and colour"


@given(points=st.lists(st.floats(-3, 3), min_size=1, max_size=11), residual=st.floats(-0.4, 0.4))
@settings(max_examples=8)
def test_whatever_the_industries_do_the_picture_is_sound_and_inside_its_frame(
    points: list[float], residual: float
) -> None:
    chart, facts = contributions(points, residual, sum(points) + residual)
    assert_sound(chart, facts)
    assert_inside(chart)


def assert_inside(chart: Chart) -> None:
    """No label starts or ends outside the picture, as far as the theme's own measure of a text goes."""
    for text in ET.fromstring(str(chart.svg())).iter("text"):
        if text.get("x") is None:
            continue
        wide, x = theme.length("".join(text.itertext())), float(text.get("x") or 0)
        anchor = re.search(r"text-anchor: (\w+)", text.get("style") or "")
        start = x - {"middle": wide / 2, "end": wide}.get(anchor[1] if anchor else "", 0.0)
        assert start >= -2.0
        assert start + wide <= theme.WIDTH + 2.0


# the gap by part


def gap_facts(lines: dict[str, tuple[float, float]], reachable: float | None = None) -> FactTable:
    goal = target(3.5)
    made = table(fact(f"gdp.target.{YEAR}.{target_key(goal)}", 3.5, kind="target"))
    for code, (expected, needed) in lines.items():
        stem = f"gdp.plan.{YEAR}.3p5.{code}"
        made.add(fact(f"{stem}.expected", expected))
        made.add(fact(f"{stem}.needed", needed))
        made.add(fact(f"{stem}.short", round(needed, 1) - round(expected, 1), unit="pp"))
        made.add(fact(f"{stem}.points", 0.08 * (needed - expected), unit="pp", decimals=2))
    if reachable is not None:
        made.add(fact(f"gdp.plan.{YEAR}.3p5.reachable", reachable))
    return made


def gap(lines: dict[str, tuple[float, float]], lang: Lang = "zh", reachable: float | None = None) -> Chart:
    goal = target(3.5)
    facts = gap_facts(lines, reachable)
    chart = charts.gap_chart(facts, sheet_of(targets=(goal,)), goal, list(lines), lang)
    assert_sound(chart, facts, lang)
    return chart


@pytest.mark.parametrize("lang", LANGS)
def test_a_gap_goes_from_what_is_expected_to_what_is_needed(lang: Lang) -> None:
    chart = gap({"gdp_industry": (7.0, 8.3), "gdp_hotels_catering": (-1.6, 2.4)}, lang)
    assert [row[1:] for row in cells(chart)] == [["7.0", "8.3", "1.3", "0.10"], ["\u22121.6", "2.4", "4.0", "0.32"]]
    if lang == "zh":
        assert chart.caption.striptags() == (
            "要达到地区生产总值3.5%的目标，工业要多拉动得最多：四季度需增长8.3%，比预计高1.3个百分点"
        )
    ends = [[float(x) for x in line.get_xdata()] for line in axes(chart).lines if len(line.get_xdata()) == 2]
    assert [7.0, 8.3] in ends
    assert [-1.6, 2.4] in ends


def test_a_target_out_of_reach_says_what_can_be_reached() -> None:
    assert gap({"gdp_industry": (7.0, 15.1)}, reachable=3.1).caption.striptags() == (
        "各部分都到界，全年最多增长3.1%，地区生产总值3.5%的目标达不到"
    )


@pytest.mark.parametrize(
    "line",
    [pytest.param((7.0, 7.0), id="none"), pytest.param((7.0, 6.1), id="less"), pytest.param((-3.0, -1.0), id="falls")],
)
def test_a_gap_of_any_sign_keeps_its_figures_apart(line: tuple[float, float]) -> None:
    chart = gap({"gdp_industry": line})
    by_side = {text.get_text(): text.get_ha() for text in axes(chart).texts if re.match(r"\u2212?\d", text.get_text())}
    low, high = (f"{value:.1f}".replace("-", "\u2212") for value in sorted(line))
    if low != high:
        assert (by_side[low], by_side[high]) == ("right", "left")


# peers


def peer_list(growth: Sequence[float], own: int) -> tuple[list[Peer], FactTable]:
    made, peers = table(), []
    ranked = sorted(range(len(growth)), key=lambda n: -growth[n])
    for n in ranked:
        rank = made.add(fact(f"gdp.rank.{n}", 1 + sum(other > growth[n] for other in growth), decimals=0, unit="place"))
        peers.append(Peer(f"City {n}", rank, made.add(fact(f"gdp.ytd.{n}", growth[n], kind="official")), n == own))
    return peers, made


def peers_of(growth: Sequence[float], own: int, lang: Lang = "zh") -> Chart:
    peers, facts = peer_list(growth, own)
    chart = charts.peers_chart(sheet_of(), Q3, peers, "全省" if lang == "zh" else "the province", lang)
    assert_sound_names(chart, facts, lang)
    return chart


def assert_sound_names(chart: Chart, facts: FactTable, lang: Lang) -> None:
    svg = re.sub(r"City \d+", "City", str(chart.svg()))
    assert ET.fromstring(svg).tag == "svg"
    assert set(chart.facts) <= set(facts.facts)
    assert chart.key == "peers-gdp"
    assert lang == "zh" or not re.search(r"[\u4e00-\u9fff]", svg)


def test_a_bar_far_outside_the_others_is_cut_short_with_a_word_and_a_large_group_is_drawn_in_part() -> None:
    growth = [3.0 - 0.1 * n for n in range(30)] + [-10.6]
    chart = peers_of(growth, 14)
    shown = [text.get_text() for text in axes(chart).texts]
    assert "\u221210.6（截短）" in shown
    assert min(low for pair in bars(chart) for low in pair) > -2.0
    assert [name for name in shown if name.startswith("City")] == [
        f"City {n}" for n in (0, 1, 2, *range(10, 19), 28, 29, 30)
    ]
    assert shown.count("…") == 2
    assert len(cells(chart)) == 31
    assert "见表" in str(chart.description)
    few = peers_of([3.0, 2.0, 1.0, -10.6], 1)
    assert "截短" not in str(few.svg()), "of so few none lies outside"


@pytest.mark.parametrize("lang", LANGS)
def test_the_own_place_is_marked_by_colour_weight_and_a_marker(lang: Lang) -> None:
    chart = peers_of([3.0, 2.0, 1.0], 1, lang)
    svg = str(chart.svg())
    bold = re.findall(r'<g style="font-weight:700"[^>]*>.*?<text[^>]*>([^<]*)', svg)
    assert bold == [("2.0 第2位" if lang == "zh" else "2.0 no. 2"), "City 1"]
    assert [line.get_marker() for line in axes(chart).lines if line.get_marker() != "None"] == ["D"]
    assert len({patch.get_facecolor() for patch in axes(chart).patches}) == 2
    if lang == "zh":
        assert chart.caption.striptags() == "前三季度地区生产总值增长2.0%，居全省第2位"


def test_a_shared_rank_is_called_so_and_the_next_is_skipped() -> None:
    chart = peers_of([3.0, 2.0, 2.0, 1.0], 2)
    assert chart.caption.striptags().endswith("居全省并列第2位")
    assert [row[1:] for row in cells(chart)] == [["1", "3.0"], ["2", "2.0"], ["2", "2.0"], ["4", "1.0"]]


@pytest.mark.parametrize(
    ("growth", "own"),
    [
        pytest.param([2.0], 0, id="a-single-peer"),
        pytest.param([-1.0, -2.0, -10.6], 2, id="all-fall"),
        pytest.param([0.0, 0.0, 0.0], 1, id="all-the-same"),
        pytest.param([6.6 - 0.3 * n for n in range(31)], 14, id="a-nation-of-provinces"),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_any_group_can_be_drawn(growth: list[float], own: int, lang: Lang) -> None:
    chart = peers_of(growth, own, lang)
    assert_inside(chart)
    assert len(cells(chart)) == len(growth)
    assert "下降\u2212" not in chart.caption


def test_a_region_named_by_a_file_is_escaped() -> None:
    peers, _ = peer_list([2.0, 1.0], 0)
    peers[1] = Peer(HOSTILE, peers[1].rank, peers[1].growth)
    html = str(charts.peers_chart(sheet_of(), Q3, peers, HOSTILE, "zh").__html__())
    assert "<script" not in html


# news


def news_of(old: float, impacts: Sequence[float], lang: Lang = "zh") -> tuple[Chart, FactTable]:
    sheet, new = sheet_of(), old + sum(impacts)
    made = year_facts(sheet)
    for name, value in (("old", old), ("new", new), ("change", round(new, 1) - round(old, 1))):
        made.add(fact(f"gdp.news.{OLD}.{name}", value))
    steps = [
        Step(
            f"{'第' if lang == 'zh' else 'step '}{'abcdefghij'[n]}",
            made.add(fact(f"gdp.news.{OLD}.step.{n}", each, decimals=2)),
        )
        for n, each in enumerate(impacts)
    ]
    return charts.news_chart(made, sheet, OLD, steps, lang), made


@pytest.mark.parametrize("lang", LANGS)
def test_news_goes_from_the_last_forecast_to_this_one(lang: Lang) -> None:
    chart, facts = news_of(3.7, [-0.27, 0.20, -0.42, 0.0], lang)
    shown = assert_sound(chart, facts, lang)
    assert [text for text in shown if re.match(r"\u2212?\d\.\d", text)] == [
        "3.7%",
        "\u22120.27",
        "0.20",
        "\u22120.42",
        "0.00",
        "3.2%",
    ]
    assert bars(chart) == [(3.7, 3.43), (3.43, 3.63), (3.63, 3.21), (3.21, 3.21)]
    if lang == "zh":
        assert chart.caption.striptags() == (
            "地区生产总值：预计全年增长3.2%，比上次测算下调0.5个百分点；影响最大的是第c，下调0.42个百分点"
        )


@pytest.mark.parametrize(
    ("old", "impacts", "said"),
    [
        pytest.param(3.0, [], "预计全年增长3.0%，与上次测算持平", id="no-step"),
        pytest.param(3.0, [0.0], "预计全年增长3.0%，与上次测算持平", id="a-step-that-did-nothing"),
        pytest.param(3.0, [0.3, -0.3], "与上次测算持平；影响最大的是第a，上调0.30个百分点", id="even"),
        pytest.param(-0.2, [0.5], "预计全年增长0.3%，比上次测算上调0.5个百分点；影响最大的是第a", id="over-zero"),
        pytest.param(0.2, [-0.5], "预计全年下降0.3%，比上次测算下调0.5个百分点；影响最大的是第a", id="under-zero"),
    ],
)
def test_every_way_a_forecast_moves_is_said(old: float, impacts: list[float], said: str) -> None:
    chart, facts = news_of(old, impacts)
    assert_sound(chart, facts)
    assert said in chart.caption.striptags()
    assert ("影响最大" in chart.caption.striptags()) == any(impacts)
    # A step may be called 1—9月: a word keeps its figure from being read as one number with it.
    assert ("第a影响" in str(chart.description)) == bool(impacts)
    assert_inside(chart)


def test_a_fact_in_a_label_is_listed_though_no_sentence_names_it() -> None:
    chart, _ = contributions((0.7, -0.2, 0.1), 0.0, 0.6)
    listed = re.findall(r'data-facts="([^"]*)"', str(chart.svg()))[0].split()
    assert f"gdp.contribution.{Q3}.residual" in listed
