"""A place: found by any of its names, refused with the nearest choice, its targets as known on a day."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from shouguan.core.errors import DataError, ShouguanError
from shouguan.data import place
from shouguan.data.observations import COLUMNS
from shouguan.data.place import Place, Target, load
from shouguan.data.settings import Settings

SETTINGS = 'region: "999801"\nname: 甲市\nname_en: Town A\n'
TARGET_HEADER = "region,indicator,year,kind,op,value,announced_on,source"
GROWTH = "999801,gdp,2020Q1,ytd,growth,real,-5.0,%,2020-04-23,actual,first,甲市统计局,"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small valid place of one figure; tests spoil one file each."""
    town = tmp_path / "town-a"
    (town / "observations").mkdir(parents=True)
    (town / "place.yaml").write_text(SETTINGS, encoding="utf-8")
    (town / "observations" / "gdp.csv").write_text(f"{','.join(COLUMNS)}\n{GROWTH}\n", encoding="utf-8")
    return town


def with_targets(folder: Path, *lines: str) -> Path:
    """Give the place a list of targets."""
    (folder / "targets.csv").write_text("\n".join([TARGET_HEADER, *lines]) + "\n", encoding="utf-8")
    return folder


def refused(name: str | Path) -> ShouguanError:
    """Load a bad place and return the error."""
    with pytest.raises(ShouguanError) as caught:
        load(str(name))
    return caught.value


# --- finding a place -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "region", "slug"),
    [
        pytest.param("全国", "100000", "china", id="nation"),
        pytest.param("china", "100000", "china", id="nation in English"),
        pytest.param("中国", "100000", "china", id="alias"),
        pytest.param("山东", "370000", "shandong", id="province"),
        pytest.param("山东省", "370000", "shandong", id="province's full name"),
        pytest.param("370000", "370000", "shandong", id="code"),
        pytest.param("shandong", "370000", "shandong", id="small letters"),
        pytest.param("SHANDONG", "370000", "shandong", id="capitals"),
        pytest.param(" 山东 ", "370000", "shandong", id="spaces around"),
        pytest.param("inner mongolia", "150000", "inner-mongolia", id="two words"),
        pytest.param("neimenggu", "150000", "inner-mongolia", id="second alias"),
        pytest.param("山西", "140000", "shanxi", id="Shanxi"),
        pytest.param("陕西", "610000", "shaanxi", id="Shaanxi is not Shanxi"),
    ],
)
def test_an_official_region_is_found_by_code_name_or_alias_in_any_case(name: str, region: str, slug: str) -> None:
    found = load(name)
    assert (found.region, found.slug) == (region, slug)


def test_every_official_region_is_found_by_each_of_its_names() -> None:
    for region in place.official_regions().values():
        for name in (region.code, region.name, region.name_en, *region.aliases):
            assert load(name).region == region.code, name


def test_a_place_is_named_in_both_languages() -> None:
    assert (load("370000").name(), load("370000").name("en")) == ("山东", "Shandong")


def test_a_folder_is_a_place(folder: Path) -> None:
    found = load(str(folder))
    assert (found.region, found.slug, found.name(), found.name("en")) == ("999801", "town-a", "甲市", "Town A")
    assert found.targets == ()
    assert [(str(day), str(period)) for day, period in found.releases("gdp")] == [("2020-04-23", "2020Q1")]


def test_a_folder_that_comes_with_the_kit_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # not because of where the command was started
    found = load("demo-city")
    assert (found.region, found.slug, found.settings.synthetic) == ("999901", "demo-city", True)


