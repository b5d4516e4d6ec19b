"""Tasks of a task force as facts: groups of them against their own deadlines, each one, and those of last time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from shouguan.core.parameters import Every
from shouguan.facts.bulletin_rows import Group, Item, KindList, LastIssue, LastTime
from shouguan.facts.list_figures import COUNTED, Figures, missing
from shouguan.facts.table import Fact
from shouguan.investment import promises, tasks

_LATE_NAMES = 3
_RATE, _PACE = "已完成任务 ÷ 任务", "时限已到的任务 ÷ 任务"
_LIKENESS = "名称、任务文字中相同部分所占的比例"
_SAID = ("project", "what", "unit", "person")
_CALLED = (tasks.OVERDUE, tasks.SOON)
"""How a task stands that a bulletin calls for."""


def next_day(day: dt.date, every: Every) -> dt.date:
    """Return the day of the next bulletin: a week on, or the same day of the next month.

    Examples
    --------
    >>> next_day(dt.date(2020, 10, 25), "week"), next_day(dt.date(2020, 1, 31), "month")
    (datetime.date(2020, 11, 1), datetime.date(2020, 2, 29))
    """
    return (pd.Timestamp(day) + (pd.DateOffset(weeks=1) if every == "week" else pd.DateOffset(months=1))).date()


@dataclass(frozen=True)
class Told:
    """The tasks of a task force as they stand on a day.

    Attributes
    ----------
    of : Figures
    table : DataFrame
        From `tasks.tasks`.
    day, until : date
        The page's, and that of the next bulletin.
    items : tuple of Item
        In the order of the table.
    same_name : float
        From which likeness on two names are one project's.
    listed : dict of str to str
        By kind of task the month of its list.
    """

    of: Figures
    table: pd.DataFrame
    day: dt.date
    until: dt.date
    items: tuple[Item, ...]
    listed: dict[str, str] = field(default_factory=dict)
    same_name: float = 0.75

    @property
    def whole(self) -> Group | None:
        """All tasks; None where there is none."""
        return group(self.of, "whole", "", self.table, self.day)

    @property
    def soon(self) -> Fact:
        """How many are due by the next bulletin and not overdue."""
        number = sum(item.state == tasks.SOON for item in self.items)
        return self.of.count(
            self.of.named("whole").at("soon"), number, "全部：下期前到期", "whole: due by the next one"
        )

    @property
    def asked(self) -> tuple[Item, ...]:
        """Those that are called for, the longest overdue first."""
        called = [item for item in self.items if item.state in _CALLED]
        return tuple(sorted(called, key=lambda item: (item.deadline or self.until, item.key)))

    def groups(self, by: str) -> tuple[Group, ...]:
        """Return the tasks by `unit`, `person` or `district`, the most overdue first, those that name none last."""
        order = tasks.progress(self.table, self.day, by).index if len(self.table) else []
        named = [name for name in order if name != tasks.UNNAMED]
        rows = self.table.assign(by=self.table[by].fillna(tasks.UNNAMED))
        made = []
        for at, name in enumerate([*named, *([tasks.UNNAMED] if len(named) < len(order) else [])], start=1):
            made.append(group(self.of, f"{by}_{at}", str(name), rows[rows["by"] == name], self.day))
        return tuple(each for each in made if each is not None)

    def by_kind(self, most: int) -> tuple[KindList, ...]:
        """Return the lists, each with what is called for, what is new and the longest overdue first, by unit."""
        made = []
        for at, kind in enumerate(tasks.KINDS):
            rows = self.table[self.table["kind"] == kind]
            whole = group(self.of, f"kind_{at}", kind, rows, self.day)
            if whole is not None:
                called = sorted((item for item in self.asked if item.kind == kind), key=lambda item: not item.new)
                shown = sorted(called[:most], key=lambda item: (item.unit, item.person))  # stable: by deadline within
                made.append(KindList(kind, whole, tuple(shown), _more(self.of, f"kind_{at}", len(called) - most)))
        return tuple(made)

    def since(self, last: LastIssue) -> Told:
        """Mark what is called for and was not by the bulletin before."""
        known = set(promises.found_again(_asked(last), _by_key(self.table), self.same_name)["now_key"].dropna())
        return replace(
            self,
            items=tuple(replace(item, new=item.state in _CALLED and item.key not in known) for item in self.items),
        )

    def agenda(self) -> tuple[tuple[str, tuple[Item, ...]], ...]:
        """Return what is called for by person, and by unit where no person is named."""
        names = list(dict.fromkeys(item.person or item.unit or tasks.UNNAMED for item in self.asked))
        ordered = [group.name for group in self.groups("person") if group.name in names]
        ordered += [name for name in names if name not in ordered]
        return tuple(
            (name, tuple(item for item in self.asked if (item.person or item.unit or tasks.UNNAMED) == name))
            for name in ordered
        )


def _by_key(table: pd.DataFrame) -> pd.DataFrame:
    return table.drop_duplicates("key").set_index("key")


def _asked(last: LastIssue) -> pd.DataFrame:
    """Return what a bulletin called for, with a district that is missing where it says none."""
    promised = pd.DataFrame([{name: getattr(each, name) for name in tasks.ASKED} for each in last.asked])
    promised = promised if len(promised) else pd.DataFrame(columns=list(tasks.ASKED))
    return promised.assign(deadline=pd.to_datetime(promised["deadline"]))


def told(
    of: Figures,
    table: pd.DataFrame,
    day: dt.date,
    until: dt.date,
    listed: Mapping[str, str] | None = None,
    same_name: float = 0.75,
) -> Told:
    """Return the tasks of a table as they stand on a day, with the days that each is overdue or has left.

    Parameters
    ----------
    of : Figures
    table : DataFrame
        From `tasks.tasks`.
    day, until : date
    listed : mapping of str to str, optional
        By kind of task the month of its list.
    same_name : float
        From which likeness on two names are one project's.
    """
    rows = table.assign(state=tasks.states(table, day, until), now=pd.NaT)
    return Told(of, table, day, until, _items(of, "task", rows, day), dict(listed or {}), same_name)


def group(of: Figures, name: str, label: str, rows: pd.DataFrame, day: dt.date) -> Group | None:
    """Add the figures of some tasks; None of none."""
    if rows.empty:
        return None
    counts = tasks.progress(rows, day).iloc[0]
    named, zh, en = of.named(name), label or "全部", name.replace("_", " ")

    def count(column: str, what: str, what_en: str) -> Fact:
        return of.add(named.at(column), counts[column], f"{zh}：{what}", f"{en}: {what_en}", COUNTED)

    def share(column: str, what: str, what_en: str, formula: str) -> Fact:
        labels = f"{zh}：{what}", f"{en}: {what_en}"
        return of.add(named.at(column.removesuffix("_pct")), counts[column], *labels, formula, unit="%", decimals=1)

    rate = share("rate_pct", "实际完成", "done of tasks", _RATE)
    pace = share("pace_pct", "序时进度应完成", "due by the day", _PACE)
    ahead = of.add(
        named.at("ahead"),
        rate.rounded - pace.rounded,
        f"{zh}：实际与序时进度之差",
        f"{en}: done less due",
        f"{rate.key} − {pace.key}（均按印出的一位小数）",
        inputs=(rate.key, pace.key),
        unit="pp",
        decimals=1,
    )
    late = rows[~rows["done"] & rows["deadline"].lt(pd.Timestamp(day))].sort_values("deadline", kind="stable")
    names = [row["project"] or row["what"] for row in late.to_dict("records")]
    return Group(
        label,
        count("tasks", "承担任务", "tasks"),
        count("done", "已完成", "done"),
        count("overdue", "逾期", "overdue"),
        rate,
        pace,
        ahead,
        tuple(dict.fromkeys(map(str, names)))[:_LATE_NAMES],
    )


def last_time(of: Figures, last: LastIssue, now: Told, most: int) -> LastTime:
    """Return what became of the tasks that the last bulletin called for.

    Of a list that has not come in anew since, and in which nothing changed either, nothing can be said.
    """
    after = promises.followed(_asked(last), now.table, now.day, now.until, now.same_name)
    same = after["kind"].isin(_unchanged(last, now, after))
    asked, compared = len(after), after[~same]
    outcome = compared["outcome"]

    def count(name: str, value: int, zh: str, en: str) -> Fact:
        return of.count(of.named("last").at(name), value, f"上期事项：{zh}", f"asked last time: {en}")

    rows = compared.rename(columns={"outcome": "state"})
    return LastTime(
        as_of=last.as_of,
        issue=of.add(of.named("last").at("issue"), last.issue, "上期期号", "last issue", "上期通报"),
        signed=last.signed,
        asked=count("asked", asked, "项数", "tasks"),
        done=count("done", int(outcome.eq(tasks.DONE).sum()), "已完成", "done"),
        overdue=count("overdue", int(outcome.eq(tasks.OVERDUE).sum()), "逾期", "overdue"),
        moved=count("moved", int(outcome.eq(tasks.MOVED).sum()), "时限有改动", "with a later deadline"),
        gone=count("gone", int(outcome.eq(tasks.GONE).sum()), "本期清单未列", "on no list any more"),
        left=count(
            "left", int(outcome.isin([tasks.SOON, tasks.DISTANT, tasks.UNDATED]).sum()), "未到期", "not due yet"
        ),
        rows=_items(of, "promise", rows.head(most), now.day),
        more=_more(of, "promise", len(rows) - most),
        new=count("new", sum(item.new for item in now.since(last).items), "本期新增", "new this time"),
        same=count("same", int(same.sum()), "上期以来没有新清单", "no newer list since") if same.any() else None,
    )


def _unchanged(last: LastIssue, now: Told, after: pd.DataFrame) -> set[str]:
    """Return the kinds of tasks whose list is still the one of the bulletin before.

    A list that was corrected keeps its month: where a task of it is done, moved or gone, it is not the same.
    """
    happened = set(after.loc[after["outcome"].isin([tasks.DONE, tasks.MOVED, tasks.GONE]), "kind"])
    return {kind for kind, month in now.listed.items() if last.listed.get(kind) == month} - happened


def _items(of: Figures, name: str, rows: pd.DataFrame, day: dt.date) -> tuple[Item, ...]:
    return tuple(_item(of, name, at, row, day) for at, row in enumerate(rows.to_dict("records"), start=1))


def _item(of: Figures, name: str, at: int, row: dict[str, object], day: dt.date) -> Item:
    state, deadline, now = str(row["state"]), _day(row["deadline"]), _day(row["now"])
    due = now or deadline
    days = None
    if due is not None and state in _CALLED:
        late = state == tasks.OVERDUE
        number = (day - due).days if late else (due - day).days
        zh, en, formula = (
            ("逾期天数", "days overdue", "报告日 − 时限") if late else ("剩余天数", "days left", "时限 − 报告日")
        )
        label = f"{row['project'] or row['what']}：{zh}", f"{name} {at}: {en}"
        days = of.add(of.named(name, at).at("days"), number, *label, formula)
    project, what, unit, person = ("" if missing(row[each]) else str(row[each]) for each in _SAID)
    kind, key, done_on = str(row["kind"]), str(row["key"]), _day(row["done_on"])
    district = "" if missing(row.get("district")) else str(row["district"])
    found = row.get("now_key")
    other = not missing(found) and found != key
    score = None
    if other and float(str(row["score"])) < 1:
        labels = f"{row['project'] or row['what']}：名称相似度", f"{name} {at}: likeness of names"
        score = of.add(of.named(name, at).at("score"), float(str(row["score"])), *labels, _LIKENESS, decimals=2)
    made = Item(kind, key, project, what, unit, person, deadline, done_on, state, days, now, district=district)
    return replace(made, matched=other, score=score)


def _more(of: Figures, name: str, number: int) -> Fact | None:
    return of.count(of.named(name).at("more"), number, "未列出的行", "rows not listed") if number > 0 else None


def _day(value: object) -> dt.date | None:
    return None if missing(value) else pd.Timestamp(value).date()
