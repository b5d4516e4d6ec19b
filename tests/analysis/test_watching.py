"""All flags of a place: the demonstration city; it without lists, peers or a release before; a peer that revises."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache

import pandas as pd
import pytest

from shouguan.analysis import watching
from shouguan.analysis.watching import Raised, compared_with, watch
from shouguan.data.actions import Action
from shouguan.data.place import Place, load
from shouguan.data.warning_settings import WarningSettings
from shouguan.ingest.readers import actions as action_reader
from shouguan.investment import listed
from shouguan.models import calibrated
from shouguan.models.outlook import Outlook

DAY, BEFORE = dt.date(2020, 10, 25), dt.date(2020, 7, 23)
RULES = WarningSettings()
QUARTER = "2020Q3"


@lru_cache
def city() -> Place:
    return load("demo-city")


def outlooks(place: Place, *codes: str, day: dt.date = DAY) -> list[Outlook]:
    return [calibrated.fit_predict(place, place.as_of(day), code, 2020) for code in codes]


def codes(raised: tuple[Raised, ...]) -> set[str]:
    return {each.flag.code for each in raised}


def watched(
    place: Place, *indicators: str, settings: WarningSettings = RULES, day: dt.date = DAY
) -> tuple[Raised, ...]:
    return watch(place, place.as_of(day), outlooks(place, *indicators, day=day), settings)


def test_the_demonstration_city() -> None:
    place = city()
    lists = listed.known(place, place.as_of(DAY), 2020)
    raised = watch(
        place,
        place.as_of(DAY),
        outlooks(place, "gdp", "fai"),
        RULES,
        lists=lists,
        actions=action_reader.read(place.folder) or (),
    )
    assert {"chance_falls", "turning", "overdue_problems", "fund_deadline"} <= codes(raised)
    weights = [each.flag.weight for each in raised]
    assert weights == sorted(weights, reverse=True)
    assert ("turning", "fai") not in {(each.flag.code, each.flag.indicator) for each in raised}
    for each in raised:
        assert len(each.remedies) <= RULES.actions
        assert all("申报纳统" not in remedy.action for remedy in each.remedies)
        if each.flag.indicator == "gdp":
            assert each.remedies and all(remedy.points is None for remedy in each.remedies)


def test_a_place_without_lists_peers_or_actions_has_flags_of_its_forecast_alone() -> None:
    alone = replace(city(), settings=city().settings.model_copy(update={"peers": ()}), folder=None)
    raised = watched(alone, "gdp")
    assert codes(raised) == {"chance_falls", "turning"}
    assert all(each.remedies == () for each in raised)


def test_the_first_release_of_a_year_has_nothing_to_be_compared_with() -> None:
    first = dt.date(2020, 4, 28)
    assert compared_with(city(), "gdp", 2020, first, RULES) is None
    raised = watched(city(), "gdp", day=first)
    assert not {"chance_falls", "overtaken", "revised"} & codes(raised)
    assert "drop" in codes(raised)


def test_the_earlier_day_is_the_release_before_or_so_many_days_ago_or_the_one_named() -> None:
    assert compared_with(city(), "gdp", 2020, DAY, RULES) == BEFORE
    weekly = RULES.model_copy(update={"days_back": 7})
    assert compared_with(city(), "gdp", 2020, DAY, weekly) == DAY - dt.timedelta(days=7)
    assert compared_with(city(), "gdp", 2020, DAY, weekly, since=BEFORE) == BEFORE


def test_a_week_without_news_raises_no_fall_of_the_chance() -> None:
    late = dt.date(2020, 11, 10)  # nothing came out between 3 and 10 November
    assert "chance_falls" not in codes(
        watched(city(), "gdp", settings=RULES.model_copy(update={"days_back": 7}), day=late)
    )
    assert "chance_falls" in codes(
        watched(city(), "gdp", settings=RULES.model_copy(update={"days_back": 20}), day=late)
    )


def test_a_forecast_that_stands_already_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    place = replace(city(), settings=city().settings.model_copy(update={"peers": ()}))
    now, then = outlooks(place, "gdp"), outlooks(place, "gdp", day=BEFORE)
    own = watch(place, place.as_of(DAY), now, RULES)

    def refuse(*_: object, **__: object) -> Outlook:
        raise AssertionError("it was forecast again")

    monkeypatch.setattr(watching.calibrated, "fit_predict", refuse)
    assert watch(place, place.as_of(DAY), now, RULES, earlier={"gdp": then[0]}) == own


def revising(place: Place, region: str, value: float, day: dt.date) -> Place:
    """Return the place with a figure of the third quarter that comes out anew on a day."""
    table = place.table
    own = table[(table["region"] == region) & (table["indicator"] == "gdp") & (table["period"] == QUARTER)]
    own = own[(own["basis"] == "ytd") & (own["measure"] == "growth")]
    assert len(own) == 1
    new = own.assign(value=value, released_on=pd.Timestamp(day), vintage="revised")
    return replace(place, table=pd.concat([table, new], ignore_index=True))


def _of_quarter(place: Place, region: str) -> float:
    return next(value for period, value in place.as_of(DAY).ytd_growth(region, "gdp").items() if str(period) == QUARTER)


def test_a_peer_that_revises_may_overtake() -> None:
    place, later = city(), dt.date(2020, 11, 12)
    weekly = RULES.model_copy(update={"days_back": 7})
    quiet = watched(place, "gdp", settings=weekly, day=later)
    assert "overtaken" not in codes(quiet)
    third = {code: _of_quarter(place, code) for code in place.settings.peers}
    own = third[place.region]
    behind = next(code for code, growth in third.items() if growth < own)
    changed = revising(place, behind, own + 1.0, later)
    raised = watched(changed, "gdp", settings=weekly, day=later)
    (flag,) = [each.flag for each in raised if each.flag.code == "overtaken"]
    before, now = flag.figures
    assert now.value == before.value + 1 and str(before.when) == str(now.when) == QUARTER
    assert "revised" not in codes(raised)  # it is not the place's own figure


def test_own_figures_that_are_revised() -> None:
    place, later = city(), dt.date(2020, 11, 12)
    own = _of_quarter(place, place.region)
    changed = revising(place, place.region, own - 0.3, later)
    (flag,) = [each.flag for each in watched(changed, "gdp", day=later) if each.flag.code == "revised"]
    assert [round(figure.value, 1) for figure in flag.figures] == [own, round(own - 0.3, 1)]
    assert flag.since == later


def test_a_flag_that_is_switched_off_is_not_looked_at() -> None:
    off = RULES.model_copy(update={"flags": RULES.flags.model_copy(update={"turning": False})})
    assert codes(watched(city(), "gdp")) - codes(watched(city(), "gdp", settings=off)) == {"turning"}


def test_actions_that_are_done_or_about_other_figures_are_no_remedies() -> None:
    def action(what: str, state: str, indicator: str) -> Action:
        return Action(what, "某局", dt.date(2020, 11, 1), state, indicator, "第1行")  # type: ignore[arg-type]

    listed_ones = [
        action("走访", "推进中", "gdp_industry"),
        action("完成的", "已完成", "gdp"),
        action("投资的", "推进中", "fai_manufacturing"),
        action("指导企业依法申报纳统", "推进中", "gdp"),
        action("货运", "未开始", "freight_turnover"),
    ]
    raised = watch(city(), city().as_of(DAY), outlooks(city(), "gdp"), RULES, actions=listed_ones)
    assert {remedy.action for each in raised for remedy in each.remedies} == {"走访", "货运"}
