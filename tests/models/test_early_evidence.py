"""Weekly figures of a month that is not published: how days are shared, what a past teaches, when nothing counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from shouguan.analysis import early_signal
from shouguan.core import indicators, paths
from shouguan.core.periods import Period, calendar_release
from shouguan.core.weeks import iso_week, tenday, weeks_in
from shouguan.core.working_days import is_working_day
from shouguan.core.ytd import Array, ytd_from_single
from shouguan.data.observations import COLUMNS
from shouguan.data.place import Place, Region, load
from shouguan.data.settings import Settings
from shouguan.models import calibrated, early_evidence
from shouguan.models.days_of_weeks import Daily
from shouguan.models.early_evidence import MIN_EXPLAINED, MIN_MONTHS, Evidence, learned
from shouguan.models.outlook import Joint

CODE, SOURCE, REGION = "industry_va", "electricity_industry", "999901"
YEAR = 2020


def table(rows: dict[str, float], measure: str = "value") -> pd.DataFrame:
    """Return weekly figures by week."""
    common = {"region": REGION, "indicator": SOURCE, "measure": measure}
    return pd.DataFrame([{**common, "week": week, "value": value} for week, value in rows.items()])


def by_day(levels: dict[int, float], year: int) -> dict[str, float]:
    """Return the weeks of a year in which a working day of each month has its own level, by ISO week."""
    found = {}
    for number in range(1, weeks_in(year) + 1):
        week = iso_week(year, number)
        found[str(week)] = sum(levels.get(day.month, 1.0) for day in week.days if is_working_day(day))
    return found


def test_a_week_at_a_border_is_shared_by_its_working_days() -> None:
    # 28–30 September 2020 are worked and the rest of the week is not: all of it is September's
    daily = Daily(table({"2020-W40": 30.0, "2020-W41": 10.0}), 0.0, merged=True)
    assert daily.covered(Period(2020, "M", 10)) == (2, 17, pytest.approx(2 / 17))
    assert daily.covered(Period(2020, "M", 9))[0] == 0  # its first days are not there
    # where works run on days of rest as well, the other four days have their part
    running = Daily(table({"2020-W40": 30.0, "2020-W41": 10.0}), 0.5, merged=True)
    assert running.covered(Period(2020, "M", 10))[2] > 2 / 17


def test_growth_is_of_the_same_share_of_the_month_a_year_before() -> None:
    # every working day of September makes 1.1 for each 1.0 of the year before: there are 23 and 21
    weeks = by_day({}, 2019) | by_day({9: 1.1}, 2020)
    daily = Daily(table(weeks), 0.0, merged=True)
    whole = 100 * (23 * 1.1 / 21 - 1)  # less a little, for the week that August begins
    for share in (0.3, 0.5, 1.0):
        assert daily.growth(Period(2020, "M", 9), share) == pytest.approx(whole, abs=1.5)
    assert np.isnan(daily.growth(Period(2019, "M", 9), 1.0))  # no year before


def test_january_and_february_are_one_month_where_the_indicator_joins_them() -> None:
    weeks = by_day({}, 2019) | by_day({1: 2.0, 2: 4.0}, 2020)
    both, alone = (Daily(table(weeks), 0.0, merged=merged) for merged in (True, False))
    assert len(both.days_of(Period(2020, "M", 2))) == 60
    assert len(alone.days_of(Period(2020, "M", 2))) == 29
    assert both.growth(Period(2020, "M", 2), 1.0) < alone.growth(Period(2020, "M", 2), 1.0)


def test_weeks_that_report_growth_only_are_averaged_by_their_days() -> None:
    parts = {str(tenday(2020, 9, part)): value for part, value in ((1, 4.0), (2, 4.0), (3, 10.0))}
    daily = Daily(table(parts, "growth"), 0.0, merged=True)
    worked = [sum(map(is_working_day, tenday(2020, 9, part).days)) for part in (1, 2, 3)]
    assert daily.growth(Period(2020, "M", 9), 1.0) == pytest.approx(np.average([4.0, 4.0, 10.0], weights=worked))
    assert daily.growth(Period(2020, "M", 9), 0.4) == pytest.approx(4.0)


def test_a_gap_ends_what_is_covered_and_a_month_that_lacks_a_week_has_no_growth() -> None:
    weeks = by_day({}, 2019) | by_day({}, 2020)
    del weeks["2020-W38"]
    daily = Daily(table(weeks), 0.0, merged=True)
    assert daily.covered(Period(2020, "M", 9))[0] == 9  # 1 to 13 September
    assert np.isnan(daily.growth(Period(2020, "M", 9), 1.0))
    assert np.isfinite(daily.growth(Period(2020, "M", 9), 0.3))


def test_a_slope_is_found_and_shrunk_and_its_worth_is_that_of_months_left_out() -> None:
    rng = np.random.default_rng(3)
    surprise = rng.normal(0, 2, 4000)
    missed = 0.6 * surprise + rng.normal(0, 1, 4000)
    found = learned(surprise, missed, np.ones(4000), 1.0)
    assert found.slope == pytest.approx(0.6, abs=0.03)
    assert found.shift == pytest.approx(found.slope)
    assert found.explained == pytest.approx(1.44 / 2.44, abs=0.03)
    few = learned(surprise[:20], missed[:20], np.ones(20), 1.0)
    plain = float(surprise[:20] @ missed[:20] / (surprise[:20] @ surprise[:20]))
    assert 0 < few.slope < plain


def test_what_is_unrelated_or_goes_the_other_way_explains_nothing() -> None:
    rng = np.random.default_rng(4)
    counted = 0
    for _ in range(200):
        surprise, missed = rng.normal(0, 1, 18), rng.normal(0, 1, 18)
        counted += learned(surprise, missed, np.ones(18), 1.0).explained >= MIN_EXPLAINED
    assert counted < 40
    surprise = rng.normal(0, 1, 50)
    against = learned(surprise, -surprise, np.ones(50), 1.0)
    assert (against.slope, against.shift, against.explained) == (0.0, 0.0, 0.0)
    np.testing.assert_array_equal(against.left, -surprise)


def test_a_month_whose_forecast_was_doubtful_counts_little_and_a_surprise_has_its_bounds() -> None:
    rng = np.random.default_rng(5)
    surprise = np.append(rng.normal(0, 1, 30), 20.0)
    missed = np.append(0.5 * surprise[:-1] + rng.normal(0, 0.2, 30), -40.0)
    precision = np.append(np.ones(30), 1e-4)
    assert learned(surprise, missed, precision, 1.0).slope == pytest.approx(0.5, abs=0.1)
    assert learned(surprise, missed, np.ones(31), 1.0).slope == 0.0
    calm = learned(surprise[:-1], missed[:-1], np.ones(30), 100.0)
    assert calm.shift < 3.5 * calm.slope * float(np.std(surprise[:-1]))


def test_too_few_months_teach_nothing() -> None:
    few = np.arange(1.0, MIN_MONTHS)
    assert learned(few, few, np.ones(few.size), 1.0).explained == 0.0


def only(found: tuple[Evidence, ...]) -> Evidence:
    """Return the evidence of a city that keeps one kind of weekly figures."""
    assert len(found) == 1
    return found[0]


def city(
    seed: int, noise: float, *, follows: bool = True, again: int = 0, after: int = 0, code: str = CODE
) -> tuple[Place, pd.DataFrame, Array]:
    """Return a city that publishes industry, weekly figures that follow it with noise, and true growth of 2020.

    Figures of the same city with other noise come with `again`; they come so many months late as `after` says.
    """
    rng = np.random.default_rng(seed)
    years = range(2015, YEAR + 1)
    calendar = indicators.indicator(code).calendar
    growth = 6.0 + rng.normal(0, 1.5, (len(years), calendar.size))
    cumulative = np.cumsum(calendar.even_weights())
    price = indicators.indicator(code).growth_price
    rows = []
    for year, single in zip(years, growth, strict=True):
        for period, ytd in zip(calendar.periods(year), ytd_from_single(single, cumulative), strict=True):
            told = (calendar_release(period, 20), "calendar", "first", "模拟", "")
            rows.append((REGION, code, str(period), "ytd", "growth", price, round(float(ytd), 1), "%", *told))
    figures = pd.DataFrame(rows, columns=list(COLUMNS))
    figures["released_on"] = pd.to_datetime(figures["released_on"])
    place = Place(
        slug="simulated",
        settings=Settings(region=REGION, name="模拟市", name_en="Simulated", parent="100000", synthetic=True),
        regions={REGION: Region(REGION, "模拟市", "Simulated", (), "100000")},
        table=figures,
        targets=(),
        files=(),
    )
    weeks: dict[str, float] = {}
    level = dict.fromkeys(range(1, 13), 1.0)
    rng = np.random.default_rng([seed, again]) if again else rng
    for year in (2017, 2018, 2019, 2020):
        for month in level:
            of = (year, month - after) if month > after else (year - 1, month - after + 12)
            own = growth[of[0] - 2015, max(of[1] - 13, -calendar.size)] if follows else 6.0
            level[month] *= 1 + (own + rng.normal(0, noise)) / 100
        for month, total in level.items():
            parts = [tenday(year, month, part) for part in (1, 2, 3)]
            worked = [sum(map(is_working_day, part.days)) for part in parts]
            shares = np.array(worked) / sum(worked) * (1 + rng.normal(0, 0.002, 3))
            weeks |= {str(part): total * share for part, share in zip(parts, shares.tolist(), strict=True)}
    return place, table(weeks), growth[-1]


def until(reported: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return the weeks that are over before a day."""
    from shouguan.core.weeks import Stretch  # noqa: PLC0415

    return reported[[Stretch.parse(week).end < day for week in reported["week"]]]


