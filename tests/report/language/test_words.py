"""Words: each sign, zero and threshold has its own, and what comes from files is escaped."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from markupsafe import Markup

from shouguan.core.periods import Lang
from shouguan.data.place import Bound
from shouguan.facts.table import Fact
from shouguan.report.language import words

MINUS = "\u2212"
HOSTILE = '<script>alert("x")</script>'


def fact(value: float, *, decimals: int = 1, half: float | None = None) -> Fact:
    return Fact(
        key="gdp.test",
        kind="computed",
        region="100000",
        indicator="gdp",
        period="2020",
        value=value,
        unit="%",
        decimals=decimals,
        label_zh="测试",
        label_en="test",
        lower=None if half is None else value - half,
        upper=None if half is None else value + half,
    )


def plain(shown: object) -> str:
    """Return the text that a reader sees; a Fact's span may not split it."""
    return re.sub(r"<[^>]*>", "", str(shown))


@pytest.mark.parametrize(
    ("value", "zh", "en", "expected"),
    [
        (2.0, "增长2.0%", "up 2.0%", "to grow by 2.0%"),
        (0.05, "增长0.1%", "up 0.1%", "to grow by 0.1%"),
        (-3.14, "下降3.1%", "down 3.1%", "to fall by 3.1%"),
        (-0.05, "下降0.1%", "down 0.1%", "to fall by 0.1%"),
        (0.0, "持平", "unchanged", "to be unchanged"),
        (0.04, "持平", "unchanged", "to be unchanged"),
        (-0.04, "持平", "unchanged", "to be unchanged"),
    ],
)
def test_growth_never_prints_a_sign(value: float, zh: str, en: str, expected: str) -> None:
    assert plain(words.grew(fact(value), "zh")) == zh
    assert plain(words.grew(fact(value), "en")) == en
    assert plain(words.grew(fact(value), "en", expected=True)) == expected


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        pytest.param(1.7, 4.1, "1.7%—4.1%", "1.7% to 4.1%", id="growth"),
        pytest.param(0.0, 0.3, "0.0%—0.3%", "0.0% to 0.3%", id="from-zero"),
        pytest.param(-0.04, 0.3, "0.0%—0.3%", "0.0% to 0.3%", id="from-what-prints-as-zero"),
        pytest.param(-0.5, 0.3, "下降0.5%至增长0.3%", f"{MINUS}0.5% to 0.3%", id="across-zero"),
        pytest.param(-0.5, 0.04, "下降0.5%至持平", f"{MINUS}0.5% to 0.0%", id="to-zero"),
        pytest.param(-10.3, -1.2, "下降10.3%至下降1.2%", f"{MINUS}10.3% to {MINUS}1.2%", id="decline"),
    ],
)
def test_an_interval_with_a_negative_end_says_it_in_words(low: float, high: float, zh: str, en: str) -> None:
    assert plain(words.interval(fact(low), fact(high), "zh")) == zh
    assert plain(words.interval(fact(low), fact(high), "en")) == en


@pytest.mark.parametrize(
    ("before", "now", "zh", "en"),
    [
        pytest.param(0.3, 2.0, "比上半年提高1.7个百分点", "1.7 points above 上半年", id="faster"),
        pytest.param(2.4, 2.0, "比上半年回落0.4个百分点", "0.4 points below 上半年", id="slower"),
        pytest.param(2.0, 2.0, "增速与上半年持平", "the same as in 上半年", id="same"),
        pytest.param(-2.0, -2.0, "降幅与上半年持平", "the same fall as in 上半年", id="same fall"),
        pytest.param(2.0, 2.04, "增速与上半年持平", "the same as in 上半年", id="same as printed"),
        pytest.param(
            -6.3, -3.1, "降幅比上半年收窄3.2个百分点", "a fall 3.2 points smaller than in 上半年", id="smaller fall"
        ),
        pytest.param(
            -3.1, -6.3, "降幅比上半年扩大3.2个百分点", "a fall 3.2 points larger than in 上半年", id="larger fall"
        ),
        pytest.param(-1.6, 0.7, "由负转正（上半年为下降1.6%）", "back to growth (上半年: down 1.6%)", id="turns up"),
        pytest.param(
            0.7,
            -1.6,
            "由正转负（上半年为增长0.7%）",
            "from growth to decline (上半年: up 0.7%)",
            id="turns down",
        ),
        pytest.param(-1.6, 0.0, "比上半年提高1.6个百分点", "1.6 points above 上半年", id="up to nothing"),
        pytest.param(0.0, -1.6, "比上半年回落1.6个百分点", "1.6 points below 上半年", id="down from nothing"),
    ],
)
def test_a_change_of_growth_is_in_points_and_knows_the_direction(before: float, now: float, zh: str, en: str) -> None:
    moved = fact(now - before)
    assert plain(words.change(moved, fact(before), fact(now), "上半年", "zh")) == zh
    assert plain(words.change(moved, fact(before), fact(now), "上半年", "en")) == en


@pytest.mark.parametrize(
    ("value", "bound", "zh", "en"),
    [
        (-0.6, "", "比3.5%的奋斗目标低0.6个百分点", "0.6 points below the target of 3.5%"),
        (-0.6, "around", "比3.5%左右的奋斗目标低0.6个百分点", "0.6 points below the target of 3.5% or so"),
        (-1.2, "least", "比3.5%以上的奋斗目标低1.2个百分点", "1.2 points below the target of 3.5% or more"),
        (0.4, "", "比3.5%的奋斗目标高0.4个百分点", "0.4 points above the target of 3.5%"),
        (0.0, "", "与3.5%的奋斗目标持平", "in line with the target of 3.5%"),
        (-0.04, "", "与3.5%的奋斗目标持平", "in line with the target of 3.5%"),
    ],
)
def test_a_gap_names_the_target_and_how_it_was_set(value: float, bound: Bound, zh: str, en: str) -> None:
    assert plain(words.gap(fact(value), fact(3.5), "奋斗目标", "zh", bound=bound)) == zh
    assert plain(words.gap(fact(value), fact(3.5), "奋斗目标", "en", bound=bound)) == en


