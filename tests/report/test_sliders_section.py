"""The sliders' section: its tables are facts worked out by hand, its data are the board's, and nothing gets out."""

from __future__ import annotations

import html as html_lib
import json
import re
from dataclasses import replace

import numpy as np
import pytest

from shouguan.components.levers import Board, Lever
from shouguan.core.indicators import INVESTMENT, indicator
from shouguan.core.periods import Lang
from shouguan.core.rounding import display
from shouguan.facts.table import FactTable
from shouguan.publishing import gate, script
from shouguan.report.live import Live
from shouguan.report.sections.needed import needed
from shouguan.report.sections.slider_data import data, moved
from tests.builders.opened import fresh as fresh_page
from tests.builders.slider_pages import SHARES, board_of, demo, rendered, sliders

FACT = re.compile(r'<span class="n" data-fact="([^"]*)">([^<]*)</span>')
ATTACK = "</script><script>alert(1)</script>\"'><img src=http://127.0.0.1/x onerror=alert(2)>{{7*7}}<!--"


def fresh(lang: Lang = "zh") -> Live:
    """Return the demo city with a table of facts of its own."""
    context = demo(lang)
    own = {key: fact for key, fact in context.facts.facts.items() if ".lever." not in key}
    return replace(context, facts=FactTable(own, context.facts.series))


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", html)
    return [[re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


def carried(html: str) -> dict:
    (text,) = re.findall(r'data-board="([^"]*)"', html)
    return json.loads(html_lib.unescape(text))


def test_the_table_says_what_each_figure_takes_and_its_chance() -> None:
    context = fresh()
    board, sheet = board_of(context), context.sheets["gdp"]
    shown = str(needed(context, sheet))
    assert "（上年四季度为6.5±0.3%）" in re.sub(r"<[^>]*>", "", shown)
    rows = cells(shown)
    assert rows[0] == ["全年增速（%）", "四季度需增（%）", "四舍五入后达到，最低需增（%）", "实现可能性"]
    assert len(rows) == 1 + len(sheet.ladder)
    for value, row in zip(sheet.ladder, rows[1:], strict=True):
        takes = (value - board.known_weight * board.known_ytd) / (1 - board.known_weight)
        share = np.mean(board.full_year >= value - 0.05)
        assert row[0].split()[0] == display(value, 1)
        assert row[1] == f"{display(takes, 1)}±0.1"
        assert row[3].startswith(f"约{100 * share:.0f}% " if share >= 0.005 else "不足1% ")
    assert rows[-1][3].split(" ")[1] == "难度很大"


def test_a_part_is_worth_its_share_of_what_is_left_and_moves_the_chance_by_it() -> None:
    context = fresh()
    board = board_of(context)
    rows = cells(str(sliders(context, board)))
    assert rows[0] == [
        "行业",
        "四季度预计增速（%）",
        "每快1个百分点，全年多增（百分点）",
        "达到3.5%的可能性提高（百分点）",
    ]
    assert len(rows) == 12
    for lever, share, row in zip(board.levers, SHARES, rows[1:], strict=True):
        added = share * (1 - board.known_weight)
        more = np.mean(board.full_year + added >= 3.45) - np.mean(board.full_year >= 3.45)
        assert row == [lever.zh, display(lever.expected, 1), display(added, 3), display(float(100 * more), 1)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_is_a_fact_under_its_key(lang: Lang) -> None:
    context = fresh(lang)
    html = str(sliders(context, board_of(context)))
    printed = FACT.findall(html)
    assert html.count("data-fact=") == len(printed) > 60
    ends = {("0", "1"), ("100", "99")}  # a chance beyond its last figure: 不足1%, 超过99%
    assert {(context.facts[key].display, text) for key, text in printed if context.facts[key].display != text} <= ends
    keys = {key for key, _ in printed}
    for name in ("expected", "weight", "chance.3p5", "low", "high"):
        assert f"gdp.lever.2020.gdp_industry.{name}" in keys
    assert {"gdp.lever.2020.target.low", "gdp.lever.2020.target.high"} <= keys
    expected = context.facts["gdp.lever.2020.gdp_industry.expected"]
    assert (expected.indicator, expected.unit, expected.kind) == ("gdp_industry", "%", "forecast")
    assert expected.label_zh == "工业四季度预计增速"


def test_the_data_are_the_boards_own_and_small() -> None:
    context = fresh()
    board = board_of(context)
    html = str(sliders(context, board))
    found = carried(html)
    assert found == json.loads(json.dumps(data(context, context.sheets["gdp"], context.contents.levers["gdp"], 3.5)))
    assert found["base"] == pytest.approx(board.base, rel=1e-11)
    assert [lever["weight"] for lever in found["levers"]] == pytest.approx(board.weights.tolist(), rel=1e-11)
    assert [lever["expected"] for lever in found["levers"]] == pytest.approx(board.expected.tolist(), rel=1e-11)
    assert (found["knownWeight"], found["knownYtd"]) == pytest.approx((board.known_weight, board.known_ytd), rel=1e-11)
    assert found["target"] == 3.5
    assert found["highestTargets"] == pytest.approx(board.highest_targets.tolist(), rel=1e-11)
    assert len(html.encode()) < 30_000


def test_the_words_are_those_of_the_other_sentences() -> None:
    words = carried(str(sliders(fresh(), board_of(demo()))))["words"]
    assert words["grew"] == {"up": "增长{x}%", "down": "下降{x}%", "same": "持平"}
    assert words["expected"]["same"] == "与上年持平"
    assert words["gap"] == {
        "up": "比{t}%的目标高{x}个百分点",
        "down": "比{t}%的目标低{x}个百分点",
        "same": "与{t}%的目标持平",
    }
    assert words["interval"] == "{a}%—{b}%"
    assert words["mixed"] == "{a}至{b}"
    assert words["chance"] == {
        "least": "不足1%",
        "about": "约{x}%",
        "most": "超过99%",
        "ladder": [[80, "有较大可能"], [60, "有望"], [40, "需努力"], [20, "压力较大"], [0, "难度很大"]],
    }
    english = carried(str(sliders(fresh("en"), board_of(demo()))))["words"]
    assert english["grew"] == {"up": "up {x}%", "down": "down {x}%", "same": "unchanged"}
    assert english["chance"]["ladder"][-1] == [0, "very hard"]
    assert not re.search("[\u4e00-\u9fff]", json.dumps(english, ensure_ascii=False))


def test_a_setting_where_the_lever_started_is_no_move() -> None:
    board = board_of(demo())
    assert moved(board, {"gdp_industry": 6.3, "gdp_construction": 4.1, "gdp_others": 2.8}) == {}
    assert moved(board, {"gdp_industry": 6.4, "gdp_construction": 4.1}) == {"gdp_industry": 6.4}


def test_sliders_are_whole_controls_tied_to_their_labels() -> None:
    html = str(sliders(fresh(), board_of(demo())))
    inputs = re.findall(r"<input ([^>]*)>", html)
    assert len(inputs) == 12
    for text in inputs:
        attributes = dict(re.findall(r'([a-z-]+)="([^"]*)"', text))
        assert attributes["type"] == "range"
        assert attributes["step"] == "0.1"
        assert float(attributes["min"]) < float(attributes["value"]) < float(attributes["max"])
        assert html.count(f'<label for="{attributes["id"]}">') == 1
        assert html.count(f'<output for="{attributes["id"]}"') == 1
        assert html.count(f'id="{attributes["aria-describedby"]}"') == 1
    assert re.search(r'<section class="sliders"[^>]* hidden>', html)
    ends = re.search(r'id="sliders-gdp-2-ends">(.*?)</p>', html)
    assert ends
    assert re.sub(r"<[^>]*>", "", ends[1]) == "−18.7% 31.3%"


def test_an_end_that_rounds_to_zero_has_no_sign() -> None:
    context = fresh()
    board = board_of(context)
    levers = (replace(board.levers[0], low=-0.04), *board.levers[1:])
    html = str(sliders(context, replace(board, levers=levers)))
    first = re.search(r'<input [^>]*id="sliders-gdp-1"[^>]*>', html)
    assert first is not None
    assert 'min="0.0"' in first[0]


def test_a_board_that_says_other_than_the_page_is_refused() -> None:
    context = fresh()
    board = board_of(context)
    with pytest.raises(ValueError, match="the board of gdp says"):
        sliders(context, replace(board, full_year=board.full_year + 0.2))
    spread = board.base[1] + (board.full_year - board.base[1]) * np.where(board.full_year > board.base[2], 3.0, 1.0)
    with pytest.raises(ValueError, match="the board of gdp says"):
        sliders(context, replace(board, full_year=spread))


def test_the_goal_without_a_target_is_the_round_figure_nearest_the_forecast() -> None:
    context = fresh_page("湖北", "2020-10-28").context
    html = str(sliders(context, board_of(context)))
    median = context.full_year(context.sheets["gdp"], "median").rounded
    goal = carried(html)["target"]
    assert abs(goal - median) <= 0.25
    assert goal < 0
    assert f"降幅不超过{display(-goal, 1)}%的可能性提高" in re.sub(r"<[^>]*>", "", html)


def test_investment_has_fields_and_a_total_without_parts_has_the_target_alone() -> None:
    context = fresh_page(about=("fai",)).context
    outlook = context.linked.outlook("fai")
    levers = tuple(
        Lever(code, indicator(code).zh, indicator(code).en, 0.08, 4.0, -3.0, 11.0, len(outlook.known))
        for code in INVESTMENT
    )
    board = Board(
        "fai", "999901", 2020, outlook.known_weight, outlook.known_ytd, outlook.full_year, levers, np.eye(len(levers))
    )
    text = re.sub(r"<[^>]*>", "", str(sliders(context, board)))
    assert "逐领域调节" in text
    assert "制造业投资10—12月增速" in text
    alone = str(sliders(context, replace(board, levers=())))
    assert alone.count("<input") == 1
    assert "<details>" not in alone
    assert "<table" not in alone
    assert gate.html_problems(rendered(context, replace(board, levers=()))) == []


def test_a_part_that_is_not_out_yet_is_named_by_its_own_rest_of_the_year() -> None:
    context = fresh()
    board = board_of(context)
    late = replace(board.levers[1], known=2)
    text = re.sub(
        r"<[^>]*>", "", str(sliders(context, replace(board, levers=(board.levers[0], late, *board.levers[2:]))))
    )
    assert "工业下半年增速" in text
    assert "建筑业四季度增速" in text
    assert "后期预计增速（%）" in text


def test_hostile_names_stay_text_and_pass_the_gate() -> None:
    context = fresh()
    board = board_of(context)
    hostile = replace(board.levers[1], zh=ATTACK)
    html = str(sliders(context, replace(board, levers=(board.levers[0], hostile, *board.levers[2:]))))
    assert "<script" not in html
    assert "<img" not in html
    assert "<!--" not in html
    assert carried(html)["levers"][1]["name"] == ATTACK
    page = rendered(fresh(), replace(board, levers=(board.levers[0], hostile, *board.levers[2:])))
    assert gate.html_problems(page) == []
    assert page.count("<script") == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_has_the_script_and_its_policy_only_where_sliders_are(lang: Lang) -> None:
    with_them, without = rendered(fresh(lang), board_of(demo())), rendered(fresh(lang))
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert f'content="{policy}; script-src {script.source()}"' in with_them
    assert with_them.count("<script") == 1
    assert f"<script>{script.text()}</script>" in with_them
    assert f'content="{policy}"' in without
    assert "<script" not in without
    assert gate.html_problems(with_them) == gate.html_problems(without) == []


def test_the_same_board_gives_the_same_bytes_and_noise_in_the_last_bit_does_not_change_them() -> None:
    context = fresh()
    board = board_of(context)
    first = rendered(context, board)
    assert rendered(fresh(), board) == first
    last_bit = replace(
        board,
        full_year=np.nextafter(board.full_year, np.inf),
        levers=tuple(replace(each, expected=float(np.nextafter(each.expected, 9))) for each in board.levers),
    )
    facts = re.compile(r'content="sha256-[^"]*"')
    assert facts.sub("", rendered(fresh(), last_bit)) == facts.sub("", first)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_word_of_the_section_asks_anyone_for_figures(lang: Lang) -> None:
    html = str(sliders(fresh(lang), board_of(demo())))
    assert [word for word in ("任务", "补报", "凑", "冲数", "分解", "把握", "确保", "完成") if word in html] == []
    assert "增长−" not in re.sub(r"<[^>]*>", "", html)
