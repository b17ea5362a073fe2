"""Prints the last editions as a feed, for those who read the paper in a reader or get it by mail.

An entry is an edition, whole: a paper ends, and one mail a day is enough. Atom is RFC 4287, JSON Feed
https://www.jsonfeed.org/version/1.1/.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from digest.model import Edition, Page
from digest.outputs.templates import fill
from digest.outputs.view import view
from digest.text import clean

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HOME = "https://pypi.org/project/digest-newspaper/"
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What a feed says of itself."""

    editions: Sequence[Edition]
    """The last first; at least one."""
    begun: datetime
    """When the paper's first edition was printed; its feed is named after it."""
    address: str = ""
    """Where the feed can be found; empty when that is not known."""
    excerpts: bool = False


def atom(channel: Channel) -> str:
    """Return the editions as an Atom feed."""
    from xml.etree.ElementTree import indent, tostring

    last = channel.editions[0]
    root = _element("feed", xmlns=_ATOM, **{"xml:lang": clean(last.language)})
    root.append(_element("id", _name(last.name, channel.begun)))
    root.append(_element("title", clean(last.title)))
    root.append(_element("updated", _time(last)))
    author = _element("author")
    author.append(_element("name", clean(last.title)))
    root.append(author)
    root.append(_element("generator", "digest", uri=_HOME))
    if channel.address:
        kind = "application/atom+xml"
        root.append(_element("link", rel="self", href=channel.address, type=kind))
    for edition in channel.editions:
        root.append(_entry(edition, excerpts=channel.excerpts))
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def _entry(edition: Edition, *, excerpts: bool) -> Element:
    entry = _element("entry", **{"xml:lang": clean(edition.language)})
    entry.append(_element("id", _name(edition.name, edition.window.end, edition.number)))
    title, content = _title_and_content(edition, excerpts=excerpts)
    entry.append(_element("title", title))
    entry.append(_element("updated", _time(edition)))
    entry.append(_element("published", _time(edition)))
    entry.append(_element("content", content, type="html"))
    return entry


def _element(name: str, text: str = "", **attributes: str) -> Element:
    from xml.etree.ElementTree import Element

    element = Element(name, attributes)
    element.text = text or None
    return element


def json_feed(channel: Channel) -> str:
    """Return the editions as a JSON Feed."""
    last = channel.editions[0]
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(last.title),
        "language": clean(last.language),
        "authors": [{"name": clean(last.title)}],
    }
    if channel.address:
        feed["feed_url"] = channel.address
    feed["items"] = [_item(edition, excerpts=channel.excerpts) for edition in channel.editions]
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _item(edition: Edition, *, excerpts: bool) -> dict[str, str]:
    title, content = _title_and_content(edition, excerpts=excerpts)
    return {
        "id": _name(edition.name, edition.window.end, edition.number),
        "title": title,
        "content_html": content,
        "date_published": _time(edition),
        "language": clean(edition.language),
    }


KINDS: dict[str, Callable[[Channel], str]] = {"atom": atom, "json": json_feed}
"""What ``digest syndicate --format`` takes."""


def _title_and_content(edition: Edition, *, excerpts: bool) -> tuple[str, str]:
    paper = view(edition, Page(excerpts=excerpts))
    content = fill("edition.html.jinja", Page(), paper)
    return f"{paper.title}, {paper.date} ({paper.edition})", content


def _name(name: str, when: datetime, number: int = 0) -> str:
    """Return what a feed or an entry is called for good (RFC 4287, section 4.2.6; RFC 4122)."""
    told = f"{_HOME}#{name}/{number or ''}/{when.astimezone(UTC).isoformat()}"
    return f"urn:uuid:{uuid5(NAMESPACE_URL, told)}"


def _time(edition: Edition) -> str:
    """Return an RFC 3339 time in UTC."""
    return edition.window.end.astimezone(UTC).isoformat().replace("+00:00", "Z")
