"""Scores under the office's rules: by hand, in every draw, and what one place higher is worth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from shouguan.analysis.ranking import NoRank
from shouguan.analysis.scoring import by_group, by_target, score
from shouguan.components.peers import GroupDraws
from shouguan.core.ytd import Array
from shouguan.data.assessment_settings import AssessmentSettings, Rule
from shouguan.data.place import Place, load

REGIONS = ("999901", "999902", "999903")


def city() -> Place:
    return load("demo-city")


def group(**growth: list[list[float]]) -> GroupDraws:
    return GroupDraws(REGIONS[0], 2020, REGIONS, {code: np.array(each) for code, each in growth.items()})


def settings(**rules: dict[str, Any]) -> AssessmentSettings:
    return AssessmentSettings.model_validate({"rules": rules})


@pytest.mark.parametrize(
    ("rule", "code", "points"),
    [
        pytest.param({}, "gdp", [95, 100, 95], id="two share the second place"),
        pytest.param({"step": 60}, "gdp", [40, 100, 40], id="a place costs as much as the office says"),
        pytest.param({"step": 60, "floor": 50}, "gdp", [50, 100, 50], id="no score is under the floor"),
        pytest.param({"rule": "range", "floor": 60}, "gdp", [60, 100, 60], id="the worst get the floor"),
        pytest.param({}, "energy_intensity", [100, 90, 100], id="less is better: two share the first place"),
        pytest.param({"rule": "range", "floor": 60}, "energy_intensity", [100, 60, 100], id="less is better"),
    ],
)
def test_a_group_is_scored_as_by_hand(rule: dict[str, Any], code: str, points: list[float]) -> None:
    growth = np.array([[2.0], [3.0], [2.04]])
    np.testing.assert_allclose(by_group(Rule(weight=1, **rule), code, growth)[:, 0], points)


def test_where_all_are_alike_all_are_the_best() -> None:
    assert by_group(Rule(weight=1, rule="range", floor=60), "gdp", np.full((3, 2), 1.0)).tolist() == [[100.0] * 2] * 3


@pytest.mark.parametrize(
    ("code", "growth", "target", "points"),
    [
        pytest.param("gdp", 5.96, 6.0, 100, id="published as 6.0"),
        pytest.param("gdp", 5.9, 6.0, 99, id="a tenth short"),
        pytest.param("gdp", 7.0, 6.0, 100, id="no more than all points"),
        pytest.param("gdp", -9.0, 6.0, 20, id="no less than the floor"),
        pytest.param("energy_intensity", -3.1, -3.0, 100, id="falls more than it must"),
        pytest.param("energy_intensity", -2.5, -3.0, 95, id="falls half a point short"),
    ],
)
def test_a_target_is_scored_as_by_hand(code: str, growth: float, target: float, points: float) -> None:
    rule = Rule(weight=1, rule="target", per_point=10, floor=20)
    assert by_target(rule, code, np.array([growth]), target)[0] == pytest.approx(points)


def test_the_score_in_all_is_the_mean_by_weight_in_every_draw() -> None:
    drawn = group(gdp=[[1.0, 3.0], [2.0, 2.0], [0.0, 0.0]], fai=[[5.0, 5.0], [5.0, 9.0], [4.0, 9.0]])
    found = score(city(), drawn, settings(gdp={"weight": 30}, fai={"weight": 10, "rule": "range"}))
    # Draw by draw: GDP second, first; investment the best of the range, the worst of it.
    np.testing.assert_allclose(found.draws, [(30 * 95 + 10 * 100) / 40, (30 * 100 + 10 * 0) / 40])
    assert (found.weight, found.scored_weight, found.reasons) == (40, 40, {})
    # In all 96.25 against 100 and 67.5 in the first draw, 75 against 96.25 and 92.5 in the second.
    assert found.place_draws is not None and found.place_draws.tolist() == [2, 3]


def test_what_a_place_higher_brings_is_scored_again() -> None:
    drawn = group(gdp=[[1.0] * 4, [2.0] * 4, [0.0] * 4])
    found = score(city(), drawn, settings(gdp={"weight": 30}, fai={"weight": 10}))
    part = found.parts[0]
    assert part.rank is not None and part.rank.step == pytest.approx(1.1)
    assert part.gained == pytest.approx(5.0)
    assert found.gained(part) == pytest.approx(5.0)  # investment is not scored, so GDP is all of it
    first = score(city(), group(gdp=[[3.0], [2.0], [0.0]]), settings(gdp={"weight": 1}))
    assert first.parts[0].gained is None and first.gained(first.parts[0]) is None


def test_an_indicator_that_cannot_be_scored_is_said_and_not_in_the_sum() -> None:
    drawn = group(gdp=[[1.0], [2.0], [0.0]], fai=[[5.0], [np.nan], [4.0]])
    rules = settings(gdp={"weight": 30}, fai={"weight": 60}, income={"weight": 10, "rule": "target"})
    found = score(city(), drawn, rules, own={"income": np.array([1.0])})
    assert [part.code for part in found.parts] == ["gdp"]
    assert (found.scored_weight, found.weight) == (30, 100)
    assert found.reasons["fai"].zh == "同组地区没有可用的数据：甲地"
    assert found.reasons["income"] == NoRank(
        "居民人均可支配收入没有年度目标", "no target of Disposable income per head is set"
    )


def test_a_rule_by_target_needs_no_group_but_leaves_the_peers_unscored() -> None:
    own: dict[str, Array] = {"gdp": np.array([6.0, 5.0])}
    rules = settings(gdp={"weight": 1, "rule": "target"})
    found = score(city(), None, rules, own=own, targets={"gdp": 6.0})
    assert found.draws.tolist() == [100, 0]
    assert found.place_draws is None
    drawn = group(gdp=[[6.0, 5.0], [7.0, 7.0], [1.0, 1.0]])
    found = score(city(), drawn, rules, targets={"gdp": 6.0})
    assert found.place_draws is None and found.parts[0].rank is not None
    # Passing 7.0 takes 1.1 and 2.1 points, 1.6 in the middle: the target is met in both draws then.
    assert found.parts[0].gained == pytest.approx(50.0)


def test_nothing_can_be_scored_without_rules_or_data() -> None:
    assert score(city(), None, settings()).parts == ()
    found = score(city(), None, settings(gdp={"weight": 1}))
    assert found.parts == () and list(found.reasons) == ["gdp"]


def test_a_year_under_a_scenario_is_scored_against_peers_that_stay() -> None:
    drawn = group(gdp=[[1.0], [2.0], [0.0]])
    found = score(city(), drawn, settings(gdp={"weight": 1}), own={"gdp": np.array([5.0])})
    assert found.draws.tolist() == [100.0]
    assert drawn.growth["gdp"][0, 0] == 1.0
