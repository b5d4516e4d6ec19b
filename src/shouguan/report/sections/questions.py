"""Questions that leaders ask, those that facts answer; of the others an analyst is told what to enter."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from shouguan.core.periods import ytd_label
from shouguan.data.place import NATION
from shouguan.facts import contributions
from shouguan.facts.contents import Moved
from shouguan.facts.indicator_report import Sheet, entry_for
from shouguan.report.context import Context
from shouguan.report.language import answers, phrases, sentences, words
from shouguan.report.sections.causes import assumed, news_cause, since
from shouguan.report.sections.headline import goal_name, ranked, reached_before

_MAX_DRAGGING = 3


@dataclass(frozen=True)
class Missing:
    """What is said to an analyst where no fact answers."""

    said: Markup


Answer = Markup | Missing


def questions(page: Context, moved: Moved | None = None) -> Markup:
    """Return the questions with their answers, about the first indicator of the page where one has to be chosen.

    Parameters
    ----------
    page : Context
    moved : Moved, optional
        Why the forecast moved since the last briefing.
    """
    sheet = next(iter(page.sheets.values()))
    pairs: list[tuple[Markup, Answer]] = [
        (page.say("上年同期基数怎么样？"), _bases(page)),
        *([] if page.place.region == NATION else [(_behind_whom(page, sheet), _above(page, sheet))]),
        (page.say("目标完不成会怎样？"), _missed(page, sheet)),
        (
            page.say("全年每提高0.1个百分点，要多增多少？"),
            _tenths(page),
        ),
        (page.say("哪些行业下拉增速？"), _drags(page, sheet)),
        (page.say("测算准不准，以往差多少？"), _trust(page)),
        (page.say("和上次测算相比变了什么？"), _moved(page, moved)),
        (
            page.say("还有哪些数据没有公布，何时公布？"),
            _awaited(page),
        ),
        (page.say("位次在哪里，前移一位差多少？"), _rank(page)),
        (page.say("目标还能不能实现？"), _reach(page)),
    ]
    answered = [
        Markup("<li><p><strong>{}</strong></p><p>{}</p></li>").format(question, answer)
        for question, answer in pairs
        if isinstance(answer, Markup)
    ]
    missing = [
        page.lacking(Markup("{}{}").format(question, answer.said))
        for question, answer in pairs
        if isinstance(answer, Missing)
    ]
    return Markup('<ol class="questions">{}</ol>{}').format(Markup("").join(answered), Markup("").join(missing))


def _join(page: Context, clauses: list[Markup], missing: Answer) -> Answer:
    """Return the answers of several indicators as one, or what is missing where there is none."""
    return Markup("" if page.lang == "zh" else " ").join(clauses) if clauses else missing


def _enter(page: Context, zh: tuple[str, str], en: tuple[str, str]) -> Missing:
    return Missing(answers.enter(*(zh if page.lang == "zh" else en), page.lang))


def _bases(page: Context) -> Answer:
    clauses: list[Markup] = []
    for sheet in page.sheets.values():
        tilt = page.standing(sheet).tilt
        if tilt is not None:
            told = answers.last_base(sheet.name(page.lang), sheet.rest(page.lang), tilt, page.lang)
            clauses.append(page.say("{t}。", t=told))
    if clauses:
        sheet = next(iter(page.sheets.values()))
        clauses.append(answers.base_rule(page.facts[sheet.key("rule", "base")], page.lang))
    return _join(
        page,
        clauses,
        _enter(
            page,
            ("上年各期累计增速不全", "导入上年各期累计增速后列出"),
            ("YTD growth of last year is not complete", "Import it to have the base"),
        ),
    )


def _behind_whom(page: Context, sheet: Sheet) -> Markup:
    """Ask why growth is above or below that of the nearest region above, whichever it is."""
    places = page.standing(sheet).above
    if places and places[-1].difference.rounded < 0:
        return page.say("为什么低于{n}？", n=places[-1].name)
    if places and places[-1].difference.rounded > 0:
        return page.say("为什么高于{n}？", n=places[-1].name)
    return page.say("与上级相比怎么样？")


def _above(page: Context, sheet: Sheet) -> Answer:
    places = page.standing(sheet).above
    clause = phrases.against(page.newest(sheet), places, page.lang) if places else None
    if clause is None:
        return _enter(
            page,
            ("上级地区同期增速", "导入上级地区的累计增速后比较"),
            ("growth of the region above in the same stretch", "Import it to compare"),
        )
    told = page.say("{t}，{s}。", t=page.so_far(sheet), s=clause)
    parts = contributions.named(page.contributed(sheet))
    up, down = contributions.lifting(parts)[:1], contributions.dragging(parts)[:1]
    if not up and not down:
        return told + page.say("没有分行业数据，不能说明差在哪里。")
    names = [
        page.say(
            "{n}{c}",
            n=words.inline(_name(part.code, page)),
            c=phrases.contribution(part.points, sheet.name(page.lang), None, page.lang),
        )
        for part in (*up, *down)
    ]
    return told + page.say(
        "上级没有可比的分行业数据，只能从本地看：{l}。",
        l=Markup("；" if page.lang == "zh" else "; ").join(names),
    )


def _missed(page: Context, sheet: Sheet) -> Answer:
    target = sheet.main_target
    if target is None:
        return _no_target(page)
    gap, sentence = page.of_target(sheet, "gap", target), page.gap(sheet, target, goal_name(page, sheet, target))
    expected, ends = (
        page.full_year(sheet, "median"),
        (page.full_year(sheet, "lower80"), page.full_year(sheet, "upper80")),
    )
    if gap.rounded >= 0:
        odds = words.chance(page.step(sheet, "chance", target.met_from), page.lang)
        return answers.met(expected, ends, sentence, odds, page.lang)
    return answers.missed(expected, ends, sentence, page.standing(sheet).gap_worth, page.lang)


def _no_target(page: Context) -> Missing:
    what = page.say("{y}年目标没有记录", y=page.year)
    how = page.say("把年度目标写进 targets.csv 后列出")
    return Missing(answers.enter(what, how, page.lang))


def _tenths(page: Context) -> Answer:
    clauses = [
        page.say(
            "{n}：{t}。",
            n=sheet.name(page.lang),
            t=phrases.tenth(
                sheet.rest(page.lang),
                page.facts[sheet.key("cost", page.year)],
                page.standing(sheet).worth,
                page.lang,
                better=sheet.entry.better,
            ),
        )
        for sheet in page.sheets.values()
        if sheet.known
    ]
    return _join(page, clauses, Markup(""))


def _drags(page: Context, sheet: Sheet) -> Answer:
    parts = contributions.named(page.contributed(sheet))
    if not parts:
        return _enter(
            page,
            ("各行业增速和上年同期数值", "导入分行业增加值后列出"),
            ("growth by industry and last year's values", "Import value added by industry"),
        )
    down = contributions.dragging(parts)[:_MAX_DRAGGING]
    if not down:
        slowest = min(parts, key=lambda part: part.growth.value)
        stretch = ytd_label(sheet.origin, page.lang)
        return answers.no_drag(_name(slowest.code, page), slowest.growth, stretch, page.lang)
    clauses = [
        page.say(
            "{n}{g}，{c}",
            n=words.inline(_name(part.code, page)),
            g=words.grew(part.growth, page.lang),
            c=phrases.contribution(part.points, sheet.name(page.lang), None, page.lang),
        )
        for part in down
    ]
    return answers.drags(clauses, page.lang)


def _trust(page: Context) -> Answer:
    clauses = []
    for sheet in page.sheets.values():
        if sheet.key("record", "n") in page.facts.facts:
            n, regions, mae, held = (
                page.facts[sheet.key("record", name)] for name in ("n", "regions", "mae", "coverage80")
            )
            told = answers.trust(n, regions, mae, held, page.lang)
            clauses.append(page.say("{n}：{t}", n=sheet.name(page.lang), t=told))
    return _join(
        page,
        clauses,
        _enter(
            page,
            ("同一时点的回溯预测不足", "运行 shouguan backtest 积累记录"),
            ("too few past forecasts at this point of the year", "Run shouguan backtest to have a record"),
        ),
    )


def _moved(page: Context, moved: Moved | None) -> Answer:
    if moved is None or moved.indicator not in page.sheets:
        return _enter(
            page,
            ("没有可比的上次测算", "用 --since 指明上次测算的日期"),
            ("there is no last briefing to compare with", "Name its day with --since"),
        )
    sheet = page.sheets[moved.indicator]
    sentence = since(page, sheet, moved)
    step = news_cause(page, sheet, moved)
    if step is None:
        return page.say("{s}。", s=words.capital(sentence)) + assumed(page, moved)
    return page.say("{s}；影响最大的是：{c}。", s=words.capital(sentence), c=step) + assumed(page, moved)


def _awaited(page: Context) -> Answer:
    clauses = [
        page.say(
            "{s}。",
            s=sentences.unpublished(
                state.entry.zh if page.lang == "zh" else state.entry.en,
                page.stretch(state.next),
                state.next_on,
                page.lang,
            ),
        )
        for state in page.published
    ]
    return _join(page, clauses, Markup(""))


def _rank(page: Context) -> Answer:
    clauses = []
    for sheet in page.sheets.values():
        position = ranked(page, sheet, moved=True)
        if position is None:
            continue
        ahead = page.standing(sheet).next_ahead
        better = sheet.entry.better
        place = answers.at_top(page.lang) if ahead is None else answers.next_place(*ahead, page.lang, better=better)
        clauses.append(page.say("{n}{p}；{a}。", n=sheet.name(page.lang), p=position, a=place))
    return _join(
        page,
        clauses,
        _enter(
            page,
            ("没有设定考核同组，或同组地区数据不全", "在 place.yaml 写 peers，并导入同组地区的增速"),
            ("no group of peers is set, or its figures are not complete", "Set peers in place.yaml and import theirs"),
        ),
    )


def _reach(page: Context) -> Answer:
    clauses = []
    for sheet in page.sheets.values():
        target = sheet.main_target
        if target is None:
            continue
        rest = sheet.rest(page.lang)
        goal = page.either(
            "{n}{t}的{k}",
            "{n}, target {t}",
            n=sheet.name(page.lang),
            t=page.aim(sheet, target),
            k=goal_name(page, sheet, target),
        )
        required = page.step(sheet, "required", target.met_from)
        need = phrases.needs(rest, required, page.lang, better=sheet.entry.better)
        before = reached_before(page, sheet)
        odds = words.chance(page.step(sheet, "chance", target.met_from), page.lang) + page.untested(sheet)
        clauses.append(answers.reach(goal, odds, need, before, page.lang))
    return _join(page, clauses, _no_target(page))


def _name(code: str, page: Context) -> str:
    entry = entry_for(page.place, code)
    return entry.zh if page.lang == "zh" else entry.en
