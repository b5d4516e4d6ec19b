"""How the demonstration city's projects really go, month by month, and what of it the statistics take.

What is counted of the ledger's projects is scaled, month by month, to a share of the investment that the city's
published growth implies, so that the two histories agree. Curves, halts, delays, vouchers that come late and lists
that boast are drawn at random; no model of the kit is used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from shouguan.core import indicators
from shouguan.core.ytd import Array, single_from_ytd

HERE = Path(__file__).resolve().parent
LEDGER_FROM, LAST = (2018, 8), (2020, 9)
"""The ledger's first and last month; January is reported with February, so there are 24."""
BASE_2017 = 1_310.0
"""Investment of 2017 in 亿元, invented; the later years follow by the published growth."""
WEIGHTS = np.array([8.9, 9.4, 8.5, 9.2, 11.4, 8.5, 8.3, 9.5, 8.7, 8.5, 9.1])
LEDGER_SHARE = 0.43
"""Of the city's investment, what registered projects of the ledger make up on average."""

DISTRICTS = ("甲区", "乙区", "丙区", "丁县", "戊县", "高新区")


class Kind(NamedTuple):
    """What projects of one industry are like.

    Attributes
    ----------
    share : float
        Of all projects.
    rho : float
        What the statistics hold of a unit of the ledger, in the middle.
    early, late : float
        The curve's shape: the exponents of a beta density.
    force : str
    names : tuple of str
    """

    share: float
    rho: float
    early: float
    late: float
    force: str
    names: tuple[str, ...]


_INDUSTRY, _BIG = "规上工业增加值专班", "大项目及固投专班"
KINDS = {
    "制造业": Kind(0.40, 0.78, 2.0, 2.4, _INDUSTRY, ("新型建材", "汽车零部件", "电子元件", "食品加工", "生物医药")),
    "基础设施": Kind(0.25, 0.64, 2.2, 2.0, _BIG, ("公路改建", "污水处理厂", "供水管网", "水库除险加固", "综合管廊")),
    "社会民生": Kind(0.13, 0.58, 2.4, 2.2, _BIG, ("医院迁建", "职业学校", "养老中心", "体育公园", "老旧小区改造")),
    "服务业": Kind(0.14, 0.70, 2.0, 2.0, _BIG, ("物流园", "商贸综合体", "文旅小镇", "冷链中心")),
    "农业": Kind(0.08, 0.52, 1.8, 2.0, _BIG, ("高标准农田", "种业基地", "生态养殖场")),
}
UNITS = {
    "制造业": "工业和信息化局",
    "基础设施": "交通运输局",
    "社会民生": "卫生健康委员会",
    "服务业": "商务局",
    "农业": "农业农村局",
}
LEADERS = tuple(f"领导{name}" for name in "甲乙丙丁戊己")
PROBLEMS = {
    "用地": "用地指标尚未落实",
    "征迁": "拆迁扫尾未完成",
    "资金": "资本金到位不足",
    "环评": "环评批复未取得",
    "手续": "施工许可未办结",
}
MONTHS = [(year, month) for year in (2018, 2019, 2020) for month in range(2, 13) if (year, month) <= LAST]
"""Statistical months since February 2018."""


@dataclass
class Project:
    """One project as it really goes; amounts in 万元 by month, as `MONTHS`."""

    code: str
    name: str
    district: str
    kind: str
    total: float
    planned: int
    start: int
    months: int
    rho: float
    registered: int | None
    boast: float
    problem: str
    physical: Array = field(default_factory=lambda: np.zeros(len(MONTHS)))
    counted: Array = field(default_factory=lambda: np.zeros(len(MONTHS)))
    plans: dict[int, float] = field(default_factory=dict)
    before: float = 0.0

    def year_of(self, at: int) -> slice:
        """Return the months of a month's year, up to it."""
        year = MONTHS[at][0]
        return slice(next(n for n, (of, _) in enumerate(MONTHS) if of == year), at + 1)

    @property
    def listed_total(self) -> float:
        """The total as lists have it: an overrun is approved before it is built, so no month reports more."""
        years = [self.year_of(at) for at in range(len(MONTHS)) if at + 1 == len(MONTHS) or MONTHS[at + 1][1] == 2]
        reported = [
            self.before + self.physical[: year.start].sum() + self.physical[year].sum() * self.boast for year in years
        ]
        return max(self.total, float(np.ceil((max(reported) + 50) / 100) * 100))


def investment() -> Array:
    """Return the city's investment by month of `MONTHS` in 万元, that its published growth implies."""
    table = pd.read_csv(HERE / "observations" / "fai.csv")
    table = table[table["region"] == 999901]
    weights = np.cumsum(WEIGHTS / WEIGHTS.sum())
    size = indicators.indicator("fai").calendar.size
    level = BASE_2017 * 1e4 * WEIGHTS / WEIGHTS.sum()
    months: list[float] = []
    for year in (2018, 2019, 2020):
        ytd = table.loc[table["period"].str.startswith(str(year)), "value"].to_numpy(float)
        single = single_from_ytd(ytd, weights[: len(ytd)])
        level = level[: len(single)] * (1 + single / 100)
        months += level.tolist()
        assert len(level) == size or year == 2020
    return np.array(months)


