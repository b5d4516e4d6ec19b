"""What the sources say: the sentences in their calls of `say` and `spoken`, which the catalogue must hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jinja2 import nodes

Sentence = tuple[str, str | None]
"""A Chinese sentence and its context."""


def sentences(tree: ast.AST) -> Iterator[Sentence]:
    """Yield the sentences of a module; in a language of its own (`say(lang, …)`) or in the page's (`page.say(…)`)."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        if name not in ("say", "spoken"):
            continue
        in_words = isinstance(node.func, ast.Name) or ast.unparse(node.func.value) == "words"
        said = node.args[1:] if name == "say" and in_words else node.args
        context = said[1].value if len(said) > 1 and isinstance(said[1], ast.Constant) else None
        for text in texts(said[0]):
            yield text, context if isinstance(context, str) else None


def texts(argument: ast.expr) -> Iterator[str]:
    """Yield the texts that an argument may be: one, or one of a conditional."""
    if isinstance(argument, ast.IfExp):
        yield from texts(argument.body)
        yield from texts(argument.orelse)
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value


def template_sentences(tree: nodes.Template) -> Iterator[Sentence]:
    """Yield the sentences of a template, which says them in the language of its page."""
    for call in tree.find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name) or call.node.name != "say":
            continue
        context = call.args[1].as_const() if len(call.args) > 1 else None
        said = call.args[0]
        for text in (said.expr1, said.expr2) if isinstance(said, nodes.CondExpr) else (said,):
            if isinstance(text, nodes.Const):
                yield text.value, context
