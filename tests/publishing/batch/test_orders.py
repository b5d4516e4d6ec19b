"""What a run is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shouguan.core.errors import DataError, UsageError
from shouguan.data.place import official_regions
from shouguan.publishing.batch import places
from shouguan.publishing.batch.orders import Order, asked_for


def orders(*words: Any, **rest: Any) -> list[Order]:
    return asked_for(*words, **rest).orders


def _places(*words: str) -> list[str]:
    return [order.place for order in orders(words)]


@pytest.mark.usefixtures("only_demo_city")
def test_a_star_stands_for_every_region_and_every_place_that_comes_with_the_kit() -> None:
    assert _places("*") == [*(region.name for region in official_regions().values()), "demo-city"]


def test_a_pattern_fits_names_in_chinese_in_english_and_codes() -> None:
    assert _places("山*") == ["山西", "山东"]
    assert set(_places("shan*")) >= {"山西", "上海", "山东"}
    assert _places("3700*") == ["山东"]


def test_a_pattern_fits_folders_on_disk_with_spaces_and_chinese_names(tmp_path: Path) -> None:
    for name in ("甲 市", "乙市", "没有设置"):
        (tmp_path / name).mkdir()
        if name != "没有设置":
            (tmp_path / name / "place.yaml").write_text("name: x\n", encoding="utf-8")
    assert sorted(_places(f"{tmp_path}/*")) == sorted(str(tmp_path / name) for name in ("甲 市", "乙市"))


def test_a_file_names_a_place_a_line_with_remarks_and_patterns(tmp_path: Path) -> None:
    file = tmp_path / "地区.txt"
    file.write_text("\ufeff山东  # 先做\n\n# 全部山字头\n山*\n不存在\n", encoding="utf-8")
    assert _places(str(file)) == ["山东", "山西", "不存在"]


@pytest.mark.parametrize(
    ("encoding", "ends"),
    [("gbk", "\r\n"), ("gb18030", "\n"), ("utf-8-sig", "\r\n"), ("utf-16", "\r\n"), ("utf-8", "\r")],
)
def test_a_list_is_read_as_offices_save_it(tmp_path: Path, encoding: str, ends: str) -> None:
    """In any encoding of a Chinese system, with blank lines, rows of a spreadsheet, a name twice."""
    file = tmp_path / "地区名单.csv"
    lines = ["# 名单", "山东，370000", "", "　湖北　", "湖南、河南\t；", "山西 ＃ 后补", "湖北,"]
    file.write_bytes((ends.join(lines) + ends).encode(encoding))
    assert _places(str(file)) == ["山东", "湖北", "湖南", "河南", "山西"]
    assert _places(f"@{file}") == _places(str(file))


def test_a_list_may_quote_its_fields_as_a_spreadsheet_does(tmp_path: Path) -> None:
    file = tmp_path / "名单.csv"
    file.write_text('"山东","河南"\n"demo-city", 湖北 ,"a,""b"""\n', encoding="utf-8")
    found, problems = places.named([str(file)])
    assert [each.name for each in found] == ["山东", "河南", "demo-city", "湖北", 'a,"b"']
    assert problems == []


@pytest.mark.parametrize("heading", ["地区", "地区名称", "place", "Name", '"地区","代码"', "# 名单\n\n地区,code"])
def test_the_heading_of_a_list_is_no_place(tmp_path: Path, heading: str) -> None:
    file = tmp_path / "名单.csv"
    file.write_text(f"{heading}\n山东,370000\n湖北\n", encoding="utf-8")
    assert _places(str(file)) == ["山东", "湖北"]
    file.write_text(f"{heading}\n", encoding="utf-8")
    with pytest.raises(DataError, match="里没有地区"):
        orders([str(file)])


def test_a_heading_is_the_first_line_alone_and_no_name_of_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "名单.csv"
    file.write_text("地区,山东\n湖北\n地区\n", encoding="utf-8")
    assert _places(str(file)) == ["地区", "山东", "湖北"]
    _place(tmp_path / "place")
    file.write_text("place\n湖北\n", encoding="utf-8")
    assert _places(str(file)) == ["place", "湖北"]


def test_a_name_with_signs_that_mean_something_else_is_that_of_the_place_or_list(tmp_path: Path) -> None:
    odd = [_place(tmp_path / name) for name in ("一#市", "二市[新]", "三,市")]
    _place(tmp_path / "一")
    listed = tmp_path / "名单[1].txt"
    listed.write_text("\n".join(map(str, odd)), encoding="utf-8")
    assert _places(str(listed)) == [str(folder) for folder in odd]
    assert _places(str(odd[1])) == [str(odd[1])]


