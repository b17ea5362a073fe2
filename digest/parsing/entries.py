"""What parsing gives: documents and their entries, cleaned, ready to become items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple


class Entry(NamedTuple):
    """One entry of a feed; its texts are cleaned, its addresses http or https."""

    key: str
    """What the feed calls it, else its link, else a hash of its text; at most 200 characters."""
    title: str
    """Its headline, or the first words of its text when it has none."""
    link: str = ""
    """The address it gives, less tracking; empty when there is none that can be kept."""
    page: str = ""
    """The canonical form of ``link``."""
    summary: str = ""
    author: str = ""
    language: str = ""
    """Two letters, when the feed says so."""
    links: tuple[str, ...] = ()
    """Canonical addresses that its text points at first, other than its own page."""
    folded: str = ""
    """Title and summary as ``words.folded`` writes them; where that is empty, the article in its place.
    Empty where nobody will compare it; see ``Parser.parse``."""
    whole: str | None = None
    """What else it holds of the article, folded; None if that was not asked for."""
    published: datetime | None = None
    """When it was published, else updated, in UTC; may lie in the future."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A feed as it was read."""

    entries: tuple[Entry, ...] = ()
    title: str = ""
    """What the feed calls itself."""
    left_out: int = 0
    """Entries that were not kept: the oldest beyond ``reading.MOST_ENTRIES``, and empty ones."""
    cut: bool = False
    """It ends before its end."""


def packed(document: Document) -> tuple[Any, ...]:
    """Return a document as plain values that ``marshal`` can carry from process to process."""
    rows = [
        (*entry[:-1], entry.published and entry.published.timestamp()) for entry in document.entries
    ]
    return rows, document.title, document.left_out, document.cut


def unpacked(values: tuple[Any, ...]) -> Document:
    """Return the document that ``packed`` took apart."""
    rows, title, left_out, cut = values
    entries = tuple(Entry._make((*row[:-1], _time(row[-1]))) for row in rows)
    return Document(entries=entries, title=title, left_out=left_out, cut=cut)


def _time(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
