"""YAML that would grow beyond all bounds is refused before it costs anything; aliases of plain settings are read."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest

from shouguan.core.errors import UsageError
from shouguan.core.files import read_yaml
from shouguan.core.yaml_bounds import LARGEST_TEXT
from shouguan.data import place

LEVELS = "abcdefghijkl"


def bomb(merge: bool = False) -> str:
    """Return settings in which each level stands nine times in the next."""
    first = "a: &a {x: 1}" if merge else "a: &a [x, x, x, x, x, x, x, x, x]"
    lines = [first]
    for before, name in pairwise(LEVELS):
        again = ", ".join([f"*{before}"] * 9)
        lines.append(f"{name}: &{name} " + (f"{{<<: [{again}]}}" if merge else f"[{again}]"))
    return "\n".join([*lines, f"name: *{LEVELS[-1]}", 'region: "999901"', ""])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(bomb(), "别名", id="lists of lists"),
        pytest.param(bomb(merge=True), "别名", id="mappings that merge"),
        pytest.param("a: &a [*a]", "别名", id="a list within itself"),
        pytest.param("[" * 5000, "层次过深", id="too deep"),
        pytest.param("a: " + "x" * LARGEST_TEXT, "超过 4 MB", id="too long"),
    ],
)
def test_yaml_beyond_the_bounds_is_refused(text: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "actions.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as wrong:
        read_yaml(file)
    assert says in wrong.value.zh and "actions.yaml" in wrong.value.zh


def test_a_bomb_in_a_places_settings_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "place.yaml").write_text(bomb(), encoding="utf-8")
    began = time.process_time()
    with pytest.raises(UsageError, match="别名"):
        place.load(str(tmp_path))
    assert time.process_time() - began < 10  # unrefused it takes minutes


def test_aliases_of_plain_settings_are_read(tmp_path: Path) -> None:
    file = tmp_path / "plain.yaml"
    file.write_text("a: &a [1, 2]\nb: *a\nc: {<<: &m {d: 3}}\n", encoding="utf-8")
    assert read_yaml(file) == {"a": [1, 2], "b": [1, 2], "c": {"d": 3}}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n", "第3行的“a”在第1行已经写过", id="at the top"),
        pytest.param("a: {b: 1, b: 2}\n", "第1行的“b”在第1行已经写过", id="on one line"),
        pytest.param("- {a: [{b: 1}, {c: 1,\n  c: 2}]}\n", "第2行的“c”在第1行已经写过", id="deep within"),
        pytest.param("a: &a {x: 1,\n x: 2}\nb: *a\n", "第2行的“x”在第1行已经写过，拒绝读取", id="under an alias, once"),
        pytest.param("".join(f"a{n}: 1\na{n}: 2\n" for n in range(9)), "“a4”在第9行已经写过，拒绝读取", id="many"),
    ],
)
def test_a_name_that_is_given_twice_is_refused_with_both_lines(text: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "place.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as wrong:
        read_yaml(file)
    assert says in wrong.value.zh and "place.yaml" in wrong.value.zh


def test_the_same_name_in_two_places_and_over_what_is_merged_is_read(tmp_path: Path) -> None:
    file = tmp_path / "place.yaml"
    file.write_text("a: &a {x: 1}\nb: {x: 2}\nc: {<<: *a, x: 3}\n", encoding="utf-8")
    assert read_yaml(file) == {"a": {"x": 1}, "b": {"x": 2}, "c": {"x": 3}}