@pytest.mark.parametrize(
    ("value", "percent", "word", "percent_en", "word_en"),
    [
        (0.0, "不足1%", "难度很大", "under 1%", "very hard"),
        (0.49, "不足1%", "难度很大", "under 1%", "very hard"),
        (0.5, "约1%", "难度很大", "about 1%", "very hard"),
        (1.0, "约1%", "难度很大", "about 1%", "very hard"),
        (19.4, "约19%", "难度很大", "about 19%", "very hard"),
        (19.5, "约20%", "压力较大", "about 20%", "under pressure"),
        (20.0, "约20%", "压力较大", "about 20%", "under pressure"),
        (39.4, "约39%", "压力较大", "about 39%", "under pressure"),
        (40.0, "约40%", "需努力", "about 40%", "takes an effort"),
        (59.4, "约59%", "需努力", "about 59%", "takes an effort"),
        (60.0, "约60%", "有望", "about 60%", "within reach"),
        (79.4, "约79%", "有望", "about 79%", "within reach"),
        (80.0, "约80%", "有较大可能", "about 80%", "likely"),
        (99.0, "约99%", "有较大可能", "about 99%", "likely"),
        (99.49, "约99%", "有较大可能", "about 99%", "likely"),
        (99.5, "超过99%", "有较大可能", "over 99%", "likely"),
        (100.0, "超过99%", "有较大可能", "over 99%", "likely"),
    ],
)
def test_a_chance_and_its_word_agree_at_every_edge(
    value: float, percent: str, word: str, percent_en: str, word_en: str
) -> None:
    chance = fact(value, decimals=0)
    assert (plain(words.chance_percent(chance, "zh")), words.chance_word(chance, "zh")) == (percent, word)
    assert (plain(words.chance_percent(chance, "en")), words.chance_word(chance, "en")) == (percent_en, word_en)


def test_a_negative_chance_is_no_chance() -> None:
    with pytest.raises(ValueError, match="-3"):
        words.chance_word(fact(-3.0, decimals=0), "zh")


@pytest.mark.parametrize(
    ("shared", "zh", "en"),
    [(False, "居示范省第7位", "no. 7 of 示范省"), (True, "居示范省并列第7位", "joint no. 7 of 示范省")],
)
def test_a_shared_rank_says_so(shared: bool, zh: str, en: str) -> None:
    assert plain(words.rank(fact(7, decimals=0), shared, "示范省", "zh")) == zh
    assert plain(words.rank(fact(7, decimals=0), shared, "示范省", "en")) == en


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [(2, "（升2位）", " (up 2)"), (-1, "（降1位）", " (down 1)"), (0, "（持平）", " (same)")],
)
def test_a_rank_moves_up_down_or_stays(value: int, zh: str, en: str) -> None:
    assert plain(words.places_moved(fact(value, decimals=0), "zh")) == zh
    assert plain(words.places_moved(fact(value, decimals=0), "en")) == en


def test_a_backed_out_figure_prints_its_band() -> None:
    assert plain(words.approx(fact(6.54, half=0.29))) == "6.5±0.3"


@pytest.mark.parametrize(
    ("half", "printed"),
    [
        pytest.param(0.05, "±0.1", id="first-period"),
        pytest.param(0.15, "±0.2", id="three-quarters"),
        pytest.param(0.25, "±0.3", id="five-sixths"),
    ],
)
def test_a_band_does_not_hang_on_the_figure_it_belongs_to(half: float, printed: str) -> None:
    # Subtracting the ends leaves a last bit that tips a tie one way or the other.
    bands = {plain(words.approx(fact(tenths / 10, half=half))).partition("±")[2] for tenths in range(-100, 101)}
    assert bands == {printed.removeprefix("±")}


@pytest.mark.parametrize("half", [0.01, 0.04])
def test_a_backed_out_figure_is_never_printed_as_exact(half: float) -> None:
    assert "±0.0" not in plain(words.approx(fact(6.1, half=half)))


@pytest.mark.parametrize(("lang", "text"), [("zh", "2020年10月5日"), ("en", "5 October 2020")])
def test_dates_are_written_out(lang: Lang, text: str) -> None:
    assert words.day(dt.date(2020, 10, 5), lang) == text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["change", "gap", "rank", "say"])
def test_a_name_from_a_file_is_escaped(name: str, lang: Lang) -> None:
    shown = {
        "change": lambda: words.change(fact(1.0), fact(1.0), fact(2.0), HOSTILE, lang),
        "gap": lambda: words.gap(fact(1.0), fact(2.0), HOSTILE, lang),
        "rank": lambda: words.rank(fact(1, decimals=0), False, HOSTILE, lang),
        "say": lambda: words.either(lang, "{n}：", "{n}:", n=HOSTILE),
    }[name]()
    assert isinstance(shown, Markup)
    assert "<script" not in shown
    if (name, lang) != ("gap", "en"):  # in English a target's kind is not said
        assert "&lt;script&gt;" in shown


def test_figures_inside_a_sentence_stay_facts() -> None:
    assert words.grew(fact(-3.1), "zh") == '下降<span class="n" data-fact="gdp.test">3.1</span>%'
