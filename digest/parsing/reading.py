"""Bytes to a document: chooses the way of reading, keeps the newest entries, finishes them.

Everything here happens in a child process (``worker``): it may take long, take much memory or die.
"""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime

from digest.errors import SourceError
from digest.parsing import fast, finishing, jsonfeed, pieces
from digest.parsing.encoding import utf8
from digest.parsing.entries import Document
from digest.parsing.finishing import Feed, finished
from digest.parsing.raw import RawDocument, RawEntry, UnsureError
from digest.parsing.repair import is_cut

MOST_ENTRIES = 1_000
"""A document keeps its newest ones; hardly any feed shows more than 500."""

_LONGEST_TITLE = 200
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_FEED = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel|item|entry)\b", re.IGNORECASE)
_PAGE = re.compile(
    rb"(?:<[?][^>]*>\s*|<!--.{,2000}?-->\s*)*<(?:!DOCTYPE\s+html|html|head|body|script|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)


def read(
    body: bytes,
    content_type: str = "",
    base: str = "",
    since: datetime | None = None,
    *,
    whole: bool = False,
) -> Document:
    """Read a feed of any format; for the arguments see ``Parser.parse``.

    Raises:
        SourceError: it is no feed.
    """
    data = utf8(body, content_type)
    raw, cut = _raw(data)
    newest = _newest(raw.entries)
    title = finishing.plain(raw.title)[:_LONGEST_TITLE]
    language = finishing.two_letters(raw.language)
    feed = Feed(title=title, base=base or raw.link, language=language, since=since, whole=whole)
    entries = tuple(entry for entry in (finished(one, feed) for one in newest) if entry)
    if not entries and _PAGE.match(data):
        raise SourceError(f"not a feed: {_what(data)}")
    return Document(
        entries=entries,
        title=title,
        left_out=len(raw.entries) - len(entries),
        cut=cut,
    )


def _raw(data: bytes) -> tuple[RawDocument, bool]:
    """Return the document, and whether it was cut off."""
    if not data:
        raise SourceError("not a feed: the answer is empty")
    if data[:1] in {b"{", b"["}:
        return _json(data), False
    if not _FEED.search(data):
        raise SourceError(f"not a feed: {_what(data)}")
    for way in (fast.read, pieces.read):
        with contextlib.suppress(UnsureError):
            return way(data), False
    return _by_feedparser(data), is_cut(data)


def _json(data: bytes) -> RawDocument:
    try:
        return jsonfeed.read(data)
    except UnsureError as error:
        raise SourceError(f"not a feed: {error}") from error


def _by_feedparser(data: bytes) -> RawDocument:
    from digest.parsing import lean  # slow to load, wanted for few documents

    try:
        raw = lean.read(data)
    except UnsureError as error:
        raise SourceError(f"not a feed: {error}") from error
    if not raw.entries and not raw.known:
        raise SourceError(f"not a feed: {_what(data)}")
    return raw


def _what(data: bytes) -> str:
    """Name what a document is instead of a feed."""
    start = data[:1000].lower()
    if start.startswith(b"%pdf"):
        return "a PDF file"
    if _PAGE.match(start):
        return "a web page"
    if start.startswith(b"<"):
        return "XML of another kind"
    return "neither RSS, Atom nor JSON Feed"


def _newest(entries: list[RawEntry]) -> list[RawEntry]:
    """Return the newest entries in the order of the document."""
    if len(entries) <= MOST_ENTRIES:
        return entries
    dated = [entry.published or entry.updated or _LONG_AGO for entry in entries]
    order = sorted(range(len(entries)), key=lambda n: (dated[n], -n), reverse=True)
    return [entries[n] for n in sorted(order[:MOST_ENTRIES])]
