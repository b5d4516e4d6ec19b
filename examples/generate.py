"""Make the invented panel, project ledger and weekly figures of this folder, from one seed (演示数据，均为虚构).

No public file of a city may stand here, so these are made up: ten regions that grow as regions do, with the slump of a
common bad year, twelve projects of a month, and some weeks of what an office hears early. Run it again with
`python examples/generate.py`: the same seed writes the same files.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

SEED = 20200930
MARK = "演示数据，虚构"
HERE = Path(__file__).resolve().parent
REGIONS = [f"{name}市（演示数据，虚构）" for name in "甲乙丙丁戊己庚辛壬癸"]
YEARS = range(2012, 2021)
SEASON = np.array([0.21, 0.24, 0.25, 0.30])
COMMON = {2020: np.array([-12.5, -4.0, -2.0, -0.5])}
"""What a bad year takes off growth, points a quarter."""
HEAD = [
    *"序号 项目名称 建设性质 行业 总投资 截至上年底累计完成 年度计划投资".split(),
    *"1—9月完成 计划开工 实际开工 是否纳统 责任单位".split(),
]
PROJECTS = (
    ("汽车零部件产业园", "续建", "制造业"),
    ("新型建材基地", "续建", "制造业"),
    ("生物医药中试平台", "新建", "制造业"),
    ("冷链物流中心", "新建", "交通运输"),
    ("环城快速路东段", "续建", "基础设施"),
    ("污水处理厂二期", "新建", "基础设施"),
    ("综合管廊", "新建", "基础设施"),
    ("职业学院新校区", "续建", "社会事业"),
    ("人民医院分院", "新建", "社会事业"),
    ("良种繁育基地", "续建", "农业"),
    ("数据中心", "新建", "信息服务"),
    ("老旧小区改造三期", "新建", "房地产"),
)


def panel(rng: np.random.Generator) -> list[list[object]]:
    """Return year-to-date GDP of the regions, levels and growth, as a panel for `shouguan backtest`."""
    rows: list[list[object]] = []
    for number, name in enumerate(REGIONS, start=1):
        level = rng.uniform(900.0, 3200.0) * SEASON
        trend = rng.uniform(7.5, 10.0)
        own = 0.0
        for year in YEARS:
            singles = []
            for quarter in range(4):
                own = 0.6 * own + rng.normal(0.0, 0.9)
                singles.append(trend - 0.45 * (year - YEARS[0]) + own + COMMON.get(year, np.zeros(4))[quarter])
            real = np.array(singles)
            growth = np.cumsum(level * real) / np.cumsum(level)
            level = level * (1.0 + (real + rng.normal(2.0, 0.4)) / 100.0)
            rows += [
                [f"9998{number:02d}", name, year, quarter + 1, f"{total:.2f}", f"{growth[quarter]:.1f}"]
                for quarter, total in enumerate(np.cumsum(level))
            ]
    return rows


def ledger(rng: np.random.Generator) -> list[list[object]]:
    """Return the projects of a month, amounts in 10,000 yuan."""
    rows: list[list[object]] = []
    for number, (name, nature, industry) in enumerate(PROJECTS, start=1):
        total = int(rng.integers(8, 160)) * 1000
        before = int(total * rng.uniform(0.2, 0.6)) if nature == "续建" else 0
        plan = int((total - before) * rng.uniform(0.3, 0.7))
        begun = nature == "续建" or rng.uniform() < 0.75
        done = int(plan * rng.uniform(0.5, 0.85)) if begun else 0
        planned = f"{2019 if nature == '续建' else 2020}-{int(rng.integers(3, 9)):02d}"
        registered = "是" if begun and rng.uniform() < 0.8 else "否"
        amounts = [total, before, plan, done]
        rows.append(
            [number, name, nature, industry, *amounts, planned, planned if begun else "", registered, "某市某局"]
        )
    return rows


def weekly(rng: np.random.Generator) -> list[list[object]]:
    """Return eight weeks of project investment in 10,000 yuan and six 旬 of electricity, in the weekly layout."""
    weeks = [f"2020-W{number}" for number in range(35, 43)]
    parts = [f"2020-{month:02d}{part}旬" for month in (8, 9) for part in "上中下"]
    spent = [["项目周报投资", week, int(rng.normal(21_000, 900)), "万元", MARK] for week in weeks]
    used = [["工业用电量", part, f"{rng.normal(2.3, 0.06):.3f}", "亿千瓦时", MARK] for part in parts]
    return [*spent, *used]


def main() -> None:
    """Write all files."""
    rng = np.random.default_rng(SEED)
    columns = ["code", "province", "year", "quarter", "gdp_ytd_100m_yuan", "growth_ytd_pct"]
    _write("panel.csv", [columns, *panel(rng)])
    title = "示范市重点项目台账（演示数据，均为虚构）2020年1—9月　单位：万元"
    _write("重点项目台账2020年9月.csv", [[title], HEAD, *ledger(rng)])
    own = np.random.default_rng([SEED, 1])  # a stream of its own, so that the files above stay what they were
    _write("周度数据2020年10月.csv", [["指标", "周", "数值", "单位", "备注"], *weekly(own)])


def _write(name: str, rows: list[list[object]]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
