"""News: the steps are those that a person would count, they add up, and nothing on the way sees too much."""

from __future__ import annotations

import datetime as dt
import os
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouguan.analysis import news
from shouguan.analysis.news import Judgement, News, Result, Step
from shouguan.core.errors import DataError
from shouguan.core.periods import MONTHLY_FROM_FEBRUARY, QUARTERLY
from shouguan.data import observations
from shouguan.data.observations import COLUMNS, KEY, View
from shouguan.data.place import Place, load
from shouguan.data.settings import Settings
from shouguan.models import bridge, calibrated
from shouguan.models.history import histories
from shouguan.models.outlook import Joint

CITY, PARENT, PEERS = "999901", "999900", ("999902", "999903", "999904")
LONG = os.environ.get("SHOUGUAN_TESTS") == "long"


def city(rows: list[tuple[Any, ...]]) -> Place:
    """A city with a parent and three peers, and nothing on record but these rows.

    A row is region, indicator, period, basis, measure, value and release day; some have a note as an eighth.
    """
    prices = {"gdp": "real", "industry_va": "real", "retail": "nominal", "fai": "comparable"}
    fixed = {"unit": "%", "release_basis": "actual", "vintage": "first", "source": "test"}
    names = ["region", "indicator", "period", "basis", "measure", "value", "released_on", "note"]
    table = pd.DataFrame([(*row, "")[:8] for row in rows], columns=names).assign(**fixed)
    table["released_on"] = pd.to_datetime(table["released_on"]).astype("datetime64[us]")
    table["value"] = table["value"].astype(float)
    table["price"] = table["indicator"].map(prices).where(table["measure"] == "growth", "nominal")
    own = Settings(region=CITY, name="某市", name_en="Some City", parent=PARENT, peers=(CITY, *PEERS))
    return Place("some-city", own, {}, table[list(COLUMNS)].astype({"note": "str", "price": "str"}), (), ())


def growth(region: str, period: str, value: float, day: str, code: str = "gdp") -> tuple[Any, ...]:
    return (region, code, period, "ytd", "growth", value, day)


def level(region: str, period: str, value: float, day: str, *note: str) -> tuple[Any, ...]:
    return (region, "gdp", period, "ytd", "value", value, day, *note)


# -- a forecast that a person can compute --------------------------------------------------------------------


def by_hand(view: View, held: float | None, judgement: Judgement | None) -> Result:
    """Eight tenths of the city's newest YTD growth and two of its parent's, a drift, and a judgement.

    The drift is what is estimated: a tenth of a point for each quarter that the city has published.
    """
    own, above = ({p: g for p, g in view.ytd_growth(r, "gdp").items() if p.year == 2020} for r in (CITY, PARENT))
    drift = 0.1 * len(own) if held is None else held
    value = 0.8 * own[max(own)] + 0.2 * above[max(above)] + drift
    ahead = {period: own[max(own)] for period in QUARTERLY.periods(2020) if period > max(own)}
    return Result(value + (0.0 if judgement is None else 0.25), drift, ahead)


def some_judgement(joint: Joint) -> Joint:
    return joint


BASE = [
    growth(CITY, "2019Q4", 6.0, "2020-01-20"),
    growth(CITY, "2020Q1", 2.0, "2020-04-20"),
    growth(CITY, "2020Q2", 3.0, "2020-07-20"),
    growth(PARENT, "2020Q1", 4.0, "2020-04-18"),
    growth(PARENT, "2020Q2", 5.0, "2020-07-18"),
]
CAME = [
    growth(PARENT, "2020Q3", 4.0, "2020-10-19"),
    growth(CITY, "2020Q2", 3.25, "2020-10-22"),  # revised with the third quarter's release
    growth(CITY, "2020Q3", 3.5, "2020-10-22"),
    level(CITY, "2020Q3", 700.0, "2020-10-22"),
    growth(PEERS[0], "2020Q3", 1.0, "2020-10-22"),
    (CITY, "industry_va", "2020-09", "single", "growth", 5.0, "2020-10-16"),
    growth(CITY, "2020Q3", 9.9, "2020-12-01"),  # after the new day
]
OLD, NEW = dt.date(2020, 10, 1), dt.date(2020, 10, 25)


def split(rows: list[tuple[Any, ...]], new: dt.date = NEW, **more: Any) -> News:
    return news.split(city(rows), "gdp", 2020, OLD, new, by_hand, **more)


