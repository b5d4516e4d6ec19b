"""Results that are kept while a process lives, found again by all that they were made from, bit by bit.

The explanation of a change runs the same filter a dozen times on figures that hardly differ, and all places of one day
share the official figures. What is kept is handed out again only for equal input, so nothing but time depends on it. It
is never changed in place: arrays are set to be read only. The longest unused goes first.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from threading import Lock
from types import FunctionType
from typing import Any, Generic, TypeVar

from shouguan.core.ytd import Array

Result = TypeVar("Result")


class Kept(Generic[Result]):
    """Results by key, within a size.

    Parameters
    ----------
    most : int
        Bytes of arrays that may be kept.
    """

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._results: OrderedDict[Hashable, tuple[Result, int]] = OrderedDict()
        self._one = Lock()

    def find(self, key: Hashable) -> Result | None:
        """Return what was kept under an equal key; None where there is nothing (any more)."""
        with self._one:
            if key not in self._results:
                return None
            self._results.move_to_end(key)
            return self._results[key][0]

    def keep(self, key: Hashable, result: Result, arrays: Iterable[Array] = (), *, size: int = 0) -> Result:
        """Keep a result in the place of an earlier one; it has these arrays, and so many bytes beside. Return it."""
        for array in arrays:
            array.flags.writeable = False
            size += array.nbytes
        with self._one:
            self._drop(key)
            self._results[key] = result, size
            self._size += size
            while self._size > self._most and len(self._results) > 1:
                self._drop(next(iter(self._results)))
        return result

    def made(
        self,
        key: Hashable,
        make: Callable[[], Result],
        arrays: Callable[[Result], Iterable[Array]] = lambda _: (),
        size: Callable[[Result], int] = lambda _: 0,
    ) -> Result:
        """Return what was kept under an equal key; else make it and keep it, with its arrays and its bytes beside."""
        found = self.find(key)
        if found is not None:
            return found
        result = make()
        return self.keep(key, result, arrays(result), size=size(result))

    def _drop(self, key: Hashable) -> None:
        _, size = self._results.pop(key, (None, 0))
        self._size -= size


def bits(*arrays: Any) -> tuple[Hashable, ...]:
    """Return arrays as a key: their shapes and bits."""
    return tuple((array.shape, array.tobytes()) for array in arrays)


def made_by(*modules: str) -> tuple[Hashable, ...]:
    """Return the constants and functions of modules as they are now as a key: who moves one gets nothing older."""
    return tuple(each for name in modules for each in vars(sys.modules[name]).values() if isinstance(each, _MAKING))


_MAKING = int, float, FunctionType
