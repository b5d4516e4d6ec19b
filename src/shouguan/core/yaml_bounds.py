"""YAML within bounds: what multiplies, is too deep or too long, or says a name twice in one place is refused at once.

Of two values under one name the parser would keep the last without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

LARGEST_TEXT = 4 * 2**20
_MOST_NODES = 200_000
"""What a text may come to with each alias written out; the kit's own files have hundreds."""
_MOST_SAID = 5


class RefusedError(Exception):
    """A YAML text is beyond the bounds, or says a name twice; says why, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en


def parse(text: str) -> Any:
    """Return what a YAML text says; nothing in it can run.

    Raises
    ------
    RefusedError
        When it is too long or too deep, its aliases come to too much, or it says a name twice.
    yaml.YAMLError, ValueError
        When it is no YAML.
    """
    if len(text) > LARGEST_TEXT:
        raise RefusedError(f"超过 {LARGEST_TEXT // 2**20} MB", f"it has more than {LARGEST_TEXT // 2**20} MB")
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        if _written_out(node, {}) > _MOST_NODES:
            raise RefusedError("别名（*）层层展开后过大", "its aliases (*) multiply beyond all bounds")
        twice = list(_twice(node, set()))
        if twice:
            raise RefusedError(
                "；".join(f"第{line}行的“{name}”在第{first}行已经写过" for name, line, first in twice[:_MOST_SAID]),
                "; ".join(
                    f"line {line} says '{name}' again (line {first})" for name, line, first in twice[:_MOST_SAID]
                ),
            )
        return loader.construct_document(node)
    except RecursionError:
        raise RefusedError("层次过深", "it is nested too deeply") from None
    finally:
        loader.dispose()


def _written_out(node: yaml.Node, known: dict[int, int | None]) -> int:
    """Count the nodes below one as if each alias were written out; a node within itself has no end."""
    if id(node) not in known:
        known[id(node)] = None
        below: list[yaml.Node] = []
        if isinstance(node, yaml.MappingNode):
            below = [each for pair in node.value for each in pair]
        elif isinstance(node, yaml.SequenceNode):
            below = node.value
        known[id(node)] = 1 + sum(_written_out(each, known) for each in below)
    count = known[id(node)]
    return _MOST_NODES + 1 if count is None else count


def _twice(node: yaml.Node, seen: set[int]) -> Iterator[tuple[str, int, int]]:
    """Yield each name that one mapping gives again, with its line and that of the first; aliases are looked at once."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        names: dict[tuple[str, str], yaml.Node] = {}
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                first = names.setdefault((key.tag, key.value), key)
                if first is not key:
                    yield key.value, key.start_mark.line + 1, first.start_mark.line + 1
            yield from _twice(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _twice(each, seen)
