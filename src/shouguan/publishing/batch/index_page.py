"""The index of a site: a page on which readers find a report by place, day, chance and light, without a network."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from shouguan.core import paths
from shouguan.core.indicators import indicator
from shouguan.core.language import chosen, either, spoken
from shouguan.publishing import notebooks
from shouguan.publishing.batch.entries import Entry, Key, Missing, Names, moment
from shouguan.publishing.script import source_of as script_source
from shouguan.report import templating
from shouguan.report.language import words

_LIGHTS = ((60, "good"), (40, "fair"), (20, "hard"), (0, "poor"))
"""From which chance on a light is which; its word stands beside it."""
_SCENARIOS = ("base", "optimistic", "stress")
"""What comes first; a place's own scenarios follow."""
_FOLDED = 8
"""From how many reports on a list of missing ones is folded."""


@dataclass(frozen=True)
class Row:
    """A row of the index: what it shows, and what it is found and sorted by."""

    entry: Entry
    href: str
    place: str
    what: str
    found_by: str
    indicator: str
    forecast: str
    chance: str
    word: str
    light: str


@dataclass(frozen=True)
class Group:
    """Reports that are missing for the same reason, as lines."""

    why: str
    lines: tuple[str, ...]
    folded: bool


def index(entries: Collection[Entry], missing: Collection[Missing], made: dt.datetime, *, latest: str = "") -> Markup:
    """Return the page.

    Parameters
    ----------
    entries : collection of Entry
    missing : collection of Missing
    made : datetime
        When the run began; what stands from runs of earlier days is counted, and it is said where nothing is of this.
    latest : str
        Where the folder is that always leads to the newest index and feed, from this one on; empty where it is this.
    """
    folder = paths.template_dir() / "shouguan"
    style, own, script = ((folder / name).read_text("utf-8").strip() for name in ("style.css", "index.css", "index.js"))
    several = in_several_languages(entries)
    alike = _alike(entries)
    rows = [_row(each, several, alike) for each in sorted(entries, key=_order)]
    today = made.astimezone().date()
    earlier = [day for each in entries if (day := moment(each.found).date()) < today]
    return templating.fill(
        "index",
        lang="zh-CN" if chosen() == "zh" else "en",
        say=spoken,
        rows=rows,
        places=len({row.entry.key.place for row in rows}),
        forecasts=any(row.forecast for row in rows),
        targets=any(row.entry.target for row in rows),
        chances=any(row.chance for row in rows),
        missing=_groups(missing, {each.key for each in entries}, today),
        lacking=len(missing),
        made=made.strftime("%Y-%m-%d %H:%M"),
        brought=any(moment(each.found) >= made.astimezone().replace(microsecond=0) for each in entries),
        earlier=len(earlier),
        oldest=str(min(earlier, default="")),
        chance_words=words.chance_words(chosen()),
        latest=latest,
        style=Markup(f"{style}\n{own}"),
        script=Markup(script),
        script_source=script_source(script),
    )


def in_several_languages(entries: Collection[Entry]) -> bool:
    """Whether it has to be said in which language a report is."""
    return len({each.key.lang for each in entries}) > 1


def what(of: Entry | Missing, several: bool) -> str:
    """Return which report of its place it is: 简报 · 基准情景, and its language where there are several."""
    parts = [_called(of.notebook), _called(of.scenario)]
    if several:
        parts.append(spoken("中文") if of.key.lang == "zh" else spoken("英文"))
    return " · ".join(parts)


def expected(entry: Entry) -> tuple[str, str]:
    """Return the indicator and its forecast with the interval; empty where there is none."""
    if not entry.forecast:
        return "", ""
    named = indicator(entry.code)
    median, *ends = (each.shown for each in entry.forecast)
    interval = words.in_brackets(ends[0], ends[1], chosen()) if len(ends) == 2 else ""
    return either(named.zh, named.en), f"{median}{interval}" if chosen() == "zh" else f"{median} {interval}".strip()


def light_word(entry: Entry) -> str:
    """Return the field's word for the chance; empty where there is none."""
    return "" if entry.chance is None else words.word_of_percent(entry.chance.value, chosen())


def _called(names: Names) -> str:
    return either(names.zh, names.en)


def _alike(entries: Collection[Entry]) -> set[str]:
    """Return names that several places have, such as districts of two cities."""
    named = Counter(name for _, name in {(each.key.place, _called(each.place)) for each in entries})
    return {name for name, places in named.items() if places > 1}


def _row(entry: Entry, several: bool, alike: Collection[str]) -> Row:
    name, forecast = expected(entry)
    chance = entry.chance
    untested = "" if entry.tested else spoken("（未检验）")
    names = (entry.place.zh, entry.place.en, entry.key.place, entry.region)
    kinds = (entry.notebook.zh, entry.notebook.en, entry.scenario.zh, entry.scenario.en)
    return Row(
        entry,
        quote(entry.href),
        f"{place} ({entry.key.place})" if (place := _called(entry.place)) in alike else place,
        what(entry, several),
        " ".join(dict.fromkeys((*names, *kinds))).lower(),
        name,
        forecast,
        f"{chance.shown}{untested}" if chance else "",
        light_word(entry),
        next(light for floor, light in _LIGHTS if chance.value >= floor) if chance else "",
    )


def _order(of: Entry | Missing) -> tuple[object, ...]:
    """Order as the field does: places by their codes, in each the briefing first and what is assumed last."""
    key, kinds = of.key, ("briefing", *notebooks.available())
    scenario = _SCENARIOS.index(key.scenario) if key.scenario in _SCENARIOS else len(_SCENARIOS)
    kind = kinds.index(key.notebook) if key.notebook in kinds else len(kinds)
    return of.region or "9", key.place, kind, key.notebook, scenario, key.scenario, key.lang != chosen()


def _groups(missing: Collection[Missing], standing: Collection[Key], today: dt.date) -> list[Group]:
    """Return what is missing by its reason; the commonest first."""
    several = len({each.key.lang for each in missing}) > 1
    by_reason = sorted(missing, key=lambda each: (_why(each), _order(each)))
    groups = [
        (why, [_line(each, several, each.key in standing, today) for each in those])
        for why, those in itertools.groupby(by_reason, _why)
    ]
    groups.sort(key=lambda group: -len(group[1]))
    return [Group(why, tuple(lines), len(lines) > _FOLDED) for why, lines in groups]


def _line(each: Missing, several: bool, stands: bool, today: dt.date) -> str:
    line = spoken("{place}：{what}", place=_called(each.place), what=what(each, several))
    if (since := moment(each.since).date()) < today:
        line += spoken("，{day}起", day=str(since))
    return line + (spoken("（上表仍是上一份）") if stands else "")


def _why(each: Missing) -> str:
    """Say in readers' words why a report was not made."""
    if each.waits is not None:
        return _called(each.waits)
    if not each.exists:
        return spoken("没有这个地区")
    if each.state == "lost":
        return spoken("原有的文件已不在或已损坏")
    if each.state == "too long":
        return spoken("超过时限，已停止")
    if each.state == "not begun":
        return spoken("运行中断，没有轮到")
    if each.exit_code == 1:
        return spoken("缺数据，或数据有误")
    if each.exit_code == 2:
        return spoken("参数或设置有误")
    return spoken("运行出错，或没有通过发布前的检查")
