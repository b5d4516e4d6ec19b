"""Pictures of time (pace, record) and of chances (reliability): what is drawn is the facts, whatever is missing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

import pytest

from shouguan.core.periods import Lang
from shouguan.data.place import Target
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.table import FactTable
from shouguan.report import charts
from shouguan.report.charts import Chart
from tests.builders.charted import (
    YEAR,
    assert_sound,
    axes,
    cells,
    fact,
    sheet_of,
    table,
    target,
    texts,
    ticks,
    without_ticks,
    year_facts,
)

LANGS: tuple[Lang, ...] = ("zh", "en")
MONTHS = (-20.0, -9.0, -3.0, 0.5, 1.3)


def lines(chart: Chart) -> list[list[float]]:
    """Return the heights of every line that is drawn."""
    return [[round(float(y), 6) for y in line.get_ydata()] for line in axes(chart).lines]


# pace


def pace(
    code: str = "fai",
    known: tuple[float, ...] = MONTHS,
    targets: tuple[Target, ...] = (),
    lang: Lang = "zh",
    last: float | None = 9.3,
) -> tuple[Chart, FactTable, Sheet]:
    sheet = sheet_of(code, known, targets)
    facts = year_facts(sheet, known, last=last)
    for at, period in enumerate(sheet.entry.calendar.periods(YEAR)[len(known) :]):
        if targets:
            facts.add(fact(f"{code}.pace.{period}", 1.5 + 0.25 * at))
    return charts.pace_chart(facts, sheet, lang), facts, sheet


@pytest.mark.parametrize("lang", LANGS)
def test_the_pace_has_both_years_what_is_expected_and_the_way_to_the_target(lang: Lang) -> None:
    chart, facts, _ = pace(targets=(target(4.0, "fai"),), lang=lang)
    assert_sound(chart, facts, lang)
    assert without_ticks(str(chart.svg())) == (
        ["已公布", "测算", "80%区间", "1.3", "预计3.0", "2.0", "4.0", "上年9.3", "目标4.0"]
        if lang == "zh"
        else ["published", "ahead", "80% interval", "1.3", "exp. 3.0", "2.0", "4.0", "last yr 9.3", "target 4.0"]
    )
    drawn = lines(chart)
    assert [9.3] * 11 in drawn
    assert list(MONTHS) in drawn
    assert [1.3, *(1.5 + 0.25 * at for at in range(6))] in drawn
    if lang == "zh":
        assert chart.caption.striptags() == (
            "固定资产投资（不含农户）：1—6月增长1.3%，预计全年增长3.0%；要走到4.0%的目标，1—7月累计约需增长1.5%"
        )
        assert "不由投资额推算" in str(chart.description)


def test_the_table_behind_the_pace_has_every_drawn_figure() -> None:
    chart, _, _ = pace(targets=(target(4.0, "fai"),))
    rows = cells(chart)
    assert len(rows) == 11
    assert rows[0] == ["1—2月", "9.3", "\u221220.0", "—", "—"]
    assert rows[4] == ["1—6月", "9.3", "1.3", "—", "—"]
    assert rows[5] == ["1—7月", "9.3", "—", "3.0（2.2～3.8）", "1.5"]
    assert rows[-1] == ["全年", "9.3", "—", "3.0（2.2～3.8）", "2.8"]


def test_without_a_target_there_is_no_way_to_it() -> None:
    chart, facts, _ = pace()
    shown = assert_sound(chart, facts)
    assert not [text for text in shown if "目标" in text]
    assert "目标" not in chart.caption.striptags()
    assert len(cells(chart)[0]) == 4


@pytest.mark.parametrize("lang", LANGS)
def test_a_calendar_of_twelve_months_has_a_january_and_a_quarterly_one_its_quarters(lang: Lang) -> None:
    chart, facts, _ = pace("exports", (1.0,) * 9, lang=lang)
    assert_sound(chart, facts, lang)
    assert len(cells(chart)) == 12
    chart, facts, _ = pace("gdp", (1.0, 2.0, 2.0), (target(3.5),), lang=lang)
    assert_sound(chart, facts, lang)
    shown = ticks(str(chart.svg()))
    assert [name for name in shown if not re.search(r"^\u2212?\d", name)] == (
        ["一季度", "上半年", "前三季", "全年"] if lang == "zh" else ["Q1", "H1", "Q1–3", "Year"]
    )
    assert "走到" not in chart.caption.striptags(), "with one stretch left, the way is the target itself"


def test_a_year_before_that_is_not_known_is_not_drawn() -> None:
    chart, facts, _ = pace(last=None)
    shown = assert_sound(chart, facts)
    assert not [text for text in shown if "上年" in text]
    assert {row[1] for row in cells(chart)} == {"—"}


def test_the_months_that_have_a_name_do_not_run_into_each_other() -> None:
    chart, _, _ = pace()
    named = [text for text in ticks(str(chart.svg())) if "月" in text or text == "全年"]
    assert named == ["1—2月", "1—4月", "1—6月", "1—8月", "1—10月", "全年"]


# the record

PAST = {2017: (7.0, 6.8, 7.2, 7.1), 2018: (6.6, 6.4, 6.8, 6.6), 2019: (6.2, 6.0, 6.4, 5.9)}
"""Year → median, lower, upper, truth."""


def record(past: Mapping[int, tuple[float, ...]], lang: Lang = "zh", inside: int = 2) -> tuple[Chart, FactTable]:
    facts = table(
        fact("gdp.past.n", len(past), decimals=0),
        fact("gdp.past.inside", inside, decimals=0),
        fact("gdp.past.mae", 0.13, decimals=2, unit="pp"),
    )
    for year, values in past.items():
        for name, value in zip(("median", "lower80", "upper80", "truth"), values, strict=True):
            facts.add(fact(f"gdp.past.{year}.{name}", value))
    return charts.record_chart(facts, sheet_of(), list(past), lang), facts


@pytest.mark.parametrize("lang", LANGS)
def test_the_record_shows_what_was_forecast_and_what_came(lang: Lang) -> None:
    chart, facts = record(PAST, lang)
    assert_sound(chart, facts, lang)
    labels = without_ticks(str(chart.svg()))
    assert labels[:2] == ["7.1", "6.6"]
    assert labels[2:] == (
        ["6.4（80%区间）", "预计6.2", "实际5.9", "6.0"]
        if lang == "zh"
        else ["6.4 (80% interval)", "forecast 6.2", "came 5.9", "6.0"]
    )
    assert [row[-1] for row in cells(chart)] == (
        ["在区间内", "在区间内", "在区间外"] if lang == "zh" else ["inside", "inside", "outside"]
    )
    if lang == "zh":
        said = "地区生产总值：本地区3年中有2年的实际值在当时的80%区间内，平均相差0.13个百分点"
        assert chart.caption.striptags() == said
        assert "区间外的年份：2019年（预计6.2%，实际5.9%）" in description_of(chart)


def description_of(chart: Chart) -> str:
    return ET.fromstring(str(chart.svg())).findtext("desc") or ""


def test_a_miss_has_a_marker_of_its_own() -> None:
    chart, _ = record(PAST)
    markers = [line.get_marker() for line in axes(chart).lines if line.get_marker() != "None"]
    assert markers == ["o", "o", "X"]


def test_when_every_year_was_inside_it_is_said_so() -> None:
    chart, _ = record({2018: PAST[2018]}, inside=1)
    assert "本地区1年的实际值均在当时的80%区间内" in chart.caption.striptags()
    assert "各年均在区间内" in str(chart.description)


@pytest.mark.parametrize("count", [1, 2, 8, 11, 12, 16])
def test_any_number_of_years_has_room(count: int) -> None:
    past = {2004 + n: (5.0, 4.0, 6.0, 5.5 if n % 5 else 6.5) for n in range(count)}
    chart, facts = record(past)
    shown = assert_sound(chart, facts)
    assert ("2004" in shown) == (count <= 11 or count % 2 == 1)
    assert str(2003 + count) in shown


def test_a_record_with_a_fall_has_a_line_of_zero() -> None:
    chart, facts = record({2019: (6.0, 5.0, 7.0, 6.1), 2020: (-1.0, -3.0, 0.5, -2.0)})
    assert_sound(chart, facts)
    assert [0.0, 0.0] in lines(chart)


# reliability

GROUPS = [(5.0, 3.0, 0.0, 6.0, 200), (52.0, 63.0, 0.0, 100.0, 8), (97.0, 98.0, 95.0, 100.0, 157)]


def reliability(groups: Sequence[tuple[float, ...]], lang: Lang = "zh") -> tuple[Chart, FactTable]:
    facts = table(
        *(
            fact(f"gdp.reliability.{name}", value, decimals=decimals)
            for name, value, decimals in (
                ("n", 365, 0),
                ("error", 2.4, 1),
                ("first_year", 2012, 0),
                ("last_year", 2019, 0),
            )
        ),
        fact("gdp.record.regions", 32, decimals=0),
    )
    for number, group in enumerate(groups):
        for name, value in zip(("chance", "met", "lower95", "upper95", "n"), group, strict=True):
            facts.add(fact(f"gdp.reliability.{number}.{name}", value, decimals=0))
    return charts.reliability_chart(facts, sheet_of(), range(len(groups)), lang), facts


@pytest.mark.parametrize("lang", LANGS)
def test_reliability_shows_how_often_each_chance_came_true(lang: Lang) -> None:
    chart, facts = reliability(GROUPS, lang)
    shown = assert_sound(chart, facts, lang)
    assert [text for text in shown if ("（" in text and "个" in text) or " of " in text] == (
        ["3%（200个）", "63%（8个）", "98%（157个）"] if lang == "zh" else ["3% of 200", "63% of 8", "98% of 157"]
    )
    assert [row[0] for row in cells(chart)] == ["5", "52", "97"]
    assert [0.0, 100.0] in lines(chart)
    if lang == "zh":
        assert chart.caption.striptags() == (
            "地区生产总值：官方数据32个地区往年以上年增速上下为假设目标，"
            "给出的实现可能性与后来达到的比例平均相差2.4个百分点"
        )


def test_one_group_can_be_drawn() -> None:
    chart, facts = reliability([(50.0, 50.0, 40.0, 60.0, 120)])
    assert_sound(chart, facts)


@pytest.mark.parametrize("lang", LANGS)
def test_the_axes_of_both_pictures_begin_and_end_with_ticks_that_are_no_facts(lang: Lang) -> None:
    chart, _ = reliability(GROUPS, lang)
    assert ticks(str(chart.svg())) == ["0", "20", "40", "60", "80", "100"] * 2
    assert len(texts(str(chart.svg()))) > len(ticks(str(chart.svg())))
