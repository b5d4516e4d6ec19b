"""What the explorer shows: a sentence, a picture and a table worked out by hand, and rows of a file."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from markupsafe import Markup

from shouguan.components.levers import Board, Lever
from shouguan.explorer.picture import curve, picture
from shouguan.explorer.state import State, Subject
from shouguan.explorer.view import Shown, page, rows, sentence, shown, table
from tests.builders.boards import board

# 0.72·2.0 is published; the parts add 0.10·5.0 and 0.18·4.0; the median of the draws is 2.7, so 0.04 is in no part
FACTORY = Lever("gdp_industry", "工业", "Industry", 0.10, 5.0, -5.0, 15.0, 3)
SHOP = Lever("gdp_wholesale_retail", "批发和零售业", "Trade", 0.18, 4.0, -5.0, 15.0, 3)
HAND = Board(
    indicator="gdp",
    region="999901",
    year=2020,
    known_weight=0.72,
    known_ytd=2.0,
    full_year=np.arange(1.7, 3.75, 0.2),
    levers=(FACTORY, SHOP),
    covariance=np.array([[4.0, 1.0], [1.0, 4.0]]),
)


def view(*, target: float = 3.0, follow: bool = False, made: Board = HAND, **moves: float) -> Shown:
    return seen(moves, target=target, follow=follow, made=made)


def seen(
    moves: dict[str, float], *, target: float = 3.0, follow: bool = False, made: Board = HAND, **about: Any
) -> Shown:
    usual: dict[str, Any] = {"name": "地区生产总值", "kind": "年度目标", "base": None, "lang": "zh", "target": 3.0}
    state = State((Subject(board=made, **(usual | about)),))
    state.set_target(0, target)
    state.set_follow(follow)
    for code, value in moves.items():
        state.move(0, code, value)
    return shown(state, 0)


def said(shown_: Shown) -> str:
    return str(sentence(shown_).striptags())


def cells(shown_: Shown) -> list[list[str]]:
    found = re.findall(r"<tr>(.*?)</tr>", str(table(shown_)))
    return [[Markup(cell).striptags() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in found]


def drawing(shown_: Shown) -> ElementTree.Element:
    made = picture(shown_.subject, curve(shown_.subject.board.full_year), shown_.target, shown_.answer, said(shown_))
    return ElementTree.fromstring(str(made))


def of_class(svg: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [each for each in svg.iter() if name in each.get("class", "").split()]


def test_the_answer_in_a_sentence() -> None:
    assert said(view()) == (
        "地区生产总值全年预计增长2.7%（80%区间1.9%—3.5%），比3.0%的年度目标低0.3个百分点，"
        "实现可能性约36%，压力较大；四季度需增长5.6%。"
    )


def test_a_moved_part_shifts_the_year_and_says_what_the_others_need() -> None:
    assert said(view(gdp_industry=8.0)) == (
        "地区生产总值全年预计增长3.0%（80%区间2.2%—3.8%），与3.0%的年度目标持平，"
        "实现可能性约55%，需努力；四季度需增长5.6%；在此设定下，其余各项四季度合计需增长4.0%。"
    )


def test_with_every_part_moved_there_are_no_others() -> None:
    assert "其余" not in said(view(gdp_industry=8.0, gdp_wholesale_retail=4.1))


def test_another_target_than_the_one_on_record_is_called_so() -> None:
    assert "比3.5%的设定目标低0.8个百分点" in said(view(target=3.5))


@pytest.mark.parametrize("kind", ["确保", "力争"])
def test_words_of_resolve_do_not_stand_beside_a_chance(kind: str) -> None:
    text = said(seen({}, kind=kind))
    assert kind not in text and "比3.0%的目标低0.3个百分点" in text


@pytest.mark.parametrize(
    ("target", "chance"),
    [(9.0, "实现可能性不足1%，难度很大"), (0.0, "实现可能性超过99%，有较大可能"), (2.5, "实现可能性约64%，有望")],
)
def test_chances_are_said_as_in_reports(target: float, chance: str) -> None:
    assert chance in said(view(target=target))


@pytest.mark.parametrize(
    ("target", "need"),
    [(1.4, "四季度降幅不超过0.1%即可"), (1.44, "四季度与上年持平即可"), (1.5, "四季度需增长0.2%"), (1.0, "1.6%即可")],
)
def test_where_a_fall_will_do_it_says_how_far(target: float, need: str) -> None:
    assert need in said(view(target=target))


def test_a_falling_year_is_a_fall() -> None:
    falling = replace(HAND, full_year=HAND.full_year - 4.7, known_ytd=-4.0)
    text = said(view(target=-3.0, made=falling))
    assert "全年预计下降2.0%（80%区间下降2.8%至下降1.2%），比下降3.0%的设定目标高1.0个百分点" in text
    assert "增长-" not in text and "增长\u2212" not in text


def test_the_base_of_last_year_stands_beside_what_is_needed() -> None:
    assert "四季度需增长5.6%（上年同期增长5.8%左右）。" in said(seen({}, base=5.8))
    assert "（上年同期下降1.2%左右）" in said(seen({}, base=-1.2))


def test_it_says_the_same_in_english() -> None:
    text = said(seen({"gdp_industry": 8.0}, name="GDP", kind="target", lang="en", base=5.8))
    assert text == (
        "GDP is expected to grow by 3.0% over the year (80% interval 2.2% to 3.8%), in line with the target of 3.0%;"
        " chance about 55% (takes an effort). Q4 needs 5.6% (same stretch last year: about 5.8%)"
        "; so set, the other parts need 4.0% together in Q4."
    )


def test_the_table_names_every_part_with_what_it_adds() -> None:
    assert cells(view(gdp_industry=8.0)) == [
        ["项目", "原预计", "现为", "变动", "拉动"],
        ["工业 设定", "5.0", "8.0", "3.0", "0.80"],
        ["批发和零售业", "4.0", "4.0", "0.0", "0.72"],
        ["已公布时段", "", "", "", "1.44"],
        ["残差", "", "", "", "0.04"],
        ["全年预计", "", "", "", "3.00"],
    ]


def test_a_part_that_follows_is_marked_and_moves_by_the_regression() -> None:
    # of 3.0 points of industry, trade follows by 1/4: 0.75
    assert cells(view(follow=True, gdp_industry=8.0))[2] == ["批发和零售业 随动", "4.0", "4.8", "0.8", "0.86"]
    assert cells(view(follow=True))[2][0] == "批发和零售业"


def test_what_is_published_the_parts_and_the_residual_add_up_to_the_year() -> None:
    made = board("gdp", draws=500)
    answer = seen({"gdp_industry": 5.0, "gdp_finance": -1.0}, made=made, follow=True).answer
    assert made.known_weight * made.known_ytd + answer.points.sum() + made.residual == pytest.approx(answer.median)


def test_a_change_is_the_difference_of_the_figures_beside_it() -> None:
    for row in cells(seen({"gdp_industry": 5.0}, made=board("gdp", draws=500), follow=True))[1:-3]:
        before, now, change = (float(cell.replace("\u2212", "-")) for cell in row[1:4])
        assert now - before == pytest.approx(change, abs=1e-9)


def test_the_picture_is_described_by_the_sentence() -> None:
    svg = drawing(view())
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == said(view())


def _x(svg: ElementTree.Element, growth: float) -> float:
    """Return where the axis has a growth rate, from the places of its inner ticks."""
    ticks = {
        float(str(t.text)[:-1].replace("\u2212", "-")): float(t.get("x", "nan")) for t in of_class(svg, "sg-muted")
    }
    (a, at_a), (b, at_b) = sorted(ticks.items())[1:3]
    return at_a + (growth - a) / (b - a) * (at_b - at_a)


@pytest.mark.parametrize("moves", [{}, {"gdp_industry": 8.0}, {"gdp_industry": -5.0}])
def test_the_lines_of_the_picture_stand_at_their_values(moves: dict[str, float]) -> None:
    svg = drawing(seen(moves))
    answer = seen(moves).answer
    (goal,), (middle,), (band,) = (of_class(svg, name) for name in ("sg-target", "sg-median", "sg-80"))
    assert float(goal.get("x1", "")) == pytest.approx(_x(svg, 3.0), abs=0.3)
    assert float(middle.get("x1", "")) == pytest.approx(_x(svg, answer.median), abs=0.3)
    assert float(band.get("x", "")) == pytest.approx(_x(svg, answer.lower), abs=0.3)
    right = float(band.get("x", "")) + float(band.get("width", ""))
    assert right == pytest.approx(_x(svg, answer.upper), abs=0.3)


def _across(path: ElementTree.Element) -> list[float]:
    return [float(x) for x in re.findall(r"(-?[\d.]+),", path.get("d", ""))]


def test_what_meets_the_target_is_the_curve_from_half_a_tenth_below_it() -> None:
    svg = drawing(view())
    (met,), (whole,) = of_class(svg, "sg-met"), of_class(svg, "sg-year")
    assert min(_across(met)) == pytest.approx(_x(svg, 2.95), abs=0.3)
    assert max(_across(met)) == max(_across(whole))
    assert of_class(drawing(view(target=9.0)), "sg-met") == []
    everything = drawing(view(target=-1.0))
    assert min(_across(of_class(everything, "sg-met")[0])) == min(_across(of_class(everything, "sg-year")[0]))


def test_the_curve_moves_with_the_year() -> None:
    """Industry at 8.0 for 5.0 adds 0.3 points to every draw, and so to both ends of the curve."""
    ends = []
    for moves in ({}, {"gdp_industry": 8.0}):
        svg = drawing(seen(moves))
        across = _across(of_class(svg, "sg-year")[0])
        per_point = _x(svg, 1.0) - _x(svg, 0.0)
        ends.append([(place - _x(svg, 0.0)) / per_point for place in (min(across), max(across))])
    assert np.subtract(ends[1], ends[0]) == pytest.approx([0.3, 0.3], abs=0.01)


def test_the_curve_is_highest_at_the_draws_middle_and_has_no_weight_outside() -> None:
    made = curve(np.random.default_rng(1).normal(3.0, 0.5, 20_000))
    assert made.growth[made.height.argmax()] == pytest.approx(3.0, abs=0.1)
    at = np.interp([2.5, 3.5], made.growth, made.height)
    assert at == pytest.approx([np.exp(-0.5)] * 2, abs=0.04)
    assert made.height[[0, -1]].max() < 0.02


def test_draws_that_are_all_the_same_make_a_picture_too() -> None:
    made = replace(HAND, full_year=np.full(50, 2.7))
    assert drawing(view(made=made)).get("role") == "img"


def test_bars_are_as_long_as_what_the_parts_add_and_fall_on_the_side_of_their_sign() -> None:
    svg = drawing(view(gdp_industry=-4.0))
    now, before = of_class(svg, "sg-now"), of_class(svg, "sg-before")
    length = [float(bar.get("width", "")) for bar in (*now, *before)]
    assert length[1] / length[0] == pytest.approx(0.72 / 0.40, rel=0.01)
    assert length[2] / length[0] == pytest.approx(0.50 / 0.40, rel=0.01)
    zero = float(now[1].get("x", ""))
    assert float(now[0].get("x", "")) + length[0] == pytest.approx(zero, abs=0.2)
    assert [text.text for text in of_class(svg, "sg-number")] == ["\u22120.40", "0.72"]


@pytest.mark.parametrize("target", [-40.0, -1.0, 2.7, 3.0, 40.0])
def test_nothing_is_drawn_outside_the_picture(target: float) -> None:
    svg = drawing(seen({"gdp_industry": 15.0}, target=target))
    width = float(svg.get("viewBox", "").split()[2])
    places = [float(each.get(name, "0")) for each in svg.iter() for name in ("x", "x1", "x2")]
    assert min(places) >= 0.0 and max(places) <= width
    for text in (*of_class(svg, "sg-goal"), *of_class(svg, "sg-strong")):
        at, wide = float(text.get("x", "")), 70.0 if "sg-goal" in text.get("class", "") else 0.0
        right = "sg-start" in text.get("class", "")
        assert (at if right else at - wide) >= 0.0 and (at + wide if right else at) <= width


def test_names_cannot_become_markup() -> None:
    name = '<img src=x onerror="alert(1)">&'
    made = replace(HAND, levers=(replace(FACTORY, zh=name), SHOP))
    html = page(seen({"gdp_industry": 8.0}, made=made, name=name, kind=name), curve(HAND.full_year))
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=&#34;alert(1)&#34;&gt;&amp;") >= 4


def test_rows_of_the_file_hold_plain_numbers() -> None:
    listed = rows(view(gdp_industry=-4.0))
    assert listed[0][3:8] == ["时段", "原预计增速（%）", "现设增速（%）", "变动（百分点）", "拉动全年（百分点）"]
    assert listed[1] == ["地区生产总值", "2020", "工业", "四季度", "5.0", "-4.0", "-9.0", "-0.40", "设定"]
    assert listed[2] == ["地区生产总值", "2020", "批发和零售业", "四季度", "4.0", "4.0", "0.0", "0.72", ""]
    assert [row[2] for row in listed[3:]] == ["已公布时段", "残差", "全年预计"]
    assert listed[-1][-1] == said(view(gdp_industry=-4.0))
    assert {len(row) for row in listed} == {9}


def test_parts_that_are_published_less_far_are_named_by_their_own_stretch() -> None:
    late = replace(HAND, levers=(FACTORY, replace(SHOP, known=2)))
    assert [row[3] for row in rows(view(made=late))[1:3]] == ["四季度", "下半年"]
    assert "后期各项增速" in str(table(view(made=late)))
    assert "；四季度需增长5.6%" in said(view(made=late)), "the total itself is published as far as it is"
