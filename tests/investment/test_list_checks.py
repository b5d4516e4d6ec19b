"""Broken copies of the demonstration city's lists: each fault is found at its cell, and stays out of sums."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from shouguan.analysis import checking
from shouguan.core import paths
from shouguan.core.errors import DataError
from shouguan.core.findings import Finding
from shouguan.data import registers
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.investment import list_checks
from tests.builders.ledgers import firm_list, fund_list

DEMO = paths.places() / "demo-city"
Row = dict[str, str]
Broken = Callable[[list[Row]], None]
_PROJECTS = 24


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a place with the lists of a few of the demonstration city's projects and firms."""
    folder = tmp_path_factory.mktemp("small")
    for name in ("place.yaml", "regions.csv", "investment.yaml"):
        shutil.copy(DEMO / name, folder)
    ledger = registers.read(DEMO, "ledger")
    ledger = ledger[ledger["period"] >= "2020-07"]
    fit = ledger["actual_start"].notna() & ledger["ytd_done_wan_yuan"].gt(100)
    whole = fit.groupby(ledger["project_code"]).agg(lambda each: each.all() and len(each) == 3)
    projects = set(whole.index[whole][:_PROJECTS])
    of_problems = set(registers.read(DEMO, "ledger")["project_code"])
    for kind, keep in (
        ("ledger", lambda row: row["project_code"] in projects and row["period"] >= "2020-07"),
        ("enterprises", lambda row: int(row["credit_code"][10:17]) % 40 == 1),
        ("bonds", lambda row: row["period"] >= "2020-07" and int(row["project_code"][-3:]) % 3 == 0),
        ("reserve", lambda row: int(row["source"].rsplit("A", 1)[1]) < 24),
        ("problems", lambda row: row["project_code"] in of_problems & projects),
    ):
        with (DEMO / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows = [row for row in csv.DictReader(stream) if keep(row)]
        _write(folder / f"{kind}.csv", rows)
    return folder


def _write(file: Path, rows: list[Row]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def broken(small: Path, folder: Path, kind: str, change: Broken) -> Path:
    """Copy the small place with one of its lists, changed (and the ledger, which problems are held against)."""
    copy = folder / "place"
    copy.mkdir()
    for name in ("place.yaml", "regions.csv", "investment.yaml", f"{kind}.csv"):
        shutil.copy(small / name, copy)
    if kind == "problems":
        shutil.copy(small / "ledger.csv", copy)
    with (copy / f"{kind}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    change(rows)
    _write(copy / f"{kind}.csv", rows)
    return copy


def put(**values: str) -> Broken:
    """Change the last row."""
    return lambda rows: rows[-1].update(values)


def again(**values: str) -> Broken:
    """Add the last row once more, with other values."""
    return lambda rows: rows.append(rows[-1] | values)


def times(factor: float, *names: str) -> Broken:
    """Change amounts of the last row as a slip of the unit does."""

    def change(rows: list[Row]) -> None:
        for name in names:
            rows[-1][name] = f"{float(rows[-1][name]) * factor:g}"

    return change


def started(rows: list[Row]) -> None:
    rows[-1].update(started="False", start_on="2020-05")


def drawn(rows: list[Row]) -> None:
    row = next(each for each in rows[::-1] if float(each["drawn_wan_yuan"]) > 0)
    rows.append(rows.pop(rows.index(row)))


def changed(first: Broken, *more: Broken) -> Broken:
    """Change a list in several steps."""

    def change(rows: list[Row]) -> None:
        for each in (first, *more):
            each(rows)

    return change


def whole_row_in_yi(rows: list[Row]) -> None:
    """Turn the last row into a project of its own, typed in 亿元."""
    amounts = {name: f"{float(value) / 1e4:g}" for name, value in rows[-1].items() if "_wan_" in name and value}
    rows.append(rows[-1] | amounts | {"project_code": "新", "project_name": "新"})


LEDGER, FIRMS, BONDS = "ledger", "enterprises", "bonds"
FAULTS = [
    pytest.param(LEDGER, again(), "error", "同一版本", id="ledger line twice"),
    pytest.param(LEDGER, again(project_name="别的项目"), "error", "改正代码", id="ledger code twice"),
    pytest.param(LEDGER, again(project_code=""), "error", "补上代码", id="ledger with and without code"),
    pytest.param(LEDGER, again(project_code="2020-x"), "error", "算了两次", id="ledger one project two codes"),
    pytest.param(
        LEDGER,
        again(project_code="2020-x", total_investment_wan_yuan="7654"),
        "warning",
        "两个代码",
        id="ledger one name two codes",
    ),
    pytest.param(LEDGER, put(ytd_done_wan_yuan=""), "warning", "本月空白", id="done blank"),
    pytest.param(LEDGER, times(0.5, "ytd_done_wan_yuan"), "warning", "比上一次少", id="done fallen"),
    pytest.param(LEDGER, times(20, "total_investment_wan_yuan"), "warning", "十倍以上", id="total twentyfold"),
    pytest.param(LEDGER, times(100, "total_investment_wan_yuan"), "error", "五十倍", id="total hundredfold"),
    pytest.param(LEDGER, put(total_investment_wan_yuan=""), "warning", "总投资空白", id="total blank"),
    pytest.param(LEDGER, list.pop, "warning", "2020-09 台账没有这个项目", id="gone"),
    pytest.param(LEDGER, put(annual_plan_wan_yuan="0"), "warning", "年度计划为零", id="plan zero"),
    pytest.param(LEDGER, put(annual_plan_wan_yuan=""), "warning", "年度计划为零或空白", id="plan blank"),
    pytest.param(LEDGER, put(total_investment_wan_yuan="-5"), "error", "为负", id="ledger negative"),
    pytest.param(LEDGER, put(done_before_wan_yuan="900000"), "warning", "超过总投资", id="completed above total"),
    pytest.param(
        LEDGER, put(done_since_start_wan_yuan="900000"), "warning", "超过总投资", id="since start above total"
    ),
    pytest.param(LEDGER, put(month_done_wan_yuan="900000"), "warning", "两列填反", id="month above year"),
    pytest.param(LEDGER, put(planned_finish="2016-01"), "warning", "计划竣工早于实际开工", id="start after completion"),
    pytest.param(
        LEDGER, put(actual_start="2020-12", planned_finish="2024-12"), "warning", "还没有发生", id="future start"
    ),
    pytest.param(LEDGER, put(registered_on="2021-03", registered="True"), "warning", "还没有发生", id="future entry"),
    pytest.param(LEDGER, put(registered_on="2020-03", registered="False"), "warning", "未纳统", id="entry and flag"),
    pytest.param(LEDGER, times(1e4, "total_investment_wan_yuan"), "error", "五十倍以上", id="total up"),
    pytest.param(LEDGER, times(1e-4, "total_investment_wan_yuan"), "error", "五十倍以上", id="total down"),
    pytest.param(LEDGER, times(1e4, "annual_plan_wan_yuan"), "error", "上千倍", id="plan up"),
    pytest.param(LEDGER, times(1e-4, "annual_plan_wan_yuan"), "error", "上千倍", id="plan down"),
    pytest.param(LEDGER, times(1e5, "ytd_done_wan_yuan"), "error", "上千倍", id="done up"),
    pytest.param(LEDGER, times(1e-4, "ytd_done_wan_yuan"), "error", "千分之一", id="done down"),
    pytest.param(LEDGER, times(1e6, "statistics_ytd_wan_yuan"), "error", "统计入库投资是总投资", id="statistics up"),
    pytest.param(
        LEDGER,
        put(registered="True", registered_on="2020-05", actual_start=""),
        "warning",
        "不能入统",
        id="entry unstarted",
    ),
    pytest.param(LEDGER, whole_row_in_yi, "error", "按亿元", id="a whole row in 亿元"),
    pytest.param(LEDGER, put(district=""), "warning", "各县区之和比合计少", id="no district"),
    pytest.param(FIRMS, again(credit_code=""), "error", "补上代码", id="firm with and without code"),
    pytest.param(FIRMS, again(credit_code="91999901MA9999999X"), "error", "两个信用代码", id="firm with two codes"),
    pytest.param(FIRMS, again(), "error", "同一版本", id="firm twice"),
    pytest.param(FIRMS, put(revenue_ytd_wan_yuan="-1"), "error", "为负", id="firm negative"),
    pytest.param(FIRMS, times(1e4, "revenue_ytd_wan_yuan"), "error", "上千倍", id="revenue up"),
    pytest.param(FIRMS, times(1e-4, "revenue_ytd_wan_yuan"), "error", "上千倍", id="revenue down"),
    pytest.param(
        FIRMS, times(1e-4, "revenue_ytd_wan_yuan", "revenue_last_wan_yuan"), "warning", "亿元", id="both down"
    ),
    pytest.param(FIRMS, put(origin="统计联网直报平台"), "error", "保密", id="survey record"),
    pytest.param(FIRMS, put(origin="听说"), "error", "来源只有", id="no origin"),
    pytest.param(FIRMS, put(status="见附件"), "warning", "看不出在库", id="no standing"),
    pytest.param(FIRMS, put(status="在库", expected_entry="2021-02"), "warning", "清单月份之后", id="entry to come"),
    pytest.param(FIRMS, put(entry_kind="新建投产"), "warning", "上年已有", id="new with a year before"),
    pytest.param(FIRMS, put(category="服务业", industry="卫生和社会工作"), "warning", "哪条标准", id="no threshold"),
    pytest.param(BONDS, changed(drawn, times(1e3, "drawn_wan_yuan")), "error", "超过额度", id="drawn above quota"),
    pytest.param(BONDS, put(spent_wan_yuan="90000"), "error", "超过已拨付", id="spent above drawn"),
    pytest.param(BONDS, put(quota_wan_yuan="-900"), "error", "为负", id="quota negative"),
    pytest.param(BONDS, times(1e4, "quota_wan_yuan"), "error", "上千倍", id="quota up"),
    pytest.param(BONDS, times(1e-4, "quota_wan_yuan"), "error", "上千倍", id="quota down"),
    pytest.param(BONDS, put(start_on="2020-12", started="True"), "warning", "还没有发生", id="start after the day"),
    pytest.param(BONDS, started, "warning", "却写未开工", id="start and flag"),
    pytest.param(
        BONDS, put(planned_on="2020-08", applied_on="2020-02"), "warning", "早于谋划时间", id="order of stages"
    ),
    pytest.param(BONDS, changed(drawn, put(issued_on="")), "warning", "没有下达时间", id="drawn and not issued"),
    pytest.param(BONDS, again(project_code=""), "error", "补上代码", id="quota with and without code"),
    pytest.param(BONDS, put(fund_kind=""), "warning", "没有写资金类型", id="no kind of funds"),
    pytest.param("problems", put(closed_on="2019-01"), "warning", "早于提出时间", id="closed before raised"),
    pytest.param("problems", put(deadline="2019-01-01"), "warning", "早于提出时间", id="due before raised"),
    pytest.param("problems", put(closed_on="2021-05-01"), "warning", "还没有发生", id="closed to come"),
    pytest.param(
        "problems", put(progress="已办结", closed_on=""), "warning", "没有销号日期", id="settled without a day"
    ),
    pytest.param("problems", put(project_code="x", project_name="x"), "warning", "台账里没有", id="of no project"),
    pytest.param("problems", again(project_code=""), "error", "补上代码", id="problem twice"),
    pytest.param("reserve", put(total_investment_wan_yuan="-1"), "error", "为负", id="reserve negative"),
    pytest.param("reserve", put(total_investment_wan_yuan="900000000"), "error", "五千倍", id="reserve up"),
]


@pytest.mark.parametrize(("kind", "change", "severity", "told"), FAULTS)
def test_a_fault_is_found_at_its_cell(
    kind: str, change: Broken, severity: str, told: str, small: Path, tmp_path: Path
) -> None:
    copy = broken(small, tmp_path, kind, change)
    found = list_checks.check_place(copy)
    named = [each for each in found if told in each.zh]
    assert named, [each.message("zh") for each in found]
    assert {each.severity for each in named} == {severity}
    for each in named:
        assert each.en and each.file
        assert each.row is None or each.column
    # Nothing is said of the rows that nobody touched: the last one, and where it stands twice, its line in the store.
    assert len({(each.file, each.row) for each in found if each.row is not None}) <= 2
    assert len(found) <= 3, [each.message("zh") for each in found]


def test_lists_in_which_nothing_is_wrong_have_no_finding(small: Path) -> None:
    assert [each.message("zh") for each in list_checks.check_place(small)] == []


def test_every_kind_of_list_has_its_checks() -> None:
    assert {each.values[0] for each in FAULTS} == set(registers.IDENTITIES)


def test_a_place_s_check_says_what_is_wrong_in_its_lists(small: Path, tmp_path: Path) -> None:
    copy = broken(small, tmp_path, "bonds", put(spent_wan_yuan="90000"))
    findings = checking.check(str(copy))["findings"]
    found: Finding = next(each for each in findings if "超过已拨付" in each.zh)
    assert findings[0] == found and found.severity == "error"
    assert found.file.endswith(".xlsx") and found.column == "已支出" and found.value == "90000"
    assert found.cell("zh").startswith("Sheet1!第") or found.cell("zh").startswith("Sheet!第")
    assert "超过已拨付" in checking.check_text(checking.check(str(copy)))


@pytest.mark.parametrize(
    ("kind", "change", "amount"),
    [
        ("ledger", times(1e4, "total_investment_wan_yuan"), "total_investment_wan_yuan"),
        ("ledger", again(project_code=""), "ytd_done_wan_yuan"),
        ("enterprises", times(1e4, "revenue_ytd_wan_yuan"), "revenue_ytd_wan_yuan"),
        ("enterprises", again(credit_code="91999901MA9999999X"), "revenue_ytd_wan_yuan"),
        ("enterprises", put(origin="统计调查"), "revenue_ytd_wan_yuan"),
        ("bonds", changed(drawn, times(1e3, "drawn_wan_yuan")), "drawn_wan_yuan"),
    ],
    ids=["slip", "doubled project", "revenue", "doubled firm", "survey", "drawn"],
)
def test_what_is_an_error_stays_out_of_sums(
    kind: str, change: Broken, amount: str, small: Path, tmp_path: Path
) -> None:
    whole = registers.read(small, kind)
    table = registers.read(broken(small, tmp_path, kind, change), kind)
    sound = list_checks.sound(kind, table)
    assert len(sound) == len(table) - 1
    assert sound[amount].sum() <= whole[amount].sum() < table[amount].sum() or kind == "enterprises"
    assert not [each for each in list_checks.check(kind, sound) if each.severity == "error"]


def test_a_row_that_is_doubted_and_can_be_added_stays() -> None:
    table = fund_list({}, {"issued_on": "2019-06-01", "planned_on": "2020-03-01", "approved_on": "2020-03-01"})
    assert list_checks.check("bonds", table) and len(list_checks.sound("bonds", table)) == 2


def test_many_of_one_kind_are_counted_and_each_project_is_named_once() -> None:
    months = [f"2020-{month:02d}" for month in (8, 9)]
    rows = [{"period": month, "project_name": f"项目{n}"} for month in months for n in range(8)]
    found = list_checks.check("bonds", fund_list(*[row | {"spent_wan_yuan": 6_000.0} for row in rows]))
    assert len(found) == 6 and "另有 3 处" in found[-1].zh
    assert all("2020-09" in each.zh for each in found[:-1])


def test_days_and_months_side_by_side_are_compared_by_the_month() -> None:
    same = {"approved_on": "2020-03-15", "issued_on": "2020-03-01"}
    assert list_checks.check("bonds", fund_list(same)) == []
    assert "早于获批时间" in list_checks.check("bonds", fund_list(same | {"approved_on": "2020-04-15"}))[0].zh


def test_firms_that_are_gone_without_a_word_are_counted() -> None:
    before = [{"period": "2019-12", "name": f"企业{n}"} for n in range(3)]
    found = list_checks.check("enterprises", firm_list(*before, {"name": "企业0"}))
    assert [each.zh for each in found] == ["2019-12 在库的 2 户在 2020-09 的名单里没有，也没有写退库"]


def test_the_statistics_part_cannot_be_more_than_all_statistics(small: Path) -> None:
    table = registers.read(small, "ledger")
    level = {"year": 2020, "value": table["statistics_ytd_wan_yuan"].sum() / 1e4, "source": "演示"}
    enough = InvestmentSettings.model_validate({"level": level})
    assert list_checks.check("ledger", table, enough) == []
    little = InvestmentSettings.model_validate({"level": level | {"value": 1.0}})
    assert "超过全年固定资产投资" in list_checks.check("ledger", table, little)[0].zh


@pytest.mark.parametrize(
    ("kind", "values", "told"),
    [
        ("bonds", {"quota_wan_yuan": "很多"}, "quota_wan_yuan.*很多"),
        ("bonds", {"quota_wan_yuan": "inf"}, "quota_wan_yuan.*inf"),
        ("bonds", {"started": "是"}, "started.*是"),
        ("bonds", {"issued_on": "2020-13"}, "issued_on.*2020-13"),
        ("problems", {"deadline": "尽快"}, "deadline.*尽快"),
        ("ledger", {"period": "2020-9"}, "period.*2020-9"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_and_never_taken_as_blank(
    kind: str, values: Row, told: str, small: Path, tmp_path: Path
) -> None:
    copy = broken(small, tmp_path, kind, put(**values))
    line = len((copy / f"{kind}.csv").read_text(encoding="utf-8").splitlines())
    with pytest.raises(DataError, match=f"第{line}行 {told}"):
        list_checks.check_place(copy)


def test_the_demonstration_city_s_lists_are_without_a_finding() -> None:
    assert [each.message("zh") for each in list_checks.check_place(DEMO)] == []
