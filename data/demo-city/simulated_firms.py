"""The demonstration city's firms: above the line, near it, entering and leaving. All are invented."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
from simulated_projects import DISTRICTS

from shouguan.ingest.readers.registers.enterprises import check_character

FIRM_KINDS: dict[str, tuple[int, float, float, str, str, tuple[str, ...]]] = {
    # category: firms, threshold in 万元, log-spread of revenue, industry, task force, names
    "规上工业": (430, 2000, 1.15, "制造业", "规上工业增加值专班", ("机械", "建材", "食品", "纺织", "电子", "化工")),
    "批发": (150, 2000, 1.0, "批发业", "GDP专班", ("商贸", "物资", "医药流通")),
    "零售": (190, 500, 0.9, "零售业", "GDP专班", ("超市", "汽车销售", "百货")),
    "住餐": (120, 200, 0.7, "住宿和餐饮业", "GDP专班", ("酒店", "餐饮")),
    "服务业": (170, 1000, 0.9, "租赁和商务服务业", "GDP专班", ("物业", "检测", "人力资源", "设计")),
    "建筑业": (90, 0, 1.0, "建筑业", "大项目及固投专班", ("建设工程", "安装")),
    "房地产": (50, 0, 0.9, "房地产业", "大项目及固投专班", ("置业",)),
}
FIRM_HEAD = (
    "序号 统一社会信用代码 企业名称 县区 工作专班 行业 类别 上年营业收入 1—{m}月营业收入 增速（%） 入库方式 "
    "预计入库时间 状态 来源 责任单位 存在问题"
).split()


def firms(folder: Path, rng: np.random.Generator) -> list[Path]:
    """Write the firms above the line and near it, at the end of 2019 and in September 2020."""
    rows: dict[tuple[int, int], list[list[object]]] = {(2019, 12): [], (2020, 9): []}
    number = 0
    for category, (count, threshold, spread, industry, force, names) in FIRM_KINDS.items():
        for _ in range(count):
            number += 1
            above = rng.random() < (0.78 if threshold else 1.0)
            middle = max(threshold, 800)
            size = float(np.exp(rng.normal(np.log(2.6), spread))) if above else float(rng.uniform(0.45, 1.35))
            last = round(middle * max(size, 1.02 if above else 0.0), 0)
            growth = float(np.clip(rng.normal(1.5 if above else 9.0, 14.0), -60, 90))
            district = str(rng.choice(DISTRICTS))
            kind, status, when, problem = _standing(rng, category, above, last * (1 + growth / 100), threshold)
            own = [
                *(
                    _credit_code(number),
                    f"{district}{rng.choice(names)}{number}号企业（演示）",
                    district,
                    force,
                    industry,
                    category,
                ),
            ]
            new = kind == "新建投产"  # nothing of last year, so no growth, and a year that only begins
            share = 0.15 if new else 0.73
            tail = ["部门台账", f"示范市{'工业和信息化局' if industry == '制造业' else '商务局'}", problem]
            rows[2020, 9].append(
                [
                    *(*own, None if new else last, round(last * share * (1 + growth / 100), 0)),
                    *(None if new else round(growth, 1), kind, when, status, *tail),
                ]
            )
            if above and not new:
                before = float(rng.normal(4, 12))
                earlier: list[object] = [
                    *own,
                    round(last / (1 + before / 100), 0),
                    last,
                    round(before, 1),
                    None,
                    None,
                    "在库",
                    *tail[:2],
                    None,
                ]
                rows[2019, 12].append(earlier)
    return [_firm_book(folder, *month, table) for month, table in rows.items()]


def _standing(
    rng: np.random.Generator, category: str, above: bool, ahead: float, threshold: float
) -> tuple[str | None, str, str | None, str | None]:
    """Return a firm's kind of entry, status, when it enters or leaves, and its problem."""
    if above:
        draw = rng.random()
        if draw < 0.035 and threshold:
            return "退库", "拟退库", "2020-11", "停产，营业收入低于标准"
        if draw < 0.075:
            kind = category if category in ("房地产",) else "资质内建筑业" if category == "建筑业" else "新建投产"
            return kind, "在库", f"2020-{rng.integers(3, 10):02d}", None
        return None, "在库", None, None
    if ahead >= threshold:
        return "小升规", "资料准备" if rng.random() < 0.6 else "已申报", "2020-11", None
    return "小升规", "培育", None, "营业收入尚未达到标准"


def _credit_code(number: int) -> str:
    first = f"91999901MA{number:07d}"
    return first + check_character(first)


def _firm_book(folder: Path, year: int, month: int, table: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"示范市四上企业和培育企业名单（{year}年1—{month}月，演示数据）"])
    sheet.append(["单位：万元"])
    sheet.append([text.format(m=month) for text in FIRM_HEAD])
    for number, row in enumerate(table, 1):
        sheet.append([number, *row])
    file = folder / f"企业名单{year}年{month}月（演示数据）.xlsx"
    book.save(file)
    return file
