"""Finds the feeds that a web page points at, for ``feeds add PAGE``."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

from digest import urls
from digest.parsing.encoding import utf8

_TYPES = re.compile(r"(?:application|text)/(?:(?:rss|atom|rdf|feed)\+)?(?:xml|json)", re.IGNORECASE)
_FEED_TYPES = re.compile(r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json)", re.IGNORECASE)
_TELLING = re.compile(
    r"(?:\b|_)(?:rss2?|atom|feeds?|rdf)(?:\b|_)(?!burner\.com)|\.(?:rss|atom|rdf)\b|/index\.xml\Z",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comment|kommentar|replies", re.IGNORECASE)
_MOST_PAGE = 2_000_000
_MOST_LINKS = 20
_PATHS = ("/feed/", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json")


def feed_links(page: bytes, base: str) -> tuple[str, ...]:
    """Return addresses where the feeds of a page may be, likeliest first.

    First what the page declares (<link rel="alternate">, https://www.rssboard.org/rss-autodiscovery), feeds
    of comments last; then its links that look like feeds; a page that has neither gives the usual
    places on its host.

    Args:
        page: the HTML, as it was sent.
        base: its address.
    """
    finder = _Finder(base)
    finder.feed(utf8(page[:_MOST_PAGE]).decode())
    found = dict.fromkeys((*sorted(finder.declared, key=_rank), *sorted(finder.linked, key=_rank)))
    addresses = [address for address, _ in found]
    if not addresses:
        addresses = [urljoin(base, path) for path in _PATHS]
    return tuple(dict.fromkeys(filter(None, map(urls.printable, addresses))))[:_MOST_LINKS]


def _rank(found: tuple[str, str]) -> bool:
    """Put feeds of comments last, and keep the order of the page otherwise."""
    return bool(_COMMENTS.search(" ".join(found)))


class _Finder(HTMLParser):
    """Collects (address, title) pairs."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.declared: list[tuple[str, str]] = []
        self.linked: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        address = given.get("href", "").strip()
        if not address:
            return
        if tag == "base":
            self.base = _joined(self.base, address)
        elif tag == "link" and _is_feed(given):
            self.declared.append((_joined(self.base, address), given.get("title", "")))
        elif tag == "a" and _TELLING.search(address):
            self.linked.append((_joined(self.base, address), given.get("title", "")))


def _is_feed(given: dict[str, str]) -> bool:
    rel = given.get("rel", "").lower().split()
    kind = given.get("type", "").partition(";")[0].strip()
    if "alternate" in rel:
        return bool(
            _FEED_TYPES.fullmatch(kind)
            or (_TYPES.fullmatch(kind) and "oembed" not in given["href"])
        )
    return "feed" in rel


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return ""
