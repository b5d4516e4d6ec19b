"""Figures that comparisons rest on, worked out by hand, and where there are none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from shouguan.core.periods import Period
from shouguan.facts import comparisons, contributions, pictured
from shouguan.report.live import Live
from shouguan.report.sections import actions, cards, causes, problems, questions, situation
from tests.builders import opened
from tests.builders.cities import CITY, NATION, PROVINCE, city, months, past, plain, quarters, rows
from tests.builders.stories import BEFORE, FAI, GROWTH, PEERS, STORIES, gdp, industries, peers, rich

Q3 = Period(2020, "Q", 3)


def story(name: str, folder: Path) -> Live:
    return STORIES[name]("zh", folder)


def simple(*growth: float, **over: float) -> Live:
    return city(gdp(*growth, **over), rest={"gdp": (5.0, 1.0)})


@pytest.mark.parametrize(
    ("last", "now", "mean"),
    [
        pytest.param(0.7, 9.8, 5.2, id="a slump and its rebound"),  # √(1.098 · 1.007) = 1.0515
        pytest.param(-3.9, 2.0, -1.0, id="a fall and a small rise"),  # √(1.02 · 0.961) = 0.9901
        pytest.param(6.4, 9.8, None, id="no slump"),
        pytest.param(0.7, 3.6, None, id="a slump that lasts"),
        pytest.param(12.0, 2.0, None, id="a boom before"),
    ],
)
def test_two_years_mean_is_geometric_and_only_after_a_slump(last: float, now: float, mean: float | None) -> None:
    context = simple(1.0, 1.0, now, y2019Q3=last)
    found = comparisons.two_years(context, context.sheets["gdp"], Q3)
    assert (None if found is None else found.rounded) == mean
    if found is not None:
        assert found.inputs == ("gdp.ytd.2020Q3", "gdp.ytd.2019Q3")


def test_one_year_before_the_slump_is_too_little_to_call_it_one() -> None:
    known = {key: value for key, value in past(y2019Q3=0.7).items() if key >= "2018"}
    context = city(rows(CITY, "gdp", "growth", known | quarters(2020, 1.0, 1.0, 9.8)), rest={"gdp": (5.0, 1.0)})
    assert comparisons.two_years(context, context.sheets["gdp"], Q3) is None


@pytest.mark.parametrize(
    ("growth", "first"),
    [
        ((-5.8, -0.3, 0.7), True),
        ((-5.8, 0.3, 0.7), False),
        ((-5.8, 0.0, 0.7), False),
        ((-5.8, 0.7), False),
        ((-5.8, -0.3, -0.1), False),
        ((-5.8, -0.3, 0.0), False),
    ],
)
def test_growth_comes_first_after_two_stretches_of_decline(growth: tuple[float, ...], first: bool) -> None:
    context = simple(*growth)
    assert comparisons.first_growth(context.linked.outlook("gdp").known) is first


def test_a_tenth_of_a_point_is_a_thousandth_of_last_years_gdp_and_of_nothing_else() -> None:
    context = city(
        gdp(1.0, 2.0),
        rows(CITY, "gdp", "value", {"2019Q4": 950.0}),
        rows(CITY, "fai", "growth", FAI),
        rows(CITY, "fai", "value", {"2019-12": 400.0}),
        rows(CITY, "income", "growth", past("income") | quarters(2020, 2.0)),
        rest={"gdp": (5.0, 1.0), "fai": (5.0, 1.0), "income": (5.0, 1.0)},
    )
    found = comparisons.worth(context, context.sheets["gdp"])
    assert found is not None
    assert (found.rounded, found.unit) == (0.95, "亿元")
    assert comparisons.worth(context, context.sheets["fai"]) is None, "values of investment do not go with its growth"
    assert comparisons.worth(context, context.sheets["income"]) is None
    assert comparisons.worth(simple(1.0), simple(1.0).sheets["gdp"]) is None, "last year's value is not on record"


def test_the_nearest_of_those_ahead_is_the_next_place(tmp_path: Path) -> None:
    context = rich("zh", tmp_path)
    found = comparisons.next_ahead(context, context.sheets["gdp"])
    assert found is not None
    assert (found[0], found[1].rounded) == ("甲地", 0.1)
    assert "前一位甲地高0.1个百分点" in plain(questions.questions(context))
    on_course = story("on-course", tmp_path)
    assert comparisons.next_ahead(on_course, on_course.sheets["gdp"]) is None, "equal growth is not ahead"


def test_a_peer_that_has_published_nothing_of_the_year_leaves_nothing_to_rank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = rich("zh", tmp_path)
    silent, known = context.assessment.group(context.place)[-1], type(context.view).ytd_growth
    assert not isinstance(pictured.peers(context, context.sheets["gdp"]), tuple)
    monkeypatch.setattr(
        type(context.view),
        "ytd_growth",
        lambda view, region, code: {} if region == silent else known(view, region, code),
    )
    said = pictured.peers(context, context.sheets["gdp"])
    assert isinstance(said, tuple) and "没有同组各地都已公布的时段" in said[0]


def test_regions_above_come_with_the_nation_first_and_only_where_they_have_the_stretch(tmp_path: Path) -> None:
    context = rich("zh", tmp_path)
    found = comparisons.above(context, context.sheets["gdp"], Q3)
    assert [(each.name, each.growth.rounded, each.difference.rounded) for each in found] == [
        ("全国", 0.7, 1.3),
        ("某省", 2.0, 0.0),
    ]
    assert context.facts["gdp.ytd.2020Q3.100000"].region == NATION
    assert comparisons.above(context, context.sheets["gdp"], Period(2020, "Q", 2)) == []
    own = city(rows(NATION, "gdp", "growth", past() | quarters(2020, 1.0)), rest={"gdp": (5.0, 1.0)}, region=NATION)
    assert comparisons.above(own, own.sheets["gdp"], Period(2020, "Q", 1)) == []


@pytest.mark.parametrize(
    ("values", "decimals"),
    [({"2020Q3": 1950.4}, 1), ({"2020Q2": 1950.43, "2020Q3": 52864.0}, 2), ({"2020Q3": 52864.0}, 0)],
)
def test_a_value_has_the_decimals_of_its_series(values: dict[str, float], decimals: int) -> None:
    context = city(gdp(1.0, 1.0, 2.0), rows(CITY, "gdp", "value", values), rest={"gdp": (5.0, 1.0)})
    found = comparisons.value(context, "gdp", Q3)
    assert found is not None
    assert found.decimals == decimals


def test_a_base_is_compared_with_last_year_as_a_whole() -> None:
    # Even weights: the last quarter of 2019 grew by (6.6 − 0.75·6.0)/0.25 = 8.4 %, 1.8 points above the year's 6.6 %.
    context = simple(1.0, 1.0, 2.0, y2019Q3=6.0, y2019Q4=6.6)
    found = comparisons.tilt(context, context.sheets["gdp"])
    assert found is not None
    assert (found.growth.rounded, found.difference.rounded, found.verdict) == (8.4, 1.8, "high")
    missing = {key: value for key, value in past().items() if key != "2019Q3"}
    without = city(rows(CITY, "gdp", "growth", missing | quarters(2020, 1.0, 1.0, 2.0)), rest={"gdp": (5.0, 1.0)})
    assert comparisons.tilt(without, without.sheets["gdp"]) is None


def test_contributions_are_share_times_growth_and_their_change_is_that_of_printed_points(tmp_path: Path) -> None:
    context = rich("zh", tmp_path)
    parts = {part.code: part for part in context.contents.contributed["gdp"].parts}
    industry = parts["gdp_industry"]
    # 331/1001 · 1.7 = 0.562, and 331/1001 · (−0.5) = −0.165 in the half year; 0.562/2.0 = 28.1 %.
    assert industry.points.rounded == 0.56
    assert industry.rate is not None
    assert industry.rate.rounded == 28.1
    assert industry.change is not None
    assert industry.change.rounded == pytest.approx(0.56 + 0.17)
    assert parts["gdp_hotels_catering"].rate is None, "what draws growth down has no share of it"
    assert [part.code for part in contributions.dragging(list(parts.values()))] == [
        "gdp_wholesale_retail",
        "gdp_hotels_catering",
        "gdp_transport",
    ]


def test_a_total_that_hardly_grows_is_no_divisor(tmp_path: Path) -> None:
    assert "贡献率" not in plain(causes.causes(story("easing", tmp_path)))
    just = city(gdp(0.0, 0.0, 0.5), industries(GROWTH, BEFORE), rest={"gdp": (5.0, 1.0)})
    assert "贡献率为" in plain(causes.causes(just))


def test_without_all_parts_there_are_no_contributions() -> None:
    some = [row for row in industries(GROWTH, BEFORE) if row["indicator"] != "gdp_finance"]
    context = city(gdp(0.0, 0.3, 2.0), some, rest={"gdp": (5.0, 1.0)})
    assert context.contents.contributed == {}


# What the sections choose.


@pytest.mark.parametrize(("odds", "listed"), [(39.4, True), (39.5, False), (40.0, False)])
def test_a_target_is_a_problem_below_forty_per_cent_as_printed(odds: float, listed: bool, tmp_path: Path) -> None:
    context = rich("zh", tmp_path)
    for target in ("gdp", "fai"):
        sheet = context.sheets[target]
        assert sheet.main_target is not None
        fact = context.step(sheet, "chance", sheet.main_target.value)
        context.facts.facts[fact.key] = replace(fact, value=odds)
    assert ("奋斗目标压力较大" in plain(problems.problems(context))) is listed


def test_a_city_on_its_course_has_no_problem_and_a_late_figure_is_one(tmp_path: Path) -> None:
    assert plain(problems.problems(story("on-course", tmp_path))) == "按现有数据，没有需要列出的问题。"
    assert plain(problems.problems(story("bare", tmp_path))) == (
        "数据缺口：地区生产总值2020年上半年数据按发布规律应在2020年7月25日前后公布，尚未录入。"
    )


def test_values_of_investment_stand_in_no_sentence() -> None:
    context = city(
        rows(CITY, "fai", "growth", FAI), rows(CITY, "fai", "value", {"2020-09": 500.0}), rest={"fai": (5.0, 1.0)}
    )
    assert "500" not in plain(situation.situation(context))


@pytest.mark.parametrize(("singles", "said"), [((-6.8, 3.2, 4.9), True), ((-6.8, 3.2), False), ((), False)])
def test_quarters_are_listed_only_when_all_are_published(singles: tuple[float, ...], said: bool) -> None:
    context = city(
        rows(NATION, "gdp", "growth", past() | quarters(2020, -6.8, -1.6, 0.7)),
        rows(NATION, "gdp", "growth", quarters(2020, *singles), basis="single"),
        rest={"gdp": (6.0, 1.0)},
        region=NATION,
    )
    text = plain(situation.situation(context))
    assert ("分季度看" in text) is said
    assert ("分季度看，一季度下降6.8%，二季度增长3.2%，三季度增长4.9%。" in text) is said


def test_a_larger_gap_comes_before_a_smaller_one_whatever_the_deadline(tmp_path: Path) -> None:
    listed = [
        {"action": action, "owner": "某局", "deadline": deadline, "indicator": code}
        for action, deadline, code in (
            ("甲", "2020-11-01", "gdp"),
            ("乙", "2020-12-01", "fai"),
            ("丙", "2020-11-15", "fai"),
        )
    ]
    (tmp_path / "actions.yaml").write_text(yaml.safe_dump(listed, allow_unicode=True), encoding="utf-8")
    context = city(
        gdp(1.0, 1.0, 2.0),
        rows(CITY, "fai", "growth", FAI),
        rest={"gdp": (5.0, 1.0), "fai": (5.0, 1.0)},
        targets=[("gdp", "原目标", 3.0, ">="), ("fai", "原目标", 9.0, ">=")],
        folder=tmp_path,
    )
    _, *shown = plain(actions.page_one_actions(context)).splitlines()
    assert [line[0] for line in shown] == ["丙", "乙", "甲"]
    assert plain(actions.page_one_actions(context, most=1)).splitlines()[1:] == shown[:1]


def test_industries_come_out_with_gdp() -> None:
    context = city(gdp(1.0, 1.0, 2.0), industries(GROWTH, BEFORE), rest={"gdp": (5.0, 1.0)}, release_lags={"gdp": 23})
    assert plain(cards.cards(context)).count("期末后约23天") == 2


def test_an_indicator_of_last_year_only_is_not_among_the_others() -> None:
    context = city(gdp(1.0, 2.0), rows(CITY, "retail", "growth", months(2019, 8.0)), rest={"gdp": (5.0, 1.0)})
    assert "社会消费品零售总额" not in plain(situation.situation(context))


@pytest.mark.parametrize(("nation", "told"), [(2.1, False), (2.2, True)])
def test_a_last_digit_below_the_nation_may_be_rounding_and_is_no_problem(nation: float, told: bool) -> None:
    context = city(gdp(1.0, 1.0, 2.0), rows(NATION, "gdp", "growth", {"2020Q3": nation}), rest={"gdp": (5.0, 1.0)})
    assert ("增速偏低" in plain(problems.problems(context))) == told


def test_below_the_nation_and_above_the_province_only_the_nation_is_a_problem() -> None:
    context = city(
        gdp(1.0, 1.0, 2.0),
        rows(NATION, "gdp", "growth", {"2020Q3": 2.5}),
        rows(PROVINCE, "gdp", "growth", {"2020Q3": 1.5}),
        peers((1.0, 0.9), (1.0, 0.9)),
        rest={"gdp": (5.0, 1.0)},
        peers=PEERS,
    )
    assert plain(problems.problems(context)) == "地区生产总值增速偏低：低于全国0.5个百分点。"
    assert "为什么高于某省？" in plain(questions.questions(context))


@pytest.mark.parametrize(("faster", "told"), [(0.0, True), (5.0, False), (-5.0, False)])
def test_years_that_reached_what_is_needed_are_left_out_where_they_contradict_the_chance(
    monkeypatch: pytest.MonkeyPatch, faster: float, told: bool
) -> None:
    context = opened.fresh(day="2020-10-25").context
    sheet = context.sheets["gdp"]
    drawn = context.linked.outlook("gdp").remaining[:13] + faster
    monkeypatch.setattr(comparisons, "past_singles", lambda *_: dict(enumerate(drawn, 2007)))
    median = context.full_year(sheet, "median").value
    found = comparisons.past_reached(context, sheet, min(sheet.ladder, key=lambda each: abs(each - median)))
    assert (found is not None) is told