def test_a_folder_goes_before_a_region_of_the_same_name(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.rename(tmp_path / "山东")
    monkeypatch.chdir(tmp_path)
    assert load("山东").region == "999801"


def test_a_folder_has_the_official_figures_beside_its_own(folder: Path) -> None:
    found = load(str(folder))
    assert len(found.table) == len(place.official_table()) + 1
    files = {file.name for file in found.files}
    assert {"place.yaml", "gdp.csv", "fai.csv", "regions.csv"} <= files


def test_reading_a_folder_leaves_the_official_regions_and_figures_alone(folder: Path) -> None:
    before = len(place.official_table())
    (folder / "regions.csv").write_text("code,name,name_en,aliases,parent\n370000,别名,Other,,\n", encoding="utf-8")
    assert load(str(folder)).regions["370000"].name == "别名"
    assert load("370000").name() == "山东"
    assert len(place.official_table()) == before


def test_a_province_is_ranked_among_the_provinces_and_the_nation_alone() -> None:
    assert len(load("山东").settings.peers) == 31
    assert "370000" in load("山东").settings.peers
    assert "100000" not in load("山东").settings.peers
    assert load("全国").settings.peers == ()


@pytest.mark.parametrize(
    ("name", "near"),
    [
        pytest.param("shandon", "shandong", id="a letter missing"),
        pytest.param("Shangdong", "shandong", id="a letter too many"),
        pytest.param("demo-ctiy", "demo-city", id="letters swapped"),
        pytest.param("内蒙谷", "内蒙古", id="a wrong character"),
    ],
)
def test_an_unknown_place_is_refused_with_the_nearest_names(name: str, near: str) -> None:
    error = refused(name)
    assert f"没有名为“{name}”的地区" in error.zh
    assert f"no place named '{name}'" in error.en
    assert near in error.zh.partition("最接近的有效值：")[2].split("、")
    assert near in error.en.partition("nearest valid: ")[2].split(", ")
    assert error.exit_code == 1


@pytest.mark.usefixtures("only_demo_city")
def test_a_place_like_no_other_is_refused_with_what_there_is() -> None:
    error = refused("zzzzzz")
    assert "已有：demo-city、全国、" in error.zh and "新疆" in error.zh
    assert "there are: demo-city, China, " in error.en and "Xinjiang" in error.en


@pytest.mark.parametrize(("name", "first"), [("山冬", "山西、山东、demo-city、"), ("青岛", "青海、demo-city、")])
@pytest.mark.usefixtures("only_demo_city")
def test_regions_with_half_of_a_name_come_first_among_what_there_is(name: str, first: str) -> None:
    assert f"；已有：{first}" in refused(name).zh


def test_a_city_is_told_how_to_make_it_and_not_of_a_province_with_one_character_of_its_name() -> None:
    error = refused("青岛")
    assert "没有名为“青岛”的地区；城市自己的数据用 shouguan new data/青岛 --name 青岛 建立；已有" in error.zh
    assert "最接近" not in error.zh


def test_a_folder_without_settings_is_no_place(tmp_path: Path) -> None:
    error = refused(tmp_path)
    assert "place.yaml" in error.zh
    assert "no place.yaml" in error.en


# --- place.yaml ------------------------------------------------------------------------------------


def test_what_comes_out_once_a_year_may_take_most_of_the_next(folder: Path) -> None:
    lags = {"gdp": 120, "energy_intensity": 270, "weekly": 5}
    (folder / "place.yaml").write_text(f"{SETTINGS}release_lags: {lags}\n", encoding="utf-8")
    assert load(str(folder)).settings.release_lags == lags


@pytest.mark.parametrize(
    ("added", "zh", "en"),
    [
        pytest.param(
            "peer: []\n", "未知的设置项“peer”；最接近的有效值：peers", "unknown setting 'peer'", id="unknown key"
        ),
        pytest.param("parent: 山东\n", "“parent”的值“山东”不对", "'parent' has the value '山东'", id="name for a code"),
        pytest.param("peers: 999801\n", "“peers”的值“999801”不对", "'peers' has the value '999801'", id="no list"),
        pytest.param("peers: [999801]\n", "“peers.0”的值", "'peers.0' has the value", id="a code that is a number"),
        pytest.param("release_lags: {gdp: soon}\n", "“release_lags.gdp”的值“soon”", "'release_lags.gdp'", id="lag"),
        pytest.param("synthetic: perhaps\n", "“synthetic”的值“perhaps”不对", "'synthetic' has the", id="not yes or no"),
        pytest.param("release_lags: {gdp: 5000}\n", "应为不大于 120 的数", "expected at most 120", id="years of lag"),
        pytest.param(
            "release_lags: {fai: 121}\n", "一年公布一次的 energy_intensity 可到 365 天", "up to 365", id="months of lag"
        ),
        pytest.param(
            "release_lags: {energy_intensity: 366}\n",
            "不大于 365 的数",
            "at most 365 days",
            id="the next year's figure",
        ),
        pytest.param("release_lags: {gdp: 0}\n", "应为不小于 1 的数", "expected at least 1", id="no lag"),
        pytest.param("release_lags: {gpd: 20}\n", "没有指标或名单“gpd”；最接近", "'gpd'", id="lag of what"),
        pytest.param('parent: "999801"\n', "上级（parent）就是本地区", "the region itself", id="its own parent"),
        pytest.param(
            'office: "甲\\u202e委"\n', "“office”：含有不可见的控制字符（U+202E）", "U+202E", id="turned round"
        ),
        pytest.param('office_en: "A\\u0007"\n', "“office_en”：含有不可见的控制字符（U+0007）", "U+0007", id="a bell"),
        pytest.param("signatory: <b>张三</b>\n", "“signatory”：含有网页标记“<b>”", "markup '<b>'", id="markup"),
        pytest.param("document_number: '<!--x-->'\n", "含有网页标记", "markup", id="a comment"),
        pytest.param("style: {month_dahs: ～}\n", "最接近的有效值：month_dash", "nearest", id="a typo further in"),
    ],
)
def test_a_bad_setting_is_named_with_file_field_and_value(folder: Path, added: str, zh: str, en: str) -> None:
    (folder / "place.yaml").write_text(SETTINGS + added, encoding="utf-8")
    error = refused(folder)
    assert "town-a/place.yaml：" in error.zh
    assert zh in error.zh
    assert "town-a/place.yaml: " in error.en
    assert en in error.en
    assert error.exit_code == 1
    assert not re.search(r"[A-Z][a-z]+ (should|must|is)", error.zh), "in one language"


def test_a_typo_in_a_setting_is_told_with_all_that_are_valid(folder: Path) -> None:
    (folder / "place.yaml").write_text(SETTINGS + "peer: []\n", encoding="utf-8")
    error = refused(folder)
    assert all(name in error.zh and name in error.en for name in Settings.model_fields)


def test_all_bad_settings_are_reported_together(folder: Path) -> None:
    (folder / "place.yaml").write_text('region: "37"\nname_en: Town A\nofice: 甲市发改委\n', encoding="utf-8")
    error = refused(folder)
    for field in ("region", "name", "ofice"):
        assert f"“{field}”" in error.zh
        assert f"'{field}'" in error.en
    assert "office" in error.zh


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"- region\n- name\n", id="a list"),
        pytest.param(b"region: [\n", id="not YAML"),
        pytest.param(SETTINGS.encode("gbk"), id="GBK"),
        pytest.param(f"{SETTINGS}office: 2020-13-45\n".encode(), id="a date that is none"),
    ],
)
def test_settings_that_are_no_settings_are_refused_by_the_files_name(folder: Path, content: bytes) -> None:
    (folder / "place.yaml").write_bytes(content)
    error = refused(folder)
    assert "town-a/place.yaml" in error.zh
    assert "town-a/place.yaml" in error.en


