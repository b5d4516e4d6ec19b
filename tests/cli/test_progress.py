"""What a run of many reports says: each warning once, and its counts in their order."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path
from threading import Event, Thread

import pytest
import typer

from shouguan.cli.progress import Progress, summary
from shouguan.core import indicators
from shouguan.data import origin, place
from shouguan.publishing.batch.orders import Asked, Order, asked_for
from shouguan.publishing.batch.outcomes import Outcome, Run


def test_a_line_that_many_reports_have_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    orders = asked_for(["山东", "shanxi"], langs=["zh", "en"]).orders
    outcomes = []
    with caplog.at_level(logging.WARNING):
        for order in orders:
            caplog.clear()
            origin.stand(place.load(order.place), indicators.FORECAST)
            own = [order.scenario] if order == orders[-1] else []
            outcomes.append(Outcome(order, "made", warnings=caplog.messages + own))
    said = summary(Run(tuple(outcomes), dt.datetime(2026, 1, 1), 1.0), explain=False).splitlines()
    (line,) = [line for line in said if "没有未结束的年份" in line]
    assert line.startswith("山东 · briefing · base · zh 等 4 份：gdp：最新发布日 2023-01-25 ")
    assert "shanxi · briefing · base · en：base" in said


def test_counts_do_not_run_backwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is first stands still while it says so, as long as another may overtake it."""
    said: list[str] = []
    begun, overtaken = Event(), Event()

    def echo(line: str, **_: object) -> None:
        if "P1 · briefing" in line:
            begun.set()
            overtaken.wait(0.3)
        said.append(line)

    monkeypatch.setattr(typer, "echo", echo)
    orders = [Order(f"P{n}") for n in range(1, 11)]
    progress = Progress(Asked(orders, asked_for(["山东"]).unknown), Path("reports"))
    first = Thread(target=progress.tell, args=(Outcome(orders[0], "made"),))
    first.start()
    assert begun.wait(10)
    progress.tell(Outcome(orders[1], "made"))
    overtaken.set()
    first.join()
    assert [line.split(" ", 2)[2] for line in said if "已完成" in line] == ["已完成 1/10", "已完成 2/10"]
