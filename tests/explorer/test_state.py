"""What the explorer is set to: values read and bounded, steps undone, changes for a scenario."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouguan.components.levers import Board
from shouguan.core.errors import DataError
from shouguan.explorer.state import Bounds, State, Subject, changes, read_growth
from tests.builders.boards import board

GDP, FAI = board("gdp", draws=400), board("fai", draws=400)
INDUSTRY, FARMING = "gdp_industry", "gdp_agriculture"


class Clock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def subject(made: Board = GDP, **other: object) -> Subject:
    about: dict[str, Any] = {
        "board": made,
        "name": "地区生产总值",
        "target": 2.5,
        "kind": "年度目标",
        "base": None,
        "lang": "zh",
    }
    return Subject(**(about | other))


def state(clock: Clock | None = None) -> State:
    return State((subject(), subject(FAI, target=6.0)), clock or Clock())


def slowly(clock: Clock) -> None:
    clock.now += 5.0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.5", 3.5),
        ("-0.5", -0.5),
        ("\u22120.5", -0.5),
        ("－０．５％", -0.5),
        (" 3.5 % ", 3.5),
        ("+4", 4.0),
        (".5", 0.5),
    ],
)
def test_a_typed_growth_is_read(text: str, value: float) -> None:
    assert read_growth(text) == value


@pytest.mark.parametrize("text", ["", " ", "%", "abc", "三点五", "nan", "inf", "1e999", "3_5", "3,5", "3.5%%", "--1"])
def test_what_is_not_a_number_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(DataError, match=r"请输入增速，例如 3\.5"):
        read_growth(text)


@pytest.mark.parametrize(
    ("value", "kept", "message"),
    [
        (1.0, 1.0, ""),
        (1.04, 1.0, ""),
        (1.05, 1.1, ""),
        (-2.0, -2.0, ""),
        (8.04, 8.0, ""),
        (8.05, 8.0, "目标可设为\u22122.0%至8.0%，已取最接近的8.0%"),
        (99.0, 8.0, "目标可设为\u22122.0%至8.0%，已取最接近的8.0%"),
        (-2.1, -2.0, "目标可设为\u22122.0%至8.0%，已取最接近的\u22122.0%"),
        (1e30, 8.0, "目标可设为\u22122.0%至8.0%，已取最接近的8.0%"),
        (-1e300, -2.0, "目标可设为\u22122.0%至8.0%，已取最接近的\u22122.0%"),
    ],
)
def test_a_value_out_of_bounds_takes_the_nearest_end_and_says_the_bounds(
    value: float, kept: float, message: str
) -> None:
    assert Bounds(-2.0, 8.0).hold(value, "目标", "zh") == (kept, message)


def test_the_bounds_are_said_in_english_too() -> None:
    assert Bounds(-2.0, 8.0).hold(9.0, "the target", "en")[1] == (
        "the target can be set from \u22122.0% to 8.0%; the nearest end, 8.0%, was taken"
    )


@pytest.mark.parametrize("target", [-30.0, 2.5, 30.0])
def test_the_target_can_be_set_beyond_the_draws_and_the_target_on_record(target: float) -> None:
    bounds = subject(target=target).target_bounds
    low, high = np.quantile(GDP.full_year, (0.005, 0.995))
    assert bounds.low <= min(low, target) - 1.0 and bounds.high >= max(high, target) + 1.0
    assert bounds.low > min(low, target) - 2.0 and bounds.high < max(high, target) + 2.0
    assert bounds == Bounds(round(bounds.low), round(bounds.high))


def test_steps_are_undone_and_redone_one_by_one() -> None:
    clock = Clock()
    now = state(clock)
    seen = [now.now]
    for do in (
        lambda: now.set_target(0, 3.0),
        lambda: now.move(0, INDUSTRY, 4.0),
        lambda: now.move(1, "fai_manufacturing", 9.0),
        lambda: now.set_follow(True),
        now.reset,
    ):
        slowly(clock)
        do()
        seen.append(now.now)
    assert seen[-1] == seen[0]
    assert seen[2].moves == ({INDUSTRY: 4.0}, {}) and seen[3].moves == ({INDUSTRY: 4.0}, {"fai_manufacturing": 9.0})
    for before in reversed(seen[:-1]):
        assert now.undo()
        assert now.now == before
    assert not now.undo()
    for after in seen[1:]:
        assert now.redo()
        assert now.now == after
    assert not now.redo()


def test_a_hand_that_drags_makes_one_step() -> None:
    clock = Clock()
    now = state(clock)
    for value in (3.1, 3.2, 3.3):
        clock.now += 0.9
        now.set_target(0, value)
    clock.now += 1.1
    now.set_target(0, 3.4)
    assert now.undo() and now.now.targets[0] == 3.3
    assert now.undo() and now.now == now.start


def test_another_control_makes_another_step_however_soon() -> None:
    now = state()
    now.set_target(0, 3.1)
    now.move(0, INDUSTRY, 4.0)
    now.move(0, FARMING, 4.0)
    now.set_target(1, 3.1)
    assert [now.undo() for _ in range(5)] == [True, True, True, True, False]


def test_a_movement_back_to_where_it_began_leaves_no_step() -> None:
    now = state()
    now.set_target(0, 3.1)
    now.set_target(0, 2.5)
    assert now.now == now.start
    assert not now.undo()


def test_after_an_undo_the_same_control_makes_a_new_step_and_nothing_is_left_to_redo() -> None:
    clock = Clock()
    now = state(clock)
    now.set_target(0, 3.1)
    slowly(clock)
    now.set_target(0, 3.5)
    assert now.undo()
    now.set_target(0, 4.0)
    assert not now.redo()
    assert now.undo() and now.now.targets[0] == 3.1


def test_a_switch_put_back_at_once_and_moved_again_can_be_undone() -> None:
    now = state()
    for follow in (not now.now.follow, now.now.follow, not now.now.follow):
        now.set_follow(follow)
    assert now.undo() and now.now == now.start


def test_a_reset_of_nothing_is_no_step() -> None:
    now = state()
    assert not now.reset()
    assert not now.undo()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["target", INDUSTRY, FARMING, "follow", "reset", "undo", "redo", "wait"]),
            st.integers(-20, 60),
        ),
        max_size=25,
    )
)
def test_undoing_all_comes_to_the_start_and_redoing_all_to_the_end(steps: list[tuple[str, int]]) -> None:
    clock = Clock()
    now = state(clock)
    for what, tenths in steps:
        clock.now += 0.4
        if what == "target":
            now.set_target(0, tenths / 10.0)
        elif what == "wait":
            slowly(clock)
        elif what == "follow":
            now.set_follow(tenths > 0)
        elif what in {"reset", "undo", "redo"}:
            getattr(now, what)()
        else:
            now.move(0, what, tenths / 10.0)
    while now.redo():
        pass
    end = now.now
    count = 0
    while now.undo():
        count += 1
    assert now.now == now.start
    assert [now.redo() for _ in range(count + 1)] == [True] * count + [False]
    assert now.now == end


def test_a_part_put_back_is_free_again_where_the_others_stay_and_held_where_they_follow() -> None:
    now = state()
    start = now.subjects[0].start(INDUSTRY)
    now.move(0, INDUSTRY, start + 1.0)
    now.move(0, INDUSTRY, start)
    assert now.now.moves[0] == {}
    now.set_follow(True)
    now.move(0, FARMING, now.subjects[0].start(FARMING) + 3.0)
    followed = now.answer(0).growth[GDP.place_of(INDUSTRY)]
    now.move(0, INDUSTRY, start)
    held = now.answer(0).growth[GDP.place_of(INDUSTRY)]
    expected = GDP.expected[GDP.place_of(INDUSTRY)]
    assert followed > expected + 0.1
    assert held == expected


def test_an_answer_is_the_boards() -> None:
    now = state()
    now.set_target(0, 3.0)
    now.move(0, INDUSTRY, 4.0)
    for follow in (False, True):
        now.set_follow(follow)
        here, there = now.answer(0), GDP.answer(3.0, {INDUSTRY: 4.0}, follow=follow)
        assert (here.median, here.chance, here.required_of_others) == (
            there.median,
            there.chance,
            there.required_of_others,
        )
        assert here.growth.tolist() == there.growth.tolist()


def test_where_the_others_stay_a_scenario_names_every_part() -> None:
    now = state()
    now.move(0, INDUSTRY, 4.0)
    listed = changes(now)
    assert [each["indicator"] for each in listed] == [lever.code for lever in GDP.levers]
    moved = listed[GDP.place_of(INDUSTRY)]
    assert moved["value"] == pytest.approx(4.0 - GDP.expected[GDP.place_of(INDUSTRY)], abs=1e-6)
    assert moved["reason"] == "测算界面：工业四季度设为4.0%"
    others = [each for each in listed if each is not moved]
    assert {(each["value"], each["reason"]) for each in others} == {(0.0, "测算界面：保持原预计")}
    assert {(each["basis"], each["mode"], each["unit"], each["sd"]) for each in listed} == {("rest", "add", "pp", 0)}


def test_where_the_others_follow_a_scenario_names_the_moved_parts_alone() -> None:
    now = state()
    now.set_follow(True)
    now.move(0, INDUSTRY, 4.0)
    now.move(1, "fai_manufacturing", 9.0)
    listed = changes(now, "订单下滑")
    assert [each["indicator"] for each in listed] == [INDUSTRY, "fai_manufacturing"]
    assert {each["reason"] for each in listed} == {"订单下滑"}


@pytest.mark.parametrize("follow", [False, True])
def test_the_changes_of_a_scenario_come_to_the_answer_that_was_seen(follow: bool) -> None:
    now = state()
    now.set_follow(follow)
    now.move(0, INDUSTRY, 4.0)
    now.move(0, FARMING, -1.5)
    listed = {str(each["indicator"]): float(str(each["value"])) for each in changes(now)}
    named = np.array([GDP.place_of(code) for code in listed])
    given_ = np.array(list(listed.values()))
    slope = np.linalg.solve(GDP.covariance[np.ix_(named, named)], given_)
    growth = GDP.expected + GDP.covariance[:, named] @ slope  # what conditioning the draws comes to
    assert growth == pytest.approx(now.answer(0).growth, abs=1e-5)


def test_nothing_moved_is_no_scenario() -> None:
    now = state()
    now.set_target(0, 4.0)
    with pytest.raises(DataError, match="没有可保存的情景"):
        changes(now)