@pytest.mark.parametrize("word", ["地区名单.txt", "@地区名单.txt", "@地区名单", "地区名单.CSV", "没有/地区名单.txt"])
def test_a_list_that_is_not_there_is_called_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("地区名单2.txt").touch()
    with pytest.raises(DataError, match=f"找不到文件 {word.removeprefix('@')}") as caught:
        orders(["山东", word])
    assert ("地区名单2.txt" in caught.value.zh) == ("/" not in word)


def test_each_wrong_line_of_a_list_is_told_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("山东\n无此*\n\n又无此*\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"第2行：没有地区符合“无此\*”；\n.*第4行：没有地区符合“又无此\*”"):
        orders([str(file)])


@pytest.mark.parametrize("word", ["**无此", "市" * 200 + "*", "[", "市" * 200, "无此\u200b"])
def test_a_name_that_nothing_can_have_is_no_crash(word: str) -> None:
    try:
        assert _places(word) == [word]
    except DataError as error:
        assert "没有地区符合" in error.zh


def test_a_pattern_fits_in_any_case() -> None:
    assert set(_places("SHAN*")) == set(_places("shan*"))


def test_every_combination_is_one_report_and_none_is_asked_for_twice() -> None:
    asked = orders(["山东", "山东"], scenarios=["base", "stress"], langs=["zh", "en"], notebooks=["briefing", "gdp"])
    assert len(asked) == 8
    assert len(set(asked)) == 8


def test_scenarios_notebooks_and_languages_that_are_named_twice_are_meant_once() -> None:
    assert len(orders(["山东"], scenarios=["base", "base"], langs=["zh", "zh"], notebooks=["gdp", "gdp"])) == 1


def _place(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "place.yaml").write_text("name: x\n", encoding="utf-8")
    return folder


def test_a_place_that_is_named_in_several_ways_is_meant_once_by_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    whole = _place(tmp_path / "示 范 市")
    (tmp_path / "别名").symlink_to(whole, target_is_directory=True)
    Path("地区.txt").write_text(f"示*\n{whole}\n别名\n370000\n", encoding="utf-8")
    named = ("./示 范 市", "示*", "地区.txt", "Shandong", "山东省", "不存在")
    assert _places(*named) == ["./示 范 市", "370000", "不存在"]


def test_two_folders_of_one_name_are_refused_for_one_would_replace_the_others_pages(tmp_path: Path) -> None:
    one, other = _place(tmp_path / "甲" / "同名"), _place(tmp_path / "乙" / "同名")
    with pytest.raises(UsageError, match="同名") as caught:
        orders([str(one), "山东", str(other)])
    for said in (caught.value.zh, caught.value.en):
        assert str(one) in said
        assert str(other) in said
    assert len(_places(str(one), str(_place(tmp_path / "乙" / "另名")))) == 2


def test_a_folder_that_is_filed_as_a_region_is_refused_beside_it(tmp_path: Path) -> None:
    folder = _place(tmp_path / "shandong")
    with pytest.raises(UsageError, match=r"山东 和 .*shandong"):
        orders(["山东", str(folder)])
    assert _places("山西", str(folder)) == ["山西", str(folder)]


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        pytest.param("", DataError, "每行一个", id="nothing in it"),
        pytest.param("# 只有注释\n", DataError, "每行一个", id="remarks only"),
        pytest.param("places.txt\n", UsageError, "又是一个文件", id="itself"),
    ],
)
def test_a_file_without_places_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, error: type[Exception], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("places.txt").write_text(content, encoding="utf-8")
    with pytest.raises(error, match=says):
        orders(["places.txt"])


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "places.bin"
    file.write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(UsageError, match="UTF-8"):
        orders([str(file)])


def test_a_pattern_that_fits_nothing_and_wrong_names_are_said_before_anything_is_made() -> None:
    with pytest.raises(DataError, match="没有地区符合"):
        orders(["没有*"])
    with pytest.raises(DataError, match="briefing"):
        orders(["山东"], notebooks=["breifing"])
    with pytest.raises(UsageError, match="shouguan bulletin"):
        orders(["demo-city"], notebooks=["bulletin"])
    with pytest.raises(DataError, match="zh"):
        orders(["山东"], langs=["fr"])


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError) as caught:
        orders(["demo-city", "湖喃", "x.txt"], notebooks=["breifing"], scenarios=["polcy"], langs=["fr"])
    for name, near in (("湖喃", "湖南"), ("x.txt", ""), ("breifing", "briefing"), ("polcy", "policy"), ("fr", "zh")):
        for said in (caught.value.zh, caught.value.en):
            (line,) = (line for line in said.splitlines() if name in line)
            assert near in line or near == "湖南"
