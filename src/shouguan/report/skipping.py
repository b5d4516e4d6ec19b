"""Cells of a notebook that need a forecast say why there is none, instead of ending in a traceback.

Such a cell begins with the comment `# 测算`. Where the indicator that the notebook is about is not forecast, the cell
shows why, and what it would show is left out; everything else of the notebook runs.
"""

from __future__ import annotations

import sys

MARK = "# 测算"
"""The first words of a cell that needs a forecast."""

Lines = list[str]


def skip_marked(excuse: str | None) -> None:
    """From now on, run this code in place of every marked cell of the notebook; None runs them as they stand.

    Outside a notebook there are no cells, and nothing happens.
    """
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return
    transforms = shell.input_transformer_manager.cleanup_transforms
    transforms[:] = [each for each in transforms if not isinstance(each, _InPlace)]
    if excuse is not None:
        transforms.append(_InPlace(excuse))


class _InPlace:
    """What IPython passes the lines of each cell through."""

    def __init__(self, excuse: str) -> None:
        self._excuse = excuse

    def __call__(self, lines: Lines) -> Lines:
        marked = any(line.startswith(MARK) for line in lines[:1])
        return [f"{self._excuse}\n"] if marked else lines
