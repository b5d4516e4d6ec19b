"""Published ranks among peers: ties as the field counts them, and no rank before everybody has published."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouguan.analysis.ranking import (
    NoRank,
    RankDraws,
    as_published,
    competition_rank,
    published_rank,
    rank_draws,
    ranks,
)
from shouguan.components.peers import GroupDraws
from shouguan.core.periods import Period
from shouguan.data import place
from shouguan.data.assessment_settings import AssessmentSettings
from shouguan.data.observations import COLUMNS, View, as_of
from shouguan.data.place import Place

QUARTER = Period(2020, "Q", 3)
PEERS = ("999901", "999902", "999903", "999904")
TENTHS = st.integers(-30, 30).map(lambda tenths: tenths / 10)  # one decimal, so that ties are common


@lru_cache
def _demo() -> Place:
    return place.load("demo-city")


@lru_cache
def city(peers: tuple[str, ...] = PEERS) -> Place:
    """Return the demonstration city with another group of peers."""
    demo = _demo()
    return replace(demo, settings=demo.settings.model_copy(update={"peers": peers}))


def view_of(growth: dict[str, float], period: Period = QUARTER) -> View:
    """Return a view in which these regions have published one quarter."""
    rows = [
        {
            "region": region,
            "indicator": "gdp",
            "period": str(period),
            "basis": "ytd",
            "measure": "growth",
            "price": "real",
            "value": value,
            "released_on": pd.Timestamp("2020-10-23"),
        }
        for region, value in growth.items()
    ]
    return as_of(pd.DataFrame(rows, columns=list(COLUMNS)), dt.date(2020, 10, 23))


@pytest.mark.parametrize(
    ("values", "ranks"),
    [
        pytest.param([], [], id="nobody"),
        pytest.param([2.0], [1], id="alone"),
        pytest.param([3.0, 2.0, 1.0], [1, 2, 3], id="no ties"),
        pytest.param([1.0, 2.0, 3.0], [3, 2, 1], id="the highest is first"),
        pytest.param([3.0, 2.0, 2.0, 1.0], [1, 2, 2, 4], id="a shared second place skips the third"),
        pytest.param([2.0, 2.0, 2.0, 1.0], [1, 1, 1, 4], id="three share the first"),
        pytest.param([0.0, 0.0, 0.0], [1, 1, 1], id="all alike"),
        pytest.param([-5.8, -0.1, -5.8], [2, 1, 2], id="falls"),
    ],
)
def test_equal_values_share_a_place_and_the_next_ones_skip(values: list[float], ranks: list[int]) -> None:
    keys = [chr(ord("a") + i) for i in range(len(values))]
    assert competition_rank(dict(zip(keys, values, strict=True))) == dict(zip(keys, ranks, strict=True))


@given(st.dictionaries(st.integers(0, 30), TENTHS, min_size=1, max_size=31))
def test_a_rank_is_the_first_place_of_the_value_in_the_sorted_list(values: dict[int, float]) -> None:
    keyed = {str(key): value for key, value in values.items()}
    ordered = sorted(keyed.values(), reverse=True)
    assert competition_rank(keyed) == {key: ordered.index(value) + 1 for key, value in keyed.items()}


@pytest.mark.parametrize(
    ("own", "others", "rank", "shared"),
    [
        pytest.param(2.0, [1.5, 1.9, -0.3], 1, False, id="first alone"),
        pytest.param(2.0, [2.0, 1.9, -0.3], 1, True, id="first shared"),
        pytest.param(2.0, [2.1, 2.1, 1.0], 3, False, id="others' tie is not a shared rank"),
        pytest.param(2.0, [3.0, 2.0, 2.0], 2, True, id="second shared by three"),
        pytest.param(2.0, [3.0, 2.1, 2.2], 4, False, id="last"),
    ],
)
def test_the_published_rank_says_whether_it_is_shared(own: float, others: list[float], rank: int, shared: bool) -> None:
    view = view_of(dict(zip(PEERS, [own, *others], strict=True)))
    assert published_rank(city(), view, "gdp", QUARTER) == (rank, shared)


def test_there_is_no_rank_before_every_peer_has_published() -> None:
    view = view_of({"999901": 2.0, "999902": 1.5, "999903": 1.9})
    assert published_rank(city(), view, "gdp", QUARTER) is None
    assert published_rank(city(PEERS[:3]), view, "gdp", QUARTER) == (1, False)


def test_there_is_no_rank_before_the_place_itself_has_published() -> None:
    view = view_of({"999902": 1.5, "999903": 1.9, "999904": 1.0})
    assert published_rank(city(), view, "gdp", QUARTER) is None


@pytest.mark.parametrize(
    ("indicator", "period"),
    [
        pytest.param("gdp", Period(2020, "Q", 4), id="another quarter"),
        pytest.param("gdp_industry", QUARTER, id="another indicator"),
    ],
)
def test_figures_of_another_series_give_no_rank(indicator: str, period: Period) -> None:
    view = view_of(dict.fromkeys(PEERS, 2.0))
    assert published_rank(city(), view, indicator, period) is None


@pytest.mark.parametrize(
    "peers",
    [
        pytest.param((), id="no peers"),
        pytest.param(("999901",), id="only itself"),
        pytest.param(("999902", "999903"), id="a group without the place"),
    ],
)
def test_a_place_without_a_group_has_no_rank(peers: tuple[str, ...]) -> None:
    view = view_of(dict.fromkeys(PEERS, 2.0))
    assert published_rank(city(peers), view, "gdp", QUARTER) is None


def test_regions_outside_the_group_do_not_count() -> None:
    view = view_of({**dict.fromkeys(PEERS, 2.0), "999999": 9.9, "100000": 5.0})
    assert published_rank(city(), view, "gdp", QUARTER) == (1, True)


def test_shandong_is_ranked_among_31_provinces_as_a_count_by_hand_finds() -> None:
    province = place.load("山东")
    view = province.as_of(dt.date(2020, 10, 25))
    rows = view.table
    growth = rows.loc[
        (rows["indicator"] == "gdp")
        & (rows["period"] == "2020Q3")
        & (rows["measure"] == "growth")
        & (rows["region"] != "100000")
    ].set_index("region")["value"]
    assert len(growth) == 31
    better, same = int((growth > growth["370000"]).sum()), int((growth == growth["370000"]).sum())
    assert published_rank(province, view, "gdp", QUARTER) == (better + 1, same > 1)
    assert published_rank(place.load("全国"), view, "gdp", QUARTER) is None


def test_a_rank_waits_for_the_provinces_release_day() -> None:
    province = place.load("山东")
    assert published_rank(province, province.as_of(dt.date(2020, 10, 24)), "gdp", QUARTER) is None


def group_of(peers: tuple[str, ...], *draws: list[float], code: str = "gdp") -> GroupDraws:
    """Return a group whose draws of the full year are exactly these; a region without draws has no data."""
    size = max(len(each) for each in draws)
    growth = np.array([each or [np.nan] * size for each in draws])
    return GroupDraws(PEERS[0], 2020, peers, {code: growth})


def ranked(own: list[float], *others: list[float], code: str = "gdp", **settings: Any) -> RankDraws:
    peers = PEERS[: len(others) + 1]
    group = group_of(peers, own, *others, code=code)
    found = rank_draws(city(peers), group, code, AssessmentSettings(**settings))
    assert isinstance(found, RankDraws)
    return found


def test_ranks_are_counted_in_every_draw_by_hand() -> None:
    # Draw by draw: 1st; 2nd shared (2.0 and 2.04 are both published as 2.0); 3rd; 4th.
    found = ranked(
        [3.0, 2.0, 1.0, 0.5],
        [2.0, 2.5, 2.0, 1.0],
        [1.0, 2.04, 1.2, 2.0],
        [0.0, 1.0, 0.9, 3.0],
    )
    np.testing.assert_allclose(found.chances, [0.25, 0.25, 0.25, 0.25])
    assert (found.median, found.lower, found.upper, found.peers) == (2, 1, 4, 4)
    # Where somebody is above, the next one has 2.5, 1.2 and 1.0: the median is 1.2; passing takes 0.6, 0.3, 0.6.
    assert found.next_above == pytest.approx(1.2)
    assert found.to_pass == pytest.approx(1.3)
    assert found.step == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("own", "other", "rank"),
    [
        pytest.param(2.04, 1.96, 1, id="both are published as 2.0"),
        pytest.param(2.04, 2.05, 2, id="2.05 is published as 2.1"),
        pytest.param(-0.04, 0.04, 1, id="both are published as 0.0"),
        pytest.param(-1.54, -1.45, 2, id="falls"),
    ],
)
def test_growth_is_ranked_as_it_is_published(own: float, other: float, rank: int) -> None:
    assert ranked([own], [other]).median == rank


def test_who_is_first_in_most_draws_has_nobody_to_pass() -> None:
    found = ranked([3.0, 3.0, 1.0], [2.0, 2.0, 2.0])
    assert (found.median, found.next_above, found.step, found.to_pass) == (1, None, None, None)
    behind = ranked([3.0, 1.0, 1.0], [2.0, 2.0, 2.0])
    assert behind.next_above == pytest.approx(2.0)
    assert behind.step == pytest.approx(1.1)


@given(st.integers(0, 10_000), st.integers(2, 4), st.floats(0.0, 2.0))
def test_chances_add_up_and_a_better_year_never_ranks_worse(seed: int, peers: int, more: float) -> None:
    rng = np.random.default_rng(seed)
    draws = rng.normal(2.0, 1.0, (peers, 15))
    found = ranked(*(list(each) for each in draws))
    assert found.chances.size == peers
    assert found.chances.sum() == pytest.approx(1.0)
    for position in range(15):
        keyed = {str(n): float(np.floor(value * 10 + 0.5)) for n, value in enumerate(draws[:, position])}
        alone = ranked([draws[0, position]], *([each[position]] for each in draws[1:]))
        assert alone.median == competition_rank(keyed)["0"]
    better = ranked(list(draws[0] + more), *(list(each) for each in draws[1:]))
    assert np.all(np.cumsum(better.chances) >= np.cumsum(found.chances) - 1e-12)
    assert found.lower <= found.median <= found.upper


def test_where_less_is_better_the_lowest_is_first() -> None:
    # Energy use per unit of GDP: −3.4 beats −3.0; −3.04 is published as −3.0 and shares with it.
    found = ranked([-3.0], [-3.4], [-3.04], [-2.0], code="energy_intensity")
    assert (found.median, found.peers) == (2, 4)
    assert (found.next_above, found.to_pass) == (pytest.approx(-3.4), pytest.approx(-3.5))
    assert found.step == pytest.approx(0.5)
    assert competition_rank({"a": -3.0, "b": -3.4, "c": -3.0}, sign=-1) == {"a": 2, "b": 1, "c": 2}


@pytest.mark.parametrize("count", [2, 60])
def test_groups_of_two_and_of_sixty_are_ranked_alike(count: int) -> None:
    regions = tuple(f"{number:06d}" for number in range(count))
    rng = np.random.default_rng(count)
    growth = rng.normal(2.0, 0.5, (count, 400))
    place_of = replace(city(), settings=city().settings.model_copy(update={"region": "000000", "peers": regions}))
    group = GroupDraws("000000", 2020, regions, {"gdp": growth})
    found = rank_draws(place_of, group, "gdp", AssessmentSettings())
    assert isinstance(found, RankDraws)
    assert found.chances.shape == (count,)
    every = ranks(as_published(growth, "gdp"))
    for draw in range(0, 400, 40):
        keyed = dict(zip(regions, np.floor(growth[:, draw] * 10 + 0.5).tolist(), strict=True))
        assert list(competition_rank(keyed).values()) == every[:, draw].tolist()
    assert found.chances.tolist() == [float(np.mean(every[0] == rank)) for rank in range(1, count + 1)]


def test_the_chance_of_moving_up_is_that_of_every_better_rank() -> None:
    found = ranked([3.0, 2.0, 1.0, 0.5], [2.0, 2.5, 2.0, 1.0], [1.0, 2.04, 1.2, 2.0], [0.0, 1.0, 0.9, 3.0])
    assert [found.chance_above(rank) for rank in (1, 2, 4)] == [0.0, 0.25, 0.75]


def test_a_peer_without_data_is_named_and_no_rank_is_given_unless_the_office_ranks_the_rest() -> None:
    group = group_of(PEERS, [2.0, 2.0], [1.0, 3.0], [], [3.0, 3.0])
    found = rank_draws(city(), group, "gdp", AssessmentSettings())
    assert found == NoRank("同组地区没有可用的数据：乙地", "no forecast of these peers: Peer B")
    named = rank_draws(city(), group, "gdp", AssessmentSettings(anonymous=False))
    assert named == NoRank("同组地区没有可用的数据：乙市", "no forecast of these peers: City B")
    rest = rank_draws(city(), group, "gdp", AssessmentSettings(without_data="rest"))
    assert isinstance(rest, RankDraws)
    assert (rest.peers, rest.without, rest.chances.tolist()) == (3, (PEERS[2],), [0.0, 0.5, 0.5])


def test_a_place_without_data_is_never_ranked_nor_is_one_alone() -> None:
    rest = AssessmentSettings(without_data="rest")
    assert isinstance(rank_draws(city(), group_of(PEERS, [], [1.0], [2.0], [3.0]), "gdp", rest), NoRank)
    assert isinstance(rank_draws(city(), group_of(PEERS, [1.0], [], [], []), "gdp", rest), NoRank)


def test_without_a_group_or_a_forecast_the_reason_is_said() -> None:
    assert isinstance(rank_draws(city(()), None, "gdp", AssessmentSettings()), NoRank)
    group = replace(group_of(PEERS, *[[1.0]] * 4), growth={}, reasons={"gdp": ("缺数", "no figures")})
    assert rank_draws(city(), group, "gdp", AssessmentSettings()) == NoRank("缺数", "no figures")


@pytest.mark.parametrize("peers", [(), ("999901",), ("999902", "999903")])
def test_a_place_that_is_in_no_group_has_none(peers: tuple[str, ...]) -> None:
    assert AssessmentSettings().group(city(peers)) == ()


def test_a_class_of_the_group_is_ranked_by_itself() -> None:
    settings = AssessmentSettings(groups={"一类": PEERS[:2], "二类": PEERS[2:]})
    assert settings.group(city()) == PEERS[:2]


def test_the_place_under_a_scenario_is_ranked_among_peers_that_stay() -> None:
    group = group_of(PEERS[:2], [1.0, 1.0], [2.0, 2.0])
    found = rank_draws(city(PEERS[:2]), group, "gdp", AssessmentSettings(), own=np.array([1.0, 3.0]))
    assert isinstance(found, RankDraws)
    assert found.chances.tolist() == [0.5, 0.5]


def test_draws_that_do_not_go_together_are_not_ranked() -> None:
    group = group_of(PEERS[:2], [2.0, 1.0], [2.0, 1.0])
    with pytest.raises(ValueError, match="draws"):
        rank_draws(city(PEERS[:2]), group, "gdp", AssessmentSettings(), own=np.array([2.0]))
