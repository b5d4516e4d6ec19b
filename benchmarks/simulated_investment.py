"""Cities with a ledger whose truth is known, made by processes that are not the model's.

Projects arrive by a process with its own cycle; they run along one of four shapes of their own lifetime (logistic,
even, front-loaded, two humps), stand still, slip and overrun; vouchers come zero to three months late and ρ wanders;
units register in a rush at the year's end or never; some Decembers are cut back; plans boast by a factor of the city
and year. The ledger misses months and has units mixed up, rows twice, falling and blank figures. What is outside the
ledger has shocks of its own and only a part of the ledger's. Real-estate development, outside the ledger, has waves of
its own; three cities in four publish it and give its share. No function of `shouguan.investment` is used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from shouguan.core.periods import Period
from shouguan.core.ytd import Array
from shouguan.data import place
from shouguan.data.investment_settings import InvestmentSettings, Level
from shouguan.data.observations import COLUMNS
from shouguan.data.place import Place, Region
from shouguan.data.settings import PartShares, Settings

YEAR = 2018
"""The year to forecast."""
FIRST = 2011
"""The first simulated year; published growth begins a year later."""
MONTHS = [(year, month) for year in range(FIRST, YEAR + 1) for month in range(2, 13)]
SEASON = np.array([1.05, 1.10, 0.95, 1.02, 1.22, 0.95, 0.93, 1.05, 0.97, 0.96, 1.02])
HOMES = "real_estate_investment"
KINDS = ("制造业", "基础设施", "社会民生", "服务业", "农业")
CITY, PARENT, PEERS = "999901", "999900", tuple(f"99991{number}" for number in range(5))


@dataclass
class Project:
    """A project as it goes; amounts in 万元 by month of `MONTHS`."""

    code: str
    kind: str
    planned: int
    begun: int
    total: float
    before: float
    work: Array
    vouchers: Array
    rho: float
    entered: int
    counted: Array


@dataclass(frozen=True)
class City:
    """A simulated city.

    Attributes
    ----------
    place : Place
    settings : InvestmentSettings
    ledger : DataFrame
        As `registers.read` returns it.
    rho : dict of str to float
        The true ratio of each project by its code.
    growth : ndarray, shape (11,)
        Published YTD growth of the year, per cent; the last is the truth.
    of_ledger, outside : ndarray, shape (years, 11)
        What the statistics count of the ledger's projects and of all else, 亿元, by year from `FIRST` and month.
    """

    place: Place
    settings: InvestmentSettings
    ledger: pd.DataFrame
    rho: dict[str, float]
    growth: Array
    of_ledger: Array
    outside: Array

    @property
    def share(self) -> float:
        """Of the city's investment in the year to forecast, what is of the ledger."""
        return float(self.of_ledger[-1].sum() / (self.of_ledger[-1] + self.outside[-1]).sum())


def wander(rng: np.random.Generator, size: int, persistence: float, deviation: float) -> Array:
    """Return an autoregressive course with a standard deviation in the long run."""
    steps = rng.normal(0, deviation * np.sqrt(1 - persistence**2), size)
    course = np.empty(size)
    course[0] = rng.normal(0, deviation)
    for at in range(1, size):
        course[at] = persistence * course[at - 1] + steps[at]
    return course


def _lifetime(rng: np.random.Generator, months: int) -> Array:
    """Return the share of its total that a project does in each of its months."""
    at = (np.arange(months) + 0.5) / months
    shape = rng.integers(4)
    if shape == 0:
        density = 1.0 / np.cosh((at - rng.uniform(0.35, 0.65)) * rng.uniform(4, 9)) ** 2
    elif shape == 1:
        density = np.ones(months)
    elif shape == 2:
        density = np.exp(-rng.uniform(1.0, 2.5) * at)
    else:
        density = np.exp(-(((at - 0.25) / 0.15) ** 2)) + rng.uniform(0.5, 1.3) * np.exp(-(((at - 0.75) / 0.15) ** 2))
    return density / density.sum()


