"""Frames for a reader: the field's own terms in one language, figures untouched."""

from __future__ import annotations

import json
import re
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

import shouguan as sg
from shouguan.core import paths
from shouguan.core.periods import Lang
from tests.builders import opened

DAY = "2020-10-25"


@pytest.fixture(scope="module")
def city() -> sg.Study:
    return opened.study()


def frames(city: sg.Study, lang: Lang) -> list[pd.DataFrame]:
    return [*_frames(), city.scenarios(lang=lang)]


@lru_cache(maxsize=1)
def _frames() -> list[pd.DataFrame]:
    """Return frames that are the same in both languages, for tests that only look at them."""
    city = opened.study()
    forecast, fit, backtest = city.forecast("gdp"), city.fit("gdp"), city.backtest("gdp")
    return [
        city.observations("gdp")[["period", "ytd", "single", "band", "released_on", "vintage"]].tail(4),
        city.industries().tail(4).T,
        city.wide(["gdp", "fai", "industry_va"]).tail(4),
        city.revisions("gdp")[["period", "before", "after", "change", "released_on"]],
        city.news("gdp").total_impacts,
        city.back_solve("gdp", 3.0),
        forecast.table().T,
        forecast.required([2.0, 3.0]),
        forecast.path(3.0),
        pd.Series(forecast.yardsticks, name="full_year").to_frame(),
        fit.params,
        fit.diagnostics(),
        fit.innovations(),
        fit.shocks(),
        fit.borrowed(),
        backtest.drop(columns="region").tail(3),
        sg.forecast_many(["山东"], "gdp", DAY),
    ]


def test_every_name_of_the_interface_has_a_chinese_one(city: sg.Study) -> None:
    for frame in frames(city, "zh"):
        shown = sg.labelled(frame, "zh")
        names = [*map(str, shown.columns), str(shown.columns.name or ""), *map(str, shown.index)]
        left = [name for name in names if re.search("[a-z]_?[a-z]", re.sub(r"Ljung–Box|Jarque–Bera|models", "", name))]
        assert set(left) <= {"base", "optimistic", "stress", "policy"}, "names of scenarios are the file's"


def test_figures_stay_as_they_are_and_the_frame_is_a_copy(city: sg.Study) -> None:
    for lang in ("zh", "en"):
        for frame in frames(city, lang):
            before = frame.copy()
            shown = sg.labelled(frame, lang)
            moved = frame.columns[0] if len(shown.columns) < len(frame.columns) else None  # now the index
            numbers = frame.drop(columns=moved or []).select_dtypes("number")
            np.testing.assert_array_equal(shown.select_dtypes("number").to_numpy(), numbers.to_numpy())
            pd.testing.assert_frame_equal(frame, before)


def test_what_evidence_lacks_is_in_words_and_what_is_not_known_is_not_called_complete() -> None:
    frame = pd.DataFrame(
        {
            "project_name": list("甲乙丙"),
            "missing": ["", "land,environment", "code,begun,work"],
            "complete": pd.array([True, None, False], dtype="boolean"),
        }
    )
    shown = {lang: sg.labelled(frame, lang).to_numpy().tolist() for lang in ("zh", "en")}
    assert shown["zh"] == [["", "是"], ["用地、环评", "待核实"], ["项目代码、开工时间、投资完成", "否"]]
    assert shown["en"] == [["", "yes"], ["Land, Environment", "to be checked"], ["Code, Start, Work done", "no"]]


def test_unknown_names_stay_and_both_languages_differ() -> None:
    frame = pd.DataFrame({"period": ["2020Q1"], "my_column": [1.0], "ytd": [2.0]})
    assert list(sg.labelled(frame)) == ["my_column", "累计增速（%）"]
    assert list(sg.labelled(frame, "en")) == ["my_column", "YTD growth (%)"]
    assert sg.labelled(frame).index.tolist() == ["2020Q1"]


def test_every_frame_that_a_notebook_shows_is_labelled() -> None:
    """A frame is the last line of its cell; those of the interface must not show code's names to a reader."""
    for file in sorted(paths.notebooks().glob("0*.ipynb")):
        for cell in json.loads(file.read_text("utf-8"))["cells"]:
            last = "".join(cell["source"]).rstrip().split("\n")[-1]
            if cell["cell_type"] == "code" and re.match(r"[a-z]", last) and " = " not in last:
                assert last.startswith(("sg.", "page.", "explorer(")), (file.name, last)


def test_a_name_is_called_what_it_is_in_its_frame(city: sg.Study) -> None:
    projects = city.projects()
    bridge = sg.labelled(projects.against_statistics().bridge())
    assert "变化" not in bridge.columns and set(bridge["合计或增减"]) == {"合计", "增减"}
    assert "名称相似度" in sg.labelled(projects.changes()).columns
    assert "预计得分" in sg.labelled(city.scores()).columns
    rules = sg.labelled(city.funds().rules())
    assert rules.columns.name == "规则" and "状态" in rules.columns
    effects = sg.labelled(city.firms().growth_effects().reset_index())
    assert "进出方式" in effects.columns and "不足三个或可推知，不列" in effects.columns
    assert "累计完成占总投资（%）" in sg.labelled(projects.site_visits()).columns
    pace = sg.labelled(city.pace("fai"))
    assert pace.columns.is_unique and {"灯色", "灯", "占目标总量（%）"} <= set(pace.columns)


def test_headings_of_every_frame_in_the_notebooks_are_said_once_and_in_chinese() -> None:
    """What a cell names itself (`rename_axis`, names of a frame of its own) has a name for a reader, too."""
    for file in sorted(paths.notebooks().glob("[01][0-9]_*.ipynb")):
        text = "".join("".join(c["source"]) for c in json.loads(file.read_text("utf-8"))["cells"])
        for name in re.findall(r"rename_axis\(\"([a-z_]+)\"\)", text):
            assert sg.labelled(pd.DataFrame({name: ["x"], "y": [1.0]})).columns.name != name, (file.name, name)


def test_counts_have_no_point_and_chances_are_whole(city: sg.Study) -> None:
    firms = city.firms()
    for frame in (firms.near_counts(), firms.growth_effects(), city.week().sheet()):
        shown = sg.labelled(frame.reset_index())
        for column in {"企业（户）", "行动（项）", "已完成"} & set(shown.columns):
            assert str(shown[column].dtype) == "Int64" and shown[column].isna().any()
    chances = sg.labelled(firms.concentration("规上工业", city.forecast("industry_va")))
    assert all(str(chances[name].dtype) == "Int64" for name in ("可能性（%）", "停产一个月后（%）"))
    pd.set_option("display.float_format", sg.figure)
    try:
        rates = sg.labelled(city.projects().rates().T.rename_axis("rate")).to_string()
        targets = sg.labelled(firms.targets().to_frame("value")).to_string()
    finally:
        pd.reset_option("display.float_format")
    assert re.search(r"项目数（个）\s+\d+$", rates, re.M) and re.search(r"开工率（%）\s+\d+\.\d\d$", rates, re.M)
    assert re.search(r"净增（户）\s+\d+$", targets, re.M)
    sums = sg.labelled(city.projects().rates().T, "en")
    assert str(sums.loc["With a plan in June"].iloc[0]).isdigit()


def test_a_target_made_of_last_years_growth_says_so_and_the_index_is_named_in_the_row_of_headings() -> None:
    shown = sg.labelled(sg.forecast_many(["山东"], "gdp", DAY, above_last_year=0.5))
    assert "上年增速+0.5（%）" in shown.columns and "目标（%）" not in shown.columns
    assert shown.to_html().split("</tr>")[0].count("地区") == 1
