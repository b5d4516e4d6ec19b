"""How figures came about: what several sections say in the same words, and how an English page says it.

A formula is written once, with its fact, in signs, keys and Chinese words; here is the glossary for English pages.
"""

from __future__ import annotations

import re

from shouguan.core.periods import Lang

_SOLVED = "在各部分上下限内达到目标、距预测路径的马氏距离最小（shouguan.targets）"
_PLAN = {
    "expected": "联合抽样的预计（shouguan.parts.accounts）",
    "among": "预测路径中不高于所需增速的比重",
    "years": "有记录的年数",
    "reached": "历年同期增速不低于所需的年数",
    "usual": "历年同期增速的中位数",
    "middle": "预测路径后期增速的中位数",
    "past_width": "历年同期增速的90%分位 − 10%分位",
    "width": "预测路径后期增速的90%分位 − 10%分位",
}
_WORDS = {
    "（均按印出的一位小数）": " (both as printed, to one decimal)",
    "（均按印出的两位小数）": " (both as printed, to two decimals)",
    "自下而上的中位数 − 自上而下的中位数": "median from below − median from above",
    "同一方法在往年同一时点的回溯预测": "forecasts of the same method at this point of past years",
    "同一时点各次回溯预测的汇总": "summary of past forecasts at this point of the year",
    "在各部分上下限内达到目标、距预测路径的马氏距离最小": "meets the target within the bounds of the parts at the least"
    " Mahalanobis distance from the draws",
    "分行业联合抽样，与总量调和": "industries drawn together, coherent with the total",
    "行业增加值对基础指标的收缩回归，或人工设定": "shrunken regression of value added on base indicators, or set by"
    " hand",
    "上年同期占比 × 增速": "share in the same stretch last year × growth",
    "各条路径按情景的条件变动后的全年增速": "full-year growth of the draws, conditioned on the scenario",
    "预测路径中不高于所需增速的比重": "share of the draws at or below the growth needed",
    "有记录的年数": "years on record",
    "历年同期增速不低于所需的年数": "past years whose rest grew at least as much",
    "历年同期增速的中位数": "median of past years' growth in the same stretch",
    "预测路径后期增速的中位数": "median of the draws' growth in the rest of the year",
    "历年同期增速的90%分位 − 10%分位": "90% − 10% quantile of past years' growth in the same stretch",
    "预测路径后期增速的90%分位 − 10%分位": "90% − 10% quantile of the draws' growth in the rest of the year",
    "联合抽样的预计": "expected in the joint draws",
    "按同组地区已公布增速排位（并列同位）": "rank by published growth among the peers, ties sharing a rank",
    "逐条抽样按一位小数排位（并列同位），同组地区不随情景变动": "rank in every draw by growth to one decimal, ties"
    " sharing a rank; no scenario moves the peers",
    "各条路径按公布的位数排位（并列同位）": "rank in every draw at the published digit, ties sharing a rank",
    "各条路径按考核办法（assessment.yaml）计分": "scored in every draw by the office's rules (assessment.yaml)",
    "全年 + 影响": "year + effect",
    "全年 ≥": "year ≥",
    "占比 × (1 − W)": "share × (1 − W)",
    "拉动 ÷ 总增速": "contribution ÷ total growth",
    "总增速 − 各行业拉动之和": "total growth − sum of the contributions",
    "总量增速 − 各部分拉动之和": "total growth − sum of the contributions of the parts",
    "各条路径全年增速的均值": "mean of the draws' full-year growth",
    "各条路径后期增速的均值": "mean of the draws' growth in the rest of the year",
    "各部分占比之和": "shares of the parts",
    "总量为100": "the total is 100",
    "第一页未列的各步之和": "sum of the steps that page one does not tell",
    "，按四舍五入前的数": ", before rounding",
    "本表占比 × 增速": "share in this table × growth",
    "图中未单列的各步之和": "sum of the steps that the picture does not show by themselves",
    "W_k：上年各期占全年的比重，累计至已公布时段": "W_k: last year's shares of the year, up to what is published",
    "历年后期增速与本年后期需增之比较": "past growth in the rest of the year against what is needed",
    "各期增速对全年增速的回归，全年等于目标": "regression of each period on the year, the year at its target",
    "，折成累计": ", cumulated",
    "全年恰为目标的各条路径的累计增速": "YTD growth of the draws, each moved to a year at the target",
    " × (1 + 累计增速) ÷ (1 + 目标)": " × (1 + YTD growth) ÷ (1 + target)",
    "均分（k/12）": "equal months (k/12)",
    "月度计划": "plan by month",
    "加快": "faster than k/12",
    "S曲线": "S-curve",
    "地区设置 peers 的个数": "number of peers in the place's settings",
    "以修订前后的数据各测算一次": "one forecast with the data before the revision, one after",
    "修订后 − 修订前": "after − before",
    "两期报告都有而数值不同的已发布数，减去已列出的": "published figures that differ between the two briefings,"
    " less those listed",
    "签发登记": "ledger of signatures",
    "上半年位次": "rank in H1",
    "前三季度位次": "rank in Q1–Q3",
    "一季度位次": "rank in Q1",
    "位次": " rank",
    "清单计数": "count of the list's rows",
    "清单各行之和": "sum over the list's rows",
    "月份 ÷ 12": "month ÷ 12",
    "台账月数 ÷ 11": "months of ledger ÷ 11",
    "台账当月累计完成 ÷ 年度计划": "done by the month ÷ plan of the year",
    "上年台账同月 ÷ 上年12月": "last year's ledger by the month ÷ by December",
    "已开工 ÷ 应开工": "started ÷ due to start",
    "完成投资 ÷ 年度计划": "done ÷ plan of the year",
    "已纳统 ÷ 已开工": "registered ÷ started",
    "台账与统计逐项目对照": "ledger and statistics project by project",
    "可比基数 × 占比 × 公布增速折成的倍数": "comparable base × share of the year × (1 + published growth)",
    "台账逐项目测算": "the ledger's projects to the year's end",
    "按预期误差最小加权": "weighted by least expected error",
    "台账测算": "worked out from the ledger",
    "余下各月如同本年各月": "months left like the months of this year",
    "（目标 − 已下达）÷ 余下月数": "(target − issued) ÷ months left",
    "时限 − 报告日": "deadline − day of the report",
    "报告日 − 时限": "day of the report − deadline",
    "各笔用时的中位数": "median over the quotas",
    "预警规则逐项判断": "each rule of early warning in turn",
    "若持续到年底的代价": "what it would cost if it lasted to the year's end",
    " 中本年以前各例之和": ", cases of earlier years",
    "模型的波动状态": "the model's state of volatility",
    "各次抽样中的全年位次": "rank of the year in every draw",
    "公布数": "as published",
    "报告日与时限之差": "the report's day and the deadline",
    "台账累计完成 ÷ 年度计划": "done so far ÷ plan of the year",
    "分类型进度曲线 × 计划实现程度": "curves by type × how far plans come true",
    "目标": "target",
    "，种子 ": ", seed ",
    " 至 ": " to ",
    "全年": "the year",
    "（": " (",
    "）": ")",
    "、": ", ",
    "，": ", ",
    "：": ": ",
}
_YEAR = re.compile(r"(\d{4})年")
_MONTHS = re.compile(r"1—(\d+)月")
_PATTERN = re.compile("|".join(map(re.escape, sorted(_WORDS, key=len, reverse=True))))


def of_plan(statistic: str) -> str:
    """Return how a figure of a plan came about; most are solved for."""
    return _PLAN.get(statistic, _SOLVED)


def said(formula: str, lang: Lang) -> str:
    """Write a formula in the language of a page.

    Examples
    --------
    >>> said("P(全年 ≥ X − 0.05)", "en"), said("panel，种子 0", "en"), said("2019年", "en")
    ('P(year ≥ X − 0.05)', 'panel, seed 0', 'of 2019')
    """
    if lang == "zh":
        return formula
    words = _PATTERN.sub(lambda match: _WORDS[match[0]], formula)
    return _MONTHS.sub(r"months 1–\1", _YEAR.sub(r"of \1", words))
