"""The linter on pictures and rows: a mark that is moved, a figure or a name in another's row."""

from __future__ import annotations

import pytest

from shouguan.core.periods import Lang
from shouguan.facts.table import FactTable
from shouguan.publishing import lint
from tests.builders.lint_zoo import fact, page, svg, table, tick, when

NAMES = {
    "gdp_industry": ("工业", "Industry"),
    "gdp_finance": ("金融业", "Finance"),
    "gdp_construction": ("建筑业", "Build"),
}


def made() -> FactTable:
    """Make three industries with what they grew by and added, years of the record, and a fan."""
    facts = FactTable()
    for code, ytd, points in (("gdp_industry", 4.0, 2.0), ("gdp_finance", 6.0, 1.0), ("gdp_construction", -2.0, -0.5)):
        zh, en = NAMES[code]
        facts.add(fact(f"{code}.ytd.2020Q3", ytd, label_zh=f"{zh}累计增速", label_en=f"{en}, growth"))
        facts.add(fact(f"gdp.lever.2020.{code}.low", points, "pp", label_zh=f"{zh}拉动", label_en=f"{en}, points"))
    for region, growth, rank in (("999902.", 3.0, 1.0), ("", 2.0, 2.0), ("999903.", 1.0, 3.0)):
        end = f".{region.rstrip('.')}".rstrip(".")
        facts.add(fact(f"gdp.ytd.2020Q3{end}", growth))
        facts.add(fact(f"gdp.rank.2020Q3{end}", rank, "place", 0))
    for year, truth in ((2018, 6.6), (2019, 6.1)):
        facts.add(fact(f"gdp.past.{year}.truth", truth))
    for step, impact in enumerate((0.2, -0.1, 0.4)):
        facts.add(fact(f"gdp.news.2020-07-23.step.{step}.impact", impact, "pp"))
    facts.series["gdp.fan"] = {
        "periods": ["2019Q3", "2019Q4", "2020Q3", "2020Q4"],
        "published": [6.0, None, 2.0],
        "ahead": ["2020Q4"],
        "quantiles": {"0.1": [1.0], "0.5": [3.0], "0.9": [5.0]},
    }
    return facts


FACTS = made()
JSON = FACTS.to_json()


def f(key: str) -> str:
    return str(FACTS[key].__html__())


def point(*path: str | int) -> str:
    return str(FACTS.point("gdp.fan", *path))


def found(body: str, lang: Lang = "zh") -> list[str]:
    return lint.check(page(body), JSON, lang)


# Pictures: ten points of the picture are one of growth; across from 100, up from 200.


def across(value: float) -> float:
    return 100.0 + 10.0 * value


def up(value: float) -> float:
    return 200.0 - 10.0 * value


def scale(axis: str) -> str:
    at = across if axis == "x" else up
    return "".join(tick(axis, n, str(value).replace("-", "−"), at(value)) for n, value in enumerate((-2, 0, 2, 4)))


def line(y: str, *places: tuple[float, float]) -> str:
    drawn = " L ".join(f"{x} {y}" for x, y in places)
    return f'<g data-y="{y}"><path d="M {drawn} "/></g>'


def markers(names: str, *places: tuple[float, float], axis: str = "y") -> str:
    put = "".join(f'<use href="#m" x="{x}" y="{y}"/>' for x, y in places)
    return f'<g data-{axis}="{names}"><defs><path id="m" d="M 0 3 C 1 3 2 2 2 1 z "/></defs><g>{put}</g></g>'


def area(y: str, *places: tuple[float, float]) -> str:
    drawn = " L ".join(f"{x} {y}" for x, y in places)
    return f'<g data-y="{y}"><path d="M {drawn} z "/></g>'


def bar(key: str, start: float, end: float, at: float = 50.0) -> str:
    left, right = across(start), across(end)
    shape = f"M {left} {at + 5} L {right} {at + 5} L {right} {at - 5} L {left} {at - 5} z"
    return f'<g data-wide="{key}"><path d="{shape} "/></g>'


def label(key: str, at: float) -> str:
    said = FACTS[key].display
    return f'<g data-facts="{key}"><text x="9" y="{at + 3.3}">{said}</text></g>'


