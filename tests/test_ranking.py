"""Published ranks among peers: ties as the field counts them, and no rank before everybody has published."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouguan import place
from shouguan.observations import COLUMNS, View, as_of
from shouguan.periods import Period
from shouguan.place import Place
from shouguan.ranking import competition_rank, published_rank

QUARTER = Period(2020, "Q", 3)
PEERS = ("999901", "999902", "999903", "999904")
TENTHS = st.integers(-30, 30).map(lambda tenths: tenths / 10)  # one decimal, so that ties are common


def city(peers: tuple[str, ...] = PEERS) -> Place:
    """Return the demonstration city with another group of peers."""
    demo = place.load("demo-city")
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
