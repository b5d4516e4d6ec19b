"""How files are named: in messages as they were given, in manifests without the machine's own path."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouguan.core import paths


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        pytest.param("city/place.yaml", "city/place.yaml", id="settings"),
        pytest.param("city/observations/gdp.csv", "city/observations/gdp.csv", id="observations"),
    ],
)
def test_a_place_elsewhere_is_named_from_its_folder_on(tmp_path: Path, inside: str, shown: str) -> None:
    assert paths.shown(tmp_path / inside) == shown
    assert paths.named(tmp_path / inside) == str(tmp_path / inside)


def test_the_kits_own_files_are_named_from_the_kit_on() -> None:
    file = paths.official() / "observations" / "gdp.csv"
    assert paths.shown(file) == paths.named(file) == "data/official/observations/gdp.csv"