def told(steps: tuple[Step, ...]) -> list[tuple[Any, ...]]:
    return [
        (s.kind, str(s.released_on), s.indicator, s.own, s.figures, pytest.approx(s.impact, abs=1e-12)) for s in steps
    ]


def test_each_step_is_what_a_person_computes() -> None:
    found = split([*BASE, *CAME], after=some_judgement)
    assert found.old == pytest.approx(0.8 * 3.0 + 0.2 * 5.0 + 0.2, abs=1e-12)
    assert found.new == pytest.approx(0.8 * 3.5 + 0.2 * 4.0 + 0.3 + 0.25, abs=1e-12)
    assert told(found.steps) == [
        ("revision", "2020-10-22", "gdp", True, 1, 0.2),
        ("release", "2020-10-16", "industry_va", True, 1, 0.0),
        ("release", "2020-10-19", "gdp", False, 1, -0.2),
        ("release", "2020-10-22", "gdp", True, 2, 0.2),
        ("release", "2020-10-22", "gdp", False, 1, 0.0),
        ("estimation", "2020-10-25", "", True, 0, 0.1),
        ("judgement", "2020-10-25", "", True, 0, 0.25),
    ]
    assert found.by_kind() == pytest.approx({"revision": 0.2, "release": 0.0, "estimation": 0.1, "judgement": 0.25})
    assert found.by_indicator() == pytest.approx({"gdp": 0.2, "industry_va": 0.0, "": 0.35})
    assert found.by_indicator("release") == pytest.approx({"gdp": 0.0, "industry_va": 0.0})
    assert found.by_indicator("revision") == pytest.approx({"gdp": 0.2})


def test_the_release_of_the_figure_itself_says_what_was_expected() -> None:
    """After the revision the hand forecast expects 3.25 of the third quarter; 3.5 came."""
    (own,) = [step for step in split([*BASE, *CAME]).steps if step.period is not None]
    assert (str(own.period), own.expected, own.actual, own.source) == ("2020Q3", 3.25, 3.5, "test")
    assert own.own


@pytest.mark.parametrize(
    "row",
    [
        pytest.param((CITY, "gdp", "2020Q3", "single", "growth", 5.0, "2020-10-20"), id="single"),
        pytest.param(level(CITY, "2020Q3", 700.0, "2020-10-20"), id="value"),
        pytest.param(growth(PEERS[0], "2020Q3", 5.0, "2020-10-20"), id="peer"),
        pytest.param(growth(CITY, "2020-09", 5.0, "2020-10-20", "fai"), id="other-indicator"),
        pytest.param(growth(CITY, "2018Q4", 5.0, "2020-10-20"), id="past-year"),
    ],
)
def test_nothing_else_has_an_expectation(row: tuple[Any, ...]) -> None:
    (release,) = [step for step in split([*BASE, row]).steps if step.kind == "release"]
    assert (release.period, release.expected, release.actual) == (None, None, None)


def test_of_two_quarters_at_once_the_newer_is_held_against_its_expectation() -> None:
    late = [growth(CITY, "2020Q2", 3.0, "2020-10-20"), growth(CITY, "2020Q3", 3.5, "2020-10-20")]
    found = split([*BASE[:2], *BASE[3:], *late])
    assert [(str(s.period), s.expected, s.actual) for s in found.steps if s.period] == [("2020Q3", 2.0, 3.5)]


def test_the_old_judgement_is_kept_until_all_figures_are_in() -> None:
    kept = split([*BASE, *CAME], before=some_judgement, after=some_judgement)
    assert [step.kind for step in kept.steps].count("judgement") == 0
    assert kept.old == pytest.approx(3.85, abs=1e-12)
    gone = split([*BASE, *CAME], before=some_judgement)
    assert gone.steps[-1].kind == "judgement"
    assert gone.steps[-1].impact == pytest.approx(-0.25, abs=1e-12)
    assert [step.impact for step in gone.steps[:-1]] == pytest.approx([step.impact for step in kept.steps])


