"""Settings that are looked at with the figures: weights of an assessment."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shouguan.analysis import checking
from shouguan.core import paths
from shouguan.data.place import load


@pytest.mark.parametrize(("weight", "told"), [(35, None), (40, "权重合计为105，不是100"), (34.5, "合计为99.5")])
def test_weights_of_an_assessment_that_make_up_no_whole_are_told(
    tmp_path: Path, weight: float, told: str | None
) -> None:
    folder = tmp_path / "demo-city"
    shutil.copytree(Path(paths.places()) / "demo-city", folder)
    file = folder / "assessment.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("{weight: 35,", f"{{weight: {weight},"), encoding="utf-8")
    found = checking.setting_findings(load(str(folder)))
    assert [each.severity for each in found] == ([] if told is None else ["warning"])
    assert told is None or told in found[0].zh


def test_a_place_without_rules_of_scores_is_not_asked_for_weights() -> None:
    assert checking.setting_findings(load("山东")) == []
