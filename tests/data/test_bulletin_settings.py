"""`bulletins.yaml`: the usual task forces, an office's own, what is refused, and what the refusal says."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouguan.core import paths
from shouguan.core.errors import DataError
from shouguan.data import bulletin_settings


def test_without_a_file_there_are_the_three_usual_task_forces(tmp_path: Path) -> None:
    for settings in (bulletin_settings.read(tmp_path), bulletin_settings.read(None)):
        assert list(settings.task_forces) == ["gdp", "investment", "industry"]
        assert settings.task_force("investment").indicator == "fai"
        assert [name for name, each in settings.task_forces.items() if each.takes_unassigned] == ["investment"]


def test_a_task_force_is_found_by_its_key_or_its_name_and_else_the_valid_ones_are_named() -> None:
    settings = bulletin_settings.read(paths.places() / "demo-city")
    assert settings.task_force("规上工业增加值专班") is settings.task_force("industry")
    with pytest.raises(DataError, match=r"没有代号为“invest”的工作专班.*investment"):
        settings.task_force("invest")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("titel: 通报", "未知的设置项“titel”.*title"),
        ("rows: 1", "rows.*1.*不小于 3"),
        ("task_forces: {a: {name: 甲, indicator: fia}}", "没有可测算的指标“fia”.*fai"),
        ("task_forces: {甲: {name: 甲, indicator: fai}}", "小写字母开头的代号"),
        ("task_forces: {a: {name: 甲, indicator: fai, lists: [project]}}", "lists.*project"),
        ("task_forces: {a: {name: 甲, indicator: fai, leder: 乙}}", "未知的设置项.*leder.*leader"),
        ("task_forces: {a: {name: 甲, indicator: fai}, b: {name: 甲, indicator: gdp}}", "两个专班都叫“甲”"),
        (
            "task_forces: {a: {name: 甲, indicator: fai, takes_unassigned: true},"
            " b: {name: 乙, indicator: gdp, takes_unassigned: true}}",
            "只有一个专班可以写 takes_unassigned",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_meant(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "bulletins.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=told):
        bulletin_settings.read(tmp_path)
