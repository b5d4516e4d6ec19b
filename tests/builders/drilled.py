"""A whole run over a test's own notebooks, which is there to be killed: `python -m tests.builders.drilled OUT SITE`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from shouguan.publishing import notebooks
from shouguan.publishing.batch import run as runs
from shouguan.publishing.batch import site
from shouguan.publishing.batch.orders import orders
from tests.builders import zoo_worker

MODULE = "tests.builders.drilled"


def main(out: Path, served: Path) -> int:
    """Make every report again, and publish them; return the exit code."""
    runs.WORKER, notebooks.available = zoo_worker.MODULE, zoo_worker.notebooks
    asked = orders(["北京"], notebooks=sorted(zoo_worker.notebooks()), as_of=dt.date(2022, 10, 28))
    made = runs.run(asked, out, workers=2, longest=120, again=True)
    site.publish(made, out, served, keep=2)
    return made.exit_code


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
