"""The audit trail: every figure of real pages says where it is from; rows can be linked to and hold what they must."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from markupsafe import Markup

from shouguan.facts import archive, changes
from shouguan.facts.table import Fact, FactTable
from shouguan.publishing import gate, render
from shouguan.report.page import Page
from shouguan.report.sections import audit
from tests.builders import page_rules
from tests.builders.issued import POLICY
from tests.builders.shown import PLACES, shown

ATTACK = "<script>alert(1)</script>\"'><b id=x>"


def fact(key: str = "gdp.ytd.2020Q3", kind: str = "official", **rest: object) -> Fact:
    base = {
        "key": key,
        "kind": kind,
        "region": "999901",
        "indicator": "gdp",
        "period": "2020Q3",
        "value": 2.0,
        "unit": "%",
        "decimals": 1,
        "label_zh": "增速",
        "label_en": "growth",
        "source": "月报.xlsx#表1!C7",
        "released_on": "2020-10-23",
    }
    return Fact.read({"inputs": ()} | base | rest)


def small(*facts: Fact) -> Page:
    """Return a page with these facts only."""
    page = shown("山东", "2020-10-28")
    table = FactTable()
    for each in facts:
        table.add(each)
    return Page(replace(page.context, facts=table))


@pytest.mark.parametrize(("place", "as_of"), PLACES)
def test_every_figure_of_a_real_page_says_where_it_is_from_or_how_it_came_about(place: str, as_of: str) -> None:
    context = shown(place, as_of).context
    assert audit.unexplained(context.facts) == []


@pytest.mark.parametrize(
    ("each", "lacks"),
    [
        (fact(), False),
        (fact(source=""), True),
        (fact(released_on=""), True),
        (fact(kind="target", source=""), True),
        (fact(kind="forecast"), True),
        (fact(kind="computed"), True),
        (fact(kind="computed", formula="a − b"), False),
        (fact(kind="assumption", source="", released_on=""), False),
    ],
)
def test_what_a_figure_must_say_depends_on_its_kind(each: Fact, lacks: bool) -> None:
    assert audit.unexplained([each]) == ([each.key] if lacks else [])


def bounded(each: Fact) -> bool:
    """Whether a share of the draws rounds to none or all of them."""
    of_draws = each.kind == "forecast" and each.unit == "%" and each.decimals == 0
    return of_draws and not 1 <= each.rounded <= 99


@pytest.mark.parametrize(("place", "as_of"), PLACES)
def test_each_figure_has_one_row_with_its_value_and_every_link_leads_to_a_row(place: str, as_of: str) -> None:
    context = shown(place, as_of).context
    made = audit.audit(context)
    ids = re.findall(r'id="(fact-[^"]+)"', made)
    assert sorted(ids) == sorted(audit.ident(each.key) for each in context.facts)
    assert set(re.findall(r'href="#([^"]+)"', made)) <= set(ids)
    rows = dict(re.findall(r'<tr id="fact-[^"]+">.*?<td><span class="n" data-fact="([^"]+)">([^<]*)<', made))
    rows |= dict(re.findall(r'<td>[^<]+<span class="n" data-fact="([^"]+)">([^<]*)<', made))  # 不足1%, 超过99%
    bounds = {each.key: "1" if each.rounded < 1 else "99" for each in context.facts if bounded(each)}
    assert rows == {each.key: bounds.get(each.key, each.display) for each in context.facts}
    page = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><h1>x</h1>{made}'
    assert gate.html_problems(page) == []
    assert page_rules.check(page, context.facts.to_json(), "zh") == []
    assert len(made.encode()) < 350 * len(ids) + 2000  # bytes a row; a page has a limit


def test_a_row_holds_label_value_unit_kind_source_day_formula_and_inputs() -> None:
    ytd = fact(label_zh="2020年前三季度增速")
    before = fact(key="gdp.ytd.2020Q2", value=0.3, label_zh="2020年上半年增速", released_on="2020-07-23")
    change = fact(
        key="gdp.ytd.2020Q3.change",
        kind="computed",
        value=1.7,
        unit="pp",
        label_zh="变化",
        source="",
        released_on="",
        formula="gdp.ytd.2020Q3 − gdp.ytd.2020Q2（印出的一位小数）",
        inputs=(ytd.key, before.key),
    )
    chance = fact(key="gdp.chance.2020.3p5", kind="forecast", decimals=0, value=28.4, formula="P(全年 ≥ X)", source="")
    made = str(audit.audit(small(ytd, before, change, chance).context))
    rows = {
        found[1]: html.unescape(re.sub(r"<[^>]+>", "|", found[2]))
        for found in re.finditer(r'<tr id="([^"]+)">(.*?)</tr>', made)
    }
    flat = {name: re.sub(r"\|+", "|", text).strip("|") for name, text in rows.items()}
    assert flat["fact-gdp-ytd-2020Q3"] == "2020年前三季度增速|2.0|%|月报.xlsx#表1!C7|，|2020-10-23|发布"
    assert flat["fact-gdp-ytd-2020Q3-change"] == (
        "变化|1.7|个百分点|2020年前三季度增速| − |2020年上半年增速|（印出的一位小数）"
    )
    assert 'href="#fact-gdp-ytd-2020Q2"' in made
    headings = re.findall(r'scope="rowgroup"[^>]*>([^<]*)<', made)
    assert headings == ["已发布", "测算：P(全年 ≥ X)", "推算"]


def test_a_key_that_is_the_beginning_of_another_is_not_taken_for_it() -> None:
    short, long = fact(key="gdp.x", label_zh="甲"), fact(key="gdp.x.change", label_zh="乙")
    inputs = ("gdp.x", "gdp.x.change")
    each = fact(key="gdp.y", kind="computed", formula="gdp.x.change − gdp.x", inputs=inputs, source="", released_on="")
    made = str(audit.audit(small(short, long, each).context))
    assert '<a href="#fact-gdp-x-change">乙</a> − <a href="#fact-gdp-x">甲</a>' in made


def test_codes_in_a_formula_are_written_as_names_but_not_within_other_words() -> None:
    each = fact(kind="computed", formula="gdp_industry、gdp_construction（shouguan.gdp，mygdp）")
    made = str(audit.audit(small(each).context))
    assert "工业、建筑业（shouguan.gdp，mygdp）" in made


def test_blocks_are_folded_and_parts_stand_with_their_total() -> None:
    made = str(audit.audit(shown("demo-city", "2020-10-25").context))
    blocks = re.findall(r'<details class="audit" id="audit-([^"]+)">', made)
    assert blocks[:3] == ["gdp", "fai", "industry_va"]
    assert "gdp_industry" not in blocks
    assert " open" not in re.sub(r">[^<]*<", "><", made)
    gdp = made[made.index('id="audit-gdp"') : made.index('id="audit-fai"')]
    assert "fact-gdp_industry-ytd-2020Q3" in gdp


def test_only_what_is_shown_is_listed_with_all_that_it_came_from() -> None:
    a, b = fact(key="a.x"), fact(key="b.x", inputs=("a.x", "not.there"), kind="computed", formula="f")
    c = fact(key="c.x", inputs=("b.x", "c.x"), kind="computed", formula="f")  # names itself: no endless walk
    d = fact(key="d.x")
    page = small(a, b, c, d)
    assert audit.with_inputs(page.context.facts, ["c.x", "gone"]) == {"a.x", "b.x", "c.x"}
    made = str(audit.audit(page.context, ["c.x"]))
    assert re.findall(r'id="fact-([^"]+)"', made) == ["a-x", "b-x", "c-x"]
    assert "not.there" not in made


def test_two_keys_that_would_share_a_row_are_refused() -> None:
    with pytest.raises(ValueError, match="same row"):
        audit.audit(small(fact(key="a.b-c"), fact(key="a.b.c")).context)


def test_figures_of_page_one_become_links_that_the_keyboard_passes_by() -> None:
    page = shown("demo-city", "2020-10-25")
    before = page.page_one().html
    after = audit.linked(before, page.context.facts)
    keys = re.findall(r'<span class="n" data-fact="([^"]+)">', before)
    assert len(keys) > 20
    assert re.findall(r'<a class="n" href="#([^"]+)" tabindex="-1" data-fact="([^"]+)">', after) == [
        (audit.ident(key), key) for key in keys
    ]
    assert re.sub(r"<[^>]+>", "", after) == re.sub(r"<[^>]+>", "", before)
    heads = re.findall(r'<th scope="row"><a class="n" href="#([^"]+)">(.+?)</a></th>', after)
    assert [head for head, _ in heads] == [
        f"audit-{code}" for code in ("gdp", "fai", "industry_va", "income", "energy_intensity")
    ]
    assert after.count("<a ") == len(keys) + len(heads)  # the keyboard stops at three of them
    trail = audit.audit(page.context)
    assert set(re.findall(r'href="#([^"]+)"', after)) <= set(re.findall(r'id="([^"]+)"', trail))


def test_a_figure_that_is_no_fact_of_the_page_stays_as_it_is() -> None:
    html_ = Markup('<tr><th scope="row">x</th><td><span class="n" data-fact="other">1.0</span></td></tr>')
    assert audit.linked(html_, FactTable()) == html_


def test_hostile_strings_stay_text() -> None:
    each = fact(source=ATTACK, label_zh=ATTACK, unit=ATTACK)
    other = fact(key="gdp.x", kind="computed", formula=ATTACK + " gdp.ytd.2020Q3", inputs=("gdp.ytd.2020Q3",))
    third = fact(key="gdp.y", kind="computed", formula=ATTACK)
    made = str(audit.audit(small(each, other, third).context))
    assert "<script" not in made
    assert "<b " not in made
    assert made.count("&lt;script&gt;") >= 4


def test_english_pages_say_it_in_english() -> None:
    context = shown("demo-city", "2020-10-25", "en").context
    made = str(audit.audit(context))
    assert "released 2020-10-2" in re.sub(r"<[^>]+>", "", made)
    assert ">Published<" in made
    formulas = re.findall(r'scope="rowgroup"[^>]*>(.*?)</th>', made)
    assert len(formulas) > 10
    assert [each for each in formulas if re.search(r"[\u4e00-\u9fff]", each)] == []
    page = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><h1>x</h1>{made}'
    assert page_rules.check(page, context.facts.to_json(), "en") == []


def test_an_expected_year_has_its_interval_beside_it() -> None:
    made = str(audit.audit(shown("山东", "2020-10-28").context))
    row = re.search(r'<tr id="fact-gdp-full_year-2020-median">(.*?)</tr>', made)
    assert row is not None
    assert re.search(r"[\d.]+%（[\d.]+～[\d.]+）", re.sub(r"<[^>]+>", "", row[1]))


def test_the_published_briefing_explains_each_of_its_figures(demo_report: render.Report) -> None:
    found = archive.read(demo_report.html)
    facts = changes.records(found.facts)
    assert audit.unexplained(facts.values()) == []
    links = set(re.findall(r'href="#(fact-[^"]+)"', found.html))
    assert links <= set(re.findall(r'id="([^"]+)"', found.html))
