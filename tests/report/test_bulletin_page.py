"""A bulletin's page: nothing on it but facts, in both languages; the summary tells of no single firm or project."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path
from typing import Any

import pytest

import shouguan as sg
from shouguan.core.errors import DataError
from shouguan.data import registers
from shouguan.data.place import load
from shouguan.facts.archive import ANALYST_MARK
from shouguan.investment import tasks
from shouguan.publishing import remaking
from tests.builders import bulletins

pytestmark = pytest.mark.xdist_group("bulletin pages")
LONG = os.environ.get("SHOUGUAN_TESTS") == "long"
SHEETS: dict[str, dict[str, Any]] = {
    "investment": {},
    "industry by the month": {"task_force": "industry", "every": "month"},
    "gdp": {"task_force": "gdp"},
    "meeting": {"task_force": "industry", "sheet": "meeting"},
    "summary": {"sheet": "summary"},
}


class Pages(dict[tuple[str, str], tuple[str, str]]):
    """Sheets by name and language, each made when it is first asked for."""

    def __missing__(self, key: tuple[str, str]) -> tuple[str, str]:
        name, lang = key
        self[key] = bulletins.shown(bulletins.page(lang=lang, **SHEETS[name]))
        return self[key]


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "name", [name if name == "summary" else pytest.param(name, marks=pytest.mark.long) for name in SHEETS]
)
def test_every_sheet_passes_the_gate_and_is_made_again_byte_for_byte(pages: Pages, name: str, lang: str) -> None:
    html, facts = pages[name, lang]
    assert bulletins.problems(html, facts, lang) == []
    assert remaking.page_of(facts) == html
    assert ANALYST_MARK not in html


def _words(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html[html.index("<main>") :])


def test_a_unit_is_told_as_supervision_bulletins_say_it(pages: Pages) -> None:
    told = _words(pages["investment", "zh"][0])
    assert re.search(
        r"示范市商务局承担任务\d+项，已完成\d+项，序时进度应完成[\d.]+%，实际[\d.]+%，滞后序时进度[\d.]+个百分点，逾期\d+项；"
        "滞后事项：",
        told,
    )
    assert "上述单位请于2020年10月28日前报送整改情况。" in told
    assert "报送：示范市人民政府办公室、各县区人民政府" in told


def test_a_bulletin_says_of_which_month_its_lists_are_and_what_prints_all(pages: Pages) -> None:
    told = _words(pages["investment", "zh"][0])
    assert "清单为2020年9月，其后办结的尚未反映。" in told
    command = "shouguan week demo-city --task-force 大项目及固投专班 --as-of 2020-10-25"
    assert re.search(rf"另有\d+项未列出；项目、问题和资金的用 {command} 全部列出。", told)


def test_the_command_that_a_bulletin_names_lists_what_it_calls_for() -> None:
    made = bulletins.page().context.contents.bulletin
    assert made is not None and made.force is not None
    week = sg.open_place("demo-city", as_of=bulletins.DAY).week(task_force=made.force.name)
    called = {item.project for item in made.asked if item.kind != tasks.ACT}
    assert called and called <= set(week.actions()["name"])


def test_a_second_bulletin_without_a_newer_list_compares_nothing(tmp_path: Path) -> None:
    first = bulletins.published(tmp_path, "2020-10-25")
    html, facts = bulletins.shown(bulletins.page(as_of="2020-11-08", previous=str(first)))
    told = _words(html)
    assert re.search(r"要求办理\d+项.*没有新清单、不作比较\d+项|上期以来没有新的清单，办理情况无从比较", told)
    assert bulletins.problems(html, facts, "zh") == []


def test_a_sheet_has_its_own_sections_and_no_other_s(pages: Pages) -> None:
    has = {name: re.findall(r"<h2[^>]*>(.*?)</h2>", pages[name, "zh"][0]) for name in SHEETS}
    assert has["meeting"] == ["一、指标情况", "二、议题：逐人过事项", "三、议定事项"]
    assert has["summary"] == ["一、指标情况", "二、各专班进展"]
    assert "临近标准的企业" in " ".join(has["gdp"]) and "落后序时进度" not in " ".join(has["gdp"])
    assert "会议议定" not in pages["investment", "zh"][0] and "各专班任务进展" not in pages["investment", "zh"][0]


def test_the_summary_names_no_firm_and_no_project_and_a_bulletin_its_own_firms_alone(
    pages: Pages,
) -> None:
    place = load("demo-city")
    day = dt.date.fromisoformat(bulletins.DAY)
    firms = registers.known(place, "enterprises", day)
    projects = set(registers.known(place, "ledger", day)["project_name"])
    named = set(firms["name"])
    for lang in ("zh", "en") if LONG else ("zh",):
        for name in ("summary", "meeting"):
            assert not {each for each in named if each in pages[name, lang][0] + pages[name, lang][1]}
        assert not {each for each in projects if each in pages["summary", lang][0]}
    own = set(firms.loc[firms["task_force"].eq("规上工业增加值专班"), "name"])
    shown = {each for each in named if each in pages["industry by the month", "zh"][0]}
    assert shown and shown <= own


def test_no_bulletin_sets_an_amount_for_a_statistic_or_a_number_of_registrations(
    pages: Pages,
) -> None:
    for name in SHEETS:
        told = _words(pages[name, "zh"][0])
        assert not re.search(r"(需|应|须|力争|确保)(再)?(完成|增加)?投资[\d.]+亿元|纳统[\d]+户的?任务", told)
        assert "不含任何统计数额" in told or "信息共享" in told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"task_force": "invest"}, "没有代号为“invest”的工作专班"),
        ({"place": "山东", "as_of": "2020-10-28", "task_force": "gdp"}, "山东没有截至.*清单"),
        ({"sheet": "minutes"}, "sheet 的值“minutes”不对"),
        ({"issue": 0}, "issue 的值“0”不对"),
    ],
)
def test_what_cannot_be_told_is_refused(given: dict[str, Any], told: str) -> None:
    with pytest.raises(DataError, match=told):
        bulletins.page(**given)