def test_what_is_revised_after_its_release_between_the_days_comes_twice() -> None:
    again = growth(CITY, "2020Q3", 3.75, "2020-11-15")
    found = split([*BASE, *CAME, again], new=dt.date(2020, 11, 20))
    assert told(found.steps)[3:6] == [
        ("release", "2020-10-22", "gdp", True, 2, 0.2),
        ("release", "2020-10-22", "gdp", False, 1, 0.0),
        ("revision", "2020-11-15", "gdp", True, 1, 0.2),
    ]
    (own,) = [step for step in found.steps if step.period is not None]
    assert own.actual == 3.5, "what came is what was first released"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([growth(CITY, "2020Q2", 3.0, "2020-10-10")], id="same-value-again"),
        pytest.param(
            [growth(CITY, "2020Q2", 3.3, "2020-10-10"), growth(CITY, "2020Q2", 3.0, "2020-10-12")], id="and-back"
        ),
        pytest.param([(*growth(CITY, "2020Q2", 3.0, "2020-10-10"), "初步核算")], id="another-remark"),
        pytest.param([growth(CITY, "2020Q3", 3.5, "2020-10-26")], id="after-the-new-day"),
        pytest.param([growth(CITY, "2020Q1", 2.0, "2020-10-01")], id="on-the-old-day"),
    ],
)
def test_no_news_is_no_step(rows: list[tuple[Any, ...]]) -> None:
    found = split([*BASE, *rows])
    assert told(found.steps) == [("estimation", "2020-10-25", "", True, 0, 0.0)]
    assert found.new == found.old


def test_a_level_that_ceases_to_guide_the_shape_of_the_year_is_a_revision() -> None:
    rows = [*BASE, level(CITY, "2019Q4", 900.0, "2020-01-20"), level(CITY, "2019Q4", 900.0, "2020-10-05", "no-shares")]
    assert told(split(rows).steps)[0] == ("revision", "2020-10-05", "gdp", True, 1, 0.0)


def test_figures_that_the_forecast_does_not_read_are_counted_and_make_no_step() -> None:
    more = [growth(CITY, period, 5.0, "2020-10-20", "fai") for period in ("2020-08", "2020-09")]
    found = split([*BASE, *CAME, *more], reads=news.Reads(("gdp",), lambda rows: rows["indicator"] == "gdp"))
    assert {step.indicator for step in found.steps} == {"gdp", ""}
    assert found.unread == 3
    assert split([*BASE, *CAME]).unread == 0


def test_a_reading_uses_single_months_and_a_years_first_figure_and_of_growth_only() -> None:
    rows = pd.DataFrame(
        [
            ("industry_va", "2020-08", "single", "growth"),
            ("industry_va", "2020-08", "ytd", "growth"),
            ("industry_va", "2020-02", "ytd", "growth"),
            ("retail", "2020-08", "single", "value"),
            ("fai", "2020-08", "single", "growth"),
        ],
        columns=["indicator", "period", "basis", "measure"],
    )
    assert bridge.reads(rows).tolist() == [True, False, True, False, False]
    assert bridge.reads(rows.iloc[:0]).tolist() == []


def test_releases_follow_their_days_and_of_one_day_the_forecasts_own_indicator_and_the_place_speak_first() -> None:
    rows = [
        growth(PEERS[0], "2020-09", 3.0, "2020-10-20", "fai"),
        growth(PEERS[1], "2020Q3", 3.0, "2020-10-20"),
        growth(CITY, "2020-09", 3.0, "2020-10-20", "industry_va"),
        growth(CITY, "2020-09", 3.0, "2020-10-20", "fai"),
        growth(CITY, "2020Q3", 3.0, "2020-10-20"),
        growth(PEERS[1], "2020-09", 3.0, "2020-10-18", "industry_va"),
    ]
    steps = [(str(s.released_on)[-2:], s.indicator, s.own) for s in split([*BASE, *rows]).steps[:-1]]
    assert steps == [
        ("18", "industry_va", False),
        ("20", "gdp", True),
        ("20", "gdp", False),
        ("20", "fai", True),
        ("20", "fai", False),
        ("20", "industry_va", True),
    ]


# -- any forecast, any vintages ------------------------------------------------------------------------------


class Recorder:
    """A forecast that is a sum over all figures with odd weights, and that notes every view it was given."""

    def __init__(self) -> None:
        self.views: list[View] = []

    def __call__(self, view: View, held: Any, judgement: Judgement | None) -> Result:
        self.views.append(view)
        keys = zip(*(view.table[name] for name in KEY), strict=True)
        weights = [zlib.crc32("|".join(key).encode()) % 1000 / 1000 for key in keys]
        total = float(np.dot(weights, view.table["value"]))
        return Result(total * (1.0 if held is None else held), 1.0)