def test_weeks_that_follow_bring_the_forecast_of_the_month_nearer_to_what_comes() -> None:
    before: list[float] = []
    after: list[float] = []
    counted = 0
    for seed in range(8):
        place, reported, truth = city(seed, 0.3)
        view = place.as_of(dt.date(2020, 9, 20))  # August is out
        found = only(early_evidence.read(place, view, CODE, YEAR, until(reported, dt.date(2020, 10, 5))))
        assert str(found.period) == "2020-09" and found.covered == found.working_days == 23
        outlook = calibrated.fit_predict(place, view, CODE, YEAR, draws=1000)
        joint = early_signal.with_signal(Joint((outlook,)), {CODE: (found,)})
        counted += found.counts
        for into, each in ((before, outlook), (after, joint.outlooks[0])):
            into.append(float(each.remaining[:, 0].mean()) - truth[7])
    assert counted >= 6
    assert np.mean(np.square(after)) < 0.6 * np.mean(np.square(before))


def test_weeks_that_say_nothing_move_nothing_and_the_reason_is_told() -> None:
    still = 0
    for seed in range(8):
        place, reported, _ = city(seed, 1.0, follows=False)
        view = place.as_of(dt.date(2020, 9, 20))
        found = only(early_evidence.read(place, view, CODE, YEAR, until(reported, dt.date(2020, 10, 5))))
        if found.why_not is not None:
            still += 1
            assert (found.shift, found.explained) == (0.0, 0.0) and "没有改进" in found.why_not[0]
            joint = Joint((calibrated.fit_predict(place, view, CODE, YEAR, draws=500),))
            assert early_signal.with_signal(joint, {CODE: (found,)}) is joint
    assert still >= 6


