"""The linter: a zoo of tiny pages, for each rule one that breaks it and one that keeps it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shouguan.core.periods import Lang
from shouguan.facts.table import FactTable
from shouguan.models.draws import DRAWS
from shouguan.publishing import lint
from shouguan.publishing.lint import numbers
from tests.builders import page_rules
from tests.builders.lint_zoo import DOWN, ZOO, f, fact, found, made, page, table


@pytest.mark.parametrize(("lang", "good", "bad", "said"), [each[1:] for each in ZOO], ids=[each[0] for each in ZOO])
def test_a_page_that_breaks_a_rule_is_found_and_one_that_keeps_it_is_not(
    lang: Lang, good: str, bad: str, said: str
) -> None:
    assert found(good, lang) == []
    problems = found(bad, lang)
    assert any(said in problem for problem in problems), problems


def test_a_problem_names_its_line_and_what_stands_there_in_one_language() -> None:
    (problem,) = lint.check(page("<p>好</p>\n<p>全年增长2.0%左右</p>"), made().to_json(), "zh")
    assert problem == ("第6行：“2.0”这个数字不是数据、时间、区间水平或序号: “全年增长2.0%左右”")


def test_problems_come_in_the_order_of_the_page_and_each_once() -> None:
    problems = lint.problems(page("<p>1.0</p>\n<p>凑</p>\n<p>2.0</p>"), made().to_json(), "zh")
    assert [problem.line for problem in problems] == [5, 6, 7]


def test_what_nobody_reads_is_left_alone() -> None:
    assert (
        found('<p class="x1" id="a-2">好</p><script>var a = 12.3;</script><p data-x="7" style="width:3px">好</p>') == []
    )


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    "note", ["因四舍五入，各项之和与合计略有出入。", "The parts differ from their sum by rounding."]
)
def test_printed_parts_may_miss_their_sum_by_rounding_if_the_table_says_so(note: str) -> None:
    table_of = made()
    for name, value in (("gdp_industry", 1.004), ("gdp_finance", 1.004), ("gdp_construction", 1.004)):
        table_of.add(fact(f"{name}.share", value, "pp", 2))
    table_of.add(fact("gdp.share.total", 3.012, "pp", 2))
    cells = [
        [name, str(table_of[f"{name}.share"].__html__())]
        for name in ("gdp_industry", "gdp_finance", "gdp_construction")
    ]
    cells.append(["Total", str(table_of["gdp.share.total"].__html__())])
    plain = page(table(["a", "b"], *cells, caption="Parts"))
    told = page(table(["a", "b"], *cells, caption="Parts", after=f"<p>{note}</p>"))
    (problem,) = page_rules.check(plain, table_of.to_json(), "en")
    assert "the printed parts add up to 3.00, not 3.01: say that this is rounding" in problem
    lang: Lang = "zh" if "四舍五入" in note else "en"
    assert page_rules.check(told.replace("Parts", "构成" if lang == "zh" else "Parts"), table_of.to_json(), lang) == []


def test_an_amount_that_was_published_with_fewer_digits_gets_no_more() -> None:
    facts = FactTable()
    facts.add(fact("gdp.value", 974553.8, "亿元", 1, kind="official"))
    assert lint.check(page(f"<p>{facts['gdp.value'].__html__()}亿元</p>"), facts.to_json(), "zh") == []
    facts = FactTable()
    facts.add(fact("gdp.value", 974553.83, "亿元", 1, kind="official"))
    assert (
        "亿元保留两位小数" in lint.check(page(f"<p>{facts['gdp.value'].__html__()}亿元</p>"), facts.to_json(), "zh")[0]
    )


def _broken(change: dict[str, Any], key: str = "gdp.gap.2020.original") -> list[str]:
    """Return what is found in facts of which one was changed behind the page's back."""
    facts = made()
    facts.add(fact("gdp.step", 3.5, kind="assumption"))
    inputs = ("gdp.full_year.2020.median", "gdp.step")
    facts.add(fact("gdp.gap.2020.original", -0.3, "pp", kind="forecast", formula=" − ".join(inputs), inputs=inputs))
    content = json.loads(facts.to_json())
    (record,) = [each for each in content["facts"] if each["key"] == key]
    record.update(change)
    return lint.check(page("<p>好</p>"), json.dumps(content), "zh")


@pytest.mark.parametrize(
    ("change", "key", "said"),
    [
        ({"display": "−0.4"}, "gdp.gap.2020.original", "的显示“−0.4”应为“−0.3”"),
        ({"value": -0.5, "display": "−0.5"}, "gdp.gap.2020.original", "为 −0.5，不是 3.2 与 3.5 之差"),
        ({"inputs": ["gdp.gone", "gdp.step"]}, "gdp.gap.2020.original", "由 gdp.gone 得出，但没有它"),
        ({"upper": 3.1}, "gdp.full_year.2020.median", "不在它的区间之内"),
        ({"value": 3.4, "display": "3.4"}, "gdp.full_year.2020.median", "的 0.5 分位止于 3.2，而"),
        ({"value": 2.4, "display": "2.4"}, "gdp.full_year.2020.lower80", "的 0.1 分位止于 2.5，而"),
    ],
)
def test_facts_that_disagree_among_themselves_are_found(change: dict[str, Any], key: str, said: str) -> None:
    assert _broken({}) == []
    assert any(said in problem for problem in _broken(change, key)), _broken(change, key)


def test_two_names_of_one_figure_print_the_same() -> None:
    facts = made()
    facts.add(fact("gdp.lever.2020.gdp_industry.expected", 4.2, kind="forecast"))
    facts.add(fact("gdp.accounts.2020.gdp_industry.rest", 4.24, kind="forecast"))
    assert lint.check(page(""), facts.to_json(), "zh") == []
    facts.facts["gdp.accounts.2020.gdp_industry.rest"] = fact(
        "gdp.accounts.2020.gdp_industry.rest", 4.3, kind="forecast"
    )
    assert "说的是同一个数" in lint.check(page(""), facts.to_json(), "zh")[0]
    facts = FactTable()
    facts.add(fact("gdp.a", 4.2, label_zh="全年增速"))
    facts.add(fact("gdp.b", 4.3, label_zh="全年增速"))
    assert "说的是同一个数" in lint.check(page(""), facts.to_json(), "zh")[0]


def test_the_method_says_how_many_draws_there_are() -> None:
    assert f"{DRAWS:,} paths" in numbers._CONSTANTS
    assert found("<p>the 10,000 paths</p>", "en") == []
    assert len(found("<p>the 20,000 paths</p>", "en")) == 1


def test_the_gate_itself_refuses_a_figure_that_lost_its_sign() -> None:
    good, bad = f"<p>下降{f(DOWN, '3.1')}%</p>", f"<p>增长{f(DOWN, '3.1')}%</p>"
    assert lint.check(page(good), made().to_json(), "zh") == []
    assert "应为 −3.1" in lint.check(page(bad), made().to_json(), "zh")[0]
