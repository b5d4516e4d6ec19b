"""`warnings.yaml`: defaults, what is refused, and which flags are looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouguan.core.errors import DataError
from shouguan.data import warning_settings


def write(folder: Path, text: str) -> Path:
    (folder / "warnings.yaml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_or_a_folder_the_defaults_hold(tmp_path: Path) -> None:
    assert warning_settings.read(tmp_path) == warning_settings.read(None) == warning_settings.WarningSettings()


def test_what_the_office_sets_takes_the_defaults_place(tmp_path: Path) -> None:
    settings = warning_settings.read(write(tmp_path, "chance_fall: 5\nflags: {drop: false}\nlight: {red_chance: 30}\n"))
    assert (settings.chance_fall, settings.light.red_chance, settings.light.red_points) == (5, 30, 0.5)
    assert not settings.looks_at("drop", "gdp") and settings.looks_at("sign", "gdp")


def test_a_turn_is_not_looked_at_where_it_was_wrong(tmp_path: Path) -> None:
    assert not warning_settings.read(None).looks_at("turning", "fai")
    assert warning_settings.read(write(tmp_path, "turning_not_of: []\n")).looks_at("turning", "fai")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("chance_fal: 5\n", "chance_fall"),
        ("flags: {drops: true}\n", "drop"),
        ("chance_fall: 0\n", "大于 0"),
        ("flags: {drop: maybe}\n", "true 或 false"),
        ("turning_not_of: [gpd]\n", "gdp"),
        ("days_back: 0\n", "不小于 1"),
        ("chance_fall: 0.1\n", "值“0.1”不对：应为 1 到 100"),
        ("large: 100000000\n", "值“100000000”不对"),
        ("light: {red_chance: 0.2}\n", "red_chance"),
    ],
)
def test_what_is_wrong_is_refused_with_what_is_valid(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DataError) as wrong:
        warning_settings.read(write(tmp_path, text))
    assert told in wrong.value.zh and "warnings.yaml：" in wrong.value.zh
