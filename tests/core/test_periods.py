"""The statistical calendar: no January where it is merged, names of stretches, the release rule."""

from __future__ import annotations

import datetime as dt

import pytest

from shouguan.core.errors import DataError
from shouguan.core.periods import (
    MONTHLY_FROM_FEBRUARY,
    QUARTERLY,
    YEARLY,
    Lang,
    Period,
    YearCalendar,
    calendar_release,
    day_label,
    names_of,
    rest_label,
    single_label,
    ytd_label,
)

TWELVE_MONTHS = YearCalendar("M", tuple(range(1, 13)))  # prices and deposits do have a January

QUARTERS: list[tuple[int, str, str, str, str]] = [
    # quarter, year to date in Chinese and English, by itself in Chinese and English
    (1, "一季度", "Q1", "一季度", "Q1"),
    (2, "上半年", "H1", "二季度", "Q2"),
    (3, "前三季度", "Q1–Q3", "三季度", "Q3"),
    (4, "全年", "the full year", "四季度", "Q4"),
]
MONTHS: list[tuple[int, str, str, str, str]] = [
    (2, "1—2月", "Jan–Feb", "1—2月", "Jan–Feb"),
    (3, "1—3月", "Jan–Mar", "3月", "Mar"),
    (4, "1—4月", "Jan–Apr", "4月", "Apr"),
    (5, "1—5月", "Jan–May", "5月", "May"),
    (6, "1—6月", "Jan–Jun", "6月", "Jun"),
    (7, "1—7月", "Jan–Jul", "7月", "Jul"),
    (8, "1—8月", "Jan–Aug", "8月", "Aug"),
    (9, "1—9月", "Jan–Sep", "9月", "Sep"),
    (10, "1—10月", "Jan–Oct", "10月", "Oct"),
    (11, "1—11月", "Jan–Nov", "11月", "Nov"),
    (12, "全年", "the full year", "12月", "Dec"),
]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        pytest.param("2020", Period(2020, "A", 1), id="year"),
        pytest.param("2020Q3", Period(2020, "Q", 3), id="quarter"),
        pytest.param("2020-09", Period(2020, "M", 9), id="month"),
        pytest.param("2020-12", Period(2020, "M", 12), id="december"),
    ],
)
def test_a_period_is_read_and_written_in_one_form(text: str, period: Period) -> None:
    assert Period.parse(text) == period
    assert str(period) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020Q0",
        "2020Q5",
        "2020q3",
        "2020-13",
        "2020-00",
        "2020-9",
        "2020-09-30",
        "20209",
        " 2020",
        "2020Q3\n",
        "三季度",
        pytest.param("２０２０Q3", id="full-width digits, as monthly bulletins have them"),
    ],
)
def test_bad_period_text_is_refused_with_the_valid_forms(text: str) -> None:
    with pytest.raises(DataError) as caught:
        Period.parse(text)
    assert f"“{text}”" in caught.value.zh
    assert f"'{text}'" in caught.value.en
    assert "2020、2020Q3 或 2020-09" in caught.value.zh
    assert "2020, 2020Q3 or 2020-09" in caught.value.en


def test_periods_are_ordered_by_time_across_years() -> None:
    texts = ["2021-02", "2020-12", "2020-02", "2020-10", "2020-09"]
    assert [str(p) for p in sorted(map(Period.parse, texts))] == ["2020-02", "2020-09", "2020-10", "2020-12", "2021-02"]


@pytest.mark.parametrize(
    ("calendar", "size", "first", "last", "merges"),
    [
        pytest.param(MONTHLY_FROM_FEBRUARY, 11, "2020-02", "2020-12", True, id="investment, industry, retail"),
        pytest.param(TWELVE_MONTHS, 12, "2020-01", "2020-12", False, id="prices"),
        pytest.param(QUARTERLY, 4, "2020Q1", "2020Q4", False, id="accounts"),
        pytest.param(YEARLY, 1, "2020", "2020", False, id="yearly"),
    ],
)
def test_a_year_has_the_periods_of_its_calendar(
    calendar: YearCalendar, size: int, first: str, last: str, merges: bool
) -> None:
    periods = calendar.periods(2020)
    assert (calendar.size, len(periods)) == (size, size)
    assert (str(periods[0]), str(periods[-1])) == (first, last)
    assert periods == sorted(set(periods))
    assert [calendar.position(period) for period in periods] == list(range(size))
    assert calendar.merges_january is merges


