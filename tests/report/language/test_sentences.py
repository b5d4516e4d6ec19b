"""The printed table of sentences is up to date and whole; over all figures a sentence agrees with its sign."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from shouguan.core.periods import Lang
from shouguan.core.rounding import MINUS, half_up
from shouguan.core.translation import english
from shouguan.report.language import answers, phrases, sentences, words
from tests.builders import sources
from tests.report.language import examples
from tests.report.language.example_figures import above, count, move, percent, points, tilt
from tests.report.language.example_sentences import ANSWERS, SENTENCES
from tests.report.language.example_words import PHRASES, WORDS

MODULES = (words, phrases, sentences, answers)
_SAY_NO_FIGURE = ("say", "either", "chance_words", "word_of_percent")
GROUPS = (*WORDS, *PHRASES, *SENTENCES, *ANSWERS)
GROWTH = st.floats(-40, 60, allow_nan=False).map(lambda value: round(value, 3))
ONE_DECIMAL = st.integers(-400, 600).map(lambda tenths: tenths / 10)


def shown() -> list[tuple[str, str, str, Lang]]:
    """Return every example: function, situation, sentence and language."""
    return [
        (group.function.__name__, case.situation, examples.plain(case.show(lang), lang), lang)
        for group in GROUPS
        for case in group.cases
        for lang in ("zh", "en")
    ]


def test_the_printed_table_is_up_to_date() -> None:
    assert examples.file().read_text(encoding="utf-8") == examples.page(), "python -m tests.report.language.examples"


def test_every_function_that_says_something_has_its_examples() -> None:
    public = {
        function
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_") and name not in _SAY_NO_FIGURE
    }
    assert {group.function for group in GROUPS} == public


def templates(module: ModuleType) -> set[tuple[int, str]]:
    """Return the templates in a module's calls of `say` and `either`: 0 for Chinese, 1 for English, and the text."""
    tree = ast.parse(Path(inspect.getfile(module)).read_text(encoding="utf-8"))
    found = {(0, text) for text, _ in sources.sentences(tree)}
    found |= {(1, english(*sentence)) for sentence in sources.sentences(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "either":
            for which, argument in enumerate(node.args[1:3]):
                found |= {(which, text) for text in sources.texts(argument)}
    return found


def test_every_template_is_printed_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[tuple[int, str]] = set()
    original = words.either

    def recording(lang: Lang, zh: str, en: str, /, **parts: object) -> Markup:
        used.add((0, zh) if lang == "zh" else (1, en))
        return original(lang, zh, en, **parts)

    for module in MODULES:
        if hasattr(module, "either"):
            monkeypatch.setattr(module, "either", recording)
    shown()
    wanted = {template for module in MODULES for template in templates(module)}
    assert len(wanted) > 200
    # What English says with a verb is said in Chinese by `grew`: those templates of `rose` are English only.
    assert sorted(wanted - used) == []


@pytest.mark.parametrize(
    "bad", [r"(增长|下降|提高|回落|高|低|升|降)[-−]", r"百分点%|%个百分点", r"[，；。：]{2}", r"\{|\}", "None"]
)
def test_no_example_breaks_the_grammar(bad: str) -> None:
    assert [each for each in shown() if re.search(bad, each[2])] == []


def test_no_english_example_holds_chinese_and_no_chinese_one_a_half_width_comma() -> None:
    assert [each for each in shown() if each[3] == "en" and re.search(r"[\u3000-\u9fff\uff00-\uffef]", each[2])] == []
    assert [each for each in shown() if each[3] == "zh" and re.search(r"[,;:](?!\d)", each[2])] == []


def test_every_chance_stands_with_its_percentage_and_no_promise_beside_a_small_one() -> None:
    for name, situation, text, _ in shown():
        if name == "chance":
            assert re.search(r"\d+%", text), situation
        if "确保" in text:
            assert situation == "确保，可能性60%"
    assert not any(word in text for _, _, text, _ in shown() for word in ("把握", "数据任务", "层层"))


# Over all figures.


def text(markup: object) -> str:
    return Markup(markup).striptags()


@given(GROWTH)
def test_growth_has_the_verb_of_its_printed_sign(value: float) -> None:
    said = text(words.grew(percent(value), "zh"))
    printed = half_up(value, 1)
    verb = "增长" if printed > 0 else "下降" if printed < 0 else "持平"
    assert said == (verb if printed == 0 else f"{verb}{abs(printed):.1f}%")
    assert MINUS not in said
    english = text(words.rose(percent(value), "en"))
    assert english.startswith("rose" if printed > 0 else "fell" if printed < 0 else "did not")


@given(ONE_DECIMAL, ONE_DECIMAL)
def test_a_change_says_points_its_direction_and_the_turn(before: float, now: float) -> None:
    said = text(words.change(*move(before, now), "上半年", "zh"))
    difference = half_up(now - before, 1)
    assert MINUS not in said
    if difference == 0:
        assert said == ("降幅与上半年持平" if now < 0 else "增速与上半年持平")
    elif before < 0 < now:
        assert said == f"由负转正（上半年为下降{abs(before):.1f}%）"
    elif now < 0 < before:
        assert said == f"由正转负（上半年为增长{before:.1f}%）"
    else:
        assert "%" not in said
        assert said.endswith(f"{abs(difference):.1f}个百分点")
        both_fall = before < 0 and now < 0
        verb = ("收窄" if both_fall else "提高") if difference > 0 else ("扩大" if both_fall else "回落")
        assert said.startswith(f"{'降幅' if both_fall else ''}比上半年{verb}")


@given(ONE_DECIMAL, ONE_DECIMAL)
def test_the_head_of_a_paragraph_agrees_with_the_sentence(before: float, now: float) -> None:
    head = text(words.course(percent(before), percent(now), "zh"))
    said = text(words.change(*move(before, now), "上半年", "zh"))
    assert ("持平" in head) == (before == now) == ("持平" in said)
    assert ("由负转正" in head) == ("由负转正" in said)
    assert ("由正转负" in head) == ("由正转负" in said)
    assert head.startswith("降幅") == (before < 0 and now < 0)


@given(ONE_DECIMAL, ONE_DECIMAL, ONE_DECIMAL)
def test_a_comparison_names_each_region_once_on_its_right_side(own: float, nation: float, province: float) -> None:
    said = text(phrases.against(percent(own), [above("全国", own, nation), above("某省", own, province)], "zh"))
    assert said.count("全国") == said.count("某省") == 1
    assert MINUS not in said
    assert said.endswith("百分点") or said.endswith("持平")
    for name, theirs in (("全国", nation), ("某省", province)):
        clause = next(each for each in re.split("，", said) if name in each)
        difference = half_up(own - theirs, 1)
        if difference == 0:
            assert clause.startswith("与") and clause.endswith("持平")
        else:
            assert f"{abs(difference):.1f}个" in clause
            both_fall = own < 0 and theirs < 0
            side = ("小" if difference > 0 else "大") if both_fall else ("高于" if difference > 0 else "低于")
            assert side in clause


@given(st.floats(-3, 3).map(lambda value: round(value, 4)), st.booleans())
def test_a_contribution_pulls_up_or_down_as_printed(value: float, rated: bool) -> None:
    rate = percent(30.0) if rated and value > 0 else None
    said = text(phrases.contribution(points(value, 2), "地区生产总值", rate, "zh"))
    printed = half_up(value, 2)
    assert said.startswith("拉动" if printed > 0 else "下拉" if printed < 0 else "对")
    assert "贡献率" not in said or printed > 0
    assert MINUS not in said


@given(st.floats(-10, 10), st.floats(-10, 10), st.floats(0.05, 2))
def test_a_base_is_high_or_low_only_beyond_half_a_point_and_its_band(ahead: float, whole: float, half: float) -> None:
    found = tilt(ahead, whole, half)
    away = half_up(ahead - whole, 1)
    printed_band = half_up(((found.growth.upper or 0.0) - (found.growth.lower or 0.0)) / 2, 1)
    assert found.verdict == ("even" if abs(away) < max(0.5, printed_band) else "high" if away > 0 else "low")


@given(st.floats(0, 100))
def test_a_chance_and_its_word_never_part(value: float) -> None:
    said = text(words.chance(count(value), "zh"))
    assert re.fullmatch(
        r"实现可能性(约\d+%|不足1%|超过99%)，(有较大可能达到|有望达到|需努力|压力较大|难度很大)", said
    ), said
