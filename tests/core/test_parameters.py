"""Parameters: unknown names, wrong values and unreadable files are refused with what would be right."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from shouguan.core.errors import DataError, UsageError
from shouguan.core.parameters import Parameters, check, read_config

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("name", "meant"),
    [("plce", "place"), ("as-of", "as_of"), ("asof", "as_of"), ("language", "lang"), ("sed", "seed")],
)
def test_an_unknown_name_is_wrong_usage_and_the_nearest_is_named(name: str, meant: str) -> None:
    with pytest.raises(UsageError) as refused:
        check({name: "x"})
    assert refused.value.exit_code == 2
    for message in (refused.value.zh, refused.value.en):
        assert f"{name}" in message
        assert re.search(rf"\b{meant}\b", message)


def test_a_name_like_none_lists_all() -> None:
    with pytest.raises(UsageError) as refused:
        check({"qqqq": 1})
    assert all(name in refused.value.en for name in Parameters.model_fields)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        pytest.param("place", "", "region", id="empty-place"),
        pytest.param("place", True, "region", id="place-as-a-switch"),
        pytest.param("as_of", "2020-13-01", "2020-10-25", id="no-such-month"),
        pytest.param("as_of", "2020-02-30", "2020-10-25", id="no-such-day"),
        pytest.param("as_of", "25/10/2020", "2020-10-25", id="day-first"),
        pytest.param("as_of", 20201025, "2020-10-25", id="date-as-a-number"),
        pytest.param("as_of", "去年", "2020-10-25", id="words"),
        pytest.param("year", 1989, "1990", id="year-too-early"),
        pytest.param("year", 2101, "2100", id="year-too-late"),
        pytest.param("year", "2020.5", "1990", id="half-a-year"),
        pytest.param("scenario", "", "base", id="no-scenario"),
        pytest.param("since", "2020-13-01", "2020-09-30", id="no-such-day"),
        pytest.param("previous", "", ".html", id="no-report"),
        pytest.param("sliders", "perhaps", "true", id="neither-yes-nor-no"),
        pytest.param("lang", "fr", "zh or en", id="unknown-language"),
        pytest.param("seed", -1, "4294967295", id="negative-seed"),
        pytest.param("seed", 2**32, "4294967295", id="seed-too-large"),
        pytest.param("seed", "abc", "4294967295", id="seed-in-letters"),
        pytest.param("seed", None, "4294967295", id="no-seed"),
    ],
)
def test_a_wrong_value_is_a_data_error_that_says_what_is_right(name: str, value: object, expected: str) -> None:
    with pytest.raises(DataError) as refused:
        check({name: value})
    assert refused.value.exit_code == 1
    assert name in refused.value.zh
    assert str(value) in refused.value.zh
    assert CHINESE.search(refused.value.zh)
    assert name in refused.value.en
    assert str(value) in refused.value.en
    assert expected in refused.value.en


def test_all_wrong_values_are_told_at_once_with_the_file() -> None:
    with pytest.raises(DataError) as refused:
        check({"seed": -1, "lang": "fr"}, "mine.yaml")
    assert refused.value.en.startswith("mine.yaml: ")
    assert "seed" in refused.value.en
    assert "lang" in refused.value.en


@pytest.mark.parametrize("value", ["2020-10-25", dt.date(2020, 10, 25)], ids=["text", "date"])
def test_dates_are_read_in_iso_form(value: object) -> None:
    assert check({"as_of": value}).as_of == dt.date(2020, 10, 25)


def test_text_from_a_command_line_becomes_numbers() -> None:
    assert check({"year": "2020", "seed": "7"}) == check({"year": 2020, "seed": 7})


def test_nothing_given_leaves_every_default() -> None:
    made = check({})
    assert (made.place, made.as_of, made.year, made.scenario, made.lang, made.seed) == (
        "全国",
        None,
        None,
        "base",
        "zh",
        0,
    )


@pytest.mark.parametrize("given", [{}, {"as_of": "2020-10-25", "year": "2020", "place": "山东", "seed": 7}])
def test_values_for_a_notebook_are_plain_json(given: dict[str, Any]) -> None:
    values = check(given).for_notebook()
    assert list(values) == list(Parameters.model_fields)
    assert all(value is None or type(value) in {str, int, bool} for value in values.values())
    assert json.loads(json.dumps(values)) == values
    assert values["as_of"] == given.get("as_of")


def test_a_yaml_file_gives_names_and_values(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes("\ufeffplace: 山东\nas_of: 2020-10-25\nseed: 7\n".encode())
    made = check(read_config(file), str(file))
    assert (made.place, made.as_of, made.seed) == ("山东", dt.date(2020, 10, 25), 7)


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("# nothing yet\n", encoding="utf-8")
    assert read_config(file) == {}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="missing"),
        pytest.param(b"place: [", id="not-yaml"),
        pytest.param("place: 山东".encode("gbk"), id="not-utf-8"),
        pytest.param(b"- place\n- seed\n", id="a-list"),
        pytest.param(b"just words\n", id="a-sentence"),
    ],
)
def test_an_unreadable_file_is_wrong_usage_and_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "mine.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UsageError) as refused:
        read_config(file)
    assert refused.value.exit_code == 2
    assert file.name in refused.value.zh
    assert file.name in refused.value.en


def test_an_unknown_name_in_a_file_names_the_file_and_may_be_no_text() -> None:
    from_yaml: dict[Any, Any] = {2020: "x"}  # YAML keys may be numbers
    with pytest.raises(UsageError) as refused:
        check(from_yaml, "mine.yaml")
    assert refused.value.en.startswith("mine.yaml: unknown parameter '2020'")


def test_a_regions_code_may_come_as_a_number() -> None:
    assert check({"place": 370000}).place == "370000"
