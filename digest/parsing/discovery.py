"""Finds the feeds that a web page points at, for ``feeds add PAGE``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin

from digest import urls
from digest.parsing.encoding import utf8
from digest.text import Tag

_FEED_TYPES = re.compile(
    r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json)|text/rss", re.IGNORECASE
)
_VAGUE_TYPES = re.compile(r"(?:application|text)/(?:xml|json)", re.IGNORECASE)
_TELLING = re.compile(r"(?<![a-z])(?:rss2?|atom|feeds?|rdf)(?![a-z])|/index\.xml\Z", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar|replies", re.IGNORECASE)
_PATHS = ("/feed/", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json")
_MOST_PAGE = 2_000_000
_MOST_LINKS = 20
_MOST_TAGS = 5_000
_LONGEST = 4_000
"""Characters of an address. Each is joined to one that may be as long, which takes its time."""

# Possessive, so that a hostile page costs one pass: html.parser takes quadratic time on some
# (https://github.com/python/cpython/issues/135462).
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?:script|style|template)\b.*?(?:</(?:script|style|template)\b|\Z)"
    r"""|<(link|a|base)(?=\s)([^>=]*+(?:=\s*+(?:"[^"]*+"|'[^']*+')?+[^>=]*+)*+)(?:>|\Z)""",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    address: str
    declared: bool
    """As a feed, by a <link>."""
    comments: bool
    """It holds what others said of a page."""


def feed_links(page: bytes, base: str) -> tuple[str, ...]:
    """Return addresses where the feeds of a page may be, likeliest first.

    First what the page declares (<link rel="alternate">, https://www.rssboard.org/rss-autodiscovery),
    then its links that look like feeds, in both cases feeds of comments last. A page that has
    neither gives the usual places on its host.

    Args:
        page: the HTML, as it was sent.
        base: its address.
    """
    found = sorted(_found(utf8(page[:_MOST_PAGE]).decode(), base), key=_rank)
    addresses = [one.address for one in found] or [_joined(base, path) for path in _PATHS]
    return tuple(dict.fromkeys(filter(None, map(urls.printable, addresses))))[:_MOST_LINKS]


def _rank(found: _Found) -> tuple[bool, bool]:
    return not found.declared, found.comments


def _found(page: str, base: str) -> Iterator[_Found]:
    # Of several <base> the first counts (https://html.spec.whatwg.org/#the-base-element).
    start = base
    for tag in islice(_TAG.finditer(page), _MOST_TAGS):
        name = (tag[1] or "").lower()
        given = Tag(name=name, inside=tag[2]).attributes if name else {}
        if not 0 < len(given.get("href", "")) <= _LONGEST:
            continue
        address = _joined(start, given["href"].strip())
        if name == "base":
            start = (address or base) if start == base else start
        elif (name == "link" and _is_feed(given)) or (name == "a" and _TELLING.search(address)):
            comments = bool(_COMMENTS.search(address + given.get("title", "")))
            yield _Found(address=address, declared=name == "link", comments=comments)


def _is_feed(given: dict[str, str]) -> bool:
    rel = given.get("rel", "").lower().split()
    kind = given.get("type", "").partition(";")[0].strip()
    if "alternate" not in rel:
        return "feed" in rel
    # WordPress also declares its programming interface, as application/json.
    vague = _VAGUE_TYPES.fullmatch(kind) and _TELLING.search(given["href"])
    return bool(_FEED_TYPES.fullmatch(kind) or vague)


def _joined(base: str, address: str) -> str:
    """Resolve an address; a browser's "feed:" in front of it goes."""
    address = re.sub(r"\Afeed:(?://)?(?=https?:)|\Afeed:(?=//)", "", address, flags=re.IGNORECASE)
    try:
        return urljoin(base, address)
    except ValueError:
        return ""
