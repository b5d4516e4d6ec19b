"""What a place lacks is said where it would stand, and only what it lacks."""

from __future__ import annotations

import sys

import pytest

import shouguan as sg
from shouguan.core.errors import DataError, UsageError


def _nothing() -> int:
    raise DataError("只有一个月的台账，无从比较", "there is a single month's ledger: nothing to compare")


def test_what_is_there_is_returned_and_what_is_lacking_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    assert sg.or_lacking(max, 2, 3) == 3
    assert capsys.readouterr().out == ""
    assert sg.or_lacking(_nothing) is None
    assert capsys.readouterr().out == "只有一个月的台账，无从比较\n"
    assert sg.or_lacking(_nothing, lang="en") is None
    assert "single month" in capsys.readouterr().out


def test_a_mistake_of_the_analyst_is_no_lack_of_data() -> None:
    def mistaken() -> int:
        raise UsageError("没有这一列", "there is no such column")

    with pytest.raises(UsageError):
        sg.or_lacking(mistaken)
