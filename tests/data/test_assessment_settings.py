"""`assessment.yaml`: defaults, classes, names, what is refused, and what the refusal says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from shouguan.core.errors import DataError
from shouguan.data import assessment_settings
from shouguan.data.assessment_settings import AssessmentSettings, called, name_of
from shouguan.data.place import Place, load


def city(folder: Path, text: str | None = None) -> Place:
    if text is not None:
        (folder / "assessment.yaml").write_text(text, encoding="utf-8")
    return replace(load("demo-city"), folder=folder)


def test_without_a_file_there_are_no_rules_and_peers_carry_no_names(tmp_path: Path) -> None:
    settings = assessment_settings.read(city(tmp_path))
    assert (settings.rules, settings.anonymous, settings.without_data) == ({}, True, "refuse")
    assert settings.group(city(tmp_path)) == load("demo-city").settings.peers


def test_official_regions_carry_their_names() -> None:
    province = load("山东")
    settings = assessment_settings.read(province)
    assert name_of(province, settings, "110000") == ("北京", "Beijing")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rule: {}", "未知的设置项“rule”.*rules"),
        ("rules: {gpd: {weight: 1}}", "没有指标“gpd”.*gdp"),
        ("rules: {gdp: {}}", "缺少“rules.gdp.weight”"),
        ("rules: {gdp: {weight: 0}}", "rules.gdp.weight.*大于 0"),
        ("rules: {gdp: {weight: 1, rule: ranks}}", "rules.gdp.rule.*rank"),
        ("rules: {gdp: {weight: 1, floor: 100}}", "floor（100）应小于满分"),
        ("groups: {一类: ['999901', '999902'], 二类: ['999902']}", "999902 既在“一类”又在“二类”"),
        ("groups: {一类: ['999901', '370000']}", "370000 不在 place.yaml 的 peers 里"),
        ("groups: {一类: ['999902', '999903']}", "没有本地 999901"),
        ("without_data: skip", "without_data.*refuse、rest"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_meant(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=told):
        assessment_settings.read(city(tmp_path, text))


def test_a_class_divides_the_group(tmp_path: Path) -> None:
    place = city(tmp_path, "groups: {一类: ['999903', '999901'], 二类: ['999902']}")
    settings = assessment_settings.read(place)
    assert settings.class_of("999901") == "一类" and settings.class_of("999904") is None
    assert settings.group(place) == ("999901", "999903")


def test_a_class_of_one_is_no_group(tmp_path: Path) -> None:
    place = city(tmp_path, "groups: {一类: ['999901'], 二类: ['999902']}")
    assert assessment_settings.read(place).group(place) == ()


def test_anonymous_peers_are_called_by_their_position_in_the_settings(tmp_path: Path) -> None:
    place = city(tmp_path)
    settings = AssessmentSettings()
    assert called(place, settings, ["999901", "999903"]) == ("示范市、乙地", "Demo City, Peer B")
    assert called(place, AssessmentSettings(anonymous=False), ["999903"]) == ("乙市", "City B")
    many = ("999901", *(f"{number:06d}" for number in range(59)))
    large = replace(place, settings=place.settings.model_copy(update={"peers": many}))
    assert name_of(large, settings, "000010") == ("甲戌地", "Peer K")
    assert name_of(large, AssessmentSettings(anonymous=False), "000010") == ("000010", "000010")
