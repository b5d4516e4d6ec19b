"""The way to the target as facts, and the line below the ladder that says where the next release keeps pace with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shouguan.core import paths
from shouguan.core.periods import Lang, Period
from shouguan.core.rounding import half_up
from shouguan.facts.complete import complete
from shouguan.report.live import Live
from shouguan.report.page import open_page
from shouguan.report.sections import needed
from tests.builders import opened, page_rules

DAY = "2020-10-25"


def page_of(day: str = DAY) -> Live:
    return opened.context("pace", day=day)


def page_of_its_own(place: str, lang: Lang = "zh") -> Live:
    page = open_page(place, as_of=DAY, lang=lang, about=("fai",)).context
    complete(page, "pace")
    return page


def line(page: Live, code: str) -> str:
    said = needed.pace(page, page.sheets[code])
    return "" if said is None else str(said.striptags())


def copied(tmp_path: Path, settings: str = "", target: float = 4.0) -> str:
    """Copy the demonstration city with settings of the pace and another target of investment."""
    folder = tmp_path / "city"
    shutil.copytree(paths.places() / "demo-city", folder)
    (folder / "pacing.yaml").write_text(settings, encoding="utf-8")
    file = folder / "targets.csv"
    text = file.read_text(encoding="utf-8")
    assert "fai,2020,奋斗目标,>=,4.0" in text
    file.write_text(text.replace("fai,2020,奋斗目标,>=,4.0", f"fai,2020,奋斗目标,>=,{target}"), encoding="utf-8")
    return str(folder)


def test_the_next_release_is_said_with_its_band_what_is_expected_and_its_light() -> None:
    page = page_of()
    stands, outlook = page.contents.paces["fai"], page.linked.outlook("fai")
    assert stands.period == Period(2020, "M", 10)
    given = outlook.given(4.0).ytd_paths[:, 0]
    assert stands.needed.value == pytest.approx(given.mean())
    assert stands.lower.value < stands.needed.value < stands.upper.value
    expected = half_up(float(outlook.ytd_quantiles((0.5,))[0, 0]), 1)
    behind = half_up(stands.needed.rounded - expected, 1)
    assert stands.light is not None
    assert stands.light.colour == ("red" if behind > 1.0 else "yellow" if behind >= 0.3 else "green")
    assert line(page, "fai") == (
        f"固定资产投资（不含农户）：1—10月累计增长{stands.needed.display}%左右（80%区间{stands.lower.display}%—"
        f"{stands.upper.display}%），方与全年4.0%的奋斗目标同步，预计累计增速{expected}%，绿（正常）。"
    )


def test_of_the_last_stretch_the_ladder_says_it_all() -> None:
    page = page_of()
    assert "gdp" not in page.contents.paces and line(page, "gdp") == ""
    assert page.facts["gdp.pace.2020Q4"].value == pytest.approx(3.5)  # the picture's way still ends at the target
    assert page.contents.paces.keys() == {"fai", "industry_va"}


def test_before_the_last_quarter_gdp_has_a_way_too() -> None:
    page = page_of(day="2020-08-25")
    assert page.contents.paces["gdp"].period == Period(2020, "Q", 3)
    assert line(page, "gdp").startswith("地区生产总值：前三季度累计")


def test_a_target_that_no_path_reaches_has_no_pace_and_says_so(tmp_path: Path) -> None:
    page = page_of_its_own(copied(tmp_path, target=60.0))
    assert not page.contents.paces["fai"].reachable
    assert line(page, "fai") == "固定资产投资（不含农户）：几乎没有路径能收在全年60.0%的奋斗目标，不列同步增速。"


def test_a_target_that_is_passed_already_is_green(tmp_path: Path) -> None:
    page = page_of_its_own(copied(tmp_path, target=0.5))
    stands = page.contents.paces["fai"]
    assert stands.light is not None and stands.light.colour == "green"
    assert stands.needed.value < page.newest(page.sheets["fai"]).value


def test_the_month_plan_counts_shares_of_the_year(tmp_path: Path) -> None:
    plan = "indicators: {fai: {rule: plan, plan: {year: 2020, source: 计划, cumulative: {9: 85, 12: 100}}}}\n"
    page = page_of_its_own(
        copied(tmp_path, plan + "lights: {progress: {yellow: 5, red: 40, words: {yellow: 要加把劲}}}\n")
    )
    shares = page.contents.paces["fai"].shares
    assert shares is not None and shares[0].value == 85
    weights = page.linked.outlook("fai").weights.cumulative
    assert shares[1].value == pytest.approx(weights[7] * 101.3 / 1.04)
    assert line(page, "fai").endswith(
        f"；按月度计划，1—9月应达目标总量的85.0%，按上年各期比重折算为{shares[1].display}%，黄（要加把劲）。"
    )


def test_a_plan_without_the_newest_month_lights_nothing(tmp_path: Path) -> None:
    plan = "indicators: {fai: {rule: plan, plan: {year: 2020, source: 计划, cumulative: {6: 50, 12: 100}}}}\n"
    page = page_of_its_own(copied(tmp_path, plan))
    assert page.contents.paces["fai"].light is None and line(page, "fai").endswith("%。")


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.long)])
@pytest.mark.parametrize("rule", ["path", "linear", "fast", "curve"])
def test_the_linter_finds_nothing_wrong_with_the_line(rule: str, lang: Lang, tmp_path: Path) -> None:
    page = page_of_its_own(copied(tmp_path, f"indicators: {{fai: {{rule: {rule}}}}}\n"), lang=lang)
    said = needed.with_pace(page, page.sheets["fai"])
    html = f'<html lang="{lang}"><head><title>x</title></head><body><main><h1>x</h1>{said}</main></body></html>'
    assert page_rules.check(html, page.facts.to_json(), lang) == []
