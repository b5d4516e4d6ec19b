"""Charts: well-formed pictures with real text, ids of their own, nothing from outside, the same every time."""

from __future__ import annotations

import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from matplotlib import font_manager

from shouguan.core.errors import RunError
from shouguan.core.indicators import FORECAST
from shouguan.core.periods import Lang
from shouguan.report import fonts
from shouguan.report.charts import Chart, fan_chart
from shouguan.report.page import Page, open_page
from tests.builders.opened import page

CHINESE = re.compile(r"[\u4e00-\u9fff]")
HOSTILE = '"><script>alert(1)</script>&'

CASES = [
    pytest.param("demo-city", "2020-10-25", "gdp", id="gdp-with-target"),
    pytest.param("demo-city", "2020-10-25", "industry_va", id="monthly-with-target"),
    pytest.param("湖北", "2020-10-28", "gdp", id="decline"),
    pytest.param("湖北", "2021-05-01", "gdp", id="first-quarter-only"),
    pytest.param("全国", "2020-10-25", "fai", id="monthly-without-target"),
    pytest.param("全国", "2018-10-25", "gdp", id="calm-year"),
]


def opened(place: str, as_of: str, lang: Lang = "zh") -> Page:
    """Return the page of a place, of GDP alone on days that no other test asks for."""
    return page(place, as_of, lang, about=FORECAST if as_of.startswith("2020-10") else ("gdp",))


def draw_anew(place: str, as_of: str, code: str = "gdp", lang: Lang = "zh") -> Chart:
    context = opened(place, as_of, lang).context
    return fan_chart(context.facts, context.sheets[code], lang)


@lru_cache(maxsize=32)
def _drawn(place: str, as_of: str, code: str, lang: Lang) -> tuple[Chart, str]:
    chart = draw_anew(place, as_of, code, lang)
    return chart, str(chart.svg())


def draw(place: str, as_of: str, code: str = "gdp", lang: Lang = "zh") -> Chart:
    return _drawn(place, as_of, code, lang)[0]


def picture(place: str, as_of: str, code: str = "gdp", lang: Lang = "zh") -> str:
    return _drawn(place, as_of, code, lang)[1]


def texts(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter("text")]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("place", "as_of", "code"), CASES)
def test_a_picture_is_well_formed_named_and_described(place: str, as_of: str, code: str, lang: Lang) -> None:
    root = ET.fromstring(picture(place, as_of, code, lang))
    assert root.tag == "svg"
    assert root.get("role") == "img"
    assert root.get("viewBox")
    title, desc = root.find("title"), root.find("desc")
    assert title is not None
    assert desc is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    for words in (title.text, desc.text):
        assert words
        assert len(words) > 15
        assert bool(CHINESE.search(words)) == (lang == "zh")
    assert root.find("metadata") is None


@pytest.mark.parametrize(("place", "as_of", "code"), CASES)
def test_words_in_a_picture_are_text_not_outlines(place: str, as_of: str, code: str) -> None:
    context = opened(place, as_of).context
    sheet = context.sheets[code]
    shown = texts(picture(place, as_of, code))
    assert any(CHINESE.search(text) for text in shown)
    assert f"预计{context.full_year(sheet, 'median').display}" in shown
    assert context.full_year(sheet, "lower80").display in shown
    assert context.full_year(sheet, "upper80").display in shown
    assert context.newest(sheet).display in shown
    target = sheet.main_target
    # A whole target may have been set without a decimal (7左右, 10%以上).
    wanted = [] if target is None else [[f"目标{target.value:.1f}"], [f"目标{target.value:g}"]]
    assert [text for text in shown if text.startswith("目标")] in (wanted or [[]])


def test_english_pictures_have_english_words() -> None:
    context = opened("山东", "2020-10-28", "en").context
    svg = picture("山东", "2020-10-28", lang="en")
    assert f"exp. {context.full_year(context.sheets['gdp'], 'median').display}" in texts(svg)
    assert not CHINESE.search(svg)


