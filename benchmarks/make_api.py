"""Write docs/api.md: the Python interface, from its docstrings. `make api` runs it; a test holds the file to them."""

from __future__ import annotations

import inspect
import re
from functools import cached_property
from pathlib import Path
from types import FunctionType
from typing import Any

import shouguan as sg

DOCS = Path(__file__).parents[1] / "docs" / "api.md"
_SECTION = re.compile(r"^(\w[\w ]*)\n-+$", re.MULTILINE)
_FUNCTIONS = ("open_place", "provinces", "forecast_many", "read", "example", "labelled", "figure", "or_lacking")
_CLASSES = ("Study", "Forecast", "Fit", "News", "FileRead", "Projects", "Reconciled", "Firms", "Funds", "ActionWeek")
_HEAD = """# The Python interface

`import shouguan as sg`. Written from the docstrings by `make api`; the examples run as tests. Figures are those of
the command line and of the reports: the same forecasts, the same seed.
"""


def page() -> str:
    """Return the whole page."""
    parts = [_HEAD, *(_entry(f"sg.{name}", getattr(sg, name), "##") for name in _FUNCTIONS)]
    for name in _CLASSES:
        kind = getattr(sg, name)
        parts.append(f"## `sg.{name}`\n\n{_told(kind)}")
        inherited = {m: v for base in reversed(kind.__mro__[:-1]) for m, v in vars(base).items()}
        for member, value in inherited.items():
            if not member.startswith("_") and isinstance(value, FunctionType | property | cached_property):
                parts.append(_entry(f"{name}.{member}", value, "###"))
    parts.append(f"## `sg.plots`\n\n{_told(sg.plots)}")
    parts += [_entry(f"sg.plots.{name}", getattr(sg.plots, name), "###") for name in sg.plots.__all__]
    return "\n".join(parts)


def _entry(name: str, value: Any, level: str) -> str:
    signature = ""
    if isinstance(value, FunctionType):
        bare = inspect.signature(value).parameters.values()
        kept = [p.replace(annotation=inspect.Parameter.empty) for p in bare if p.name != "self"]
        signature = str(inspect.Signature(kept))
    return f"{level} `{name}{signature}`\n\n{_told(value)}"


def _told(value: Any) -> str:
    """Return a docstring as Markdown: its sections in bold, examples as code, the rest as it stands."""
    text = inspect.cleandoc(value.__doc__ or "")
    text = _SECTION.sub(lambda found: f"**{found[1]}**\n", text)
    lines, out, code = text.splitlines(), [], False
    for line in lines:
        example = line.startswith(">>>") or (code and bool(line.strip()))
        if example != code:
            out.append("```python" if example else "```")
            code = example
        term = re.fullmatch(r"(\S[^.]*) : (.+)|DataFrame|Axes|[A-Z]\w+Error(?:, \w+)*", line)
        out.append(f"- `{line}`" if term and not code else line)
    return "\n".join([*out, *(["```"] if code else [])]) + "\n"


if __name__ == "__main__":
    DOCS.write_text(page(), encoding="utf-8")
