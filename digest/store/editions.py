"""The editions that were printed: what the next one begins after, and what they looked like."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from digest.model import Edition, Story
from digest.store.codec import decode, encode, with_texts
from digest.store.times import read, stored, usable
from digest.store.troubles import UnreadableError

if TYPE_CHECKING:
    import sqlite3


_HISTORY = frozenset({"score", "evidence", "receipt", "sources"})
"""What a story that is followed up is not looked at for."""


def keep(db: sqlite3.Cursor, edition: Edition) -> None:
    """Store an edition that was printed, inside a transaction."""
    number = edition.name, edition.number
    end = stored(edition.window.end)
    db.execute(
        "INSERT INTO editions (name, number, until, last, moves, body) VALUES (?, ?, ?, ?, ?, ?)",
        (*number, end, edition.last, edition.moves, encode(_without_whole_texts(edition))),
    )
    db.executemany(
        "INSERT OR IGNORE INTO printed (item, name, number, story) VALUES (?, ?, ?, ?)",
        ((item.id, *number, story.id) for story in edition.stories for item in story.items),
    )


def _without_whole_texts(edition: Edition) -> Edition:
    """Return an edition without what nobody looks at once the rules have fired."""
    if all(item.whole is None for story in edition.stories for item in story.items):
        return edition
    sections = (
        replace(section, stories=tuple(map(_brief, section.stories)))
        for section in edition.sections
    )
    return replace(edition, sections=tuple(sections))


def _brief(story: Story) -> Story:
    return replace(story, items=tuple(replace(item, whole=None) for item in story.items))


def rename(db: sqlite3.Cursor, names: Mapping[str, str]) -> None:
    """Let the editions know sources by their new ids: *names* has the new one of each old one.

    What she says and what is counted of a printed story is said of its source as it is called now; the
    label it was printed with stays.
    """
    for which in db.execute("SELECT name, number FROM editions").fetchall():
        query = "SELECT body FROM editions WHERE name = ? AND number = ?"
        ((body,),) = db.execute(query, which)
        try:
            changed = with_texts(body, names)
        except UnreadableError:
            continue  # it is as unreadable under the new name, and told of when it is asked for
        if changed:
            query = "UPDATE editions SET body = ? WHERE name = ? AND number = ?"
            db.execute(query, (changed, *which))


def last(db: sqlite3.Cursor, name: str) -> Edition | None:
    """Return the edition of that paper that was printed last."""
    query = "SELECT body FROM editions WHERE name = ? ORDER BY number DESC LIMIT 1"
    return _one(db.execute(query, (name,)))


def numbered(db: sqlite3.Cursor, name: str, number: int) -> Edition | None:
    """Return the edition of that paper with that number."""
    query = "SELECT body FROM editions WHERE name = ? AND number = ?"
    return _one(db.execute(query, (name, number)))


def covering(db: sqlite3.Cursor, name: str, item: int) -> Edition | None:
    """Return the first edition in the row of that paper that came after an item."""
    query = (
        "SELECT body FROM editions WHERE name = ? AND moves AND last >= ? ORDER BY number LIMIT 1"
    )
    return _one(db.execute(query, (name, item)))


def _one(rows: Iterable[tuple[Any, ...]]) -> Edition | None:
    return next((_edition(body) for (body,) in rows), None)


def _edition(body: bytes, *, less: Set[str] = frozenset()) -> Edition:
    """Return an edition as it was printed, of which whatever is left can be printed again.

    Raises:
        UnreadableError: it is not what was written.
    """
    import zoneinfo

    edition = decode(Edition, body, less=less)
    slots = len(edition.receipt.clock)
    whole = all(
        story.items and len(story.evidence) in {0, len(story.items)} for story in edition.stories
    ) and all(len(each.items) == len(each.merged) == slots for each in edition.receipt.tallies)
    try:
        zoneinfo.ZoneInfo(edition.timezone)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise UnreadableError(f"there is no time zone {edition.timezone!r:.40}") from None
    if not whole:
        raise UnreadableError(f"edition {edition.number} is not whole")
    return edition


def every(db: sqlite3.Cursor, name: str) -> tuple[tuple[int, datetime], ...]:
    """Return number and end of the window of that paper's editions, the oldest first."""
    query = "SELECT number, until FROM editions WHERE name = ? ORDER BY number"
    return tuple((number, usable(read(end))) for number, end in db.execute(query, (name,)))


def next_number(db: sqlite3.Cursor, name: str) -> int:
    """Return the number that the next edition of that paper gets; the first one is 1."""
    query = "SELECT coalesce(max(number), 0) + 1 FROM editions WHERE name = ?"
    ((number,),) = db.execute(query, (name,))
    return int(number)


def window_base(db: sqlite3.Cursor, name: str) -> tuple[datetime, int] | None:
    """Return where that paper's next window begins: a time, and the highest number covered."""
    query = "SELECT until, last FROM editions WHERE name = ? AND moves ORDER BY number DESC LIMIT 1"
    rows = db.execute(query, (name,))
    return next(((usable(read(end)), number) for end, number in rows), None)


def past(db: sqlite3.Cursor, name: str, since: datetime) -> tuple[tuple[int, Story], ...]:
    """Return the stories of that paper's editions since then with the editions' numbers.

    They come without their scores and evidence. What was printed outside the row of editions
    (``--since``) is still to come in it.
    """
    query = """SELECT number, body FROM editions WHERE name = ? AND until >= ? AND moves
    ORDER BY number"""
    rows = db.execute(query, (name, stored(since)))
    return tuple(
        (number, story) for number, body in rows for story in _edition(body, less=_HISTORY).stories
    )


def since(db: sqlite3.Cursor, start: datetime) -> tuple[Story, ...]:
    """Return the stories of all papers' editions that end since then, each as often as printed."""
    rows = db.execute("SELECT body FROM editions WHERE until >= ?", (stored(start),))
    return tuple(story for (body,) in rows for story in _edition(body).stories)


def carrying(
    db: sqlite3.Cursor, items: Collection[int], row: tuple[str, int] | None
) -> tuple[Story, ...]:
    """Return the stories of the editions that carried some items; see ``Store.carrying``."""
    query = """SELECT body FROM editions WHERE (name, number) IN (
        SELECT name, number FROM printed WHERE item IN (SELECT value FROM json_each(:items))
    ) AND (:name IS NULL OR name = :name AND number < :before AND moves)"""
    name, before = row or (None, None)
    values = {"items": json.dumps(list(items)), "name": name, "before": before}
    rows = db.execute(query, values)
    return tuple(story for (body,) in rows for story in _edition(body, less=_HISTORY).stories)


def printed(db: sqlite3.Cursor, item: int) -> tuple[tuple[str, int], ...]:
    """Return name and number of the editions that carried the item, alone or in a story."""
    query = "SELECT name, number FROM printed WHERE item = ? ORDER BY name, number"
    return tuple((name, number) for name, number in db.execute(query, (item,)))
