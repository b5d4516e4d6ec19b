"""The demonstration city's weekly figures: invented and marked, the same from their seed, at one with its months."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import shouguan as sg
from shouguan.core import paths
from shouguan.core.periods import Period
from shouguan.data import weekly
from shouguan.data.place import load
from shouguan.ingest.checks import weeks
from shouguan.models.early_evidence import Daily
from tests.builders import opened

HERE = paths.places() / "demo-city"


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """Import the generator, a script beside its data, writing into a copy of the city."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.syspath_prepend(str(HERE))
    import generate_weekly  # noqa: PLC0415

    city = tmp_path / "demo-city"
    shutil.copytree(HERE, city, ignore=shutil.ignore_patterns("*.py", ".lock", "ledger.csv", "enterprises.csv"))
    monkeypatch.setattr(generate_weekly, "HERE", city)
    return generate_weekly


def test_the_generator_writes_the_weeks_that_are_there_and_nothing_else(generator: ModuleType) -> None:
    before = {file: file.read_bytes() for file in generator.HERE.rglob("*.csv") if file.name != "weekly.csv"}
    (generator.HERE / "weekly.csv").unlink()
    generator.main()
    assert (generator.HERE / "weekly.csv").read_bytes() == (HERE / "weekly.csv").read_bytes()
    assert {file: file.read_bytes() for file in before} == before


def test_another_seed_makes_other_weeks(generator: ModuleType) -> None:
    """The control: the figures do come from the seed, so the equality above says something."""
    one, other = (generator.made(np.random.default_rng([generator.SEED + more, 52])) for more in (0, 1))
    assert one.keys() == other.keys() and one != other


def test_every_line_says_that_it_is_invented_and_none_is_in_doubt() -> None:
    table = weekly.known(load("demo-city"))
    assert table["source"].str.contains("演示数据").all()
    assert set(table["indicator"]) == {"project_investment", "electricity_industry", "freight_volume", "tax_revenue"}
    rows = table.to_dict("records")
    assert weeks.check(rows) == [] and weeks.gaps(rows) == []


@pytest.mark.parametrize(
    ("code", "name", "after", "apart", "together"),
    [
        ("fai", "project_investment", 0, 3.5, 0.9),
        ("industry_va", "electricity_industry", 0, 3.0, 0.9),
        ("industry_va", "freight_volume", 0, 4.0, 0.7),
        ("industry_va", "tax_revenue", 1, 4.0, 0.7),
    ],
)
def test_growth_of_the_weeks_is_near_that_of_the_published_months(
    code: str, name: str, after: int, apart: float, together: float
) -> None:
    city = opened.study()
    table = weekly.known(city.place)
    daily = Daily(table[table["indicator"] == name], weekly.INDICATORS[name].rest_day, True, after)
    months = city.observations(code).query("period >= '2019-02' and period != '2019-12'")[: 18 - after]
    reported = np.array([daily.growth(Period.parse(period), 1.0) for period in months["period"]])
    assert np.isfinite(reported).all() and len(reported) == 18 - after
    assert np.abs(reported - months["single"].to_numpy()).mean() < apart
    assert np.corrcoef(reported, months["single"])[0, 1] > together


def test_no_forecast_moves_by_weekly_figures_unless_it_is_asked_for(generator: ModuleType) -> None:
    shutil.copy(HERE / "place.yaml", generator.HERE / "place.yaml")
    bare = generator.HERE
    (bare / "weekly.csv").unlink()
    one, other = (sg.open_place(str(place), as_of="2020-10-17") for place in ("demo-city", bare))
    for code in ("gdp", "fai", "industry_va"):
        np.testing.assert_array_equal(one.forecast(code).outlook.full_year, other.forecast(code).outlook.full_year)
    assert other.early_signal().empty


def test_the_signal_stands_beside_the_forecast_and_others_follow_it() -> None:
    city = opened.study(day="2020-10-17")
    table = city.early_signal().drop_duplicates("indicator").set_index("indicator")
    for code in ("gdp", "fai", "industry_va"):
        assert table.loc[code, "median"] == pytest.approx(city.forecast(code).outlook.quantile(0.5), abs=1e-9)
    fai = table.loc["fai"]
    assert (fai["period"], fai["covered"], fai["working_days"], fai["reason"]) == ("2020-09", 23, 23, "")
    assert fai["shift"] > 0.5 and fai["median_with"] > fai["median"] + 0.1
    # September was published three days later, and investment came out better than forecast
    later = opened.study().forecast("fai").outlook.quantile(0.5)
    assert fai["median"] < later
    assert table.loc["gdp", "median_with"] > table.loc["gdp", "median"]
    assert np.isnan(table.loc["gdp", "shift"])


def test_industry_has_a_row_for_each_kind_of_weekly_figures_and_one_year() -> None:
    table = opened.study(day="2020-10-17").early_signal("industry_va").set_index("source")
    assert table.index.tolist() == ["electricity_industry", "freight_volume", "tax_revenue"]
    assert set(table["period"]) == {"2020-09"} and table["median_with"].nunique() == 1
    # by 17 October tax of its first nine days is reported, and that is what was paid on September
    assert table["reported"].tolist() == ["2020-09", "2020-09", "2020-10"]
    assert table["covered"].tolist() == [23, 23, 2] and "不足20%" in table.loc["tax_revenue", "reason"]


def test_a_signal_that_does_not_count_says_why_in_either_language() -> None:
    city = opened.study()
    for lang, words in (("zh", "没有改进"), ("en", "did not improve")):
        table = city.early_signal(["fai", "industry_va"], lang=lang)
        assert table["reason"].str.contains(words).all()
        assert (table["median"] == table["median_with"]).all()


def test_the_command_line_tells_the_signal_beside_the_forecast(run: Any) -> None:
    code, out, _ = run("forecast", "demo-city", "--indicator", "fai", "--as-of", "2020-10-17", "--json")
    made = json.loads(out)
    city = opened.study(day="2020-10-17")
    assert code == 0 and made["full_year"]["median"] == pytest.approx(
        city.forecast("fai").outlook.quantile(0.5), abs=1e-4
    )
    signal = made["early_signal"]
    (told,) = signal["sources"]
    assert (told["source"], told["reported"], told["covered"]) == ("project_investment", "2020-09", 23)
    assert (signal["period"], signal["shift"]) == ("2020-09", told["shift"])
    assert signal["median"] > made["full_year"]["median"] and told["why_not"] is None
    code, out, _ = run("forecast", "demo-city", "--indicator", "fai", "--as-of", "2020-10-17")
    assert (
        f"早期信号（项目周报投资，2020-09 已报 23/23 个工作日）：2020-09 当期增速 {told['shift']:+.1f} 个百分点" in out
    )
    assert f"计入早期信号（不是统计数，未计入以上测算）：全年 {signal['median']:.1f}%" in out
    code, out, _ = run("--lang", "en", "forecast", "demo-city", "--indicator", "fai", "--as-of", "2020-10-25")
    assert "not counted, in the past the weeks did not improve" in out
    code, out, _ = run("forecast", "demo-city", "--indicator", "gdp", "--as-of", "2020-10-25", "--json")
    assert "early_signal" not in json.loads(out)
