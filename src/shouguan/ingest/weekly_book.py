"""The workbook of weekly figures that an office fills in and sends back through the data door."""

from __future__ import annotations

from pathlib import Path

from shouguan.core.workbook import Column, template
from shouguan.data.weekly import INDICATORS
from shouguan.ingest.readers.tables.weekly import HEADINGS

FILE = "周度数据.xlsx"
_EXPLANATION = (
    "一行一个指标的一周（旬）。数值和同比增速至少填一项；没有就不填这一行。",
    "周写 2020-W41（ISO周，周一至周日）、2020-10上旬，或起止日 2020-10-05/2020-10-09；同一指标只用一种。",
    "只填当周（旬）数，不填累计数，不填还没有结束的周。改过的数另起一行，填报送日期。",
    "周度数据是单位报送的早期情况，不是统计数；项目周报投资不等于固定资产投资。",
    "One week of one indicator a row: the week's own figure, never one since the year began.",
)


def empty(file: Path) -> None:
    """Write the template: its headings with notes and drop-downs."""
    heading = {key: words[0] for key, words in HEADINGS.items()}
    units = dict.fromkeys(["亿元", "万元", *(entry.unit for entry in INDICATORS.values()), "万千瓦时", "吨"])
    columns = [
        Column(heading["region"], "名称或六位代码；留空为导入到的地区"),
        Column(heading["indicator"], "从下拉列表中选择，或填代码", [entry.zh for entry in INDICATORS.values()], 24),
        Column(heading["week"], "2020-W41、2020-10上旬，或 2020-10-05/2020-10-09", width=24, as_text=True),
        Column(heading["value"], "当周（旬）数"),
        Column(heading["unit"], "数值的单位", tuple(units)),
        Column(heading["growth"], "填百分数：4.9 表示增长 4.9%"),
        Column(heading["reported_on"], "报送的那一天，如 2020-10-13；留空按规则推定", as_text=True),
        Column(heading["source"], "出处；留空记本文件的单元格", width=30),
        Column(heading["note"], width=24),
    ]
    template(file, "周度数据", columns, _EXPLANATION)
