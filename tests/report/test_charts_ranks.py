"""The picture of rank chances: a bar a rank, as long as its chance, with what takes it."""

from __future__ import annotations

import pytest

from shouguan.core.periods import Lang
from shouguan.facts.rank_rows import RankRow, RankRung
from shouguan.facts.table import Fact, FactTable
from shouguan.report import charts
from shouguan.report.charts import Chart
from tests.builders.charted import HOSTILE, assert_sound, bars, cells, fact, sheet_of, table

CHANCES = {2: (12.0, 3.6), 3: (50.0, 3.0), 4: (37.6, 2.2), 5: (0.4, None)}


def place(made: FactTable, name: str, value: float) -> Fact:
    return made.add(fact(f"gdp.year_rank.2020.{name}", value, decimals=0, unit="place"))


def drawn(
    lang: Lang = "zh", *, now: int | None = 4, best: int = 2, group: str | None = None
) -> tuple[Chart, FactTable]:
    made = table()
    named = {
        name: place(made, name, value) for name, value in (("median", 3), ("best", best), ("worst", 4), ("ranked", 5))
    }
    up = None if now is None else made.add(fact("gdp.year_rank.2020.chance.up", 62.0, decimals=0))
    row = RankRow("gdp", named["median"], named["best"], named["worst"], named["ranked"], up, None, None, None)
    rungs = [
        RankRung(
            place(made, f"number.{rank}", rank),
            made.add(fact(f"gdp.year_rank.2020.chance.{rank}", chance, decimals=0)),
            None if takes is None else made.add(fact(f"gdp.year_rank.2020.takes.{rank}", takes)),
        )
        for rank, (chance, takes) in CHANCES.items()
    ]
    published = None if now is None else made.add(fact("gdp.rank.2020Q3", now, decimals=0, unit="place"))
    among = group or ("全省" if lang == "zh" else "the province")
    return charts.rank_chart(sheet_of(), row, rungs, published, among, lang), made


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_rank_has_its_chance_and_what_takes_it(lang: Lang) -> None:
    chart, facts = drawn(lang)
    shown = assert_sound(chart, facts, lang)
    assert [high for _, high in bars(chart)] == [12.0, 50.0, 37.6, 0.4]
    assert [row[1:] for row in cells(chart)] == [
        [f"{'约' if lang == 'zh' else 'about '}{text}", takes]
        for text, takes in (("12%", "3.6"), ("50%", "3.0"), ("38%", "2.2"))
    ] + [["不足1%" if lang == "zh" else "under 1%", "—"]]
    assert {"3.6", "3.0", "2.2"} <= set(shown)


def test_the_title_says_the_range_and_the_chance_of_moving_up() -> None:
    chart, _ = drawn()
    assert chart.caption.striptags() == "地区生产总值：全年居全省第2—4位（80%区间），比现在前移的可能性约62%"
    alone, _ = drawn(now=None, best=4)
    assert alone.caption.striptags() == "地区生产总值：全年居全省第4位（80%区间）"


def test_the_rank_of_now_is_marked() -> None:
    chart, _ = drawn()
    assert [row[0] for row in cells(chart)] == ["第2位", "第3位", "第4位（现在）", "第5位"]


def test_a_group_named_by_a_file_is_escaped() -> None:
    chart, _ = drawn(group=HOSTILE)
    assert "<script" not in str(chart.__html__())
