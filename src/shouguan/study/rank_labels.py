"""What columns about ranks and scores are called for a reader."""

from __future__ import annotations

RANK_LABELS: dict[str, tuple[str, str]] = {
    "peers": ("参加排位（个）", "Ranked"),
    "rank_now": ("现位次", "Rank now"),
    "median_rank": ("全年位次（中位）", "Rank of the year (median)"),
    "rank_from": ("80%区间最好", "80% best"),
    "rank_to": ("80%区间最差", "80% worst"),
    "set_from": ("95%置信集最好", "95% set, best"),
    "set_to": ("95%置信集最差", "95% set, worst"),
    "chance_first": ("第一位的可能性", "Chance of the first place"),
    "chance_up": ("位次前移的可能性", "Chance of moving up"),
    "next_above": ("前一位全年增速（%）", "Next above, full year (%)"),
    "step": ("前移一位需提高（百分点）", "For one place higher (points)"),
    "step_yi_yuan": ("约合增加值（亿元）", "In value added (100m yuan)"),
    "weight": ("权重", "Weight"),
    "rule": ("计分规则", "Rule"),
    "full": ("满分", "Full score"),
    "score": ("预计得分", "Expected score"),
    "in_all": ("总分", "In all"),
    "scored_weight": ("已计分的权重", "Weight that is scored"),
    "gained": ("前移一位总分可增", "One place higher adds"),
}
