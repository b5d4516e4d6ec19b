"""Whether a list of firms can be right: one firm twice, years a thousandfold apart, what no survey may have told."""

from __future__ import annotations

import pandas as pd

from shouguan.data.investment_settings import InvestmentSettings
from shouguan.ingest.readers.registers.enterprises import ENTERPRISES
from shouguan.ingest.readers.registers.records import ORIGINS
from shouguan.investment import firm_standing
from shouguan.investment.list_faults import SLIP, Faults


def firms(faults: Faults, settings: InvestmentSettings, lag: int) -> None:
    """Say what cannot be right of firms."""
    words = "同名企业有两个信用代码，第二处不计入汇总", "one firm, two credit codes: the second is left out of sums"
    faults.twice(apart=words[0], apart_en=words[1], severity="error")
    origin, check_origin = faults.text("origin"), next(f.check for f in ENTERPRISES.fields if f.name == "origin")
    for text in origin[~origin.isin([*ORIGINS, ""])].unique():
        judged = check_origin(text) if check_origin else None
        zh, en = (
            judged[1:] if judged else (f"来源只有{'、'.join(ORIGINS)}", f"an origin is one of {', '.join(ORIGINS)}")
        )
        faults.say(origin.eq(text), "origin", "error", zh, en)
    standing = firm_standing.standings(faults.table)
    faults.say(
        standing.eq(firm_standing.UNCLEAR),
        "status",
        "warning",
        "看不出在库还是待入库，不计入各项统计；请写明状态",
        "in the statistics or on its way? It counts nowhere: say its status",
    )
    last, ytd = faults.number("revenue_last_wan_yuan"), faults.number("revenue_ytd_wan_yuan")
    new = faults.text("entry_kind").eq(firm_standing.NEW)
    faults.say(
        new & last.gt(0),
        "revenue_last_wan_yuan",
        "warning",
        "新建投产企业上年已有营业收入：是否应为小升规",
        "newly built, and yet revenue of last year: is it a promotion?",
    )
    for ratio, column, beside in (
        (ytd / last.where(last > 0), "revenue_ytd_wan_yuan", "{revenue_last_wan_yuan}"),
        (last / ytd.where(ytd > 0), "revenue_last_wan_yuan", "{revenue_ytd_wan_yuan}"),
    ):
        faults.say(
            (ratio >= SLIP) & ~new,
            column,
            "error",
            f"是另一年 {beside} 的上千倍：元、万元、亿元填混？该行不计入汇总",
            f"a thousand times the other year's {beside}: units mixed? Left out of sums",
        )
    threshold = firm_standing.thresholds(faults.table, settings.enterprises)
    highest = pd.concat([last, ytd], axis=1).max(axis=1)
    faults.say(
        standing.eq(firm_standing.IN) & highest.gt(0) & (highest < threshold / SLIP) & ~new,
        "revenue_last_wan_yuan",
        "error",
        "在库企业的营业收入不到标准的千分之一：按亿元填的？该行不计入汇总",
        "in the statistics with a thousandth of the threshold: was it in 亿元? Left out of sums",
    )
    faults.say(
        standing.eq(firm_standing.IN) & (highest >= threshold / SLIP) & (highest < threshold / 100) & ~new,
        "revenue_last_wan_yuan",
        "warning",
        "在库企业的营业收入不到标准的百分之一：按亿元填的？",
        "in the statistics with a hundredth of the threshold: was it in 亿元?",
    )
    faults.say(
        standing.eq(firm_standing.IN) & (pd.to_datetime(faults.text("expected_entry")) > faults.closed(lag)),
        "expected_entry",
        "warning",
        "已在库，入库时间却在清单月份之后",
        "in the statistics, and yet entering after the list's month",
    )
    faults.fallen("revenue_ytd_wan_yuan")
    faults.slips("revenue_last_wan_yuan", yearly=True, far="warning")
    _without_threshold(faults, threshold)
    _vanished(faults, standing)


def _without_threshold(faults: Faults, threshold: pd.Series[float]) -> None:
    newest = faults.table["period"] == faults.table["period"].max()
    unknown = newest & threshold.isna()
    for (category, industry), rows in faults.table[unknown].groupby(
        [faults.text("category")[unknown], faults.text("industry")[unknown]]
    ):
        named = f"“{category or '类别空白'}”“{industry or '行业空白'}”"
        faults.tell(
            "warning",
            f"{named} 看不出适用哪条标准，{len(rows)} 户不判断是否临近；可在 enterprises.industries 写明",
            f"no threshold is known of {category or '(no category)'} {industry or '(no industry)'}, {len(rows)} firms:"
            " set it in enterprises.industries of investment.yaml",
        )


def _vanished(faults: Faults, standing: pd.Series[str]) -> None:
    """Say when firms that were in the statistics are no longer on the list, and nobody says that they left."""
    months = sorted(faults.table["period"].unique())
    if len(months) < 2:
        return
    before = faults.table["period"].eq(months[-2]) & standing.eq(firm_standing.IN)
    gone = set(faults.who[before]) - set(faults.who[faults.table["period"] == months[-1]])
    if gone:
        faults.tell(
            "warning",
            f"{months[-2]} 在库的 {len(gone)} 户在 {months[-1]} 的名单里没有，也没有写退库",
            f"{len(gone)} firms of {months[-2]} are not on the list of {months[-1]}, and nobody says that they left",
        )
