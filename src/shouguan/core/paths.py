"""Where the kit's own files are: the one place that knows folders.

The kit is used as a checkout, installed in editable mode: its top-level `notebooks/` and `data/` are
what it reads, unless `SHOUGUAN_HOME` names a folder that holds both, as where a cluster's worker was sent them. Nothing
is looked for anywhere else, and nothing is written except where a caller says.
"""

from __future__ import annotations

import functools
import os
import re
import shlex
from pathlib import Path

VARIABLE = "SHOUGUAN_HOME"
_PACKAGE = Path(__file__).resolve().parent.parent
_CHECKOUT = _PACKAGE.parent.parent


def home() -> Path:
    """Return the folder that holds `notebooks/` and `data/`."""
    named = os.environ.get(VARIABLE)
    return Path(named).resolve() if named else _CHECKOUT


def official() -> Path:
    """Return the folder of official national and provincial series."""
    return home() / "data" / "official"


def places() -> Path:
    """Return the folder whose subfolders are places that come with the kit."""
    return home() / "data"


def notebooks() -> Path:
    """Return the folder of the kit's notebooks."""
    return home() / "notebooks"


def examples() -> Path:
    """Return the folder of invented files to try the kit on."""
    return home() / "examples"


def template_dir() -> Path:
    """Return the folder that holds the nbconvert template `shouguan`."""
    return _PACKAGE / "report" / "template"


def named(path: Path) -> str:
    """Return how a message names a file: relative to the kit where it is the kit's, else as it was given."""
    return _within(path.absolute(), home()) or str(path)


@functools.lru_cache(maxsize=1024)  # an import names each file many times, and each link on its way is looked at
def _within(path: Path, folder: Path) -> str | None:
    resolved = path.resolve()
    return resolved.relative_to(folder).as_posix() if resolved.is_relative_to(folder) else None


def shown(path: Path) -> str:
    """Return how a manifest names a file: relative to the kit, else from its place's folder on.

    A report never carries an absolute path: it would differ from machine to machine.
    """
    resolved = path.resolve()
    if resolved.is_relative_to(home()):
        return resolved.relative_to(home()).as_posix()
    return "/".join(resolved.parts[-3 if resolved.parent.name == "observations" else -2 :])


def pasted(path: Path | str) -> str:
    """Return a path as a command line takes it: quoted where it must be, in quotes that every shell knows.

    Examples
    --------
    >>> pasted("data/青岛"), pasted("my city"), pasted("a$b")
    ('data/青岛', '"my city"', "'a$b'")
    """
    text = str(path)
    if re.fullmatch(r"[\w@%+=:,./\\-]+", text):
        return text
    return shlex.quote(text) if re.search(r'["$`!\\]', text) else f'"{text}"'
