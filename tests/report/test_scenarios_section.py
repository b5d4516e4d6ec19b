"""Scenarios on a page: figures are facts, assumptions are marked, texts of a file are escaped, both languages."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from shouguan.analysis.scenarios.comparison import Comparison, compare
from shouguan.analysis.scenarios.file import load
from shouguan.core import paths
from shouguan.core.periods import Lang
from shouguan.core.rounding import MINUS, half_up
from shouguan.facts import scenario_facts
from shouguan.facts.rows import Scenarios
from shouguan.publishing import gate
from shouguan.report.charts.scenarios import scenarios_chart
from shouguan.report.live import Live
from shouguan.report.sections.scenarios import scenarios
from tests.builders import opened
from tests.builders.scenario_entries import JUDGED, POLICY, SHIFT, SHOCK

LANGS: list[Lang] = ["zh", "en"]
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
FACT = re.compile(r'<span class="n" data-fact="([^"]*)">([^<]*)</span>')
POLICY_META = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"""
LET_IN = "a < b & c > \"d'{{7*7}}{v}"
"""What a file may still hold: markup is refused when it is read."""
ATTACK = "<script>alert(1)</script>\"'><img src=http://127.0.0.1/x onerror=alert(2)>{{7*7}}{v}"


def laid(context: Live, **rest: Any) -> Scenarios:
    return told(context, compared(context, **rest))


def told(context: Live, found: Comparison) -> Scenarios:
    return scenario_facts.collect(context.facts, context.sheets, found)


def compared(context: Live, **rest: Any) -> Comparison:
    targets = {code: sheet.main_target.value for code, sheet in context.sheets.items() if sheet.main_target}
    given: dict[str, Any] = {"codes": list(context.sheets), "targets": targets} | rest
    chosen = given.pop("scenarios", context.scenarios)
    return compare(context.place, context.view, context.plain.joint, chosen, **given)


def fresh(lang: Lang = "zh", place: str = "demo-city", as_of: str = "2020-10-25") -> Live:
    """Return the page with facts of its own, so that tests do not see each other's."""
    return opened.fresh(place, as_of, lang).context


@lru_cache(maxsize=2)
def shown(lang: Lang) -> tuple[Live, Comparison, str]:
    context = fresh(lang)
    found = compared(context, group=opened.page().context.group)
    return context, found, str(scenarios(context, told(context, found)))