@pytest.mark.parametrize(
    ("day", "covered"), [(dt.date(2020, 9, 10), None), (dt.date(2020, 9, 11), 8), (dt.date(2020, 9, 21), 14)]
)
def test_how_much_of_the_month_is_reported_is_told(day: dt.date, covered: int | None) -> None:
    place, reported, _ = city(1, 0.3)
    found = early_evidence.read(place, place.as_of(dt.date(2020, 9, 20)), CODE, YEAR, until(reported, day))
    assert [each.covered for each in found] == ([] if covered is None else [covered])


def test_a_few_days_of_a_month_are_too_few() -> None:
    place, reported, _ = city(1, 0.3)
    parts = until(reported, dt.date(2020, 9, 1))
    days = table({"2020-09-01/2020-09-03": 10.0})
    found = only(early_evidence.read(place, place.as_of(dt.date(2020, 9, 20)), CODE, YEAR, pd.concat([parts, days])))
    assert found.covered == 3 and "不足20%" in (found.why_not or ("",))[0]


def test_a_past_that_is_short_or_lacks_the_year_before_says_so() -> None:
    place, reported, _ = city(1, 0.3)
    view = place.as_of(dt.date(2020, 9, 20))
    short = only(early_evidence.read(place, view, CODE, YEAR, reported[reported["week"] >= "2018-12"]))
    assert short.months < MIN_MONTHS and "不足12个" in (short.why_not or ("",))[0]
    bare = only(early_evidence.read(place, view, CODE, YEAR, reported[reported["week"] >= "2020-03"]))
    assert "上年同期" in (bare.why_not or ("",))[0]


