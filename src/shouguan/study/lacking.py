"""What a place lacks for a part of a notebook: said where the part would stand, so that everything else is shown."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

import pandas as pd

from shouguan.core.errors import DataError
from shouguan.core.periods import Lang

Made = TypeVar("Made")


def or_lacking(make: Callable[..., Made], *given: object, lang: Lang = "zh") -> Made | None:
    """Return what is made; where the place lacks what that needs, show what it is and return None.

    Parameters
    ----------
    make : callable
        A method such as `projects.changes`.
    given : object
        What it takes.
    lang : {'zh', 'en'}

    Examples
    --------
    >>> import shouguan as sg
    >>> projects = sg.open_place("demo-city", as_of="2020-10-25").projects()
    >>> sg.or_lacking(projects.changes) is None
    False
    """
    try:
        return make(*given)
    except DataError as lacking:
        heading, words = ("还缺", lacking.zh) if lang == "zh" else ("What is lacking", lacking.en)
        shown = pd.DataFrame({heading: [words]}, index=[""])
        if "IPython" in sys.modules:
            with pd.option_context("display.max_colwidth", None):
                sys.modules["IPython.display"].display(shown)
        else:
            print(words)
        return None
