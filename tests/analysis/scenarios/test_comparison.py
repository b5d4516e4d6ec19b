"""Scenarios side by side: the base first, changes counted from it, and what is changed said in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from shouguan.analysis.ranking import NoRank, RankDraws
from shouguan.analysis.scenarios.changes import about, change, changes
from shouguan.analysis.scenarios.comparison import Comparison, compare
from shouguan.analysis.scenarios.conditioning import condition
from shouguan.analysis.scenarios.entries import Entry, Scenario
from shouguan.analysis.scenarios.file import changes_for, load
from shouguan.analysis.scenarios.words import sentence, stretch
from shouguan.components.peers import GroupDraws
from shouguan.core.errors import DataError
from shouguan.core.periods import MONTHLY, MONTHLY_FROM_FEBRUARY, QUARTERLY, Lang, Period
from shouguan.data import place as places
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models.outlook import Joint
from tests.builders.joints import REGION, joint, three
from tests.builders.scenario_entries import JUDGED, POLICY, SHIFT, SHOCK

DAY = dt.date(2020, 10, 25)


@lru_cache
def demo() -> tuple[Place, View]:
    city = places.load("demo-city")
    return city, city.as_of(DAY)


def scenarios(tmp_path: Path, **own: list[dict[str, Any]] | dict[str, Any]) -> dict[str, Scenario]:
    content = {
        name: raw if isinstance(raw, dict) else {"label": f"{name}情景", "changes": raw} for name, raw in own.items()
    }
    (tmp_path / "scenarios.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return load(tmp_path)


def laid(made: Joint, found: dict[str, Scenario], **rest: Any) -> Comparison:
    city, view = demo()
    return compare(city, view, made, found, **rest)


def peers_around(made: Joint, level: float = 3.0) -> GroupDraws:
    """The city's ten peers: its own draws, four of them lower by steps of `level`, one alike, five higher."""
    own = made.of(REGION, "gdp")
    codes = demo()[0].settings.peers
    years = [
        own.full_year if code == REGION else replace(own, remaining=own.remaining + level * (n - 5)).full_year
        for n, code in enumerate(codes)
    ]
    return GroupDraws(REGION, own.year, codes, {"gdp": np.array(years)})


def test_the_base_is_first_and_unchanged() -> None:
    made = three()
    found = laid(made, load(None), targets={"gdp": 3.0})
    assert [row.name for row in found.rows] == ["base", "optimistic", "stress"]
    base = found.rows[0]
    assert base.sentences == ()
    gdp = made.of(REGION, "gdp")
    outcome = base.outcomes["gdp"]
    assert outcome.median == pytest.approx(gdp.quantile(0.5))
    assert (outcome.lower, outcome.upper) == pytest.approx(gdp.interval(0.8))
    assert outcome.chance == gdp.chance(3.0)
    assert outcome.change == 0.0
    assert base.outcomes["fai"].chance is None, "without a target there is no chance"


def test_each_scenario_is_the_draws_under_its_changes(tmp_path: Path) -> None:
    made = three()
    found = scenarios(tmp_path, mine=[SHIFT, POLICY, SHOCK, JUDGED])
    row = laid(made, found, targets={"gdp": 3.2, "fai": 4.0}).row("mine")
    view = demo()[1]
    after = condition(made, changes(changes_for(found, "mine"), made, view))
    for code in ("gdp", "fai", "industry_va"):
        outlook = after.of(REGION, code)
        assert row.outcomes[code].median == pytest.approx(outlook.quantile(0.5))
        assert (row.outcomes[code].lower, row.outcomes[code].upper) == pytest.approx(outlook.interval(0.8))
        assert row.outcomes[code].change == pytest.approx(outlook.quantile(0.5) - made.of(REGION, code).quantile(0.5))
    assert row.outcomes["gdp"].chance == after.of(REGION, "gdp").chance(3.2)
    assert row.outcomes["fai"].chance == after.of(REGION, "fai").chance(4.0)