def make(seed: int) -> City:
    """Make a city from a seed."""
    rng = np.random.default_rng([seed, 77])
    size, start = len(MONTHS), FIRST
    nation = np.cumsum(wander(rng, size, 0.9, 0.004)) + wander(rng, size, 0.8, 0.015)
    common = wander(rng, size, rng.uniform(0.6, 0.85), rng.uniform(0.04, 0.10)) + nation
    season = SEASON * np.exp(rng.normal(0, 0.05, 11))
    yearly = np.tile(season / season.sum(), YEAR - start + 1)
    middle = {kind: rng.uniform(0.45, 0.85) for kind in KINDS}
    squeeze = wander(rng, size, 0.3, rng.uniform(0.03, 0.09))
    arrivals = np.exp(np.cumsum(rng.normal(0.004, 0.02, size)) + wander(rng, size, 0.9, 0.15))
    spring = np.tile([0.8, 2.2, 1.2, 1.0, 1.4, 0.7, 0.8, 1.3, 0.8, 0.7, 0.5], YEAR - start + 1)
    rate = rng.uniform(4, 14)
    late, quick, never = rng.uniform(0.2, 0.5), rng.uniform(0.35, 0.7), rng.uniform(0.03, 0.12)
    bring = rng.uniform(0.5, 1.0)
    cut = {year: rng.uniform(0.01, 0.05) if rng.random() < 0.15 else 0.0 for year in range(start, YEAR + 1)}
    boast = {year: np.exp(rng.normal(0.1, 0.15)) for year in range(start, YEAR + 1)}
    month_of_year = np.tile(np.arange(11), YEAR - start + 1)
    projects: list[Project] = []
    for at in range(-24, size + 6):
        for _ in range(rng.poisson(rate * (arrivals[at] * spring[at] if 0 <= at < size else 1.0))):
            projects.append(
                _project(rng, at, len(projects), common, squeeze, month_of_year, season, late, quick, never, middle)
            )
    for each in projects:
        _count(each, rng, bring, cut)
    counted = np.sum([each.counted for each in projects], axis=0)
    outside = _outside(rng, counted, common, yearly, rng.uniform(0.3, 0.65))
    rng_homes = np.random.default_rng([seed, 78])
    homes_share = rng_homes.uniform(0.25, 0.55)
    homes = homes_share * _homes(rng_homes, outside, nation)
    told = bool(rng_homes.random() < 0.75)
    outside = (1.0 - homes_share) * outside + homes
    total = counted + outside
    growth = _growth(total)
    table = _published(rng, {"fai": growth, HOMES: _growth(homes)} if told else {"fai": growth}, nation, size)
    first = int(rng.integers(size - 44, size - 22))
    ledger = _ledger(rng, projects, first, boast)
    annual = total.reshape(-1, 11).sum(axis=1)
    level = Level(year=YEAR - 1, value=float(annual[-2] / 1e4 * np.exp(rng.normal(0, 0.02))), source="模拟")
    where = Place(
        slug="simulated",
        settings=Settings(
            region=CITY,
            name="模拟市",
            name_en="Simulated",
            parent=PARENT,
            synthetic=True,
            investment_shares=_shares(homes, total) if told else None,
        ),
        regions=dict(place.official_regions()) | {CITY: Region(CITY, "模拟市", "Simulated", (), PARENT)},
        table=table,
        targets=(),
        files=(),
    )
    rho = {each.code: each.rho for each in projects}
    of_ledger, outside = (amounts.reshape(-1, 11) / 1e4 for amounts in (counted, outside))
    return City(where, InvestmentSettings(level=level), ledger, rho, growth[-1], of_ledger, outside)


