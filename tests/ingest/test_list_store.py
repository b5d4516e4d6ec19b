"""Lists of projects, firms and funds in a place's folder: versions, months, what a later list no longer names."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from shouguan.core.errors import DataError
from shouguan.data import registers
from shouguan.data.settings import LISTS
from shouguan.ingest import list_store, store
from shouguan.ingest.readers.reading import Reading
from shouguan.ingest.readers.registers.kinds import REGISTER_KINDS

PROJECT = {
    "period": "2020-09",
    "project_code": None,
    "project_name": "环城路改造",
    "ytd_done_wan_yuan": 100.0,
    "registered": True,
    "source": "台账.xlsx#项目!A7",
}


def ledger(*names: str, **changes: Any) -> Reading:
    """Return a ledger of these projects."""
    return Reading("ledger", [{**PROJECT, "project_name": name, **changes} for name in names or ["环城路改造"]], [])


def bond(batch: str, quota: float) -> dict[str, Any]:
    """Return one quota of a project."""
    names = {"batch": batch, "issued_on": None, "project_code": "K1", "project_name": "新桥", "quota_wan_yuan": quota}
    return {"period": "2020-09", **names, "source": "债.xlsx#A1"}


def test_the_readers_and_the_store_know_rows_by_the_same(tmp_path: Path) -> None:
    assert {kind: (each.key, each.within) for kind, each in REGISTER_KINDS.items()} == {
        kind: (each.key, each.within) for kind, each in registers.IDENTITIES.items()
    }
    assert tuple(registers.IDENTITIES) == LISTS
    fields = {field.name: field.type for each in REGISTER_KINDS.values() for field in each.fields}
    assert {name for name, kind in fields.items() if kind == "date"} == registers.DATES
    assert {name for name, kind in fields.items() if kind == "flag"} == registers.FLAGS
    assert all(name.endswith(("_wan_yuan", "_pct")) for name, kind in fields.items() if kind in ("amount", "number"))


def test_a_register_is_kept_by_month_and_version(tmp_path: Path) -> None:
    add = list_store.append_records
    assert len(add(tmp_path, ledger(), "2020-09").added) == 1
    assert add(tmp_path, ledger(source="另一份.xlsx#A1"), "2020-09").unchanged == 1
    assert len(add(tmp_path, ledger(ytd_done_wan_yuan=120.5), "2020-09").revised) == 1
    assert len(add(tmp_path, ledger(ytd_done_wan_yuan=180.0), "2020-10").added) == 1
    assert (tmp_path / "ledger.csv").read_text(encoding="utf-8").splitlines() == [
        "period,version,project_code,project_name,ytd_done_wan_yuan,registered,source",
        "2020-09,1,,环城路改造,100,True,台账.xlsx#项目!A7",
        "2020-09,2,,环城路改造,120.5,True,台账.xlsx#项目!A7",
        "2020-10,1,,环城路改造,180,True,台账.xlsx#项目!A7",
    ]
    table = registers.read(tmp_path, "ledger")
    assert table["ytd_done_wan_yuan"].tolist() == [120.5, 180.0] and table["registered"].tolist() == [True, True]
    assert registers.read(tmp_path, "ledger", dt.date(2020, 10, 12))["period"].tolist() == ["2020-09"]
    assert registers.read(tmp_path, "ledger", dt.date(2020, 10, 9)).empty


def test_two_batches_of_one_project_are_two_rows_however_often_they_come(tmp_path: Path) -> None:
    both = Reading("bonds", [bond("一", 500.0), bond("二", 300.0)], [])
    assert len(list_store.append_records(tmp_path, both, "2020-09").added) == 2
    assert list_store.append_records(tmp_path, both, "2020-09").unchanged == 2
    more = Reading("bonds", [bond("一", 500.0), bond("二", 350.0)], [])
    assert len(list_store.append_records(tmp_path, more, "2020-09").revised) == 1
    assert registers.read(tmp_path, "bonds")["quota_wan_yuan"].tolist() == [500.0, 350.0]


def test_a_corrected_name_is_not_a_second_project(tmp_path: Path) -> None:
    coded = {"project_code": "2020-999901-44-03-000001"}
    list_store.append_records(tmp_path, ledger("环城路改建", **coded), "2020-09")
    assert len(list_store.append_records(tmp_path, ledger("环城路改造", **coded), "2020-09").revised) == 1
    assert registers.read(tmp_path, "ledger")["project_name"].tolist() == ["环城路改造"]


def test_what_a_later_list_of_the_month_no_longer_names_is_asked_about(tmp_path: Path) -> None:
    list_store.append_records(tmp_path, ledger("甲", "乙", "丙"), "2020-09")
    before = (tmp_path / "ledger.csv").read_bytes()
    with pytest.raises(DataError, match=r"乙.*--whole.*--part"):
        list_store.append_records(tmp_path, ledger("甲", "丙"), "2020-09")
    assert (tmp_path / "ledger.csv").read_bytes() == before
    list_store.append_records(tmp_path, ledger("甲", "丙"), "2020-09", whole=False)
    assert set(registers.read(tmp_path, "ledger")["project_name"]) == {"甲", "乙", "丙"}
    done = list_store.append_records(tmp_path, ledger("甲", "丙", "丁"), "2020-09", whole=True)
    assert set(registers.read(tmp_path, "ledger")["project_name"]) == {"甲", "丙", "丁"}
    assert store.withdraw(tmp_path, done.lines) == 2
    assert set(registers.read(tmp_path, "ledger")["project_name"]) == {"甲", "乙", "丙"}


def test_another_district_s_list_of_the_month_is_added(tmp_path: Path) -> None:
    list_store.append_records(tmp_path, ledger("甲", "乙"), "2020-09")
    assert len(list_store.append_records(tmp_path, ledger("丙", "丁"), "2020-09").added) == 2
    assert len(registers.read(tmp_path, "ledger")) == 4


def test_a_withdrawn_project_stays_out_with_all_its_versions(tmp_path: Path) -> None:
    list_store.append_records(tmp_path, ledger("甲", "乙"), "2020-09")
    list_store.append_records(tmp_path, ledger("甲", "乙", ytd_done_wan_yuan=7.0), "2020-09")
    list_store.append_records(tmp_path, ledger("甲", ytd_done_wan_yuan=7.0), "2020-09", whole=True)
    assert registers.read(tmp_path, "ledger")["project_name"].tolist() == ["甲"]


def test_a_list_that_has_a_new_column_keeps_what_is_stored(tmp_path: Path) -> None:
    first = list_store.append_records(tmp_path, ledger("甲"), "2020-08")
    list_store.append_records(tmp_path, ledger("甲", "乙", task_force="大项目专班"), "2020-09")
    table = registers.read(tmp_path, "ledger")
    assert table["task_force"].isna().tolist() == [True, False, False]
    assert table["ytd_done_wan_yuan"].tolist() == [100.0, 100.0, 100.0]
    assert store.withdraw(tmp_path, first.lines) == 1
    assert registers.read(tmp_path, "ledger")["period"].tolist() == ["2020-09", "2020-09"]


def test_a_list_that_lost_a_column_is_a_change_only_where_it_held_something(tmp_path: Path) -> None:
    list_store.append_records(tmp_path, ledger("甲", task_force="大项目专班"), "2020-09")
    assert len(list_store.append_records(tmp_path, ledger("甲"), "2020-09").revised) == 1
    assert registers.read(tmp_path, "ledger")["task_force"].isna().all()


def test_months_stand_for_their_first_day_and_deadlines_for_their_last(tmp_path: Path) -> None:
    dates = {"planned_start": "2020-03", "actual_start": "2020-05", "planned_finish": "2021-06-15"}
    list_store.append_records(tmp_path, ledger("甲", **dates), "2020-09")
    row = registers.read(tmp_path, "ledger").iloc[0]
    days = [row[name].date() for name in dates]
    assert days == [dt.date(2020, 3, 31), dt.date(2020, 5, 1), dt.date(2021, 6, 15)]


def test_cells_that_are_cleared_are_taken_and_said_with_what_they_held(tmp_path: Path) -> None:
    full = {"progress": "主体施工", "ytd_done_wan_yuan": 100.0}
    list_store.append_records(tmp_path, ledger("甲", "乙", "丙", "丁", **full), "2020-09")
    again = ledger("甲", "乙", "丙", "丁", **full)
    again.rows[0]["ytd_done_wan_yuan"] = None
    for row in again.rows:
        row["progress"] = None
    done = list_store.append_records(tmp_path, again, "2020-09")
    assert len(done.revised) == 4 and registers.read(tmp_path, "ledger")["progress"].isna().all()
    said = [each.zh for each in list_store.cleared_cells("ledger", done, "台账.xlsx")]
    assert sorted(said) == [
        "“年初至今完成”有 1 格原有内容、这次空白，按清空处理：甲（原 100）",
        "“形象进度”有 4 格原有内容、这次空白，按清空处理：甲（原 主体施工）、乙（原 主体施工）、丙（原 主体施工）等",
    ]
    assert list_store.append_records(tmp_path, again, "2020-09").cleared == {}
