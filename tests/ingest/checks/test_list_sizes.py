"""Slips of ten thousand at the door: what cannot be in a place of this size stays out, what is rare is asked about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shouguan.data.investment_settings import InvestmentSettings
from shouguan.ingest import importing
from shouguan.ingest.checks import list_sizes
from shouguan.ingest.new_place import Wanted
from shouguan.ingest.readers.reading import Options
from shouguan.investment import list_checks
from tests.builders.corpus import book
from tests.builders.ledgers import firm_list, fund_list, ledger

HEADS = {
    "ledger": ["项目名称", "总投资（万元）", "年度计划投资（万元）", "1-9月完成投资（万元）"],
    "reserve": ["项目名称", "领域", "总投资（万元）", "前期工作"],
    "bonds": ["项目名称", "批次", "资金类型", "额度（万元）"],
    "enterprises": ["企业名称", "类别", "上年营业收入（万元）", "状态", "来源"],
}
TITLES = {"ledger": "重点项目台账", "reserve": "储备项目", "bonds": "专项债项目", "enterprises": "升规纳统企业"}
WORDS = {
    "ledger": lambda each: ["甲", each, 300, 200],
    "reserve": lambda each: ["甲", "消费", each, "可研"],
    "bonds": lambda each: ["甲", "第一批", "专项债", each],
    "enterprises": lambda each: ["甲", "规上工业", each, "在库", "部门台账"],
}


@pytest.fixture
def city(tmp_path: Path, founded: Callable[[Path, Wanted], Path]) -> Path:
    """A place that invests 1,500 亿元 a year."""
    folder = founded(tmp_path / "city", Wanted("999901", "示范市"))
    level = "level: {year: 2019, value: 1500, source: 公报}\n"
    (folder / "investment.yaml").write_text(level, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("kind", "amount", "severity"),
    [
        ("ledger", 120_000, ""),
        ("ledger", 3_000_000, ""),  # 300亿: the largest of a city
        ("ledger", 6_000_000, "warning"),
        ("ledger", 50_000_000, "error"),
        ("ledger", 3, "error"),
        ("reserve", 6_000_000, "warning"),
        ("reserve", 100_000_000, "error"),
        ("reserve", 46_000_000, "error"),
        ("reserve", 1.2, "error"),
        ("bonds", 75_000, ""),
        ("bonds", 600_000, "warning"),
        ("bonds", 4_600_000, "error"),
        ("bonds", 0.75, "error"),
        ("enterprises", 20_000, ""),
        ("enterprises", 12_000_000, "warning"),
        ("enterprises", 310_000_000, "error"),
    ],
)
def test_the_first_list_with_one_row_is_judged_by_the_place(
    kind: str, amount: float, severity: str, city: Path, tmp_path: Path
) -> None:
    file = tmp_path / f"{kind}.xlsx"
    book({"名单": [[f"示范市2020年1—9月{TITLES[kind]}"], HEADS[kind], WORDS[kind](amount)]})(file)
    (read,) = importing.import_files([file], str(city), kind, Options())["files"]
    said = {each.severity for each in read["findings"] if "单位" in each.zh or "不可能" in each.zh}
    assert (severity in said) if severity else said == set()
    assert read["refused"] == (severity == "error")


def test_a_county_s_bounds_are_narrower_and_a_place_of_unknown_size_has_the_country_s() -> None:
    county, city, unknown = (
        list_sizes.bounds("ledger", each)["total_investment_wan_yuan"] for each in (50.0, 1500.0, None)
    )
    assert county.never_above < city.never_above < unknown.never_above
    by_gdp = list_sizes.bounds("ledger", None, 2500.0)["total_investment_wan_yuan"]
    assert by_gdp.never_above == city.never_above
    assert list_sizes.judged(6e6, county) is not None and list_sizes.judged(6e6, unknown) is not None


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("ledger", ledger({}, {"total_investment_wan_yuan": 5e7})),
        ("ledger", ledger({}, {"annual_plan_wan_yuan": 2e7, "total_investment_wan_yuan": 3e7})),
        ("ledger", ledger({}, {"total_investment_wan_yuan": 1.0, "ytd_done_wan_yuan": None})),
        (
            "bonds",
            fund_list({}, {"quota_wan_yuan": 0.9, "drawn_wan_yuan": None, "drawn_on": None, "spent_wan_yuan": None}),
        ),
        ("bonds", fund_list({}, {"quota_wan_yuan": 5e6})),
        ("enterprises", firm_list({}, {"revenue_last_wan_yuan": 1.0, "revenue_ytd_wan_yuan": 0.8})),
        ("enterprises", firm_list({}, {"revenue_last_wan_yuan": 4e8, "revenue_ytd_wan_yuan": 4e8})),
    ],
    ids=["total", "plan", "total in 亿元", "quota in 亿元", "quota", "firm in 亿元", "firm in 元"],
)
def test_what_is_stored_all_the_same_is_left_out_of_sums(kind: str, table: Any) -> None:
    settings = InvestmentSettings.model_validate({"level": {"year": 2019, "value": 1500, "source": "公报"}})
    assert len(list_checks.sound(kind, table.assign(source="x.xlsx#名单!A4"), settings)) == 1