def test_settings_that_cannot_be_parsed_have_the_exit_code_of_unparsable_files(folder: Path) -> None:
    (folder / "place.yaml").write_text("region: [\n", encoding="utf-8")
    assert refused(folder).exit_code == 2


# --- regions.csv -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "where_zh", "where_en"),
    [
        pytest.param("code,name\n999801,甲市\n", "regions.csv 第1行", "regions.csv row 1", id="wrong columns"),
        pytest.param(
            "code,name,name_en,aliases,parent\n999801,甲市\n", "regions.csv 第2行", "regions.csv row 2", id="short row"
        ),
        pytest.param(
            "code,name,name_en,aliases,parent\n999801,甲市,A,,,x\n", "regions.csv 第2行", "row 2", id="long row"
        ),
        pytest.param(
            "code,name,name_en,aliases,parent\n999801,甲\u202e市,A,,\n", "第2行：含有不可见", "row 2", id="turned round"
        ),
        pytest.param(
            "code,name,name_en,aliases,parent\n999801,甲市,A,甲|<i>甲</i>,\n",
            "第2行：含有网页标记",
            "row 2",
            id="markup",
        ),
        pytest.param(
            "code,name,name_en,aliases,parent\n999801,甲市,A,,999801\n", "上级就是它自己", "own parent", id="own parent"
        ),
    ],
)
def test_a_bad_list_of_regions_is_named(folder: Path, content: str, where_zh: str, where_en: str) -> None:
    (folder / "regions.csv").write_text(content, encoding="utf-8")
    error = refused(folder)
    assert where_zh in error.zh
    assert where_en in error.en


