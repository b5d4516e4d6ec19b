"""The English catalogue: every sentence of the sources, none besides, filled with the same parts."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

import shouguan
from shouguan.core import language, translation
from shouguan.publishing.lint import numbers
from shouguan.report import templating
from tests.builders import sources

PACKAGE = Path(shouguan.__file__).parent
OWN_WORDS = ("plots", "study/fit.py", "publishing/annex", "ingest/readers/registers")
"""What says pairs of its own: pictures for notebooks, the workbook, findings of registers."""
HAN = re.compile("[\u3000-\u9fff\uff00-\uffef]")


def said() -> set[sources.Sentence]:
    """Return the sentences of the whole package, modules and templates."""
    in_modules = {
        sentence
        for file in PACKAGE.rglob("*.py")
        if not file.relative_to(PACKAGE).as_posix().startswith(OWN_WORDS)
        for sentence in sources.sentences(ast.parse(file.read_text(encoding="utf-8")))
    }
    return in_modules | {
        sentence
        for file in templating.FOLDER.glob(f"*{templating.ENDING}")
        for sentence in sources.template_sentences(templating.environment().parse(file.read_text(encoding="utf-8")))
    }


def parts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_catalogue_holds_what_the_sources_say_and_nothing_else() -> None:
    assert len(said()) > 600
    assert said() == set(translation.english_sentences())


@pytest.mark.parametrize("check", ["parts", "language"])
def test_english_is_filled_with_the_same_parts_and_holds_no_chinese(check: str) -> None:
    for (zh, _), en in translation.english_sentences().items():
        if check == "parts":
            assert parts(zh) == parts(en), zh
        else:
            assert not HAN.search(en), zh
            assert en != zh or not HAN.search(zh), zh


def test_no_sentence_of_a_page_says_a_number_that_may_not_be_published() -> None:
    """A number that is typed into a sentence is no fact; of levels of intervals and words of the method they may."""
    for file in (PACKAGE / "report").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] == "say":
                for zh, context in sources.sentences(ast.Expression(call)):
                    for text in (zh, translation.english(zh, context)):
                        plain = numbers._LEVELS.sub(" ", re.sub(r"\{.*?\}", " ", text))
                        for constant in numbers._CONSTANTS:
                            plain = plain.replace(constant, " ")
                        assert not numbers._DIGITS.search(plain), text


def test_a_sentence_that_is_missing_is_not_passed_over() -> None:
    with pytest.raises(KeyError):
        translation.english("没有这一句")


def test_a_context_tells_two_meanings_apart() -> None:
    assert language.spoken("发布") == "发布"
    language.choose("en")
    assert language.spoken("发布") == "publishing"
    assert translation.english("发布", "news") == "Released"
