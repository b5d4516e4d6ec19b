"""Each check finds what it is for, at its place, and is silent where nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from shouguan.analysis import checking, revisions
from shouguan.core import paths
from shouguan.core.findings import Finding
from shouguan.data import observations
from shouguan.data.observations import COLUMNS
from shouguan.data.place import Place, Region, load
from shouguan.data.settings import Settings
from shouguan.ingest.checks.arithmetic import arithmetic
from shouguan.ingest.checks.series import series
from shouguan.ingest.checks.slips import slips
from shouguan.ingest.checks.within import within

CITY = "999901"
Rows = list[dict[str, Any]]


def rows(
    code: str,
    basis: str,
    measure: str,
    figures: dict[str, float],
    *,
    region: str = CITY,
    released: str = "",
    price: str | None = None,
) -> Rows:
    """Return observations of one series, each from its own cell."""
    unit = "%" if measure == "growth" else "亿元"
    prices = {
        "growth": "nominal" if code in {"retail", "fiscal_revenue"} else "comparable" if code == "fai" else "real"
    }
    found = []
    for number, (period, value) in enumerate(figures.items(), start=2):
        year = int(period[:4])
        day = released or f"{year + 1}-06-01"
        own = (region, code, period, basis, measure, price or prices.get(measure, "nominal"), value, unit, day)
        found.append(dict(zip(COLUMNS, (*own, "calendar", "first", f"表.xlsx#{code}!B{number}", ""), strict=True)))
    return found


def quarters(year: int, *values: float) -> dict[str, float]:
    return {f"{year}Q{q}": value for q, value in enumerate(values, start=1)}


def months(year: int, *values: float) -> dict[str, float]:
    return {f"{year}-{month:02d}": value for month, value in enumerate(values, start=2)}


def placed(found: Rows) -> pd.DataFrame:
    table = pd.DataFrame(found, columns=list(COLUMNS))
    return table.assign(
        released_on=pd.to_datetime(table["released_on"]), _file="gdp.csv", _row=range(2, len(table) + 2)
    )


def place_of(found: Rows, regions: tuple[Region, ...] = ()) -> Place:
    settings = Settings(region=CITY, name="示范市", name_en="Demo")
    table = placed(found)[list(COLUMNS)]
    return Place("demo", settings, {r.code: r for r in regions}, table, (), (Path("place.yaml"),))


def check(found: Rows, regions: tuple[Region, ...] = (), official: Rows | None = None) -> list[Finding]:
    from shouguan.ingest.checks.stored import stored  # noqa: PLC0415

    own = placed(found)
    others = placed(official or [])[list(COLUMNS)] if official else own.iloc[:0]
    return [*stored(place_of(found, regions), own, others), *within(found, "表.xlsx")]


GDP = quarters(2020, 400, 900, 1450, 2000)
SINGLE = quarters(2020, 400, 500, 550, 550)
GROWTH = quarters(2020, -6.8, -1.6, 0.7, 2.3)
ONES = quarters(2020, -6.8, 3.1, 4.9, 6.5)
BASE = quarters(2019, 420, 940, 1460, 2010)
CLEAN = [
    *rows("gdp", "ytd", "value", BASE | GDP),
    *rows("gdp", "single", "value", SINGLE),
    *rows("gdp", "ytd", "growth", GROWTH),
    *rows("gdp", "single", "growth", ONES),
    *rows("gdp_primary", "ytd", "value", quarters(2020, 20, 60, 120, 180)),
    *rows("gdp_secondary", "ytd", "value", quarters(2020, 160, 360, 580, 800)),
    *rows("gdp_tertiary", "ytd", "value", quarters(2020, 220, 480, 750, 1020)),
    *rows("gdp_primary", "ytd", "growth", quarters(2020, -3.2, 0.9, 2.3, 3.0)),
    *rows("gdp_secondary", "ytd", "growth", quarters(2020, -9.6, -1.9, 0.9, 2.6)),
    *rows("gdp_tertiary", "ytd", "growth", quarters(2020, -5.2, -1.6, 0.4, 2.1)),
    *rows("retail", "ytd", "value", months(2019, *range(100, 861, 70)) | months(2020, 80, 130, 190, 255, 330)),
    *rows("retail", "ytd", "growth", months(2020, -20.0, -23.5, -20.8, -17.7, -13.2)),
    *rows("fai", "ytd", "value", months(2020, 100, 90, 200)),
    *rows("fai", "ytd", "growth", months(2020, -24.5, -16.1, -10.3)),
]


def test_sound_figures_pass_without_a_word() -> None:
    assert [finding.message("zh") for finding in check(CLEAN)] == []


def changed(code: str, basis: str, measure: str, figures: dict[str, float]) -> Callable[[], Rows]:
    """Return the clean rows with some figures of one series changed."""

    def make() -> Rows:
        made = [dict(row) for row in CLEAN]
        for row in made:
            if (row["indicator"], row["basis"], row["measure"]) == (code, basis, measure) and row["period"] in figures:
                row["value"] = figures[row["period"]]
        return made

    return make


@pytest.mark.parametrize(
    ("make", "severity", "said"),
    [
        pytest.param(
            changed("gdp", "single", "value", {"2020Q3": 1600}), "error", "当期与累计两列可能对调", id="swapped"
        ),
        pytest.param(changed("gdp", "ytd", "value", {"2020Q3": 850}), "warning", "小于上一期累计", id="falls"),
        pytest.param(changed("gdp", "single", "value", {"2020Q3": 590}), "warning", "累计之差为 550", id="difference"),
        pytest.param(
            changed("gdp", "ytd", "growth", {"2020Q4": 3.3}), "warning", "超出舍入范围", id="contradicts singles"
        ),
        pytest.param(changed("gdp_primary", "ytd", "value", {"2020Q4": 90}), "warning", "3 个分项之和不符", id="parts"),
        pytest.param(
            changed("gdp", "ytd", "growth", {"2020Q1": 4.1}), "warning", "不在各分项增速之间", id="outside parts"
        ),
        pytest.param(
            changed("retail", "ytd", "value", {"2020-05": 2550.0}), "warning", "小数点可能错位", id="ten times"
        ),
        pytest.param(changed("retail", "ytd", "value", {"2020-06": 3300000.0}), "warning", "万与亿", id="万 for 亿"),
        pytest.param(changed("retail", "ytd", "growth", {"2020-04": 20.0}), "warning", "基数可能已调整", id="base"),
        pytest.param(
            changed(
                "retail", "ytd", "value", dict(zip(months(2020, *[0] * 5), (100, 170, 240, 310, 380), strict=True))
            ),
            "error",
            "粘贴了错误年份",
            id="year pasted twice",
        ),
    ],
)
def test_what_is_wrong_is_found_with_its_place(make: Callable[[], Rows], severity: str, said: str) -> None:
    found = [finding for finding in check(make()) if said in finding.zh]
    assert found, [finding.message("zh") for finding in check(make())]
    assert found[0].severity == severity
    assert (found[0].file, found[0].column) == ("表.xlsx", "B")
    assert found[0].row is not None and found[0].sheet and found[0].value
    assert found[0].expected_zh and found[0].expected_en


def test_a_slipped_point_in_growth_is_found_among_its_neighbours() -> None:
    found = within(rows("fai", "ytd", "growth", months(2020, 5.1, 5.0, 4.9, 48.0, 4.7, 4.8)), "x")
    assert [finding.value for finding in found] == ["48"]
    assert within(rows("fai", "ytd", "growth", months(2020, -24.5, -16.1, -10.3, -6.3, -3.1, -1.6)), "x") == []


def test_investment_may_be_cut_back_but_retail_may_not() -> None:
    assert within(rows("fai", "ytd", "value", months(2020, 100, 90, 80)), "x") == []
    assert len(within(rows("retail", "ytd", "value", months(2020, 100, 90, 110)), "x")) == 1


def test_a_gap_is_named_before_the_cell_that_follows_it() -> None:
    (found,) = check(rows("gdp", "ytd", "growth", {"2020Q1": 1.0, "2020Q2": 1.1, "2020Q4": 1.2}))
    assert "2020Q3" in found.zh and found.row == 4


def test_what_comes_out_once_a_year_lacks_a_year_but_no_quarter() -> None:
    figures = {"2016Q4": -3.1, "2017Q2": -3.5, "2017Q4": -3.2, "2018Q4": -3.0}
    assert check(rows("energy_intensity", "ytd", "growth", figures, price="comparable")) == []
    del figures["2017Q4"]
    (found,) = check(rows("energy_intensity", "ytd", "growth", figures, price="comparable"))
    assert "2017Q4" in found.zh and "2017Q1" not in found.zh and found.row == 4


def test_a_january_that_nobody_reports_is_no_gap() -> None:
    figures = {"2019-12": 2.0, "2020-02": 2.1, "2020-03": 2.2}
    assert check(rows("cpi", "single", "growth", figures, price="none")) == []


def test_a_figure_cannot_be_out_before_its_period_has_ended() -> None:
    (found,) = check(rows("gdp", "ytd", "growth", {"2020Q3": 0.7}, released="2020-09-30"))
    assert found.severity == "error" and "2020-09-30" in found.zh
    typed = [{**row, "source": "公报"} for row in rows("gdp", "ytd", "growth", {"2020Q3": 0.7}, released="2020-09-30")]
    (found,) = check(typed)
    assert (found.file, found.row) == ("gdp.csv", 2)  # no cell is known: the store's own row


def test_the_same_figure_stored_twice_is_told() -> None:
    twice = rows("gdp", "ytd", "growth", {"2020Q3": 0.7})
    (found,) = [each for each in check([*twice, *twice]) if each.severity == "info"]
    assert "重复" in found.zh and found.row == 3


def test_districts_add_up_to_the_city() -> None:
    regions = (Region("999911", "东区", "East", (), CITY), Region("999912", "西县", "West", (), CITY))
    whole = rows("gdp", "ytd", "value", {"2020Q3": 1000})
    east = rows("gdp", "ytd", "value", {"2020Q3": 600}, region="999911")
    assert check([*whole, *east, *rows("gdp", "ytd", "value", {"2020Q3": 396}, region="999912")], regions) == []
    (found,) = check([*whole, *east, *rows("gdp", "ytd", "value", {"2020Q3": 300}, region="999912")], regions)
    assert "下辖地区之和" in found.zh
    assert check([*whole, *east], regions) == []


def test_large_figures_are_shown_whole() -> None:
    found = within(rows("gdp", "ytd", "value", quarters(2020, 205727.3, 1013567.9, 719688.4)), "x")
    assert [(finding.value, finding.expected_zh) for finding in found] == [("719688.4", "不小于 1013567.9")]


def test_a_fall_to_nothing_is_no_base_to_divide_by() -> None:
    levels = rows("retail", "ytd", "value", {"2019-02": 100.0, "2020-02": 0.0})
    assert check([*levels, *rows("retail", "ytd", "growth", {"2020-02": -100.0})]) is not None


def test_a_copy_that_differs_from_the_official_series_is_told() -> None:
    mine = rows("gdp", "ytd", "growth", {"2020Q3": 0.9}, region="100000")
    official = rows("gdp", "ytd", "growth", {"2020Q3": 0.7}, region="100000")
    (found,) = check(mine, official=official)
    assert found.expected_zh == "0.7"


def test_the_official_series_raise_hardly_a_word() -> None:
    """4,000 real figures: checks that cry wolf are not read."""
    table = observations.read_placed(*sorted((paths.official() / "observations").glob("*.csv")))
    found = series(table)
    said = [*arithmetic(found), *slips(found)]
    assert len(table) > 4000
    # retail of 2011, whose January the source once reported by itself
    assert [finding.row for finding in said] == [576], [finding.message("zh") for finding in said]


def test_revisions_are_listed_with_the_forecasts_that_they_moved(tmp_path: Path) -> None:
    place = load("demo-city")
    own = checking.own_rows(place)
    assert revisions.revisions(own) == []
    key = (
        (own["indicator"] == "gdp")
        & (own["region"] == CITY)
        & (own["period"] == "2020Q2")
        & (own["measure"] == "growth")
    )
    changed_row = own[key].assign(
        value=own[key]["value"] + 1.0, released_on=pd.Timestamp("2020-10-01"), vintage="revised"
    )
    table = pd.concat([place.table, changed_row[list(COLUMNS)]], ignore_index=True)
    revised = Place(place.slug, place.settings, place.regions, table, place.targets, place.files)
    (revision,) = revisions.revisions(table[table["region"] == CITY])
    assert revision.after - revision.before == pytest.approx(1.0)
    moved = {move.indicator: move for move in revisions.moves(revised, [revision])}
    assert moved["gdp"].year == 2020
    assert moved["gdp"].after - moved["gdp"].before > 0.3
    assert moved["fai"].after == pytest.approx(moved["fai"].before, abs=1e-9)