def test_what_a_scenario_extends_is_said_first(tmp_path: Path) -> None:
    found = scenarios(tmp_path, mine=[SHOCK], more={"label": "再加政策", "extends": "mine", "changes": [POLICY]})
    row = laid(three(), found).row("more")
    assert [each.text().split("：")[0] for each in row.sentences] == ["疫情", "贴息"]
    assert [each.indicator for each in row.sentences] == ["gdp", "fai"]


def test_only_what_is_asked_for_is_shown_in_that_order(tmp_path: Path) -> None:
    found = scenarios(tmp_path, mine=[SHOCK])
    made = laid(three(), found, names=["mine", "base", "stress"], codes=["industry_va", "gdp"])
    assert [row.name for row in made.rows] == ["base", "mine", "stress"]
    assert made.indicators == ("industry_va", "gdp")
    assert set(made.rows[1].outcomes) == {"industry_va", "gdp"}
    assert (made.region, made.year) == (REGION, 2020)


def test_an_unknown_scenario_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="最接近的有效值：stress"):
        laid(three(), load(None), names=["stres"])
    with pytest.raises(DataError, match="最接近的有效值：stress"):
        laid(three(), load(None)).row("stres")


def test_a_scenario_that_does_not_fit_the_day_is_left_out_and_listed(tmp_path: Path) -> None:
    late = SHIFT | {"basis": "single", "periods": ["2020-08"]}
    found = scenarios(tmp_path, late=[late], other=[SHIFT | {"indicator": "retail"}], good=[SHIFT])
    made = laid(three(), found)
    assert [row.name for row in made.rows] == ["base", "optimistic", "stress", "good"]
    assert [each.label for each, _ in made.left_out] == ["late情景", "other情景"]
    assert "2020-08 已经公布" in made.left_out[0][1].zh


def test_a_scenario_that_contradicts_itself_is_refused_by_name(tmp_path: Path) -> None:
    fixed = SHIFT | {"mode": "set", "unit": "%"}
    found = scenarios(tmp_path, mine=[fixed | {"value": 3.0}, fixed | {"value": 4.0}])
    with pytest.raises(DataError, match=r"情景“mine”：.*互相矛盾") as caught:
        laid(three(), found)
    assert "scenario 'mine':" in caught.value.en


def test_the_place_is_ranked_under_each_scenario_among_peers_that_stay(tmp_path: Path) -> None:
    made = three()
    weight = float(1.0 - made.outlooks[0].known_weight)
    # Peers are 3 points of the quarter apart; a shift by 3.1 points overtakes exactly one, in every draw.
    up = {"indicator": "gdp", "basis": "rest", "mode": "add", "value": 3.1, "unit": "pp", "reason": "理由"}
    found = laid(made, scenarios(tmp_path, up=[up]), group=peers_around(made))
    assert found.no_rank is None
    base, moved = found.row("base").rank, found.row("up").rank
    assert isinstance(base, RankDraws)
    assert isinstance(moved, RankDraws)
    assert base.peers == 11
    assert (base.median, moved.median) == (6, 5)
    assert base.step == pytest.approx(3.0 * weight + 0.1, abs=0.11)


def test_without_ranks_the_reason_is_there() -> None:
    made = three()
    no_group = NoRank("没有设定含本地的考核同组地区", "no group of peers with the place in it is set")
    assert laid(made, load(None)).no_rank == no_group
    some = peers_around(made)
    some.growth["gdp"][-1] = np.nan
    found = laid(made, load(None), group=some)
    assert found.no_rank is not None
    assert found.no_rank.zh == "同组地区没有可用的数据：癸地"
    assert all(row.rank is None for row in found.rows)


# ---- words


def said(entry: dict[str, Any], made: Joint | None = None, lang: Lang = "zh") -> str:
    model: Entry = Scenario.model_validate({"label": "x", "changes": [entry]}).changes[0]
    made = made or three()
    view = demo()[1]
    return sentence(model, change(model, made, view), about(model, made)).text(lang)


