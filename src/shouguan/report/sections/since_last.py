"""What changed since the last briefing: a short list in words, and a table of then and now.

Every figure of the last briefing becomes a fact of this page, `previous.…`, that says which report it is from.
"""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from shouguan.core import indicators
from shouguan.core.periods import Named, Period, rest_label, ytd_label
from shouguan.facts.changes import Goal, Line, Pair
from shouguan.facts.contents import Last
from shouguan.facts.indicator_report import entry_for
from shouguan.facts.last_briefing import MOST_REVISED, PREFIX
from shouguan.facts.table import Fact
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import units, words

_KINDS = {"original": "原目标", "stretch": "奋斗目标", "floor": "确保目标", "reach": "力争目标"}
_KINDS_EN = {
    "original": "the first target",
    "stretch": "the stretch target",
    "floor": "the floor",
    "reach": "the reach",
}


def since_last(page: Context, last: Last | None) -> Markup:
    """Return what changed since the last briefing; that there is none where this is the first.

    Parameters
    ----------
    page : Context
    last : Last or None
        The last briefing, and how this one differs (`facts.last_briefing.compared`).
    """
    if last is None:
        first = page.say(
            "本报告首次编制，没有上期报告；上次测算是用同一方法、只用上一次发布日及以前的数据重算的。",
        )
        return Markup("<p>{}</p>").format(first)
    told = _Told(page, last)
    return Markup("<p>{}</p>{}{}").format(told.whom(), page.items(told.items()), told.table())


