"""`shouguan ledger`: what it prints, and workbooks that come back through the data door as they went out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shouguan.core import paths

DAY = "2020-10-25"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of the demonstration city with its newest lists only."""
    folder = tmp_path / "city"
    shutil.copytree(paths.places() / "demo-city", folder, ignore=shutil.ignore_patterns("*.py", ".lock"))
    for kind in ("ledger", "problems"):
        lines = (folder / f"{kind}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [lines[0], *(line for line in lines if line.startswith("2020-09,"))]
        (folder / f"{kind}.csv").write_text("".join(kept), encoding="utf-8")
    return folder


def test_it_prints_rates_late_starts_and_what_starts_next(run: Any) -> None:
    code, out, _ = run("ledger", "demo-city", "--as-of", DAY, "--by", "task_force")
    assert code == 0
    for words in ("2020-09 台账", "开工率（%）", "大项目及固投专班", "该开未开", "年底前还要开工", "剩余工作日"):
        assert words in out
    code, out, _ = run("--lang", "en", "ledger", "demo-city", "--as-of", DAY)
    assert code == 0 and "Started of due (%)" in out and "should have started" in out


def test_as_json_it_is_complete_and_the_same(run: Any) -> None:
    code, out, _ = run("ledger", "demo-city", "--as-of", DAY, "--json")
    made = json.loads(out)
    assert code == 0 and made["month"] == "2020-09"
    (whole,) = made["rates"]
    assert sum(row["projects"] for row in made["rates_by_district"]) == whole["projects"]
    assert {"project_name", "deadline", "days_overdue"} <= set(made["unstarted"][0])


def test_a_task_force_is_named_by_its_key_too(run: Any) -> None:
    code, by_key, _ = run("ledger", "demo-city", "--as-of", DAY, "--task-force", "investment")
    assert code == 0 and by_key == run("ledger", "demo-city", "--as-of", DAY, "--task-force", "大项目及固投专班")[1]


def test_a_slip_in_a_name_is_told_what_there_is(run: Any) -> None:
    code, _, err = run("ledger", "demo-city", "--as-of", DAY, "--task-force", "大项目和固投专班")
    assert code == 2 and "大项目及固投专班" in err
    code, _, err = run("ledger", "demo-city", "--as-of", DAY, "--by", "distric")
    assert code == 1 and "district" in err
    code, _, err = run("ledger", "山东", "--as-of", DAY)
    assert code == 1 and "demo-city" in err


def test_a_task_force_s_workbooks_come_back_unchanged(city: Path, tmp_path: Path, run: Any) -> None:
    force = "规上工业增加值专班"
    code, out, _ = run("ledger", city, "--as-of", DAY, "--task-force", force, "--xlsx", tmp_path / "out")
    files = sorted((tmp_path / "out").iterdir())
    assert code == 0 and all(str(file) in out for file in files) and len(files) == 2
    before = {kind: (city / f"{kind}.csv").read_bytes() for kind in ("ledger", "problems")}
    code, out, _ = run("import", *files, "--place", city, "--part", "--json")
    done = json.loads(out)
    assert code == 0 and (done["added"], done["changed_records"]) == (0, 0)
    assert done["unchanged"] == sum(each["rows"] for each in done["files"]) > 100
    assert before == {kind: (city / f"{kind}.csv").read_bytes() for kind in before}


def test_without_a_list_of_problems_the_ledger_alone_is_written(city: Path, tmp_path: Path, run: Any) -> None:
    (city / "problems.csv").unlink()
    code, out, err = run("ledger", city, "--as-of", DAY, "--xlsx", tmp_path / "out")
    (file,) = (tmp_path / "out").iterdir()
    assert (code, err) == (0, "") and str(file) in out


def test_what_a_task_force_fills_in_comes_back_as_a_new_version(city: Path, tmp_path: Path, run: Any) -> None:
    force = "规上工业增加值专班"
    run("ledger", city, "--as-of", DAY, "--task-force", force, "--xlsx", tmp_path / "out")
    (file,) = (tmp_path / "out").glob("*台账*")
    book = openpyxl.load_workbook(file)
    sheet = book["名单"]
    heads = [cell.value for cell in sheet[2]]
    assert sheet.data_validations.dataValidation, "drop-downs"
    sheet.cell(3, heads.index("实际开工") + 1).value = "2020-09"
    sheet.cell(3, heads.index("是否纳统") + 1).value = "否"
    book.save(file)
    code, out, err = run("import", file, "--place", city)
    assert code == 1 and "--part" in out + err
    code, out, _ = run("import", file, "--place", city, "--part", "--json")
    assert code == 0 and json.loads(out)["changed_records"] == 1


def test_nothing_in_a_name_can_run_in_the_workbook(city: Path, tmp_path: Path, run: Any) -> None:
    ledger = city / "ledger.csv"
    first = ledger.read_text(encoding="utf-8").splitlines()[1].split(",")
    ledger.write_text(ledger.read_text(encoding="utf-8").replace(first[3], "'=HYPERLINK(1)"), encoding="utf-8")
    code, _, _ = run("ledger", city, "--as-of", DAY, "--xlsx", tmp_path / "out")
    (file,) = (tmp_path / "out").glob("*台账*")
    cells = [cell for row in openpyxl.load_workbook(file)["名单"].iter_rows() for cell in row]
    assert code == 0 and not [cell for cell in cells if cell.data_type == "f"]


def test_without_a_day_delays_are_counted_to_that_on_which_the_newest_ledger_is_known(run: Any, city: Path) -> None:
    assert json.loads(run("ledger", city, "--json")[1])["day"] == "2020-10-10"
    settings = (
        (city / "place.yaml").read_text(encoding="utf-8").replace("release_lags: {", "release_lags: {ledger: 15, ")
    )
    (city / "place.yaml").write_text(settings, encoding="utf-8")
    assert json.loads(run("ledger", city, "--json")[1])["day"] == "2020-10-15"


def test_rows_that_sums_leave_out_are_counted_and_groups_of_one_or_two_are_not_shown(run: Any, city: Path) -> None:
    file = city / "ledger.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    head = lines[0].strip().split(",")
    total, district, period = (head.index(name) for name in ("total_investment_wan_yuan", "district", "period"))
    newest = [at for at, line in enumerate(lines) if line.split(",")[period] == "2020-09"]
    slipped, alone = lines[newest[0]].split(","), lines[newest[1]].split(",")
    slipped[total] = str(float(slipped[total]) * 1e4)
    alone[district] = "小县"
    lines[newest[0]], lines[newest[1]] = ",".join(slipped), ",".join(alone)
    file.write_text("".join(lines), encoding="utf-8")
    code, out, _ = run("ledger", city, "--as-of", "2020-10-25")
    assert code == 0 and "2020-09 台账另有 1 行填报有误" in out
    made = json.loads(run("ledger", city, "--as-of", "2020-10-25", "--json")[1])
    assert made["left_out"] == {"month": "2020-09", "rows": 1}
    of = {row["district"]: row for row in made["rates_by_district"]}
    assert of["小县"]["plan_wan_yuan"] is None and of["小县"]["suppressed"] is True


def test_an_import_says_what_its_month_leaves_open_beside_the_one_before_and_so_does_the_ledger(
    run: Any, city: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "place"
    assert run("new", folder, "--name", "示范市", "--region", "999901")[0] == 0
    head = ["项目名称", "县区", "总投资（万元）", "年度计划投资（万元）", "1-{m}月完成投资（万元）", "实际开工"]
    rows = [[f"{name}项目", "甲 区", 9_000, 4_000, 1_000, "2020-03"] for name in "甲乙丙丁"]
    for month, listed in ((8, rows), (9, rows[:3])):
        book = openpyxl.Workbook()
        for row in ([f"示范市2020年1—{month}月重点项目台账"], [each.format(m=month) for each in head], *listed):
            book.active.append(row)
        book.save(tmp_path / f"{month}.xlsx")
    assert "请核对" not in run("import", tmp_path / "8.xlsx", "--place", folder)[1]
    code, out, _ = run("import", tmp_path / "9.xlsx", "--place", folder)
    assert code == 0 and "丁项目：在建，2020-09 台账没有这个项目" in out
    again = json.loads(run("import", tmp_path / "9.xlsx", "--place", folder, "--json")[1])
    assert [each["severity"] for each in again["checked"]] == ["warning"]
    code, out, _ = run("ledger", folder, "--as-of", "2020-10-20")
    assert code == 0 and "不在合计里：丁项目" in out
    made = json.loads(run("ledger", folder, "--as-of", "2020-10-20", "--json")[1])
    assert made["doubts"] == {"gone": ["丁项目"]}
    assert [row["district"] for row in made["rates_by_district"]] == ["甲区"]
