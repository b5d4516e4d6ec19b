"""Make the demonstration city's lists: a ledger of projects, firms, funds, problems and a reserve, month by month.

Everything is invented and marked 演示数据, from one seed; the lists are written as workbooks, as an office would
send them, and come in through `shouguan import`. What the statistics hold of the ledger's projects is scaled, month
by month, to a share of the investment that the city's published growth implies, so that the two histories agree.
Run it again with `python data/demo-city/generate_lists.py`: the same seed writes the same lists.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openpyxl
from simulated_firms import firms
from simulated_projects import (
    DISTRICTS,
    KINDS,
    LEADERS,
    LEDGER_FROM,
    MONTHS,
    PROBLEMS,
    UNITS,
    Project,
    made,
    on_list,
    when,
)

from shouguan.ingest import importing
from shouguan.ingest.readers.reading import Options

SEED = 20201023
HERE = Path(__file__).resolve().parent
LEDGER_HEAD = (
    "序号 项目代码 项目名称 县区 工作专班 建设性质 行业 起止年限 总投资 截至上年底累计完成 年度计划投资 本月完成 "
    "1—{m}月完成 统计入库投资 资金来源 计划开工 实际开工 计划竣工 形象进度 是否纳统 纳统时间 用地 用能 环评 用工 "
    "存在问题 责任单位 包联领导"
).split()


def main() -> None:
    """Write every list as a workbook and import it."""
    rng = np.random.default_rng([SEED, 2])
    projects = made(rng)
    with tempfile.TemporaryDirectory() as folder:
        files = [
            *(ledger(Path(folder), projects, at) for at in range(MONTHS.index(LEDGER_FROM), len(MONTHS))),
            problems(Path(folder), projects, rng),
            reserve(Path(folder), rng),
            *firms(Path(folder), rng),
            *funds(Path(folder), projects, rng),
        ]
        for kind in ("ledger", "problems", "reserve", "enterprises", "bonds"):
            (HERE / f"{kind}.csv").unlink(missing_ok=True)
        imported = importing.import_files(files, str(HERE), None, Options())
    assert not any(each["refused"] for each in imported["files"]), imported
    shutil.rmtree(HERE / "imports")


def ledger(folder: Path, projects: list[Project], at: int) -> Path:
    """Write the ledger of one month."""
    year, month = MONTHS[at]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "项目"
    sheet.append([f"示范市重点项目台账（{year}年1—{month}月，演示数据）"])
    sheet.append(["单位：万元"])
    sheet.append([text.format(m=month) for text in LEDGER_HEAD])
    for number, each in enumerate((each for each in projects if on_list(each, at)), 1):
        sheet.append([number, *_row(each, at)])
    file = folder / f"重点项目台账{year}年{month}月（演示数据）.xlsx"
    book.save(file)
    return file


def _row(each: Project, at: int) -> list[object]:
    year, month = MONTHS[at]
    number = int(each.code[-6:])
    late = (year, month) >= (2020, 7)
    name = each.name.replace("项目", "一期项目") if late and number % 97 == 0 else each.name
    plan = each.plans[year] * (0.8 if late and number % 29 == 0 else 1.0)
    span = each.year_of(at)
    first = span.start
    started, registered = each.start <= at, each.registered is not None and each.registered <= at
    reported = each.physical[span] * each.boast
    done = each.before + each.physical[:first].sum()
    finish = max(each.planned + each.months + 2, each.start + 1 if started else 0)
    share = min((done + reported.sum()) / each.total, 1.0)
    troubled = each.problem and (not started or share < 0.25)
    lacking = {"用地": "未落实", "用能": "已落实", "环评": "已批复", "用工": "已保障"}
    if not (troubled and each.problem in ("用地", "征迁")):
        lacking["用地"] = "已落实"
    if troubled and each.problem == "环评":
        lacking["环评"] = "未批复"
    return [
        *(each.code, name, each.district, KINDS[each.kind].force),
        *("续建" if each.start < first else "新建", each.kind),
        f"{when(each.planned)[:4]}-{when(each.planned + each.months + 2)[:4]}",
        *(
            each.listed_total,
            round(done, -1),
            plan,
            round(float(reported[-1]), -1),
            round(float(reported.sum()), -1),
        ),
        round(float(each.counted[span].sum()), -1) if registered else None,
        *("专项债" if each.kind in ("基础设施", "社会民生") else "企业自筹", when(each.planned)),
        *(when(each.start) if started else None, when(finish)),
        "未开工" if not started else f"完成总工程量的{round(100 * share)}%",
        *("是" if registered else "否", when(each.registered) if registered and each.registered is not None else None),
        *lacking.values(),
        *(PROBLEMS[each.problem] if troubled else None, f"示范市{UNITS[each.kind]}", LEADERS[int(each.code[-2:]) % 6]),
    ]


def problems(folder: Path, projects: list[Project], rng: np.random.Generator) -> Path:
    """Write the list of problems of the last month."""
    at = len(MONTHS) - 1
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["示范市重点项目问题清单（2020年9月，演示数据）"])
    sheet.append(
        ["序号", "项目代码", "项目名称", "问题", "类别", "责任单位", "责任人", "提出时间", "时限", "进展", "销号日期"]
    )
    held = [each for each in projects if on_list(each, at) and each.problem]
    for number, each in enumerate(held, 1):
        raised = dt.date(2020, 3, 1) + dt.timedelta(days=int(rng.integers(0, 190)))
        due = raised + dt.timedelta(days=int(rng.integers(25, 110)))
        closed = due + dt.timedelta(days=int(rng.integers(-20, 12)))
        settled = each.start <= at and closed <= dt.date(2020, 9, 30) and rng.random() < 0.8
        sheet.append(
            [
                *(number, each.code, each.name, PROBLEMS[each.problem], each.problem, f"示范市{UNITS[each.kind]}"),
                *(LEADERS[int(each.code[-2:]) % 6], raised.isoformat(), due.isoformat()),
                *("已办结" if settled else "正在协调", closed.isoformat() if settled else None),
            ]
        )
    file = folder / "项目问题清单2020年9月（演示数据）.xlsx"
    book.save(file)
    return file


def reserve(folder: Path, rng: np.random.Generator) -> Path:
    """Write the projects in reserve."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["示范市扩内需储备项目清单（2020年9月，演示数据）"])
    sheet.append(["单位：万元"])
    sheet.append(["序号", "项目名称", "县区", "领域", "总投资", "前期工作", "计划开工", "责任单位"])
    stages = ("谋划", "立项批复", "可研批复", "初设批复", "施工许可")
    fields = ("水利", "交通", "能源", "城市更新", "公共卫生", "教育", "冷链物流")
    for number in range(1, 91):
        district, of = str(rng.choice(DISTRICTS)), str(rng.choice(fields))
        total = float(round(np.exp(rng.normal(np.log(26_000), 0.9)), -2))
        month = int(rng.integers(10, 24))
        when = f"{2020 + month // 13}-{month if month < 13 else month - 12:02d}"
        stage = str(rng.choice(stages, p=[0.25, 0.25, 0.25, 0.15, 0.10]))
        sheet.append(
            [number, f"{district}{of}储备项目{number}号", district, of, total, stage, when, "示范市发展和改革委员会"]
        )
    file = folder / "扩内需储备项目2020年9月（演示数据）.xlsx"
    book.save(file)
    return file