def name(text: str, at: float) -> str:
    return f'<g><text x="9" y="{at + 3.3}">{text}</text></g>'


INDUSTRY, FINANCE, BUILD = (f"gdp.lever.2020.{code}.low" for code in NAMES)
ROWS = bar(INDUSTRY, 0, 2) + bar(FINANCE, 2, 3, 70.0) + bar(BUILD, 3, 2.5, 90.0)
PUBLISHED = "gdp.fan/published"

PICTURES: list[tuple[str, str, str, str]] = [
    # what, what is drawn right, what is not, and what is said of it
    (
        "a line runs through its points, gaps left out",
        line(PUBLISHED, (1, up(6)), (3, up(2))),
        line(PUBLISHED, (1, up(6)), (3, up(2.1))),
        "没有画在它的数上",
    ),
    ("a line has all points", line(PUBLISHED, (1, up(6)), (3, up(2))), line(PUBLISHED, (1, up(6))), "点数与数据不符"),
    (
        "a stretch of a series",
        line(f"{PUBLISHED}/1:3", (3, up(2))),
        line(f"{PUBLISHED}/0:2", (3, up(2))),
        "没有画在它的数上",
    ),
    (
        "a line along one value",
        line("gdp.past.2018.truth", (1, up(6.6)), (9, up(6.6))),
        line("gdp.past.2018.truth", (1, up(6.6)), (9, up(6.5))),
        "没有画在它的数上",
    ),
    (
        "markers stand on their figures",
        markers("gdp.past.2018.truth gdp.past.2019.truth", (1, up(6.6)), (2, up(6.1))),
        markers("gdp.past.2019.truth gdp.past.2018.truth", (1, up(6.6)), (2, up(6.1))),
        "没有画在它的数上",
    ),
    (
        "an area has its edges on its figures",
        area("2 gdp.fan/quantiles/0.1 gdp.fan/quantiles/0.9", (1, up(2)), (2, up(1)), (2, up(5))),
        area("2 gdp.fan/quantiles/0.1 gdp.fan/quantiles/0.9", (1, up(2)), (2, up(1)), (2, up(4))),
        "的边没有画在它的数上",
    ),
    (
        "an area with an edge too few",
        area("2 gdp.fan/quantiles/0.1 gdp.fan/quantiles/0.9", (1, up(2)), (2, up(1)), (2, up(5))),
        area("2 gdp.fan/quantiles/0.1 gdp.fan/quantiles/0.9", (1, up(2)), (2, up(1)), (2, up(1))),
        "的边没有画在它的数上",
    ),
    (
        "a mark of nothing",
        markers("gdp.past.2018.truth", (1, up(6.6))),
        markers("gdp.past.2017.truth", (1, up(6.6))),
        "所说的数不存在",
    ),
]


@pytest.mark.parametrize(("good", "bad", "said"), [each[1:] for each in PICTURES], ids=[each[0] for each in PICTURES])
def test_a_mark_that_is_moved_is_found(good: str, bad: str, said: str) -> None:
    assert found(svg(scale("y"), good)) == []
    problems = found(svg(scale("y"), bad))
    assert any(said in problem for problem in problems), problems


def test_a_scale_that_only_marks_show_is_checked_too() -> None:
    marks = [markers(key, (across(FACTS[key].value), 40), axis="x") for key in (INDUSTRY, FINANCE, BUILD)]
    assert found(svg(*marks)) == []
    marks[1] = markers(FINANCE, (across(1.01), 40), axis="x")
    assert "没有画在它的数上" in found(svg(*marks))[0]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (ROWS.replace(f"{across(2)} 55", f"{across(2.1)} 55").replace(f"{across(2)} 45", f"{across(2.1)} 45"), "长度"),
        (ROWS.replace(bar(FINANCE, 2, 3, 70.0), bar(FINANCE, 1, 2, 70.0)), "起点"),
        (ROWS.replace(bar(BUILD, 3, 2.5, 90.0), bar(BUILD, 2.5, 3, 90.0)), "长度"),
        (ROWS.replace(f'data-wide="{BUILD}"', 'data-wide="gdp.gone"'), "不是一个数的条形"),
        (ROWS.replace(f'data-wide="{BUILD}"', f'data-wide="{BUILD} {FINANCE}"'), "不是一个数的条形"),
    ],
)
def test_a_bar_is_as_wide_as_its_figure_and_begins_where_the_last_one_ended(bad: str, said: str) -> None:
    assert found(svg(scale("x"), ROWS)) == []
    problems = found(svg(scale("x"), bad))
    assert any(said in problem for problem in problems), problems