@pytest.mark.parametrize(
    ("place", "as_of", "code", "expected"),
    [
        pytest.param("湖北", "2020-10-28", "gdp", "−10.6", id="gdp"),
        pytest.param("全国", "2020-10-01", "fai", "−0.3", id="monthly-investment"),
    ],
)
def test_a_decline_prints_a_true_minus_sign(place: str, as_of: str, code: str, expected: str) -> None:
    chart = draw(place, as_of, code)
    shown = texts(picture(place, as_of, code))
    assert expected in shown
    assert [text for text in shown if text.startswith("-")] == []
    assert "增长\u2212" not in f"{chart.caption}{chart.description}"


def test_a_monthly_axis_begins_with_january_and_february_together() -> None:
    shown = texts(picture("全国", "2020-10-25", "fai"))
    assert shown.count("1—2月") == 2, "once a year"
    assert "1月" not in shown
    assert "全年" in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_ids_are_unique_in_a_page_of_several_pictures_and_every_reference_resolves(lang: Lang) -> None:
    html = opened("demo-city", "2020-10-25", lang).fans()._repr_html_()
    assert html.count("<svg") == html.count('<figure class="chart"') == 4, "energy comes out once or twice a year"
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) > 40
    assert len(ids) == len(set(ids))
    referred = re.findall(r'(?:url\(#|href="#)([^)"]+)', html)
    referred += " ".join(re.findall(r'aria-labelledby="([^"]+)"', html)).split()
    assert len(referred) > 20
    assert set(referred) <= set(ids)
    for root in (ET.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)):
        own = {element.get("id") for element in root.iter()}
        assert set(re.findall(r'(?:url\(#|href="#)([^)"]+)', ET.tostring(root, encoding="unicode"))) <= own


@pytest.mark.parametrize(("place", "as_of", "code"), CASES)
def test_a_picture_names_nothing_outside_itself(place: str, as_of: str, code: str) -> None:
    svg = picture(place, as_of, code)
    assert not re.search(r"https?:|xlink|xmlns|//|<\?xml|<!DOCTYPE|@import|<image|data:", svg)
    assert not re.search(r"url\((?!#)", svg)


def test_a_picture_tells_no_time_and_no_machine() -> None:
    svg = picture("demo-city", "2020-10-25")
    assert not re.search(r"\d{2}:\d{2}|\d{4}-\d{2}-\d{2}|dc:|matplotlib v", svg, flags=re.IGNORECASE)
    assert str(Path.home()) not in svg


def test_the_same_inputs_give_the_same_bytes() -> None:
    chart = draw("demo-city", "2020-10-25")
    assert chart.svg() == chart.svg()
    again = open_page("demo-city", as_of="2020-10-25", about=("gdp",)).fans()._repr_html_()
    assert str(chart.svg()) in again, "another page on the same inputs has the same picture"


@pytest.mark.parametrize(("place", "as_of", "code"), CASES)
def test_the_pictures_data_stand_beside_it_as_a_table(place: str, as_of: str, code: str) -> None:
    chart = draw(place, as_of, code)
    sheet = opened(place, as_of).context.sheets[code]
    root = ET.fromstring(str(chart.data))
    rows = root.findall(".//tbody/tr")
    assert len(rows) == 2 * sheet.entry.calendar.size
    last = ["".join(cell.itertext()) for cell in rows[-1]]
    context = opened(place, as_of).context
    low, high = context.full_year(sheet, "lower80"), context.full_year(sheet, "upper80")
    year = sheet.year
    assert last == [
        f"{year}年全年",
        "—",
        context.full_year(sheet, "median").display,
        f"{low.display}～{high.display}",
    ]
    html = chart.__html__()
    assert str(chart.data) in html
    assert html.count("<figcaption>") == html.count("</figcaption>") == 1


def test_the_caption_says_the_finding_with_its_facts() -> None:
    caption = draw("湖北", "2020-10-28").caption
    said = r"地区生产总值：2020年预计下降\d+\.\d%（80%区间下降\d+\.\d%至下降\d+\.\d%）"
    assert re.fullmatch(said, caption.striptags())
    assert set(re.findall(r'data-fact="([^"]+)"', caption)) == {
        "gdp.full_year.2020.median",
        "gdp.full_year.2020.lower80",
        "gdp.full_year.2020.upper80",
    }


