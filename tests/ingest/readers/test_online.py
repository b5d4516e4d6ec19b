"""National series fetched online, against answers that we wrote in the layout of the package."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from shouguan.core.errors import DataError, RunError, ShouguanError, UsageError
from shouguan.ingest.readers.reading import Options, Reading
from shouguan.ingest.readers.tables import online

GDP = pd.DataFrame(
    {
        "季度": ["2020年第1-3季度", "2020年第1-2季度", "2020年第1季度"],
        "国内生产总值-绝对值": [722786.4, 456614.4, 206504.3],
        "国内生产总值-同比增长": [0.7, -1.6, -6.8],
        "第一产业-绝对值": [48123.0, 26053.0, 10186.2],
        "第一产业-同比增长": [2.3, 0.9, -3.2],
        "第二产业-绝对值": [274266.9, 172759.0, 73638.0],
        "第二产业-同比增长": [0.9, -1.9, -9.6],
        "第三产业-绝对值": [400396.5, 257802.4, 122680.1],
        "第三产业-同比增长": [0.4, -1.6, -5.2],
    }
)
INDUSTRY = pd.DataFrame(
    {
        "月份": ["2020年8月份", "2020年9月份"],
        "同比增长": [5.6, 6.9],
        "累计增长": [0.4, np.nan],
        "发布时间": ["2020-09-15", "2020-10-19"],
    }
)
NATION = pd.DataFrame(
    {"2020年第三季度": [264976.3, 719688.4], "2020年第二季度": [248985.1, None]},
    index=["国内生产总值_当季值(亿元)", "国内生产总值_累计值(亿元)"],
)


@pytest.fixture
def akshare(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A package of that name that answers from memory."""
    package = ModuleType("akshare")
    answers: dict[str, Any] = {
        "macro_china_gdp": lambda: GDP,
        "macro_china_gyzjz": lambda: INDUSTRY,
        "macro_china_nbs_nation": lambda kind, path: NATION if (kind, path) == ("季度数据", "核算 > 总值") else None,
    }
    for name, answer in answers.items():
        setattr(package, name, answer)
    monkeypatch.setitem(sys.modules, "akshare", package)
    return package


def figures(reading: Reading) -> set[tuple[str, str, str, str, float]]:
    """Return what was read, shortened."""
    return {(r["indicator"], r["period"], r["basis"], r["measure"], r["value"]) for r in reading.rows}


@pytest.mark.usefixtures("akshare")
def test_quarters_run_from_the_years_beginning() -> None:
    reading = online.read("online:gdp", Options())
    assert not reading.refused and len(reading.rows) == 24
    assert {("gdp", "2020Q3", "ytd", "growth", 0.7), ("gdp", "2020Q1", "ytd", "value", 206504.3)} <= figures(reading)
    assert ("gdp_secondary", "2020Q2", "ytd", "growth", -1.9) in figures(reading)
    assert {row["region"] for row in reading.rows} == {"100000"}
    assert {row["vintage"] for row in reading.rows} == {"pseudo"}


@pytest.mark.usefixtures("akshare")
def test_a_blank_in_the_answer_is_no_figure() -> None:
    assert figures(online.read("online:industry_va", Options())) == {
        ("industry_va", "2020-08", "single", "growth", 5.6),
        ("industry_va", "2020-09", "single", "growth", 6.9),
        ("industry_va", "2020-08", "ytd", "growth", 0.4),
    }


@pytest.mark.usefixtures("akshare")
def test_a_table_of_the_database_is_read_like_its_export() -> None:
    assert figures(online.read("online:nbs:季度数据:核算 > 总值", Options())) == {
        ("gdp", "2020Q3", "single", "value", 264976.3),
        ("gdp", "2020Q2", "single", "value", 248985.1),
        ("gdp", "2020Q3", "ytd", "value", 719688.4),
    }


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        pytest.param("online:gpd", UsageError, "gdp", id="a name with a slip"),
        pytest.param("online:nbs:季度:x", UsageError, "季度数据", id="no such database"),
        pytest.param("online:nbs:季度数据:无此表", DataError, "没有返回数据", id="an empty answer"),
        pytest.param("online:retail", UsageError, "升级", id="an older package"),
    ],
)
@pytest.mark.usefixtures("akshare")
def test_what_cannot_be_fetched_is_said(name: str, kind: type[ShouguanError], said: str) -> None:
    with pytest.raises(kind) as caught:
        online.read(name, Options())
    assert said in caught.value.zh


def test_other_columns_are_refused_by_name(akshare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(akshare, "macro_china_gdp", lambda: GDP.drop(columns="国内生产总值-同比增长"))
    with pytest.raises(DataError, match="国内生产总值-同比增长"):
        online.read("online:gdp", Options())


def test_a_source_that_does_not_answer_is_a_failed_run(akshare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise TimeoutError("no answer")

    monkeypatch.setattr(akshare, "macro_china_gdp", fails)
    with pytest.raises(RunError, match="no answer"):
        online.read("online:gdp", Options())


def test_without_the_extra_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "akshare", None)
    with pytest.raises(UsageError, match=r"shouguan\[online\]"):
        online.read("online:gdp", Options())