@pytest.mark.parametrize("name", ["regions.csv", "targets.csv"])
def test_a_list_in_another_encoding_is_refused_by_name(folder: Path, name: str) -> None:
    header = TARGET_HEADER if name == "targets.csv" else "code,name,name_en,aliases,parent"
    (folder / name).write_bytes(f"{header}\n".encode() + "甲市".encode("gbk"))
    error = refused(folder)
    assert f"town-a/{name}" in error.zh
    assert f"town-a/{name}" in error.en


# --- ancestors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "chain"),
    [
        pytest.param("全国", [], id="nation"),
        pytest.param("山东", ["100000"], id="province"),
        pytest.param("demo-city", ["999900", "100000"], id="city"),
    ],
)
def test_ancestors_go_from_the_parent_to_the_nation(name: str, chain: list[str]) -> None:
    assert load(name).ancestors() == chain


@pytest.mark.parametrize(
    ("parent", "regions", "chain"),
    [
        pytest.param("", "", ["100000"], id="no parent given"),
        pytest.param('parent: "370000"\n', "", ["370000", "100000"], id="an official province"),
        pytest.param('parent: "999800"\n', "", ["999800", "100000"], id="a parent that nothing is known of"),
        pytest.param(
            'parent: "999802"\n',
            "999802,乙市,Town B,,999803\n999803,丙州,C,,370000\n",
            ["999802", "999803", "370000", "100000"],
            id="a county, up four levels",
        ),
        pytest.param(
            'parent: "999802"\n',
            "999802,乙市,Town B,,999803\n999803,丙市,Town C,,999802\n",
            ["999802", "999803", "100000"],
            id="two that name each other",
        ),
    ],
)
def test_ancestors_of_a_folder_follow_its_own_list_of_regions(
    folder: Path, parent: str, regions: str, chain: list[str]
) -> None:
    (folder / "place.yaml").write_text(SETTINGS + parent, encoding="utf-8")
    (folder / "regions.csv").write_text(f"code,name,name_en,aliases,parent\n{regions}", encoding="utf-8")
    assert load(str(folder)).ancestors() == chain


def test_a_revision_does_not_move_the_day_a_figure_first_came_out() -> None:
    first = {str(period): str(released) for released, period in load("全国").releases("gdp")}
    assert [first[f"2021Q{q}"] for q in (1, 2, 3, 4)] == ["2021-04-16", "2021-07-15", "2021-10-18", "2022-01-17"]


# --- targets ---------------------------------------------------------------------------------------


def known(found: Place, day: str, indicator: str = "gdp", year: int = 2020) -> list[tuple[str, float]]:
    """Return kind and value of the targets announced by a day."""
    return [(t.kind, t.value) for t in found.targets_for(indicator, year, dt.date.fromisoformat(day))]