def test_a_bar_has_four_corners() -> None:
    bad = bar(INDUSTRY, 0, 2).replace(f"L {across(2)} 45", f"L {across(2.5)} 45")
    assert "长度" in found(svg(scale("x"), bad))[0]


def test_a_bar_may_begin_at_zero_or_where_another_mark_stands() -> None:
    assert found(svg(*(tick("x", n, str(n), across(n)) for n in (1, 2, 3)), bar(INDUSTRY, 0, 2))) == []
    ticks = [tick("x", n, str(n), across(n)) for n in (1, 2, 3)]
    begun = markers("5", (across(5), 50), axis="x")
    assert found(svg(*ticks, begun, bar(INDUSTRY, 5, 7))) == []
    assert "起点" in found(svg(*ticks, bar(INDUSTRY, 5, 7)))[0]


def test_bars_alone_show_their_scale() -> None:
    zero = f'<g data-x="0"><path d="M {across(0)} 1 L {across(0)} 99 "/></g>'
    assert found(svg(zero, ROWS)) == []
    assert "长度" in found(svg(zero, ROWS.replace(bar(FINANCE, 2, 3, 70.0), bar(FINANCE, 2, 3.2, 70.0))))[0]


def test_the_line_of_the_grid_is_where_a_tick_stands() -> None:
    def ruled(n: int, value: int, line: float) -> str:
        return (
            f'<g id="c-ytick_{n}"><g><path d="M 5 {line} L 99 {line} "/></g>'
            f'<g><text x="1" y="{up(value) + 4.2}">{value}</text></g></g>'
        )

    ticks = [ruled(n, n, up(n)) for n in (0, 1, 2)]
    point_ = markers("gdp.past.2018.truth", (1, up(6.6)))
    assert found(svg(*ticks, point_)) == []
    assert "没有画在它的数上" in found(svg(*ticks, markers("gdp.past.2018.truth", (1, up(6.6) + 4.2))))[0]


def test_a_label_stands_in_the_row_of_its_mark_and_a_name_in_that_of_its_figures() -> None:
    labels = [label(key, at) for key, at in ((INDUSTRY, 50.0), (FINANCE, 70.0), (BUILD, 90.0))]
    names = [name(NAMES[code][0], at) for code, at in zip(NAMES, (50.0, 70.0, 90.0), strict=True)]
    names.append(name("残差", 110.0))
    assert found(svg(scale("x"), ROWS, *labels, *names)) == []
    swapped = [label(FINANCE, 50.0), label(INDUSTRY, 70.0), labels[2]]
    problems = found(svg(scale("x"), ROWS, *swapped))
    assert len(problems) == 2
    assert all("不在它的图形那一行" in problem for problem in problems)
    swapped = [name("金融业", 50.0), name("工业", 70.0)]
    problems = found(svg(scale("x"), ROWS, *swapped))
    assert len(problems) == 2
    assert all("不在它的图形那一行" in problem for problem in problems)


def test_a_fact_that_an_upright_line_shows_has_no_row() -> None:
    upright = f'<g data-x="{FINANCE}"><path d="M {across(1)} 10 L {across(1)} 90 "/></g>'
    assert found(svg(scale("x"), upright, bar(FINANCE, 0, 1), label(FINANCE, 120.0))) == []


# Tables.


def industries(codes: tuple[str, ...], growth: tuple[str, ...], points: tuple[str, ...]) -> str:
    rows = [
        [NAMES[code][0], f(f"{a}.ytd.2020Q3"), f(f"gdp.lever.2020.{b}.low")]
        for code, a, b in zip(codes, growth, points, strict=True)
    ]
    return table(["行业", "增速（%）", "拉动（百分点）"], *rows)


A, B, C = NAMES


