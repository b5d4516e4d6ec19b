"""Tiny pages for the linter: of each rule one that keeps it, one that breaks it, and what is said of that."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from shouguan.core.periods import Lang, Named
from shouguan.facts.table import Fact, FactTable, Kind
from tests.builders import page_rules


def fact(key: str, value: float, unit: str = "%", decimals: int = 1, kind: Kind = "computed", **rest: Any) -> Fact:
    base: dict[str, Any] = {"region": "1", "indicator": "gdp", "period": "2020", "label_zh": "", "label_en": ""}
    own = {"key": key, "kind": kind, "value": value, "unit": unit, "decimals": decimals, "inputs": ()}
    return Fact.read(own | base | rest)


def made() -> FactTable:
    """Make the facts that the pages of the zoo may print."""
    table = FactTable()
    for each in (
        fact("gdp.ytd.2020Q3", 2.0, kind="official"),
        fact("gdp.ytd.2020Q1", -3.1, kind="official"),
        fact("gdp.ytd.2020Q2", 0.0, kind="official"),
        fact("gdp.ytd.change", -0.4, "pp"),
        fact("gdp.full_year.2020.median", 3.2, kind="forecast", lower=2.5, upper=3.9, level=0.8),
        fact("gdp.full_year.2020.lower80", 2.5, kind="forecast"),
        fact("gdp.full_year.2020.upper80", 3.9, kind="forecast"),
        fact("gdp.chance.2020.3p5", 28.0, decimals=0, kind="forecast"),
        fact("gdp.chance.2020.9p0", 0.2, decimals=0, kind="forecast"),
        fact("gdp.chance.2020.1p0", 72.0, decimals=0, kind="forecast"),
        fact("gdp.chance.2020.0p0", 99.8, decimals=0, kind="forecast"),
        fact("fai.full_year.2020.median", -0.1, kind="forecast", lower=-0.3, upper=0.02, level=0.8),
        fact("fai.full_year.2020.lower80", -0.3, kind="forecast"),
        fact("fai.full_year.2020.upper80", 0.02, kind="forecast"),
        fact("gdp.target", 3.5, kind="target"),
        fact("gdp.gap", -0.3, "pp", kind="forecast"),
        fact("gdp.base", 6.5, lower=6.21, upper=6.79),
        fact("gdp.value", 686.36, "亿元", 2, kind="official"),
        fact("gdp.value.computed", 12.3, "亿元", 1),
        fact("gdp.rank", 7.0, "place", 0),
        fact("gdp_industry.points", 1.234, "pp", 2),
        fact("gdp_finance.points", 0.663, "pp", 2),
        fact("gdp.points.residual", 0.111, "pp", 2),
        fact("gdp.points.total", 2.001, "pp", 2),
        fact("gdp.points.far", 2.5, "pp", 2),
    ):
        table.add(each)
    table.series["gdp.fan"] = {
        "periods": ["2020Q3", "2020Q4"],
        "published": [2.04, None],
        "quantiles": {"0.025": [2.1], "0.1": [2.5], "0.25": [2.8], "0.5": [3.2], "0.9": [3.9]},
    }
    table.quote("市统计局2020年10月25日 公报, 第3页")
    table.quote("凑数")
    return table


def f(key: str, text: str | None = None) -> str:
    """Print a fact, as it is or as a text."""
    shown = made()[key]
    return str(shown.__html__()).replace(f">{shown.display}<", f">{shown.display if text is None else text}<")


def when(text: str, when_: str) -> str:
    return str(Named(text, when_).__html__())


def page(body: str) -> str:
    return (
        f"<!DOCTYPE html>\n<html>\n<head><style>p {{ margin: 12px }}</style></head>\n<body>\n{body}\n</body>\n</html>"
    )


def found(body: str, lang: Lang = "zh") -> list[str]:
    """Return the problems of a body, each in both languages."""
    return [f"{each.zh} / {each.en}" for each in page_rules.problems(page(body), made().to_json(), lang)]


UP, DOWN, ZERO, CHANGE = "gdp.ytd.2020Q3", "gdp.ytd.2020Q1", "gdp.ytd.2020Q2", "gdp.ytd.change"
MEDIAN, LOW, HIGH = (f"gdp.full_year.2020.{name}" for name in ("median", "lower80", "upper80"))
CHANCE, UNLIKELY, GAP, TARGET = "gdp.chance.2020.3p5", "gdp.chance.2020.9p0", "gdp.gap", "gdp.target"
EXPECTED = f"预计增长{f(MEDIAN)}%（80%区间为{f(LOW)}%—{f(HIGH)}%）"
FALLS = f"预计下降{f('fai.full_year.2020.median', '0.1')}%（80%区间为下降{f('fai.full_year.2020.lower80', '0.3')}%"
BAND = '<span data-band="gdp.base">±{}</span>'


def table(head: list[str], *rows: list[str], caption: str = "表", after: str = "", label: str | None = None) -> str:
    heads = "".join(f"<th>{each}</th>" for each in head)
    body = "".join(
        f"<tr><th>{row[0]}</th>"
        + "".join(
            f'<td data-label="{label or Markup(name).striptags()}">{cell}</td>'
            for name, cell in zip(head[1:], row[1:], strict=True)
        )
        + "</tr>"
        for row in rows
    )
    whole = f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="scroll">{whole}</div>{after}'


def svg(*inner: str, title: str = "图", desc: str = "说明", listed: str = "") -> str:
    said = f' data-facts="{listed}"' if listed else ""
    return (
        f"<figure><figcaption>图</figcaption><svg><title>{title}</title><desc{said}>{desc}</desc>"
        + "".join(inner)
        + "</svg></figure>"
    )


def tick(axis: str, number: int, text: str, at: float) -> str:
    return f'<g id="c-{axis}tick_{number}"><g><text x="{at}" y="{at}">{text}</text></g></g>'


def listing(*cells: str) -> str:
    """Make a list of figures as the audit trail has it: rows of one group, each figure with its unit."""
    rows = "".join(f"<tr><th>甲</th><td>{cell}%</td></tr>" for cell in cells)
    return (
        "<table><thead><tr><th>数字</th><th>数值</th></tr></thead>"
        f'<tbody><tr><th scope="rowgroup">测算</th></tr>{rows}</tbody></table>'
    )


def row_of_points(total: str, *more: str) -> list[list[str]]:
    """Make the rows of a table of contributions; the printed parts add up to 2.00."""
    parts = [["工业", f("gdp_industry.points")], ["金融业", f("gdp_finance.points")]]
    return [*parts, ["残差", f("gdp.points.residual")], ["总量", f(total)], *[[each, "—"] for each in more]]


ZOO: list[tuple[str, Lang, str, str, str]] = [
    # what, language, a page that keeps the rule, one that breaks it, and what is said of it
    ("a fact's digits", "zh", f"<p>增长{f(UP)}%</p>", f"<p>增长{f(UP, '2.1')}%</p>", "应为 2.0"),
    ("a fact's decimals", "zh", f"<p>增长{f(UP)}%</p>", f"<p>增长{f(UP, '2.00')}%</p>", "应为 2.0"),
    ("an unknown fact", "zh", f"<p>增长{f(UP)}%</p>", '<p>增长<span data-fact="x">2.0</span>%</p>', "没有数据 x"),
    ("a bare number", "zh", f"<p>增长{f(UP)}%</p>", "<p>增长2.0%</p>", "不是数据、时间、区间水平或序号"),
    ("a bare number in a cell", "zh", table(["a", "b"], ["c", f(UP)]), table(["a", "b"], ["c", "2.0"]), "不是数据"),
    ("a bare number in an attribute", "zh", '<img alt="走势图">', '<img alt="增长2.0%">', "不是数据"),
    (
        "a named attribute",
        "zh",
        f'<img alt="增长2.0%" data-facts="{UP}">',
        '<img alt="增长2.1%" data-facts="' + UP + '">',
        "应有 gdp.ytd.2020Q3",
    ),
    (
        "a band",
        "zh",
        f"<p>{f('gdp.base')}{BAND.format('0.3')}</p>",
        f"<p>{f('gdp.base')}{BAND.format('0.4')}</p>",
        "误差范围为 ±0.3",
    ),
    (
        "a point",
        "zh",
        '<p><span data-point="gdp.fan/published/0">2.0</span></p>',
        '<p><span data-point="gdp.fan/published/0">2.1</span></p>',
        "与序列 gdp.fan/published/0（2.0）不符",
    ),
    (
        "a point that is missing",
        "zh",
        '<p><span data-point="gdp.fan/published/0">2.0</span></p>',
        '<p><span data-point="gdp.fan/published/1">2.0</span></p>',
        "（无）不符",
    ),
    (
        "a day",
        "zh",
        f"<p>{when('2020年10月25日', '2020-10-25')}</p>",
        f"<p>{when('2020年10月26日', '2020-10-25')}</p>",
        "不是 2020-10-25 的名称",
    ),
    (
        "a day in English",
        "en",
        f"<p>{when('25 October 2020', '2020-10-25')}</p>",
        f"<p>{when('25 October 2021', '2020-10-25')}</p>",
        "is no name of 2020-10-25",
    ),
    (
        "a stretch",
        "zh",
        f"<p>{when('1—9月', '2020-01/2020-09')}</p>",
        f"<p>{when('1—8月', '2020-01/2020-09')}</p>",
        "不是 2020-01/2020-09 的名称",
    ),
    (
        "a stretch as the office writes it",
        "zh",
        f"<p>{when('1～9月', '2020-01/2020-09')}</p>",
        f"<p>{when('1-9月', '2020-01/2020-09')}</p>",
        "不是 2020-01/2020-09 的名称",
    ),
    (
        "a day that there is not",
        "zh",
        f"<p>{when('2020年2月29日', '2020-02-29')}</p>",
        f"<p>{when('2019年2月29日', '2019-02-29')}</p>",
        "不是 2019-02-29 的名称",
    ),
    (
        "a quote",
        "zh",
        '<p><span data-quote="0">市统计局2020年10月25日 公报, 第3页</span></p>',
        '<p><span data-quote="0">市统计局2020年10月26日 公报, 第3页</span></p>',
        "与引用的原文不同",
    ),
    ("a quote that there is not", "zh", "<p>好</p>", '<p><span data-quote="7">第3页</span></p>', "与引用的原文不同"),
    (
        "the interval's level",
        "zh",
        f"<p>{EXPECTED}</p>",
        f"<p>{EXPECTED.replace('80%区间', '90%区间')}</p>",
        "不是本页区间的水平",
    ),
    (
        "a level where no interval stands",
        "zh",
        "<p>80%区间的覆盖率未知</p>",
        "<p>50%区间的覆盖率未知</p>",
        "不是本页区间的水平",
    ),
    (
        "several levels",
        "zh",
        "<p>由深到浅为50%、80%、95%区间</p>",
        "<p>由深到浅为80%、50%、95%区间</p>",
        "不是本页区间的水平",
    ),
    (
        "levels that are not drawn",
        "en",
        "<p>the 50%, 80% and 95% intervals</p>",
        "<p>the 50%, 80% and 99% intervals</p>",
        "is not the level",
    ),
    (
        "numbered headings",
        "en",
        "<h2>1. One</h2><h2>2. Two</h2>",
        "<h2>1. One</h2><h2>3. Two</h2>",
        "heading 2 expected",
    ),
    (
        "Chinese headings",
        "zh",
        "<h2>一、甲</h2><h3>（一）乙</h3><h2>二、丙</h2><h3>（一）丁</h3>",
        "<h2>一、甲</h2><h3>（一）乙</h3><h2>二、丙</h2><h3>（二）丁</h3>",
        "标题序号应为 1",
    ),
    (
        "the tenth heading",
        "zh",
        "".join(f"<h2>{n}、甲</h2>" for n in "一二三四五六七八九十") + "<h2>十一、乙</h2>",
        "".join(f"<h2>{n}、甲</h2>" for n in "一二三四五六七八九十") + "<h2>十二、乙</h2>",
        "标题序号应为 11",
    ),
    (
        "annexes",
        "en",
        "<h2>1. One</h2><h2>Annex 1. By parts</h2>",
        "<h2>1. One</h2><h2>Annex 2. By parts</h2>",
        "heading 1 expected",
    ),
    (
        "a contents list",
        "en",
        '<ul><li><a href="#a">1. One</a></li></ul><h2 id="a">1. One</h2>',
        '<ul><li><a href="#a">2. One</a></li></ul><h2 id="a">1. One</h2>',
        "is not the heading that it points to",
    ),
    (
        "title and heading",
        "zh",
        "<title>示范市2020年</title><h1>示范市2020年</h1>",
        "<title>示范市2020年</title><h1>示范市2021年</h1>",
        "<title> 与 <h1> 不同",
    ),
    (
        "a cell's label",
        "zh",
        table(["a", "累计增速"], ["c", f(UP)]),
        table(["a", "累计增速"], ["c", f(UP)], label="当期增速"),
        "data-label 应为“累计增速”",
    ),
    (
        "a chance too small to print",
        "zh",
        f"<p>实现可能性不足{f(UNLIKELY, '1')}%</p>",
        f"<p>实现可能性约{f(UNLIKELY)}%</p>",
        "应为 0",
    ),
    (
        "a slider",
        "zh",
        f'<input type="range" min="2.0" max="3.9" value="3.5" data-facts="{UP} {HIGH} {TARGET}">',
        f'<input type="range" min="2.0" max="3.9" value="3.6" data-facts="{UP} {HIGH} {TARGET}">',
        "滑块",
    ),
    # the words around a figure say its sign
    ("a rise said as a fall", "zh", f"<p>增长{f(UP)}%</p>", f"<p>下降{f(UP)}%</p>", "却说成下降"),
    ("a fall said as a rise", "zh", f"<p>下降{f(DOWN, '3.1')}%</p>", f"<p>增长{f(DOWN, '3.1')}%</p>", "应为 −"),
    ("a fall without a word", "zh", f"<p>下降{f(DOWN, '3.1')}%</p>", f"<p>为{f(DOWN, '3.1')}%</p>", "应为 −"),
    (
        "a sign lost in a cell",
        "zh",
        table(["a", "b"], ["c", f(DOWN)]),
        table(["a", "b"], ["c", f(DOWN, "3.1")]),
        "应为 −",
    ),
    ("a minus sign after a word", "zh", f"<p>增速为{f(DOWN)}%</p>", f"<p>增长{f(DOWN)}%</p>", "不与增长、下降连用"),
    ("a zero", "zh", "<p>与上年持平</p>", f"<p>增长{f(ZERO)}%</p>", "应说持平"),
    (
        "points lower",
        "zh",
        f"<p>比上半年回落{f(CHANGE, '0.4')}个百分点</p>",
        f"<p>比上半年提高{f(CHANGE, '0.4')}个百分点</p>",
        "应为 −",
    ),
    (
        "a wider fall",
        "zh",
        f"<p>降幅比上半年扩大{f(CHANGE, '0.4')}个百分点</p>",
        f"<p>降幅比上半年收窄{f(CHANGE, '0.4')}个百分点</p>",
        "没有说它是下降",
    ),
    (
        "below a target",
        "zh",
        f"<p>预计比{f(TARGET)}%的目标低{f(GAP, '0.3')}个百分点</p>",
        f"<p>预计比{f(TARGET)}%的目标高{f(GAP, '0.3')}个百分点</p>",
        "应为 −",
    ),
    (
        "two differences in one list",
        "zh",
        f"<p>低于全国{f(CHANGE, '0.4')}个、全省{f(CHANGE, '0.4')}个百分点</p>",
        f"<p>高于全国{f(CHANGE, '0.4')}个、全省{f(CHANGE, '0.4')}个百分点</p>",
        "应为 −",
    ),
    (
        "the fall of an earlier year",
        "zh",
        f"<p>需增长{f(UP)}%（上年下降{f(DOWN, '3.1')}%）</p>",
        f"<p>需增长{f(UP)}%（上年{f(DOWN, '3.1')}%）</p>",
        "应为 −",
    ),
    (
        "down in English",
        "en",
        f"<p>GDP was down {f(DOWN, '3.1')}%</p>",
        f"<p>GDP was up {f(DOWN, '3.1')}%</p>",
        "应为 −",
    ),
    (
        "up in English",
        "en",
        f"<p>GDP grew by {f(UP)}%</p>",
        f"<p>GDP fell by {f(UP)}%</p>",
        "the words say that it falls",
    ),
    (
        "points below",
        "en",
        f"<p>{f(CHANGE, '0.4')} points below H1</p>".replace("H1", "the half-year"),
        f"<p>{f(CHANGE, '0.4')} points above the half-year</p>",
        "应为 −",
    ),
    (
        "a larger fall",
        "en",
        f"<p>a fall {f(CHANGE, '0.4')} points larger than before</p>",
        f"<p>a fall {f(CHANGE, '0.4')} points smaller than before</p>",
        "no word says that it falls",
    ),
    (
        "what was expected of a figure below",
        "en",
        f"<p>{f(CHANGE, '0.4')} points below the target of {f(TARGET)}%</p>",
        f"<p>below by {f(TARGET)} points</p>".replace(f(TARGET), f("gdp_industry.points")),
        "the words say that it falls",
    ),
    # forecasts are marked
    (
        "a mark",
        "zh",
        f"<p>{EXPECTED}</p>",
        f"<p>全年增长{f(GAP)}</p>".replace("增长", "缺口"),
        "所在句子或表头没有标明",
    ),
    (
        "a mark in English",
        "en",
        f"<p>the chance is about {f(CHANCE)}%</p>",
        f"<p>about {f(CHANCE)}%</p>",
        "neither its sentence nor its heading says so",
    ),
    (
        "a mark over a column",
        "zh",
        table(["a", "预计缺口"], ["c", f(GAP)]),
        table(["a", "缺口"], ["c", f(GAP)]),
        "没有标明",
    ),
    (
        "a mark in another sentence",
        "zh",
        f"<p>{EXPECTED}。缺口预计为{f(GAP)}。</p>",
        f"<p>{EXPECTED}。缺口为{f(GAP)}。</p>",
        "没有标明",
    ),
    ("an interval", "zh", f"<p>{EXPECTED}</p>", f"<p>预计增长{f(MEDIAN)}%</p>", "没有同时给出区间"),
    (
        "half an interval",
        "zh",
        f"<p>{EXPECTED}</p>",
        f"<p>预计增长{f(MEDIAN)}%（至少{f(LOW)}%）</p>",
        "没有同时给出区间",
    ),
    (
        "an interval in the row",
        "zh",
        table(["a", "预计全年", "80%区间"], ["c", f(MEDIAN), f"{f(LOW)}～{f(HIGH)}"]),
        table(["a", "预计全年"], ["c", f(MEDIAN)]),
        "没有同时给出区间",
    ),
    (
        "an interval in the picture",
        "zh",
        svg(
            f'<g data-facts="{MEDIAN}"><text>预计3.2</text></g><g data-facts="{LOW}"><text>2.5</text></g>',
            f'<g data-facts="{HIGH}"><text>3.9</text></g>',
            desc="测算",
        ),
        svg(f'<g data-facts="{MEDIAN}"><text>预计3.2</text></g>', desc="测算"),
        "没有同时给出区间",
    ),
    (
        "a published figure under expected",
        "zh",
        table(["a", "累计增速"], ["c", f(UP)]),
        table(["a", "预计全年"], ["c", f(UP)]),
        "却在预测栏“预计全年”下",
    ),
    (
        "done before it is",
        "zh",
        f"<p>{EXPECTED.replace('预计增长', '预计达到')}</p>",
        f"<p>{EXPECTED.replace('预计增长', '预计完成')}</p>",
        "预测不用“完成”“实现”",
    ),
    (
        "the word for a chance",
        "zh",
        f"<p>实现可能性约{f(CHANCE)}%，压力较大</p>",
        f"<p>实现可能性约{f(CHANCE)}%，有望</p>",
        "应说“压力较大”",
    ),
    (
        "the English word for a chance",
        "en",
        f"<p>the chance is about {f(CHANCE)}% (under pressure)</p>",
        f"<p>the chance is about {f(CHANCE)}% (likely)</p>",
        "is 'under pressure'",
    ),
    (
        "nothing is ensured",
        "zh",
        f"<p>确保目标的实现可能性约{f(CHANCE)}%</p>",
        f"<p>确保实现，可能性约{f(CHANCE)}%</p>",
        "不说“确保”",
    ),
    # tables
    (
        "one kind of figure",
        "zh",
        table(["a", "b"], ["c", f(UP)], ["d", f(DOWN)]),
        table(["a", "b"], ["c", f(UP)], ["d", f("gdp.base")]),
        "栏其他数不是同一种",
    ),
    (
        "one unit",
        "zh",
        table(["a", "b"], ["c", f(UP)], ["d", f(DOWN)]),
        table(["a", "b"], ["c", f(UP)], ["d", f(CHANGE)]),
        "栏其他数不是同一种",
    ),
    (
        "parts add up",
        "zh",
        table(["a", "拉动（百分点）"], *row_of_points("gdp.points.total")),
        table(["a", "拉动（百分点）"], *row_of_points("gdp.points.far")),
        "各项之和为 2.00，合计为 2.50",
    ),
    # pictures
    (
        "a label",
        "zh",
        svg(f'<g data-facts="{UP}"><text>2.0</text></g>'),
        svg(f'<g data-facts="{UP}"><text>2.1</text></g>'),
        "应有 gdp.ytd.2020Q3（2.0）",
    ),
    ("a label that says nothing", "zh", svg("<g><text>最新</text></g>"), svg("<g><text>2.0</text></g>"), "不是数据"),
    (
        "a label with two figures",
        "zh",
        svg(f'<g data-facts="{UP} {TARGET}"><text>2.0</text><text>目标3.5</text></g>'),
        svg(f'<g data-facts="{UP} {TARGET}"><text>3.5</text><text>目标2.0</text></g>'),
        "应有 gdp.ytd.2020Q3",
    ),
    (
        "a description",
        "zh",
        svg(desc="最新为2.0%，目标为3.5%", listed=f"{UP} {TARGET}"),
        svg(desc="最新为3.5%，目标为2.0%", listed=f"{UP} {TARGET}"),
        "应有 gdp.ytd.2020Q3（2.0）",
    ),
    (
        "a description's loose number",
        "zh",
        svg(desc="最新为2.0%", listed=UP),
        svg(desc="最新为2.0%，上年1.0%", listed=UP),
        "“1.0”这个数字不是数据",
    ),
    (
        "a description's sign",
        "zh",
        svg(desc="最新为−3.1%", listed=DOWN),
        svg(desc="最新为3.1%", listed=DOWN),
        "应有 gdp.ytd.2020Q1",
    ),
    (
        "a description's stretch",
        "zh",
        svg(desc="1—9月为2.0%", listed=f"@2020-01/2020-09 {UP}"),
        svg(desc="1—8月为2.0%", listed=f"@2020-01/2020-09 {UP}"),
        "应有 @2020-01/2020-09",
    ),
    (
        "a file's name broken into lines",
        "zh",
        svg('<g data-facts="~0"><text>市统计局2020年</text></g>'),
        svg('<g data-facts="~0"><text>市统计局2021年</text></g>'),
        "应有 ~0",
    ),
    ("a caption and its title", "zh", svg(title="图"), svg(title="画"), "图的名称与图题不同"),
    (
        "ticks",
        "zh",
        svg(*(tick("y", n, str(n), 100.0 - 20 * n) for n in range(4))),
        svg(*(tick("y", n, str(n if n < 3 else 4), 100.0 - 20 * n) for n in range(4))),
        "刻度与位置不符",
    ),
    (
        "the first tick",
        "zh",
        svg(*(tick("x", n, str(n), 10.0 + 20 * n) for n in range(3))),
        svg(*(tick("x", n, str(n or 9), 10.0 + 20 * n) for n in range(3))),
        "刻度与位置不符",
    ),
    (
        "ticks below zero",
        "zh",
        svg(*(tick("y", n, t, 20.0 * n) for n, t in enumerate(("1", "0", "−1")))),
        svg(*(tick("y", n, t, 20.0 * n) for n, t in enumerate(("1", "0", "1")))),
        "刻度与位置不符",
    ),
    (
        "two ticks prove nothing",
        "zh",
        svg(*(tick("y", n, str(n), 20.0 * n) for n in range(3))),
        svg(*(tick("y", n, str(n), 20.0 * n) for n in range(2))),
        "刻度少于三个",
    ),
    (
        "named ticks",
        "zh",
        svg('<g id="c-xtick_1"><g data-facts="@2020"><text x="1" y="1">2020</text></g></g>'),
        svg('<g id="c-xtick_1"><g data-facts="@2020"><text x="1" y="1">2021</text></g></g>'),
        "应有 @2020",
    ),
    # typesetting
    ("full-width marks", "zh", "<p>一，二；三（四）：五。</p>", "<p>一, 二；三</p>", "中文里用全角标点"),
    ("full-width brackets", "zh", "<p>增长（快）</p>", "<p>增长(快)</p>", "中文里用全角标点"),
    ("a full stop", "zh", "<p>好。</p>", "<p>好.</p>", "中文里用全角标点"),
    ("quotation marks", "zh", "<p>“左右”的目标</p>", '<p>"左右"的目标</p>', "中文里用全角引号"),
    (
        "no space before a unit",
        "zh",
        f"<p>实现{f('gdp.value')}亿元</p>",
        f"<p>实现{f('gdp.value')} 亿元</p>",
        "数字与单位之间不空格",
    ),
    ("no space in Chinese", "zh", "<p>全年预计</p>", "<p>全年 预计</p>", "中文里不空格"),
    ("a mark whose space is its form", "zh", "<p>内部资料 注意保存</p>", "<p>内部资料 请保存</p>", "中文里不空格"),
    ("a range", "zh", f"<p>预计区间{f(LOW)}%—{f(HIGH)}%</p>", f"<p>预计区间{f(LOW)}%-{f(HIGH)}%</p>", "范围用一字线"),
    (
        "a wave in prose",
        "zh",
        f"<p>预计区间{f(LOW)}%—{f(HIGH)}%</p>",
        f"<p>预计区间{f(LOW)}%～{f(HIGH)}%</p>",
        "范围用一字线",
    ),
    (
        "both signs of a range",
        "zh",
        f"<p>预计区间{f(LOW)}%—{f(HIGH)}%</p>",
        f"<p>预计区间{f(LOW)}—{f(HIGH)}%</p>",
        "范围两端都带百分号",
    ),
    (
        "a range below zero",
        "zh",
        f"<p>下降{f(DOWN, '3.1')}%至增长{f(UP)}%</p>",
        f"<p>{f(DOWN)}%—{f(UP)}%</p>",
        "有负数的范围说下降、增长",
    ),
    (
        "a range in a table",
        "zh",
        table(["a", "预计区间"], ["c", f"{f(LOW)}～{f(HIGH)}"]),
        table(["a", "预计区间"], ["c", f"{f(LOW)}-{f(HIGH)}"]),
        "表中范围用～或—",
    ),
    ("one minus sign", "zh", f"<p>为{f(DOWN)}%</p>", f"<p>为{f(DOWN, '-3.1')}%</p>", "负号只用 U+2212"),
    ("half-width digits", "zh", "<p>前三季度</p>", "<p>前３季度</p>", "数字用半角"),
    ("growth has no minus", "zh", f"<p>下降{f(DOWN, '3.1')}%</p>", f"<p>增长{f(DOWN)}%</p>", "增长、下降之后不带负号"),
    (
        "growth of growth is in points",
        "zh",
        f"<p>增速比上半年回落{f(CHANGE, '0.4')}个百分点</p>",
        f"<p>增速比上半年提高{f(UP)}%</p>",
        "增速的变化用个百分点",
    ),
    (
        "growth has one decimal",
        "zh",
        f"<p>增长{f(UP)}%</p>",
        f"<p>增长{f('gdp_industry.points')}%</p>",
        "增速保留一位小数",
    ),
    (
        "amounts have two decimals",
        "zh",
        f"<p>{f('gdp.value')}亿元</p>",
        f"<p>{f('gdp.value.computed')}亿元</p>",
        "亿元保留两位小数",
    ),
    ("marks that stand alone", "zh", "<p>甲，乙。</p>", "<p>甲，。</p>", "标点重复或悬空"),
    ("an empty bracket", "zh", "<p>甲（乙）</p>", "<p>甲（）</p>", "标点重复或悬空"),
    ("a bracket left open", "zh", "<p>甲（乙）</p>", "<p>甲（乙</p>", "（） 不成对"),
    (
        "an English sentence",
        "zh",
        "<p>见 shouguan check。</p>",
        "<p>见说明。This is not Chinese.</p>",
        "中文页上的英文句子",
    ),
    (
        "Chinese on an English page",
        "en",
        "<p>The city grew.</p>",
        "<p>The city 增长较快</p>",
        "Chinese on an English page",
    ),
    ("an English mark", "en", "<p>One, two.</p>", "<p>One，two.</p>", "half-width marks"),
    ("an English space", "en", "<p>One, two.</p>", "<p>One , two.</p>", "a mark or a space is wrong"),
    ("a slot left open", "zh", "<p>增长较快</p>", "<p>增长{g}</p>", "没有填好的文字"),
    ("markup shown as text", "zh", "<p>增长较快</p>", "<p>增长&lt;span class=n&gt;较快</p>", "没有填好的文字"),
    *(
        (f"banned: {word}", "zh", "<p>按实际填报</p>", f"<p>有{word}</p>", "不得使用的词")
        for word in ("数据任务", "补报", "凑数", "冲数", "缺口分解", "把握")
    ),
    ("words that only look banned", "zh", "<p>紧凑、缓冲数、弥补报告</p>", "<p>凑、冲数、补报</p>", "不得使用的词"),
    (
        "a description's extra sign",
        "zh",
        svg(desc="最新为2.0%", listed=UP),
        svg(desc="最新为−2.0%", listed=UP),
        "应有 gdp.ytd.2020Q3",
    ),
    (
        "figures run together",
        "zh",
        svg(desc="为2.0%，居第7位", listed=f"{UP} gdp.rank"),
        svg(desc="为2.07", listed=f"{UP} gdp.rank"),
        "应有 gdp.ytd.2020Q3",
    ),
    (
        "a bound without its word",
        "zh",
        f"<p>实现可能性超过{f('gdp.chance.2020.0p0', '99')}%</p>",
        f"<p>实现可能性约{f('gdp.chance.2020.0p0', '99')}%</p>",
        "应为 100",
    ),
    (
        "a small bound without its word",
        "zh",
        f"<p>实现可能性不足{f(UNLIKELY, '1')}%</p>",
        f"<p>实现可能性约{f(UNLIKELY, '1')}%</p>",
        "应为 0",
    ),
    (
        "a fall that is larger than expected",
        "zh",
        f"<p>降幅比预计的{f(DOWN, '3.1')}%大{f(CHANGE, '0.4')}个百分点</p>",
        f"<p>降幅比预计的{f(DOWN, '3.1')}%小{f(CHANGE, '0.4')}个百分点</p>",
        "没有说它是下降",
    ),
    (
        "below a growth rate",
        "zh",
        f"<p>都低于{f(TARGET)}%的目标</p>",
        f"<p>都下降{f(TARGET)}%</p>",
        "却说成下降",
    ),
    (
        "lower than a growth rate",
        "en",
        f"<p>{f(CHANGE, '0.4')} points lower than the {f(TARGET)}% expected</p>",
        f"<p>{f(CHANGE, '0.4')} points higher than the {f(TARGET)}% expected</p>",
        "应为 −",
    ),
    (
        "an end that prints as zero",
        "zh",
        f"<p>{FALLS}至持平）</p>",
        f"<p>{FALLS}以内）</p>",
        "没有同时给出区间",
    ),
    (
        "what is likely may be ensured",
        "zh",
        f"<p>确保实现，可能性约{f('gdp.chance.2020.1p0')}%，有望</p>",
        f"<p>确保实现，可能性约{f(CHANCE)}%</p>",
        "不说“确保”",
    ),
    (
        "an interval in a list of figures",
        "zh",
        listing(f(MEDIAN), f(LOW), f(HIGH)),
        listing(f(MEDIAN), f(LOW)),
        "没有同时给出区间",
    ),
    (
        "a badge",
        "zh",
        '<p>乐观情景 <span class="tag">情景假设</span></p>',
        "<p>乐观情景 情景假设</p>",
        "中文里不空格",
    ),
    (
        "a banned word in what a file says",
        "zh",
        '<p><span data-quote="0">市统计局2020年10月25日 公报, 第3页</span></p>',
        '<p><span data-quote="1">凑数</span></p>',
        "不得使用的词",
    ),
    (
        "a point's decimals",
        "zh",
        '<p><span data-point="gdp.fan/published/0">2.0</span></p>',
        '<p><span data-point="gdp.fan/published/0">2.04</span></p>',
        "与序列 gdp.fan/published/0（2.0）不符",
    ),
    (
        "a minus sign in a list of differences",
        "en",
        f"<p>below by {f(CHANGE, '0.4')} points (the nation) and {f(CHANGE, '0.4')} points (the province)</p>",
        f"<p>below by {f(CHANGE, '0.4')} points (the nation) and {f(CHANGE)} points (the province)</p>",
        "follows no word of growth or decline",
    ),
    (
        "a minus sign after an English word",
        "en",
        f"<p>GDP fell {f(DOWN, '3.1')}%</p>",
        f"<p>GDP fell {f(DOWN)}%</p>",
        "follows no word of growth or decline",
    ),
    (
        "the heading's year",
        "zh",
        "<title>示范市2020年</title><h1>示范市2020年</h1>",
        "<title>示范市2021年</title><h1>示范市2021年</h1>",
        "标题的年份不在数据之中",
    ),
    (
        "a tick that is no number",
        "zh",
        svg(*(tick("x", n, str(n), 10.0 + 20 * n) for n in range(3))),
        svg(*(tick("x", n, f"{n}月", 10.0 + 20 * n) for n in range(3))),
        "不是数据",
    ),
]
