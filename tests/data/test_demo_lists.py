"""The demonstration city's lists: invented and marked, the same from their seed, at one with the published growth."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import openpyxl
import pandas as pd
import pytest

from shouguan.core import paths
from shouguan.data import investment_settings, registers
from shouguan.ingest import importing
from shouguan.ingest.readers.reading import Options

HERE = paths.places() / "demo-city"
KINDS = ("ledger", "problems", "reserve", "enterprises", "bonds")


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Import the generator, a script beside its data, with the modules that it simulates with."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.syspath_prepend(str(HERE))
    import generate_lists  # noqa: PLC0415

    return generate_lists


def test_the_newest_ledger_comes_through_the_data_door_as_it_is_stored(generator: ModuleType, tmp_path: Path) -> None:
    projects = generator.made(np.random.default_rng([generator.SEED, 2]))
    file = generator.ledger(tmp_path, projects, len(generator.MONTHS) - 1)
    reading = importing.read(file, None, Options())
    assert reading.kind == "ledger" and not reading.has_errors
    stored = registers.read(HERE, "ledger")
    stored = stored[stored["period"] == "2020-09"]
    assert [row["project_name"] for row in reading.rows] == stored["project_name"].tolist()
    for name in ("total_investment_wan_yuan", "ytd_done_wan_yuan", "statistics_ytd_wan_yuan"):
        read = pd.Series([row[name] for row in reading.rows], dtype=float)
        np.testing.assert_array_equal(read.to_numpy(), stored[name].to_numpy(float))


def test_another_seed_makes_other_projects(generator: ModuleType, tmp_path: Path) -> None:
    """The control: the figures do come from the seed, so the equality above says something."""
    projects = generator.made(np.random.default_rng([generator.SEED + 1, 2]))
    sheet = openpyxl.load_workbook(generator.ledger(tmp_path, projects, len(generator.MONTHS) - 1)).active
    stored = registers.read(HERE, "ledger")
    names = {row[2] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert names != set(stored.loc[stored["period"] == "2020-09", "project_name"])


@pytest.mark.long
def test_the_generator_writes_the_lists_that_are_there(generator: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    there = {kind: (HERE / f"{kind}.csv").read_bytes() for kind in KINDS}
    try:
        generator.main()
        assert [kind for kind in KINDS if (HERE / f"{kind}.csv").read_bytes() != there[kind]] == []
    finally:
        for kind, content in there.items():
            (HERE / f"{kind}.csv").write_bytes(content)


def test_every_row_says_that_it_is_invented() -> None:
    for kind in KINDS:
        assert registers.read(HERE, kind)["source"].str.contains("演示数据").all(), kind
    level = investment_settings.read(HERE).level
    assert level is not None and level.source == "演示数据"


def test_there_is_a_ledger_of_24_months_with_about_400_projects() -> None:
    table = registers.read(HERE, "ledger")
    assert table["period"].nunique() == 24
    assert 380 <= (table["period"] == "2020-09").sum() <= 450
    assert registers.read(HERE, "enterprises")["period"].value_counts()["2020-09"] == 1200
    bonds = registers.read(HERE, "bonds")
    assert ((bonds["period"] == "2020-09") & (bonds["fund_kind"] == "专项债")).sum() == 40


def test_what_the_statistics_hold_of_the_ledger_is_a_part_of_the_city_s_investment(generator: ModuleType) -> None:
    from simulated_projects import MONTHS, investment  # noqa: PLC0415

    city = pd.Series(investment(), index=pd.MultiIndex.from_tuples(MONTHS)).groupby(level=0).cumsum()
    table = registers.read(HERE, "ledger")
    counted = table.groupby("period")["statistics_ytd_wan_yuan"].sum()
    for (year, month), whole in city.items():
        share = counted.get(f"{year}-{month:02d}", np.nan) / whole
        assert np.isnan(share) or 0.15 < share < 0.55, (year, month, share)
    growth = city[2019, 12] / city[2018, 12] * 100 - 100
    own = pd.read_csv(HERE / "observations" / "fai.csv").query("region == 999901").set_index("period")
    published = own.at["2019-12", "value"]
    assert growth == pytest.approx(published, abs=1.0)
    level = investment_settings.read(HERE).level
    assert level is not None and level.value == pytest.approx(city[2019, 12] / 1e4, abs=0.1)


def test_months_never_fall_back_but_where_the_year_begins() -> None:
    table = registers.read(HERE, "ledger").sort_values(["project_code", "period"])
    year = table["period"].str[:4]
    step = table.groupby([table["project_code"], year])["ytd_done_wan_yuan"].diff()
    assert (step.dropna() >= 0).all()
