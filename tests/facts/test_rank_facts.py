"""Facts of the assessment, and what page one says of them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from shouguan.core.periods import Lang
from shouguan.facts.complete import complete
from shouguan.facts.contents import Contents
from shouguan.facts.rank_rows import RankRow
from shouguan.facts.table import FactTable
from shouguan.report.live import Live
from shouguan.report.sections import page_one, pictures
from shouguan.report.sections.assessed import assessed
from tests.builders import opened
from tests.builders.cities import plain

DAY = "2020-10-25"


@lru_cache
def made_once(place: str = "demo-city", lang: Lang = "zh") -> Live:
    return opened.fresh(place, DAY, lang).context


def under(folder: Path, text: str, lang: Lang = "zh") -> Live:
    """Return the demonstration city with other rules of assessment, its forecasts as they are."""
    (folder / "assessment.yaml").write_text(text, encoding="utf-8")
    made = made_once(lang=lang)
    own = {key: fact for key, fact in made.facts.facts.items() if fact.region == made.place.region}
    page = Live(
        replace(made.place, folder=folder),
        made.as_of,
        made.year,
        lang,
        facts=FactTable(own),
        sheets=made.sheets,
        contents=Contents(standing=made.contents.standing),
        view=made.view,
        linked=made.linked,
        plain=made.plain,
    )
    complete(page, "ranks", "score")
    return page


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Live:
    """Return the demonstration city without rules of assessment."""
    page = under(tmp_path_factory.mktemp("city"), "{}")
    complete(page, "rungs", "peers")
    return page


def row(page: Live, code: str = "gdp") -> RankRow:
    found = page.contents.ranks[code]
    assert isinstance(found, RankRow)
    return found


def test_the_facts_are_those_of_the_interface(city: Live) -> None:
    table = opened.study().ranks("gdp").iloc[0]
    gdp = row(city)
    assert (gdp.best.value, gdp.median.value, gdp.worst.value) == (
        table["rank_from"],
        table["median_rank"],
        table["rank_to"],
    )
    assert gdp.up is not None and gdp.up.value == pytest.approx(100 * table["chance_up"])
    assert gdp.step is not None and gdp.step.value == pytest.approx(table["step"])
    assert gdp.worth is not None and gdp.worth.value == pytest.approx(table["step_yi_yuan"])
    assert gdp.without is None


def test_the_rungs_are_the_chances_of_the_interface(city: Live) -> None:
    study = opened.study()
    chances = study.rank_chances("gdp").loc["示范市"]
    ladder = study.rank_ladder("gdp")
    rungs = city.contents.rungs["gdp"]
    assert [each.rank.value for each in rungs] == [rank for rank, chance in chances.items() if chance >= 0.005]
    for each in rungs:
        assert each.chance.value == pytest.approx(100 * chances[int(each.rank.value)])
        assert each.takes is None or each.takes.value == pytest.approx(ladder["median"][int(each.rank.value)])


def test_page_one_says_the_ranks_and_the_score(tmp_path: Path) -> None:
    page = under(tmp_path, "rules: {gdp: {weight: 60}, retail: {weight: 40}}")
    gdp = row(page)
    said = plain(assessed(page))
    assert f"地区生产总值第{gdp.best.display}—{gdp.worst.display}位（前移可能性" in said
    score = page.contents.score
    assert score is not None and score.share is not None and score.share.value == pytest.approx(60)
    assert f"按考核办法预计得分{score.expected.display}（80%区间" in said
    assert "已计分的指标占权重的60%" in said
    assert said in plain(page_one.page_one(page))


def test_it_is_said_in_english_too(tmp_path: Path) -> None:
    said = plain(assessed(under(tmp_path, "rules: {gdp: {weight: 60}}", "en")))
    assert "Ranks of the year (estimates, 80% range, 11 regions): GDP no. " in said
    assert "Expected score under the rules of assessment " in said


def test_the_score_is_the_mean_over_the_draws(tmp_path: Path) -> None:
    page = under(tmp_path, "rules: {gdp: {weight: 1, step: 4}}")
    assert page.group is not None
    own = page.group.growth["gdp"]
    better = (np.floor(own * 10 + 0.5) > np.floor(own[0] * 10 + 0.5)).sum(axis=0)
    score = page.contents.score
    assert score is not None and score.expected.value == pytest.approx(100 - 4 * better.mean())
    assert set(score.gained) == {"gdp"}


def test_without_rules_there_is_no_score_and_without_a_group_nothing_is_said(tmp_path: Path) -> None:
    page = under(tmp_path, "{}")
    assert page.contents.score is None
    nation = made_once("全国")
    complete(nation, "ranks", "score")
    assert (nation.contents.ranks, nation.contents.score, assessed(nation)) == ({}, None, "")


def test_peers_have_no_names_on_pages_unless_the_office_says_so(city: Live, tmp_path: Path) -> None:
    names = {region.name for code, region in city.place.regions.items() if code in city.place.settings.peers}
    names.discard("示范市")
    gdp = city.sheets["gdp"]
    ahead = city.standing(gdp).next_ahead
    assert ahead is not None and ahead[0] == "丙地"
    shown = str(pictures.peers(city, gdp)) + str(pictures.rank_chances(city, gdp))
    assert not [name for name in names if name in shown]
    labels = " ".join(fact.label_zh for fact in city.facts)
    assert not [name for name in names if name in labels]
    named = under(tmp_path, "anonymous: false")
    complete(named, "peers")
    assert all(name in str(pictures.peers(named, gdp)) for name in names)


def test_a_class_has_its_own_ranks(tmp_path: Path) -> None:
    page = under(tmp_path, "groups: {一类: ['999901', '999902', '999903'], 二类: ['999904']}")
    assert row(page).peers.value == 3
