"""Which step of a run is at work: named in a log once it takes long, by the heading above it."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from shouguan.core import language
from shouguan.publishing import steps
from shouguan.publishing.steps import Steps


def cell(source: str, kind: str = "code", *tags: str) -> SimpleNamespace:
    return SimpleNamespace(cell_type=kind, source=source, metadata={"tags": list(tags)})


def ran(monkeypatch: pytest.MonkeyPatch, *cells: tuple[SimpleNamespace, bool]) -> list[str]:
    """Return what is told of a run whose marked cells take long."""
    monkeypatch.setattr(steps, "PATIENCE", 0.03)
    told: list[str] = []
    with Steps(told.append) as run:
        for number, (each, long) in enumerate(cells):
            run.start(each, number)
            before = len(told)
            while long and len(told) == before:
                time.sleep(0.005)
            run.done()
    return told


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ["正在进行：打开地区并测算", "正在进行：完成情况", "正在进行：一、数据"]),
        ("en", ["at work: opening the place and forecasting", "at work: page.situation()", "at work: 1. Data"]),
    ],
)
def test_a_step_that_takes_long_is_named_by_its_heading(
    monkeypatch: pytest.MonkeyPatch, lang: str, said: list[str]
) -> None:
    monkeypatch.setattr(language, "chosen", lambda: lang)
    told = ran(
        monkeypatch,
        (cell("# 简报 · briefing\n\n给领导看的简报。", "markdown"), False),
        (cell("page = open_page(place)"), True),
        (cell("## 完成情况", "markdown"), False),
        (cell("page.situation()"), True),
        (cell("## 一、数据", "markdown"), False),
        (cell("## 1. Data", "markdown", "en"), False),
        (cell("city.observations()"), True),
    )
    assert told == said


def test_a_step_in_time_is_not_told_and_nothing_is_told_after_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ran(monkeypatch, (cell("a"), False), (cell("b"), False)) == []
