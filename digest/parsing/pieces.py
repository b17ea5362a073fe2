"""Reads a document entry by entry when only a few of them keep it from the fast way.

A tag that is not closed, an element where none is expected: the others need no feedparser for that.
It also keeps the damage where it is: for feedparser such a tag may swallow the next entries.
"""

from __future__ import annotations

import re

from digest.parsing import fast
from digest.parsing.raw import RawDocument, RawEntry, UnsureError
from digest.parsing.repair import repaired

_ENTRY = re.compile(rb"<(item|entry)(?=[\s>]).*?</\1\s*>", re.DOTALL)
_START = re.compile(rb"<(?:item|entry)(?=[\s/>])")
_MOST_WORK = 5
"""So many times the size of the document may be read, with its head before every entry."""


def read(data: bytes) -> RawDocument:
    """Read a document whose frame is sound.

    Args:
        data: in UTF-8, without XML declaration.

    Raises:
        UnsureError: its frame or too much of it is damaged.
    """
    data = repaired(data.decode()).encode()
    found = list(_ENTRY.finditer(data))
    if not found or len(found) != len(_START.findall(data)):
        raise UnsureError("entries that do not end")
    head, tail = data[: found[0].start()], data[found[-1].end() :]
    if len(found) * (len(head) + len(tail)) > _MOST_WORK * len(data):
        raise UnsureError("a long head")
    document = fast.read(head + tail)
    pieces = [piece[0] for piece in found]
    entries = [_sound(head + piece + tail) for piece in pieces]
    damaged = [piece for piece, entry in zip(pieces, entries, strict=True) if not entry]
    if 2 * len(damaged) > len(pieces):
        raise UnsureError("most entries are damaged")
    others = iter(_by_feedparser(head + b"".join(damaged) + tail, len(damaged)))
    document.entries = [entry or next(others) for entry in entries]
    return document


def _sound(data: bytes) -> RawEntry | None:
    """Return the only entry of a document, or None when the fast way does not read it."""
    try:
        entries = fast.read(data).entries
    except UnsureError:
        return None
    return entries[0] if len(entries) == 1 else None


def _by_feedparser(data: bytes, count: int) -> list[RawEntry]:
    from digest.parsing import lean

    entries = lean.read(data).entries if count else []
    if len(entries) != count:
        raise UnsureError("feedparser sees other entries")
    return entries
