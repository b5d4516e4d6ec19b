"""`pacing.yaml`: defaults, what is refused, and what the refusal says."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouguan.core.errors import DataError
from shouguan.data import pacing_settings


def test_without_a_file_the_conditional_path_judges_and_no_campaign_runs(tmp_path: Path) -> None:
    for folder in (tmp_path, None):
        settings = pacing_settings.read(folder)
        assert settings.pace("fai").rule == "path" and settings.campaigns == ()
        assert (settings.lights.progress.yellow, settings.lights.progress.red) == (10, 30)
        assert settings.lights.progress.words.red == "严重滞后"


def test_an_office_s_plan_words_and_campaign_are_read(tmp_path: Path) -> None:
    (tmp_path / "pacing.yaml").write_text(
        "indicators:\n"
        "  fai: {rule: plan, plan: {year: 2020, source: 某发改〔2020〕1号, cumulative: {2: 12, 6: 52, 12: 100}}}\n"
        "  gdp: {rule: plan, plan: {year: 2020, source: 计划, cumulative: {1: 22, 2: 47, 3: 73, 4: 100}}}\n"
        "lights: {start: {yellow: 15, red: 60, words: {red: 挂牌督办}}}\n"
        "campaigns: [{name: 百日攻坚, start: 2020-09-23, end: 2020-12-31}]\n",
        encoding="utf-8",
    )
    settings = pacing_settings.read(tmp_path)
    plan = settings.pace("fai").plan
    assert plan is not None and plan.cumulative == {2: 12, 6: 52, 12: 100}
    assert settings.lights.start.words.red == "挂牌督办" and settings.lights.start.words.yellow == "滞后"
    assert [each.days for each in settings.campaigns] == [100]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("indicator: {}", "未知的设置项“indicator”.*indicators"),
        ("indicators: {fia: {}}", "没有指标“fia”.*fai"),
        ("indicators: {fai: {rule: plann}}", "indicators.fai.rule.*plan"),
        ("indicators: {fai: {rule: plan}}", "rule: plan 须写 plan"),
        ("indicators: {fai: {fast: 90}}", "fast.*90.*大于 100"),
        ("indicators: {fai: {plan: {year: 2020, source: x, cumulative: {1: 5, 12: 100}}}}", "2—12.*没有 1"),
        ("indicators: {gdp: {plan: {year: 2020, source: x, cumulative: {1: 22, 3: 100}}}}", "最后一项为 4: 100"),
        ("indicators: {fai: {plan: {year: 2020, source: x, cumulative: {6: 60, 9: 50, 12: 100}}}}", "逐月不减"),
        ("indicators: {fai: {plan: {year: 2020, source: x, cumulative: {6: 60, 12: 98}}}}", "最后为 100"),
        ("indicators: {fai: {plan: {year: 2020, source: x, cumulative: {6: 0, 12: 100}}}}", "大于 0"),
        ("lights: {progress: {yellow: 30, red: 10}}", "red（10）应不小于 yellow（30）"),
        ("lights: {progress: {yellow: 0.1, red: 0.3}}", "lights.progress”：yellow 的值“0.1”不对：应为 1 到 100"),
        ("lights: {growth: {yellow: 1, red: 300}}", "lights.growth”：red 的值“300”不对"),
        ("lights: {start: {yellow: 1, red: 9000}}", "lights.start”：red 的值“9000”不对.*天"),
        ("campaigns: [{name: 攻坚, start: 2020-09-23, end: 2029-12-31}]", "至多 731 天"),
        ("campaigns: [{name: 攻坚, start: 0202-09-23, end: 0202-12-31}]", "campaigns.0.start"),
        ("lights: {progress: {yellow: 30}}", "缺少“lights.progress.red”"),
        ("lights: {start: {yellow: 1, red: 2, words: {amber: 慢}}}", "未知的设置项“lights.start.words.amber”"),
        ("campaigns: [{name: 攻坚, start: 2020-12-31, end: 2020-09-23}]", "2020-09-23 早于第一天 2020-12-31"),
        ("campaigns: [{name: 攻坚, start: 2020-09-23}]", "缺少“campaigns.0.end”"),
        (
            "campaigns: [{name: 甲, start: 2020-09-01, end: 2020-09-02}, "
            "{name: 甲, start: 2020-10-01, end: 2020-10-02}]",
            "名称重复：甲",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_meant(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "pacing.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=told):
        pacing_settings.read(tmp_path)
