"""docs/api.md is what the docstrings say."""

from __future__ import annotations

import importlib.util
import inspect
from pathlib import Path

import shouguan as sg

ROOT = Path(__file__).parents[2]


def test_the_page_is_written_from_the_docstrings_as_they_stand() -> None:
    spec = importlib.util.spec_from_file_location("make_api", ROOT / "benchmarks" / "make_api.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.page() == (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), "run `make api`"


def test_every_public_method_is_on_the_page() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for name in ("Study", "Forecast", "Fit", "News"):
        for member, value in inspect.getmembers(getattr(sg, name)):
            if not member.startswith("_") and (callable(value) or isinstance(value, property)):
                assert f"`{name}.{member}" in page
