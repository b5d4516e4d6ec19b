"""风险预警: the flags that are up, each with its evidence, cost if it lasts, what addresses it, and its record.

A flag knows nothing that the forecast does not: the section says what to look at first, and how often that was right.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.facts.flag_rows import FlagFigure, FlagRecord, FlagRow, Flags, RemedyRow
from shouguan.facts.table import Fact
from shouguan.report.context import Context
from shouguan.report.language import words
from shouguan.report.sections import list_actions


def of(page: Context) -> Flags | None:
    """Return the flags of the page's day; None where nothing could raise one."""
    return page.told("warnings").flags


def line(page: Context) -> Markup:
    """Return page one's line: how many flags are up, and the gravest; nothing where none is."""
    flags = of(page)
    if flags is None or not flags.rows:
        return Markup("")
    first = flags.rows[0]
    told = page.say("{w}（{n}）", w=words.inline(_own(page, first.name)), n=words.inline(page.named(first.indicator)))
    sentence = page.say("风险预警：亮灯{c}项，最重的是{w}{l}。", c=flags.count, w=told, l=_light(page, first))
    return Markup('<p class="causes">{}</p>').format(sentence)


def warnings(page: Context) -> Markup:
    """Return the flags that are up as a list, the gravest first, with how to read it; nothing where none is."""
    flags = of(page)
    if flags is None or not flags.rows:
        return Markup("")
    notes = [
        page.say("代价按同一组抽样测算，各项不能相加；应对只列红灯的。"),
        page.say("误报率为报警后未出现的比例，漏报率为出现前未报警的比例，按本年以前检验。"),
    ]
    if flags.off:
        join = "、" if page.lang == "zh" else ", "
        off = join.join(_own(page, name) for name in flags.off)
        notes.append(page.say("不看的预警：{o}（见 warnings.yaml）。", o=off))
    listed = (_flag(page, row, flags.rows[:at]) for at, row in enumerate(flags.rows))
    return page.items(listed, '<ol class="flags">') + page.note(Markup("").join(notes))


def _flag(page: Context, row: FlagRow, before: Sequence[FlagRow]) -> Markup:
    head = page.say(
        "{w}（{n}，{d}起）{l}",
        w=words.capital(Markup(_own(page, row.name))),
        n=words.inline(page.named(row.indicator)),
        d=words.day(row.since, page.lang),
        l=_light(page, row),
    )
    comma = page.say("，")
    told = [comma.join(_evidence(page, row, figure) for figure in row.figures)]
    cost = _cost(page, row)
    if cost is not None:
        told.append(cost)
    # A page has room for what addresses grave flags; `shouguan warnings` has it of all.
    remedies = row.remedies if row.grave else ()
    same = next((each for each in before if remedies and each.grave and each.remedies == remedies), None)
    if same is not None:
        told.append(page.say("应对同“{w}”", w=words.inline(_own(page, same.name))))
    elif remedies:
        told.append(page.say("应对：{r}", r=page.say("；").join(_remedy(page, each) for each in remedies)))
    told.append(_record(page, row))
    sentences = [page.say("{t}。", t=words.capital(each)) for each in told]
    return page.say("{h}：", h=head) + Markup("" if page.lang == "zh" else " ").join(sentences)


def _own(page: Context, pair: tuple[str, str]) -> str:
    """Return the word in the page's language."""
    return pair[0 if page.lang == "zh" else 1]


def _light(page: Context, row: FlagRow) -> Markup:
    return Markup('<span class="tag">{}</span>').format(_own(page, row.light))


def _evidence(page: Context, row: FlagRow, figure: FlagFigure) -> Markup:
    when, label = figure.when(row.indicator, page.lang), figure.zh if page.lang == "zh" else figure.en
    name = words.inline(label) if when is None else page.say("{t}{l}", t=when, l=words.inline(label))
    return page.either("{n}{f}{a}", "{n} {f}{a}", n=name, f=_value(page, figure.fact), a=_own(page, figure.after))


def _value(page: Context, fact: Fact) -> Markup:
    if fact.unit == "place":
        return page.say("第{f}位", f=fact)
    if fact.unit == "亿元":
        return page.say("{f}亿元", f=fact)
    if fact.unit == "%" and fact.decimals == 0:
        return words.chance_percent(fact, page.lang)
    if fact.unit == "%":
        return words.grew(fact, page.lang)
    return Markup(fact.__html__())


def _cost(page: Context, row: FlagRow) -> Markup | None:
    less = []
    if row.points is not None and row.points.rounded < 0:
        less.append(page.say("全年少{p}个百分点", p=row.points.magnitude))
    if row.points is not None and row.points.rounded > 0:
        less.append(page.say("全年高出{p}个百分点", p=row.points))
    if row.chance is not None and row.chance.rounded != 0:
        less.append(page.say("目标实现可能性降低{c}个百分点", c=row.chance.magnitude))
    return page.say("若持续，{l}", l=page.say("，").join(less)) if less else None


def _remedy(page: Context, remedy: RemedyRow) -> Markup:
    action = (
        list_actions.action(page, remedy.action, remedy.project)
        if remedy.project
        else page.given(remedy.action, remedy.action_en)
    )
    about = []
    if remedy.owner:
        about.append(page.say("{o}牵头", o=page.given(remedy.owner, remedy.owner_en)))
    if remedy.deadline is not None:
        due = words.day(remedy.deadline, page.lang)
        passed = remedy.deadline < page.as_of
        about.append(page.say("时限{d}、已超期", d=due) if passed else page.say("时限{d}", d=due))
    if remedy.points is not None:
        about.append(page.say("预计拉动全年{p}个百分点", p=remedy.points))
    return page.say("{a}（{w}）", a=action, w=page.say("，").join(about)) if about else action


def _record(page: Context, row: FlagRow) -> Markup:
    if row.record is not None:
        return _rates(page, row.record)
    if row.untested is not None:
        return page.say("未检验：{w}", w=words.inline(_own(page, row.untested)))
    return page.say("未检验")


def _rates(page: Context, record: FlagRecord) -> Markup:
    of_what = page.say("模拟城市") if record.simulated else page.say("以往")
    cases = page.say("{w}{n}例（{e}）", w=of_what, n=record.cases, e=_own(page, record.event))
    false = record.false_alarms
    rates = page.say("没有报过警") if false is None else page.say("误报率{f}%", f=false)
    if record.misses is None:
        return page.say("{c}：{r}", c=cases, r=rates)
    return page.say("{c}：{r}，漏报率{m}%", c=cases, r=rates, m=record.misses)
