"""Flags of early warning as facts: those of the analysis, each figure once, nothing forecast twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shouguan.analysis import watching
from shouguan.data import warning_settings
from shouguan.facts.complete import complete
from shouguan.facts.flag_rows import Flags
from shouguan.facts.written import Script, read, to_json
from shouguan.report.context import Context
from shouguan.report.live import Live
from tests.builders import opened

DAY = "2020-10-25"


def page() -> Live:
    return opened.context("warnings")


def flags(context: Live) -> Flags:
    found = context.contents.flags
    assert found is not None
    return found


def test_the_page_says_what_the_frame_says() -> None:
    frame = opened.study().warnings()
    rows = flags(page()).rows
    assert [(row.code, row.indicator) for row in rows] == list(
        zip(frame["flag"], [row.indicator for row in rows], strict=True)
    )
    assert flags(page()).count.value == len(frame)
    for row, points, chance in zip(rows, frame["points_lost"], frame["chance_lost"], strict=True):
        assert row.points is None or row.points.value == pytest.approx(-points)
        assert row.chance is None or row.chance.value == pytest.approx(-chance)


def test_every_figure_says_how_it_came_about() -> None:
    for row in flags(page()).rows:
        for figure in row.figures:
            assert figure.fact.formula or figure.fact.source, figure.fact.key
    assert all(fact.formula for fact in page().facts if fact.block == "warnings")


def test_a_published_figure_is_the_fact_that_it_is_elsewhere() -> None:
    context = opened.context("warnings", day="2020-04-28", about=("gdp",))
    (drop,) = [row for row in flags(context).rows if row.code == "drop" and row.indicator == "gdp"]
    assert [figure.fact.key for figure in drop.figures] == ["gdp.ytd.2019Q4", "gdp.ytd.2020Q1"]
    assert all(figure.fact.kind == "official" for figure in drop.figures)


def test_the_news_forecast_of_the_earlier_day_is_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    context = opened.fresh().context
    complete(context, "news", codes=("gdp",))
    context.news = {"gdp": context.news["gdp"]}
    made: list[str] = []
    own = watching.calibrated.fit_predict

    def counted(place: object, view: object, code: str, *rest: object, **more: object) -> object:
        made.append(code)
        return own(place, view, code, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(watching.calibrated, "fit_predict", counted)
    complete(context, "warnings")
    assert "gdp" not in made and "fai" in made
    assert [row.code for row in flags(context).rows] == [row.code for row in flags(page()).rows]


def test_a_place_without_lists_or_peers_has_flags_and_a_page() -> None:
    context = opened.context("warnings", place="shandong", day="2022-10-28")
    assert {row.indicator for row in flags(context).rows} <= {"gdp"}


def test_flags_survive_the_json_beside_the_page() -> None:
    told, _ = read(to_json(page(), Script((), sliders=False)), Context)
    assert told.contents.flags is not None
    for kept, row in zip(told.contents.flags.rows, flags(page()).rows, strict=True):
        assert replace(kept, figures=(), points=None, chance=None, remedies=(), record=None) == replace(
            row, figures=(), points=None, chance=None, remedies=(), record=None
        )
        assert [each.fact.display for each in kept.figures] == [each.fact.display for each in row.figures]
        assert [each.when(row.indicator, "zh") for each in kept.figures] == [
            each.when(row.indicator, "zh") for each in row.figures
        ]
        assert [each.action for each in kept.remedies] == [each.action for each in row.remedies]


def test_settings_of_the_place_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = warning_settings.WarningSettings()
    off = settings.model_copy(update={"flags": settings.flags.model_copy(update={"turning": False})})
    monkeypatch.setattr(warning_settings, "read", lambda _: off)
    context = opened.fresh().context
    complete(context, "warnings")
    assert "turning" not in {row.code for row in flags(context).rows}
    assert ("走势转折", "the course is turning") in flags(context).off
    assert flags(context).count.value == len(flags(context).rows)