FUND_HEAD = (
    "序号 资金类型 批次 项目代码 项目名称 额度 谋划时间 申报时间 入库时间 获批时间 下达时间 拨付时间 已拨付 已支出 "
    "是否开工 开工时间 责任单位 存在问题"
).split()


def funds(folder: Path, projects: list[Project], rng: np.random.Generator) -> list[Path]:
    """Write bonds and grants by project as they stood at the end of each month of 2020."""
    builders = [
        each for each in projects if each.kind in ("基础设施", "社会民生", "农业") and on_list(each, len(MONTHS) - 1)
    ]
    chosen = [builders[n] for n in rng.permutation(len(builders))[:75]]
    held = [
        (each, _stages(each, "专项债" if n < 40 else str(rng.choice(["中央预算内", "无偿资金"])), rng))
        for n, each in enumerate(chosen)
    ]
    return [_fund_book(folder, held, at) for at, (year, _) in enumerate(MONTHS) if year == 2020]


@dataclass(frozen=True)
class Stages:
    """The way of one quota: months of its stages as positions of 2020's months (January is 0), and its pace."""

    kind: str
    batch: str
    quota: float
    at: tuple[int, ...]
    pace: float


def _stages(project: Project, kind: str, rng: np.random.Generator) -> Stages:
    """Let a quota go its way: not all pass review or are approved; the rest come in three batches."""
    batch = int(rng.integers(0, 3))
    allotted = (1, 4, 7)[batch] + int(rng.integers(0, 2))
    reached = int(rng.choice([2, 3, 4, 6], p=[0.08, 0.08, 0.09, 0.75]))
    steps = (
        allotted - 6,
        allotted - 4,
        allotted - 3,
        allotted - 1,
        allotted,
        allotted + 1 + int(rng.geometric(0.5)) - 1,
    )
    return Stages(
        kind=kind,
        batch=f"2020年第{'一二三'[batch]}批",
        quota=float(round(project.total * rng.uniform(0.1, 0.4) * (1.0 if kind == "专项债" else 0.3), -2)),
        at=steps[:reached],
        pace=float(rng.uniform(0.08, 0.30)),
    )


def _fund_book(folder: Path, held: list[tuple[Project, Stages]], at: int) -> Path:
    year, month = MONTHS[at]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"示范市专项债券和无偿资金项目清单（{year}年1—{month}月，演示数据）"])
    sheet.append(["单位：万元"])
    sheet.append(FUND_HEAD)
    shown = [(each, stages) for each, stages in held if stages.at[0] < month]
    for number, (each, stages) in enumerate(shown, 1):
        days = [_month_2020(step) if step < month else None for step in stages.at] + [None] * (6 - len(stages.at))
        since = month - 1 - stages.at[5] if len(stages.at) == 6 and stages.at[5] < month else -1
        drawn = min(1.0, 0.35 + stages.pace * since) if since >= 0 else 0.0
        started = each.start <= at
        spent = max(0.0, drawn - 0.25) * (0.9 if started else 0.0)
        sheet.append(
            [
                *(number, stages.kind, stages.batch, each.code, each.name, stages.quota, *days),
                *(round(drawn * stages.quota, -1), round(spent * stages.quota, -1), "是" if started else "否"),
                *(when(each.start) if started else None, f"示范市{UNITS[each.kind]}"),
                PROBLEMS[each.problem] if each.problem and not started else None,
            ]
        )
    file = folder / f"专项债和无偿资金清单{year}年{month}月（演示数据）.xlsx"
    book.save(file)
    return file


def _month_2020(step: int) -> str:
    months = 2020 * 12 + step
    return f"{months // 12}-{months % 12 + 1:02d}"


if __name__ == "__main__":
    main()
