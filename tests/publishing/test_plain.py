"""Pieces of a page are written plainly: as they are where every reader takes them alike, else anew."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from shouguan.publishing.plain import plain

ODD = {
    "an element that is not closed": "<div><p>5.2",
    "an end without a begin": "<p>5.2</p></div></main>",
    "ends that cross": "<b><i>5.2</b></i>",
    "a tag without quotes": "<td align=right>5.2</td>",
    "quotes of the other kind": "<td title='5.2'>5.2</td>",
    "an attribute without a value": "<input disabled>",
    "no space between attributes": '<p id="a"class="b">5.2</p>',
    "a slash for a space": '<p/id="a">5.2</p>',
    "an element closed by its begin": "<div/>5.2",
    "a shape outside a picture": '<path d="M0 0"/>5.2',
    "capitals": "<P>5.2</P>",
    "a reference without its end": "<p>&lt5.2</p>",
    "a sign that begins none": "<p>R&D</p>",
    "a comment": "<!--><p>5.2</p>-->",
    "a less-than sign": "<p>1 < 5.2</p>",
    "text that is not read as elements": "<textarea><p>5.2</textarea>",
    "a style": "<style>p {}</style>",
}
PLAIN = (
    '<p class="note">增长5.2%<br>a &amp; b &#8212; &#x2014;</p>',
    '<svg viewBox="0 0 1 1"><g><path d="M0 0"/></g></svg>',
    '<td title="a > b">5.2</td>',
    "",
    "5.2 > 4.9",
)


@pytest.mark.parametrize("html", PLAIN)
def test_plainly_written_stays_as_it_is(html: str) -> None:
    """Not a character of it is changed."""
    assert plain(html) == html


@pytest.mark.parametrize("kind", ODD)
def test_anything_else_is_written_anew(kind: str) -> None:
    """It says the same, written so that nothing of it reaches beyond its end; and once is enough."""
    html = ODD[kind]
    made = plain(html)
    assert made != html or kind in {"a style", "a comment", "text that is not read as elements"}
    assert plain(made) == made
    assert str(BeautifulSoup(made + "<hr>", "html.parser")) == made + "<hr/>"
