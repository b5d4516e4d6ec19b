"""The sections made of words: in every plight they say what is known, and nothing that is not."""

from __future__ import annotations

import ast
import importlib
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from markupsafe import Markup

from shouguan.core.periods import Lang
from shouguan.core.rounding import MINUS
from shouguan.facts import contributions, formulas
from shouguan.facts.moved import collect
from shouguan.publishing import gate
from shouguan.report.context import Context
from shouguan.report.sections import (
    actions,
    cards,
    causes,
    headline,
    lists,
    notes,
    page_one,
    problems,
    questions,
    situation,
    unforecast,
    warnings,
)
from tests.builders import cities, page_rules
from tests.builders.cities import plain
from tests.builders.stories import NEWS, STORIES, rich, turning

LANGS: list[Lang] = ["zh", "en"]
SECTIONS = {
    "heading": headline.heading,
    "conclusion": headline.conclusion,
    "so_far": headline.so_far,
    "situation": situation.situation,
    "causes": causes.causes,
    "problems": problems.problems,
    "actions": actions.actions,
    "page_one_actions": actions.page_one_actions,
    "lists": lists.lists,
    "districts": lists.districts,
    "flagged": warnings.line,
    "warnings": warnings.warnings,
    "questions": questions.questions,
    "cards": cards.cards,
    "figures": unforecast.figures,
    "why_not": lambda page: unforecast.why_not(page, (), told=False),
    "why_not_again": lambda page: unforecast.why_not(page, (), told=True),
}
OF_FORECAST = {"questions"}
MODULES = (
    "actions",
    "cards",
    "causes",
    "headline",
    "list_actions",
    "lists",
    "problems",
    "questions",
    "situation",
    "unforecast",
    "warnings",
)
SAID = {"say": 1, "either": 2}
"""How many of the arguments of `page.say` and `page.either` are templates."""
FACT = re.compile(r'<span class="n" data-fact="([^"]*)">([^<]*)</span>')
QUOTE = re.compile(r'<span data-quote="\d+">.*?</span>', re.DOTALL)
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@cache
def _told(name: str, lang: Lang) -> tuple[Context, dict[str, str], frozenset[str]]:
    """Show all sections of a story once, and note the templates that they say."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        used = recorded(patch)
        context = STORIES[name](lang, Path(folder))
        shown = {
            section: str(function(context))
            for section, function in SECTIONS.items()
            if context.sheets or section not in OF_FORECAST
        }
    return context, shown, frozenset(used)


def recorded(patch: pytest.MonkeyPatch) -> set[str]:
    """Note every template that `page.say` and `page.either` are given from now on."""
    used: set[str] = set()
    say, either = Context.say, Context.either

    def recording(self: Context, zh: str, context: str | None = None, /, **parts: object) -> Markup:
        used.add(zh)
        return say(self, zh, context, **parts)

    def recording_pair(self: Context, zh: str, en: str, /, **parts: object) -> Markup:
        used.update((zh, en))
        return either(self, zh, en, **parts)

    patch.setattr(Context, "say", recording)
    patch.setattr(Context, "either", recording_pair)
    return used


@pytest.fixture(scope="module", params=[(name, lang) for name in STORIES for lang in LANGS], ids="-".join)
def told(request: pytest.FixtureRequest) -> tuple[Context, dict[str, str]]:
    """A story at a time, so that it is told once for all of its tests."""
    context, shown, _ = _told(*request.param)
    return context, shown


def test_every_section_has_words_and_passes_the_gate(told: tuple[Context, dict[str, str]]) -> None:
    context, shown = told
    may_be_empty = {"problems", "lists", "districts", "flagged", "warnings"}
    may_be_empty |= set() if context.all_sheets else {"so_far", "situation"}
    assert all(len(plain(html)) >= 10 for name, html in shown.items() if html or name not in may_be_empty)
    policy = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"""
    assert gate.html_problems(policy + "".join(shown.values())) == []


def test_the_linter_finds_nothing(told: tuple[Context, dict[str, str]]) -> None:
    context, shown = told
    html = "<html><head></head><body>{}</body></html>".format("".join(shown.values()))
    assert page_rules.check(html, context.facts.to_json(), context.lang) == []


