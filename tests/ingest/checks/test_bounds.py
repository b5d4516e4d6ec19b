"""What lies beyond the bounds of the plausible is named; what truly happened, or is merely volatile, seldom is."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouguan.data.place import load, official_table
from shouguan.ingest import importing
from shouguan.ingest.checks.bounds import bounds
from shouguan.ingest.checks.series import series
from shouguan.ingest.new_place import Wanted, create
from shouguan.ingest.readers.reading import Options
from tests.builders.corpus import quoted
from tests.ingest.checks.test_checks import months, placed, quarters, rows

ABOVE = {"999901": ["370000", "100000"], "370000": ["100000"]}
CALM = {"2019Q1": 6.4, "2019Q2": 6.3, "2019Q3": 6.2, "2019Q4": 6.1}


def said(own: dict[str, float], code: str = "gdp", measure: str = "growth", **above: dict[str, float]) -> list[str]:
    """Return what is said of a city's figures beside those of the regions above it."""
    table = placed(rows(code, "ytd", measure, own))
    known = series(table)
    for region, figures in above.items():
        known |= series(placed(rows(code, "ytd", measure, figures, region=region.removeprefix("r"))))
    return [f"{each.zh} {each.value}" for each in bounds(series(table), known, ABOVE)]


@pytest.mark.parametrize("wrong", [49.9, 51.0, -22.0, 104.8])
def test_growth_far_from_all_that_it_is_compared_with_is_named(wrong: float) -> None:
    (found,) = said(CALM | {"2020Q1": wrong}, r370000={"2020Q1": 4.2})
    assert "999901 地区生产总值 2020Q1 累计增速 与上级同期、上一期和往期都相差" in found
    assert found.endswith(f"{wrong:.12g}")


def test_growth_near_any_of_them_is_not() -> None:
    assert said(CALM | {"2020Q1": -5.8}, r370000={"2020Q1": -5.8}) == []
    assert said(CALM | {"2020Q1": 9.9}) == []
    assert said({"2021Q1": 18.0, "2021Q2": 12.0}, r100000={"2021Q1": 18.3}) == []


def test_without_anything_to_compare_with_nothing_is_said() -> None:
    assert said({"2020Q1": 49.9}) == []
    assert said({"2019Q4": 6.1, "2020Q1": 49.9}) == []


def test_one_year_is_said_once() -> None:
    assert len(said(CALM | {"2020Q1": 49.9, "2020Q2": 30.1, "2020Q3": 20.0}, r370000=quarters(2020, 4, 4, 4))) == 1


def test_a_volatile_series_has_wide_bounds() -> None:
    wild = months(2019, 25, 15, -5, 20, 0, 30, 5, -10, 10, 35, 15)
    assert said(wild | {"2020-02": 45.5}, "fai") == []
    assert len(said(months(2019, *[5.0] * 11) | {"2020-02": 45.5}, "fai")) == 1


def test_a_city_is_no_larger_than_what_it_lies_in() -> None:
    (found,) = said({"2020Q3": 71000.0}, measure="value", r370000={"2020Q3": 52186.0})
    assert "大于上级 370000 的 52186，请核对单位和地区" in found
    assert said({"2020Q3": 9000.0}, measure="value", r370000={"2020Q3": 52186.0}) == []
    assert len(said({"2020Q3": 800000.0}, measure="value", r100000={"2020Q3": 722786.0})) == 1


def test_the_official_series_raise_three_doubts_all_of_years_that_broke() -> None:
    known = series(official_table().assign(_file="", _row=0))
    found = [each.zh[:30] for each in bounds(known, known, load("全国").above())]
    assert sorted((each[:6], each.split()[2]) for each in found) == [
        ("220000", "2022Q1"),
        ("420000", "2020Q1"),
        ("420000", "2021Q1"),
    ]


def test_an_import_says_it_and_takes_the_figure(tmp_path: Path) -> None:
    create(tmp_path / "city", Wanted("370299", "某市", "Some City", "370000"))
    lines = [["某市2020年1—9月"], ["指标", "绝对额（亿元）", "增长（%）"], ["地区生产总值", "61000", "49.9"]]
    quoted(lines)(tmp_path / "月报.csv")
    found = importing.import_files([tmp_path / "月报.csv"], str(tmp_path / "city"), None, Options())
    warned = [each.zh for each in found["files"][0]["findings"] if each.severity == "warning"]
    assert found["added"] == 2
    assert any("相差" in each and "个百分点以上" in each for each in warned)
    assert any("大于上级" in each for each in warned)
