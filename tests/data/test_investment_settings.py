"""`investment.yaml`: defaults, what is refused, and what the refusal says."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouguan.core.errors import DataError
from shouguan.data import investment_settings


def test_without_a_file_the_national_rules_hold(tmp_path: Path) -> None:
    settings = investment_settings.read(tmp_path)
    assert settings.projects.registration_from == 500
    assert settings.enterprises.threshold("零售") == 500
    assert settings.funds.months_to_spend == 6 and settings.level is None


def test_a_province_s_own_rules_take_their_place(tmp_path: Path) -> None:
    (tmp_path / "investment.yaml").write_text("enterprises: {thresholds: {零售: 800}}\n", encoding="utf-8")
    settings = investment_settings.read(tmp_path)
    assert (settings.enterprises.threshold("零售"), settings.enterprises.threshold("批发")) == (800, 2000)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fund: {}", "未知的设置项“fund”.*funds"),
        ("funds: {start_rat: 3}", "未知的设置项“funds.start_rat”.*start_rate"),
        ("funds: {start_rate: 180}", "funds.start_rate.*180"),
        ("funds: {all_started_by: '02-30'}", "investment.yaml"),
        ("level: {year: 2019, value: -3, source: x}", "level.value.*-3"),
        ("level: {year: 2019, valu: 3, source: x}", "未知的设置项“level.valu”.*value"),
        ("enterprises: {thresholds: {工业: 2000}}", "规上工业.*没有 工业"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_meant(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "investment.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=told):
        investment_settings.read(tmp_path)