def test_a_january_of_a_merged_year_is_refused_and_explained() -> None:
    with pytest.raises(DataError) as caught:
        MONTHLY_FROM_FEBRUARY.position(Period.parse("2020-01"))
    assert "2020-01" in caught.value.zh
    assert "1月与2月合并公布" in caught.value.zh
    assert "2020-02" in caught.value.zh
    assert "January and February are reported together" in caught.value.en


@pytest.mark.parametrize(
    ("calendar", "text"),
    [
        pytest.param(MONTHLY_FROM_FEBRUARY, "2020Q1", id="quarter of a monthly indicator"),
        pytest.param(QUARTERLY, "2020-03", id="month of a quarterly indicator"),
        pytest.param(QUARTERLY, "2020", id="year of a quarterly indicator"),
    ],
)
def test_a_period_of_another_frequency_is_refused_without_talk_of_january(calendar: YearCalendar, text: str) -> None:
    with pytest.raises(DataError) as caught:
        calendar.position(Period.parse(text))
    assert text in caught.value.zh
    assert "合并" not in caught.value.zh
    assert "January" not in caught.value.en


@pytest.mark.parametrize(("number", "ytd_zh", "ytd_en", "zh", "en"), QUARTERS)
def test_quarters_are_named_in_both_languages(number: int, ytd_zh: str, ytd_en: str, zh: str, en: str) -> None:
    period = Period(2020, "Q", number)
    assert (ytd_label(period), ytd_label(period, "en")) == (ytd_zh, ytd_en)
    assert (single_label(period, QUARTERLY), single_label(period, QUARTERLY, "en")) == (zh, en)


@pytest.mark.parametrize(("number", "ytd_zh", "ytd_en", "zh", "en"), MONTHS)
def test_months_are_named_in_both_languages(number: int, ytd_zh: str, ytd_en: str, zh: str, en: str) -> None:
    period = Period(2020, "M", number)
    assert (ytd_label(period), ytd_label(period, "en")) == (ytd_zh, ytd_en)
    assert single_label(period, MONTHLY_FROM_FEBRUARY) == zh
    assert single_label(period, MONTHLY_FROM_FEBRUARY, "en") == en


