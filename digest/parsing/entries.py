"""What parsing gives: documents and their entries, cleaned, ready to become items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed; its texts are cleaned, its addresses http or https."""

    key: str
    """What the feed calls it, else its link, else a hash of its text; at most 200 characters."""
    link: str = ""
    """The address it gives, less tracking; empty when there is none that can be kept."""
    page: str = ""
    """The canonical form of ``link``."""
    title: str
    """Its headline, or the first words of its text when it has none."""
    summary: str = ""
    author: str = ""
    language: str = ""
    """Two letters, when the feed says so."""
    links: tuple[str, ...] = ()
    """Canonical addresses that its text points at, other than its own page."""
    published: datetime | None = None
    """When it was published, else updated, in UTC; may lie in the future."""
    folded: str = ""
    """Title and summary as ``words.folded`` writes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A feed as it was read."""

    entries: tuple[Entry, ...] = ()
    title: str = ""
    """What the feed calls itself."""
    link: str = ""
    """The page it belongs to."""
    left_out: int = 0
    """Entries that were not kept: the oldest beyond ``reading.MOST_ENTRIES``, and empty ones."""
    cut: bool = False
    """It ends before its end."""


def packed(document: Document) -> tuple[Any, ...]:
    """Return a document as plain values that ``marshal`` can carry from process to process."""
    rows = [
        (e.key, e.link, e.page, e.title, e.summary, e.author, e.language, e.links,
         e.published.timestamp() if e.published else None, e.folded)
        for e in document.entries
    ]  # fmt: skip
    return rows, document.title, document.link, document.left_out, document.cut


def unpacked(values: tuple[Any, ...]) -> Document:
    """Return the document that ``packed`` took apart."""
    rows, title, link, left_out, cut = values
    entries = tuple(
        Entry(
            key=key, link=link, page=page, title=title, summary=summary, author=author,
            language=language, links=links, folded=folded,
            published=None if when is None else datetime.fromtimestamp(when, UTC),
        )
        for key, link, page, title, summary, author, language, links, when, folded in rows
    )  # fmt: skip
    return Document(entries=entries, title=title, link=link, left_out=left_out, cut=cut)
