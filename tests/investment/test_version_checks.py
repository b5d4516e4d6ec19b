"""What a ledger's months say of each other, and which of it pages must say beside the sums."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from shouguan.data.registers import without_gaps
from shouguan.investment import list_checks
from shouguan.investment.list_faults import Doubt
from shouguan.report.sections import list_doubts
from tests.builders.ledgers import ledger

Row = dict[str, Any]
CODED = {"project_code": "A1", "project_name": "甲桥"}


def months(august: list[Row], september: list[Row]) -> pd.DataFrame:
    """Return a ledger of two months."""
    old = [{"period": "2020-08", "project_name": f"旧{n}"} | each for n, each in enumerate(august)]
    return ledger(*old, *[{"project_name": f"新{n}"} | each for n, each in enumerate(september)]).assign(
        source="台账.xlsx#项目!A4"
    )


def doubts(table: pd.DataFrame) -> tuple[Doubt, ...]:
    return list_checks.judged("ledger", table)[1]


def test_a_project_under_way_that_is_gone_is_named() -> None:
    table = months([CODED, {"project_name": "乙路"}], [{"project_name": "乙路"}])
    assert doubts(table) == (Doubt("ledger", "gone", ("甲桥",)),)
    found = [each.zh for each in list_checks.check("ledger", table)]
    assert len(found) == 1 and "甲桥" in found[0] and "2020-09 台账没有这个项目" in found[0]
    assert "合计" in found[0]


@pytest.mark.parametrize(
    "last",
    [
        {"progress": "已竣工验收"},
        {"progress": "已停建"},
        {"done_before_wan_yuan": 9_500.0},
        {"actual_start": None, "ytd_done_wan_yuan": 0.0, "month_done_wan_yuan": 0.0},
        {"period": "2019-12"},
    ],
    ids=["finished", "stopped", "all of it done", "never begun", "last year's list"],
)
def test_a_project_that_may_leave_the_list_is_not_named(last: Row) -> None:
    assert doubts(months([CODED | last, {"project_name": "乙路"}], [{"project_name": "乙路"}])) == ()


@pytest.mark.parametrize(
    "now",
    [{"project_code": "A2"}, {"project_code": None}, {"project_code": None, "project_name": "甲桥跨河段改建"}],
    ids=["another code", "no code", "a name alike"],
)
def test_a_project_that_is_found_under_another_code_or_name_is_not_gone(now: Row) -> None:
    before = CODED | {"project_name": "甲桥跨河段改建工程"}
    assert doubts(months([before], [before | now])) == ()
    elsewhere = before | now | {"district": "乙区"}
    assert [each.what for each in doubts(months([before], [elsewhere]))] == ["gone"]


def test_a_month_without_a_list_does_not_hide_what_is_gone_since() -> None:
    table = months([CODED, {"project_name": "乙路"}], [{"project_name": "乙路"}])
    later = table[table["period"] == "2020-09"].assign(period="2020-10")
    assert [each.names for each in doubts(pd.concat([table, later], ignore_index=True))] == [("甲桥",)]


def test_what_is_blank_or_less_or_leaps_is_in_doubt_by_its_name() -> None:
    before: list[Row] = [{"project_code": code, "project_name": code} for code in "ABCDE"]
    now: list[Row] = [dict(each) for each in before]
    now[0] |= {"ytd_done_wan_yuan": None}
    now[1] |= {"ytd_done_wan_yuan": 400.0}
    now[2] |= {"total_investment_wan_yuan": 200_000.0}
    now[3] |= {"total_investment_wan_yuan": None}
    now[4] |= {"ytd_done_wan_yuan": 501.0}
    table = months(before, now)
    found = {each.what: each.names for each in doubts(table)}
    assert found == {"blank": ("A",), "fallen": ("B",), "total_leapt": ("C",), "total_blank": ("D",)}
    # Nothing of August, and nothing twice.
    assert len(list_checks.check("ledger", table)) == 4


def test_a_new_year_begins_at_nothing() -> None:
    rows: list[Row] = [CODED | {"period": "2019-12", "ytd_done_wan_yuan": 900.0}, CODED | {"period": "2020-02"}]
    assert doubts(ledger(*rows)) == ()


@pytest.mark.parametrize(
    ("whole", "parts", "what"),
    [
        ("甲园区打包项目", (10_000.0, 15_000.0), ["package"]),
        ("甲园区（打包）", (30_000.0,), ["package"]),
        ("甲园区", (10_000.0, 20_000.0), ["package"]),
        ("甲园区", (10_000.0, 15_000.0), []),
        ("甲园区打包项目", (90_000.0,), []),
        ("丙园区打包项目", (10_000.0, 20_000.0), []),
    ],
)
def test_a_package_beside_its_parts_is_asked_about(whole: str, parts: tuple[float, ...], what: list[str]) -> None:
    rows = [{"project_name": f"甲园区{n}期", "total_investment_wan_yuan": part} for n, part in enumerate(parts, 1)]
    table = ledger({"project_name": whole, "total_investment_wan_yuan": 30_000.0}, *rows)
    assert [each.what for each in doubts(table)] == what


def test_every_doubt_has_its_sentence_on_the_page() -> None:
    for kind in ("ledger", "bonds", "problems"):
        source = Path(list_checks.__file__).parent
        files = {"ledger": ("ledger_checks", "version_checks"), "bonds": ("fund_checks",), "problems": ()}[kind]
        said = {word for file in files for word in re.findall(r'doubt="(\w+)"', (source / f"{file}.py").read_text())}
        assert said <= set(list_doubts.SENTENCES[kind])


def test_a_row_that_is_left_out_is_not_in_doubt_besides() -> None:
    before = [CODED | {"total_investment_wan_yuan": 1e4} for _ in range(1)]
    table = months(before, [CODED | {"total_investment_wan_yuan": 1e6, "ytd_done_wan_yuan": 400.0}])
    sound, found = list_checks.judged("ledger", table)
    assert found == () and len(sound) == 1


def test_spaces_that_set_a_name_apart_make_no_second_district() -> None:
    assert [without_gaps(each) for each in ("甲 区", "甲　区", " 甲区", "甲区 A 座", "第 3 期")] == [
        "甲区",
        "甲区",
        "甲区",
        "甲区 A 座",
        "第 3 期",
    ]
