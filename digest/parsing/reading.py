"""Bytes to a document: chooses the way of reading, keeps the newest entries, finishes them.

Everything here happens in a child process (``worker``): it may take long, take much memory or die.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from digest.errors import SourceError
from digest.parsing import fast, finishing, jsonfeed
from digest.parsing.encoding import decode
from digest.parsing.entries import Document
from digest.parsing.raw import RawDocument, RawEntry, UnsureError
from digest.parsing.repair import is_cut

MOST_ENTRIES = 1_000
"""A document keeps its newest ones; hardly any feed shows more than 500."""

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_FEED = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel|item|entry)\b", re.IGNORECASE)
_PAGE = re.compile(r"\s*(?:<[?!][^>]*>\s*)*<(?:html|head|body|script)\b", re.IGNORECASE)


def read(body: bytes, content_type: str = "", base: str = "") -> Document:
    """Read a feed of any format.

    Args:
        body: as it was sent, unpacked.
        content_type: the header of that name; empty when there is none.
        base: the address it came from, for relative links.

    Raises:
        SourceError: it is no feed.
    """
    text = decode(body, content_type)
    raw, cut = _raw(text, base)
    newest = _newest(raw.entries)
    base = base or raw.link
    language = finishing.two_letters(raw.language)
    entries = (finishing.finished(entry, base, language) for entry in newest)
    return Document(
        entries=tuple(entry for entry in entries if entry),
        title=finishing.plain(raw.title)[:200],
        link=raw.link,
        left_out=len(raw.entries) - len(newest),
        cut=cut,
    )


def _raw(text: str, base: str) -> tuple[RawDocument, bool]:
    """Return the document, and whether it was cut off."""
    start = text[:100].lstrip()
    if not start and not text.strip():
        raise SourceError("not a feed: the answer is empty")
    if start[:1] in {"{", "["}:
        return _json(text), False
    if not _FEED.search(text):
        raise SourceError(f"not a feed: {_what(text)}")
    try:
        return fast.read(text, base), False
    except UnsureError:
        return _by_feedparser(text, base), is_cut(text)


def _json(text: str) -> RawDocument:
    try:
        return jsonfeed.read(text.strip())
    except UnsureError as error:
        raise SourceError(f"not a feed: {error}") from error


def _by_feedparser(text: str, base: str) -> RawDocument:
    from digest.parsing import lean  # slow to load, wanted for few documents

    try:
        raw = lean.read(text, base)
    except UnsureError as error:
        raise SourceError(f"not a feed: {error}") from error
    if not raw.entries and (not raw.known or _PAGE.match(text)):
        raise SourceError(f"not a feed: {_what(text)}")
    return raw


def _what(text: str) -> str:
    """Name what a document is instead of a feed."""
    start = text[:1000].lstrip().lower()
    if start.startswith("%pdf"):
        return "a PDF file"
    if _PAGE.match(start):
        return "a web page"
    if start.startswith("<"):
        return "XML of another kind"
    return "neither XML nor JSON"


def _newest(entries: list[RawEntry]) -> list[RawEntry]:
    """Return the newest entries in the order of the document."""
    if len(entries) <= MOST_ENTRIES:
        return entries
    dated = [entry.published or entry.updated or _LONG_AGO for entry in entries]
    order = sorted(range(len(entries)), key=lambda n: (dated[n], -n), reverse=True)
    return [entries[n] for n in sorted(order[:MOST_ENTRIES])]
