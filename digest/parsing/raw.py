"""What the readers of the formats hand on: the texts of a document as they stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from html.entities import entitydefs
from urllib.parse import urljoin


class UnsureError(Exception):
    """The fast way does not know this document well enough; feedparser decides."""


@dataclass(slots=True)
class RawText:
    """A text, and whether it is HTML."""

    value: str = ""
    html: bool = False


@dataclass(slots=True)
class RawEntry:
    """An entry before its texts are cleaned."""

    key: str = ""
    link: str | None = None
    title: RawText | None = None
    summary: RawText | None = None
    contents: list[RawText] = field(default_factory=list)
    """What else it holds: the whole article."""
    links: list[str] = field(default_factory=list)
    """What it says it points at."""
    author: str = ""
    language: str = ""
    published: datetime | None = None
    updated: datetime | None = None


@dataclass(slots=True)
class RawDocument:
    """A document before its texts are cleaned."""

    entries: list[RawEntry]
    title: RawText = field(default_factory=RawText)
    link: str = ""
    language: str = ""
    known: bool = True
    """It says that it is a feed."""


def mended(text: str) -> str:
    """Undo UTF-8 that somebody took for Latin-1 and encoded once more."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


_ABSOLUTE = re.compile(r"https?://[^/]")
_SLASHES = re.compile(r"\A([A-Za-z][A-Za-z0-9+-.]*://)/*")


def joined(base: str, address: str) -> str:
    """Resolve an address as feedparser does; superfluous slashes after the scheme go."""
    if _ABSOLUTE.match(address):
        return address
    try:
        return urljoin(base, _SLASHES.sub(r"\1", address))
    except ValueError:
        return ""


_CLOSING_OR_ENTITY = re.compile(r"</\w+>|&#?\w+;")
_TAG = re.compile(r"</?(\w+)")
_ENTITY = re.compile(r"&(\w+);")
# fmt: off
ELEMENTS = frozenset({
    "a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b", "big",
    "blockquote", "br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup",
    "command", "datagrid", "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl",
    "dt", "em", "event-source", "fieldset", "figcaption", "figure", "font", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "input", "ins", "kbd", "keygen",
    "label", "legend", "li", "m", "map", "menu", "meter", "multicol", "nav", "nextid", "noscript",
    "ol", "optgroup", "option", "output", "p", "pre", "progress", "q", "s", "samp", "section",
    "select", "small", "sound", "source", "spacer", "span", "strike", "strong", "sub", "sup",
    "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul",
    "var", "video",
})
# fmt: on
"""Those elements of HTML that feedparser thinks harmless."""


def looks_like_html(text: str) -> bool:
    """Tell whether a text that is nominally plain is HTML all the same, as feedparser does.

    It has a closing tag or an entity, and neither tags nor entities that HTML does not know.
    """
    if ("&" not in text and "</" not in text) or not _CLOSING_OR_ENTITY.search(text):
        return False
    if any(name.lower() not in ELEMENTS for name in _TAG.findall(text)):
        return False
    return all(name in entitydefs for name in _ENTITY.findall(text))
