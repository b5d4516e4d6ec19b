"""Scenarios on a page: a sentence, one chart, one table, and what each scenario assumes with its reasons.

Whatever follows from a scenario is marked as an assumption (情景假设); the texts of a scenario come from a file,
so they are escaped, and its figures are facts like all others.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from markupsafe import Markup, escape

from shouguan.analysis.scenarios.file import BASE
from shouguan.core.periods import Named
from shouguan.facts import scenario_facts
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.rows import Assumed, ScenarioRow, Scenarios
from shouguan.facts.table import Fact
from shouguan.report import tables
from shouguan.report.charts.scenarios import scenarios_chart
from shouguan.report.context import Context
from shouguan.report.language import words

Cell = Markup | Fact | str | None


def scenarios(page: Context, compared: Scenarios) -> Markup:
    """Return the whole section.

    Parameters
    ----------
    page : Context
        Must have the facts of the comparison (`scenario_facts.compared`).
    compared : Scenarios
    """
    scenario_facts.draw(page, compared)
    chart = scenarios_chart(page.facts, _first(page, compared), page.lang)
    return Markup("<p>{}</p>{}{}{}").format(
        finding(page, compared), chart, table(page, compared), assumptions(page, compared)
    )


def finding(page: Context, compared: Scenarios) -> Markup:
    """Say what each scenario makes of the first indicator, the base first."""
    sheet = _first(page, compared)
    clauses = [_clause(page, compared, sheet, row) for row in compared.rows]
    sentence = page.say(
        "{y}年{n}：{c}。",
        y=compared.year,
        n=sheet.name(page.lang),
        c=page.say("；").join(clauses),
    )
    return sentence + _place(page, compared, sheet)


def table(page: Context, compared: Scenarios) -> tables.Table:
    """Return the scenarios side by side: full year, interval, change, chance, rank, and what is changed."""
    several = len(compared.indicators) > 1
    columns: list[tuple[Markup, Callable[[Context, Scenarios, Sheet, ScenarioRow], Cell]]] = [
        (page.say("预计全年（%）"), _median),
        (page.say("80%区间（%）"), _interval),
        (page.say("较基准（百分点）"), _change),
        (page.say("目标实现可能性"), _chance),
        (page.say("位次（80%区间）"), _rank),
        (page.say("变动", "scenarios"), _changed),
    ]
    pairs = [(page.sheets[code], row) for code in compared.indicators for row in compared.rows]
    rows = [
        [_name(page, sheet if several else None, row), *(cell(page, compared, sheet, row) for _, cell in columns)]
        for sheet, row in pairs
    ]
    note = page.say(
        "情景是在假设成立时的测算，不是预测会发生什么。被假设的指标按所写变动，其余时段和指标按抽样中的共同变动随之而动；"
        "已公布的数据不受情景影响；目标所需的后期增速与情景无关，不列。±为假设本身的标准差。",
    )
    ranked = page.say(
        "位次按全年增速一位小数在同组地区中排列，并列同位；其他地区不随情景变动。",
    )
    return tables.Table(
        [page.say("情景"), *(head for head, _ in columns)],
        rows,
        caption=page.say("{y}年各情景对照（增速）", y=compared.year),
        kind="wide",
        words=1,
        note=note + (_without_rank(page, compared) if compared.no_rank is not None else ranked),
    ).without_empty()


def assumptions(page: Context, compared: Scenarios) -> Markup:
    """Return what each scenario changes, each with its reason, and the scenarios that do not fit the day."""
    changed = [
        (row, [(_said(page, sentence), sentence.why) for sentence in row.sentences])
        for row in compared.rows
        if row.name != BASE
    ]
    if not changed and not compared.left_out:
        return Markup("")
    return page.fill("assumptions", changed=changed, left_out=compared.left_out)


def _first(page: Context, compared: Scenarios) -> Sheet:
    return page.sheets[compared.indicators[0]]


def _fact(page: Context, compared: Scenarios, sheet: Sheet, row: ScenarioRow, what: str) -> Fact | None:
    return page.facts.get(sheet.key(scenario_facts.key(row.name, compared.year, what=what)))


def _there(page: Context, compared: Scenarios, sheet: Sheet, row: ScenarioRow, what: str) -> Fact:
    return page.facts[sheet.key(scenario_facts.key(row.name, compared.year, what=what))]


def _mark(page: Context) -> Markup:
    return Markup(' <span class="tag">{}</span>').format(page.say("情景假设"))


def _clause(page: Context, compared: Scenarios, sheet: Sheet, row: ScenarioRow) -> Markup:
    sentence = page.say(
        "{n}预计{g}（80%区间{i}）",
        n=page.facts.quote(row.title(page.lang)),
        g=words.grew(_there(page, compared, sheet, row, "median"), page.lang, expected=page.lang == "en"),
        i=words.interval(
            _there(page, compared, sheet, row, "lower80"), _there(page, compared, sheet, row, "upper80"), page.lang
        ),
    )
    change = _there(page, compared, sheet, row, "change")
    if row.name != BASE:
        if change.rounded == 0:
            sentence += page.say("，与基准持平")
        elif change.rounded > 0:
            sentence += page.say("，比基准高{f}个百分点", f=change.magnitude)
        else:
            sentence += page.say("，比基准低{f}个百分点", f=change.magnitude)
    chance = _fact(page, compared, sheet, row, "chance")
    if chance is not None:
        sentence += page.say(
            "，目标实现可能性{c}，{w}",
            c=words.chance_percent(chance, page.lang),
            w=words.chance_word(chance, page.lang),
        )
    return sentence


def _place(page: Context, compared: Scenarios, sheet: Sheet) -> Markup:
    """Say the rank of the base and what one place more takes."""
    row = compared.rows[0]
    rank = _fact(page, compared, sheet, row, "rank.median")
    if rank is None:
        return Markup("")
    sentence = page.say(
        "{b}全年位次预计为第{f}位（{n}个地区，80%区间为第{l}—{u}位）",
        b=row.title(page.lang) if page.lang == "zh" else row.title("en").lower(),
        f=rank,
        n=_there(page, compared, sheet, row, "rank.peers"),
        l=_there(page, compared, sheet, row, "rank.best"),
        u=_there(page, compared, sheet, row, "rank.worst"),
    )
    growth, step = (_fact(page, compared, sheet, row, what) for what in ("rank.to_pass", "rank.step"))
    if growth is None or step is None:
        return sentence + page.say("。")
    return sentence + page.either(
        "，再前移一位约需全年{g}，比预计高{s}个百分点左右。",
        "; one place more takes a year of about {v}%, some {s} points more than expected.",
        g=words.grew(growth, page.lang),
        v=growth,
        s=step,
    )


def _name(page: Context, sheet: Sheet | None, row: ScenarioRow) -> Markup:
    title = page.facts.quote(row.title(page.lang))
    label = Markup("{}").format(title) if sheet is None else page.say("{i}：{n}", i=sheet.name(page.lang), n=title)
    return label if row.name == BASE else label + _mark(page)


def _median(page: Context, compared: Scenarios, sheet: Sheet, row: ScenarioRow) -> Cell:
    return Markup("<strong>{}</strong>").format(_there(page, compared, sheet, row, "median"))


def _interval(page: Context, compared: Scenarios, sheet: Sheet, row: ScenarioRow) -> Cell:
    low, high = _there(page, compared, sheet, row, "lower80"), _there(page, compared, sheet, row, "upper80")
    return words.between(low, high, page.lang)


def _change(page: Context, compared: Scenarios, sheet: Sheet, row: ScenarioRow) -> Cell:
    return None if row.name == BASE else _there(page, compared, sheet, row, "change")


def _chance(page: Context, compared: Scenarios, sheet: Sheet, row: ScenarioRow) -> Cell:
    fact = _fact(page, compared, sheet, row, "chance")
    if fact is None:
        return None
    return Markup("{} {}").format(words.chance_percent(fact, page.lang), words.chance_word(fact, page.lang))


def _rank(page: Context, compared: Scenarios, sheet: Sheet, row: ScenarioRow) -> Cell:
    fact = _fact(page, compared, sheet, row, "rank.median")
    if fact is None:
        return None
    best, worst = (_there(page, compared, sheet, row, end) for end in ("rank.best", "rank.worst"))
    span = words.in_brackets(best, worst, page.lang)
    placed = page.say("{f}/{n}", f=fact, n=_there(page, compared, sheet, row, "rank.peers"))
    return Markup('{} <span class="band">{}</span>').format(placed, span)


def _changed(page: Context, compared: Scenarios, sheet: Sheet, row: ScenarioRow) -> Cell:
    """Say what the scenario changes of this indicator itself."""
    own = [_said(page, sentence) for sentence in row.sentences if sentence.indicator == sheet.code]
    if own:
        text = page.say("；").join(own)
        return text if len(own) == len(row.sentences) else text + page.say("；并随其他指标变动")
    alone = not row.sentences or sheet.entry.yearly  # what comes out once a year goes with none (`components.joint`)
    return page.say("无") if alone else page.say("随其他指标变动")


def _said(page: Context, sentence: Assumed) -> Markup:
    """Fill one sentence: its figures are facts, its texts are escaped, and its own words are no markup either."""
    pattern, at = (sentence.zh, 0) if page.lang == "zh" else (sentence.en, 1)
    values: dict[str, object] = {name: fact.magnitude for name, fact in sentence.figures.items()}
    for name, pair in sentence.texts.items():
        when = sentence.when.get(name)
        values[name] = page.facts.quote(pair[at]) if when is None else Named(pair[at], when)
    pieces = re.split(r"\{(\w+)\}", html.escape(pattern, quote=False))
    filled = [Markup(piece) if number % 2 == 0 else escape(values[piece]) for number, piece in enumerate(pieces)]
    return Markup("").join(filled)


def _without_rank(page: Context, compared: Scenarios) -> Markup:
    assert compared.no_rank is not None
    return page.either(
        "未列位次：{z}。",
        " No ranks: {e}.",
        z=page.facts.quote(compared.no_rank[0]),
        e=page.facts.quote(compared.no_rank[1]),
    )
