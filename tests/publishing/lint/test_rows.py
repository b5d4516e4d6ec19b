"""The rules of our own tables: a figure or a name in another's row is found."""

from __future__ import annotations

import pytest

from shouguan.core.periods import Lang
from shouguan.facts.table import FactTable
from tests.builders import page_rules
from tests.builders.lint_zoo import fact, page, table, when

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
    return page_rules.check(page(body), JSON, lang)


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