QUARTER = {"indicator": "gdp", "basis": "single", "periods": ["2020Q4"]}
MONTHS = {"basis": "single", "periods": ["2020-10", "2020-11", "2020-12"]}


@pytest.mark.parametrize(
    ("entry", "zh", "en"),
    [
        pytest.param(
            SHIFT | MONTHS | {"indicator": "industry_va", "value": -1.5, "sd": 0.5, "reason": "订单下滑"},
            "规模以上工业增加值10—12月各减1.5个百分点（±0.5）：订单下滑",
            "Industrial value added, Oct–Dec each: 1.5 points lower (±0.5): 订单下滑",
            id="months each",
        ),
        pytest.param(
            SHIFT | {"value": 0.25, "reason_en": "because"},
            "固定资产投资（不含农户）10—12月增0.25个百分点：理由",
            "Fixed-asset investment, Oct–Dec: 0.25 points higher: because",
            id="the rest",
        ),
        pytest.param(
            SHIFT | {"basis": "ytd", "periods": ["2020-11"], "value": 1},
            "固定资产投资（不含农户）1—11月累计增1.0个百分点：理由",
            "Fixed-asset investment, Jan–Nov, year to date: 1.0 points higher: 理由",
            id="year to date",
        ),
        pytest.param(
            SHIFT | {"indicator": "gdp", "basis": "full_year", "mode": "set", "unit": "%", "value": -1.2, "sd": 0.3},
            "地区生产总值全年设为下降1.2%（±0.3）：理由",
            "GDP, the full year: set to down 1.2% (±0.3): 理由",
            id="set to a fall",
        ),
        pytest.param(
            SHIFT
            | {"indicator": "gdp", "basis": "single", "periods": ["2020Q4"], "mode": "set", "unit": "%", "value": 0},
            "地区生产总值四季度设为持平：理由",
            "GDP, Q4: set to unchanged on the year: 理由",
            id="set to nothing",
        ),
        pytest.param(
            JUDGED | {"name_en": "Meeting", "by_en": "The office"},
            "会商：综合科判断地区生产总值全年增长3.2%（±0.4）：理由",
            "Meeting: The office judge GDP in the full year to be up 3.2% (±0.4): 理由",
            id="judged",
        ),
        pytest.param(
            SHOCK,
            "疫情：地区生产总值11月减3.0个百分点，折合四季度减1.0个百分点：理由",
            "疫情: GDP, Nov 3.0 points lower; that is Q4 1.0 points lower: 理由",
            id="a shock in a month of a quarter",
        ),
        pytest.param(
            SHOCK | {"period": "2020-12", "sd": 0.6},
            "疫情：地区生产总值12月减3.0个百分点（±0.6），折合四季度减1.0个百分点（±0.2）：理由",
            "疫情: GDP, Dec 3.0 points lower (±0.6); that is Q4 1.0 points lower (±0.2): 理由",
            id="a shock in December",
        ),
        pytest.param(
            SHOCK | {"indicator": "industry_va", "fade": 0.3},
            "疫情：规模以上工业增加值11月减3.0个百分点，其后每月为上月的30%：理由",
            "疫情: Industrial value added, Nov 3.0 points lower, then 30% of it each month: 理由",
            id="a shock that fades",
        ),
        pytest.param(
            SHOCK | {"period": "2020Q4", "fade": 0.3},
            "疫情：地区生产总值四季度减3.0个百分点，其后每季为上季的30%：理由",
            None,
            id="a shock in a quarter",
        ),
    ],
)
def test_a_change_is_said_as_the_field_says_it(entry: dict[str, Any], zh: str, en: str | None) -> None:
    assert said(entry) == zh
    if en is not None:
        assert said(entry, lang="en") == en


