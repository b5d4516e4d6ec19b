"""What is said of wrong settings: every kind of wrong value, in every file, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from shouguan.analysis.scenarios.entries import Judgement, Policy, Scenario, Shift, Shock
from shouguan.components.conversion import Method
from shouguan.core.wrong_settings import explain, hidden, not_plain, refused
from shouguan.data.assessment_settings import AssessmentSettings
from shouguan.data.bulletin_settings import BulletinSettings, TaskForce
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.data.pacing_settings import Campaign, PacingSettings, Plan
from shouguan.data.place import Target
from shouguan.data.settings import Settings
from shouguan.data.warning_settings import WarningSettings

MODELS = (
    Settings,
    Target,
    Method,
    InvestmentSettings,
    AssessmentSettings,
    PacingSettings,
    Plan,
    Campaign,
    BulletinSettings,
    TaskForce,
    WarningSettings,
    Scenario,
    Shift,
    Policy,
    Shock,
    Judgement,
)
WRONG: tuple[Any, ...] = (
    "x",
    "",
    "长" * 300,
    -1e9,
    1e9,
    1.5,
    True,
    None,
    [],
    {},
    [1, 2, 3],
    {"x": 1},
    {"x": {"x": 1}},
    float("nan"),
)


def fields(model: type[BaseModel], way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the way to every setting of a model, and of the models within it."""
    for name, field in model.model_fields.items():
        yield *way, name
        for part in (field.annotation, *get_args(field.annotation)):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from fields(part, (*way, name))


def settings(way: tuple[str, ...], value: Any) -> dict[str, Any]:
    return {way[0]: settings(way[1:], value) if len(way) > 1 else value}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_wrong_value_is_told_in_one_language(model: type[BaseModel]) -> None:
    told = 0
    for way in fields(model):
        for value in WRONG:
            try:
                model.model_validate(settings(way, value))
            except ValidationError as error:
                for detail in error.errors():
                    zh, en = explain(detail, detail["loc"], model)
                    assert re.search("[\u4e00-\u9fff]", zh) and not re.search(
                        r"\b(should|must|expected|valid)\b|有效的值", zh
                    )
                    told += 1
                    if isinstance(value, str | float | int | None) and "长" not in str(value):
                        assert not re.search("Input should|String should|Value error", en), en
    assert told > len(WRONG)


def test_all_that_is_wrong_is_said_together() -> None:
    with pytest.raises(ValidationError) as wrong:
        Settings.model_validate({"region": "37", "name": "甲", "ofice": "甲委"})
    error = refused("place.yaml", "place.yaml", wrong.value, Settings)
    assert error.zh.startswith(
        "place.yaml：“region”的值“37”不对：应为六位区划代码，加引号；缺少“name_en”；未知的设置项"
    )
    assert error.en.startswith("place.yaml: 'region' has the value '37': expected a code of six digits, in quotes; ")


@pytest.mark.parametrize("text", ["甲\u202e", "\u2066甲", "\u200b甲", "甲\x00", "甲\x1b[31m", "\ufeff甲", "甲\u2028"])
def test_what_is_not_seen_is_named_by_its_number(text: str) -> None:
    found = hidden(text)
    assert found is not None and found == not_plain(text)
    assert "U+" in found[0] and not any(sign in found[0] for sign in text if sign != "甲" and sign not in "[31m")


@pytest.mark.parametrize("text", ["<b>甲", "</b>", "<!--", "<?xml", "甲<img src=x", "<svg/onload=x>"])
def test_markup_is_none_of_plain_text(text: str) -> None:
    assert hidden(text) is None and not_plain(text) is not None


@pytest.mark.parametrize("text", ["甲 < 乙", "3<5", "《规划》", "〈甲〉", "A & B", "𠮷市", "\U000f0000", "a<=b", "->"])
def test_what_only_looks_like_markup_is_plain_text(text: str) -> None:
    assert not_plain(text) is None
