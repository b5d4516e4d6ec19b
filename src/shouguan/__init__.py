"""收官: how a Chinese city's year will close, from the year-to-date figures published so far.

`import shouguan as sg` gives an analyst `sg.open_place`, `sg.provinces` and `sg.forecast_many`; see `shouguan.study`.
"""

import importlib
from typing import Any

from shouguan.core.version import __version__

__all__ = ["__version__"]

_INTERFACE = {
    "ActionWeek": "action_week",
    "Forecast": "forecast",
    "Firms": "firms_and_funds",
    "Fit": "fit",
    "Funds": "firms_and_funds",
    "News": "frames",
    "Projects": "lists",
    "Reconciled": "reconciled",
    "Study": "place",
    "figure": "labels",
    "forecast_many": "many",
    "FileRead": "files",
    "example": "files",
    "read": "files",
    "labelled": "labels",
    "open_place": "place",
    "or_lacking": "lacking",
    "provinces": "many",
}


def __getattr__(name: str) -> Any:
    """Load the interface when it is first used, so that `shouguan --help` answers at once."""
    if name == "plots":
        return importlib.import_module("shouguan.plots")
    if name not in _INTERFACE:
        raise AttributeError(f"module 'shouguan' has no attribute '{name}'")
    return getattr(importlib.import_module(f"shouguan.study.{_INTERFACE[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_INTERFACE, "plots"])
