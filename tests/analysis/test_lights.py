"""Lights: the colour by the rule, as printed, and never without its word."""

from __future__ import annotations

import pytest

from shouguan.analysis.lights import DAYS, light
from shouguan.data.pacing_settings import LightRule, Lights, LightWords

RULE = LightRule(yellow=10, red=30)


@pytest.mark.parametrize(
    ("behind", "colour", "word"),
    [
        (-40.0, "green", "正常"),
        (0.0, "green", "正常"),
        (9.94, "green", "正常"),
        (9.95, "yellow", "滞后"),  # printed as 10.0
        (30.0, "yellow", "滞后"),
        (30.04, "yellow", "滞后"),
        (30.05, "red", "严重滞后"),
        (100.0, "red", "严重滞后"),
    ],
)
def test_the_figure_as_printed_decides(behind: float, colour: str, word: str) -> None:
    made = light(RULE, behind)
    assert (made.colour, made.word()) == (colour, word)


def test_by_days_late_within_the_month_is_yellow_and_beyond_three_months_red() -> None:
    starts = Lights().start
    assert [light(starts, days, DAYS).colour for days in (0, 1, 30, 90, 91)] == [
        "green",
        "yellow",
        "yellow",
        "yellow",
        "red",
    ]
    assert light(starts, 91, DAYS).reason() == "落后91天，达到1天为黄，超过90天为红"


def test_an_office_s_own_word_stands_as_it_is_and_usual_ones_are_translated() -> None:
    rule = LightRule(yellow=10, red=30, words=LightWords(red="挂牌督办"))
    assert light(rule, 50).text() == "红（挂牌督办）"
    assert light(rule, 50).text("en") == "red (挂牌督办)"
    assert light(rule, 12).text("en") == "yellow (behind)"


def test_the_reason_says_ahead_behind_or_level() -> None:
    assert light(RULE, -2.34).reason("en") == "2.3 points ahead; yellow from 10 points, red beyond 30 points"
    assert light(RULE, 0.04).reason() == "同步，达到10个百分点为黄，超过30个百分点为红"
