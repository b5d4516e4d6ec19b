"""Weeks and 旬: their days, their month by working days, years that have 53, and texts that do not say which days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouguan.core.errors import DataError
from shouguan.core.weeks import LONGEST, Stretch, between, iso_week, tenday, week_of, weeks_in
from shouguan.core.working_days import is_working_day, working_days

DAYS = st.dates(dt.date(2004, 1, 1), dt.date(2025, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2020-W41", "2020-10-05", "2020-10-11"),
        ("2020W41", "2020-10-05", "2020-10-11"),
        ("2020年第41周", "2020-10-05", "2020-10-11"),
        ("2020年 41周", "2020-10-05", "2020-10-11"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
        ("2019-W01", "2018-12-31", "2019-01-06"),
        ("2020-10上旬", "2020-10-01", "2020-10-10"),
        ("2020年2月下旬", "2020-02-21", "2020-02-29"),
        ("2019.2下旬", "2019-02-21", "2019-02-28"),
        ("2020-10-05/2020-10-11", "2020-10-05", "2020-10-11"),
        ("2020年10月5日—9日", "2020-10-05", "2020-10-09"),
        ("2020.10.5-2020.10.9", "2020-10-05", "2020-10-09"),
        ("2020/10/5至10/9", "2020-10-05", "2020-10-09"),
        ("2020年12月28日—1月3日", "2020-12-28", "2021-01-03"),
    ],
)
def test_a_text_names_its_days(text: str, start: str, end: str) -> None:
    stretch = Stretch.parse(text)
    assert (str(stretch.start), str(stretch.end)) == (start, end)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2019-W53", "2019年没有第53周", "2019 has no week 53"),
        ("2020-W00", "没有第0周", "no week 0"),
        ("第41周", "没有年份", "has no year"),
        ("10月上旬", "没有年份", "has no year"),
        ("10.5-10.11", "没有年份", "has no year"),
        ("2020年10月第2周", "没有说明是哪几天", "does not say which days"),
        ("2020年13月上旬", "没有13月", "no month 13"),
        ("2020-02-25/2020-02-30", "没有这一天", "does not exist"),
        ("2020-10-11/2020-10-05", "早于", "before the first"),
        ("2020-10-01/2020-10-31", "超过16天", "more than 16"),
        ("2020-10", "无法识别", "cannot read"),
        ("", "无法识别", "cannot read"),
    ],
)
def test_a_text_that_does_not_say_which_days_is_refused(text: str, zh: str, en: str) -> None:
    with pytest.raises(DataError) as caught:
        Stretch.parse(text)
    assert zh in caught.value.zh
    assert en in caught.value.en


@given(day=DAYS)
def test_a_week_has_seven_days_from_monday_and_is_read_back(day: dt.date) -> None:
    week = week_of(day)
    assert week.start.weekday() == 0
    assert len(week.days) == 7
    assert day in week.days
    assert Stretch.parse(str(week)) == week == between(week.start, week.end)


@given(day=DAYS, part=st.integers(1, 3))
def test_the_parts_of_a_month_are_read_back_and_make_it_whole(day: dt.date, part: int) -> None:
    parts = [tenday(day.year, day.month, each) for each in (1, 2, 3)]
    assert Stretch.parse(str(parts[part - 1])) == parts[part - 1]
    assert [d.month for each in parts for d in each.days] == [day.month] * sum(len(each.days) for each in parts)
    assert (parts[2].end + dt.timedelta(days=1)).day == 1
    assert all(str(each.month) == f"{day:%Y-%m}" for each in parts)


@given(day=DAYS, length=st.integers(1, LONGEST))
def test_working_days_by_month_add_up_and_the_month_has_most_of_them(day: dt.date, length: int) -> None:
    stretch = between(day, day + dt.timedelta(days=length - 1))
    counts = stretch.working_days
    assert sum(counts.values()) == working_days(day - dt.timedelta(days=1), stretch.end)
    assert counts[stretch.month] == max(counts.values())


def test_holidays_and_make_up_days_decide_the_month_of_a_week_at_the_border() -> None:
    # 28–30 September and the make-up Sunday before it are worked; from 1 to 8 October nobody works
    week = iso_week(2020, 40)
    assert [day for day in week.days if is_working_day(day)] == [dt.date(2020, 9, n) for n in (28, 29, 30)]
    assert str(week.month) == "2020-09"
    # Saturday 10 October 2020 is made up for
    assert sum(iso_week(2020, 41).working_days.values()) == 2
    # a week at the border of the months with two working days on either side belongs where most of its days are
    even = iso_week(2018, 40)
    assert list(even.working_days.values()) == [0]
    assert str(even.month) == "2018-10"


def test_years_have_52_or_53_weeks_and_the_week_a_year_before_keeps_its_weekdays() -> None:
    assert [year for year in range(2004, 2027) if weeks_in(year) == 53] == [2004, 2009, 2015, 2020, 2026]
    for number in range(1, 54):
        before = iso_week(2020, number).a_year_before()
        assert (before.start.weekday(), len(before.days)) == (0, 7)
    assert str(tenday(2020, 10, 2).a_year_before()) == "2019-10中旬"
    assert str(between(dt.date(2020, 10, 5), dt.date(2020, 10, 9)).a_year_before()) == "2019-10-07/2019-10-11"


def test_stretches_that_share_a_day_overlap() -> None:
    assert tenday(2020, 10, 1).overlaps(iso_week(2020, 41))
    assert not tenday(2020, 10, 1).overlaps(tenday(2020, 10, 2))


def test_names_in_both_languages() -> None:
    week, xun, days = iso_week(2020, 41), tenday(2020, 10, 1), between(dt.date(2020, 10, 5), dt.date(2020, 10, 9))
    assert [each.name() for each in (week, xun, days)] == [
        "2020年第41周",
        "2020年10月上旬",
        "2020年10月5日—2020年10月9日",
    ]
    assert [each.name("en") for each in (week, xun)] == ["week 41 of 2020", "first ten days of October 2020"]
