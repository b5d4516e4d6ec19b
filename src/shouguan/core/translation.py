"""The English of the kit's sentences: a gettext catalogue whose ids are the Chinese sentences themselves.

The catalogue is read as it stands (`locale/en/LC_MESSAGES/shouguan.po`), once and only where English is asked for; it
takes 0.1 s, and there is nothing to compile that could fall behind it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

CATALOGUE = Path(__file__).parents[1] / "locale" / "en" / "LC_MESSAGES" / "shouguan.po"


@cache
def english_sentences() -> dict[tuple[str, str | None], str]:
    """Return the English of each Chinese sentence and context."""
    from babel.messages.pofile import read_po  # noqa: PLC0415  # a Chinese page needs none of it

    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="en", abort_invalid=True)
    return {(str(each.id), each.context): str(each.string) for each in catalogue if each.id and each.string}


def english(zh: str, context: str | None = None) -> str:
    """Return the English of a Chinese sentence, its places for values unfilled.

    Parameters
    ----------
    zh : str
        The id in the catalogue.
    context : str, optional
        Tells apart two meanings of the same Chinese.

    Raises
    ------
    KeyError
        When the catalogue does not have it; a test holds that it has all that the sources say.
    """
    return english_sentences()[zh, context]
