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
    ("industry", "threshold"),
    [
        ("交通运输、仓储和邮政业", 2000),
        ("软件和信息技术服务业", 2000),
        ("水利、环境和公共设施管理业", 2000),
        ("租赁和商务服务业", 1000),
        ("科学研究和技术服务业", 1000),
        ("教育", 1000),
        ("物业管理", 1000),
        ("居民服务、修理和其他服务业", 500),
        ("文化、体育和娱乐业", 500),
        ("卫生和社会工作", None),
        ("其他服务业", None),
        (None, None),
    ],
)
def test_of_services_the_industry_decides_and_where_it_does_not_nobody_guesses(
    industry: str | None, threshold: float | None
) -> None:
    assert investment_settings.Enterprises().threshold("服务业", industry) == threshold


def test_an_office_s_own_threshold_of_an_industry_comes_before_the_category_s() -> None:
    rules = investment_settings.Enterprises(thresholds={"服务业": 900}, industries={"软件": 700, "软件外包": 300})
    assert [rules.threshold("服务业", name) for name in ("软件外包业", "软件业", "卫生和社会工作")] == [300, 700, 900]
    assert rules.threshold("规上工业", "制造业") == 2000 and rules.threshold(None, "制造业") is None


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
        ("enterprises: {industries: {软件: -5}}", "industries.软件.*-5.*不小于 0"),
        ("enterprises: {promotion_months: [13]}", "promotion_months.*13"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_meant(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "investment.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=told):
        investment_settings.read(tmp_path)
