"""Facts: one rounding, one text for a figure, and a table that is valid JSON."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from shouguan.core.rounding import display, half_up
from shouguan.facts import complete
from shouguan.facts.table import SCHEMA, Fact, FactTable, name_of
from tests.builders import opened

COLUMNS = ("block", "measure", "of", "statistic")
FACT = Fact(
    key="gdp.full_year.2020.median",
    kind="forecast",
    region="999901",
    indicator="gdp",
    period="2020",
    value=2.26,
    unit="%",
    decimals=1,
    label_zh="预计增速",
    label_en="expected growth",
)


def fact(**changes: Any) -> Fact:
    return dataclasses.replace(FACT, **changes)


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
@example(225, 1)
@example(-225, 1)
@example(5, 0)
@example(-5, 0)
def test_rounding_is_that_of_the_decimal_digits_with_ties_away_from_zero(digits: int, decimals: int) -> None:
    # One digit more than is kept, so that every tenth case is a tie; truth is in whole numbers.
    kept = (abs(digits) + 5) // 10
    expected = math.copysign(float(f"{kept}e-{decimals}"), digits) if kept else 0.0
    assert half_up(float(f"{digits}e-{decimals + 1}"), decimals) == expected


@given(st.floats(-1e5, 1e5), st.integers(0, 4))
def test_rounding_moves_a_figure_by_half_a_digit_at_most_and_settles(value: float, decimals: int) -> None:
    rounded = half_up(value, decimals)
    assert abs(rounded - value) <= 0.5 * 10.0**-decimals * (1 + 1e-9) + 1e-7
    assert half_up(rounded, decimals) == rounded
    assert half_up(-value, decimals) == -rounded


@pytest.mark.parametrize(
    ("value", "decimals", "excel"),
    [
        (2.25, 1, 2.3),
        (-2.25, 1, -2.3),
        (0.05, 1, 0.1),
        (-0.05, 1, -0.1),
        (2.675, 2, 2.68),
        (1.005, 2, 1.01),
        (0.285, 2, 0.29),
        (2.5, 0, 3.0),
        (-2.5, 0, -3.0),
        (0.5, 0, 1.0),
        (99.95, 1, 100.0),
        (1e-9, 1, 0.0),
        (0.1 + 0.125, 2, 0.23),
        (0.22499999999999998, 2, 0.23),  # what a sum makes of 0.225; the JSON keeps 0.225, and both print the same
        (0.2249999999, 2, 0.22),
    ],
)
def test_rounding_agrees_with_excel(value: float, decimals: int, excel: float) -> None:
    assert half_up(value, decimals) == excel


@pytest.mark.parametrize("value", [-0.04, -0.0, -1e-12, 0.0, 0.04])
def test_what_rounds_to_zero_has_no_sign(value: float) -> None:
    assert math.copysign(1.0, half_up(value, 1)) == 1.0
    assert display(value, 1) == "0.0"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(-0.6, 1, "\u22120.6"), (-10.64, 1, "\u221210.6"), (2.0, 1, "2.0"), (28.5, 0, "29"), (0.345, 2, "0.35")],
)
def test_figures_print_all_their_decimals_and_a_true_minus_sign(value: float, decimals: int, text: str) -> None:
    assert display(value, decimals) == text


@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_no_figure_prints_a_hyphen_or_a_negative_zero(value: float, decimals: int) -> None:
    text = display(value, decimals)
    assert "-" not in text
    assert text.strip("\u22120.") or not text.startswith("\u2212")
    assert float(text.replace("\u2212", "-")) == half_up(value, decimals)


def test_a_fact_prints_as_a_span_that_names_it() -> None:
    assert Markup("{}").format(fact(value=-0.64)) == (
        '<span class="n" data-fact="gdp.full_year.2020.median">\u22120.6</span>'
    )
    assert fact(value=-0.64).magnitude == '<span class="n" data-fact="gdp.full_year.2020.median">0.6</span>'


def test_a_span_escapes_what_a_file_put_into_a_key() -> None:
    shown = Markup("{}{}").format(fact(key='"><script>'), fact(key='"><script>').magnitude)
    assert "<script>" not in shown
    assert "&#34;&gt;&lt;script&gt;" in shown


def test_a_fact_has_a_name_in_each_language() -> None:
    assert (FACT.label("zh"), FACT.label("en")) == ("预计增速", "expected growth")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_table_refuses_what_is_no_number(value: float) -> None:
    table = FactTable()
    with pytest.raises(ValueError, match=r"gdp\.full_year\.2020\.median"):
        table.add(fact(value=value))
    assert list(table) == []


def test_a_key_stands_for_one_figure() -> None:
    table = FactTable()
    table.add(fact())
    table.add(fact())  # the same figure from two sections is one fact
    assert table.add(fact(value=2.26 + 1e-15)) == FACT  # and a last bit that another sum leaves is no other figure
    assert table.add(fact(value=2.26 + 1e-15)).value == 2.26
    with pytest.raises(ValueError, match=r"gdp\.full_year\.2020\.median"):
        table.add(fact(value=2.27))
    assert table[FACT.key].value == 2.26
    assert len(list(table)) == 1


def test_a_missing_fact_is_none_for_get_and_an_error_otherwise() -> None:
    table = FactTable()
    assert table.get("gdp.rank") is None
    with pytest.raises(KeyError):
        table["gdp.rank"]


def test_json_is_sorted_and_says_its_schema_and_what_is_printed() -> None:
    table = FactTable()
    table.add(fact(key="b", value=-2.25, inputs=("a",)))
    table.add(fact(key="a", value=1 / 3))
    table.series["gdp.fan"] = {"published": [0.1 + 0.2, None], "periods": ["2020Q1", "2020Q2"]}
    text = table.to_json()
    content = json.loads(text)
    assert content["schema"] == SCHEMA
    assert [record["key"] for record in content["facts"]] == ["a", "b"]
    assert [record["display"] for record in content["facts"]] == ["0.3", "\u22122.3"]
    assert content["facts"][1]["inputs"] == ["a"]
    assert content["series"]["gdp.fan"]["published"] == [0.3, None], "a last bit is no difference between two runs"
    assert list(content["facts"][0]) == sorted(content["facts"][0])
    assert list(content) == sorted(content)
    assert "预计增速" in text, "a person reads the file too"


def test_json_does_not_depend_on_the_order_of_adding() -> None:
    first, second = FactTable(), FactTable()
    for table, keys in ((first, "abc"), (second, "cab")):
        for key in keys:
            table.add(fact(key=key))
    assert first.to_json() == second.to_json()


def test_json_holds_no_nan() -> None:
    table = FactTable()
    table.series["gdp.fan"] = {"published": [math.nan]}
    with pytest.raises(ValueError, match="JSON compliant"):
        table.to_json()


@pytest.mark.parametrize(
    ("key", "columns"),
    [
        ("gdp.full_year.2020.median", ("gdp", "full_year", ("2020",), "median")),
        ("gdp.target.2020.original", ("gdp", "target", ("2020", "original"), "")),
        ("gdp.weight.2020Q3", ("gdp", "weight", ("2020Q3",), "")),
        ("gdp.rank.peers", ("gdp", "rank", (), "peers")),
        ("gdp.plan.2020.3p5.gdp_finance.expected", ("gdp", "plan", ("2020", "3p5", "gdp_finance"), "expected")),
        ("previous.gdp.full_year.2020.lower80", ("previous", "full_year", ("2020",), "lower80")),
        ("signing.2.gdp.ytd.2020Q3", ("signing", "ytd", ("2020Q3",), "")),
    ],
)
def test_a_fact_of_schema_1_gets_its_columns_from_its_key(key: str, columns: tuple[Any, ...]) -> None:
    old = {name: value for name, value in dataclasses.asdict(fact(key=key)).items() if name not in COLUMNS}
    made = Fact.read(old)
    assert tuple(getattr(made, name) for name in COLUMNS) == columns
    assert Fact.read(dataclasses.asdict(made)) == made


def test_the_keys_of_a_briefing_are_made_of_its_facts_columns_and_read_back_the_same() -> None:
    page = opened.context()
    complete.briefing(page)
    assert len(page.facts.facts) > 300
    for each in page.facts:
        if each.block != "data":
            assert f"{each.block}.{name_of(each.measure, *each.of, statistic=each.statistic)}" == each.key
        if each.level is not None and each.unit == "%":
            assert each.beside(each.statistic) == each.key
            assert page.facts.get(each.beside("lower80")) is not None
