"""A page's sections for several places and days: they render, show facts only, and speak one language."""

from __future__ import annotations

import json
import re
from functools import lru_cache

import pytest

from shouguan.core.errors import DataError
from shouguan.core.periods import Lang
from shouguan.core.rounding import MINUS
from shouguan.facts.table import FACTS_MIME
from shouguan.publishing import gate
from shouguan.publishing.plain import plain as written_plainly
from shouguan.report.page import Page
from tests.builders.opened import fresh

SECTIONS = (
    "heading",
    "conclusion",
    "page_one",
    "so_far",
    "fans",
    "required",
    "singles",
    "contributions",
    "status",
    "yardsticks",
    "misses",
    "method",
)
PLACES = [
    pytest.param("demo-city", "2020-10-25", id="demo-after-q3"),
    pytest.param("demo-city", "2020-10-01", id="demo-before-q3", marks=pytest.mark.long),
    pytest.param("全国", "2020-10-25", id="nation"),
    pytest.param("湖北", "2021-05-01", id="hubei-first-quarter", marks=pytest.mark.long),
    pytest.param("湖北", "2020-10-28", id="hubei-decline"),
    pytest.param("山东", "2020-10-28", id="shandong", marks=pytest.mark.long),
    pytest.param("山东", "2022-10-28", id="shandong-with-its-target", marks=pytest.mark.long),
]
LANGS: list[Lang] = ["zh", "en"]
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
FACT = re.compile(r'<span class="n" data-fact="([^"]*)">([^<]*)</span>')
SOURCE_CELL = re.compile(r'<td data-label="Source"[^>]*>.*?</td>', flags=re.DOTALL)
POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"""


@lru_cache(maxsize=16)
def _shown(place: str, as_of: str, lang: Lang) -> tuple[Page, dict[str, str]]:
    page = fresh(place, as_of, lang)
    return page, {name: getattr(page, name)()._repr_html_() for name in SECTIONS}


def opened(place: str, as_of: str, lang: Lang = "zh") -> Page:
    return _shown(place, as_of, lang)[0]


def sections(place: str, as_of: str, lang: Lang = "zh") -> dict[str, str]:
    return _shown(place, as_of, lang)[1]


def plain(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def columns(html: str) -> list[str]:
    return [plain(cell) for cell in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', html)]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("place", "as_of"), PLACES)
def test_every_section_renders_and_the_whole_page_passes_the_gate(place: str, as_of: str, lang: Lang) -> None:
    shown = sections(place, as_of, lang)
    assert all(len(plain(html)) > 20 for html in shown.values())
    assert gate.html_problems(f"<html><head>{POLICY}</head><body>{''.join(shown.values())}</body></html>") == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_section_is_written_plainly_and_need_not_be_written_anew(lang: Lang) -> None:
    for name, html in sections("demo-city", "2020-10-25", lang).items():
        assert written_plainly(html) is html, name


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("place", "as_of"), PLACES)
def test_every_figure_is_a_fact_and_prints_as_its_display(place: str, as_of: str, lang: Lang) -> None:
    html = "".join(sections(place, as_of, lang).values())
    facts = opened(place, as_of, lang).context.facts
    printed = FACT.findall(html)
    assert html.count("data-fact=") == len(printed) > 30
    for key, text in printed:
        fact = facts.get(key)
        assert fact is not None, key
        bounds = {"1"} if fact.rounded < 1 else {"99"} if fact.rounded > 99 else set()  # 不足1%, 超过99%
        assert text in {fact.display, fact.display.removeprefix(MINUS)} | (bounds if ".chance." in key else set()), key


@pytest.mark.parametrize(("place", "as_of"), PLACES)
def test_a_figure_loses_its_sign_only_after_a_word_that_says_it(place: str, as_of: str) -> None:
    html = "".join(sections(place, as_of).values())
    facts = opened(place, as_of).context.facts
    for match in FACT.finditer(html):
        if facts[match[1]].display != match[2]:
            before = plain(html[max(0, match.start() - 200) : match.start()])
            assert re.search(r"(下降|回落|低|降|减|不足|超过|低于\D{1,8})$", before), before


@pytest.mark.parametrize(("place", "as_of"), PLACES)
def test_no_sentence_grows_by_a_negative_figure(place: str, as_of: str) -> None:
    text = plain("".join(sections(place, as_of).values()))
    assert not re.search(rf"(增长|下降|提高|回落|高|低)[-{MINUS}]", text)
    assert not re.search(r"-\d", text), "a minus sign is a true one"


def loose_numbers(html: str) -> list[str]:
    """Return the numbers of a sentence that are no fact and of no kind that may stand by itself."""
    text = plain(FACT.sub(" ", re.sub(r'<span class="band">±[^<]*</span>', " ", html)))
    for kind in (
        r"\d{4}年\d{1,2}月\d{1,2}日|\d{1,2} [A-Z][a-z]+ \d{4}",  # dates
        r"\d{1,2}(—\d{1,2})?月|\b[QH]\d(–[QH]\d)?",  # stretches of a year
        r"(?<!\d)(19|20)\d{2}(?=年)|\b(19|20)\d{2}\b",  # years
        r"\d+%(?=区间)|\d+%(?= interval)",  # levels of intervals
        r"每(?:提高|多降)0\.1个百分点|each 0\.1 point\b",  # the step that the sentence counts by
    ):
        text = re.sub(kind, " ", text)
    return re.findall(r"\d+(?:\.\d+)?", text)


def test_the_search_for_loose_numbers_finds_one() -> None:
    fact = '<span class="n" data-fact="a">2.0</span>'
    good = f"截至2020年10月25日，2020年1—9月增长{fact}%（80%区间为{fact}%），四季度<span class='x'>需</span>增长{fact}%"
    assert loose_numbers(good) == []
    assert loose_numbers(f"{good}，高于3.5%") == ["3.5"]
    assert loose_numbers(f"{good}，居第7位") == ["7"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["conclusion", "so_far"])
@pytest.mark.parametrize(("place", "as_of"), PLACES)
def test_sentences_have_no_number_that_is_not_a_fact(place: str, as_of: str, name: str, lang: Lang) -> None:
    assert loose_numbers(sections(place, as_of, lang)[name]) == []


@pytest.mark.parametrize(("place", "as_of"), PLACES)
def test_english_pages_have_chinese_in_sources_only(place: str, as_of: str) -> None:
    shown = sections(place, as_of, "en")
    assert CHINESE.search("".join(SOURCE_CELL.findall(shown["status"]))), "sources stay as they are cited"
    left = {name: CHINESE.findall(SOURCE_CELL.sub("", html)) for name, html in shown.items()}
    assert {name: found for name, found in left.items() if found} == {}


TARGET_COLUMNS = {
    "zh": {"年度目标", "缺口（百分点）", "后期需增", "实现可能性"},
    "en": {"Target", "Gap (points)", "Still needed", "Chance"},
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("place", "as_of"), [("全国", "2020-10-25"), ("湖北", "2020-10-28"), ("山东", "2020-10-28")])
def test_without_a_target_there_is_no_column_and_no_word_of_one(place: str, as_of: str, lang: Lang) -> None:
    shown = sections(place, as_of, lang)
    assert not TARGET_COLUMNS[lang] & set(columns(shown["page_one"]))
    assert not re.search("目标|target", plain(shown["conclusion"] + shown["so_far"] + shown["required"]))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("place", "as_of"), [("demo-city", "2020-10-25"), ("山东", "2022-10-28")])
def test_with_targets_every_column_is_there(place: str, as_of: str, lang: Lang) -> None:
    shown = sections(place, as_of, lang)
    assert TARGET_COLUMNS[lang] <= set(columns(shown["page_one"]))
    assert len(columns(shown["page_one"])) == 9
    assert re.search("目标|target", plain(shown["conclusion"]))


def test_a_place_without_peers_has_no_rank() -> None:
    assert "位次（升降）" not in columns(sections("全国", "2020-10-25")["page_one"])
    assert "位次（升降）" in columns(sections("山东", "2020-10-28")["page_one"])


@pytest.mark.parametrize(("place", "as_of"), PLACES)
def test_invented_data_say_so_and_real_ones_do_not(place: str, as_of: str) -> None:
    invented = place == "demo-city"
    zh, en = sections(place, as_of), sections(place, as_of, "en")
    assert ("演示数据" in zh["heading"]) == invented
    assert ("Demonstration data" in en["heading"]) == invented
    assert ("演示" in "".join(zh.values())) == invented
    assert bool(re.search("invented|demonstration", "".join(en.values()), re.IGNORECASE)) == invented


@pytest.mark.parametrize(("place", "as_of"), PLACES)
def test_every_page_is_marked_as_internal_estimates(place: str, as_of: str) -> None:
    heading = plain(sections(place, as_of)["heading"])
    assert "内部资料 注意保存" in heading
    assert "测算数，非统计数据，不得对外引用" in heading
    assert "草稿" in heading


def test_the_conclusion_says_what_is_expected_missing_and_needed() -> None:
    text = plain(sections("demo-city", "2020-10-25")["conclusion"])
    assert re.fullmatch(
        r"按截至2020年10月25日已发布的数据测算，示范市2020年地区生产总值预计增长\d\.\d%"
        r"（80%区间为\d\.\d%—\d\.\d%），比3\.5%的奋斗目标低\d\.\d个百分点，实现可能性约\d+%，"
        r"(需努力|压力较大|难度很大)；要实现目标，四季度需增长\d+\.\d%（按四舍五入，增长\d\.\d%左右即可；上年四季度增长6\.5%左右，基数正常），"
        r"近5年四季度均未达到这一增速。",
        text,
    ), text


def test_a_decline_is_told_in_words() -> None:
    text = plain(sections("湖北", "2020-10-28")["conclusion"])
    assert re.search(r"预计下降\d+\.\d%（80%区间为下降\d+\.\d%至下降\d+\.\d%）；若全年下降\d+\.\d%", text), text


def test_a_target_that_is_met_even_with_a_fall_asks_for_none() -> None:
    text = plain(sections("湖北", "2021-10-28")["conclusion"])
    assert re.search(
        r"四季度下降\d+\.\d%（按四舍五入，下降\d+\.\d%左右即可；上年四季度增长6\.6%左右，基数较高）也能实现目标。", text
    ), text
    assert not re.search("四季度需|近\\d年", text), text
    assert "It is met even with Q4 down" in plain(sections("湖北", "2021-10-28", "en")["conclusion"])


def test_what_is_published_says_the_change_and_the_rank() -> None:
    text = plain(sections("demo-city", "2020-10-25")["so_far"])
    assert text.startswith(
        "前三季度，地区生产总值同比增长2.0%，比上半年提高1.7个百分点，高于全国1.3个百分点，与示范省持平，增速居示范省第7位，"
    )


def test_one_quarter_of_figures_has_nothing_to_compare_with() -> None:
    text = plain(sections("湖北", "2021-05-01")["so_far"])
    published = "一季度，地区生产总值同比增长58.7%，高于全国40.4个百分点，增速居全国第1位，"
    assert re.fullmatch(published + r"全年每提高0\.1个百分点，二至四季度需多增\d\.\d+个百分点，相当于.+。", text), text


@pytest.mark.parametrize("as_of", ["2020-10-01", "2020-10-25"])
def test_one_band_for_one_column_of_required_growth(as_of: str) -> None:
    # The rounding of the published figure is the same whatever the year is to reach.
    for code in ("gdp", "fai", "industry_va"):
        html = opened("demo-city", as_of).required(code)._repr_html_()
        cells = re.findall(r'data-label="[^"]*需增（%）"><span>.*?</td>', html)
        bands = {band for cell in cells for band in re.findall(r"±(\d+\.\d)", cell)}
        assert len(bands) == 1, (code, bands)


def test_the_facts_are_handed_over_with_the_title_and_hold_every_key_of_the_page() -> None:
    html = "".join(sections("demo-city", "2020-10-25").values())
    bundle = opened("demo-city", "2020-10-25").publish()._repr_mimebundle_()[FACTS_MIME]
    assert bundle["title"] == "示范市2020年前三季度经济运行情况分析及全年预测"
    keys = {record["key"] for record in json.loads(bundle["facts"])["facts"]}
    assert {key for key, _ in FACT.findall(html)} <= keys


def test_a_section_heading_is_in_the_pages_language_and_escaped() -> None:
    assert opened("demo-city", "2020-10-25").section("一、<走势>", "1.")._repr_html_() == "<h2>一、&lt;走势&gt;</h2>"
    assert opened("demo-city", "2020-10-25", "en").section("一、", "1. A")._repr_html_() == "<h2>1. A</h2>"


def test_an_indicator_that_the_page_does_not_forecast_is_refused_with_the_nearest() -> None:
    with pytest.raises(DataError) as refused:
        opened("demo-city", "2020-10-25").fans("gpd")
    assert "gdp" in refused.value.zh
    assert "nearest valid: gdp" in refused.value.en
