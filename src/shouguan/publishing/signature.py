"""The page of a signed version: the mark 草稿 gives way to who signed and when, and a correction says what it corrects.

What these add to the page is added to its facts, so that the page still shows nothing that is not there.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from shouguan.core.errors import DataError
from shouguan.facts import changes
from shouguan.facts.archive import Published
from shouguan.facts.changes import Pair, Records
from shouguan.facts.table import Fact, FactTable
from shouguan.report import tables
from shouguan.report.language import units, words

DRAFT = re.compile(r"<li[^>]*>(?:草稿|Draft)</li>")
"""The mark of a draft, which every page has once."""
MOST = 40
"""Figures that a correction lists one by one; the others are counted."""
_PREFIX = "signing"


def signed(
    report: Published, by: str, on: dt.date, issue: int, before: Published | None, reason: str
) -> tuple[str, dict[str, Any]]:
    """Return the page and the facts of a draft that is signed.

    Parameters
    ----------
    report : Published
        The draft.
    by, on : str, date
    issue : int
    before : Published or None
        The issue that this one corrects.
    reason : str

    Returns
    -------
    page : str
        With the draft's mark of its facts, which is no longer right.
    content : dict
        The facts, as their JSON file is to have them.

    Raises
    ------
    DataError
        When the page does not carry the mark of a draft once.
    """
    made = _Signed(report, issue)
    if len(DRAFT.findall(report.html)) != 1 or "</header>" not in report.html:
        raise DataError(
            f"{report.report.html.name} 没有“草稿”标记，不是草稿",
            f"{report.report.html.name} does not carry the mark of a draft",
        )
    marks = made.marks(by, on, before)
    page = DRAFT.sub(lambda _: str(marks), report.html)
    if before is not None:
        correction = made.correction(before, reason)
        page = page.replace("</header>", f"</header>\n{correction}", 1)
    return page, made.content()


class _Signed:
    """Makes the pieces of one signed version, and keeps the facts that they show."""

    def __init__(self, report: Published, issue: int) -> None:
        self._found = report
        self._lang = report.lang
        self._issue = issue
        self._added = FactTable(quotes=list(report.facts.get("quotes", [])))

    def content(self) -> dict[str, Any]:
        """Return the draft's facts with those that the signature adds."""
        added = json.loads(self._added.to_json())
        facts = [*self._found.facts["facts"], *added["facts"]]
        return self._found.facts | {"facts": sorted(facts, key=lambda each: each["key"]), "quotes": added["quotes"]}

    def marks(self, by: str, on: dt.date, before: Published | None) -> Markup:
        """Return the marks that take the place of 草稿."""
        sentence = words.say(
            self._lang,
            "签发：{b} {d}（第{n}期）",
            b=self._added.quote(by),
            d=words.day(on, self._lang),
            n=self._number("issue", self._issue, "期号", "issue"),
        )
        mark = Markup("<li>{}</li>").format(sentence)
        if before is None:
            return mark
        corrects = words.say(self._lang, "勘误：更正第{n}期", n=self._corrected(before))
        return mark + Markup("<li>{}</li>").format(corrects)

    def correction(self, before: Published, reason: str) -> Markup:
        """Return what a correction says under the title: why, and which figures differ from the issue before."""
        old, new = changes.records(before.facts), changes.records(self._found.facts)
        old = {key: fact for key, fact in old.items() if fact.block != _PREFIX}
        differ = dict(changes.differing(old, new))
        beside = {each.key for now in (old, new) for key in differ for each in _ends(now.get(key), now)}
        pairs = [pair for key, pair in differ.items() if key not in beside]
        sentence = words.say(
            self._lang,
            "勘误（更正第{n}期：{r}）。{w}",
            n=self._corrected(before),
            r=self._added.quote(reason),
            w=words.say(self._lang, "与该期不同的数字如下。")
            if pairs
            else words.say(self._lang, "各项数字与该期相同。"),
        )
        name = words.say(self._lang, "勘误")
        table = self._table(pairs, old, new, before) if pairs else ""
        return Markup('<section class="erratum" aria-label="{}"><p>{}</p>{}</section>').format(name, sentence, table)

    def _table(self, pairs: list[Pair], old: Records, new: Records, before: Published) -> tables.Shown:
        number = self._corrected(before)
        rows = []
        for pair in pairs[:MOST]:
            fact = pair.now or pair.before
            assert fact is not None
            was: object = None
            if pair.before is not None:
                for each in _ends(pair.before, old):
                    self._old(each, before)
                kept = self._old(pair.before, before)
                was = units.whole(kept, self._added.get, self._lang)
            now = None if pair.now is None else units.whole(pair.now, new.get, self._lang)
            rows.append([self._added.quote(fact.label(self._lang)), was, now])
        head = [
            words.say(self._lang, "数字"),
            words.say(self._lang, "第{n}期", n=number),
            words.say(self._lang, "本期"),
        ]
        caption = words.say(
            self._lang,
            "与第{n}期不同的数字（含测算数）",
            n=number,
        )
        made = tables.Table(head, rows, caption=caption)
        if len(pairs) <= MOST:
            return made
        left = self._number("more", len(pairs) - MOST, "未列出的不同数字个数", "differing figures not listed")
        more = words.say(self._lang, "另有{n}个数不同。", n=left)
        return Markup("{}<p>{}</p>").format(made, more)

    def _old(self, fact: Fact, before: Published) -> Fact:
        """Add a figure of the issue before."""
        signature = before.signature
        assert signature is not None
        kept = replace(
            fact,
            key=f"{_PREFIX}.{self._issue}.{fact.key}",
            block=_PREFIX,
            label_zh=f"第{signature['issue']}期：{fact.label_zh}",
            label_en=f"issue {signature['issue']}: {fact.label_en}",
            source=fact.source or f"第{signature['issue']}期",
            released_on=fact.released_on or signature["on"],
            inputs=(),
        )
        return self._add(kept)

    def _corrected(self, before: Published) -> Fact:
        assert before.signature is not None
        return self._number("corrects", int(before.signature["issue"]), "更正的期号", "issue corrected")

    def _number(self, name: str, value: int, zh: str, en: str) -> Fact:
        place = self._found.manifest["parameters"]["place"]
        key = f"{_PREFIX}.{self._issue}.{name}"
        origin: dict[str, Any] = {"formula": "签发登记（signatures.csv）", "block": _PREFIX}
        return self._add(Fact(key, "computed", str(place), "", "", value, "", 0, zh, en, **origin))

    def _add(self, fact: Fact) -> Fact:
        return self._added.add(fact)


def _ends(fact: Fact | None, facts: Records) -> list[Fact]:
    """Return the ends of a figure's interval, which stand beside it."""
    return [] if fact is None else [end for end in units.ends(fact, facts.get) if end is not None]