def test_every_figure_is_a_fact_at_its_decimals(told: tuple[Context, dict[str, str]]) -> None:
    context, shown = told
    printed = FACT.findall("".join(shown.values()))
    assert "".join(shown.values()).count("data-fact=") == len(printed)
    for key, text in printed:
        fact = context.facts.get(key)
        assert fact is not None, key
        assert text in {fact.display, fact.display.removeprefix(MINUS), "1", "99"}, key


def loose_numbers(html: str) -> list[str]:
    """Return the numbers that are neither facts, nor words of others, nor names of days and stretches."""
    bare = QUOTE.sub(" ", FACT.sub(" ", html))
    bare = re.sub(r'<span (class="band" )?data-(when|band)="[^"]*">[^<]*</span>', " ", bare)
    text = Markup(bare).striptags()
    for allowed in (r"80%(?=区间| interval)", r"每(?:提高|多降)0\.1个百分点|each 0\.1 point"):
        text = re.sub(allowed, " ", text)
    return re.findall(r"\d+(?:\.\d+)?", text)


def test_there_is_no_number_that_is_not_a_fact(told: tuple[Context, dict[str, str]]) -> None:
    _, shown = told
    assert {name: found for name, html in shown.items() if (found := loose_numbers(html))} == {}


def test_the_search_for_loose_numbers_finds_one() -> None:
    assert loose_numbers('<p>增长<span class="n" data-fact="a">2.0</span>%，居第7位</p>') == ["7"]


def test_the_grammar_holds(told: tuple[Context, dict[str, str]]) -> None:
    context, shown = told
    text = "\n".join(plain(html) for html in shown.values())
    assert not re.search(rf"(增长|下降|提高|回落|高|低|拉动|下拉)[-{MINUS}]", text)
    assert not re.search(r"[，；。：]{2}|\{|\}|None|；。|，。", text)
    assert "把握" not in text
    if context.lang == "en":
        assert CHINESE.findall(QUOTE.sub("", "".join(shown.values()))) == []
        assert not re.search(r"\.\.|;;| ;| \.", text)


def test_every_template_of_the_sections_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = set().union(*(_told(name, lang)[2] for name in STORIES for lang in LANGS))
    used = recorded(monkeypatch)
    for lang in LANGS:
        context = turning(lang, tmp_path)
        context.subject = ("数据情况", "its figures")
        context.contents.assumed = ("压力情景", "Stress")
        headline.heading(context)
        headline.conclusion(context)
        for found in NEWS.values():
            page = turning(lang, tmp_path)
            page.contents.assumed = context.contents.assumed
            told = collect(page, found)
            for function in (causes.causes, questions.questions):
                function(page, told)
    wanted = set().union(*(templates(name) for name in MODULES))
    assert len(wanted) > 80
    assert sorted(wanted - used - said) == []


def test_figures_known_as_of_today_only_are_named_below_the_text(tmp_path: Path) -> None:
    told = plain(situation.situation(rich("zh", tmp_path)))
    assert "上文的绝对额（地区生产总值）只有现行数据" in told
    assert "现行数据" not in plain(situation.situation(turning("zh", tmp_path)))


def test_a_rank_that_a_bulletin_printed_stands_on_page_one(tmp_path: Path) -> None:
    context = turning("zh", tmp_path)
    assert "第3位（升2位）" in plain(Markup("{}").format(page_one.page_one(context)))
    assert "公布的增速位次为第3位" in plain(situation.situation(context))
    assert "第3位" not in plain(Markup("{}").format(page_one.page_one(rich("zh", tmp_path))))


