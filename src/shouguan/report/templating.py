"""Sections as templates: `templates/*.html.j2` say how the figures and sentences of a section stand on a page.

A template is laid out for whoever reads it: a line break after a tag is not on the page, nor is what indents the next.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).with_name("templates")
ENDING = ".html.j2"
_BREAK = re.compile(r"(?<=[>}])[ \t]*\n\s*")


def fill(template: str, /, **values: Any) -> Markup:
    """Fill the template of this name; all is escaped but Facts, names and `Markup`, and a value that lacks is an error.

    Raises
    ------
    jinja2.UndefinedError
        When the template names a value that it is not given.
    """
    return Markup(environment().get_template(template).render(values))


@cache
def environment() -> Environment:
    """Return what compiles each template, once a process."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415  # no command but a report needs it

    from shouguan.report.language import words  # noqa: PLC0415

    made = Environment(autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(_source), auto_reload=False)
    made.globals["words"] = words
    return made


def _source(template: str) -> tuple[str, str, None]:
    file = FOLDER / f"{template}{ENDING}"
    return closed_up(file.read_text(encoding="utf-8")), str(file), None


def closed_up(source: str) -> str:
    r"""Return a template without its layout; a comment stands for each line break, so that errors name the right line.

    >>> closed_up("<ul>\n  <li>a b</li>\n</ul>")
    '<ul>{#\n#}<li>a b</li>{#\n#}</ul>'
    """
    return _BREAK.sub(lambda gap: "{#" + "\n" * gap[0].count("\n") + "#}", source.rstrip())
