"""Ranks and scores as frames: what `ranking` and `scoring` find, row by row, with names for analysts."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import shouguan as sg
from shouguan.core.errors import DataError
from tests.builders import opened

DAY = "2020-10-25"
RULES = """
rules:
  gdp: {weight: 60, step: 4}
  fai: {weight: 40, rule: target}
"""


@lru_cache
def demo() -> sg.Study:
    return opened.study()


def assessed(folder: Path, text: str) -> sg.Study:
    """Return the demonstration city with other rules of assessment."""
    (folder / "assessment.yaml").write_text(text, encoding="utf-8")
    return replace(demo(), place=replace(demo().place, folder=folder))


def test_a_row_an_indicator_with_the_rank_or_the_reason(tmp_path: Path) -> None:
    table = demo().ranks(["gdp", "retail"]).set_index("indicator")
    gdp = table.loc["gdp"]
    assert (gdp["peers"], gdp["rank_now"], gdp["reason"]) == (11, 7, "")
    assert gdp["set_from"] <= gdp["rank_from"] <= gdp["median_rank"] <= gdp["rank_to"] <= gdp["set_to"]
    value = demo().observations("gdp").set_index("period")["value"]["2019Q4"]
    assert gdp["step_yi_yuan"] == pytest.approx(gdp["step"] * value / 100)
    assert np.isnan(table.loc["retail", "peers"]) and table.loc["retail", "reason"]


def test_the_chances_of_the_place_are_those_of_its_row() -> None:
    chances = demo().rank_chances("gdp")
    gdp = demo().ranks("gdp").iloc[0]
    own = chances.loc[chances.attrs["own"]]
    assert own[1] == pytest.approx(gdp["chance_first"])
    assert own[:6].sum() == pytest.approx(gdp["chance_up"])
    # Ties share the better place, so that early columns may add up to more than one region.
    assert chances.sum(axis=1).to_numpy() == pytest.approx(1.0)
    assert 1.0 <= chances[1].sum() < 1.3


def test_peers_carry_names_unless_a_page_shall_not_name_them() -> None:
    assert "庚市" in demo().rank_chances("gdp").index
    anonymous = demo().rank_chances("gdp", anonymous=True)
    assert "示范市" in anonymous.index and not any(name.endswith("市") for name in anonymous.index.drop("示范市"))
    assert "Peer A" in demo().rank_chances("gdp", anonymous=True, lang="en").index


def test_the_ladder_agrees_with_the_chances() -> None:
    ladder, chances = demo().rank_ladder("gdp"), demo().rank_chances("gdp")
    own = chances.loc[chances.attrs["own"]].cumsum()
    np.testing.assert_allclose(ladder["chance"], own[:10])
    assert (ladder["lower80"] <= ladder["median"]).all() and (ladder["median"] <= ladder["upper80"]).all()
    assert ladder.attrs["own"] == pytest.approx(demo().forecast("gdp").outlook.quantile(0.5))


def test_scores_are_by_the_office_s_rules(tmp_path: Path) -> None:
    study = assessed(tmp_path, RULES)
    table = study.scores().set_index("indicator")
    chances = study.rank_chances("gdp")
    own = chances.loc[chances.attrs["own"]]
    assert table.loc["gdp", "score"] == pytest.approx(
        sum(share * (100 - 4 * (rank - 1)) for rank, share in own.items())
    )
    assert table.loc["fai", "score"] == pytest.approx(100 * study.forecast("fai").chance(4.0))
    total = 0.6 * table.loc["gdp", "score"] + 0.4 * table.loc["fai", "score"]
    assert table.attrs["score"] == pytest.approx(total)
    assert (table.attrs["weight"], table.attrs["scored_weight"]) == (100, 100)
    assert "median_rank" not in table.attrs, "the peers' targets are not known"
    assert table["rule"].tolist() == ["按位次", "按目标"]


def test_what_cannot_be_scored_says_why(tmp_path: Path) -> None:
    study = assessed(tmp_path, "rules: {gdp: {weight: 60}, retail: {weight: 40}}")
    table = study.scores(lang="en")
    assert table["score"].isna().tolist() == [False, True]
    assert table["reason"].iloc[1] != ""
    assert (table.attrs["weight"], table.attrs["scored_weight"]) == (100, 60)
    assert 1 <= table.attrs["rank_from"] <= table.attrs["rank_to"] <= 11


def test_a_class_is_ranked_by_itself(tmp_path: Path) -> None:
    study = assessed(tmp_path, "groups: {一类: ['999901', '999902', '999903'], 二类: ['999904', '999905']}")
    assert study.ranks("gdp")["peers"].tolist() == [3]
    assert set(study.rank_chances("gdp").index) == {"示范市", "甲市", "乙市"}


def test_a_scenario_moves_the_place_and_not_its_peers() -> None:
    better = replace(demo(), under="optimistic")
    base, moved = demo().ranks("gdp").iloc[0], better.ranks("gdp").iloc[0]
    assert moved["chance_up"] > base["chance_up"]
    ladder, raised = demo().rank_ladder("gdp"), better.rank_ladder("gdp")
    pd.testing.assert_frame_equal(ladder[["median", "lower80", "upper80"]], raised[["median", "lower80", "upper80"]])
    assert (raised["chance"] >= ladder["chance"]).all()


def test_without_a_group_the_reason_is_said_or_raised() -> None:
    nation = opened.study("全国")
    assert nation.ranks("gdp")["reason"].tolist() == ["没有设定含本地的考核同组地区"]
    with pytest.raises(DataError, match="同组"):
        nation.rank_chances("gdp")
    with pytest.raises(DataError, match="同组"):
        nation.rank_ladder("gdp")