@pytest.mark.parametrize(
    ("number", "zh", "en"), [pytest.param(1, "1月", "Jan", id="January"), pytest.param(2, "2月", "Feb", id="February")]
)
def test_a_month_of_an_unmerged_year_is_named_alone(number: int, zh: str, en: str) -> None:
    period = Period(2020, "M", number)
    assert (single_label(period, TWELVE_MONTHS), single_label(period, TWELVE_MONTHS, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("lang", "label"), [pytest.param("zh", "全年", id="zh"), pytest.param("en", "the full year", id="en")]
)
def test_a_yearly_figure_is_named_the_full_year(lang: Lang, label: str) -> None:
    year = Period(2020, "A", 1)
    assert ytd_label(year, lang) == label
    assert single_label(year, YEARLY, lang) == label


@pytest.mark.parametrize(
    ("calendar", "known", "zh", "en"),
    [
        pytest.param(QUARTERLY, 0, "全年", "the full year", id="no quarter out"),
        pytest.param(QUARTERLY, 1, "二至四季度", "Q2–Q4", id="one quarter out"),
        pytest.param(QUARTERLY, 2, "下半年", "H2", id="two quarters out"),
        pytest.param(QUARTERLY, 3, "四季度", "Q4", id="three quarters out"),
        pytest.param(MONTHLY_FROM_FEBRUARY, 0, "全年", "the full year", id="no month out"),
        pytest.param(MONTHLY_FROM_FEBRUARY, 1, "3—12月", "Mar–Dec", id="January–February out"),
        pytest.param(MONTHLY_FROM_FEBRUARY, 8, "10—12月", "Oct–Dec", id="January–September out"),
        pytest.param(MONTHLY_FROM_FEBRUARY, 10, "12月", "Dec", id="January–November out"),
        pytest.param(TWELVE_MONTHS, 1, "2—12月", "Feb–Dec", id="January alone out"),
    ],
)
def test_the_rest_of_the_year_is_named(calendar: YearCalendar, known: int, zh: str, en: str) -> None:
    assert (rest_label(calendar, known), rest_label(calendar, known, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("text", "lag", "day"),
    [
        pytest.param("2020Q3", 20, "2020-10-20", id="nation's accounts"),
        pytest.param("2020Q4", 25, "2021-01-25", id="over the turn of the year"),
        pytest.param("2020-02", 19, "2020-03-19", id="leap February"),
        pytest.param("2019-02", 19, "2019-03-19", id="ordinary February"),
        pytest.param("2020", 20, "2021-01-20", id="year"),
        pytest.param("2020-09", 0, "2020-09-30", id="the last day itself"),
    ],
)
def test_the_release_rule_counts_days_from_the_periods_last_day(text: str, lag: int, day: str) -> None:
    assert calendar_release(Period.parse(text), lag) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("calendar", "weights"),
    [
        pytest.param(QUARTERLY, [1 / 4] * 4, id="quarters"),
        pytest.param(MONTHLY_FROM_FEBRUARY, [2 / 12] + [1 / 12] * 10, id="the merged first period counts two months"),
        pytest.param(TWELVE_MONTHS, [1 / 12] * 12, id="twelve months"),
        pytest.param(YEARLY, [1.0], id="year"),
    ],
)
def test_even_weights_are_shares_of_the_number_of_months(calendar: YearCalendar, weights: list[float]) -> None:
    assert calendar.even_weights() == pytest.approx(weights, abs=1e-15)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("calendar", [QUARTERLY, MONTHLY_FROM_FEBRUARY, TWELVE_MONTHS, YEARLY])
def test_a_name_says_what_it_names_and_is_one_of_its_names(calendar: YearCalendar, lang: Lang) -> None:
    names = [label for p in calendar.periods(2020) for label in (ytd_label(p, lang), single_label(p, calendar, lang))]
    if calendar.frequency != "A":
        names += [rest_label(calendar, known, lang) for known in range(1, calendar.size)]
    names.append(day_label(dt.date(2020, 2, 29), lang))
    for name in names:
        if any(each.isdigit() for each in name):
            assert name in names_of(name.when, lang), (name, name.when)
            assert name.__html__() == f'<span data-when="{name.when}">{name}</span>'
        else:
            assert name.__html__() == name


@pytest.mark.parametrize(
    ("when", "zh", "en"),
    [
        ("2020", {"2020", "2020年"}, {"2020"}),
        ("2020Q3", {"2020Q3", "三季度", "2020年三季度"}, {"2020Q3", "Q3", "Q3 2020"}),
        ("2020-09", {"2020-09", "9月", "2020年9月"}, {"2020-09", "Sep", "Sep 2020"}),
        (
            "2020-01/2020-09",
            {"1—9月", "1—9月累计", "2020年1—9月", "2020年1—9月累计"},
            {"Jan–Sep", "Jan–Sep, year to date", "Jan–Sep 2020", "Jan–Sep, year to date 2020"},
        ),
        ("11/12,02/02", {"11—12月、2月"}, {"Nov–Dec, Feb"}),
        ("Q2/Q4", {"二至四季度"}, {"Q2–Q4", "Q2–4"}),
        ("2020-02-29", {"2020-02-29", "2020年2月29日"}, {"2020-02-29", "29 February 2020"}),
        ("2019-02-29", set(), set()),
        ("2020-13", set(), set()),
        ("2019-01/2020-09", set(), set()),
        ("", set(), set()),
        ("today", set(), set()),
    ],
)
def test_what_a_name_says_has_these_names_and_no_other(when: str, zh: set[str], en: set[str]) -> None:
    assert names_of(when, "zh") == zh
    assert names_of(when, "en") == en
