"""`shouguan warnings` and `Study.warnings`: the same flags as a frame, as text and as plain data."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import lru_cache
from typing import Any

import pandas as pd
import pytest

from shouguan.analysis import warning_record, watching
from shouguan.analysis.flags import NAMES
from shouguan.analysis.watching import Raised
from shouguan.cli.warnings import _lines as lines_of
from shouguan.data.observations import View
from shouguan.data.place import Place, load
from shouguan.data.warning_settings import WarningSettings
from tests.builders import opened

DAY = "2020-10-25"
OF_PLACE = watching.of_place


@pytest.fixture(scope="module")
def flags() -> pd.DataFrame:
    return opened.study().warnings()


@pytest.fixture(autouse=True)
def watched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked is what is said of the flags: they are worked out once for all that ask for the same ones."""
    monkeypatch.setattr(watching, "of_place", _of_place)


def _of_place(place: Place, view: View, *, seed: int = 0, since: dt.date | None = None) -> tuple[Raised, ...]:
    return _flags(place.called, view.as_of, seed, since)


@lru_cache
def _flags(place: str, day: dt.date, seed: int, since: dt.date | None) -> tuple[Raised, ...]:
    city = load(place)
    return OF_PLACE(city, city.as_of(day), seed=seed, since=since)


def test_the_command_and_the_frame_say_the_same(run: Any, flags: pd.DataFrame) -> None:
    code, out, _ = run("warnings", "demo-city", "--as-of", DAY, "--json")
    made = json.loads(out)
    assert code == 0 and made["day"] == DAY
    assert [each["flag"] for each in made["flags"]] == flags["flag"].tolist()
    assert [each["points_lost"] for each in made["flags"]] == pytest.approx(flags["points_lost"].tolist(), nan_ok=True)
    for each in made["flags"]:
        assert each["name"]["zh"] == NAMES[each["flag"]][0] and each["evidence"]
        assert each["record"] is None or "cases" in each["record"] or each["record"]["unmeasured"]["zh"]
    _, text, _ = run("warnings", "demo-city", "--as-of", DAY, "--lang", "zh")
    assert text.count("依据：") == len(flags) and all(name in text for name in flags["name"])


def test_english_text_is_english(run: Any) -> None:
    _, text, _ = run("warnings", "shandong", "--as-of", "2022-10-28", "--lang", "en")
    assert "flags that are up" in text and "evidence" in text


@pytest.mark.parametrize(("lang", "passed"), [("zh", "（已超期）"), ("en", " (past)")])
def test_a_remedy_whose_deadline_has_passed_says_so(run: Any, lang: str, passed: str) -> None:
    _, text, _ = run("warnings", "demo-city", "--as-of", DAY, "--lang", lang)
    dated = re.findall(r"(\d{4}-\d\d-\d\d)(（已超期）| \(past\))?(?=[，；,;\n])", text)
    assert {mark for day, mark in dated if day < DAY and mark} == {passed}
    _, made, _ = run("warnings", "demo-city", "--as-of", DAY, "--json")
    remedies = [each for flag in json.loads(made)["flags"] for each in flag["remedies"] if each["deadline"]]
    assert sum(each["deadline"] < DAY for each in remedies) == text.count(passed) > 0


def test_a_flag_that_never_fired_has_no_share_of_false_alarms() -> None:
    row = {"light": "红色", "name": "甲", "indicator": "乙", "since": pd.Timestamp(DAY), "evidence": "丙"}
    row |= {"points_lost": float("nan"), "chance_lost": float("nan"), "remedies": "", "cases": 12}
    never = lines_of(row | {"false_alarm_pct": float("nan"), "miss_pct": 100.0})
    assert never[-1] == "  以往 12 例：没有报过警，漏报率 100%"
    assert lines_of(row | {"false_alarm_pct": 40.0, "miss_pct": 50.0})[-1] == "  以往 12 例：误报率 40%，漏报率 50%"


def test_no_flag_is_no_error(run: Any) -> None:
    code, text, _ = run("warnings", "全国", "--as-of", "2018-07-20", "--lang", "zh")
    assert code == 0 and "没有亮灯的预警" in text


@pytest.mark.parametrize(
    ("words", "code"),
    [(("nowhere",), 1), (("demo-city", "--as-of", "2020"), 1), (("demo-city", "--as-of", DAY, "--since", DAY), 1)],
)
def test_what_is_wrong_is_refused(run: Any, words: tuple[str, ...], code: int) -> None:
    assert run("warnings", *words)[0] == code


def test_rates_are_of_earlier_years_alone() -> None:
    early, late = (warning_record.rates("drop", "gdp", year) for year in (2020, 2023))
    assert early is not None and late is not None
    assert early.cases < late.cases and early.last_year == 2019 and late.last_year == 2022
    assert early.false_alarms == pytest.approx(100 * (early.alarms - early.hits) / early.alarms)
    assert early.misses == pytest.approx(100 * (early.events - early.hits) / early.events)
    assert warning_record.rates("drop", "gdp", 2000) is None
    assert warning_record.rates("fund_deadline", "fai", 2023) is None


def test_every_flag_is_measured_or_says_why_not() -> None:
    assert set(NAMES) == set(warning_record.EVENTS) | set(warning_record.UNMEASURED)
    assert not set(warning_record.EVENTS) & set(warning_record.UNMEASURED)
    assert set(warning_record.EVENTS.values()) == set(warning_record.EVENT_NAMES)


def test_what_the_record_shows_to_be_no_better_than_chance_is_off_by_default() -> None:
    """The rule of docs/method.md, held against the record that ships."""
    settings, told = WarningSettings(), 0
    for flag, indicator in [(flag, code) for flag in warning_record.EVENTS for code in ("gdp", "fai")]:
        found = warning_record.rates(flag, indicator, 9999)
        if found is None or found.alarms < 10:
            continue
        told += 1
        lift = (found.hits / found.alarms) / (found.events / found.cases)
        useless = found.false_alarms is None or found.false_alarms > 80 or lift < 1.25
        assert settings.looks_at(flag, indicator) is not useless, (flag, indicator)
    assert told >= 7
