"""Draws of a group: each region's own, facts where they are out, and everything in one order."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from shouguan.analysis.ranking import NoRank, RankDraws, rank_draws
from shouguan.components.joint import fit_predict_any
from shouguan.components.peers import GroupDraws, draw_group
from shouguan.core.periods import Period
from shouguan.data import observations, place
from shouguan.data.assessment_settings import AssessmentSettings
from shouguan.data.observations import View, as_of
from shouguan.data.place import Place
from shouguan.models import calibrated

YEAR, OWN, PEER, LAST = 2020, "370000", "320000", "410000"
REGIONS = (PEER, OWN, LAST, "330000", "420000")
NAMED = AssessmentSettings(anonymous=False)


@lru_cache
def province() -> Place:
    """Shandong among five provinces, with investment made from their GDP so that there is a second indicator."""
    official = place.load("山东")
    gdp = official.table[(official.table["indicator"] == "gdp") & (official.table["measure"] == "growth")]
    gdp = gdp[(gdp["basis"] == "ytd") & gdp["region"].isin(REGIONS)]
    rng = np.random.default_rng(0)
    fai = gdp.assign(indicator="income", price="nominal", value=(gdp["value"] + rng.normal(2, 0.5, len(gdp))).round(1))
    settings = official.settings.model_copy(update={"peers": REGIONS})
    return replace(official, settings=settings, table=pd.concat([gdp, fai], ignore_index=True))


def view(table: pd.DataFrame | None = None, day: str = "2020-10-28") -> View:
    return as_of(province().table if table is None else table, dt.date.fromisoformat(day))


def drawn(codes: tuple[str, ...] = ("gdp",), seen: View | None = None) -> GroupDraws:
    return draw_group(province(), seen or view(), codes, YEAR, REGIONS)


def test_every_region_has_the_draws_of_its_own_forecast() -> None:
    group = drawn(("gdp", "income"))
    assert (group.own, group.facts, group.reasons) == (1, {"gdp": (), "income": ()}, {})
    for code in group.growth:
        joint = calibrated.fit_predict_all(province(), view(), code, YEAR)
        for region, years in zip(REGIONS, group.growth[code], strict=True):
            np.testing.assert_array_equal(np.sort(years), np.sort(joint.of(region, code).full_year))


def test_the_place_keeps_the_order_of_its_own_forecasts() -> None:
    linked = fit_predict_any(province(), view(), ("income", "gdp"), YEAR)
    group = draw_group(province(), view(), ("income", "gdp"), YEAR, REGIONS, own=linked.joint)
    for code in ("income", "gdp"):
        np.testing.assert_array_equal(group.growth[code][group.own], linked.outlook(code).full_year)


def test_indicators_of_a_peer_go_together_as_those_of_the_place_do() -> None:
    group = drawn(("gdp", "income"))
    together = [np.corrcoef(group.growth["gdp"][at], group.growth["income"][at])[0, 1] for at in range(len(REGIONS))]
    assert min(together) > 0.3
    across = np.corrcoef(group.growth["gdp"][0], group.growth["income"][2])[0, 1]
    assert across < min(together)


def test_after_a_shock_to_all_the_regions_move_together_more_than_in_ordinary_times() -> None:
    official = place.load("山东")
    known = official.as_of(dt.date(2020, 10, 28))
    joint = calibrated.fit_predict_all(official, known, "gdp", YEAR)
    assert joint.correlation is not None
    ordinary, expected = joint.correlation
    assert expected > ordinary + 0.2
    peers = official.settings.peers
    pairs = np.triu_indices(len(peers), 1)
    group = draw_group(official, known, ("gdp",), YEAR, peers)
    shown = np.asarray(np.corrcoef(group.growth["gdp"]))[pairs].mean()
    assert shown == pytest.approx(expected, abs=0.05)
    plain = np.asarray(np.corrcoef(np.array([joint.of(region, "gdp").full_year for region in peers])))[pairs].mean()
    assert shown > plain + 0.2


def changed(region: str, quarter: Period | None = None, /, *, drop: bool = False, **values: object) -> pd.DataFrame:
    """Return the table with figures of a region, of one period or all, changed or left out."""
    table = province().table
    here = (table["region"] == region) & (table["indicator"] == "gdp")
    if quarter is not None:
        here &= table["period"] == str(quarter)
    return table[~here] if drop else pd.concat([table, table[here].assign(**values)], ignore_index=True)


def test_a_year_that_is_out_is_a_fact_at_the_published_digit() -> None:
    quarter = Period(YEAR, "Q", 3)
    year_out = changed(PEER, quarter, period=f"{YEAR}Q4", value=3.7, released_on=pd.Timestamp("2020-10-27"))
    group = drawn(seen=view(year_out))
    assert group.facts == {"gdp": (PEER,)}
    assert group.growth["gdp"][0].tolist() == [3.7] * group.growth["gdp"].shape[1]
    assert np.ptp(group.growth["gdp"][group.own]) > 0


def test_the_place_s_own_year_is_a_fact_too_and_others_are_still_drawn() -> None:
    quarter = Period(YEAR, "Q", 3)
    group = drawn(
        seen=view(changed(OWN, quarter, period=f"{YEAR}Q4", value=3.6, released_on=pd.Timestamp("2020-10-27")))
    )
    assert group.reasons == {} and set(group.growth["gdp"][group.own]) == {3.6}
    assert isinstance(rank_draws(province(), group, "gdp", NAMED), RankDraws)


def test_a_peer_that_is_late_is_forecast_from_what_it_has_published() -> None:
    late = drawn(seen=view(changed(PEER, Period(YEAR, "Q", 3), drop=True)))
    assert late.lacking("gdp") == ()
    assert np.std(late.growth["gdp"][0]) > 1.2 * np.std(drawn().growth["gdp"][0])


@pytest.mark.parametrize("left", [0, 3], ids=["nothing", "too few figures to tell growth from noise"])
def test_a_peer_without_enough_data_is_said_and_nobody_is_ranked(left: int) -> None:
    table = changed(PEER, drop=True)
    own = province().table
    kept = own[(own["region"] == PEER) & (own["indicator"] == "gdp")].sort_values("period").tail(left)
    group = drawn(seen=view(pd.concat([table, kept], ignore_index=True)))
    assert group.lacking("gdp") == (PEER,)
    assert rank_draws(province(), group, "gdp", NAMED) == NoRank(
        "同组地区没有可用的数据：江苏", "no forecast of these peers: Jiangsu"
    )
    rest = rank_draws(province(), group, "gdp", NAMED.model_copy(update={"without_data": "rest"}))
    assert isinstance(rest, RankDraws) and (rest.peers, rest.without) == (4, (PEER,))


def test_a_peer_that_revises_is_ranked_by_its_newest_figures() -> None:
    revised = changed(PEER, Period(YEAR, "Q", 3), value=9.0, released_on=pd.Timestamp("2020-10-27"), vintage="revised")
    up = drawn(seen=view(revised)).growth["gdp"][0]
    assert np.median(up) > np.median(drawn().growth["gdp"][0]) + 3
    before = drawn(seen=view(revised, day="2020-10-26")).growth["gdp"][0]
    np.testing.assert_array_equal(before, drawn(seen=view(day="2020-10-26")).growth["gdp"][0])


def test_a_withdrawn_figure_counts_for_nothing(tmp_path: Path) -> None:
    file = tmp_path / "gdp.csv"
    own = province().table
    mine = own[(own["region"] == PEER) & (own["indicator"] == "gdp")]
    newest = mine[mine["period"] == "2020Q3"]
    observations.write(pd.concat([mine, newest.assign(vintage="withdrawn")]), file)
    table = pd.concat([changed(PEER, drop=True), observations.read(file)], ignore_index=True)
    withdrawn = drawn(seen=view(table)).growth["gdp"]
    never = drawn(seen=view(changed(PEER, Period(YEAR, "Q", 3), drop=True))).growth["gdp"]
    np.testing.assert_array_equal(withdrawn, never)


def test_an_indicator_that_the_place_lacks_has_no_ranks_but_a_reason() -> None:
    group = drawn(("gdp", "income"), view(province().table[lambda t: (t["indicator"] == "gdp") | (t["region"] != OWN)]))
    assert list(group.growth) == ["gdp"]
    assert "居民人均可支配收入" in group.reasons["income"][0]
    assert isinstance(rank_draws(province(), group, "income", NAMED), NoRank)


def test_the_group_has_as_many_draws_as_the_place() -> None:
    linked = fit_predict_any(province(), view(), ("gdp",), YEAR)
    short = replace(linked.joint.outlooks[0], remaining=linked.joint.outlooks[0].remaining[:900])
    short = replace(short, ytd_known=short.ytd_known[:900])
    group = draw_group(province(), view(), ("gdp",), YEAR, REGIONS, own=replace(linked.joint, outlooks=(short,)))
    assert group.growth["gdp"].shape == (5, 900)
    np.testing.assert_array_equal(group.growth["gdp"][group.own], short.full_year)


def test_where_no_peer_can_be_drawn_the_place_stands_alone() -> None:
    table = province().table
    alone = draw_group(province(), view(table[table["region"] == OWN]), ("gdp",), YEAR, REGIONS)
    assert alone.lacking("gdp") == tuple(region for region in REGIONS if region != OWN)
    assert np.isfinite(alone.growth["gdp"][alone.own]).all()
