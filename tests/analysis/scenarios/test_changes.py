"""Entries as changes of the draws: what they add to the year, and what cannot be changed now."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from shouguan.analysis.scenarios.changes import NotNowError, change, changes
from shouguan.analysis.scenarios.conditioning import condition, left_weights, rest
from shouguan.analysis.scenarios.entries import Entry, Judgement, Policy, Shift, Shock
from shouguan.analysis.scenarios.file import BUILT_IN, changes_for, load
from shouguan.core import paths
from shouguan.core.errors import DataError
from shouguan.data.observations import COLUMNS, View, as_of
from shouguan.models.outlook import Joint, Outlook
from tests.builders.joints import REGION, joint, three
from tests.builders.scenario_entries import JUDGED, POLICY, SHIFT, SHOCK, without


@pytest.fixture
def nothing() -> View:
    return as_of(pd.DataFrame(columns=list(COLUMNS)).astype({"released_on": "datetime64[us]"}), dt.date(2020, 10, 25))


def values(code: str, year: int, ytd: dict[str, float]) -> View:
    rows = [
        {
            "region": REGION,
            "indicator": code,
            "period": f"{year}{period}",
            "basis": "ytd",
            "measure": "value",
            "price": "nominal",
            "value": value,
            "released_on": pd.Timestamp("2020-02-01"),
        }
        for period, value in ytd.items()
    ]
    return as_of(pd.DataFrame(rows, columns=list(COLUMNS)), dt.date(2020, 10, 25))


def moved(made: Joint, entry: Any, view: View, code: str) -> np.ndarray:
    after = condition(made, [change(entry, made, view)])
    return after.of(REGION, code).remaining - made.of(REGION, code).remaining


def year_by(made: Joint, entry: Any, view: View, code: str) -> float:
    after = condition(made, [change(entry, made, view)])
    return float((after.of(REGION, code).full_year - made.of(REGION, code).full_year).mean())


def test_a_policy_adds_its_size_over_last_years_value_to_the_year(nothing: View) -> None:
    made = three()
    entry = Policy.model_validate(POLICY | {"pass_through": 0.6, "start": "2020-11", "base_value": 1200.0})
    # 8 × 0.6 / 1200 of the year, all of it in November and December, the same growth in both.
    assert year_by(made, entry, nothing, "fai") == pytest.approx(100 * 8 * 0.6 / 1200, abs=1e-9)
    by_month = moved(made, entry, nothing, "fai").mean(axis=0)
    share = left_weights(made.of(REGION, "fai"))[1:].sum()
    np.testing.assert_allclose(by_month, [0.0, 0.4 / share, 0.4 / share], atol=1e-9)


def test_a_policy_that_ends_touches_what_lies_between(nothing: View) -> None:
    entry = Policy.model_validate(POLICY | {"end": "2020-10"})
    by_month = moved(three(), entry, nothing, "fai").mean(axis=0)
    assert by_month[0] > 0.0
    np.testing.assert_allclose(by_month[1:], 0.0, atol=1e-9)


def test_the_share_that_shows_up_is_uncertain_for_all_periods_alike(nothing: View) -> None:
    entry = Policy.model_validate(POLICY | {"pass_through": 0.5, "pass_through_sd": 0.25})
    by_month = moved(three(), entry, nothing, "fai")
    np.testing.assert_allclose(by_month.std(axis=0), by_month.mean(axis=0) / 2, rtol=1e-9)
    np.testing.assert_allclose(by_month[:, 0], by_month[:, 2], atol=1e-9)


def test_a_policy_that_is_withdrawn_takes_away(nothing: View) -> None:
    entry = Policy.model_validate(POLICY | {"size": -8.0, "pass_through_sd": 0.1})
    assert year_by(three(), entry, nothing, "fai") == pytest.approx(-100 * 8 / 1200, abs=1e-9)
    assert min(change(entry, three(), nothing).sds) > 0.0, "doubt has no sign"


def test_a_policy_adds_as_much_under_stress_as_without(nothing: View) -> None:
    made = three()
    stress: list[Entry] = [Shift.model_validate(SHIFT | {"indicator": "industry_va"}), Shock.model_validate(SHOCK)]
    policy = Policy.model_validate(POLICY | {"pass_through_sd": 0.1})
    before, after, alone = (
        condition(made, changes(entries, made, nothing)) for entries in (stress, [*stress, policy], [policy])
    )
    for code in ("gdp", "fai", "industry_va"):
        added = after.of(REGION, code).full_year - before.of(REGION, code).full_year
        np.testing.assert_allclose(added, alone.of(REGION, code).full_year - made.of(REGION, code).full_year, atol=1e-9)


def test_last_years_value_is_looked_up_where_none_is_given() -> None:
    entry = Policy.model_validate(without(POLICY, "base_value") | {"indicator": "gdp", "start": "2020-11"})
    made = three()
    view = values("gdp", 2019, {"Q3": 1800.0, "Q4": 2650.0})
    # The fourth quarter of last year is 850; a policy that starts in November lies in it whole.
    np.testing.assert_allclose(moved(made, entry, view, "gdp"), 100 * 8 / 850, atol=1e-9)
    own = Policy.model_validate(POLICY | {"indicator": "gdp", "base_value": 1000.0})
    weight = left_weights(made.of(REGION, "gdp"))[0]
    np.testing.assert_allclose(moved(made, own, view, "gdp"), 100 * 8 / (1000 * weight), atol=1e-9)


def test_a_policy_from_the_years_beginning_has_all_of_last_year() -> None:
    made = joint({"gdp": 4}, np.full(4, 5.0), np.eye(4))
    entry = Policy.model_validate(without(POLICY, "base_value") | {"indicator": "gdp", "start": "2020Q1"})
    view = values("gdp", 2019, {"Q4": 2000.0})
    np.testing.assert_allclose(moved(made, entry, view, "gdp"), 0.4, atol=1e-9)


@pytest.mark.parametrize(
    ("code", "view", "message"),
    [
        pytest.param("fai", values("fai", 2019, {"-09": 900.0, "-12": 1200.0}), "可比口径的增速不能", id="investment"),
        pytest.param("gdp", values("gdp", 2019, {"Q3": 1800.0}), "没有 2019 年可用的累计值", id="no full year"),
        pytest.param(
            "gdp", values("gdp", 2018, {"Q3": 1.0, "Q4": 2.0}), "没有 2019 年可用的累计值", id="an earlier year"
        ),
        pytest.param(
            "gdp", values("gdp", 2019, {"Q3": 1800.0, "Q4": 1700.0}), "没有 2019 年可用的累计值", id="a year cut back"
        ),
    ],
)
def test_without_a_base_a_policy_asks_for_one(code: str, view: View, message: str) -> None:
    entry = Policy.model_validate(without(POLICY, "base_value") | {"indicator": code})
    with pytest.raises(DataError, match=rf"“贴息”：{message}.*请在该项写明 base_value（2019 年") as caught:
        change(entry, three(), view)
    assert "give base_value" in caught.value.en


def test_a_quarter_of_months_is_its_months(nothing: View) -> None:
    whole = Policy.model_validate(POLICY | {"start": "2020Q4", "end": "2020Q4"})
    months = Policy.model_validate(POLICY | {"start": "2020-10", "end": "2020-12"})
    assert change(whole, three(), nothing) == change(months, three(), nothing)
    fresh = joint({"fai": 11}, np.full(11, 5.0), np.eye(11))
    first = Policy.model_validate(POLICY | {"start": "2020Q1", "end": "2020Q1"})
    assert np.flatnonzero(change(first, fresh, nothing).values).tolist() == [0, 1], "January is in February's figure"


def test_a_shock_in_a_month_is_a_third_of_its_quarter_and_fades_by_month(nothing: View) -> None:
    made = three()
    alone = Shock.model_validate(SHOCK)
    np.testing.assert_allclose(moved(made, alone, nothing, "gdp"), -1.0, atol=1e-9)
    fading = Shock.model_validate(SHOCK | {"fade": 0.5})
    np.testing.assert_allclose(moved(made, fading, nothing, "gdp"), (-3.0 - 1.5) / 3, atol=1e-9)
    half = joint({"gdp": 2}, np.full(2, 5.0), np.eye(2))
    july = Shock.model_validate(SHOCK | {"period": "2020-08", "fade": 0.5})
    np.testing.assert_allclose(
        moved(half, july, nothing, "gdp").mean(axis=0),
        [-3.0 * 1.5 / 3, -3.0 * (0.25 + 0.125 + 0.0625) / 3],
        atol=1e-9,
    )


def test_a_shock_in_a_period_leaves_the_others_unless_it_fades(nothing: View) -> None:
    made = three()
    alone = Shock.model_validate(SHOCK | {"indicator": "industry_va"})
    np.testing.assert_allclose(moved(made, alone, nothing, "industry_va").mean(axis=0), [0.0, -3.0, 0.0], atol=1e-9)
    fading = Shock.model_validate(SHOCK | {"indicator": "industry_va", "period": "2020-10", "fade": 0.5})
    np.testing.assert_allclose(moved(made, fading, nothing, "industry_va").mean(axis=0), [-3, -1.5, -0.75], atol=1e-9)
    quarter = Shock.model_validate(SHOCK | {"period": "2020Q4"})
    np.testing.assert_allclose(moved(made, quarter, nothing, "gdp"), -3.0, atol=1e-9)
    fresh = joint({"gdp": 4}, np.full(4, 5.0), np.eye(4))
    second = Shock.model_validate(SHOCK | {"period": "2020Q2", "fade": 0.5})
    np.testing.assert_allclose(moved(fresh, second, nothing, "gdp").mean(axis=0), [0, -3, -1.5, -0.75], atol=1e-9)


def test_february_of_a_merged_calendar_is_january_and_february(nothing: View) -> None:
    fresh = joint({"industry_va": 11}, np.full(11, 5.0), np.eye(11))
    entry = Shock.model_validate(SHOCK | {"indicator": "industry_va", "period": "2020-02"})
    np.testing.assert_allclose(moved(fresh, entry, nothing, "industry_va").mean(axis=0)[:2], [-3.0, 0.0], atol=1e-9)
    with pytest.raises(NotNowError, match=r"没有时期 2020-01；可改动的时期：2020-02、2020-03"):
        change(Shock.model_validate(SHOCK | {"indicator": "industry_va", "period": "2020-01"}), fresh, nothing)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        pytest.param(
            Shift.model_validate(SHIFT | {"basis": "single", "periods": ["2020-09"]}),
            "2020-09 已经公布，不能改动；可改动的时期：2020-10、2020-11、2020-12",
            id="published",
        ),
        pytest.param(
            Shift.model_validate(SHIFT | {"basis": "ytd", "periods": ["2021-10"]}),
            "2021-10 不在预测的 2020 年内；可改动的时期：2020-10",
            id="next year",
        ),
        pytest.param(
            Shift.model_validate(SHIFT | {"basis": "single", "periods": ["2020Q4"]}),
            "该指标没有时期 2020Q4；可改动的时期：2020-10",
            id="a quarter of months",
        ),
        pytest.param(Shock.model_validate(SHOCK | {"period": "2020-09"}), "2020Q3 已经公布.*2020Q4", id="a month gone"),
        pytest.param(Policy.model_validate(POLICY | {"start": "2020-08"}), "2020-08 已经公布", id="a start gone"),
        pytest.param(Policy.model_validate(POLICY | {"end": "2021-01"}), "2021-01 不在预测的", id="an end beyond"),
        pytest.param(
            Judgement.model_validate(JUDGED | {"basis": "single", "periods": ["2020Q2"]}),
            "2020Q2 已经公布",
            id="judged",
        ),
        pytest.param(
            Shift.model_validate(SHIFT | {"indicator": "retail"}),
            "这里没有预测“retail”，不能改动；有效值：gdp、fai、industry_va",
            id="not forecast",
        ),
    ],
)
def test_what_cannot_be_changed_now_is_refused_with_what_can(nothing: View, entry: Any, message: str) -> None:
    with pytest.raises(NotNowError, match=message):
        changes([entry], three(), nothing)


def test_the_leading_indicator_is_gdp_or_the_first(nothing: View) -> None:
    (entry,) = changes_for(load(None), "stress")
    made = three()
    assert change(entry, made, nothing).indicator == "gdp"
    assert change(entry, Joint(made.outlooks[::-1]), nothing).indicator == "gdp"
    assert change(entry, Joint(made.outlooks[1:]), nothing).indicator == "fai"


def test_the_built_in_scenarios_reach_their_quantile(nothing: View) -> None:
    made = three()
    gdp = made.outlooks[0]
    for name, level in (("optimistic", 0.8), ("stress", 0.2)):
        after = condition(made, changes(changes_for(load(None), name), made, nothing)).outlooks[0]
        expected = np.quantile(rest(gdp).of(gdp), level)
        assert np.median(rest(after).of(after)) == pytest.approx(expected, abs=1e-9)


def test_a_judgement_and_a_shift_of_each_basis_say_the_right_figure(nothing: View) -> None:
    made = three()
    fai: Outlook = made.of(REGION, "fai")
    for basis, periods, wanted in (
        ("rest", (), rest(fai).of(fai)),
        ("full_year", (), fai.full_year),
        ("ytd", ("2020-11",), fai.ytd_paths[:, 1]),
        ("single", ("2020-12",), fai.remaining[:, 2]),
    ):
        raw = {"basis": basis, "periods": list(periods), "indicator": "fai"}
        judged = change(Judgement.model_validate(JUDGED | raw), made, nothing)
        assert (judged.kind, judged.values, judged.sds) == ("judge", (3.2,), (0.4,))
        np.testing.assert_allclose(judged.functionals[0].of(fai), wanted, atol=1e-12)
        shifted = change(Shift.model_validate(SHIFT | raw | {"sd": 0.3}), made, nothing)
        assert (shifted.kind, shifted.values, shifted.sds) == ("add", (-1.0,), (0.3,))
        assert shifted.functionals == judged.functionals


def test_a_month_of_another_year_is_refused_by_its_quarter(nothing: View) -> None:
    made = three()
    later = Joint(tuple(replace(each, year=2021) for each in made))
    with pytest.raises(NotNowError, match=r"2020Q4 不在预测的 2021 年内"):
        change(Shock.model_validate(SHOCK), later, nothing)


def test_the_demonstration_city_has_scenarios_of_its_own(nothing: View) -> None:
    found = load(paths.places() / "demo-city")
    assert list(found) == ["base", "optimistic", "stress", "policy"]
    assert found["policy"].extends == "stress"
    made = three()
    for name in found:
        after = condition(made, changes(changes_for(found, name), made, nothing))
        assert np.isfinite(after.outlooks[0].full_year).all()
    assert BUILT_IN["stress"] != found["stress"]