def _project(
    rng: np.random.Generator,
    planned: int,
    number: int,
    common: Array,
    squeeze: Array,
    month_of_year: npt.NDArray[np.int64],
    season: Array,
    late: float,
    quick: float,
    never: float,
    middle: dict[str, float],
) -> Project:
    size = common.size
    kind = str(rng.choice(KINDS, p=[0.4, 0.25, 0.13, 0.14, 0.08]))
    begun = planned + (0 if rng.random() < 1 - late else int(np.ceil(rng.pareto(1.5) + 0.5)))
    months = int(np.clip(rng.gamma(4.0, 5.5), 5, 60))
    total = float(np.clip(np.exp(rng.normal(np.log(20_000), 1.05)), 300, 400_000))
    true_total = total * float(np.exp(rng.normal(-0.03, 0.12)))
    course = _lifetime(rng, months) * true_total
    halt = int(rng.integers(0, months)) if rng.random() < 0.12 else months
    still = int(rng.integers(2, 9))
    work = np.zeros(size)
    before = 0.0
    for step, amount in enumerate(course):
        at = begun + step + (still if step >= halt else 0)
        if at < 0:
            before += amount
        elif at < size:
            work[at] += amount * np.exp(0.9 * common[at] + rng.normal(0, 0.25)) * season[month_of_year[at]]
    rho = float(np.clip(rng.beta(8, 8 / middle[kind] - 8), 0.1, 1.0))
    vouchers = np.convolve(work, rng.dirichlet([4.0, 3.0, 1.5, 0.7]))[:size]
    ratio = rho * np.exp(wander(rng, size, 0.8, 0.12) + squeeze + rng.normal(0, 0.1, size))
    if rng.random() < never:
        entered = 10**6
    elif rng.random() < quick:
        entered = begun + int(rng.integers(0, 3))
    else:
        entered = begun + 2 + int(rng.geometric(0.12))
    if entered < size and entered >= 0 and month_of_year[entered] in (8, 9) and rng.random() < 0.25:
        entered += 10 - int(month_of_year[entered])  # the rush before the year ends
    code = f"模拟-{number:05d}"
    return Project(code, kind, planned, begun, total, before, work, vouchers * ratio, rho, entered, np.zeros(size))


def _count(each: Project, rng: np.random.Generator, bring: float, cut: dict[int, float]) -> None:
    """Set what the statistics count of a project by month; a month may take back."""
    entered, vouchers = each.entered, each.vouchers
    counted = np.where(np.arange(vouchers.size) >= entered, vouchers, 0.0)
    if 0 <= entered < vouchers.size:
        year = entered - entered % 11
        counted[entered] += bring * vouchers[year:entered].sum()
    for year, share in cut.items():
        end = 11 * (year - FIRST) + 10
        if share and rng.random() < 0.25:
            counted[end] -= 4 * share * counted[end - 10 : end].sum()
    if rng.random() < 0.01:  # taken out of the statistics
        out = int(rng.integers(0, vouchers.size))
        counted[out] -= counted[out - out % 11 : out].sum()
        counted[out + 1 :] = 0.0
    each.counted = counted