def own(tmp_path: Path, content: dict[str, Any]) -> dict[str, Any]:
    (tmp_path / "scenarios.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return load(tmp_path)


def plain(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def rows_of(html: str) -> list[list[str]]:
    """Return the cells of the table that lays scenarios side by side."""
    wide = re.search(r'<table class="wide">.*?</table>', html, flags=re.DOTALL)
    assert wide is not None
    found = re.findall(r"<tr>(.*?)</tr>", wide[0], flags=re.DOTALL)
    return [[plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL)] for row in found]


@pytest.mark.parametrize("lang", LANGS)
def test_the_section_passes_the_gate(lang: Lang) -> None:
    html = shown(lang)[2]
    page = f"<html><head>{POLICY_META}</head><body><h1>x</h1>{html}</body></html>"
    assert gate.html_problems(page) == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_is_a_fact_and_prints_as_its_display(lang: Lang) -> None:
    context, _, html = shown(lang)
    printed = FACT.findall(html)
    assert html.count("data-fact=") == len(printed) > 80
    for key, text in printed:
        fact = context.facts[key]
        beyond = {"1"} if key.endswith("chance") and fact.value < 1 else set()  # 不足1%
        assert text in {fact.display, fact.display.removeprefix(MINUS)} | beyond, key


@pytest.mark.parametrize("lang", LANGS)
def test_a_figure_loses_its_sign_only_after_a_word_that_says_it(lang: Lang) -> None:
    context, _, html = shown(lang)
    lost = [match for match in FACT.finditer(html) if context.facts[match[1]].display == f"{MINUS}{match[2]}"]
    assert len(lost) > 5
    for match in lost:
        before, after = plain(html[: match.start()])[-12:], plain(html[match.end() :])[:14]
        assert re.search(r"(减|低|下降|down )$", before) or re.match(r" points (lower|below)", after), before + after


def loose(html: str) -> list[str]:
    """Return the numbers that are no fact: of stretches, years, months and levels there may be some."""
    text = plain(FACT.sub(" ", re.sub(r"<svg.*?</svg>", " ", html, flags=re.DOTALL)))
    for kind in (
        r"\d{1,2}(—\d{1,2})?月|\bQ\d",
        r"(?<!\d)20\d{2}(?=年)|\b20\d{2}\b",
        r"\d+%(?=区间)|\d+%(?= interval| range)",
        r"(?<=单位：)\d+",
    ):
        text = re.sub(kind, " ", text)
    return re.findall(r"\d+(?:\.\d+)?", text)


@pytest.mark.parametrize("lang", LANGS)
def test_no_number_stands_by_itself(lang: Lang) -> None:
    assert loose(shown(lang)[2]) == []
    assert loose("<p>增长3.5%</p>") == ["3.5"]


def test_facts_hold_every_outcome_under_its_key() -> None:
    context, found, _ = shown("zh")
    facts = context.facts
    stress = found.row("stress").outcomes["gdp"]
    median = facts["gdp.scenario.stress.2020.median"]
    assert median.value == stress.median
    assert (median.lower, median.upper, median.level) == (stress.lower, stress.upper, 0.8)
    assert median.kind == "forecast"
    assert "情景假设" in median.source
    assert facts["gdp.scenario.stress.2020.chance"].value == pytest.approx(100 * (stress.chance or 0.0))
    change = facts["gdp.scenario.stress.2020.change"]
    base = facts["gdp.scenario.base.2020.median"]
    assert change.rounded == pytest.approx(median.rounded - base.rounded), "as the two are printed"
    assert change.unit == "pp"
    rank = found.row("stress").rank
    assert rank is not None
    assert facts["gdp.scenario.stress.2020.rank.median"].value == rank.median
    assert facts["gdp.scenario.stress.2020.rank.worst"].value == rank.upper
    assert facts["gdp.scenario.base.2020.rank.to_pass"].rounded > base.rounded
    assert facts.get("fai.scenario.stress.2020.rank.median") is None, "only the first indicator is ranked"
    assumed = facts["industry_va.scenario.stress.2020.change.1.v"]
    assert (assumed.kind, assumed.value, assumed.unit) == ("assumption", -1.5, "pp")
    assert "订单下滑" in assumed.source
    json.loads(facts.to_json())


def test_a_change_is_that_of_the_figures_as_printed(tmp_path: Path) -> None:
    context = fresh()
    median = context.plain.outlook("gdp").quantile(0.5)
    printed = half_up(median, 1)
    value = printed - 0.051 if median < printed else printed + 0.051  # a tenth away in print, less than half of it so
    entry = {"indicator": "gdp", "basis": "full_year", "mode": "set", "unit": "%", "value": value, "reason": "理由"}
    found = compared(context, scenarios=own(tmp_path, {"near": {"label": "相近", "changes": [entry]}}))
    scenarios(context, told(context, found))
    assert abs(found.row("near").outcomes["gdp"].change) < 0.05
    assert abs(context.facts["gdp.scenario.near.2020.change"].rounded) == 0.1


def test_the_base_is_what_the_page_expects() -> None:
    context, _, _ = shown("zh")
    for code in ("gdp", "fai", "industry_va"):
        page = context.facts[f"{code}.full_year.2020.median"]
        assert context.facts[f"{code}.scenario.base.2020.median"].value == page.value


def test_the_table_has_a_row_for_each_indicator_and_scenario() -> None:
    context, _, html = shown("zh")
    rows = rows_of(html)
    assert rows[0] == [
        "情景",
        "预计全年（%）",
        "80%区间（%）",
        "较基准（百分点）",
        "目标实现可能性",
        "位次（80%区间）",
        "变动",
    ]
    assert len(rows) == 1 + len(context.scenarios) * len(context.sheets) > 13
    by_name = {row[0]: row for row in rows[1:]}
    base = by_name["地区生产总值：基准情景"]
    assert base[3] == "—"
    assert base[-1] == "无"
    stress = by_name["地区生产总值：压力情景 情景假设"]
    assert stress[1] == context.facts["gdp.scenario.stress.2020.median"].display
    assert stress[3].startswith(MINUS)
    assert stress[-1].endswith("折合四季度减1.3个百分点；并随其他指标变动")
    assert by_name["固定资产投资（不含农户）：压力情景 情景假设"][-1] == "随其他指标变动"
    assert by_name["固定资产投资（不含农户）：压力情景 情景假设"][-2] == "—"
    energy = by_name["单位GDP能耗：压力情景 情景假设"]
    assert (energy[3], energy[-1]) == ("0.0", "无") and energy[1].startswith(MINUS)
    industry = by_name["规模以上工业增加值：压力情景 情景假设"][-1]
    assert industry == "规模以上工业增加值10—12月各减1.5个百分点（±0.5）；并随其他指标变动"


def test_every_scenario_but_the_base_is_marked_as_an_assumption() -> None:
    context, _, html = shown("zh")
    marks = html.count('<span class="tag">情景假设</span>')
    others = len(context.scenarios) - 1
    assert marks == others * len(context.sheets) + others > 12, "in each row of the table and in the list"
    assert "基准情景 <span" not in html


def test_reasons_are_printed() -> None:
    html = plain(shown("zh")[2])
    assert "减1.5个百分点（±0.5）（理由：订单下滑）" in html
    assert "（理由：已下达贴息额度，按同类政策的历史到位率估计）" in html


def test_the_finding_says_each_scenario_and_the_rank() -> None:
    context, found, html = shown("zh")
    first = plain(html.split("</p>")[0])
    assert first.startswith("2020年地区生产总值：基准情景预计增长")
    for row in found.rows[1:]:
        change = context.facts[f"gdp.scenario.{row.name}.2020.change"]
        word = "高" if change.rounded > 0 else "低"
        assert f"{row.label}预计" in first
        assert f"比基准{word}{change.display.removeprefix(MINUS)}个百分点" in first
    rank = context.facts["gdp.scenario.base.2020.rank.median"].display
    assert f"基准情景全年位次预计为第{rank}位（11个地区，80%区间为第" in first
    assert "再前移一位约需全年增长" in first


def test_nothing_grows_by_a_negative_figure_and_nothing_is_ensured() -> None:
    for lang in LANGS:
        text = plain(shown(lang)[2])
        assert not re.search(rf"(增长|下降|提高|减|增|高|低)[-{MINUS}]", text)
        for word in ("确保", "把握", "数据任务", "补报", "冲数", "缺口分解"):
            assert word not in text


def test_english_pages_are_english() -> None:
    html = shown("en")[2]
    assert CHINESE.findall(html) == []
    assert "Interest subsidy for new equipment" in html
    assert "(why: orders fall)" in html


@pytest.mark.parametrize("lang", LANGS)
def test_the_chart_is_described_and_shows_the_figures_of_the_table(lang: Lang) -> None:
    context, found, _ = shown(lang)
    chart = scenarios_chart(context.facts, context.sheets["gdp"], lang)
    root = ET.fromstring(str(chart.svg()))
    texts = ["".join(element.itertext()) for element in root.iter("text")]
    title, desc = root.find("title"), root.find("desc")
    assert title is not None
    assert desc is not None
    assert title.text
    assert desc.text
    assert ("空心圆点" in desc.text) == (lang == "zh")
    for row in found.rows:
        median, low, high = (
            context.facts[f"gdp.scenario.{row.name}.2020.{what}"].display for what in ("median", "lower80", "upper80")
        )
        wanted = f"{median}（{low}～{high}）" if lang == "zh" else f"{median} ({low} to {high})"
        assert wanted in texts
        assert row.title(lang) in texts
        assert median in desc.text
        assert f"gdp.scenario.{row.name}.2020.median" in chart.facts
    assert ("目标3.5" if lang == "zh" else "target 3.5") in texts
    assert plain(str(chart.data)).count(context.facts["gdp.scenario.stress.2020.median"].display) >= 1


def test_the_caption_states_which_scenarios_reach_the_target() -> None:
    context, _, _ = shown("zh")
    caption = plain(str(scenarios_chart(context.facts, context.sheets["gdp"], "zh").caption))
    facts = context.facts
    low, high = (facts[f"gdp.scenario.{name}.2020.median"].display for name in ("stress", "optimistic"))
    assert (
        caption == f"地区生产总值：2020年预计从压力情景的增长{low}%到乐观情景的增长{high}%；不低于3.5%目标的是乐观情景"
    )


def test_the_caption_says_when_all_or_none_reach_it(tmp_path: Path) -> None:
    up = {"indicator": "gdp", "basis": "full_year", "mode": "set", "unit": "%", "reason": "理由"}
    for name, value, said in (
        ("high", 9.0, "都低于99.0%的目标"),
        ("low", -9.0, "都不低于-99.0%的目标".replace("-", MINUS)),
    ):
        context = fresh()
        sheet = context.sheets["gdp"]
        assert sheet.main_target is not None
        wanted = 99.0 if value > 0 else -99.0
        target = sheet.main_target.model_copy(update={"value": wanted})
        key = "gdp.target.2020.stretch"
        context.facts.facts[key] = replace(context.facts[key], value=wanted)
        context.sheets = {"gdp": replace(sheet, targets=(target,))}
        found = laid(context, scenarios=own(tmp_path, {name: {"label": "设定", "changes": [up | {"value": value}]}}))
        scenarios(context, found)
        caption = plain(str(scenarios_chart(context.facts, context.sheets["gdp"], "zh").caption))
        assert caption.endswith(said)


def test_a_decline_is_said_in_words(tmp_path: Path) -> None:
    fall = {"indicator": "gdp", "basis": "full_year", "mode": "set", "unit": "%", "value": -1.2, "reason": "理由"}
    context = fresh()
    found = laid(context, codes=["gdp"], scenarios=own(tmp_path, {"fall": {"label": "下行", "changes": [fall]}}))
    text = plain(str(scenarios(context, found)))
    assert "下行预计下降1.2%" in text
    assert "地区生产总值全年设为下降1.2%" in text
    assert "预计从下行的下降1.2%到" in text


def test_without_target_and_rank_there_are_no_columns_of_them() -> None:
    context = fresh(place="全国")
    found = laid(context, names=["base", "stress"], codes=["gdp"])
    html = str(scenarios(context, found))
    assert rows_of(html)[0] == ["情景", "预计全年（%）", "80%区间（%）", "较基准（百分点）", "变动"]
    assert rows_of(html)[1][0] == "基准情景", "one indicator need not be named in each row"
    assert "未列位次：没有设定含本地的考核同组地区" in plain(html)
    assert "目标" not in plain(html.split("<p class", maxsplit=1)[0])
    assert "可能性" not in plain(html)
    assert "取本模型分布的20%分位（比中位数减" in plain(html)
    assert "国内生产总值" in plain(html)
    assert "地区生产总值" not in plain(html)


def test_a_scenario_that_does_not_fit_the_day_is_listed_with_the_reason(tmp_path: Path) -> None:
    late = SHIFT | {"basis": "single", "periods": ["2020-08"]}
    context = fresh()
    found = laid(context, scenarios=own(tmp_path, {"late": {"label": "过期情景", "changes": [late]}}))
    text = plain(str(scenarios(context, found)))
    assert "过期情景：不适用于2020年10月25日，未列入。" in text
    assert "2020-08 已经公布，不能改动；可改动的时期：2020-10" in text


def test_texts_of_a_file_are_escaped(tmp_path: Path) -> None:
    named = {"reason": LET_IN, "reason_en": LET_IN}
    content = {
        "hostile": {
            "label": LET_IN,
            "label_en": LET_IN,
            "changes": [
                SHIFT | named,
                POLICY | named | {"policy": LET_IN, "name_en": LET_IN},
                SHOCK | named | {"shock": LET_IN, "name_en": LET_IN},
                JUDGED | named | {"judgement": LET_IN, "by": LET_IN, "by_en": LET_IN, "name_en": LET_IN},
            ],
        },
        "late": {"label": LET_IN, "changes": [SHOCK | {"shock": LET_IN, "period": "2019-11"}]},
    }
    for lang in LANGS:
        context = fresh(lang)
        html = str(scenarios(context, laid(context, scenarios=own(tmp_path, content))))
        assert html.count("a &lt; b &amp; c &gt;") >= 12
        assert "a < b" not in html
        assert "{{7*7}}{v}" in html, "braces are only braces"
        page = f"<html><head>{POLICY_META}</head><body><h1>x</h1>{html}</body></html>"
        assert gate.html_problems(page) == []


def test_long_and_hostile_labels_stay_in_the_chart(tmp_path: Path) -> None:
    content = {"long": {"label": "很长的情景名称" * 12, "changes": [SHOCK]}}
    context = fresh()
    found = laid(context, scenarios=own(tmp_path, content))
    scenarios(context, found)
    root = ET.fromstring(str(scenarios_chart(context.facts, context.sheets["gdp"], "zh").svg()))
    assert any("…" in "".join(element.itertext()) for element in root.iter("text"))


def test_the_same_comparison_gives_the_same_page() -> None:
    context, found, html = shown("zh")
    assert str(scenarios(context, told(context, found))) == html, "facts that are there stay"
    again = fresh()
    assert str(scenarios(again, laid(again, group=opened.page().context.group))) == html


def test_the_demonstration_citys_file_says_that_it_is_invented() -> None:
    text = (paths.places() / "demo-city" / "scenarios.yaml").read_text(encoding="utf-8")
    assert text.startswith("# 演示数据：")
    assert "虚构" in text.splitlines()[0]
