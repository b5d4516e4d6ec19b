"""What pictures draw is what the facts say: every mark of real places' pictures at its value, in its row, in sight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import isnan

import pytest

from shouguan.core.rounding import display
from shouguan.facts.scenario_facts import key
from shouguan.facts.table import FactTable
from shouguan.report.charts import Chart
from shouguan.report.charts.scenarios import scenarios_chart
from tests.builders.charted import YEAR, axes, bars, cells, fact, sheet_of, table, target
from tests.builders.pictured import PLACES, drawn, opened

ACROSS = ("ladder", "gap", "news", "peers", "scenarios")
"""Pictures in rows, whose marks stand along x; the others' stand along y."""
FIGURE = re.compile(r"−?\d+\.\d+")
COURSES = ("fan", "pace")
KINDS = ("fan", "pace", "record", "reliability", "contributions", *ACROSS)


def charts(kind: str) -> Iterator[tuple[Chart, FactTable]]:
    """Yield the pictures of a kind that the places have, with their facts."""
    if kind == "scenarios":
        yield scenarios()
    for place in PLACES:
        for chart in drawn(place):
            if chart.key.startswith(kind):
                yield chart, opened(place).facts


def scenarios() -> tuple[Chart, FactTable]:
    facts = table(fact(f"gdp.target.{YEAR}.original", 3.5, kind="target"))
    for name, low, median, high in (("base", 2.0, 3.0, 4.0), ("stress", -1.0, 0.5, 1.5)):
        for what, value in (("lower80", low), ("median", median), ("upper80", high), ("chance", 20.0)):
            facts.add(fact(f"gdp.{key(name, YEAR, what=what)}", value, kind="forecast", decimals=int(what != "chance")))
    names = ["base", "stress"]
    facts.series["gdp.scenarios"] = {"names": names, "labels": {"zh": ["基准情景", "压力情景"], "en": names}}
    return scenarios_chart(facts, sheet_of(targets=(target(3.5),)), "zh"), facts


def places(values: Iterable[float | None]) -> tuple[float, ...]:
    """Return where the points of a line stand, gaps left out."""
    return tuple(round(float(each), 9) for each in values if each is not None and not isnan(each))


def lines(chart: Chart) -> list[tuple[float, ...]]:
    """Return the lines and markers of a picture along the axis that says something."""
    along = "get_xdata" if chart.key.startswith(ACROSS) else "get_ydata"
    return [places(getattr(line, along)()) for line in axes(chart).lines]


def values(chart: Chart, facts: FactTable, pattern: str) -> list[float]:
    """Return the values of those facts in a picture whose keys have a pattern in them, in the picture's order."""
    return [facts[name].value for name in chart.facts if re.search(pattern, name)]


def has(chart: Chart, *wanted: Iterable[float | None]) -> None:
    """Hold that a picture has lines at these places, each once."""
    left = lines(chart)
    for line in map(places, wanted):
        assert line in left, (chart.key, line, left)
        left.remove(line)


@pytest.mark.parametrize(("kind", "bands"), [("fan", ("0.025", "0.1", "0.25")), ("pace", ("0.1",))])
def test_the_year_is_drawn_at_its_series(kind: str, bands: tuple[str, ...]) -> None:
    upper = {"0.025": "0.975", "0.1": "0.9", "0.25": "0.75"}
    for chart, facts in charts(kind):
        code = chart.key.split("-")[1]
        series = facts.series[f"{code}.fan"]
        published, ahead = series["published"], series["quantiles"]
        newest = published[-1:]
        has(chart, [*newest, *ahead["0.5"]])
        size = len(series["periods"]) // 2
        has(chart, *([published] if kind == "fan" else [published[:size], published[size:]]))
        edges = [places([*newest, *ahead[low], *ahead[upper[low]][::-1], *newest]) for low in bands]
        assert [places(patch.get_xy()[:, 1]) for patch in axes(chart).patches] == edges
        way = [each.value for each in facts if (each.block, each.measure, each.statistic) == (code, "pace", "")]
        has(chart, *([[*newest, *way], way] if kind == "pace" and way else []))


def test_past_years_and_chances_are_drawn_at_their_facts() -> None:
    for chart, facts in charts("record"):
        for year in {name.split(".")[2] for name in chart.facts if name.endswith(".truth")}:
            low, median, high, truth = (
                facts[f"gdp.past.{year}.{name}"].value for name in ("lower80", "median", "upper80", "truth")
            )
            has(chart, [low, high], [median, median], [truth])
    for chart, facts in charts("reliability"):
        for group in {name.split(".")[2] for name in chart.facts if name.endswith(".met")}:
            low, met, high, chance = (
                facts[f"gdp.reliability.{group}.{name}"].value for name in ("lower95", "met", "upper95", "chance")
            )
            has(chart, [low, high], [met], [0.0, 100.0])
            assert [chance] in [list(line.get_xdata()) for line in axes(chart).lines]


def test_what_is_needed_and_what_is_expected_are_drawn_at_their_facts() -> None:
    for chart, facts in charts("ladder"):
        (base,) = values(chart, facts, r"\.base\.")
        needs = values(chart, facts, r"\.required\.")
        assert len(needs) == len(cells(chart))
        has(chart, [base, base], *([base, need] for need in needs), *([need] for need in needs))
    for chart, facts in charts("gap"):
        stems = [name.removesuffix(".points") for name in chart.facts if name.endswith(".points")]
        assert len(stems) == len(cells(chart))
        for stem in stems:
            expected, needed = facts[f"{stem}.expected"].value, facts[f"{stem}.needed"].value
            has(chart, [expected, needed], [expected], [needed])