class _Told:
    """The words of one comparison."""

    def __init__(self, page: Context, last: Last) -> None:
        self.page = page
        self.last = last
        self.changes = last.changes
        self._single = all(len(line.goals) < 2 for line in last.changes.lines)

    def whom(self) -> Markup:
        """Say which report this one is compared with."""
        return self.page.say(
            "上期报告数据截至{d}（{v}）。",
            d=words.day(self.last.as_of, self.page.lang),
            v=self.page.say("草稿，未签发") if self.last.issue is None else self.page.say("签发件"),
        )

    def items(self) -> list[Markup]:
        """Return what changed, one item an indicator, then targets and revisions."""
        page, changes = self.page, self.changes
        if changes.year != changes.year_before:
            return [
                page.say(
                    "上期测算的是{a}年，本期测算的是{b}年，全年测算不作比较。",
                    a=changes.year_before,
                    b=changes.year,
                ),
                *self._revised(),
            ]
        made = [each for line in changes.lines for each in self._line(line)]
        return [*made, *self._revised()]

    def table(self) -> tables.Shown:
        """Return then and now side by side; a column appears only where some indicator has its figure."""
        page = self.page
        columns: list[tuple[Markup, Callable[[Line], object]]] = [
            (page.say("指标"), self._name),
            (page.say("上期预计全年（%）"), lambda line: self._range(line, now=False)),
            (page.say("本期预计全年（%）"), lambda line: self._range(line, now=True)),
            (page.say("变化（百分点）"), self._moved),
            (page.say("上期后期需增（%）"), lambda line: self._needed(line, now=False)),
            (page.say("本期后期需增（%）"), lambda line: self._needed(line, now=True)),
            (page.say("上期位次"), lambda line: self._place(line, now=False)),
            (page.say("本期位次"), lambda line: self._place(line, now=True)),
        ]
        rows = [[cell(line) for _, cell in columns] for line in self.changes.lines]
        if not rows:
            return Markup("")
        head, caption = [each for each, _ in columns], page.say("与上期测算对照（80%区间）")
        return tables.Table(head, rows, caption=caption, kind="wide").without_empty()

    # One indicator in words.

    def _line(self, line: Line) -> list[Markup]:
        page = self.page
        name, both = self._name(line), line.median.both
        if both is None:
            gone = line.median.now is None
            zh, en = ("{n}本期未作测算。", "{n} is not forecast this time.") if gone else _NEW
            return [page.either(zh, en, n=name), *self._targets(line)]
        clauses = [self._expected(line), *(self._chance(goal) for goal in line.goals), self._ranked(line)]
        out = [
            page.say(
                "{n}：{s}。",
                n=name,
                s=page.say("；").join(each for each in clauses if each is not None),
            )
        ]
        if line.released is not None and line.origin is not None:
            out.insert(
                0,
                page.say(
                    "新公布{y}年{t}{n}：{g}。",
                    y=line.origin.year,
                    t=ytd_label(line.origin, page.lang),
                    n=name,
                    g=words.grew(line.released, page.lang),
                ),
            )
        return [*out, *self._targets(line)]

    def _expected(self, line: Line) -> Markup:
        page = self.page
        before, now = self._old(line.median), line.median.now
        low, high, was_low, was_high = line.lower.now, line.upper.now, self._old(line.lower), self._old(line.upper)
        assert before is not None
        assert now is not None
        band = ""
        if low is not None and high is not None and was_low is not None and was_high is not None:
            a, b = words.interval(was_low, was_high, page.lang), words.interval(low, high, page.lang)
            if a.striptags() == b.striptags():
                band = page.say("（80%区间仍为{b}）", b=b)
            else:
                band = page.say("（80%区间由{a}变为{b}）", a=a, b=b)
        moved = self._moved(line)
        assert moved is not None
        if moved.rounded == 0:
            return page.say("全年仍预计{g}{i}", g=_expect(now, page), i=band)
        return page.say(
            "全年预计由{a}上调为{b}，上调{c}个百分点{i}"
            if moved.rounded > 0
            else "全年预计由{a}下调为{b}，下调{c}个百分点{i}",
            a=_rate(before, page),
            b=_rate(now, page),
            c=moved.magnitude,
            i=band,
        )

    def _chance(self, goal: Goal) -> Markup | None:
        page = self.page
        target, chance = goal.target.now, goal.chance.now
        was = self._old(goal.chance)
        if target is None or chance is None or was is None:
            return None
        a, b = words.chance_percent(was, page.lang), words.chance_percent(chance, page.lang)
        if a.striptags() == b.striptags():
            zh, en = "{t}%的{k}实现可能性仍为{b}", "the chance of {k} of {t}% is still {b}"
        else:
            zh, en = "{t}%的{k}实现可能性{b}，上期{a}", "the chance of {k} of {t}% is {b}, was {a}"
        return page.either(zh, en, k=self._kind(goal, chance=True), t=target, a=a, b=b)

    def _ranked(self, line: Line) -> Markup | None:
        page, both = self.page, line.rank.both
        was = self._old(line.rank)
        if both is None or was is None or line.origin_before is None or line.origin is None:
            return None
        stretch = [ytd_label(each, page.lang) for each in (line.origin_before, line.origin)]
        if was.rounded == both[1].rounded:
            zh, en = "位次仍为第{b}位（{u}）", "still no. {b} among its peers ({u})"
        else:
            zh, en = "位次由{t}第{a}位变为{u}第{b}位", "no. {b} among its peers in {u}, no. {a} in {t}"
        return page.either(zh, en, a=was, b=both[1], t=stretch[0], u=stretch[1])

    def _targets(self, line: Line) -> list[Markup]:
        """Say which targets were set, changed or dropped."""
        page, out = self.page, []
        for goal in line.goals:
            if not goal.target.differs:
                continue
            was, now = self._old(goal.target), goal.target.now
            if was is None:
                zh, en = "{n}新设{k}{b}%", "{n}: {k} was set, {b}%"
            elif now is None:
                zh, en = "{n}不再列{k}（上期为{a}%）", "{n}: {k} is gone ({a}% before)"
            else:
                zh, en = "{n}{k}由{a}%调整为{b}%", "{n}: {k} was changed from {a}% to {b}%"
            out.append(page.either(zh + "。", en + ".", n=self._name(line), k=self._kind(goal), a=was, b=now))
        return out

    def _revised(self) -> list[Markup]:
        page, out = self.page, []
        for pair in self.changes.revised[:MOST_REVISED]:
            was, now = self._old(pair), pair.now
            assert was is not None
            assert now is not None
            out.append(
                page.say(
                    "数据修订：{n}由{a}修订为{b}。",
                    n=page.facts.quote(now.label(page.lang)),
                    a=_figure(was, page),
                    b=_figure(now, page),
                )
            )
        left = len(self.changes.revised) - len(out)
        if left > 0:
            count = page.facts[f"{PREFIX}.revised.more"]
            out.append(page.say("另有{n}个数有修订。", n=count))
        return out

    # Cells and facts.

    def _range(self, line: Line, *, now: bool) -> Markup | None:
        median, low, high = ((pair.now if now else self._old(pair)) for pair in (line.median, line.lower, line.upper))
        if median is None or low is None or high is None:
            return None
        return words.with_range(median, low, high, self.page.lang)

    def _moved(self, line: Line) -> Fact | None:
        now = line.median.now
        return None if now is None else self.page.facts.get(f"{PREFIX}.{now.key}.change")

    def _needed(self, line: Line, *, now: bool) -> Markup | None:
        """Return the growth still needed for the newest target, and of which stretch."""
        goals = [goal for goal in line.goals if goal.target.now is not None]
        origin = line.origin if now else line.origin_before
        if not goals or origin is None:
            return None
        pair = goals[-1].required
        fact = pair.now if now else self._old(pair)
        if fact is None:
            return None
        when = _rest(line.code, origin, self.page.year, self.page)
        return Markup('<span class="when">{}</span> {}').format(when, words.approx(fact))

    def _place(self, line: Line, *, now: bool) -> Markup | None:
        rank, peers = ((pair.now if now else self._old(pair)) for pair in (line.rank, line.peers))
        if rank is None or peers is None:
            return None
        return self.page.say("{f}/{n}", f=rank, n=peers)

    def _old(self, pair: Pair) -> Fact | None:
        """Return a figure of the last briefing, as a fact of this one."""
        return None if pair.before is None else self.page.facts[f"{PREFIX}.{pair.before.key}"]

    def _name(self, line: Line) -> str:
        entry = entry_for(self.page.place, line.code)
        return entry.zh if self.page.lang == "zh" else entry.en

    def _kind(self, goal: Goal, *, chance: bool = False) -> str:
        """Name a target; beside a chance never by 确保, and by its kind only where that tells it from another."""
        plain = goal.kind == "floor" or (goal.kind == "original" and self._single)
        if plain and chance:
            return "目标" if self.page.lang == "zh" else "the target"
        return (_KINDS if self.page.lang == "zh" else _KINDS_EN)[goal.kind]


_NEW = ("{n}本期新作测算，上期没有。", "{n} is forecast for the first time.")


def _expect(fact: Fact, page: Context) -> Markup:
    return words.grew(fact, page.lang, expected=page.lang == "en")


def _rate(fact: Fact, page: Context) -> Markup:
    return words.grew(fact, page.lang) if page.lang == "zh" else Markup("{}%").format(fact)


def _figure(fact: Fact, page: Context) -> Markup:
    if fact.unit == "%":
        return words.grew(fact, page.lang)
    return Markup("{}{}").format(fact, units.after(fact, page.lang))


def _rest(code: str, origin: Period, year: int, page: Context) -> Named:
    calendar = indicators.indicator(code).calendar
    known = 0 if origin.year < year else calendar.position(origin) + 1
    return rest_label(calendar, known, page.lang)