def regions(*rows: tuple[str, str]) -> str:
    made = [
        [town, f(f"gdp.rank.2020Q3{rank}"), f(f"gdp.ytd.2020Q3{growth}")]
        for town, (rank, growth) in zip("甲乙丙", rows, strict=True)
    ]
    return table(["地区", "位次", "增速（%）"], *made)


def years(*rows: tuple[int, int]) -> str:
    return table(["年份", "实际（%）"], *([when(f"{a}年", str(a)), f(f"gdp.past.{b}.truth")] for a, b in rows))


def fan(*rows: tuple[str, int]) -> str:
    return table(["时期", "增速（%）"], *([said, point("published", at)] for said, at in rows))


OTHER, OWN, THIRD = ".999902", "", ".999903"
NEWS = "gdp.news.2020-07-23.step.{}.impact"
TABLES: list[tuple[str, str, str, str]] = [
    (
        "a column out of step",
        industries((A, B, C), (A, B, C), (A, B, C)),
        industries((A, B, C), (A, B, C), (B, A, C)),
        "不是一回事",
    ),
    (
        "names out of step",
        industries((A, B, C), (A, B, C), (A, B, C)),
        industries((B, A, C), (A, B, C), (A, B, C)),
        "一行的数不是它的",
    ),
    (
        "two figures of the own place",
        regions((OTHER, OTHER), (OWN, OWN), (THIRD, THIRD)),
        regions((OWN, OTHER), (OTHER, OWN), (THIRD, THIRD)),
        "不是一回事",
    ),
    ("years that name rows", years((2018, 2018), (2019, 2019)), years((2018, 2019), (2019, 2018)), "不是一回事"),
    ("points in order", fan(("前三季度", 0), ("前三季度", 2)), fan(("前三季度", 2), ("前三季度", 0)), "没有按顺序排列"),
    ("a point once", fan(("前三季度", 0), ("前三季度", 2)), fan(("前三季度", 2), ("前三季度", 2)), "没有按顺序排列"),
    ("the stretch of a point", fan(("前三季度", 2)), fan(("上半年", 2)), "不在它那一行"),
    (
        "steps in order",
        table(["步骤", "影响（百分点）"], *([f"第{n}步"[:1], f(NEWS.format(n))] for n in (0, 1, 2))),
        table(["步骤", "影响（百分点）"], *([f"第{n}步"[:1], f(NEWS.format(n))] for n in (1, 0, 2))),
        "没有按顺序排列",
    ),
]


@pytest.mark.parametrize(("good", "bad", "said"), [each[1:] for each in TABLES], ids=[each[0] for each in TABLES])
def test_a_figure_in_another_row_is_found(good: str, bad: str, said: str) -> None:
    assert found(good) == []
    problems = found(bad)
    assert any(said in problem for problem in problems), problems


def test_columns_about_different_things_are_not_compared() -> None:
    rows = [
        ["工业", f("gdp_industry.ytd.2020Q3"), f("gdp.lever.2020.gdp_industry.low")],
        ["其他", "—", f("gdp.lever.2020.gdp_finance.low")],
    ]
    assert found(table(["行业", "增速（%）", "拉动（百分点）"], *rows)) == []


def test_a_row_without_figures_may_have_any_name() -> None:
    rows = [["工业", "—"], ["其中", f("gdp_industry.ytd.2020Q3")]]
    assert found(table(["行业", "增速（%）"], *rows)) == []


def test_names_are_compared_without_capitals_and_part_by_part() -> None:
    keys = [f"{code}.ytd.2020Q3" for code in NAMES]
    good = [["INDUSTRY: growth", f(keys[0])], ["FINANCE: growth", f(keys[1])]]
    assert found(table(["Part", "Growth (%)"], *good, caption="Parts"), "en") == []
    bad = [["FINANCE: rate", f(keys[0])], ["INDUSTRY: rate", f(keys[1])]]
    assert len(found(table(["Part", "Growth (%)"], *bad, caption="Parts"), "en")) == 2


def test_a_name_of_two_times_names_neither() -> None:
    rows = [
        [f"{when('2018年', '2018')}和{when('2019年', '2019')}", f("gdp.past.2019.truth")],
        [f"{when('2019年', '2019')}和{when('2018年', '2018')}", f("gdp.past.2018.truth")],
    ]
    assert found(table(["年份", "实际（%）"], *rows)) == []
