"""The table of page one. A column appears only where some indicator has its figure."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup

from shouguan.data.place import Target
from shouguan.facts.indicator_report import Sheet, target_key
from shouguan.facts.table import Fact
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words
from shouguan.report.sections.assessed import assessed

Cell = Markup | Fact | str | None
_UNTESTED = "*"
"""Behind a chance that no past forecast tests; below the table it is said what it means."""
_SEAM = re.compile("(?<=规模以上|居民人均)(.+)")
"""Where a person would break a long name: 规模以上 / 工业增加值, 居民人均 / 可支配收入."""


def page_one(page: Context) -> tables.Shown:
    """Return the table with a note on how to read it; nothing where the page has none of its indicators."""
    if not page.all_sheets:
        return Markup("")
    columns: list[tuple[Markup, Callable[[Context, Sheet], Cell]]] = [
        (page.say("指标"), lambda p, s: words.seamed(s.name(p.lang), _SEAM)),
        (page.say("累计增速"), _ytd),
        (page.say("位次（升降）"), _rank),
        (page.say("年度目标"), _target),
        (page.say("预计全年（80%区间）"), _expected),
        (page.say("缺口（百分点）"), _gap),
        (page.say("后期需增"), _required),
        (page.say("上年同期"), _base),
        (page.say("实现可能性"), _chance),
    ]
    rows = [[cell(page, sheet) for _, cell in columns] for sheet in page.all_sheets.values()]
    caption, note = page.say("主要指标完成情况（增速，%）"), Markup("")
    if page.sheets:
        caption = page.say("主要指标完成情况与全年预测（增速，%）")
        note = page.say(
            "预计数及由它得出的各列均为测算。上年同期指上年与本年余下时段相同的时段，由累计增速推算，±为四舍五入带来的误差范围。",
        )
        if any(sheet.main_target is not None and page.untested(sheet) for sheet in page.sheets.values()):
            note += page.say("{s}没有足够的以往预测可检验这一可能性。", s=_UNTESTED)
        note += Markup("").join(_met_from(page, sheet) for sheet in page.sheets.values())
        note += assessed(page)
    elif any(sheet.targets and sheet.ladder for sheet in page.unforecast.values()):
        note = page.say("后期需增由已公布的累计增速和各期占比推算，不是预测。")
    table = tables.Table([head for head, _ in columns], rows, caption=caption, kind="wide", note=note)
    return table.without_empty()


def _met_from(page: Context, sheet: Sheet) -> Markup:
    """Say from where a target that is set as about so much counts as met, where the office has a band for it."""
    target = sheet.main_target
    if target is None or target.met_from == target.value:
        return Markup("")
    limit = page.facts[sheet.key("target", page.year, target_key(target), "met_from")]
    if sheet.entry.better == "lower":
        return page.say(
            "{n}目标{t}，不高于{f}%即计为完成。", n=sheet.name(page.lang), t=page.aim(sheet, target), f=limit
        )
    return page.say("{n}目标{t}，不低于{f}%即计为完成。", n=sheet.name(page.lang), t=page.aim(sheet, target), f=limit)


def _when(label: object, figure: Fact) -> Markup:
    return Markup('<span class="when">{}</span> {}').format(label, figure)


def _ytd(page: Context, sheet: Sheet) -> Cell:
    return _when(page.so_far(sheet), page.newest(sheet))


def _rank(page: Context, sheet: Sheet) -> Cell:
    own = "rank" if sheet.key("rank", sheet.origin) in page.facts.facts else "rank_published"
    fact = page.facts.get(sheet.key(own, sheet.origin))
    if fact is None:
        return None
    moved: Markup | str = ""
    change = page.facts.get(sheet.key(own, sheet.origin, "change"))
    if change is not None:
        moved = words.kept(words.places_moved(change, page.lang))
    if own == "rank_published":  # among how many is not known
        return page.say("第{f}位{m}", f=fact, m=moved)
    return page.say("{f}/{n}{m}", f=fact, n=page.facts[sheet.key("rank", "peers")], m=moved)


def _target(page: Context, sheet: Sheet) -> Cell:
    if not sheet.targets:
        return None
    shown = [_aim(page, sheet, target) for target in sheet.targets]
    if len(shown) == 1:
        return shown[0]
    first = words.kept(page.say("（原{o}）", o=shown[0]))
    return page.say("{t}{o}", t=shown[-1], o=first)


def _aim(page: Context, sheet: Sheet, target: Target) -> Markup:
    fact, mark = page.of_target(sheet, "target", target), words.bound_mark(target.bound, page.lang)
    if target.bound == "most":  # 降3.0以上: −3.0以内 would be read either way
        return page.either("降{m}{a}", "{t} or lower", m=fact.magnitude, t=fact, a=words.bound_mark("least", page.lang))
    if target.bound == "around":
        return page.either("{t}左右", "~{t}", t=fact)
    return Markup("{}{}").format(fact, mark)


def _expected(page: Context, sheet: Sheet) -> Cell:
    if sheet.code not in page.sheets:
        return None
    low, high = page.full_year(sheet, "lower80"), page.full_year(sheet, "upper80")
    band = words.in_brackets(low, high, page.lang)
    return Markup('<strong>{}</strong> <span class="band">{}</span>').format(page.full_year(sheet, "median"), band)


def _gap(page: Context, sheet: Sheet) -> Cell:
    if sheet.main_target is None:
        return None
    return page.facts.get(sheet.key("gap", page.year, target_key(sheet.main_target)))


def _required(page: Context, sheet: Sheet) -> Cell:
    if sheet.main_target is None or not sheet.ladder:
        return None
    return _when(sheet.rest(page.lang), page.step(sheet, "required", sheet.main_target.met_from))


def _base(page: Context, sheet: Sheet) -> Cell:
    fact = page.base(sheet)
    return None if fact is None else words.approx(fact)


def _chance(page: Context, sheet: Sheet) -> Cell:
    if sheet.main_target is None or sheet.code not in page.sheets:
        return None
    fact = page.step(sheet, "chance", sheet.main_target.met_from)
    percent, word = words.chance_percent(fact, page.lang), words.kept(words.chance_word(fact, page.lang))
    return Markup("{}{} {}").format(percent, _UNTESTED if page.untested(sheet) else "", word)
