"""What is published, what is not yet, and when it is expected."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words


def status(page: Context) -> Markup:
    """Return the publication table, one line an indicator."""
    rows = []
    for state in page.published:
        rule = page.say("（按规则推定）", " (by rule)") if state.by_rule else ""
        source = page.facts.quote(state.source)
        if state.reason is not None:
            reason = page.facts.quote(state.reason[0] if page.lang == "zh" else state.reason[1])
            source = page.say("{s}；未作预测：{r}", "{s}; not forecast: {r}", s=source, r=reason)
        rows.append(
            [
                state.entry.zh if page.lang == "zh" else state.entry.en,
                page.stretch(state.newest),
                Markup("{}{}").format(words.day(state.released_on, page.lang), rule),
                page.stretch(state.next),
                page.say("约{d}", "about {d}", d=words.day(state.next_on, page.lang)),
                source,
            ]
        )
    head = [
        page.say("指标", "Indicator"),
        page.say("已发布至", "Published to"),
        page.say("发布日", "Released"),
        page.say("尚未发布", "Not yet"),
        page.say("预计发布", "Expected"),
        page.say("来源", "Source"),
    ]
    caption = page.say("已发布、未发布与预计发布", "Published, not yet published, and expected")
    return tables.table(head, rows, caption=caption, kind="wide", words=5)