def test_scenarios_peers_and_the_ends_of_the_news_are_drawn_at_their_facts() -> None:
    chart, facts = scenarios()
    has(chart, [2.0, 4.0], [3.0], [-1.0, 1.5], [0.5], [3.5, 3.5])
    for chart, facts in charts("peers"):
        has(chart, values(chart, facts, r"\.ytd\.\w+$"))
        grown = sorted(values(chart, facts, r"\.ytd\."), reverse=True)
        short = [text.get_text().partition("（")[0] for text in axes(chart).texts if "截短" in text.get_text()]
        assert len(short) == (chart.key == "peers-gdp" and facts.get("gdp.ytd.2020Q3.420000") is not None)
        for value, (_, end) in zip(grown, bars(chart), strict=True):
            cut = display(value, 1) in short
            assert abs(end) < abs(value) if cut else end == pytest.approx(value)
        assert {start for start, _ in bars(chart)} == {0.0}
    for chart, facts in charts("news"):
        has(chart, *([value] for value in values(chart, facts, r"\.(old|new)$")))


@pytest.mark.parametrize(("kind", "steps"), [("contributions", r"\.contribution\."), ("news", r"\.impact$")])
def test_each_bar_is_as_wide_as_its_fact_and_begins_where_the_last_one_ended(kind: str, steps: str) -> None:
    for chart, facts in charts(kind):
        begin = values(chart, facts, r"\.old$")[0] if kind == "news" else 0.0
        names = [name for name in chart.facts if re.search(steps, name)]
        texts = [text.get_text() for text in axes(chart).texts]
        ordered = sorted(bars(chart)[: len(names)], key=lambda bar: bar[1] - bar[0])
        assert [end - start for start, end in ordered] == pytest.approx(sorted(facts[name].value for name in names))
        assert {facts[name].display for name in names} <= set(texts)
        ends = [end for _, end in bars(chart)[: len(names)]]
        assert [start for start, _ in bars(chart)[: len(names)]] == pytest.approx([begin, *ends[:-1]])


@pytest.mark.parametrize("kind", KINDS)
def test_every_mark_is_in_sight(kind: str) -> None:
    for chart, _ in charts(kind):
        seen = axes(chart)
        points = [line.get_xydata() for line in seen.lines if line.get_transform() == seen.transData]
        points += [patch.get_path().transformed(patch.get_patch_transform()).vertices for patch in seen.patches]
        for side, limits in enumerate((seen.get_xlim(), seen.get_ylim())):
            if side and chart.key.startswith(COURSES):
                continue  # what may run out of these is held below
            at = [float(point[side]) for each in points for point in each if not isnan(point[side])]
            assert min(limits) - 1e-9 <= min(at) <= max(at) <= max(limits) + 1e-9, chart.key


@pytest.mark.parametrize("kind", COURSES)
def test_what_is_ahead_has_half_of_the_width_and_a_third_of_the_height_and_what_is_cut_is_named(kind: str) -> None:
    for chart, facts in charts(kind):
        seen, series = axes(chart), facts.series[f"{chart.key.split('-')[1]}.fan"]
        size, published = len(series["periods"]) // 2, series["published"]
        band = seen.patches[0].get_xy()
        (left, right), (low, high) = seen.get_xlim(), seen.get_ylim()
        assert band[:, 0].max() - band[:, 0].min() >= 0.47 * (right - left), "but for the room at both edges"
        assert low < band[:, 1].min() < band[:, 1].max() < high
        assert band[:, 1].max() - band[:, 1].min() > 0.15 * (high - low)
        outside = [value for value in published if value is not None and not low <= value <= high]
        marks = [line for line in seen.lines if line.get_marker() in "^v" and len(line.get_ydata()) == 1]
        assert bool(marks) == bool(outside)
        for year in (published[:size], published[size:]):
            beyond = [value for value in year if value is not None and not low <= value <= high]
            if beyond:
                farthest = display(max(beyond, key=abs), 1)
                assert farthest in [text.get_text() for text in seen.texts]
                assert farthest.lstrip("−") in str(chart.description)


@pytest.mark.parametrize("kind", ["contributions", *ACROSS])
def test_each_row_has_the_name_and_the_figures_of_its_row_in_the_table_behind_it(kind: str) -> None:
    for chart, _ in charts(kind):
        said: dict[float, str] = {}
        for text in axes(chart).texts:
            at = round(float(text.xy[1]), 6)
            said[at] = said.get(at, "") + text.get_text() + " "
        marks = {round(float(line.get_ydata()[0]), 6) for line in axes(chart).lines if len(line.get_ydata()) == 1}
        marks |= {round(bar.get_y() + bar.get_height() / 2, 6) for bar in axes(chart).patches}
        rows = [said[at] for at in sorted(marks)]
        behind = cells(chart)
        if kind == "peers" and any(text.get_text() == "…" for text in axes(chart).texts):
            drawn_names = {text.get_text() for text in axes(chart).texts}
            behind = [row for row in behind if row[0] in drawn_names]
            assert 9 < len(behind) < len(cells(chart)), "a large group is drawn in part"
        assert len(rows) == len(behind)
        for row, (name, *figures) in zip(rows, behind, strict=True):
            assert name in row.replace(" ", ""), chart.key
            printed = FIGURE.findall(row.replace(name, ""))
            assert printed, chart.key
            assert set(printed) <= set(FIGURE.findall(" ".join(figures))), chart.key
