"""The definitions' cards: whole in both languages, of indicators that there are, with every threshold they name."""

from __future__ import annotations

import re

import pytest

from shouguan.core.indicators import CATALOGUE, FORECAST, INDUSTRIES
from shouguan.facts.definitions import Definition, definitions

TEXTS = ("publisher", "scope", "prices", "period", "comparable", "stages", "source")


def test_every_forecast_indicator_and_all_industries_have_one_card() -> None:
    codes = [code for each in definitions() for code in each.codes]
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(CATALOGUE)
    assert {*FORECAST, *INDUSTRIES} <= set(codes)
    assert INDUSTRIES in [each.codes for each in definitions()]


@pytest.mark.parametrize("card", definitions(), ids=lambda card: card.codes[0])
def test_a_card_is_whole_and_names_its_thresholds(card: Definition) -> None:
    slots: list[set[str]] = [set(), set()]
    for name in TEXTS:
        for at, text in enumerate(getattr(card, name)):
            assert text.strip() == text != ""
            slots[at] |= set(re.findall(r"\{(\w+)\}", text))
        zh, en = getattr(card, name)
        assert re.search("[\u4e00-\u9fff]", zh) and not re.search("[\u4e00-\u9fff]", en)
    assert slots == [set(card.thresholds)] * 2
    assert all(threshold.value > 0 and threshold.zh and threshold.en for threshold in card.thresholds.values())
