"""The errors that a user may see, each with the exit code that the command line gives it.

Every message is known in Chinese and in English and said in one of them (`core.language`). It answers three
questions: what was found, where, and what was expected (with the nearest valid choice where there is one).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from shouguan.core.language import either


class ShouguanError(Exception):
    """Base of all errors that are meant for a reader.

    Parameters
    ----------
    zh, en : str
        The same message in Chinese and in English.
    """

    exit_code = 3

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        return either(self.zh, self.en)

    def _render_traceback_(self) -> list[str]:
        """Show a notebook's reader the message alone; the way through our code would hide it."""
        return [f"{type(self).__name__}: {self}"]


class DataError(ShouguanError):
    """The data or a value is wrong (exit code 1)."""

    exit_code = 1


class UsageError(ShouguanError):
    """Wrong usage, or a file that cannot be parsed (exit code 2)."""

    exit_code = 2


class RunError(ShouguanError):
    """A run or the gate before publishing failed (exit code 3)."""

    exit_code = 3


def together(errors: Sequence[ShouguanError]) -> ShouguanError:
    """Return several errors as one, a line each, with the gravest exit code."""
    if len(errors) == 1:
        return errors[0]
    code = max(error.exit_code for error in errors)
    kind = next(kind for kind in (DataError, UsageError, RunError) if kind.exit_code == code)
    return kind("；\n".join(error.zh for error in errors), ";\n".join(error.en for error in errors))


def nearest(word: str, choices: Iterable[str], *, likeness: float = 0.5) -> tuple[str, str]:
    """Say which valid choices lie nearest to `word`, as a Chinese and an English clause.

    Parameters
    ----------
    word : str
        What the user wrote.
    choices : iterable of str
        What is valid.
    likeness : float
        How like a choice must be to count as near, from 0 to 1.

    Returns
    -------
    zh, en : str
        Clauses to append to a message; they list all choices when none is near and there are few.

    Examples
    --------
    >>> nearest("GDP", ["gdp", "fai"])[1]
    '; nearest valid: gdp'
    """
    valid = list(dict.fromkeys(choices))
    folded: dict[str, str] = {}
    for choice in valid:
        folded.setdefault(choice.casefold(), choice)
    close = [folded[each] for each in difflib.get_close_matches(word.casefold(), folded, n=3, cutoff=likeness)]
    if close:
        return f"；最接近的有效值：{'、'.join(close)}", f"; nearest valid: {', '.join(close)}"
    some = valid[:12]
    more = "…" if len(valid) > len(some) else ""
    return f"；有效值：{'、'.join(some)}{more}", f"; valid: {', '.join(some)}{more}"


def likest_first(word: str, choices: Iterable[str]) -> list[str]:
    """Return all choices in their order, those in front that have at least half in common with `word`.

    Examples
    --------
    >>> likest_first("山冬", ["北京", "山东", "广东"])
    ['山东', '北京', '广东']
    """
    half = 0.5
    return sorted(choices, key=lambda each: difflib.SequenceMatcher(None, word, each.casefold()).ratio() < half)