def templates(name: str) -> set[str]:
    """Return the templates in a section, but for those of the list of contents, which states no figure."""
    module = importlib.import_module(f"shouguan.report.sections.{name}")
    assert module.__file__ is not None
    found: set[str] = set()
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if not (isinstance(node, ast.FunctionDef) and node.name == "contents")]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAID:
            for argument in node.args[: SAID[node.func.attr]]:
                found |= {
                    each.value
                    for each in ast.walk(argument)
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return found


def test_names_from_files_are_text_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    attack = "<script>x</script>\"'><img onerror=x>{0}"
    for code, region in cities.REGIONS.items():
        if code == cities.CITY:  # its own name is refused when its settings are read
            continue
        monkeypatch.setitem(cities.REGIONS, code, replace(region, name=attack, name_en=attack))
    for lang in LANGS:
        with TemporaryDirectory() as folder:
            context = rich(lang, Path(folder))
            shown = "".join(str(function(context)) for function in SECTIONS.values())
        assert shown.count("&lt;script&gt;x") >= 7
        assert "<script" not in shown
        assert "<img" not in shown


# What some of them say, word for word.


def test_the_conclusion_has_chance_and_base_beside_what_is_needed_and_no_past_that_contradicts_the_chance() -> None:
    assert plain(_told("rich", "zh")[1]["conclusion"]) == (
        "按截至2020年10月25日已发布的数据测算，某市2020年地区生产总值预计增长3.0%（80%区间为2.7%—3.3%），"
        "比3.5%的奋斗目标低0.5个百分点，实现可能性约3%，难度很大；要实现目标，四季度需增长8.0%"
        "（按四舍五入，增长7.8%左右即可；上年四季度增长8.4%左右，基数较高）。"
    )


def test_a_figure_that_cannot_be_true_is_named_in_the_conclusion() -> None:
    told = plain(_told("impossible", "zh")[1]["conclusion"])
    assert re.search(
        r"请核对：前三季度地区生产总值累计增速−40\.0%与前几期不能同时成立（推得当期增速−1\d\d\.\d%），测算未采用", told
    )
    assert "请核对" not in plain(_told("rich", "zh")[1]["conclusion"])


def test_the_situation_reads_like_a_bulletin() -> None:
    lines = plain(_told("rich", "zh")[1]["situation"]).splitlines()
    assert lines[0] == (
        "地区生产总值增速加快。根据地区生产总值统一核算结果，前三季度，地区生产总值1950.4亿元，按可比价格计算，同比增长2.0%，比上半年提高1.7个百分点，"
        "高于全国1.3个百分点，与某省持平。增速居某省第3位，比上半年后移1位。分行业看，农林牧渔业增长3.0%，工业增长1.7%，"
        "建筑业增长0.6%，批发和零售业下降2.6%，交通运输、仓储和邮政业下降0.4%，住宿和餐饮业下降14.9%，金融业增长6.4%，"
        "房地产业增长1.9%，信息传输、软件和信息技术服务业增长16.3%，租赁和商务服务业增长5.0%，其他行业增长4.5%。"
        "从拉动作用看，工业拉动0.56个百分点，信息传输、软件和信息技术服务业拉动0.44个百分点，金融业拉动0.40个百分点，"
        "批发和零售业下拉0.34个百分点，住宿和餐饮业下拉0.22个百分点。"
    )
    assert lines[1] == (
        "固定资产投资由平转升。1—9月，固定资产投资（不含农户）同比增长1.3%，比1—8月提高1.3个百分点，高于全国0.5个百分点。"
        "分领域看，制造业投资下降0.3%，房地产开发投资增长1.9%。"
    )
    assert lines[2] == (
        "1—4月，社会消费品零售总额同比下降5.9%，降幅比1—3月收窄12.1个百分点。1月，出口总额同比增长3.0%。"
        "9月末，金融机构存款余额同比增长8.3%。"
    )


def test_three_causes_of_growth_and_apart_from_them_what_moved_the_forecast(tmp_path: Path) -> None:
    context = rich("zh", tmp_path)
    said = plain(causes.causes(context))
    assert said == (
        "影响地区生产总值增速的主要因素：一是工业支撑作用最大，前三季度增长1.7%，拉动地区生产总值增长0.56个百分点，"
        "贡献率为28.1%，比上半年多拉动0.73个百分点；二是批发和零售业下拉作用最大，前三季度下降2.6%，"
        "下拉地区生产总值增速0.34个百分点；三是其余行业中建筑业改善最多，前三季度增长0.6%，比上半年多拉动0.20个百分点。"
    )
    with_news = plain(causes.causes(context, collect(context, NEWS["raised"])))
    assert with_news.removeprefix(said).strip() == (
        "地区生产总值全年测算比上次测算上调1.00个百分点（上次测算按截至2020年10月1日的数据重算）："
        "一是新公布的地区生产总值数据使全年测算上调0.90个百分点；二是模型参数重新估计使全年测算上调0.10个百分点。"
    )
    (tmp_path / "offset").mkdir()
    offset = rich("zh", tmp_path / "offset")
    assert plain(causes.causes(offset, collect(offset, NEWS["offset"]))).removeprefix(said).strip() == (
        "地区生产总值全年测算比上次测算下调0.50个百分点（上次测算按截至2020年10月1日的数据重算）："
        "一是新公布的地区生产总值数据使全年测算下调0.42个百分点；"
        "二是其他地区新公布的规模以上工业增加值数据使全年测算下调0.24个百分点；其余各步合计使全年测算上调0.16个百分点。"
    )
    made = {**context.facts.facts, **offset.facts.facts}.values()
    assert [
        fact.key for fact in made if CHINESE.search(formulas.said(fact.formula.replace("shouguan.", ""), "en"))
    ] == []
    for name in ("fresh", "again"):
        (tmp_path / name).mkdir()
    fresh = rich("zh", tmp_path / "fresh")
    others = plain(causes.causes(fresh, collect(fresh, NEWS["other-regions"])))
    assert "一是其他地区新公布的规模以上工业增加值数据使全年测算下调0.60个百分点" in others
    again = rich("zh", tmp_path / "again")
    still = plain(causes.causes(again, collect(again, NEWS["nothing"])))
    assert still.endswith("地区生产总值全年测算与上次测算持平（上次测算按截至2020年10月1日的数据重算）。")


def test_the_third_cause_is_the_largest_change_of_all_or_is_said_to_be_of_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = rich("zh", tmp_path)
    assert "三是其余行业中建筑业改善最多" in plain(causes.causes(context)), "industry, named first, improved by more"
    parts = contributions.named(context.contributed(next(iter(context.all_sheets.values()))))
    first = {part.code for part in (*contributions.lifting(parts)[:1], *contributions.dragging(parts)[:1])}
    still = [
        replace(part, change=replace(part.change, value=0.0)) if part.code in first and part.change else part
        for part in parts
    ]
    monkeypatch.setattr(contributions, "named", lambda _: still)
    said = plain(causes.causes(context))
    assert "三是建筑业改善最多" in said or "一是建筑业改善最多" in said
    assert "其余行业中" not in said


def test_the_nation_calls_its_gdp_by_its_own_name_everywhere() -> None:
    said = plain("".join(_told("nation", "zh")[1].values()))
    assert "国内生产总值" in said
    assert "地区生产总值" not in said


@pytest.mark.parametrize("lang", LANGS)
def test_the_heading_claims_only_figures_of_the_day_where_none_is_revised_since(tmp_path: Path, lang: Lang) -> None:
    context = rich(lang, tmp_path)
    firm, revised = {"zh": ("只用当日及以前发布的数据", "含以后的修订"), "en": ("nothing released", "later revisions")}[
        lang
    ]

    def heading() -> str:
        return plain(headline.heading(context))

    def known_on_the_day(pseudo: bool) -> None:
        context.sheets.update(
            {c: replace(s, weights=replace(s.weights, pseudo=pseudo)) for c, s in context.sheets.items()}
        )

    known_on_the_day(False)
    context.published[:] = [replace(each, pseudo=False) for each in context.published]
    assert firm in heading()
    assert revised not in heading()
    known_on_the_day(True)
    assert firm not in heading()
    assert revised in heading()


@pytest.mark.parametrize(("lang", "floor"), [("zh", "%以上的"), ("en", "% or more")])
def test_a_target_that_was_worded_as_a_floor_is_printed_as_one(tmp_path: Path, lang: Lang, floor: str) -> None:
    context = rich(lang, tmp_path)
    assert floor not in plain(headline.conclusion(context) + problems.problems(context))
    for code, sheet in context.sheets.items():
        floors = [
            target.model_copy(update={"op": ">=", "source": f"政府工作报告（{target.value:g}%以上）"})
            for target in sheet.targets
        ]
        context.sheets[code] = replace(sheet, targets=tuple(floors))
    assert floor in plain(headline.conclusion(context))
    assert floor in plain(problems.problems(context))


def test_fewer_facts_give_fewer_causes(tmp_path: Path) -> None:
    context = turning("zh", tmp_path)
    assert plain(causes.causes(context)).startswith("没有各行业增速和上年同期数值")
    raised = collect(context, NEWS["re-estimated"])
    said = plain(causes.causes(context, raised))
    assert said.endswith(
        "上调0.70个百分点（上次测算按截至2020年10月1日的数据重算）：模型参数重新估计使全年测算上调0.70个百分点。"
    )
    assert "一是" not in said


def test_a_chance_of_forty_per_cent_is_no_problem_and_one_below_is() -> None:
    assert "的目标难度很大（实现可能性" in plain(_told("turning", "zh")[1]["problems"])
    assert "实现可能性" not in plain(_told("on-course", "zh")[1]["problems"])
    assert problems.RISK == 40.0


def test_problems_do_not_say_again_what_page_one_says_and_further_indicators_that_fall_are_among_them() -> None:
    shown = plain(_told("rich", "zh")[1]["problems"])
    assert "80%区间" not in shown
    assert "社会消费品零售总额1—4月下降5.9%" in shown
    assert _told("nation", "zh")[1]["problems"] == "", "no target, nothing falls: no section"


def test_a_promise_is_named_only_beside_a_chance_of_sixty() -> None:
    assert "5.0%的确保目标" in plain(_told("on-course", "zh")[1]["conclusion"])
    said = plain("".join(_told("declining", "zh")[1].values()))
    assert "9.0%的底线目标" in said
    assert "确保" not in said


def test_actions_are_the_offices_own_in_the_order_of_their_gaps() -> None:
    shown = _told("rich", "zh")[1]
    assert plain(shown["page_one_actions"]).splitlines() == [
        "下一步措施（本单位自报，差距大的在前，全部见“建议”）：",
        "拨付到位资金（某局牵头，2020年10月20日前完成，逾期）；对应工业：四季度需增长6.7%，比预计高1.7个百分点。",
        "手续齐备的项目即行开工（某局牵头，2020年11月15日前完成，推进中）；对应地区生产总值：预计低于目标0.5个百分点。",
        "协调用工（某局牵头，2020年10月1日前完成，逾期）；对应制造业投资：1—9月下降0.3%。",
    ]
    table = plain(shown["actions"]).splitlines()
    listed = "".join(table)
    assert "规模以上服务业营业收入：符合条件、资料齐备、依法申报" in listed
    assert "社会消费品零售总额：1—4月下降5.9%" in listed
    assert table[-1].startswith("落实减免")
    assert "明年的事" not in "".join(table), "it was put on the list after the day of the page"


def test_a_rule_says_nothing_of_an_indicator_that_has_nothing_out_yet() -> None:
    shown = plain(str(notes.yardsticks(_told("tracked", "zh")[0]))).splitlines()
    energy, income = (next(line for line in shown if line.startswith(name)) for name in ("单位GDP能耗", "居民人均"))
    assert energy.count("—") > income.count("—")


def test_an_english_page_marks_what_the_office_gives_in_chinese_only() -> None:
    shown = _told("rich", "en")[1]["page_one_actions"]
    assert "Pay out funds" in shown
    assert re.search(r'<span lang="zh-CN"><span data-quote="\d+">手续齐备的项目即行开工</span></span>', shown)


def test_without_a_list_no_action_is_made_up() -> None:
    for section in ("actions", "page_one_actions"):
        assert plain(_told("turning", "zh")[1][section]).startswith("没有行动清单，不列建议；")
        assert plain(_told("declining", "zh")[1][section]) == "行动清单中没有需要列出的行动。"


def test_each_question_has_an_answer_or_tells_the_analyst_what_to_enter(told: tuple[Context, dict[str, str]]) -> None:
    context, sections = told
    if not context.sheets:
        assert "questions" not in sections, "the questions are about a forecast"
        return
    lang, shown = context.lang, sections["questions"]
    found = re.findall(r"<li><p><strong>(.*?)</strong></p><p>(.*?)</p></li>", shown)
    lacking = re.findall(r'<p class="note lacking">(.*?)</p>', shown)
    assert len(found) + len(lacking) in {9, 10}, "the nation has no region above it"
    assert len(found) >= 4
    assert all(re.match(r".*[？?]", each) and len(each) > 20 for each in lacking)
    assert all(question.endswith("？" if lang == "zh" else "?") for question, _ in found)
    assert all(answer.endswith("。" if lang == "zh" else ".") for _, answer in found)


def test_what_is_missed_in_money_is_of_the_gap_before_rounding_and_has_no_digits_that_it_cannot_bear() -> None:
    context = _told("rich", "zh")[0]
    worth, sheet = context.standing(context.sheets["gdp"]).gap_worth, context.sheets["gdp"]
    assert worth is not None
    gap = context.full_year(sheet, "median").value - 3.5
    assert gap != context.facts["gdp.gap.2020.stretch"].rounded
    assert (worth.value, worth.decimals) == (pytest.approx(-gap * 26.5, rel=1e-3), 0)
    said = plain(_told("rich", "zh")[1]["questions"])
    assert "四季度需多增0.40个百分点，相当于增加值2.65亿元（按上年现价）" in said
    assert (
        f"（80%区间为2.7%—3.3%），比3.5%的奋斗目标低0.5个百分点，约合增加值{worth.display}亿元（按四舍五入前的差距和上年现价）。"
        in said
    )


def test_the_letterhead_is_from_the_settings() -> None:
    shown = plain(_told("rich", "zh")[1]["heading"])
    assert "某发改〔2020〕12号签发人：某某" in shown
    assert "内部资料 注意保存" in shown
    assert "某市发展和改革委员会" in shown
    english = plain(_told("rich", "en")[1]["heading"])
    assert "Signed by: 某某" in english
    assert "City Development and Reform Commission" in english
    assert "letterhead" not in _told("turning", "zh")[1]["heading"]


def test_a_card_says_who_publishes_what_and_its_thresholds_are_facts() -> None:
    context, sections, _ = _told("rich", "zh")
    shown = plain(sections["cards"])
    assert "计划总投资500万元及以上的建设项目" in shown
    assert context.facts["fai.definition.planned"].value == 500
    assert "期末后约25天" in shown
    assert [
        name for name in ("固定资产投资（不含农户）", "社会消费品零售总额", "分行业增加值") if name not in shown
    ] == []
    assert "单位GDP能耗" not in shown


def test_what_no_past_forecast_could_test_says_so_wherever_it_stands() -> None:
    shown = _told("two-scopes", "zh")[1]
    assert "（未检验）" in plain(shown["problems"])
    assert "规模以上工业增加值" in plain(shown["problems"])
    assert "未检验" not in plain(_told("rich", "zh")[1]["conclusion"]), "GDP has a record"


def test_page_one_says_why_industry_has_two_figures() -> None:
    said = plain(_told("two-figures", "zh")[1]["causes"])
    assert "前三季度增长1.7%" in said
    assert said.endswith("另含规模以下工业并按核算方法调整，与规模以上工业增加值不是同一口径。")


def test_two_scopes_of_industry_that_lie_apart_are_told_apart() -> None:
    said = plain(_told("two-scopes", "zh")[1]["situation"])
    assert "地区生产总值中的工业增长1.7%，另含规模以下工业并按核算方法调整，与规模以上工业增加值不是同一口径。" in said
    assert "不是同一口径" not in plain(_told("rich", "zh")[1]["situation"])


def test_what_the_ledger_values_stands_on_page_one_or_beside_the_office_s_own_actions(tmp_path: Path) -> None:
    context = STORIES["lists-ahead"]("zh", tmp_path)
    first, among = str(actions.page_one_actions(context)), str(lists.lists(context))
    assert "可推进的事项" in first
    assert "可推进的事项" not in among
    context.contents.ties = ()
    first, among = str(actions.page_one_actions(context)), str(lists.lists(context))
    assert "可推进的事项" not in first
    assert "可推进的事项" in among
