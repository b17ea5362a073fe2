"""Which items have been announced by a must-see rule between two papers, so that each is so once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from digest.store.times import stored

if TYPE_CHECKING:
    import sqlite3

_YEAR = timedelta(days=366)
"""How long items stay at most that no paper has covered."""


def note(db: sqlite3.Cursor, items: Iterable[int], now: datetime) -> None:
    """Remember that the items of these numbers have been announced."""
    rows = ((item, stored(now)) for item in items)
    db.executemany("INSERT OR IGNORE INTO alerts (item, at) VALUES (?, ?)", rows)


def numbers(db: sqlite3.Cursor) -> frozenset[int]:
    """Return the numbers of the items that have been announced and are still there."""
    return frozenset(number for (number,) in db.execute("SELECT item FROM alerts"))


def last_before(db: sqlite3.Cursor, moment: datetime) -> int:
    """Return the number of the last item first seen in the year before a time; 0: none was.

    What seems to be older came by a clock that was wrong, and says nothing of what came before it.
    """
    query = "SELECT id FROM items WHERE seen < ? AND seen >= ? ORDER BY id DESC LIMIT 1"
    times = stored(moment), stored(moment - _YEAR)
    return next((number for (number,) in db.execute(query, times)), 0)


def prune(db: sqlite3.Cursor) -> None:
    """Forget announcements of items that are gone."""
    db.execute("DELETE FROM alerts WHERE item NOT IN (SELECT id FROM items)")
