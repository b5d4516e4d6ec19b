"""`shouguan week`: what it prints for all, what for a task force, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shouguan.core.errors import DataError, UsageError
from tests.builders import opened

DAY = "2020-10-25"
FORCE = "大项目及固投专班"


def test_for_all_it_prints_numbers_and_no_name(run: Any) -> None:
    code, out, _ = run("week", "demo-city", "--as-of", DAY)
    assert code == 0
    for words in ("2020年第43周", "逾期（项）", "即将到期（项）", "解决问题", "不足三个或可推知"):
        assert words in out
    assert "项目" not in out.replace("项）", "") and "万元" not in out
    code, out, _ = run("--lang", "en", "week", "demo-city", "--as-of", DAY)
    assert code == 0 and "week 43 of 2020" in out and "settle a problem" in out


def test_for_a_task_force_each_action_is_listed_and_the_numbers_are_theirs(run: Any) -> None:
    code, out, _ = run("week", "demo-city", "--as-of", DAY, "--task-force", FORCE, "--json")
    made = json.loads(out)
    assert code == 0 and made["week"] == "2020-W43" and made["day"] == DAY
    assert {row["task_force"] for row in made["actions"]} == {FORCE}
    assert sum(row["actions"] for row in made["sheet"]) == len(made["actions"])
    assert sum(row["behind"] for row in made["sheet"]) == sum(row["state"] == "逾期" for row in made["actions"])
    code, out, _ = run("week", "demo-city", "--as-of", DAY, "--json")
    assert "actions" not in json.loads(out)


def test_a_task_force_is_named_by_its_key_too_and_nothing_of_its_own_is_hidden(run: Any) -> None:
    code, by_key, _ = run("week", "demo-city", "--as-of", DAY, "--task-force", "investment")
    assert code == 0 and by_key == run("week", "demo-city", "--as-of", DAY, "--task-force", FORCE)[1]
    assert "不足三" not in by_key


def test_a_workbook_has_each_action_for_the_task_force_and_numbers_for_others(run: Any, tmp_path: Path) -> None:
    code, _, _ = run("week", "demo-city", "--as-of", DAY, "--task-force", FORCE, "--xlsx", tmp_path / "专班.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "专班.xlsx")["周调度表"]
    rows = list(sheet.iter_rows(values_only=True))
    city = opened.study()
    assert code == 0 and len(rows) == 2 + len(city.week(task_force=FORCE).actions())
    assert FORCE in rows[0][0] and "名称" in rows[1]
    city.week().workbook(tmp_path / "全市.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "全市.xlsx")["周调度表"].iter_rows(values_only=True))
    assert "名称" not in rows[1] and len(rows) == 2 + len(city.week().sheet())


def test_another_week_is_as_it_was_known_on_its_last_day() -> None:
    city = opened.study()
    then, now = city.week("2020-W40"), city.week()
    assert str(then.day) == "2020-10-04" and then.lists.ledger["period"].max() == "2020-08"
    assert now.lists.ledger["period"].max() == "2020-09"
    tenday = city.week("2020-10下旬", task_force=FORCE)
    assert (tenday.actions()["state"] == "本周到期").sum() > 0  # the list's deadlines at the month's end


def test_what_is_wrong_is_named(run: Any) -> None:
    city = opened.study()
    with pytest.raises(DataError) as caught:
        city.week("2020-W44")
    assert "还没有开始" in caught.value.zh
    with pytest.raises(UsageError) as usage:
        city.week().actions()
    assert "task_force" in usage.value.en
    code, _, err = run("week", "demo-city", "--as-of", DAY, "--week", "10月第3周")
    assert code == 1 and "2020-W41" in err
    code, _, err = run("week", "demo-city", "--as-of", DAY, "--task-force", "大项目和固投专班")
    assert code == 2 and FORCE in err
    code, _, err = run("week", "山东", "--as-of", DAY)
    assert code == 1 and "demo-city" in err


def test_a_campaign_s_list_stands_under_its_day(run: Any) -> None:
    code, out, _ = run("week", "demo-city", "--as-of", DAY, "--campaign", "百日攻坚")
    assert code == 0 and "百日攻坚 第33天（共100天，第19个工作日，共68个）" in out and "期内到期（项）" in out
    code, out, _ = run("--lang", "en", "week", "demo-city", "--as-of", DAY, "--campaign", "百日攻坚")
    assert code == 0 and "day 33 of 100 (19 of 68 worked)" in out
    code, _, err = run("week", "demo-city", "--as-of", DAY, "--campaign", "百日会战")
    assert code == 2 and "百日攻坚" in err
