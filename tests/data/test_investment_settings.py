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
        ("enterprises: {industries: {'': 800}}", "industries"),
        ("enterprises: {industries: {业: 800}}", "industries"),
        ("enterprises: {industries: {软件: 7000000}}", "industries.软件.*7000000.*1000000.*万元"),
        ("enterprises: {thresholds: {批发: 20000000}}", "thresholds.批发.*20000000.*万元"),
        ("enterprises: {thresholds: {批发: 0.2}}", "thresholds.批发.*0.2.*0，或 10.*万元"),
        ("enterprises: {near: 0.8}", "enterprises.near.*0.8.*10 到"),
        ("enterprises: {entries_target: 900000}", "entries_target.*900000"),
        ("funds: {start_rate: 0.8}", "funds.start_rate.*“0.8”.*80% 写 80"),
        ("funds: {start_rate: 8000}", "funds.start_rate.*8000"),
        ("funds: {bonds_target: 650000}", "funds.bonds_target.*650000.*亿元"),
        ("funds: {all_started_by: '08-31'}", "all_started_by（08-31）应不早于"),
        ("funds: {start_rate_by: '13-01'}", "没有 13-01 这一天"),
        ("projects: {registration_from: 5000000}", "registration_from.*5000000.*万元"),
        ("projects: {registration_from: 0.05}", "registration_from.*0.05.*万元"),
        ("projects: {jump: 0.5}", "projects.jump.*0.5.*80% 写 80"),
        ("projects: {same_name: 0.05}", "same_name.*0.05"),
        ("site_visits: {min_total: 100000000}", "min_total.*100000000.*万元"),
        ("site_visits: {min_progress: 0.2}", "min_progress.*0.2"),
        ("site_visits: {min_plan_rate: 7500}", "min_plan_rate.*7500"),
        ("site_visits: {min_progress: 60, max_progress: 40}", "max_progress（40）应不小于"),
        ("level: {year: 2019, value: 15610000, source: x}", "level.value.*15610000.*亿元"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_meant(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "investment.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=told):
        investment_settings.read(tmp_path)


def test_nought_asks_for_nothing_and_may_be_set() -> None:
    rules = investment_settings.InvestmentSettings.model_validate(
        {"site_visits": {"min_total": 0, "min_progress": 0}, "projects": {"registration_from": 0}}
    )
    assert (rules.site_visits.min_total, rules.projects.registration_from) == (0, 0)
