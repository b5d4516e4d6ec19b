"""Quotas: blanks, amounts without days, one counted twice, and a start that the ledger tells otherwise."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from shouguan.investment import list_checks
from tests.builders.ledgers import fund_list, ledger

Row = dict[str, Any]


def found(table: pd.DataFrame, beside: pd.DataFrame | None = None) -> tuple[list[str], list[str], int]:
    """Return the gravest of each finding's words, the doubts of the sums, and how many rows these have."""
    said = [f"{each.severity} {each.zh}" for each in list_checks.check("bonds", table, ledger=beside)]
    sound, doubts = list_checks.judged("bonds", table, ledger=beside)
    return said, [each.what for each in doubts], len(sound)


@pytest.mark.parametrize(
    ("row", "word", "doubt"),
    [
        ({"quota_wan_yuan": None}, "额度空白", ["quota_blank"]),
        ({"drawn_wan_yuan": None, "spent_wan_yuan": None}, "没有拨付金额", ["drawn_unsaid"]),
        ({"drawn_wan_yuan": 0.0, "spent_wan_yuan": None}, "没有拨付金额", ["drawn_unsaid"]),
        ({"drawn_wan_yuan": None, "drawn_on": None}, "拨付金额空白", ["drawn_unsaid"]),
        ({"drawn_on": None}, "没有拨付时间", []),
    ],
    ids=["quota", "drawn on a day", "nothing drawn on a day", "spent", "drawn without a day"],
)
def test_a_blank_that_sums_take_as_nought_is_said(row: Row, word: str, doubt: list[str]) -> None:
    said, doubts, rows = found(fund_list({}, row))
    assert len(said) == 1 and said[0].startswith("warning") and word in said[0]
    assert (doubts, rows) == (doubt, 2)


def test_a_list_that_never_says_when_it_draws_is_not_asked_for_it() -> None:
    assert found(fund_list({"drawn_on": None}, {"drawn_on": None})) == ([], [], 2)
    to_come = {"drawn_on": "2020-12-01", "drawn_wan_yuan": None, "spent_wan_yuan": None}
    assert found(fund_list({}, to_come))[1] == []


@pytest.mark.parametrize(
    ("other", "severity", "doubt", "rows"),
    [
        ({"batch": "第1批"}, "error", [], 1),
        ({"batch": "首批"}, "error", [], 1),
        ({"issued_on": "2020-03-15"}, "error", [], 1),
        ({"batch": "第二批"}, "warning", ["quota_twice"], 2),
        ({"issued_on": "2020-06-01", "drawn_on": "2020-07-01"}, "warning", ["quota_twice"], 2),
        ({"batch": "第二批", "issued_on": "2020-06-01", "drawn_on": "2020-07-01"}, "", [], 2),
        ({"batch": "第1批", "quota_wan_yuan": 9_000.0}, "", [], 2),
        ({"batch": "第1批", "project_name": "乙"}, "", [], 2),
        ({"batch": "第1批", "fund_kind": "中央预算内"}, "", [], 2),
        ({"batch": "第1批", "period": "2020-08"}, "", [], 2),
    ],
)
def test_one_quota_that_stands_twice_is_counted_once(other: Row, severity: str, doubt: list[str], rows: int) -> None:
    same = {"project_name": "甲"}
    said, doubts, left = found(fund_list(same, same | other))
    assert [each.split()[0] for each in said] == ([severity] if severity else [])
    assert (doubts, left) == (doubt, rows)


@pytest.mark.parametrize(
    ("quota", "project", "word"),
    [
        ({}, {"actual_start": None}, "台账没有实际开工时间"),
        ({"started": False, "start_on": None}, {}, "台账写已开工"),
        ({"started": None, "start_on": None}, {}, "台账写已开工"),
        ({"start_on": "2020-07-01"}, {}, "台账的实际开工是 2020-04"),
        ({"start_on": "2020-05-01"}, {}, ""),
        ({"project_code": "A1"}, {"project_code": "A1", "project_name": "改了名", "actual_start": None}, "台账没有"),
        ({}, {"project_name": "别的", "actual_start": None}, ""),
        ({}, {"period": "2020-08", "actual_start": None}, ""),
        ({"started": False, "start_on": None}, {"actual_start": "2020-12-01"}, ""),
    ],
)
def test_a_start_that_the_ledger_tells_otherwise_is_said(quota: Row, project: Row, word: str) -> None:
    table = fund_list({"project_name": "甲"} | quota, {"project_name": "乙"})
    said, doubts, rows = found(table, ledger({"project_name": "甲"} | project))
    assert (word in said[0] if word else said == []) and rows == 2
    assert doubts == (["start_apart"] if word else [])


def test_a_list_that_says_nothing_of_starts_contradicts_no_ledger() -> None:
    silent = {"project_name": "甲", "started": None, "start_on": None}
    assert found(fund_list(silent), ledger({"project_name": "甲"})) == ([], [], 1)
