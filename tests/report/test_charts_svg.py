"""How a figure becomes an element of a page: what is left out says nothing, and what stays is what was drawn."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

import matplotlib as mpl
import pytest
from markupsafe import Markup

from shouguan.report.charts import theme
from shouguan.report.charts.picture import Chart, Picture, Rows, drawn
from tests.builders.charted import HOSTILE, axes, fact, texts, ticks


def small(words: str | Markup = "3.14159", **options: Any) -> Chart:
    """Draw a picture of a line, a bar that takes away, a label and two axes."""

    @drawn
    def picture() -> Chart:
        made = Picture(120.0, left=30.0, right=40.0, top=10.0, bottom=20.0)
        made.axes.plot([0, 1, 2], [0.123456789, -1.0, 0.5])
        made.bar(fact("gdp.points", 1.0), 0.0, 0.2, 0.3, theme.DOWN, striped=True)
        made.put(1.0, 0.0, words, **options)
        made.scale()
        return made.chart("small", Markup("标题"), "说明", Markup("<table></table>"), "zh")

    return picture()


def test_a_text_is_left_as_it_is_while_coordinates_are_shortened() -> None:
    svg = str(small().svg())
    assert "3.14159" in texts(svg)
    places = re.sub(r">[^<]*<", "><", svg.replace("3.14159", ""))
    assert not re.search(r"\d\.\d{3,}", places)
    assert re.search(r"\d\.\d{2}", places)


def test_shortened_coordinates_are_within_a_hundredth_of_a_point() -> None:
    chart = small()
    (line,) = axes(chart).lines
    path = axes(chart).transData.transform(line.get_xydata())
    height = chart.figure.get_size_inches()[1] * 72
    wanted = [(x * 72 / chart.figure.dpi, height - y * 72 / chart.figure.dpi) for x, y in path]
    stroke = re.search(r'<path d="M ([^"]*)"[^>]*stroke: #1f77b4', str(chart.svg()))
    assert stroke is not None
    numbers = [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", stroke[1])]
    assert numbers == pytest.approx([each for point in wanted for each in point], abs=0.0051)


def test_a_key_that_looks_like_a_number_is_not_shortened() -> None:
    peer = fact("gdp.ytd.2020Q3.999905", 1.5)
    svg = str(small(Markup("{}").format(peer)).svg())
    assert re.findall(r'data-facts="([^"]*)"', svg) == ["gdp.ytd.2020Q3.999905"] * 2


def test_nothing_that_says_nothing_is_left() -> None:
    svg = str(small().svg())
    for empty in (
        "xmlns",
        "<metadata",
        "<!--",
        "<style",
        "xlink",
        "rotate(0",
        "rotate(-0",
        "<defs></defs>",
        'style=""',
    ):
        assert empty not in svg, empty
    assert not re.search(r"<g[^>]*/>|>\s+<", svg)
    assert not re.search(r"#[0-9a-f]{6}[0-9a-f]", svg)


def test_the_text_of_a_tick_stands_in_a_group_whose_id_says_tick() -> None:
    svg = str(small("label").svg())
    assert set(texts(svg)) - set(ticks(svg)) == {"label"}
    assert len(ticks(svg)) >= 4


def test_bold_is_asked_of_the_page_and_never_of_matplotlib(caplog: pytest.LogCaptureFixture) -> None:
    svg = str(small("bold", bold=True).svg())
    assert re.search(r'<g style="font-weight:700"[^>]*>.*?bold', svg)
    assert "findfont" not in caplog.text
    assert "font-weight" not in str(small("plain").svg())


def test_facts_in_a_label_are_listed_once_and_strings_are_escaped() -> None:
    one = fact("gdp.x", 1.5)
    svg = str(small(Markup("{} {} {}").format(one, one, HOSTILE)).svg())
    assert ET.fromstring(svg).get("data-facts") == "gdp.x"
    assert "<script" not in svg
    assert any(HOSTILE in text for text in texts(svg))


def test_stripes_stay_inside_their_bar() -> None:
    drawn_in = axes(small())
    (bar,) = drawn_in.patches
    (stripes,) = drawn_in.collections
    at = [segment[0][0] for segment in stripes.get_segments()]
    assert len(at) > 5
    assert min(at) > bar.get_x()
    assert max(at) < bar.get_x() + bar.get_width()


def test_drawing_leaves_matplotlibs_settings_as_they_were() -> None:
    before = dict(mpl.rcParams)
    str(small().svg())
    assert dict(mpl.rcParams) == before


def test_a_picture_shows_itself_in_a_notebook() -> None:
    chart = small()
    assert chart._repr_html_() == str(chart.__html__())
    assert chart._repr_html_().startswith('<figure class="chart" id="small">')


@pytest.mark.parametrize(("value", "left", "right"), [(0.0, 0.0, 40.0), (-3.0, 30.0, 0.0), (5.0, 25.0, 25.0)])
def test_every_label_has_the_room_that_it_asks_for(value: float, left: float, right: float) -> None:
    @drawn
    def picture() -> Chart:
        rows = Rows(["一", "二"])
        rows.fit((1.0, 10.0, 10.0), (value, left, right), (2.0, 0.0, 60.0))
        low, high = rows.axes.get_xlim()
        for at, before, after in ((1.0, 10.0, 10.0), (value, left, right), (2.0, 0.0, 60.0)):
            assert (at - low) / rows.unit >= before - 0.01
            assert (high - at) / rows.unit >= after - 0.01
        return rows.chart("rows", Markup(""), "", Markup(""), "zh")

    picture()


def test_labels_that_ask_for_too_much_leave_the_marks_a_quarter_of_the_width() -> None:
    @drawn
    def picture() -> Chart:
        rows = Rows(["一"])
        rows.fit((0.0, 900.0, 0.0), (1.0, 0.0, 900.0))
        low, high = rows.axes.get_xlim()
        assert 1.0 / (high - low) == pytest.approx(0.25, abs=0.01)
        return rows.chart("rows", Markup(""), "", Markup(""), "zh")

    picture()


def test_a_label_below_the_rows_stays_inside_the_picture() -> None:
    @drawn
    def picture() -> Chart:
        rows = Rows(["一"], foot=1)
        rows.fit((0.0, 0.0, 0.0), (1.0, 0.0, 0.0))
        rows.foot(1.0, "一个很长很长很长很长的说明")
        return rows.chart("rows", Markup(""), "", Markup(""), "zh")

    chart = picture()
    text = next(each for each in ET.fromstring(str(chart.svg())).iter("text") if "很长" in (each.text or ""))
    assert float(text.get("x") or 0) + theme.length(text.text or "") / 2 <= theme.WIDTH + 0.1
