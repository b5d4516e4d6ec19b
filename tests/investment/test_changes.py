"""Changes between two ledgers: each kind by hand, and who is taken for whom."""

from __future__ import annotations

import pandas as pd
import pytest

from shouguan.data.investment_settings import Projects
from shouguan.investment.changes import changes, matched
from tests.builders.ledgers import ledger

AUGUST = {"period": "2020-08"}


def kinds(before: pd.DataFrame, now: pd.DataFrame) -> list[tuple[str, str]]:
    """Return kind and project of each change."""
    found = changes(before, now, Projects())
    return list(zip(found["kind"], found["project_name"], strict=True))


def test_each_kind_of_change() -> None:
    before = ledger(
        AUGUST | {"project_code": "1", "project_name": "不变"},
        AUGUST | {"project_code": "2", "project_name": "要走"},
        AUGUST | {"project_code": "3", "project_name": "旧名"},
        AUGUST | {"project_code": "4", "project_name": "跳了", "ytd_done_wan_yuan": 100.0},
        AUGUST | {"project_code": "5", "project_name": "退了", "ytd_done_wan_yuan": 900.0},
        AUGUST | {"project_code": "6", "project_name": "改计划", "annual_plan_wan_yuan": 2_000.0},
    )
    now = ledger(
        {"project_code": "1", "project_name": "不变"},
        {"project_code": "3", "project_name": "新名"},
        {"project_code": "4", "project_name": "跳了", "ytd_done_wan_yuan": 700.0},
        {"project_code": "5", "project_name": "退了", "ytd_done_wan_yuan": 850.0},
        {"project_code": "6", "project_name": "改计划"},
        {"project_code": "7", "project_name": "来了"},
    )
    assert kinds(before, now) == [
        ("新增", "来了"),
        ("退出", "要走"),
        ("更名", "新名"),
        ("跳增", "跳了"),
        ("回落", "退了"),
        ("计划调整", "改计划"),
    ]
    found = changes(before, now, Projects()).set_index("kind")
    assert found.loc["跳增", ["was", "is_now", "score"]].tolist() == [100.0, 700.0, 1.0]
    assert found.loc["更名", ["was", "is_now"]].tolist() == ["旧名", "新名"]
    assert pd.isna(found.loc["新增", "was"]) and found.loc["新增", "is_now"] == 10_000.0


def test_a_new_year_is_no_fall() -> None:
    before = ledger({"period": "2019-12", "project_code": "1", "ytd_done_wan_yuan": 900.0})
    assert kinds(before, ledger({"period": "2020-02", "project_code": "1", "ytd_done_wan_yuan": 20.0})) == []


def test_a_project_without_a_code_is_known_by_name_and_place() -> None:
    before = ledger(AUGUST | {"project_name": "环城路"}, AUGUST | {"project_name": "环城路", "district": "乙区"})
    now = ledger({"project_name": "环城路", "district": "乙区"}, {"project_name": "环城路"})
    pairs = matched(before, now, 0.75)
    assert sorted(zip(pairs["before"], pairs["now"], strict=True)) == [(0, 1), (1, 0)]


def test_a_likely_name_is_matched_with_its_score_and_only_in_its_district() -> None:
    before = ledger(AUGUST | {"project_name": "甲区新型建材产业园项目"})
    same = ledger({"project_name": "甲区新型建材产业园一期项目"})
    pairs = matched(before, same, 0.75)
    assert pairs["score"].tolist() == pytest.approx([0.9166], abs=1e-3)
    assert kinds(before, same) == [("更名", "甲区新型建材产业园一期项目")]
    assert matched(before, same.assign(district="乙区"), 0.75).empty


def test_two_codes_are_two_projects_however_they_are_called() -> None:
    before = ledger(AUGUST | {"project_code": "1", "project_name": "污水处理厂一期"})
    now = ledger({"project_code": "2", "project_name": "污水处理厂二期"})
    assert kinds(before, now) == [("新增", "污水处理厂二期"), ("退出", "污水处理厂一期")]


def test_each_project_is_matched_once_the_most_alike_first() -> None:
    before = ledger(AUGUST | {"project_name": "城东水厂扩建"}, AUGUST | {"project_name": "城东水厂扩建工程"})
    now = ledger({"project_name": "城东水厂扩建工程"}, {"project_name": "城东水厂扩建项目"})
    pairs = matched(before, now, 0.5)
    assert sorted(zip(pairs["before"], pairs["now"], strict=True)) == [(0, 1), (1, 0)]


def test_ambiguous_names_are_left_apart() -> None:
    twice = ledger(AUGUST | {"project_name": "道路"}, AUGUST | {"project_name": "道路"})
    pairs = matched(twice, ledger({"project_name": "道路"}), 1.0)
    assert pairs.empty
