"""The kit's notebooks by name; nothing of what runs them is loaded."""

from __future__ import annotations

from pathlib import Path

from shouguan.core import paths
from shouguan.core.errors import DataError, nearest


def available() -> dict[str, Path]:
    """Return the kit's notebooks by bare name: `02_gdp.ipynb` is `gdp`."""
    return {_bare(file): file for file in sorted(paths.notebooks().glob("*.ipynb"))}


def named(name: str) -> Path:
    """Return the file of a notebook.

    Raises
    ------
    DataError
        When there is none of this name.
    """
    known = available()
    if name not in known:
        zh, en = nearest(name, known)
        raise DataError(f"没有名为“{name}”的笔记本{zh}", f"no notebook named '{name}'{en}")
    return known[name]


def _bare(file: Path) -> str:
    number, _, rest = file.stem.partition("_")
    return rest if number.isdigit() and rest else file.stem
