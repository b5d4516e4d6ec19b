"""The one script that a page may carry, and how the page's policy names it."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from shouguan.core import paths

BLOCK = '<section class="sliders"'
"""What the script brings to life; text from files is escaped and cannot look like it."""


@cache
def text() -> str:
    """Return the packaged script."""
    return (paths.template_dir() / "shouguan" / "sliders.js").read_text(encoding="utf-8").strip()


def source() -> str:
    """Return the script as a source of `script-src`: the hash that lets it run, and it alone."""
    return source_of(text())


def source_of(script: str) -> str:
    """Return a script as a source of `script-src`."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"
