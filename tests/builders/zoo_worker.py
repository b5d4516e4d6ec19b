"""A worker whose notebooks are a test's own, in the folder that `SHOUGUAN_TEST_NOTEBOOKS` names."""

from __future__ import annotations

import os
from pathlib import Path

from shouguan.publishing import notebooks as kit
from shouguan.publishing.batch import worker

VARIABLE = "SHOUGUAN_TEST_NOTEBOOKS"
MODULE = "tests.builders.zoo_worker"


def notebooks() -> dict[str, Path]:
    """Return the test's notebooks by name."""
    return {file.stem: file for file in sorted(Path(os.environ[VARIABLE]).glob("*.ipynb"))}


if __name__ == "__main__":
    kit.available = notebooks
    worker.main()