@pytest.mark.parametrize(
    ("day", "targets"),
    [
        pytest.param("2020-01-09", [], id="before January's congress"),
        pytest.param("2020-01-10", [("原目标", 6.5)], id="on the day it is set"),
        pytest.param("2020-07-27", [("原目标", 6.5)], id="the day before it is revised"),
        pytest.param("2020-07-28", [("原目标", 6.5), ("奋斗目标", 3.5)], id="both side by side"),
        pytest.param("2021-06-30", [("原目标", 6.5), ("奋斗目标", 3.5)], id="long after"),
    ],
)
def test_targets_are_seen_from_the_day_they_are_announced(day: str, targets: list[tuple[str, float]]) -> None:
    assert known(load("demo-city"), day) == targets


def test_targets_belong_to_an_indicator_and_a_year() -> None:
    city = load("demo-city")
    assert known(city, "2020-12-31", "fai") == [("原目标", 7.0), ("奋斗目标", 4.0)]
    assert known(city, "2020-12-31", "gdp", 2019) == [("原目标", 7.0)]
    assert known(city, "2020-12-31", "gdp", 2021) == []


def test_the_nation_set_no_target_for_2020() -> None:
    nation = load("全国")
    assert known(nation, "2020-12-31") == []
    assert known(nation, "2021-12-31", year=2021) == [("原目标", 6.0)]


def test_the_newest_of_a_kind_counts_whatever_its_place_in_the_file(folder: Path) -> None:
    with_targets(
        folder,
        "999801,gdp,2020,原目标,around,5.5,2020-03-01,补充报告",
        "999801,gdp,2020,原目标,around,6.5,2020-01-10,政府工作报告",
    )
    town = load(str(folder))
    assert known(town, "2020-02-28") == [("原目标", 6.5)]
    assert known(town, "2020-03-01") == [("原目标", 5.5)]


def test_the_original_target_comes_first_even_when_both_are_set_on_one_day(folder: Path) -> None:
    with_targets(
        folder,
        "999801,gdp,2020,奋斗目标,>=,7.0,2020-01-10,政府工作报告",
        "999801,gdp,2020,原目标,around,6.5,2020-01-10,政府工作报告",
    )
    assert known(load(str(folder)), "2020-12-31") == [("原目标", 6.5), ("奋斗目标", 7.0)]


def test_targets_of_other_regions_are_passed_over(folder: Path) -> None:
    with_targets(folder, "999802,gdp,2020,原目标,>=,6.0,2020-01-10,x", "999801,gdp,2020,确保,>=,6.5,2020-01-10,x")
    assert [(t.region, t.kind) for t in load(str(folder)).targets] == [("999801", "确保")]


def test_a_target_keeps_what_the_file_says(folder: Path) -> None:
    with_targets(folder, "999801,fai,2020,力争,>=,10,2020-01-10,市人大会议")
    assert load(str(folder)).targets == (
        Target(
            region="999801",
            indicator="fai",
            year=2020,
            kind="力争",
            op=">=",
            value=10.0,
            announced_on=dt.date(2020, 1, 10),
            source="市人大会议",
        ),
    )


def test_a_target_where_less_is_better_is_a_ceiling(folder: Path) -> None:
    with_targets(folder, "999801,energy_intensity,2020,原目标,<=,-3.0,2020-01-10,市政府工作报告")
    (target,) = load(str(folder)).targets
    assert (target.value, target.bound) == (-3.0, "most")


