"""Pictures are drawn without a screen, and none is left open."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest


@pytest.fixture(autouse=True)
def _no_screen() -> Iterator[None]:
    before = mpl.rcParams["backend"]
    plt.switch_backend("agg")
    yield
    plt.close("all")
    plt.switch_backend(before)
