"""What has been announced by a must-see rule between two papers, so that each is so once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from digest.model import Item
from digest.store.times import stored

if TYPE_CHECKING:
    import sqlite3

_YEAR = timedelta(days=366)
"""How long items stay at most that no paper has covered."""


def note(db: sqlite3.Cursor, items: Iterable[Item], now: datetime) -> None:
    """Remember that items have been announced as they are."""
    rows = ((item.id, item.folded, stored(now)) for item in items)
    db.executemany("INSERT OR IGNORE INTO announcements (item, folded, at) VALUES (?, ?, ?)", rows)


def texts(db: sqlite3.Cursor) -> dict[int, tuple[str, ...]]:
    """Return as what items that are still there have been announced, folded, by their numbers."""
    found: dict[int, tuple[str, ...]] = {}
    for number, folded in db.execute("SELECT item, folded FROM announcements"):
        found[number] = (*found.get(number, ()), folded)
    return found


def last_before(db: sqlite3.Cursor, moment: datetime) -> int:
    """Return the number of the last item first seen in the year before a time; 0: none was.

    What seems to be older came by a clock that was wrong, and says nothing of what came before it.
    """
    query = "SELECT id FROM items WHERE seen < ? AND seen >= ? ORDER BY id DESC LIMIT 1"
    times = stored(moment), stored(moment - _YEAR)
    return next((number for (number,) in db.execute(query, times)), 0)


def prune(db: sqlite3.Cursor) -> None:
    """Forget announcements of items that are gone."""
    db.execute("DELETE FROM announcements WHERE item NOT IN (SELECT id FROM items)")