def test_a_signal_moves_its_month_and_takes_away_the_variance_that_it_says() -> None:
    place, reported, _ = city(2, 0.3)
    view = place.as_of(dt.date(2020, 9, 20))
    found = only(early_evidence.read(place, view, CODE, YEAR, until(reported, dt.date(2020, 10, 5))))
    outlook = calibrated.fit_predict(place, view, CODE, YEAR)
    one, other = (replace(found, shift=a, explained=b, why_not=None) for a, b in ((1.5, 0.4), (-0.8, 0.1)))
    silent = replace(found, shift=0.0, explained=0.0, why_not=("无", "none"))
    for told, shift, left in (((one,), 1.5, 0.6), ((silent, other), -0.8, 0.9), ((one, silent, other), 0.7, 0.54)):
        after = early_signal.with_signal(Joint((outlook,)), {CODE: told}).outlooks[0]
        month, moved = outlook.remaining[:, 0], after.remaining[:, 0]
        assert moved.mean() - month.mean() == pytest.approx(shift, abs=0.03)
        assert moved.var() / month.var() == pytest.approx(left, abs=0.03)


def as_of(reported: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return the same weekly figures under another name."""
    return reported.assign(indicator=code)


def read(place: Place, reported: pd.DataFrame, day: dt.date) -> dict[str, Evidence]:
    """Return what is said of September 2020 by the weeks that are over before a day, by kind of figures."""
    found = early_evidence.read(place, place.as_of(dt.date(2020, 9, 20)), CODE, YEAR, until(reported, day))
    return {each.source: each for each in found}


def test_what_two_kinds_of_figures_say_alike_counts_once() -> None:
    day = dt.date(2020, 10, 5)
    counted = twice = 0.0
    for seed in range(4):
        place, reported, _ = city(seed, 0.3)
        alone = read(place, reported, day)[SOURCE]
        both = read(place, pd.concat([reported, as_of(reported, "freight_volume")]), day)
        assert list(both) == [SOURCE, "freight_volume"] and both[SOURCE] == alone
        counted += abs(alone.shift)
        twice += abs(both["freight_volume"].shift)
        # without electricity freight is asked first, and says the same
        freight = read(place, as_of(reported, "freight_volume"), day)["freight_volume"]
        assert (freight.shift, freight.explained, freight.covered) != (0.0, 0.0, 0)
    assert counted > 0.5 and twice < 0.1 * counted


def test_a_second_kind_of_figures_tells_what_the_first_did_not() -> None:
    """Each follows a half of growth: together they bring the forecast nearer than the first alone."""
    first: list[float] = []
    both: list[float] = []
    for seed in range(8):
        place, reported, truth = city(seed, 1.2)
        _, other, _ = city(seed, 1.2, again=1)
        view = place.as_of(dt.date(2020, 9, 20))
        weeks = until(pd.concat([reported, as_of(other, "freight_volume")]), dt.date(2020, 10, 5))
        found = early_evidence.read(place, view, CODE, YEAR, weeks)
        outlook = calibrated.fit_predict(place, view, CODE, YEAR, draws=1000)
        for into, told in ((first, found[:1]), (both, found)):
            after = early_signal.with_signal(Joint((outlook,)), {CODE: told}).outlooks[0]
            into.append(float(after.remaining[:, 0].mean()) - truth[7])
    assert np.mean(np.square(both)) < 0.9 * np.mean(np.square(first))


def test_tax_on_a_month_is_read_in_the_month_after() -> None:
    before: list[float] = []
    after: list[float] = []
    for seed in range(8):
        place, late, truth = city(seed, 0.3, after=1)
        late = as_of(late, "tax_revenue")
        assert read(place, late, dt.date(2020, 10, 5)) == {}
        few = read(place, pd.concat([until(late, dt.date(2020, 10, 5)), first_days()]), dt.date(2020, 10, 12))
        assert few["tax_revenue"].covered == 1 and "不足20%" in (few["tax_revenue"].why_not or ("",))[0]
        found = read(place, late, dt.date(2020, 10, 22))["tax_revenue"]
        assert (str(found.period), str(found.reported), found.working_days) == ("2020-09", "2020-10", 17)
        outlook = calibrated.fit_predict(place, place.as_of(dt.date(2020, 9, 20)), CODE, YEAR, draws=1000)
        joint = early_signal.with_signal(Joint((outlook,)), {CODE: (found,)})
        for into, each in ((before, outlook), (after, joint.outlooks[0])):
            into.append(float(each.remaining[:, 0].mean()) - truth[7])
    assert np.mean(np.square(after)) < 0.6 * np.mean(np.square(before))


def first_days() -> pd.DataFrame:
    """Return tax of the first days of October 2020, of which the ninth alone is worked."""
    return as_of(table({"2020-10-01/2020-10-09": 1.0}), "tax_revenue")


def test_revenue_of_the_budget_is_told_by_its_own_weeks_or_by_tax_of_the_month() -> None:
    place, reported, _ = city(5, 0.3, code="fiscal_revenue")
    view, weeks = place.as_of(dt.date(2020, 9, 20)), until(reported, dt.date(2020, 10, 5))
    tax, own = as_of(weeks, "tax_revenue"), as_of(weeks, "fiscal_revenue")
    found = only(early_evidence.read(place, view, "fiscal_revenue", YEAR, tax))
    assert (found.source, str(found.period), str(found.reported)) == ("tax_revenue", "2020-09", "2020-09")
    assert found.covered == found.working_days == 23 and found.counts
    both = only(early_evidence.read(place, view, "fiscal_revenue", YEAR, pd.concat([tax, own])))
    assert both.source == "fiscal_revenue"


def test_what_comes_a_month_late_is_of_the_days_of_the_month_after() -> None:
    weeks = by_day({}, 2019) | by_day({}, 2020) | by_day({}, 2021)
    late = Daily(table(weeks), 0.0, merged=True, after=1)
    for period, first, last in (
        (Period(2020, "M", 2), dt.date(2020, 2, 1), dt.date(2020, 3, 31)),
        (Period(2020, "M", 9), dt.date(2020, 10, 1), dt.date(2020, 10, 31)),
        (Period(2020, "M", 12), dt.date(2021, 1, 1), dt.date(2021, 1, 31)),
    ):
        days = late.days_of(period)
        assert (days[0], days[-1], len(days)) == (first, last, (last - first).days + 1)
    assert late.reported_in(Period(2020, "M", 12)) == Period(2021, "M", 1)


def test_weeks_reported_later_are_not_known_on_the_day() -> None:
    demo = load("demo-city")
    covered = []
    for day in (dt.date(2020, 10, 21), dt.date(2020, 10, 23), dt.date(2020, 10, 28)):
        found = {each.source: each for each in early_evidence.read(demo, demo.as_of(day), CODE, YEAR)}
        covered.append(found[SOURCE].covered)
    assert covered == [2, 9, 9]  # 旬 of October are known three days after their end
    assert early_evidence.read(demo, demo.as_of(dt.date(2018, 6, 30)), "fai", 2018)
    assert paths.places().joinpath("demo-city", "weekly.csv").is_file()


def test_what_has_no_weekly_source_has_no_evidence() -> None:
    demo = load("demo-city")
    assert early_evidence.read(demo, demo.as_of(dt.date(2020, 10, 25)), "gdp", YEAR) == ()
    official = load("山东")
    assert early_evidence.read(official, official.as_of(dt.date(2020, 10, 25)), CODE, YEAR) == ()
