"""One language at a time: which one, and what a caught error says in it."""

from __future__ import annotations

import pytest

from shouguan.core import language
from shouguan.core.errors import DataError


@pytest.mark.parametrize(
    ("machine", "lang"),
    [
        pytest.param({}, "zh", id="a machine that says nothing"),
        pytest.param({"LANG": "C.UTF-8"}, "zh", id="no language"),
        pytest.param({"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, "zh", id="POSIX over all"),
        pytest.param({"LANG": "zh_CN.GB18030"}, "zh", id="Chinese"),
        pytest.param({"LANG": "en_GB.UTF-8"}, "en", id="English"),
        pytest.param({"LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, "en", id="messages before the rest"),
        pytest.param({"LC_ALL": "", "LANG": "de_DE"}, "en", id="a third language"),
        pytest.param({"SHOUGUAN_LANG": "zh", "LC_ALL": "en_US"}, "zh", id="the kit's own variable"),
        pytest.param({"SHOUGUAN_LANG": "xx", "LC_ALL": "en_US"}, "en", id="one that it does not know"),
    ],
)
def test_the_variable_comes_before_the_locale(
    machine: dict[str, str], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (language.VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in machine.items():
        monkeypatch.setenv(name, value)
    assert language.chosen() == lang


def test_an_error_says_itself_in_the_language_that_is_chosen() -> None:
    error = DataError("不对", "wrong")
    assert str(error) == "不对"
    language.choose("en")
    assert str(error) == "wrong"
