"""What offices call an indicator, and names that only sound like one; they are listed in `names.yaml`.

Names are compared whole, after spaces and brackets are gone: a name that is not listed is never matched
to the nearest one, it is left out and said so.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from shouguan.core.files import read_packaged

_LISTED = read_packaged(__file__)
_BRACKETS = str.maketrans("（）【】［］〔〕：；，－–—―−～﹣", "()[][][]:;,-------")
_CIRCLED = re.compile("[①-⓿❶-➓¹²³⁰-⁹₀-₉]")


@functools.lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """Return text as names are compared: without spaces and footnote marks, half-width, in small letters."""
    bare = _CIRCLED.sub("", text)  # before NFKC, which would turn a footnote mark into a digit
    plain = unicodedata.normalize("NFKC", bare.translate(_BRACKETS)).translate(_BRACKETS)
    return re.sub(r"\s+", "", plain).casefold()


BARE_PARTS = frozenset(map(folded, _LISTED["bare_parts"]))
"""Names of sectors and industries that are parts of GDP, of investment or of electricity, as the rows above say."""


@functools.lru_cache(maxsize=1)
def known_names() -> list[tuple[str, tuple[str, ...]]]:
    """Return every listed name with what it may mean (nothing for names that are not ours), the longest first."""
    names: dict[str, tuple[str, ...]] = {folded(name): () for name in _LISTED["not_ours"]}
    names |= {folded(name): tuple(codes) for name, codes in _LISTED["several"].items()}
    for code, listed in _LISTED["synonyms"].items():
        names |= {folded(name): (code,) for name in listed}
    return sorted(names.items(), key=lambda pair: (-len(pair[0]), pair[0]))


@functools.lru_cache(maxsize=1)
def not_ours() -> dict[str, tuple[str, str]]:
    """Return the names that are not ours, folded, with the reason in both languages."""
    return {folded(name): (reason["zh"], reason["en"]) for name, reason in _LISTED["not_ours"].items()}
