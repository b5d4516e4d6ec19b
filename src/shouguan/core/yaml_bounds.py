"""YAML within bounds: aliases that multiply, and depths and sizes that no settings file has, are refused at once."""

from __future__ import annotations

from typing import Any

import yaml

LARGEST_TEXT = 4 * 2**20
_MOST_NODES = 200_000
"""What a text may come to with each alias written out; the kit's own files have hundreds."""


class UnboundedError(Exception):
    """A YAML text is beyond the bounds; says why, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en


def parse(text: str) -> Any:
    """Return what a YAML text says; nothing in it can run.

    Raises
    ------
    UnboundedError
        When it is too long or too deep, or its aliases come to too much.
    yaml.YAMLError, ValueError
        When it is no YAML.
    """
    if len(text) > LARGEST_TEXT:
        raise UnboundedError(f"超过 {LARGEST_TEXT // 2**20} MB", f"has more than {LARGEST_TEXT // 2**20} MB")
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        if _written_out(node, {}) > _MOST_NODES:
            raise UnboundedError("别名（*）层层展开后过大", "its aliases (*) multiply beyond all bounds")
        return loader.construct_document(node)
    except RecursionError:
        raise UnboundedError("层次过深", "is nested too deeply") from None
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
