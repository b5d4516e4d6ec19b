"""The language in which a person is spoken to on a terminal: one of two, never both at once.

It is what `--lang` of the command says, else `SHOUGUAN_LANG`, else the locale's; a machine that says nothing
speaks Chinese. A page has a language of its own, the parameter `lang` of its report.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Literal

from shouguan.core.translation import english

Lang = Literal["zh", "en"]
VARIABLE = "SHOUGUAN_LANG"
_NOT_SET = ("", "C", "POSIX")


def chosen() -> Lang:
    """Return the language of messages: that of `SHOUGUAN_LANG`, else of the locale, else Chinese.

    A locale of a third language is answered in English.
    """
    variable = os.environ.get(VARIABLE, "")
    if variable in ("zh", "en"):
        return "zh" if variable == "zh" else "en"
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if locale.split(".")[0] in _NOT_SET or locale.lower().startswith("zh") else "en"


def choose(lang: str) -> None:
    """Speak this language from now on, in this process and those that it starts: a notebook's kernel, a worker."""
    os.environ[VARIABLE] = lang


def asked_in(words: Sequence[str]) -> str | None:
    """Return what the words of a command line say of `--lang` before any `--`, before anything else is read of them.

    Examples
    --------
    >>> asked_in(["check", "demo-city", "--lang", "en"]), asked_in(["--lang=zh"]), asked_in(["check"])
    ('en', 'zh', None)
    """
    for at, word in enumerate(words):
        if word == "--":  # what follows is another command's
            return None
        if word == "--lang":
            return words[at + 1] if at + 1 < len(words) else None
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return None


def either(zh: str, en: str) -> str:
    """Return the text in the chosen language."""
    return zh if chosen() == "zh" else en


def spoken(zh: str, context: str | None = None, /, **parts: object) -> str:
    """Fill a message in the chosen language; its English stands in the catalogue (`core.translation`)."""
    return (zh if chosen() == "zh" else english(zh, context)).format(**parts)
