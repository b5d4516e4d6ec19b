"""An analyst's way to the lists of a place: what was known on the day, and what a place without lists says."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import shouguan as sg
from shouguan.core import paths
from shouguan.core.errors import DataError, UsageError
from shouguan.core.parameters import check
from shouguan.ingest import importing, new_place, receipts
from shouguan.ingest.readers.reading import Options
from shouguan.publishing import render
from tests.builders import opened

DEMO = paths.places() / "demo-city"


def test_a_ledger_is_used_from_its_release_on() -> None:
    assert opened.study().projects().month == "2020-09"
    assert opened.study(day="2020-10-09").projects().month == "2020-08"
    assert opened.study(day="2020-10-10").projects().month == "2020-09"
    with pytest.raises(DataError, match="2018-08"):
        sg.open_place("demo-city", as_of="2018-04-30").projects()


def test_a_ledger_that_does_not_say_what_is_counted_is_not_held_against_the_statistics() -> None:
    own = opened.study().projects()
    with_none = replace(own, whole=own.whole.assign(statistics_ytd_wan_yuan=np.nan)).against_statistics()
    asked = (with_none.bridge, with_none.differences, with_none.only_in_ledger, with_none.above_ledger)
    for ask in (*asked, lambda: with_none.ratios):
        with pytest.raises(DataError, match=r"^台账没有统计入库投资，无法与统计数对照"):
            ask()
    assert len(with_none.unregistered()) == len(own.against_statistics().unregistered()) > 0
    september = own.whole["period"].eq("2020-09")
    blank = own.whole["statistics_ytd_wan_yuan"].mask(september)
    but_one = replace(own, whole=own.whole.assign(statistics_ytd_wan_yuan=blank)).against_statistics()
    with pytest.raises(DataError, match="2020-09 的台账没有统计入库投资，无法与统计数对照"):
        but_one.bridge()
    assert len(but_one.ratios.types), "of the months before"


def test_an_official_region_keeps_no_lists_and_says_who_does() -> None:
    with pytest.raises(DataError, match=r"shouguan new.*demo-city"):
        sg.open_place("山东", as_of="2020-10-28").projects()


def test_a_list_that_was_taken_back_is_not_there_and_nobody_is_sent_to_the_place_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "city"
    new_place.create(folder, new_place.Wanted("370299", "甲市", "Town A", "370000"))
    files = [paths.examples() / f"{name}2020年9月.csv" for name in ("重点项目台账", "统计月报")]
    importing.import_files(files, str(folder), None, Options())
    receipts.undo(folder)
    monkeypatch.setattr(paths, "places", lambda: tmp_path)
    (tmp_path / "demo-city").symlink_to(DEMO, target_is_directory=True)
    with pytest.raises(DataError, match=r"没有重点项目台账（ledger.csv各行均已撤回）；.*；有的地区：demo-city$"):
        sg.open_place(str(folder), as_of="2020-10-25").projects()
    for notebook in ("projects", "industry"):
        with pytest.raises(DataError, match=r"有的地区：demo-city$"):
            render.prepare(check({"place": str(folder)}), notebook)


def test_frames_are_named_in_the_reader_s_language() -> None:
    projects = opened.study().projects()
    for frame in (projects.rates("district"), projects.unstarted(), projects.schedule(), projects.conditions()):
        for lang in ("zh", "en"):
            shown = sg.labelled(frame, lang)
            own = {"project_code"} & set(frame.columns)
            assert not (set(map(str, shown.columns)) & (set(frame.columns) - own)), lang
    assert sg.labelled(projects.rates("district")).columns.name == "县区"


def test_changes_need_two_months() -> None:
    projects = opened.study().projects()
    assert set(projects.changes("2020-06")["kind"]) >= {"更名", "跳增", "计划调整"}
    with pytest.raises(UsageError, match="2020-09"):
        projects.changes("2020-01")


def test_the_bridge_ends_at_the_published_figure_and_needs_one() -> None:
    both = opened.study().projects().against_statistics()
    lines = both.bridge().set_index("line")["amount"]
    steps = ["ledger", "scope", "timing", "vouchers", "errors"]
    assert lines[steps].sum() == pytest.approx(lines["statistics"])
    assert lines[["statistics", "real_estate", "residual"]].sum() == pytest.approx(lines["published"])
    assert both.differences("industry")["difference"].sum() == pytest.approx(both.differences()["difference"].sum())
    early = opened.study(day="2020-10-12").projects().against_statistics()
    with pytest.raises(DataError, match="2020-09"):
        early.bridge()


def test_what_names_firms_is_for_the_task_force() -> None:
    city = opened.study()
    with pytest.raises(UsageError, match="task_force=True"):
        city.firms().to_do()
    assert "name" in city.firms(task_force=True).to_do()
    assert city.firms().growth_effects()["suppressed"].any()
    assert not city.firms(task_force=True).growth_effects()["suppressed"].any()


def test_funds_and_firms_frames_are_named_in_the_reader_s_language() -> None:
    city = opened.study()
    funds, firms = city.funds(), city.firms()
    frames = [funds.rules(), funds.batches().reset_index(), funds.funnel(), funds.targets()]
    frames += [firms.near_counts().reset_index(), firms.entries(), firms.growth_effects().reset_index()]
    frames += [firms.concentration(), city.projects().against_statistics().bridge()]
    for frame in frames:
        for lang in ("zh", "en"):
            shown = set(map(str, sg.labelled(frame, lang).columns))
            own = {"start", "end"}
            assert not (shown & (set(frame.columns) - own)), (lang, shown & set(frame.columns))


def test_actions_are_sorted_and_none_is_a_registration() -> None:
    city = opened.study()
    worth = city.projects().actions(city.forecast("fai"))
    assert worth["points"].is_monotonic_decreasing and (worth["points"] > 0).all()
    assert (worth["lower"] <= worth["points"]).all() and (worth["points"] <= worth["upper"]).all()
    assert (worth["chance_gain_pct"] >= 0).all()
    assert set(worth["action"]) == {"开工", "解决问题", "拨付支出"}


def test_the_forecast_from_below_stands_beside_the_one_that_reports_print() -> None:
    city = opened.study()
    table = city.projects().from_below().table().set_index("forecast")
    assert table.at["top_down", "median"] == pytest.approx(city.forecast("fai").outlook.quantile(0.5))
    low, high = sorted([table.at["top_down", "median"], table.at["bottom_up", "median"]])
    assert low <= table.at["combined", "median"] <= high
    assert table.loc[["top_down", "bottom_up"], "weight"].sum() == pytest.approx(1.0)


def test_a_row_that_cannot_be_right_is_in_no_sum_and_is_told(tmp_path: Path) -> None:
    shutil.copytree(paths.places() / "demo-city", tmp_path / "city", ignore=shutil.ignore_patterns("*.py", ".lock"))
    before = sg.open_place(str(tmp_path / "city"), as_of="2020-10-25").projects()
    assert before.findings().empty
    ledger = tmp_path / "city" / "ledger.csv"
    lines = ledger.read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("2020-09"))
    heads, cells = lines[0].split(","), lines[at].split(",")
    cells[heads.index("annual_plan_wan_yuan")] = "-2400"
    lines[at] = ",".join(cells)
    ledger.write_text("\n".join(lines) + "\n", encoding="utf-8")
    after = sg.open_place(str(tmp_path / "city"), as_of="2020-10-25").projects()
    assert len(after.now()) == len(before.now()) - 1
    told = after.findings()
    assert told["severity"].tolist() == ["error"] and "2400" in str(told["value"].iloc[0])


def test_a_forecast_of_something_else_is_refused() -> None:
    city = opened.study()
    with pytest.raises(DataError, match=r'city.forecast\("fai"\)'):
        city.projects().actions(city.forecast("gdp"))
    with pytest.raises(DataError, match=r'city.forecast\("industry_va"\)'):
        city.firms().concentration("规上工业", city.forecast("gdp"))
    with pytest.raises(DataError, match="规上工业"):
        city.firms().concentration("工业")
    with pytest.raises(DataError, match="by"):
        city.projects().rates(["district"])
    with pytest.raises((DataError, UsageError), match="seed"):
        city.projects().from_below("x")


def test_targets_of_entries_are_firms_and_not_per_cent() -> None:
    firms = opened.study().firms()
    shown = sg.labelled(firms.targets().to_frame("value"))
    assert "全年目标（户）" in shown.index and "预计还能入库（户）" in shown.index