@pytest.mark.parametrize(("place", "as_of", "code"), CASES)
def test_a_tick_stands_where_its_label_says(place: str, as_of: str, code: str) -> None:
    _assert_ticks(draw(place, as_of, code))


def test_a_tick_of_a_narrow_range_stands_where_its_label_says() -> None:
    # Growth between 6.2 and 8.0: an axis in steps of a quarter would print 7.25 as 7.3.
    _assert_ticks(draw("全国", "2017-05-01"))


def _assert_ticks(chart: Chart) -> None:
    (axes,) = chart.figure.axes
    label = axes.yaxis.get_major_formatter()
    ticks = [float(tick) for tick in axes.get_yticks()]
    assert [float(label(tick, None).replace("\u2212", "-")) for tick in ticks] == pytest.approx(ticks, abs=1e-9)


def test_a_name_from_a_file_is_escaped_in_picture_caption_and_table() -> None:
    context = opened("demo-city", "2020-10-25").context
    sheet = context.sheets["gdp"]
    chart = fan_chart(context.facts, replace(sheet, entry=replace(sheet.entry, zh=HOSTILE)), "zh")
    html = chart.__html__()
    assert "<script" not in html
    root = ET.fromstring(str(chart.svg()))
    assert HOSTILE in str(root.findtext("title"))
    described = str(replace(chart, description=HOSTILE).svg())
    assert "<script" not in described
    assert ET.fromstring(described).findtext("desc") == HOSTILE
    assert HOSTILE in "".join(ET.fromstring(str(chart.data)).itertext())


@pytest.fixture
def forgotten_font() -> Iterator[None]:
    """Choose the font anew in a test, and again after it."""
    fonts.chinese_family.cache_clear()
    yield
    fonts.chinese_family.cache_clear()


@pytest.mark.parametrize("shipped", [None, Path("no-such-font.otf")], ids=["not-installed", "file-gone"])
@pytest.mark.usefixtures("forgotten_font")
def test_no_chinese_font_at_all_is_told_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, shipped: Path | None
) -> None:
    monkeypatch.setattr(fonts, "_shipped", lambda: shipped)
    monkeypatch.setattr(font_manager, "get_font_names", lambda: ["DejaVu Sans"])
    with pytest.raises(RunError) as refused:
        fonts.chinese_family()
    assert refused.value.exit_code == 3
    assert "找不到中文字体" in refused.value.zh
    assert "no Chinese font found" in refused.value.en
    for message in (refused.value.zh, refused.value.en):
        assert "pylopdf-fonts-zh-cn" in message
        assert "Noto Sans CJK SC" in message
    assert not CHINESE.search(refused.value.en)


@pytest.mark.usefixtures("forgotten_font")
def test_a_system_font_stands_in_for_the_shipped_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_shipped", lambda: None)
    monkeypatch.setattr(font_manager, "get_font_names", lambda: ["DejaVu Sans", "SimHei", "Microsoft YaHei"])
    assert fonts.chinese_family() == "Microsoft YaHei", "the first of the list that is installed"


@pytest.mark.usefixtures("forgotten_font")
def test_the_shipped_font_comes_first_and_is_one_the_page_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_manager, "get_font_names", lambda: ["SimHei"])
    family = fonts.chinese_family()
    assert family != "SimHei"
    assert f"'{family}'" in fonts.STACK


def test_the_reader_is_asked_for_the_whole_font_stack_once_and_for_no_other() -> None:
    svg = picture("demo-city", "2020-10-25")
    assert svg.count("<text ") > 10
    assert f"font:9.5px {fonts.STACK};" in str(ET.fromstring(svg).get("style"))
    assert "font-family" not in svg
    assert "font-size" not in svg


@pytest.mark.parametrize(("place", "as_of", "code"), CASES)
def test_no_glyph_is_missing(place: str, as_of: str, code: str, caplog: pytest.LogCaptureFixture) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draw_anew(place, as_of, code).svg()
    assert "findfont" not in caplog.text


def test_a_font_without_chinese_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "chinese_family", lambda: "DejaVu Sans")
    with pytest.warns(UserWarning, match=r"Glyph \d+ .* missing"):
        draw_anew("demo-city", "2020-10-25").svg()
