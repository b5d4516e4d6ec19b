"""What a place could add is told where it is missing, and only there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from shouguan.analysis.wanting import wanting
from shouguan.core import paths
from shouguan.data.place import load
from shouguan.ingest.new_place import Wanted, create


def said(place: str | Path) -> list[str]:
    return [each.zh for each in wanting(load(str(place)))]


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """Copy the demonstration city, so that a test may take things away."""
    return Path(shutil.copytree(paths.places() / "demo-city", tmp_path / "city"))


def test_a_complete_city_lacks_nothing(demo: Path) -> None:
    assert said(demo) == []


@pytest.mark.parametrize(
    ("taken", "lacking"),
    [
        ("actions.yaml", ["没有 actions.yaml 或 actions.xlsx"]),
        ("targets.csv", ["targets.csv 没有2020年的目标（地区生产总值、固定资产投资（不含农户）、规模以上工业增加值、"]),
    ],
)
def test_a_file_that_is_gone_is_named_with_what_it_costs(demo: Path, taken: str, lacking: list[str]) -> None:
    (demo / taken).unlink()
    found = said(demo)
    assert len(found) == len(lacking)
    assert all(each.startswith(start) for each, start in zip(found, lacking, strict=True))
    assert all("：不列" in each for each in found)


def test_a_city_without_peers_is_told_so_and_the_nation_is_not(demo: Path) -> None:
    settings = yaml.safe_load((demo / "place.yaml").read_text(encoding="utf-8"))
    del settings["peers"]
    (demo / "place.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    assert any(each.startswith("place.yaml 没有 peers") for each in said(demo))
    assert not any("peers" in each for each in said("全国"))


def test_a_province_is_told_of_the_parts_that_it_lacks() -> None:
    assert "地区生产总值没有2022年各构成的累计增速：不能按构成说明拉动和原因" in said("山东")


def test_a_new_place_is_told_first_what_a_forecast_needs(tmp_path: Path) -> None:
    create(tmp_path / "city", Wanted("370299", "某市", "Some City", "370000"))
    (found,) = said(tmp_path / "city")
    assert found.startswith("某市没有地区生产总值（gdp）的累计增速")
