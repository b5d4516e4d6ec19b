"""The list of names: every code is in the catalogue, no name stands for two things, none is written twice."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from shouguan.core import indicators
from shouguan.core.files import read_packaged
from shouguan.ingest.readers.tables import names

LISTED = read_packaged(names.__file__)


def test_every_code_is_in_the_catalogue() -> None:
    codes = {*LISTED["synonyms"], *(code for several in LISTED["several"].values() for code in several)}
    assert codes <= set(indicators.CATALOGUE)


def test_a_name_is_listed_once() -> None:
    every = [name for listed in LISTED["synonyms"].values() for name in listed]
    every += [*LISTED["several"], *LISTED["not_ours"]]
    folded = [names.folded(name) for name in every]
    assert sorted(folded) == sorted(set(folded))
    assert len(names.known_names()) == len(every)


def test_no_key_of_the_file_is_written_twice() -> None:
    """YAML would take the last of two without a word."""
    (root,) = [yaml.compose(Path(names.__file__).with_suffix(".yaml").read_text(encoding="utf-8"))]
    for _, part in root.value:
        if isinstance(part, yaml.MappingNode):
            keys = [key.value for key, _ in part.value]
            assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("name", sorted(LISTED["not_ours"]))
def test_what_is_not_ours_says_why_in_both_languages(name: str) -> None:
    zh, en = names.not_ours()[names.folded(name)]
    assert zh and en.isascii()
