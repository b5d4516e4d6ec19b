"""A worker whose notebooks are a test's own, in the folder that `SHOUGUAN_TEST_NOTEBOOKS` names, if it names one.

Its kernels have only that loaded which tiny notebooks need (`zoo_spare`).
"""

from __future__ import annotations

import os
from pathlib import Path

from shouguan.publishing import notebooks as kit
from shouguan.publishing import warm
from shouguan.publishing.batch import worker
from tests.builders import zoo_spare

VARIABLE = "SHOUGUAN_TEST_NOTEBOOKS"
MODULE = "tests.builders.zoo_worker"


def notebooks() -> dict[str, Path]:
    """Return the test's notebooks by name."""
    return {file.stem: file for file in sorted(Path(os.environ[VARIABLE]).glob("*.ipynb"))}


if __name__ == "__main__":
    if VARIABLE in os.environ:
        kit.available = notebooks
    warm.SPARE = zoo_spare.MODULE
    if os.environ.get("SHOUGUAN_TESTS") != "long":
        warm.MANY = 0  # never: a rehearsal makes a whole briefing, and tiny notebooks are none
    worker.main()
