"""The pace of a year as an analyst gets it: figures of the forecast and the settings, and words where there is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import shouguan as sg
from shouguan.core import paths
from shouguan.core.errors import DataError
from tests.builders import opened

DAY = "2020-10-25"


@pytest.fixture(scope="module")
def city() -> sg.Study:
    return opened.study()


@pytest.fixture(scope="module")
def fai(city: sg.Study) -> pd.DataFrame:
    return city.pace("fai")


def test_the_way_and_the_forecast_are_those_of_the_forecast(city: sg.Study, fai: pd.DataFrame) -> None:
    ahead = city.forecast("fai")
    path, table = ahead.path(4.0), ahead.table()
    left = fai.loc[table.index]
    np.testing.assert_allclose(left["needed"], path["ytd"])
    np.testing.assert_allclose(left["needed_single"], path["single"])
    np.testing.assert_allclose(left["expected"], table["median"])
    np.testing.assert_allclose(left["expected_lower80"], table["q10"])
    assert fai.attrs == {"indicator": "fai", "year": 2020, "target": 4.0, "chance": ahead.chance(4.0), "rule": "path"}
    assert fai["ytd"].dropna().tolist() == list(ahead.outlook.known)


def test_published_months_are_judged_by_the_way_as_the_year_began(fai: pd.DataFrame) -> None:
    known = fai[fai["ytd"].notna()]
    np.testing.assert_allclose(known["behind_pp"], known["eve"] - known["ytd"])
    left = fai[fai["ytd"].isna()]
    np.testing.assert_allclose(left["behind_pp"], left["needed"] - left["expected"])
    assert fai["eve"].iloc[-1] == pytest.approx(4.0)
    assert (fai["light"] != "").all() and set(fai["colour"]) <= {"green", "yellow", "red"}


def test_a_ledger_gives_the_s_curve_and_the_nation_where_there_is_none(fai: pd.DataFrame) -> None:
    nation = sg.open_place("全国", "2023-05-20").pace("fai", 5.0)
    assert nation["curve_pct"].iloc[0] == pytest.approx(9.5)
    assert fai["curve_pct"].iloc[0] != pytest.approx(9.5) and fai["curve_pct"].iloc[-1] == pytest.approx(100.0)
    assert fai["curve_pct"].is_monotonic_increasing


def test_quarters_and_weeks_end_where_the_months_do(city: sg.Study, fai: pd.DataFrame) -> None:
    quarters, weeks = city.pace("fai", by="quarter"), city.pace("fai", by="week")
    assert quarters.loc["2020Q4", "needed"] == pytest.approx(fai.loc["2020-12", "needed"])
    assert weeks["progress_pct"].iloc[-1] == pytest.approx(100.0)
    reached = fai.loc["2020-09", "progress_pct"]
    assert weeks["added_pct"].sum() == pytest.approx(100.0 - reached)
    gdp = city.pace("gdp", by="quarter")
    np.testing.assert_allclose(gdp["needed"], city.pace("gdp")["needed"].dropna())


def test_another_target_is_taken_as_it_is_asked(city: sg.Study) -> None:
    assert city.pace("gdp", 3.0)["needed"].iloc[-1] == pytest.approx(3.0)
    with pytest.warns(UserWarning, match="几乎没有达到"):
        far = city.pace("gdp", 30.0)
    assert far["needed"].iloc[-1] == pytest.approx(30.0)


def test_what_has_no_way_says_why(city: sg.Study) -> None:
    with pytest.raises(DataError, match="没有retail的年度目标"):
        city.pace("retail")
    with pytest.raises(DataError, match="week"):
        city.pace("fai", by="weekly")


def test_the_office_s_own_rule_and_words_decide(tmp_path: Path) -> None:
    folder = tmp_path / "city"
    shutil.copytree(paths.places() / "demo-city", folder)
    (folder / "pacing.yaml").write_text(
        "indicators:\n"
        "  fai: {rule: plan, plan: {year: 2020, source: 计划, cumulative: {6: 52, 9: 85, 12: 100}}}\n"
        "lights: {progress: {yellow: 5, red: 12, words: {red: 预警}}}\n",
        encoding="utf-8",
    )
    found = sg.open_place(str(folder), DAY).pace("fai")
    assert found.loc["2020-09", "plan_pct"] == 85 and found.attrs["rule"] == "plan"
    behind = 85 - found.loc["2020-09", "progress_pct"]
    assert found.loc["2020-09", "behind_pp"] == pytest.approx(behind)
    assert found.loc["2020-09", "light"] == ("预警" if behind > 12 else "滞后")
    assert found.loc["2020-08", "light"] == "" and np.isnan(found.loc["2020-08", "behind_pp"])