@st.composite
def vintages(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    """Figures with up to three vintages each, on any days around the two."""
    days = st.integers(0, 40).map(lambda d: str(dt.date(2020, 9, 20) + dt.timedelta(days=d)))
    rows = []
    for region in draw(st.lists(st.sampled_from([CITY, PARENT, *PEERS]), min_size=1, max_size=4, unique=True)):
        for code, period in draw(
            st.lists(
                st.sampled_from([("gdp", "2020Q1"), ("gdp", "2020Q3"), ("retail", "2020-09"), ("fai", "2020-08")]),
                unique=True,
            )
        ):
            for day in draw(st.lists(days, max_size=3, unique=True)):
                rows.append(growth(region, period, draw(st.integers(-50, 50)) / 10, day, code))
    return rows


def known_on(rows: list[tuple[Any, ...]], day: str) -> dict[tuple[str, ...], float]:
    """What was known on a day, the slow way."""
    return {row[:5]: row[5] for row in sorted(rows, key=lambda row: row[6]) if row[6] <= day}


@given(vintages())
@settings(max_examples=3000 if LONG else 20)
def test_on_any_vintages_the_steps_add_up_and_no_view_sees_more_than_its_day(rows: list[tuple[Any, ...]]) -> None:
    place, run = city(rows), Recorder()
    found = news.split(place, "gdp", 2020, OLD, NEW, run)
    before, after = known_on(rows, str(OLD)), known_on(rows, str(NEW))

    assert found.old + sum(step.impact for step in found.steps) == pytest.approx(found.new, abs=1e-8)
    assert sum(found.by_kind().values()) == pytest.approx(found.new - found.old, abs=1e-8)
    assert sum(found.by_indicator().values()) == pytest.approx(found.new - found.old, abs=1e-8)
    chain = [found.old, *(value for step in found.steps for value in (step.before, step.after)), found.new]
    assert chain[::2] == chain[1::2], "each step begins where the one before it ended"
    assert found.steps[-1].impact == pytest.approx(0.0, abs=1e-9), "with all figures in, there is nothing to estimate"

    revised = sum(before[key] != after[key] for key in before)
    steps = {kind: [step for step in found.steps if step.kind == kind] for kind in news.KINDS}
    assert sum(step.figures for step in steps["release"]) == len(set(after) - set(before))
    known = {(s.indicator, s.own) for s in steps["revision"]}
    assert sum(step.figures for step in steps["revision"]) >= revised
    assert len(steps["revision"]) <= 2 * 2 * 3
    assert (known == set()) == (steps["revision"] == [])

    assert len(run.views) == 1 + len(found.steps)
    assert [view.as_of for view in run.views] == sorted(view.as_of for view in run.views)
    for view in run.views[1 : len(found.steps)]:
        assert pd.Timestamp(view.as_of) == max(pd.Timestamp(OLD), view.table["released_on"].max())
    for view in run.views:
        assert OLD <= view.as_of <= NEW
        assert (view.table["released_on"] <= pd.Timestamp(view.as_of)).all()
        assert not view.table.duplicated(KEY).any()
    figures = [sorted(view.table[[*KEY, "value"]].itertuples(index=False, name=None)) for view in run.views[-2:]]
    assert figures[0] == figures[1], "when all steps are made, nothing of the new day is missing"


# -- the forecast that reports print -------------------------------------------------------------------------


def random_city(seed: int) -> Place:
    """Six years of a city, its parent and three peers that end with 2020: releases and revisions at random."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[Any, ...]] = []
    shared = np.cumsum(rng.normal(0.0, 0.3, 24))
    shared[20] -= rng.choice([0.0, 8.0])
    for region in (CITY, PARENT, *PEERS):
        ytd = np.round(6.0 + shared + rng.normal(0.0, 0.3, 24), 1)
        values = np.cumsum(rng.uniform(180, 260, (6, 4)), axis=1).ravel()
        for index, period in enumerate(p for year in range(2015, 2021) for p in QUARTERLY.periods(year)):
            out = period.end + dt.timedelta(days=int(rng.integers(15, 30)))
            rows.append(growth(region, str(period), ytd[index], str(out)))
            if region != PEERS[2]:
                rows.append(level(region, str(period), round(values[index], 1), str(out)))
            if rng.random() < 0.25:
                later = out + dt.timedelta(days=int(rng.integers(5, 400)))
                rows.append(growth(region, str(period), round(ytd[index] + rng.normal(0, 0.3), 1), str(later)))
    for period in (p for year in range(2015, 2021) for p in MONTHLY_FROM_FEBRUARY.periods(year)):
        out = period.end + dt.timedelta(days=int(rng.integers(8, 25)))
        quarter = 4 * (period.year - 2015) + (period.number - 1) // 3
        value = round(6.0 + shared[quarter] + rng.normal(0, 0.6), 1)
        rows.append((CITY, "industry_va", str(period), "single", "growth", value, str(out)))
    return city(rows)


def random_days(place: Place, rng: np.random.Generator) -> tuple[dt.date, dt.date]:
    """Two days up to two months apart on which 2020 is open."""
    own = {str(period): day for day, period in place.releases("gdp")}
    first, last = own["2020Q1"], own["2020Q4"] - dt.timedelta(days=1)
    old = first + dt.timedelta(days=int(rng.integers((last - first).days)))
    return old, min(old + dt.timedelta(days=int(rng.integers(1, 60))), last)


@pytest.mark.parametrize("seed", range(1000 if LONG else 4))
def test_between_random_vintages_the_news_adds_up(seed: int) -> None:
    place, rng = random_city(seed), np.random.default_rng([seed, 1])
    old, new = random_days(place, rng)
    found = news.explain(place, "gdp", old, new, seed=seed, draws=200)

    printed = [
        calibrated.fit_predict(place, place.as_of(day), "gdp", 2020, seed=seed, draws=200).quantile(0.5)
        for day in (old, new)
    ]
    assert [found.old, found.new] == printed, "the ends are what the two reports printed"
    assert abs(found.old + sum(step.impact for step in found.steps) - found.new) < 1e-8
    assert abs(sum(found.by_kind().values()) - (found.new - found.old)) < 1e-8
    assert abs(sum(found.by_indicator().values()) - (found.new - found.old)) < 1e-8

    held = calibrated.fit_predict_all(place, place.as_of(old), "gdp", 2020, seed=seed, draws=200).estimated
    joint = calibrated.fit_predict_all(place, place.as_of(new), "gdp", 2020, seed=seed, draws=200, held=held)
    assert found.steps[-1].before == joint.of(CITY, "gdp").quantile(0.5), "all that is read came in before"


def test_an_old_judgement_moves_all_runs_and_its_end_is_the_last_step() -> None:
    place = random_city(3)
    old, new = dt.date(2020, 10, 12), dt.date(2020, 11, 2)

    def worse(joint: Joint) -> Joint:
        return Joint(tuple(each.shifted_to(each.full_year - 1.0) for each in joint))

    plain = news.explain(place, "gdp", old, new, draws=200)
    kept = news.explain(place, "gdp", old, new, draws=200, before=worse, after=worse)
    gone = news.explain(place, "gdp", old, new, draws=200, before=worse)
    assert [kept.old, kept.new] == pytest.approx([plain.old - 1.0, plain.new - 1.0])
    assert [s.impact for s in kept.steps] == pytest.approx([s.impact for s in plain.steps], abs=1e-9)
    assert gone.steps[-1].kind == "judgement"
    assert gone.steps[-1].impact == pytest.approx(1.0)
    assert gone.new == pytest.approx(plain.new)
    (own,) = [step for step in kept.steps if step.period is not None]
    (other,) = [step for step in plain.steps if step.period is not None]
    assert own.expected is not None
    assert other.expected is not None
    assert own.expected < other.expected, "what is expected of the quarter bears the judgement too"
    eve = calibrated.fit_predict(place, place.as_of(other.released_on - dt.timedelta(days=1)), "gdp", 2020, draws=200)
    third_quarter, full_year = np.median(eve.ytd_paths, axis=0)
    assert other.expected == pytest.approx(third_quarter, abs=0.05)
    assert abs(third_quarter - full_year) > 0.1, "or one could be taken for the other"


# -- what went wrong elsewhere -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nation() -> Place:
    """The nation with three of its provinces."""
    whole = load("全国")
    return replace(whole, table=whole.table[whole.table["region"].isin(["100000", "110000", "370000", "410000"])])


@pytest.mark.parametrize("year", [2020, 2023])
def test_the_last_month_of_a_quarter_alone_moves_the_forecast(nation: Place, year: int) -> None:
    """September's industry comes, GDP of the third quarter does not (statsmodels issue 8419)."""
    table = nation.table
    september = (table["indicator"] == "industry_va") & (table["period"] == f"{year}-09")
    assert september.sum() == 1
    old, new = dt.date(year, 10, 1), dt.date(year, 10, 20)
    place = replace(nation, table=table[(table["released_on"] <= pd.Timestamp(old)) | september])
    views = place.as_of(old), place.as_of(new)
    readings = [bridge.read(v, histories(place, v, "gdp", year)["100000"]) for v in views]
    assert [reading and reading.months["industry_va"] for reading in readings] == [2, 3]

    found = news.explain(place, "gdp", old, new, draws=1000)
    release, estimation = found.steps
    assert (release.kind, release.indicator, release.figures) == ("release", "industry_va", 1)
    assert abs(release.impact) > 0.01
    moved = [calibrated.fit_predict(place, v, "gdp", year, draws=1000).quantile(0.5) for v in views]
    assert release.impact + estimation.impact == pytest.approx(moved[1] - moved[0], abs=1e-12)
    assert abs(estimation.impact) < abs(release.impact)
    better = table.assign(value=table["value"].where(~september, table["value"] + 5.0))
    higher = news.explain(replace(place, table=better.loc[place.table.index]), "gdp", old, new, draws=1000)
    assert higher.steps[0].impact > release.impact + 0.1, "a better September is better news"


def counted(monkeypatch: pytest.MonkeyPatch) -> list[dt.date]:
    """Count the runs of the forecast."""
    runs: list[dt.date] = []
    original: Callable[..., Any] = calibrated.fit_predict_all

    def counting(place: Place, view: View, *rest: Any, **more: Any) -> Any:
        runs.append(view.as_of)
        return original(place, view, *rest, **more)

    monkeypatch.setattr(calibrated, "fit_predict_all", counting)
    return runs


def test_a_whole_history_revised_costs_a_handful_of_runs(nation: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every figure of every region gets another value, on any day (statsmodels issue 8920)."""
    old, new = dt.date(2022, 8, 20), dt.date(2022, 9, 10)
    known = observations.as_of(nation.table, old).table
    days = pd.to_datetime("2022-08-21") + pd.to_timedelta(np.arange(len(known)) % 15, unit="D")
    again = known.assign(value=known["value"] + 0.1, released_on=days)
    quiet = nation.table[nation.table["released_on"] <= pd.Timestamp(old)]
    place = replace(nation, table=pd.concat([quiet, again], ignore_index=True))
    runs = counted(monkeypatch)
    found = news.explain(place, "gdp", old, new, draws=200)
    read = ((known["indicator"] == "gdp") | bridge.reads(known)).sum()
    assert sum(step.figures for step in found.steps) == read > 500
    assert {step.kind for step in found.steps} == {"revision", "estimation"}
    assert len(runs) <= 2 + 2 * 3, "one for each indicator of the place and of others, and the two ends"
    assert found.by_kind()["revision"] != 0.0


# -- days that cannot be compared ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        pytest.param("2019-11-01", "2020-11-01", "最接近日期：2020-04-17", "nearest day of the same year: 2020-04-17"),
        pytest.param("2020-02-01", "2020-11-01", "可用日期：2020-01-16", "nearest valid day: 2020-01-16"),
        pytest.param("2020-10-01", "2021-02-01", "可用日期：2021-01-17", "nearest valid day: 2021-01-17"),
        pytest.param("2020-11-01", "2020-10-01", "可用日期：2020-09-30", "nearest valid: 2020-09-30"),
        pytest.param("2020-10-01", "2020-10-01", "可用日期：2020-09-30", "nearest valid: 2020-09-30"),
    ],
)
def test_days_that_cannot_be_compared_are_refused_with_the_nearest(
    nation: Place, old: str, new: str, zh: str, en: str
) -> None:
    with pytest.raises(DataError) as refused:
        news.explain(nation, "gdp", dt.date.fromisoformat(old), dt.date.fromisoformat(new))
    assert zh in refused.value.zh
    assert en in refused.value.en


def test_a_place_that_has_too_little_says_so() -> None:
    with pytest.raises(DataError, match="只有 2 期累计增速"):
        news.explain(city(BASE[1:]), "gdp", OLD, dt.date(2020, 10, 21))