def made(rng: np.random.Generator) -> list[Project]:
    """Make the projects and their years."""
    projects = [_project(rng, number) for number in range(1, 801)]
    season = np.array([{2: 0.55, 3: 0.9, 11: 1.05, 12: 0.95}.get(month, 1.0) for _, month in MONTHS])
    season[MONTHS.index((2020, 2))] = 0.35
    season[MONTHS.index((2020, 3))] = 0.55
    for each in projects:
        _build(each, rng, season)
    _scale(projects, rng)
    for each in projects:
        _plan(each, rng)
    return projects


def _project(rng: np.random.Generator, number: int) -> Project:
    kind = str(rng.choice(list(KINDS), p=[each.share for each in KINDS.values()]))
    of = KINDS[kind]
    district = str(rng.choice(DISTRICTS))
    planned = int(rng.integers(-22, len(MONTHS) + 3))
    delay = 0 if rng.random() < 0.45 else int(rng.geometric(0.35))
    start = planned + delay
    if 0 <= start < len(MONTHS) and MONTHS[start] in ((2020, 2), (2020, 3)):
        start += 2
    since = start + int(rng.geometric(0.5))
    never = rng.random() < 0.10
    year = MONTHS[min(max(planned, 0), len(MONTHS) - 1)][0] if planned >= 0 else 2017
    return Project(
        code=f"{year}-999901-{rng.integers(10, 90)}-03-{number:06d}",
        name=f"{district}{rng.choice(of.names)}项目{number}号",
        district=district,
        kind=kind,
        total=float(round(np.clip(np.exp(rng.normal(np.log(32_000), 1.05)), 800, 900_000), -2)),
        planned=planned,
        start=start,
        months=int(np.clip(np.exp(rng.normal(np.log(19), 0.4)), 6, 46)),
        rho=float(np.clip(of.rho * np.exp(rng.normal(0, 0.22)), 0.15, 1.15)),
        registered=None if never else since,
        boast=float(np.exp(rng.normal(0.04, 0.05))),
        problem=str(rng.choice(list(PROBLEMS))) if rng.random() < (0.5 if delay else 0.12) else "",
    )


def _build(project: Project, rng: np.random.Generator, season: Array) -> None:
    """Let a project be built along its own curve; some stand still for months."""
    of = KINDS[project.kind]
    grid = np.linspace(0, 1, project.months + 1)
    density = (grid[1:] - 0.5 / project.months) ** (of.early - 1) * (1 - grid[:-1] - 0.5 / project.months) ** (
        of.late - 1
    )
    curve = project.total * float(rng.uniform(0.9, 1.06)) * density / density.sum()
    still = range(0)
    if rng.random() < 0.07:
        halt = int(rng.integers(0, project.months))
        still = range(halt, halt + int(rng.integers(3, 7)))
    for step, amount in enumerate(curve):
        at = project.start + step + (len(still) if step >= still.start else 0)
        if at < 0:
            project.before += amount
        elif at < len(MONTHS):
            project.physical[at] += amount * season[at] * float(np.exp(rng.normal(0, 0.18)))


def _scale(projects: list[Project], rng: np.random.Generator) -> None:
    """Scale works so that what is counted of them is a share of the city's investment, and count them."""
    city = investment()
    wander = np.cumsum(rng.normal(0, 0.006, len(MONTHS)))
    for at in range(len(MONTHS)):
        raw = sum(_counted(each, at) for each in projects)
        wanted = city[at] * (LEDGER_SHARE + wander[at] + rng.normal(0, 0.012))
        for each in projects:
            each.physical[at] *= wanted / raw
            each.counted[at] = _counted(each, at)


def _counted(project: Project, at: int) -> float:
    """Return what the statistics take of a month: vouchers of this month and of the one before."""
    if project.registered is None or at < project.registered:
        return 0.0
    lagged = 0.65 * project.physical[at] + 0.35 * (project.physical[at - 1] if at else project.physical[at])
    entry = project.physical[max(project.start, 0) : at].sum() if at == project.registered else 0.0
    return project.rho * (lagged + 0.8 * entry)


def _plan(project: Project, rng: np.random.Generator) -> None:
    """Set a year's plan by what the office hoped for: mostly more than comes, seldom changed."""
    for year in (2018, 2019, 2020):
        inside = [n for n, (of, _) in enumerate(MONTHS) if of == year]
        coming = float(project.physical[inside].sum())
        if year == 2020:
            coming *= 1.75 if project.start < inside[4] else 1.95
        hoped = max(coming, 0.04 * project.total) * float(rng.uniform(0.98, 1.40))
        left = project.total - project.before - float(project.physical[: inside[0]].sum())
        project.plans[year] = max(round(min(hoped, left), -2), 100.0)


def on_list(project: Project, at: int) -> bool:
    """Whether the ledger of a month's year holds the project: planned by then, and not done before the year."""
    year = MONTHS[at][0]
    first = next(n for n, (of, _) in enumerate(MONTHS) if of == year)
    listed = project.planned <= max(first + 10, at)
    done = project.before + project.physical[:first].sum() >= 0.985 * project.total or (
        project.start + project.months + 6 < first
    )
    return listed and not done


def when(at: int) -> str:
    """Return a month of the list as text; before February 2018 there are twelve a year."""
    if 0 <= at < len(MONTHS):
        year, month = MONTHS[at]
    else:
        ahead = at - len(MONTHS) + 1 if at >= len(MONTHS) else 0
        months = 2020 * 12 + 8 + ahead if ahead else 2018 * 12 + 1 + at
        year, month = months // 12, months % 12 + 1
    return f"{year}-{month:02d}"