@pytest.mark.parametrize(
    ("line", "bound", "met_from"),
    [
        pytest.param("gdp,2020,原目标,around,6.5,2020-01-10,报告", "around", 6.3, id="about so much"),
        pytest.param("energy_intensity,2020,原目标,around,-3.0,2020-01-10,报告", "around", -2.8, id="about a fall"),
        pytest.param("gdp,2020,原目标,>=,6.5,2020-01-10,报告（6.5%—7%）", "range", 6.5, id="range"),
        pytest.param("gdp,2020,原目标,>=,6.5,2020-01-10,报告（6.5%-7%）", "range", 6.5, id="range with a hyphen"),
        pytest.param("gdp,2020,原目标,>=,6.5,2020-01-10,报告（6.5到7%）", "range", 6.5, id="range in a word"),
        pytest.param("gdp,2020,原目标,>=,7,2020-01-10,报告（6.5%—7%）", "", 7.0, id="not its low end"),
        pytest.param("gdp,2020,原目标,>=,6.5,2020-01-10,报告（6.5%以上）", "least", 6.5, id="floor"),
        pytest.param("gdp,2020,原目标,>=,6.5,2020-01-10,报告2020-01-10", "", 6.5, id="a date is no range"),
    ],
)
def test_what_is_about_so_much_is_met_within_the_office_s_band(
    folder: Path, line: str, bound: str, met_from: float
) -> None:
    with_targets(folder, f"999801,{line}")
    (strict,) = load(str(folder)).targets
    assert (strict.bound, strict.met_from) == (bound, strict.value), "no band is set"
    with (folder / "place.yaml").open("a", encoding="utf-8") as settings:
        settings.write("around_band: 0.2\n")
    (target,) = load(str(folder)).targets
    assert (target.bound, target.met_from) == (bound, met_from)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        pytest.param("999801,gdp,2020,原目标,>=,六点五,2020-01-10,x", "六点五", id="number in words"),
        pytest.param("999801,gdp,2020,原目标,>=,,2020-01-10,x", "value", id="no number"),
        pytest.param("999801,gdp,2020,原目标,>=,nan,2020-01-10,x", "nan", id="not a number"),
        pytest.param("999801,gdp,2020,原目标,>=,4.95,2020-01-10,x", "4.95", id="more decimals than are published"),
        pytest.param("999801,gdp,二〇二〇,原目标,>=,6.5,2020-01-10,x", "二〇二〇", id="year"),
        pytest.param("999801,gdp,2020,目标,>=,6.5,2020-01-10,x", "目标", id="unknown kind"),
        pytest.param("999801,gdp,2020,原目标,=,6.5,2020-01-10,x", "op", id="unknown comparison"),
        pytest.param("999801,gdp,2020,原目标,>=,6.5,2020-13-45,x", "2020-13-45", id="no such date"),
        pytest.param("999801,gpd,2020,原目标,>=,6.5,2020-01-10,x", "gpd", id="unknown indicator"),
        pytest.param("999801,gdp,2020,原目标,>=,6.5", "8", id="short row"),
        pytest.param("999801,energy_intensity,2020,原目标,>=,-3,2020-01-10,x", "<=", id="floor of a fall"),
        pytest.param("999801,energy_intensity,2020,原目标,<=,3,2020-01-10,x", "-3", id="no minus"),
        pytest.param("999801,gdp,2020,原目标,<=,6.5,2020-01-10,x", ">=", id="ceiling of a rise"),
    ],
)
def test_a_bad_target_is_named_with_file_row_and_value(folder: Path, line: str, value: str) -> None:
    with_targets(folder, "999801,gdp,2019,原目标,>=,7.0,2019-01-12,x", line)
    error = refused(folder)
    assert isinstance(error, DataError)
    assert "town-a/targets.csv 第3行" in error.zh
    assert value in error.zh
    assert "town-a/targets.csv row 3" in error.en
    assert value in error.en


def test_row_numbers_of_targets_count_blank_lines(folder: Path) -> None:
    with_targets(folder, "999801,gdp,2019,原目标,>=,7.0,2019-01-12,x", "", "999801,gdp,2020,目标,>=,6.5,2020-01-10,x")
    error = refused(folder)
    assert "targets.csv 第4行" in error.zh
    assert "targets.csv row 4" in error.en
