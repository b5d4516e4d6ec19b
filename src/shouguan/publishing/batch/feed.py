"""An Atom feed of what stands in a site (RFC 4287): an entry for each report, changed when its page was."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from urllib.parse import quote
from xml.etree import ElementTree

from shouguan.core.language import chosen, either, spoken
from shouguan.publishing.batch.entries import Entry, moment
from shouguan.publishing.batch.index_page import expected, in_several_languages, light_word, what

ATOM = "http://www.w3.org/2005/Atom"


def feed(entries: Sequence[Entry], site: uuid.UUID, made: dt.datetime, *, base: str, own: str) -> bytes:
    """Return the feed; it says when its newest page was made, so nothing is new where nothing has changed.

    Parameters
    ----------
    entries : sequence of Entry
    site : UUID
        Of which ids are made: a report has the same in every run of its site and another in another site.
    made : datetime
        When the run began, for a site without a report.
    base : str
        What comes before the addresses of pages.
    own : str
        The feed's own address.
    """
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "zh-CN" if chosen() == "zh" else "en")
    newest = sorted(entries, key=lambda each: moment(each.changed), reverse=True)
    _add(root, "id", site.urn)
    _add(root, "title", spoken("报告目录"))
    _add(root, "updated", newest[0].changed if newest else made.astimezone().isoformat(timespec="seconds"))
    _add(_add(root, "author"), "name", "shouguan")
    _add(root, "link", rel="self", type="application/atom+xml", href=_address(own))
    _add(root, "link", rel="alternate", type="text/html", href=_address(f"{base}index.html"))
    several = in_several_languages(entries)
    for each in newest:
        entry = _add(root, "entry")
        _add(entry, "id", uuid.uuid5(site, each.href).urn)
        _add(entry, "title", each.title)
        _add(entry, "updated", each.changed)
        _add(entry, "link", type="text/html", hreflang=each.key.lang, href=_address(base + each.href))
        said = (
            either(each.place.zh, each.place.en),
            each.as_of,
            what(each, several),
            *expected(each),
            light_word(each),
        )
        _add(entry, "summary", " ".join(part for part in said if part))
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _address(url: str) -> str:
    """Return an address as feeds have it: without letters that are none of an address's."""
    return quote(url, safe="/:@!$&'()*+,;=~[]%" if "://" in url else "/")


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text
    return child
