"""What is published, what is not yet, and when it is expected."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words


def status(page: Context) -> tables.Shown:
    """Return the publication table, one line an indicator, and below it why some are not forecast.

    Nothing where none is published.
    """
    if not page.published:
        return Markup("")
    rows, reasons = [], []
    for state in page.published:
        rule = page.say("（按规则推定）") if state.by_rule else ""
        if state.reason is not None:
            reasons.append(page.facts.quote(state.reason[0] if page.lang == "zh" else state.reason[1]))
        rows.append(
            [
                state.entry.zh if page.lang == "zh" else state.entry.en,
                page.stretch(state.newest),
                Markup("{}{}").format(words.day(state.released_on, page.lang), rule),
                page.stretch(state.next),
                page.say("约{d}", d=words.day(state.next_on, page.lang))
                + (page.say("（已过，尚未导入）") if state.overdue(page.as_of) else ""),
                page.facts.quote(state.source),
            ]
        )
    head = [
        page.say("指标"),
        page.say("已发布至"),
        page.say("发布日"),
        page.say("尚未发布"),
        page.say("预计发布"),
        page.say("来源"),
    ]
    caption = page.say("已发布、未发布与预计发布")
    why = Markup("；" if page.lang == "zh" else "; ").join(reasons)
    note = page.say("未作预测：{r}。", r=why) if reasons else ""
    return tables.Table(head, rows, caption=caption, kind="wide", words=5, note=note)