def test_a_policy_says_what_it_comes_to() -> None:
    months = three().of(REGION, "fai")
    weight = float(np.diff(months.weights.cumulative)[-3:].sum())
    each, doubt = 100 * 8 * 0.6 / (1200 * weight), 100 * 8 * 0.2 / (1200 * weight)
    entry = POLICY | {"pass_through": 0.6, "pass_through_sd": 0.2}
    assert said(entry) == (
        "贴息：增加固定资产投资（不含农户）8.00亿元，其中当年见效60%（±20），"
        f"折合10—12月各增{each:.2f}个百分点（±{doubt:.2f}）：理由"
    )


def test_a_policy_withdrawn_takes_away_from_one_month() -> None:
    weight = float(np.diff(three().of(REGION, "fai").weights.cumulative)[-3])
    points = 100 * 8 / (12000 * weight)
    entry = POLICY | {"size": -8, "end": "2020-10", "base_value": 12000.0}
    assert said(entry) == (
        f"贴息：减少固定资产投资（不含农户）8.00亿元，其中当年见效100%，折合10月减{points:.2f}个百分点：理由"
    )
    assert f"down by 8.00 hundred million yuan, 100% of it this year; that is Oct {points:.2f} points lower" in said(
        entry, lang="en"
    )


def test_a_quantile_says_how_far_it_is() -> None:
    made = three()
    gdp = made.of(REGION, "gdp")
    (entry,) = changes_for(load(None), "stress")
    found = sentence(entry, change(entry, made, demo()[1]), gdp)
    away = np.median(gdp.remaining) - np.quantile(gdp.remaining, 0.2)
    assert found.text().startswith(f"地区生产总值四季度取本模型分布的20%分位（比中位数减{away:.2f}个百分点）：")
    assert "the 20% quantile" in found.text("en")


def test_a_name_with_braces_is_only_a_name() -> None:
    assert said(SHOCK | {"shock": "{v}{0}{7*7}", "reason": "{p}"}).startswith("{v}{0}{7*7}：地区生产总值11月")


def test_the_nations_gdp_has_its_own_name(tmp_path: Path) -> None:
    nation = places.load("全国")
    made = Joint((replace(three().outlooks[0], region="100000"),))
    found = compare(nation, nation.as_of(DAY), made, scenarios(tmp_path, mine=[SHOCK]))
    assert found.row("mine").sentences[0].text().startswith("疫情：国内生产总值11月")


@pytest.mark.parametrize(
    ("periods", "calendar", "zh", "en"),
    [
        pytest.param([2, 3, 4], MONTHLY_FROM_FEBRUARY, "1—4月", "Jan–Apr", id="from January"),
        pytest.param([1, 2], MONTHLY, "1—2月", "Jan–Feb", id="two months"),
        pytest.param([12], MONTHLY, "12月", "Dec", id="one month"),
        pytest.param([10, 12], MONTHLY, "10月、12月", "Oct, Dec", id="with a gap"),
        pytest.param([12, 11], MONTHLY, "11—12月", "Nov–Dec", id="in any order"),
        pytest.param([2], MONTHLY_FROM_FEBRUARY, "1—2月", "Jan–Feb", id="a merged month"),
    ],
)
def test_stretches_of_months_are_named(periods: list[int], calendar: Any, zh: str, en: str) -> None:
    months = [Period(2020, "M", number) for number in periods]
    assert (stretch(months, calendar, "zh"), stretch(months, calendar, "en")) == (zh, en)


def test_quarters_are_named_one_by_one() -> None:
    assert stretch([Period(2020, "Q", 3), Period(2020, "Q", 4)], QUARTERLY, "zh") == "三季度、四季度"


def test_quarters_each_are_said_each() -> None:
    made = joint({"gdp": 2}, np.full(2, 5.0), np.eye(2))
    entry = SHIFT | {"indicator": "gdp", "basis": "single", "periods": ["2020Q3", "2020Q4"]}
    assert said(entry, made) == "地区生产总值三季度、四季度各减1.0个百分点：理由"