def _outside(rng: np.random.Generator, counted: Array, common: Array, yearly: Array, share: float) -> Array:
    """Return investment outside ledger and homes by month, with shocks of its own and a part of the ledger's."""
    size = common.size
    annual = counted[-33:].sum() / 3 * (1 - share) / share
    trend = np.exp((np.arange(size) - size + 16) / 11 * rng.uniform(0.02, 0.10))
    own = wander(rng, size, 0.85, rng.uniform(0.03, 0.08)) + rng.normal(0, 0.03, size)
    season = yearly * np.exp(np.tile(rng.normal(0, 0.08, 11), size // 11))
    return annual * season / season[:11].sum() * trend * np.exp(rng.uniform(0.1, 1.0) * common + own)


def _homes(rng: np.random.Generator, outside: Array, nation: Array) -> Array:
    """Return real-estate development by month, as large as all outside the ledger, with waves of its own."""
    size = outside.size
    months = np.arange(size) - size + 16
    wave = rng.uniform(0.05, 0.15) * np.sin(2 * np.pi * (months / rng.uniform(30, 60) + rng.random()))
    course = months / 11 * rng.uniform(-0.05, 0.08) + wave + wander(rng, size, 0.9, 0.04) + rng.normal(0, 0.03, size)
    season = np.tile(SEASON * np.exp(rng.normal(0, 0.08, 11)) / SEASON.sum(), size // 11)
    return np.asarray(outside[-33:].sum() / 3 * season * np.exp(course + 0.5 * nation))


def _shares(homes: Array, total: Array) -> PartShares:
    """Return the shares of last year as an office knows them: to the whole per cent."""
    last = slice(-22, -11)
    share = max(round(100.0 * float(homes[last].sum() / total[last].sum())), 1)
    values = {"fai_manufacturing": 30.0, "fai_infrastructure": 20.0, HOMES: float(share)}
    return PartShares(year=YEAR - 1, source="模拟", values=values)


def _growth(total: Array) -> Array:
    ytd = np.cumsum(total.reshape(-1, 11), axis=1)
    return np.round(100.0 * (ytd[1:] / ytd[:-1] - 1.0), 1)


def _published(rng: np.random.Generator, own: dict[str, Array], nation: Array, size: int) -> pd.DataFrame:
    """Return published growth of the city and its peers, and the nation's levels, which give the shape of the year."""
    series = {(CITY, code): growth for code, growth in own.items()}
    for code in own:
        for peer in PEERS:
            course = nation * rng.uniform(0.6, 1.2) + wander(rng, size, 0.75, rng.uniform(0.05, 0.1))
            level = SEASON[np.arange(size) % 11] * np.exp(0.06 / 11 * np.arange(size) + course)
            series[peer, code] = _growth(level * np.exp(rng.normal(0, 0.03, size)))
    rows = []
    for (region, code), values in series.items():
        for year, figures in zip(range(FIRST + 1, YEAR + 1), values, strict=True):
            for month, figure in zip(range(2, 13), figures, strict=True):
                out = pd.Timestamp(Period(year, "M", month).end) + pd.Timedelta(days=20)
                cells = [region, code, f"{year}-{month:02d}", "ytd", "growth", "comparable", figure, "%", out]
                rows.append([*cells, "calendar", "first", "模拟", ""])
    official = place.official_table()
    levels = official[
        (official["region"] == place.NATION) & (official["indicator"] == "fai") & (official["measure"] == "value")
    ]
    return pd.concat([pd.DataFrame(rows, columns=list(COLUMNS)), levels], ignore_index=True)


def _ledger(rng: np.random.Generator, projects: list[Project], first: int, boast: dict[int, float]) -> pd.DataFrame:
    """Return the ledger month by month, with the slips that ledgers have."""
    missing = {at for at in range(first + 1, len(MONTHS)) if rng.random() < 0.08}
    lines = []
    names = "period project_code project_name industry district total_investment_wan_yuan done_before_wan_yuan".split()
    names += "annual_plan_wan_yuan month_done_wan_yuan ytd_done_wan_yuan statistics_ytd_wan_yuan".split()
    names += "planned_start actual_start registered registered_on land environment source".split()
    boasts = np.exp(rng.normal(0.03, 0.05, len(projects)))
    for number, each in enumerate(projects):
        work, counted = each.work * boasts[number], each.counted
        plan: dict[int, float] = {}
        for at in range(first, len(MONTHS)):
            year, month = MONTHS[at]
            january = at - at % 11
            done = each.before + work[:january].sum()
            over = work[january:].sum() < 1.0 and each.begun < january
            listed = each.planned <= max(january + 4, at - int(number % 3)) and not over
            if not listed or at in missing:
                continue
            if year not in plan or (month == 7 and rng.random() < 0.15):
                coming = work[january : january + 11].sum()
                plan[year] = max(coming, 0.03 * each.total) * boast[year] * float(np.exp(rng.normal(0, 0.35)))
            ytd, registered = work[january : at + 1].sum(), each.entered <= at
            scale = 1e4 if rng.random() < 0.002 else 1.0
            slip = 0.7 if rng.random() < 0.004 else 1.0
            figure = round(counted[january : at + 1].sum(), -1) if registered and rng.random() > 0.01 else None
            cells = [
                *(f"{year}-{month:02d}", each.code, f"项目{number}", each.kind, f"{number % 6}区"),
                *(round(each.total * scale), round(done * scale), round(plan[year] * scale), round(work[at], -1)),
                *(round(ytd * slip * scale, -1), None if figure is None else figure * scale, _day(each.planned)),
                *(_day(each.begun) if each.begun <= at else pd.NaT, registered),
                *(_day(each.entered) if registered else pd.NaT, None, None, f"台账.xlsx#项目!A{number + 2}"),
            ]
            lines += [cells] * (2 if rng.random() < 0.001 else 1)
    table = pd.DataFrame(lines, columns=names)
    return table.assign(registered=table["registered"].astype("boolean")).sort_values(
        "period", kind="stable", ignore_index=True
    )


def _day(at: int) -> pd.Timestamp:
    year, month = divmod(at, 11)
    return pd.Timestamp(FIRST + year, month + 2, 1)
