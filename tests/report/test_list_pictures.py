"""Pictures of a place's lists: what is drawn is the facts, and there is none where there is nothing to draw."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouguan.core.periods import Lang
from shouguan.report.live import Live
from shouguan.report.page import Page
from shouguan.report.sections import lists, pictures
from tests.builders import opened
from tests.builders.charted import assert_sound, axes, bars
from tests.builders.stories import STORIES

LANGS: list[Lang] = ["zh", "en"]


def _page(name: str, lang: Lang = "zh") -> Live:
    return STORIES[name](lang, Path())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", list(pictures.OF_LISTS))
def test_a_picture_is_sound(kind: str, lang: Lang) -> None:
    page = _page("lists-ahead", lang)
    chart = pictures.OF_LISTS[kind](page)
    assert chart is not None
    assert_sound(chart, page.facts, lang)


def test_the_bridge_ends_at_the_published_figure() -> None:
    page = _page("lists-ahead")
    told = page.contents.lists
    assert told is not None and told.bridge is not None
    chart = lists.bridge(page)
    assert chart is not None
    drawn = bars(chart)
    amounts = [fact.value for _, fact in told.bridge.lines]
    assert [abs(end - start) for start, end in drawn] == pytest.approx([abs(each) for each in amounts])
    assert drawn[-2][1] == pytest.approx(amounts[-1])
    assert "最大的是口径差异（16.50亿元）" in chart.caption.striptags()


def test_the_funnel_is_as_long_as_the_quotas() -> None:
    page = _page("lists-ahead")
    told = page.contents.lists
    assert told is not None and told.funds is not None
    chart = lists.funnel(page)
    assert chart is not None
    assert bars(chart) == [(0.0, stage.quotas.value) for stage in told.funds.stages]


def test_the_pace_stands_at_its_month_and_a_month_without_a_ledger_has_no_mark() -> None:
    chart = lists.pace(_page("lists-ahead"))
    assert chart is not None
    done = axes(chart).lines[-1]
    assert (list(done.get_xdata()), list(done.get_ydata())) == ([9.0], [80.0])
    assert "80.0" in str(chart.data)


def test_a_list_that_dates_one_stage_and_a_ledger_without_a_published_figure_have_no_picture() -> None:
    page = _page("lists-behind")
    assert lists.funnel(page) is None
    assert lists.bridge(page) is None
    assert lists.pace(page) is not None


def test_a_place_without_lists_has_no_section_no_picture_and_no_note() -> None:
    page = opened.page("山东", "2020-10-28")
    keys = {"lists": ("项目、企业和资金", "Lists"), "districts": ("附表：县区", "Annex: D"), "method": ("方法", "M")}
    assert "项目" not in str(page.outline(**keys)._repr_html_())
    shown = (page.section("lists"), page.lists(), page.districts(), page.charts(*pictures.OF_LISTS))
    assert [piece._repr_html_() for piece in shown] == ["", "", "", ""]


def test_page_one_offers_the_ledger_only_where_the_office_keeps_no_list() -> None:
    own = opened.page()
    listed = own.page_one_actions()._repr_html_()
    assert "本单位自报" in listed and "拉动全年投资" not in listed
    page = Page(_page("lists-ahead"))
    offered = page.page_one_actions()._repr_html_()
    assert offered.count("<li>") == 3
    assert "推动" in offered and "按工程进度拨付支出" in offered
    assert not {"纳统", "入库", "升规"} & {word for word in ("纳统", "入库", "升规") if word in offered}
    assert "亿元" not in offered and "万元" not in offered
