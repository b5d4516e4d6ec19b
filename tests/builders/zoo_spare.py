"""What forks kernels for tiny notebooks: it loads what these need, and no pictures, models or official figures."""

from __future__ import annotations

import importlib
import sys

from shouguan.publishing import spare

MODULE = "tests.builders.zoo_spare"
_STACK = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "ipykernel.kernelapp",
    "shouguan.data.place",
    "shouguan.facts.table",
)


def _load_little() -> None:
    spare.without_debugger()
    for module in _STACK:
        importlib.import_module(module)


if __name__ == "__main__":
    spare.load_stack, spare._PICTURES = _load_little, ()
    spare.main(sys.argv[1])
